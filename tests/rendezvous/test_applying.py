"""Each kind of change makes the problem it should, or says what is wrong with it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from rendezvous.applying import apply
from rendezvous.changes import (
    Change,
    Changes,
    InterpreterIll,
    MeetingPinned,
    MeetingReleased,
    NewMeeting,
    PartyLate,
    PartyWithdrawn,
    PlaceLost,
)
from rendezvous.errors import InputError
from rendezvous.problem import Baseline, Problem, Request
from rendezvous.result import Plan
from rendezvous.verify import verify
from tests.rendezvous import brute, strategies
from tests.rendezvous.examples import (
    EVENT,
    at,
    put,
    with_interpreter,
    with_party,
    with_place,
    with_request,
)
from tests.rendezvous.plans import honest

EARLIER = put(
    "acme-mali a1 acme-stand",
    "acme-togo a2 table",
    "bolt-mali a1 room ivan",
    "bolt-togo b1 table ivan",
    "mali-togo c1 tent",
    "acme-bolt b2 table",
)


def after(*changes: Change, problem: Problem = EVENT, now: str | None = None) -> Problem:
    """Return the event after changes to the plan above."""
    moment = None if now is None else at(now)
    return apply(problem, honest(problem, EARLIER), Changes(changes, moment))


def faults(*changes: Change, problem: Problem = EVENT, now: str | None = None) -> tuple[str, ...]:
    """Return what is wrong with changes."""
    with pytest.raises(InputError) as error:
        after(*changes, problem=problem, now=now)
    return error.value.faults


def test_without_changes_the_plan_becomes_the_baseline() -> None:
    assert after() == replace(EVENT, baseline=Baseline(EARLIER))
    assert after(now="09:00") == replace(EVENT, baseline=Baseline(EARLIER, (), at("09:00")))


def test_a_party_late() -> None:
    """It is away in every slot that begins before it is there, from when it is said to be."""
    expected = ("a3", "b1", "b2", "c1", "c2")
    assert after(PartyLate("togo", at("09:45"))) == replace(
        with_party(EVENT, "togo", slots=expected), baseline=Baseline(EARLIER)
    )
    late = after(PartyLate("togo", at("14:30"), since=at("10:30")), now="09:00")
    assert late.parties[3].slots == ("a1", "a2", "a3", "b2", "c1", "c2")


def test_a_slot_that_has_begun_is_history() -> None:
    late = after(PartyLate("togo", at("10:30")), now="09:30")
    assert late.parties[3].slots == ("a1", "a2", "b1", "b2", "c1", "c2")
    assert late.baseline == Baseline(EARLIER, (), at("09:30"))


def test_a_party_withdrawn_is_owed_nothing_and_owes_nothing() -> None:
    promised = with_party(with_request(EVENT, "mali-togo", mandatory=True), "togo", minimum=3)
    held = with_request(promised, "acme-togo", mandatory=True)
    gone = after(PartyWithdrawn("togo"), problem=held, now="09:30")
    assert gone.parties[3] == replace(promised.parties[3], slots=("a1", "a2"), minimum=0)
    assert [r.mandatory for r in gone.requests] == [False, True, False, False, False, False]


def test_a_party_that_leaves_later_still_owes_what_it_can_attend() -> None:
    promised = with_party(with_request(EVENT, "mali-togo", mandatory=True), "togo", minimum=3)
    leaving = after(PartyWithdrawn("togo", at("14:30")), problem=promised)
    assert leaving.parties[3] == replace(promised.parties[3], slots=("a1", "a2", "a3", "b1"))
    assert leaving.requests == promised.requests


def test_a_place_lost_and_an_interpreter_ill() -> None:
    changed = after(
        PlaceLost("room", at("09:15"), at("14:15")), InterpreterIll("ivan", until=at("09:30"))
    )
    expected = with_place(EVENT, "room", slots=("b2", "c1", "c2"))
    expected = with_interpreter(expected, "ivan", slots=("a2", "a3", "b1", "b2", "c1", "c2"))
    assert changed == replace(
        with_place(expected, "room", slots=("b2", "c1", "c2")), baseline=Baseline(EARLIER)
    )


def test_changes_to_one_item_add_up() -> None:
    changed = after(PlaceLost("table", until=at("09:30")), PlaceLost("table", at("00:00", 12)))
    assert changed.places[0].slots == ("a2", "a3", "b1", "b2")


def test_a_new_meeting_is_mandatory() -> None:
    changed = after(NewMeeting(Request("minister", ("acme", "oslo"), weight=9)))
    assert changed.requests[-1] == Request("minister", ("acme", "oslo"), weight=9, mandatory=True)
    assert changed.requests[:-1] == EVENT.requests


def test_pins_add_up_until_they_are_released() -> None:
    once = after(MeetingPinned("acme-bolt"))
    assert once.baseline == Baseline(EARLIER, ("acme-bolt",))
    twice = after(MeetingPinned("mali-togo"), problem=once)
    assert twice.baseline == Baseline(EARLIER, ("acme-bolt", "mali-togo"))
    released = after(MeetingReleased("acme-bolt"), problem=twice)
    assert released.baseline == Baseline(EARLIER, ("mali-togo",))


def test_time_goes_on_from_one_repair_to_the_next() -> None:
    once = after(now="09:30")
    assert after(problem=once).baseline == Baseline(EARLIER, (), at("09:30"))
    assert after(problem=once, now="14:00").baseline == Baseline(EARLIER, (), at("14:00"))
    assert faults(problem=once, now="09:00") == (
        "now: 2025-11-11T09:00:00+00:00 is before the last repair, 2025-11-11T09:30:00+00:00; "
        "give a later time",
    )


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (PartyLate("none", at("10:00")), "(party_late): there is no party 'none'; correct the id"),
        (
            PartyLate("togo", at("08:00")),
            "(party_late): party 'togo': no slot still to come is concerned; correct the times, or "
            "leave the change out",
        ),
        (
            PlaceLost("room", at("10:00"), at("10:00")),
            "(place_lost): place 'room': 'until' is not after 'since'; correct one of them",
        ),
        (PlaceLost("none"), "(place_lost): there is no place 'none'; correct the id"),
        (
            InterpreterIll("none"),
            "(interpreter_ill): there is no interpreter 'none'; correct the id",
        ),
        (
            NewMeeting(Request("acme-togo", ("acme", "togo"))),
            "(new_meeting): request 'acme-togo' exists already; give the new one its own id",
        ),
        (MeetingPinned("none"), "(meeting_pinned): there is no request 'none'; correct the id"),
        (
            MeetingReleased("acme-togo"),
            "(meeting_released): request 'acme-togo' is not pinned; leave the change out",
        ),
    ],
)
def test_a_change_that_cannot_be(change: Change, fault: str) -> None:
    assert faults(change) == (f"changes[0] {fault}",)


def test_every_fault_is_told_at_once() -> None:
    assert faults(MeetingPinned("none"), PartyWithdrawn("togo"), PlaceLost("none")) == (
        "changes[0] (meeting_pinned): there is no request 'none'; correct the id",
        "changes[2] (place_lost): there is no place 'none'; correct the id",
    )


def test_a_fixed_slot_that_has_begun() -> None:
    late = NewMeeting(Request("late", ("acme", "oslo"), fixed_slot="a1"))
    assert faults(late, now="09:00") == (
        "changes[0] (new_meeting): request 'late': its fixed slot 'a1' has begun; fix a later one",
    )


def test_a_new_meeting_that_makes_no_sense() -> None:
    assert faults(NewMeeting(Request("odd", ("acme", "nobody")))) == (
        "request 'odd': parties names party 'nobody', which does not exist; add that party or "
        "correct the id",
    )


def test_a_promise_is_broken_by_whoever_made_it_only() -> None:
    assert faults(MeetingPinned("acme-togo"), PlaceLost("table", at("09:30"), at("10:00"))) == (
        "request 'acme-togo' is pinned in slot 'a2', when place 'table' is not to be had; add a "
        "change of kind 'meeting_released'",
    )
    pinned = after(MeetingPinned("acme-togo"))
    gone = PartyWithdrawn("togo")
    assert faults(gone, problem=pinned) == (
        "request 'acme-togo' is pinned in slot 'a2', when party 'togo' is not to be had; add a "
        "change of kind 'meeting_released'",
    )
    freed = after(gone, MeetingReleased("acme-togo"), problem=pinned)
    assert freed.baseline == Baseline(EARLIER)
    assert after(gone, problem=pinned, now="09:30").baseline == Baseline(
        EARLIER, ("acme-togo",), at("09:30")
    )


def test_a_meeting_pinned_and_released_at_once() -> None:
    pinned = after(MeetingPinned("acme-togo"))
    both = (MeetingReleased("acme-togo"), MeetingPinned("acme-togo"))
    assert faults(*both, problem=pinned) == (
        "changes[1] (meeting_pinned): request 'acme-togo' is released too; keep one of the two "
        "changes",
    )


@pytest.mark.parametrize(
    ("plan", "fault"),
    [
        (
            replace(honest(EVENT, EARLIER), problem_digest="0" * 64),
            "plan: made for another problem; give the problem it was made for",
        ),
        (
            honest(EVENT, put("acme-mali a1 room", "acme-togo a1 table")),
            "plan: it does not hold: Party 'acme' has 1 team but 2 meetings at once: the meeting "
            "of request 'acme-mali' (2025-11-11 09:00-09:30); the meeting of request 'acme-togo' "
            "(2025-11-11 09:00-09:30). Make the plan again",
        ),
    ],
)
def test_a_plan_that_is_no_use(plan: Plan, fault: str) -> None:
    with pytest.raises(InputError) as error:
        apply(EVENT, plan, Changes())
    assert error.value.faults == (fault,)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_what_is_held_or_pinned_still_holds(data: st.DataObject) -> None:
    """Whatever happens, history and promises alone are a plan of the new problem."""
    problem = data.draw(strategies.problems())
    assume(problem.rules.spread is None)
    best = brute.optimum(problem)
    assert best is not None
    changes = data.draw(strategies.happenings(problem, best[1]))
    try:
        changed = apply(problem, honest(problem, best[1]), changes)
    except InputError:
        assume(False)
        raise
    assert changed.baseline is not None
    held = brute.held(changed)
    kept = [a for a in best[1] if a in held or a.request in changed.baseline.pinned]
    waiting = {r.id: r.after for r in problem.requests}
    assume(all(set(waiting[a.request]) <= {b.request for b in kept} for a in kept))
    assert verify(changed, honest(changed, kept)).violations == ()
