"""More can be planned where more is possible, never less: what is proven says so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from rendezvous.checking import check_problem
from rendezvous.problem import Problem, Request
from rendezvous.result import Objective, Status
from tests.rendezvous import crowded
from tests.rendezvous.test_properties import planned
from tests.rendezvous.variants import MORE, without_one

PATIENT = settings(deadline=None, suppress_health_check=list(HealthCheck))
SEEDS = st.integers(0, 2**32 - 1)


def crowd(seed: int) -> Problem:
    """Return an event of more requests than brute force could try."""
    return crowded.event(seed, requests=8, parties=5)


def stages(problem: Problem) -> tuple[Objective, ...]:
    """Return the stages of a plan; all before breaks and their spread are proven."""
    found = planned(problem).objectives
    names = ("breaks", "spread")
    assert all(stage.proven for stage in found if stage.name not in names)
    return found


def no_worse(one: Sequence[Objective], other: Sequence[Objective]) -> bool:
    """Return whether the first stage that differs, of those proven in both, is better in one."""
    for mine, theirs in zip(one, other, strict=True):
        if not mine.proven or not theirs.proven:
            break
        if mine.value != theirs.value:
            return (mine.value > theirs.value) is (mine.sense == "max")
    return True


@pytest.mark.parametrize("what", MORE)
@settings(PATIENT, max_examples=3)
@given(seed=SEEDS)
def test_where_more_is_possible_nothing_is_lost(what: str, seed: int) -> None:
    """Mandatory requests that could all be served still can; then all else in its order."""
    problem = crowd(seed)
    more = MORE[what](problem, Random(seed))
    assume(more is not None)
    assert more is not None
    assume(not check_problem(more))
    assert no_worse(stages(more), stages(problem))


GAINS = {
    "party there": 7,
    "another team": 12,
    "no limit a day": 1,
    "place open": 16,
    "larger place": 84,
    "closed room": 12,
    "another place": 14,
    "every venue open": 2,
    "interpreter there": 38,
    "untiring interpreter": 33,
    "another interpreter": 20,
    "any slot": 25,
    "any place": 26,
    "open door": 12,
    "in any order": 0,
    "one commitment less": 18,
    "quicker travel": 2,
    "any spread": 18,
}
"""Seeds of events in which each of these lets something more be planned; found by trying."""


@pytest.mark.parametrize("what", MORE)
def test_each_of_these_can_be_a_gain(what: str) -> None:
    """Otherwise the test above would compare a problem with its like."""
    problem = crowded.event(GAINS[what])
    more = MORE[what](problem, Random(GAINS[what]))
    assert more is not None
    assert check_problem(more) == []
    assert not no_worse(stages(problem), stages(more))


@settings(PATIENT, max_examples=8)
@given(SEEDS)
def test_with_one_request_less_nothing_is_gained(seed: int) -> None:
    problem = crowd(seed)
    less = list(without_one(problem))
    assume(less)
    assert no_worse(stages(problem), stages(Random(seed).choice(less)))


@settings(PATIENT, max_examples=8)
@given(SEEDS, st.integers(1, 50))
def test_a_heavier_request_adds_no_more_than_its_own_weight(seed: int, more: int) -> None:
    problem = crowd(seed)
    heavier = Random(seed).choice(problem.requests)
    raised = reweighed(problem, lambda r: r.weight + more * (r == heavier))
    before, after = (weight_of(p) for p in (problem, raised))
    assert before <= after <= before + more


@settings(PATIENT, max_examples=6)
@given(SEEDS, st.integers(2, 7))
def test_in_another_unit_of_weight_all_else_is_the_same(seed: int, times: int) -> None:
    problem = reweighed(crowd(seed), lambda r: min(r.weight, 100))
    one, other = stages(problem), stages(reweighed(problem, lambda r: r.weight * times))
    for mine, theirs in zip(one, other, strict=True):
        if mine.proven and theirs.proven:
            assert theirs.value == mine.value * (times if mine.name == "weight" else 1)
        elif mine.value != theirs.value:
            break


@settings(PATIENT, max_examples=6)
@given(SEEDS)
@example(511)  # a spread rule that only plans with more breaks than were counted can keep
def test_what_is_served_may_as_well_be_mandatory(seed: int) -> None:
    """And what a plan does not serve may as well not have been asked for."""
    problem = crowd(seed)
    plan = planned(problem)
    assume(plan.status is not Status.INFEASIBLE)
    served = {a.request for a in plan.assignments}
    requests = tuple(replace(r, mandatory=True) for r in problem.requests if r.id in served)
    again = planned(replace(problem, requests=requests))
    assert again.objective("mandatory").value == 0
    assert again.objective("weight").value == plan.objective("weight").value
    assert no_worse(again.objectives, plan.objectives)


def weight_of(problem: Problem) -> int:
    """Return the most weight that can be served."""
    return next(stage.value for stage in stages(problem) if stage.name == "weight")


def reweighed(problem: Problem, weight: Callable[[Request], int]) -> Problem:
    """Return the problem with other weights."""
    requests = tuple(replace(r, weight=weight(r)) for r in problem.requests)
    return replace(problem, requests=requests)
