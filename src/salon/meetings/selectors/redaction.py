"""What of a reason and its evidence may be told to one reader.

The rule is that of `visibility`: a hidden meeting is as if its parties were merely absent from its
slots. A reason is therefore told as it would stand in that case, or not at all ("not available"):

- slots in which one of the two parties is behind closed doors leave the evidence, and with them
  the meetings that were in the way only there;
- where something hidden is still part of the cause (a room, an interpreter, a commitment), it is
  told only if visible meetings alone fill every slot that is left, which the reader can see; else,
  or if no slot is left, the reason is "not available";
- so it is where both parties are never there together: whoever cannot see everything cannot tell
  that from a hidden cause, by the words or otherwise.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from salon.core.actor import Actor
from salon.core.permissions import Permission, require
from salon.core.rules import sees_closed_doors
from salon.editions.models import Edition
from salon.meetings.choices import MeetingStatus, UnmetReason
from salon.meetings.models import Commitment, Meeting, Place
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


class Room(NamedTuple):
    """A place: `owner` is the party whose stand it is, `hours` the keys of its open slots."""

    pk: int
    slug: str
    name: Mapping[str, str]
    capacity: int
    closed_door: bool
    owner: int | None
    hours: set[int]


def rooms_of(*, actor: Actor, edition: Edition) -> list[Room]:
    """Every place of an edition, as the report and its reasons need it."""
    require(actor, Permission.PLAN_VIEW, edition)
    hours: dict[int, set[int]] = {}
    through = Place.open_slots.through._default_manager
    for place, slot in through.filter(place__edition=edition).values_list("place_id", "slot_id"):
        hours.setdefault(place, set()).add(slot)
    rows = edition.places.values_list("pk", "slug", "name", "capacity", "closed_door", "owner_id")
    return [Room(*row, hours.get(row[0], set())) for row in rows]


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
    """Answers for one reader.

    `held` are visible meetings (those that evidence names at least), `waiting` the visible unmet
    requests, `hours` the slots in order of time; `rooms` is called only where a reason needs it.
    """

    def __init__(
        self,
        *,
        actor: Actor,
        edition: Edition,
        held: Mapping[str, Held],
        waiting: Collection[str],
        hours: Iterable[Hour],
        parties: Mapping[int, Seat],
        rooms: Callable[[], list[Room]],
    ) -> None:
        self.sees_all = bool(sees_closed_doors(actor))
        self.held = held
        self.waiting = waiting
        self.parties = parties
        self._rooms = rooms
        hours = list(hours)
        self.slots = [hour.pk for hour in hours]
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
            fills = _FILLS.get(row.reason)
            seen = tuple(slug for slug in seen if not self._span(slug).isdisjoint(wanted))
            if fills is None or not all(fills(self, row, start, seen) for start in left):
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

    def _parties_full(self, row: Pending, start: int, seen: tuple[str, ...]) -> bool:
        """Whether these meetings take all the teams of one party that the reason is about."""
        named = row.evidence.get("party")
        for party in (row.a, row.b):
            if named not in (None, self.parties[party].slug):
                continue
            for index in range(start, start + row.length):
                holds = sum(
                    party in self._sides(slug) and index in self._span(slug) for slug in seen
                )
                if holds >= self.parties[party].teams:
                    return True
        return False

    def _rooms_full(self, row: Pending, start: int, seen: tuple[str, ...]) -> bool:
        """Whether these meetings fill every place the request may use but closed-door rooms, of
        which nobody else is told whether they are free."""
        usable = [
            room
            for room in self._rooms()
            if not room.closed_door and room.owner in (None, row.a, row.b)
        ]
        for index in range(start, start + row.length):
            holds = Counter(self.held[slug].place for slug in seen if index in self._span(slug))
            slot = self.slots[index]
            if all(holds[room.pk] >= room.capacity for room in usable if slot in room.hours):
                return True
        return False


#: Reasons that visible meetings can explain even where hidden ones are part of the cause.
_FILLS: Mapping[str, Callable[[Redaction, Pending, int, tuple[str, ...]], bool]] = {
    UnmetReason.PARTY_FULL: Redaction._parties_full,
    UnmetReason.OUTWEIGHED: Redaction._parties_full,
    UnmetReason.NO_PLACE: Redaction._rooms_full,
}
_NOTHING = Told(NOT_AVAILABLE, 0, ())
