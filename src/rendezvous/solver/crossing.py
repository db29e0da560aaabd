"""From a program's columns to a timetable's meetings, and back."""

from __future__ import annotations

from ..problem import Assignment
from .index import SHARED, Option
from .masks import NOBODY, POOL, Masks
from .program import Program
from .timetable import Meeting, Timetable


def meeting_of(masks: Masks, assignment: Assignment) -> Meeting:
    """Return an assignment as a timetable has it: at a shared place of one slot, in the pool."""
    index = masks.index
    request = index.request_at[assignment.request]
    place = index.place_at[assignment.place]
    venue = index.venue_at[index.problem.places[place].venue]
    room = masks.room_of.get(place, POOL)
    if room == POOL and masks.length[request] > 1:
        room = next(n for n, item in enumerate(masks.rooms) if place in item.places)
    elif room != POOL and masks.rooms[room].shared and index.fixed_place(request) is None:
        room = POOL if masks.length[request] == 1 else room
    return Meeting(
        masks.instants.at(index.slot_at[assignment.slot], venue),
        room,
        NOBODY if assignment.interpreter is None else index.interpreter_at[assignment.interpreter],
    )


def columns_of(program: Program, table: Timetable) -> frozenset[int]:
    """Return the columns of a program that choose the meetings of a timetable.

    Meetings that the program has no option for are left out.
    """
    index = program.index
    at = {option: column for column, option in enumerate(index.options)}
    first = len(index.options)
    chosen: set[int] = set()
    for request, meeting in enumerate(table.at):
        if meeting is None:
            continue
        column = at.get(option_of(table.masks, request, meeting))
        if column is None:
            continue
        for way in program.ways(column):
            if len(way) == 1 or program.duties[way[1] - first].interpreter == meeting.interpreter:
                chosen.update(way)
                break
    return frozenset(chosen)


def option_of(masks: Masks, request: int, meeting: Meeting) -> Option:
    """Return the option that a meeting is."""
    index, instants = masks.index, masks.instants
    place = index.fixed_place(request)
    if place is None:
        place = SHARED
        if meeting.room != POOL and not masks.rooms[meeting.room].shared:
            place = masks.rooms[meeting.room].places[0]
    return Option(request, instants.slot(meeting.instant), instants.venue(meeting.instant), place)
