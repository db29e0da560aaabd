from datetime import date

from django.http import Http404

from salon.core.actor import Actor
from salon.core.permissions import Permission, require
from salon.editions.models import Edition, TravelTime


def get_edition(*, actor: Actor, slug: str) -> Edition:
    """The edition called `slug`; `Http404` if there is none the actor may see."""
    edition = Edition.objects.filter(slug=slug).first()
    if edition is None:
        raise Http404
    require(actor, Permission.EDITION_VIEW, edition)
    return edition


def current_edition(*, actor: Actor, today: date) -> Edition | None:
    """The edition a newcomer wants: the one going on or next to open, else the last one held."""
    coming = Edition.objects.filter(ends__gte=today).order_by("starts", "id").first()
    edition = coming or Edition.objects.order_by("-ends", "-id").first()
    if edition is not None:
        require(actor, Permission.EDITION_VIEW, edition)
    return edition


def travel_minutes(*, actor: Actor) -> dict[tuple[int, int], int]:
    """Minutes on the road between two venues, by their ids, both ways round."""
    require(actor, Permission.EDITION_VIEW)
    minutes = {}
    for a, b, time in TravelTime.objects.values_list("a", "b", "minutes"):
        minutes[a, b] = minutes[b, a] = time
    return minutes
