"""Problems, plans and changes as JSON, both ways.

Reading never stops at the first fault: it lists every one with the item and the remedy, and
nothing half-read is returned. Writing is canonical (sorted keys, problem order, no spaces that
matter), so that equal plans are equal bytes.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from datetime import datetime
from json.encoder import encode_basestring
from pathlib import Path
from typing import Any, Final

from . import changes as c
from . import problem as p
from . import result as r
from .checking import check_problem
from .errors import InputError, at_most
from .fields import FIELDS, Field, lists, singles
from .files import read_bytes
from .kinds import Item, Items, Tagged, Value, Wrong

MAX_BYTES: Final = 64 * 1024 * 1024


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
        fields = singles(kind)
        before = len(self.faults)
        for name in value:
            if name not in fields:
                known = ", ".join(fields)
                self.fault(where, f"unknown field {str(name)[:60]!r}; known fields are {known}")
        read: dict[str, Any] = {}
        for name, field in fields.items():
            if name in value:
                try:
                    read[name] = self._value(field, value[name])
                except Wrong as wrong:
                    self.fault(where, f"field {name!r} is {_shown(value[name])}; {wrong}")
            elif field.required:
                self.fault(where, f"field {name!r} is missing; add it")
            else:
                read[name] = field.default
            if field.derived:
                read.pop(name, None)
        if len(self.faults) > before:
            return None
        if kind is p.Slot:
            _complete_slot(read)
        return read

    @staticmethod
    def _value(field: Field, value: Any) -> Any:
        if isinstance(field.kind, Value):
            return field.kind.read(value)
        assert isinstance(field.kind, Item)
        nested = _Reader()
        item = nested.item(field.kind.of, value, field.kind.of.__name__.lower())
        if item is None:
            raise Wrong("; ".join(nested.faults))
        return item

    def items(self, field: Field, values: Any, where: str) -> tuple[Any, ...]:
        """Return the items that could be read of a JSON list."""
        if not isinstance(values, list):
            self.fault(where, "give a list")
            return ()
        kind = field.kind
        read = []
        for n, value in enumerate(values):
            if isinstance(kind, Tagged):
                read.append(self._tagged(kind, value, f"{where}[{n}]"))
            else:
                assert isinstance(kind, Items)
                read.append(self.item(kind.of, value, f"{where}[{n}]"))
        return tuple(item for item in read if item is not None)

    def _tagged(self, kind: Tagged, value: Any, where: str) -> Any | None:
        if not isinstance(value, dict):
            self.fault(where, "give an object with named fields")
            return None
        rest = dict(value)
        name = rest.pop(kind.tag, None)
        if not isinstance(name, str) or name not in kind.of:
            known = ", ".join(kind.of)
            self.fault(where, f"field {kind.tag!r} is {_shown(name)}; give one of {known}")
            return None
        return self.item(kind.of[name], rest, f"{where} ({name})")

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
    known = {"schema", *FIELDS[p.Problem]}
    for name in data:
        if name not in known:
            reader.fault("problem", f"unknown field {str(name)[:60]!r}; remove it")
    parts: dict[str, tuple[Any, ...]] = {}
    for name, field in lists(p.Problem).items():
        if name not in data and field.required:
            reader.fault("problem", f"list {name!r} is missing; add it")
        parts[name] = reader.items(field, data.get(name, []), name)
    rules = reader.item(p.Rules, data.get("rules", {}), "rules") or p.Rules()
    baseline = None
    if data.get("baseline") is not None:
        baseline = _baseline(reader, data["baseline"])
    name = data.get("name", "")
    if not isinstance(name, str):
        reader.fault("problem", "field 'name' is not a text; give a text")
    reader.finish()
    parts["slots"] = tuple(sorted(parts["slots"], key=lambda slot: slot.start))
    problem = p.Problem(**parts, rules=rules, baseline=baseline, name=name)
    faults = check_problem(problem)
    if faults:
        raise InputError(at_most(faults))
    return problem


def _baseline(reader: _Reader, value: Any) -> p.Baseline | None:
    fields = FIELDS[p.Baseline]
    if not isinstance(value, dict) or set(value) - set(fields):
        reader.fault("baseline", "give an object with the fields 'assignments', 'pinned', 'now'")
        return None
    assignments = reader.items(
        fields["assignments"], value.get("assignments", []), "baseline.assignments"
    )
    rest = {name: item for name, item in value.items() if name != "assignments"}
    read = reader.fields(p.Baseline, rest, "baseline")
    return None if read is None else p.Baseline(assignments, **read)


def problem_to_data(problem: p.Problem) -> dict[str, Any]:
    """Return the JSON form of a problem; fields at their default are left out."""
    return {name: _plain(value) for name, value in _parts(problem).items()}


def _parts(problem: p.Problem) -> dict[str, Any]:
    """Return what the JSON form of a problem is made of, its items as they are."""
    parts: dict[str, Any] = {"schema": p.SCHEMA, "name": problem.name}
    for name in lists(p.Problem):
        parts[name] = getattr(problem, name)
    parts["rules"] = problem.rules
    baseline = problem.baseline
    if baseline is not None:
        parts["baseline"] = {"assignments": baseline.assignments, "pinned": baseline.pinned}
        if baseline.now is not None:
            parts["baseline"]["now"] = baseline.now
    return parts


def _item_to_data(item: Any) -> dict[str, Any]:
    return {name: _plain(value) for name, _, value in _given(item)}


def _given(item: Any) -> list[tuple[str, str, Any]]:
    """Return the fields of an item that are not at their default, by name.

    Each with its name as JSON and its value.
    """
    given = []
    for name, key, default in _READING[type(item)]:
        value = getattr(item, name)
        if value is not default and value != default:
            given.append((name, key, value))
    return given


_READING: Final[dict[type, list[tuple[str, str, Any]]]] = {
    kind: [(name, encode_basestring(name) + ": ", fields[name].default) for name in sorted(fields)]
    for kind, fields in FIELDS.items()
}
"""The fields of each class by name, each with its name as JSON and its default."""


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if type(value) in FIELDS:
        return _item_to_data(value)
    if type(value) is dict:
        return {name: _plain(one) for name, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, tuple) else value


def digest(problem: p.Problem) -> str:
    """Return the SHA-256 of the problem's canonical JSON, hexadecimal.

    That of the last problem asked about is remembered: planner and checker ask one after the other.
    """
    global _digested
    if _digested is None or _digested[0] is not problem:
        _digested = problem, hashlib.sha256(dump(_parts(problem))).hexdigest()
    return _digested[1]


_digested: tuple[p.Problem, str] | None = None


def plan_from_data(data: Any) -> r.Plan:
    """Return the plan that parsed JSON describes; InputError lists every fault.

    Its fit to a problem is for `verify` to say, which recomputes objectives and measures: they are
    read as claims.
    """
    reader = _Reader()
    if not isinstance(data, dict) or data.get("schema") != r.SCHEMA:
        raise InputError(f"the plan does not have the schema {r.SCHEMA!r}; give a plan file")
    told_apart = {"schema", *lists(r.Plan)}
    heading = reader.fields(
        r.Plan, {name: data[name] for name in data if name not in told_apart}, "plan"
    )
    parts = {
        name: reader.items(field, data.get(name, None if field.required else []), name)
        for name, field in lists(r.Plan).items()
    }
    reader.finish()
    return r.Plan(**{**parts, **(heading or {})})


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
        **({"prices": [_price_to_data(price) for price in plan.prices]} if plan.prices else {}),
    }


def _price_to_data(price: r.Price) -> dict[str, Any]:
    return {name: _plain(getattr(price, name)) for name in FIELDS[r.Price]}


def changes_from_data(data: Any) -> c.Changes:
    """Return the changes that parsed JSON describes; InputError lists every fault."""
    reader = _Reader()
    if not isinstance(data, dict) or data.get("schema") != c.SCHEMA:
        raise InputError(f"the changes do not have the schema {c.SCHEMA!r}; give a file of changes")
    rest = {name: value for name, value in data.items() if name not in ("schema", "changes")}
    read = reader.fields(c.Changes, rest, "changes")
    parts = reader.items(FIELDS[c.Changes]["changes"], data.get("changes"), "changes")
    reader.finish()
    return c.Changes(parts, **(read or {}))


def changes_to_data(changes: c.Changes) -> dict[str, Any]:
    """Return the JSON form of changes; fields at their default are left out."""
    data: dict[str, Any] = {"schema": c.SCHEMA}
    if changes.now is not None:
        data["now"] = _plain(changes.now)
    data["changes"] = [
        {"kind": c.NAMES[type(one)], **_item_to_data(one)} for one in changes.changes
    ]
    return data


def dump(data: Any) -> bytes:
    """Return canonical UTF-8 JSON with a final newline.

    These are the bytes of `json.dumps` with an indent of one and sorted keys. Items are written as
    they are, which spares a large problem's digest a dictionary for each of them.
    """
    return (_written(data, "\n") + "\n").encode()


_encode: Final = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def _written(value: Any, line: str) -> str:
    """Return the text of a value; ``line`` begins a line as deep as the value stands."""
    kind = type(value)
    if kind is str:
        return encode_basestring(value)
    if kind is int:
        return str(value)
    inner = line + " "
    if (kind is list or kind is tuple) and value:
        texts = [
            encode_basestring(item) if type(item) is str else _written(item, inner)
            for item in value
        ]
        return f"[{inner}{f',{inner}'.join(texts)}{line}]"
    if kind is dict and value:
        texts = [
            f"{encode_basestring(key)}: {_written(value[key], inner)}" for key in sorted(value)
        ]
        return f"{{{inner}{f',{inner}'.join(texts)}{line}}}"
    if kind in FIELDS:
        texts = [key + _written(field, inner) for _, key, field in _given(value)]
        return f"{{{inner}{f',{inner}'.join(texts)}{line}}}" if texts else "{}"
    if kind is datetime:
        return encode_basestring(value.isoformat())
    return _encode(value)


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
    except Wrong as wrong:
        raise InputError(f"{path}: {wrong}") from None
    except ValueError:  # what Python says of an integer it deems too long to read
        raise InputError(f"{path}: a number has thousands of digits; mend it") from None


def _no_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Wrong(f"field {twice[:60]!r} stands twice in one object; keep one")
    return read


def read_problem(path: Path) -> p.Problem:
    """Return the checked problem of a JSON file; InputError lists every fault."""
    return problem_from_data(load(path))


def read_plan(path: Path | str) -> r.Plan:
    """Return the plan of a JSON file; InputError lists every fault.

    Whether it holds, and for which problem, is for `verify` to say.
    """
    return plan_from_data(load(Path(path)))


def read_changes(path: Path | str) -> c.Changes:
    """Return the changes of a JSON file; InputError lists every fault."""
    return changes_from_data(load(Path(path)))


def write_plan(plan: r.Plan, path: Path | str) -> None:
    """Write a plan as JSON: the file is the old one or wholly the new one.

    InputError when it cannot be written there.
    """
    write(Path(path), plan_to_data(plan))


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
