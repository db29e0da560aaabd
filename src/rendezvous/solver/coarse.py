"""The coarse relaxation: all slots of a venue are one.

A column says whether a request is served at a venue, at whatever time; parties, places and
interpreters have the time they have in all. It promises more than can be planned, but has tens of
thousands of columns where the fine one has hundreds of thousands, and with availability of a half
and more its bound is nearly as low (ADR 8).
"""

from __future__ import annotations

import numpy as np

from .instants import bits
from .lp import Whole
from .masks import NOBODY, Crew, Masks
from .relaxation import Selection, table


class Coarse(Selection):
    """The coarse relaxation: ``venue`` is that of each column that serves a request."""

    def __init__(self, masks: Masks) -> None:
        instants = masks.instants
        self._all_slots = (1 << instants.slots) - 1
        self._there = [self._all_slots << v * instants.slots for v in range(instants.venues)]
        """The instants of each venue."""
        member = [[mask >> i & 1 for mask in self._there] for i in range(instants.count)]
        allowed = table(masks.allowed, instants.count).astype(np.float32)
        member_of = np.array(member, np.float32).reshape(instants.count, instants.venues)
        request, self.venue = np.nonzero(allowed @ member_of)
        self._duties = [
            (language, venue, interpreter, slots)
            for language, able in enumerate(masks.able)
            for venue, mask in enumerate(self._there)
            for interpreter in able
            if (slots := (masks.at_work[interpreter] & mask).bit_count())
        ]
        super().__init__(masks, request, [slots for *_, slots in self._duties])
        self._parties()
        self._rooms()
        self._interpreters()
        self._precedences()

    def _parties(self) -> None:
        """The slots that a party's teams have in all, and the meetings it takes on all days."""
        time = [self._time_of(party) for party in range(len(self.masks.base))]
        slots, meetings = np.array(time, np.int64).reshape(-1, 2).T
        pairs = np.array(self.masks.index.pair, np.int64).reshape(-1, 2)
        rows = np.concatenate([pairs[self.request, side] for side in (0, 1)])
        columns = np.tile(np.arange(len(self.request)), 2)
        self.system.add(rows, columns, slots, coefficients=self.length[columns])
        self.system.add(rows, columns, meetings)

    def _time_of(self, party: int) -> tuple[int, int]:
        masks, instants = self.masks, self.masks.instants
        crew = masks.crew[party]
        teams = [0] * instants.slots
        for i in bits(masks.base[party] & instants.presence):
            slot = instants.slot(i)
            teams[slot] = max(teams[slot], 1 if crew is None else self._limit(crew, i))
        days = [sum(teams[s] for s in bits(day & self._all_slots)) for day in masks.days]
        most = masks.index.problem.parties[party].max_per_day
        return sum(days), sum(days if most is None else (min(most, n) for n in days))

    def _limit(self, crew: Crew, instant: int) -> int:
        """Return how many meetings a crew's teams could be at."""
        teams = (n for n in crew.uses(1 << instant) if n not in crew.days)
        return min(crew.room[n] for n in teams)

    def _rooms(self) -> None:
        """Shared places by venue, for the requests that have no other choice there."""
        masks = self.masks
        own = np.zeros(len(self.request), bool)
        first = np.searchsorted(self.request, np.arange(len(masks.length) + 1))
        for request, seats in enumerate(masks.seats):
            elsewhere = 0
            for seat in seats:
                if not masks.rooms[seat.room].shared:
                    elsewhere |= seat.starts
            for column in range(first[request], first[request + 1]) if elsewhere else ():
                own[column] = bool(elsewhere & self._there[self.venue[column]])
        columns = np.flatnonzero(~own)
        closed = np.array(masks.closed, bool)[self.request[columns]]
        for shut, some in ((False, columns), (True, columns[closed])):
            sizes = [sum(masks.sizes[shut][i] for i in bits(mask)) for mask in self._there]
            self.system.add(
                self.venue[some],
                some,
                np.array(sizes, np.int64),
                coefficients=self.length[some],
            )

    def _interpreters(self) -> None:
        """The slots that interpreters can work, given to the languages of each venue."""
        masks, venues = self.masks, self.masks.instants.venues
        if not self._duties:
            return
        language, venue, who, _ = np.array(self._duties, np.int64).T
        duty = np.arange(len(who)) + len(self.request)
        spoken = np.array(masks.language, np.int64)[self.request]
        served = np.flatnonzero(spoken != NOBODY)
        asked, given = spoken[served] * venues + self.venue[served], language * venues + venue
        self.system.add(
            np.concatenate((asked, given)),
            np.concatenate((served, duty)),
            np.zeros(len(masks.able) * venues, np.int64),
            coefficients=np.concatenate((self.length[served], -np.ones(len(duty), np.int64))),
        )
        workable = [self._workable(interpreter) for interpreter in range(len(masks.at_work))]
        self.system.add(who, duty, np.array(workable, np.int64))

    def _workable(self, interpreter: int) -> int:
        """Return the most slots that an interpreter can work, rests included."""
        masks, half = self.masks, self.masks.index.half
        run = masks.index.problem.interpreters[interpreter].max_run
        here = 0
        for venue in range(masks.instants.venues):
            here |= masks.at_work[interpreter] >> venue * masks.instants.slots & self._all_slots
        total = streak = 0
        last = -1
        for slot in bits(here):
            if slot != last + 1 or half[slot] != half[last]:
                streak = 0
            last = slot
            if streak == run:
                streak = 0
            else:
                streak += 1
                total += 1
        return total

    def _precedences(self) -> None:
        """A request is served only if those it waits for are."""
        index = self.masks.index
        first = np.searchsorted(self.request, np.arange(len(self.masks.length) + 1))
        rows: list[Whole] = []
        columns: list[Whole] = []
        signs: list[Whole] = []
        height = 0
        for request, item in enumerate(index.problem.requests):
            for name in item.after:
                for one, sign in ((request, 1), (index.request_at[name], -1)):
                    some = np.arange(first[one], first[one + 1])
                    rows.append(np.full(len(some), height))
                    columns.append(some)
                    signs.append(np.full(len(some), sign))
                height += 1
        if height:
            self.system.add(
                np.concatenate(rows),
                np.concatenate(columns),
                np.zeros(height, np.int64),
                coefficients=np.concatenate(signs),
            )
