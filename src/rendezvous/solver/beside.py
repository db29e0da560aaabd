"""What there is room for beside the meetings of a plan: a timetable of them, at their places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .index import SHARED, Option
from .instants import bits
from .masks import NOBODY, POOL, Masks
from .timetable import Meeting, Timetable


class Beside:
    """A timetable that is filled from a plan and then by what fits beside it."""

    def __init__(self, masks: Masks) -> None:
        self.masks = masks
        self.table = Timetable(masks)
        self._room = {place: n for n, room in enumerate(masks.rooms) for place in room.places}

    def enter(self, meetings: Mapping[Option, int | None]) -> bool:
        """Write meetings in, each with its interpreter; whether there is a room for each."""
        table, instants = self.table, self.masks.instants
        for option, interpreter in meetings.items():
            if table.at[option.request] is not None:
                continue
            start = instants.at(option.slot, option.venue)
            room: int | None = self._room.get(option.place)
            if option.place == SHARED:
                room = table.room_for(option.request, start)
            if room is None:
                return False
            who = NOBODY if interpreter is None else interpreter
            table.enter(option.request, Meeting(start, room, who))
        return True

    def starts(self, request: int) -> int:
        """Return the instants from which both parties have time for a request, and a place.

        There may be one too many, never one too few. Interpreters and what must come first are not
        looked at.
        """
        masks, table = self.masks, self.table
        mask = masks.allowed[request]
        if mask:
            both = table.free[table.one[request]] & table.free[table.other[request]]
            mask &= masks.instants.spans(both, masks.length[request])
        return mask and mask & table.seated_from(request)

    def fill(self, requests: Iterable[int]) -> dict[Option, int | None]:
        """Serve every one of the requests that fits beside those before it; return those."""
        table = self.table
        served: dict[Option, int | None] = {}
        for request in requests:
            for start in bits(table.open_to(request)):
                meeting = table.seat(request, start)
                if meeting is not None:
                    table.enter(request, meeting)
                    option = self._option(request, meeting)
                    served[option] = None if meeting.interpreter == NOBODY else meeting.interpreter
                    break
        return served

    def _option(self, request: int, meeting: Meeting) -> Option:
        """Return the option that a meeting is."""
        masks = self.masks
        place = masks.index.fixed_place(request)
        if place is None:
            room = None if meeting.room == POOL else masks.rooms[meeting.room]
            place = SHARED if room is None or room.shared else room.places[0]
        instants = masks.instants
        slot, venue = instants.slot(meeting.instant), instants.venue(meeting.instant)
        return Option(request, slot, venue, place)
