"""How many must leave their slots: no plan does with fewer, and what is said of so few is true."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from rendezvous.problem import Assignment, Baseline, Party, Place, Problem, Request, Rules
from rendezvous.solver import Stop
from rendezvous.solver.earlier import Earlier
from rendezvous.solver.index import Index
from rendezvous.solver.model import Limits
from rendezvous.solver.overfull import confined, halves
from rendezvous.solver.repair import repair
from rendezvous.solver.shares import dropped
from tests.rendezvous import brute, strategies
from tests.rendezvous.examples import EVENT
from tests.rendezvous.test_repair import happened

PATIENT = settings(deadline=None, suppress_health_check=list(HealthCheck))
LIMITS = Limits(None, None, 1, 1)


def one_room(*, busy: bool) -> Problem:
    """Two secret meetings in one slot and one room left; ``busy``: both have others after it.

    Who is busy could swap: the secret meeting goes to the second slot, the other to the first.
    """
    slots = ("a1", "a2")
    parties = [Party(f"p{n}", slots=slots) for n in range(6)]
    requests = [
        Request(f"secret{n}", (f"p{2 * n}", f"p{2 * n + 1}"), closed_door=True) for n in (0, 1)
    ]
    planned = [Assignment("secret0", "a1", "room"), Assignment("secret1", "a1", "lost")]
    if busy:
        requests += [Request(f"open{n}", (f"p{2 * n}", f"p{4 + n}")) for n in (0, 1)]
        planned += [Assignment(f"open{n}", "a2", f"table{n}") for n in (0, 1)]
    return replace(
        EVENT,
        parties=tuple(parties),
        requests=tuple(requests),
        places=(
            Place("lost", "hall", closed_door=True, slots=()),
            Place("room", "hall", closed_door=True),
            Place("table0", "hall"),
            Place("table1", "hall"),
        ),
        interpreters=(),
        busy=(),
        rules=Rules(),
        baseline=Baseline(tuple(planned)),
    )


@pytest.mark.parametrize("busy", [False, True])
def test_one_of_two_in_one_room_has_to_leave(busy: bool) -> None:
    earlier = Earlier(Index(one_room(busy=busy)))
    found = halves(earlier, lambda: LIMITS, lambda work: None)
    assert found is not None
    assert [half.least for half in found] == [1]
    assert (confined(earlier, found, 0, 0, LIMITS).elsewhere is None) == busy


@pytest.mark.parametrize(("busy", "moved"), [(False, 1), (True, 2)])
def test_as_few_move_as_can(busy: bool, moved: int) -> None:
    plan = repair(one_room(busy=busy), stop=Stop(seconds=20.0), workers=1)
    assert plan.objective("cancelled").value == 0
    assert plan.objective("moved").value == plan.objective("moved").bound == moved


@st.composite
def clashing(draw: st.DrawFn) -> Problem:
    """A small problem and earlier meetings that may clash."""
    problem = draw(strategies.problems(5))
    return replace(problem, baseline=Baseline(draw(strategies.plausible(problem))))


@settings(PATIENT, max_examples=25)
@given(st.one_of(happened(), clashing()))
def test_no_plan_is_denied(problem: Problem) -> None:
    """The bounds admit the best repair there is, and so few as it needs do."""
    assume(problem.rules.spread is None)
    best = brute.best_repair(problem)
    assume(best is not None and not best[0]["mandatory"])
    assert best is not None
    earlier = Earlier(Index(problem))
    assume(earlier.hit and all(r in earlier.meetings for r in earlier.mandatory))
    after = {name for r in earlier.meetings for name in problem.requests[r].after}
    assume(all(earlier.index.request_at[name] in earlier.meetings for name in after))
    cancelled, moved, elsewhere = (best[0][n] for n in ("cancelled", "moved", "relocated"))
    lost = dropped(earlier.index, earlier.meetings)
    assert lost <= cancelled
    found = halves(earlier, lambda: LIMITS, lambda work: None)
    assert found is not None
    least = sum(half.least for half in found)
    assert least <= cancelled + moved
    if least == cancelled + moved:
        seen = confined(earlier, found, cancelled, 0, LIMITS)
        assert seen.elsewhere == elsewhere
        assert seen.chosen is not None
