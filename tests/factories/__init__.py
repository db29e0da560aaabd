"""Rows for tests, with everything that does not matter filled in.

Each function makes one row (and what it cannot do without); pass what the test is about. Names
are numbered, so that two rows never collide.
"""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from salon.core.models import JournalEntry
from salon.directory.models import Organisation, Person
from salon.editions.models import Edition, KeyDate, News, Notice, Phase, Space, Venue
from salon.exhibition.models import Equipment, Exhibitor, Picture, Shape, Stand
from salon.meetings.choices import HalfDay
from salon.meetings.models import (
    Commitment,
    Interpreter,
    Meeting,
    MeetingRequest,
    Party,
    Place,
    PlanRun,
    Publication,
    Slot,
    UnmetRequest,
)
from salon.programme.models import Session, Transfer

NINE = datetime(2025, 11, 11, 9, tzinfo=UTC)  # Bamako lives on UTC
_numbers = count(1)


def _named(kind: str, given: dict[str, Any], *, slug: bool = True) -> dict[str, Any]:
    number = next(_numbers)
    names = {"name": {"fr": f"{kind} {number}", "en": f"{kind} {number} (en)"}}
    if slug:
        names["slug"] = f"{kind.lower()}-{number}"
    return {**names, "fictional": True, **given}


def edition(**given: Any) -> Edition:
    values = {
        "theme": {"fr": "Thème", "en": "Theme"},
        "starts": date(2025, 11, 11),
        "ends": date(2025, 11, 14),
        **_named("Edition", given),
    }
    return Edition.objects.create(**values)


def venue(**given: Any) -> Venue:
    return Venue.objects.create(**{"city": "Bamako", **_named("Venue", given)})


def space(**given: Any) -> Space:
    values = {"kind": "room", **_named("Room", given)}
    values.setdefault("venue", None)
    values["venue"] = values["venue"] or venue()
    return Space.objects.create(**values)


def phase(**given: Any) -> Phase:
    values = {"starts": date(2025, 11, 11), "ends": date(2025, 11, 12), **_named("Phase", given)}
    if "edition" not in values:
        values["edition"] = edition()
    return Phase.objects.create(**values)


def organisation(**given: Any) -> Organisation:
    values = {"kind": "company", "country": "ML", **_named("Organisation", given)}
    return Organisation.objects.create(**values)


def person(**given: Any) -> Person:
    values = {
        "name": f"Person {next(_numbers)}",
        "languages": ["fr"],
        "fictional": True,
        **given,
    }
    if "organisation" not in values:
        values["organisation"] = organisation(kind="agency")
    return Person.objects.create(**values)


def stand(*, edition: Edition, **given: Any) -> Stand:
    values = {"number": f"S-{next(_numbers)}", "fictional": True, **given}
    if "space" not in values:
        values["space"] = space()
    if "organisation" not in values:
        values["organisation"] = organisation()
    return Stand.objects.create(edition=edition, **values)


def news(*, edition: Edition, **given: Any) -> News:
    values = _named("News", given)
    values["title"] = values.pop("name")
    values = {"text": {"fr": "Texte", "en": "Text"}, "published_at": NINE, **values, **given}
    return News.objects.create(edition=edition, **values)


def notice(*, edition: Edition, **given: Any) -> Notice:
    values = _named("Notice", given)
    values["title"] = values.pop("name")
    return Notice.objects.create(
        edition=edition, **{"text": {"fr": "Texte", "en": "Text"}, **values, **given}
    )


def key_date(*, edition: Edition, **given: Any) -> KeyDate:
    """On the edition's first day, unless told otherwise."""
    values = _named("Date", given, slug=False)
    values["title"] = values.pop("name")
    values = {"kind": "related", "first_day": edition.starts, **values, **given}
    values.setdefault("last_day", values["first_day"])
    return KeyDate.objects.create(edition=edition, **values)


def transfer(*, edition: Edition, **given: Any) -> Transfer:
    """An hour on the road from nine."""
    values = {"departs": NINE, "fictional": True, **given}
    values.setdefault("arrives", values["departs"] + timedelta(hours=1))
    for end in ("origin", "destination"):
        if end not in values:
            values[end] = venue()
    return Transfer.objects.create(edition=edition, **values)


def exhibitor(*, edition: Edition, **given: Any) -> Exhibitor:
    """Approved: most tests are about what the public sees."""
    values = {"review": "approved", "fictional": True, **given}
    if "organisation" not in values:
        values["organisation"] = organisation()
    values.setdefault("slug", values["organisation"].slug)
    return Exhibitor.objects.create(edition=edition, **values)


def equipment(*, exhibitor: Exhibitor, **given: Any) -> Equipment:
    """Approved, like its exhibitor."""
    values = {"category": "radar", "review": "approved", **_named("Equipment", given)}
    return Equipment.objects.create(exhibitor=exhibitor, **values)


def picture(*, equipment: Equipment, **given: Any) -> Picture:
    values = {
        "alt": {"fr": "Image", "en": "Picture"},
        "digest": f"{next(_numbers):064x}",
        "width": 1200,
        "height": 800,
        "widths": [1200, 400],
        **given,
    }
    return Picture.objects.create(equipment=equipment, **values)


def shape(*, equipment: Equipment, **given: Any) -> Shape:
    values = {
        "digest": f"{next(_numbers):064x}",
        "size": 20_000,
        "triangles": 500,
        "width": 1000,
        "height": 1000,
        "depth": 1000,
        **given,
    }
    return Shape.objects.create(equipment=equipment, **values)


def session(**given: Any) -> Session:
    values = _named("Session", given)
    values["title"] = values.pop("name")
    if "phase" not in values:
        values["phase"] = phase(edition=values["edition"]) if "edition" in values else phase()
    values.setdefault("edition", values["phase"].edition)
    if "venue" not in values:
        values["venue"] = venue()
    values = {
        "kind": "conference",
        "starts": NINE,
        "ends": NINE + timedelta(hours=1),
        **values,
        **given,
    }
    return Session.objects.create(**values)


def slot(*, phase: Phase, number: int = 0, venues: Any = (), **given: Any) -> Slot:
    """The `number`-th half-hour from nine o'clock of the phase's first day (14 to noon, UTC)."""
    starts = NINE.replace(
        year=phase.starts.year, month=phase.starts.month, day=phase.starts.day
    ) + timedelta(minutes=30 * number)
    values = {
        "edition": phase.edition,
        "phase": phase,
        "slug": f"slot-{next(_numbers)}",
        "day": starts.date(),
        "half_day": HalfDay.MORNING if starts.hour < 12 else HalfDay.AFTERNOON,
        "starts": starts,
        "ends": starts + timedelta(minutes=30),
        **given,
    }
    made = Slot.objects.create(**values)
    made.venues.set(venues)
    return made


def party(*, edition: Edition, available: Any = (), **given: Any) -> Party:
    values = {
        "slug": f"party-{next(_numbers)}",
        "kind": "exhibitor",
        "languages": ["fr"],
        **given,
    }
    if "organisation" not in values:
        values["organisation"] = organisation()
    made = Party.objects.create(edition=edition, **values)
    made.available_slots.set(available)
    return made


def place(*, edition: Edition, open_slots: Any = (), **given: Any) -> Place:
    values = _named("Table", given)
    del values["fictional"]
    if "space" not in values:
        values["space"] = space()
    made = Place.objects.create(edition=edition, **values)
    made.open_slots.set(open_slots)
    return made


def interpreter(*, edition: Edition, available: Any = (), **given: Any) -> Interpreter:
    values = {"slug": f"interpreter-{next(_numbers)}", "languages": ["fr", "en"], **given}
    if "person" not in values:
        values["person"] = person()
    made = Interpreter.objects.create(edition=edition, **values)
    made.available_slots.set(available)
    return made


def commitment(*, party: Party, **given: Any) -> Commitment:
    values = {"starts": NINE, "ends": NINE + timedelta(hours=1), **given}
    if "session" not in values:
        values.setdefault("title", {"fr": "Engagement", "en": "Commitment"})
    return Commitment.objects.create(party=party, **values)


def request(*, a: Party, b: Party, **given: Any) -> MeetingRequest:
    values = {"edition": a.edition, "slug": f"r{next(_numbers)}", **given}
    return MeetingRequest.objects.create(a=a, b=b, **values)


def meeting(*, request: MeetingRequest, slot: Slot, place: Place, **given: Any) -> Meeting:
    values = {
        "edition": request.edition,
        "starts": slot.starts,
        "ends": slot.ends,
        "uid": f"{request.slug}@salon.test",
        "changed_at": NINE,
        **given,
    }
    return Meeting.objects.create(request=request, slot=slot, place=place, **values)


def plan_run(*, edition: Edition, **given: Any) -> PlanRun:
    values = {"created_at": NINE, "actor_label": "test", "status": "optimal", **given}
    return PlanRun.objects.create(edition=edition, **values)


def publication(*, edition: Edition, **given: Any) -> Publication:
    values = {"number": 1, "published_at": NINE, **given}
    if "run" not in values:
        values["run"] = plan_run(edition=edition)
    return Publication.objects.create(edition=edition, **values)


def unmet(*, publication: Publication, request: MeetingRequest, **given: Any) -> UnmetRequest:
    values = {"reason": "no_common_slot", **given}
    return UnmetRequest.objects.create(publication=publication, request=request, **values)


def journal_entry(**given: Any) -> JournalEntry:
    values = {
        "stream": "salon",
        "at": NINE,
        "actor_kind": "system",
        "actor_label": "test",
        "action": "test.done",
        "subject": f"test:{next(_numbers)}",
        **given,
    }
    return JournalEntry.objects.create(**values)
