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

    def reason(self, row: Pending) -> str:
        """The reason of a request as its reader may know it."""
        if self.sees_all:
            return row.reason
        left = self._left(row)
        return NOT_AVAILABLE if left is None else row.reason

    def tell(self, row: Pending) -> Told:
        """The reason with what may be told of its evidence."""
        blockers = row.evidence.get("blockers", ())
        if self.sees_all:
            return Told(row.reason, len(row.evidence.get("slots", ())), tuple(blockers))
        left = self._left(row)
        if left is None:
            return Told(NOT_AVAILABLE, 0, ())
        wanted = 0
        for start in left:
            wanted |= _bits(start, row.length)
        # A meeting elsewhere in time can matter too (travel, a full day), unless it stands in a
        # slot that is lost, or only because of a hidden one beside it.
        lost = self._lost(row) if self.spans.keys() >= set(blockers) else ~0
        spans = self.spans
        seen = (slug for slug in blockers if slug in spans)
        return Told(
            row.reason,
            len(left),
            tuple(slug for slug in seen if spans[slug] & wanted or not spans[slug] & lost),
        )

    def _lost(self, row: Pending) -> int:
        return self.lost.get(row.a, 0) | self.lost.get(row.b, 0)

    def _left(self, row: Pending) -> list[int] | None:
        """The first slots that the reason is about, without those lost; None: nothing is told."""
        if not self._tellable(row):
            return None
        lost, length, order = self._lost(row), row.length, self.order
        starts = [order[slug] for slug in row.evidence.get("slots", ())]
        left = [start for start in starts if not lost & _bits(start, length)] if lost else starts
        if starts and not left:
            return None
        if not self.spans.keys() >= set(row.evidence.get("blockers", ())):
            # Something hidden is part of the cause. Only what fills every slot by itself is told.
            fills = _FILLS.get(row.reason)
            full = fills(self, row) if fills else 0
            if not all(full & _bits(start, length) for start in left):
                return None
        return left

    def _tellable(self, row: Pending) -> bool:
        """Whether all that the evidence names beside blockers may be known, and is no absence."""
        evidence = row.evidence
        if row.reason == UnmetReason.NO_COMMON_SLOT and not evidence.get("busy"):
            return False
        return (
            self.secret.isdisjoint(evidence.get("busy", ()))
            and self.order.keys() >= set(evidence.get("slots", ()))
            and all(
                slug in self.spans or slug in self.waiting for slug in evidence.get("requests", ())
            )
        )

    def _party_full(self, row: Pending) -> int:
        """Slots in which visible meetings take all the teams of a party the reason is about."""
        named = row.evidence.get("party")
        full = 0
        for party in (row.a, row.b):
            if named in (None, self.parties[party].slug):
                full |= self._taken.get(party, 0)
        return full

    @cached_property
    def _taken(self) -> dict[int, int]:
        """Of each party, the slots in which its visible meetings take all its teams."""
        holds = Counter(
            (party, self._at[meeting.slot] + later)
            for meeting in self._held
            for party in (meeting.a, meeting.b)
            for later in range(meeting.length)
        )
        taken: dict[int, int] = {}
        for (party, index), number in holds.items():
            if number >= self.parties[party].teams:
                taken[party] = taken.get(party, 0) | 1 << index
        return taken

    def _rooms_full(self, row: Pending) -> int:
        """Slots in which visible meetings fill every place the request may use, but closed-door
        rooms: nobody else is told whether those are free."""
        free = self._free
        return ~(free.get(None, 0) | free.get(row.a, 0) | free.get(row.b, 0))

    @cached_property
    def _free(self) -> dict[int | None, int]:
        """Slots with room left, in the places of an owner; under None, in those anybody uses."""
        holds = Counter(
            (meeting.place, self._hours[self._at[meeting.slot] + later].pk)
            for meeting in self._held
            for later in range(meeting.length)
        )
        free: dict[int | None, int] = {}
        for room in self._rooms():
            if room.closed_door:
                continue
            for slot in room.hours:
                if holds[room.pk, slot] < room.capacity:
                    free[room.owner] = free.get(room.owner, 0) | 1 << self._at[slot]
        return free


def _bits(first: int, length: int) -> int:
    return (1 << length) - 1 << first


#: Reasons that visible meetings can explain even where hidden ones are part of the cause.
_FILLS: Mapping[str, Callable[[Redaction, Pending], int]] = {
    UnmetReason.PARTY_FULL: Redaction._party_full,
    UnmetReason.OUTWEIGHED: Redaction._party_full,
    UnmetReason.NO_PLACE: Redaction._rooms_full,
}
