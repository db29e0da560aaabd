"""The coarse relaxation: the slots of a day, or of all days, are one.

A column says whether a request is served in that time at that venue; parties, places and
interpreters have the time they have. It promises more than can be planned, but has tens of
thousands of columns where the fine one has a million; with availability of a half and more it was
measured to give the same bound.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np

from .instants import bits
from .lp import Whole
from .masks import NOBODY, Crew, Masks
from .relaxation import Selection, table


class Coarse(Selection):
    """The coarse relaxation; with ``daily`` a day's slots are one, otherwise all are."""

    def __init__(self, masks: Masks, *, daily: bool) -> None:
        instants = masks.instants
        self._all_slots = (1 << instants.slots) - 1
        self._times = masks.days if daily else [instants.anywhere(range(instants.slots))]
        self._groups = [
            time & self._all_slots << venue * instants.slots
            for time in self._times
            for venue in range(instants.venues)
        ]
        member = [[group >> i & 1 for group in self._groups] for i in range(instants.count)]
        allowed = table(masks.allowed, instants.count).astype(np.float32)
        request, self._group = np.nonzero(allowed @ np.array(member, np.float32))
        self._time = self._group // instants.venues
        self._crew_limits: dict[int, list[int]] = {}
        self._duties = [
            (language, group, interpreter, slots)
            for language, able in enumerate(masks.able)
            for group, instants_of_it in enumerate(self._groups)
            for interpreter in able
            if (slots := (masks.at_work[interpreter] & instants_of_it).bit_count())
        ]
        super().__init__(masks, request, [slots for *_, slots in self._duties])
        self._parties()
        self._rooms()
        self._interpreters()
        self._precedences()

    # -- parties -----------------------------------------------------------------------------

    def _parties(self) -> None:
        masks, count = self.masks, len(self._times)
        slots = np.zeros((len(masks.base), count), np.int64)
        meetings = np.zeros((len(masks.base), count), np.int64)
        for party in range(len(masks.base)):
            slots[party], meetings[party] = self._time_of(party)
        pairs = np.array(masks.index.pair, np.int64).reshape(-1, 2)
        rows = np.concatenate([pairs[self.request, side] * count + self._time for side in (0, 1)])
        columns = np.tile(np.arange(len(self.request)), 2)
        self.system.add(rows, columns, slots.ravel(), coefficients=self.length[columns])
        self.system.add(rows, columns, meetings.ravel())

    def _time_of(self, party: int) -> tuple[list[int], list[int]]:
        """Return by time how many slots a party's teams have for meetings, and most meetings."""
        masks, instants = self.masks, self.masks.instants
        crew, here = masks.crew[party], masks.base[party] & instants.presence
        teams = [0] * instants.slots
        limits = None if crew is None else self._limits(crew)
        for i in bits(here):
            slot = instants.slot(i)
            teams[slot] = max(teams[slot], 1 if limits is None else limits[i])
        days = [sum(teams[s] for s in bits(day & self._all_slots)) for day in masks.days]
        most = masks.index.problem.parties[party].max_per_day
        limited = days if most is None else [min(most, n) for n in days]
        within = [[n for n, day in enumerate(masks.days) if day & time] for time in self._times]
        return (
            [sum(days[n] for n in some) for some in within],
            [sum(limited[n] for n in some) for some in within],
        )

    def _limits(self, crew: Crew) -> list[int]:
        """Return for each instant how many meetings a crew's teams could be at."""
        if id(crew) not in self._crew_limits:
            instants = self.masks.instants
            found = [max(crew.room, default=0)] * instants.count
            for n in range(crew.days.start):
                for i in bits(crew.masks[n] & instants.presence):
                    found[i] = min(found[i], crew.room[n])
            self._crew_limits[id(crew)] = found
        return self._crew_limits[id(crew)]

    # -- rooms -------------------------------------------------------------------------------

    def _rooms(self) -> None:
        """Shared places by group, for the requests that have no other choice there."""
        masks = self.masks
        own = np.zeros(len(self.request), bool)
        first = np.searchsorted(self.request, np.arange(len(masks.length) + 1))
        for request, seats in enumerate(masks.seats):
            elsewhere = 0
            for seat in seats:
                if not masks.rooms[seat.room].shared:
                    elsewhere |= seat.starts
            for column in range(first[request], first[request + 1]) if elsewhere else ():
                own[column] = bool(elsewhere & self._groups[self._group[column]])
        columns = np.flatnonzero(~own)
        closed = np.array(masks.closed, bool)[self.request[columns]]
        for shut, some in ((False, columns), (True, columns[closed])):
            sizes = [sum(masks.sizes[shut][i] for i in bits(group)) for group in self._groups]
            self.system.add(
                self._group[some],
                some,
                np.array(sizes, np.int64),
                coefficients=self.length[some],
            )

    # -- interpreters ------------------------------------------------------------------------

    def _interpreters(self) -> None:
        masks = self.masks
        if not self._duties:
            return
        count = len(self._groups)
        language, group, who, _ = np.array(self._duties, np.int64).T
        duty = np.arange(len(who)) + len(self.request)
        spoken = np.array(masks.language, np.int64)[self.request]
        served = np.flatnonzero(spoken != NOBODY)
        self.system.add(
            np.concatenate(
                (spoken[served] * count + self._group[served], language * count + group)
            ),
            np.concatenate((served, duty)),
            np.zeros(len(masks.able) * count, np.int64),
            coefficients=np.concatenate((self.length[served], -np.ones(len(duty), np.int64))),
        )
        times = len(self._times)
        workable = [
            self._workable(i, time) for i in range(len(masks.at_work)) for time in self._times
        ]
        self.system.add(
            who * times + group // masks.instants.venues, duty, np.array(workable, np.int64)
        )

    def _workable(self, interpreter: int, time: int) -> int:
        """Return the most slots of a time that an interpreter can work, rests included."""
        masks, half = self.masks, self.masks.index.half
        run = masks.index.problem.interpreters[interpreter].max_run
        here = self._slots[interpreter] & time
        total = streak = 0
        last = -1
        for slot in bits(here):
            if slot != last + 1 or half[slot] != half[last]:
                streak = 0
            last = slot
            if streak == run:
                streak = 0
                continue
            streak += 1
            total += 1
        return total

    @cached_property
    def _slots(self) -> list[int]:
        """Per interpreter the slots in which some venue is open and they are there."""
        found = []
        for there in self.masks.at_work:
            slots = 0
            while there:
                slots |= there & self._all_slots
                there >>= self.masks.instants.slots
            found.append(slots)
        return found

    def _precedences(self) -> None:
        """A request is served only if those it waits for are."""
        masks = self.masks
        first = np.searchsorted(self.request, np.arange(len(masks.length) + 1))
        rows: list[Whole] = []
        columns: list[Whole] = []
        signs: list[Whole] = []
        height = 0
        for request, item in enumerate(masks.index.problem.requests):
            for name in item.after:
                before = masks.index.request_at[name]
                for one, sign in ((request, 1), (before, -1)):
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
