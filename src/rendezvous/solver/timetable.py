"""A plan in the making: which requests are served, when, in which room, with which interpreter.

What the plan leaves free is kept in masks and counts that change with every meeting, so that
asking where a request could go takes a moment. Every change is written in a journal, from which it
is undone exactly. `check` (in the tests) recomputes everything from the meetings alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..problem import MINIMUM, WEIGHT
from .index import SHARED, Option
from .instants import bits
from .masks import NOBODY, POOL, Masks
from .teams import intricate, overfull


class Meeting(NamedTuple):
    """A meeting from ``instant`` on; ``room`` may be POOL, ``interpreter`` NOBODY."""

    instant: int
    room: int
    interpreter: int


class Worth:
    """One whole number for all that counts but breaks: what comes first outweighs all after it.

    ``request`` is what serving each is worth by itself; ``below`` and ``short`` are what a party
    below its minimum costs, and each meeting that it lacks. ``weight`` is what a point of weight
    is worth.
    """

    def __init__(self, masks: Masks) -> None:
        problem = masks.index.problem
        minimums = [party.minimum for party in problem.parties]
        weight = sum(request.weight for request in problem.requests) + 1
        lacking, parties = sum(minimums) + 1, sum(m > 0 for m in minimums) + 1
        order = problem.rules.objectives
        self.promised_first = order.index(MINIMUM) < order.index(WEIGHT)
        """Whether the minimums come before the weight."""
        if not self.promised_first:
            self.short, self.below, self.weight = 1, lacking, lacking * parties
            mandatory = self.weight * weight
        else:
            self.weight, self.short, self.below = 1, weight, weight * lacking
            mandatory = self.below * parties
        self.request = [
            request.weight * self.weight
            + mandatory * (request.mandatory or n in masks.index.pinned)
            for n, request in enumerate(problem.requests)
        ]


class Timetable:
    """The meetings of a plan, by request, and what they leave free."""

    def __init__(self, masks: Masks) -> None:
        self.masks = masks
        index, instants = masks.index, masks.instants
        requests, parties = index.problem.requests, index.problem.parties
        self.worth = Worth(masks)
        self.score = 0
        self.weight = 0
        """The weight served."""
        self.at: list[Meeting | None] = [None] * len(requests)
        self.journal: list[tuple[int, Meeting | None]] = []
        """Per change the request and its meeting before."""
        self.one = [one for one, _ in index.pair]
        self.other = [other for _, other in index.pair]
        self.free = list(masks.base)
        """Per party the instants and pauses in which one more meeting could be attended."""
        self.held: list[dict[int, int]] = [{} for _ in parties]
        """Per party its meetings, with the instants and pauses they take of a party of one team."""
        self.load = [[0] * len(crew.masks) if crew else [] for crew in masks.crew]
        """Per crew how many meetings use each resource."""
        self.full: list[set[int]] = [set() for _ in parties]
        """Per crew the resources that can take no more."""
        self.minimum = [party.minimum for party in parties]
        self.met = [0] * len(parties)
        """Per party the meetings it has."""
        self.score = -sum(
            self.worth.below + self.worth.short * minimum for minimum in self.minimum if minimum
        )
        self._plain = [Meeting(i, POOL, NOBODY) for i in range(instants.count)]
        self._prepare_rooms()
        self._prepare_interpreters()
        self._prepare_order()
        parties_to_ask = intricate(index)
        self.intricate = [not parties_to_ask.isdisjoint(pair) for pair in index.pair]
        """Per request whether teams may lack where no instant shows it; see :mod:`.teams`."""
        self.simple = [
            masks.length[r] == 1
            and masks.language[r] == NOBODY
            and not masks.seats[r]
            and not self.chained[r]
            and not self.intricate[r]
            for r in range(len(requests))
        ]
        """Requests of one slot, at any shared place, without interpreter, in any order."""
        self.fixed = [False] * len(requests)
        """Requests whose meeting may not be moved or dropped any more."""
        for request in sorted(index.pinned, key=lambda r: index.pinned[r][0]):
            self._pin(request)

    def _prepare_rooms(self) -> None:
        masks = self.masks
        self.pool = dict(masks.pool)
        """The instants in which a shared place is left, by whether fit for closed doors."""
        self.seated = {closed: [0] * masks.instants.count for closed in (False, True)}
        """The meetings at shared places of each instant; those that take a fit one under True."""
        self.guests = [[0] * masks.instants.slots for _ in masks.rooms]
        """The meetings in each room, by slot; those in the pool are not counted."""
        self.room_free = [masks.opening(n, 1) for n in range(len(masks.rooms))]
        """The instants in which each room has a place left."""

    def _prepare_interpreters(self) -> None:
        masks = self.masks
        self.idle = list(masks.at_work)
        """The instants in which each interpreter could serve one more meeting of one slot."""
        self.works: list[dict[int, int]] = [{} for _ in masks.at_work]
        """Per interpreter its meetings with the instants they make impossible."""
        self.worked = [0] * len(masks.at_work)
        """Per interpreter the slots worked, wherever."""
        self._idle_of = [0] * len(masks.able)
        self._known = [False] * len(masks.able)
        self._languages: list[list[int]] = [[] for _ in masks.at_work]
        for n, able in enumerate(masks.able):
            for interpreter in able:
                self._languages[interpreter].append(n)
        slots = masks.instants.slots
        half = masks.index.half
        self.windows: list[list[int]] = []
        """Per interpreter the runs of slots that would be one too long."""
        for item in masks.index.problem.interpreters:
            run = slots if item.max_run is None else item.max_run
            self.windows.append(
                [
                    (1 << run + 1) - 1 << first
                    for first in range(slots - run)
                    if half[first] == half[first + run]
                ]
            )

    def _prepare_order(self) -> None:
        index = self.masks.index
        requests = index.problem.requests
        self.before = [
            tuple(index.request_at[name] for name in request.after) for request in requests
        ]
        self.after: list[list[int]] = [[] for _ in requests]
        for request, earlier in enumerate(self.before):
            for one in earlier:
                self.after[one].append(request)
        self.chained = [bool(self.before[r] or self.after[r]) for r in range(len(requests))]

    def _pin(self, request: int) -> None:
        """Put a pinned meeting where it stays, if it can be held at all."""
        held = request in self.masks.index.held
        starts = self.masks.allowed[request] if held else self.open_to(request)
        for start in bits(starts):
            meeting = self.seat(request, start)
            if meeting is not None:
                self.enter(request, meeting)
                self.fixed[request] = True
                break
        self.journal.clear()

    # -- what is free ------------------------------------------------------------------------

    def open_to(self, request: int) -> int:
        """Return the instants from which a request could be served beside all meetings.

        For requests that are not simple it may hold an instant too many, where `seat` finds no
        room or nobody to interpret; never one too few.
        """
        one, other = self.free[self.one[request]], self.free[self.other[request]]
        masks = self.masks
        mask = masks.allowed[request] & one & other
        if not mask:
            return 0
        if masks.length[request] > 1:
            mask &= masks.instants.spans(one & other, masks.length[request])
        return self.served_from(request, mask)

    def served_from(self, request: int, mask: int) -> int:
        """Return those of the instants at which place, interpreter and order allow a request."""
        masks = self.masks
        pool = self.pool[masks.closed[request]]
        if self.simple[request]:
            return mask & pool
        mask &= self.seated_from(request)
        language = masks.language[request]
        if mask and language != NOBODY:
            mask &= self.interpreted(language, masks.length[request])
        if mask and self.chained[request]:
            mask &= self.in_order(request)
        return mask

    def seated_from(self, request: int) -> int:
        """Return the instants at which a place is left for a request, for a first look."""
        masks, length = self.masks, self.masks.length[request]
        places = masks.ample[request] | masks.pooled[request] & self.pool[masks.closed[request]]
        for seat in masks.seats[request]:
            places |= seat.starts & self._vacant(seat.room, length)
        return places

    def _vacant(self, number: int, length: int) -> int:
        """Return the instants from which a room has a place for one more meeting."""
        room = self.masks.rooms[number]
        if room.ample:
            return -1
        mask = self.room_free[number]
        if room.shared:
            mask &= self.pool[room.closed_door]
        for _ in range(1, length):
            mask &= mask >> 1
        return mask

    def interpreted(self, language: int, length: int) -> int:
        """Return the instants from which somebody able is free, for a first look."""
        if not self._known[language]:
            mask = 0
            for interpreter in self.masks.able[language]:
                mask |= self.idle[interpreter]
            self._idle_of[language] = mask
            self._known[language] = True
        mask = self._idle_of[language]
        for _ in range(1, length):
            mask &= mask >> 1
        return mask

    def in_order(self, request: int) -> int:
        """Return the instants that are after what a request waits for, and before what waits."""
        instants, length = self.masks.instants, self.masks.length
        first, end = 0, instants.slots
        for earlier in self.before[request]:
            meeting = self.at[earlier]
            if meeting is None:
                return 0
            first = max(first, instants.slot(meeting.instant) + length[earlier])
        for later in self.after[request]:
            meeting = self.at[later]
            if meeting is not None:
                end = min(end, instants.slot(meeting.instant))
        return instants.anywhere(range(first, end - length[request] + 1))

    def seat(self, request: int, start: int) -> Meeting | None:
        """Return a meeting there, with room and interpreter; None when either lacks.

        Whether the parties are free is for `open_to` to say.
        """
        masks = self.masks
        if self.simple[request]:
            return self._plain[start] if self.pool[masks.closed[request]] >> start & 1 else None
        room = self.room_for(request, start)
        if room is None or self.overbooked(request, start):
            return None
        if masks.language[request] == NOBODY:
            return Meeting(start, room, NOBODY)
        interpreter = self.interpreter_for(request, start)
        return None if interpreter == NOBODY else Meeting(start, room, interpreter)

    def overbooked(self, request: int, start: int) -> bool:
        """Whether a party's teams could not attend a meeting, which its masks do not see."""
        if not self.intricate[request]:
            return False
        index, instants = self.masks.index, self.masks.instants

        def option(one: int, instant: int) -> Option:
            return Option(one, instants.slot(instant), instants.venue(instant), SHARED)

        def attended(party: int) -> Iterator[Option]:
            for other in self.held[party]:
                meeting = self.at[other]
                if meeting is not None:
                    yield option(other, meeting.instant)

        new = option(request, start)
        return any(
            overfull(index, party, new, attended(party))
            for party in (self.one[request], self.other[request])
        )

    def room_for(self, request: int, start: int) -> int | None:
        """Return a room with a place left for a request, POOL for any shared place, or None."""
        masks = self.masks
        length = masks.length[request]
        for seat in masks.seats[request]:
            if seat.starts >> start & 1 and self._vacant(seat.room, length) >> start & 1:
                return seat.room
        if masks.pooled[request] >> start & 1 and self.pool[masks.closed[request]] >> start & 1:
            return POOL
        return None

    def interpreter_for(self, request: int, start: int) -> int:
        """Return who could interpret: of those free, who speaks for the fewest; or NOBODY."""
        best, fewest = NOBODY, 0
        for interpreter in self.masks.able[self.masks.language[request]]:
            if self.is_idle(interpreter, start, self.masks.length[request]):
                speaks_for = len(self._languages[interpreter])
                if best == NOBODY or speaks_for < fewest:
                    best, fewest = interpreter, speaks_for
        return best

    def is_idle(self, interpreter: int, start: int, length: int) -> bool:
        """Return whether an interpreter could serve one more meeting there."""
        if not self.idle[interpreter] >> start & 1:
            return False
        if length == 1:
            return True
        instants = self.masks.instants
        there = instants.taken(start, length) & instants.presence
        slots = (1 << length) - 1 << instants.slot(start) | self.worked[interpreter]
        return not there & ~self.idle[interpreter] and all(
            window & ~slots for window in self.windows[interpreter]
        )

    def busy(self, party: int) -> set[int]:
        """Return the slots in which a party has a meeting."""
        slots: set[int] = set()
        for request in self.held[party]:
            meeting = self.at[request]
            if meeting is not None:
                slot = self.masks.instants.slot(meeting.instant)
                slots.update(range(slot, slot + self.masks.length[request]))
        return slots

    # -- changes -----------------------------------------------------------------------------

    def put(self, request: int, start: int) -> bool:
        """Serve a request from an instant at which `open_to` said it could be, if there is room."""
        meeting = self.seat(request, start)
        if meeting is None:
            return False
        self.enter(request, meeting)
        return True

    def drop(self, request: int) -> None:
        """Serve a request no more, nor what comes after it."""
        if self.chained[request]:
            for later in self.after[request]:
                if self.at[later] is not None:
                    self.drop(later)
        self.leave(request)

    def undo(self, mark: int) -> None:
        """Take back the changes since the journal had that length."""
        while len(self.journal) > mark:
            request, before = self.journal.pop()
            if self.at[request] is not None:
                self.leave(request)
                self.journal.pop()
            if before is not None:
                self.enter(request, before)
                self.journal.pop()

    def restore(self, meetings: list[Meeting | None]) -> None:
        """Hold these meetings and no others; they are known to go together."""
        for request, meeting in enumerate(self.at):
            if meeting is not None and meeting != meetings[request]:
                self.leave(request)
        for request, meeting in enumerate(meetings):
            if meeting is not None and self.at[request] is None:
                self.enter(request, meeting)
        self.journal.clear()

    def enter(self, request: int, meeting: Meeting) -> None:
        """Write a meeting in. What it takes must be free."""
        self.journal.append((request, None))
        self.at[request] = meeting
        masks = self.masks
        start, room, interpreter = meeting
        length = masks.length[request]
        self._join(self.one[request], request, start, length)
        self._join(self.other[request], request, start, length)
        if room == POOL:
            self._count(start, masks.closed[request], 1)
        elif not masks.rooms[room].ample:
            self._take_room(room, start, length, 1)
        if interpreter != NOBODY:
            self._engage(interpreter, request, start, length)
        self.score += self.worth.request[request]
        self.weight += masks.weight[request]

    def leave(self, request: int) -> None:
        """Strike a meeting out. What comes after it stays: the caller sees to the order."""
        meeting = self.at[request]
        if meeting is None:
            raise ValueError(f"request {request} is not served")
        self.journal.append((request, meeting))
        self.at[request] = None
        masks = self.masks
        start, room, interpreter = meeting
        length = masks.length[request]
        self._part(self.one[request], request)
        self._part(self.other[request], request)
        if room == POOL:
            self._count(start, masks.closed[request], -1)
        elif not masks.rooms[room].ample:
            self._take_room(room, start, length, -1)
        if interpreter != NOBODY:
            self._release(interpreter, request, start, length)
        self.score -= self.worth.request[request]
        self.weight -= masks.weight[request]

    def _join(self, party: int, request: int, start: int, length: int) -> None:
        instants = self.masks.instants
        crew = self.masks.crew[party]
        if crew is None:
            blocked = instants.clash[start]
            for later in range(start + 1, start + length):
                blocked |= instants.clash[later]
            self.held[party][request] = blocked
            self.free[party] &= ~blocked
        else:
            taken = instants.taken(start, length)
            self.held[party][request] = taken
            load = self.load[party]
            for n in crew.uses(taken):
                load[n] += 1
                if load[n] >= crew.room[n]:
                    self.full[party].add(n)
                    self.free[party] &= ~crew.masks[n]
        if self.minimum[party]:
            self._meet(party, 1)

    def _part(self, party: int, request: int) -> None:
        crew = self.masks.crew[party]
        taken = self.held[party].pop(request)
        if crew is None:
            if self.masks.instants.separate:
                self.free[party] |= taken & self.masks.base[party]
            else:
                free = self.masks.base[party]
                for blocked in self.held[party].values():
                    free &= ~blocked
                self.free[party] = free
        else:
            load, full = self.load[party], self.full[party]
            before = len(full)
            for n in crew.uses(taken):
                load[n] -= 1
                if load[n] < crew.room[n]:
                    full.discard(n)
            if len(full) < before:
                free = self.masks.base[party]
                for n in full:
                    free &= ~crew.masks[n]
                self.free[party] = free
        if self.minimum[party]:
            self._meet(party, -1)

    def _meet(self, party: int, by: int) -> None:
        """Count a party's meetings, and what it lacks of its minimum."""
        lacks = self.minimum[party] - self.met[party]
        self.met[party] += by
        if lacks > 0 or (by < 0 and not lacks):
            before, now = max(0, lacks), max(0, lacks - by)
            self.score += self.worth.short * (before - now)
            self.score += self.worth.below * ((before > 0) - (now > 0))

    def _count(self, instant: int, closed: bool, by: int) -> None:
        """Count a meeting at a shared place; ``closed`` when it takes one fit for closed doors."""
        sizes, seated, pool = self.masks.sizes, self.seated, self.pool
        there = 1 << instant
        seated[False][instant] += by
        if closed:
            seated[True][instant] += by
        if seated[False][instant] >= sizes[False][instant]:
            pool[False] &= ~there
            pool[True] &= ~there
            return
        pool[False] |= there
        if seated[True][instant] >= sizes[True][instant]:
            pool[True] &= ~there
        else:
            pool[True] |= there

    def _take_room(self, number: int, start: int, length: int, by: int) -> None:
        instants, room = self.masks.instants, self.masks.rooms[number]
        guests = self.guests[number]
        for instant in range(start, start + length):
            slot = instants.slot(instant)
            guests[slot] += by
            if guests[slot] >= room.capacity[slot]:
                self.room_free[number] &= ~(1 << instant)
            else:
                self.room_free[number] |= 1 << instant
            if room.shared:
                self._count(instant, room.closed_door, by)

    def _engage(self, interpreter: int, request: int, start: int, length: int) -> None:
        instants = self.masks.instants
        blocked = instants.clash[start]
        for later in range(start + 1, start + length):
            blocked |= instants.clash[later]
        self.works[interpreter][request] = blocked
        slot = instants.slot(start)
        self.worked[interpreter] |= (1 << length) - 1 << slot
        self._reckon(interpreter)

    def _release(self, interpreter: int, request: int, start: int, length: int) -> None:
        del self.works[interpreter][request]
        slot = self.masks.instants.slot(start)
        self.worked[interpreter] &= ~((1 << length) - 1 << slot)
        self._reckon(interpreter)

    def _reckon(self, interpreter: int) -> None:
        """Reckon when an interpreter could serve one more meeting of one slot."""
        idle = self.masks.at_work[interpreter]
        for blocked in self.works[interpreter].values():
            idle &= ~blocked
        self.idle[interpreter] = idle & ~self._weary(interpreter)
        for language in self._languages[interpreter]:
            self._known[language] = False

    def _weary(self, interpreter: int) -> int:
        """Return the instants in which one slot more would be too many in a row."""
        windows = self.windows[interpreter]
        slots = self.worked[interpreter]
        if not windows or slots.bit_count() < windows[0].bit_count() - 1:
            return 0
        weary = 0
        for window in windows:
            rest = window & ~slots
            if not rest & rest - 1:
                weary |= rest
        return weary * self.masks.instants.everywhere
