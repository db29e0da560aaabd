"""Clauses for a SAT solver: variables, at-most constraints, counters.

Cardinality constraints come from PySAT (Ignatiev, Morgado and Marques-Silva 2018). Literals are
whole numbers other than 0, negative for "not", as in the DIMACS format.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from pysat.card import CardEnc, EncType, ITotalizer

from .program import INFINITY, Row

PAIRWISE: Final = 40
"""Up to so many literals, at-most-one is written pair by pair: no further variables."""
FEW: Final = 3
"""Up to this limit a sequential counter (Sinz 2005) is used, beyond it a totalizer."""


class Clauses:
    """A growing set of clauses and the number of variables used so far."""

    def __init__(self) -> None:
        self.variables = 0
        self.all: list[list[int]] = []

    def variable(self) -> int:
        """Return a new variable."""
        self.variables += 1
        return self.variables

    def add(self, *literals: int) -> None:
        """Require one of the literals; without any, the set has no solution."""
        self.all.append(list(literals))

    def some(self, literals: Sequence[int]) -> int:
        """Return a variable that is true just when one of the literals is."""
        name = self.variable()
        self.all.append([-name, *literals])
        self.all += [[-literal, name] for literal in literals]
        return name

    def any_of(self, literals: Sequence[int]) -> int:
        """Return a variable that is true if one of the literals is, and may be otherwise."""
        name = self.variable()
        self.all += [[-literal, name] for literal in literals]
        return name

    def at_most_one(self, literals: Sequence[int]) -> None:
        """Allow at most one of the literals."""
        if len(literals) > PAIRWISE:
            self.at_most(literals, 1)
            return
        self.all += [
            [-one, -other] for n, one in enumerate(literals) for other in literals[n + 1 :]
        ]

    def exactly_one(self, literals: Sequence[int]) -> None:
        """Require exactly one of the literals."""
        self.add(*literals)
        self.at_most_one(literals)

    def at_most(self, literals: Sequence[int], limit: int, *, short: bool = False) -> None:
        """Allow at most so many of the literals (one given twice counts twice).

        ``short`` takes a sequential counter whatever the limit: as many clauses as twice the
        literals times the limit.
        """
        if limit < 0:
            self.add()
        elif len(literals) > limit:
            kind = EncType.seqcounter if short or limit <= FEW else EncType.totalizer
            self._take(
                CardEnc.atmost(list(literals), bound=limit, top_id=self.variables, encoding=kind)
            )

    def row(
        self,
        row: Row,
        name: Mapping[int, int],
        gathered: Callable[[list[int]], list[int]] | None = None,
        *,
        shortly: int | None = None,
    ) -> None:
        """Keep a program's row; ``name`` has the variables of columns, others count as 0.

        ``gathered`` may return fewer literals of which as many are true. Where there are
        ``shortly`` times as many as are allowed, or more, clauses are short.
        """
        literals: list[int] = []
        below = 0
        for column, coefficient in zip(row.columns, row.coefficients, strict=True):
            if column in name:
                literal = name[column] if coefficient > 0 else -name[column]
                literals += [literal] * abs(coefficient)
                below += max(0, -coefficient)
        most = row.high + below
        if row.high < INFINITY and most < len(literals):
            if most == 1:
                self.at_most_one(literals)
            else:
                short = shortly is not None and shortly * most < len(literals)
                self.at_most(
                    literals if gathered is None else gathered(literals), most, short=short
                )
        if row.low > -INFINITY and row.low + below > 0:
            self.at_most(negated(literals), len(literals) - row.low - below)

    def exactly(self, literals: Sequence[int], number: int) -> None:
        """Require exactly so many of the literals."""
        if not 0 <= number <= len(literals):
            self.add()
        elif number == len(literals):
            self.all += [[literal] for literal in literals]
        else:
            self._take(
                CardEnc.equals(
                    list(literals),
                    bound=number,
                    top_id=self.variables,
                    encoding=EncType.totalizer,
                )
            )

    def counter(self, literals: Sequence[int], most: int) -> list[int]:
        """Return outputs: the n-th must be true when more than n literals are; n = 0 .. most."""
        if not literals:
            return []
        bound = min(most, len(literals) - 1)
        tree = ITotalizer(lits=list(literals), ubound=bound, top_id=self.variables)
        self.variables = max(self.variables, tree.top_id)
        self.all += tree.cnf.clauses
        outputs = list(tree.rhs[: bound + 1])
        tree.delete()
        return outputs

    def _take(self, encoded: object) -> None:
        self.variables = max(self.variables, encoded.nv)  # type: ignore[attr-defined]
        self.all += encoded.clauses  # type: ignore[attr-defined]


def negated(literals: Iterable[int]) -> list[int]:
    """Return "not" of each literal."""
    return [-literal for literal in literals]
