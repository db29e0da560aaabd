"""What only the portal reads, because it joins several apps."""

from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Q

from salon.core.actor import Actor
from salon.core.permissions import Permission, require
from salon.editions.models import Edition, Venue
from salon.editions.selectors import news_of
from salon.exhibition.selectors.plans import drawn_venues
from salon.exhibition.selectors.visibility import visible_equipment, visible_exhibitors


def venues_of(*, actor: Actor, edition: Edition) -> list[Venue]:
    """Where anything of an edition takes place: a phase, a session, a stand, a shuttle."""
    require(actor, Permission.EDITION_VIEW, edition)
    # Each by itself: joined, every session of a venue would meet every stand and every shuttle.
    used = (
        edition.phases.values("venue"),
        edition.sessions.values("venue"),
        edition.stands.values("space__venue"),
        edition.transfers.values("origin"),
        edition.transfers.values("destination"),
    )
    ids = [Q(pk__in=rows.order_by()) for rows in used]
    return list(Venue.objects.filter(reduce(or_, ids)).order_by("id"))


@dataclass(frozen=True, kw_only=True)
class Published:
    """What has a page of its own, by its slugs."""

    news: list[str]
    venues: list[str]
    sessions: list[str]
    exhibitors: list[str]
    equipment: list[tuple[str, str]]


def published(*, actor: Actor, edition: Edition, now: datetime) -> Published:
    """The slugs of everything the actor may read, for the site map."""
    exhibitors = visible_exhibitors(actor=actor, edition=edition)
    equipment = visible_equipment(actor=actor, edition=edition)
    return Published(
        news=[one.slug for one in news_of(actor=actor, edition=edition, now=now)],
        venues=[venue.slug for venue in drawn_venues(actor=actor, edition=edition)],
        sessions=list(edition.sessions.values_list("slug", flat=True)),
        exhibitors=list(exhibitors.order_by("slug").values_list("slug", flat=True)),
        equipment=list(
            equipment.order_by("exhibitor__slug", "slug").values_list("exhibitor__slug", "slug")
        ),
    )
