"""What each party, request, room and interpreter could do by itself, as masks of instants.

:class:`Masks` holds what a problem fixes once and for all; :mod:`.timetable` what a plan takes of
it. Both say with masks what the index says with options, and leave out the same: the ways to serve
a request that its own rules, absences, commitments and closed places make impossible.

A party with one team and no limit a day needs no more than its mask: a meeting takes what clashes
with it. Others have a :class:`Crew`. Its *resources* are the sets of instants no two of which one
team can attend, and the days with a limit; each can be used by so many meetings (by Dilworth's
theorem, teams suffice exactly when none of the first kind is used beyond).
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import Final, NamedTuple

from .index import Commitment, Index
from .instants import Instants, mask_of

POOL: Final = -1
"""Room of a meeting of one slot that may sit at any shared place of its venue that suits it."""
NOBODY: Final = -1
"""Interpreter of a meeting that needs none."""


class Crew:
    """What a party's meetings share: resources, given by the instants and pauses that use them."""

    def __init__(self, masks: list[int], room: list[int], days: int = 0) -> None:
        self.masks = masks
        self.room = room
        """How many meetings each can take."""
        self.days = range(len(masks) - days, len(masks))
        """The resources that are days; all others are about teams."""
        self._uses: dict[int, tuple[int, ...]] = {}

    def uses(self, taken: int) -> tuple[int, ...]:
        """Return the resources that a meeting with these instants and pauses uses."""
        found = self._uses.get(taken)
        if found is None:
            found = tuple(n for n, mask in enumerate(self.masks) if mask & taken)
            self._uses[taken] = found
        return found


class Room(NamedTuple):
    """Places that are alike: at one venue, open together, as fit for closed doors.

    ``capacity`` is what they hold together, by slot. An ``ample`` stand has room for all its
    owner's teams and is not counted; ``shared`` places are counted in their venue's pool too.
    """

    places: tuple[int, ...]
    venue: int
    closed_door: bool
    shared: bool
    ample: bool
    capacity: tuple[int, ...]


class Seat(NamedTuple):
    """A room that may hold a request's meeting, begun at any of ``starts``."""

    room: int
    starts: int


class Masks:
    """The masks of a problem.

    Per party ``base``, the instants and pauses in which it could meet. Per request ``allowed``, the
    instants from which it could be served; of these, those where a stand has room for certain
    (``ample``) and those where a shared place could do (``pooled``, meetings of one slot only);
    ``seats`` are its particular rooms, stands and, for longer meetings, shared places.
    """

    def __init__(self, index: Index) -> None:
        self.index = index
        self.instants = Instants(index)
        requests = index.problem.requests
        self.length = [request.length for request in requests]
        self.closed = [request.closed_door for request in requests]
        self.weight = [request.weight for request in requests]
        self.unhindered = [self._unhindered(p) for p in range(len(index.problem.parties))]
        self._known: dict[frozenset[int], int] = {}
        self.base = [
            mask & (self.instants.pauses | self._anywhere(index.party_slots[p]))
            for p, mask in enumerate(self.unhindered)
        ]
        self._days: list[int] = []
        self._crews: dict[tuple[int, int | None], Crew] = {}
        self.crew = [self._crew(p) for p in range(len(index.problem.parties))]
        self._rooms()
        self._interpreters()
        self.ample = [0] * len(requests)
        self.pooled = [0] * len(requests)
        self.seats: list[tuple[Seat, ...]] = [()] * len(requests)
        self._openings: dict[tuple[int, int], int] = {}
        self._shared: dict[tuple[int, bool], list[Seat]] = {}
        self.allowed = [self._allowed(r) for r in range(len(requests))]

    def _anywhere(self, slots: frozenset[int]) -> int:
        if slots not in self._known:
            self._known[slots] = self.instants.anywhere(slots)
        return self._known[slots]

    # -- parties -----------------------------------------------------------------------------

    def _unhindered(self, party: int) -> int:
        """Return the open instants and the pauses in which some team has no commitment."""
        mask = self.instants.open | self.instants.pauses
        teams = self.index.problem.parties[party].teams
        for commitment in self.index.commitments[party]:
            if commitment.teams >= teams:
                mask &= ~self.instants.hindered(commitment)
        return mask

    def _crew(self, party: int) -> Crew | None:
        item = self.index.problem.parties[party]
        partial = [c for c in self.index.commitments[party] if c.teams < item.teams]
        if item.teams == 1 and item.max_per_day is None:
            return None
        masks = list(self.instants.cliques)
        room = [item.teams] * len(masks)
        for away, hindered in self._together(partial):
            for some in (*self.instants.cliques, *self._pauses):
                if some & hindered:
                    masks.append(some & hindered)
                    room.append(max(0, item.teams - away))
        for some, most in zip(masks, room, strict=True):
            if not most:
                self.base[party] &= ~some
        days = [] if item.max_per_day is None else self.days
        key = None if partial else (item.teams, item.max_per_day)
        if key is None or key not in self._crews:
            crew = Crew(masks + days, room + [item.max_per_day or 0] * len(days), len(days))
            if key is None:
                return crew
            self._crews[key] = crew
        return self._crews[key]

    @cached_property
    def days(self) -> list[int]:
        """The instants of each day."""
        days = self.index.day
        return [
            self.instants.anywhere(s for s, d in enumerate(days) if d == day)
            for day in dict.fromkeys(days)
        ]

    @cached_property
    def _pauses(self) -> list[int]:
        """The same pause at every venue."""
        return [
            self.instants.everywhere << self.instants.count + s for s in range(self.instants.slots)
        ]

    def _together(self, commitments: list[Commitment]) -> list[tuple[int, int]]:
        """Return the teams that commitments take which nobody can attend together.

        With the instants and pauses that are in the way of all of them. The problem was checked for
        commitments that clash among themselves, so there are few.
        """
        index = self.index
        found: list[tuple[int, int, list[Commitment]]] = []
        for one in commitments:
            mine = self.instants.hindered(one)
            found += [
                (away + one.teams, both, [*group, one])
                for away, hindered, group in found
                if (both := hindered & mine) and all(index.exclude(one, c) for c in group)
            ]
            found.append((one.teams, mine, [one]))
        return [(away, hindered) for away, hindered, _ in found]

    # -- rooms -------------------------------------------------------------------------------

    def _rooms(self) -> None:
        """Sort the places into rooms; a place that some request is fixed at is one by itself."""
        index, instants = self.index, self.instants
        fixed = {index.fixed_place(r) for r in range(len(index.problem.requests))}
        uneven = {place for place, _ in index.last_guests}
        alike: dict[tuple[int, int, frozenset[int], bool], list[int]] = defaultdict(list)
        for n, place in enumerate(index.problem.places):
            single = n if place.owner is not None or n in fixed or n in uneven else -1
            venue = index.venue_at[place.venue]
            alike[single, venue, index.place_slots[n], place.closed_door].append(n)
        self.rooms: list[Room] = []
        self.room_of: dict[int, int] = {}
        """The room of a stand or of a place that is a room by itself."""
        self.sizes = {closed: [0] * instants.count for closed in (False, True)}
        """What the shared places of each instant hold; those fit for closed doors under True."""
        for (single, venue, slots, closed_door), places in alike.items():
            capacity = tuple(
                sum(index.room(n, s) for n in places) if s in slots else 0
                for s in range(instants.slots)
            )
            shared = index.problem.places[places[0]].owner is None
            if single >= 0:
                self.room_of[single] = len(self.rooms)
            ample = index.roomy(places[0])
            self.rooms.append(Room(tuple(places), venue, closed_door, shared, ample, capacity))
            for slot, size in enumerate(capacity if shared else ()):
                self.sizes[False][instants.at(slot, venue)] += size
                if closed_door:
                    self.sizes[True][instants.at(slot, venue)] += size
        self.pool = {
            closed: mask_of(i for i, size in enumerate(sizes) if size)
            for closed, sizes in self.sizes.items()
        }

    def opening(self, room: int, length: int) -> int:
        """Return the instants from which a room is open over a meeting."""
        if (room, length) not in self._openings:
            item = self.rooms[room]
            there = mask_of(
                self.instants.at(s, item.venue) for s, size in enumerate(item.capacity) if size
            )
            there |= self.instants.pauses
            self._openings[room, length] = self.instants.spans(there, length)
        return self._openings[room, length]

    def _shared_seats(self, length: int, closed: bool) -> list[Seat]:
        """Return the shared rooms that suit, those fit for closed doors last."""
        if (length, closed) not in self._shared:
            order = sorted(range(len(self.rooms)), key=lambda n: (self.rooms[n].closed_door, n))
            self._shared[length, closed] = [
                Seat(room, self.opening(room, length))
                for room in order
                if self.rooms[room].shared and (self.rooms[room].closed_door or not closed)
            ]
        return self._shared[length, closed]

    def _seat(self, request: int) -> int:
        """Note where a request may sit; return the instants from which there is such a place."""
        index, length, closed = self.index, self.length[request], self.closed[request]
        fixed = index.fixed_place(request)
        if fixed is not None:
            own = [fixed] if index.suits(fixed, request) else []
        else:
            homes = (index.home[party] for party in index.pair[request])
            own = [home for home in homes if home is not None and index.suits(home, request)]
        seats = []
        for place in own:
            room = self.room_of[place]
            starts = self.opening(room, length)
            seats.append(Seat(room, starts))
            if self.rooms[room].ample:
                self.ample[request] |= starts
        if fixed is None and length == 1:
            self.pooled[request] = self.pool[closed] & ~self.ample[request]
        elif fixed is None:
            seats += self._shared_seats(length, closed)
        if self.ample[request]:
            seats = [
                seat
                if self.rooms[seat.room].ample
                else Seat(seat.room, seat.starts & ~self.ample[request])
                for seat in seats
            ]
        self.seats[request] = tuple(seat for seat in seats if seat.starts)
        found = self.pooled[request]
        for seat in self.seats[request]:
            found |= seat.starts
        return found

    # -- interpreters ------------------------------------------------------------------------

    def _interpreters(self) -> None:
        """Sort the requests by who is able to interpret for them."""
        index = self.index
        self.at_work = [
            self.instants.open & self._anywhere(slots) for slots in index.interpreter_slots
        ]
        """The instants in which each interpreter could work."""
        self.able: list[tuple[int, ...]] = []
        self.language: list[int] = []
        """Per request the position in ``able`` of who could interpret, or NOBODY."""
        known: dict[tuple[int, ...], int] = {}
        for request, able in enumerate(index.able):
            if able is None:
                self.language.append(NOBODY)
                continue
            own = index.pinned.get(request, (0, 0, None))[2]
            able = able if own is None else (own,)
            if able not in known:
                known[able] = len(self.able)
                self.able.append(able)
            self.language.append(known[able])
        self._interpreted: dict[tuple[int, int], int] = {}

    def interpreted(self, language: int, length: int) -> int:
        """Return the instants from which somebody able is there over a meeting."""
        if (language, length) not in self._interpreted:
            mask = 0
            for interpreter in self.able[language]:
                mask |= self.free_of(interpreter, length)
            self._interpreted[language, length] = mask
        return self._interpreted[language, length]

    def free_of(self, interpreter: int, length: int) -> int:
        """Return the instants from which an interpreter could serve a meeting."""
        run = self.index.problem.interpreters[interpreter].max_run
        if run is not None and run < length:
            return 0
        return self.instants.spans(self.at_work[interpreter] | self.instants.pauses, length)

    # -- requests ----------------------------------------------------------------------------

    def _allowed(self, request: int) -> int:
        index, item = self.index, self.index.problem.requests[request]
        one, other = index.pair[request]
        if request in index.held:
            both = self.unhindered[one] & self.unhindered[other]
        else:
            both = self.base[one] & self.base[other]
        mask = self.instants.spans(both, item.length)
        if request in index.pinned or item.fixed_slot is not None:
            mask &= self.instants.anywhere(index.starts(request))
        else:
            mask &= self._from_now
            if item.slots is not None:
                own = self._anywhere(index.request_slots[request]) | self.instants.pauses
                mask &= self.instants.spans(own, item.length)
        if mask and self.language[request] != NOBODY:
            mask &= self.interpreted(self.language[request], item.length)
        return mask and mask & self._seat(request)

    @cached_property
    def _from_now(self) -> int:
        """The instants that have not begun."""
        return self.instants.anywhere(range(self.index.begun, self.instants.slots))
