"""What must hold of every plan, on small problems of every kind, against brute force."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rendezvous import codec
from rendezvous.checking import check_problem
from rendezvous.problem import Problem
from rendezvous.result import Plan, Reason, Status
from rendezvous.solver import Stop, solve
from rendezvous.verify import verify
from tests.rendezvous import brute, strategies

PATIENT = settings(deadline=None, suppress_health_check=list(HealthCheck))
ENOUGH = Stop(seconds=60.0)


def planned(problem: Problem, **options: Any) -> Plan:
    """Return the plan of a small problem, which the checker has accepted."""
    plan = solve(problem, **{"stop": ENOUGH, "workers": 1, **options})
    assert verify(problem, plan).violations == ()
    return plan


def values(plan: Plan) -> dict[str, int]:
    """Return the value of each stage."""
    return {stage.name: stage.value for stage in plan.objectives}


def proven(plan: Plan) -> dict[str, int]:
    """Return the values that are proven and rest on proven ones only."""
    found: dict[str, int] = {}
    for stage in plan.objectives:
        if not stage.proven:
            break
        found[stage.name] = stage.value
    return found


@settings(PATIENT, max_examples=60)
@given(strategies.problems())
def test_nothing_is_better_and_no_bound_denies_it(problem: Problem) -> None:
    """All stages but breaks are proven, and at the value that brute force finds best.

    The best breaks are no more than the plan's and, once all before is proven, no fewer than their
    bound.
    """
    best = brute.optimum(problem)
    assert best is not None
    plan = planned(problem)
    given_up = brute.stage_order(problem)[:-1]
    expected = {name: best[0][name] for name in given_up}
    assert {name: values(plan)[name] for name in given_up} == expected
    assert {name: proven(plan).get(name) for name in given_up} == expected
    breaks = plan.objective("breaks")
    assert breaks.bound <= best[0]["breaks"] <= breaks.value
    assert plan.status is _status(plan, best[0]["mandatory"])


def _status(plan: Plan, mandatory: int) -> Status:
    if mandatory:
        return Status.INFEASIBLE
    return Status.OPTIMAL if all(o.proven for o in plan.objectives) else Status.FEASIBLE


@settings(PATIENT, max_examples=25)
@given(strategies.problems(), st.integers(0, 2**32 - 1))
def test_names_and_order_change_no_proven_value(problem: Problem, seed: int) -> None:
    other = scrambled(problem, Random(seed))
    assert check_problem(other) == []
    one, two = proven(planned(problem)), proven(planned(other))
    common = [name for name in brute.stage_order(problem) if name in one and name in two]
    assert common[:4] == brute.stage_order(problem)[:4]
    assert {name: one[name] for name in common} == {name: two[name] for name in common}


@settings(PATIENT, max_examples=25)
@given(strategies.problems(), st.integers(0, 1000))
def test_the_same_seed_and_work_give_the_same_bytes(problem: Problem, seed: int) -> None:
    stop = Stop(seconds=None, work=20.0)
    one, two = (planned(problem, stop=stop, seed=seed) for _ in range(2))
    assert codec.dump(codec.plan_to_data(one)) == codec.dump(codec.plan_to_data(two))


@settings(PATIENT, max_examples=25)
@given(strategies.problems())
def test_several_workers_and_another_seed_prove_the_same(problem: Problem) -> None:
    one, two = proven(planned(problem)), proven(planned(problem, workers=2, seed=5))
    first_four = brute.stage_order(problem)[:4]
    assert [one[name] for name in first_four] == [two[name] for name in first_four]


@settings(PATIENT, max_examples=40)
@given(st.data())
def test_pinned_meetings_stay(data: st.DataObject) -> None:
    """What is pinned of a possible plan stays, and the rest is as good as it can then be."""
    problem = data.draw(strategies.problems())
    best = brute.optimum(problem)
    assert best is not None
    earlier = best[1]
    pinned = strategies.some_of(data.draw, [a.request for a in earlier])
    problem = strategies.with_pins(problem, earlier, pinned)
    plan = planned(problem)
    expected = {name: best[0][name] for name in brute.stage_order(problem)[:-1]}
    assert {name: values(plan)[name] for name in expected} == expected


STANDING = frozenset(
    {
        Reason.NO_COMMON_SLOT,
        Reason.NO_PLACE,
        Reason.NO_CLOSED_ROOM,
        Reason.NO_INTERPRETER,
        Reason.TRAVEL,
    }
)
"""Reasons that can hold whatever else is planned."""


@settings(PATIENT, max_examples=40)
@given(strategies.problems())
def test_reasons_are_true(problem: Problem) -> None:
    """What could never be held says so; all else is kept out by what its evidence names."""
    plan = planned(problem)
    requests = {request.id: request for request in problem.requests}
    served = {a.request for a in plan.assignments}
    for unserved in plan.unserved:
        request, reason, evidence = requests[unserved.request], unserved.reason, unserved.evidence
        missing = tuple(name for name in request.after if name not in served)
        if not brute.could_join(problem, (), request):
            assert evidence.blockers == ()
            assert reason in STANDING or (reason is Reason.PARTY_FULL and evidence.busy)
        elif missing:
            assert (reason, evidence.requests) == (Reason.PREDECESSOR, missing)
        elif reason is Reason.SPREAD:
            assert evidence.limit == problem.rules.spread is not None
        else:
            named = {*evidence.blockers, *evidence.requests}
            beside = tuple(a for a in plan.assignments if a.request in named)
            assert not brute.could_join(problem, beside, request)


@settings(PATIENT, max_examples=25)
@given(strategies.problems())
def test_without_time_the_plan_is_still_a_plan(problem: Problem) -> None:
    plan = solve(problem, stop=Stop(seconds=0.0), workers=1)
    report = verify(problem, plan)
    assert report.violations == ()
    best = brute.optimum(problem)
    assert best is not None
    for stage in plan.objectives:
        assert better(stage.sense, stage.bound, best[0][stage.name])
        if stage.value != best[0][stage.name]:
            break


def better(sense: str, one: int, other: int) -> bool:
    """Return whether one value is at least as good as the other."""
    return one >= other if sense == "max" else one <= other


def scrambled(problem: Problem, random: Random) -> Problem:
    """Return the same problem with every id changed and every list but the slots' reordered."""
    names: dict[str, str] = {}
    for part in ("venues", "slots", "parties", "requests", "places", "interpreters", "busy"):
        ids = [item.id for item in getattr(problem, part)]
        fresh = random.sample(range(1000), len(ids))
        names |= {item_id: f"{part}-{n}" for item_id, n in zip(ids, fresh, strict=True)}

    def new(item: Any) -> Any:
        changes: dict[str, Any] = {}
        for field in item.__dataclass_fields__:
            value = getattr(item, field)
            if field in ("languages", "day", "half_day", "objectives"):
                continue
            if isinstance(value, str) and value in names:
                changes[field] = names[value]
            elif isinstance(value, tuple):
                changed = [names[v] for v in value]
                random.shuffle(changed)
                changes[field] = tuple(changed)
        return replace(item, **changes)

    def all_of(items: tuple[Any, ...]) -> tuple[Any, ...]:
        changed = [new(item) for item in items]
        random.shuffle(changed)
        return tuple(changed)

    return replace(
        problem,
        venues=all_of(problem.venues),
        slots=tuple(new(slot) for slot in problem.slots),
        parties=all_of(problem.parties),
        requests=all_of(problem.requests),
        places=all_of(problem.places),
        interpreters=all_of(problem.interpreters),
        travel=all_of(problem.travel),
        busy=all_of(problem.busy),
    )
