"""The checker accepts a good plan and names each fault of a bad one, once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rendezvous.checking import check_problem
from rendezvous.problem import Assignment, Baseline, Problem, Rules, Travel, Venue
from rendezvous.result import Evidence, Objective, Plan, Reason, Status, Unserved
from rendezvous.verify import Report, ViolationCode, verify
from tests.rendezvous import brute, strategies
from tests.rendezvous.examples import (
    EVENT,
    at,
    put,
    with_busy,
    with_interpreter,
    with_party,
    with_place,
    with_request,
    with_slot,
)
from tests.rendezvous.plans import honest

GOOD = put(
    "acme-mali a1 acme-stand",
    "acme-togo a2 table",
    "bolt-mali a1 room ivan",
    "bolt-togo b1 table ivan",
    "mali-togo c1 tent",
    "acme-bolt b2 table",
)


def found(problem: Problem, *meetings: str) -> list[tuple[str, str, tuple[str, ...]]]:
    """Return code, message and requests of what is wrong with an otherwise honest plan."""
    assert check_problem(problem) == []
    report = verify(problem, honest(problem, put(*meetings)))
    return [(v.code.value, v.message, v.requests) for v in report.violations]


def claims(plan: Plan) -> list[tuple[str, str]]:
    """Return code and message of what a plan for the event claims wrongly."""
    return [(v.code.value, v.message) for v in verify(EVENT, plan).violations]


def test_a_good_plan_is_accepted_with_its_figures() -> None:
    problem = with_party(with_party(EVENT, "oslo", minimum=2), "togo", minimum=3)
    assert check_problem(problem) == []
    assert verify(problem, honest(problem, GOOD)) == Report(
        violations=(),
        weight=21,
        mandatory_unserved=0,
        below_minimum=1,
        shortfall=2,
        breaks={"acme": 1, "bolt": 1, "mali": 0, "togo": 1, "oslo": 0},
        total_breaks=3,
        spread=1,
        held_spread=1,
    )
    assert verify(problem, honest(problem, GOOD)).ok


def test_an_empty_plan_is_accepted() -> None:
    assert found(EVENT) == []


# What does not exist.


@pytest.mark.parametrize(
    ("meeting", "message", "requests"),
    [
        (
            "acme-oslo a1 table",
            "The meeting of request 'acme-oslo' names request 'acme-oslo', which is not in the "
            "problem.",
            (),
        ),
        (
            "acme-mali a9 table",
            "The meeting of request 'acme-mali' names slot 'a9', which is not in the problem.",
            ("acme-mali",),
        ),
        (
            "acme-mali a1 moon",
            "The meeting of request 'acme-mali' names place 'moon', which is not in the problem.",
            ("acme-mali",),
        ),
        (
            "acme-mali a1 table zoe",
            "The meeting of request 'acme-mali' names interpreter 'zoe', which is not in the "
            "problem.",
            ("acme-mali",),
        ),
    ],
)
def test_unknown_item(meeting: str, message: str, requests: tuple[str, ...]) -> None:
    assert found(EVENT, meeting) == [("unknown_item", message, requests)]


def test_unknown_items_in_reasons_measures_and_conflict() -> None:
    problem = with_request(EVENT, "acme-bolt", mandatory=True)
    plan = honest(problem, ())
    evidence = Evidence(
        slots=("a9",),
        blockers=("x",),
        busy=("y",),
        places=("moon",),
        interpreters=("zoe",),
        requests=("z",),
        party="nobody",
    )
    plan = replace(
        plan,
        unserved=(replace(plan.unserved[0], evidence=evidence), *plan.unserved[1:]),
        measures=(*plan.measures, replace(plan.measures[0], party="someone")),
        conflict=("acme-bolt", "w"),
    )
    reason = "The reason given for request 'acme-mali' names"
    assert [(v.code.value, v.message) for v in verify(problem, plan).violations] == [
        ("unknown_item", f"{reason} request 'x', which is not in the problem."),
        ("unknown_item", f"{reason} request 'z', which is not in the problem."),
        ("unknown_item", f"{reason} slot 'a9', which is not in the problem."),
        ("unknown_item", f"{reason} place 'moon', which is not in the problem."),
        ("unknown_item", f"{reason} interpreter 'zoe', which is not in the problem."),
        ("unknown_item", f"{reason} busy time 'y', which is not in the problem."),
        ("unknown_item", f"{reason} party 'nobody', which is not in the problem."),
        ("unknown_item", "The conflict names request 'w', which is not in the problem."),
        ("unknown_item", "A measure names party 'someone', which is not in the problem."),
    ]


def test_wrong_problem() -> None:
    plan = honest(with_request(EVENT, "acme-bolt", weight=2), ())
    digest = honest(EVENT, ()).problem_digest
    assert claims(plan) == [
        (
            "wrong_problem",
            f"The plan was made for problem '{plan.problem_digest[:12]}', but this is problem "
            f"'{digest[:12]}'.",
        )
    ]


def test_served_twice() -> None:
    assert found(EVENT, "acme-mali a1 table", "acme-mali a3 table") == [
        (
            "served_twice",
            "Request 'acme-mali' is served 2 times, in slots 'a1', 'a3'.",
            ("acme-mali",),
        )
    ]


# One meeting at a time.


def test_absent_party() -> None:
    problem = with_party(EVENT, "mali", slots=("a1", "a3", "b1"))
    assert found(problem, "acme-mali a2 table", "bolt-mali a3 table ivan") == [
        (
            "absent_party",
            "Party 'mali' is not there in slot 'a2', when the meeting of request 'acme-mali' "
            "(2025-11-11 09:30-10:00) is held.",
            ("acme-mali",),
        )
    ]


def test_absent_party_in_the_second_slot_of_a_long_meeting() -> None:
    problem = with_party(
        with_request(EVENT, "acme-mali", length=2), "mali", slots=("a1", "a3", "b1")
    )
    assert found(problem, "acme-mali a1 table") == [
        (
            "absent_party",
            "Party 'mali' is not there in slot 'a2', when the meeting of request 'acme-mali' "
            "(2025-11-11 09:00-10:00) is held.",
            ("acme-mali",),
        )
    ]


def test_closed_slot_because_the_venue_is_closed() -> None:
    problem = with_slot(EVENT, "a2", venues=("base",))
    assert found(problem, "acme-mali a2 table", "bolt-togo a2 tent ivan") == [
        (
            "closed_slot",
            "The meeting of request 'acme-mali' (2025-11-11 09:30-10:00) is at venue 'hall', which "
            "is closed in slot 'a2'.",
            ("acme-mali",),
        )
    ]


def test_closed_slot_because_the_request_does_not_allow_it() -> None:
    problem = with_request(EVENT, "acme-mali", length=2, slots=("a1", "a2"))
    assert found(problem, "acme-mali a2 table") == [
        (
            "closed_slot",
            "The meeting of request 'acme-mali' (2025-11-11 09:30-10:30) stands in slot 'a3', "
            "which the request does not allow.",
            ("acme-mali",),
        )
    ]
    assert found(problem, "acme-mali a1 table") == []


@pytest.mark.parametrize("slot_id", ["a3", "c2"])
def test_closed_slot_because_the_half_day_ends_too_soon(slot_id: str) -> None:
    problem = with_request(EVENT, "acme-mali", length=2)
    day, span = {"a3": ("11", "10:00-10:30"), "c2": ("12", "09:30-10:00")}[slot_id]
    assert found(problem, f"acme-mali {slot_id} table") == [
        (
            "closed_slot",
            f"The meeting of request 'acme-mali' (2025-11-{day} {span}) takes 2 slots, but its "
            "half-day leaves 1.",
            ("acme-mali",),
        )
    ]


def test_closed_place() -> None:
    problem = with_place(EVENT, "room", slots=("a1", "a3"))
    assert found(problem, "acme-mali a2 room", "bolt-togo a3 room ivan") == [
        (
            "closed_place",
            "Place 'room' is closed in slot 'a2', when the meeting of request 'acme-mali' "
            "(2025-11-11 09:30-10:00) is held there.",
            ("acme-mali",),
        )
    ]


def test_foreign_stand() -> None:
    assert found(EVENT, "mali-togo a1 acme-stand", "acme-bolt a2 acme-stand") == [
        (
            "foreign_stand",
            "The meeting of request 'mali-togo' (2025-11-11 09:00-09:30) is held at 'acme-stand', "
            "the stand of party 'acme', who is not in it.",
            ("mali-togo",),
        )
    ]


def test_closed_door_room() -> None:
    problem = with_request(
        with_request(EVENT, "acme-mali", closed_door=True), "bolt-togo", closed_door=True
    )
    assert found(problem, "acme-mali a1 acme-stand", "bolt-togo a1 room ivan") == [
        (
            "closed_door_room",
            "The meeting of request 'acme-mali' (2025-11-11 09:00-09:30) is behind closed doors, "
            "but place 'acme-stand' is not a closed-door room.",
            ("acme-mali",),
        )
    ]


def test_an_open_meeting_may_use_a_closed_door_room() -> None:
    assert found(EVENT, "acme-mali a1 room") == []


def test_wrong_fixed_slot() -> None:
    problem = with_request(EVENT, "acme-mali", fixed_slot="a2")
    assert found(problem, "acme-mali a2 table") == []
    assert found(problem, "acme-mali a1 table") == [
        (
            "wrong_fixed_slot",
            "Request 'acme-mali' is fixed in slot 'a2' but stands in slot 'a1'.",
            ("acme-mali",),
        )
    ]


def test_wrong_fixed_place() -> None:
    problem = with_request(EVENT, "acme-mali", fixed_place="room")
    assert found(problem, "acme-mali a1 room") == []
    assert found(problem, "acme-mali a1 table") == [
        (
            "wrong_fixed_place",
            "Request 'acme-mali' is fixed at place 'room' but stands at place 'table'.",
            ("acme-mali",),
        )
    ]


# Interpreters.


def test_missing_interpreter() -> None:
    assert found(EVENT, "bolt-mali a1 table") == [
        (
            "missing_interpreter",
            "The meeting of request 'bolt-mali' (2025-11-11 09:00-09:30) has no interpreter, but "
            "parties 'bolt' and 'mali' share no language.",
            ("bolt-mali",),
        )
    ]


def test_no_interpreter_is_needed_when_languages_are_unknown() -> None:
    assert found(with_party(EVENT, "mali", languages=()), "bolt-mali a1 table") == []


@pytest.mark.parametrize("languages", [("fr",), ()])
def test_needless_interpreter(languages: tuple[str, ...]) -> None:
    problem = with_party(EVENT, "mali", languages=languages)
    assert found(problem, "acme-mali a1 table ivan") == [
        (
            "needless_interpreter",
            "The meeting of request 'acme-mali' (2025-11-11 09:00-09:30) has interpreter 'ivan', "
            "but parties 'acme' and 'mali' need none.",
            ("acme-mali",),
        )
    ]


def test_unable_interpreter() -> None:
    assert found(EVENT, "bolt-mali a1 table nora") == [
        (
            "unable_interpreter",
            "Interpreter 'nora' of the meeting of request 'bolt-mali' (2025-11-11 09:00-09:30) "
            "does not speak a language of each of parties 'bolt' and 'mali'.",
            ("bolt-mali",),
        )
    ]


def test_interpreter_absent() -> None:
    problem = with_interpreter(EVENT, "ivan", slots=("a2",))
    assert found(problem, "bolt-mali a1 table ivan", "bolt-togo a2 table ivan") == [
        (
            "interpreter_absent",
            "Interpreter 'ivan' is not there in slot 'a1', when the meeting of request 'bolt-mali' "
            "(2025-11-11 09:00-09:30) is held.",
            ("bolt-mali",),
        )
    ]


def test_interpreter_double_booked() -> None:
    problem = with_party(with_request(EVENT, "bolt-mali", length=2), "bolt", teams=2)
    assert found(problem, "bolt-mali a1 table ivan", "bolt-togo a2 table ivan") == [
        (
            "interpreter_double_booked",
            "Interpreter 'ivan' has the meeting of request 'bolt-mali' (2025-11-11 09:00-10:00) "
            "and the meeting of request 'bolt-togo' (2025-11-11 09:30-10:00) at once.",
            ("bolt-mali", "bolt-togo"),
        )
    ]


def test_interpreter_overrun() -> None:
    problem = with_interpreter(with_request(EVENT, "bolt-mali", length=2), "ivan", max_run=2)
    assert found(problem, "bolt-mali a1 table ivan", "bolt-togo a3 table ivan") == [
        (
            "interpreter_overrun",
            "Interpreter 'ivan' works 3 slots in a row from 'a1' to 'a3', and may work 2.",
            ("bolt-mali", "bolt-togo"),
        )
    ]


def test_an_interpreter_may_go_on_after_lunch() -> None:
    problem = with_interpreter(EVENT, "ivan", max_run=1)
    assert found(problem, "bolt-mali a3 table ivan", "bolt-togo b1 table ivan") == []


def test_interpreter_travel() -> None:
    problem = with_party(EVENT, "bolt", languages=("no",))
    problem = with_party(problem, "togo", teams=2)
    problem = with_request(problem, "bolt-togo", parties=("oslo", "togo"))
    assert found(problem, "bolt-mali a1 table ivan", "bolt-togo a2 tent ivan") == [
        (
            "interpreter_travel",
            "Interpreter 'ivan' has 0 minutes from the meeting of request 'bolt-mali' (2025-11-11 "
            "09:00-09:30) at venue 'hall' to the meeting of request 'bolt-togo' (2025-11-11 "
            "09:30-10:00) at venue 'base', and needs 45.",
            ("bolt-mali", "bolt-togo"),
        )
    ]


# Parties and places through the day.


def test_double_booking() -> None:
    assert found(EVENT, "acme-mali a1 acme-stand", "acme-togo a1 table") == [
        (
            "double_booking",
            "Party 'acme' has 1 team but 2 meetings at once: the meeting of request 'acme-mali' "
            "(2025-11-11 09:00-09:30); the meeting of request 'acme-togo' (2025-11-11 "
            "09:00-09:30).",
            ("acme-mali", "acme-togo"),
        )
    ]


def test_double_booking_of_long_meetings_is_one_fault() -> None:
    problem = with_request(with_request(EVENT, "acme-mali", length=2), "acme-togo", length=2)
    assert [
        (code, requests)
        for code, _, requests in found(problem, "acme-mali a1 acme-stand", "acme-togo a1 table")
    ] == [("double_booking", ("acme-mali", "acme-togo"))]


def test_two_teams_hold_two_meetings_at_once() -> None:
    assert found(EVENT, "acme-mali a1 table", "bolt-mali a1 table ivan") == []


def test_party_busy() -> None:
    problem = with_busy(EVENT, "mali", "09:45", "10:15")
    assert found(problem, "acme-mali a1 table", "bolt-mali a2 table ivan") == [
        (
            "party_busy",
            "Party 'mali', with 2 teams, has the meeting of request 'bolt-mali' (2025-11-11 "
            "09:30-10:00) while it is taken by busy time 'conference' (2025-11-11 09:45-10:15).",
            ("bolt-mali",),
        )
    ]


def test_party_busy_with_one_team_of_two() -> None:
    problem = with_busy(EVENT, "mali", "09:00", "10:00", venue="hall", teams=1)
    assert found(problem, "acme-mali a1 table") == []
    assert [
        (code, requests)
        for code, _, requests in found(problem, "acme-mali a1 table", "bolt-mali a1 table ivan")
    ] == [("party_busy", ("acme-mali", "bolt-mali"))]


def test_a_busy_time_ends_when_the_meeting_begins_even_in_another_zone() -> None:
    problem = with_busy(EVENT, "mali", "09:00", "09:30")
    zone = timezone(timedelta(hours=3))
    busy = problem.busy[0]
    elsewhere = replace(busy, start=busy.start.astimezone(zone), end=busy.end.astimezone(zone))
    for same in (problem, replace(problem, busy=(elsewhere,))):
        assert found(same, "acme-mali a2 table") == []
        assert [v[0] for v in found(same, "acme-mali a1 table")] == ["party_busy"]


def test_a_busy_time_in_the_pause_of_a_long_meeting_disturbs_it() -> None:
    problem = with_request(EVENT, "acme-mali", length=2)
    later = timedelta(minutes=15)
    slots = {slot.id: slot for slot in problem.slots}
    for slot_id in ("a2", "a3"):
        slot = slots[slot_id]
        problem = with_slot(problem, slot_id, start=slot.start + later, end=slot.end + later)
    problem = with_busy(problem, "acme", "09:35", "09:40")
    assert found(problem, "acme-togo a1 table", "acme-bolt a2 table") == []
    assert [v[0] for v in found(problem, "acme-mali a1 table")] == ["party_busy"]


def test_impossible_travel_between_meetings() -> None:
    assert found(EVENT, "acme-togo a1 table", "mali-togo a2 tent") == [
        (
            "impossible_travel",
            "Party 'togo' has 1 team, too few to travel in time between the meeting of request "
            "'acme-togo' (2025-11-11 09:00-09:30) at venue 'hall'; the meeting of request "
            "'mali-togo' (2025-11-11 09:30-10:00) at venue 'base'.",
            ("acme-togo", "mali-togo"),
        )
    ]


def test_travel_that_takes_just_the_time_there_is() -> None:
    problem = replace(EVENT, travel=(Travel(("base", "hall"), 30),))
    assert found(problem, "acme-togo a1 table", "mali-togo a3 tent") == []
    problem = replace(EVENT, travel=(Travel(("base", "hall"), 31),))
    assert [v[0] for v in found(problem, "acme-togo a1 table", "mali-togo a3 tent")] == [
        "impossible_travel"
    ]


def test_impossible_travel_from_a_busy_time() -> None:
    problem = with_busy(EVENT, "togo", "08:00", "09:00", venue="base")
    assert found(problem, "acme-togo a2 tent") == []
    assert found(problem, "acme-togo a2 table") == [
        (
            "impossible_travel",
            "Party 'togo' has 1 team, too few to travel in time between the meeting of request "
            "'acme-togo' (2025-11-11 09:30-10:00) at venue 'hall'; busy time 'conference' "
            "(2025-11-11 08:00-09:00) at venue 'base'.",
            ("acme-togo",),
        )
    ]


def test_a_busy_time_without_venue_needs_no_travel() -> None:
    problem = with_busy(EVENT, "togo", "08:00", "09:30")
    assert found(problem, "acme-togo a2 table") == []


def test_impossible_travel_of_three_meetings_by_two_teams() -> None:
    """At no instant are there more than two, and no team can do two of them."""
    problem = with_party(EVENT, "mali", teams=2)
    problem = replace(
        problem,
        venues=(Venue("hall"), Venue("base"), Venue("port")),
        travel=(
            Travel(("hall", "base"), 60),
            Travel(("hall", "port"), 60),
            Travel(("base", "port"), 60),
        ),
        slots=tuple(replace(s, venues=("hall", "base", "port")) for s in problem.slots),
        places=(*problem.places, replace(problem.places[0], id="quay", venue="port")),
    )
    assert found(problem, "acme-mali a1 table", "bolt-mali a2 tent ivan") == []
    assert found(problem, "acme-mali a1 table", "bolt-mali a2 tent ivan", "mali-togo a3 quay") == [
        (
            "impossible_travel",
            "Party 'mali' has 2 teams, too few to travel in time between the meeting of request "
            "'acme-mali' (2025-11-11 09:00-09:30) at venue 'hall'; the meeting of request "
            "'bolt-mali' (2025-11-11 09:30-10:00) at venue 'base'; the meeting of request "
            "'mali-togo' (2025-11-11 10:00-10:30) at venue 'port'.",
            ("acme-mali", "bolt-mali", "mali-togo"),
        )
    ]


def test_place_full() -> None:
    assert found(EVENT, "acme-mali a1 room", "bolt-togo a1 room ivan") == [
        (
            "place_full",
            "Place 'room' holds 1 at a time but has 2 in slot 'a1': the meeting of request "
            "'acme-mali' (2025-11-11 09:00-09:30); the meeting of request 'bolt-togo' (2025-11-11 "
            "09:00-09:30).",
            ("acme-mali", "bolt-togo"),
        )
    ]
    assert found(EVENT, "acme-mali a1 table", "bolt-togo a1 table ivan") == []


def test_day_full() -> None:
    problem = with_party(EVENT, "togo", max_per_day=1)
    assert found(problem, "acme-togo a1 table", "mali-togo c1 table") == []
    assert found(problem, "acme-togo a1 table", "mali-togo b1 table") == [
        (
            "day_full",
            "Party 'togo' has 2 meetings on day '2025-11-11' and accepts 1.",
            ("acme-togo", "mali-togo"),
        )
    ]


# Meetings among themselves.


def test_precedence() -> None:
    problem = with_request(EVENT, "acme-togo", after=("acme-mali",))
    assert found(problem, "acme-mali a1 table", "acme-togo a2 table") == []
    assert found(problem, "acme-mali a2 table", "acme-togo a1 table") == [
        (
            "precedence",
            "The meeting of request 'acme-togo' (2025-11-11 09:00-09:30) begins before the meeting "
            "of request 'acme-mali' (2025-11-11 09:30-10:00), which it comes after, has ended.",
            ("acme-togo", "acme-mali"),
        )
    ]
    assert found(problem, "acme-togo a1 table") == [
        (
            "precedence",
            "Request 'acme-togo' comes after request 'acme-mali', which is not served.",
            ("acme-togo", "acme-mali"),
        )
    ]


def test_precedence_waits_for_the_end_of_a_long_meeting() -> None:
    problem = with_request(EVENT, "acme-togo", parties=("bolt", "oslo"), after=("acme-mali",))
    problem = with_request(problem, "acme-mali", length=2)
    assert [v[0] for v in found(problem, "acme-mali a1 table", "acme-togo a2 table nora")] == [
        "precedence"
    ]
    assert found(problem, "acme-mali a1 table", "acme-togo a3 table nora") == []


def test_spread() -> None:
    meetings = ("acme-mali a1 table", "acme-togo a3 table", "acme-bolt b2 table")
    assert found(replace(EVENT, rules=Rules(spread=2)), *meetings) == []
    assert found(replace(EVENT, rules=Rules(spread=1)), *meetings) == [
        (
            "spread",
            "Party 'acme' has 2 breaks and party 'bolt' has 0, but the rules allow a difference "
            "of 1.",
            (),
        )
    ]


def test_pinned_moved() -> None:
    problem = replace(
        EVENT,
        baseline=Baseline(
            put("acme-mali a1 table", "acme-togo a2 table", "mali-togo c1 tent"),
            ("acme-mali", "mali-togo"),
        ),
    )
    assert found(problem, "acme-mali a1 table", "mali-togo c1 tent", "acme-togo a3 table") == []
    assert found(problem, "acme-mali a1 room") == [
        (
            "pinned_moved",
            "Request 'acme-mali' is pinned in slot 'a1' at place 'table' but stands in slot 'a1' "
            "at place 'room'.",
            ("acme-mali",),
        ),
        (
            "pinned_moved",
            "Request 'mali-togo' is pinned in slot 'c1' at place 'tent' but is dropped.",
            ("mali-togo",),
        ),
    ]


def test_pinned_interpreter_moved() -> None:
    other = replace(EVENT.interpreters[0], id="irma")
    problem = replace(
        EVENT,
        interpreters=(*EVENT.interpreters, other),
        baseline=Baseline(put("bolt-mali a1 table ivan"), ("bolt-mali",)),
    )
    assert found(problem, "bolt-mali a1 table irma") == [
        (
            "pinned_moved",
            "Request 'bolt-mali' is pinned in slot 'a1' at place 'table' with interpreter 'ivan' "
            "but stands in slot 'a1' at place 'table' with interpreter 'irma'.",
            ("bolt-mali",),
        )
    ]


@pytest.mark.parametrize("status", [Status.OPTIMAL, Status.FEASIBLE])
def test_mandatory_unserved(status: Status) -> None:
    problem = with_request(EVENT, "acme-mali", mandatory=True)
    report = verify(problem, honest(problem, (), status))
    assert [(v.code.value, v.message, v.requests) for v in report.violations] == [
        (
            "mandatory_unserved",
            "Request 'acme-mali' is mandatory and not served, but the plan calls itself "
            f"{status.value}.",
            ("acme-mali",),
        )
    ]


@pytest.mark.parametrize("status", [Status.INFEASIBLE, Status.UNKNOWN])
def test_a_plan_may_admit_that_mandatory_requests_are_left(status: Status) -> None:
    problem = with_request(EVENT, "acme-mali", mandatory=True)
    report = verify(problem, honest(problem, (), status))
    assert (report.violations, report.mandatory_unserved) == ((), 1)


# What a plan claims.


@pytest.mark.parametrize("status", [Status.INFEASIBLE, Status.UNKNOWN])
def test_wrong_figure_failure_claimed_with_every_mandatory_request_served(status: Status) -> None:
    assert claims(honest(EVENT, GOOD, status)) == [
        (
            "wrong_figure",
            f"The plan calls itself {status.value}, but every mandatory request is served.",
        )
    ]


def test_wrong_figure_infeasible_without_a_bound() -> None:
    problem = with_request(EVENT, "acme-mali", mandatory=True)
    plan = _with_stage(honest(problem, ()), "mandatory", bound=0)
    assert [(v.code.value, v.message) for v in verify(problem, plan).violations] == [
        (
            "wrong_figure",
            "The plan calls itself infeasible, but the bound of objective 'mandatory' is 0.",
        )
    ]


def test_wrong_figure_conflict() -> None:
    plan = replace(honest(EVENT, GOOD), conflict=("acme-mali",))
    assert claims(plan) == [
        (
            "wrong_figure",
            "The plan calls itself feasible, but names a conflict between mandatory requests.",
        ),
        (
            "wrong_figure",
            "The conflict names request 'acme-mali', which is neither mandatory nor pinned.",
        ),
    ]


def test_a_conflict_may_name_mandatory_and_pinned_requests() -> None:
    problem = with_request(EVENT, "acme-mali", mandatory=True)
    pinned = put("acme-bolt a1 table")
    problem = replace(problem, baseline=Baseline(pinned, ("acme-bolt",)))
    plan = replace(honest(problem, pinned), conflict=("acme-mali", "acme-bolt"))
    assert verify(problem, plan).violations == ()


@pytest.mark.parametrize(
    ("name", "true"),
    [("mandatory", 0), ("weight", 21), ("below_minimum", 0), ("shortfall", 0), ("breaks", 3)],
)
def test_wrong_figure_value(name: str, true: int) -> None:
    plan = _with_stage(honest(EVENT, GOOD), name, value=true + 1)
    assert claims(plan) == [
        ("wrong_figure", f"The objective '{name}' is claimed to be {true + 1}, but is {true}.")
    ]


@pytest.mark.parametrize(
    ("name", "bound", "true"),
    [
        ("mandatory", 1, 0),
        ("weight", 20, 21),
        ("below_minimum", 1, 0),
        ("shortfall", 1, 0),
        ("breaks", 4, 3),
    ],
)
def test_wrong_figure_bound_on_the_wrong_side(name: str, bound: int, true: int) -> None:
    plan = _with_stage(honest(EVENT, GOOD), name, bound=bound)
    assert claims(plan) == [
        (
            "wrong_figure",
            f"The bound of objective '{name}' is claimed to be {bound}, but the plan reaches "
            f"{true}.",
        )
    ]


def test_wrong_figure_optimal_with_an_open_gap() -> None:
    plan = _with_stage(honest(EVENT, GOOD), "breaks", bound=2)
    assert claims(plan) == []
    assert claims(replace(plan, status=Status.OPTIMAL)) == [
        ("wrong_figure", "The plan calls itself optimal, but objective 'breaks' is 3 with bound 2.")
    ]


def test_wrong_figure_sense() -> None:
    assert claims(_with_stage(honest(EVENT, GOOD), "weight", sense="min")) == [
        ("wrong_figure", "The objective 'weight' is claimed to be a min, but is a max.")
    ]


def test_wrong_figure_objectives_missing_or_out_of_order() -> None:
    plan = honest(EVENT, GOOD)
    order = "mandatory, weight, below_minimum, shortfall, breaks"
    first_two = replace(plan, objectives=plan.objectives[:2])
    assert claims(first_two) == []
    assert claims(replace(first_two, status=Status.OPTIMAL)) == [
        (
            "wrong_figure",
            f"The plan's objectives are mandatory, weight, but the problem's are {order}.",
        )
    ]
    assert claims(replace(plan, objectives=plan.objectives[1::-1])) == [
        (
            "wrong_figure",
            f"The plan's objectives are weight, mandatory, but the problem's are {order}.",
        )
    ]
    unheard_of = Objective("joy", "max", 1, 1, 0.0)
    assert claims(replace(plan, objectives=(*plan.objectives[:2], unheard_of))) == [
        (
            "wrong_figure",
            f"The plan's objectives are mandatory, weight, joy, but the problem's are {order}.",
        )
    ]


@pytest.mark.parametrize(
    ("name", "true"),
    [("requested", 3), ("meetings", 3), ("weight", 9), ("breaks", 1), ("shortfall", 0)],
)
def test_wrong_figure_measure(name: str, true: int) -> None:
    plan = honest(EVENT, GOOD)
    measures = (replace(plan.measures[0], **{name: true + 1}), *plan.measures[1:])
    assert claims(replace(plan, measures=measures)) == [
        (
            "wrong_figure",
            f"Measure '{name}' of party 'acme' is claimed to be {true + 1}, but is {true}.",
        )
    ]


def test_wrong_figure_measures_missing() -> None:
    plan = honest(EVENT, GOOD)
    assert claims(replace(plan, measures=())) == []
    message = "The plan's measures are not one for each party in the problem's order."
    for measures in (plan.measures[1:], plan.measures[::-1], (*plan.measures, plan.measures[0])):
        assert claims(replace(plan, measures=measures)) == [("wrong_figure", message)]


def test_wrong_figure_unserved() -> None:
    plan = honest(EVENT, GOOD[:-1])
    assert [u.request for u in plan.unserved] == ["acme-bolt"]
    assert claims(replace(plan, unserved=())) == [
        ("wrong_figure", "Request 'acme-bolt' is neither served nor listed as unserved.")
    ]
    assert claims(replace(plan, unserved=plan.unserved * 2)) == [
        ("wrong_figure", "Request 'acme-bolt' is listed as unserved 2 times.")
    ]
    served = Unserved("acme-mali", Reason.NO_PLACE)
    assert claims(replace(plan, unserved=(served, *plan.unserved))) == [
        ("wrong_figure", "Request 'acme-mali' is listed as unserved, but it is served.")
    ]


def test_wrong_figure_blocker_not_served() -> None:
    plan = honest(EVENT, (*GOOD[:3], GOOD[4]))
    assert [u.request for u in plan.unserved] == ["bolt-togo", "acme-bolt"]
    evidence = Evidence(blockers=("bolt-mali", "acme-bolt"))
    unserved = (replace(plan.unserved[0], evidence=evidence), plan.unserved[1])
    assert claims(replace(plan, unserved=unserved)) == [
        (
            "wrong_figure",
            "Request 'bolt-togo' is said to be kept out by request 'acme-bolt', which is not "
            "served.",
        )
    ]


def _with_stage(plan: Plan, name: str, **changes: object) -> Plan:
    return replace(
        plan,
        objectives=tuple(
            replace(o, **changes) if o.name == name else o  # type: ignore[arg-type]
            for o in plan.objectives
        ),
    )


# Breaks.


@pytest.mark.parametrize(
    ("meetings", "breaks", "lunch_exempt"),
    [
        (("acme-mali a1 table", "acme-togo a2 table"), 0, 0),
        (("acme-mali a1 table", "acme-togo a3 table"), 1, 1),
        (("acme-mali a3 table", "acme-togo b1 table"), 0, 0),
        (("acme-mali a2 table", "acme-togo b1 table"), 1, 0),
        (("acme-mali a1 table", "acme-togo b2 table"), 1, 0),
        (("acme-mali a1 table", "acme-togo a3 table", "acme-bolt b2 table"), 2, 1),
        (("acme-mali b2 table", "acme-togo c2 table"), 0, 0),
    ],
)
def test_a_break_is_an_idle_run_within_a_day(
    meetings: tuple[str, ...], breaks: int, lunch_exempt: int
) -> None:
    for exempt, expected in ((False, breaks), (True, lunch_exempt)):
        problem = replace(EVENT, rules=Rules(lunch_exempt=exempt))
        report = verify(problem, honest(problem, put(*meetings)))
        assert report.violations == ()
        assert report.breaks == {"acme": expected, "bolt": 0, "mali": 0, "togo": 0, "oslo": 0}


def test_a_slot_in_which_a_party_is_away_or_busy_is_idle() -> None:
    problem = with_busy(with_party(EVENT, "mali", slots=("a1", "a3")), "acme", "09:30", "10:00")
    meetings = put("acme-mali a1 table", "bolt-mali a3 table ivan", "acme-bolt b1 table")
    report = verify(problem, honest(problem, meetings))
    assert (report.violations, report.breaks["mali"], report.breaks["acme"]) == ((), 1, 1)


HELD = replace(
    with_interpreter(
        with_place(with_party(EVENT, "togo", slots=("c1",)), "table", slots=()), "ivan", slots=()
    ),
    baseline=Baseline(put("acme-togo a1 table", "bolt-mali a2 room ivan"), (), at("09:30")),
)
"""At 09:30 Togo leaves until tomorrow, the tables are lost and Ivan falls ill."""


def test_what_has_been_held_stays_though_all_its_means_are_lost() -> None:
    assert found(HELD, "acme-togo a1 table", "bolt-mali a2 room ivan") == []
    assert found(HELD, "acme-togo c1 room") == [
        (
            "pinned_moved",
            "Request 'acme-togo' has been held in slot 'a1' at place 'table' but stands in slot "
            "'c1' at place 'room'.",
            ("acme-togo",),
        ),
        (
            "pinned_moved",
            "Request 'bolt-mali' has been held in slot 'a2' at place 'room' with interpreter "
            "'ivan' but is dropped.",
            ("bolt-mali",),
        ),
    ]


def test_past_slot() -> None:
    kept = ("acme-togo a1 table", "bolt-mali a2 room ivan")
    assert found(HELD, *kept, "acme-bolt a3 room") == []
    assert found(HELD, *kept, "acme-mali a2 acme-stand") == [
        (
            "past_slot",
            "Request 'acme-mali' stands in slot 'a2', which has begun by the time of the repair, "
            "and the earlier plan does not have it then.",
            ("acme-mali",),
        ),
    ]


def test_every_code_has_its_test() -> None:
    """Each code is the reason of a test above, by name."""
    names = " ".join(name for name in globals() if name.startswith("test_"))
    assert [code.value for code in ViolationCode if code.value not in names] == []


# Against brute force.


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_the_checker_and_brute_force_agree_on_what_is_possible(data: st.DataObject) -> None:
    problem = data.draw(strategies.problems())
    kind = data.draw(st.sampled_from((strategies.plausible, strategies.assignments)))
    assignments: tuple[Assignment, ...] = data.draw(kind(problem))
    report = verify(problem, honest(problem, assignments))
    assert report.ok == brute.feasible(problem, assignments)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(strategies.problems())
def test_the_checker_accepts_what_brute_force_finds_best(problem: Problem) -> None:
    best = brute.optimum(problem)
    assert best is not None
    values, assignments = best
    report = verify(problem, honest(problem, assignments))
    assert report.violations == ()
    assert values == {
        "mandatory": report.mandatory_unserved,
        "weight": report.weight,
        "below_minimum": report.below_minimum,
        "shortfall": report.shortfall,
        "breaks": report.total_breaks,
    }
