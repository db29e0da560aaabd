"""One edition as large as that of the largest fair, and as much again that nobody has published.

300 sessions on four days, 400 exhibitors with a stand on the plan and 2,000 entries with
characteristics, speakers, bookings, shuttles, news, and a published plan of 400 exhibitors and 90
delegations. Besides, 400 exhibitors and 2,000 entries that wait for review. Rows are written in
bulk: it takes some seconds. The same seed gives the same edition.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.core.cache import cache
from django.db import transaction
from django.utils.text import slugify

from salon.demo.catalogue import ITEMS
from salon.directory.models import Organisation, Person
from salon.editions.models import Axis, Edition, KeyDate, News, Notice, Phase, Space, Venue
from salon.exhibition.choices import Category, Control
from salon.exhibition.models import Characteristic, Equipment, Exhibitor, Hotspot, Shape, Stand
from salon.exhibition.selectors import catalogue
from salon.meetings.models import Meeting, MeetingRequest, Party, Place, Slot, UnmetRequest
from salon.meetings.selectors import unmet
from salon.portal.views import plans
from salon.programme.choices import SessionKind, SpeakerRole
from salon.programme.models import Booking, Session, Speaker, Transfer
from tests import factories
from tests.factories import NINE

SESSIONS: Final = 300
EXHIBITORS: Final = 400
ENTRIES: Final = 2000
DELEGATIONS: Final = 90
REQUESTS: Final = 3000
DAYS: Final = 4
COUNTRIES: Final = ("ML", "TR", "SN", "CN", "RU", "FR", "MA", "ZA", "AE", "BR", "IN", "CI")
#: Words that are in no published row: where one is seen, something unpublished is.
UNPUBLISHED: Final = "Zzbrouillon"

#: Sides of a hall and of a stand in it with its share of the aisles, decimetres; stands in a row.
HALL, CELL, ACROSS = (2400, 1000), (115, 93), 20

_SYLLABLES: Final = [
    one + other for one in (*"bdfgklmnrstvyz", "sh", "ch", "kr", "st") for other in "aeiou"
]
_SUBJECTS: Final = (
    ("la maintenance en climat chaud", "upkeep in a hot climate"),
    ("l’eau et l’énergie d’un camp", "water and energy of a camp"),
    ("la surveillance des frontières", "watching borders"),
    ("la formation des équipages", "training crews"),
    ("les secours après une crue", "rescue after a flood"),
    ("les transmissions en zone blanche", "signals out of coverage"),
    ("la coproduction au Sahel", "building together in the Sahel"),
    ("l’imagerie satellitaire", "satellite imagery"),
)


def _each(model: Any, rows: Sequence[Any]) -> list[Any]:
    return list(model.objects.bulk_create(rows, batch_size=500))


@dataclass
class _World:
    """What was made so far."""

    rng: random.Random
    edition: Edition
    phases: list[Phase]
    park: Venue
    centre: Venue
    halls: list[Space]
    rooms: list[Space]
    firms: list[Organisation] = field(default_factory=list)
    delegations: list[Organisation] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    entries: list[Equipment] = field(default_factory=list)
    stands: list[Stand] = field(default_factory=list)

    def invented(self) -> str:
        return "".join(self.rng.choices(_SYLLABLES, k=self.rng.randint(2, 4))).capitalize()


def add_full_size(*, slug: str = "full", seed: int = 1) -> Edition:
    """Write it all, and a journal entry, so that pages may be kept."""
    with transaction.atomic():
        world = _grounds(slug, seed)
        _organisations(world)
        _exhibition(world)
        _programme(world)
        _visiting(world)
        _meetings(world)
        factories.journal_entry(stream=slug)
    return world.edition


def _grounds(slug: str, seed: int) -> _World:
    """Edition, phases, venues; the first venue has two halls of stands and six rooms."""
    edition = factories.edition(
        slug=slug,
        name={"fr": "Salon à pleine taille", "en": "Fair at full size"},
        starts=NINE.date(),
        ends=NINE.date() + timedelta(days=DAYS - 1),
    )
    (across, down) = HALL
    park = factories.venue(
        slug="park", name={"fr": "Parc des Expositions", "en": "Exhibition Park"},
        plan_width=2 * across + 120, plan_depth=down + 480, sketch_x=20, sketch_y=70,
    )  # fmt: skip
    centre = factories.venue(
        slug="centre", name={"fr": "Centre d’essais", "en": "Trial Ground"}, city="Koulikoro",
        plan_width=1600, plan_depth=900, sketch_x=80, sketch_y=20,
    )  # fmt: skip
    halls = [
        _space(park, f"hall-{'ab'[n]}", f"Hall {'AB'[n]}", 40 + n * (across + 40), 40, HALL)
        for n in range(2)
    ]
    rooms = [
        _space(park, f"room-{n}", f"Salle {n}", 40 + 400 * n, down + 100, (360, 340))
        for n in range(6)
    ]
    phases = [
        factories.phase(edition=edition, slug=name, name={"fr": fr, "en": en}, venue=venue,
            starts=edition.starts, ends=edition.ends)
        for name, fr, en, venue in (
            ("exhibition", "Exposition", "Exhibition", park),
            ("demonstrations", "Démonstrations", "Demonstrations", centre),
        )
    ]  # fmt: skip
    return _World(random.Random(f"{seed} full size"), edition, phases, park, centre, halls, rooms)


def _space(
    venue: Venue, slug: str, name: str, left: int, top: int, sides: tuple[int, int]
) -> Space:
    right, bottom = left + sides[0], top + sides[1]
    return factories.space(
        venue=venue, slug=slug, name={"fr": name, "en": name.replace("Salle", "Room")},
        kind="hall" if slug.startswith("hall") else "room",
        outline=[[left, top], [right, top], [right, bottom], [left, bottom]],
    )  # fmt: skip


def _organisations(world: _World) -> None:
    """Twice as many firms as exhibit in public, the delegations, two people of each."""

    def one(slug: str, name: str, **more: Any) -> Organisation:
        return Organisation(
            slug=slug, name={"fr": name, "en": name}, fictional=True,
            country=world.rng.choice(COUNTRIES), **more,
        )  # fmt: skip

    names = [f"{world.invented()} {world.invented()}" for _ in range(EXHIBITORS)]
    rows = [one(slugify(name), name, kind="company") for name in names]
    rows += [
        one(f"waiting-{n}", f"{UNPUBLISHED} {world.invented()}", kind="company")
        for n in range(EXHIBITORS)
    ]
    rows += [
        one(f"delegation-{n}", f"Délégation {world.invented()}", kind="agency")
        for n in range(DELEGATIONS)
    ]
    made = _each(Organisation, rows)
    world.firms, world.delegations = made[: 2 * EXHIBITORS], made[2 * EXHIBITORS :]
    world.people = _each(
        Person,
        [
            Person(
                organisation=firm, name=f"{world.invented()} {world.invented()}", fictional=True,
                function={"fr": "Responsable technique", "en": "Technical lead"}, languages=["fr"],
            )
            for firm in world.firms[:EXHIBITORS]
            for _ in range(2)
        ],
    )  # fmt: skip


def _exhibition(world: _World) -> None:
    """Approved exhibitors first; of each lot of entries every second one of drafts is an approved
    exhibitor's own."""
    exhibitors = _each(
        Exhibitor,
        [
            Exhibitor(
                edition=world.edition, organisation=firm, slug=firm.slug, fictional=True,
                summary={"fr": f"{firm.name} équipe.", "en": f"{firm.name} equips."},
                website="https://example.org/",
                review="approved" if n < EXHIBITORS else ("draft", "submitted")[n % 2],
            )
            for n, firm in enumerate(world.firms)
        ],
    )  # fmt: skip
    nouns = [(one.fr.rsplit(" ", 1)[0], one.en.split(" ", 1)[-1]) for one in ITEMS if " " in one.fr]
    rows = []
    for n in range(2 * ENTRIES):
        (fr, en), name = world.rng.choice(nouns), world.invented()
        public = n < ENTRIES
        of = exhibitors[n % EXHIBITORS if public or n % 2 else EXHIBITORS + n % EXHIBITORS]
        name = name if public else f"{UNPUBLISHED} {name}"
        rows.append(
            Equipment(
                exhibitor=of, slug=f"entry-{n}", name={"fr": f"{fr} {name}", "en": f"{name} {en}"},
                category=world.rng.choice(Category.values), fictional=True,
                control=world.rng.choice(Control.values) if n % 3 else "", languages=["fr", "en"],
                summary={"fr": f"{fr} pour le Sahel.", "en": f"A {en} for the Sahel."},
                review="approved" if public else ("draft", "submitted", "returned")[n % 3],
            )
        )  # fmt: skip
    made = _each(Equipment, rows)
    world.entries = made[:ENTRIES]
    _each(
        Characteristic,
        [
            Characteristic(
                equipment=entry, position=position, label={"fr": fr, "en": en},
                value={"fr": f"{world.rng.randint(1, 999)} {unit}"},
            )
            for entry in made
            for position, (fr, en, unit) in enumerate(
                (("Masse", "Mass", "kg"), ("Portée", "Range", "km"), ("Hauteur", "Height", "m"))
            )
        ],
    )  # fmt: skip
    _add_models(world, made)
    world.stands = _each(Stand, [_stand(world, n) for n in range(EXHIBITORS)])


def _add_models(world: _World, entries: list[Equipment]) -> None:
    """A 3D model for every fifth entry: three points, a poster; there are no files."""
    shapes = _each(
        Shape,
        [
            Shape(
                equipment=entry, digest=f"{n:064x}", size=300_000, triangles=15_000, width=3000,
                height=4000, depth=5000, poster=f"{n:063x}f", poster_widths=[320, 640, 960],
            )
            for n, entry in enumerate(entries[::5])
        ],
    )  # fmt: skip
    _each(
        Hotspot,
        [
            Hotspot(
                shape=shape, label={"fr": f"Point {n}", "en": f"Spot {n}"},
                position=f"0 {n} 0", normal="0 1 0",
            )
            for shape in shapes
            for n in range(3)
        ],
    )  # fmt: skip


def _stand(world: _World, n: int) -> Stand:
    of_hall = EXHIBITORS // len(world.halls)
    hall, place = world.halls[n // of_hall], n % of_hall
    left, top = hall.outline[0]
    return Stand(
        edition=world.edition, space=hall, number=f"{'AB'[n // of_hall]}-{place + 1:03}",
        organisation=world.firms[n], x=left + 35 + place % ACROSS * CELL[0],
        y=top + 28 + place // ACROSS * CELL[1], width=80, depth=65, fictional=True,
    )  # fmt: skip


def _programme(world: _World) -> None:
    rng, kinds = world.rng, SessionKind.values
    axes = [
        Axis.objects.create(
            phase=world.phases[0], number=n + 1, slug=f"axis-{n}", fictional=True,
            name={"fr": fr[0].upper() + fr[1:], "en": en[0].upper() + en[1:]},
        )
        for n, (fr, en) in enumerate(_SUBJECTS[:5])
    ]  # fmt: skip
    rows = []
    for n in range(SESSIONS):
        starts = _moment(n % DAYS, 2 * (n // DAYS % 16))
        (fr, en), kind = rng.choice(_SUBJECTS), kinds[n % len(kinds)]
        outside = kind == SessionKind.DEMONSTRATION
        name = world.invented()
        rows.append(
            Session(
                edition=world.edition, phase=world.phases[outside], kind=kind, fictional=True,
                axis=None if outside else rng.choice(axes), slug=f"session-{n}",
                title={"fr": f"{name} : {fr}", "en": f"{name}: {en}"},
                summary={"fr": f"Une heure sur {fr}.", "en": f"An hour on {en}."},
                starts=starts, ends=starts + timedelta(hours=1),
                venue=world.centre if outside else world.park,
                space=None if outside else rng.choice(world.rooms), languages=["fr"],
                interpretation=rng.choice((["en"], ["en", "tr"], [])),
                capacity=80 if n % 2 else None,
            )
        )  # fmt: skip
    sessions = _each(Session, rows)
    _each(
        Speaker,
        [
            Speaker(session=one, person=person, position=n,
                role=SpeakerRole.SPEAKER if n else SpeakerRole.MODERATOR)
            for one in sessions
            for n, person in enumerate(rng.sample(world.people, 4))
        ],
    )  # fmt: skip
    _each(
        Booking,
        [
            Booking(session=one, organisation=firm, seats=2)
            for one in sessions
            if one.capacity
            for firm in rng.sample(world.firms, 20)
        ],
    )
    through: Any = Session.equipment.through
    shown = [(one, item) for one in sessions[::2] for item in rng.sample(world.entries, 4)]
    _each(through, [through(session_id=one.pk, equipment_id=item.pk) for one, item in shown])


def _moment(day: int, half_hours: int) -> datetime:
    return NINE + timedelta(days=day, minutes=30 * half_hours)


def _visiting(world: _World) -> None:
    """Shuttles every half-hour both ways, sixty pieces of news, what to know, key dates."""
    _each(
        Transfer,
        [
            Transfer(
                edition=world.edition, origin=one, destination=other, seats=50, fictional=True,
                departs=_moment(day, n), arrives=_moment(day, n + 1),
            )
            for day in range(DAYS)
            for one, other in ((world.park, world.centre), (world.centre, world.park))
            for n in range(16)
        ],
    )  # fmt: skip

    def told(n: int) -> dict[str, Any]:
        fr, en = _SUBJECTS[n % len(_SUBJECTS)]
        name = world.invented()
        return {
            "edition": world.edition,
            "fictional": True,
            "title": {"fr": f"{name} et {fr}", "en": f"{name} and {en}"},
            "text": {"fr": f"{name} parle de {fr}. " * 6, "en": f"{name} speaks of {en}. " * 6},
        }

    _each(
        News,
        [
            News(slug=f"news-{n}", published_at=NINE - timedelta(hours=9 * n), **told(n))
            for n in range(60)
        ],
    )
    _each(Notice, [Notice(slug=f"notice-{n}", position=n, **told(n)) for n in range(10)])
    dates = []
    for n in range(40):
        day = date(2025, 3, 1) + timedelta(days=11 * n)
        row = told(n)
        del row["text"]
        dates.append(KeyDate(kind="related", first_day=day, last_day=day, **row))
    _each(KeyDate, dates)


def _meetings(world: _World) -> None:
    """A published plan: two requests of three are served."""
    rng = world.rng
    slots = [factories.slot(phase=world.phases[0], number=48 * day + n)
             for day in range(DAYS) for n in range(7)]  # fmt: skip
    firms, delegations = (
        _each(
            Party,
            [
                Party(edition=world.edition, slug=one.slug, organisation=one, kind=kind,
                    languages=["fr"])
                for one in organisations
            ],
        )
        for kind, organisations in (
            ("exhibitor", world.firms[:EXHIBITORS]),
            ("delegation", world.delegations),
        )
    )  # fmt: skip
    for party in (*firms, *delegations):
        party.free = rng.sample(slots, len(slots))
    places = _places(world, firms)
    _all_in_all(Party.available_slots.through, [*firms, *delegations], "party_id", slots)
    _all_in_all(Place.open_slots.through, list(places.values()), "place_id", slots)
    pairs = rng.sample([(a, b) for a in delegations for b in firms], REQUESTS)
    requests = _each(
        MeetingRequest,
        [
            MeetingRequest(edition=world.edition, slug=f"r{n}", a=a, b=b, weight=rng.randint(1, 9))
            for n, (a, b) in enumerate(pairs)
        ],
    )
    publication = factories.publication(
        edition=world.edition,
        run=factories.plan_run(edition=world.edition, engine="test", figures=_FIGURES),
    )
    met, unmet = [], []
    for n, request in enumerate(requests):
        slot = _common(request.a, request.b) if n % 3 else None
        if slot is None:
            unmet.append(
                UnmetRequest(publication=publication, request=request, reason="party_full",
                    evidence={"party": request.a.slug})
            )  # fmt: skip
        else:
            met.append(
                Meeting(
                    edition=world.edition, request=request, slot=slot, starts=slot.starts,
                    ends=slot.ends, place=places[request.b.pk], uid=f"{request.slug}@salon.test",
                    changed_at=NINE,
                )
            )  # fmt: skip
    _each(Meeting, met)
    _each(UnmetRequest, unmet)


_FIGURES: Final = {
    "objectives": [{"name": "weight", "sense": "max", "value": 9000, "bound": 9000, "seconds": 9}],
    "seconds": 20.0,
}


def _common(a: Any, b: Any) -> Slot | None:
    """A slot that both still have, taken from both."""
    free = set(b.free)
    for slot in a.free:
        if slot in free:
            a.free.remove(slot)
            b.free.remove(slot)
            return slot  # type: ignore[no-any-return]
    return None


def _places(world: _World, firms: Sequence[Party]) -> dict[int, Place]:
    """The stand of each exhibitor, by its id."""
    made = _each(
        Place,
        [
            Place(
                edition=world.edition, slug=f"stand-{n}", name={"fr": f"Stand {stand.number}"},
                space=stand.space, stand=stand, owner=party,
            )
            for n, (party, stand) in enumerate(zip(firms, world.stands, strict=True))
        ],
    )  # fmt: skip
    return {place.owner_id: place for place in made}


def _all_in_all(through: Any, rows: Sequence[Any], column: str, slots: Sequence[Slot]) -> None:
    _each(through, [through(**{column: row.pk}, slot=slot) for row in rows for slot in slots])


def forget() -> None:
    """Drop everything that pages are made of and that was kept for the next reader."""
    cache.clear()
    for kept in (catalogue._kept, unmet._kept, plans._kept):
        kept.clear()


#: Every public page of the portal, by its name, below the edition.
PAGES: Final[dict[str, str]] = {
    "home": "",
    "report": "plan/",
    "requests": "plan/requests/",
    "requests-narrowed": "plan/requests/?reason=party_full&page=3",
    "parties": "parties/",
    "parties-found": "parties/?q=sha",
    "party": "parties/{firm}/",
    "delegation": "parties/delegation-0/",
    "party_requests": "parties/delegation-0/requests/",
    "places": "places/",
    "place": "places/stand-0/",
    "programme": "programme/",
    "programme-narrowed": "programme/?kind=panel",
    "session": "programme/session-1/",
    "exhibitors": "exhibitors/",
    "exhibitors-narrowed": "exhibitors/?country=TR&page=2",
    "exhibitors-found": "exhibitors/?q=radar",
    "exhibitors-none": "exhibitors/?q=qwxqwx",
    "catalogue": "equipment/",
    "catalogue-narrowed": "equipment/?category=radar&country=TR",
    "catalogue-found": "equipment/?q=radar",
    "exhibitor": "exhibitors/{firm}/",
    "equipment": "exhibitors/{firm}/entry-0/",
    "showroom": "showroom/",
    "showroom-narrowed": "showroom/?category=radar&page=2",
    "projection": "showroom/projection/",
    "prepare": "showroom/prepare/",
    "visit": "visit/",
    "calendar": "calendar/",
    "news": "news/",
    "news_item": "news/news-0/",
    "plans": "plans/",
    "plan": "plans/park/",
    "plan-stand": "plans/park/?stand=A-017",
    "plan-found": "plans/park/?q=sha",
    "plan-hall": "plans/park/?space=hall-b",
}
#: And those beside the edition.
BESIDE: Final = {"editions": "/editions/", "offline": "/offline/"}


def addresses(edition: Edition) -> dict[str, str]:
    """The path of each page, by its name."""
    firm = Equipment.objects.get(slug="entry-0").exhibitor.slug
    own = {name: path.format(firm=firm) for name, path in PAGES.items()}
    return {name: f"/{edition.slug}/{path}" for name, path in own.items()} | BESIDE


def varied(edition: Edition) -> dict[str, Callable[[int], str]]:
    """Pages that are asked for in ever other words: the path for the n-th."""
    words = [f"{one}{other}" for one in _SYLLABLES for other in _SYLLABLES]

    def path(below: str) -> Callable[[int], str]:
        return lambda n: f"/{edition.slug}/{below}{words[n * 37 % len(words)]}"

    return {
        "parties-?q": path("parties/?q="),
        "exhibitors-?q": path("exhibitors/?q="),
        "catalogue-?q": path("equipment/?q="),
        "plan-?q": path("plans/park/?q="),
        "plan-?stand": lambda n: f"/{edition.slug}/plans/park/?stand=A-{n % 200 + 1:03}",
        "requests-?q": path("plan/requests/?q="),
    }
