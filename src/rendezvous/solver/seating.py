"""From a timetable to assignments: which place exactly.

The timetable counts what rooms hold; that this always suffices is a fact about intervals: taken by
their beginnings, meetings in a room of like places find one that is free and stays so. Meetings of
one slot in the pool come last, those behind closed doors first.
"""

from __future__ import annotations

from collections import defaultdict

from ..problem import Assignment
from .masks import NOBODY, POOL
from .timetable import Timetable


def seating(table: Timetable) -> tuple[Assignment, ...]:
    """Return the meetings of a timetable in the order of requests."""
    masks = table.masks
    index, instants = masks.index, masks.instants
    taken: dict[tuple[int, int], int] = defaultdict(int)
    places: dict[int, int] = {}
    pool: dict[int, list[int]] = defaultdict(list)
    particular = []
    for request, meeting in enumerate(table.at):
        if meeting is None:
            continue
        if meeting.room == POOL:
            pool[meeting.instant].append(request)
        else:
            particular.append((instants.slot(meeting.instant), request, meeting.room))

    def sit(request: int, slot: int, candidates: tuple[int, ...] | list[int]) -> None:
        span = range(slot, slot + masks.length[request])
        for place in candidates:
            if all(taken[place, s] < index.room(place, s) for s in span):
                for s in span:
                    taken[place, s] += 1
                places[request] = place
                return
        raise AssertionError(f"no place is left for request {request}")

    for slot, request, room in sorted(particular):
        if masks.rooms[room].ample:
            places[request] = masks.rooms[room].places[0]
        else:
            sit(request, slot, masks.rooms[room].places)
    for instant, requests in pool.items():
        slot, venue = instants.slot(instant), instants.venue(instant)
        free = {
            closed: [
                place
                for room in masks.rooms
                if room.shared and room.venue == venue and room.closed_door is closed
                for place in room.places
                if room.capacity[slot]
            ]
            for closed in (False, True)
        }
        for request in sorted(requests, key=lambda r: (not masks.closed[r], r)):
            candidates = free[True] if masks.closed[request] else free[False] + free[True]
            sit(request, slot, candidates)
    problem = index.problem
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
