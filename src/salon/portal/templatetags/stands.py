"""``{% load stands %}``: the stands of a floor plan, drawn and as rows. Written in Python because a
plan has hundreds of them, and short: every letter here is sent as often as there are stands."""

from collections.abc import Collection, Iterable
from html import escape
from typing import Any, Final
from urllib.parse import quote

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from salon.core.templatetags.ui import fictional
from salon.exhibition.selectors.plans import Spot

register = template.Library()

#: Where the lines of a stand's words stand below its upper edge, and how far apart: decimetres.
NUMBER, NAME, STEP = 24, 41, 15
#: How a drawing and a row begin, and how they begin once they are found.
PLAIN: Final = {'<a class="stand': '<a class="stand found', "<tr": '<tr class="found"'}


class Pen:
    """Writes stands in the language of the page."""

    def __init__(self) -> None:
        self.language = get_language() or ""
        self.taken = gettext("taken")
        self._label = gettext("Stand %(number)s on the plan")
        self._made_up = f" {fictional()}"

    def drawing(self, spot: Spot, name: str, url: str, sought: str, lines: Iterable[str]) -> str:
        """SVG of a stand that has a place: a link to its holder, or to itself from near."""
        if spot.x is None or spot.width is None:
            return ""
        number, half = escape(spot.number), spot.width // 2
        words = [(NUMBER, "number", number)]
        words += [(NAME + row * STEP, "name", escape(line)) for row, line in enumerate(lines)]
        return (
            f'<a class="stand{" taken" * (spot.holder is None)}" id="stand-{number}"'
            f' href="{escape(url) or _near(spot)}"{_told(spot, name, sought)} tabindex="-1">'
            f"<title>{number}, {escape(name)}</title>"
            f'<g transform="translate({spot.x + half} {spot.y})">'
            f'<rect x="{-half}" width="{spot.width}" height="{spot.depth}" rx="2"/>'
            + "".join(
                f'<text class="stand-{kind}" y="{y}">{text}</text>' for y, kind, text in words
            )
            + "</g></a>\n"
        )

    def row(self, spot: Spot, name: str, url: str, sought: str) -> str:
        """A row of a table: the number, which leads to the plan, and who holds the stand."""
        number, holder = escape(spot.number), escape(name)
        if spot.width is not None:
            said = escape(self._label % {"number": spot.number})
            number = f'<a href="{_near(spot)}" aria-label="{said}">{number}</a>'
        if url:
            holder = f'<a href="{escape(url)}">{holder}</a>'
        elif spot.holder is None:
            holder = f'<span class="soft">{holder}</span>'
        if spot.holder is not None and spot.holder.fictional:
            holder += self._made_up
        return (
            f'<tr{_told(spot, name, sought)}><th scope="row">{number}</th><td>{holder}</td></tr>\n'
        )


def _near(spot: Spot) -> str:
    """The address of a stand seen from near, from its own page."""
    return escape(f"?stand={quote(spot.number)}#plan")


def _told(spot: Spot, name: str, sought: str) -> str:
    """What the script looks into where the words shown are not all of it."""
    names = spot.holder.name.values() if spot.holder is not None else ()
    return f' data-find="{escape(sought)}"' if any(one != name for one in names) else ""


def _marked(text: str, found: bool) -> str:
    if found:
        for begun, marked in PLAIN.items():
            if text.startswith(begun):
                return marked + text.removeprefix(begun)
    return text


@register.simple_tag
def stands_drawn(stands: Iterable[Any], found: Collection[str]) -> SafeString:
    """Those that have a place; `found` are the numbers of those to mark."""
    drawn = (_marked(one.drawing, one.spot.number in found) for one in stands)
    return mark_safe("".join(drawn))  # noqa: S308 - every text in it is escaped


@register.simple_tag
def stand_rows(stands: Iterable[Any], found: Collection[str]) -> SafeString:
    """All of them, as rows of a table."""
    rows = (_marked(one.row, one.spot.number in found) for one in stands)
    return mark_safe("".join(rows))  # noqa: S308 - every text in it is escaped
