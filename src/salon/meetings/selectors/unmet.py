"""The requests that the plan in force does not serve, each with its reason for one reader."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Final, NamedTuple

from django.utils.translation import get_language

from salon.core.actor import Actor
from salon.core.fields import TranslatedText, search_key
from salon.core.permissions import Permission, require
from salon.editions.models import Edition
from salon.meetings.choices import Level, UnmetReason
from salon.meetings.models import Party, PlanRun, Publication
from salon.meetings.selectors.reasons import NOT_AVAILABLE, Case, Named, Words, words
from salon.meetings.selectors.redaction import (
    Held,
    Hour,
    Pending,
    Redaction,
    Room,
    Seat,
    Told,
    rooms_of,
)
from salon.meetings.selectors.visibility import (
    publication_in_force,
    visible_meetings,
    visible_unmet,
)


class PartyLine(NamedTuple):
    """A party as lists need it."""

    named: Named
    kind: str
    minimum: int
    key: str
    fictional: bool
    seat: Seat


@dataclass(frozen=True, slots=True)
class InTheWay:
    """A meeting in the way as the page shows it: who, how heavy, when, where."""

    a: Named
    b: Named
    weight: int
    starts: datetime
    ends: datetime
    place: str


@dataclass(frozen=True, slots=True)
class Unmet:
    """An unmet request as its reader sees it. `reason` is an engine code or `not_available`."""

    slug: str
    a: Named
    b: Named
    a_kind: str
    b_kind: str
    weight: int
    mandatory: bool
    closed_door: bool
    reason: str
    words: Words
    in_the_way: tuple[InTheWay, ...]


def party_lines(*, actor: Actor, edition: Edition) -> dict[int, PartyLine]:
    """Every party of an edition by key: parties are nobody's secret, what they hold can be."""
    require(actor, Permission.PLAN_VIEW, edition)
    page = (get_language() or "")[:2]
    return {
        pk: PartyLine(Named.of(slug, name, page), kind, minimum, key, fictional, Seat(slug, teams))
        for pk, slug, name, kind, minimum, key, fictional, teams in Party.objects.filter(
            edition=edition
        )
        .order_by("slug")
        .values_list(
            "pk",
            "slug",
            "organisation__name",
            "kind",
            "minimum",
            "organisation__search_key",
            "organisation__fictional",
            "teams",
        )
    }


def held_meetings(*, actor: Actor, edition: Edition) -> list[Held]:
    """The visible meetings of the plan."""
    meetings = visible_meetings(actor=actor, edition=edition).order_by()
    rows = meetings.values_list(
        "request__slug",
        "request__a_id",
        "request__b_id",
        "request__weight",
        "request__length",
        "slot_id",
        "place_id",
    )
    return list(map(Held._make, rows))


def pending_requests(*, actor: Actor, publication: Publication) -> list[Pending]:
    """The visible unmet requests, the heaviest first."""
    rows = visible_unmet(actor=actor, publication=publication)
    return [
        Pending._make(row)
        for row in rows.order_by("-request__weight", "request__slug").values_list(
            "request__slug",
            "request__a_id",
            "request__b_id",
            "request__weight",
            "request__mandatory",
            "request__level",
            "request__length",
            "reason",
            "evidence",
        )
    ]


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What a reader asks for; empty means everything. `kind` is a kind of party, `search` part of
    a party's name in any language and with or without accents."""

    reason: str = ""
    kind: str = ""
    search: str = ""
    by_name: bool = False


@dataclass(frozen=True)
class Chosen:
    """Pending requests after filtering, with what it takes to explain some of them.

    `reasons` counts every reason before the filter on reasons.
    """

    rows: tuple[Pending, ...]
    reasons: Mapping[str, int]
    total: int
    _known: "_Known"

    def explained(self, rows: Sequence[Pending]) -> list[Unmet]:
        """These rows in full: the reason in words, and what stands in the way."""
        return _explain(rows, known=self._known)


def unmet_requests(
    *,
    actor: Actor,
    edition: Edition,
    publication: Publication,
    filters: Filters,
    version: str = "",
) -> Chosen:
    """The unmet requests of a publication that the reader may know of and asks for.

    :param version: names the state of the data for all who see alike; what was read is kept under
        it, for every search would read the whole plan again. Empty: nothing is kept.
    """
    known = _known(actor, edition, publication, version)
    parties, pending = known.parties, known.pending
    needle = search_key(filters.search)
    found = [
        row
        for row in pending
        if (not filters.kind or filters.kind in (parties[row.a].kind, parties[row.b].kind))
        and (not needle or needle in parties[row.a].key or needle in parties[row.b].key)
    ]
    counts: dict[str, int] = {}
    for row in found:
        reason = known.reason(row)
        counts[reason] = counts.get(reason, 0) + 1
    if filters.reason:
        found = [row for row in found if known.reason(row) == filters.reason]
    if filters.by_name:
        found.sort(
            key=lambda row: (search_key(parties[row.a].named.name), parties[row.b].named.name)
        )
    return Chosen(tuple(found), counts, len(pending), known)


#: Plans kept at a time, one for each language; each takes a few megabytes.
_ROOM: Final = 4
_kept: dict[tuple[int, str], tuple[str, "_Known"]] = {}
_lock = Lock()


def _known(actor: Actor, edition: Edition, publication: Publication, version: str) -> "_Known":
    """What it takes to explain the unmet requests of a publication, read or kept."""
    key, state = (publication.pk, get_language() or ""), f"{edition.slug} {version}"
    with _lock:
        kept = _kept.get(key) if version else None
    if kept is not None and kept[0] == state:
        return kept[1]
    pending = pending_requests(actor=actor, publication=publication)
    made = _Known(actor, edition, publication, pending)
    if version:
        with _lock:
            _kept.pop(key, None)
            while len(_kept) >= _ROOM:
                _kept.pop(next(iter(_kept)))
            _kept[key] = state, made
    return made


def unmet_of_party(*, actor: Actor, party: Party) -> list[Unmet]:
    """What the plan in force could not give one party, the heaviest request first."""
    edition = party.edition
    publication = publication_in_force(actor=actor, edition=edition)
    if publication is None:
        return []
    # All of them: what must come first can be unmet too, and somebody else's.
    everything = pending_requests(actor=actor, publication=publication)
    pending = [row for row in everything if party.pk in (row.a, row.b)]
    if not pending:
        return []
    return _explain(pending, known=_Known(actor, edition, publication, everything))


def weight_proven(*, actor: Actor, publication: Publication) -> bool:
    """Whether the plan is proven to serve as much weight as any plan can."""
    require(actor, Permission.PLAN_VIEW, publication.edition)
    figures = PlanRun.objects.values_list("figures", flat=True).get(pk=publication.run_id)
    return any(
        stage["name"] == "weight" and stage["value"] == stage["bound"]
        for stage in figures.get("objectives", ())
    )


class _Known:
    """What it takes to explain some pending requests to one reader."""

    def __init__(
        self, actor: Actor, edition: Edition, publication: Publication, pending: Sequence[Pending]
    ) -> None:
        meetings = held_meetings(actor=actor, edition=edition)
        hours = [Hour(*row) for row in edition.slots.values_list("pk", "slug", "starts", "ends")]
        self.actor = actor
        self.edition = edition
        self.pending = pending
        self.held = {meeting.slug: meeting for meeting in meetings}
        self.waiting = {row.slug: row for row in pending}
        self.hours = {hour.pk: hour for hour in hours}
        self.parties = party_lines(actor=actor, edition=edition)
        self.proven = weight_proven(actor=actor, publication=publication)
        self._redaction = Redaction(
            actor=actor,
            edition=edition,
            held=meetings,
            waiting=self.waiting,
            hours=hours,
            parties={pk: line.seat for pk, line in self.parties.items()},
            rooms=self.rooms,
        )
        self._rooms: list[Room] | None = None
        self._told: dict[str, Told] = {}
        self._reasons: dict[str, str] = {}

    def rooms(self) -> list[Room]:
        """The places, read when they are first needed."""
        if self._rooms is None:
            self._rooms = rooms_of(actor=self.actor, edition=self.edition)
        return self._rooms

    def reason(self, row: Pending) -> str:
        """The reason that may be told, worked out once."""
        if row.slug not in self._reasons:
            self._reasons[row.slug] = self._redaction.reason(row)
        return self._reasons[row.slug]

    def told(self, row: Pending) -> Told:
        """What may be told of a request, worked out once."""
        if row.slug not in self._told:
            self._told[row.slug] = self._redaction.tell(row)
        return self._told[row.slug]


def _explain(rows: Sequence[Pending], *, known: _Known) -> list[Unmet]:
    shown = any(known.told(row).blockers for row in rows)
    names = {room.pk: str(TranslatedText(room.name)) for room in known.rooms()} if shown else {}
    by_slug = {line.named.slug: line.named for line in known.parties.values()}
    explained = []
    for row in rows:
        a, b = known.parties[row.a], known.parties[row.b]
        in_the_way = _in_the_way(row, known, names)
        explained.append(
            Unmet(
                slug=row.slug,
                a=a.named,
                b=b.named,
                a_kind=a.kind,
                b_kind=b.kind,
                weight=row.weight,
                mandatory=row.mandatory,
                closed_door=row.level == Level.CLOSED_DOOR,
                reason=known.told(row).reason,
                words=words(_case(row, known, by_slug, in_the_way)),
                in_the_way=tuple(in_the_way),
            )
        )
    return explained


def _in_the_way(row: Pending, known: _Known, places: Mapping[int, str]) -> list[InTheWay]:
    """The meetings in the way in order of time; where one party is full, those it holds."""
    told = known.told(row)
    full = row.evidence.get("party") if told.reason in _OF_ONE_PARTY else None
    found = []
    for slug in told.blockers:
        meeting = known.held.get(slug)
        if meeting is None:  # the plan in force has dropped it since
            continue
        a, b = known.parties[meeting.a].named, known.parties[meeting.b].named
        if full in (None, a.slug, b.slug):
            hour = known.hours[meeting.slot]
            found.append(
                InTheWay(a, b, meeting.weight, hour.starts, hour.ends, places[meeting.place])
            )
    return sorted(found, key=lambda one: (one.starts, one.a.slug))


_OF_ONE_PARTY = (UnmetReason.PARTY_FULL, UnmetReason.DAY_FULL, UnmetReason.TRAVEL)


def _case(
    row: Pending, known: _Known, by_slug: Mapping[str, Named], in_the_way: Sequence[InTheWay]
) -> Case:
    told, evidence = known.told(row), row.evidence
    a, b = known.parties[row.a].named, known.parties[row.b].named
    if told.reason == NOT_AVAILABLE:
        return Case(told.reason, a, b, row.weight)
    earlier = []
    for slug in evidence.get("requests", ()):
        first = known.held.get(slug) or known.waiting.get(slug)
        if first is not None:
            pair = known.parties[first.a].named, known.parties[first.b].named
            earlier.append((*pair, slug in known.held))
    # Those that are held only matter (they end too late) when none is missing.
    earlier = [one for one in earlier if not one[2]] or earlier
    return Case(
        told.reason,
        a,
        b,
        row.weight,
        told.slots,
        blockers=[one.weight for one in in_the_way],
        party=by_slug.get(evidence.get("party") or ""),
        limit=evidence.get("limit"),
        busy=len(evidence.get("busy", ())),
        interpreters=len(evidence.get("interpreters", ())),
        earlier=earlier,
        proven=known.proven,
    )
