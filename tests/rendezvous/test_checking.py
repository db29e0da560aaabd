"""Each fault of a problem is named with its item and its remedy."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta

import pytest

from rendezvous.checking import Fault, check_problem, find_faults, find_item_faults
from rendezvous.problem import (
    Assignment,
    Baseline,
    Busy,
    Interpreter,
    Problem,
    Rules,
    Travel,
    Venue,
)
from tests.rendezvous.examples import (
    EVENT,
    SLOTS,
    at,
    put,
    slot,
    with_busy,
    with_interpreter,
    with_party,
    with_place,
    with_request,
    with_slot,
)


def test_a_good_problem_has_no_fault() -> None:
    assert check_problem(EVENT) == []


@pytest.mark.parametrize(
    ("part", "kind", "item_id"),
    [
        ("venues", "venue", "hall"),
        ("slots", "slot", "a1"),
        ("parties", "party", "acme"),
        ("requests", "request", "acme-mali"),
        ("places", "place", "table"),
        ("interpreters", "interpreter", "ivan"),
        ("busy", "busy time", "conference"),
    ],
)
def test_an_id_used_twice(part: str, kind: str, item_id: str) -> None:
    problem = with_busy(EVENT, "acme", "13:00", "14:00")
    items = getattr(problem, part)
    twice = replace(problem, **{part: (*items, items[0])})
    message = f"{kind} '{item_id}': the id is used 2 times; give each its own"
    assert find_faults(twice) == [Fault(part, item_id, "id", message)]


def test_travel_given_twice() -> None:
    problem = replace(EVENT, travel=(*EVENT.travel, Travel(("base", "hall"), 45)))
    assert find_faults(problem) == [
        Fault("travel", "base - hall", "venues", "travel base - hall: given 2 times; keep one")
    ]


@pytest.mark.parametrize(
    ("problem", "part", "item_id", "field", "item", "kind"),
    [
        (with_slot(EVENT, "a1", venues=("x",)), "slots", "a1", "venues", "slot 'a1'", "venue"),
        (
            with_party(EVENT, "mali", slots=("x",)),
            "parties",
            "mali",
            "slots",
            "party 'mali'",
            "slot",
        ),
        (with_party(EVENT, "mali", home="x"), "parties", "mali", "home", "party 'mali'", "place"),
        (
            with_place(EVENT, "room", venue="x"),
            "places",
            "room",
            "venue",
            "place 'room'",
            "venue",
        ),
        (
            with_place(EVENT, "room", slots=("a1", "x")),
            "places",
            "room",
            "slots",
            "place 'room'",
            "slot",
        ),
        (with_place(EVENT, "room", owner="x"), "places", "room", "owner", "place 'room'", "party"),
        (
            with_interpreter(EVENT, "ivan", slots=("x",)),
            "interpreters",
            "ivan",
            "slots",
            "interpreter 'ivan'",
            "slot",
        ),
        (
            replace(EVENT, travel=(*EVENT.travel, Travel(("hall", "x"), 10))),
            "travel",
            "hall - x",
            "venues",
            "travel",
            "venue",
        ),
        (
            with_busy(EVENT, "x", "09:00", "10:00"),
            "busy",
            "conference",
            "party",
            "busy time 'conference'",
            "party",
        ),
        (
            with_busy(EVENT, "acme", "09:00", "10:00", venue="x"),
            "busy",
            "conference",
            "venue",
            "busy time 'conference'",
            "venue",
        ),
        *(
            (
                with_request(EVENT, "acme-mali", **{field: value}),
                "requests",
                "acme-mali",
                field,
                "request 'acme-mali'",
                kind,
            )
            for field, value, kind in (
                ("parties", ("acme", "x"), "party"),
                ("slots", ("x",), "slot"),
                ("fixed_slot", "x", "slot"),
                ("fixed_place", "x", "place"),
                ("after", ("x",), "request"),
            )
        ),
    ],
)
def test_unknown_ids(
    problem: Problem, part: str, item_id: str, field: str, item: str, kind: str
) -> None:
    message = (
        f"{item}: {field} names {kind} 'x', which does not exist; add that {kind} or correct the id"
    )
    assert find_faults(problem) == [Fault(part, item_id, field, message)]


def test_a_party_meeting_itself() -> None:
    problem = with_request(EVENT, "acme-mali", parties=("mali", "mali"))
    assert check_problem(problem) == [
        "request 'acme-mali': party 'mali' would meet itself; name two different parties"
    ]


# Slots.


def test_slots_that_overlap() -> None:
    problem = with_slot(EVENT, "a2", start=at("09:29"))
    assert check_problem(problem) == [
        "slots 'a1' and 'a2' overlap; slots must follow one another: shorten one"
    ]


@pytest.mark.parametrize("end", ["09:00", "08:00"])
def test_a_slot_that_ends_before_it_begins(end: str) -> None:
    problem = with_slot(EVENT, "a1", end=at(end))
    assert check_problem(problem) == ["slot 'a1': it ends before it begins; correct start or end"]


def test_an_interrupted_half_day() -> None:
    problem = with_slot(EVENT, "a2", half_day="noon")
    assert check_problem(problem) == [
        "slot 'a3': half-day 'morning' of day '2025-11-11' is interrupted by slot 'a2'; correct "
        "day or half_day"
    ]


def test_an_interrupted_day() -> None:
    problem = with_slot(with_slot(EVENT, "b1", day="2025-11-12"), "c1", day="2025-11-13")
    assert check_problem(problem) == [
        "slot 'b2': day '2025-11-11' is interrupted by slot 'b1'; correct day",
        "slot 'c2': day '2025-11-12' is interrupted by slot 'c1'; correct day",
    ]


def test_the_same_half_day_name_on_two_days_is_no_interruption() -> None:
    assert {(s.day, s.half_day) for s in SLOTS} == {
        ("2025-11-11", "morning"),
        ("2025-11-11", "afternoon"),
        ("2025-11-12", "morning"),
    }
    assert check_problem(EVENT) == []


# Travel.

PORT = replace(EVENT, venues=(*EVENT.venues, Venue("port")))


def test_travel_that_is_missing() -> None:
    assert check_problem(replace(PORT, travel=(*EVENT.travel, Travel(("port", "hall"), 10)))) == [
        "travel base - port: missing; give the minutes between the two venues"
    ]


def test_travel_from_a_venue_to_itself() -> None:
    problem = replace(EVENT, travel=(*EVENT.travel, Travel(("hall", "hall"), 5)))
    assert check_problem(problem) == ["travel 'hall': from a venue to itself; remove it"]


def test_travel_that_is_shorter_by_another_venue() -> None:
    travel = (Travel(("hall", "base"), 45), Travel(("hall", "port"), 10))
    problem = replace(PORT, travel=(*travel, Travel(("base", "port"), 34)))
    assert check_problem(problem) == [
        "travel hall - base: 45 minutes, but only 44 by way of port; give at most 44"
    ]
    assert check_problem(replace(PORT, travel=(*travel, Travel(("base", "port"), 35)))) == []


# Stands.


def test_a_home_that_is_not_ones_own() -> None:
    problem = with_party(EVENT, "mali", home="room")
    assert check_problem(problem) == [
        "party 'mali': its home 'room' is owned by nobody; set that place's owner to 'mali'"
    ]
    problem = with_party(EVENT, "mali", home="acme-stand")
    assert check_problem(problem) == [
        "party 'mali': its home 'acme-stand' is owned by acme; set that place's owner to 'mali'"
    ]


def test_a_second_stand() -> None:
    problem = with_place(EVENT, "room", owner="acme")
    assert check_problem(problem) == [
        "place 'room': its owner 'acme' has home acme-stand; a party has one stand: make the two "
        "agree"
    ]
    problem = with_place(EVENT, "room", owner="mali")
    assert check_problem(problem) == [
        "place 'room': its owner 'mali' has home none; a party has one stand: make the two agree"
    ]


# Busy times.


def test_a_busy_time_that_ends_before_it_begins() -> None:
    problem = with_busy(EVENT, "acme", "10:00", "10:00")
    assert check_problem(problem) == [
        "busy time 'conference': it ends before it begins; correct start or end"
    ]


def test_a_busy_time_of_some_teams_needs_a_venue_where_there_are_two() -> None:
    problem = with_busy(EVENT, "mali", "09:00", "10:00", teams=1)
    assert check_problem(problem) == [
        "busy time 'conference': it takes some teams only; say at which venue"
    ]
    alone = replace(
        problem,
        venues=EVENT.venues[:1],
        travel=(),
        places=tuple(place for place in EVENT.places if place.venue == "hall"),
        slots=tuple(replace(s, venues=("hall",)) for s in EVENT.slots),
    )
    assert check_problem(alone) == []


def test_a_busy_time_of_more_teams_than_there_are() -> None:
    problem = with_busy(EVENT, "mali", "09:00", "10:00", venue="hall", teams=3)
    assert check_problem(problem) == [
        "busy time 'conference': it takes 3 teams of party 'mali', which has 2; lower the number",
        "party 'mali': its busy times ('conference') would take 3 teams at once and it has 2; "
        "remove one, or say how many teams each takes",
    ]


def also_busy(problem: Problem, busy_id: str, start: str, end: str, **fields: object) -> Problem:
    """Return the problem with another busy time of Mali, which has two teams."""
    busy = Busy(busy_id, "mali", at(start), at(end), **fields)  # type: ignore[arg-type]
    return replace(problem, busy=(*problem.busy, busy))


def test_busy_times_that_need_too_many_teams() -> None:
    problem = with_busy(EVENT, "mali", "09:00", "10:00", venue="hall", teams=1)
    one_more = also_busy(problem, "visit", "09:30", "10:30", venue="base", teams=1)
    assert check_problem(one_more) == []
    both = also_busy(problem, "visit", "09:30", "10:30", venue="base")
    assert check_problem(both) == [
        "party 'mali': its busy times ('conference', 'visit') would take 3 teams at once and it "
        "has 2; remove one, or say how many teams each takes"
    ]


@pytest.mark.parametrize(("start", "fine"), [("10:44", False), ("10:45", True)])
def test_busy_times_too_far_apart_for_their_travel(start: str, fine: bool) -> None:
    problem = with_busy(EVENT, "mali", "09:00", "10:00", venue="hall")
    problem = also_busy(problem, "visit", start, "12:00", venue="base")
    assert check_problem(problem) == (
        []
        if fine
        else [
            "party 'mali': its busy times ('conference', 'visit') would take 4 teams at once and "
            "it has 2; remove one, or say how many teams each takes"
        ]
    )


def test_being_away_in_between_shortens_no_journey() -> None:
    problem = with_busy(EVENT, "mali", "09:00", "10:00", venue="hall")
    problem = also_busy(problem, "away", "10:00", "10:10")
    problem = also_busy(problem, "visit", "10:10", "11:00", venue="base")
    assert check_problem(problem) == [
        "party 'mali': its busy times ('conference', 'away', 'visit') would take 4 teams at once "
        "and it has 2; remove one, or say how many teams each takes"
    ]


def test_being_away_may_overlap_other_busy_times() -> None:
    problem = with_busy(EVENT, "mali", "09:00", "10:00", venue="hall")
    assert check_problem(also_busy(problem, "away", "09:30", "12:00")) == []


def test_many_teams_and_busy_times_are_judged_at_once() -> None:
    problem = with_party(EVENT, "mali", teams=1000)
    step = timedelta(hours=2)
    busy = tuple(
        Busy(f"b{n}", "mali", at("00:00") + n * step, at("01:30") + n * step, "hall")
        for n in range(100)
    )
    began = time.process_time()
    assert check_problem(replace(problem, busy=busy)) == []
    assert time.process_time() - began < 5


# Requests.


def test_a_fixed_place_that_does_not_suit() -> None:
    problem = with_request(EVENT, "mali-togo", fixed_place="acme-stand", closed_door=True)
    assert check_problem(problem) == [
        "request 'mali-togo': fixed place 'acme-stand' is the stand of 'acme', who is not in this "
        "meeting; choose another place",
        "request 'mali-togo': fixed place 'acme-stand' is not a closed-door room; choose one that "
        "is",
    ]


def test_a_fixed_slot_too_late_in_the_half_day() -> None:
    problem = with_request(EVENT, "acme-mali", fixed_slot="a3", length=3)
    assert check_problem(problem) == [
        "request 'acme-mali': fixed slot 'a3' leaves 1 slot(s) in its half-day and the meeting "
        "takes 3; fix an earlier slot"
    ]


def test_a_fixed_slot_that_is_closed() -> None:
    problem = with_request(with_slot(EVENT, "a2", venues=()), "acme-mali", fixed_slot="a1")
    assert check_problem(problem) == []
    assert check_problem(with_request(problem, "acme-mali", length=2)) == [
        "request 'acme-mali': fixed slot 'a2' is closed at every venue; choose an open one"
    ]


def test_a_fixed_slot_that_is_not_allowed() -> None:
    problem = with_request(EVENT, "acme-mali", fixed_slot="a1", slots=("a1",), length=2)
    assert check_problem(problem) == [
        "request 'acme-mali': fixed slot 'a2' is not among its allowed slots; allow it or fix "
        "another"
    ]


@pytest.mark.parametrize(
    "problem",
    [with_place(EVENT, "tent", slots=("a2",)), with_slot(EVENT, "a1", venues=("hall",))],
)
def test_a_fixed_place_that_is_closed_in_the_fixed_slot(problem: Problem) -> None:
    problem = with_request(problem, "acme-mali", fixed_slot="a1", fixed_place="tent")
    assert check_problem(problem) == [
        "request 'acme-mali': fixed place 'tent' is closed in fixed slot 'a1'; choose another "
        "place or slot"
    ]


def test_a_request_after_itself() -> None:
    problem = with_request(EVENT, "acme-mali", after=("acme-togo", "acme-mali"))
    assert check_problem(problem) == [
        "request 'acme-mali': it would come after itself; remove it from 'after'"
    ]


def test_a_ring_of_requests() -> None:
    problem = with_request(EVENT, "acme-mali", after=("acme-togo",))
    problem = with_request(problem, "acme-togo", after=("bolt-mali",))
    problem = with_request(problem, "bolt-mali", after=("acme-mali",))
    assert check_problem(problem) == [
        "requests 'acme-mali' after 'acme-togo' after 'bolt-mali' after 'acme-mali': 'after' goes "
        "round in a ring; remove one of these"
    ]


# Rules and the earlier plan.


@pytest.mark.parametrize(
    "order",
    [
        (),
        ("mandatory", "weight", "breaks"),
        ("weight", "mandatory", "minimum", "breaks"),
        ("mandatory", "weight", "breaks", "minimum"),
        ("mandatory", "weight", "weight", "minimum", "breaks"),
        ("mandatory", "weight", "minimum", "joy", "breaks"),
    ],
)
def test_an_order_of_objectives_that_is_not_one(order: tuple[str, ...]) -> None:
    problem = replace(EVENT, rules=Rules(objectives=order))
    assert find_faults(problem) == [
        Fault(
            "rules",
            "",
            "objectives",
            f"rules: objectives are {', '.join(order)}; give each of mandatory, weight, minimum, "
            "breaks once, mandatory first and breaks last; spread may stand anywhere after weight",
        )
    ]


def test_an_earlier_plan_that_does_not_fit() -> None:
    problem = replace(
        EVENT,
        baseline=Baseline(
            (
                *put("acme-mali a1 table", "acme-mali a2 table"),
                Assignment("acme-togo", "a1", "table", "zoe"),
                Assignment("gone", "a1", "table"),
                Assignment("bolt-mali", "z1", "table"),
                Assignment("bolt-togo", "a1", "moon"),
            ),
            ("acme-mali", "mali-togo"),
        ),
    )
    unknown = "names an id that is not in the problem; remove it"
    assert check_problem(problem) == [
        "baseline: request 'acme-mali' stands 2 times; keep one",
        f"baseline: the meeting of request 'acme-togo' {unknown}",
        f"baseline: the meeting of request 'gone' {unknown}",
        f"baseline: the meeting of request 'bolt-mali' {unknown}",
        f"baseline: the meeting of request 'bolt-togo' {unknown}",
        "baseline: pinned request 'mali-togo' is not in the earlier plan; unpin it",
    ]


# Several faults, and parts that could not be read.


def test_faults_come_in_the_order_of_the_parts() -> None:
    problem = with_request(EVENT, "acme-mali", parties=("mali", "mali"))
    problem = with_slot(problem, "a1", end=at("08:00"))
    problem = replace(problem, travel=(), rules=Rules(objectives=()))
    assert [(fault.part, fault.id, fault.field) for fault in find_faults(problem)] == [
        ("slots", "a1", "end"),
        ("travel", "base - hall", "venues"),
        ("requests", "acme-mali", "parties"),
        ("rules", "", "objectives"),
    ]


def test_what_depends_on_damaged_parts_is_left_unjudged() -> None:
    problem = with_request(EVENT, "acme-mali", parties=("mali", "mali"))
    problem = with_slot(problem, "a1", end=at("08:00"))
    problem = replace(problem, travel=(), interpreters=(Interpreter("ivan", ()),))
    assert [fault.part for fault in find_item_faults(problem)] == ["slots", "travel", "requests"]
    assert [fault.part for fault in find_item_faults(problem, {"venues"})] == ["slots", "requests"]
    assert [fault.part for fault in find_item_faults(problem, {"slots"})] == ["travel"]


def test_slots_may_come_in_any_order() -> None:
    assert check_problem(replace(EVENT, slots=EVENT.slots[::-1])) == []
    apart = slot("d1", 13, "morning", "09:00")
    assert check_problem(replace(EVENT, slots=(apart, *EVENT.slots))) == []
