"""Evener breaks in a timetable, by moving one meeting at a time, also sideways.

Simple on purpose: it proves nothing, and says so through the bound of its stage.
"""

from __future__ import annotations

import random

from .clock import Clock
from .figures import breaks
from .instants import bits
from .levels import Levels
from .model import Limits
from .timetable import Timetable

PASSES_WITHOUT_GAIN = 6

Worth = tuple[int, ...]
"""What is to be small, the first number before all others."""
Pair = tuple[int, int]
"""The breaks of two parties."""


def even(
    table: Timetable, limits: Limits, most: int | None = None, *, everyone: bool = False
) -> float:
    """Give meetings other slots so that parties' breaks come closer together; return the work.

    What is served stays so. ``most`` are the breaks allowed in all. A spread rule that holds goes
    on holding; with ``everyone`` it need not hold, and all parties count, as for that rule.
    """
    evening = _Evening(table, limits, most, everyone)
    evening.run()
    return evening.clock.work(evening.moves)


class _Evening:
    """The spread first, then how many parties have most breaks or fewest, then many on few."""

    def __init__(self, table: Timetable, limits: Limits, most: int | None, everyone: bool) -> None:
        self.table = table
        self.masks = table.masks
        self.clock = Clock(limits)
        self.rng = random.Random(limits.seed)  # noqa: S311 (a search, not a secret)
        self.rule = None if everyone else self.masks.index.problem.rules.spread
        self.most = most
        self.moves = 0
        self.breaks = [self._breaks(party) for party in range(len(table.held))]
        counted = (b for b, held in zip(self.breaks, table.held, strict=True) if held or everyone)
        self.levels = Levels(counted)

    def run(self) -> None:
        """Go through the meetings until nothing has been gained for a while."""
        served = [r for r, meeting in enumerate(self.table.at) if meeting is not None]
        idle, total = 0, self.levels.edges
        while idle < PASSES_WITHOUT_GAIN and any(total):
            self.rng.shuffle(served)
            for request in served:
                self.moves += 1
                if self.clock.done(self.moves) >= 1.0:
                    return
                if not self.table.fixed[request]:
                    self._move(request)
            before, total = total, self.levels.edges
            idle = 0 if total < before else idle + 1

    def _worth(self, before: Pair, after: Pair) -> Worth | None:
        """Return what it is worth that two parties get other breaks; None if not allowed."""
        if self.most is not None and self.levels.total - sum(before) + sum(after) > self.most:
            return None
        self.levels.move(before, after)
        edges = self.levels.edges
        self.levels.move(after, before)
        return *edges, sum(count * count for count in after)

    def _breaks(self, party: int) -> int:
        return breaks(self.masks.index, self.table.busy(party))

    def _move(self, request: int) -> None:
        """Move a meeting where it is worth most, anywhere among equals."""
        table, instants = self.table, self.masks.instants
        old = table.at[request]
        if old is None:
            return
        one, other = table.one[request], table.other[request]
        before = self.breaks[one], self.breaks[other]
        now = self._worth(before, before)
        mark = len(table.journal)
        table.leave(request)
        busy = [table.busy(party) for party in (one, other)]
        worth: dict[int, Worth | None] = {}
        ranked = []
        for start in bits(table.open_to(request)):
            slot = instants.slot(start)
            if slot not in worth:
                taken = range(slot, slot + self.masks.length[request])
                first, second = (breaks(self.masks.index, some.union(taken)) for some in busy)
                worth[slot] = self._worth(before, (first, second))
            reached = worth[slot]
            if reached is not None and (now is None or reached <= now):
                ranked.append((reached, self.rng.random(), start))
        for _, _, start in sorted(ranked):
            if start == old.instant or not table.put(request, start):
                continue
            self.breaks[one], self.breaks[other] = self._breaks(one), self._breaks(other)
            if self._within():
                self.levels.move(before, (self.breaks[one], self.breaks[other]))
                table.journal.clear()
                return
            self.breaks[one], self.breaks[other] = before
            break
        table.undo(mark)

    def _within(self) -> bool:
        return self.rule is None or max(self.breaks) - min(self.breaks) <= self.rule
