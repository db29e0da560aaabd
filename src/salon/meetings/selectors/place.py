"""What is held in one place, day by day: the sheet for its door."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Exists, OuterRef
from django.http import Http404

from salon.core.actor import Actor
from salon.core.grids import Kind
from salon.core.permissions import Permission, require
from salon.editions.models import Edition
from salon.meetings.models import Meeting, Place, Slot
from salon.meetings.selectors.parties import attach_parties
from salon.meetings.selectors.visibility import may_call_free, visible_meetings


@dataclass(frozen=True, kw_only=True)
class PlaceSlot:
    """A stretch of time in a place. `kind` is meeting, free or unavailable; a meeting of several
    slots stands in each of them. `taken` counts the meetings, and is None where saying how many
    tables are left would tell of hidden ones."""

    kind: Kind
    starts: datetime
    ends: datetime
    meetings: Sequence[Meeting] = ()
    taken: int | None = None


@dataclass(frozen=True, kw_only=True)
class PlaceDay:
    day: date
    slots: Sequence[PlaceSlot]


def get_place(*, actor: Actor, edition: Edition, slug: str) -> Place:
    """The place called `slug`; `Http404` if there is none the actor may see."""
    place = (
        Place.objects.filter(edition=edition, slug=slug)
        .select_related("space__venue", "stand", "owner__organisation")
        .first()
    )
    if place is None:
        raise Http404
    require(actor, Permission.AGENDA_VIEW, place)
    place.edition = edition  # already at hand: no need to fetch it again
    return place


def list_places(*, actor: Actor, edition: Edition) -> list[Place]:
    """The places of an edition by venue: rooms and shared tables first, then stands."""
    require(actor, Permission.AGENDA_VIEW, edition)
    places = Place.objects.filter(edition=edition).select_related(
        "space__venue", "stand", "owner__organisation"
    )
    return sorted(
        places, key=lambda place: (place.venue.slug, place.owner_id is not None, place.slug)
    )


def attach_places(meetings: Iterable[Meeting]) -> None:
    """Give each meeting its place, with its venue, in one query; see `attach_parties`."""
    held = list(meetings)
    places = Place.objects.select_related("space__venue").in_bulk(
        {meeting.place_id for meeting in held}
    )
    for meeting in held:
        meeting.place = places[meeting.place_id]


def meetings_held_in(*, actor: Actor, edition: Edition) -> Counter[int]:
    """How many visible meetings each place has, by its id."""
    meetings = visible_meetings(actor=actor, edition=edition)
    return Counter(meetings.order_by().values_list("place", flat=True))


def days_of_place(*, actor: Actor, place: Place) -> list[PlaceDay]:
    """Every slot of the days on which the place is open, or holds a visible meeting."""
    slots = list(
        Slot.objects.filter(edition=place.edition)
        .annotate(
            open=Exists(Place.open_slots.through.objects.filter(place=place, slot=OuterRef("pk")))
        )
        .order_by("starts")
    )
    meetings = list(
        visible_meetings(actor=actor, edition=place.edition)
        .filter(place=place)
        .select_related("request", "interpreter__person")
        .order_by("starts", "request__a__organisation__search_key", "uid")
    )
    attach_parties(meetings)
    told = may_call_free(actor=actor, place=place)
    days: dict[date, list[PlaceSlot]] = defaultdict(list)
    shown = set()
    for slot in slots:
        held = [each for each in meetings if each.starts < slot.ends and slot.starts < each.ends]
        if held or slot.open:
            shown.add(slot.day)
        _add(
            days[slot.day],
            PlaceSlot(
                kind=_kind(held=bool(held), free=slot.open and told),
                starts=slot.starts,
                ends=slot.ends,
                meetings=held,
                taken=len(held) if held and told else None,
            ),
        )
    return [PlaceDay(day=day, slots=days[day]) for day in sorted(shown)]


def _kind(*, held: bool, free: bool) -> Kind:
    if held:
        return Kind.MEETING
    return Kind.FREE if free else Kind.UNAVAILABLE


def _add(slots: list[PlaceSlot], slot: PlaceSlot) -> None:
    """Append `slot`, or lengthen the last one when both say the same nothing and touch."""
    last = slots[-1] if slots else None
    if last and not slot.meetings and last.kind is slot.kind and last.ends == slot.starts:
        slots[-1] = replace(last, ends=slot.ends)
    else:
        slots.append(slot)
