"""Problems and plans as JSON, both ways.

Reading never stops at the first fault: it lists every one with the item and the remedy, and
nothing half-read is returned. Writing is canonical (sorted keys, problem order, no spaces that
matter), so that equal plans are equal bytes.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, cast

from . import problem as p
from . import result as r
from .checking import check_problem
from .errors import InputError, at_most
from .files import read_bytes

MAX_BYTES: Final = 64 * 1024 * 1024

_REQUIRED: Final = object()

Parse = Callable[[Any], Any]


class _Wrong(Exception):
    """A value is not of the kind asked for; the text says what is wanted."""


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise _Wrong("give a text")
    return value


def _identifier(value: Any) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > 200:
        raise _Wrong("give a non-empty text of at most 200 characters")
    return value


def _whole(least: int, most: int) -> Parse:
    def parse(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise _Wrong(f"give a whole number from {least} to {most}")
        return value

    return parse


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise _Wrong("give true or false")
    return value


def _moment(value: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(_text(value))
    except ValueError:
        raise _Wrong("give a date and time such as 2025-11-11T09:00:00+00:00") from None
    if moment.tzinfo is None:
        raise _Wrong("give its zone too, such as 2025-11-11T09:00:00+00:00")
    return moment


def _many(each: Parse) -> Parse:
    def parse(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise _Wrong("give a list")
        return tuple(each(item) for item in value)

    return parse


def _integer(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise _Wrong("give a whole number")
    return value


def _seconds(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e9:
        raise _Wrong("give a number of seconds")
    return float(value)


def _one_of(kind: type[StrEnum]) -> Parse:
    def parse(value: Any) -> StrEnum:
        if not isinstance(value, str) or value not in list(kind):
            raise _Wrong(f"give one of {', '.join(kind)}")
        return kind(value)

    return parse


def _pair(value: Any) -> tuple[str, str]:
    items = _many(_identifier)(value)
    if len(items) != 2:
        raise _Wrong("give a list of two ids")
    return items[0], items[1]


def _optional(parse: Parse) -> Parse:
    return lambda value: None if value is None else parse(value)


_IDS: Final = _many(_identifier)
_COUNT: Final = _whole(0, 100_000)
_ONE_UP: Final = _whole(1, 100_000)


def _evidence(value: Any) -> r.Evidence:
    reader = _Reader()
    evidence = reader.item(r.Evidence, value, "evidence")
    if evidence is None:
        raise _Wrong("; ".join(reader.faults))
    return cast(r.Evidence, evidence)


# kind of item -> field -> (parser, default). The order is the order of writing.
_FIELDS: Final[dict[type, dict[str, tuple[Parse, Any]]]] = {
    p.Venue: {"id": (_identifier, _REQUIRED), "name": (_text, "")},
    p.Slot: {
        "id": (_identifier, _REQUIRED),
        "start": (_moment, _REQUIRED),
        "end": (_moment, _REQUIRED),
        "day": (_identifier, None),
        "half_day": (_identifier, None),
        "venues": (_IDS, _REQUIRED),
    },
    p.Party: {
        "id": (_identifier, _REQUIRED),
        "name": (_text, ""),
        "kind": (_text, ""),
        "teams": (_whole(1, 1000), 1),
        "slots": (_optional(_IDS), None),
        "languages": (_IDS, ()),
        "home": (_optional(_identifier), None),
        "max_per_day": (_optional(_ONE_UP), None),
        "minimum": (_COUNT, 0),
    },
    p.Request: {
        "id": (_identifier, _REQUIRED),
        "parties": (_pair, _REQUIRED),
        "weight": (_whole(1, 1000), 1),
        "mandatory": (_flag, False),
        "length": (_whole(1, 100), 1),
        "slots": (_optional(_IDS), None),
        "fixed_slot": (_optional(_identifier), None),
        "fixed_place": (_optional(_identifier), None),
        "closed_door": (_flag, False),
        "after": (_IDS, ()),
    },
    p.Place: {
        "id": (_identifier, _REQUIRED),
        "venue": (_identifier, _REQUIRED),
        "name": (_text, ""),
        "capacity": (_COUNT, 1),
        "slots": (_optional(_IDS), None),
        "closed_door": (_flag, False),
        "owner": (_optional(_identifier), None),
    },
    p.Interpreter: {
        "id": (_identifier, _REQUIRED),
        "languages": (_IDS, _REQUIRED),
        "name": (_text, ""),
        "slots": (_optional(_IDS), None),
        "max_run": (_optional(_ONE_UP), None),
    },
    p.Travel: {"venues": (_pair, _REQUIRED), "minutes": (_whole(0, 10_000), _REQUIRED)},
    p.Busy: {
        "id": (_identifier, _REQUIRED),
        "party": (_identifier, _REQUIRED),
        "start": (_moment, _REQUIRED),
        "end": (_moment, _REQUIRED),
        "venue": (_optional(_identifier), None),
        "teams": (_optional(_ONE_UP), None),
        "label": (_text, ""),
    },
    p.Rules: {
        "lunch_exempt": (_flag, False),
        "spread": (_optional(_COUNT), None),
        "objectives": (_IDS, p.OBJECTIVES),
    },
    p.Assignment: {
        "request": (_identifier, _REQUIRED),
        "slot": (_identifier, _REQUIRED),
        "place": (_identifier, _REQUIRED),
        "interpreter": (_optional(_identifier), None),
    },
    r.Evidence: {
        "slots": (_IDS, ()),
        "blockers": (_IDS, ()),
        "busy": (_IDS, ()),
        "places": (_IDS, ()),
        "interpreters": (_IDS, ()),
        "requests": (_IDS, ()),
        "party": (_optional(_identifier), None),
        "limit": (_optional(_integer), None),
    },
    r.Unserved: {
        "request": (_identifier, _REQUIRED),
        "reason": (_one_of(r.Reason), _REQUIRED),
        "evidence": (_evidence, _REQUIRED),
    },
    r.Objective: {
        "name": (_identifier, _REQUIRED),
        "sense": (_text, _REQUIRED),
        "value": (_integer, _REQUIRED),
        "bound": (_integer, _REQUIRED),
        "seconds": (_seconds, _REQUIRED),
    },
    r.Measure: {
        "party": (_identifier, _REQUIRED),
        "requested": (_integer, _REQUIRED),
        "meetings": (_integer, _REQUIRED),
        "weight": (_integer, _REQUIRED),
        "breaks": (_integer, _REQUIRED),
        "shortfall": (_integer, _REQUIRED),
    },
    r.Plan: {
        "engine": (_text, _REQUIRED),
        "seed": (_integer, _REQUIRED),
        "seconds": (_seconds, _REQUIRED),
        "problem_digest": (_text, _REQUIRED),
        "status": (_one_of(r.Status), _REQUIRED),
        "conflict": (_IDS, ()),
    },
}

_LISTS: Final[dict[str, type]] = {
    "venues": p.Venue,
    "slots": p.Slot,
    "parties": p.Party,
    "requests": p.Request,
    "places": p.Place,
    "interpreters": p.Interpreter,
    "travel": p.Travel,
    "busy": p.Busy,
}

_PLAN_LISTS: Final[dict[str, type]] = {
    "objectives": r.Objective,
    "assignments": p.Assignment,
    "unserved": r.Unserved,
    "measures": r.Measure,
}

_DERIVED: Final = ("gap", "proven")
"""Fields of an objective that are written for the reader's sake and follow from the others."""


class _Reader:
    """Turns JSON values into dataclasses, collecting faults as it goes."""

    def __init__(self) -> None:
        self.faults: list[str] = []

    def fault(self, where: str, what: str) -> None:
        self.faults.append(f"{where}: {what}")

    def item(self, kind: type, value: Any, where: str) -> Any | None:
        """Return one dataclass, or None with its faults noted."""
        read = self.fields(kind, value, where)
        return None if read is None else kind(**read)

    def fields(self, kind: type, value: Any, where: str) -> dict[str, Any] | None:
        """Return the fields of one item, or None with its faults noted."""
        if not isinstance(value, dict):
            self.fault(where, "give an object with named fields")
            return None
        if isinstance(value.get("id"), str):
            where = f"{where} (id {value['id'][:60]!r})"
        fields = _FIELDS[kind]
        before = len(self.faults)
        for name in value:
            if name not in fields:
                known = ", ".join(fields)
                self.fault(where, f"unknown field {str(name)[:60]!r}; known fields are {known}")
        read: dict[str, Any] = {}
        for name, (parse, default) in fields.items():
            if name not in value:
                if default is _REQUIRED:
                    self.fault(where, f"field {name!r} is missing; add it")
                read[name] = default
                continue
            try:
                read[name] = parse(value[name])
            except _Wrong as wrong:
                self.fault(where, f"field {name!r} is {_shown(value[name])}; {wrong}")
        if len(self.faults) > before:
            return None
        if kind is p.Slot:
            _complete_slot(read)
        return read

    def items(self, kind: type, values: Any, where: str) -> tuple[Any, ...]:
        """Return the items that could be read of a JSON list."""
        if not isinstance(values, list):
            self.fault(where, "give a list")
            return ()
        read = (self.item(kind, value, f"{where}[{n}]") for n, value in enumerate(values))
        return tuple(item for item in read if item is not None)

    def finish(self) -> None:
        """Raise what was collected."""
        if self.faults:
            raise InputError(at_most(self.faults))


def _complete_slot(read: dict[str, Any]) -> None:
    start: datetime = read["start"]
    if read["day"] is None:
        read["day"] = default_day(start)
    if read["half_day"] is None:
        read["half_day"] = default_half_day(start)


def default_day(start: datetime) -> str:
    """Return the day of a slot that names none: the date on its clock."""
    return start.date().isoformat()


def default_half_day(start: datetime) -> str:
    """Return the half-day of a slot that names none: by 13:00 on its clock."""
    return "morning" if start.hour < 13 else "afternoon"


def _shown(value: Any) -> str:
    try:
        text = json.dumps(value, ensure_ascii=False)
    except RecursionError:
        return "nested too deeply"
    return text if len(text) <= 60 else text[:57] + "..."


def problem_from_data(data: Any) -> p.Problem:
    """Return the problem that parsed JSON describes; InputError lists every fault."""
    reader = _Reader()
    if not isinstance(data, dict):
        raise InputError("the problem is not a JSON object; see the schema rendezvous/1")
    if data.get("schema") != p.SCHEMA:
        raise InputError(
            f"field 'schema' is {_shown(data.get('schema'))}; this engine reads {p.SCHEMA!r}"
        )
    known = {"schema", "name", "rules", "baseline", *_LISTS}
    for name in data:
        if name not in known:
            reader.fault("problem", f"unknown field {str(name)[:60]!r}; remove it")
    lists: dict[str, tuple[Any, ...]] = {}
    for name, kind in _LISTS.items():
        if name not in data and name in ("venues", "slots", "parties", "requests", "places"):
            reader.fault("problem", f"list {name!r} is missing; add it")
        lists[name] = reader.items(kind, data.get(name, []), name)
    rules = reader.item(p.Rules, data.get("rules", {}), "rules") or p.Rules()
    baseline = None
    if data.get("baseline") is not None:
        baseline = _baseline(reader, data["baseline"])
    name = data.get("name", "")
    if not isinstance(name, str):
        reader.fault("problem", "field 'name' is not a text; give a text")
    reader.finish()
    lists["slots"] = tuple(sorted(lists["slots"], key=lambda slot: slot.start))
    problem = p.Problem(**lists, rules=rules, baseline=baseline, name=name)
    faults = check_problem(problem)
    if faults:
        raise InputError(at_most(faults))
    return problem


def _baseline(reader: _Reader, value: Any) -> p.Baseline | None:
    if not isinstance(value, dict) or set(value) - {"assignments", "pinned"}:
        reader.fault("baseline", "give an object with the fields 'assignments' and 'pinned'")
        return None
    assignments = reader.items(p.Assignment, value.get("assignments", []), "baseline.assignments")
    try:
        pinned = _IDS(value.get("pinned", []))
    except _Wrong as wrong:
        reader.fault("baseline.pinned", str(wrong))
        return None
    return p.Baseline(assignments, pinned)


def problem_to_data(problem: p.Problem) -> dict[str, Any]:
    """Return the JSON form of a problem; fields at their default are left out."""
    data: dict[str, Any] = {"schema": p.SCHEMA, "name": problem.name}
    for name in _LISTS:
        data[name] = [_item_to_data(item) for item in getattr(problem, name)]
    data["rules"] = _item_to_data(problem.rules)
    if problem.baseline is not None:
        data["baseline"] = {
            "assignments": [_item_to_data(item) for item in problem.baseline.assignments],
            "pinned": list(problem.baseline.pinned),
        }
    return data


def _item_to_data(item: Any) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for name, (_, default) in _FIELDS[type(item)].items():
        value = getattr(item, name)
        if default is not _REQUIRED and value == default:
            continue
        data[name] = _plain(value)
    return data


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def digest(problem: p.Problem) -> str:
    """Return the SHA-256 of the problem's canonical JSON, hexadecimal."""
    return hashlib.sha256(dump(problem_to_data(problem))).hexdigest()


def plan_from_data(data: Any) -> r.Plan:
    """Return the plan that parsed JSON describes. Its fit to a problem is for `verify` to say.

    Objectives and measures are read as claims: `verify` recomputes them.
    """
    reader = _Reader()
    if not isinstance(data, dict) or data.get("schema") != r.SCHEMA:
        raise InputError(f"the plan does not have the schema {r.SCHEMA!r}; give a plan file")
    told_apart = {"schema", *_PLAN_LISTS}
    heading = reader.fields(
        r.Plan, {name: data[name] for name in data if name not in told_apart}, "plan"
    )
    given = dict(data)
    if isinstance(given.get("objectives"), list):
        given["objectives"] = [_without_derived(item) for item in given["objectives"]]
    lists = {name: reader.items(kind, given.get(name), name) for name, kind in _PLAN_LISTS.items()}
    reader.finish()
    return r.Plan(**{**lists, **(heading or {})})


def _without_derived(item: Any) -> Any:
    if not isinstance(item, dict):
        return item
    return {name: value for name, value in item.items() if name not in _DERIVED}


def plan_to_data(plan: r.Plan) -> dict[str, Any]:
    """Return the JSON form of a plan."""
    return {
        "schema": r.SCHEMA,
        "engine": plan.engine,
        "seed": plan.seed,
        "seconds": round(plan.seconds, 3),
        "problem_digest": plan.problem_digest,
        "status": plan.status.value,
        "objectives": [
            {
                "name": o.name,
                "sense": o.sense,
                "value": o.value,
                "bound": o.bound,
                "gap": round(o.gap, 6),
                "proven": o.proven,
                "seconds": round(o.seconds, 3),
            }
            for o in plan.objectives
        ],
        "assignments": [_item_to_data(item) for item in plan.assignments],
        "unserved": [
            {
                "request": u.request,
                "reason": u.reason.value,
                "evidence": _item_to_data(u.evidence),
            }
            for u in plan.unserved
        ],
        "conflict": list(plan.conflict),
        "measures": [
            {name: getattr(m, name) for name in r.Measure.__dataclass_fields__}
            for m in plan.measures
        ],
    }


def dump(data: Any) -> bytes:
    """Return canonical UTF-8 JSON with a final newline."""
    text = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False)
    return (text + "\n").encode()


def load(path: Path) -> Any:
    """Return the parsed JSON of a file; InputError names the file, the fault and the remedy."""
    raw = read_bytes(path, MAX_BYTES)
    try:
        text = raw.decode("utf-8-sig")
        data = json.loads(text, object_pairs_hook=_no_twice)
        if "\\ud" in text.lower():
            json.dumps(data, ensure_ascii=False).encode()
        return data
    except UnicodeEncodeError as error:
        half = f"\\u{ord(error.object[error.start]):04x}"
        raise InputError(f"{path}: {half} is half a character; write the character whole") from None
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path}: not UTF-8 at byte {error.start}; save the file as UTF-8"
        ) from None
    except json.JSONDecodeError as error:
        raise InputError(
            f"{path}: not JSON at line {error.lineno}, column {error.colno} ({error.msg}); mend it"
        ) from None
    except RecursionError:
        raise InputError(f"{path}: nested too deeply; check that this is the right file") from None
    except _Wrong as wrong:
        raise InputError(f"{path}: {wrong}") from None
    except ValueError:  # what Python says of an integer it deems too long to read
        raise InputError(f"{path}: a number has thousands of digits; mend it") from None


def _no_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _Wrong(f"field {twice[:60]!r} stands twice in one object; keep one")
    return read


def read_problem(path: Path) -> p.Problem:
    """Return the checked problem of a JSON file; InputError lists every fault."""
    return problem_from_data(load(path))


def read_plan(path: Path) -> r.Plan:
    """Return the plan of a JSON file."""
    return plan_from_data(load(path))


def write(path: Path, data: Any) -> None:
    """Write JSON so that the file is either the old one or wholly the new one."""
    write_bytes(path, dump(data))


def write_bytes(path: Path, content: bytes) -> None:
    """Replace a file at once: a reader never sees half of it."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent or Path(), prefix=f".{path.name}.")
    except OSError as error:
        raise InputError(f"{path}: cannot be written ({error.strerror}); check the path") from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(name, 0o666 & ~mask)
        os.replace(name, path)
    except OSError as error:
        Path(name).unlink(missing_ok=True)
        raise InputError(
            f"{path}: cannot be written ({error.strerror or error}); check the path"
        ) from None
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
