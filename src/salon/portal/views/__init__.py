"""Views fetch through selectors, passing the actor on, and render."""

from django.http import HttpRequest

from salon.core.actor import Actor, actor_of
from salon.editions.models import Edition
from salon.editions.selectors import get_edition


def enter(request: HttpRequest, slug: str) -> tuple[Actor, Edition]:
    """Who asks, and the edition they ask about, which every page of it names in its head.

    :raises Http404: when there is no such edition for this actor.
    """
    actor = actor_of(request)
    edition = get_edition(actor=actor, slug=slug)
    request.edition = edition  # type: ignore[attr-defined]  # read by core.context.site
    return actor, edition
