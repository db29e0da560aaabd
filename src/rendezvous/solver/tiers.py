"""What a repair counts before all else: requests missing, meetings cancelled, moved, relocated."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple

from ..problem import Assignment
from .earlier import Earlier, Fate
from .index import Option
from .program import INFINITY, Program, Row

MANDATORY: Final = "mandatory"
CANCELLED: Final = "cancelled"
MOVED: Final = "moved"
RELOCATED: Final = "relocated"
TIERS: Final = (MANDATORY, CANCELLED, MOVED, RELOCATED)
"""The objectives that come before all others in a repair, in their order."""

Values = tuple[int, ...]
"""One figure for each tier; the smaller tuple is the better."""


def values(earlier: Earlier, options: Iterable[Option]) -> Values:
    """Return what serving these options is worth, tier by tier."""
    served = {option.request: option for option in options}
    fates = [earlier.fate(served[r]) for r in earlier.meetings if r in served]
    return (
        sum(r not in served for r in earlier.mandatory),
        len(earlier.meetings) - len(fates),
        fates.count(Fate.MOVED),
        fates.count(Fate.RELOCATED),
    )


def final_values(earlier: Earlier, assignments: Iterable[Assignment]) -> Values:
    """Return what meetings are worth, tier by tier, by where they are held in the end."""
    index = earlier.index
    now = {index.request_at[a.request]: a for a in assignments}
    kept = [(a, now[r]) for r, a in earlier.meetings.items() if r in now]
    return (
        sum(r not in now for r in earlier.mandatory),
        len(earlier.meetings) - len(kept),
        sum(before.slot != after.slot for before, after in kept),
        sum(b.slot == after.slot and b.place != after.place for b, after in kept),
    )


class Tier(NamedTuple):
    """``base`` plus the costs of the columns chosen is what a tier counts, at most ``most``."""

    costs: dict[int, int]
    base: int
    most: int

    def at_most(self, value: int) -> Row:
        """Return the row that holds the tier."""
        return Row(list(self.costs), list(self.costs.values()), -INFINITY, value - self.base)


def tiers(
    earlier: Earlier,
    program: Program,
    rest: Iterable[int] = (),
    ways: Iterable[tuple[int, ...]] = ((), (), (), ()),
) -> tuple[Tier, ...]:
    """Return what each tier counts of the requests that are not pinned.

    Requests of ``rest`` are never missing nor cancelled unless ``ways`` says so: per tier columns
    past the program's that count in it.
    """
    options = program.index.options
    held = set(rest).union(earlier.index.pinned)
    fates: dict[Fate, list[int]] = {fate: [] for fate in Fate}
    for request in earlier.meetings:
        if request not in earlier.index.pinned:
            for column in program.by_request[request]:
                fates[earlier.fate(options[column])].append(column)
    counted: tuple[tuple[list[int], list[int]], ...] = (
        ([r for r in earlier.mandatory if r not in held], []),
        ([r for r in earlier.meetings if r not in held], []),
        ([], fates[Fate.MOVED]),
        ([], fates[Fate.RELOCATED]),
    )
    found: list[Tier] = []
    for (absent, columns), more in zip(counted, ways, strict=True):
        costs = dict.fromkeys((*columns, *more), 1)
        for request in absent:
            costs.update(dict.fromkeys(program.by_request[request], -1))
        requests = {options[c].request for c in columns}
        found.append(Tier(costs, len(absent), len(absent) + len(requests) + len(more)))
    return tuple(found)


class Mended(NamedTuple):
    """A plan by its options, each with its interpreter, and its value in each tier."""

    meetings: dict[Option, int | None]
    values: Values


@dataclass(frozen=True)
class Choice:
    """A plan: its columns in a program, its meetings, and its value in each tier."""

    program: Program
    columns: frozenset[int]
    assignments: tuple[Assignment, ...]
    values: Values

    @property
    def meetings(self) -> dict[Option, int | None]:
        """The options chosen, each with its interpreter."""
        index = self.program.index
        columns = sorted(c for c in self.columns if c < len(index.options))
        return {
            index.options[c]: None if a.interpreter is None else index.interpreter_at[a.interpreter]
            for c, a in zip(columns, self.assignments, strict=True)
        }

    @property
    def mended(self) -> Mended:
        """The plan without its program."""
        return Mended(self.meetings, self.values)


def choose(
    earlier: Earlier,
    program: Program,
    columns: Iterable[int],
    assignments: tuple[Assignment, ...],
) -> Choice:
    """Return a plan with its values."""
    chosen = frozenset(columns)
    options = program.index.options
    served = (options[c] for c in chosen if c < len(options))
    return Choice(program, chosen, assignments, values(earlier, served))
