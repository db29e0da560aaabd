"""What every page has at hand."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language, get_language_info


def site(request: HttpRequest) -> dict[str, Any]:
    """`edition`, if the view set `request.edition`; `languages`, links to this page in each.

    Each language is a dictionary with `code`, `name` (in itself), `path` and `current`. Nothing
    here needs the host's name: pages for requests that give a wrong one are shown too.
    """
    current = get_language()
    path = request.get_full_path()
    languages = [
        {
            "code": code,
            "name": get_language_info(code)["name_local"],
            "path": translate_url(path, code),
            "current": code == current,
        }
        for code, _name in settings.LANGUAGES
    ]
    return {"edition": getattr(request, "edition", None), "languages": languages}
