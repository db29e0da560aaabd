"""Slots, sessions and places: when and where there is anything to do. All of it is invented,
but for the themes of the September panels."""

import random
from datetime import date, datetime, time, timedelta
from typing import Final, NamedTuple

from django.utils import timezone

from salon.demo import facts
from salon.demo.generator.world import World
from salon.exhibition.models import Stand
from salon.meetings.choices import HalfDay, PartyKind
from salon.meetings.models import Place, Slot
from salon.programme.choices import SessionKind
from salon.programme.models import Session

LENGTH: Final = timedelta(minutes=40)

CICB, PARC, CENTRE = "cicb", "parc-des-expositions", "boubacar-sada-sy"


class Day(NamedTuple):
    day: date
    phase: str
    morning: str
    afternoon: str
    morning_venues: tuple[str, ...]
    afternoon_venues: tuple[str, ...]


_FULL_MORNING = "09:00 09:45 10:30 11:15 12:00"
_FULL_AFTERNOON = "14:30 15:15 16:00 16:45"
# On the 13th stands are still up in the morning while the demonstrations begin in Koulikoro; on
# Friday the 14th there is time for prayer.
DAYS: Final = (
    *(
        Day(date(2025, 9, day), "preparatory-cycle", "09:00 09:45 10:30 11:15",
            "14:30 15:15 16:00", (CICB,), (CICB,))
        for day in (17, 18)
    ),
    Day(date(2025, 11, 11), "exhibition", "11:00 11:45 12:30", _FULL_AFTERNOON, (PARC,), (PARC,)),
    Day(date(2025, 11, 12), "exhibition", _FULL_MORNING, _FULL_AFTERNOON, (PARC,), (PARC,)),
    Day(date(2025, 11, 13), "demonstrations", _FULL_MORNING, "14:30 15:15 16:00",
        (PARC, CENTRE), (CENTRE,)),
    Day(date(2025, 11, 14), "demonstrations", "09:00 09:45 10:30 11:15", "15:00 15:45",
        (CENTRE,), (CENTRE,)),
)  # fmt: skip


class Talk(NamedTuple):
    """A session; `draws` is the share of the parties there that attend it."""

    slug: str
    kind: SessionKind
    phase: str
    day: tuple[int, int]
    hours: str
    venue: str
    space: str
    fr: str
    en: str
    draws: float
    axis: int | None = None
    source: str = ""


_CYCLE, _EXPO, _DEMO = "preparatory-cycle", "exhibition", "demonstrations"
_CONFERENCE, _PANEL = SessionKind.CONFERENCE, SessionKind.PANEL
_WORKSHOP, _PROJECTION = SessionKind.WORKSHOP, SessionKind.PROJECTION
_CEREMONY, _DEMONSTRATION = SessionKind.CEREMONY, SessionKind.DEMONSTRATION
SESSIONS: Final = (
    Talk("lancement", _CEREMONY, "launch", (9, 11), "10:00-12:00", CICB, "grande-salle",
         "Conférence de lancement", "Launch conference", 0.0, None, facts.LAUNCH),
    Talk("projection-drones", _PROJECTION, _CYCLE, (9, 15), "10:00-11:30", CICB, "grande-salle",
         "Visuels immersifs : drones et surveillance",
         "Immersive visuals: drones and surveillance", 0.0, 1),
    Talk("projection-radars", _PROJECTION, _CYCLE, (9, 16), "10:00-11:30", CICB, "grande-salle",
         "Visuels immersifs : radars et blindés",
         "Immersive visuals: radars and armoured vehicles", 0.0, 1),
    *(
        Talk(f"panel-cycle-{n}", _PANEL, _CYCLE, day, hours, CICB, "grande-salle",
             panel["fr"], panel["en"], 0.2, 2, facts.LAUNCH)
        for n, (panel, day, hours) in enumerate(
            zip(facts.PANELS, ((9, 17), (9, 18), (9, 24)),
                ("09:30-11:00", "14:30-16:00", "09:30-11:00"), strict=True), 1)
    ),
    Talk("atelier-simulation", _WORKSHOP, _CYCLE, (9, 18), "09:00-10:30", CICB, "grande-salle",
         "Atelier : conduite d’un poste de secours en simulation",
         "Workshop: running an aid post in simulation", 0.12, 3),
    Talk("atelier-realite-augmentee", _WORKSHOP, _CYCLE, (9, 24), "15:00-16:30", CICB,
         "grande-salle", "Atelier : la maintenance en réalité augmentée",
         "Workshop: maintenance in augmented reality", 0.12, 3),
    Talk("ouverture", _CEREMONY, _EXPO, (11, 11), "09:00-10:45", PARC, "auditorium",
         "Cérémonie d’ouverture", "Opening ceremony", 0.8),
    Talk("panel-industrie", _PANEL, _EXPO, (11, 11), "15:00-16:30", PARC, "auditorium",
         "Produire ensemble : cofinancement et coproduction",
         "Producing together: co-financing and joint production", 0.15),
    Talk("panel-formation", _PANEL, _EXPO, (11, 12), "09:30-11:00", PARC, "auditorium",
         "Former et entretenir : ce que coûte un équipement après l’achat",
         "Training and upkeep: what equipment costs after the purchase", 0.15),
    Talk("panel-frontieres", _CONFERENCE, _EXPO, (11, 12), "11:15-12:30", PARC, "auditorium",
         "Surveiller de longues frontières", "Watching long borders", 0.12),
    Talk("panel-secours", _PANEL, _EXPO, (11, 12), "15:00-16:30", PARC, "auditorium",
         "Protection civile : secours, santé, télécommunications",
         "Civil protection: rescue, health, telecommunications", 0.15),
    Talk("panel-spatial", _CONFERENCE, _DEMO, (11, 13), "09:00-10:30", PARC, "auditorium",
         "L’imagerie satellitaire au service des États",
         "Satellite imagery in the service of States", 0.1),
    Talk("demo-transmissions", _DEMONSTRATION, _DEMO, (11, 13), "10:00-11:30", CENTRE, "terrain",
         "Démonstration : déployer un mât de transmission",
         "Demonstration: setting up a communications mast", 0.15),
    Talk("demo-secours", _DEMONSTRATION, _DEMO, (11, 13), "15:00-16:30", CENTRE, "terrain",
         "Démonstration : hôpital de campagne et véhicule de secours",
         "Demonstration: field hospital and rescue vehicle", 0.2),
    Talk("demo-radar", _DEMONSTRATION, _DEMO, (11, 14), "09:00-10:30", CENTRE, "terrain",
         "Démonstration : antenne radar de surveillance",
         "Demonstration: surveillance radar antenna", 0.2),
    Talk("demo-mobilite", _DEMONSTRATION, _DEMO, (11, 14), "10:45-12:00", CENTRE, "terrain",
         "Démonstration : mobilité sur piste", "Demonstration: mobility on tracks", 0.15),
    Talk("cloture", _CEREMONY, _DEMO, (11, 14), "16:45-17:30", CENTRE, "terrain",
         "Cérémonie de clôture", "Closing ceremony", 0.6),
)  # fmt: skip


def moment(day: date, clock: str) -> datetime:
    """That time of that day in the edition's time zone."""
    return datetime.combine(day, time.fromisoformat(clock), timezone.get_default_timezone())


def add_slots(world: World) -> None:
    """Forty minutes each, with five to change places."""
    venues: list[tuple[str, ...]] = []
    for day in DAYS:
        for half, hours, open_venues in (
            (HalfDay.MORNING, day.morning, day.morning_venues),
            (HalfDay.AFTERNOON, day.afternoon, day.afternoon_venues),
        ):
            for clock in hours.split():
                starts = moment(day.day, clock)
                slot = Slot(
                    edition=world.edition,
                    phase=world.phases[day.phase],
                    slug=starts.strftime("%Y-%m-%d-%H%M"),
                    day=day.day,
                    half_day=half,
                    starts=starts,
                    ends=starts + LENGTH,
                )
                world.slots.append(slot)
                venues.append(open_venues)
    Slot.objects.bulk_create(world.slots)
    world.slot_venues = {slot.pk: opened for slot, opened in zip(world.slots, venues, strict=True)}
    through = Slot.venues.through
    through._default_manager.bulk_create(
        through(slot_id=slot.pk, venue_id=world.venues[venue].pk)
        for slot in world.slots
        for venue in world.slot_venues[slot.pk]
    )


def add_sessions(world: World) -> None:
    for talk in SESSIONS:
        day = date(2025, *talk.day)
        starts, ends = talk.hours.split("-")
        world.sessions.append(
            Session(
                edition=world.edition,
                phase=world.phases[talk.phase],
                axis=world.axes[talk.axis] if talk.axis else None,
                slug=talk.slug,
                kind=talk.kind,
                title={"fr": talk.fr, "en": talk.en},
                starts=moment(day, starts),
                ends=moment(day, ends),
                venue=world.venues[talk.venue],
                space=world.spaces[talk.venue, talk.space],
                source=talk.source,
                fictional=True,  # what is announced has no hours yet
            )
        )
    Session.objects.bulk_create(world.sessions)


class Room(NamedTuple):
    slug: str
    venue: str
    space: str
    fr: str
    en: str
    capacity: int
    closed_door: bool = False


ROOMS: Final = (
    *(
        Room(f"cicb-ilot-{n}", CICB, "espace-rencontres", f"Îlot {n} du CICB", f"CICB area {n}", 7)
        for n in (1, 2, 3)
    ),
    *(
        Room(f"cicb-reserve-{n}", CICB, "salles-reservees", f"Salle réservée {n} du CICB",
             f"CICB private room {n}", 1, closed_door=True)
        for n in (1, 2)
    ),
    *(
        Room(f"parc-carre-{n}", PARC, "carre-rencontres", f"Carré {n}, tables de rencontre",
             f"Square {n}, meeting tables", 6)
        for n in (1, 2)
    ),
    *(
        Room(f"parc-salon-{n}", PARC, "salons-reserves", f"Salon réservé {n} du Parc",
             f"Park private lounge {n}", 1, closed_door=True)
        for n in (1, 2, 3, 4)
    ),
    *(
        Room(f"koulikoro-tente-{n}", CENTRE, "tentes", f"Tente {n}", f"Tent {n}", 10)
        for n in (1, 2, 3)
    ),
    *(
        Room(f"koulikoro-salon-{n}", CENTRE, "salons-reserves", f"Salon réservé {n} de Koulikoro",
             f"Koulikoro private lounge {n}", 1, closed_door=True)
        for n in (1, 2)
    ),
)  # fmt: skip


def add_places(world: World, rng: random.Random) -> None:
    """A stand for every exhibitor and the shared rooms; a room is closed for a half-day or so."""
    exhibitors = world.of_kind(PartyKind.EXHIBITOR)
    halls = ("hall-a", "hall-b", "esplanade")
    stands = []
    for n, party in enumerate(exhibitors):
        hall = halls[0] if n % 5 < 2 else halls[1] if n % 5 < 4 else halls[2]
        number = f"{'ABE'[halls.index(hall)]}-{n + 1:02}"
        stands.append(
            Stand(
                edition=world.edition,
                space=world.spaces[PARC, hall],
                number=number,
                organisation=party.organisation,
                fictional=True,
            )
        )
    Stand.objects.bulk_create(stands)
    for stand, party in zip(stands, exhibitors, strict=True):
        world.places.append(
            Place(
                edition=world.edition,
                slug=f"stand-{stand.number.lower()}",
                name={"fr": f"Stand {stand.number}", "en": f"Stand {stand.number}"},
                space=stand.space,
                stand=stand,
                owner=party,
                capacity=min(party.teams, 2),
            )
        )
    for room in ROOMS:
        world.places.append(
            Place(
                edition=world.edition,
                slug=room.slug,
                name={"fr": room.fr, "en": room.en},
                space=world.spaces[room.venue, room.space],
                capacity=room.capacity,
                closed_door=room.closed_door,
            )
        )
    Place.objects.bulk_create(world.places)
    venue_of = [PARC] * len(stands) + [room.venue for room in ROOMS]
    for place, venue in zip(world.places, venue_of, strict=True):
        there = [slot for slot in world.slots if venue in world.slot_venues[slot.pk]]
        if place.owner is None:
            there = world.presence(rng, there, 0.06)
        world.place_slots[place.pk] = {slot.pk for slot in there}
    through = Place.open_slots.through
    through._default_manager.bulk_create(
        through(place_id=place.pk, slot_id=slot.pk)
        for place in world.places
        for slot in world.slots
        if slot.pk in world.place_slots[place.pk]
    )
