"""The published schemas say what the engine reads and writes, no more and no less."""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from rendezvous import Stop, codec, schema, solve
from rendezvous.changes import (
    Changes,
    InterpreterIll,
    MeetingPinned,
    MeetingReleased,
    NewMeeting,
    PartyLate,
    PartyWithdrawn,
    PlaceLost,
)
from rendezvous.cli import main
from rendezvous.errors import InputError
from rendezvous.fields import FIELDS, REQUIRED, Field
from rendezvous.kinds import (
    Flag,
    Identifier,
    Ids,
    Item,
    Items,
    Moment,
    Nullable,
    OneOf,
    Pair,
    Seconds,
    Tagged,
    Text,
    Whole,
)
from rendezvous.problem import Problem, Request, Slot
from rendezvous.result import Plan, Status
from tests.rendezvous import strategies
from tests.rendezvous.examples import EVENT, at, with_party, with_request
from tests.rendezvous.plans import honest
from tests.rendezvous.test_codec import PLAN, WHOLE

PUBLISHED = Path(__file__).resolve().parents[2] / "docs" / "schema"

VALIDATORS = {name: Draft202012Validator(schema.build(name)) for name in schema.FORMATS}
READERS: dict[str, Callable[[Any], object]] = {
    "problem": codec.problem_from_data,
    "plan": codec.plan_from_data,
    "changes": codec.changes_from_data,
}

CHANGES = Changes(
    (
        PartyLate("acme", at("10:00"), at("09:00")),
        PartyWithdrawn("togo", at("09:30")),
        PlaceLost("room", at("09:30"), at("14:00")),
        InterpreterIll("ivan"),
        NewMeeting(Request("new", ("bolt", "togo"), weight=7, mandatory=True)),
        MeetingPinned("acme-mali"),
        MeetingReleased("bolt-mali"),
    ),
    now=at("09:10"),
)
WHOLES = {
    "problem": codec.problem_to_data(WHOLE),
    "plan": codec.plan_to_data(PLAN),
    "changes": codec.changes_to_data(CHANGES),
}


def objects(node: Any) -> list[dict[str, Any]]:
    """Return every part of a schema that describes an object."""
    found = [node] if isinstance(node, dict) and "properties" in node else []
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return found + [part for child in children for part in objects(child)]


@pytest.mark.parametrize("name", schema.FORMATS)
def test_it_is_a_schema_in_which_everything_is_described(name: str) -> None:
    built = schema.build(name)
    Draft202012Validator.check_schema(built)
    described = objects(built)
    assert len(described) == 1 + len(built["$defs"])
    for part in described:
        assert part["description"]
        assert part["additionalProperties"] is False
        assert all(field["description"] for field in part["properties"].values())


def test_what_is_published_is_what_the_code_builds() -> None:
    """After a change: `rendezvous schema NAME -o docs/schema/...` for each form."""
    wanted = {
        f"{form.version.replace('/', '-')}.json": schema.dump(name)
        for name, form in schema.FORMATS.items()
    }
    assert {path.name: path.read_bytes() for path in PUBLISHED.iterdir()} == wanted


# The table of fields against the dataclasses.


def fits(field: Field, annotation: Any) -> bool:
    """Whether a field holds what its dataclass declares."""
    kind = field.kind
    if isinstance(annotation, types.UnionType):
        (inner,) = (one for one in typing.get_args(annotation) if one is not type(None))
        if isinstance(kind, Item):
            return kind == Item(inner, nullable=True)
        return isinstance(kind, Nullable) and fits(
            dataclasses.replace(field, kind=kind.kind), inner
        )
    if typing.get_origin(annotation) is tuple:
        of, more = typing.get_args(annotation)
        if more is str:
            return isinstance(kind, Pair)
        if isinstance(of, types.UnionType):
            return isinstance(kind, Tagged) and set(kind.of.values()) == set(typing.get_args(of))
        return isinstance(kind, Ids) if of is str else kind == Items(of)
    if annotation is str:
        return isinstance(kind, Text | Identifier | OneOf)
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return isinstance(kind, OneOf) and kind.words == tuple(annotation)
    plain = {int: Whole, float: Seconds, bool: Flag, datetime: Moment}
    return isinstance(kind, plain[annotation]) if annotation in plain else kind == Item(annotation)


@pytest.mark.parametrize("of", FIELDS, ids=lambda of: of.__name__)
def test_the_fields_are_those_of_the_dataclass(of: type) -> None:
    table = {name: field for name, field in FIELDS[of].items() if not field.derived}
    types_of = typing.get_type_hints(of)
    declared = {field.name: field for field in dataclasses.fields(of)}
    assert sorted(table) == sorted(declared)
    assert [name for name, field in table.items() if not fits(field, types_of[name])] == []
    # A plan's own JSON is always whole; of a slot the day and half-day may follow from its start.
    optional = {"day", "half_day"} if of is Slot else set()
    for name, field in table.items():
        default = declared[name].default
        if declared[name].default_factory is not dataclasses.MISSING:
            default = declared[name].default_factory()
        if field.default is not REQUIRED and name not in optional:
            assert field.default == default


def test_every_dataclass_of_the_forms_is_in_the_table() -> None:
    def within(annotation: Any) -> set[type]:
        inner = [*typing.get_args(annotation)]
        if dataclasses.is_dataclass(annotation):
            inner += typing.get_type_hints(annotation).values()
        found = {annotation} if dataclasses.is_dataclass(annotation) else set()
        return found.union(*map(within, inner))

    assert set(FIELDS) == within(Problem) | within(Plan) | within(Changes)


# What is written and read.


def check(name: str, data: Any) -> None:
    """Fail with every fault that the schema finds."""
    assert [error.message for error in VALIDATORS[name].iter_errors(data)] == []


@pytest.mark.parametrize("name", schema.FORMATS)
def test_it_accepts_every_field(name: str) -> None:
    check(name, WHOLES[name])


def test_changes_come_back_equal() -> None:
    assert codec.changes_from_data(json.loads(codec.dump(WHOLES["changes"]))) == CHANGES


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_it_accepts_what_is_written(data: st.DataObject) -> None:
    problem = data.draw(strategies.problems())
    plan = data.draw(strategies.assignments(problem))
    pinned = strategies.with_pins(problem, plan, tuple(a.request for a in plan[:1]))
    check("problem", json.loads(codec.dump(codec.problem_to_data(pinned))))
    check("plan", json.loads(codec.dump(codec.plan_to_data(honest(problem, plan)))))


@pytest.mark.parametrize(
    ("problem", "status"),
    [
        (EVENT, Status.OPTIMAL),
        (with_request(with_party(EVENT, "togo", slots=()), "acme-togo", mandatory=True),
         Status.INFEASIBLE),
    ],
)  # fmt: skip
def test_it_accepts_what_solve_returns(problem: Problem, status: Status) -> None:
    plan = solve(problem, stop=Stop(None, work=1), workers=1)
    assert (plan.status, bool(plan.unserved)) == (status, status is Status.INFEASIBLE)
    check("plan", codec.plan_to_data(plan))


def put(*path: str | int, value: Any) -> Callable[[Any], None]:
    """Return what sets one value deep inside a document."""

    def change(data: Any) -> None:
        for step in path[:-1]:
            data = data[step]
        data[path[-1]] = value

    return change


def drop(*path: str | int) -> Callable[[Any], None]:
    """Return what removes one value deep inside a document."""

    def change(data: Any) -> None:
        for step in path[:-1]:
            data = data[step]
        del data[path[-1]]

    return change


BAD: dict[str, list[Callable[[Any], None]]] = {
    "problem": [
        put("schema", value="rendezvous/2"),
        drop("schema"),
        *(drop(name) for name in ("venues", "slots", "parties", "requests", "places")),
        put("colour", value="red"),
        put("name", value=None),
        put("parties", value={}),
        put("parties", 0, value="acme"),
        put("parties", 0, "id", value=" "),
        put("parties", 0, "teams", value=1001),
        put("parties", 0, "colour", value="red"),
        put("parties", 0, "home", value=""),
        put("requests", 0, "weight", value=0),
        put("requests", 0, "weight", value="5"),
        put("requests", 0, "parties", value=["acme"]),
        put("requests", 0, "parties", value=["acme", "acme"]),
        drop("requests", 0, "parties"),
        put("slots", 0, "start", value="2025-11-11T09:00:00"),
        drop("slots", 0, "venues"),
        put("slots", 0, "day", value=None),
        put("places", 0, "capacity", value=-1),
        put("interpreters", 0, "max_run", value=0),
        put("travel", 0, "minutes", value=10_001),
        put("travel", 0, "venues", value=["hall", "hall"]),
        put("rules", value=None),
        put("rules", "spread", value=-1),
        put("rules", "objectives", value=["weight", "mandatory", "minimum", "breaks"]),
        put("rules", "objectives", value=["mandatory", "weight", "breaks"]),
        put("baseline", value=[]),
        put("baseline", "pins", value=[]),
        put("baseline", "pinned", value=None),
        drop("baseline", "assignments", 0, "slot"),
    ],
    "plan": [
        put("schema", value="rendezvous/1"),
        *(drop(name) for name in ("status", "seed", "objectives", "assignments", "measures")),
        put("colour", value="red"),
        put("status", value="perfect"),
        put("seed", value=1.5),
        put("seconds", value=-1),
        put("objectives", 0, "sense", value="up"),
        put("objectives", 0, "gap", value="none"),
        put("objectives", 0, "proven", value=1),
        put("assignments", 0, "interpreter", value=3),
        put("unserved", 0, "reason", value="bad_luck"),
        drop("unserved", 0, "evidence"),
        put("unserved", 0, "evidence", "mood", value="bad"),
        drop("measures", 0, "breaks"),
        put("conflict", value="acme-mali"),
        put("prices", value=None),
        put("prices", 0, "guarantee", value="luck"),
        put("prices", 0, "kept", value=1),
        put("prices", 0, "at_most", value="much"),
        drop("prices", 0, "free_bound"),
    ],
    "changes": [
        put("schema", value="rendezvous-plan/1"),
        drop("changes"),
        put("changes", value={}),
        put("now", value="10:00"),
        put("colour", value="red"),
        put("changes", 0, value="party_late"),
        drop("changes", 0, "kind"),
        put("changes", 0, "kind", value="party_early"),
        put("changes", 0, "kind", value="place_lost"),
        drop("changes", 0, "until"),
        put("changes", 1, "party", value=""),
        put("changes", 2, "colour", value="red"),
        put("changes", 4, "request", value="new"),
        put("changes", 4, "request", "weight", value=0),
    ],
}


def test_a_wrong_change_is_named() -> None:
    data = json.loads(codec.dump(WHOLES["changes"]))
    data["changes"][0]["kind"] = "party_early"
    data["changes"][1]["party"] = ""
    data["changes"][4]["request"]["weight"] = 0
    with pytest.raises(InputError) as caught:
        codec.changes_from_data(data)
    assert caught.value.faults == (
        "changes[0]: field 'kind' is \"party_early\"; give one of party_late, party_withdrawn, "
        "place_lost, interpreter_ill, new_meeting, meeting_pinned, meeting_released",
        "changes[1] (party_withdrawn): field 'party' is \"\"; give a non-empty text of at most 200 "
        "characters",
        'changes[4] (new_meeting): field \'request\' is {"id": "new", "mandatory": true, '
        '"parties": ["bolt", "tog...; request (id \'new\'): field \'weight\' is 0; give a whole '
        "number from 1 to 1000",
    )


@pytest.mark.parametrize(
    ("name", "change"), [(name, change) for name, changes in BAD.items() for change in changes]
)
def test_it_refuses_what_the_engine_refuses(name: str, change: Callable[[Any], None]) -> None:
    bad = json.loads(codec.dump(WHOLES[name]))
    READERS[name](bad)
    change(bad)
    assert not VALIDATORS[name].is_valid(bad)
    with pytest.raises(InputError):
        READERS[name](bad)


def test_null_means_no_earlier_plan() -> None:
    data = {**codec.problem_to_data(EVENT), "baseline": None}
    assert codec.problem_from_data(data) == EVENT
    check("problem", data)


# The command.


@pytest.mark.parametrize(("arguments", "name"), [([], "problem"), (["plan"], "plan")])
def test_the_command_prints_it(
    arguments: list[str], name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(["schema", *arguments])
    assert left.value.code == 0
    assert capsys.readouterr().out.encode() == schema.dump(name)
    with pytest.raises(SystemExit) as left:
        main(["schema", *arguments, "-o", str(tmp_path / "schema.json")])
    assert left.value.code == 0
    assert (tmp_path / "schema.json").read_bytes() == schema.dump(name)
    assert capsys.readouterr().out == ""


def test_an_unknown_form_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["schema", "poem"])
    assert left.value.code == 2
    assert "invalid choice: 'poem'" in capsys.readouterr().err
