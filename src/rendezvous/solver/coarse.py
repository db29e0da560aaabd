"""The coarse relaxation: all slots of a venue are one, or those of a day.

A column says whether a request is served at a venue (on a day), at whatever time; parties, places
and interpreters have the time they have in all. It promises more than can be planned, but has tens
of thousands of columns where the fine one has hundreds of thousands, and with availability of a
half and more its bound is nearly as low (ADR 8).
"""

from __future__ import annotations

from itertools import groupby

import numpy as np

from .instants import bits
from .lp import Whole
from .masks import NOBODY, Crew, Masks
from .relaxation import Selection, table


class Coarse(Selection):
    """The coarse relaxation.

    ``spans`` are the slots that are one: all, or those of each day. ``cells`` are the instants of
    a span at a venue; ``cell`` and ``span`` are those of each column that serves a request.
    """

    def __init__(self, masks: Masks, *, by_day: bool = False) -> None:
        instants = masks.instants
        self.spans = days_of(masks) if by_day else [range(instants.slots)]
        self.cells = [
            sum(1 << instants.at(slot, venue) for slot in span)
            for span in self.spans
            for venue in range(instants.venues)
        ]
        member = [[mask >> i & 1 for mask in self.cells] for i in range(instants.count)]
        allowed = table(masks.allowed, instants.count).astype(np.float32)
        member_of = np.array(member, np.float32).reshape(instants.count, len(self.cells))
        request, self.cell = np.nonzero(allowed @ member_of)
        self.span = self.cell // max(1, instants.venues)
        self._duties = [
            (language, cell, interpreter, slots)
            for language, able in enumerate(masks.able)
            for cell, mask in enumerate(self.cells)
            for interpreter in able
            if (slots := (masks.at_work[interpreter] & mask).bit_count())
        ]
        super().__init__(masks, request, [slots for *_, slots in self._duties])
        self._first = np.searchsorted(self.request, np.arange(len(masks.length) + 1))
        """The first column of each request, and the end."""
        self._parties()
        self._rooms()
        self._interpreters()
        self._precedences()

    def columns_of(self, side: int) -> Whole:
        """Return whose time each column takes, of the first or second party: party and span."""
        pairs = np.array(self.masks.index.pair, np.int64).reshape(-1, 2)
        found: Whole = pairs[self.request, side] * len(self.spans) + self.span
        return found

    def _parties(self) -> None:
        """The slots that a party's teams have in all, and the meetings it takes on all days."""
        teams = capacities(self.masks)
        slots = np.stack([teams[:, span].sum(axis=1) for span in self.spans], axis=1)
        meetings = np.zeros_like(slots)
        parties = self.masks.index.problem.parties
        most = np.array([slots.sum() if p.max_per_day is None else p.max_per_day for p in parties])
        for day in days_of(self.masks):
            span = next(n for n, some in enumerate(self.spans) if day.start in some)
            meetings[:, span] += np.minimum(most, teams[:, day].sum(axis=1))
        rows = np.concatenate([self.columns_of(side) for side in (0, 1)])
        columns = np.tile(np.arange(len(self.request)), 2)
        self.system.add(rows, columns, slots.ravel(), coefficients=self.length[columns])
        self.system.add(rows, columns, meetings.ravel())

    def _rooms(self) -> None:
        """Shared places by cell, for the requests that have no other choice there."""
        masks = self.masks
        own = np.zeros(len(self.request), bool)
        first = self._first
        for request, seats in enumerate(masks.seats):
            elsewhere = 0
            for seat in seats:
                if not masks.rooms[seat.room].shared:
                    elsewhere |= seat.starts
            for column in range(first[request], first[request + 1]) if elsewhere else ():
                own[column] = bool(elsewhere & self.cells[self.cell[column]])
        columns = np.flatnonzero(~own)
        closed = np.array(masks.closed, bool)[self.request[columns]]
        for shut, some in ((False, columns), (True, columns[closed])):
            sizes = [sum(masks.sizes[shut][i] for i in bits(mask)) for mask in self.cells]
            self.system.add(
                self.cell[some],
                some,
                np.array(sizes, np.int64),
                coefficients=self.length[some],
            )

    def _interpreters(self) -> None:
        """The slots that interpreters can work, given to the languages of each cell."""
        masks, cells = self.masks, len(self.cells)
        if not self._duties:
            return
        language, cell, who, _ = np.array(self._duties, np.int64).T
        duty = np.arange(len(who)) + len(self.request)
        spoken = np.array(masks.language, np.int64)[self.request]
        served = np.flatnonzero(spoken != NOBODY)
        asked, given = spoken[served] * cells + self.cell[served], language * cells + cell
        self.system.add(
            np.concatenate((asked, given)),
            np.concatenate((served, duty)),
            np.zeros(len(masks.able) * cells, np.int64),
            coefficients=np.concatenate((self.length[served], -np.ones(len(duty), np.int64))),
        )
        workable = [
            self._workable(interpreter, span)
            for interpreter in range(len(masks.at_work))
            for span in self.spans
        ]
        of_span = who * len(self.spans) + cell // masks.instants.venues
        self.system.add(of_span, duty, np.array(workable, np.int64))

    def _workable(self, interpreter: int, span: range) -> int:
        """Return the most slots of a span that an interpreter can work, rests included."""
        masks, half = self.masks, self.masks.index.half
        run = masks.index.problem.interpreters[interpreter].max_run
        total = streak = 0
        last = -1
        for slot in span:
            if not masks.at_work[interpreter] & masks.instants.anywhere((slot,)):
                continue
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
        """A request is served by the end of a span only if those it waits for are."""
        index, first = self.masks.index, self._first
        rows: list[Whole] = []
        columns: list[Whole] = []
        signs: list[Whole] = []
        height = 0
        for request, item in enumerate(index.problem.requests):
            for name in item.after:
                for span in range(len(self.spans)):
                    for one, sign in ((request, 1), (index.request_at[name], -1)):
                        some = np.arange(first[one], first[one + 1])
                        some = some[self.span[some] <= span]
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


def days_of(masks: Masks) -> list[range]:
    """Return the slots of each day, in order of time."""
    found = []
    for _, some in groupby(range(masks.instants.slots), key=masks.index.day.__getitem__):
        slots = list(some)
        found.append(range(slots[0], slots[-1] + 1))
    return found


def capacities(masks: Masks) -> Whole:
    """Return how many meetings each party (row) could be at in each slot (column), at most.

    What has been held counts, though a party's time be other now.
    """
    index, instants = masks.index, masks.instants
    found = np.zeros((len(masks.base), instants.slots), np.int64)
    known: dict[tuple[Crew | None, int], int] = {}
    cells = [instants.anywhere([slot]) for slot in range(instants.slots)]
    for party, (base, crew) in enumerate(zip(masks.base, masks.crew, strict=True)):
        for slot, cell in enumerate(cells):
            key = crew, base & cell
            if key not in known:
                known[key] = _limit(*key)
            found[party, slot] = known[key]
    held = np.zeros_like(found)
    for request, meeting in index.held.items():
        start = index.slot_at[meeting.slot]
        for party in index.pair[request]:
            held[party, start : start + masks.length[request]] += 1
    return np.maximum(found, held)


def _limit(crew: Crew | None, cell: int) -> int:
    """Return how many meetings a party's teams could be at, at some instants of one slot."""
    if crew is None or not cell:
        return int(cell > 0)
    uses = {n: [use for use in crew.uses(1 << n) if use not in crew.days] for n in bits(cell)}
    most = {n: min(crew.room[use] for use in some) for n, some in uses.items()}
    return min(
        crew.room[use] + sum(limit for n, limit in most.items() if not crew.masks[use] >> n & 1)
        for use in {use for some in uses.values() for use in some}
    )
