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
import time
from collections.abc import Callable, Iterable
from typing import Final

from .instants import bits
from .masks import NOBODY
from .model import Limits
from .timetable import Meeting, Timetable

MOVES_PER_WORK: Final = 100_000
"""Moves tried for one unit of deterministic work."""
LOOK: Final = 6
"""Instants looked at when a request has to push others out."""
CHAIN: Final = 60
"""Meetings that one exchange may move."""
SHIFTS: Final = 0.5
"""The share of moves that send a meeting elsewhere."""
STRIDE: Final = 200
"""Moves between two looks at the clock."""


class Search:
    """A search on one timetable. The same seed and the same work give the same plan."""

    def __init__(self, table: Timetable, seed: int) -> None:
        self.table = table
        self.masks = table.masks
        self.rng = random.Random(seed)  # noqa: S311 (a search, not a secret)
        self.moves = 0
        requests = range(len(self.masks.length))
        self.hopeful = [r for r in requests if self.masks.allowed[r]]
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
        limits: Limits,
        warm: float,
        cold: float,
        target: int | None = None,
        found: Callable[[int], None] | None = None,
    ) -> None:
        """Search for a better plan from ``warm`` to ``cold``, and keep the best.

        Temperatures are in points of weight; ``target`` is a score beyond which nothing is.
        ``found`` hears of better scores, at intervals.
        """
        table, rnd = self.table, self.rng.random
        self._list(r for r in self.hopeful if table.at[r] is None)
        best, kept = table.score, table.at.copy()
        clock = _Clock(limits)
        while (
            self.waiting
            and (done := clock.done(self.moves)) < 1.0
            and (target is None or best < target)
        ):
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
            if found is not None and best > before:
                found(best)
        table.restore(kept)

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
            start = self._pick(mask)
            if table.put(request, start):
                return True
            mask ^= 1 << start
        self._push_in(request, heat)
        return True

    def _pick(self, mask: int) -> int:
        """Return some bit of a mask that is not empty."""
        turn = int(self.rng.random() * self.masks.instants.count)
        rest = mask >> turn
        if rest:
            return (rest & -rest).bit_length() - 1 + turn
        return (mask & -mask).bit_length() - 1

    def _push_in(self, request: int, heat: float) -> None:
        """Serve a request in the place of others where that costs little."""
        table, rnd = self.table, self.rng.random
        worth = table.worth.request
        allowed = self.masks.allowed[request]
        free = table.free[table.one[request]] | table.free[table.other[request]]
        mask = allowed & free or allowed
        if table.simple[request]:
            mask = mask & table.pool[self.masks.closed[request]] or mask
        best: tuple[float, int, list[int]] | None = None
        for _ in range(LOOK):
            start = self._pick(mask)
            mask ^= 1 << start
            out = self.in_the_way(request, start)
            if out is not None:
                cost = sum(worth[r] for r in out) + rnd() * 0.9 * table.worth.weight
                if best is None or cost < best[0]:
                    best = (cost, start, out)
            if not mask:
                break
        if best is None:
            return
        gain = worth[request] - sum(worth[r] for r in best[2])
        if not self._promising(gain, heat):
            return
        before = table.score
        for one in best[2]:
            if table.at[one] is not None:
                table.drop(one)
        meeting = table.seat(request, best[1]) or self._evict(request, best[1])
        if meeting is not None:
            table.enter(request, meeting)
            if self._pays(table.score - before, heat):
                journal = table.journal
                self._list(r for r, was in journal if was is not None and table.at[r] is None)
                return
        table.undo()

    def _promising(self, gain: int, heat: float) -> bool:
        """Whether a move with this gain in what requests are worth may be tried."""
        if self.table.worth.below > self.table.worth.weight:
            return True
        return self._pays(gain, heat)

    def _pays(self, gain: int, heat: float) -> bool:
        return gain >= 0 or self.rng.random() < math.exp(gain / heat)

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
            if not table.put(request, self._pick(mask)):
                table.undo()
            return
        mask = self.masks.allowed[request] & ~(1 << meeting.instant)
        if mask:
            self._exchange(request, self._pick(mask), meeting.instant)

    def _exchange(self, request: int, there: int, here: int) -> None:
        """Move a meeting from ``here`` to ``there`` along a Kempe chain, or not at all."""
        table = self.table
        table.leave(request)
        todo = [(request, there)]
        moved: set[int] = set()
        while todo:
            one, start = todo.pop()
            out = None
            if self.masks.allowed[one] >> start & 1 and len(moved) < CHAIN:
                out = self.in_the_way(one, start)
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

    # -- making way --------------------------------------------------------------------------

    def in_the_way(self, request: int, start: int) -> list[int] | None:
        """Return meetings without which both parties could attend; None when nothing helps."""
        table, masks = self.table, self.masks
        length = masks.length[request]
        found: list[int] = []
        for party in (table.one[request], table.other[request]):
            if length == 1 and table.free[party] >> start & 1:
                continue
            if masks.crew[party] is None:
                diary, near = table.diary[party], masks.instants.near
                for instant in range(start, start + length):
                    for close in near[instant]:
                        met = diary[close]
                        if met >= 0 and met not in found:
                            found.append(met)
            elif not self._crowd(party, start, length, found):
                return None
        if table.chained[request] and not self._out_of_order(request, start, found):
            return None
        if any(table.fixed[r] for r in found):
            return None
        return found

    def _crowd(self, party: int, start: int, length: int, found: list[int]) -> bool:
        """Add meetings whose teams would be needed, the cheapest first; False if there are none."""
        table, worth = self.table, self.table.worth.request
        crew = self.masks.crew[party]
        if crew is None:
            return True
        load, held = table.load[party], table.held[party]
        for n in crew.uses(self.masks.instants.taken(start, length)):
            over = load[n] + 1 - crew.room[n]
            if over <= 0:
                continue
            mask = crew.masks[n]
            users = [r for r, taken in held.items() if taken & mask]
            over -= sum(r in found for r in users)
            for _ in range(over):
                rest = [r for r in users if r not in found and not table.fixed[r]]
                if not rest:
                    return False
                found.append(min(rest, key=worth.__getitem__))
        return True

    def _out_of_order(self, request: int, start: int, found: list[int]) -> bool:
        """Add what waits for a request and would begin too early; False if itself would."""
        table, masks = self.table, self.masks
        slot = masks.instants.slot(start)
        for earlier in table.before[request]:
            meeting = table.at[earlier]
            if meeting is None or earlier in found:
                return False
            if masks.instants.slot(meeting.instant) + masks.length[earlier] > slot:
                return False
        for later in table.after[request]:
            meeting = table.at[later]
            if meeting is None or later in found:
                continue
            if masks.instants.slot(meeting.instant) < slot + masks.length[request]:
                found.append(later)
        return True

    def _evict(self, request: int, start: int) -> Meeting | None:
        """Free a place or an interpreter where parties are free; return the meeting it allows."""
        self._free_place(request, start)
        if self.masks.language[request] != NOBODY:
            self._free_interpreter(request, start)
        return self.table.seat(request, start)

    def _free_place(self, request: int, start: int) -> None:
        """Drop a meeting that sits where the request could, when it can sit nowhere."""
        table, masks = self.table, self.masks
        closed = masks.closed[request]
        if not masks.pooled[request] >> start & 1 or table.pool[closed] >> start & 1:
            return
        rows = table.sitters[start]
        if closed and table.seated[True][start] >= masks.sizes[True][start]:
            sitters = rows[True]
        else:
            sitters = max(rows, key=len)
        some = [sitters[int(self.rng.random() * len(sitters))] for _ in sitters[:3]]
        some = [r for r in some if not table.fixed[r]]
        if some:
            table.drop(min(some, key=table.worth.request.__getitem__))

    def _free_interpreter(self, request: int, start: int) -> None:
        """Have somebody able replaced, or drop a meeting of theirs, when nobody is free."""
        table, masks = self.table, self.masks
        language, length = masks.language[request], masks.length[request]
        if length > 1 or table.interpreted(language, 1) >> start & 1:
            return
        able = [i for i in masks.able[language] if masks.at_work[i] >> start & 1]
        interpreter = able[int(self.rng.random() * len(able))]
        near = masks.instants.clash[start]
        works = table.works[interpreter]
        engaged = [r for r, taken in works.items() if taken & near]
        if not engaged:
            engaged = [r for r, taken in works.items() if taken & (near << 1 | near >> 1)][:1]
        for other in engaged:
            if table.fixed[other]:
                return
            if table.at[other] is not None and not self._replace(other, interpreter):
                table.drop(other)

    def _replace(self, request: int, interpreter: int) -> bool:
        """Let somebody else interpret a meeting, if anybody can."""
        table, masks = self.table, self.masks
        meeting = table.at[request]
        if meeting is None:
            return False
        for other in masks.able[masks.language[request]]:
            if other != interpreter and table.is_idle(
                other, meeting.instant, masks.length[request]
            ):
                table.leave(request)
                table.enter(request, meeting._replace(interpreter=other))
                return True
        return False


class _Clock:
    """How much of the limits is used up, from 0.0 to 1.0 and more."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.begun = time.monotonic()
        self.first: int | None = None

    def done(self, moves: int) -> float:
        """Return the share, after so many moves of the search."""
        if self.first is None:
            self.first = moves
        if self.limits.work is not None:
            most = self.limits.work * MOVES_PER_WORK
            return (moves - self.first) / most if most >= 1 else 1.0
        if self.limits.seconds is None:
            raise ValueError("a search needs a limit")
        if self.limits.seconds <= 0:
            return 1.0
        return (time.monotonic() - self.begun) / self.limits.seconds
