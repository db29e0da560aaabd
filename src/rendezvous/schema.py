"""The JSON Schemas of what the engine reads and writes, built from :mod:`rendezvous.fields`.

A schema says what each field may hold. That ids are unique and known, that slots do not overlap
and all else that joins fields is for :func:`rendezvous.check_problem` and
:func:`rendezvous.verify`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Final

from . import changes as c
from . import problem as p
from . import result as r
from .fields import FIELDS, Field
from .kinds import Item, Items, Kind, Nullable, Tagged, Value

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


@dataclass(frozen=True, slots=True)
class Format:
    """A JSON form: ``version`` is the value of its field ``schema``, ``root`` its class."""

    version: str
    root: type
    title: str
    description: str


FORMATS: Final[dict[str, Format]] = {
    "problem": Format(
        p.SCHEMA,
        p.Problem,
        "A problem of meetings to plan",
        "Who wants to meet whom, who is there when, where meetings are held and who interprets.",
    ),
    "plan": Format(
        r.SCHEMA,
        r.Plan,
        "A plan of meetings",
        "Which requests are served, when, where and with whom; how good that is known to be; why "
        "each other request is not served. What it claims of itself is for `verify` to judge.",
    ),
    "changes": Format(
        c.SCHEMA,
        c.Changes,
        "What happened since a plan was made",
        "The changes that a repair starts from.",
    ),
}
"""Every form by the name that the command `rendezvous schema` knows it by."""


def build(name: str) -> dict[str, Any]:
    """Return the schema (draft 2020-12) of a form; KeyError when ``FORMATS`` has none so named."""
    form = FORMATS[name]
    root = _object(form.root)
    version = {"const": form.version, "description": "The form and its version."}
    return {
        "$schema": DIALECT,
        "$id": f"urn:rendezvous:{form.version}",
        "title": form.title,
        "description": form.description,
        "type": "object",
        "properties": {"schema": version, **root["properties"]},
        "required": ["schema", *root["required"]],
        "additionalProperties": False,
        "$defs": {of.__name__: _described(of, tag) for of, tag in _within(form.root).items()},
    }


def dump(name: str) -> bytes:
    """Return the schema of a form as indented JSON, its keys in reading order."""
    return (json.dumps(build(name), indent=2) + "\n").encode()


def _within(root: type) -> dict[type, dict[str, Any]]:
    """Return the classes of the items within a class, outer ones first, with their tags."""
    found: dict[type, dict[str, Any]] = {root: {}}
    todo = [root]
    while todo:
        for field in FIELDS[todo.pop()].values():
            for of, tag in _inner(field.kind):
                if of not in found:
                    found[of] = tag
                    todo.append(of)
    del found[root]
    return found


def _inner(kind: Kind) -> list[tuple[type, dict[str, Any]]]:
    if isinstance(kind, Tagged):
        said = "What kind of item this is."
        return [
            (of, {kind.tag: {"const": name, "description": said}}) for name, of in kind.of.items()
        ]
    return [(kind.of, {})] if isinstance(kind, Item | Items) else []


def _described(of: type, tag: dict[str, Any]) -> dict[str, Any]:
    meaning = " ".join((of.__doc__ or "").split()).replace("``", "`")
    schema = _object(of)
    schema["properties"] = {**tag, **schema["properties"]}
    schema["required"] = [*tag, *schema["required"]]
    return {"description": meaning, **schema}


def _object(of: type) -> dict[str, Any]:
    fields = FIELDS[of]
    return {
        "type": "object",
        "properties": {name: _property(field) for name, field in fields.items()},
        "required": [name for name, field in fields.items() if field.required],
        "additionalProperties": False,
    }


def _property(field: Field) -> dict[str, Any]:
    schema = {"description": field.description, **field.kind.schema()}
    if field.required or field.derived or not isinstance(field.kind, Value):
        return schema
    if field.default is None and not isinstance(field.kind, Nullable):
        return schema
    default = list(field.default) if isinstance(field.default, tuple) else field.default
    return {**schema, "default": default}
