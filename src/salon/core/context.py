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
    current = get_language()
    path = request.get_full_path()
    try:
        origin = f"{request.scheme}://{request.get_host()}"
    except DisallowedHost:
        origin = ""
    languages = [
        {
            "code": code,
            "name": get_language_info(code)["name_local"],
            "path": translate_url(path, code),
            "plain": translate_url(request.path, code),
            "current": code == current,
        }
        for code, _name in settings.LANGUAGES
    ]
    return {
        "edition": getattr(request, "edition", None),
        "languages": languages,
        "origin": origin,
        "canonical": request.path,
    }
