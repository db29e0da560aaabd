"""What a repair gains once it is known what moves: minimums, new meetings, fewer breaks.

Meetings that stay are settled. Free are those that do not, within what is known of the fewest
changes, and every request that was not served. Where each change is the fate of a meeting that
could not stay anyway, no other plan with as few changes moves anything else: then the bounds found
here hold for all of them. So they do where nothing is settled, as in small problems.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from .earlier import Earlier
from .figures import Figures, figures
from .model import Expression, Limits, Model, Outcome
from .placing import Cut, place
from .program import INFINITY, Program, Row, Scarce
from .tiers import Choice, choose, tiers
from .tight import residual

SMALL: Final = 2500
"""Options up to which nothing is settled."""


class Gaining:
    """The search for what can be gained beside the fewest changes.

    ``best`` is the best plan so far, in a program with every option of the requests that are not
    settled. ``exact`` says whether bounds hold for every plan with as few changes.
    """

    def __init__(
        self,
        earlier: Earlier,
        choice: Choice,
        limits: Callable[[], Limits],
        worked: Callable[[float], None],
    ) -> None:
        self.earlier = earlier
        self.limits = limits
        self.worked = worked
        self.spread = earlier.index.problem.rules.spread
        stays = {o.request for o in choice.meetings if o == earlier.exact.get(o.request)}
        small = self._small(stays)
        self.exact = small or len(earlier.meetings) - len(stays) == len(earlier.hit)
        self.settled = stays.intersection(earlier.index.pinned) if small else stays
        self.program = self._program()
        columns = earlier.columns(self.program, choice.meetings)
        assert columns is not None
        self.best = choose(earlier, self.program, columns, choice.assignments)
        self.rows = [
            *self.program.rows,
            *(
                tier.at_most(value)
                for tier, value in zip(
                    tiers(earlier, self.program, self.settled), choice.values, strict=True
                )
            ),
        ]
        self.values = self._values()
        self._made: Model | None = None
        self._holds: list[Callable[[Model], Any]] = []

    def _small(self, stays: set[int]) -> bool:
        """Whether the whole program is small; without looking at all of it if it is not."""
        total = 0
        requests = range(len(self.earlier.index.problem.requests))
        for request in sorted(requests, key=lambda r: r in stays):
            total += len(self.earlier.options(request))
            if total > SMALL:
                return False
        return True

    def _program(self) -> Program:
        options = [self.earlier.exact[r] for r in self.settled]
        for request in range(len(self.earlier.index.problem.requests)):
            if request not in self.settled:
                options += self.earlier.options(request)
        return self.earlier.program(options)

    def _values(self) -> list[int | None]:
        """Settle the columns of what stays, and those that do not fit beside it.

        Interpreters may still change places with each other, and predecessors may come in.
        """
        program = self.program
        values: list[int | None] = [None] * program.width
        kept = {c for r in self.settled for c in program.by_request[r]}
        for column in kept:
            values[column] = 1
        for row in program.rows:
            if row.scarce in (Scarce.INTERPRETER, Scarce.PRECEDENCE) or row.high >= INFINITY:
                continue
            left = row.high - sum(
                k for c, k in zip(row.columns, row.coefficients, strict=True) if c in kept
            )
            for column, coefficient in zip(row.columns, row.coefficients, strict=True):
                if coefficient > left and column not in kept:
                    values[column] = 0
        return values

    # -- the order of work -------------------------------------------------------------------

    def minimum(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """Bring parties to their minimum; return value and bound of parties, then of meetings."""
        reach = [sum(self._possible(r) for r in mine) for mine in self.program.of_party]
        parties = self.earlier.index.problem.parties
        short = [max(0, p.minimum - n) for p, n in zip(parties, reach, strict=True)]
        found: list[tuple[int, int]] = []
        for n, (name, least) in enumerate(
            (("below_minimum", sum(s > 0 for s in short)), ("shortfall", sum(short)))
        ):
            if self._figure(name) > least:
                least = max(least, self._minimised(self._model.shortfalls()[n]))
            value = self._figure(name)
            found.append((value, min(least, value)))
            self._hold(partial(_short, n, value))
        return found[0], found[1]

    def weight(self) -> tuple[int, int]:
        """Serve what can be served beside; return value and bound."""
        requests = self.earlier.index.problem.requests
        bound = sum(q.weight for r, q in enumerate(requests) if self._possible(r))
        if self._figure("weight") < bound:
            bound = min(bound, -self._minimised(-self._model.weight(), -bound))
        value = self._figure("weight")
        self._hold(lambda model: model.weight() >= value)
        return value, bound

    def breaks(self) -> tuple[int, int]:
        """Shorten idle runs of the parties whose meetings are free; return value and bound."""
        options = self.program.index.options
        open_ones = {
            options[c].request for c, v in enumerate(self.values[: len(options)]) if v is None
        }
        parties = sorted({p for r in open_ones for p in self.earlier.index.pair[r]})
        value = self._figure("breaks")
        touched = sum(self.figures.measures[p].breaks for p in parties)
        bound = value - touched if self.exact else 0
        if touched:
            expression = self._model.breaks(None, parties)
            bound = max(bound, value - touched + self._minimised(expression))
        return self._figure("breaks"), min(bound, self._figure("breaks"))

    # -- searches ----------------------------------------------------------------------------

    @property
    def figures(self) -> Figures:
        """The figures of the best plan so far."""
        return figures(self.program, self.best.columns)

    def _figure(self, name: str) -> int:
        found: int = getattr(self.figures, name)
        return found

    def _possible(self, request: int) -> bool:
        """Whether some plan that the bounds are about could serve a request."""
        columns = self.program.by_request[request]
        if not self.exact:
            return bool(columns)
        return any(self.values[c] != 0 for c in columns)

    def _hold(self, held: Callable[[Model], Any]) -> None:
        """Keep an objective as it is from here on."""
        self._holds.append(held)
        if self._made is not None:
            self._made.require(held(self._made))

    @property
    def _model(self) -> Model:
        """The model, in which each objective is held once it is done."""
        if self._made is None:
            open_ones = [c for c, value in enumerate(self.values) if value is None]
            rows = residual(self.rows, self.values)
            assert rows is not None
            self._made = Model(self.program, rows, open_ones)
            for column, value in enumerate(self.values):
                if value:
                    self._made.x[column] = self._made.cp.new_constant(1)
            if self.spread is not None:
                self._made.breaks(self.spread)
            for held in self._holds:
                self._made.require(held(self._made))
        return self._made

    def _minimised(self, expression: Expression, least: int = 0) -> int:
        """Minimise; return the bound, ``least`` where it is not one on every plan."""
        while True:
            self._model.hint(self.best.columns)
            outcome = self._model.solve(self.limits(), minimize=expression)
            self.worked(outcome.work)
            if outcome.chosen is None:
                return least
            if self._take(outcome):
                return outcome.bound if self.exact else least

    def _take(self, outcome: Outcome) -> bool:
        """Take a solution as the best if places hold its meetings; else cut it off."""
        assert outcome.chosen is not None
        placed = place(self.program, outcome.chosen)
        if isinstance(placed, Cut):
            columns = list(placed.columns)
            cut = Row(columns, [1] * len(columns), -INFINITY, len(columns) - 1)
            self.program.rows.append(cut)
            self._model.add(cut)
            return False
        self.best = choose(self.earlier, self.program, outcome.chosen, placed)
        return True


def _short(which: int, most: int, model: Model) -> Any:
    """Return the constraint that holds parties below their minimum, or what they lack in all."""
    return model.shortfalls()[which] <= most
