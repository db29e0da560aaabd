"""What the public sees of the exhibition beside its meetings: exhibitors and their catalogue, the
floor plans, who speaks, who booked, the shuttles. All of it is invented but the two drones that the
press names and what it says the firms are known for.

It draws from a random sequence of its own, so that meetings stay the same whatever is added here.
"""

import random
from collections import defaultdict
from datetime import date, timedelta
from typing import Final

from salon.demo import facts, visitors
from salon.demo.catalogue import ITEMS, LABELS, Item
from salon.demo.generator.timetable import CENTRE, CICB, PARC, moment
from salon.demo.generator.world import World
from salon.directory.models import Person
from salon.editions.models import News, Notice, Space, Venue
from salon.exhibition.choices import Review
from salon.exhibition.models import Characteristic, Equipment, Exhibitor, Stand
from salon.meetings.choices import PartyKind
from salon.meetings.models import Commitment, Party
from salon.programme.choices import SessionKind, SpeakerRole
from salon.programme.models import Booking, Session, Speaker, Transfer

#: Still to be reviewed, so that there is something an organiser has not let out yet.
WAITING: Final = {"jeu-fanus": Review.SUBMITTED, "cuisine-polevaya": Review.DRAFT}

#: What is shown or tried at which session.
SHOWN: Final = {
    "projection-drones": ("akinci", "bayraktar-tb2", "drone-kumrul", "camera-gozelci"),
    "projection-radars": ("radar-kartalay", "radar-haiwang", "blinde-kaiyuan"),
    "atelier-simulation": ("poste-masal",),
    "atelier-realite-augmentee": ("cabine-seyir",),
    "panel-frontieres": ("camera-gozelci", "radar-kartalay"),
    "panel-spatial": ("station-yildizli",),
    "demo-transmissions": ("mat-minare", "radio-wangluo", "remorque-guneslik"),
    "demo-secours": ("hopital-sifa", "vehicule-medvezhonok", "ambulance-destanci"),
    "demo-radar": ("radar-kartalay", "radar-zagadka"),
    "demo-mobilite": ("camion-karavanik", "pont-koprulu", "blinde-kaiyuan"),
}

#: Seats by kind of session, where they are counted.
SEATS: Final = {SessionKind.WORKSHOP: 40, SessionKind.DEMONSTRATION: 120}

#: Sides of each venue's plan; rectangles of its spaces (left, top, right, bottom). Decimetres.
PLANS: Final = {
    CICB: ((800, 500), {
        "grande-salle": (40, 40, 440, 460),
        "espace-rencontres": (480, 40, 760, 250),
        "salles-reservees": (480, 290, 760, 460),
    }),
    PARC: ((1400, 850), {
        "hall-a": (40, 40, 540, 440),
        "hall-b": (580, 40, 1080, 440),
        "esplanade": (40, 490, 1080, 810),
        "auditorium": (1120, 40, 1360, 260),
        "carre-rencontres": (1120, 300, 1360, 520),
        "salons-reserves": (1120, 560, 1360, 660),
    }),
    CENTRE: ((1600, 900), {
        "terrain": (40, 40, 1100, 860),
        "tentes": (1150, 40, 1560, 440),
        "salons-reserves": (1150, 490, 1560, 700),
    }),
}  # fmt: skip
STAND: Final = (80, 65)
AISLE: Final = (35, 28)

#: Where each venue lies on the sketch, in hundredths of its sides.
SKETCH: Final = {CICB: (26, 62), PARC: (38, 50), "koulouba": (18, 40), CENTRE: (84, 16)}

#: Departure, from, to: what the demonstrations need, and the way back.
SHUTTLES: Final = tuple(
    (date(2025, 11, day), clock, one, other)
    for day in (13, 14)
    for clock, one, other in (
        ("07:30", PARC, CENTRE),
        ("08:15", PARC, CENTRE),
        ("13:15", PARC, CENTRE),
        ("12:20", CENTRE, PARC),
        ("17:45", CENTRE, PARC),
    )
)
ON_THE_ROAD: Final = timedelta(minutes=75)


def add_exhibition(world: World, seed: int) -> None:
    """Write all of it; participants, stands, sessions and commitments are there already."""
    rng = random.Random(f"{seed} exhibition")  # noqa: S311  the same every time is the point
    _draw_plans(world)
    exhibitors = _exhibitors(world)
    equipment = _equipment(exhibitors)
    _show(world, equipment)
    _sessions(world, rng)
    _speakers(world, rng)
    _bookings(world, rng)
    _shuttles(world)
    _notices(world)


def _draw_plans(world: World) -> None:
    for slug, (x, y) in SKETCH.items():
        Venue.objects.filter(slug=slug).update(sketch_x=x, sketch_y=y)
    for slug, ((width, depth), spaces) in PLANS.items():
        venue = world.venues[slug]
        Venue.objects.filter(pk=venue.pk).update(plan_width=width, plan_depth=depth)
        for name, (left, top, right, bottom) in spaces.items():
            outline = [[left, top], [right, top], [right, bottom], [left, bottom]]
            Space.objects.filter(pk=world.spaces[slug, name].pk).update(outline=outline)
    in_space: dict[int, list[Stand]] = defaultdict(list)
    for stand in Stand.objects.filter(edition=world.edition).select_related("space").order_by("pk"):
        in_space[stand.space_id].append(stand)
    for stands in in_space.values():
        left, top, right, _ = PLANS[PARC][1][stands[0].space.slug]
        across = (right - left - AISLE[0]) // (STAND[0] + AISLE[0])
        for n, stand in enumerate(stands):
            stand.width, stand.depth = STAND
            stand.x = left + AISLE[0] + n % across * (STAND[0] + AISLE[0])
            stand.y = top + AISLE[1] + n // across * (STAND[1] + AISLE[1])
        Stand.objects.bulk_update(stands, ["x", "y", "width", "depth"])


def _exhibitors(world: World) -> dict[str, Exhibitor]:
    """By the name of the firm."""
    made = {}
    for party in world.of_kind(PartyKind.EXHIBITOR):
        firm = party.organisation
        name = str(firm.name["fr"])
        made[name] = Exhibitor(
            edition=world.edition,
            organisation=firm,
            slug=firm.slug,
            summary=facts.KNOWN_FOR.get(name, {} if firm.source else _FICTION),
            review=Review.APPROVED,
            source=firm.source,
            fictional=firm.fictional,
        )
    Exhibitor.objects.bulk_create(made.values())
    return made


_FICTION: Final = {
    "fr": "Entreprise inventée pour la démonstration.",
    "en": "A firm invented for the demonstration.",
}


def _equipment(exhibitors: dict[str, Exhibitor]) -> dict[str, Equipment]:
    """By its slug."""
    items = [item for item in ITEMS if item.firm in exhibitors]
    made = {item.slug: _entry(item, exhibitors[item.firm]) for item in items}
    for entry in made.values():
        entry.save()
    Characteristic.objects.bulk_create(
        Characteristic(
            equipment=made[item.slug],
            position=n,
            label=LABELS[key],
            value={"fr": value, "en": value.replace(",", ".")},
        )
        for item in items
        for n, (key, value) in enumerate(item.figures)
    )
    return made


def _entry(item: Item, exhibitor: Exhibitor) -> Equipment:
    return Equipment(
        exhibitor=exhibitor,
        slug=item.slug,
        name={"fr": item.fr, "en": item.en},
        category=item.category,
        control=item.control,
        summary={"fr": item.said_fr, "en": item.said_en},
        languages=[] if item.source else ["fr", "en"],
        review=WAITING.get(item.slug, Review.APPROVED),
        source=item.source,
        fictional=not item.source,
    )


def _show(world: World, equipment: dict[str, Equipment]) -> None:
    sessions = {session.slug: session for session in world.sessions}
    through = Session.equipment.through
    through._default_manager.bulk_create(
        through(session_id=sessions[slug].pk, equipment_id=equipment[item].pk)
        for slug, items in SHOWN.items()
        for item in items
        if item in equipment
    )


def _sessions(world: World, rng: random.Random) -> None:
    for session in world.sessions:
        session.capacity = SEATS.get(SessionKind(session.kind))
        session.languages = ["fr"]
        if session.kind in (SessionKind.CONFERENCE, SessionKind.PANEL, SessionKind.CEREMONY):
            session.interpretation = ["en", "tr", "ru"] if rng.random() < 0.6 else ["en"]
        elif session.kind == SessionKind.DEMONSTRATION:
            session.languages = ["fr", "en"]
    Session.objects.bulk_update(world.sessions, ["capacity", "languages", "interpretation"])


def _speakers(world: World, rng: random.Random) -> None:
    """People who take part anyway; a ceremony has none, for officials are not invented."""
    firms = [p.organisation_id for p in world.of_kind(PartyKind.EXHIBITOR)]
    hosts = [
        p.organisation_id for p in world.parties if p.kind in (PartyKind.FORCE, PartyKind.MINISTRY)
    ]
    people: dict[int, list[Person]] = defaultdict(list)
    for person in Person.objects.filter(organisation__in=[*firms, *hosts]).order_by("pk"):
        people[person.organisation_id].append(person)
    speakers = []
    for session in world.sessions:
        if session.kind == SessionKind.CEREMONY or not session.fictional:
            continue
        talking = rng.sample(firms, min(2, len(firms))) + rng.sample(hosts, min(1, len(hosts)))
        for n, organisation in enumerate(reversed(talking)):
            role = SpeakerRole.MODERATOR if n == 0 else SpeakerRole.SPEAKER
            person = rng.choice(people[organisation])
            speakers.append(Speaker(session=session, person=person, role=role, position=n))
    Speaker.objects.bulk_create(speakers)


def _bookings(world: World, rng: random.Random) -> None:
    """Those who attend hold seats, for as long as there are any."""
    counted = {session.pk: session for session in world.sessions if session.capacity}
    left = {pk: session.capacity or 0 for pk, session in counted.items()}
    organisation = dict(Party.objects.values_list("pk", "organisation_id"))
    bookings = []
    attending = Commitment.objects.filter(session__in=left).order_by("pk")
    for party, session in attending.values_list("party_id", "session_id"):
        seats = min(rng.randint(1, 4), left[session])
        if seats:
            left[session] -= seats
            bookings.append(
                Booking(session=counted[session], organisation_id=organisation[party], seats=seats)
            )
    Booking.objects.bulk_create(bookings)


def _shuttles(world: World) -> None:
    Transfer.objects.bulk_create(
        Transfer(
            edition=world.edition,
            origin=world.venues[one],
            destination=world.venues[other],
            departs=moment(day, clock),
            arrives=moment(day, clock) + ON_THE_ROAD,
            seats=50,
            fictional=True,
        )
        for day, clock, one, other in SHUTTLES
    )


def _notices(world: World) -> None:
    for slug, said in visitors.DIRECTIONS.items():
        Venue.objects.filter(slug=slug).update(directions=said)
    Notice.objects.bulk_create(
        Notice(edition=world.edition, position=n, fictional=True, **row)
        for n, row in enumerate(visitors.NOTICES)
    )
    News.objects.bulk_create(News(edition=world.edition, **row) for row in facts.NEWS)
