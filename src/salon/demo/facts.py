"""What the press says of BAMEX'25, each statement with the article it comes from.

Officials appear by office: the articles differ on ranks, and no name of a real person belongs into
the demonstration. What no article says (the minutes on the road, the rooms of a venue) is marked
fictional. Rows are keyword arguments of the models, in the order they are shown; `venue` and
`phase` are slugs.
"""

from datetime import UTC, date, datetime
from typing import Any, Final

from salon.editions.choices import DatePrecision, HonourRole, KeyDateKind, SpaceKind

Row = dict[str, Any]

LAUNCH: Final = (
    "« BAMEX’25 : Au rendez-vous de la coopération militaire turco-africaine », La Rédaction"
)
GOVERNMENT: Final = (
    "« BAMEX 2025 : Un renforcement stratégique de la coopération militaire au Mali », "
    "Primature du Mali"
)
BRIEFING: Final = (
    "« Diplomatie et sécurité : le Mali mobilise ses partenaires autour de BAMEX’26 », MAECI"
)
RECORDING: Final = (
    "« Coopération/ Mali-Turquie : L’arsenal militaire turc en vitrine à Bamako », "
    "Agence Presse Audio, 12 novembre 2025"
)
AUDIENCE: Final = (
    "« Mali–Russie : Une coopération militaire qui se muscle encore un peu plus », La Rédaction"
)
SOURCES: Final = (LAUNCH, GOVERNMENT, BRIEFING, RECORDING, AUDIENCE)

EDITION: Final[Row] = {
    "slug": "bamex25",
    "name": {"fr": "BAMEX’25", "en": "BAMEX’25"},
    "theme": {
        "fr": "L’Afrique au cœur des innovations mondiales de défense",
        "en": "Africa at the heart of the world’s innovations in defence",
    },
    "starts": date(2025, 11, 11),
    "ends": date(2025, 11, 14),
    "source": LAUNCH,
}

VENUES: Final[tuple[Row, ...]] = (
    {
        "slug": "cicb",
        "name": {"fr": "CICB", "en": "CICB"},
        "city": "Bamako",
        "source": LAUNCH,
    },
    {
        "slug": "parc-des-expositions",
        "name": {"fr": "Parc des Expositions de Bamako", "en": "Bamako Exhibition Park"},
        "city": "Bamako",
        "source": LAUNCH,
    },
    {
        "slug": "boubacar-sada-sy",
        "name": {"fr": "Centre Boubacar Sada Sy", "en": "Boubacar Sada Sy Centre"},
        "city": "Koulikoro",
        "source": LAUNCH,
    },
    {
        "slug": "koulouba",
        "name": {"fr": "Palais de Koulouba", "en": "Koulouba Palace"},
        "city": "Bamako",
        "source": AUDIENCE,
    },
)

TRAVEL: Final[tuple[tuple[str, str, int], ...]] = (
    # No article says how long the road takes: these minutes are made up.
    ("cicb", "parc-des-expositions", 25),
    ("cicb", "boubacar-sada-sy", 80),
    ("cicb", "koulouba", 20),
    ("parc-des-expositions", "boubacar-sada-sy", 75),
    ("parc-des-expositions", "koulouba", 35),
    ("boubacar-sada-sy", "koulouba", 95),
)

SPACES: Final[tuple[Row, ...]] = (
    # Neither does one describe the halls and rooms.
    {
        "venue": "cicb",
        "slug": "grande-salle",
        "name": {"fr": "Grande salle", "en": "Main auditorium"},
        "kind": SpaceKind.HALL,
        "capacity": 900,
    },
    {
        "venue": "cicb",
        "slug": "espace-rencontres",
        "name": {"fr": "Espace des rencontres bilatérales", "en": "Bilateral meetings area"},
        "kind": SpaceKind.HALL,
        "capacity": 120,
    },
    {
        "venue": "cicb",
        "slug": "salles-reservees",
        "name": {"fr": "Salles réservées du CICB", "en": "Private rooms of the CICB"},
        "kind": SpaceKind.ROOM,
        "capacity": 16,
    },
    {
        "venue": "parc-des-expositions",
        "slug": "hall-a",
        "name": {"fr": "Hall A", "en": "Hall A"},
        "kind": SpaceKind.HALL,
        "capacity": 1500,
    },
    {
        "venue": "parc-des-expositions",
        "slug": "hall-b",
        "name": {"fr": "Hall B", "en": "Hall B"},
        "kind": SpaceKind.HALL,
        "capacity": 1200,
    },
    {
        "venue": "parc-des-expositions",
        "slug": "esplanade",
        "name": {"fr": "Esplanade", "en": "Esplanade"},
        "kind": SpaceKind.OUTDOOR,
        "capacity": None,
    },
    {
        "venue": "parc-des-expositions",
        "slug": "auditorium",
        "name": {"fr": "Auditorium du Parc", "en": "Auditorium of the Park"},
        "kind": SpaceKind.ROOM,
        "capacity": 400,
    },
    {
        "venue": "parc-des-expositions",
        "slug": "carre-rencontres",
        "name": {"fr": "Carré des rencontres", "en": "Meeting square"},
        "kind": SpaceKind.HALL,
        "capacity": 160,
    },
    {
        "venue": "parc-des-expositions",
        "slug": "salons-reserves",
        "name": {"fr": "Salons réservés du Parc", "en": "Private lounges of the Park"},
        "kind": SpaceKind.ROOM,
        "capacity": 12,
    },
    {
        "venue": "boubacar-sada-sy",
        "slug": "terrain",
        "name": {"fr": "Terrain de démonstration", "en": "Demonstration ground"},
        "kind": SpaceKind.OUTDOOR,
        "capacity": None,
    },
    {
        "venue": "boubacar-sada-sy",
        "slug": "tentes",
        "name": {"fr": "Tentes de rencontre", "en": "Meeting tents"},
        "kind": SpaceKind.OUTDOOR,
        "capacity": 150,
    },
    {
        "venue": "boubacar-sada-sy",
        "slug": "salons-reserves",
        "name": {"fr": "Salons réservés du Centre", "en": "Private lounges of the Centre"},
        "kind": SpaceKind.ROOM,
        "capacity": 12,
    },
)

PHASES: Final[tuple[Row, ...]] = (
    {
        "slug": "launch",
        "name": {"fr": "Conférence de lancement", "en": "Launch conference"},
        "summary": {
            "fr": "L’édition est lancée au CICB, à deux mois de l’ouverture.",
            "en": "The edition is launched at the CICB, two months before the doors open.",
        },
        "starts": date(2025, 9, 11),
        "ends": date(2025, 9, 11),
        "venue": "cicb",
        "source": LAUNCH,
    },
    {
        "slug": "preparatory-cycle",
        "name": {"fr": "Cycle préparatoire", "en": "Preparatory cycle"},
        "summary": {
            "fr": "Deux semaines, quatre axes, pour préparer le salon et engager les discussions "
            "techniques. L’article ne dit pas où ; cette démonstration les place au CICB.",
            "en": "Two weeks on four tracks, to prepare the exhibition and open the technical "
            "talks. The article does not say where; this demonstration puts them at the CICB.",
        },
        "starts": date(2025, 9, 12),
        "ends": date(2025, 9, 25),
        "venue": None,
        "source": LAUNCH,
    },
    {
        "slug": "exhibition",
        "name": {"fr": "Exposition", "en": "Exhibition"},
        "summary": {
            "fr": "Plus de trente entreprises exposent au Parc des Expositions.",
            "en": "More than thirty firms exhibit at the Exhibition Park.",
        },
        "starts": date(2025, 11, 11),
        "ends": date(2025, 11, 12),
        "venue": "parc-des-expositions",
        "source": f"{LAUNCH} ; {GOVERNMENT}",
    },
    {
        "slug": "demonstrations",
        "name": {"fr": "Démonstrations techniques", "en": "Technical demonstrations"},
        "summary": {
            "fr": "Les délégations essaient les équipements en conditions réelles, à Koulikoro.",
            "en": "Delegations try the equipment in real conditions, in Koulikoro.",
        },
        "starts": date(2025, 11, 13),
        "ends": date(2025, 11, 14),
        "venue": "boubacar-sada-sy",
        "source": LAUNCH,
    },
)

AXES: Final[tuple[Row, ...]] = (
    {
        "number": 1,
        "slug": "projection",
        "name": {"fr": "Projection de visuels immersifs", "en": "Immersive projection"},
        "summary": {
            "fr": "Présentation des équipements attendus : drones, blindés, radars, systèmes de "
            "surveillance.",
            "en": "The equipment to come: drones, armoured vehicles, radars, surveillance systems.",
        },
        "source": LAUNCH,
    },
    {
        "number": 2,
        "slug": "conferences",
        "name": {"fr": "Conférences stratégiques", "en": "Strategic conferences"},
        "summary": {
            "fr": "Panels sur la doctrine militaire sahélienne, la coopération régionale et les "
            "enjeux technologiques.",
            "en": "Panels on Sahelian military doctrine, regional cooperation and what technology "
            "puts at stake.",
        },
        "source": LAUNCH,
    },
    {
        "number": 3,
        "slug": "ateliers",
        "name": {"fr": "Ateliers de simulation", "en": "Simulation workshops"},
        "summary": {
            "fr": "Démonstrations en réalité augmentée.",
            "en": "Demonstrations in augmented reality.",
        },
        "source": LAUNCH,
    },
    {
        "number": 4,
        "slug": "rencontres",
        "name": {"fr": "Rencontres bilatérales", "en": "Bilateral meetings"},
        "summary": {
            "fr": "Échanges B2B entre industriels, délégations africaines et représentants des "
            "FAMa.",
            "en": "B2B talks between industry, African delegations and representatives of the "
            "FAMa, the host forces.",
        },
        "source": LAUNCH,
    },
)

HONOURS: Final[tuple[Row, ...]] = (
    {
        "role": HonourRole.PATRON,
        "name": {
            "fr": "Président de la Transition",
            "en": "The President of the Transition",
        },
        "source": LAUNCH,
    },
    {
        "role": HonourRole.GUEST_OF_HONOUR,
        "name": {"fr": "Turquie", "en": "Turkey"},
        "source": GOVERNMENT,
    },
    {
        "role": HonourRole.ORGANISER,
        "name": {"fr": "Proton Savunma Sanayi", "en": "Proton Savunma Sanayi"},
        "source": LAUNCH,
    },
    {
        "role": HonourRole.PARTNER,
        "name": {"fr": "The Peak Defense", "en": "The Peak Defense"},
        "source": LAUNCH,
    },
    {
        "role": HonourRole.INSPIRATION,
        "name": {"fr": "IDEF", "en": "IDEF"},
        "source": LAUNCH,
    },
    {
        "role": HonourRole.INSPIRATION,
        "name": {"fr": "Saha Expo", "en": "Saha Expo"},
        "source": LAUNCH,
    },
)

# « En cette fin d’année 2025 », said on 15 December: what is left of it is all that is known.
_END_OF_2025: Final[Row] = {
    "kind": KeyDateKind.RELATED,
    "precision": DatePrecision.MONTH,
    "first_day": date(2025, 12, 15),
    "last_day": date(2025, 12, 31),
    "source": BRIEFING,
}

KEY_DATES: Final[tuple[Row, ...]] = (
    {
        "kind": KeyDateKind.LAUNCH,
        "title": {"fr": "Lancement de BAMEX’25", "en": "Launch of BAMEX’25"},
        "place": {"fr": "CICB, Bamako", "en": "CICB, Bamako"},
        "first_day": date(2025, 9, 11),
        "last_day": date(2025, 9, 11),
        "source": LAUNCH,
    },
    {
        "kind": KeyDateKind.AUDIENCE,
        "title": {
            "fr": "Audience accordée à une délégation russe de haut niveau",
            "en": "A high-level Russian delegation is received in audience",
        },
        "place": {"fr": "Palais de Koulouba", "en": "Koulouba Palace"},
        "first_day": date(2025, 11, 11),
        "last_day": date(2025, 11, 11),
        "source": AUDIENCE,
    },
    {
        "kind": KeyDateKind.RECORDING,
        "title": {
            "fr": "Mise en ligne du documentaire « L’arsenal militaire turc en vitrine à Bamako »",
            "en": "The audio documentary “L’arsenal militaire turc en vitrine à Bamako” "
            "goes online",
        },
        "place": {"fr": "Agence Presse Audio", "en": "Agence Presse Audio"},
        "first_day": date(2025, 11, 12),
        "last_day": date(2025, 11, 12),
        "source": RECORDING,
    },
    {
        "kind": KeyDateKind.BRIEFING,
        "title": {
            "fr": "Rencontre avec le corps diplomatique et consulaire sur la préparation de "
            "BAMEX’26",
            "en": "The diplomatic and consular corps is briefed on the preparation of BAMEX’26",
        },
        "first_day": date(2025, 12, 15),
        "last_day": date(2025, 12, 15),
        "source": BRIEFING,
    },
    {
        **_END_OF_2025,
        "title": {
            "fr": "Salon international de l’Entrepreneuriat de l’AES",
            "en": "International Entrepreneurship Fair of the AES",
        },
    },
    {
        **_END_OF_2025,
        "title": {
            "fr": "Salon international de l’Artisanat du Mali",
            "en": "International Craft Fair of Mali",
        },
    },
    {
        **_END_OF_2025,
        "title": {
            "fr": "Biennale artistique et culturelle",
            "en": "Biennial of Arts and Culture",
        },
        "place": {"fr": "Tombouctou", "en": "Timbuktu"},
    },
    {
        **_END_OF_2025,
        "title": {
            "fr": "Deuxième session du Collège des Chefs d’État de la Confédération des États "
            "du Sahel",
            "en": "Second session of the College of Heads of State of the Confederation of Sahel "
            "States",
        },
    },
    {
        "kind": KeyDateKind.NEXT_EDITION,
        "title": {"fr": "BAMEX’26, deuxième édition", "en": "BAMEX’26, the second edition"},
        "place": {"fr": "Bamako", "en": "Bamako"},
        "precision": DatePrecision.MONTH,
        "first_day": date(2026, 11, 1),
        "last_day": date(2026, 11, 30),
        "source": BRIEFING,
    },
)

# Name, country, article. The press names no other exhibitor.
EXHIBITORS: Final[tuple[tuple[str, str, str], ...]] = (
    ("Baykar", "TR", LAUNCH),
    ("ASELSAN", "TR", LAUNCH),
    ("Roketsan", "TR", LAUNCH),
    ("Havelsan", "TR", LAUNCH),
    ("MKE", "TR", GOVERNMENT),
    ("STM Savunma", "TR", GOVERNMENT),
    ("Hedef Defence", "TR", RECORDING),  # named as an exporter at the exhibition
)

# The ministries that the articles show at work for the exhibition.
MINISTRIES: Final[tuple[Row, ...]] = (
    {
        "slug": "ministere-defense",
        "name": {"fr": "Ministère de la Défense", "en": "Ministry of Defence"},
        "source": LAUNCH,
    },
    {
        "slug": "ministere-securite",
        "name": {
            "fr": "Ministère de la Sécurité et de la Protection civile",
            "en": "Ministry of Security and Civil Protection",
        },
        "source": LAUNCH,
    },
    {
        "slug": "ministere-affaires-etrangeres",
        "name": {
            "fr": "Ministère des Affaires étrangères et de la Coopération internationale",
            "en": "Ministry of Foreign Affairs and International Cooperation",
        },
        "source": BRIEFING,
    },
)

# Themes of the panels of axis 2, as the article gives them.
PANELS: Final[tuple[dict[str, str], ...]] = (
    {"fr": "La doctrine militaire sahélienne", "en": "Sahelian military doctrine"},
    {"fr": "La coopération régionale", "en": "Regional cooperation"},
    {"fr": "Les enjeux technologiques", "en": "What technology puts at stake"},
)

# What the press says the firms are known for.
KNOWN_FOR: Final[dict[str, dict[str, str]]] = {
    "Baykar": {
        "fr": "Spécialiste des drones Bayraktar TB2 et Akıncı.",
        "en": "Known for the Bayraktar TB2 and Akıncı drones.",
    },
    "Roketsan": {
        "fr": "Spécialiste des missiles et des systèmes balistiques.",
        "en": "Known for missiles and ballistic systems.",
    },
    "Havelsan": {
        "fr": "Spécialiste des composants électroniques et de la simulation.",
        "en": "Known for electronic components and simulation.",
    },
    "ASELSAN": {
        "fr": "Spécialiste des systèmes de communication et de surveillance.",
        "en": "Known for communication and surveillance systems.",
    },
}

NEWS: Final[tuple[Row, ...]] = (
    {
        "slug": "lancement",
        "published_at": datetime(2025, 9, 11, 15, tzinfo=UTC),
        "title": {"fr": "BAMEX’25 est lancé", "en": "BAMEX’25 is launched"},
        "text": {
            "fr": "Le salon a été lancé au CICB. Un cycle préparatoire de deux semaines, sur "
            "quatre axes, commence le 12 septembre.",
            "en": "The exhibition was launched at the CICB. A preparatory cycle of two weeks, on "
            "four tracks, begins on 12 September.",
        },
        "source": LAUNCH,
    },
    {
        "slug": "documentaire",
        "published_at": datetime(2025, 11, 12, 18, tzinfo=UTC),
        "title": {
            "fr": "Un documentaire sonore sur le salon",
            "en": "An audio documentary about the exhibition",
        },
        "text": {
            "fr": "L’Agence Presse Audio met en ligne « L’arsenal militaire turc en vitrine à "
            "Bamako ».",
            "en": "Agence Presse Audio puts “L’arsenal militaire turc en vitrine à Bamako” online.",
        },
        "source": RECORDING,
    },
    {
        "slug": "deuxieme-edition",
        "published_at": datetime(2025, 12, 15, 18, tzinfo=UTC),
        "title": {
            "fr": "Rendez-vous en novembre 2026 pour BAMEX’26",
            "en": "BAMEX’26 will be held in November 2026",
        },
        "text": {
            "fr": "La préparation de la deuxième édition a été présentée au corps diplomatique et "
            "consulaire.",
            "en": "The preparation of the second edition was presented to the diplomatic and "
            "consular corps.",
        },
        "source": BRIEFING,
    },
)
