"""``{% load stands %}``: the stands of a floor plan, drawn and as rows. Written in Python because a
plan has hundreds of them."""

from collections.abc import Iterable
from html import escape
from typing import Any
from urllib.parse import quote

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from salon.core.templatetags.ui import fictional

register = template.Library()

#: Where the lines of a stand's words stand below its upper edge, and how far apart: decimetres.
NUMBER, NAME, STEP = 24, 41, 15


@register.simple_tag
def stands_drawn(stands: Iterable[Any], here: str) -> SafeString:
    """SVG of those that have a place: each a link to its exhibitor, or to itself from near."""
    out = []
    for one in stands:
        spot = one.spot
        if spot.width is None:
            continue
        number, middle = escape(spot.number), spot.x + spot.width // 2
        classes = "stand" + " found" * one.found + " taken" * (spot.holder is None)
        url = escape(one.url or f"{here}?stand={quote(spot.number)}#plan")
        out.append(
            f'<a class="{classes}" id="stand-{number}" href="{url}" tabindex="-1"'
            f' data-find="{escape(one.sought)}">'
            f"<title>{number}, {escape(one.name)}</title>"
            f'<rect x="{spot.x}" y="{spot.y}" width="{spot.width}" height="{spot.depth}" rx="2"/>'
            f'<text class="stand-number" x="{middle}" y="{spot.y + NUMBER}">{number}</text>'
        )
        for row, line in enumerate(one.lines):
            out.append(
                f'<text class="stand-name" x="{middle}" y="{spot.y + NAME + row * STEP}">'
                f"{escape(line)}</text>"
            )
        out.append("</a>\n")
    return mark_safe("".join(out))  # noqa: S308 - every text above is escaped


@register.simple_tag
def stand_rows(stands: Iterable[Any], here: str) -> SafeString:
    """Rows of a table: the number, which leads to the plan, and who holds the stand."""
    label = gettext("Stand %(number)s on the plan")
    made_up = f" {fictional()}"
    out = []
    for one in stands:
        spot = one.spot
        number = escape(spot.number)
        name = escape(one.name)
        if spot.width is not None:
            said = escape(label % {"number": spot.number})
            url = escape(f"{here}?stand={quote(spot.number)}#plan")
            number = f'<a href="{url}" aria-label="{said}">{number}</a>'
        if one.url:
            name = f'<a href="{escape(one.url)}">{name}</a>'
        elif spot.holder is None:
            name = f'<span class="soft">{name}</span>'
        if spot.holder is not None and spot.holder.fictional:
            name += made_up
        found = ' class="found"' if one.found else ""
        out.append(
            f'<tr{found} data-find="{escape(one.sought)}">'
            f'<th scope="row">{number}</th><td>{name}</td></tr>\n'
        )
    return mark_safe("".join(out))  # noqa: S308 - every text above is escaped
