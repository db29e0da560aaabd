"""Fewer breaks by moving one meeting at a time: a plain descent with steps sideways.

Simple on purpose: it proves nothing, and says so through the bound of its stage.
"""

from __future__ import annotations

import random
import time
from collections import Counter

from .figures import breaks
from .greedy import Ledger
from .model import Limits
from .program import Program

PASSES_WITHOUT_GAIN = 6
MOVES_PER_WORK = 2000
"""Moves tried for one unit of deterministic work."""


def descend(
    program: Program, chosen: frozenset[int], limits: Limits, spread: int | None
) -> frozenset[int]:
    """Return a choice that serves the same requests with at most as many breaks."""
    state = _State(program, chosen)
    rng = random.Random(limits.seed)  # noqa: S311 (a search, not a secret)
    deadline = None if limits.seconds is None else time.monotonic() + limits.seconds
    left = None if limits.work is None else int(limits.work * MOVES_PER_WORK)
    requests = sorted(state.ways)
    idle = 0
    while idle < PASSES_WITHOUT_GAIN and state.total:
        before = state.total
        rng.shuffle(requests)
        for request in requests:
            if deadline is not None and time.monotonic() > deadline:
                return frozenset(state.ledger.chosen)
            if left is not None:
                left -= 1
                if left < 0:
                    return frozenset(state.ledger.chosen)
            state.move(request, rng, spread)
        idle = 0 if state.total < before else idle + 1
    return frozenset(state.ledger.chosen)


class _State:
    """A choice with the busy slots and breaks of each party."""

    def __init__(self, program: Program, chosen: frozenset[int]) -> None:
        self.program = program
        self.index = program.index
        self.ledger = Ledger(program, sorted(chosen))
        self.busy: list[Counter[int]] = [Counter() for _ in self.index.problem.parties]
        self.ways: dict[int, list[int]] = {}
        duties = {c for c in chosen if c >= len(self.index.options)}
        for column in sorted(c for c in chosen if c < len(self.index.options)):
            way = next(w for w in program.ways(column) if set(w[1:]) <= duties)
            duties.difference_update(way[1:])
            self.ways[self.index.options[column].request] = way
            self._mark(column, 1)
        self.breaks = [self._breaks(party) for party in range(len(self.busy))]

    @property
    def total(self) -> int:
        """Breaks over all parties."""
        return sum(self.breaks)

    def _mark(self, column: int, by: int) -> None:
        option = self.index.options[column]
        length = self.index.problem.requests[option.request].length
        for party in self.index.pair[option.request]:
            for slot in range(option.slot, option.slot + length):
                self.busy[party][slot] += by

    def _breaks(self, party: int) -> int:
        return breaks(self.index, {slot for slot, n in self.busy[party].items() if n})

    def move(self, request: int, rng: random.Random, spread: int | None) -> None:
        """Move a meeting where it makes fewest breaks, anywhere among equals."""
        old = self.ways[request]
        one, other = self.index.pair[request]
        self._mark(old[0], -1)
        best = (self.breaks[one] + self.breaks[other], 1.0, old)
        for column in self.program.by_request[request]:
            self._mark(column, 1)
            cost = self._breaks(one) + self._breaks(other)
            self._mark(column, -1)
            rank = (cost, rng.random())
            if rank >= best[:2]:
                continue
            for way in self.program.ways(column):
                if self.ledger.fits(way, instead_of=old):
                    best = (*rank, way)
                    break
        if best[2] is not old and not self._allowed(best[2], one, other, spread):
            best = (0, 0.0, old)
        self.ledger.remove(old)
        self.ledger.add(best[2])
        self.ways[request] = best[2]
        self._mark(best[2][0], 1)
        for party in (one, other):
            self.breaks[party] = self._breaks(party)

    def _allowed(self, way: list[int], one: int, other: int, spread: int | None) -> bool:
        if spread is None:
            return True
        after = list(self.breaks)
        self._mark(way[0], 1)
        after[one], after[other] = self._breaks(one), self._breaks(other)
        self._mark(way[0], -1)
        return max(after) - min(after) <= spread
