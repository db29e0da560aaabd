"""What of a reason and its evidence may be told to one reader.

The rule is that of `visibility`: a hidden meeting is as if its parties were merely absent from its
slots. A reason is therefore told as it would stand in that case, or not at all ("not available"):

- slots in which one of the two parties is behind closed doors leave the evidence, and with them
  the meetings that were in the way only there;
- where something hidden is still part of the cause (the room, the interpreter, a commitment), or
  nothing of the evidence is left, the reason is "not available";
- so it is where both parties are never there together: whoever cannot see everything cannot tell
  that from a hidden cause, by the words or otherwise.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from salon.core.actor import Actor
from salon.core.rules import sees_closed_doors
from salon.editions.models import Edition
from salon.meetings.choices import MeetingStatus, UnmetReason
from salon.meetings.models import Commitment, Meeting
from salon.meetings.selectors.reasons import NOT_AVAILABLE
from salon.meetings.selectors.visibility import commitment_filter, request_filter


class Held(NamedTuple):
    """A meeting of the plan that the reader may see. `a`, `b`, `slot`, `place` are keys.

    Columns that need no conversion, so that some thousands are read in a few milliseconds.
    """

    slug: str
    a: int
    b: int
    weight: int
    length: int
    slot: int
    place: int


class Pending(NamedTuple):
    """An unmet request that the reader may know of; the evidence is not redacted yet."""

    slug: str
    a: int
    b: int
    weight: int
    mandatory: bool
    level: str
    length: int
    reason: str
    evidence: dict[str, Any]


class Hour(NamedTuple):
    """A slot, as evidence is read with."""

    pk: int
    slug: str
    starts: datetime
    ends: datetime


class Told(NamedTuple):
    """What the reader is told: the reason, how many slots it is about, the meetings in the way."""

    reason: str
    slots: int
    blockers: tuple[str, ...]


class Seat(NamedTuple):
    """What must be known of a party: its slug, and how many meetings it can hold at once."""

    slug: str
    teams: int


class Redaction:
    """Answers for one reader. `held` are visible meetings (those that evidence names at least),
    `waiting` the visible unmet requests, `hours` the slots in order of time."""

    def __init__(
        self,
        *,
        actor: Actor,
        edition: Edition,
        held: Mapping[str, Held],
        waiting: Collection[str],
        hours: Iterable[Hour],
        parties: Mapping[int, Seat],
    ) -> None:
        self.sees_all = bool(sees_closed_doors(actor))
        self.held = held
        self.waiting = waiting
        self.parties = parties
        hours = list(hours)
        self.at = {hour.pk: index for index, hour in enumerate(hours)}
        self.order = {hour.slug: index for index, hour in enumerate(hours)}
        self.gone: dict[int, set[int]] = {}
        self.secret: set[str] = set()
        if not self.sees_all:
            self._read_hidden(actor, edition, hours)

    def _read_hidden(self, actor: Actor, edition: Edition, hours: list[Hour]) -> None:
        """`gone`: slots that hidden things take from a party; `secret`: hidden busy times."""
        meetings = (
            Meeting.objects.filter(edition=edition, status=MeetingStatus.CONFIRMED)
            .exclude(request_filter(actor=actor, prefix="request__"))
            .order_by()
            .values_list("request__a", "request__b", "request__length", "slot_id")
        )
        for a, b, length, slot in meetings:
            first = self.at[slot]
            for party in (a, b):
                self.gone.setdefault(party, set()).update(range(first, first + length))
        commitments = (
            Commitment.objects.filter(party__edition=edition)
            .exclude(commitment_filter(actor=actor))
            .order_by()
            .values_list("pk", "party_id", "starts", "ends")
        )
        for pk, party, starts, ends in commitments:
            self.secret.add(f"c{pk}")  # as `planning` calls the busy time it makes of it
            self.gone.setdefault(party, set()).update(
                index
                for index, hour in enumerate(hours)
                if hour.starts < ends and starts < hour.ends
            )

    def tell(self, row: Pending) -> Told:
        """The reason of a request as its reader may know it."""
        evidence = row.evidence
        blockers = tuple(evidence.get("blockers", ()))
        if self.sees_all:
            return Told(row.reason, len(evidence.get("slots", ())), blockers)
        if not self._tellable(row):
            return _NOTHING
        starts = [self.order[slug] for slug in evidence.get("slots", ())]
        lost = self.gone.get(row.a, set()) | self.gone.get(row.b, set())
        left = [start for start in starts if lost.isdisjoint(range(start, start + row.length))]
        if starts and not left:
            return _NOTHING
        wanted = {start + later for start in left for later in range(row.length)}
        seen = tuple(
            slug
            for slug in blockers
            if slug in self.held
            and (not self._span(slug).isdisjoint(wanted) or self._span(slug).isdisjoint(lost))
        )
        if any(slug not in self.held for slug in blockers):
            # Something hidden is part of the cause. Only what fills every slot by itself is told.
            full = self._full(row)
            seen = tuple(slug for slug in seen if not full.isdisjoint(self._sides(slug)))
            seen = tuple(slug for slug in seen if not self._span(slug).isdisjoint(wanted))
            if not all(self._filled(start, row.length, full, seen) for start in left):
                return _NOTHING
        return Told(row.reason, len(left), seen)

    def _tellable(self, row: Pending) -> bool:
        """Whether all that the evidence names beside blockers may be known, and is no absence."""
        evidence = row.evidence
        if row.reason == UnmetReason.NO_COMMON_SLOT and not evidence.get("busy"):
            return False
        return (
            self.secret.isdisjoint(evidence.get("busy", ()))
            and all(slug in self.order for slug in evidence.get("slots", ()))
            and all(
                slug in self.held or slug in self.waiting for slug in evidence.get("requests", ())
            )
        )

    def _span(self, slug: str) -> set[int]:
        meeting = self.held[slug]
        first = self.at[meeting.slot]
        return set(range(first, first + meeting.length))

    def _sides(self, slug: str) -> tuple[int, int]:
        return self.held[slug].a, self.held[slug].b

    def _full(self, row: Pending) -> set[int]:
        """The parties whose own meetings alone can explain the reason; none for most reasons."""
        if row.reason == UnmetReason.OUTWEIGHED:
            return {row.a, row.b}
        if row.reason == UnmetReason.PARTY_FULL:
            named = row.evidence.get("party")
            return {party for party in (row.a, row.b) if self.parties[party].slug == named}
        return set()

    def _filled(self, start: int, length: int, full: set[int], seen: tuple[str, ...]) -> bool:
        """Whether visible meetings take all the teams of one of these parties from `start` on."""
        for party in full:
            for index in range(start, start + length):
                holds = sum(
                    party in self._sides(slug) and index in self._span(slug) for slug in seen
                )
                if holds >= self.parties[party].teams:
                    return True
        return False


_NOTHING = Told(NOT_AVAILABLE, 0, ())
