"""``{% load formats %}``: the functions of :mod:`salon.core.formats` and `names` as filters.

A missing value (``None`` or an empty string) stays empty; a wrong type is an error, never a
silently odd page.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import template

from salon.core import formats, names

register = template.Library()


def _filter(name: str, function: Callable[..., str]) -> None:
    @wraps(function)
    def apply(value: Any, *argument: Any) -> str:
        return "" if value is None or value == "" else function(value, *argument)

    register.filter(name, apply)


_filter("number", formats.number)
_filter("size", formats.size)
_filter("percent", formats.percent)
_filter("clock", formats.clock)
_filter("until", formats.clock_range)
_filter("day", formats.day)
_filter("day_plain", formats.day_plain)
_filter("day_short", formats.day_short)
_filter("through", formats.day_range)
_filter("moment", formats.moment)
_filter("duration", formats.duration)
_filter("country", names.country)
_filter("language", names.language)


@register.simple_tag
def zone() -> str:
    """The name of the time zone of the page, for the foot of every timetable."""
    return formats.zone()


@register.simple_tag
def arrow() -> str:
    """From one place to the next, in the direction of reading."""
    return formats.arrow()


@register.simple_tag
def extents(*sides: int) -> str:
    """Sides given in millimetres."""
    return formats.extents(*sides)
