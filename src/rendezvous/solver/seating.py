"""From a timetable to assignments: which place exactly.

The timetable counts what rooms hold; that this always suffices is a fact about intervals: taken by
their beginnings, meetings in a room of like places find one that is free and stays so. Meetings of
one slot in the pool come last, those behind closed doors first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import chain, repeat

from ..problem import Assignment
from .masks import NOBODY, POOL
from .timetable import Timetable


def seating(table: Timetable) -> tuple[Assignment, ...]:
    """Return the meetings of a timetable in the order of requests."""
    masks = table.masks
    problem, instants = masks.index.problem, masks.instants
    places = _Places(table).found
    return tuple(
        Assignment(
            problem.requests[request].id,
            problem.slots[instants.slot(meeting.instant)].id,
            problem.places[places[request]].id,
            None if meeting.interpreter == NOBODY else problem.interpreters[meeting.interpreter].id,
        )
        for request, meeting in enumerate(table.at)
        if meeting is not None
    )


class _Places:
    """The place of each meeting of a timetable, in ``found``."""

    def __init__(self, table: Timetable) -> None:
        self.masks = table.masks
        self.found: dict[int, int] = {}
        self._taken: dict[tuple[int, int], int] = defaultdict(int)
        """How many meetings sit at a place in a slot."""
        self._shared: dict[tuple[int, bool], list[int]] = defaultdict(list)
        """Shared rooms by venue, and whether they are fit for closed doors."""
        for n, room in enumerate(self.masks.rooms):
            if room.shared:
                self._shared[room.venue, room.closed_door].append(n)
        instants = self.masks.instants
        particular: list[tuple[int, int, int]] = []
        pool: dict[int, list[int]] = defaultdict(list)
        for request, meeting in enumerate(table.at):
            if meeting is None:
                continue
            if meeting.room == POOL:
                pool[meeting.instant].append(request)
            else:
                particular.append((instants.slot(meeting.instant), request, meeting.room))
        for slot, request, number in sorted(particular):
            self._seat(request, slot, number)
        for instant, requests in pool.items():
            self._seat_pool(instants.slot(instant), instants.venue(instant), requests)

    def _left(self, place: int, slot: int) -> int:
        return self.masks.index.room(place, slot) - self._taken[place, slot]

    def _seat(self, request: int, slot: int, number: int) -> None:
        """Give a meeting the first place of its room that is free throughout."""
        room = self.masks.rooms[number]
        span = range(slot, slot + self.masks.length[request])
        for place in room.places:
            if room.ample or all(self._left(place, s) > 0 for s in span):
                for s in span:
                    self._taken[place, s] += 1
                self.found[request] = place
                return
        raise AssertionError(f"no place is left for request {request}")

    def _seat_pool(self, slot: int, venue: int, requests: list[int]) -> None:
        """Seat the meetings of one slot: closed ones in fit places, the others where they can."""
        closed = [r for r in requests if self.masks.closed[r]]
        others = [r for r in requests if not self.masks.closed[r]]
        fit = self._free(self._shared[venue, True], slot)
        for request in closed:
            self.found[request] = next(fit)
        rest = chain(self._free(self._shared[venue, False], slot), fit)
        for request in others:
            self.found[request] = next(rest)

    def _free(self, rooms: list[int], slot: int) -> Iterator[int]:
        """Return each place of some rooms as often as it can hold a meeting more."""
        for number in rooms:
            room = self.masks.rooms[number]
            for place in room.places if room.capacity[slot] else ():
                yield from repeat(place, self._left(place, slot))
