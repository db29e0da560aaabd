"""What must hold of every repair, on small problems of every kind, against brute force."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from rendezvous import codec
from rendezvous.applying import apply
from rendezvous.errors import InputError
from rendezvous.problem import Assignment, Baseline, Problem
from rendezvous.result import Plan, Status
from rendezvous.solver import Stop, gaining
from rendezvous.solver.repair import repair
from rendezvous.solver.tiers import TIERS
from rendezvous.verify import verify
from tests.rendezvous import brute, strategies
from tests.rendezvous.plans import honest

PATIENT = settings(deadline=None, suppress_health_check=list(HealthCheck))
ENOUGH = Stop(seconds=60.0)


def repaired(problem: Problem, **options: Any) -> Plan:
    """Return the repair of a small problem, which the checker has accepted."""
    plan = repair(problem, **{"stop": ENOUGH, "workers": 1, **options})
    assert verify(problem, plan).violations == ()
    return plan


@st.composite
def happened(draw: st.DrawFn) -> Problem:
    """A small problem, a good plan for it, and what then happened to it."""
    problem = draw(strategies.problems(5))
    best = brute.optimum(problem)
    assert best is not None
    plan = best[1]
    if draw(st.booleans()):
        plan = tuple(a for a in plan if draw(st.integers(0, 4)))
        assume(brute.feasible(problem, plan))
    changes = draw(strategies.happenings(problem, plan))
    try:
        return apply(problem, honest(problem, plan), changes)
    except InputError:
        assume(False)
        raise


def check(problem: Problem) -> None:
    best = brute.best_repair(problem)
    assume(best is not None)
    assert best is not None
    plan = repaired(problem)
    assert {o.name: o.value for o in plan.objectives} == best[0]
    proven = [o.name for o in plan.objectives if o.proven]
    assert proven == list(best[0]), proven
    if best[0]["mandatory"]:
        assert plan.status is Status.INFEASIBLE
    else:
        assert plan.status is Status.OPTIMAL


@settings(PATIENT, max_examples=80)
@given(happened())
def test_nothing_is_better(problem: Problem) -> None:
    """Every stage is proven, and at the value that brute force finds best."""
    check(problem)


@settings(PATIENT, max_examples=40)
@given(st.data())
def test_any_plan_at_all_can_be_repaired(data: st.DataObject) -> None:
    """Meetings of the earlier plan may clash with each other and with the rules."""
    problem = data.draw(strategies.problems(5))
    kind = data.draw(st.sampled_from((strategies.plausible, strategies.assignments)))
    earlier: tuple[Assignment, ...] = data.draw(kind(problem))
    check(replace(problem, baseline=Baseline(earlier)))


@settings(PATIENT, max_examples=60)
@given(happened())
def test_bounds_hold_where_what_stays_is_settled(problem: Problem) -> None:
    """As in large problems: fewest changes still proven, and no bound denies what is best."""
    best = brute.best_repair(problem)
    assume(best is not None)
    assert best is not None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gaining, "SMALL", 0)
        plan = repaired(problem)
    for stage in plan.objectives:
        value = best[0][stage.name]
        assert stage.bound >= value if stage.sense == "max" else stage.bound <= value
        if stage.value != value:
            assert stage.name not in TIERS
            assert not stage.proven
            break
        assert stage.proven or stage.name not in TIERS
