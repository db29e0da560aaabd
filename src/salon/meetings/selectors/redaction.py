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
from functools import cached_property
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

    `held` are all visible meetings, `waiting` the visible unmet requests, `hours` the slots in
    order of time; `rooms` is called only where a reason needs it.
    """

    def __init__(
        self,
        *,
        actor: Actor,
        edition: Edition,
        held: Iterable[Held],
        waiting: Collection[str],
        hours: Iterable[Hour],
        parties: Mapping[int, Seat],
        rooms: Callable[[], list[Room]],
    ) -> None:
        self.sees_all = bool(sees_closed_doors(actor))
        self.waiting = waiting
        self.parties = parties
        self._rooms = rooms
        self._hours = list(hours)
        self.order = {hour.slug: index for index, hour in enumerate(self._hours)}
        self._at = {hour.pk: index for index, hour in enumerate(self._hours)}
        self._held = list(held)
        # Sets of slots are the bits of a number, the first slot lowest: there are many of them.
        self.spans = {
            meeting.slug: _bits(self._at[meeting.slot], meeting.length) for meeting in self._held
        }
        self.lost: dict[int, int] = {}
        self.secret: set[str] = set()
        if not self.sees_all:
            self._read_hidden(actor, edition)

    def _read_hidden(self, actor: Actor, edition: Edition) -> None:
        """`lost`: slots that hidden things take from a party; `secret`: hidden busy times."""
        meetings = (
            Meeting.objects.filter(edition=edition, status=MeetingStatus.CONFIRMED)
            .exclude(request_filter(actor=actor, prefix="request__"))
            .order_by()
            .values_list("request__a", "request__b", "request__length", "slot_id")
        )
        for a, b, length, slot in meetings:
            for party in (a, b):
                self.lost[party] = self.lost.get(party, 0) | _bits(self._at[slot], length)
        commitments = (
            Commitment.objects.filter(party__edition=edition)
            .exclude(commitment_filter(actor=actor))
            .order_by()
            .values_list("pk", "party_id", "starts", "ends")
        )
        for pk, party, starts, ends in commitments:
            self.secret.add(f"c{pk}")  # as `planning` calls the busy time it makes of it
            for index, hour in enumerate(self._hours):
                if hour.starts < ends and starts < hour.ends:
                    self.lost[party] = self.lost.get(party, 0) | 1 << index

    def tell(self, row: Pending) -> Told:
        """The reason of a request as its reader may know it."""
        evidence = row.evidence
        blockers = evidence.get("blockers", ())
        if self.sees_all:
            return Told(row.reason, len(evidence.get("slots", ())), tuple(blockers))
        if not self._tellable(row):
            return _NOTHING
        starts = [self.order[slug] for slug in evidence.get("slots", ())]
        lost = self.lost.get(row.a, 0) | self.lost.get(row.b, 0)
        left = [start for start in starts if not lost & _bits(start, row.length)]
        if starts and not left:
            return _NOTHING
        wanted = 0
        for start in left:
            wanted |= _bits(start, row.length)
        spans = self.spans
        seen = tuple(
            slug
            for slug in blockers
            if slug in spans and (spans[slug] & wanted or not spans[slug] & lost)
        )
        if not all(slug in spans for slug in blockers):
            # Something hidden is part of the cause. Only what fills every slot by itself is told.
            fills = _FILLS.get(row.reason)
            seen = tuple(slug for slug in seen if spans[slug] & wanted)
            if fills is None or not all(
                any(fills(self, row, start + later) for later in range(row.length))
                for start in left
            ):
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
                slug in self.spans or slug in self.waiting for slug in evidence.get("requests", ())
            )
        )

    def _party_full(self, row: Pending, index: int) -> bool:
        """Whether visible meetings take all the teams of a party that the reason is about."""
        named = row.evidence.get("party")
        return any(
            self._taken[party, index] >= self.parties[party].teams
            for party in (row.a, row.b)
            if named in (None, self.parties[party].slug)
        )

    @cached_property
    def _taken(self) -> Counter[tuple[int, int]]:
        """How many visible meetings a party holds in a slot."""
        return Counter(
            (party, self._at[meeting.slot] + later)
            for meeting in self._held
            for party in (meeting.a, meeting.b)
            for later in range(meeting.length)
        )

    def _rooms_full(self, row: Pending, index: int) -> bool:
        """Whether visible meetings fill every place the request may use, but closed-door rooms:
        nobody else is told whether those are free."""
        return self._free[index].isdisjoint((None, row.a, row.b))

    @cached_property
    def _free(self) -> list[set[int | None]]:
        """For each slot, the owners of places with room left; None for places that anybody uses."""
        holds = Counter(
            (meeting.place, self._at[meeting.slot] + later)
            for meeting in self._held
            for later in range(meeting.length)
        )
        rooms = [room for room in self._rooms() if not room.closed_door]
        return [
            {
                room.owner
                for room in rooms
                if hour.pk in room.hours and holds[room.pk, index] < room.capacity
            }
            for index, hour in enumerate(self._hours)
        ]


def _bits(first: int, length: int) -> int:
    return (1 << length) - 1 << first


#: Reasons that visible meetings can explain even where hidden ones are part of the cause.
_FILLS: Mapping[str, Callable[[Redaction, Pending, int], bool]] = {
    UnmetReason.PARTY_FULL: Redaction._party_full,
    UnmetReason.OUTWEIGHED: Redaction._party_full,
    UnmetReason.NO_PLACE: Redaction._rooms_full,
}
_NOTHING = Told(NOT_AVAILABLE, 0, ())
