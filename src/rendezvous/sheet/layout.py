"""The sheets and columns of a workbook: one table for reading, writing, template and docs.

Headings and sheet names are accepted in English and in French, whatever their case and accents.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Any, Final

from .. import problem as p
from .cells import Flag, Id, Ids, Kind, Label, Moment, Name, Whole

NOTE: Final = "#"
"""A sheet or column whose name begins so is a note to the reader and is skipped."""

README: Final = "Lisez-moi - Read me"
"""The sheet of explanations in a template."""

DEFAULT_ZONE: Final = "Africa/Bamako"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading in both languages, the field it fills, what it may hold.

    ``required`` cells must be filled; an empty cell of another means ``default``. ``help`` and
    ``aide`` say what the column is for.
    """

    name: str
    french: str
    kind: Kind
    help: str
    aide: str
    required: bool = False
    default: Any = None
    field: str = ""

    @property
    def fills(self) -> str:
        """The field of the dataclass that the column fills."""
        return self.field or self.name


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: ``part`` is the problem's list, ``item`` the class of its members."""

    part: str
    french: str
    item: type
    noun: str
    required: bool
    help: str
    aide: str
    columns: tuple[Column, ...]

    @property
    def name(self) -> str:
        """The sheet's English name, which is the part's."""
        return self.part

    def column(self, name: str) -> Column:
        """Return the column of an English heading."""
        return next(column for column in self.columns if column.name == name)


_EVERY_SLOT: Final = "every slot when empty", "tous les créneaux si la case est vide"

SHEETS: Final = (
    Sheet(
        "parties",
        "participants",
        p.Party,
        "party",
        True,
        "Who meets: firms, delegations, ministries. One row each.",
        "Ceux qui se rencontrent\u202f: entreprises, délégations, ministères. Une ligne chacun.",
        (
            Column(
                "id",
                "identifiant",
                Id(),
                "how other sheets name the party",
                "le nom que lui donnent les autres feuilles",
                required=True,
            ),
            Column("name", "nom", Name(), "name to show", "nom affiché", default=""),
            Column(
                "kind",
                "type",
                Name(),
                "exhibitor, delegation, ministry...",
                "exposant, délégation, ministère…",
                default="",
            ),
            Column(
                "teams",
                "équipes",
                Whole(least=1, most=1000, example=1),
                "meetings it can hold at once; 1 when empty",
                "rendez-vous qu’il peut tenir en même temps\u202f; 1 si la case est vide",
                default=1,
            ),
            Column(
                "slots",
                "créneaux",
                Ids("slots"),
                f"when it is present; {_EVERY_SLOT[0]}",
                f"quand il est présent\u202f; {_EVERY_SLOT[1]}",
            ),
            Column(
                "languages",
                "langues",
                Ids(),
                "spoken languages, such as fr, en",
                "langues parlées, par exemple fr, en",
                default=(),
            ),
            Column("home", "stand", Id("places"), "its own stand, if any", "son stand, s’il en a"),
            Column(
                "max_per_day",
                "maximum par jour",
                Whole(least=1, example=6),
                "most meetings a day; no limit when empty",
                "rendez-vous par jour au plus\u202f; sans limite si la case est vide",
            ),
            Column(
                "minimum",
                "minimum",
                Whole(example=2),
                "meetings it is promised; 0 when empty",
                "rendez-vous qui lui sont garantis\u202f; 0 si la case est vide",
                default=0,
            ),
        ),
    ),
    Sheet(
        "requests",
        "demandes",
        p.Request,
        "request",
        True,
        "Which two parties wish to meet. One row each.",
        "Les participants qui souhaitent se rencontrer, deux par deux. Une ligne par demande.",
        (
            Column(
                "id",
                "identifiant",
                Id(),
                "how the plan names the request",
                "le nom que lui donne le planning",
                required=True,
            ),
            Column(
                "party_a",
                "participant a",
                Id("parties"),
                "one party",
                "l’un des participants",
                required=True,
                field="parties",
            ),
            Column(
                "party_b",
                "participant b",
                Id("parties"),
                "the other party",
                "l’autre participant",
                required=True,
                field="parties",
            ),
            Column(
                "weight",
                "poids",
                Whole(least=1, most=1000, example=5),
                "how much the meeting matters; 1 when empty",
                "l’importance du rendez-vous\u202f; 1 si la case est vide",
                default=1,
            ),
            Column(
                "mandatory",
                "obligatoire",
                Flag(),
                "whether it must be served; no when empty",
                "s’il doit absolument avoir lieu\u202f; non si la case est vide",
                default=False,
            ),
            Column(
                "length",
                "durée",
                Whole(least=1, most=100, example=1),
                "consecutive slots it takes; 1 when empty",
                "nombre de créneaux consécutifs\u202f; 1 si la case est vide",
                default=1,
            ),
            Column(
                "slots",
                "créneaux",
                Ids("slots"),
                f"slots it may occupy; {_EVERY_SLOT[0]}",
                f"créneaux possibles\u202f; {_EVERY_SLOT[1]}",
            ),
            Column(
                "fixed_slot",
                "créneau imposé",
                Id("slots"),
                "the slot it must begin in, if any",
                "le créneau où il doit commencer, s’il est imposé",
            ),
            Column(
                "fixed_place",
                "lieu imposé",
                Id("places"),
                "the place it must be held in, if any",
                "le lieu où il doit se tenir, s’il est imposé",
            ),
            Column(
                "closed_door",
                "huis clos",
                Flag(),
                "whether it needs a closed-door room; no when empty",
                "s’il lui faut une salle à huis clos\u202f; non si la case est vide",
                default=False,
            ),
            Column(
                "after",
                "après",
                Ids("requests"),
                "requests that must be served earlier",
                "demandes à servir auparavant",
                default=(),
            ),
        ),
    ),
    Sheet(
        "slots",
        "créneaux",
        p.Slot,
        "slot",
        True,
        "The spans of time in which meetings are held. They do not overlap.",
        "Les plages horaires des rendez-vous. Elles ne se chevauchent pas.",
        (
            Column(
                "id",
                "identifiant",
                Id(),
                "how other sheets name the slot",
                "le nom que lui donnent les autres feuilles",
                required=True,
            ),
            Column("start", "début", Moment(), "when it begins", "heure de début", required=True),
            Column("end", "fin", Moment(), "when it ends", "heure de fin", required=True),
            Column(
                "day",
                "jour",
                Label(),
                "its day; the date of its start when empty",
                "son jour\u202f; la date de début si la case est vide",
            ),
            Column(
                "half_day",
                "demi-journée",
                Label(),
                "meetings of several slots stay within one; morning before 13:00, then afternoon, "
                "when empty",
                "un rendez-vous de plusieurs créneaux n’en sort pas\u202f; si la case est vide, "
                "morning avant 13\u202fh, puis afternoon",
            ),
            Column(
                "venues",
                "sites",
                Ids("venues"),
                "the venues open then; all when empty",
                "les sites ouverts\u202f; tous si la case est vide",
            ),
        ),
    ),
    Sheet(
        "places",
        "lieux",
        p.Place,
        "place",
        True,
        "Where meetings are held: rooms, tables, stands.",
        "Les lieux des rendez-vous\u202f: salles, tables, stands.",
        (
            Column(
                "id",
                "identifiant",
                Id(),
                "how other sheets name the place",
                "le nom que lui donnent les autres feuilles",
                required=True,
            ),
            Column(
                "venue",
                "site",
                Id("venues"),
                "the venue it stands in; the only one when empty",
                "le site où il se trouve\u202f; le seul site si la case est vide",
            ),
            Column("name", "nom", Name(), "name to show", "nom affiché", default=""),
            Column(
                "capacity",
                "capacité",
                Whole(example=4),
                "meetings it holds at once; 1 when empty",
                "rendez-vous simultanés\u202f; 1 si la case est vide",
                default=1,
            ),
            Column(
                "slots",
                "créneaux",
                Ids("slots"),
                f"when it is open; {_EVERY_SLOT[0]}",
                f"quand il est ouvert\u202f; {_EVERY_SLOT[1]}",
            ),
            Column(
                "closed_door",
                "huis clos",
                Flag(),
                "whether it is fit for closed-door meetings; no when empty",
                "s’il convient au huis clos\u202f; non si la case est vide",
                default=False,
            ),
            Column(
                "owner",
                "propriétaire",
                Id("parties"),
                "the party whose stand it is, if any; that party’s home names it back",
                "le participant dont c’est le stand, le cas échéant\u202f; sa colonne stand "
                "l’indique aussi",
            ),
        ),
    ),
    Sheet(
        "interpreters",
        "interprètes",
        p.Interpreter,
        "interpreter",
        True,
        "Who interprets when two parties share no language. Headings alone when there are none.",
        "Ceux qui interprètent quand deux participants n’ont pas de langue commune. "
        "Les titres seuls s’il n’y en a pas.",
        (
            Column(
                "id",
                "identifiant",
                Id(),
                "how the plan names the interpreter",
                "le nom que lui donne le planning",
                required=True,
            ),
            Column(
                "languages",
                "langues",
                Ids(),
                "languages, such as fr, en",
                "langues, par exemple fr, en",
                required=True,
            ),
            Column("name", "nom", Name(), "name to show", "nom affiché", default=""),
            Column(
                "slots",
                "créneaux",
                Ids("slots"),
                f"when present; {_EVERY_SLOT[0]}",
                f"présence\u202f; {_EVERY_SLOT[1]}",
            ),
            Column(
                "max_run",
                "suite maximale",
                Whole(least=1, example=4),
                "most slots in a row; no limit when empty",
                "créneaux d’affilée au plus\u202f; sans limite si la case est vide",
            ),
        ),
    ),
    Sheet(
        "venues",
        "sites",
        p.Venue,
        "venue",
        False,
        "The sites of the event. Without this sheet, those that places name.",
        "Les sites de l’événement. Sans cette feuille, ceux que nomment les lieux.",
        (
            Column(
                "id",
                "identifiant",
                Id(),
                "how other sheets name the venue",
                "le nom que lui donnent les autres feuilles",
                required=True,
            ),
            Column("name", "nom", Name(), "name to show", "nom affiché", default=""),
        ),
    ),
    Sheet(
        "travel",
        "trajets",
        p.Travel,
        "travel",
        False,
        "Minutes between two venues, the same both ways. Every pair of venues needs a row.",
        "Minutes d’un site à l’autre, dans les deux sens. Il faut une ligne par paire de sites.",
        (
            Column(
                "venue_a",
                "site a",
                Id("venues"),
                "one venue",
                "l’un des sites",
                required=True,
                field="venues",
            ),
            Column(
                "venue_b",
                "site b",
                Id("venues"),
                "the other venue",
                "l’autre site",
                required=True,
                field="venues",
            ),
            Column(
                "minutes",
                "minutes",
                Whole(most=10_000, example=30),
                "travel time",
                "temps de trajet",
                required=True,
            ),
        ),
    ),
    Sheet(
        "busy",
        "indisponibilités",
        p.Busy,
        "busy time",
        False,
        "What already occupies a party: a conference, a visit.",
        "Ce qui occupe déjà un participant\u202f: une conférence, une visite.",
        (
            Column(
                "id",
                "identifiant",
                Id(),
                "how the plan names the busy time",
                "le nom que lui donne le planning",
                required=True,
            ),
            Column(
                "party",
                "participant",
                Id("parties"),
                "who is busy",
                "le participant occupé",
                required=True,
            ),
            Column("start", "début", Moment(), "when it begins", "heure de début", required=True),
            Column("end", "fin", Moment(), "when it ends", "heure de fin", required=True),
            Column(
                "venue",
                "site",
                Id("venues"),
                "where it is; without one the party is out altogether",
                "le site\u202f; sans site, le participant est entièrement pris",
            ),
            Column(
                "teams",
                "équipes",
                Whole(least=1, example=1),
                "how many of its teams it takes; all when empty",
                "nombre d’équipes prises\u202f; toutes si la case est vide",
            ),
            Column("label", "libellé", Name(), "what it is", "ce dont il s’agit", default=""),
        ),
    ),
)

RULE_SHEET: Final = Sheet(
    "rules",
    "règles",
    p.Rules,
    "rule",
    False,
    "What holds for the whole event. One row for each rule, its name and its value.",
    "Ce qui vaut pour tout l’événement. Une ligne par règle\u202f: son nom et sa valeur.",
    (
        Column("rule", "règle", Name(), "one of the rules below", "l’une des règles ci-dessous"),
        Column("value", "valeur", Name(), "its value", "sa valeur"),
    ),
)

RULES: Final = (
    Column("name", "nom", Name(), "name of the event", "nom de l’événement", default=""),
    Column(
        "zone",
        "fuseau",
        Name(),
        f"time zone of dates and times; {DEFAULT_ZONE} when empty",
        f"fuseau horaire des dates et heures\u202f; {DEFAULT_ZONE} si la case est vide",
        default=DEFAULT_ZONE,
    ),
    Column(
        "lunch_exempt",
        "déjeuner neutralisé",
        Flag(),
        "whether idle time between two half-days is no break; no when empty",
        "si l’attente entre deux demi-journées ne compte pas comme un trou\u202f; non si la case "
        "est vide",
        default=False,
    ),
    Column(
        "spread",
        "écart",
        Whole(example=2),
        "largest difference in breaks between two parties; no limit when empty",
        "plus grande différence de trous entre deux participants\u202f; sans limite si la case "
        "est vide",
    ),
    Column(
        "objectives",
        "objectifs",
        Ids(),
        f"their order; {', '.join(p.OBJECTIVES)} when empty; {p.SPREAD} may stand after {p.WEIGHT}",
        f"leur ordre\u202f; {', '.join(p.OBJECTIVES)} si la case est vide\u202f; {p.SPREAD} peut "
        f"suivre {p.WEIGHT}",
        default=p.OBJECTIVES,
    ),
)

ALL_SHEETS: Final = (*SHEETS, RULE_SHEET)


def folded(text: str) -> str:
    """Return a heading without case, accents and punctuation, for comparison."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in bare if char.isalnum())


def names(thing: Sheet | Column) -> frozenset[str]:
    """Return the folded names a sheet or column answers to, among them both at once."""
    english, french = folded(thing.name), folded(thing.french)
    return frozenset({english, french, english + french})
