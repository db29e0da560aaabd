"""What must hold of every plan, on small problems of every kind, against brute force."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rendezvous import codec
from rendezvous.checking import check_problem
from rendezvous.problem import Baseline, Problem
from rendezvous.result import Plan, Reason, Status
from rendezvous.solver import Stop, choosing, lp, solve, stages
from rendezvous.verify import verify
from tests.rendezvous import brute, crowded, strategies
from tests.rendezvous.variants import scrambled

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


SEEDS = st.integers(0, 2**32 - 1)


@settings(PATIENT, max_examples=60)
@given(SEEDS)
def test_in_a_crowd_nothing_is_better_and_no_bound_denies_it(seed: int) -> None:
    """The same where every kind of rule is in play at once, in every order of the objectives."""
    problem = crowded.event(seed)
    best = brute.optimum(problem)
    assert best is not None
    plan = planned(problem)
    for stage in plan.objectives:
        value = best[0][stage.name]
        assert better(stage.sense, stage.bound, value)
        if stage.name == "breaks" and stage.value != value:
            break
        assert stage.value == value
        assert stage.proven or stage.name == "breaks"
    assert plan.status is _status(plan, best[0]["mandatory"])


@pytest.mark.parametrize(
    "fewer",
    [
        {(stages, "AFFORDABLE"): 0, (stages, "TIMED"): 0},
        {(stages, "AFFORDABLE"): 0, (stages, "TIMED"): 0, (lp, "SMALL"): 0},
        {(stages, "AFFORDABLE"): 0, (stages, "TIMED"): 0, (choosing, "FINE"): 0},
        {},
    ],
    ids=["nothing exact", "first-order relaxations", "coarse relaxation only", "little work"],
)
@settings(PATIENT, max_examples=12)
@given(seed=SEEDS)
def test_every_bound_holds_with_what_comes_before_it_as_it_stands(
    fewer: dict[tuple[Any, str], int], seed: int
) -> None:
    """As in large problems, where more is left open: no plan passes a bound, stage by stage."""
    problem = crowded.event(seed, requests=4, slots=5)
    work = 10.0 if fewer else Random(seed).choice((0.0, 1e-4, 0.01, 0.03))
    with pytest.MonkeyPatch.context() as patch:
        for (module, name), value in fewer.items():
            patch.setattr(module, name, value)
        plan = planned(problem, stop=Stop(seconds=None, work=work))
    for stage, best in zip(plan.objectives, best_beyond(problem, plan), strict=True):
        assert better(stage.sense, stage.bound, best)


def best_beyond(problem: Problem, plan: Plan) -> list[int]:
    """Return per stage the best there is among plans as good as this one in all stages before."""
    ways = brute._ways(problem)
    found = [(brute.figures(problem, p).stages, p) for p in brute._in_slots(problem, ways)]
    best: list[int] = []
    for stage in plan.objectives:
        found.sort(key=lambda item: item[0][stage.name], reverse=stage.sense == "max")
        best += next(
            [figures[stage.name]]
            for figures, placed in found
            if brute._complete(
                problem,
                [],
                [ways[n][placed[r.id]] for n, r in enumerate(problem.requests) if r.id in placed],
                len(placed),
            )
        )
        found = [item for item in found if better(stage.sense, item[0][stage.name], stage.value)]
    return best


@settings(PATIENT, max_examples=20)
@given(SEEDS, st.integers(0, 5), st.data())
def test_what_has_been_held_stays(seed: int, slot: int, data: st.DataObject) -> None:
    """Planned anew in the middle of the event, it is as good as it can still be."""
    problem = crowded.event(seed)
    best = brute.optimum(problem)
    assert best is not None
    now = problem.slots[slot % len(problem.slots)].start
    pinned = strategies.some_of(data.draw, [a.request for a in best[1]], 1)
    problem = replace(problem, baseline=Baseline(best[1], pinned, now))
    best = brute.optimum(problem)
    assert best is not None
    plan = planned(problem)
    for stage in plan.objectives:
        assert better(stage.sense, stage.bound, best[0][stage.name])
        if stage.name == "breaks":
            break
        assert stage.value == best[0][stage.name]


@settings(PATIENT, max_examples=25)
@given(strategies.problems(), SEEDS)
def test_names_and_order_change_no_proven_value(problem: Problem, seed: int) -> None:
    other = scrambled(problem, Random(seed))
    assert check_problem(other) == []
    one, two = planned(problem), planned(other)
    agree(one, two, proven_for_certain=4)


@settings(PATIENT, max_examples=8)
@given(SEEDS)
def test_names_and_order_change_no_proven_value_in_a_crowd(seed: int) -> None:
    problem = crowded.fair(seed)
    agree(planned(problem), planned(scrambled(problem, Random(seed))))


@settings(PATIENT, max_examples=6)
@given(SEEDS)
def test_workers_and_seeds_prove_the_same_in_a_crowd(seed: int) -> None:
    problem = crowded.fair(seed)
    agree(planned(problem), planned(problem, workers=2, seed=seed % 1000))


def agree(one: Plan, two: Plan, proven_for_certain: int = 3) -> None:
    """Two plans of one problem: what both prove is the same, and no bound denies the other."""
    for n, (first, second) in enumerate(zip(one.objectives, two.objectives, strict=True)):
        assert better(first.sense, first.bound, second.value)
        assert better(first.sense, second.bound, first.value)
        assert n >= proven_for_certain or (first.proven and second.proven)
        if first.value != second.value:
            assert not (first.proven and second.proven)
            break
    if one.status is Status.INFEASIBLE or two.status is Status.INFEASIBLE:
        assert one.status is two.status


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
