from collections.abc import Iterable
from datetime import date, datetime

from django.http import Http404

from salon.core.actor import Actor
from salon.core.permissions import Permission, require
from salon.editions.choices import KeyDateKind
from salon.editions.models import (
    Axis,
    Edition,
    Honour,
    KeyDate,
    News,
    Notice,
    Phase,
    TravelTime,
    Venue,
)


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


def phases_of(*, actor: Actor, edition: Edition) -> list[Phase]:
    """The phases in order of time, each with its venue."""
    require(actor, Permission.EDITION_VIEW, edition)
    return list(edition.phases.select_related("venue"))


def axes_of(*, actor: Actor, edition: Edition) -> list[Axis]:
    """The tracks of all phases, each with its phase, in the organisers' order."""
    require(actor, Permission.EDITION_VIEW, edition)
    return list(
        Axis.objects.filter(phase__edition=edition)
        .select_related("phase")
        .order_by("phase__starts", "phase_id", "number")
    )


def honours_of(*, actor: Actor, edition: Edition) -> list[Honour]:
    """Who stands behind the edition, in order of precedence."""
    require(actor, Permission.EDITION_VIEW, edition)
    return list(edition.honours.all())


def key_dates_of(*, actor: Actor, edition: Edition) -> list[KeyDate]:
    """What is dated and worth knowing, in order of time; the next edition among it."""
    require(actor, Permission.EDITION_VIEW, edition)
    return list(edition.key_dates.all())


def roads_between(*, actor: Actor, venues: Iterable[Venue]) -> list[TravelTime]:
    """How long the road is between any two of these venues, each with both of them."""
    require(actor, Permission.EDITION_VIEW)
    ids = [venue.pk for venue in venues]
    return list(
        TravelTime.objects.filter(a__in=ids, b__in=ids).select_related("a", "b").order_by("minutes")
    )


def editions_of(*, actor: Actor) -> list[Edition]:
    """Every edition, the latest first."""
    require(actor, Permission.EDITION_VIEW)
    return list(Edition.objects.order_by("-starts", "-id"))


def cities_of(*, actor: Actor) -> dict[int, list[str]]:
    """Where each edition is held: the cities of its phases in order of time, by its id."""
    require(actor, Permission.EDITION_VIEW)
    cities: dict[int, list[str]] = {}
    held = Phase.objects.filter(venue__isnull=False).values_list("edition_id", "venue__city")
    for edition, city in held.order_by("starts", "id"):
        known = cities.setdefault(edition, [])
        if city not in known:
            known.append(city)
    return cities


def next_editions(*, actor: Actor) -> list[KeyDate]:
    """The announcements of a further edition, the soonest first."""
    require(actor, Permission.EDITION_VIEW)
    return list(KeyDate.objects.filter(kind=KeyDateKind.NEXT_EDITION).order_by("first_day", "id"))


def notices_of(*, actor: Actor, edition: Edition) -> list[Notice]:
    """Practical information, in the organisers' order."""
    require(actor, Permission.EDITION_VIEW, edition)
    return list(edition.notices.all())


def news_of(
    *, actor: Actor, edition: Edition, now: datetime, limit: int | None = None
) -> list[News]:
    """What has been published by `now`, the newest first; what is dated later waits."""
    require(actor, Permission.EDITION_VIEW, edition)
    return list(edition.news.filter(published_at__lte=now)[:limit])


def get_news(*, actor: Actor, edition: Edition, slug: str, now: datetime) -> News:
    """:raises Http404: when it does not exist, or not yet."""
    require(actor, Permission.EDITION_VIEW, edition)
    found = edition.news.filter(slug=slug, published_at__lte=now).first()
    if found is None:
        raise Http404
    return found
