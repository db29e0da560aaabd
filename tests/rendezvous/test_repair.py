"""What must hold of every repair, on small problems of every kind, against brute force."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from threading import Event
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from rendezvous import codec
from rendezvous.applying import apply
from rendezvous.changes import (
    Change,
    Changes,
    InterpreterIll,
    NewMeeting,
    PartyLate,
    PartyWithdrawn,
)
from rendezvous.errors import InputError, RendezvousError
from rendezvous.problem import (
    Assignment,
    Baseline,
    Busy,
    Interpreter,
    Party,
    Place,
    Problem,
    Request,
    Venue,
)
from rendezvous.result import Plan, Reason, Status
from rendezvous.solver import Stop, gaining, solve
from rendezvous.solver.repair import repair
from rendezvous.solver.tiers import TIERS
from rendezvous.verify import verify
from tests.rendezvous import brute, strategies
from tests.rendezvous.examples import EVENT, at, put, slot, with_party, with_place, with_request
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
    """Repair, and compare every value with the best there is."""
    best = brute.best_repair(problem)
    assume(best is not None)
    assert best is not None
    plan = repaired(problem)
    assert {o.name: o.value for o in plan.objectives} == best[0]
    assert [o.name for o in plan.objectives if o.proven] == list(best[0])
    assert plan.status is (Status.INFEASIBLE if best[0]["mandatory"] else Status.OPTIMAL)


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


@pytest.mark.parametrize("many", [gaining.MANY, 0])
@settings(PATIENT, max_examples=30)
@given(problem=happened())
def test_bounds_hold_where_what_stays_is_settled(many: int, problem: Problem) -> None:
    """As in large problems: fewest changes still proven, and no bound denies what is best.

    So they do where what is new is too much to look at and only added one by one.
    """
    best = brute.best_repair(problem)
    assume(best is not None)
    assert best is not None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gaining, "SMALL", 0)
        patch.setattr(gaining, "MANY", many)
        plan = repaired(problem)
    for stage in plan.objectives:
        value = best[0][stage.name]
        assert stage.bound >= value if stage.sense == "max" else stage.bound <= value
        if stage.value != value:
            assert stage.name not in TIERS
            assert not stage.proven
            break
        assert stage.proven or stage.name not in TIERS


@settings(PATIENT, max_examples=25)
@given(st.data())
def test_without_changes_nothing_changes(data: st.DataObject) -> None:
    """Not a slot, not a place, not an interpreter; at most there is something new."""
    problem = data.draw(strategies.problems())
    best = brute.optimum(problem)
    assert best is not None
    pinned = strategies.some_of(data.draw, [a.request for a in best[1]])
    again = repaired(strategies.with_pins(problem, best[1], pinned))
    assert set(best[1]) <= set(again.assignments)
    assert [o.value for o in again.objectives if o.name in TIERS[1:]] == [0, 0, 0]


@settings(PATIENT, max_examples=25)
@given(happened())
def test_without_time_the_repair_is_still_a_plan(problem: Problem) -> None:
    """Unless the spread of breaks asks for a search for the first plan."""
    best = brute.best_repair(problem)
    assume(best is not None)
    assert best is not None
    if problem.rules.spread is not None:
        try:
            plan = repaired(problem, stop=Stop(seconds=0.0))
        except RendezvousError:
            return
    else:
        plan = repaired(problem, stop=Stop(seconds=0.0))
    for stage in plan.objectives:
        value = best[0][stage.name]
        assert stage.bound >= value if stage.sense == "max" else stage.bound <= value
        if stage.value != value:
            break


def test_without_work_the_repair_is_still_a_plan() -> None:
    """Togo is late, and Acme's other slot is taken by a meeting that has no other."""
    problem = replace(
        EVENT,
        requests=(
            Request("acme-togo", ("acme", "togo"), slots=("a1", "a2")),
            Request("acme-mali", ("acme", "mali"), slots=("a2",)),
        ),
    )
    plan = put("acme-togo a1 table", "acme-mali a2 table")
    changed = apply(problem, honest(problem, plan), Changes((PartyLate("togo", at("09:30")),)))
    new = repaired(changed, stop=Stop(seconds=None, work=0.0))
    assert {o.name: o.value for o in new.objectives[:3]} == {
        "mandatory": 0,
        "cancelled": 1,
        "moved": 0,
    }


@settings(PATIENT, max_examples=20)
@given(happened(), st.integers(0, 1000))
def test_the_same_seed_and_work_give_the_same_bytes(problem: Problem, seed: int) -> None:
    assume(brute.best_repair(problem) is not None)
    stop = Stop(seconds=None, work=20.0)
    one, two = (repaired(problem, stop=stop, seed=seed) for _ in range(2))
    assert codec.dump(codec.plan_to_data(one)) == codec.dump(codec.plan_to_data(two))


def test_a_stop_from_elsewhere_returns_a_verified_plan() -> None:
    interrupt = Event()
    interrupt.set()
    plan = put("acme-togo a1 table", "bolt-mali a2 room ivan")
    changed = apply(EVENT, honest(EVENT, plan), Changes((PartyLate("togo", at("09:30")),)))
    new = repaired(changed, stop=Stop(seconds=60.0, interrupt=interrupt))
    assert new.objective("cancelled").value == 0


# By hand.


def after(problem: Problem, plan: tuple[Assignment, ...], *changes: Change) -> Plan:
    """Return the repair of a plan for a problem after changes."""
    return repaired(apply(problem, honest(problem, plan), Changes(changes)))


def test_an_interpreter_stands_in_for_another_before_anybody_moves() -> None:
    """Nora is ill. Ivan, who speaks for both pairs, could only take over if he left his meeting."""
    oslo = replace(EVENT.parties[4], languages=("no",))
    problem = replace(
        EVENT,
        parties=(*EVENT.parties[:4], oslo),
        requests=(Request("oslo-bolt", ("oslo", "bolt")), Request("oslo-acme", ("oslo", "acme"))),
        interpreters=(*EVENT.interpreters, Interpreter("olga", ("fr", "no"))),
    )
    problem = with_party(problem, "oslo", teams=2)
    plan = put("oslo-bolt a1 table nora", "oslo-acme a1 table ivan")
    new = after(problem, plan, InterpreterIll("nora"))
    assert set(new.assignments) == set(put("oslo-bolt a1 table ivan", "oslo-acme a1 table olga"))


def test_a_point_of_weight_never_moves_a_promised_meeting() -> None:
    """The heavy new request would fit if the light meeting moved; it does not."""
    problem = replace(
        EVENT,
        requests=(
            Request("light", ("acme", "togo"), weight=1),
            Request("heavy", ("bolt", "togo"), weight=1000, slots=("a1",)),
        ),
    )
    problem = with_party(problem, "bolt", languages=("fr",))
    new = after(problem, put("light a1 table"))
    assert new.assignments == put("light a1 table")
    assert [(u.request, u.reason) for u in new.unserved] == [("heavy", Reason.PARTY_FULL)]


def test_a_meeting_is_moved_before_one_is_cancelled() -> None:
    """Togo is late, and Acme's other slot is taken by a meeting that can go elsewhere."""
    problem = replace(
        EVENT,
        requests=(
            Request("acme-togo", ("acme", "togo"), slots=("a1", "a2")),
            Request("acme-mali", ("acme", "mali")),
        ),
    )
    plan = put("acme-togo a1 table", "acme-mali a2 table")
    new = after(problem, plan, PartyLate("togo", at("09:30")))
    assert (new.assignments[0].slot, new.assignments[1].slot != "a2") == ("a2", True)
    assert {o.name: o.value for o in new.objectives[:4]} == {
        "mandatory": 0,
        "cancelled": 0,
        "moved": 2,
        "relocated": 0,
    }


def test_what_waits_for_a_meeting_that_is_gone_is_gone_too() -> None:
    problem = with_request(EVENT, "bolt-mali", after=("acme-togo",))
    plan = put("acme-togo a1 table", "bolt-mali a2 room ivan")
    new = after(problem, plan, PartyWithdrawn("togo"))
    assert new.objective("cancelled").value == new.objective("cancelled").bound == 2
    (gone,) = [u for u in new.unserved if u.request == "bolt-mali"]
    assert (gone.reason, gone.evidence.requests) == (Reason.PREDECESSOR, ("acme-togo",))


def test_what_was_missing_before_may_come_in_to_keep_a_meeting() -> None:
    """The earlier plan had a meeting without the one it comes after, which can still be held."""
    problem = with_request(EVENT, "bolt-mali", after=("acme-togo",))
    earlier = put("bolt-mali a2 room ivan")
    new = repaired(replace(problem, baseline=Baseline(earlier)))
    assert set(earlier) <= set(new.assignments)
    assert [(o.value, o.bound) for o in new.objectives[:4]] == [(0, 0)] * 4


def test_what_comes_in_for_another_comes_in_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a meeting comes after is served for its sake, and not again for its own weight."""
    monkeypatch.setattr(gaining, "SMALL", 0)
    problem = with_request(EVENT, "bolt-mali", after=("acme-togo",))
    earlier = put("bolt-mali b2 room ivan")
    new = repaired(replace(problem, baseline=Baseline(earlier)))
    assert set(earlier) <= set(new.assignments)
    assert [a.request for a in new.assignments].count("acme-togo") == 1


def test_a_mandatory_meeting_may_cost_another() -> None:
    problem = replace(EVENT, requests=(Request("acme-togo", ("acme", "togo"), slots=("a1",)),))
    minister = Request("minister", ("acme", "mali"), slots=("a1",))
    new = after(problem, put("acme-togo a1 table"), NewMeeting(minister))
    assert [a.request for a in new.assignments] == ["minister"]
    assert [(o.value, o.bound) for o in new.objectives[:2]] == [(0, 0), (1, 1)]


def test_mandatory_meetings_in_conflict_are_named() -> None:
    problem = replace(
        EVENT, requests=(Request("one", ("acme", "togo"), slots=("a1",), mandatory=True),)
    )
    other = Request("other", ("acme", "mali"), slots=("a1",))
    new = after(problem, put("one a1 table"), NewMeeting(other))
    assert (new.status, new.conflict) == (Status.INFEASIBLE, ("one", "other"))


def test_a_problem_without_a_plan() -> None:
    with pytest.raises(InputError, match="the problem has no baseline; give the plan to repair"):
        repair(EVENT)


def test_pins_that_cannot_be_kept() -> None:
    lost = with_place(EVENT, "table", slots=())
    problem = strategies.with_pins(lost, put("acme-togo a1 table"), ("acme-togo",))
    with pytest.raises(InputError) as error:
        repair(problem)
    assert error.value.faults == (
        "baseline: pinned meetings of requests 'acme-togo' cannot be held as they were; unpin them",
    )


def test_pins_that_contradict_each_other() -> None:
    both = put("acme-togo a1 table", "acme-mali a1 table")
    problem = strategies.with_pins(EVENT, both, ("acme-togo", "acme-mali"))
    with pytest.raises(InputError) as error:
        repair(problem)
    assert error.value.faults == (
        "baseline: its pinned meetings cannot all be held as they were; unpin some",
    )


def test_a_pinned_meeting_does_not_give_way_to_a_mandatory_one() -> None:
    """Togo meets once a day; what must be served is worth more, and still has to wait."""
    problem = replace(
        with_party(EVENT, "togo", slots=("a1", "a2"), max_per_day=1),
        requests=(
            Request("acme-togo", ("acme", "togo")),
            Request("mali-togo", ("mali", "togo"), weight=9, mandatory=True),
        ),
        baseline=Baseline(put("acme-togo a1 table"), pinned=("acme-togo",)),
    )
    plan = solve(problem, stop=Stop(seconds=None, work=5.0), workers=1)
    assert plan.assignments == put("acme-togo a1 table")
    assert [(o.value, o.bound) for o in plan.objectives[:2]] == [(1, 1), (1, 1)]


@pytest.mark.parametrize("make", [solve, repair])
def test_what_was_held_before_what_it_comes_after(make: Callable[..., Plan]) -> None:
    """Acme met Togo though it should have met Mali first: there is no time left for that."""
    problem = replace(
        EVENT,
        requests=(
            Request("acme-mali", ("acme", "mali")),
            Request("acme-togo", ("acme", "togo"), after=("acme-mali",)),
        ),
        baseline=Baseline(put("acme-togo a2 table"), now=at("10:00")),
    )
    with pytest.raises(InputError) as error:
        make(problem, stop=ENOUGH, workers=1)
    assert error.value.faults == (
        "baseline: pinned meetings of requests 'acme-togo' cannot be held as they were; unpin them",
    )


@pytest.mark.parametrize("make", [solve, repair])
@pytest.mark.parametrize(
    ("host", "busy", "fault"),
    [
        (Party("host"), (), "Party 'host' has 1 team but 2 meetings at once"),
        (Party("host", teams=2, max_per_day=1), (), "Party 'host' has 2 meetings on day"),
        (Party("host", teams=2), (1,), "Party 'host', with 2 teams, has the meeting of"),
    ],
)
def test_what_was_held_and_can_no_longer_have_been(
    make: Callable[..., Plan], host: Party, busy: tuple[int, ...], fault: str
) -> None:
    """Both of the host's teams met in the first slot, and now it seems they had no way to."""
    first, second = (slot(f"s{n}", 11, "morning", f"{9 + n}:00".zfill(5)) for n in range(2))
    problem = Problem(
        slots=(first, second),
        parties=(host, *(Party(f"g{n}") for n in range(3))),
        requests=tuple(Request(f"r{n}", ("host", f"g{n}")) for n in range(3)),
        places=(Place("table", first.venues[0], capacity=9),),
        venues=tuple(Venue(name) for name in first.venues),
        busy=tuple(Busy("away", "host", first.start, first.end, teams=n) for n in busy),
        baseline=Baseline(
            tuple(Assignment(f"r{n}", "s0", "table") for n in range(2)), now=second.start
        ),
    )
    with pytest.raises(InputError) as error:
        make(problem, stop=ENOUGH, workers=1)
    assert len(error.value.faults) == 1
    assert error.value.faults[0].startswith("baseline: ")
    assert fault in error.value.faults[0]
