"""Guaranteed minimums and evenly spread breaks, in every order, against brute force."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from rendezvous.problem import ORDERS, Problem
from rendezvous.solver import Stop, solve
from rendezvous.verify import verify
from tests.rendezvous import brute, strategies

PATIENT = settings(deadline=None, suppress_health_check=list(HealthCheck))
ENOUGH = Stop(seconds=60.0)


def ordered(problem: Problem, order: tuple[str, ...]) -> Problem:
    """Return the problem with its objectives in that order."""
    return replace(problem, rules=replace(problem.rules, objectives=order))


@pytest.mark.parametrize("order", ORDERS, ids=" ".join)
@settings(PATIENT, max_examples=12)
@given(problem=strategies.problems())
def test_every_order_is_kept_to_the_proven_optimum(
    problem: Problem, order: tuple[str, ...]
) -> None:
    """All is proven and best, but for breaks; from them on every bound allows the best."""
    problem = ordered(problem, order)
    best = brute.optimum(problem)
    assert best is not None
    plan = solve(problem, stop=ENOUGH, workers=1)
    assert verify(problem, plan).violations == ()
    assert [stage.name for stage in plan.objectives] == brute.stage_order(problem)
    for stage in plan.objectives:
        sign = 1 if stage.sense == "min" else -1
        assert sign * stage.bound <= sign * best[0][stage.name]
        if stage.name != "breaks":
            assert stage.proven
            assert stage.value == best[0][stage.name]
        if stage.value != best[0][stage.name]:
            break
