"""Problems and plans survive the way to JSON and back; what is not usable is said in full."""

from __future__ import annotations

import json
import os
import stat
from dataclasses import replace
from datetime import timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rendezvous import codec
from rendezvous.errors import InputError
from rendezvous.problem import Baseline, Problem, Rules, Travel
from rendezvous.result import (
    Evidence,
    Guarantee,
    Measure,
    Objective,
    Plan,
    Price,
    Reason,
    Status,
    Unserved,
)
from tests.rendezvous import strategies
from tests.rendezvous.examples import EVENT, at, put, with_busy, with_party, with_request
from tests.rendezvous.plans import honest

WHOLE = replace(
    with_busy(
        with_party(
            with_request(
                EVENT,
                "acme-mali",
                mandatory=True,
                length=2,
                slots=("a1", "a2", "b1"),
                fixed_slot="a1",
                fixed_place="room",
                closed_door=True,
                after=("acme-togo",),
            ),
            "togo",
            max_per_day=3,
            minimum=2,
            slots=(),
        ),
        "acme",
        "13:00",
        "14:00",
        venue="base",
        teams=1,
        label="Opening, « Défense et sécurité »",
    ),
    rules=Rules(True, 2, ("mandatory", "minimum", "weight", "breaks")),
    baseline=Baseline(
        put("acme-mali a1 room", "bolt-mali b1 table ivan"), ("acme-mali",), at("09:00")
    ),
)

PLAN = Plan(
    status=Status.FEASIBLE,
    assignments=put("acme-mali a1 room", "bolt-mali b1 table ivan"),
    unserved=(
        Unserved(
            "acme-togo",
            Reason.OUTWEIGHED,
            Evidence(
                slots=("a1", "a2"),
                blockers=("acme-mali",),
                busy=("conference",),
                places=("room",),
                interpreters=("ivan",),
                requests=("bolt-togo",),
                party="acme",
                limit=3,
            ),
        ),
        Unserved("bolt-togo", Reason.NO_PLACE),
    ),
    objectives=(
        Objective("mandatory", "min", 0, 0, 0.25),
        Objective("weight", "max", 9, 12, 1.5),
    ),
    measures=(Measure("acme", 3, 1, 5, 0, 0),),
    conflict=(),
    seed=7,
    engine="rendezvous 0.1.0",
    seconds=1.75,
    problem_digest="ab" * 32,
    prices=(Price(Guarantee.MINIMUM, True, 9, 12, 11, 14, 1, 3, 2, 5),),
)


def faults(data: Any) -> tuple[str, ...]:
    """Return what is said of unusable problem data."""
    with pytest.raises(InputError) as caught:
        codec.problem_from_data(data)
    return caught.value.faults


def plan_faults(data: Any) -> tuple[str, ...]:
    """Return what is said of unusable plan data."""
    with pytest.raises(InputError) as caught:
        codec.plan_from_data(data)
    return caught.value.faults


def file_faults(path: Path) -> tuple[str, ...]:
    """Return what is said of an unusable file."""
    with pytest.raises(InputError) as caught:
        codec.read_problem(path)
    return caught.value.faults


def written(problem: Problem = EVENT) -> dict[str, Any]:
    """Return the JSON form of a problem, as its own to change."""
    return codec.problem_to_data(problem)


def changed(part: str, position: int, **fields: Any) -> dict[str, Any]:
    """Return the JSON form of the event with fields of one item changed."""
    data = written()
    data[part][position].update(fields)
    return data


# There and back.


@settings(max_examples=100, deadline=None)
@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_what_is_written_is_what_json_would_write(value: Any) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True)
    try:
        expected = f"{text}\n".encode()
    except UnicodeEncodeError:
        return
    assert codec.dump(value) == expected


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_problems_and_plans_come_back_equal(data: st.DataObject) -> None:
    problem = data.draw(strategies.problems())
    plan = honest(problem, data.draw(strategies.assignments(problem)))
    problem_bytes = codec.dump(codec.problem_to_data(problem))
    plan_bytes = codec.dump(codec.plan_to_data(plan))
    problem_again = codec.problem_from_data(json.loads(problem_bytes))
    plan_again = codec.plan_from_data(json.loads(plan_bytes))
    assert (problem_again, plan_again) == (problem, plan)
    assert codec.dump(codec.problem_to_data(problem_again)) == problem_bytes
    assert codec.dump(codec.plan_to_data(plan_again)) == plan_bytes


def test_every_field_comes_back(tmp_path: Path) -> None:
    problem_path, plan_path = tmp_path / "problem.json", tmp_path / "plan.json"
    codec.write(problem_path, codec.problem_to_data(WHOLE))
    codec.write(plan_path, codec.plan_to_data(PLAN))
    assert codec.read_problem(problem_path) == WHOLE
    assert codec.read_plan(plan_path) == PLAN


def test_the_json_form_of_a_problem() -> None:
    data = written(WHOLE)
    assert sorted(data) == [
        "baseline",
        "busy",
        "interpreters",
        "name",
        "parties",
        "places",
        "requests",
        "rules",
        "schema",
        "slots",
        "travel",
        "venues",
    ]
    assert (data["schema"], data["name"]) == ("rendezvous/1", "A small event")
    assert data["slots"][0] == {
        "id": "a1",
        "start": "2025-11-11T09:00:00+00:00",
        "end": "2025-11-11T09:30:00+00:00",
        "day": "2025-11-11",
        "half_day": "morning",
        "venues": ["hall", "base"],
    }
    assert data["requests"][0] == {
        "id": "acme-mali",
        "parties": ["acme", "mali"],
        "weight": 5,
        "mandatory": True,
        "length": 2,
        "slots": ["a1", "a2", "b1"],
        "fixed_slot": "a1",
        "fixed_place": "room",
        "closed_door": True,
        "after": ["acme-togo"],
    }
    assert data["requests"][1] == {
        "id": "acme-togo",
        "parties": ["acme", "togo"],
        "weight": 3,
    }
    assert data["parties"][3] == {
        "id": "togo",
        "name": "Togo",
        "kind": "delegation",
        "slots": [],
        "languages": ["fr"],
        "max_per_day": 3,
        "minimum": 2,
    }
    assert data["baseline"]["assignments"][0] == {
        "request": "acme-mali",
        "slot": "a1",
        "place": "room",
    }


def test_the_json_form_of_a_plan() -> None:
    data = codec.plan_to_data(PLAN)
    assert data["objectives"][1] == {
        "name": "weight",
        "sense": "max",
        "value": 9,
        "bound": 12,
        "gap": 0.25,
        "proven": False,
        "seconds": 1.5,
    }
    assert data["unserved"][1] == {"request": "bolt-togo", "reason": "no_place", "evidence": {}}
    assert (data["schema"], data["status"]) == ("rendezvous-plan/1", "feasible")
    assert data["prices"] == [
        {
            "guarantee": "minimum",
            "kept": True,
            "weight": 9,
            "bound": 12,
            "free": 11,
            "free_bound": 14,
            "below": 1,
            "free_below": 3,
            "shortfall": 2,
            "free_shortfall": 5,
            "at_least": 0,
            "at_most": 5,
        }
    ]


def test_a_plan_whose_prices_were_not_asked_has_none() -> None:
    plan = replace(PLAN, prices=())
    data = codec.plan_to_data(plan)
    assert "prices" not in data
    assert codec.plan_from_data(data) == plan


def test_the_digest_tells_problems_apart_and_knows_equal_ones() -> None:
    assert codec.digest(EVENT) == codec.digest(codec.problem_from_data(written()))
    others = [
        with_request(EVENT, "acme-mali", weight=6),
        with_party(EVENT, "togo", name="Togo!"),
        replace(EVENT, travel=(Travel(("hall", "base"), 44),)),
        WHOLE,
    ]
    assert len({codec.digest(problem) for problem in (EVENT, *others)}) == 5


def test_slots_are_put_in_order_and_given_their_day_and_half_day() -> None:
    data = written()
    data["slots"] = [
        {"id": "late", "start": "2025-11-11T13:00:00+01:00", "end": "2025-11-11T13:30:00+01:00"},
        {"id": "early", "start": "2025-11-11T12:59:00+02:00", "end": "2025-11-11T13:30:00+02:00"},
    ]
    for slot in data["slots"]:
        slot["venues"] = ["hall"]
    slots = codec.problem_from_data(data).slots
    assert [(slot.id, slot.day, slot.half_day) for slot in slots] == [
        ("early", "2025-11-11", "morning"),
        ("late", "2025-11-11", "afternoon"),
    ]
    assert slots[1].start.tzinfo == timezone(timedelta(hours=1))


def test_a_byte_order_mark_is_allowed(tmp_path: Path) -> None:
    path = tmp_path / "problem.json"
    path.write_bytes(b"\xef\xbb\xbf" + codec.dump(written()))
    assert codec.read_problem(path) == EVENT


# Hostile data, each with the message it gets.


@pytest.mark.parametrize(
    ("part", "position", "fields", "message"),
    [
        (
            "requests",
            1,
            {"parties": ["acme", "atlantis"]},
            "request 'acme-togo': parties names party 'atlantis', which does not exist; add that "
            "party or correct the id",
        ),
        (
            "slots",
            0,
            {"venues": ["moon"]},
            "slot 'a1': venues names venue 'moon', which does not exist; add that venue or correct "
            "the id",
        ),
        (
            "requests",
            0,
            {"parties": ["acme", "acme"]},
            "request 'acme-mali': party 'acme' would meet itself; name two different parties",
        ),
        (
            "slots",
            1,
            {"start": "2025-11-11T09:29:00+00:00"},
            "slots 'a1' and 'a2' overlap; slots must follow one another: shorten one",
        ),
        (
            "slots",
            1,
            {"start": "2025-11-11T10:29:00+01:00"},
            "slots 'a1' and 'a2' overlap; slots must follow one another: shorten one",
        ),
        (
            "requests",
            0,
            {"fixed_slot": "a1", "slots": ["a2"]},
            "request 'acme-mali': fixed slot 'a1' is not among its allowed slots; allow it or fix "
            "another",
        ),
    ],
)
def test_nonsense(part: str, position: int, fields: dict[str, Any], message: str) -> None:
    assert faults(changed(part, position, **fields)) == (message,)


def test_a_fixed_slot_that_is_closed() -> None:
    data = changed("slots", 0, venues=[])
    data["requests"][0]["fixed_slot"] = "a1"
    assert faults(data) == (
        "request 'acme-mali': fixed slot 'a1' is closed at every venue; choose an open one",
    )


def test_a_ring_of_after() -> None:
    data = written()
    for n, before in enumerate(("acme-togo", "bolt-mali", "acme-mali")):
        data["requests"][n]["after"] = [before]
    assert faults(data) == (
        "requests 'acme-mali' after 'acme-togo' after 'bolt-mali' after 'acme-mali': 'after' goes "
        "round in a ring; remove one of these",
    )


@pytest.mark.parametrize(
    ("part", "fields", "message"),
    [
        (
            "venues",
            {"id": " "},
            "field 'id' is \" \"; give a non-empty text of at most 200 characters",
        ),
        (
            "venues",
            {"id": "x" * 201},
            f"field 'id' is \"{'x' * 56}...; give a non-empty text of at most 200 characters",
        ),
        ("venues", {"name": 7}, "field 'name' is 7; give a text"),
        (
            "slots",
            {"start": "tomorrow"},
            "field 'start' is \"tomorrow\"; give a date and time such as 2025-11-11T09:00:00+00:00",
        ),
        (
            "slots",
            {"start": "2025-11-11T09:00:00"},
            "field 'start' is \"2025-11-11T09:00:00\"; give its zone too, such as "
            "2025-11-11T09:00:00+00:00",
        ),
        ("slots", {"start": 1762851600}, "field 'start' is 1762851600; give a text"),
        ("slots", {"venues": "hall"}, "field 'venues' is \"hall\"; give a list"),
        ("parties", {"teams": 0}, "field 'teams' is 0; give a whole number from 1 to 1000"),
        ("parties", {"teams": True}, "field 'teams' is true; give a whole number from 1 to 1000"),
        ("parties", {"teams": 1.5}, "field 'teams' is 1.5; give a whole number from 1 to 1000"),
        (
            "parties",
            {"max_per_day": 0},
            "field 'max_per_day' is 0; give a whole number from 1 to 100000",
        ),
        (
            "parties",
            {"minimum": -1},
            "field 'minimum' is -1; give a whole number from 0 to 100000",
        ),
        ("requests", {"weight": 0}, "field 'weight' is 0; give a whole number from 1 to 1000"),
        (
            "requests",
            {"weight": "5"},
            "field 'weight' is \"5\"; give a whole number from 1 to 1000",
        ),
        (
            "requests",
            {"weight": None},
            "field 'weight' is null; give a whole number from 1 to 1000",
        ),
        (
            "requests",
            {"weight": float("nan")},
            "field 'weight' is NaN; give a whole number from 1 to 1000",
        ),
        (
            "requests",
            {"weight": float("inf")},
            "field 'weight' is Infinity; give a whole number from 1 to 1000",
        ),
        ("requests", {"mandatory": "yes"}, "field 'mandatory' is \"yes\"; give true or false"),
        ("requests", {"length": 0}, "field 'length' is 0; give a whole number from 1 to 100"),
        ("requests", {"parties": ["a"]}, "field 'parties' is [\"a\"]; give a list of two ids"),
        (
            "requests",
            {"after": [["a"]]},
            "field 'after' is [[\"a\"]]; give a non-empty text of at most 200 characters",
        ),
        (
            "requests",
            {"vip": True},
            "unknown field 'vip'; known fields are id, parties, weight, mandatory, length, slots, "
            "fixed_slot, fixed_place, closed_door, after",
        ),
        (
            "places",
            {"capacity": -1},
            "field 'capacity' is -1; give a whole number from 0 to 100000",
        ),
        (
            "travel",
            {"minutes": 1e9},
            "field 'minutes' is 1000000000.0; give a whole number from 0 to 10000",
        ),
        ("interpreters", {"languages": None}, "field 'languages' is null; give a list"),
    ],
)
def test_wrong_types(part: str, fields: dict[str, Any], message: str) -> None:
    item_id = fields.get("id", written()[part][0].get("id"))
    where = f"{part}[0]" if item_id is None else f"{part}[0] (id {item_id[:60]!r})"
    assert faults(changed(part, 0, **fields)) == (f"{where}: {message}",)


def test_wrong_shapes() -> None:
    data = written()
    data |= {"slots": {}, "parties": [None, 3], "rules": [], "name": 5, "colour": "red"}
    del data["venues"], data["places"]
    del data["requests"][0]["parties"]
    data["baseline"] = {"pins": []}
    assert faults(data) == (
        "problem: unknown field 'colour'; remove it",
        "problem: list 'venues' is missing; add it",
        "slots: give a list",
        "parties[0]: give an object with named fields",
        "parties[1]: give an object with named fields",
        "requests[0] (id 'acme-mali'): field 'parties' is missing; add it",
        "problem: list 'places' is missing; add it",
        "rules: give an object with named fields",
        "baseline: give an object with the fields 'assignments', 'pinned', 'now'",
        "problem: field 'name' is not a text; give a text",
    )


@pytest.mark.parametrize("data", [None, 7, "rendezvous/1", [], [{"schema": "rendezvous/1"}]])
def test_not_an_object(data: Any) -> None:
    assert faults(data) == ("the problem is not a JSON object; see the schema rendezvous/1",)


@pytest.mark.parametrize(
    ("schema", "shown"), [("rendezvous/2", '"rendezvous/2"'), (1, "1"), ([], "[]"), (None, "null")]
)
def test_another_schema(schema: Any, shown: str) -> None:
    assert faults({"schema": schema}) == (
        f"field 'schema' is {shown}; this engine reads 'rendezvous/1'",
    )


def test_a_thousand_faults_are_not_all_listed() -> None:
    data = written()
    data["venues"] = [{"id": 0}] * 1000
    listed = faults(data)
    assert listed[:2] == tuple(
        f"venues[{n}]: field 'id' is 0; give a non-empty text of at most 200 characters"
        for n in range(2)
    )
    assert (len(listed), listed[-1]) == (51, "... and 950 more faults")


# Hostile files.


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "not JSON at line 1, column 1 (Expecting value); mend it"),
        (b'{"schema":\n tru}', "not JSON at line 2, column 2 (Expecting value); mend it"),
        (b'{"name": "caf\xe9"}', "not UTF-8 at byte 13; save the file as UTF-8"),
        ("{}".encode("utf-16"), "not UTF-8 at byte 0; save the file as UTF-8"),
        (b"PK\x03\x04" + bytes(100), "not JSON at line 1, column 1 (Expecting value); mend it"),
        (
            b'{"schema": "rendezvous/1", "rules": {"spread": 1, "spread": 2}}',
            "field 'spread' stands twice in one object; keep one",
        ),
        (b"[" * 100_000, "nested too deeply; check that this is the right file"),
        (b'{"a":' * 100_000, "nested too deeply; check that this is the right file"),
        (b'{"schema": 1' + b"0" * 5000 + b"}", "a number has thousands of digits; mend it"),
        (
            b'{"schema": "rendezvous/1", "name": "\\uD83D"}',
            "\\ud83d is half a character; write the character whole",
        ),
    ],
)
def test_hostile_content(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "problem.json"
    path.write_bytes(content)
    assert file_faults(path) == (f"{path}: {message}",)


@pytest.mark.parametrize("depth", range(900, 1001, 3))
def test_nesting_near_the_limit_is_refused_one_way_or_the_other(tmp_path: Path, depth: int) -> None:
    path = tmp_path / "problem.json"
    data = codec.dump({**written(), "rules": {"spread": "HERE"}})
    path.write_bytes(data.replace(b'"HERE"', b"[" * depth + b"]" * depth))
    assert file_faults(path) in {
        (f"rules: field 'spread' is {'[' * 57}...; give a whole number from 0 to 100000",),
        ("rules: field 'spread' is nested too deeply; give a whole number from 0 to 100000",),
        (f"{path}: nested too deeply; check that this is the right file",),
    }


def test_a_gigabyte_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "problem.json"
    with path.open("wb") as file:
        file.truncate(1024**3)
    assert file_faults(path) == (
        f"{path}: more than 67,108,864 bytes, which is the limit; "
        "check that this is the right file",
    )


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="the system has no /dev/zero")
def test_an_endless_device_is_not_read() -> None:
    assert file_faults(Path("/dev/zero")) == (
        "/dev/zero: more than 67,108,864 bytes, which is the limit; "
        "check that this is the right file",
    )


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "problem.json"
    assert file_faults(path) == (
        f"{path}: cannot be read (No such file or directory); check the path",
    )
    assert file_faults(tmp_path) == (
        f"{tmp_path}: cannot be read (Is a directory); check the path",
    )


# Hostile plans.


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"status": "perfect"}, "plan: field 'status' is \"perfect\"; give one of optimal, "
         "feasible, infeasible, unknown"),
        ({"status": []}, "plan: field 'status' is []; give one of optimal, feasible, infeasible, "
         "unknown"),
        ({"seed": "0"}, "plan: field 'seed' is \"0\"; give a whole number"),
        ({"seconds": -1}, "plan: field 'seconds' is -1; give a number of seconds"),
        ({"conflict": "acme-mali"}, "plan: field 'conflict' is \"acme-mali\"; give a list"),
        ({"mood": "good"}, "plan: unknown field 'mood'; known fields are engine, seed, seconds, "
         "problem_digest, status, conflict"),
        ({"assignments": None}, "assignments: give a list"),
        ({"assignments": [{"request": "r", "slot": "s"}]},
         "assignments[0]: field 'place' is missing; add it"),
        ({"objectives": [{"name": "weight", "sense": "max", "value": 1.5, "bound": 2,
                          "seconds": 0}]},
         "objectives[0]: field 'value' is 1.5; give a whole number"),
        ({"objectives": ["weight"]}, "objectives[0]: give an object with named fields"),
        ({"unserved": [{"request": "r", "reason": "mood", "evidence": {}}]},
         "unserved[0]: field 'reason' is \"mood\"; give one of " + ", ".join(Reason)),
        ({"unserved": [{"request": "r", "reason": "travel", "evidence": {"slots": "a1"}}]},
         "unserved[0]: field 'evidence' is {\"slots\": \"a1\"}; evidence: field 'slots' is \"a1\"; "
         "give a list"),
        ({"measures": [{"party": "acme", "requested": 1, "meetings": 1, "weight": 1,
                        "breaks": True, "shortfall": 0}]},
         "measures[0]: field 'breaks' is true; give a whole number"),
    ],
)  # fmt: skip
def test_a_damaged_plan(change: dict[str, Any], message: str) -> None:
    assert plan_faults({**codec.plan_to_data(PLAN), **change}) == (message,)


def test_a_plan_of_another_schema() -> None:
    for data in (None, [], {}, written()):
        assert plan_faults(data) == (
            "the plan does not have the schema 'rendezvous-plan/1'; give a plan file",
        )


# Writing.


def test_a_file_is_replaced_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "plan.json"
    codec.write_bytes(path, b"old")

    def fail(source: object, target: object) -> None:
        raise OSError("the disk is gone")

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", fail)
        with pytest.raises(InputError) as caught:
            codec.write_bytes(path, b"new")
    assert caught.value.faults == (f"{path}: cannot be written (the disk is gone); check the path",)
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["plan.json"]
    codec.write_bytes(path, b"new")
    assert path.read_bytes() == b"new"
    assert [p.name for p in tmp_path.iterdir()] == ["plan.json"]


def test_a_new_file_has_the_rights_of_any_other(tmp_path: Path) -> None:
    ordinary, path = tmp_path / "ordinary", tmp_path / "plan.json"
    ordinary.write_bytes(b"")
    codec.write_bytes(path, b"new")
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE(ordinary.stat().st_mode)


def test_nothing_is_written_where_there_is_no_folder(tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / "plan.json"
    with pytest.raises(InputError) as caught:
        codec.write(path, {})
    assert caught.value.faults == (
        f"{path}: cannot be written (No such file or directory); check the path",
    )


def test_what_json_cannot_say_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    with pytest.raises(ValueError, match="Out of range float values are not JSON compliant"):
        codec.write(path, {"seconds": float("nan")})
    assert list(tmp_path.iterdir()) == []
