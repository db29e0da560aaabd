"""Writes the reference part of docs/engine-api.md from signatures, docstrings and `FIELDS`.

    .venv/bin/python tools/engine_api.py

What stands above the marker is written by hand and kept. A test fails when the page is not what
this would write.
"""

from __future__ import annotations

import dataclasses
import inspect
import re
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any, Final

import rendezvous
from rendezvous.fields import FIELDS, Field
from rendezvous.kinds import Nullable, Whole

PAGE: Final = Path(__file__).resolve().parents[1] / "docs" / "engine-api.md"
MARKER: Final = "<!-- What follows is written by tools/engine_api.py. -->\n"

GROUPS: Final = {
    "Planning": ("rendezvous.solver",),
    "Repairing": ("rendezvous.applying", "rendezvous.changelist", "rendezvous.changes"),
    "Explaining": ("rendezvous.remedies", "rendezvous.conflicts"),
    "Judging": ("rendezvous.verify",),
    "Reading, writing, checking": (
        "rendezvous.formats",
        "rendezvous.codec",
        "rendezvous.checking",
    ),
    "The problem": ("rendezvous.problem",),
    "The plan": ("rendezvous.result",),
    "Errors": ("rendezvous.errors",),
}
"""Sections and the modules whose public names they hold, in order."""

WHOLES: Final = ("Problem", "Plan", "Report", "Changes", "ChangeList", "Explanation", "Conflict")
"""Classes that are made of the others of their section."""

ALIASES: Final = {r"\bWatcher\b": "Callable[[Progress], None]", r"\b[pr]\.(?=[A-Z])": ""}
"""What signatures say that a reader of the package would not: patterns, and words instead."""


def page(written: str) -> str:
    """Return the page with its reference part made anew; ``written`` is the page as it stands."""
    by_hand = written.split(MARKER)[0]
    return by_hand + MARKER + "".join(_reference())


def _reference() -> Iterator[str]:
    left = {name: getattr(rendezvous, name) for name in rendezvous.__all__}
    for title, modules in GROUPS.items():
        yield f"\n## {title}\n"
        for module in modules:
            mine = [n for n, item in left.items() if _is_from(item, module)]
            for name in sorted(mine, key=lambda n: _rank(n, left[n])):
                yield from _entry(name, left.pop(name))
    if left:
        raise SystemExit(f"no section of GROUPS holds {', '.join(left)}; add their modules")


def _is_from(item: Any, module: str) -> bool:
    return bool(item.__module__ == module or item.__module__.startswith(f"{module}."))


def _rank(name: str, item: Any) -> tuple[bool, bool, int]:
    """Functions first, then what holds the rest, then the order of the source."""
    return not inspect.isfunction(item), name not in WHOLES, inspect.getsourcelines(item)[1]


def _entry(name: str, item: Any) -> Iterator[str]:
    yield f"\n### {name}\n\n"
    if inspect.isfunction(item):
        yield f"```python\n{_signature(name, item)}\n```\n\n{_prose(item)}\n"
        return
    yield f"{_prose(item)}\n"
    if issubclass(item, Enum):
        yield f"\nIts values: {', '.join(f'`{member.value}`' for member in item)}.\n"
    elif dataclasses.is_dataclass(item):
        yield from _table(item, FIELDS[item]) if item in FIELDS else _declared(item)
    for member, value in vars(item).items():
        if not member.startswith("_") and isinstance(value, property):
            kind = inspect.signature(value.fget).return_annotation  # type: ignore[arg-type]
            yield f"\n`{member}: {kind}`: {_prose(value)}\n"
        elif not member.startswith("_") and inspect.isfunction(value):
            yield f"\n`{_signature(member, value)}`: {_prose(value)}\n"


def _signature(name: str, function: Any) -> str:
    """Return ``name(parameters) -> result`` as written, on several lines when one is too long."""
    signature = inspect.signature(function)
    parts = [str(p).replace("'", "") for p in signature.parameters.values() if p.name != "self"]
    names = list(signature.parameters.values())
    first = next((n for n, p in enumerate(names) if p.kind is p.KEYWORD_ONLY), None)
    if first is not None:
        parts.insert(first, "*")
    result = f" -> {signature.return_annotation}"
    text = f"{name}({', '.join(parts)}){result}"
    if len(text) > 88:
        text = f"{name}(\n    " + ",\n    ".join(parts) + f",\n){result}"
    for alias, meaning in ALIASES.items():
        text = re.sub(alias, meaning, text)
    return text


def _prose(item: Any) -> str:
    """Return a docstring as Markdown."""
    text = inspect.getdoc(item) or ""
    text = re.sub(r":\w+:`~?(?:rendezvous\.)?([^`]+)`", r"`\1`", text)
    return text.replace("``", "`")


def _declared(item: Any) -> Iterator[str]:
    yield "\n```python\n"
    for field in dataclasses.fields(item):
        default = "" if field.default is dataclasses.MISSING else f" = {field.default!r}"
        yield f"{field.name}: {field.type}{default}\n"
    yield "```\n"


def _table(item: Any, described: dict[str, Field]) -> Iterator[str]:
    yield "\n| field | type | default | what it is |\n| --- | --- | --- | --- |\n"
    for field in dataclasses.fields(item):
        kind = str(field.type).replace("|", "\\|")
        cells = (
            f"`{field.name}`",
            f"`{kind}`{_limits(described[field.name])}",
            _default(field),
            described[field.name].description,
        )
        yield f"| {' | '.join(cells)} |\n"


def _limits(field: Field) -> str:
    kind = field.kind.kind if isinstance(field.kind, Nullable) else field.kind
    if not isinstance(kind, Whole) or kind.least is None:
        return ""
    return f", {kind.least:,} to {kind.most:,}"


def _default(field: Any) -> str:
    if field.default_factory is not dataclasses.MISSING:
        return f"`{field.default_factory.__name__}()`"
    return "" if field.default is dataclasses.MISSING else f"`{field.default!r}`"


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
