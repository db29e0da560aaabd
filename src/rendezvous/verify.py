"""Whether a plan is what it claims to be, judged from the problem alone.

:func:`verify` shares no code with the solvers nor with :mod:`rendezvous.checking`: it reads the
rules of :mod:`rendezvous.problem` a second time, recomputes every figure and reports each rule that
is broken, with the meetings and times concerned. It relies on a problem that `check_problem`
accepts and on nothing in the plan.

How it reads what the rules leave open:

* a meeting takes the whole time from its first slot's start to its last slot's end, pauses between
  slots included;
* a party for which no language is given is taken to need no interpreter: nothing is known of it;
* a slot is idle for a party that holds no meeting in it, whether or not the party is there;
* an assignment that names an unknown slot or place still counts as serving its request, so that
  one slip is reported once;
* a meeting held by the baseline's `now`, and standing as it did, is history: when its parties, its
  place and its interpreter are there is not asked again.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from .codec import digest
from .problem import (
    MINIMUM,
    WEIGHT,
    Assignment,
    Busy,
    Interpreter,
    Party,
    Place,
    Problem,
    Request,
    Slot,
)
from .result import Guarantee, Objective, Plan, Status


class ViolationCode(StrEnum):
    """What is wrong with a plan."""

    WRONG_PROBLEM = "wrong_problem"
    UNKNOWN_ITEM = "unknown_item"
    SERVED_TWICE = "served_twice"
    ABSENT_PARTY = "absent_party"
    PARTY_BUSY = "party_busy"
    DOUBLE_BOOKING = "double_booking"
    IMPOSSIBLE_TRAVEL = "impossible_travel"
    CLOSED_SLOT = "closed_slot"
    CLOSED_PLACE = "closed_place"
    PLACE_FULL = "place_full"
    FOREIGN_STAND = "foreign_stand"
    CLOSED_DOOR_ROOM = "closed_door_room"
    WRONG_FIXED_SLOT = "wrong_fixed_slot"
    WRONG_FIXED_PLACE = "wrong_fixed_place"
    MISSING_INTERPRETER = "missing_interpreter"
    NEEDLESS_INTERPRETER = "needless_interpreter"
    UNABLE_INTERPRETER = "unable_interpreter"
    INTERPRETER_ABSENT = "interpreter_absent"
    INTERPRETER_DOUBLE_BOOKED = "interpreter_double_booked"
    INTERPRETER_OVERRUN = "interpreter_overrun"
    INTERPRETER_TRAVEL = "interpreter_travel"
    DAY_FULL = "day_full"
    PRECEDENCE = "precedence"
    SPREAD = "spread"
    PINNED_MOVED = "pinned_moved"
    PAST_SLOT = "past_slot"
    MANDATORY_UNSERVED = "mandatory_unserved"
    WRONG_FIGURE = "wrong_figure"


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken rule: ``message`` is a sentence that names the items and times concerned."""

    code: ViolationCode
    message: str
    requests: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What a plan really is. Figures count every known request that an assignment names.

    ``weight`` is the weight served, ``mandatory_unserved`` and ``below_minimum`` count requests
    and parties, ``shortfall`` the meetings those parties lack in all, ``breaks`` the idle runs of
    each party, ``total_breaks`` their sum, ``spread`` the most breaks of a party less the fewest,
    ``held_spread`` the same among the parties that hold a meeting.
    """

    violations: tuple[Violation, ...]
    weight: int
    mandatory_unserved: int
    below_minimum: int
    shortfall: int
    breaks: Mapping[str, int]
    total_breaks: int
    spread: int
    held_spread: int

    @property
    def ok(self) -> bool:
        """Whether every rule holds and every claim is true."""
        return not self.violations


@dataclass(frozen=True, slots=True)
class _Meeting:
    """An assignment whose request, slot and place exist."""

    request: Request
    place: Place
    slots: tuple[int, ...]
    """Positions in the order of time; fewer than the length when the half-day ends too soon."""
    start: datetime
    end: datetime
    named: str | None
    """The interpreter that the assignment names, who may not exist."""
    interpreter: Interpreter | None


@dataclass(frozen=True, slots=True)
class _Activity:
    """What takes ``teams`` teams of one party at ``venue`` (None: wherever they are)."""

    start: datetime
    end: datetime
    venue: str | None
    teams: int
    request: str | None
    busy: str | None = None

    @property
    def label(self) -> str:
        """What it is and when."""
        when = _when(self.start, self.end)
        if self.request is not None:
            return f"the meeting of request {self.request!r} ({when})"
        return f"busy time {self.busy!r} ({when})"


def verify(problem: Problem, plan: Plan) -> Report:
    """Return every rule the plan breaks and its true figures; nothing in the plan is believed.

    Raises no error for a problem that `check_problem` accepts, whatever the plan says.
    """
    return _Verifier(problem, plan).report()


class _Verifier:
    """One plan before one problem."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self.problem = problem
        self.plan = plan
        self.slots: tuple[Slot, ...] = tuple(sorted(problem.slots, key=lambda slot: slot.start))
        self.position: dict[str, int] = {slot.id: n for n, slot in enumerate(self.slots)}
        self.parties: dict[str, Party] = {party.id: party for party in problem.parties}
        self.requests: dict[str, Request] = {request.id: request for request in problem.requests}
        self.places: dict[str, Place] = {place.id: place for place in problem.places}
        self.interpreters: dict[str, Interpreter] = {i.id: i for i in problem.interpreters}
        self.spoken: dict[str, frozenset[str]] = {
            party.id: frozenset(party.languages) for party in problem.parties
        }
        self.minutes: dict[tuple[str, str], int] = {
            venues: travel.minutes
            for travel in problem.travel
            for venues in (travel.venues, travel.venues[::-1])
        }
        self.spans: dict[tuple[str, int], tuple[int, ...]] = {}
        self.known: dict[str, frozenset[str]] = {
            "request": frozenset(self.requests),
            "slot": frozenset(self.position),
            "place": frozenset(self.places),
            "interpreter": frozenset(self.interpreters),
            "party": frozenset(self.parties),
            "busy time": frozenset(busy.id for busy in problem.busy),
        }
        # The first assignment of each request is the one that its figures are taken from.
        self.served: dict[str, Assignment] = {}
        for assignment in plan.assignments:
            if assignment.request in self.requests:
                self.served.setdefault(assignment.request, assignment)
        self.meetings: list[_Meeting] = [
            meeting for a in plan.assignments if (meeting := self._meeting(a)) is not None
        ]
        self.earlier: dict[str, Assignment] = {}
        self.begun: frozenset[str] = frozenset()
        self.held: frozenset[str] = frozenset()
        if problem.baseline is not None:
            now = problem.baseline.now
            self.earlier = {a.request: a for a in problem.baseline.assignments}
            if now is not None:
                self.begun = frozenset(slot.id for slot in self.slots if slot.start <= now)
            self.held = frozenset(r for r, a in self.earlier.items() if a.slot in self.begun)

    def report(self) -> Report:
        """Apply every check, in the order of the codes, and recompute the figures."""
        held = dict.fromkeys(self.parties, 0)
        weights = dict.fromkeys(self.parties, 0)
        for request_id in self.served:
            for party_id in self.requests[request_id].parties:
                held[party_id] += 1
                weights[party_id] += self.requests[request_id].weight
        lacking = {p.id: max(0, p.minimum - held[p.id]) for p in self.problem.parties}
        unserved = [r for r in self.problem.requests if r.mandatory and r.id not in self.served]
        breaks = self._breaks()
        of_holders = [breaks[party_id] for party_id in held if held[party_id]]
        figures = Report(
            violations=(),
            weight=sum(self.requests[request_id].weight for request_id in self.served),
            mandatory_unserved=len(unserved),
            below_minimum=sum(1 for lack in lacking.values() if lack),
            shortfall=sum(lacking.values()),
            breaks=breaks,
            total_breaks=sum(breaks.values()),
            spread=max(breaks.values(), default=0) - min(breaks.values(), default=0),
            held_spread=max(of_holders, default=0) - min(of_holders, default=0),
        )
        violations = (
            *self._wrong_problem(),
            *self._unknown_items(),
            *self._served_twice(),
            *self._each_meeting(),
            *self._each_party(),
            *self._each_place(),
            *self._each_interpreter(),
            *self._days_full(),
            *self._precedences(),
            *self._spread(figures),
            *self._pinned(),
            *self._too_late(),
            *self._mandatory(unserved),
            *self._wrong_status(figures),
            *self._wrong_objectives(figures),
            *self._wrong_measures(held, weights, breaks, lacking),
            *self._wrong_prices(figures),
            *self._wrong_unserved(),
        )
        return replace(figures, violations=violations)

    # What is named.

    def _meeting(self, a: Assignment) -> _Meeting | None:
        if not (a.request in self.requests and a.slot in self.position and a.place in self.places):
            return None
        request = self.requests[a.request]
        slots = self._span(a.slot, request.length)
        return _Meeting(
            request=request,
            place=self.places[a.place],
            slots=slots,
            start=self.slots[slots[0]].start,
            end=self.slots[slots[-1]].end,
            named=a.interpreter,
            interpreter=self.interpreters.get(a.interpreter or ""),
        )

    def _span(self, slot_id: str, length: int) -> tuple[int, ...]:
        if (slot_id, length) not in self.spans:
            self.spans[slot_id, length] = self._in_a_row(slot_id, length)
        return self.spans[slot_id, length]

    def _in_a_row(self, slot_id: str, length: int) -> tuple[int, ...]:
        first = self.position[slot_id]
        half = _half_day(self.slots[first])
        last = first
        while (
            last + 1 < min(first + length, len(self.slots))
            and _half_day(self.slots[last + 1]) == half
        ):
            last += 1
        return tuple(range(first, last + 1))

    def _past(self, request_id: str) -> bool:
        """Whether a request's meeting is held and stands as the baseline has it."""
        return request_id in self.held and self.served.get(request_id) == self.earlier[request_id]

    def _wrong_problem(self) -> Iterator[Violation]:
        actual = digest(self.problem)
        if self.plan.problem_digest != actual:
            yield Violation(
                ViolationCode.WRONG_PROBLEM,
                f"The plan was made for problem {self.plan.problem_digest[:12]!r}, but this is "
                f"problem {actual[:12]!r}.",
            )

    def _unknown_items(self) -> Iterator[Violation]:
        for a in self.plan.assignments:
            yield from self._unknown(
                f"The meeting of request {a.request!r}",
                (a.request,) if a.request in self.requests else (),
                request=[a.request],
                slot=[a.slot],
                place=[a.place],
                interpreter=[] if a.interpreter is None else [a.interpreter],
            )
        for u in self.plan.unserved:
            evidence = u.evidence
            yield from self._unknown(
                f"The reason given for request {u.request!r}",
                (u.request,) if u.request in self.requests else (),
                request=[u.request, *evidence.blockers, *evidence.requests],
                slot=evidence.slots,
                place=evidence.places,
                interpreter=evidence.interpreters,
                **{"busy time": evidence.busy},
                party=[] if evidence.party is None else [evidence.party],
            )
        yield from self._unknown("The conflict", (), request=self.plan.conflict)
        yield from self._unknown("A measure", (), party=[m.party for m in self.plan.measures])

    def _unknown(
        self, what: str, requests: tuple[str, ...], **named: Sequence[str]
    ) -> Iterator[Violation]:
        for kind, ids in named.items():
            if self.known[kind].issuperset(ids):
                continue
            for unknown in dict.fromkeys(i for i in ids if i not in self.known[kind]):
                yield Violation(
                    ViolationCode.UNKNOWN_ITEM,
                    f"{what} names {kind} {unknown!r}, which is not in the problem.",
                    requests,
                )

    def _served_twice(self) -> Iterator[Violation]:
        times = Counter(a.request for a in self.plan.assignments if a.request in self.requests)
        for request_id, count in times.items():
            if count > 1:
                slots = ", ".join(
                    repr(a.slot) for a in self.plan.assignments if a.request == request_id
                )
                yield Violation(
                    ViolationCode.SERVED_TWICE,
                    f"Request {request_id!r} is served {count} times, in slots {slots}.",
                    (request_id,),
                )

    # One meeting at a time.

    def _each_meeting(self) -> Iterator[Violation]:
        for meeting in self.meetings:
            if not self._past(meeting.request.id):
                yield from self._present(meeting)
            yield from self._open(meeting)
            yield from self._suitable(meeting)
            yield from self._understood(meeting)
        for a in self.plan.assignments:
            request = self.requests.get(a.request)
            if request is None:
                continue
            if request.fixed_slot not in (None, a.slot) and a.slot in self.position:
                yield Violation(
                    ViolationCode.WRONG_FIXED_SLOT,
                    f"Request {a.request!r} is fixed in slot {request.fixed_slot!r} but stands in "
                    f"slot {a.slot!r}.",
                    (a.request,),
                )
            if request.fixed_place not in (None, a.place) and a.place in self.places:
                yield Violation(
                    ViolationCode.WRONG_FIXED_PLACE,
                    f"Request {a.request!r} is fixed at place {request.fixed_place!r} but stands "
                    f"at place {a.place!r}.",
                    (a.request,),
                )

    def _present(self, meeting: _Meeting) -> Iterator[Violation]:
        for party_id in dict.fromkeys(meeting.request.parties):
            away = self._outside(meeting, self.parties[party_id].slots)
            if away:
                yield Violation(
                    ViolationCode.ABSENT_PARTY,
                    f"Party {party_id!r} is not there in {away}, when {_what(meeting)} is held.",
                    (meeting.request.id,),
                )

    def _open(self, meeting: _Meeting) -> Iterator[Violation]:
        request, place = meeting.request, meeting.place
        found: list[str] = []
        if len(meeting.slots) < request.length:
            found.append(
                f"takes {request.length} slots, but its half-day leaves {len(meeting.slots)}"
            )
        closed = [n for n in meeting.slots if place.venue not in self.slots[n].venues]
        if closed:
            found.append(f"is at venue {place.venue!r}, which is closed in {self._named(closed)}")
        barred = self._outside(meeting, request.slots)
        if barred:
            found.append(f"stands in {barred}, which the request does not allow")
        for what in found:
            yield Violation(
                ViolationCode.CLOSED_SLOT,
                f"{_begin(_what(meeting))} {what}.",
                (request.id,),
            )
        shut = self._outside(meeting, place.slots)
        if shut and not self._past(request.id):
            yield Violation(
                ViolationCode.CLOSED_PLACE,
                f"Place {place.id!r} is closed in {shut}, when {_what(meeting)} is held there.",
                (request.id,),
            )

    def _suitable(self, meeting: _Meeting) -> Iterator[Violation]:
        request, place = meeting.request, meeting.place
        if place.owner is not None and place.owner not in request.parties:
            yield Violation(
                ViolationCode.FOREIGN_STAND,
                f"{_begin(_what(meeting))} is held at {place.id!r}, the stand of party "
                f"{place.owner!r}, who is not in it.",
                (request.id,),
            )
        if request.closed_door and not place.closed_door:
            yield Violation(
                ViolationCode.CLOSED_DOOR_ROOM,
                f"{_begin(_what(meeting))} is behind closed doors, but place {place.id!r} is "
                "not a closed-door room.",
                (request.id,),
            )

    def _understood(self, meeting: _Meeting) -> Iterator[Violation]:
        one, other = (self.spoken[party] for party in meeting.request.parties)
        needed = bool(one) and bool(other) and not one & other
        if not needed and meeting.named is None:
            return
        parties = " and ".join(repr(party) for party in meeting.request.parties)
        if needed and meeting.named is None:
            yield Violation(
                ViolationCode.MISSING_INTERPRETER,
                f"{_begin(_what(meeting))} has no interpreter, but parties {parties} share no "
                "language.",
                (meeting.request.id,),
            )
        interpreter = meeting.interpreter
        if interpreter is None:
            return
        if not needed:
            yield Violation(
                ViolationCode.NEEDLESS_INTERPRETER,
                f"{_begin(_what(meeting))} has interpreter {interpreter.id!r}, but parties "
                f"{parties} need none.",
                (meeting.request.id,),
            )
        elif not (one & set(interpreter.languages) and other & set(interpreter.languages)):
            yield Violation(
                ViolationCode.UNABLE_INTERPRETER,
                f"Interpreter {interpreter.id!r} of {_what(meeting)} does not speak a language of "
                f"each of parties {parties}.",
                (meeting.request.id,),
            )
        away = self._outside(meeting, interpreter.slots)
        if away and not self._past(meeting.request.id):
            yield Violation(
                ViolationCode.INTERPRETER_ABSENT,
                f"Interpreter {interpreter.id!r} is not there in {away}, when {_what(meeting)} is "
                "held.",
                (meeting.request.id,),
            )

    def _outside(self, meeting: _Meeting, allowed: tuple[str, ...] | None) -> str:
        if allowed is None:
            return ""
        return self._named([n for n in meeting.slots if self.slots[n].id not in allowed])

    def _named(self, positions: Sequence[int]) -> str:
        if not positions:
            return ""
        names = ", ".join(repr(self.slots[n].id) for n in positions)
        return f"slot{'s' if len(positions) > 1 else ''} {names}"

    # Parties, places and interpreters through the days.

    def _each_party(self) -> Iterator[Violation]:
        mine: dict[str, list[_Meeting]] = defaultdict(list)
        for meeting in self.meetings:
            for party_id in dict.fromkeys(meeting.request.parties):
                mine[party_id].append(meeting)
        commitments: dict[str, list[Busy]] = defaultdict(list)
        for busy in self.problem.busy:
            commitments[busy.party].append(busy)
        for party in self.problem.parties:
            if mine[party.id]:
                yield from self._one_party(party, mine[party.id], commitments[party.id])

    def _one_party(
        self, party: Party, meetings: Sequence[_Meeting], commitments: Sequence[Busy]
    ) -> Iterator[Violation]:
        held = [_Activity(m.start, m.end, m.place.venue, 1, m.request.id) for m in meetings]
        taken = [
            _Activity(b.start, b.end, b.venue, b.teams or party.teams, None, b.id)
            for b in commitments
            if b.venue is not None or b.teams is not None
        ]
        out = [
            _Activity(b.start, b.end, None, 0, None, b.id)
            for b in commitments
            if b.venue is None and b.teams is None
        ]
        if self._attended([*held, *taken], party.teams) and not _meet(held, out):
            return
        overbooked = False
        seen: set[tuple[str, ...]] = set()
        for instant in sorted({a.start for a in (*held, *taken, *out)}):
            now = [a for a in held if a.start <= instant < a.end]
            kept = [a for a in taken if a.start <= instant < a.end]
            gone = [a for a in out if a.start <= instant < a.end]
            if not now:
                continue
            requests = tuple(a.request for a in now if a.request is not None)
            if len(now) > party.teams:
                if requests not in seen:
                    yield Violation(
                        ViolationCode.DOUBLE_BOOKING,
                        f"Party {party.id!r} has {_teams(party.teams)} but {len(now)} meetings at "
                        f"once: {_listed(a.label for a in now)}.",
                        requests,
                    )
                seen.add(requests)
                overbooked = True
            elif gone or len(now) + sum(a.teams for a in kept) > party.teams:
                labels = tuple(a.label for a in (*now, *gone, *kept))
                if labels not in seen:
                    yield Violation(
                        ViolationCode.PARTY_BUSY,
                        f"Party {party.id!r}, with {_teams(party.teams)}, has "
                        f"{_listed(a.label for a in now)} while it is taken by "
                        f"{_listed(a.label for a in (*gone, *kept))}.",
                        requests,
                    )
                seen.add(labels)
                overbooked = True
        # At one site nobody travels, and nothing is overbooked but at some instant.
        if not overbooked and len({a.venue for a in (*held, *taken)}) > 1:
            yield from self._party_travel(party, [*held, *taken])

    def _attended(self, activities: list[_Activity], teams: int) -> bool:
        """Whether teams sent to one activity after the other attend them all, without much thought.

        If so, that roster is the proof that nothing is overbooked and everybody travels in time. If
        not, there may be another roster.
        """
        last: list[_Activity | None] = [None] * teams
        for activity in sorted(activities, key=lambda a: a.start):
            wanted = activity.teams
            for n, before in enumerate(last):
                if wanted and (before is None or self._reaches(before, activity)):
                    last[n] = activity
                    wanted -= 1
            if wanted:
                return False
        return True

    def _party_travel(self, party: Party, activities: list[_Activity]) -> Iterator[Violation]:
        clash = self._too_many_at_once(activities, party.teams)
        if clash:
            places = _listed(
                a.label if a.venue is None else f"{a.label} at venue {a.venue!r}" for a in clash
            )
            yield Violation(
                ViolationCode.IMPOSSIBLE_TRAVEL,
                f"Party {party.id!r} has {_teams(party.teams)}, too few to travel in time between "
                f"{places}.",
                tuple(a.request for a in clash if a.request is not None),
            )

    def _too_many_at_once(self, activities: list[_Activity], teams: int) -> list[_Activity]:
        """Return activities no two of which one team can attend, needing more than ``teams``.

        "One team can attend a, then b" is a partial order: travel times obey the triangle
        inequality. By Dilworth's theorem the fewest teams that attend everything equal the
        heaviest set of activities no two of which are ordered; Fulkerson (1956) finds both by a
        largest matching of activities with their successors, here with one unit for each team.
        """
        count = len(activities)
        after = [
            [m for m in range(count) if self._reaches(activities[k], activities[m])]
            for k in range(count)
        ]
        alone = [a.teams for a in activities]  # units of each that have no successor yet
        first = [a.teams for a in activities]  # units of each that have no predecessor yet
        matched: list[dict[int, int]] = [{} for _ in range(count)]  # successor: predecessor: units
        while True:
            came: dict[int, int] = {}  # successor -> the predecessor it was reached from
            back: dict[int, int | None] = {k: None for k in range(count) if alone[k]}
            end = _search(after, first, matched, came, back)
            if end is None:
                break
            added: list[tuple[int, int]] = []
            removed: list[tuple[int, int]] = []
            m: int | None = end
            while m is not None:
                k = came[m]
                added.append((k, m))
                m = back[k]
                if m is not None:
                    removed.append((k, m))
            units = min(alone[k], first[end], *(matched[m][k] for k, m in removed))
            for k, m in added:
                matched[m][k] = matched[m].get(k, 0) + units
            for k, m in removed:
                matched[m][k] -= units
            alone[added[-1][0]] -= units
            first[end] -= units
        if sum(alone) <= teams:
            return []
        return [activities[k] for k in range(count) if k in back and k not in came]

    def _reaches(self, earlier: _Activity, later: _Activity) -> bool:
        if earlier.venue == later.venue or earlier.venue is None or later.venue is None:
            return later.start >= earlier.end
        need = self._travel(earlier.venue, later.venue)
        return later.start - earlier.end >= timedelta(minutes=need)

    def _travel(self, one: str, other: str) -> int:
        return 0 if one == other else self.minutes.get((one, other), 0)

    def _each_place(self) -> Iterator[Violation]:
        filled: dict[tuple[str, int], list[_Meeting]] = defaultdict(list)
        for meeting in self.meetings:
            for n in meeting.slots:
                filled[meeting.place.id, n].append(meeting)
        seen: set[tuple[str, ...]] = set()
        for (place_id, n), meetings in filled.items():
            capacity = self.places[place_id].capacity
            if len(meetings) <= capacity:
                continue
            requests = tuple(m.request.id for m in meetings)
            if (place_id, *requests) not in seen:
                seen.add((place_id, *requests))
                yield Violation(
                    ViolationCode.PLACE_FULL,
                    f"Place {place_id!r} holds {capacity} at a time but has {len(meetings)} in "
                    f"slot {self.slots[n].id!r}: {_listed(map(_what, meetings))}.",
                    requests,
                )

    def _each_interpreter(self) -> Iterator[Violation]:
        mine: dict[str, list[_Meeting]] = defaultdict(list)
        for meeting in self.meetings:
            if meeting.interpreter is not None:
                mine[meeting.interpreter.id].append(meeting)
        for interpreter in self.problem.interpreters:
            meetings = sorted(mine[interpreter.id], key=lambda m: (m.start, m.end))
            for k in range(1, len(meetings)):
                later = meetings[k]
                earlier = max(meetings[:k], key=lambda m: m.end)
                pair = (earlier.request.id, later.request.id)
                gap = (later.start - earlier.end).total_seconds() / 60
                need = self._travel(earlier.place.venue, later.place.venue)
                if gap < 0:
                    yield Violation(
                        ViolationCode.INTERPRETER_DOUBLE_BOOKED,
                        f"Interpreter {interpreter.id!r} has {_what(earlier)} and {_what(later)} "
                        "at once.",
                        pair,
                    )
                elif gap < need:
                    yield Violation(
                        ViolationCode.INTERPRETER_TRAVEL,
                        f"Interpreter {interpreter.id!r} has {gap:g} minutes from {_what(earlier)} "
                        f"at venue {earlier.place.venue!r} to {_what(later)} at venue "
                        f"{later.place.venue!r}, and needs {need}.",
                        pair,
                    )
            yield from self._overrun(interpreter, meetings)

    def _overrun(
        self, interpreter: Interpreter, meetings: Sequence[_Meeting]
    ) -> Iterator[Violation]:
        if interpreter.max_run is None:
            return
        run: list[int] = []
        for n in [*sorted({n for m in meetings for n in m.slots}), -1]:
            if run and n == run[-1] + 1 and self._same_half_day(n, run[-1]):
                run.append(n)
                continue
            if len(run) > interpreter.max_run:
                yield Violation(
                    ViolationCode.INTERPRETER_OVERRUN,
                    f"Interpreter {interpreter.id!r} works {len(run)} slots in a row from "
                    f"{self.slots[run[0]].id!r} to {self.slots[run[-1]].id!r}, and may work "
                    f"{interpreter.max_run}.",
                    tuple(m.request.id for m in meetings if set(m.slots) & set(run)),
                )
            run = [n]

    def _same_half_day(self, one: int, other: int) -> bool:
        return _half_day(self.slots[one]) == _half_day(self.slots[other])

    def _days_full(self) -> Iterator[Violation]:
        limits = {p.id: p.max_per_day for p in self.problem.parties if p.max_per_day is not None}
        if not limits:
            return
        held: dict[tuple[str, str], list[str]] = defaultdict(list)
        for meeting in self.meetings:
            for party_id in dict.fromkeys(meeting.request.parties):
                if party_id not in limits:
                    continue
                held[party_id, self.slots[meeting.slots[0]].day].append(meeting.request.id)
        for (party_id, day), requests in held.items():
            most = limits[party_id]
            if len(requests) > most:
                yield Violation(
                    ViolationCode.DAY_FULL,
                    f"Party {party_id!r} has {len(requests)} meetings on day {day!r} and accepts "
                    f"{most}.",
                    tuple(requests),
                )

    # Meetings among themselves.

    def _precedences(self) -> Iterator[Violation]:
        held: dict[str, list[_Meeting]] = defaultdict(list)
        for meeting in self.meetings:
            held[meeting.request.id].append(meeting)
        for request in self.problem.requests:
            if not request.after or request.id not in self.served:
                continue
            for before in dict.fromkeys(request.after):
                if before not in self.served:
                    yield Violation(
                        ViolationCode.PRECEDENCE,
                        f"Request {request.id!r} comes after request {before!r}, which is not "
                        "served.",
                        (request.id, before),
                    )
                elif any(b.end > m.start for m in held[request.id] for b in held[before]):
                    yield Violation(
                        ViolationCode.PRECEDENCE,
                        f"{_begin(_what(held[request.id][0]))} begins before "
                        f"{_what(held[before][0])}, which it comes after, has ended.",
                        (request.id, before),
                    )

    def _breaks(self) -> dict[str, int]:
        """Return the idle runs of each party, from the first assignment of each request."""
        lunch = self.problem.rules.lunch_exempt
        busy: dict[str, dict[tuple[str, str], set[int]]] = {
            p: defaultdict(set) for p in self.parties
        }
        for request_id, assignment in self.served.items():
            if assignment.slot not in self.position:
                continue
            request = self.requests[request_id]
            for n in self._span(assignment.slot, request.length):
                slot = self.slots[n]
                span = (slot.day, slot.half_day if lunch else "")
                for party_id in request.parties:
                    busy[party_id][span].add(n)
        return {
            party_id: sum(sum(n + 1 not in slots for n in slots) - 1 for slots in spans.values())
            for party_id, spans in busy.items()
        }

    def _spread(self, figures: Report) -> Iterator[Violation]:
        most = self.problem.rules.spread
        if most is not None and figures.spread > most:
            many = max(figures.breaks, key=lambda party: figures.breaks[party])
            few = min(figures.breaks, key=lambda party: figures.breaks[party])
            yield Violation(
                ViolationCode.SPREAD,
                f"Party {many!r} has {figures.breaks[many]} breaks and party {few!r} has "
                f"{figures.breaks[few]}, but the rules allow a difference of {most}.",
            )

    def _pinned(self) -> Iterator[Violation]:
        if self.problem.baseline is None:
            return
        pinned = dict.fromkeys(self.problem.baseline.pinned)
        held = (r for r in self.earlier if r in self.held and r not in pinned)
        for request_id in (*pinned, *held):
            kept, now = self.earlier[request_id], self.served.get(request_id)
            if now != kept:
                stands = "is dropped" if now is None else f"stands in {_put(now)}"
                state = "is pinned" if request_id in pinned else "has been held"
                yield Violation(
                    ViolationCode.PINNED_MOVED,
                    f"Request {request_id!r} {state} in {_put(kept)} but {stands}.",
                    (request_id,),
                )

    def _too_late(self) -> Iterator[Violation]:
        for a in self.plan.assignments:
            late = a.slot in self.begun and a.request not in self.held
            if late and a.request in self.requests:
                yield Violation(
                    ViolationCode.PAST_SLOT,
                    f"Request {a.request!r} stands in slot {a.slot!r}, which has begun by the time "
                    "of the repair, and the earlier plan does not have it then.",
                    (a.request,),
                )

    # What the plan claims.

    def _mandatory(self, unserved: Sequence[Request]) -> Iterator[Violation]:
        if self.plan.status not in (Status.OPTIMAL, Status.FEASIBLE):
            return
        for request in unserved:
            yield Violation(
                ViolationCode.MANDATORY_UNSERVED,
                f"Request {request.id!r} is mandatory and not served, but the plan calls itself "
                f"{self.plan.status.value}.",
                (request.id,),
            )

    def _wrong_status(self, figures: Report) -> Iterator[Violation]:
        status = self.plan.status
        if status in (Status.INFEASIBLE, Status.UNKNOWN) and not figures.mandatory_unserved:
            yield _wrong(
                f"The plan calls itself {status.value}, but every mandatory request is served."
            )
        if status is not Status.INFEASIBLE and self.plan.conflict:
            yield _wrong(
                f"The plan calls itself {status.value}, but names a conflict between mandatory "
                "requests."
            )
        baseline = self.problem.baseline
        pinned = self.held.union(() if baseline is None else baseline.pinned)
        for request_id in dict.fromkeys(self.plan.conflict):
            request = self.requests.get(request_id)
            if request is not None and not request.mandatory and request_id not in pinned:
                yield _wrong(
                    f"The conflict names request {request_id!r}, which is neither mandatory nor "
                    "pinned.",
                    (request_id,),
                )

    def _wrong_objectives(self, figures: Report) -> Iterator[Violation]:
        true: dict[str, tuple[str, int]] = {
            "mandatory": ("min", figures.mandatory_unserved),
            "weight": ("max", figures.weight),
            "below_minimum": ("min", figures.below_minimum),
            "shortfall": ("min", figures.shortfall),
            "breaks": ("min", figures.total_breaks),
            "spread": ("min", figures.held_spread),
        }
        order = [
            stage
            for name in self.problem.rules.objectives
            for stage in (["below_minimum", "shortfall"] if name == MINIMUM else [name])
        ]
        given = [stage.name for stage in self.plan.objectives]
        if self.problem.baseline is not None and "cancelled" in given:
            changes = self._changes()
            true.update({name: ("min", count) for name, count in changes.items()})
            order = ["mandatory", *changes, "below_minimum", "shortfall", "weight", "breaks"]
        wanted = [name for name in order if name in given]
        if given != (order if self.plan.status is Status.OPTIMAL else wanted):
            yield _wrong(
                f"The plan's objectives are {', '.join(given) or 'none'}, but the problem's are "
                f"{', '.join(order)}."
            )
        for stage in self.plan.objectives:
            if stage.name in true:
                yield from self._wrong_stage(stage, *true[stage.name])

    def _changes(self) -> dict[str, int]:
        """Count what became of the earlier meetings, each once: a repair's own objectives."""
        counts = {"cancelled": 0, "moved": 0, "relocated": 0}
        for request_id, earlier in self.earlier.items():
            now = self.served.get(request_id)
            if now is None:
                counts["cancelled"] += 1
            elif now.slot != earlier.slot:
                counts["moved"] += 1
            elif now.place != earlier.place:
                counts["relocated"] += 1
        return counts

    def _wrong_stage(self, stage: Objective, sense: str, value: int) -> Iterator[Violation]:
        what = f"objective {stage.name!r}"
        if stage.sense != sense:
            yield _wrong(f"The {what} is claimed to be a {stage.sense}, but is a {sense}.")
        if stage.value != value:
            yield _wrong(f"The {what} is claimed to be {stage.value}, but is {value}.")
        elif stage.bound < value if sense == "max" else stage.bound > value:
            yield _wrong(
                f"The bound of {what} is claimed to be {stage.bound}, but the plan reaches {value}."
            )
        elif self.plan.status is Status.OPTIMAL and stage.bound != value:
            yield _wrong(
                f"The plan calls itself optimal, but {what} is {value} with bound {stage.bound}."
            )
        elif (
            self.plan.status is Status.INFEASIBLE
            and stage.name == "mandatory"
            and stage.bound < 1 <= value
        ):
            yield _wrong(
                "The plan calls itself infeasible, but the bound of objective 'mandatory' is "
                f"{stage.bound}."
            )

    def _wrong_measures(
        self,
        held: Mapping[str, int],
        weights: Mapping[str, int],
        breaks: Mapping[str, int],
        lacking: Mapping[str, int],
    ) -> Iterator[Violation]:
        if not self.plan.measures:
            return
        asked = Counter(party for r in self.problem.requests for party in r.parties)
        true = {
            party: {
                "requested": asked[party],
                "meetings": held[party],
                "weight": weights[party],
                "breaks": breaks[party],
                "shortfall": lacking[party],
            }
            for party in self.parties
        }
        for measure in self.plan.measures:
            for name, value in true.get(measure.party, {}).items():
                if getattr(measure, name) != value:
                    yield _wrong(
                        f"Measure {name!r} of party {measure.party!r} is claimed to be "
                        f"{getattr(measure, name)}, but is {value}."
                    )
        given = [m.party for m in self.plan.measures if m.party in self.parties]
        if given != list(self.parties):
            yield _wrong("The plan's measures are not one for each party in the problem's order.")

    def _wrong_prices(self, figures: Report) -> Iterator[Violation]:
        """Hold against the plan that side of each price which is its own; the other is a claim."""
        rules = self.problem.rules
        promised = any(party.minimum for party in self.problem.parties)
        first = rules.objectives.index(MINIMUM) < rules.objectives.index(WEIGHT)
        there = {
            Guarantee.MANDATORY: (any(r.mandatory for r in self.problem.requests), True),
            Guarantee.MINIMUM: (promised, first),
            Guarantee.SPREAD: (rules.spread is not None, True),
        }
        lacking = (figures.below_minimum, figures.shortfall)
        times = Counter(price.guarantee for price in self.plan.prices)
        for price in self.plan.prices:
            what = f"The price of the guarantee {price.guarantee.value!r}"
            given, kept = there[price.guarantee]
            if not given:
                yield _wrong(f"{what} is told, but nothing of the kind is guaranteed.")
            elif price.kept != kept:
                yield _wrong(f"{what} is told as if it {'did not come' if kept else 'came'} first.")
            own = (price.below, price.shortfall)
            if not price.kept:
                own = (price.free_below, price.free_shortfall)
            if own != lacking or (price.kept and price.weight != figures.weight):
                yield _wrong(f"{what} is not that of this plan.")
            if not price.weight <= price.free <= price.free_bound >= price.bound >= price.weight:
                yield _wrong(f"{what} rests on weights that cannot be.")
            if price.free < figures.weight:
                yield _wrong(f"{what} counts {price.free} without it, but the plan serves more.")
        for guarantee, count in times.items():
            if count > 1:
                yield _wrong(f"The price of the guarantee {guarantee.value!r} is told twice.")

    def _wrong_unserved(self) -> Iterator[Violation]:
        times = Counter(u.request for u in self.plan.unserved)
        for request_id, count in times.items():
            if request_id in self.served:
                yield _wrong(
                    f"Request {request_id!r} is listed as unserved, but it is served.",
                    (request_id,),
                )
            elif count > 1 and request_id in self.requests:
                yield _wrong(
                    f"Request {request_id!r} is listed as unserved {count} times.", (request_id,)
                )
        for request_id in self.requests:
            if request_id not in self.served and request_id not in times:
                yield _wrong(
                    f"Request {request_id!r} is neither served nor listed as unserved.",
                    (request_id,),
                )
        absent = self.known["request"].difference(self.served)
        for u in self.plan.unserved:
            if absent.isdisjoint(u.evidence.blockers):
                continue
            for blocker in dict.fromkeys(u.evidence.blockers):
                if blocker in absent:
                    yield _wrong(
                        f"Request {u.request!r} is said to be kept out by request {blocker!r}, "
                        "which is not served.",
                        (u.request, blocker),
                    )


def _search(
    after: Sequence[Sequence[int]],
    first: Sequence[int],
    matched: Sequence[Mapping[int, int]],
    came: dict[int, int],
    back: dict[int, int | None],
) -> int | None:
    """Return a successor with a unit to match, found breadth first from the keys of ``back``.

    ``came`` and ``back`` are filled with how each successor and predecessor was reached; when
    nothing is found they hold all that can be reached.
    """
    queue = deque(back)
    while queue:
        k = queue.popleft()
        for m in after[k]:
            if m in came:
                continue
            came[m] = k
            if first[m]:
                return m
            for earlier, units in matched[m].items():
                if units and earlier not in back:
                    back[earlier] = m
                    queue.append(earlier)
    return None


def _meet(some: Iterable[_Activity], others: Sequence[_Activity]) -> bool:
    """Whether one of some activities overlaps one of the others."""
    return any(a.start < b.end and b.start < a.end for b in others for a in some)


def _half_day(slot: Slot) -> tuple[str, str]:
    return slot.day, slot.half_day


def _when(start: datetime, end: datetime) -> str:
    return f"{start:%Y-%m-%d %H:%M}-{end:%H:%M}"


def _what(meeting: _Meeting) -> str:
    return f"the meeting of request {meeting.request.id!r} ({_when(meeting.start, meeting.end)})"


def _begin(sentence: str) -> str:
    return sentence[0].upper() + sentence[1:]


def _put(a: Assignment) -> str:
    interpreter = "" if a.interpreter is None else f" with interpreter {a.interpreter!r}"
    return f"slot {a.slot!r} at place {a.place!r}{interpreter}"


def _teams(count: int) -> str:
    return f"{count} team{'s' if count > 1 else ''}"


def _listed(names: Iterable[str]) -> str:
    return "; ".join(names)


def _wrong(message: str, requests: tuple[str, ...] = ()) -> Violation:
    return Violation(ViolationCode.WRONG_FIGURE, message, requests)
