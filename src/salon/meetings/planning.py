"""The bridge to the engine: an edition as its problem, its plan as JSON. Nothing else in Salon
imports `rendezvous`.

The engine's ids are our slugs: what a run stores can be read again, and checked by anyone, as long
as the slugs stand.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

import rendezvous
from rendezvous import codec
from rendezvous import problem as engine
from rendezvous.checking import check_problem
from salon.core.errors import DomainError
from salon.editions.models import Edition, TravelTime, Venue
from salon.meetings.choices import LUNCH_EXEMPT, Level
from salon.meetings.models import (
    Commitment,
    Interpreter,
    MeetingRequest,
    Party,
    Place,
    Precedence,
    Slot,
)

Progress = rendezvous.Progress

RULES: Final = engine.Rules(lunch_exempt=LUNCH_EXEMPT)

SHOWN: Final = 5

PRICING: Final = 0.4
"""The time to find what guarantees cost, as a share of the time to plan."""


@dataclass(frozen=True)
class Outcome:
    """A verified plan, as JSON, with the problem it answers."""

    problem: dict[str, Any]
    result: dict[str, Any]
    status: str
    engine: str


def problem_of(*, edition: Edition) -> engine.Problem:
    """The edition's meeting problem. The number of queries does not depend on its size.

    Names are in the default language, so that the same edition gives the same problem to everyone.
    """
    with translation.override(settings.LANGUAGE_CODE):
        return _Reader(edition).problem()


class _Reader:
    """Reads each table once; `_ids` of a many-to-many field are in the order of the slots."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition
        self.slots = list(Slot.objects.filter(edition=edition).order_by("starts"))
        self.slot_names = {slot.pk: slot.slug for slot in self.slots}
        self.order = {slot.pk: n for n, slot in enumerate(self.slots)}
        self.venues = dict(Venue.objects.order_by("id").values_list("id", "slug"))

    def problem(self) -> engine.Problem:
        slots = self._slots()
        places = self._places()
        busy = self._busy()
        used = {venue for slot in slots for venue in slot.venues}
        used.update(place.venue for place in places)
        used.update(item.venue for item in busy if item.venue is not None)
        homes = {place.owner: place.id for place in places if place.owner is not None}
        return engine.Problem(
            name=str(self.edition.name),
            venues=self._venues(used),
            travel=self._travel(used),
            slots=slots,
            parties=self._parties(homes),
            requests=self._requests(),
            places=places,
            interpreters=self._interpreters(),
            busy=busy,
            rules=RULES,
        )

    def _named(self, slots: Iterable[int]) -> tuple[str, ...]:
        return tuple(self.slot_names[pk] for pk in sorted(slots, key=self.order.__getitem__))

    def _many(self, pairs: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
        found: dict[int, list[int]] = defaultdict(list)
        for owner, slot in pairs:
            found[owner].append(slot)
        return found

    def _venues(self, used: set[str]) -> tuple[engine.Venue, ...]:
        rows = Venue.objects.filter(slug__in=used).order_by("id")
        return tuple(engine.Venue(id=venue.slug, name=str(venue.name)) for venue in rows)

    def _travel(self, used: set[str]) -> tuple[engine.Travel, ...]:
        rows = TravelTime.objects.order_by("a", "b").values_list("a", "b", "minutes")
        return tuple(
            engine.Travel((self.venues[a], self.venues[b]), minutes)
            for a, b, minutes in rows
            if self.venues[a] in used and self.venues[b] in used
        )

    def _slots(self) -> tuple[engine.Slot, ...]:
        pairs = Slot.venues.through._default_manager.filter(slot__edition=self.edition)
        opened: dict[int, list[str]] = defaultdict(list)
        for slot, venue in pairs.order_by("venue_id").values_list("slot_id", "venue_id"):
            opened[slot].append(self.venues[venue])
        return tuple(
            engine.Slot(
                id=slot.slug,
                start=timezone.localtime(slot.starts),
                end=timezone.localtime(slot.ends),
                day=slot.day.isoformat(),
                half_day=slot.half_day,
                venues=tuple(opened[slot.pk]),
            )
            for slot in self.slots
        )

    def _parties(self, homes: Mapping[str, str]) -> tuple[engine.Party, ...]:
        through = Party.available_slots.through._default_manager
        pairs = through.filter(party__edition=self.edition).values_list("party_id", "slot_id")
        there = self._many(pairs)
        rows = Party.objects.filter(edition=self.edition).select_related("organisation")
        return tuple(
            engine.Party(
                id=party.slug,
                name=str(party.name),
                kind=party.kind,
                teams=party.teams,
                slots=self._named(there[party.pk]),
                languages=tuple(party.languages),
                home=homes.get(party.slug),
                max_per_day=party.max_per_day,
                minimum=party.minimum,
            )
            for party in rows.order_by("slug")
        )

    def _places(self) -> tuple[engine.Place, ...]:
        through = Place.open_slots.through._default_manager
        pairs = through.filter(place__edition=self.edition).values_list("place_id", "slot_id")
        opened = self._many(pairs)
        rows = Place.objects.filter(edition=self.edition).select_related("space", "owner")
        return tuple(
            engine.Place(
                id=place.slug,
                venue=self.venues[place.space.venue_id],
                name=str(place.name),
                capacity=place.capacity,
                slots=self._named(opened[place.pk]),
                closed_door=place.closed_door,
                owner=place.owner.slug if place.owner else None,
            )
            for place in rows.order_by("slug")
        )

    def _interpreters(self) -> tuple[engine.Interpreter, ...]:
        through = Interpreter.available_slots.through._default_manager
        pairs = through.filter(interpreter__edition=self.edition)
        there = self._many(pairs.values_list("interpreter_id", "slot_id"))
        rows = Interpreter.objects.filter(edition=self.edition).select_related("person")
        return tuple(
            engine.Interpreter(
                id=interpreter.slug,
                name=interpreter.person.name,
                languages=tuple(interpreter.languages),
                slots=self._named(there[interpreter.pk]),
                max_run=interpreter.max_run,
            )
            for interpreter in rows.order_by("slug")
        )

    def _busy(self) -> tuple[engine.Busy, ...]:
        rows = Commitment.objects.filter(party__edition=self.edition)
        return tuple(
            engine.Busy(
                id=f"c{item.pk}",
                party=item.party.slug,
                start=timezone.localtime(item.starts),
                end=timezone.localtime(item.ends),
                venue=self.venues[item.venue_id] if item.venue_id else None,
                teams=item.teams,
                label=str(item.label),
            )
            for item in rows.select_related("party", "session").order_by("starts", "id")
        )

    def _requests(self) -> tuple[engine.Request, ...]:
        through = MeetingRequest.allowed_slots.through._default_manager
        pairs = through.filter(meetingrequest__edition=self.edition)
        allowed = self._many(pairs.values_list("meetingrequest_id", "slot_id"))
        before: dict[int, list[str]] = defaultdict(list)
        chain = Precedence.objects.filter(request__edition=self.edition).order_by("earlier__slug")
        for request, earlier in chain.values_list("request_id", "earlier__slug"):
            before[request].append(earlier)
        of_phase = self._many((slot.phase_id, slot.pk) for slot in self.slots)
        rows = MeetingRequest.objects.filter(edition=self.edition)
        rows = rows.select_related("a", "b", "fixed_place").order_by("slug")
        return tuple(
            engine.Request(
                id=row.slug,
                parties=(row.a.slug, row.b.slug),
                weight=row.weight,
                mandatory=row.mandatory,
                length=row.length,
                slots=self._allowed(row, allowed, of_phase),
                fixed_slot=self.slot_names[row.fixed_slot_id] if row.fixed_slot_id else None,
                fixed_place=row.fixed_place.slug if row.fixed_place else None,
                closed_door=row.level == Level.CLOSED_DOOR,
                after=tuple(before[row.pk]),
            )
            for row in rows
        )

    def _allowed(
        self,
        row: MeetingRequest,
        allowed: Mapping[int, list[int]],
        of_phase: Mapping[int, list[int]],
    ) -> tuple[str, ...] | None:
        if row.pk in allowed:
            return self._named(allowed[row.pk])
        return self._named(of_phase.get(row.phase_id, [])) if row.phase_id else None


def plan(
    *,
    edition: Edition,
    seconds: float,
    seed: int = 0,
    progress: Callable[[Progress], None] | None = None,
) -> Outcome:
    """Plan the edition's meetings for up to `seconds`; what comes back has passed `verify`.

    What guarantees cost in served weight is sought after that, in `PRICING` of the time besides.

    Raises `DomainError` when the data cannot be planned (the message names the first faults) or,
    which would be a fault of the engine, when its plan does not hold.
    """
    problem = problem_of(edition=edition)
    faults = check_problem(problem)
    if faults:
        raise DomainError(
            "unusable_problem",
            _("The meetings cannot be planned. Correct this first: %(faults)s"),
            faults=_listed(faults),
        )
    found = rendezvous.solve(
        problem, stop=rendezvous.Stop(seconds=seconds), seed=seed, progress=progress
    )
    if any(party.minimum for party in problem.parties) or any(
        request.mandatory for request in problem.requests
    ):
        pricing = rendezvous.Stop(seconds=seconds * PRICING)
        found = replace(found, prices=rendezvous.prices(problem, found, stop=pricing, seed=seed))
    report = rendezvous.verify(problem, found)
    if not report.ok:
        raise DomainError(
            "plan_refused",
            _("The plan breaks its own rules and was not kept: %(faults)s"),
            faults=_listed([violation.message for violation in report.violations]),
        )
    return Outcome(
        problem=codec.problem_to_data(problem),
        result=codec.plan_to_data(found),
        status=found.status.value,
        engine=found.engine,
    )


def check(*, problem: Mapping[str, Any], result: Mapping[str, Any]) -> list[str]:
    """What a stored plan breaks of the problem stored with it, one sentence each.

    Judged from the JSON alone, by the engine's independent checker.
    """
    report = rendezvous.verify(
        codec.problem_from_data(dict(problem)), codec.plan_from_data(dict(result))
    )
    return [violation.message for violation in report.violations]


def same_problem(*, edition: Edition, problem: Mapping[str, Any]) -> bool:
    """Whether the edition's data are still those that `problem` was made from."""
    stored = codec.problem_from_data(dict(problem))
    return codec.digest(problem_of(edition=edition)) == codec.digest(stored)


def write_json(*, path: Path, data: Mapping[str, Any]) -> None:
    """Write a problem or a plan as the engine does: the file is the old one or wholly new.

    Raises `DomainError` when the file cannot be written.
    """
    try:
        codec.write(path, data)
    except rendezvous.InputError as error:
        raise DomainError(
            "file_not_written",
            _("%(path)s cannot be written: choose another folder or file name."),
            path=path,
        ) from error


def _listed(faults: list[str]) -> str:
    more = len(faults) - SHOWN
    return "; ".join(faults[:SHOWN] + ([f"… (+{more})"] if more > 0 else []))
