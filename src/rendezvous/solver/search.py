"""Local search on a timetable: from nothing, or from any plan, to one that serves more.

Three moves, each undone exactly when it does not pay:

* a request comes in where both parties are free;
* a request comes in where one of them is not, and what is in its way drops out; by simulated
  annealing (Kirkpatrick and others 1983) also at a small loss, less and less often;
* a meeting goes elsewhere, to a free instant, or in exchange along a Kempe chain: what it displaces
  takes its old instant, what that displaces takes the new one, and so on.

The third serves nobody by itself. It is what keeps the first two from running dry.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterable
from typing import Final

from .clock import Clock
from .instants import bits
from .timetable import Timetable
from .yielding import Yielding

LOOK: Final = 3
"""Instants looked at when a request has to push others out."""
CHAIN: Final = 60
"""Meetings that one exchange may move."""
TENURE: Final = 300
"""Moves after which a request that pushed its way in may as well be pushed out again."""
SHIFTS: Final = 0.65
"""The share of moves that send a meeting elsewhere."""
WARM: Final = 0.3
COLD: Final = 0.1
"""Temperatures, in points of weight."""
STRIDE: Final = 200
"""Moves between two looks at the clock."""


class Search:
    """A search on one timetable. The same seed and the same work give the same plan."""

    def __init__(self, table: Timetable, seed: int) -> None:
        self.table = table
        self.masks = table.masks
        self.rng = random.Random(seed)  # noqa: S311 (a search, not a secret)
        self.yielding = Yielding(table, self.rng)
        self.moves = 0
        requests = range(len(self.masks.length))
        self.hopeful = [r for r in requests if self.masks.allowed[r]]
        self._unsure = 2 * (table.worth.below + table.worth.short) * any(table.minimum)
        """What two parties below their minimum may add to the worth of a request."""
        self.came = [-TENURE] * len(requests)
        """The move with which each request last pushed its way in."""
        self.waiting: list[int] = []
        """Requests to bring in; some may have come in since."""
        self._listed = [False] * len(requests)

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
        warm: float = WARM,
        cold: float = COLD,
        *,
        target: int | None = None,
        found: Callable[[], None] | None = None,
    ) -> int:
        """Search for a better plan from ``warm`` to ``cold``, and keep the best.

        Temperatures are in points of weight; ``target`` is a score beyond which nothing is.
        ``found`` hears of better plans, at intervals. Returns the moves made.
        """
        table, rnd = self.table, self.rng.random
        self._list(r for r in self.hopeful if table.at[r] is None)
        best, kept = table.score, table.at.copy()
        first = self.moves
        while self.waiting and (done := clock.done(self.moves - first)) < 1.0:
            if target is not None and best >= target:
                break
            heat = warm * (cold / warm) ** done * table.worth.weight
            before = best
            for _ in range(STRIDE):
                self.moves += 1
                if rnd() < SHIFTS:
                    self._shift()
                elif not self._bring_in(heat):
                    break
                table.journal.clear()
                if table.score > best:
                    best, kept = table.score, table.at.copy()
                    if target is not None and best >= target:
                        break
            if found is not None and best > before:
                found()
        table.restore(kept)
        return self.moves - first

    def _list(self, requests: Iterable[int]) -> None:
        for request in requests:
            if not self._listed[request]:
                self._listed[request] = True
                self.waiting.append(request)

    def _bring_in(self, heat: float) -> bool:
        """Try to serve a waiting request; return whether any waits."""
        table, waiting = self.table, self.waiting
        while waiting:
            n = int(self.rng.random() * len(waiting))
            request = waiting[n]
            if table.at[request] is None:
                break
            self._listed[request] = False
            waiting[n] = waiting[-1]
            waiting.pop()
        else:
            return False
        mask = table.open_to(request)
        while mask:
            start = self.pick(mask)
            if table.put(request, start):
                return True
            mask ^= 1 << start
        self._push_in(request, heat)
        return True

    def pick(self, mask: int) -> int:
        """Return some bit of a mask that is not empty."""
        turn = int(self.rng.random() * self.masks.instants.count)
        rest = mask >> turn
        if rest:
            return (rest & -rest).bit_length() - 1 + turn
        return (mask & -mask).bit_length() - 1

    def _push_in(self, request: int, heat: float) -> None:
        """Serve a request, with what it comes after, in the place of others if it costs little."""
        table = self.table
        wanted = [*self._awaited(request), request]
        least = heat * math.log(1.0 - self.rng.random())
        budget = sum(table.worth.request[r] for r in wanted) + self._unsure - least
        before = table.score
        for one in wanted:
            if not self._force(one, budget):
                table.undo()
                return
            budget -= table.worth.request[one] - (table.score - before)
        if table.score - before < least:
            table.undo()
            return
        journal = table.journal
        self._list(r for r, was in journal if was is not None and table.at[r] is None)

    def _awaited(self, request: int) -> list[int]:
        """Return the unserved requests that must be served before this one, the first first."""
        found: list[int] = []
        for earlier in self.table.before[request]:
            if self.table.at[earlier] is None and earlier not in found:
                found += [r for r in self._awaited(earlier) if r not in found]
                found.append(earlier)
        return found

    def _force(self, request: int, budget: float) -> bool:
        """Serve a request where what gives way is worth least; no if that is beyond the budget.

        Nor if what it comes after would have to give way.
        """
        best = self._cheapest(request)
        if best is None:
            return False
        start, out = best
        if self._cost(out) > budget:
            return False
        table = self.table
        mark = len(table.journal)
        for one in out:
            if table.at[one] is not None:
                table.drop(one)
        meeting = table.seat(request, start) or self.yielding.make_room(request, start)
        if meeting is None or any(table.at[earlier] is None for earlier in table.before[request]):
            return False
        table.enter(request, meeting)
        self.came[request] = self.moves
        self._put_back(mark)
        return True

    def _cheapest(self, request: int) -> tuple[int, list[int]] | None:
        """Return the best of some instants for a request, and what must give way there."""
        table, rnd = self.table, self.rng.random
        allowed = self.masks.allowed[request]
        free = table.free[table.one[request]] | table.free[table.other[request]]
        mask = allowed & free or allowed
        mask = table.served_from(request, mask) or mask
        best: tuple[float, int, list[int]] | None = None
        for _ in range(LOOK):
            if not mask:
                break
            start = self.pick(mask)
            mask ^= 1 << start
            out = self.yielding.in_the_way(request, start)
            if out is not None:
                if best is not None and self._cost(out) >= best[0]:
                    continue
                out += self.yielding.engaged(request, start, out)
                young = any(self.came[r] > self.moves - TENURE for r in out)
                cost = self._cost(out) + (0.5 * rnd() + 0.4 * young) * table.worth.weight
                if best is None or cost < best[0]:
                    best = (cost, start, out)
        return None if best is None else best[1:]

    def _cost(self, out: list[int]) -> int:
        """Return what is lost with meetings that have nowhere else to go."""
        worth, open_to = self.table.worth.request, self.table.open_to
        return sum(worth[r] for r in out if not open_to(r))

    def _put_back(self, mark: int) -> None:
        """Put meetings that were pushed out since where there is still room for them."""
        table = self.table
        for request, was in reversed(table.journal[mark:]):
            if was is None or table.at[request] is not None:
                continue
            mask = table.open_to(request)
            while mask:
                start = self.pick(mask)
                if table.put(request, start):
                    break
                mask ^= 1 << start

    # -- sending elsewhere -------------------------------------------------------------------

    def _shift(self) -> None:
        """Send a meeting elsewhere, alone or in exchange."""
        table = self.table
        request = self.hopeful[int(self.rng.random() * len(self.hopeful))]
        meeting = table.at[request]
        if meeting is None or table.fixed[request]:
            return
        mask = table.open_to(request)
        if mask:
            table.leave(request)
            if not table.put(request, self.pick(mask)):
                table.undo()
            return
        mask = self.masks.allowed[request] & ~(1 << meeting.instant)
        if mask:
            self.exchange(request, self.pick(mask), meeting.instant)

    def exchange(self, request: int, there: int, here: int) -> None:
        """Move a meeting from ``here`` to ``there`` along a Kempe chain, or not at all."""
        table = self.table
        out = self.yielding.in_the_way(request, there)
        allowed = self.masks.allowed
        if out is None or not all(allowed[r] >> here & 1 for r in out if r != request):
            return
        table.leave(request)
        todo = [(request, there)]
        moved: set[int] = set()
        while todo:
            one, start = todo.pop()
            out = None
            if allowed[one] >> start & 1 and len(moved) < CHAIN:
                out = self.yielding.in_the_way(one, start)
            if out is None or not moved.isdisjoint(out):
                table.undo()
                return
            for other in out:
                table.leave(other)
                todo.append((other, there + here - start))
            if not table.put(one, start):
                table.undo()
                return
            moved.add(one)
