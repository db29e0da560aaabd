"""The content policy: nothing from elsewhere, nothing inline. Django gains this in version 6."""

from collections.abc import Mapping
from typing import Final

from django.http import HttpResponse

HEADER: Final = "Content-Security-Policy"

_RULES: Final[Mapping[str, tuple[str, ...]]] = {
    "default-src": ("'none'",),
    "script-src": ("'self'",),
    "style-src": ("'self'",),
    "img-src": ("'self'", "data:"),
    "font-src": ("'self'",),
    "connect-src": ("'self'",),
    "manifest-src": ("'self'",),
    "form-action": ("'self'",),
    "base-uri": ("'none'",),
    "frame-ancestors": ("'none'",),
}


def policy(more: Mapping[str, tuple[str, ...]] | None = None) -> str:
    """The header's value; `more` adds sources to its directives, or directives."""
    more = more or {}
    rules = {name: (*_RULES.get(name, ()), *more.get(name, ())) for name in {**_RULES, **more}}
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in rules.items())


def widen(response: HttpResponse, more: Mapping[str, tuple[str, ...]]) -> HttpResponse:
    """Let this one page do what `more` names; every other page stays as it is."""
    response.headers[HEADER] = policy(more)
    return response
