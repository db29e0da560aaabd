"""Who takes part: firms, delegations, forces, ministries, with their people; interpreters.

Only the firms and ministries that the press names are real, and even of these the people are
invented, and what they ask for.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from django.utils.text import slugify

from salon.delegations.models import Delegation, DelegationMember
from salon.demo import facts
from salon.demo.countries import COUNTRIES, Country
from salon.demo.generator.world import World
from salon.demo.names import FIRMS, STYLE_OF_COUNTRY, People
from salon.directory.choices import OrganisationKind
from salon.directory.models import Organisation, Person
from salon.meetings.choices import PartyKind
from salon.meetings.models import Interpreter, Party

if TYPE_CHECKING:
    from salon.demo.generator import Scale

HOST: Final = "ML"

Text = dict[str, str]


def _pairs(text: str) -> tuple[Text, ...]:
    lines = (line.split("|") for line in text.strip().splitlines())
    return tuple({"fr": fr.strip(), "en": en.strip()} for fr, en in lines)


FORCES: Final = _pairs("""
Direction des transmissions | Signals Directorate
État-major de l’Armée de l’air | Air Force Staff
Service de santé des armées | Military Health Service
Direction du génie militaire | Military Engineering Directorate
Direction générale de la Protection civile | Civil Protection Directorate
Gendarmerie nationale | National Gendarmerie
Direction du matériel | Equipment Directorate
Garde nationale | National Guard
Police nationale | National Police
Centre d’instruction | Training Centre
Direction de la logistique | Logistics Directorate
Unité de surveillance des frontières | Border Surveillance Unit
""")

OTHER_MINISTRIES: Final = _pairs("""
Ministère de l’Industrie et du Commerce | Ministry of Industry and Trade
Ministère de l’Économie et des Finances | Ministry of the Economy and Finance
Ministère de la Santé | Ministry of Health
Ministère des Transports | Ministry of Transport
Ministère de la Recherche scientifique | Ministry of Scientific Research
""")

FIRM_STAFF: Final = _pairs("""
Responsable Afrique | Head of African markets
Responsable technique | Technical lead
Responsable de la formation | Head of training
Responsable des partenariats | Head of partnerships
Spécialiste des transmissions | Signals specialist
Responsable du service après-vente | Head of after-sales service
""")

DELEGATES: Final = _pairs("""
Chef de délégation | Head of delegation
Responsable des acquisitions | Head of procurement
Spécialiste des transmissions | Signals specialist
Responsable de la coopération | Head of cooperation
Spécialiste de la protection civile | Civil protection specialist
Secrétaire de délégation | Secretary to the delegation
""")

HOST_STAFF: Final = _pairs("""
Responsable des équipements | Head of equipment
Responsable de la coopération | Head of cooperation
Responsable de la formation | Head of training
Responsable de la maintenance | Head of maintenance
""")

FIRM_LANGUAGES: Final = {
    "TR": (("tr", "en"), ("tr", "en", "fr"), ("tr", "en", "fr")),
    "RU": (("ru",), ("ru", "fr")),
    "CN": (("zh", "en"), ("zh", "fr")),
}

# French is the language between here: each works from it, into one or two others.
INTERPRETERS: Final[tuple[tuple[str, ...], ...]] = (
    ("tr", "en", "fr"),
    ("en", "fr"),
    ("ru", "fr"),
    ("zh", "fr"),
    ("tr", "en", "fr"),
    ("en", "fr"),
    ("pt", "fr"),
    ("ru", "fr"),
    ("tr", "en", "fr"),
    ("en", "fr"),
    ("zh", "fr"),
    ("ru", "fr"),
    ("en", "fr"),
)


class _Entrant(NamedTuple):
    """What becomes an organisation and its party."""

    organisation: Organisation
    kind: PartyKind
    languages: tuple[str, ...]
    staff: int
    functions: tuple[Text, ...]
    style: str
    teams: int
    seasons: frozenset[str]


BOTH: Final = frozenset(("september", "november"))
NOVEMBER: Final = frozenset(("november",))


def add_participants(world: World, rng: random.Random, scale: Scale) -> None:
    """Write organisations, people, delegations, parties and interpreters."""
    entrants = [
        *_firms(rng, scale.exhibitors),
        *_delegations(rng, COUNTRIES[: scale.delegations]),
        *_hosts(rng, scale),
    ]
    Organisation.objects.bulk_create(entrant.organisation for entrant in entrants)
    names = People(rng)
    people = [_people(rng, names, entrant) for entrant in entrants]
    Person.objects.bulk_create(person for group in people for person in group)
    _add_delegations(world, entrants, people)
    _add_parties(world, rng, entrants)
    _add_interpreters(world, rng, names, scale.interpreters)


def _firms(rng: random.Random, number: int) -> list[_Entrant]:
    known = [(name, country, source) for name, country, source in facts.EXHIBITORS]
    firms = known + [(name, country, "") for name, country in FIRMS]
    entrants = []
    for n, (name, country, source) in enumerate(firms[:number]):
        languages = rng.choice(FIRM_LANGUAGES.get(country, (("fr", "en"),)))
        teams = 2 if source or rng.random() < 0.85 else 1
        entrants.append(
            _Entrant(
                _organisation(name, name, OrganisationKind.COMPANY, country, source),
                PartyKind.EXHIBITOR,
                FIRM_LANGUAGES[country][1] if n < 3 else languages,
                teams + 1,
                FIRM_STAFF,
                STYLE_OF_COUNTRY.get(country, "west"),
                teams,
                BOTH if source or rng.random() < 0.6 else NOVEMBER,
            )
        )
    return entrants


def _delegations(rng: random.Random, countries: Sequence[Country]) -> list[_Entrant]:
    entrants = []
    for n, country in enumerate(countries):
        members = rng.randint(2, 5)
        entrants.append(
            _Entrant(
                Organisation(
                    slug=slugify(country.fr.replace("’", "-")),
                    name={
                        "fr": f"Délégation {country.of_fr}",
                        "en": f"Delegation {country.of_en}",
                    },
                    kind=OrganisationKind.STATE,
                    country=country.code,
                    fictional=True,
                ),
                PartyKind.DELEGATION,
                country.languages,
                members,
                DELEGATES,
                country.style,
                2 if members > 3 else 1,
                BOTH if n < 24 and rng.random() < 0.75 else NOVEMBER,
            )
        )
    return entrants


def _hosts(rng: random.Random, scale: Scale) -> list[_Entrant]:
    ministries = [(row["name"], row["source"], row["slug"]) for row in facts.MINISTRIES]
    ministries += [(name, "", "") for name in OTHER_MINISTRIES]
    units = [(name, "", "") for name in FORCES]
    rows = [(row, PartyKind.FORCE) for row in units[: scale.forces]]
    rows += [(row, PartyKind.MINISTRY) for row in ministries[: scale.ministries]]
    entrants = []
    for (name, source, slug), kind in rows:
        staff = rng.randint(2, 4)
        organisation = _organisation(
            name["fr"], name["en"], OrganisationKind(kind.value), HOST, source
        )
        organisation.slug = slug or organisation.slug
        languages = ("fr", "en") if rng.random() < 0.5 else ("fr",)
        entrants.append(
            _Entrant(organisation, kind, languages, staff, HOST_STAFF, "west", staff - 1, BOTH)
        )
    return entrants


def _organisation(
    fr: str, en: str, kind: OrganisationKind, country: str, source: str
) -> Organisation:
    return Organisation(
        slug=slugify(fr.replace("’", "-").replace("ı", "i")),
        name={"fr": fr, "en": en},
        kind=kind,
        country=country,
        source=source,
        fictional=not source,
    )


def _people(rng: random.Random, names: People, entrant: _Entrant) -> list[Person]:
    """Its people; the first speaks all its languages, so that between them they do."""
    functions = [entrant.functions[0], *rng.sample(entrant.functions[1:], entrant.staff - 1)]
    return [
        Person(
            organisation=entrant.organisation,
            name=names.name(entrant.style),
            function=function,
            languages=list(entrant.languages if n == 0 else entrant.languages[:1]),
            fictional=True,
        )
        for n, function in enumerate(functions)
    ]


def _add_delegations(
    world: World, entrants: Sequence[_Entrant], people: Sequence[Sequence[Person]]
) -> None:
    sent = [
        (Delegation(
            edition=world.edition,
            organisation=entrant.organisation,
            country=entrant.organisation.country,
            fictional=True,
        ), group)
        for entrant, group in zip(entrants, people, strict=True)
        if entrant.kind == PartyKind.DELEGATION
    ]  # fmt: skip
    Delegation.objects.bulk_create(delegation for delegation, _ in sent)
    DelegationMember.objects.bulk_create(
        DelegationMember(delegation=delegation, person=person, head=n == 0, position=n)
        for delegation, group in sent
        for n, person in enumerate(group)
    )


def _add_parties(world: World, rng: random.Random, entrants: Sequence[_Entrant]) -> None:
    for entrant in entrants:
        limited = entrant.kind in (PartyKind.DELEGATION, PartyKind.MINISTRY)
        world.parties.append(
            Party(
                edition=world.edition,
                slug=entrant.organisation.slug,
                organisation=entrant.organisation,
                kind=entrant.kind,
                teams=entrant.teams,
                languages=list(entrant.languages),
                max_per_day=rng.choice((5, 6)) if limited and rng.random() < 0.3 else None,
            )
        )
    Party.objects.bulk_create(world.parties)
    there: dict[int, list[int]] = {}
    for party, entrant in zip(world.parties, entrants, strict=True):
        world.seasons[party.pk] = entrant.seasons
        slots = [slot for slot in world.slots if world.season(slot) in entrant.seasons]
        gaps = 0.04 if entrant.kind == PartyKind.EXHIBITOR else 0.09
        there[party.pk] = [slot.pk for slot in world.presence(rng, slots, gaps)]
        world.free[party.pk] = set(there[party.pk])
    through = Party.available_slots.through
    through._default_manager.bulk_create(
        through(party_id=party, slot_id=slot) for party, slots in there.items() for slot in slots
    )


def _add_interpreters(world: World, rng: random.Random, names: People, number: int) -> None:
    agency = _organisation(
        "Truchements Exemple", "Truchements Exemple", OrganisationKind.AGENCY, HOST, ""
    )
    agency.save()
    people = [
        Person(
            organisation=agency,
            name=names.name("west"),
            function={"fr": "Interprète", "en": "Interpreter"},
            languages=list(languages),
            fictional=True,
        )
        for languages in INTERPRETERS[:number]
    ]
    Person.objects.bulk_create(people)
    for n, person in enumerate(people, 1):
        world.interpreters.append(
            Interpreter(
                edition=world.edition,
                slug=f"interprete-{n:02}",
                person=person,
                languages=person.languages,
                max_run=rng.choice((3, 3, 4)),
            )
        )
    Interpreter.objects.bulk_create(world.interpreters)
    through = Interpreter.available_slots.through
    through._default_manager.bulk_create(
        through(interpreter_id=interpreter.pk, slot_id=slot.pk)
        for interpreter in world.interpreters
        for slot in world.presence(rng, world.slots, 0.06)
    )
