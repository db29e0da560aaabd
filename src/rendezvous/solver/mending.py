"""A first repair in a moment: all stays where it can, and the rest goes where there is room.

Where there is none, others move out of the way, as chains of ejections (Glover 1996): a meeting
takes the time or the room of another one, which goes elsewhere or takes that of a third.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

from .earlier import Earlier
from .greedy import in_order
from .index import SHARED, Option
from .instants import bits
from .masks import NOBODY, POOL, Masks
from .tiers import Mended, values
from .timetable import Meeting, Timetable

CHAINS: Final = (1, 2)
"""How many meetings may move out of the way of one: few for all, then more where that is needed."""

TRIALS: Final = 1000
"""How often in all somebody is asked out of the way: what takes less than a tenth of a second."""


def mend(earlier: Earlier, masks: Masks) -> Mended | None:
    """Return a plan of the earlier meetings and the mandatory ones, None when pins do not fit.

    It holds whatever time there is. The spread of breaks is not looked at.
    """
    mending = _Mending(earlier, masks)
    if not all(mending.table.at[request] for request in earlier.index.pinned):
        return None
    waiting = []
    for request in in_order(earlier.index):
        if request in earlier.index.pinned:
            mending.note(earlier.exact[request], earlier.interpreter(request))
        elif request in earlier.exact and not mending.keep(request):
            waiting.append(request)
    must = {*earlier.hit, *earlier.mandatory, *waiting}.difference(mending.at)
    order = [request for request in in_order(earlier.index) if request in must]
    for chain in (0, *CHAINS):
        for request in order:
            if request not in mending.at:
                mending.make_room(request, chain)
    return Mended(mending.meetings, values(earlier, mending.meetings))


class _Written(NamedTuple):
    """A meeting as it is written down: its option, its interpreter and its exact place."""

    option: Option
    interpreter: int | None
    place: int


class _Mending:
    """A timetable, with the exact places of its meetings."""

    def __init__(self, earlier: Earlier, masks: Masks) -> None:
        self.earlier = earlier
        self.masks = masks
        self.index = earlier.index
        self.table = Timetable(masks)
        self.at: dict[int, _Written] = {}
        """What is served, by request."""
        self.trials = TRIALS
        self.taken: Counter[tuple[int, int]] = Counter()
        """Meetings at each place in each slot."""
        self.room_of = {place: n for n, room in enumerate(masks.rooms) for place in room.places}
        self.tables: dict[int, list[int]] = defaultdict(list)
        """The shared places of each venue, those fit for closed doors last."""
        order = sorted(enumerate(self.index.problem.places), key=lambda item: item[1].closed_door)
        for place, where in order:
            if where.owner is None:
                self.tables[self.index.venue_at[where.venue]].append(place)

    def note(self, option: Option, interpreter: int | None, place: int | None = None) -> None:
        """Write down a meeting of the timetable; its place, unless the option says it."""
        where = option.place if place is None else place
        self.at[option.request] = _Written(option, interpreter, where)
        self.taken.update((where, slot) for slot in self._span(option))

    @property
    def meetings(self) -> dict[Option, int | None]:
        """The options of what is served, each with its interpreter."""
        return {written.option: written.interpreter for written in self.at.values()}

    def keep(self, request: int) -> bool:
        """Leave a meeting where it was, if it can stay beside those before it."""
        option = self.earlier.exact[request]
        start = self.masks.instants.at(option.slot, option.venue)
        table, length = self.table, self.masks.length[request]
        free = table.free[table.one[request]] & table.free[table.other[request]]
        possible = self.masks.instants.spans(free, length)
        if table.chained[request]:
            possible &= table.in_order(request)
        if not possible >> start & 1 or not self._vacant(option.place, self._span(option)):
            return False
        if table.overbooked(request, start):
            return False
        interpreter = NOBODY
        if self.masks.language[request] != NOBODY:
            interpreter = self._interpreter(request, start)
            if interpreter == NOBODY:
                return False
        table.enter(request, Meeting(start, self.room_of[option.place], interpreter))
        self.note(option, None if interpreter == NOBODY else interpreter)
        return True

    def _interpreter(self, request: int, start: int) -> int:
        """Return the earlier interpreter, if free, or somebody else who is."""
        own = self.earlier.interpreter(request)
        able = self.masks.able[self.masks.language[request]]
        if (
            own is not None
            and own in able
            and self.table.is_idle(own, start, self.masks.length[request])
        ):
            return own
        return self.table.interpreter_for(request, start)

    def make_room(self, request: int, chain: int) -> bool:
        """Put a meeting where least changes for it; up to ``chain`` others may move for it."""
        starts = sorted(bits(self.table.open_to(request)), key=self._rank(request))
        if any(self._put(request, start) for start in starts):
            return True
        if not chain:
            return False
        possible = bits(self.masks.allowed[request])
        return any(
            self._instead(request, start, other, chain - 1)
            for start in sorted(possible, key=self._rank(request))
            for other in self._in_the_way(request, start)
        )

    def _put(self, request: int, start: int) -> bool:
        """Put a meeting somewhere, if there is room and somebody to interpret."""
        meeting = self.table.seat(request, start)
        if meeting is None:
            return False
        option, place = self._seat(request, meeting)
        if place is None:
            return False
        self.table.enter(request, meeting)
        who = None if meeting.interpreter == NOBODY else meeting.interpreter
        self.note(option, who, place)
        return True

    def _instead(self, request: int, start: int, other: int, chain: int) -> bool:
        """Put a meeting somewhere in place of another one, if that can go elsewhere."""
        if self.trials <= 0:
            return False
        self.trials -= 1
        held, before = self.table.at[other], self.at[other]
        assert held is not None
        self._strike(other)
        if self.table.open_to(request) >> start & 1 and self._put(request, start):
            if self.make_room(other, chain):
                return True
            self._strike(request)
        self.table.enter(other, held)
        self.note(*before)
        return False

    def _strike(self, request: int) -> None:
        self.table.leave(request)
        option, _, place = self.at.pop(request)
        self.taken.subtract((place, slot) for slot in self._span(option))

    def _in_the_way(self, request: int, start: int) -> Iterator[int]:
        """Yield the meetings one of which may be all that keeps a request from an instant.

        If one of its parties has no time, that party's on the same day; else those in the slot that
        share a kind of place or an interpreter with it. What others wait for stays.
        """
        table, masks = self.table, self.masks
        busy = [p for p in self.index.pair[request] if not table.free[p] >> start & 1]
        if len(busy) > 1:
            return
        slot, day = masks.instants.slot(start), self.index.day
        for other in list(table.held[busy[0]] if busy else self.at):
            option = self.at[other].option
            if table.fixed[other] or table.chained[other] or day[option.slot] != day[slot]:
                continue
            if busy or (
                slot in self._span(option)
                and (masks.closed[request] or masks.language[other] != NOBODY)
            ):
                yield other

    def _rank(self, request: int) -> Callable[[int], tuple[bool, int, int]]:
        instants = self.masks.instants
        known = request in self.earlier.meetings

        def rank(start: int) -> tuple[bool, int, int]:
            slot, venue = instants.slot(start), instants.venue(start)
            strange = self.earlier.strange(Option(request, slot, venue, SHARED))
            return known and slot != self.earlier.slot(request), strange, start

        return rank

    def _seat(self, request: int, meeting: Meeting) -> tuple[Option, int | None]:
        """Return the option that a meeting is, and a place for it, None when all are taken."""
        instants, masks = self.masks.instants, self.masks
        slot, venue = instants.slot(meeting.instant), instants.venue(meeting.instant)
        option = Option(request, slot, venue, SHARED)
        fixed = self.index.fixed_place(option.request)
        room = None if meeting.room == POOL else masks.rooms[meeting.room]
        if fixed is None and room is not None and not room.shared:
            fixed = room.places[0]
        if fixed is not None:
            return option._replace(place=fixed), fixed
        span = self._span(option)
        for place in self.tables[venue] if room is None else room.places:
            there = self.index.place_slots[place].issuperset(span)
            if there and self.index.suits(place, request) and self._vacant(place, span):
                return option, place
        return option, None

    def _vacant(self, place: int, span: Iterable[int]) -> bool:
        return all(self.taken[place, slot] < self.index.room(place, slot) for slot in span)

    def _span(self, option: Option) -> range:
        return range(option.slot, option.slot + self.masks.length[option.request])
