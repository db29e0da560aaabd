"""Guaranteed minimums and evenly spread breaks, in every order, against brute force."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from math import inf

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from rendezvous.problem import ORDERS, Party, Place, Problem, Request, Rules, Slot, Venue
from rendezvous.result import Guarantee, Plan, Price
from rendezvous.solver import Stop, prices, solve
from rendezvous.solver.choosing import Choosing
from rendezvous.solver.coarse import Coarse
from rendezvous.solver.index import Index
from rendezvous.solver.lp import relax
from rendezvous.solver.masks import Masks
from rendezvous.solver.model import Limits
from rendezvous.solver.relaxation import Fine
from rendezvous.verify import verify
from tests.rendezvous import brute, strategies

PATIENT = settings(deadline=None, suppress_health_check=list(HealthCheck))
ENOUGH = Stop(seconds=60.0)
SLOTS = (None, None, ("s0", "s1"), ("s0",), ("s1",))
"""When a request may be served."""


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


def true_price(problem: Problem, price: Price) -> float:
    """Return what a guarantee costs, from all plans there are."""
    rules = problem.rules
    first = rules.objectives.index("minimum") < rules.objectives.index("weight")
    if price.guarantee is Guarantee.MINIMUM:
        held = brute.most_weight(problem, price.below, price.shortfall)
        return brute.most_weight(problem, inf, inf) - held
    lacks = (price.below, price.shortfall) if first else (inf, inf)
    free = replace(problem, rules=replace(rules, spread=None))
    return brute.most_weight(free, *lacks) - brute.most_weight(problem, *lacks)


def priced(problem: Problem, stop: Stop, rest: Stop) -> Plan:
    """Return a plan with its prices, which the checker accepts."""
    plan = solve(problem, stop=stop, workers=1)
    plan = replace(plan, prices=prices(problem, plan, stop=rest, workers=1))
    assert verify(problem, plan).violations == ()
    return plan


@st.composite
def contested(draw: st.DrawFn) -> Problem:
    """One room for one or two meetings, few slots, unequal weights: what is guaranteed costs."""
    parties = [f"p{n}" for n in range(draw(st.integers(3, 5)))]
    pair = st.permutations(parties).map(lambda names: (names[0], names[1]))
    weights = st.sampled_from((1, 1, 2, 5, 9))
    nine = datetime(2025, 11, 12, 9, tzinfo=UTC)
    half_hour = timedelta(minutes=30)
    return Problem(
        slots=tuple(
            Slot(f"s{n}", nine + n * half_hour, nine + (n + 1) * half_hour, "12", "am", ("hall",))
            for n in range(draw(st.integers(2, 4)))
        ),
        parties=tuple(
            Party(party, minimum=draw(st.sampled_from((0, 1, 1, 2)))) for party in parties
        ),
        requests=tuple(
            Request(f"r{n}", draw(pair), weight=draw(weights), slots=draw(st.sampled_from(SLOTS)))
            for n in range(draw(st.integers(4, 6)))
        ),
        places=(Place("room", "hall", capacity=draw(st.integers(1, 2))),),
        venues=(Venue("hall"),),
        rules=Rules(
            spread=draw(st.sampled_from((None, 0, 1))), objectives=draw(st.sampled_from(ORDERS))
        ),
    )


@st.composite
def guarantees(draw: st.DrawFn) -> Problem:
    """A problem that can serve what is mandatory, with minimums, a spread rule or both."""
    problem = draw(st.one_of(contested(), contested(), strategies.problems()))
    promised = any(party.minimum for party in problem.parties)
    assume(promised or problem.rules.spread is not None)
    best = brute.optimum(problem)
    assume(best is not None and not best[0]["mandatory"])
    return problem


@settings(PATIENT, max_examples=60)
@given(guarantees())
def test_with_time_a_price_is_exact(problem: Problem) -> None:
    found = priced(problem, ENOUGH, ENOUGH).prices
    promised = any(party.minimum for party in problem.parties)
    asked = [Guarantee.MINIMUM] * promised
    asked += [Guarantee.SPREAD] * (problem.rules.spread is not None)
    assert [price.guarantee for price in found] == asked
    for price in found:
        true = true_price(problem, price)
        assert (price.at_least, price.at_most) == (true, true)


@settings(PATIENT, max_examples=30)
@given(guarantees(), st.sampled_from([Stop(0.0), ENOUGH]), st.sampled_from([Stop(0.0), ENOUGH]))
def test_without_time_a_price_is_an_interval_that_holds_it(
    problem: Problem, stop: Stop, rest: Stop
) -> None:
    for price in priced(problem, stop, rest).prices:
        assert price.at_least <= true_price(problem, price) <= price.at_most


@pytest.mark.parametrize("kind", [Coarse, Fine])
@settings(PATIENT, max_examples=25)
@given(problem=guarantees(), penalty=st.integers(0, 30))
def test_a_relaxation_with_minimums_bounds_the_weight_for_every_lack(
    problem: Problem, kind: type[Coarse | Fine], penalty: int
) -> None:
    selection = kind(Masks(Index(problem)))
    selection.promise(penalty)
    found = relax(selection.system, None, 1)
    assert found is not None
    for lacking in range(sum(party.minimum for party in problem.parties) + 1):
        assert brute.most_weight(problem, inf, lacking) <= found.bound + penalty * lacking


def test_minimums_first_are_in_the_bound_of_the_weight() -> None:
    """One table, one slot: what was promised to C and D leaves no room for A and B."""
    nine = datetime(2025, 11, 12, 9, tzinfo=UTC)
    problem = Problem(
        slots=(Slot("s0", nine, nine + timedelta(minutes=30), "12", "am", ("hall",)),),
        parties=(Party("a"), Party("b"), Party("c", minimum=1), Party("d", minimum=1)),
        requests=(Request("r0", ("a", "b"), weight=9), Request("r1", ("c", "d"), weight=2)),
        places=(Place("table", "hall"),),
        venues=(Venue("hall"),),
    )
    index = Index(ordered(problem, ("mandatory", "minimum", "weight", "breaks")))
    limits = Limits(None, None, 1, 0)
    choosing = Choosing(Masks(index), [], lambda: limits, lambda _: None, lambda: None)
    choosing.begin()
    choosing.improve()
    assert (choosing.table.weight, choosing.shortfall, choosing.most(0)) == (2, 0, 2)
