"""The JSON part of a model, read so that no text can exhaust the reader."""

import json
import math
import re
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from salon.exhibition.services.glb.limits import DEEPEST_JSON
from salon.exhibition.services.glb.words import broken, refused, shown

Json = dict[str, Any]

#: Strings are stepped over whole, one that never ends too, so this takes linear time.
_TOKEN: Final = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[\[\]{}]', re.DOTALL)


def read_document(text: bytes) -> Json:
    """The JSON object of a model.

    :raises DomainError: `glb.json` and its kin when it is not one that every reader understands the
        same way.
    """
    try:
        decoded = text.decode("utf-8")
    except UnicodeDecodeError as error:
        raise broken(
            "json_utf8", _("The JSON part is not UTF-8 at byte %(at)s."), at=error.start
        ) from error
    _check_depth(decoded)
    try:
        document = json.loads(
            decoded,
            object_pairs_hook=_object,
            parse_constant=_no_constant,
            parse_float=_finite,
        )
    except ValueError as error:  # of the grammar, or a whole number of thousands of digits
        raise broken(
            "json", _("The JSON part cannot be read: %(fault)s."), fault=shown(error)
        ) from error
    if not isinstance(document, dict):
        raise broken("json_object", _("The JSON part is not an object."))
    return document


def _check_depth(text: str) -> None:
    """Before parsing, which recurses."""
    depth = 0
    for token in _TOKEN.finditer(text):
        bracket = token.group()
        if bracket in "[{":
            depth += 1
            if depth > DEEPEST_JSON:
                raise refused(
                    "json_deep",
                    _(
                        "The JSON part nests more than %(most)s levels deep. Export the model again"
                        " without custom properties."
                    ),
                    most=DEEPEST_JSON,
                )
        elif bracket in "]}":
            depth -= 1


def _object(pairs: list[tuple[str, Any]]) -> Json:
    made = dict(pairs)
    if len(made) < len(pairs):
        seen: set[str] = set()
        twice = next(name for name, _value in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
        raise broken(
            "json_duplicate",
            _("The JSON part says “%(name)s” twice in one object."),
            name=shown(twice),
        )
    return made


def _no_constant(text: str) -> float:
    raise broken(
        "json_number",
        _("The JSON part has %(number)s where a finite number belongs."),
        number=shown(text),
    )


def _finite(text: str) -> float:
    value = float(text)
    return value if math.isfinite(value) else _no_constant(text)
