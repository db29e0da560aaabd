"""Each reason by hand: what it says, what it cites, and the words it gets."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rendezvous.errors import InputError
from rendezvous.problem import (
    Assignment,
    Baseline,
    Busy,
    Party,
    Place,
    Problem,
    Request,
    Rules,
    Venue,
)
from rendezvous.result import Evidence, Plan, Reason, Unserved
from rendezvous.solver import Stop, reasons, solve
from rendezvous.solver.index import Index
from rendezvous.solver.masks import Masks
from rendezvous.wording import Wording
from tests.rendezvous import crowded
from tests.rendezvous.examples import (
    EVENT,
    slot,
    with_busy,
    with_interpreter,
    with_party,
    with_place,
    with_request,
    with_slot,
)


def planned(problem: Problem) -> Plan:
    return solve(problem, stop=Stop(seconds=20.0), workers=1)


def only(problem: Problem, *requests: Request) -> Problem:
    """Return the event with other requests."""
    return replace(problem, requests=requests)


def reason(problem: Problem, request: str) -> tuple[Unserved, str]:
    """Return why a request is not in the plan, and the sentence that says so."""
    plan = planned(problem)
    found = next(unserved for unserved in plan.unserved if unserved.request == request)
    return found, Wording(problem, plan).request(request)


LONE = only(EVENT, Request("acme-togo", ("acme", "togo"), weight=3))
SAID = "Acme and Togo (acme-togo, weight 3) are not in the plan: "


def test_no_common_slot() -> None:
    problem = with_party(with_party(LONE, "acme", slots=("a1",)), "togo", slots=("a2",))
    slots = tuple(slot.id for slot in EVENT.slots)
    assert reason(problem, "acme-togo") == (
        Unserved("acme-togo", Reason.NO_COMMON_SLOT, Evidence(slots=slots)),
        f"{SAID}there is no slot in which both are there.",
    )


def test_no_common_slot_for_a_commitment() -> None:
    problem = with_party(LONE, "acme", slots=("a1",))
    problem = with_busy(problem, "togo", "09:00", "10:00", venue="hall", label="Panel")
    assert reason(problem, "acme-togo") == (
        Unserved("acme-togo", Reason.NO_COMMON_SLOT, Evidence(slots=("a1",), busy=("conference",))),
        f"{SAID}the slots both are there (2025-11-11 09:00) are taken by Panel (Togo).",
    )


def test_no_common_slot_for_commitments_that_take_a_team_each() -> None:
    problem = with_party(with_party(LONE, "acme", slots=("a1",)), "togo", teams=2)
    start, end = EVENT.slots[0].start, EVENT.slots[0].end
    problem = replace(
        problem,
        busy=(
            Busy("panel", "togo", start, end, "hall", 1, "Panel"),
            Busy("flight", "togo", start, end, "base", 1, "Flight"),
        ),
    )
    assert reason(problem, "acme-togo") == (
        Unserved(
            "acme-togo", Reason.NO_COMMON_SLOT, Evidence(slots=("a1",), busy=("panel", "flight"))
        ),
        f"{SAID}the slots both are there (2025-11-11 09:00) are taken by Panel (Togo), "
        "Flight (Togo).",
    )


def test_travel_from_a_commitment() -> None:
    problem = with_party(LONE, "acme", slots=("a2",))
    problem = with_slot(problem, "a2", venues=("hall",))
    problem = with_busy(problem, "togo", "08:30", "09:00", venue="base", label="Demonstration")
    found, words = reason(problem, "acme-togo")
    assert found.reason is Reason.TRAVEL
    assert found.evidence.busy == ("conference",)
    assert words == (
        f"{SAID}there is no time to travel between venues around Demonstration (Togo)."
    )


def test_no_closed_room() -> None:
    problem = with_place(with_request(LONE, "acme-togo", closed_door=True), "room", slots=())
    found, words = reason(problem, "acme-togo")
    assert (found.reason, found.evidence.blockers) == (Reason.NO_CLOSED_ROOM, ())
    assert words.startswith(f"{SAID}no closed-door room is open in their slots (2025-11-11 09:00, ")


def test_no_interpreter_who_speaks_for_both() -> None:
    problem = only(EVENT, Request("togo-oslo", ("togo", "oslo")))
    problem = with_interpreter(problem, "ivan", languages=("fr", "en"))
    assert reason(problem, "togo-oslo")[1] == (
        "Togo and Norway (togo-oslo, weight 1) are not in the plan: "
        "no interpreter speaks a language of each."
    )


def test_the_interpreter_is_taken() -> None:
    problem = only(
        EVENT,
        Request("togo-oslo", ("togo", "oslo"), weight=5, slots=("a1",)),
        Request("acme-oslo", ("mali", "bolt"), weight=1, slots=("a1",)),
    )
    problem = with_interpreter(problem, "nora", slots=())
    assert reason(problem, "acme-oslo") == (
        Unserved(
            "acme-oslo",
            Reason.NO_INTERPRETER,
            Evidence(slots=("a1",), blockers=("togo-oslo",), interpreters=("ivan",)),
        ),
        "Mali and Bolt (acme-oslo, weight 1) are not in the plan: every interpreter who speaks "
        "for both is taken or due a rest: Togo - Norway (togo-oslo, weight 5).",
    )


def test_party_full() -> None:
    problem = only(
        EVENT,
        Request("acme-togo", ("acme", "togo"), weight=3),
        Request("mali-togo", ("mali", "togo"), weight=6),
    )
    assert reason(with_party(problem, "togo", slots=("c1",)), "acme-togo") == (
        Unserved(
            "acme-togo",
            Reason.PARTY_FULL,
            Evidence(slots=("c1",), blockers=("mali-togo",), party="togo", limit=1),
        ),
        f"{SAID}Togo is taken in every slot possible by Mali - Togo (mali-togo, weight 6).",
    )


def test_day_full() -> None:
    problem = only(
        EVENT,
        Request("acme-togo", ("acme", "togo"), weight=3, slots=("a1", "a2", "a3")),
        Request("mali-togo", ("mali", "togo"), weight=6, slots=("a1", "a2", "a3")),
    )
    found, words = reason(with_party(problem, "togo", max_per_day=1), "acme-togo")
    assert (found.reason, found.evidence.party, found.evidence.limit) == (
        Reason.DAY_FULL,
        "togo",
        1,
    )
    assert words == (
        f"{SAID}Togo has its most (1) on every day possible: Mali - Togo (mali-togo, weight 6)."
    )


def test_no_place_left() -> None:
    problem = only(
        EVENT,
        Request("bolt-togo", ("bolt", "oslo"), weight=1, slots=("a1",)),
        Request("mali-togo", ("mali", "togo"), weight=6, slots=("a1",)),
    )
    problem = with_place(with_place(problem, "tent", capacity=0), "room", capacity=0)
    problem = with_place(problem, "table", capacity=1)
    found, words = reason(problem, "bolt-togo")
    assert (found.reason, found.evidence.blockers) == (Reason.NO_PLACE, ("mali-togo",))
    assert words.endswith("every place is taken by Mali - Togo (mali-togo, weight 6).")


def test_of_many_who_hold_the_tables_those_behind_closed_doors_and_the_lightest_are_named() -> None:
    """Sixty meetings fill the hall in the only slot, five of them behind closed doors."""
    parties = [Party(f"p{n}") for n in range(122)]
    requests = [
        Request(f"r{n}", (f"p{2 * n}", f"p{2 * n + 1}"), weight=100 - n, closed_door=n < 5)
        for n in range(60)
    ]
    problem = Problem(
        slots=(replace(slot("s", 11, "morning", "09:00"), venues=("hall",)),),
        parties=tuple(parties),
        requests=(*requests, Request("late", ("p120", "p121"))),
        places=(Place("rooms", "hall", capacity=5, closed_door=True), Place("t", "hall", "", 55)),
        venues=(Venue("hall"),),
    )
    (left_out,) = solve(problem, stop=Stop(seconds=None, work=2.0)).unserved
    assert (left_out.request, left_out.reason) == ("late", Reason.NO_PLACE)
    expected = {f"r{n}" for n in range(5)} | {f"r{n}" for n in range(25, 60)}
    assert set(left_out.evidence.blockers) == expected


def test_predecessor_unserved() -> None:
    problem = only(
        EVENT,
        Request("first", ("acme", "bolt"), slots=()),
        Request("acme-togo", ("acme", "togo"), weight=3, after=("first",)),
    )
    assert reason(problem, "acme-togo") == (
        Unserved("acme-togo", Reason.PREDECESSOR, Evidence(requests=("first",))),
        f"{SAID}it must come after Acme - Bolt (first, weight 1), not served or too late.",
    )


def test_outweighed_on_either_side() -> None:
    problem = only(
        EVENT,
        Request("acme-togo", ("acme", "togo"), weight=3, slots=("a1", "a2")),
        Request("mali-togo", ("mali", "togo"), weight=6, slots=("a1",)),
        Request("acme-bolt", ("acme", "bolt"), weight=6, slots=("a2",)),
    )
    found, words = reason(problem, "acme-togo")
    assert (found.reason, found.evidence.blockers) == (
        Reason.OUTWEIGHED,
        ("mali-togo", "acme-bolt"),
    )
    assert words == (
        f"{SAID}every slot possible is taken, on one side or the other, by "
        "Mali - Togo (mali-togo, weight 6), Acme - Bolt (acme-bolt, weight 6)."
    )


def test_mandatory_requests_in_conflict_are_named() -> None:
    problem = only(
        EVENT,
        Request("bolt-oslo", ("bolt", "oslo"), mandatory=True),
        Request("acme-togo", ("acme", "togo"), mandatory=True, slots=("a1",)),
        Request("mali-togo", ("mali", "togo"), mandatory=True, slots=("a1",)),
    )
    plan = planned(problem)
    assert plan.status == "infeasible"
    assert plan.conflict == ("acme-togo", "mali-togo")
    assert (plan.objectives[0].value, plan.objectives[0].bound) == (1, 1)


def test_lunch_and_weight_order_do_not_change_what_is_served() -> None:
    rules = Rules(lunch_exempt=True, objectives=("mandatory", "minimum", "weight", "breaks"))
    plan = planned(replace(EVENT, rules=rules))
    assert plan.objective("weight").value == planned(EVENT).objective("weight").value
    assert [objective.name for objective in plan.objectives] == [
        "mandatory",
        "below_minimum",
        "shortfall",
        "weight",
        "breaks",
    ]


def test_pins_that_contradict_the_problem_are_refused_by_name() -> None:
    problem = replace(
        with_party(LONE, "togo", slots=("a2",)),
        baseline=Baseline((Assignment("acme-togo", "a1", "table"),), ("acme-togo",)),
    )
    with pytest.raises(InputError) as refused:
        planned(problem)
    assert refused.value.faults == (
        "baseline: pinned meetings of requests 'acme-togo' cannot be held as they were; unpin them",
    )


@pytest.mark.parametrize("seed", range(2))
def test_many_holders_are_found_as_few_are(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    masks = Masks(Index(crowded.event(seed, requests=25, parties=6, slots=4)))
    plan = solve(masks.index.problem, stop=Stop(seconds=None, work=1.0), workers=1)
    told = []
    for many in (0, 1000):
        monkeypatch.setattr(reasons, "MANY", many)
        told.append(reasons.reasons(masks, plan.assignments))
    assert any(unserved.evidence.blockers for unserved in told[0])
    assert told[0] == told[1] == plan.unserved
