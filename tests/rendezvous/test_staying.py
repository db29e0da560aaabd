"""Everybody stays in their slot: the plan is one, and its bound denies no other."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from rendezvous.problem import Assignment, Baseline, Party, Place, Problem, Request, Rules
from rendezvous.solver import Stop, sparing
from rendezvous.solver.earlier import Earlier
from rendezvous.solver.index import Index
from rendezvous.solver.masks import Masks
from rendezvous.solver.mending import mend
from rendezvous.solver.model import Limits
from rendezvous.solver.repair import repair
from rendezvous.solver.sparing import sure
from rendezvous.solver.staying import Stayed, stay
from rendezvous.verify import verify
from tests.rendezvous import brute, crowded
from tests.rendezvous.examples import EVENT
from tests.rendezvous.test_mending import seated
from tests.rendezvous.test_repair import happened
from tests.rendezvous.test_search import breaches

PATIENT = settings(deadline=None, suppress_health_check=list(HealthCheck))


def stayed(problem: Problem) -> tuple[Earlier, Stayed] | None:
    """Return what staying gives, None where something hit has no way to stay."""
    index = Index(problem)
    earlier, masks = Earlier(index), Masks(index)
    found = mend(earlier, masks)
    if found is None or any(sure(earlier)[:3]) or not earlier.hit:
        return None
    kept = {o: found.meetings[o] for o in earlier.exact.values() if o in found.meetings}
    if len(kept) < len(earlier.exact):
        return None
    return earlier, stay(earlier, masks, kept, Limits(None, None, 1, 1))


def crowded_rooms(tables: int) -> Problem:
    """Two closed rooms in one slot, an open meeting in one of them; the other is lost."""
    parties = tuple(Party(f"p{n}") for n in range(4))
    requests = (
        Request("secret", ("p0", "p1"), closed_door=True),
        Request("open", ("p2", "p3")),
    )
    rooms = [
        Place("lost", "hall", closed_door=True, slots=()),
        Place("room", "hall", closed_door=True),
        *(Place(f"table{n}", "hall") for n in range(tables)),
    ]
    return replace(
        EVENT,
        parties=parties,
        requests=requests,
        places=tuple(rooms),
        interpreters=(),
        busy=(),
        rules=Rules(),
        baseline=Baseline((Assignment("secret", "a1", "lost"), Assignment("open", "a1", "room"))),
    )


def test_who_needs_no_closed_door_makes_way() -> None:
    plan = repair(crowded_rooms(1), stop=Stop(seconds=20.0), workers=1)
    assert [(a.request, a.slot, a.place) for a in plan.assignments] == [
        ("secret", "a1", "room"),
        ("open", "a1", "table0"),
    ]
    assert plan.objective("relocated").value == plan.objective("relocated").bound == 2


def test_without_a_place_to_make_way_nobody_can_stay() -> None:
    found = stayed(crowded_rooms(0))
    assert found is not None
    assert found[1].mended is None
    plan = repair(crowded_rooms(0), stop=Stop(seconds=20.0), workers=1)
    assert (plan.objective("moved").value, plan.objective("moved").bound) == (1, 1)


def without_a_place(seed: int) -> Problem:
    """Return a crowd with its best plan, a place of which is lost in one slot: half can stay."""
    problem = crowded.open_spread(crowded.event(seed))
    best = brute.optimum(problem)
    assert best is not None
    assume(best[1])
    lost = Random(seed).choice(best[1])

    def without(place: Place) -> Place:
        slots = [s.id for s in problem.slots if place.slots is None or s.id in place.slots]
        return replace(place, slots=tuple(slot for slot in slots if slot != lost.slot))

    places = tuple(without(p) if p.id == lost.place else p for p in problem.places)
    return replace(problem, places=places, baseline=Baseline(best[1]))


@settings(PATIENT, max_examples=30)
@given(st.integers(0, 2**32 - 1))
def test_who_stays_is_in_a_plan_and_the_bound_holds(seed: int) -> None:
    found = stayed(without_a_place(seed))
    assume(found is not None)
    assert found is not None
    earlier, result = found
    best = brute.best_repair(earlier.index.problem)
    assert best is not None
    if result.mended is not None:
        plan = seated(earlier, result.mended)
        assert breaches(earlier.index.problem, plan) == []
        assert result.mended.values[1:3] == (0, 0)
        assert all(o.slot == earlier.slot(o.request) for o in result.mended.meetings)
        assert result.bound <= result.mended.values[3]
    if (best[0]["mandatory"], best[0]["cancelled"], best[0]["moved"]) == (0, 0, 0):
        assert result.bound <= best[0]["relocated"]


@settings(PATIENT, max_examples=15)
@given(happened())
def test_bounds_hold_where_places_are_all_that_is_looked_at(problem: Problem) -> None:
    """As in large problems: a change of place may be left that could be saved."""
    best = brute.best_repair(problem)
    assume(best is not None)
    assert best is not None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sparing, "LARGE", 0)
        plan = repair(problem, stop=Stop(seconds=60.0), workers=1)
    assert verify(problem, plan).violations == ()
    for name in ("mandatory", "cancelled", "moved"):
        assert plan.objective(name).value == plan.objective(name).bound == best[0][name]
    assert plan.objective("relocated").bound <= best[0]["relocated"]
    assert plan.objective("relocated").value >= best[0]["relocated"]
