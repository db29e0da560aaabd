"""What would let a request in: by hand, and against brute force on small problems."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations_with_replacement

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from rendezvous.codec import digest
from rendezvous.problem import Assignment, Baseline, Problem, Request
from rendezvous.remedies import Concession, ConcessionKind, Explanation, grant
from rendezvous.result import Plan, Reason, Status, Unserved
from rendezvous.solver import Stop
from rendezvous.solver.explaining import explain
from rendezvous.verify import verify
from tests.rendezvous import brute, strategies

PATIENT = settings(deadline=None, suppress_health_check=list(HealthCheck))
ENOUGH = Stop(seconds=60.0)
K = ConcessionKind


def by_hand(problem: Problem, assignments: tuple[Assignment, ...]) -> Plan:
    """Return a plan that claims nothing beyond its meetings."""
    served = {a.request for a in assignments}
    lacking = any(r.mandatory and r.id not in served for r in problem.requests)
    return Plan(
        Status.UNKNOWN if lacking else Status.FEASIBLE,
        assignments,
        tuple(Unserved(r.id, Reason.OUTWEIGHED) for r in problem.requests if r.id not in served),
        problem_digest=digest(problem),
    )


def listed(problem: Problem, request: Request) -> Iterator[Concession]:
    """Yield everything that can be granted, for a request, once."""
    slots = [slot.id for slot in problem.slots]
    lengths = {r.length for r in problem.requests}
    spans = [(slot, length) for slot in slots for length in lengths]
    for before in request.after:
        yield Concession(K.UNORDERED, request=request.id, before=before)
    for slot in slots:
        yield Concession(K.OTHER_TIME, request=request.id, slot=slot, length=request.length)
    if request.fixed_place is not None:
        yield Concession(K.OTHER_PLACE, request=request.id, place=request.fixed_place)
    for busy in problem.busy:
        yield Concession(K.BUSY_LIFTED, party=busy.party, busy=busy.id)
    for party in problem.parties:
        if party.max_per_day is not None:
            yield Concession(K.MORE_A_DAY, party=party.id)
        for slot in slots:
            if party.slots is not None and slot not in party.slots:
                yield Concession(K.PARTY_FREE, party=party.id, slot=slot)
        for slot, length in spans:
            for venue in problem.venues:
                yield Concession(
                    K.COLLEAGUE, party=party.id, slot=slot, length=length, venue=venue.id
                )
    for place in problem.places:
        for slot in slots:
            if place.slots is not None and slot not in place.slots:
                yield Concession(K.PLACE_OPEN, place=place.id, slot=slot)
    for slot, length in spans:
        for venue in problem.venues:
            yield Concession(
                K.MORE_PLACE, venue=venue.id, slot=slot, length=length, closed_door=True
            )
        for languages in (("en", "fr"), ("en", "ru"), ("fr", "ru")):
            yield Concession(K.MORE_INTERPRETER, slot=slot, length=length, languages=languages)
    for interpreter in problem.interpreters:
        for slot in slots:
            if interpreter.slots is not None and slot not in interpreter.slots:
                yield Concession(K.INTERPRETER_FREE, interpreter=interpreter.id, slot=slot)


def check(problem: Problem, plan: Plan, explanation: Explanation) -> None:
    """Check each remedy against the problem as it would stand."""
    asked = explanation.unserved.request
    before = {a.request: a for a in plan.assignments}
    for remedy in explanation.remedies:
        granted = grant(problem, remedy.concessions)
        new = by_hand(granted, remedy.assignments)
        assert verify(granted, new).violations == ()
        now = {a.request: a for a in remedy.assignments}
        assert now[asked] == remedy.meeting
        assert now.keys() == {*before, asked, *remedy.joined}
        assert set(remedy.moved) == {
            r for r, a in before.items() if (a.slot, a.place) != (now[r].slot, now[r].place)
        }
    costs = [remedy.cost for remedy in explanation.remedies]
    assert costs == sorted(costs)


@settings(PATIENT, max_examples=60)
@given(st.data())
def test_no_fewer_concessions_would_do(data: st.DataObject) -> None:
    problem = data.draw(strategies.problems(most_requests=5))
    assignments = data.draw(strategies.standing(problem))
    served = {a.request for a in assignments}
    unmet = [r for r in problem.requests if r.id not in served]
    assume(unmet)
    if assignments and data.draw(st.booleans()):
        pinned = tuple(sorted(data.draw(st.sets(st.sampled_from(sorted(served)), max_size=2))))
        problem = replace(problem, baseline=Baseline(assignments, pinned))
    request = data.draw(st.sampled_from(unmet))
    plan = by_hand(problem, assignments)
    found = explain(problem, plan, request.id, stop=ENOUGH, workers=1)
    check(problem, plan, found)
    assert found.proven
    fewest = len(found.remedies[0].concessions) if found.possible else 2
    needed = {*served, request.id}
    for number in range(min(2, fewest)):
        for some in combinations_with_replacement(listed(problem, request), number):
            assert not brute.servable(grant(problem, some), needed), some
