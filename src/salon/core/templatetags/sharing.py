"""``{% load sharing %}``: what a link to a page shows where it is passed on (Open Graph)."""

import re
from typing import cast

from django import template
from django.template.base import Node
from django.template.context import RequestContext
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

register = template.Library()

#: Open Graph wants a territory; a language without one here is written alone.
LOCALES = {"fr": "fr_FR", "en": "en_GB", "ru": "ru_RU", "tr": "tr_TR"}


def block(context: RequestContext, name: str) -> str:
    """What a block of the page says, a second time; empty where the page does not fill it."""
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    found = blocks.get_block(name) if blocks is not None else None
    return " ".join(str(cast(Node, found).render(context)).split()) if found is not None else ""


@register.simple_tag(takes_context=True)
def open_graph(context: RequestContext) -> SafeString:
    """Title and description are those of the page, so that no page has to say them twice."""
    described = re.search(r'content="([^"]*)"', block(context, "description"))
    edition = context.get("edition")
    said = {
        "og:type": "website",
        "og:site_name": str(edition.name) if edition else "Salon",
        "og:locale": LOCALES.get(get_language() or "", get_language()),
        "og:url": f"{context['origin']}{context['canonical']}",
        "og:title": _attribute(block(context, "title")),
        "og:description": _attribute(described[1] if described else ""),
    }
    return format_html_join(
        "\n",
        '<meta property="{}" content="{}">',
        ((name, value) for name, value in said.items() if value),
    )


def _attribute(html: str) -> SafeString:
    """Text that a template has escaped already, made fit to stand between double quotes."""
    return mark_safe(html.replace('"', "&quot;"))  # noqa: S308 - escaped by the template
