"""What the plan in force achieves, counted over what its reader may see.

Whoever may not see a meeting gets every figure as if neither it nor its request existed. The
engine's bounds hold for the whole plan, so a reader's bound on weight keeps the engine's distance
to the value: the weight of hidden meetings that are held leaves value and bound alike.
Nothing here is stored: each figure is counted from the published rows.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Count, Q
from django.utils.translation import get_language

from salon.core.actor import Actor
from salon.core.fields import TranslatedText
from salon.core.permissions import Permission, require
from salon.core.rules import sees_closed_doors
from salon.editions.models import Edition
from salon.meetings.choices import LUNCH_EXEMPT, MeetingStatus, PartyKind
from salon.meetings.models import PlanRun, Publication
from salon.meetings.selectors.reasons import Named
from salon.meetings.selectors.redaction import (
    Held,
    Hour,
    Pending,
    Redaction,
    Room,
    rooms_of,
)
from salon.meetings.selectors.unmet import (
    PartyLine,
    held_meetings,
    party_lines,
    pending_requests,
)
from salon.meetings.selectors.visibility import visible_requests

MANDATORY, WEIGHT, BELOW_MINIMUM, SHORTFALL, BREAKS = (
    "mandatory",
    "weight",
    "below_minimum",
    "shortfall",
    "breaks",
)

#: Lower ends of the bands of served shares, in per cent; the highest is those wholly served.
BANDS = (100, 75, 50, 0)


@dataclass(frozen=True, slots=True)
class Objective:
    """One stage as the reader sees it; `seconds` is the engine's time for it."""

    name: str
    maximised: bool
    value: int
    bound: int
    seconds: float

    @property
    def gap(self) -> float:
        """Distance of value and bound as a share of the larger; 0 when proven."""
        top = max(abs(self.value), abs(self.bound))
        return self.distance / top if top else 0.0

    @property
    def distance(self) -> int:
        """What value and bound are apart."""
        return abs(self.bound - self.value)

    @property
    def proven(self) -> bool:
        return self.value == self.bound


@dataclass(frozen=True, slots=True)
class Price:
    """What a guarantee costs in served weight, between two numbers; `kept` if the plan gives it.

    `below` are the parties under their minimum with it, `free_below` without it: None for readers
    who do not see every meeting, since both count them all.
    """

    guarantee: str
    kept: bool
    at_least: int
    at_most: int
    below: int | None
    free_below: int | None

    @property
    def exact(self) -> bool:
        return self.at_least == self.at_most


@dataclass(frozen=True, slots=True)
class KindLine:
    """One kind of party: its parties, the requests that concern it, the weight they carry."""

    kind: str
    label: str
    parties: int
    requested: int
    served: int
    requested_weight: int
    weight: int

    @property
    def unmet(self) -> int:
        return self.requested - self.served


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """Meetings held in a place, slot by slot; None where the reader sees "not available"."""

    slug: str
    name: str
    capacity: int
    values: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class SlotHead:
    day: date
    starts: datetime


@dataclass(frozen=True, slots=True)
class Occupation:
    """The places of one phase: rooms that anyone may be given, and stands."""

    phase: str
    language: str
    slots: tuple[SlotHead, ...]
    rooms: tuple[PlaceLine, ...]
    stands: tuple[PlaceLine, ...]


@dataclass(frozen=True, slots=True)
class Short:
    """A party below its guaranteed minimum."""

    named: Named
    fictional: bool
    meetings: int
    minimum: int


@dataclass(frozen=True, slots=True)
class Report:
    """Everything the report shows of one publication."""

    number: int
    published_at: datetime
    engine: str
    seed: int
    seconds: float
    seconds_to_proof: float | None
    """From the start to the moment the weight was proven; None when it is not."""
    objectives: tuple[Objective, ...]
    prices: tuple[Price, ...]
    requested: int
    served: int
    requested_weight: int
    kinds: tuple[KindLine, ...]
    reasons: tuple[tuple[str, int], ...]
    days: tuple[tuple[date, int], ...]
    bands: tuple[tuple[int, int], ...]
    short: tuple[Short, ...]
    occupation: tuple[Occupation, ...]

    @property
    def unmet(self) -> int:
        return self.requested - self.served

    @property
    def weight(self) -> Objective | None:
        return next((stage for stage in self.objectives if stage.name == WEIGHT), None)

    @property
    def proven(self) -> bool:
        """Whether every objective is: no plan is better."""
        return all(stage.proven for stage in self.objectives)


class Totals(NamedTuple):
    requested: int
    served: int


def request_totals(*, actor: Actor, edition: Edition) -> Totals:
    """Requests the actor may know of, and how many of them have their meeting."""
    counts = visible_requests(actor=actor, edition=edition).aggregate(
        requested=Count("pk"),
        served=Count("pk", filter=Q(meeting__status=MeetingStatus.CONFIRMED)),
    )
    return Totals(**counts)


class KindCount(NamedTuple):
    """Parties of one kind, and how many of them were invented for the demonstration."""

    number: int
    fictional: int


def party_counts(*, actor: Actor, edition: Edition) -> dict[str, KindCount]:
    """Parties of each kind; a kind nobody belongs to is left out."""
    require(actor, Permission.EDITION_VIEW, edition)
    rows = (
        edition.parties.order_by()
        .values_list("kind")
        .annotate(number=Count("pk"), fictional=Count("pk", filter=Q(organisation__fictional=True)))
    )
    return {kind: KindCount(number, fictional) for kind, number, fictional in rows}


def plan_report(*, actor: Actor, edition: Edition, publication: Publication) -> Report:
    """The report of a publication for one reader: as many queries whatever the size."""
    run = PlanRun.objects.values("engine", "seed", "figures").get(pk=publication.run_id)
    stages = run["figures"].get("objectives", ())
    parties = party_lines(actor=actor, edition=edition)
    held = held_meetings(actor=actor, edition=edition)
    pending = pending_requests(actor=actor, publication=publication)
    slots = _slots(edition)
    rooms = rooms_of(actor=actor, edition=edition)
    redaction = Redaction(
        actor=actor,
        edition=edition,
        held=held,
        waiting={row.slug for row in pending},
        hours=[slot.hour for slot in slots],
        parties={pk: line.seat for pk, line in parties.items()},
        rooms=lambda: rooms,
    )
    tally = _Tally(held, slots)
    lacking = {
        party: line.minimum - tally.holds.get(party, 0)
        for party, line in parties.items()
        if tally.holds.get(party, 0) < line.minimum
    }
    weight = sum(meeting.weight for meeting in held)
    values = {
        MANDATORY: sum(row.mandatory for row in pending),
        WEIGHT: weight,
        BELOW_MINIMUM: len(lacking),
        SHORTFALL: sum(lacking.values()),
        BREAKS: tally.breaks,
    }
    return Report(
        number=publication.number,
        published_at=publication.published_at,
        engine=run["engine"],
        seed=run["seed"],
        seconds=run["figures"].get("seconds", 0.0),
        seconds_to_proof=_seconds_to_proof(stages),
        objectives=tuple(
            _objective(stage, values, sees_all=bool(sees_closed_doors(actor))) for stage in stages
        ),
        prices=_prices(run["figures"], sees_all=bool(sees_closed_doors(actor))),
        requested=len(held) + len(pending),
        served=len(held),
        requested_weight=weight + sum(row.weight for row in pending),
        kinds=_kinds(held, pending, parties),
        reasons=tuple(Counter(redaction.reason(row) for row in pending).most_common()),
        days=tuple(tally.days.items()),
        bands=_bands(tally.holds, pending),
        short=_short(lacking, parties),
        occupation=_occupation(actor, rooms, tally, slots),
    )


class _Slot(NamedTuple):
    hour: Hour
    day: date
    half_day: str
    phase: int
    phase_name: Mapping[str, str]


def _slots(edition: Edition) -> list[_Slot]:
    rows = edition.slots.values_list(
        "pk", "slug", "starts", "ends", "day", "half_day", "phase_id", "phase__name"
    )
    return [_Slot(Hour._make(row[:4]), *row[4:]) for row in rows]


class _Tally:
    """What is counted over the visible meetings.

    `holds` are the meetings of each party, `days` those of each day, `places` those held in a
    place during a slot; `breaks` are the idle runs of all parties. Counted column by column: a
    thousand meetings must cost a millisecond.
    """

    def __init__(self, meetings: Sequence[Held], slots: Sequence[_Slot]) -> None:
        at = {slot.hour.pk: index for index, slot in enumerate(slots)}
        self.holds = Counter(meeting.a for meeting in meetings)
        self.holds.update(meeting.b for meeting in meetings)
        starting = Counter(meeting.slot for meeting in meetings)
        self.days: dict[date, int] = {}
        for slot in slots:
            self.days[slot.day] = self.days.get(slot.day, 0) + starting[slot.hour.pk]
        self.places = Counter((meeting.place, meeting.slot) for meeting in meetings)
        self.places.update(
            (meeting.place, slots[at[meeting.slot] + later].hour.pk)
            for meeting in meetings
            for later in range(1, meeting.length)
        )
        # The slots of a party as the bits of one number, the first slot lowest.
        busy = dict.fromkeys(self.holds, 0)
        for _slug, a, b, _weight, length, first, _place in meetings:
            bits = ((1 << length) - 1) << at[first]
            busy[a] |= bits
            busy[b] |= bits
        self.breaks = _breaks(busy.values(), slots)


def _breaks(busy: Iterable[int], slots: Sequence[_Slot]) -> int:
    """Idle runs between two meetings of a party, lunch not counted."""
    periods: dict[tuple[date, str], int] = {}
    for index, slot in enumerate(slots):
        period = (slot.day, slot.half_day if LUNCH_EXEMPT else "")
        periods[period] = periods.get(period, 0) | 1 << index
    total = 0
    for mine in busy:
        for span in periods.values():
            held = mine & span
            if held:
                total += (held & ~(held << 1)).bit_count() - 1
    return total


def _objective(stage: Mapping[str, Any], values: Mapping[str, int], *, sees_all: bool) -> Objective:
    """A stage with the reader's value, and a bound that holds for what the reader counts.

    No plan with the hidden meetings where they are serves more weight than the reader's value and
    the engine's distance. Of what is to be small (pauses, say) the engine's bound counts hidden
    meetings too: to a reader who does not see them, only 0 is certain.
    """
    value = values.get(stage["name"], stage["value"])
    maximised = stage["sense"] == "max"
    bound = 0
    if maximised:
        bound = value + stage["bound"] - stage["value"]
    elif sees_all:
        bound = stage["bound"]
    return Objective(
        name=stage["name"],
        maximised=maximised,
        value=value,
        bound=bound,
        seconds=stage["seconds"],
    )


def _prices(figures: Mapping[str, Any], *, sees_all: bool) -> tuple[Price, ...]:
    """Costs are distances of the whole plan, as that of its bound is: they name no meeting."""
    return tuple(
        Price(
            guarantee=price["guarantee"],
            kept=price["kept"],
            at_least=max(0, price["free"] - price["bound"]),
            at_most=price["free_bound"] - price["weight"],
            below=price["below"] if sees_all else None,
            free_below=price["free_below"] if sees_all else None,
        )
        for price in figures.get("prices", ())
    )


def _seconds_to_proof(stages: Iterable[Mapping[str, Any]]) -> float | None:
    elapsed = 0.0
    for stage in stages:
        elapsed += stage["seconds"]
        if stage["name"] == WEIGHT:
            return elapsed if stage["value"] == stage["bound"] else None
    return None


def _kinds(
    meetings: Sequence[Held], pending: Sequence[Pending], parties: Mapping[int, PartyLine]
) -> tuple[KindLine, ...]:
    """A request counts once for each kind of party it concerns."""
    kind_of = {pk: line.kind for pk, line in parties.items()}
    counts = {kind: [0, 0, 0, 0] for kind in PartyKind.values}
    for rows, served in ((meetings, 1), (pending, 0)):
        alike = Counter((kind_of[row.a], kind_of[row.b], row.weight) for row in rows)
        for (a, b, weight), number in alike.items():
            for kind in {a, b}:
                count = counts[kind]
                count[0] += number
                count[1] += number * served
                count[2] += number * weight
                count[3] += number * weight * served
    members = Counter(kind_of.values())
    return tuple(
        KindLine(kind, str(PartyKind(kind).label), members[kind], *count)
        for kind, count in counts.items()
        if members[kind]
    )


def _bands(holds: Mapping[int, int], pending: Sequence[Pending]) -> tuple[tuple[int, int], ...]:
    """How many of the parties with requests were served to which share, from all to least."""
    requested = dict(holds)
    for row in pending:
        for party in (row.a, row.b):
            requested[party] = requested.get(party, 0) + 1
    counts = Counter(
        next(band for band in BANDS if holds.get(party, 0) * 100 >= band * count)
        for party, count in requested.items()
    )
    return tuple((band, counts[band]) for band in BANDS)


def _short(lacking: Mapping[int, int], parties: Mapping[int, PartyLine]) -> tuple[Short, ...]:
    """Who is below the guaranteed minimum, those that lack most first."""
    shorts = []
    for party, lack in lacking.items():
        line = parties[party]
        shorts.append(Short(line.named, line.fictional, line.minimum - lack, line.minimum))
    return tuple(sorted(shorts, key=lambda line: (line.meetings - line.minimum, line.named.slug)))


def _occupation(
    actor: Actor, places: Sequence[Room], tally: _Tally, slots: Sequence[_Slot]
) -> tuple[Occupation, ...]:
    """Places × slots of each phase that has slots; places that never open in it are left out.

    A slot in which a place is closed reads "not available"; so does, for whoever does not see
    closed doors, every slot without a visible meeting where closed-door meetings can be held.
    """
    sees_all = bool(sees_closed_doors(actor))
    page = (get_language() or "")[:2]
    maps = []
    for phase, name in {slot.phase: slot.phase_name for slot in slots}.items():
        mine = [slot for slot in slots if slot.phase == phase]
        ids = [slot.hour.pk for slot in mine]
        rooms: list[PlaceLine] = []
        stands: list[PlaceLine] = []
        for pk, slug, place_name, capacity, closed_door, owner, hours in places:
            if hours.isdisjoint(ids):
                continue
            idle = hours if sees_all or not closed_door else ()
            values = tuple(tally.places[pk, one] or (0 if one in idle else None) for one in ids)
            line = PlaceLine(slug, str(TranslatedText(place_name)), capacity, values)
            (rooms if owner is None else stands).append(line)
        title = TranslatedText(name)
        maps.append(
            Occupation(
                phase=str(title),
                language="" if title.language_of_text == page else title.language_of_text,
                slots=tuple(SlotHead(slot.day, slot.hour.starts) for slot in mine),
                rooms=tuple(rooms),
                stands=tuple(stands),
            )
        )
    return tuple(maps)
