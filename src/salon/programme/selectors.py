"""What is on, and when."""

from datetime import datetime

from salon.core.actor import Actor
from salon.core.permissions import Permission, require
from salon.editions.models import Edition
from salon.programme.models import Session


def coming_sessions(*, actor: Actor, edition: Edition, now: datetime, limit: int) -> list[Session]:
    """The first `limit` sessions that are not over at `now`, those under way included."""
    require(actor, Permission.EDITION_VIEW, edition)
    return list(edition.sessions.filter(ends__gt=now).select_related("venue", "space")[:limit])
