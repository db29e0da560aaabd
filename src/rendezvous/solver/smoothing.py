"""Fewer breaks in a timetable, by moving one meeting at a time with steps sideways.

Simple on purpose: it proves nothing, and says so through the bound of its stage. (:mod:`.descent`
does the same on a program, whose meetings may have places of their own.)
"""

from __future__ import annotations

import random

from .clock import Clock
from .figures import breaks
from .instants import bits
from .model import Limits
from .timetable import Timetable

PASSES_WITHOUT_GAIN = 6


def smooth(table: Timetable, limits: Limits) -> float:
    """Give meetings of a timetable other slots so that breaks become fewer; return the work.

    What is served stays so, and a spread rule that holds goes on holding.
    """
    smoothing = _Smoothing(table, limits)
    smoothing.run()
    return smoothing.clock.work(smoothing.moves)


class _Smoothing:
    """A timetable with the breaks of each party."""

    def __init__(self, table: Timetable, limits: Limits) -> None:
        self.table = table
        self.masks = table.masks
        self.clock = Clock(limits)
        self.rng = random.Random(limits.seed)  # noqa: S311 (a search, not a secret)
        self.spread = self.masks.index.problem.rules.spread
        self.moves = 0
        self.breaks = [self._breaks(party) for party in range(len(table.held))]

    def run(self) -> None:
        """Go through the meetings until nothing has been gained for a while."""
        served = [r for r, meeting in enumerate(self.table.at) if meeting is not None]
        idle, total = 0, sum(self.breaks)
        while idle < PASSES_WITHOUT_GAIN and total:
            self.rng.shuffle(served)
            for request in served:
                self.moves += 1
                if self.clock.done(self.moves) >= 1.0:
                    return
                if not self.table.fixed[request]:
                    self._move(request)
            before, total = total, sum(self.breaks)
            idle = 0 if total < before else idle + 1

    def _breaks(self, party: int) -> int:
        return breaks(self.masks.index, self.table.busy(party))

    def _move(self, request: int) -> None:
        """Move a meeting where it makes fewest breaks, anywhere among equals."""
        table, instants = self.table, self.masks.instants
        old = table.at[request]
        if old is None:
            return
        one, other = table.one[request], table.other[request]
        mark = len(table.journal)
        table.leave(request)
        busy = [table.busy(party) for party in (one, other)]
        cost: dict[int, int] = {}
        ranked = []
        for start in bits(table.open_to(request)):
            slot = instants.slot(start)
            if slot not in cost:
                taken = range(slot, slot + self.masks.length[request])
                cost[slot] = sum(breaks(self.masks.index, some.union(taken)) for some in busy)
            ranked.append((cost[slot], self.rng.random(), start))
        now = self.breaks[one] + self.breaks[other]
        for wanted, _, start in sorted(ranked):
            if wanted > now or start == old.instant or not table.put(request, start):
                continue
            before = self.breaks[one], self.breaks[other]
            self.breaks[one], self.breaks[other] = self._breaks(one), self._breaks(other)
            if self._within():
                table.journal.clear()
                return
            self.breaks[one], self.breaks[other] = before
            break
        table.undo(mark)

    def _within(self) -> bool:
        return self.spread is None or max(self.breaks) - min(self.breaks) <= self.spread
