"""What only the portal reads, because it joins several apps."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from salon.core.actor import Actor
from salon.core.permissions import Permission, require
from salon.editions.models import Edition, Venue
from salon.editions.selectors import news_of
from salon.exhibition.choices import Review
from salon.exhibition.models import Equipment, Exhibitor
from salon.exhibition.selectors.plans import drawn_venues
from salon.programme.models import Session, Transfer


def venues_of(*, actor: Actor, edition: Edition) -> list[Venue]:
    """Where anything of an edition takes place: a phase, a session, a stand, a shuttle."""
    require(actor, Permission.EDITION_VIEW, edition)
    used = (
        Q(phases__edition=edition)
        | Q(sessions__edition=edition)
        | Q(spaces__stands__edition=edition)
        | Q(departures__edition=edition)
        | Q(arrivals__edition=edition)
    )
    ids = Venue.objects.filter(used).order_by().values("pk")
    return list(Venue.objects.filter(pk__in=ids).order_by("id"))


def transfers_of(*, actor: Actor, edition: Edition) -> list[Transfer]:
    """The shuttles in order of departure, each with where it leaves and arrives."""
    require(actor, Permission.EDITION_VIEW, edition)
    return list(edition.transfers.select_related("origin", "destination"))


@dataclass(frozen=True, kw_only=True)
class Published:
    """What has a public page of its own, by its slugs."""

    news: list[str]
    venues: list[str]
    sessions: list[str]
    exhibitors: list[str]
    equipment: list[tuple[str, str]]


def published(*, actor: Actor, edition: Edition, now: datetime) -> Published:
    """The slugs of everything the public may read, for the site map."""
    require(actor, Permission.EDITION_VIEW, edition)
    return Published(
        news=[one.slug for one in news_of(actor=actor, edition=edition, now=now)],
        venues=[venue.slug for venue in drawn_venues(actor=actor, edition=edition)],
        sessions=list(edition.sessions.values_list("slug", flat=True)),
        exhibitors=list(_exhibitors(edition).values_list("slug", flat=True)),
        equipment=list(_equipment(edition).values_list("exhibitor__slug", "slug")),
    )


def session_called(*, actor: Actor, edition: Edition, slug: str) -> Session:
    """:raises Http404: when there is none of that name."""
    require(actor, Permission.EDITION_VIEW, edition)
    return get_object_or_404(edition.sessions.select_related("venue"), slug=slug)


def exhibitor_called(*, actor: Actor, edition: Edition, slug: str) -> Exhibitor:
    """An approved one. :raises Http404: else."""
    require(actor, Permission.EDITION_VIEW, edition)
    return get_object_or_404(_exhibitors(edition).select_related("organisation"), slug=slug)


def equipment_called(*, actor: Actor, edition: Edition, exhibitor: str, slug: str) -> Equipment:
    """An approved entry of an approved exhibitor. :raises Http404: else."""
    require(actor, Permission.EDITION_VIEW, edition)
    entries = _equipment(edition).select_related("exhibitor__organisation")
    return get_object_or_404(entries, exhibitor__slug=exhibitor, slug=slug)


def _exhibitors(edition: Edition) -> QuerySet[Exhibitor]:
    return Exhibitor.objects.filter(edition=edition, review=Review.APPROVED).order_by("slug")


def _equipment(edition: Edition) -> QuerySet[Equipment]:
    return Equipment.objects.filter(
        exhibitor__in=_exhibitors(edition).order_by(), review=Review.APPROVED
    ).order_by("exhibitor__slug", "slug")
