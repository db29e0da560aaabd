"""What stands in the way of a request beside a plan, from the masks alone.

No program is needed: who is met when, who sits where and who interprets is read off the plan. What
a party, a venue's tables or the interpreters of a language refuse is the same for every request
that asks, so it is worked out once, for all instants a meeting could begin at together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final, NamedTuple

from ..problem import Assignment
from .instants import bits
from .masks import NOBODY, Crew, Masks
from .program import Scarce

Cause = tuple[Scarce, int]
"""What is scarce, and whose it is: the position of a party or place, or -1."""

Holder = tuple[int, int]
"""A served request that holds what is scarce, and the instants from which it does so."""


class Refusal(NamedTuple):
    """The instants from which a meeting is refused for one cause, and who holds what it lacks."""

    cause: Cause
    starts: int
    holders: list[Holder]


TOLD: Final = 40
"""Of those who hold a slot's shared places, so many are told."""


class Standing:
    """A plan's meetings, by party, place and interpreter."""

    def __init__(self, masks: Masks, assignments: Iterable[Assignment]) -> None:
        self.masks = masks
        self.index = index = masks.index
        self.instants = instants = masks.instants
        self.served: dict[int, range] = {}
        """Per served request its slots."""
        self.met: list[list[Holder]] = [[] for _ in index.problem.parties]
        """Per party its meetings, with the instants and pauses they take."""
        self.sitting: dict[tuple[int, int], list[int]] = defaultdict(list)
        """Who sits at a place in a slot."""
        self.serving: list[list[Holder]] = [[] for _ in index.problem.interpreters]
        """Per interpreter the meetings, with the instants and pauses they take."""
        for a in assignments:
            request, slot = index.request_at[a.request], index.slot_at[a.slot]
            place, length = index.place_at[a.place], masks.length[request]
            venue = index.venue_at[index.problem.places[place].venue]
            taken = instants.taken(instants.at(slot, venue), length)
            self.served[request] = range(slot, slot + length)
            for party in index.pair[request]:
                self.met[party].append((request, taken))
            for occupied in self.served[request]:
                self.sitting[place, occupied].append(request)
            if a.interpreter is not None:
                self.serving[index.interpreter_at[a.interpreter]].append((request, taken))
        self._parties: dict[tuple[int, int], list[Refusal]] = {}
        self._takers: dict[tuple[int, int], int] = {}
        self._besides: dict[tuple[range, int], int] = {}
        self._tables: dict[tuple[bool, int], Refusal] = {}
        self._interpreters: dict[tuple[int, int], Refusal] = {}
        self._engagements: dict[tuple[int, int, int], set[int]] = {}
        """What keeps an interpreter from a start, by both and the length; in many languages."""
        self._shared: dict[int, list[int]] = defaultdict(list)
        for n, where in enumerate(index.problem.places):
            if where.owner is None:
                self._shared[index.venue_at[where.venue]].append(n)

    def of_means(self, request: int) -> list[Refusal]:
        """Return where places or interpreters are taken, or something must come first."""
        masks, index = self.masks, self.index
        starts, length = masks.allowed[request], masks.length[request]
        found = self._seats(request)
        if masks.language[request] != NOBODY:
            found.append(self._busy(masks.language[request], length))
        for name in index.problem.requests[request].after:
            before = index.request_at[name]
            early = self.instants.anywhere(range(self.served[before].stop)) & starts
            found.append(Refusal((Scarce.PRECEDENCE, before), early, [(before, early)]))
        return [refusal for refusal in found if refusal.starts & starts]

    # -- parties -----------------------------------------------------------------------------

    def of_party(self, party: int, length: int) -> list[Refusal]:
        """Return where a party cannot attend, with the meetings it attends instead."""
        if (party, length) not in self._parties:
            crew = self.masks.crew[party]
            found = _Refusals()
            if crew is None:
                self._of_one_team(party, length, found)
            else:
                self._of_crew(party, crew, length, found)
            self._parties[party, length] = found.all
        return self._parties[party, length]

    def _of_one_team(self, party: int, length: int, found: _Refusals) -> None:
        """Where a meeting is at the same time, none is said to leave no time to travel."""
        clashes = [
            (r, _reaching(self._clash(taken & self.instants.presence), length))
            for r, taken in self.met[party]
        ]
        at_once = [(r, clash & self._at_once(r, length)) for r, clash in clashes]
        there = _union(at_once)
        found.add((Scarce.TEAMS, party), at_once)
        found.add((Scarce.TRAVEL, party), [(r, clash & ~there) for r, clash in clashes])

    def _of_crew(self, party: int, crew: Crew, length: int, found: _Refusals) -> None:
        using: dict[int, list[int]] = defaultdict(list)
        for r, taken in self.met[party]:
            for n in crew.uses(taken):
                using[n].append(r)
        for n, users in using.items():
            if len(users) < crew.room[n]:
                continue
            starts = self._using(crew.masks[n], length)
            if n in crew.days:
                found.add((Scarce.DAY, party), [(r, starts) for r in users])
                continue
            there = _union((r, starts & self._at_once(r, length)) for r in users)
            found.add((Scarce.TEAMS, party), [(r, there) for r in users])
            found.add((Scarce.TRAVEL, party), [(r, starts & ~there) for r in users])

    def _using(self, mask: int, length: int) -> int:
        """Return the instants from which a meeting takes some of the instants and pauses."""
        if (mask, length) not in self._takers:
            pauses = mask >> self.instants.count
            there = _reaching(mask & self.instants.presence, length)
            self._takers[mask, length] = there | _reaching(pauses, length - 1)
        return self._takers[mask, length]

    def _at_once(self, request: int, length: int) -> int:
        """Return the instants from which a meeting is at the same time as a served request."""
        key = (self.served[request], length)
        if key not in self._besides:
            slots = range(max(0, key[0].start - length + 1), key[0].stop)
            self._besides[key] = self.instants.anywhere(slots)
        return self._besides[key]

    def _clash(self, instants: int) -> int:
        """Return what a team that is at these instants cannot attend."""
        clash = 0
        for instant in bits(instants):
            clash |= self.instants.clash[instant]
        return clash

    # -- places ------------------------------------------------------------------------------

    def _seats(self, request: int) -> list[Refusal]:
        """Return where every place a request could have is taken, and by whom.

        Who sits at its stands is told apart from who sits at the shared places, which are the same
        for many requests.
        """
        index, masks = self.index, self.masks
        closed, length = masks.closed[request], masks.length[request]
        cause = (Scarce.CLOSED_ROOM if closed else Scarce.PLACE, -1)
        starts = masks.allowed[request] & ~masks.ample[request]
        fixed = index.fixed_place(request)
        if fixed is not None:
            return [self._full(cause, [fixed], starts, length)]
        tables = self._at_tables(closed, length)
        starts &= tables.starts
        homes = [home for party in index.pair[request] if (home := index.home[party]) is not None]
        own = [home for home in homes if index.suits(home, request)]
        stands = self._full(cause, own, starts, length) if own and starts else None
        if stands is None:
            return [Refusal(cause, starts, tables.holders)]
        return [stands, Refusal(cause, stands.starts, tables.holders)]

    def _at_tables(self, closed: bool, length: int) -> Refusal:
        """Return where the shared places that suit are taken, at each venue."""
        if (closed, length) not in self._tables:
            places = self.index.problem.places
            every = self.instants.open & self.instants.fits(length)
            cause = (Scarce.CLOSED_ROOM if closed else Scarce.PLACE, -1)
            suited = [
                n
                for shared in self._shared.values()
                for n in shared
                if places[n].closed_door or not closed
            ]
            self._tables[closed, length] = self._full(cause, suited, every, length, told=True)
        return self._tables[closed, length]

    def _full(
        self, cause: Cause, places: list[int], starts: int, length: int, *, told: bool = False
    ) -> Refusal:
        """Return where those of the places that are at a start's venue are all taken."""
        found = _Refusals()
        refused = 0
        venue = [self.index.venue_at[self.index.problem.places[place].venue] for place in places]
        for start in bits(starts):
            slot, here = self.instants.slot(start), self.instants.venue(start)
            there = [place for place, at in zip(places, venue, strict=True) if at == here]
            sitters = self._held(there, range(slot, slot + length))
            if sitters is not None:
                refused |= 1 << start
                some = self._told(sitters) if told else sitters
                found.add(cause, [(r, 1 << start) for r in some])
        return Refusal(cause, refused, found.all[0].holders if found.all else [])

    def _told(self, sitters: set[int]) -> set[int]:
        """Return the lightest of many, and all behind closed doors: whoever may not know of these
        is told nothing of the reason."""
        requests = self.index.problem.requests
        order = sorted(sitters, key=lambda r: (not requests[r].closed_door, requests[r].weight, r))
        closed = sum(requests[r].closed_door for r in sitters)
        return set(order[: max(TOLD, closed)])

    def _held(self, places: list[int], span: range) -> set[int] | None:
        """Return who sits at those of the places that are open, None when one has room."""
        found: set[int] = set()
        for place in places:
            if not self.index.place_slots[place].issuperset(span):
                continue
            sitting = [self.sitting.get((place, slot), []) for slot in span]
            room = [self.index.room(place, slot) for slot in span]
            if all(len(some) < most for some, most in zip(sitting, room, strict=True)):
                return None
            found.update(r for some in sitting for r in some)
        return found

    # -- interpreters ------------------------------------------------------------------------

    def _busy(self, language: int, length: int) -> Refusal:
        """Return where everybody able to interpret is engaged, and by what."""
        key = (language, length)
        if key not in self._interpreters:
            cause = (Scarce.INTERPRETER, -1)
            found = _Refusals()
            refused = 0
            for start in bits(self.masks.interpreted(language, length)):
                held = self._engaged(language, start, length)
                if held is not None:
                    refused |= 1 << start
                    found.add(cause, [(r, 1 << start) for r in held])
            holders = found.all[0].holders if found.all else []
            self._interpreters[key] = Refusal(cause, refused, holders)
        return self._interpreters[key]

    def _engaged(self, language: int, start: int, length: int) -> set[int] | None:
        there = self.instants.taken(start, length) & self.instants.presence
        clash = self._clash(there)
        found: set[int] = set()
        for interpreter in self.masks.able[language]:
            run = self.index.problem.interpreters[interpreter].max_run
            if there & ~self.masks.at_work[interpreter] or (run is not None and run < length):
                continue
            key = (interpreter, start, length)
            if key not in self._engagements:
                held = {r for r, taken in self.serving[interpreter] if taken & clash}
                held = {r for r in held if self._at_once(r, length) >> start & 1} or held
                held = held or self._tired(interpreter, start, length, run)
                self._engagements[key] = held
            if not self._engagements[key]:
                return None
            found |= self._engagements[key]
        return found

    def _tired(self, interpreter: int, start: int, length: int, run: int | None) -> set[int]:
        """Return the meetings of a half-day beside which one more would be too many in a row."""
        if run is None:
            return set()
        slot = self.instants.slot(start)
        half = self.index.half[slot]
        mine = {
            s: r
            for r, _ in self.serving[interpreter]
            for s in self.served[r]
            if self.index.half[s] == half
        }
        first, last = slot, slot + length - 1
        while first - 1 in mine:
            first -= 1
        while last + 1 in mine:
            last += 1
        return set(mine.values()) if last - first + 1 > run else set()


class _Refusals:
    """Refusals by cause; those for one cause are put together."""

    def __init__(self) -> None:
        self._holders: dict[Cause, dict[int, int]] = defaultdict(dict)

    def add(self, cause: Cause, holders: Iterable[Holder]) -> None:
        """Note who holds what is lacking, and from which instants."""
        for request, starts in holders:
            if starts:
                mine = self._holders[cause]
                mine[request] = mine.get(request, 0) | starts

    @property
    def all(self) -> list[Refusal]:
        """Every refusal, in the order of causes."""
        return [
            Refusal(cause, _union(holders.items()), list(holders.items()))
            for cause, holders in sorted(self._holders.items())
        ]


def _union(holders: Iterable[Holder]) -> int:
    found = 0
    for _, starts in holders:
        found |= starts
    return found


def _reaching(instants: int, length: int) -> int:
    """Return the instants from which so many in a row hold one of those given."""
    found = 0
    for later in range(length):
        found |= instants >> later
    return found
