"""What is on, and when."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from salon.core.actor import Actor
from salon.core.permissions import Permission, require
from salon.editions.models import Edition
from salon.programme.models import Session


def coming_sessions(*, actor: Actor, edition: Edition, now: datetime, limit: int) -> list[Session]:
    """The first `limit` sessions that are not over at `now`, those under way included."""
    require(actor, Permission.EDITION_VIEW, edition)
    return list(edition.sessions.filter(ends__gt=now).select_related("venue", "space")[:limit])


def sessions_showing(
    *, actor: Actor, edition: Edition, equipment: Iterable[int]
) -> list[tuple[Session, list[int]]]:
    """Sessions at which any of these entries (ids) can be seen, in order of time, each with the ids
    of those it shows. The ids come from a selector: who sees an entry may see where it is shown."""
    require(actor, Permission.EDITION_VIEW, edition)
    links = Session.equipment.through._default_manager.filter(
        equipment_id__in=list(equipment), session__edition=edition
    )
    shown: dict[int, list[int]] = defaultdict(list)
    for session, item in links.order_by("equipment_id").values_list("session_id", "equipment_id"):
        shown[session].append(item)
    sessions = Session.objects.filter(pk__in=list(shown)).select_related("venue", "space")
    return [(session, shown[session.pk]) for session in sessions]


def demonstrated(*, actor: Actor, edition: Edition) -> frozenset[int]:
    """Ids of the entries that some session of the edition shows; some may not exist for the actor,
    who gets them to mark others with."""
    require(actor, Permission.EDITION_VIEW, edition)
    links = Session.equipment.through._default_manager.filter(session__edition=edition)
    return frozenset(links.values_list("equipment_id", flat=True))
