"""The spread of breaks as an objective, where it is at odds with their number."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from rendezvous.problem import Party, Place, Problem, Request, Rules, Slot, Venue
from rendezvous.result import Status
from rendezvous.solver import Stop, solve
from rendezvous.solver.index import Index
from rendezvous.solver.model import Limits, Model
from rendezvous.solver.program import build
from rendezvous.verify import verify

NINE = datetime(2025, 11, 12, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
WAITING = Problem(
    slots=tuple(
        Slot(f"s{n}", NINE + n * HOUR, NINE + (n + 1) * HOUR, "12", "am", ("hall",))
        for n in range(3)
    ),
    parties=tuple(Party(name) for name in ("a", "b", "c", "d", "alone")),
    requests=(
        Request("ab-first", ("a", "b"), fixed_slot="s0"),
        Request("ab-last", ("a", "b"), fixed_slot="s2"),
        Request("cd-first", ("c", "d"), fixed_slot="s0"),
        Request("cd-then", ("c", "d"), slots=("s1", "s2")),
    ),
    places=(Place("tables", "hall", capacity=2),),
    venues=(Venue("hall"),),
)
"""A and B wait for an hour. C and D need not; if they do, all who meet wait alike."""


@pytest.mark.parametrize(
    ("last", "reached"),
    [
        (("minimum", "breaks"), {"breaks": 2}),
        (("minimum", "breaks", "spread"), {"breaks": 2, "spread": 1}),
        (("minimum", "spread", "breaks"), {"breaks": 4, "spread": 0}),
        (("spread", "minimum", "breaks"), {"breaks": 4, "spread": 0}),
    ],
)
def test_what_comes_first_is_had_first(last: tuple[str, ...], reached: dict[str, int]) -> None:
    problem = replace(WAITING, rules=Rules(objectives=("mandatory", "weight", *last)))
    plan = solve(problem, stop=Stop(seconds=60.0), workers=1)
    assert verify(problem, plan).violations == ()
    assert {o.name: (o.value, o.bound) for o in plan.objectives if o.name in reached} == {
        name: (value, value) for name, value in reached.items()
    }
    assert plan.status is Status.OPTIMAL


def test_who_holds_no_meeting_is_no_measure() -> None:
    evenly = Rules(objectives=("mandatory", "weight", "minimum", "spread", "breaks"))
    problem = replace(WAITING, rules=evenly)
    report = verify(problem, solve(problem, stop=Stop(seconds=60.0), workers=1))
    assert (report.spread, report.held_spread) == (1, 0)


def test_a_bound_asks_for_no_more_mandatory_requests_than_the_rule_allows() -> None:
    """Both mandatory ones leave A a break that nobody else has; a heavy one is served instead."""
    problem = replace(
        WAITING,
        requests=(
            Request("ab", ("a", "b"), fixed_slot="s0", mandatory=True),
            Request("ac", ("a", "c"), fixed_slot="s2", mandatory=True),
            Request("cd", ("c", "d"), fixed_slot="s2", weight=9),
        ),
        rules=Rules(spread=0),
    )
    problem = replace(problem, places=(Place("table", "hall"),))
    plan = solve(problem, stop=Stop(seconds=None, work=5.0), workers=1)
    assert [(o.value, o.bound) for o in plan.objectives[:2]] == [(1, 1), (10, 10)]


@pytest.mark.parametrize("forced", [True, False])
def test_the_model_reaches_the_least_spread(forced: bool) -> None:
    program = build(Index(WAITING))
    model = Model(program, program.rows)
    for request in range(4) if forced else ():
        model.must(request)
    model.require(model.weight() >= 4)
    outcome = model.solve(Limits(None, None, 1, 0), minimize=model.spread())
    assert (outcome.value, outcome.bound) == (0, 0)
