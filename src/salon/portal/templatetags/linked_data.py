"""``{% load linked_data %}``: a block of data for search engines. It is no script: the content
policy neither runs nor blocks it."""

from collections.abc import Mapping
from json import dumps
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

#: What could end the block or begin another element.
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@register.simple_tag
def linked_data(data: Mapping[str, Any]) -> SafeString:
    """JSON-LD, with every letter that means something in HTML written as its number."""
    text = dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    block = '<script type="application/ld+json">{}</script>'
    return format_html(block, mark_safe(text))  # noqa: S308 - escaped just above
