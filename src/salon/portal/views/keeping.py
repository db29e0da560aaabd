"""Bodies of pages that many readers see alike, made once."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from salon.core.actor import Actor
from salon.meetings.selectors.freshness import shared_version

HOUR = 3600


def version_of(request: HttpRequest, actor: Actor) -> str:
    """The version of what the actor sees, asked for once in a request: see `shared_version`."""
    version: str | None = getattr(request, "shared_version", None)
    if version is None:
        version = shared_version(actor=actor)
        request.shared_version = version  # type: ignore[attr-defined]
    return version


def body(
    request: HttpRequest,
    actor: Actor,
    template: str,
    context: Callable[[], dict[str, Any]],
    *,
    beside: str = "",
) -> SafeString:
    """The template, rendered; kept under the address while nothing changes.

    :param context: called only when there is nothing kept.
    :param beside: what else the body depends on, such as the time.
    """
    version = version_of(request, actor)
    if not version:
        return render_to_string(template, context(), request)
    names = f"{template} {request.get_full_path()} {version} {beside}"
    key = f"body-{sha256(names.encode()).hexdigest()}"
    kept = cache.get(key)
    if kept is None:
        kept = str(render_to_string(template, context(), request))
        cache.set(key, kept, HOUR)
    return SafeString(kept)
