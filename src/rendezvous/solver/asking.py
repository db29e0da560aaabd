"""Columns that stand for concessions, beside those of a program: see :mod:`.granting`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from typing import Final, NamedTuple

from ..remedies import Concession, ConcessionKind
from .index import Option
from .program import INFINITY, Program, Row

RANKS: Final = {kind: n for n, kind in enumerate(ConcessionKind)}

MOVE: Final = 1000
"""What a meeting moved costs: more than the ranks of all concessions together."""


class Ask(NamedTuple):
    """Who or what is asked for a concession: remedies differ in this."""

    kind: ConcessionKind
    subject: str


class Asking:
    """A program whose rows concessions widen: ``rows`` over its columns and theirs.

    ``concessions`` has the concession of each column that stands for one, ``columns_of`` the
    columns of each concession, one for each time it can be granted.
    """

    def __init__(self, program: Program) -> None:
        self.options = program.index.options
        self.rows: list[Row] = []
        self.concessions: dict[int, Concession] = {}
        self.columns_of: dict[Concession, list[int]] = {}
        self.width = program.width
        """Number of columns."""

    def column(self) -> int:
        """Return a new column."""
        self.width += 1
        return self.width - 1

    def granted(self, concession: Concession, most: int = 1) -> list[int]:
        """Return the columns of a concession, which can be granted so often."""
        mine = self.columns_of.setdefault(concession, [])
        while len(mine) < most:
            mine.append(self.column())
            self.concessions[mine[-1]] = concession
        return mine

    def needs(self, column: int, concession: Concession) -> None:
        """Let a column be chosen only if something is granted."""
        (column_of_it,) = self.granted(concession)
        self.rows.append(Row([column, column_of_it], [1, -1], -INFINITY, 0))

    def at_most(self, columns: Iterable[int], high: int, relief: dict[int, int]) -> None:
        """Allow so many of the columns, and more by what each concession relieves."""
        taken = list(columns)
        if len(taken) > high:
            ones = [1] * len(taken) + [-units for units in relief.values()]
            self.rows.append(Row([*taken, *relief], ones, -INFINITY, high))

    def asks(self, chosen: Collection[int]) -> frozenset[Ask]:
        """Return who is asked for what is granted."""
        return frozenset(ask(self.concessions[c]) for c in chosen if c in self.concessions)

    def otherwise(self, asked: frozenset[Ask]) -> Iterable[Row]:
        """Yield rows that forbid to ask all of these again, whatever else is asked."""
        whether: list[int] = []
        for one in sorted(asked):
            whether.append(self.column())
            for column, concession in self.concessions.items():
                if ask(concession) == one:
                    yield Row([column, whether[-1]], [1, -1], -INFINITY, 0)
        yield Row(whether, [1] * len(whether), -INFINITY, len(whether) - 1)

    def forbid(self, options: Iterable[Option], granted: Iterable[Concession]) -> None:
        """Forbid options to be chosen together while no more than these concessions is granted."""
        at = {option: column for column, option in enumerate(self.options)}
        times = Counter(granted)
        more = [c for one, columns in self.columns_of.items() for c in columns[times[one] :]]
        columns = [at.get(option, -1) for option in options]
        if -1 not in columns:
            ones = [1] * len(columns) + [-1] * len(more)
            self.rows.append(Row([*columns, *more], ones, -INFINITY, len(columns) - 1))


def relieved(row: Row, relief: list[int]) -> Row:
    """Return a row with columns that each make room for one more."""
    ones = [-1] * len(relief)
    return row._replace(columns=[*row.columns, *relief], coefficients=[*row.coefficients, *ones])


def ask(concession: Concession) -> Ask:
    """Return who or what a concession asks."""
    c = concession
    subject = c.party or c.place or c.interpreter or c.before or c.request or c.venue or ""
    if c.kind is ConcessionKind.MORE_INTERPRETER:
        subject = "-".join(c.languages)
    return Ask(c.kind, subject)
