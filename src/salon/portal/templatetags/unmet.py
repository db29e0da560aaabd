"""``{% load unmet %}``: what ``portal/_unmet.html`` is made of. Written in Python because a page
names some hundreds of parties."""

from collections.abc import Iterable

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from salon.core import formats
from salon.core.templatetags.ui import badge
from salon.meetings.selectors.reasons import NOT_AVAILABLE, Named, Words, label
from salon.meetings.selectors.unmet import InTheWay

register = template.Library()


@register.simple_tag
def party(named: Named, parties_url: str) -> SafeString:
    """A party's name, which leads to its agenda."""
    language = f' lang="{named.language}"' if named.language else ""
    return mark_safe(  # noqa: S308 - slugs and language codes need no escape, names get it
        f'<a href="{parties_url}{named.slug}/"{language}>{conditional_escape(named.name)}</a>'
    )


@register.simple_tag
def said(words: Words, parties_url: str) -> SafeString:
    """Sentences with the names in them linked."""
    return mark_safe(  # noqa: S308 - both kinds of parts are escaped
        "".join(
            conditional_escape(part) if isinstance(part, str) else party(part, parties_url)
            for part in words.parts
        )
    )


@register.simple_tag
def reason_badge(code: str) -> SafeString:
    """The reason in two words; neutral where it is nobody's doing, or not for this reader."""
    return badge(str(label(code)), "" if code == NOT_AVAILABLE else "warn")


@register.simple_tag
def in_the_way(meetings: Iterable[InTheWay], parties_url: str) -> SafeString:
    """One line for each meeting in the way: when, who, how heavy, where."""
    lines = []
    for one in meetings:
        weight = gettext("weight %(weight)s") % {"weight": formats.number(one.weight)}
        lines.append(
            format_html(
                "<li>{}, {}: {} – {} ({}), {}</li>",
                formats.day_short(one.starts),
                formats.clock(one.starts),
                party(one.a, parties_url),
                party(one.b, parties_url),
                weight,
                one.place,
            )
        )
    return mark_safe("".join(lines))  # noqa: S308 - made by format_html
