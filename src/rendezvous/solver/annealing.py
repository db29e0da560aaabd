"""Fewer breaks in a timetable: simulated annealing, a meeting or a chain of meetings at a time.

A meeting taken out goes where it makes fewest breaks, or nearly (the lower the temperature, the
surer; Kirkpatrick, Gelatt and Vecchi 1983). Where the parties have no time left, it changes places
along a Kempe chain with what is in the way. What is served stays so; the best timetable seen is
kept. It proves nothing, and says so through the bound of its stage.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

from .clock import Clock
from .instants import bits
from .model import Limits
from .search import CHAIN, Search
from .timetable import Meeting, Timetable

COLD: Final = 0.05
"""The temperature, in breaks, at the end."""
BEGINNINGS: Final[tuple[tuple[int, float, float], ...]] = (
    (120, 0.4, 0.5),
    (25, 0.15, 0.3),
    (0, COLD, 0.1),
)
"""Moves for each meeting that there is time for, the temperature to begin with, how many chains."""
SOON: Final = 0.01
"""The share of the limits after which it is known how many moves there is time for."""
MOST: Final = 3_000
"""Moves for each meeting after which nothing more is hoped for."""
LOOK: Final = 4
"""Instants of which the best is tried for a chain."""
GLANCE: Final = 64
"""Moves between two looks at the clock."""
REMEMBERED: Final = 1 << 17
"""Sets of busy slots whose breaks are kept rather than counted again."""

SMALLEST: Final = 1e-300
"""Instead of 0, which has no logarithm."""


def smooth(
    table: Timetable,
    limits: Limits,
    spread: int | None = None,
    *,
    least: int = 0,
    found: Callable[[int], None] | None = None,
) -> float:
    """Give meetings of a timetable other slots so that breaks become fewer; return the work.

    What is served stays so, and a spread rule that holds goes on holding. ``spread`` is the largest
    difference in breaks allowed between two parties that hold meetings. ``least`` breaks are few
    enough; ``found`` hears how many are left each time that there are fewer.
    """
    annealing = _Annealing(table, limits, spread)
    annealing.run(least, found)
    return annealing.clock.work(annealing.moves)


class _Annealing:
    """A timetable with the breaks of each party, and the search for fewer."""

    def __init__(self, table: Timetable, limits: Limits, spread: int | None = None) -> None:
        self.table = table
        self.masks = table.masks
        self.movable = [r for r, m in enumerate(table.at) if m is not None and not table.fixed[r]]
        self.clock = Clock(limits, MOST * max(1, len(self.movable)))
        self.search = Search(table, limits.seed)
        self.rng = self.search.rng
        self.moves = 0
        self.hot: float | None = None
        self.chains = BEGINNINGS[-1][2]
        """The share of chains among the moves."""
        index, slots = table.masks.index, table.masks.instants.slots
        self.slots = slots
        period = index.half if index.problem.rules.lunch_exempt else index.day
        self.begins = sum(1 << s for s in range(slots) if s == 0 or period[s] != period[s - 1])
        """The first slots of days."""
        self.days = [
            sum(1 << s for s in range(slots) if period[s] == day) for day in sorted(set(period))
        ]
        self.pair = index.pair
        self._known: dict[int, int] = {}
        self.count = [[0] * slots for _ in table.held]
        self.busy = [0] * len(table.held)
        """Per party the slots in which it has a meeting, as a mask."""
        for request, meeting in enumerate(table.at):
            if meeting is not None:
                self._note(request, meeting, 1)
        self.breaks = [self._breaks(busy) for busy in self.busy]
        self.total = sum(self.breaks)
        rule = index.problem.rules.spread
        self.rules: list[tuple[int, list[int]]] = []
        """How far apart the breaks of which parties may be."""
        if rule is not None:
            self.rules.append((rule, list(range(len(self.breaks)))))
        if spread is not None:
            self.rules.append((spread, [p for p, held in enumerate(table.held) if held]))

    def _note(self, request: int, meeting: Meeting, by: int) -> None:
        """Count a meeting in its parties' slots, or no longer."""
        slot = meeting.instant % self.slots
        for party in self.pair[request]:
            count = self.count[party]
            for at in range(slot, slot + self.masks.length[request]):
                count[at] += by
                if count[at] == (by > 0):
                    self.busy[party] ^= 1 << at

    def _breaks(self, busy: int) -> int:
        """Return the idle runs between busy slots of a day."""
        known = self._known.get(busy)
        if known is not None:
            return known
        runs = (busy & ~(busy << 1 & ~self.begins)).bit_count()
        for day in self.days:
            if busy & day:
                runs -= 1
        if len(self._known) >= REMEMBERED:
            self._known.clear()
        self._known[busy] = runs
        return runs

    # -- the search --------------------------------------------------------------------------

    def run(self, least: int, found: Callable[[int], None] | None) -> None:
        """Search until the limits are used up or ``least`` breaks are left."""
        table, movable, rnd = self.table, self.movable, self.rng.random
        best, kept = self.total, table.at.copy()
        table.journal.clear()
        heat = COLD
        while movable and best > least:
            if self.moves % GLANCE == 0:
                done = self.clock.done(self.moves)
                if done >= 1.0:
                    break
                heat = self._heat(done)
            self.moves += 1
            request = movable[int(rnd() * len(movable))]
            if rnd() < self.chains:
                self._chain(request, heat)
            else:
                self._move(request, heat)
            table.journal.clear()
            if self.total < best:
                best, kept = self.total, table.at.copy()
                if found is not None:
                    found(best)
        if self.total > best:
            table.restore(kept)

    def _heat(self, done: float) -> float:
        """Return the temperature, falling evenly; to begin with, what there is time to cool."""
        if done < SOON:
            return COLD
        if self.hot is None:
            moves = self.moves / done / len(self.movable)
            self.hot, self.chains = next(b for least, *b in BEGINNINGS if moves >= least)
        heat: float = self.hot * (COLD / self.hot) ** done
        return heat

    def _within(self, counts: dict[int, int]) -> bool:
        """Whether the rules on spread hold if some parties have so many breaks."""
        for most, parties in self.rules:
            after = [counts.get(p, self.breaks[p]) for p in parties]
            if after and max(after) - min(after) > most:
                return False
        return True

    def _take(self, counts: dict[int, int]) -> None:
        """Note that parties have so many breaks."""
        for party, count in counts.items():
            self.total += count - self.breaks[party]
            self.breaks[party] = count

    def _costs(self, request: int) -> Callable[[int], int]:
        """Return what a request's parties would have of breaks, by the slot it begins in."""
        one, other = (self.busy[party] for party in self.pair[request])
        stretch = (1 << self.masks.length[request]) - 1
        known: dict[int, int] = {}

        def cost(slot: int) -> int:
            if slot not in known:
                there = stretch << slot
                known[slot] = self._breaks(one | there) + self._breaks(other | there)
            return known[slot]

        return cost

    def _move(self, request: int, heat: float) -> None:
        """Take a meeting out and put it where it makes fewest breaks, or nearly.

        Each place is drawn with the probability that its temperature gives it (Gumbel's trick).
        """
        table, slots, rnd = self.table, self.slots, self.rng.random
        old = table.at[request]
        mask = table.open_to(request)
        if old is None or not mask:
            return
        self._note(request, old, -1)
        cost = self._costs(request)
        self._note(request, old, 1)
        best, where = cost(old.instant % slots) + heat * _drawn(rnd()), -1
        for start in bits(mask):
            value = cost(start % slots) + heat * _drawn(rnd())
            if value < best:
                best, where = value, start
        if where < 0:
            return
        table.leave(request)
        if not table.put(request, where):
            table.undo()
            return
        self._judge(math.inf)

    def _chain(self, request: int, heat: float) -> None:
        """Exchange a meeting with what is in the way elsewhere, if that makes few breaks more."""
        table, slots = self.table, self.slots
        old = table.at[request]
        if old is None:
            return
        mask = self.masks.allowed[request] & ~(1 << old.instant)
        self._note(request, old, -1)
        cost = self._costs(request)
        self._note(request, old, 1)
        some: list[tuple[int, int, int]] = []
        while mask and len(some) < LOOK:
            start = self.search.pick(mask)
            mask ^= 1 << start
            some.append((cost(start % slots), len(some), start))
        if some:
            most = -heat * math.log(1.0 - self.rng.random())
            start = min(some)[2]
            more = self._foreseen(request, start, old.instant)
            if more is not None and more <= most:
                self.search.exchange(request, start, old.instant)
                self._judge(most)

    def _foreseen(self, request: int, there: int, here: int) -> int | None:
        """Return how many breaks more an exchange would make; None if it cannot be.

        Nearly always right, and much cheaper than to do it and take it back, as is the rule:
        few exchanges are worth keeping. What teams can do is asked of the meetings as they are.
        """
        allowed, in_the_way = self.masks.allowed, self.search.yielding.in_the_way
        goes = {request: there}
        todo = [request]
        while todo:
            one = todo.pop()
            out = in_the_way(one, goes[one])
            if out is None:
                return None
            back = there + here - goes[one]
            for other in out:
                if other not in goes:
                    if not allowed[other] >> back & 1 or len(goes) == CHAIN:
                        return None
                    goes[other] = back
                    todo.append(other)
        return self._difference(goes)

    def _difference(self, goes: dict[int, int]) -> int:
        """Return how many breaks more there are when meetings go to these instants."""
        slots, at, length = self.slots, self.table.at, self.masks.length
        leaving: dict[int, int] = {}
        coming: dict[int, int] = {}
        for request, start in goes.items():
            meeting = at[request]
            if meeting is None:
                continue
            stretch = (1 << length[request]) - 1
            for party in self.pair[request]:
                count = self.count[party]
                before = stretch << meeting.instant % slots
                for slot in bits(before):
                    if count[slot] > 1:
                        before ^= 1 << slot
                leaving[party] = leaving.get(party, 0) | before
                coming[party] = coming.get(party, 0) | stretch << start % slots
        return sum(
            self._breaks(self.busy[party] & ~gone | coming[party]) - self.breaks[party]
            for party, gone in leaving.items()
        )

    def _judge(self, most: float) -> None:
        """Keep the changes in the journal if they make no more breaks, or take them back."""
        before: dict[int, Meeting | None] = {}
        for request, was in self.table.journal:
            before.setdefault(request, was)
        if not before:
            return
        self._shift(before, 1)
        parties = sorted({p for r in before for p in self.pair[r]})
        counts = {p: self._breaks(self.busy[p]) for p in parties}
        more = sum(counts.values()) - sum(self.breaks[p] for p in parties)
        if more <= most and self._within(counts):
            self._take(counts)
        else:
            self._shift(before, -1)
            self.table.undo()

    def _shift(self, before: dict[int, Meeting | None], by: int) -> None:
        """Count meetings where they are now instead of where they were; back again for -1."""
        for request, was in before.items():
            now = self.table.at[request]
            if was is not None:
                self._note(request, was, -by)
            if now is not None:
                self._note(request, now, by)


def _drawn(uniform: float) -> float:
    """Return a number with Gumbel's distribution, negated, from one between 0 and 1."""
    return math.log(-math.log(uniform or SMALLEST))
