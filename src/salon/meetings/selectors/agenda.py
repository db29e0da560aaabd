"""The agenda of one party: what fills each slot of the phases it attends, for one reader."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise

from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django.utils import timezone

from salon.core.actor import Actor
from salon.core.grids import Kind
from salon.core.permissions import Permission, require
from salon.editions.models import Edition, Phase, Venue
from salon.editions.selectors import travel_minutes
from salon.meetings.models import Commitment, Meeting, Party, Slot
from salon.meetings.selectors.parties import attach_parties
from salon.meetings.selectors.place import attach_places
from salon.meetings.selectors.visibility import (
    Span,
    hidden_spans,
    visible_commitments,
    visible_meetings,
)


@dataclass(frozen=True, kw_only=True)
class Travel:
    """A journey between two activities; `minutes` is what the road takes."""

    origin: Venue
    destination: Venue
    minutes: int


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One stretch of a party's day. A meeting comes with its counterpart."""

    kind: Kind
    starts: datetime
    ends: datetime
    meeting: Meeting | None = None
    counterpart: Party | None = None
    commitment: Commitment | None = None
    travel: Travel | None = None

    @property
    def quiet(self) -> bool:
        return self.kind in (Kind.FREE, Kind.UNAVAILABLE)

    @property
    def venue(self) -> Venue | None:
        if self.meeting is not None:
            return self.meeting.place.venue
        return self.commitment.venue if self.commitment is not None else None


@dataclass(frozen=True, kw_only=True)
class AgendaDay:
    day: date
    entries: Sequence[Entry]

    @property
    def meetings(self) -> int:
        return sum(entry.kind is Kind.MEETING for entry in self.entries)


@dataclass(frozen=True, kw_only=True)
class AgendaPhase:
    """The days of a phase; `phase` is None for what lies outside all of them."""

    phase: Phase | None
    days: Sequence[AgendaDay]


@dataclass(frozen=True, kw_only=True)
class Agenda:
    party: Party
    phases: Sequence[AgendaPhase]

    @property
    def days(self) -> list[AgendaDay]:
        return [day for phase in self.phases for day in phase.days]

    def next_meeting(self, now: datetime) -> Entry | None:
        """The first meeting that is not over at `now`."""
        return next(
            (
                entry
                for day in self.days
                for entry in day.entries
                if entry.kind is Kind.MEETING and entry.ends > now
            ),
            None,
        )


def get_party(*, actor: Actor, edition: Edition, slug: str) -> Party:
    """The party called `slug`; `Http404` if there is none the actor may see."""
    party = Party.objects.filter(edition=edition, slug=slug).select_related("organisation").first()
    if party is None:
        raise Http404
    require(actor, Permission.AGENDA_VIEW, party)
    party.edition = edition  # already at hand: no need to fetch it again
    return party


def meetings_of(*, actor: Actor, party: Party, with_cancelled: bool = False) -> list[Meeting]:
    """The visible meetings of a party in order of time, each with all that is shown of it."""
    meetings = visible_meetings(
        actor=actor, edition=party.edition, with_cancelled=with_cancelled
    ).filter(Q(request__a=party) | Q(request__b=party))
    held = list(meetings.select_related("request", "interpreter__person").order_by("starts", "uid"))
    attach_parties(held, party)
    attach_places(held)
    return held


def commitments_of(*, actor: Actor, party: Party) -> list[Commitment]:
    """The visible commitments of a party in order of time."""
    return list(
        visible_commitments(actor=actor, edition=party.edition)
        .filter(party=party)
        .select_related("session__space", "venue")
        .order_by("starts", "ends", "id")
    )


def counterpart_of(*, meeting: Meeting, party: Party) -> Party:
    """Whom `party` meets."""
    request = meeting.request
    return request.b if request.a_id == party.pk else request.a


def agenda_of(*, actor: Actor, party: Party) -> Agenda:
    """Every slot of the phases `party` attends, as `actor` may know it.

    A phase is attended when the party is available in one of its slots or has a visible activity
    there. Hidden spans make slots unavailable before anything else is worked out, so that the
    result is the one of a party that is simply absent then (see `visibility`).
    """
    hidden = hidden_spans(actor=actor, party=party)
    slots = list(
        Slot.objects.filter(edition=party.edition)
        .annotate(
            available=Exists(
                Party.available_slots.through.objects.filter(party=party, slot=OuterRef("pk"))
            )
        )
        .order_by("starts")
    )
    available = {
        slot.pk
        for slot in slots
        if slot.available and not any(_overlap(slot, span) for span in hidden)
    }
    activities = [
        Entry(
            kind=Kind.MEETING,
            starts=meeting.starts,
            ends=meeting.ends,
            meeting=meeting,
            counterpart=counterpart_of(meeting=meeting, party=party),
        )
        for meeting in meetings_of(actor=actor, party=party)
    ]
    activities += [
        Entry(
            kind=Kind.SESSION,
            starts=commitment.starts,
            ends=commitment.ends,
            commitment=commitment,
        )
        for commitment in commitments_of(actor=actor, party=party)
    ]
    activities.sort(key=lambda entry: (entry.starts, entry.ends))
    if len({entry.venue for entry in activities}) > 1:
        activities += _journeys(activities, travel_minutes(actor=actor))
        activities.sort(key=lambda entry: (entry.starts, entry.ends))
    return Agenda(party=party, phases=_by_phase(party.edition, slots, available, activities))


def _by_phase(
    edition: Edition, slots: Sequence[Slot], available: set[int], activities: list[Entry]
) -> list[AgendaPhase]:
    phases = {phase.pk: phase for phase in edition.phases.all()}
    phase_of_day = {slot.day: slot.phase_id for slot in slots}
    for phase in phases.values():
        for number in range((phase.ends - phase.starts).days + 1):
            phase_of_day.setdefault(phase.starts + timedelta(days=number), phase.pk)
    by_day: dict[date, list[Entry]] = {}
    for entry in activities:
        by_day.setdefault(_day(entry.starts), []).append(entry)
    attended: set[int | None] = {slot.phase_id for slot in slots if slot.pk in available}
    days_of: dict[int | None, dict[date, list[Entry]]] = {}
    for day, entries in by_day.items():
        key = phase_of_day.get(day)
        attended.add(key)
        days_of.setdefault(key, {})[day] = list(entries)
    for slot in slots:
        if slot.phase_id in attended:
            kind = Kind.FREE if slot.pk in available else Kind.UNAVAILABLE
            left = _what_is_left(slot, kind, by_day.get(slot.day, ()))
            days_of.setdefault(slot.phase_id, {}).setdefault(slot.day, []).extend(left)
    ordered = sorted(
        days_of, key=lambda key: (key is None, phases[key].starts if key else date.max, key or 0)
    )
    return [
        AgendaPhase(
            phase=phases[key] if key else None,
            days=[
                AgendaDay(day=day, entries=_joined(entries))
                for day, entries in sorted(days_of[key].items())
            ],
        )
        for key in ordered
    ]


def _what_is_left(slot: Slot, kind: Kind, activities: Sequence[Entry]) -> list[Entry]:
    """The stretches of a slot in which none of `activities` (by time) takes place."""
    left = []
    starts = slot.starts
    for entry in activities:
        if _overlap(slot, entry):
            if entry.starts > starts:
                left.append(Entry(kind=kind, starts=starts, ends=entry.starts))
            starts = max(starts, entry.ends)
    if starts < slot.ends:
        left.append(Entry(kind=kind, starts=starts, ends=slot.ends))
    return left


def _joined(entries: Iterable[Entry]) -> list[Entry]:
    """In order of time, stretches that touch and say the same nothing made one."""
    joined: list[Entry] = []
    for entry in sorted(entries, key=lambda entry: (entry.starts, entry.ends)):
        last = joined[-1] if joined else None
        if last and entry.quiet and last.kind is entry.kind and last.ends == entry.starts:
            joined[-1] = replace(last, ends=entry.ends)
        else:
            joined.append(entry)
    return joined


def _journeys(activities: Sequence[Entry], minutes: dict[tuple[int, int], int]) -> list[Entry]:
    """Travel between consecutive activities of a day, as late as it may begin.

    Activities that overlap (a party of several teams) count as one, at all their venues; there is
    no journey to where some team already is, nor to or from somewhere unknown. Where there is no
    time for the road, another team is there.
    """
    groups: list[list[Entry]] = []
    for entry in activities:
        if groups and entry.starts < max(each.ends for each in groups[-1]):
            groups[-1].append(entry)
        else:
            groups.append([entry])
    journeys = []
    for before, after in pairwise(groups):
        here = {entry.venue for entry in before}
        there = {entry.venue for entry in after}
        ends, starts = max(entry.ends for entry in before), after[0].starts
        if None in here | there or here & there or _day(ends) != _day(starts):
            continue
        origin = max(before, key=lambda entry: entry.ends).venue
        destination = after[0].venue
        if origin is None or destination is None:
            continue
        needed = minutes.get((origin.pk, destination.pk), 0)
        if 0 < needed <= (starts - ends) // timedelta(minutes=1):
            journeys.append(
                Entry(
                    kind=Kind.TRAVEL,
                    starts=starts - timedelta(minutes=needed),
                    ends=starts,
                    travel=Travel(origin=origin, destination=destination, minutes=needed),
                )
            )
    return journeys


def _overlap(slot: Slot, other: Span | Entry) -> bool:
    return slot.starts < other.ends and other.starts < slot.ends


def _day(moment: datetime) -> date:
    """The date at the edition, wherever the reader is."""
    return moment.astimezone(timezone.get_default_timezone()).date()
