"""Reading the journal, and proving that nobody touched it."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC

from salon.core.actor import Actor
from salon.core.models import JournalEntry, JournalSeal
from salon.core.permissions import Permission, require

NO_SEAL = "0" * 64  # what the first seal of a stream has before it


def canonical(entry: JournalEntry) -> bytes:
    """The bytes of an entry that are hashed: JSON with sorted keys, no spaces, UTC instants."""
    fields = {
        "id": entry.pk,
        "stream": entry.stream,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor_kind": entry.actor_kind,
        "actor_id": entry.actor_id,
        "actor_label": entry.actor_label,
        "action": entry.action,
        "subject": entry.subject,
        "data": entry.data,
    }
    return json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def seal_digest(stream: str, number: int, previous: str, entries: Iterable[JournalEntry]) -> str:
    """SHA-256 over the previous seal, this seal's place in the chain, and its entries in order."""
    digest = hashlib.sha256(json.dumps([previous, stream, number], ensure_ascii=False).encode())
    for entry in entries:
        digest.update(b"\n" + canonical(entry))
    return digest.hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainReport:
    """One stream after verification. `faults` are sentences in English for an operator."""

    stream: str
    seals: int
    sealed: int
    pending: int
    faults: tuple[str, ...] = field(default=())

    @property
    def intact(self) -> bool:
        return not self.faults


def verify_chain(*, actor: Actor, stream: str | None = None) -> list[ChainReport]:
    """Recompute every seal of one stream, or of all, in the order of their names.

    What was changed, removed or inserted under a seal shows. Entries that wait for their first
    seal (`pending`) are not covered yet; nor can a chain show by itself that its last seals are
    missing, for which the latest digest must be kept elsewhere.
    """
    require(actor, Permission.JOURNAL_VIEW)
    streams = (
        {stream}
        if stream is not None
        else set(JournalEntry.objects.order_by().values_list("stream", flat=True).distinct())
        | set(JournalSeal.objects.order_by().values_list("stream", flat=True).distinct())
    )
    return [_verify_stream(name) for name in sorted(streams)]


def _verify_stream(stream: str) -> ChainReport:
    faults: list[str] = []
    expected, previous, seals, sealed = 1, NO_SEAL, 0, 0
    for seal in JournalSeal.objects.filter(stream=stream).order_by("number").iterator():
        entries = list(JournalEntry.objects.filter(sealed__seal=seal).order_by("sealed__position"))
        if seal.number != expected:
            faults.append(f"seal {expected} is missing")
        if seal.previous != previous:
            faults.append(f"seal {seal.number} does not follow the seal before it")
        if len(entries) != seal.size:
            faults.append(f"seal {seal.number} covers {len(entries)} entries, not {seal.size}")
        elif seal.digest != seal_digest(stream, seal.number, seal.previous, entries):
            faults.append(
                f"seal {seal.number} does not match its entries"
                f" (ids {entries[0].pk} to {entries[-1].pk})"
            )
        expected, previous = seal.number + 1, seal.digest
        seals, sealed = seals + 1, sealed + len(entries)
    pending = JournalEntry.objects.filter(stream=stream, sealed=None).count()
    return ChainReport(
        stream=stream, seals=seals, sealed=sealed, pending=pending, faults=tuple(faults)
    )
