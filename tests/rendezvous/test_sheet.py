"""Workbooks become problems and back, and each fault of one is told by sheet, row and column."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import fields as dataclass_fields
from dataclasses import replace
from datetime import date, datetime, time, timedelta, timezone
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from rendezvous import codec, sheet
from rendezvous.checking import check_problem
from rendezvous.errors import InputError
from rendezvous.formats import convert, read_any
from rendezvous.problem import (
    Assignment,
    Baseline,
    Busy,
    Interpreter,
    Party,
    Place,
    Problem,
    Request,
    Rules,
    Slot,
    Travel,
    Venue,
)
from rendezvous.sheet import layout, opening, reading
from rendezvous.sheet.cells import Whole
from rendezvous.verify import verify
from tests.rendezvous.examples import EVENT
from tests.rendezvous.plans import honest
from tests.rendezvous.strategies import problems

DOCS = Path(__file__).parents[2] / "docs" / "spreadsheet.md"

Book = dict[str, list[list[Any]]]

BAMAKO = timezone(timedelta())


def at(clock: str, day: int = 11, zone: timezone = BAMAKO) -> datetime:
    """Return a moment of November 2025."""
    hour, minute = clock.split(":")
    return datetime(2025, 11, day, int(hour), int(minute), tzinfo=zone)


def naive(clock: str, day: int = 11) -> datetime:
    """Return what a spreadsheet program stores for a moment on the clock of its zone."""
    return at(clock, day).replace(tzinfo=None)


ENGLISH: Book = {
    "parties": [
        ["id", "name", "kind", "teams", "slots", "languages", "home", "max_per_day", "minimum"],
        ["acme", "Acme", "exhibitor", 2, "s1..s3", "fr; en", "stand", 4, 1],
        ["mali", " Mali ", None, None, None, "fr", None, None, None],
        [7, "Seven", None, "3", "s4,s1", "nb", None, None, 0.0],
    ],
    "requests": [
        [
            *("id", "party_a", "party_b", "weight", "mandatory", "length", "slots"),
            *("fixed_slot", "fixed_place", "closed_door", "after"),
        ],
        ["r1", "acme", "mali", 5, "yes", 2, "s1..s2; s4", "s1", "room", "yes", None],
        ["r2", "acme", "7", None, None, None, None, None, None, None, "r1"],
        ["r3", "mali", 7.0, 1000.0, False, 1, "none", None, None, "no", " r1 , r2 "],
    ],
    "slots": [
        ["id", "start", "end", "day", "half_day", "venues"],
        ["s1", naive("09:00"), naive("09:30"), None, None, None],
        ["s2", "2025-11-11 09:30", "2025-11-11T11:00:00+01:00", None, None, "hall"],
        ["s4", naive("14:00"), naive("14:30"), naive("00:00"), "evening", "base;hall"],
        ["s3", naive("13:00"), naive("13:30"), None, None, "none"],
    ],
    "places": [
        ["id", "venue", "name", "capacity", "slots", "closed_door", "owner"],
        ["room", "hall", "Room", 0, None, True, None],
        ["stand", "base", None, None, "s1", "non", "acme"],
    ],
    "interpreters": [
        ["id", "languages", "name", "slots", "max_run"],
        ["ivan", "ru, fr", "Ivan", "s1", 3],
        ["mime", "none", None, None, None],
    ],
    "venues": [["id", "name"], ["hall", "Hall"], ["base", None]],
    "travel": [["venue_a", "venue_b", "minutes"], ["hall", "base", 30]],
    "busy": [
        ["id", "party", "start", "end", "venue", "teams", "label"],
        ["b1", "mali", naive("16:00"), naive("17:00"), None, None, "Opening"],
        ["b2", "acme", naive("16:00"), naive("17:00"), "base", 1, None],
    ],
    "rules": [
        ["rule", "value"],
        ["name", "A small event"],
        ["zone", "Africa/Bamako"],
        ["lunch_exempt", "yes"],
        ["spread", 2],
        ["objectives", "mandatory, minimum, weight, breaks"],
    ],
}

MEANT = Problem(
    name="A small event",
    venues=(Venue("hall", "Hall"), Venue("base")),
    slots=(
        Slot("s1", at("09:00"), at("09:30"), "2025-11-11", "morning", ("hall", "base")),
        Slot("s2", at("09:30"), at("10:00"), "2025-11-11", "morning", ("hall",)),
        Slot("s3", at("13:00"), at("13:30"), "2025-11-11", "afternoon", ()),
        Slot("s4", at("14:00"), at("14:30"), "2025-11-11", "evening", ("base", "hall")),
    ),
    parties=(
        Party("acme", "Acme", "exhibitor", 2, ("s1", "s2", "s3"), ("fr", "en"), "stand", 4, 1),
        Party("mali", " Mali ", languages=("fr",)),
        Party("7", "Seven", teams=3, slots=("s4", "s1"), languages=("nb",)),
    ),
    requests=(
        Request(
            "r1",
            ("acme", "mali"),
            weight=5,
            mandatory=True,
            length=2,
            slots=("s1", "s2", "s4"),
            fixed_slot="s1",
            fixed_place="room",
            closed_door=True,
        ),
        Request("r2", ("acme", "7"), after=("r1",)),
        Request("r3", ("mali", "7"), weight=1000, slots=(), after=("r1", "r2")),
    ),
    places=(
        Place("room", "hall", "Room", capacity=0, closed_door=True),
        Place("stand", "base", slots=("s1",), owner="acme"),
    ),
    interpreters=(
        Interpreter("ivan", ("ru", "fr"), "Ivan", ("s1",), 3),
        Interpreter("mime", ()),
    ),
    travel=(Travel(("hall", "base"), 30),),
    busy=(
        Busy("b1", "mali", at("16:00"), at("17:00"), label="Opening"),
        Busy("b2", "acme", at("16:00"), at("17:00"), "base", 1),
    ),
    rules=Rules(True, 2, ("mandatory", "minimum", "weight", "breaks")),
)


def save(book: Book, path: Path, change: Callable[[Workbook], None] | None = None) -> Path:
    """Write a workbook of these rows, as a person would, and return its path."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for title, rows in book.items():
        worksheet = workbook.create_sheet(title)
        for row in rows:
            worksheet.append(row)
    if change is not None:
        change(workbook)
    workbook.save(path)
    return path


def patched(path: Path, part: str, old: str, new: str) -> Path:
    """Change the XML of one part of a workbook, as no spreadsheet program would."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert parts[part].decode().count(old) == 1
    parts[part] = parts[part].decode().replace(old, new).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def faults(path: Path) -> list[str]:
    """Return the faults of a file."""
    with pytest.raises(InputError) as caught:
        sheet.read_workbook(path)
    return list(caught.value.faults)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Where a test keeps its workbook."""
    return tmp_path / "book.xlsx"


# --- what a workbook says ------------------------------------------------------------------------


def test_every_column_is_read(book: Path) -> None:
    assert sheet.read_workbook(save(ENGLISH, book)) == MEANT
    assert check_problem(MEANT) == []


def test_french_names_without_accents_and_in_any_order_mean_the_same(book: Path) -> None:
    french: Book = {}
    for spec in (*layout.SHEETS, layout.RULE_SHEET):
        rows = deepcopy(ENGLISH[spec.name])
        spell = {column.name: column.french for column in (*spec.columns, *layout.RULES)}
        rows[0] = [spell[name].upper().replace("É", "E").replace(" ", "_") for name in rows[0]]
        if spec is layout.RULE_SHEET:
            rows = [rows[0], *([spell[name], value] for name, value in rows[1:])]
        words = {"yes": "Oui", "no": "NON", "none": "Aucun"}
        rows = [[words.get(value, value) for value in row] for row in rows]
        french[spec.french.capitalize()] = [list(reversed(row)) for row in rows]
    assert list(french)[:3] == ["Participants", "Demandes", "Créneaux"]
    assert sheet.read_workbook(save(dict(reversed(french.items())), book)) == MEANT


def test_the_least_a_workbook_needs(book: Path) -> None:
    least: Book = {
        "Parties": [["Id"], ["a"], ["b"]],
        "Requests": [["Id", "Party A", "Party B"], ["r", "a", "b"]],
        "Slots": [["Id", "Start", "End"], ["s", naive("09:00"), naive("09:30")]],
        "Places": [["Id"], ["p"]],
        "Interpreters": [["Id", "Languages"]],
        "Sheet1": [],
    }
    assert sheet.read_workbook(save(least, book)) == Problem(
        venues=(Venue("site"),),
        slots=(Slot("s", at("09:00"), at("09:30"), "2025-11-11", "morning", ("site",)),),
        parties=(Party("a"), Party("b")),
        requests=(Request("r", ("a", "b")),),
        places=(Place("p", "site"),),
    )


def test_venues_are_those_of_the_places_when_they_have_no_sheet(book: Path) -> None:
    rows = {**ENGLISH, "places": [["id", "venue"], ["p", "hall"], ["q", "base"]]}
    rows["parties"] = [row[:6] for row in ENGLISH["parties"]]
    rows["requests"] = [row[:3] for row in ENGLISH["requests"]]
    del rows["venues"]
    problem = sheet.read_workbook(save(rows, book))
    assert problem.venues == (Venue("hall"), Venue("base"))
    assert problem.slots[0].venues == ("hall", "base")


def test_notes_blank_rows_and_blank_cells_are_passed_over(book: Path) -> None:
    rows = deepcopy(ENGLISH)
    rows["# to do"] = [["ring", "Acme"]]
    rows[layout.README] = [["How to"]]
    rows["requests"][0].append("# who asked")
    rows["requests"][1].append("=A1")
    rows["requests"].insert(2, [None, " ", None])
    rows["requests"].append([None] * 11 + ["a note on its own"])
    rows["requests"] += [[None, "  "]] * 3
    rows["parties"][1][4] = "s1..s3,, "
    rows["parties"][2][8] = " "
    assert sheet.read_workbook(save(rows, book)) == MEANT


def test_dates_of_a_workbook_are_on_the_clock_of_its_zone(book: Path) -> None:
    rows = deepcopy(ENGLISH)
    rows["rules"][2][1] = "Europe/Paris"
    problem = sheet.read_workbook(save(rows, book))
    paris = timezone(timedelta(hours=1))
    assert problem.slots[0].start == at("09:00", zone=paris)
    assert problem.slots[0].start.utcoffset() == timedelta(hours=1)
    assert problem.slots[1].end == at("10:00")  # 11:00+01:00: the cell says its own offset
    assert problem.slots[1].half_day == "morning"


def test_results_of_formulas_are_read_and_missing_ones_are_not_guessed(book: Path) -> None:
    rows = deepcopy(ENGLISH)
    rows["requests"][1][3] = "=2+3"
    assert faults(save(rows, book)) == [
        "sheet 'requests', row 2, column D (weight): the file holds a formula without its result; "
        "open it in a spreadsheet program and save it, or write the value"
    ]
    part = "xl/worksheets/sheet2.xml"
    assert (
        sheet.read_workbook(patched(book, part, "<f>2+3</f><v />", "<f>2+3</f><v>5</v>")) == MEANT
    )
    patched(book, part, '<c r="D2"><f>2+3</f><v>5</v>', '<c r="D2" t="e"><f>2+3</f><v>#REF!</v>')
    assert faults(book) == [
        "sheet 'requests', row 2, column D (weight): the formula ends in #REF!; mend it or write "
        "the value"
    ]
    patched(book, part, '<c r="D2" t="e"><f>2+3</f><v>#REF!</v>', '<c r="D2" t="str"><f/><v></v>')
    problem = sheet.read_workbook(book)
    assert problem.requests[0] == replace(MEANT.requests[0], weight=1)


# --- faults --------------------------------------------------------------------------------------

REQUESTS_COLUMNS = (
    "id, party_a, party_b, weight, mandatory, length, slots, fixed_slot, fixed_place, closed_door, "
    "after"
)

CELL_FAULTS: list[tuple[str, str, Any, list[str]]] = [
    (
        "requests",
        "D2",
        "abc",
        ["row 2, column D (weight): 'abc' is not a whole number from 1 to 1000; write e.g. 5"],
    ),
    (
        "requests",
        "D2",
        1001,
        ["row 2, column D (weight): 1001 is not a whole number from 1 to 1000; write e.g. 5"],
    ),
    (
        "requests",
        "D2",
        2.5,
        ["row 2, column D (weight): 2.5 is not a whole number from 1 to 1000; write e.g. 5"],
    ),
    (
        "requests",
        "D2",
        True,
        ["row 2, column D (weight): TRUE is not a whole number from 1 to 1000; write e.g. 5"],
    ),
    (
        "requests",
        "D2",
        date(2025, 11, 11),
        [
            "row 2, column D (weight): 2025-11-11 00:00:00 is not a whole number from 1 to 1000; "
            "write e.g. 5"
        ],
    ),
    (
        "requests",
        "E2",
        "perhaps",
        [
            "row 2, column E (mandatory): 'perhaps' is neither yes nor no; write yes or no "
            "(oui or non)"
        ],
    ),
    (
        "requests",
        "E2",
        2,
        ["row 2, column E (mandatory): 2 is neither yes nor no; write yes or no (oui or non)"],
    ),
    (
        "requests",
        "A3",
        None,
        [
            "row 3, column A (id): the cell is empty; write an id, once in the sheet",
            "row 4, column K (after): request 'r2' does not exist; add it to sheet 'requests' or "
            "correct the id",
        ],
    ),
    (
        "requests",
        "B2",
        "acne",
        [
            "row 2, column B (party_a): party 'acne' does not exist; add it to sheet 'parties' or "
            "correct the id"
        ],
    ),
    (
        "requests",
        "B2",
        naive("00:00", 12),
        [
            "row 2, column B (party_a): 2025-11-12 00:00:00 is not a text but a date; format the "
            "cell as text and write the id again"
        ],
    ),
    (
        "requests",
        "B2",
        True,
        [
            "row 2, column B (party_a): TRUE is not a text but a truth value; format the cell as "
            "text and write the id again"
        ],
    ),
    (
        "requests",
        "B3",
        "7",
        [
            "row 3, column C (party_b): request 'r2': party '7' would meet itself; name two "
            "different parties"
        ],
    ),
    (
        "requests",
        "A3",
        "r1",
        [
            "row 3, column A (id): request 'r1' stands already in row 2; give each its own id",
            "row 4, column K (after): request 'r2' does not exist; add it to sheet 'requests' or "
            "correct the id",
        ],
    ),
    (
        "requests",
        "A3",
        "x" * 201,
        [
            f"row 3, column A (id): '{'x' * 56}... is not a text of 1 to 200 characters; write an "
            "id",
            "row 4, column K (after): request 'r2' does not exist; add it to sheet 'requests' or "
            "correct the id",
        ],
    ),
    (
        "requests",
        "G2",
        's1, "s2',
        [
            "row 2, column G (slots): '\"s2' has a stray quotation mark; put the whole id between "
            "two, or none"
        ],
    ),
    (
        "requests",
        "G2",
        's1, ""',
        [
            "row 2, column G (slots): '' is not a text of 1 to 200 characters; write an id",
        ],
    ),
    (
        "requests",
        "G2",
        "s3..s1",
        [
            "row 2, column G (slots): 's3..s1' runs backwards; write the earlier slot first",
        ],
    ),
    (
        "requests",
        "G2",
        "s1..s9",
        [
            "row 2, column G (slots): slot 's9' does not exist; add it to sheet 'slots' or correct "
            "the id",
        ],
    ),
    (
        "requests",
        "H2",
        "s3",
        [
            "row 2, column H (fixed_slot): request 'r1': fixed slot 's3' leaves 1 slot(s) in its "
            "half-day and the meeting takes 2; fix an earlier slot",
            "row 2, column H (fixed_slot): request 'r1': fixed slot 's3' is closed at every venue; "
            "choose an open one",
            "row 2, column H (fixed_slot): request 'r1': fixed slot 's3' is not among its allowed "
            "slots; allow it or fix another",
            "row 2, column I (fixed_place): request 'r1': fixed place 'room' is closed in fixed "
            "slot 's3'; choose another place or slot",
        ],
    ),
    (
        "requests",
        "K2",
        "r3",
        [
            "row 2, column K (after): requests 'r1' after 'r3' after 'r2' after 'r1': 'after' goes "
            "round in a ring; remove one of these"
        ],
    ),
    (
        "requests",
        "D1",
        "wieght",
        [
            f"row 1, column D (wieght): unknown heading; known headings are {REQUESTS_COLUMNS}. "
            "Begin a heading of notes with '#'"
        ],
    ),
    (
        "requests",
        "E1",
        "Poids",
        [
            "row 1, column E (Poids): the same heading as in column D; keep one of them",
        ],
    ),
    (
        "requests",
        "B1",
        None,
        [
            "row 1: the column party_a (in French: participant a) is missing; add it",
            "row 2, column B: a value under no heading; give the column one or clear it",
            "row 3, column B: a value under no heading; give the column one or clear it",
            "row 4, column B: a value under no heading; give the column one or clear it",
        ],
    ),
    (
        "slots",
        "B2",
        "11/11/2025 9h",
        [
            "row 2, column B (start): '11/11/2025 9h' is not a date and time; write one such as "
            "2025-11-11 09:00"
        ],
    ),
    (
        "slots",
        "B2",
        time(9, 0),
        [
            "row 2, column B (start): 09:00:00 is not a date and time; write one such as "
            "2025-11-11 09:00"
        ],
    ),
    (
        "slots",
        "B2",
        45972,
        [
            "row 2, column B (start): 45972 is not a date and time; write one such as "
            "2025-11-11 09:00"
        ],
    ),
    (
        "slots",
        "C2",
        naive("09:31"),
        [
            "row 3, column B (start): slots 's1' and 's2' overlap; slots must follow one another: "
            "shorten one"
        ],
    ),
    (
        "slots",
        "E4",
        "morning",
        [
            "row 4, column E (half_day): slot 's4': half-day 'morning' of day '2025-11-11' is "
            "interrupted by slot 's3'; correct day or half_day"
        ],
    ),
    (
        "slots",
        "F3",
        "hall, tent",
        [
            "row 3, column F (venues): venue 'tent' does not exist; add it to sheet 'venues' or "
            "correct the id"
        ],
    ),
    (
        "places",
        "B2",
        None,
        ["row 2, column B (venue): the venue is not given; write one of hall, base"],
    ),
    (
        "places",
        "G2",
        "mali",
        [
            "row 2, column G (owner): place 'room': its owner 'mali' has home none; a party has "
            "one stand: make the two agree",
        ],
    ),
    (
        "parties",
        "G3",
        "room",
        [
            "row 3, column G (home): party 'mali': its home 'room' is owned by nobody; set that "
            "place's owner to 'mali'"
        ],
    ),
    (
        "interpreters",
        "B2",
        None,
        [
            "row 2, column B (languages): the cell is empty; write words separated by commas or "
            "semicolons, or none"
        ],
    ),
    (
        "travel",
        "C2",
        10_001,
        ["row 2, column C (minutes): 10001 is not a whole number from 0 to 10000; write e.g. 30"],
    ),
    (
        "travel",
        "B2",
        "hall",
        [
            "row 2, column B (venue_b): travel 'hall': from a venue to itself; remove it",
            ": travel hall - base: missing; give the minutes between the two venues",
        ],
    ),
    (
        "busy",
        "E3",
        None,
        ["row 3, column E (venue): busy time 'b2': it takes some teams only; say at which venue"],
    ),
    (
        "busy",
        "D2",
        naive("15:00"),
        [
            "row 2, column D (end): busy time 'b1': it ends before it begins; correct start or end",
        ],
    ),
    (
        "rules",
        "A3",
        "lunch",
        [
            "row 3, column A (rule): 'lunch' is no rule; write one of name, zone, lunch_exempt, "
            "spread, objectives"
        ],
    ),
    (
        "rules",
        "A3",
        "écart",
        [
            "row 5, column A (rule): 'spread' stands already in row 3; keep one",
            "row 3, column B (value): 'Africa/Bamako' is not a whole number from 0 to 100000; "
            "write e.g. 2",
        ],
    ),
    (
        "rules",
        "B3",
        "Africa/Timbuktoo",
        [
            "row 3, column B (value): 'Africa/Timbuktoo' is not a time zone; write e.g. "
            "Africa/Bamako"
        ],
    ),
    (
        "rules",
        "B3",
        "../../etc/passwd",
        [
            "row 3, column B (value): '../../etc/passwd' is not a time zone; write e.g. "
            "Africa/Bamako"
        ],
    ),
    (
        "rules",
        "B6",
        "weight, breaks",
        [
            "row 6, column B (value): rules: objectives are weight, breaks; give each of "
            "mandatory, weight, minimum, breaks once, mandatory first and breaks last; "
            "spread may stand anywhere after weight"
        ],
    ),
    (
        "parties",
        "J3",
        "stray",
        ["row 3, column J: a value under no heading; give the column one or clear it"],
    ),
]


@pytest.mark.parametrize(("title", "place", "value", "found"), CELL_FAULTS)
def test_a_fault_is_told_by_sheet_row_and_column(
    book: Path, title: str, place: str, value: Any, found: list[str]
) -> None:
    def change(workbook: Workbook) -> None:
        workbook[title][place].number_format = "General"
        workbook[title][place].value = value

    told = [f"sheet {title!r}{'' if line.startswith(':') else ', '}{line}" for line in found]
    assert sorted(faults(save(ENGLISH, book, change))) == sorted(told)


def test_all_faults_are_listed_at_once_in_the_order_of_the_workbook(book: Path) -> None:
    def change(workbook: Workbook) -> None:
        workbook["requests"]["D2"] = "abc"
        workbook["requests"]["C4"] = "oslo"
        workbook["requests"]["B3"] = 7
        workbook["parties"]["D2"] = 0
        workbook["parties"]["E2"] = "s1..s7"
        workbook["slots"]["C5"] = naive("12:00")
        workbook["travel"]["C2"] = -1
        workbook["rules"]["B5"] = "few"
        del workbook["interpreters"]

    assert faults(save(ENGLISH, book, change)) == [
        "sheet 'interpreters' is missing; add it, or start from the template that 'rendezvous "
        "template' writes",
        "sheet 'parties', row 2, column D (teams): 0 is not a whole number from 1 to 1000; "
        "write e.g. 1",
        "sheet 'parties', row 2, column E (slots): slot 's7' does not exist; add it to sheet "
        "'slots' or correct the id",
        "sheet 'requests', row 2, column D (weight): 'abc' is not a whole number from 1 to 1000; "
        "write e.g. 5",
        "sheet 'requests', row 3, column C (party_b): request 'r2': party '7' would meet itself; "
        "name two different parties",
        "sheet 'requests', row 4, column C (party_b): party 'oslo' does not exist; add it to sheet "
        "'parties' or correct the id",
        "sheet 'slots', row 5, column C (end): slot 's3': it ends before it begins; correct start "
        "or end",
        "sheet 'travel', row 2, column C (minutes): -1 is not a whole number from 0 to 10000; "
        "write e.g. 30",
        "sheet 'rules', row 5, column B (value): 'few' is not a whole number from 0 to 100000; "
        "write e.g. 2",
    ]


def test_a_request_is_checked_beside_one_that_cannot_be_read(book: Path) -> None:
    def change(workbook: Workbook) -> None:
        workbook["requests"]["D2"] = "abc"
        workbook["requests"]["B3"] = 7

    assert faults(save(ENGLISH, book, change)) == [
        "sheet 'requests', row 2, column D (weight): 'abc' is not a whole number from 1 to 1000; "
        "write e.g. 5",
        "sheet 'requests', row 3, column C (party_b): request 'r2': party '7' would meet itself; "
        "name two different parties",
    ]


def test_a_long_list_of_faults_is_cut(book: Path) -> None:
    rows = deepcopy(ENGLISH)
    rows["requests"] += [[f"q{n}", "acme", "mali", "abc"] for n in range(60)]
    found = faults(save(rows, book))
    assert len(found) == 51
    assert found[0].startswith("sheet 'requests', row 5, column D (weight): 'abc' is not")
    assert found[-1] == "... and 10 more faults"


def test_a_moment_that_the_clocks_skip_or_repeat(book: Path) -> None:
    rows = deepcopy(ENGLISH)
    rows["rules"][2][1] = "Europe/Paris"
    rows["slots"][1][1] = naive("02:30").replace(month=10, day=26)
    rows["slots"][1][2] = naive("02:30").replace(month=3, day=30)
    assert faults(save(rows, book)) == [
        "sheet 'slots', row 2, column B (start): 2025-10-26 02:30:00 is not one moment in "
        "Europe/Paris, where the clocks change then; write it with its offset, such as "
        "2025-10-26T02:30:00+01:00",
        "sheet 'slots', row 2, column C (end): 2025-03-30 02:30:00 is not one moment in "
        "Europe/Paris, where the clocks change then; write it with its offset, such as "
        "2025-03-30T02:30:00+02:00",
    ]
    rows["requests"] = rows["requests"][:1]
    rows["slots"][1][1:3] = ["2025-10-26T02:30:00+02:00", "2025-10-26T02:30:00+01:00"]
    first = sheet.read_workbook(save(rows, book)).slots[0]
    assert first.end - first.start == timedelta(hours=1)


def test_merged_cells(book: Path) -> None:
    def change(workbook: Workbook) -> None:
        workbook["requests"].merge_cells("B2:B3")
        workbook["requests"].merge_cells("D3:E4")

    found = faults(save(ENGLISH, book, change))
    assert found[:2] == [
        "sheet 'requests': cells B2:B3 are merged; unmerge them and fill each",
        "sheet 'requests': cells D3:E4 are merged; unmerge them and fill each",
    ]


def test_sheets_that_are_unknown_double_empty_or_missing(book: Path) -> None:
    rows = deepcopy(ENGLISH)
    rows["bussy"] = rows.pop("busy")
    rows["Demandes"] = rows["requests"]
    rows["places"] = []
    del rows["parties"]
    assert faults(save(rows, book)) == [
        "sheet 'parties' is missing; add it, or start from the template that 'rendezvous template' "
        "writes",
        "sheet 'places', row 1: the column id (in French: identifiant) is missing; add it",
        "sheet 'bussy': unknown sheet; name it one of parties, requests, slots, places, "
        "interpreters, venues, travel, busy, rules, or begin its name with '#' if it holds notes",
        "sheet 'Demandes': the sheet 'requests' holds the requests already; keep one",
    ]
    assert faults(save({"Sheet": []}, book)) == [
        f"sheet '{name}' is missing; add it, or start from the template that 'rendezvous template' "
        "writes"
        for name in ("parties", "requests", "slots", "places", "interpreters")
    ]


def test_two_rows_for_one_journey(book: Path) -> None:
    rows = deepcopy(ENGLISH)
    rows["travel"].append(["base", "hall", 45])
    assert faults(save(rows, book)) == [
        "sheet 'travel', row 3, column B (venue_b): travel base - hall stands already in row 2; "
        "keep one"
    ]


def test_several_venues_without_travel(book: Path) -> None:
    rows = {title: lines for title, lines in ENGLISH.items() if title != "travel"}
    assert faults(save(rows, book)) == [
        "sheet 'travel': travel hall - base: missing; give the minutes between the two venues"
    ]


# --- files nobody vouches for --------------------------------------------------------------------


def zipped(path: Path, parts: dict[str, bytes]) -> Path:
    """Write a ZIP archive and return its path."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


NOT_XLSX = (
    "not an .xlsx workbook, or a damaged one; open it in a spreadsheet program and save it as .xlsx"
)


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", NOT_XLSX),
        (b"id,name\n1,Acme\n", NOT_XLSX),
        (b"PK\x03\x04" + b"\x00" * 200, NOT_XLSX),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 512,
            "protected by a password or an old .xls file; save it as .xlsx without one",
        ),
    ],
)
def test_a_file_that_is_no_workbook(book: Path, content: bytes, found: str) -> None:
    book.write_bytes(content)
    assert faults(book) == [f"{book}: {found}"]


def test_an_archive_that_is_no_workbook(book: Path) -> None:
    assert faults(zipped(book, {"a.txt": b"a"})) == [
        f"{book}: a ZIP file, not a workbook; save it from a spreadsheet program as .xlsx"
    ]
    assert faults(zipped(book, {"content.xml": b"<a/>", "mimetype": b"ods"})) == [
        f"{book}: an OpenDocument file; save it from a spreadsheet program as .xlsx"
    ]
    assert faults(zipped(book, {"[Content_Types].xml": b"<Types"})) == [
        f"{book}: a damaged workbook (ParseError); open it in a spreadsheet program and save it as "
        ".xlsx"
    ]


def test_a_workbook_cut_short(book: Path) -> None:
    content = save(ENGLISH, book).read_bytes()
    for length in range(0, len(content), 997):
        book.write_bytes(content[:length])
        assert faults(book) == [f"{book}: {NOT_XLSX}"]


def test_a_workbook_whose_cells_are_damaged(book: Path) -> None:
    save(ENGLISH, book)
    patched(book, "xl/worksheets/sheet2.xml", '<c r="D2" t="n"><v>5</v>', '<c r="D2"><v>five</v>')
    assert faults(book) == [
        f"{book}: a damaged workbook (ValueError); open it in a spreadsheet program and save it "
        "as .xlsx"
    ]


def test_a_workbook_with_macros_is_read_without_them(book: Path) -> None:
    save(ENGLISH, book)
    with zipfile.ZipFile(book, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\x00Sub AutoOpen()")
    assert sheet.read_workbook(book) == MEANT


def test_a_bomb_is_not_unpacked(book: Path) -> None:
    save(ENGLISH, book)
    with zipfile.ZipFile(book, "a", zipfile.ZIP_DEFLATED) as archive:
        for n in range(3):
            archive.writestr(f"xl/media/{n}.bin", b"\x00" * (48 * 1024 * 1024))
    assert book.stat().st_size < 400_000
    (found,) = faults(book)
    unpacked = found.removeprefix(f"{book}: unpacks to ").split(" bytes")[0]
    assert int(unpacked.replace(",", "")) > 3 * 48 * 1024 * 1024
    assert found.endswith(
        " bytes; the limit is 134,217,728. Save only the planning sheets, as a new workbook"
    )


def test_a_document_type_is_refused(book: Path) -> None:
    entity = '<!DOCTYPE a [<!ENTITY b "c">]><worksheet xmlns='
    patched(save(ENGLISH, book), "xl/worksheets/sheet1.xml", "<worksheet xmlns=", entity)
    assert faults(book) == [
        f"{book}: part 'xl/worksheets/sheet1.xml' declares a document type, which no spreadsheet "
        "program writes; do not trust this file"
    ]


@pytest.mark.parametrize(
    ("module", "limit", "value", "found"),
    [
        (
            opening,
            "MAX_BYTES",
            1_000,
            "{path}: more than 1,000 bytes, which is the limit; check that this is the right file",
        ),
        (
            opening,
            "MAX_PARTS",
            10,
            "{path}: {parts} files in the archive; the limit is 10. Save only the planning sheets, "
            "as a new workbook",
        ),
        (
            opening,
            "MAX_TAGS",
            300,
            "{path}: part {part!r} is larger than a plan needs; copy the planning sheets, without "
            "formats, into a new workbook",
        ),
        (
            opening,
            "MAX_SIDE_TAGS",
            20,
            "{path}: part {side!r} is larger than a plan needs; copy the planning sheets, without "
            "formats, into a new workbook",
        ),
        (
            opening,
            "MAX_ROWS",
            3,
            "{path}: sheet 'parties': more than 3 rows, which is the limit; split the event",
        ),
        (
            opening,
            "MAX_COLUMNS",
            8,
            "{path}: sheet 'parties', row 1: a value beyond the first 8 columns; clear it",
        ),
        (
            reading,
            "MAX_LISTED",
            4,
            "sheet 'parties', row 2: with this row the lists of the workbook hold more than 4 ids, "
            "which is the limit; leave cells empty where every slot will do",
        ),
    ],
)
def test_each_limit_has_its_message(
    book: Path, monkeypatch: pytest.MonkeyPatch, module: Any, limit: str, value: int, found: str
) -> None:
    save(ENGLISH, book)
    with zipfile.ZipFile(book) as archive:
        parts = archive.infolist()
        tags = [archive.read(part).count(b"<") for part in parts]
    over = next(n for n in range(len(tags)) if sum(tags[: n + 1]) > 300)
    side = next(
        part.filename
        for part, count in zip(parts, tags, strict=True)
        if count > 20 and "sheets/" not in part.filename and "Strings" not in part.filename
    )
    monkeypatch.setattr(module, limit, value)
    assert faults(book) == [
        found.format(path=book, parts=len(parts), part=parts[over].filename, side=side)
    ]


def test_a_sheet_that_claims_a_row_far_down_costs_nothing(book: Path) -> None:
    save(ENGLISH, book)
    patched(book, "xl/worksheets/sheet6.xml", '<row r="3">', '<row r="999999999">')
    patched(book, "xl/worksheets/sheet6.xml", 'r="A3"', 'r="A999999999"')
    assert sheet.read_workbook(book) == MEANT


# --- writing -------------------------------------------------------------------------------------


def test_what_is_written_is_read_back(book: Path) -> None:
    for problem in (MEANT, EVENT):
        sheet.write_workbook(problem, book)
        assert sheet.read_workbook(book) == problem
        assert codec.digest(sheet.read_workbook(book)) == codec.digest(problem)


TEXTS = st.text(
    st.one_of(
        st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff"),
        st.sampled_from('\n\t"=+-@,;. '),
    ),
    max_size=12,
)
IDS = TEXTS.filter(str.strip)


@settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=None)
@given(problems(), st.data())
def test_any_problem_with_any_texts_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, problem: Problem, data: st.DataObject
) -> None:
    spoken = st.sampled_from(("none", "Aucun", "s1..s3", "a.b", '"', "1", "TRUE", "#N/A"))
    drawn = data.draw(st.lists(spoken | IDS, unique=True, min_size=8, max_size=8))
    named = data.draw(st.lists(TEXTS, min_size=1, max_size=4))
    renamed = _renamed(problem, drawn, named)
    path = tmp_path_factory.mktemp("sheets") / "any.xlsx"
    sheet.write_workbook(renamed, path)
    again = sheet.read_workbook(path)
    assert again == renamed
    assert codec.digest(again) == codec.digest(renamed)


def _renamed(problem: Problem, ids: list[str], texts: list[str]) -> Problem:
    """Return the problem with other ids, some of them odd, and names that may be anything."""
    given_ids: dict[str, str] = {}

    def new(old: Any) -> Any:
        if old is None:
            return None
        if isinstance(old, tuple):
            return tuple(new(item) for item in old)
        if old not in given_ids:
            n = len(given_ids)
            given_ids[old] = ids[n] if n < len(ids) else f"{ids[n % len(ids)]} {n}"[-200:]
        return given_ids[old]

    count = iter(range(10**6))

    def text() -> str:
        return texts[next(count) % len(texts)]

    return replace(
        problem,
        name=text(),
        venues=tuple(replace(v, id=new(v.id), name=text()) for v in problem.venues),
        slots=tuple(
            replace(
                s,
                id=new(s.id),
                day=new(s.day),
                half_day=new(s.half_day),
                venues=new(s.venues),
            )
            for s in problem.slots
        ),
        parties=tuple(
            replace(
                party,
                id=new(party.id),
                name=text(),
                kind=text(),
                slots=new(party.slots),
                languages=new(party.languages),
                home=new(party.home),
            )
            for party in problem.parties
        ),
        requests=tuple(
            replace(
                r,
                id=new(r.id),
                parties=new(r.parties),
                slots=new(r.slots),
                fixed_slot=new(r.fixed_slot),
                fixed_place=new(r.fixed_place),
                after=new(r.after),
            )
            for r in problem.requests
        ),
        places=tuple(
            replace(
                place,
                id=new(place.id),
                venue=new(place.venue),
                name=text(),
                slots=new(place.slots),
                owner=new(place.owner),
            )
            for place in problem.places
        ),
        interpreters=tuple(
            replace(i, id=new(i.id), name=text(), languages=new(i.languages), slots=new(i.slots))
            for i in problem.interpreters
        ),
        travel=tuple(replace(t, venues=new(t.venues)) for t in problem.travel),
        busy=tuple(
            replace(b, id=new(b.id), party=new(b.party), venue=new(b.venue), label=text())
            for b in problem.busy
        ),
    )


def test_moments_keep_their_offset_and_their_fractions(book: Path) -> None:
    odd = timezone(timedelta(hours=5, minutes=45))
    slots = (
        replace(MEANT.slots[0], start=at("09:00"), end=at("09:15") + timedelta(microseconds=1)),
        replace(
            MEANT.slots[1], start=at("15:30", zone=odd), end=at("15:45:".rstrip(":"), zone=odd)
        ),
        replace(MEANT.slots[2], start=at("13:00"), end=at("13:30") + timedelta(seconds=20)),
        replace(MEANT.slots[3], start=at("14:00", day=12), end=at("14:30", day=12), day="last"),
    )
    problem = replace(MEANT, slots=slots)
    sheet.write_workbook(problem, book)
    assert codec.digest(sheet.read_workbook(book)) == codec.digest(problem)
    stored = [row[1:3] for row in load_workbook(book)["slots"].iter_rows(values_only=True)][1:]
    assert stored == [
        (naive("09:00"), "2025-11-11T09:15:00.000001+00:00"),
        ("2025-11-11T15:30:00+05:45", "2025-11-11T15:45:00+05:45"),
        (naive("13:00"), naive("13:30") + timedelta(seconds=20)),
        (naive("14:00", 12), naive("14:30", 12)),
    ]


def test_slots_that_follow_one_another_are_written_short(book: Path) -> None:
    parties = (
        Party("a", slots=("s1", "s2", "s3", "s4")),
        Party("b", slots=("s4", "s1", "s2")),
        Party("c", slots=("s4", "s1", "s2", "s3")),
        Party("d", slots=()),
    )
    sheet.write_workbook(replace(MEANT, parties=parties, requests=(), busy=(), places=()), book)
    cells = [row[4] for row in load_workbook(book)["parties"].iter_rows(values_only=True)]
    assert cells == ["slots", "s1..s4", "s4, s1, s2", "s4, s1..s3", "none"]


def test_no_text_becomes_a_formula(book: Path) -> None:
    texts = ("=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x","y")', "#REF!")
    parties = tuple(Party(f"{text}?", name=text, kind=text) for text in texts)
    problem = replace(MEANT, name="=NOW()", parties=parties, requests=(), busy=(), places=())
    sheet.write_workbook(problem, book)
    assert sheet.read_workbook(book) == problem
    worksheet = load_workbook(book)["parties"]
    for row, text in zip(islice(worksheet.iter_rows(), 1, None), texts, strict=True):
        assert [cell.value for cell in row[:3]] == [f"{text}?", text, text]
        assert [cell.data_type for cell in row[:3]] == ["s"] * 3
        assert [cell.quotePrefix for cell in row[:3]] == [not text.startswith("#")] * 3
    with zipfile.ZipFile(book) as archive:
        for name in archive.namelist():
            assert b"<f>" not in archive.read(name)


def test_what_a_workbook_cannot_hold_is_said_and_nothing_is_written(book: Path) -> None:
    book.write_bytes(b"before")
    parties = (
        replace(MEANT.parties[0], name="bell\x07"),
        replace(MEANT.parties[1], kind="x" * 32_768),
        *MEANT.parties[2:],
    )
    problem = replace(
        MEANT,
        name="\ud800",
        parties=parties,
        baseline=Baseline((Assignment("r1", "s1", "room"),)),
    )
    with pytest.raises(InputError) as caught:
        sheet.write_workbook(problem, book)
    assert caught.value.faults == (
        "baseline: a workbook holds no earlier plan; write the problem as .json",
        "party 'acme': name holds the character U+0007, which a cell cannot; change it, or write "
        "the problem as .json",
        "party 'mali': kind is 32,768 characters long and a cell holds 32,767; change it, or write "
        "the problem as .json",
        "rule 'name': holds the character U+D800, which a cell cannot; change it, or write the "
        "problem as .json",
    )
    assert book.read_bytes() == b"before"


def test_a_target_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "folder.xlsx").mkdir()
    for path, why in (
        (tmp_path / "folder.xlsx", "Is a directory"),
        (tmp_path / "none" / "a.xlsx", "No such file or directory"),
    ):
        with pytest.raises(InputError) as caught:
            sheet.write_workbook(MEANT, path)
        assert caught.value.faults == (f"{path}: cannot be written ({why}); check the path",)
    assert [path.name for path in tmp_path.iterdir()] == ["folder.xlsx"]


def test_more_rows_than_are_read_are_not_written(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rendezvous.sheet.writing.MAX_ROWS", 3)
    with pytest.raises(InputError) as caught:
        sheet.write_workbook(replace(MEANT, interpreters=()), book)
    assert caught.value.faults == (
        "parties: 3 items; a workbook is read up to 2. Write the problem as .json",
        "requests: 3 items; a workbook is read up to 2. Write the problem as .json",
        "slots: 4 items; a workbook is read up to 2. Write the problem as .json",
    )
    assert not book.exists()


def test_converting_there_and_back_changes_no_byte(tmp_path: Path) -> None:
    first, middle, last = tmp_path / "a.json", tmp_path / "b.xlsx", tmp_path / "c.json"
    codec.write(first, codec.problem_to_data(EVENT))
    convert(first, middle)
    convert(middle, last)
    assert last.read_bytes() == first.read_bytes()
    assert read_any(middle) == EVENT


# --- the template --------------------------------------------------------------------------------


def test_the_template_has_two_example_rows_that_can_be_planned(book: Path) -> None:
    sheet.write_template(book)
    problem = sheet.read_workbook(book)
    parts = {spec.part: len(getattr(problem, spec.part)) for spec in layout.SHEETS}
    assert parts == {**dict.fromkeys(parts, 2), "travel": 1}
    plan = honest(
        problem,
        (
            Assignment("R-001", "S1", "TABLES", "INT-01"),
            Assignment("R-002", "S2", "SALON", "INT-01"),
        ),
    )
    report = verify(problem, plan)
    assert (report.violations, report.weight, report.below_minimum) == ((), 7, 0)


def test_the_template_explains_itself_in_both_languages_and_guides_the_hand(book: Path) -> None:
    sheet.write_template(book)
    workbook = load_workbook(book)
    assert workbook.sheetnames == [layout.README, *(spec.name for spec in layout.ALL_SHEETS)]
    explained = {
        cell for row in workbook[layout.README].iter_rows(values_only=True) for cell in row
    }
    for spec in layout.ALL_SHEETS:
        worksheet = workbook[spec.name]
        assert worksheet.freeze_panes == "B2"
        assert {spec.help, spec.aide} <= explained
        headings = next(worksheet.iter_rows(max_row=1))
        for heading, column in zip(headings, spec.columns, strict=True):
            name = " / ".join(dict.fromkeys((column.name, column.french)))
            assert heading.value == name
            assert name in explained
            assert f"{column.help} ({column.kind.english})" in explained
            assert f"{column.aide} ({column.kind.french})" in explained
            assert heading.font.bold
    checks = {
        str(check.sqref): (check.type, check.formula1, check.formula2, check.errorStyle)
        for check in workbook["requests"].data_validations.dataValidation
    }
    assert checks == {
        "B2:B5000": ("list", "'parties'!$A$2:$A$5000", None, "warning"),
        "C2:C5000": ("list", "'parties'!$A$2:$A$5000", None, "warning"),
        "D2:D5000": ("whole", "1", "1000", None),
        "E2:E5000": ("list", '"yes,no,oui,non"', None, None),
        "F2:F5000": ("whole", "1", "100", None),
        "H2:H5000": ("list", "'slots'!$A$2:$A$5000", None, "warning"),
        "I2:I5000": ("list", "'places'!$A$2:$A$5000", None, "warning"),
        "J2:J5000": ("list", '"yes,no,oui,non"', None, None),
    }


# --- one table for everything --------------------------------------------------------------------


def test_names_in_a_sheet_do_not_clash() -> None:
    groups: list[tuple[layout.Sheet | layout.Column, ...]] = [layout.ALL_SHEETS, layout.RULES]
    for things in [*groups, *(spec.columns for spec in layout.ALL_SHEETS)]:
        taken: dict[str, str] = {}
        for thing in things:
            for name in layout.names(thing):
                assert taken.setdefault(name, thing.name) == thing.name


def whole_columns() -> Iterator[tuple[str, str, int, int]]:
    """Every column of whole numbers, with the part and the bounds."""
    for spec in layout.SHEETS:
        for column in spec.columns:
            if isinstance(column.kind, Whole):
                yield spec.part, column.name, column.kind.least, column.kind.most


@pytest.mark.parametrize(("part", "field", "least", "most"), list(whole_columns()))
def test_bounds_are_those_of_the_json_form(part: str, field: str, least: int, most: int) -> None:
    data = codec.problem_to_data(MEANT)

    def refused(value: int) -> bool:
        item = {**data[part][-1], field: value}
        try:
            codec.problem_from_data({**data, part: [*data[part][:-1], item]})
        except InputError as error:
            return any(f"field {field!r} is {value};" in fault for fault in error.faults)
        return False

    assert [refused(value) for value in (least - 1, least, most, most + 1)] == [
        True,
        False,
        False,
        True,
    ]


def test_every_field_has_its_column() -> None:
    for spec in layout.SHEETS:
        fields = {each.name for each in dataclass_fields(spec.item)}
        assert {column.fills for column in spec.columns} == fields
        required = {
            name
            for name, each in codec.problem_to_data(MEANT)[spec.part][0].items()
            if name in fields and each is not None
        }
        assert {c.fills for c in spec.columns if c.required} <= required


def reference() -> Iterator[str]:
    """The lines on sheets, columns and rules that the documentation must hold."""
    for spec in layout.ALL_SHEETS:
        needed = "" if spec.required else " (optional)"
        yield f"### `{spec.name}` / `{spec.french}`{needed}"
        yield spec.help
        for column in layout.RULES if spec is layout.RULE_SHEET else spec.columns:
            filled = "yes" if column.required else ""
            yield (
                f"| `{column.name}` | `{column.french}` | {filled} | {column.kind.english} "
                f"| {column.help} |"
            )


def test_the_documentation_has_every_sheet_and_column() -> None:
    lines = DOCS.read_text().splitlines()
    wanted = list(reference())
    assert [line for line in wanted if line not in lines] == []
    rows = [line for line in lines if line.startswith(("### ", "| `"))]
    assert rows == [line for line in wanted if line.startswith(("### ", "| `"))]
