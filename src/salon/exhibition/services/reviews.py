"""How an entry becomes public: its exhibitor sends it in, an organiser approves or returns it.

An exhibitor's page and each of its catalogue entries are reviewed apart. Each function is one
transaction with its journal entry; what an exhibitor is told is in the entry's `reason`.
"""

from collections.abc import Collection
from typing import Any, Final, TypeVar

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from salon.core import services as journal
from salon.core.actor import Actor
from salon.core.errors import DomainError
from salon.core.permissions import Permission, require
from salon.exhibition.choices import Review
from salon.exhibition.models import Equipment, Exhibitor

Entry = TypeVar("Entry", Exhibitor, Equipment)

_REFUSED: Final = {
    Review.SUBMITTED: _("Only a draft or an entry to be corrected can be sent in for review."),
    Review.APPROVED: _("Only an entry that waits for review can be approved."),
    Review.RETURNED: _("Only an entry that waits for review or is published can be returned."),
}
_FROM: Final[dict[Review, Collection[Review]]] = {
    Review.SUBMITTED: (Review.DRAFT, Review.RETURNED),
    Review.APPROVED: (Review.SUBMITTED,),
    Review.RETURNED: (Review.SUBMITTED, Review.APPROVED),
}


def submit_exhibitor(*, actor: Actor, exhibitor: Exhibitor) -> Exhibitor:
    """Send an exhibitor's page in for review.

    :raises DomainError: `review.state` when it waits already or is published.
    """
    require(actor, Permission.EQUIPMENT_SUBMIT, exhibitor)
    return _move(actor, exhibitor, Review.SUBMITTED, "exhibitor.submit")


def approve_exhibitor(*, actor: Actor, exhibitor: Exhibitor) -> Exhibitor:
    """Publish an exhibitor's page, and with it those of its entries that are approved.

    :raises DomainError: `review.state` unless it waits for review.
    """
    require(actor, Permission.EQUIPMENT_REVIEW, exhibitor)
    return _move(actor, exhibitor, Review.APPROVED, "exhibitor.approve")


def return_exhibitor(*, actor: Actor, exhibitor: Exhibitor, reason: str) -> Exhibitor:
    """Send a page back to be corrected; it and its entries are public no longer.

    :raises DomainError: `review.state`, or `review.reason` when no reason is given.
    """
    require(actor, Permission.EQUIPMENT_REVIEW, exhibitor)
    return _move(actor, exhibitor, Review.RETURNED, "exhibitor.return", _given(reason))


def submit_equipment(*, actor: Actor, equipment: Equipment) -> Equipment:
    """Send a catalogue entry in for review.

    :raises DomainError: `review.state` when it waits already or is published.
    """
    require(actor, Permission.EQUIPMENT_SUBMIT, equipment)
    return _move(actor, equipment, Review.SUBMITTED, "equipment.submit")


def approve_equipment(*, actor: Actor, equipment: Equipment) -> Equipment:
    """Let a catalogue entry be public, as soon as its exhibitor's page is.

    :raises DomainError: `review.state` unless it waits for review.
    """
    require(actor, Permission.EQUIPMENT_REVIEW, equipment)
    return _move(actor, equipment, Review.APPROVED, "equipment.approve")


def return_equipment(*, actor: Actor, equipment: Equipment, reason: str) -> Equipment:
    """Send a catalogue entry back to be corrected; it is public no longer.

    :raises DomainError: `review.state`, or `review.reason` when no reason is given.
    """
    require(actor, Permission.EQUIPMENT_REVIEW, equipment)
    return _move(actor, equipment, Review.RETURNED, "equipment.return", _given(reason))


def _given(reason: str) -> str:
    if not reason.strip():
        raise DomainError("review.reason", _("Say what has to be corrected."))
    return reason.strip()


@transaction.atomic
def _move(actor: Actor, entry: Entry, to: Review, action: str, reason: str = "") -> Entry:
    """Change the state, from one that allows it, as it stands in the database."""
    table: Any = type(entry)._default_manager
    if not table.filter(pk=entry.pk, review__in=_FROM[to]).update(review=to):
        raise DomainError("review.state", _REFUSED[to])
    entry.review = to
    journal.record(
        actor=actor,
        stream=_stream(entry),
        action=action,
        subject=journal.subject_of(entry),
        data={"reason": reason} if reason else {},
    )
    return entry


def _stream(entry: Exhibitor | Equipment) -> str:
    exhibitor = entry.exhibitor if isinstance(entry, Equipment) else entry
    return exhibitor.edition.slug
