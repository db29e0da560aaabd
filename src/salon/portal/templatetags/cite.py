"""``{% load cite %}``: facts with a mark that leads to where they were read.

A page that states many facts would drown in citations; it numbers its sources instead, and lists
them once at its foot. What was invented bears the fictional label in the same spot.
"""

from collections.abc import Iterator

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from salon.core.models import Sourced
from salon.core.templatetags.ui import fictional

register = template.Library()

#: What separates two articles in one `source`.
_BETWEEN = " ; "


class Notes:
    """The sources of a page, numbered as they are first met."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def numbers(self, source: str) -> list[int]:
        """One number for each article that a source names."""
        articles = [article for article in source.split(_BETWEEN) if article]
        return [self._numbers.setdefault(article, len(self._numbers) + 1) for article in articles]

    def __iter__(self) -> Iterator[tuple[int, str]]:
        return ((number, source) for source, number in self._numbers.items())

    def __bool__(self) -> bool:
        return bool(self._numbers)


@register.simple_tag
def cite(notes: Notes, fact: Sourced) -> SafeString:
    """The mark of a fact: numbers that lead to its sources, or the fictional label."""
    if fact.fictional:
        return fictional()
    marks = format_html_join(
        ", ",
        '<a href="#source-{}" aria-label="{}">{}</a>',
        (
            (number, gettext("Source %(number)s") % {"number": number}, number)
            for number in notes.numbers(fact.source)
        ),
    )
    return format_html("<sup>{}</sup>", marks) if marks else marks


@register.simple_tag
def sources(notes: Notes) -> SafeString:
    """The list that the marks lead to. Nothing where no source was cited."""
    if not notes:
        return SafeString("")
    items = format_html_join(
        "", '<li id="source-{}" lang="fr">{}</li>', ((number, text) for number, text in notes)
    )
    return format_html('<ol class="small soft">{}</ol>', items)
