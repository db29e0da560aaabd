"""Writing the journal: an entry inside the caller's transaction, seals in the background."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils import timezone

from salon.core.actor import Actor
from salon.core.models import JournalEntry, JournalSeal, JournalSealedEntry
from salon.core.selectors import NO_SEAL, seal_digest

SALON = "salon"  # the stream of what belongs to no edition


def subject_of(thing: models.Model) -> str:
    """How the journal names a row: `app.model:id`."""
    return f"{thing._meta.label_lower}:{thing.pk}"


def record(
    *,
    actor: Actor,
    stream: str,
    action: str,
    subject: str,
    data: Mapping[str, Any] | None = None,
    at: datetime | None = None,
) -> JournalEntry:
    """Add one entry: who (`actor`) did what (`action`, such as `plan.publish`) to what.

    Called inside the transaction of the change it tells of, so that neither exists without the
    other. `data` must be JSON. Nothing confidential belongs into `action` or `subject`.
    """
    return JournalEntry.objects.create(
        stream=stream,
        at=at or timezone.now(),
        actor_kind=actor.kind,
        actor_id=actor.id,
        actor_label=actor.label,
        action=action,
        subject=subject,
        data=dict(data or {}),
    )


def seal(*, batch: int = 1000, at: datetime | None = None) -> int:
    """Seal all entries that are not sealed yet, stream by stream; return how many.

    Safe with several workers: if another one seals the same stream first, this one leaves it.
    """
    streams = (
        JournalEntry.objects.filter(sealed=None).order_by().values_list("stream", flat=True)
    ).distinct()
    sealed = 0
    for stream in list(streams):
        while size := _seal_batch(stream, batch, at or timezone.now()):
            sealed += size
    return sealed


def _seal_batch(stream: str, batch: int, at: datetime) -> int:
    try:
        with transaction.atomic():
            last = JournalSeal.objects.filter(stream=stream).order_by("-number").first()
            entries = list(
                JournalEntry.objects.filter(stream=stream, sealed=None).order_by("id")[:batch]
            )
            if not entries:
                return 0
            number, previous = (last.number + 1, last.digest) if last else (1, NO_SEAL)
            made = JournalSeal.objects.create(
                stream=stream,
                number=number,
                at=at,
                size=len(entries),
                previous=previous,
                digest=seal_digest(stream, number, previous, entries),
            )
            JournalSealedEntry.objects.bulk_create(
                JournalSealedEntry(seal=made, entry=entry, position=position)
                for position, entry in enumerate(entries)
            )
            return len(entries)
    except IntegrityError:
        return 0  # the number is taken: another worker was faster
