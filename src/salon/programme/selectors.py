"""What is on, when and where, who speaks, how many seats are left, and how to get there."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Sum
from django.http import Http404

from salon.core.actor import Actor
from salon.core.permissions import Permission, require
from salon.editions.models import Edition
from salon.exhibition.models import Equipment
from salon.exhibition.selectors.visibility import visible_equipment
from salon.programme.models import Session, Speaker, Transfer


def coming_sessions(*, actor: Actor, edition: Edition, now: datetime, limit: int) -> list[Session]:
    """The first `limit` sessions that are not over at `now`, those under way included."""
    require(actor, Permission.EDITION_VIEW, edition)
    return list(edition.sessions.filter(ends__gt=now).select_related("venue", "space")[:limit])


def programme_of(*, actor: Actor, edition: Edition) -> list[Session]:
    """Every session in order of time, each with its venue, space, axis and phase."""
    require(actor, Permission.EDITION_VIEW, edition)
    return list(edition.sessions.select_related("venue", "space", "axis", "phase"))


def get_session(*, actor: Actor, edition: Edition, slug: str) -> Session:
    """One session, with the same; `Http404` if there is none the actor may see."""
    require(actor, Permission.EDITION_VIEW, edition)
    found = edition.sessions.filter(slug=slug)
    session = found.select_related("venue", "space", "axis", "phase").first()
    if session is None:
        raise Http404
    session.edition = edition
    return session


def speakers_of(*, actor: Actor, session: Session) -> list[Speaker]:
    """Who speaks, in the order they are named, each with the person's organisation."""
    require(actor, Permission.EDITION_VIEW, session.edition)
    return list(session.speakers.select_related("person__organisation"))


def seats_left(*, actor: Actor, session: Session) -> int | None:
    """Seats nobody holds yet; None where they are not counted."""
    require(actor, Permission.EDITION_VIEW, session.edition)
    if session.capacity is None:
        return None
    held = session.bookings.aggregate(held=Sum("seats"))["held"] or 0
    return max(0, session.capacity - held)


def equipment_at(*, actor: Actor, session: Session) -> list[Equipment]:
    """What is shown there, of what exists for the actor, each with its exhibitor."""
    visible = visible_equipment(actor=actor, edition=session.edition)
    shown = visible.filter(sessions=session).select_related("exhibitor__organisation")
    return list(shown.order_by("search_key", "id"))


def transfers_of(*, actor: Actor, edition: Edition) -> list[Transfer]:
    """The shuttles in order of departure, each with where it leaves and arrives."""
    require(actor, Permission.EDITION_VIEW, edition)
    return list(edition.transfers.select_related("origin", "destination"))


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
