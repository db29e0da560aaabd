"""Who may see, send in and review what is shown; `selectors.visibility` has the same as filters."""

import rules

from salon.core.actor import Actor
from salon.core.permissions import Permission, register
from salon.core.rules import is_operator, is_organiser
from salon.exhibition.choices import Review
from salon.exhibition.models import Equipment, Exhibitor


def _exhibitor(entry: Exhibitor | Equipment) -> Exhibitor:
    return entry.exhibitor if isinstance(entry, Equipment) else entry


@rules.predicate
def is_published(actor: Actor, entry: Exhibitor | Equipment | None) -> bool:
    """Approved, and so is the exhibitor's page."""
    return entry is not None and {entry.review, _exhibitor(entry).review} == {Review.APPROVED}


@rules.predicate
def is_own(actor: Actor, entry: Exhibitor | Equipment | None) -> bool:
    """The actor belongs to the organisation that exhibits it."""
    return entry is not None and _exhibitor(entry).organisation_id in actor.organisations


reviews = is_operator | is_organiser

register(Permission.EQUIPMENT_VIEW, reviews | is_published | is_own)
register(Permission.EQUIPMENT_SUBMIT, reviews | is_own)
register(Permission.EQUIPMENT_REVIEW, reviews)
