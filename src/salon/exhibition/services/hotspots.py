"""Hotspots that come in a file beside a model: JSON, a list of what is worth a word and where.

    [{"label": {"fr": "…", "en": "…"}, "position": "x y z", "normal": "x y z"}, …]

Positions are in metres, as the model has them; normals point away from the surface.
"""

import json
import math
from collections.abc import Mapping
from typing import Final

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from salon.core.errors import DomainError
from salon.exhibition.services.files import Point
from salon.exhibition.services.glb import Model

MOST: Final = 30
LONGEST_LABEL: Final = 120  # characters
#: How far outside the box of the model a hotspot may be, in metres.
_AWAY: Final = 1.0
_NAMES: Final = {"label", "position", "normal"}


def read_hotspots(*, data: bytes, model: Model) -> list[Point]:
    """The hotspots of a file, for the model that they belong to.

    :raises DomainError: `hotspots.…`, naming the hotspot by its number, counted from 1.
    """
    try:
        # Whole numbers as floats: one of thousands of digits is no number either.
        listed = json.loads(data.decode("utf-8-sig"), parse_int=float)
    except (ValueError, RecursionError) as error:
        raise DomainError(
            "hotspots.json", _("The hotspots cannot be read as JSON: %(fault)s."), fault=str(error)
        ) from error
    if not isinstance(listed, list):
        raise DomainError("hotspots.list", _("The hotspots are not a list: [{…}, {…}]."))
    if len(listed) > MOST:
        raise DomainError(
            "hotspots.many",
            _("There are %(count)d hotspots; at most %(most)d are taken."),
            count=len(listed),
            most=MOST,
        )
    return [_point(rank, each, model) for rank, each in enumerate(listed, 1)]


def _point(rank: int, one: object, model: Model) -> Point:
    if not isinstance(one, dict) or one.keys() != _NAMES:
        raise DomainError(
            "hotspots.names",
            _("Hotspot %(rank)d must have “label”, “position” and “normal”, and nothing else."),
            rank=rank,
        )
    position, normal = (_three(rank, name, one[name]) for name in ("position", "normal"))
    box = zip(model.low, position, model.high, strict=True)
    if not all(low - _AWAY <= value <= high + _AWAY for low, value, high in box):
        raise DomainError(
            "hotspots.far",
            _(
                "Hotspot %(rank)d is not at the model, which lies from %(low)s to %(high)s."
                " Positions are in metres, as in the file."
            ),
            rank=rank,
            low=_written(model.low, 2),
            high=_written(model.high, 2),
        )
    if not math.hypot(*normal):
        raise DomainError(
            "hotspots.normal",
            _("The normal of hotspot %(rank)d points nowhere: it is 0 0 0."),
            rank=rank,
        )
    return Point(_label(rank, one["label"]), _written(position, 4), _written(normal, 4))


def _three(rank: int, name: str, value: object) -> tuple[float, ...]:
    try:
        numbers = tuple(map(float, value.split())) if isinstance(value, str) else ()
    except ValueError:
        numbers = ()
    if len(numbers) != 3 or not all(map(math.isfinite, numbers)):
        raise DomainError(
            "hotspots.numbers",
            _("“%(name)s” of hotspot %(rank)d must be three numbers, such as “0.5 1.2 -0.3”."),
            name=name,
            rank=rank,
        )
    return numbers


def _label(rank: int, label: object) -> Mapping[str, str]:
    """Texts by language; French is what the others fall back to."""
    languages = dict(settings.LANGUAGES)
    texts = label if isinstance(label, dict) else {}
    if not all(
        language in languages and isinstance(text, str) and len(text) <= LONGEST_LABEL
        for language, text in texts.items()
    ):
        raise DomainError(
            "hotspots.label",
            _(
                "The label of hotspot %(rank)d must be texts of at most %(most)d characters by"
                " language: %(languages)s."
            ),
            rank=rank,
            most=LONGEST_LABEL,
            languages=", ".join(languages),
        )
    made = {language: text.strip() for language, text in texts.items() if text.strip()}
    if settings.LANGUAGE_CODE not in made:
        raise DomainError(
            "hotspots.french", _("Hotspot %(rank)d has no French label (“fr”)."), rank=rank
        )
    return made


def _written(numbers: tuple[float, ...], decimals: int) -> str:
    """As model-viewer reads them."""
    return " ".join(f"{round(value, decimals) + 0.0:.10g}" for value in numbers)
