"""Local search on a timetable: from nothing, or from any plan, to one that serves more.

A request comes in where both parties are free, or where what is in its way finds other places or is
worth less; by simulated annealing (Kirkpatrick and others 1983) also at a small loss, less and less
often. Between, meetings go elsewhere, to a free instant or in exchange along a Kempe chain: that
serves nobody by itself, and keeps the rest from running dry. The moves are compiled
(``native/serve.c``); each worker anneals by itself, and the best timetable of all is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Final

from .clock import Clock
from .instants import bits
from .moves import Moves
from .timetable import Timetable

WARM: Final = 1.0
COLD: Final = 0.15
"""Temperatures at first and at last, in points of weight."""
STRIDE: Final = 2_000
"""Moves between two looks at the clock."""
TELLING: Final = 0.1
"""The share of the limits between two tellings of what was found."""
PACE: Final = 200_000
"""Moves that count as one unit of deterministic work."""


class Search:
    """A search on one timetable. The same seed and the same work give the same plan."""

    def __init__(self, table: Timetable, seed: int, workers: int = 1) -> None:
        self.table = table
        self.masks = table.masks
        self.seed = seed
        self.workers = workers
        requests = range(len(self.masks.length))
        self.hopeful = [r for r in requests if self.masks.allowed[r]]
        """The requests that may be served, those that are among them."""

    # -- building up -------------------------------------------------------------------------

    def fill(self, order: Iterable[int]) -> None:
        """Bring in what fits, in this order, each at the instant least crowded."""
        table = self.table
        for request in order:
            if table.at[request] is None:
                mask = table.open_to(request)
                if mask:
                    self._put_least_crowded(request, mask)
        table.journal.clear()

    def _put_least_crowded(self, request: int, mask: int) -> None:
        table = self.table
        seated, sizes = table.seated[False], self.masks.sizes[False]
        if self.masks.ample[request] & mask:
            mask &= self.masks.ample[request]
        starts = sorted(bits(mask), key=lambda i: seated[i] / (sizes[i] or 1))
        any(table.put(request, start) for start in starts)

    def follow(self, wishes: Iterable[tuple[int, int]]) -> None:
        """Put requests at instants, in this order, where they still fit."""
        table = self.table
        for request, start in wishes:
            if table.at[request] is None and table.open_to(request) >> start & 1:
                table.put(request, start)
        table.journal.clear()

    # -- annealing ---------------------------------------------------------------------------

    def anneal(
        self,
        clock: Clock,
        *,
        target: int | None = None,
        found: Callable[[], None] | None = None,
    ) -> int:
        """Search for a better plan from WARM to COLD, and keep the best.

        ``target`` is a score beyond which nothing is; ``found`` hears of better plans, at
        intervals. Returns the moves made, by each worker.
        """
        table, told, moves = self.table, 0.0, 0
        crowd = [
            Moves(table, (self.seed << 8) + n, hopeful=self.hopeful) for n in range(self.workers)
        ]
        taken = crowd[0].score
        with ThreadPoolExecutor(len(crowd)) as threads:
            while (done := clock.done(moves)) < 1.0:
                heat = WARM * (COLD / WARM) ** done
                step = partial(Moves.serve, moves=STRIDE, heat=heat, target=target)
                made = list(threads.map(step, crowd))
                moves += STRIDE
                best = max(crowd, key=lambda one: one.score)
                ended = min(made) < STRIDE
                if best.score > taken and (ended or (found and done - told > TELLING)):
                    told, taken = done, best.score
                    self._take(best)
                    if found is not None:
                        found()
                if ended:
                    break
        best = max(crowd, key=lambda one: one.score)
        if best.score > taken:
            self._take(best)
        return moves

    def _take(self, moves: Moves) -> None:
        """Take over the best timetable of some moves, unless it only seemed to be better."""
        score, kept = self.table.score, self.table.at.copy()
        self.table.restore(moves.meetings())
        if self.table.score < score:
            self.table.restore(kept)
