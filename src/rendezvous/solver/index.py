"""The problem in numbers: every way each request could be served, with the impossible left out.

Solvers work on positions (0, 1, ...) instead of ids. An :class:`Option` is one way to serve one
request: a first slot, a venue and a kind of place. Everything that rules an option out on its own
(absence, commitments, closed venues, travel from a commitment of a one-team party, no able
interpreter present) is settled here; what options share is left to :mod:`.program`.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Final, NamedTuple

from ..problem import Assignment, Place, Problem, Request

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)

SHARED: Final = -1
"""Kind of place: any shared place of the venue that suits the meeting."""


Instant = tuple[int, int]
"""A slot and a venue; with the number of slots added, that slot and the next in one meeting.

(A commitment in the pause between two slots hinders only the meetings that span it.)
"""

Clique = tuple[Instant | int, ...]
"""Instants and commitments, the latter by position, no two of which one team can attend."""


class Option(NamedTuple):
    """One way to serve a request.

    ``place`` is SHARED or the position of a place: a stand of one of the two, or the fixed place.
    """

    request: int
    slot: int
    venue: int
    place: int


SECOND: Final = 1_000_000
"""Moments are whole microseconds since the epoch, as exact as the problem's own."""


def _moment(moment: datetime) -> int:
    return (moment - EPOCH) // timedelta(microseconds=1)


class Commitment(NamedTuple):
    """A busy time in moments, the teams it takes, its position in the problem."""

    busy: int
    start: int
    end: int
    venue: int | None
    teams: int


class Index:
    """Positions, spans and options of one problem."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.slot_at = {slot.id: n for n, slot in enumerate(problem.slots)}
        self.party_at = {party.id: n for n, party in enumerate(problem.parties)}
        self.request_at = {request.id: n for n, request in enumerate(problem.requests)}
        self.place_at = {place.id: n for n, place in enumerate(problem.places)}
        self.venue_at = {venue.id: n for n, venue in enumerate(problem.venues)}
        self.interpreter_at = {i.id: n for n, i in enumerate(problem.interpreters)}
        self.pair = [
            (self.party_at[r.parties[0]], self.party_at[r.parties[1]]) for r in problem.requests
        ]
        self.begin = [_moment(slot.start) for slot in problem.slots]
        self.end = [_moment(slot.end) for slot in problem.slots]
        days = list(dict.fromkeys(slot.day for slot in problem.slots))
        self.day = [days.index(slot.day) for slot in problem.slots]
        halves = list(dict.fromkeys((slot.day, slot.half_day) for slot in problem.slots))
        self.half = [halves.index((slot.day, slot.half_day)) for slot in problem.slots]
        self.open_venues = [
            frozenset(self.venue_at[v] for v in slot.venues) for slot in problem.slots
        ]
        self.begun = self._begun()
        self.held = self._held()
        everything = frozenset(range(len(problem.slots)))
        self.party_slots = [self._slots(party.slots, everything) for party in problem.parties]
        self.place_slots = [
            frozenset(
                s
                for s in self._slots(place.slots, everything)
                if self.venue_at[place.venue] in self.open_venues[s]
            )
            for place in problem.places
        ]
        self.interpreter_slots = [
            self._slots(interpreter.slots, everything) for interpreter in problem.interpreters
        ]
        self.last_guests = self._keep_open()
        self.travel: dict[tuple[int, int], int] = defaultdict(int)
        for travel in problem.travel:
            one, other = (self.venue_at[v] for v in travel.venues)
            self.travel[one, other] = self.travel[other, one] = travel.minutes * 60 * SECOND
        self.request_slots = [
            self._slots(request.slots, everything) for request in problem.requests
        ]
        self.home = [
            None if party.home is None else self.place_at[party.home] for party in problem.parties
        ]
        self.cliques: list[dict[tuple[Instant, ...], list[Clique]]] = [{} for _ in problem.parties]
        """What :mod:`.program` found, per party by the instants asked about; views share it."""
        self.commitments: list[list[Commitment]] = [[] for _ in problem.parties]
        for n, busy in enumerate(problem.busy):
            party = self.party_at[busy.party]
            self.commitments[party].append(
                Commitment(
                    n,
                    _moment(busy.start),
                    _moment(busy.end),
                    None if busy.venue is None else self.venue_at[busy.venue],
                    busy.teams or problem.parties[party].teams,
                )
            )

    def _begun(self) -> int:
        """Return how many slots have begun by the baseline's `now`."""
        baseline = self.problem.baseline
        if baseline is None or baseline.now is None:
            return 0
        now = _moment(baseline.now)
        return sum(begin <= now for begin in self.begin)

    def _held(self) -> dict[int, Assignment]:
        """Return the meetings held by the baseline's `now`, by request."""
        baseline = self.problem.baseline
        return {
            self.request_at[a.request]: a
            for a in (() if baseline is None else baseline.assignments)
            if self.slot_at[a.slot] < self.begun
        }

    def _keep_open(self) -> dict[tuple[int, int], int]:
        """Let held meetings end where they began, though place or interpreter be lost since.

        Return how many meetings such a place may still hold, by place and slot.
        """
        guests: dict[tuple[int, int], int] = defaultdict(int)
        for request, a in self.held.items():
            span = self.span(self.slot_at[a.slot], self.problem.requests[request].length) or ()
            place = self.place_at[a.place]
            for slot in span:
                if slot not in self.place_slots[place]:
                    guests[place, slot] += 1
            if a.interpreter is not None:
                self.interpreter_slots[self.interpreter_at[a.interpreter]] |= set(span)
        for place, slot in guests:
            self.place_slots[place] |= {slot}
        return dict(guests)

    def room(self, place: int, slot: int) -> int:
        """Return how many meetings a place that is open may hold in a slot."""
        return self.last_guests.get((place, slot), self.problem.places[place].capacity)

    def _slots(self, ids: tuple[str, ...] | None, everything: frozenset[int]) -> frozenset[int]:
        return everything if ids is None else frozenset(self.slot_at[s] for s in ids)

    def span(self, start: int, length: int) -> range | None:
        """Return the slots a meeting would occupy, or None when it would leave its half-day."""
        last = start + length - 1
        if last >= len(self.half) or self.half[last] != self.half[start]:
            return None
        return range(start, last + 1)

    @cached_property
    def able(self) -> list[tuple[int, ...] | None]:
        """Per request the interpreters able to serve it; None when none is needed.

        A party without languages is taken to need no interpreter: its languages are unknown.
        """
        known: dict[tuple[frozenset[str], frozenset[str]], tuple[int, ...] | None] = {}
        languages = [frozenset(party.languages) for party in self.problem.parties]
        able: list[tuple[int, ...] | None] = []
        for a, b in self.pair:
            key = (languages[a], languages[b])
            if key not in known:
                one, other = key
                if not one or not other or one & other:
                    known[key] = None
                else:
                    known[key] = tuple(
                        n
                        for n, interpreter in enumerate(self.problem.interpreters)
                        if one.intersection(interpreter.languages)
                        and other.intersection(interpreter.languages)
                    )
            able.append(known[key])
        return able

    def blocked_by(self, party: int, span: range, venue: int) -> list[Commitment]:
        """Return the commitments that rule out some team's being at the venue over the slots.

        A meeting of several slots includes the pauses between them.
        """
        found = []
        for commitment in self.commitments[party]:
            gap = 0
            if commitment.venue is not None and commitment.venue != venue:
                gap = self.travel[commitment.venue, venue]
            early = self.end[span[-1]] + gap <= commitment.start
            late = commitment.end + gap <= self.begin[span[0]]
            if not early and not late:
                found.append(commitment)
        return found

    @cached_property
    def _out(self) -> list[dict[tuple[range, int], bool]]:
        return [{} for _ in self.problem.parties]

    def out(self, party: int, span: range, venue: int) -> bool:
        """Whether commitments take every team of the party out of those slots."""
        memory = self._out[party]
        key = (span, venue)
        if key not in memory:
            teams = self.problem.parties[party].teams
            memory[key] = self._take(self.blocked_by(party, span, venue), teams)
        return memory[key]

    def _take(self, commitments: list[Commitment], teams: int) -> bool:
        """Whether some commitments that exclude each other take so many teams."""
        if sum(c.teams for c in commitments) < teams:
            return False
        for n, one in enumerate(commitments):
            rest = [c for c in commitments[n + 1 :] if self.exclude(one, c)]
            if one.teams >= teams or self._take(rest, teams - one.teams):
                return True
        return False

    def exclude(self, one: Commitment, other: Commitment) -> bool:
        """Whether no team can attend both."""
        gap = 0
        if one.venue is not None and other.venue is not None and one.venue != other.venue:
            gap = self.travel[one.venue, other.venue]
        return one.end + gap > other.start and other.end + gap > one.start

    @cached_property
    def pinned(self) -> dict[int, tuple[int, int, int | None]]:
        """Per pinned request its slot, place and interpreter."""
        baseline = self.problem.baseline
        if baseline is None:
            return {}
        wanted = {*baseline.pinned, *(a.request for a in self.held.values())}
        return {
            self.request_at[a.request]: (
                self.slot_at[a.slot],
                self.place_at[a.place],
                None if a.interpreter is None else self.interpreter_at[a.interpreter],
            )
            for a in baseline.assignments
            if a.request in wanted
        }

    def fixed_place(self, request: int) -> int | None:
        """Return the place a request must be held at, if any."""
        if request in self.pinned:
            return self.pinned[request][1]
        fixed = self.problem.requests[request].fixed_place
        return None if fixed is None else self.place_at[fixed]

    def starts(self, request: int) -> list[int]:
        """Return the first slots open to a request by its own rules and the half-days' ends."""
        fixed = self._fixed_start(request)
        candidates = sorted(self.request_slots[request]) if fixed is None else [fixed]
        return [start for start in candidates if self._opens(request, start)]

    def starts_at(self, request: int, slot: int) -> bool:
        """Whether a slot is among the first slots open to a request."""
        return self._fixed_start(request) in (None, slot) and self._opens(request, slot)

    def _fixed_start(self, request: int) -> int | None:
        if request in self.pinned:
            return self.pinned[request][0]
        fixed = self.problem.requests[request].fixed_slot
        return None if fixed is None else self.slot_at[fixed]

    def _opens(self, request: int, start: int) -> bool:
        item = self.problem.requests[request]
        if start < self.begun and not self.held.keys() >= {
            request,
            *(self.request_at[name] for name in item.after),
        }:
            return False  # what should have come before was not held, and is too late
        span = self.span(start, item.length)
        return span is not None and self.request_slots[request].issuperset(span)

    def suits(self, place: int, request: int) -> bool:
        """Whether a place may hold a request at all: its stand's owner, its closed door."""
        item: Request = self.problem.requests[request]
        where: Place = self.problem.places[place]
        if item.closed_door and not where.closed_door:
            return False
        return where.owner is None or where.owner in item.parties

    @cached_property
    def shared_capacity(self) -> dict[tuple[int, int, bool], int]:
        """Capacity of the shared places by (slot, venue, closed-door capable only?)."""
        total: dict[tuple[int, int, bool], int] = defaultdict(int)
        for n, place in enumerate(self.problem.places):
            if place.owner is not None:
                continue
            venue = self.venue_at[place.venue]
            for slot in self.place_slots[n]:
                total[slot, venue, False] += self.room(n, slot)
                if place.closed_door:
                    total[slot, venue, True] += self.room(n, slot)
        return total

    def roomy(self, place: int) -> bool:
        """Whether a stand has room for all its owner's teams, so that it never runs out."""
        where = self.problem.places[place]
        if where.owner is None or any(at == place for at, _ in self.last_guests):
            return False
        return where.capacity >= self.problem.parties[self.party_at[where.owner]].teams

    def options_at(self, request: int, start: int) -> list[Option]:
        """Return every way to serve a request from one slot on, places and interpreters included.

        A stand with room for all its owner's teams makes other places of its venue needless: what
        it holds takes nothing from anybody. Other kinds of place stand beside each other.
        """
        span = range(start, start + self.problem.requests[request].length)
        if not self.interpretable(request, span):
            return []
        one, other = self.pair[request]
        return [
            Option(request, start, venue, place)
            for venue in sorted(frozenset.intersection(*(self.open_venues[s] for s in span)))
            if not self.out(one, span, venue) and not self.out(other, span, venue)
            for place in self._kinds(request, span, venue)
        ]

    def present(self, request: int, start: int) -> bool:
        """Whether both parties are available over the whole meeting, or it has been held."""
        if request in self.held:
            return True
        length = self.problem.requests[request].length
        one, other = (self.party_slots[p] for p in self.pair[request])
        return all(s in one and s in other for s in range(start, start + length))

    def interpretable(self, request: int, span: range) -> bool:
        """Whether no interpreter is needed, or one who is able is there over the whole span."""
        able = self.able[request]
        return able is None or any(
            self.interpreter_slots[i].issuperset(span)
            and (self.problem.interpreters[i].max_run or len(span)) >= len(span)
            for i in able
        )

    def _kinds(self, request: int, span: range, venue: int) -> list[int]:
        fixed = self.fixed_place(request)
        if fixed is not None:
            here = self.venue_at[self.problem.places[fixed].venue] == venue
            usable = self.problem.places[fixed].capacity and self.suits(fixed, request)
            return [fixed] if here and usable and self.place_slots[fixed].issuperset(span) else []
        kinds = []
        for party in self.pair[request]:
            home = self.home[party]
            if home is None or self.venue_at[self.problem.places[home].venue] != venue:
                continue
            if not self.suits(home, request) or not self.place_slots[home].issuperset(span):
                continue
            if self.roomy(home):
                return [home]
            if self.problem.places[home].capacity:
                kinds.append(home)
        closed = self.problem.requests[request].closed_door
        if all(self.shared_capacity.get((s, venue, closed)) for s in span):
            kinds.append(SHARED)
        return kinds

    @cached_property
    def options(self) -> list[Option]:
        """Every option of every request, in order of request, slot and venue."""
        return [
            option
            for request in range(len(self.problem.requests))
            for start in self.starts(request)
            if self.present(request, start)
            for option in self.options_at(request, start)
        ]
