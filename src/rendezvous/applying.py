"""From a problem, its plan and what happened to the problem to be repaired."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeVar

from .changes import (
    NAMES,
    Change,
    Changes,
    InterpreterIll,
    MeetingPinned,
    MeetingReleased,
    NewMeeting,
    PartyLate,
    PartyWithdrawn,
    PlaceLost,
)
from .checking import check_problem
from .codec import digest
from .collecting import uncollected
from .errors import InputError, at_most
from .problem import Assignment, Baseline, Interpreter, Party, Place, Problem, Request, Slot
from .result import Plan
from .verify import verify

Present = TypeVar("Present", Party, Place, Interpreter)
"""What is there in some slots and not in others."""


@uncollected()
def apply(problem: Problem, plan: Plan, changes: Changes) -> Problem:
    """Return the problem as it stands after the changes, with the plan as its baseline.

    What begins by ``changes.now`` is held; slots that have begun keep their availability, so that
    history remains true. Earlier pins stay pinned. InputError names each change that cannot be
    applied, and a plan that is not the problem's or does not hold.
    """
    _check_plan(problem, plan)
    state = _State(problem, plan, _now(problem, changes))
    for n, change in enumerate(changes.changes):
        for fault in state.apply(change):
            state.faults.append(f"changes[{n}] ({NAMES[type(change)]}): {fault}")
    if not state.faults:
        state.faults += state.broken_pins()
    if state.faults:
        raise InputError(at_most(state.faults))
    repaired = state.problem()
    faults = check_problem(repaired)
    if faults:
        raise InputError(at_most(faults))
    return repaired


def _check_plan(problem: Problem, plan: Plan) -> None:
    if plan.problem_digest != digest(problem):
        raise InputError("plan: made for another problem; give the problem it was made for")
    report = verify(problem, plan)
    if not report.ok:
        raise InputError(
            f"plan: it does not hold: {report.violations[0].message} Make the plan again"
        )


def _now(problem: Problem, changes: Changes) -> datetime | None:
    earlier = None if problem.baseline is None else problem.baseline.now
    if changes.now is None or earlier is None:
        return changes.now or earlier
    if changes.now < earlier:
        raise InputError(
            f"now: {changes.now.isoformat()} is before the last repair, {earlier.isoformat()}; "
            "give a later time"
        )
    return changes.now


@dataclass
class _State:
    """The problem while changes are applied to it."""

    before: Problem
    plan: Plan
    now: datetime | None
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.parties = {party.id: party for party in self.before.parties}
        self.places = {place.id: place for place in self.before.places}
        self.interpreters = {i.id: i for i in self.before.interpreters}
        self.requests = {request.id: request for request in self.before.requests}
        self.slots = sorted(self.before.slots, key=lambda slot: slot.start)
        self.ahead = [s for s in self.slots if self.now is None or s.start > self.now]
        self.planned = {a.request: a for a in self.plan.assignments}
        self.left: list[str] = []
        self.released: set[str] = set()
        baseline = self.before.baseline
        self.pinned = dict.fromkeys(r for r in (baseline.pinned if baseline else ()))

    def apply(self, change: Change) -> Iterator[str]:
        """Apply one change, or say what is wrong with it."""
        match change:
            case PartyLate():
                yield from self._away(
                    self.parties, "party", change.party, change.since, change.until
                )
            case PartyWithdrawn():
                yield from self._away(self.parties, "party", change.party, change.since, None)
                self.left.append(change.party)
            case PlaceLost():
                yield from self._away(
                    self.places, "place", change.place, change.since, change.until
                )
            case InterpreterIll():
                yield from self._away(
                    self.interpreters,
                    "interpreter",
                    change.interpreter,
                    change.since,
                    change.until,
                )
            case NewMeeting():
                yield from self._demand(change.request)
            case MeetingPinned():
                yield from self._pin(change.request)
            case MeetingReleased():
                yield from self._release(change.request)

    def _away(
        self,
        items: dict[str, Present],
        kind: str,
        item_id: str,
        since: datetime | None,
        until: datetime | None,
    ) -> Iterator[str]:
        if item_id not in items:
            yield f"there is no {kind} {item_id!r}; correct the id"
            return
        if since is not None and until is not None and until <= since:
            yield f"{kind} {item_id!r}: 'until' is not after 'since'; correct one of them"
            return
        lost = {
            slot.id
            for slot in self.ahead
            if (until is None or slot.start < until) and (since is None or slot.end > since)
        }
        if not lost:
            yield (
                f"{kind} {item_id!r}: no slot still to come is concerned; correct the times, or "
                "leave the change out"
            )
            return
        item = items[item_id]
        items[item_id] = replace(
            item,
            slots=tuple(
                slot.id
                for slot in self.slots
                if slot.id not in lost and (item.slots is None or slot.id in item.slots)
            ),
        )

    def _demand(self, request: Request) -> Iterator[str]:
        if request.id in self.requests:
            yield f"request {request.id!r} exists already; give the new one its own id"
        elif request.fixed_slot in {s.id for s in self.slots} - {s.id for s in self.ahead}:
            yield (
                f"request {request.id!r}: its fixed slot {request.fixed_slot!r} has begun; "
                "fix a later one"
            )
        else:
            self.requests[request.id] = replace(request, mandatory=True)

    def _pin(self, request_id: str) -> Iterator[str]:
        if request_id not in self.requests:
            yield f"there is no request {request_id!r}; correct the id"
        elif request_id not in self.planned:
            yield f"request {request_id!r} has no meeting in the plan; pin one that has"
        elif request_id in self.released:
            yield f"request {request_id!r} is released too; keep one of the two changes"
        else:
            self.pinned[request_id] = None

    def _release(self, request_id: str) -> Iterator[str]:
        if request_id not in self.pinned:
            yield f"request {request_id!r} is not pinned; leave the change out"
        else:
            self.released.add(request_id)
            del self.pinned[request_id]

    def broken_pins(self) -> Iterator[str]:
        """Say which promised meetings the changes make impossible."""
        for request_id in self.pinned:
            a = self.planned[request_id]
            span = [slot for slot in self._span(a) if slot in self.ahead]
            if not span or span[0].id != a.slot:
                continue
            needed: list[tuple[str, Party | Place | Interpreter]] = [
                ("party", self.parties[p]) for p in self.requests[request_id].parties
            ]
            needed.append(("place", self.places[a.place]))
            if a.interpreter is not None:
                needed.append(("interpreter", self.interpreters[a.interpreter]))
            for kind, item in needed:
                if not _there(item, span):
                    yield (
                        f"request {request_id!r} is pinned in slot {a.slot!r}, when {kind} "
                        f"{item.id!r} is not to be had; add a change of kind 'meeting_released'"
                    )

    def _span(self, a: Assignment) -> list[Slot]:
        first = next(n for n, slot in enumerate(self.slots) if slot.id == a.slot)
        return self.slots[first : first + self.requests[a.request].length]

    def problem(self) -> Problem:
        """Return the changed problem."""
        for party_id in self.left:
            self._void(party_id)
        return replace(
            self.before,
            parties=tuple(self.parties.values()),
            places=tuple(self.places.values()),
            interpreters=tuple(self.interpreters.values()),
            requests=tuple(self.requests.values()),
            baseline=Baseline(self.plan.assignments, tuple(self.pinned), self.now),
        )

    def _void(self, party_id: str) -> None:
        """Release everybody from what cannot be had of a party that has left."""
        party = self.parties[party_id]
        if any(_there(party, [slot]) for slot in self.ahead):
            return
        self.parties[party_id] = replace(party, minimum=0)
        ahead = {slot.id for slot in self.ahead}
        for request in self.requests.values():
            if party_id not in request.parties or not request.mandatory:
                continue
            a = self.planned.get(request.id)
            if a is None or a.slot in ahead:
                self.requests[request.id] = replace(request, mandatory=False)


def _there(item: Party | Place | Interpreter, slots: Iterable[Slot]) -> bool:
    return item.slots is None or all(slot.id in item.slots for slot in slots)
