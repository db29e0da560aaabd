"""What stands in the way of a request beside a plan, instant by instant, from the masks alone.

No program is needed: who is met when, who sits where and who interprets is read off the plan, and
each answer is kept, since many requests ask the same of the same party, venue or language.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from ..problem import Assignment
from .instants import bits
from .masks import NOBODY, Masks
from .program import Scarce

Cause = tuple[Scarce, int]
"""What is scarce, and whose it is: the position of a party or place, or -1."""

Refusal = dict[Cause, set[int]]
"""What refuses a request at an instant, with the served requests that hold it."""


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
        self.met: list[list[tuple[int, int]]] = [[] for _ in index.problem.parties]
        """Per party its meetings, with the instants and pauses they take."""
        self.sitting: dict[tuple[int, int], list[int]] = defaultdict(list)
        """Who sits at a place in a slot."""
        self.serving: list[list[tuple[int, int]]] = [[] for _ in index.problem.interpreters]
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
        self._days = frozenset(masks.days)
        self._parties: dict[tuple[int, int, int], Refusal] = {}
        self._places: dict[tuple[int, bool, int], set[int] | None] = {}
        self._interpreters: dict[tuple[int, int, int], set[int] | None] = {}
        self._shared: dict[int, list[int]] = defaultdict(list)
        for n, where in enumerate(index.problem.places):
            if where.owner is None:
                self._shared[index.venue_at[where.venue]].append(n)

    def possible(self, request: int) -> bool:
        """Whether a request could be served were it the only one."""
        return bool(self.masks.allowed[request])

    def refusals(self, request: int) -> Iterator[tuple[int, Refusal]]:
        """Yield every slot a request could begin in by itself, with what refuses it there.

        Where a party is taken throughout, what else there is goes unsaid.
        """
        starts = list(bits(self.masks.allowed[request]))
        length = self.masks.length[request]
        parties = [
            [self._party(party, start, length) for start in starts]
            for party in self.index.pair[request]
        ]
        taken = any(all(refusals) for refusals in parties)
        for start, one, other in zip(starts, *parties, strict=True):
            found = {**one, **other}
            if not taken:
                self._add_means(found, request, start)
            yield self.instants.slot(start), found

    def _add_means(self, found: Refusal, request: int, start: int) -> None:
        """Add that places or interpreters are taken, or that something must come first."""
        masks = self.masks
        sitters = self._seated(request, start)
        if sitters is not None:
            scarce = Scarce.CLOSED_ROOM if masks.closed[request] else Scarce.PLACE
            found[scarce, -1] = sitters
        if masks.language[request] != NOBODY:
            busy = self._busy(masks.language[request], start, masks.length[request])
            if busy is not None:
                found[Scarce.INTERPRETER, -1] = busy
        for name in self.index.problem.requests[request].after:
            before = self.index.request_at[name]
            if self.served[before][-1] >= self.instants.slot(start):
                found[Scarce.PRECEDENCE, before] = {before}

    # -- parties -----------------------------------------------------------------------------

    def _party(self, party: int, start: int, length: int) -> Refusal:
        key = (party, start, length)
        if key not in self._parties:
            self._parties[key] = self._taken(party, start, length)
        return self._parties[key]

    def _taken(self, party: int, start: int, length: int) -> Refusal:
        """Return why a party cannot attend, with the meetings it attends instead."""
        crew = self.masks.crew[party]
        if crew is None:
            clash = self._clash(start, length)
            return self._split(party, start, length, [r for r, t in self.met[party] if t & clash])
        found: Refusal = {}
        for n in crew.uses(self.instants.taken(start, length)):
            mask = crew.masks[n]
            users = [r for r, taken in self.met[party] if taken & mask]
            if len(users) < crew.room[n]:
                continue
            if n >= len(self.instants.cliques) and mask in self._days:
                found.setdefault((Scarce.DAY, party), set()).update(users)
            else:
                for cause, holders in self._split(party, start, length, users).items():
                    found.setdefault(cause, set()).update(holders)
        return found

    def _split(self, party: int, start: int, length: int, holders: list[int]) -> Refusal:
        """Tell meetings at the same time from those that leave no time to travel."""
        if not holders:
            return {}
        at_once = self._at_once(holders, start, length)
        if at_once and self.masks.crew[party] is None:
            return {(Scarce.TEAMS, party): at_once}
        return {(Scarce.TEAMS if at_once else Scarce.TRAVEL, party): set(holders)}

    def _at_once(self, requests: Iterable[int], start: int, length: int) -> set[int]:
        """Return those of the served requests that are held at the same time."""
        first = self.instants.slot(start)
        served = self.served
        return {r for r in requests if served[r].start < first + length and first < served[r].stop}

    def _clash(self, start: int, length: int) -> int:
        clash = 0
        for instant in range(start, start + length):
            clash |= self.instants.clash[instant]
        return clash

    # -- places ------------------------------------------------------------------------------

    def _seated(self, request: int, start: int) -> set[int] | None:
        """Return who holds the places a request could have, None when one is free."""
        index, masks = self.index, self.masks
        if masks.ample[request] >> start & 1:
            return None
        venue, slot = self.instants.venue(start), self.instants.slot(start)
        span = range(slot, slot + masks.length[request])
        fixed = index.fixed_place(request)
        if fixed is not None:
            return self._held([fixed], span)
        shared = self._at_tables(start, masks.closed[request], span)
        if shared is None:
            return None
        homes = (index.home[party] for party in index.pair[request])
        own = [
            home
            for home in homes
            if home is not None
            and index.venue_at[index.problem.places[home].venue] == venue
            and index.suits(home, request)
        ]
        stands = self._held(own, span)
        return None if stands is None else stands | shared

    def _at_tables(self, start: int, closed: bool, span: range) -> set[int] | None:
        key = (start, closed, len(span))
        if key not in self._places:
            places = self.index.problem.places
            shared = self._shared[self.instants.venue(start)]
            suited = [n for n in shared if places[n].closed_door or not closed]
            found = self._held(suited, span)
            self._places[key] = None if found is None else self._told(found)
        return self._places[key]

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

    def _busy(self, language: int, start: int, length: int) -> set[int] | None:
        """Return what keeps everybody able from interpreting, None when somebody is free."""
        key = (language, start, length)
        if key not in self._interpreters:
            self._interpreters[key] = self._engaged(language, start, length)
        return self._interpreters[key]

    def _engaged(self, language: int, start: int, length: int) -> set[int] | None:
        clash = self._clash(start, length)
        there = self.instants.taken(start, length) & self.instants.presence
        found: set[int] = set()
        for interpreter in self.masks.able[language]:
            run = self.index.problem.interpreters[interpreter].max_run
            if there & ~self.masks.at_work[interpreter] or (run is not None and run < length):
                continue
            held = {r for r, taken in self.serving[interpreter] if taken & clash}
            held = self._at_once(held, start, length) or held
            held = held or self._tired(interpreter, start, length, run)
            if not held:
                return None
            found |= held
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
