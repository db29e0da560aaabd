"""What every page has at hand."""

from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language, get_language_info


def site(request: HttpRequest) -> dict[str, Any]:
    """`edition`, if the view set `request.edition`; `languages`, links to this page in each.

    Each language is a dictionary with `code`, `name` (in itself), `path`, `plain` (the path
    without its query) and `current`. `origin` is the scheme and host, for addresses that leave
    the site; it is empty when the request gives a wrong host, for its page is shown too.
    `canonical` is the path without its query: a filter or a search is not a page of its own.
    """
    try:
        origin = f"{request.scheme}://{request.get_host()}"
    except DisallowedHost:
        origin = ""
    return {
        "edition": getattr(request, "edition", None),
        "languages": _languages(request),
        "origin": origin,
        "canonical": request.path,
    }


def _languages(request: HttpRequest) -> list[dict[str, Any]]:
    """Worked out once in a request, for a page is made of several templates."""
    current = get_language()
    known: dict[str | None, list[dict[str, Any]]] = request.__dict__.setdefault("languages", {})
    if current not in known:
        known[current] = _translated(request, current)
    return known[current]


def _translated(request: HttpRequest, current: str | None) -> list[dict[str, Any]]:
    path = request.get_full_path()
    return [
        {
            "code": code,
            "name": get_language_info(code)["name_local"],
            "path": translate_url(path, code),
            "plain": translate_url(request.path, code),
            "current": code == current,
        }
        for code, _name in settings.LANGUAGES
    ]
