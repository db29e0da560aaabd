"""A workbook from a problem, and the empty template with its explanations.

A text is always stored as text: one that begins with ``=``, ``+``, ``-`` or ``@`` never becomes a
formula, not even when someone edits the cell.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from .. import codec
from .. import problem as p
from ..errors import InputError, at_most
from .cells import Flag, Id, Ids, Kind, Label, Moment, Span, Unwritable, Whole, spannable
from .layout import ALL_SHEETS, DEFAULT_ZONE, README, RULE_SHEET, RULES, SHEETS, Column, Sheet
from .opening import MAX_ROWS

HEADING: Final = Font(bold=True, color="FFFFFF")
_REQUIRED: Final = PatternFill("solid", fgColor="3B2F7F")
OPTIONAL: Final = PatternFill("solid", fgColor="7A6A4F")
_TITLE: Final = Font(bold=True, size=14)
_WRAPPED: Final = Alignment(wrap_text=True, vertical="top")
_FORMULA_SIGNS: Final = ("=", "+", "-", "@")
_VALIDATED_ROWS: Final = 5_000


def write_workbook(problem: p.Problem, path: Path) -> None:
    """Write a problem as an .xlsx file, which then is either the old one or wholly the new one.

    Reading it gives an equal problem. InputError lists what a workbook cannot hold: an earlier
    plan, more rows than are read back, texts that are too long or hold control characters.
    """
    faults: list[str] = []
    if problem.baseline is not None:
        faults.append("baseline: a workbook holds no earlier plan; write the problem as .json")
    large = [
        f"{sheet.part}: {count:,} items; a workbook is read up to {MAX_ROWS - 1:,}. "
        "Write the problem as .json"
        for sheet in SHEETS
        if (count := len(getattr(problem, sheet.part))) > MAX_ROWS - 1
    ]
    faults += large
    pages = [] if large else _pages(problem, faults)
    if faults:
        raise InputError(at_most(faults))
    workbook = Workbook(write_only=True)
    for sheet, rows in pages:
        _add(workbook, sheet, rows, bilingual=False)
    save(workbook, path)


def write_template(path: Path) -> None:
    """Write a workbook to fill in: explanations in both languages, two example rows a sheet.

    The examples make a problem that can be planned as it stands.
    """
    workbook = Workbook(write_only=True)
    _add_readme(workbook)
    for sheet, rows in _pages(_example(), []):
        _add(workbook, sheet, rows, bilingual=True)
    save(workbook, path)


def save(workbook: Any, path: Path) -> None:
    """Write the file whole, or leave what was there."""
    content = BytesIO()
    workbook.save(content)
    codec.write_bytes(path, content.getvalue())


def _pages(problem: p.Problem, faults: list[str]) -> list[tuple[Sheet, list[list[Any]]]]:
    """Return what to store in each sheet, row by row, and note what cannot be stored."""
    zone = ZoneInfo(DEFAULT_ZONE)
    order = {slot.id: n for n, slot in enumerate(problem.slots)}
    pages = [
        (sheet, [_row(sheet, item, order, zone, faults) for item in getattr(problem, sheet.part)])
        for sheet in SHEETS
    ]
    values = {
        "name": problem.name,
        "zone": zone.key,
        "lunch_exempt": problem.rules.lunch_exempt,
        "spread": problem.rules.spread,
        "objectives": problem.rules.objectives,
    }
    rules = [
        [rule.name, _stored(rule, values[rule.name], zone, f"rule {rule.name!r}:", faults)]
        for rule in RULES
    ]
    return [*pages, (RULE_SHEET, rules)]


def _row(
    sheet: Sheet, item: Any, order: dict[str, int], zone: ZoneInfo, faults: list[str]
) -> list[Any]:
    """Return what to store for an item, column by column."""
    stored = []
    taken: dict[str, int] = {}
    for column in sheet.columns:
        value = getattr(item, column.fills)
        if column.field:
            value = value[taken.get(column.field, 0)]
            taken[column.field] = taken.get(column.field, 0) + 1
        if column.kind.part == "slots" and value is not None and isinstance(column.kind, Ids):
            value = _spans(value, order)
        where = f"{sheet.noun} {getattr(item, 'id', '')!r}: {column.fills}"
        stored.append(_stored(column, value, zone, where, faults))
    return stored


def _stored(column: Column, value: Any, zone: ZoneInfo, where: str, faults: list[str]) -> Any:
    empty_default = column.default is None or column.default in ((), "")
    if empty_default and value == column.default:
        return None
    try:
        return column.kind.write(value, zone)
    except Unwritable as wrong:
        faults.append(f"{where} {wrong}; change it, or write the problem as .json")
        return None


def _spans(ids: tuple[str, ...], order: dict[str, int]) -> tuple[str | Span, ...]:
    """Shorten three or more slots that follow one another to ``first..last``."""
    short: list[str | Span] = []
    start = 0
    while start < len(ids):
        end = start
        while (
            end + 1 < len(ids)
            and ids[end] in order
            and order.get(ids[end + 1]) == order[ids[end]] + 1
        ):
            end += 1
        first, last = ids[start], ids[end]
        if end - start >= 2 and spannable(first) and spannable(last):
            short.append(Span(first, last))
        else:
            short += ids[start : end + 1]
        start = end + 1
    return tuple(short)


def _add(workbook: Any, sheet: Sheet, rows: list[list[Any]], *, bilingual: bool) -> None:
    """Add a sheet: styled headings that stay in view, widths, and what cells may hold."""
    worksheet = workbook.create_sheet(sheet.name)
    worksheet.freeze_panes = "B2"
    for number, column in enumerate(sheet.columns, 1):
        letter = get_column_letter(number)
        worksheet.column_dimensions[letter].width = _width(column, bilingual=bilingual)
        worksheet.column_dimensions[letter].number_format = _format(column.kind)
        validation = _validation(column.kind)
        if validation is not None:
            validation.add(f"{letter}2:{letter}{_VALIDATED_ROWS}")
            worksheet.data_validations.append(validation)
    worksheet.append([_heading(worksheet, column, bilingual) for column in sheet.columns])
    for row in rows:
        worksheet.append([cell_of(worksheet, value) for value in row])


def _heading(worksheet: Any, column: Column, bilingual: bool) -> Any:
    both = bilingual and column.french != column.name
    cell = cell_of(worksheet, f"{column.name} / {column.french}" if both else column.name)
    cell.font = HEADING
    cell.fill = _REQUIRED if column.required else OPTIONAL
    cell.alignment = _WRAPPED
    return cell


def _width(column: Column, *, bilingual: bool) -> int:
    heading = len(column.name) + (len(column.french) + 3 if bilingual else 0)
    least = 18 if isinstance(column.kind, Moment) else 10
    return max(least, min(40, heading + 3))


def _format(kind: Kind) -> str:
    """Return the format of a column: ids stay text, or 11-12 would turn into a date."""
    if isinstance(kind, Moment):
        return "yyyy-mm-dd hh:mm"
    return "General" if isinstance(kind, Whole | Flag | Label) else "@"


def _validation(kind: Kind) -> Any:
    """Return what a spreadsheet program checks while someone types, or None."""
    if isinstance(kind, Flag):
        rule = DataValidation("list", formula1='"yes,no,oui,non"', allow_blank=True)
        rule.error = "yes / no, oui / non"
    elif isinstance(kind, Whole):
        rule = DataValidation(
            "whole",
            operator="between",
            formula1=str(kind.least),
            formula2=str(kind.most),
            allow_blank=True,
        )
        rule.error = f"{kind.least} - {kind.most}"
    elif isinstance(kind, Id) and kind.part is not None:
        known = f"'{kind.part}'!$A$2:$A${_VALIDATED_ROWS}"
        rule = DataValidation("list", formula1=known, allow_blank=True, errorStyle="warning")
        rule.error = f"{kind.english} / {kind.french}"
    else:
        return None
    rule.errorTitle = "rendezvous"
    rule.showErrorMessage = True
    return rule


def cell_of(worksheet: Any, value: Any) -> Any:
    """Return a cell that holds a value as it is."""
    cell = WriteOnlyCell(worksheet)
    if isinstance(value, datetime):
        cell.value = value
        cell.number_format = "yyyy-mm-dd hh:mm:ss" if value.second else "yyyy-mm-dd hh:mm"
    elif isinstance(value, str):
        cell._value = value
        cell.data_type = "s"
        cell.number_format = "@"
        if value.startswith(_FORMULA_SIGNS):
            cell.quotePrefix = True
    elif value is not None:
        cell.value = value
    return cell


def _add_readme(workbook: Any) -> None:
    worksheet = workbook.create_sheet(README)
    for letter, width in zip("ABCDE", (16, 30, 12, 56, 56), strict=True):
        worksheet.column_dimensions[letter].width = width
    for row in _readme():
        cells = [cell_of(worksheet, value) for value in row]
        if len(row) == 1:
            cells[0].font = _TITLE
        for cell in cells[1:]:
            cell.alignment = _WRAPPED
        worksheet.append(cells)


def _readme() -> Iterator[list[str]]:
    """Yield the rows of the explanations: titles have one cell."""
    yield ["Remplir ce classeur"]
    for text in (
        "Remplacez les lignes d’exemple par les vôtres, puis lancez\u202f: rendezvous plan "
        "classeur.xlsx -o plan.json",
        "Les titres foncés sont obligatoires. L’ordre des colonnes est libre\u202f; les titres "
        "s’écrivent en français ou en anglais.",
        "Dates et heures\u202f: 11/11/2025 09:00 au format date du tableur, à l’heure du fuseau "
        "indiqué dans la feuille rules.",
        "Listes\u202f: séparez par des virgules ou des points-virgules. S1..S4 désigne les "
        "créneaux de S1 à S4\u202f; aucun désigne une liste vide.",
        "Une feuille ou une colonne dont le nom commence par # est une note\u202f: elle n’est pas "
        "lue.",
    ):
        yield ["", "", "", "", text]
    yield ["How to fill in this workbook"]
    for text in (
        "Replace the example rows with your own, then run: rendezvous plan workbook.xlsx "
        "-o plan.json",
        "Dark headings are required. Columns may stand in any order; headings may be in English "
        "or in French.",
        "Dates and times: 2025-11-11 09:00 in the program's date format, on the clock of the zone "
        "given in sheet rules.",
        "Lists: separate with commas or semicolons. S1..S4 stands for the slots from S1 to S4; "
        "none stands for an empty list.",
        "A sheet or column whose name begins with # is a note and is not read.",
    ):
        yield ["", "", "", text, ""]
    for sheet in ALL_SHEETS:
        needed = "" if sheet.required else " (facultative / optional)"
        yield [f"{sheet.name} / {sheet.french}{needed}"]
        yield ["", "", "", sheet.help, sheet.aide]
        for column in (*sheet.columns, *(RULES if sheet is RULE_SHEET else ())):
            both = column.name if column.french == column.name else f"{column.name} / "
            yield [
                "",
                both + (column.french if both != column.name else ""),
                "oui / yes" if column.required else "",
                f"{column.help} ({column.kind.english})",
                f"{column.aide} ({column.kind.french})",
            ]


def _example() -> p.Problem:
    """Return the example of the template: two rows a sheet, all of it can be planned."""
    zone = timezone(timedelta())
    nine = datetime(2025, 11, 11, 9, 0, tzinfo=zone)
    half_hour = timedelta(minutes=30)
    return p.Problem(
        name="Exemple / Example",
        venues=(p.Venue("PARC", "Parc des expositions"), p.Venue("PALAIS", "Palais des congrès")),
        travel=(p.Travel(("PARC", "PALAIS"), 30),),
        slots=(
            p.Slot("S1", nine, nine + half_hour, "2025-11-11", "morning", ("PARC", "PALAIS")),
            p.Slot(
                "S2",
                nine + half_hour,
                nine + 2 * half_hour,
                "2025-11-11",
                "morning",
                ("PARC", "PALAIS"),
            ),
        ),
        parties=(
            p.Party("EXP-01", "Exposant d’exemple", "exhibitor", languages=("fr",), minimum=1),
            p.Party("DEL-01", "Délégation d’exemple", "delegation", languages=("en",)),
        ),
        requests=(
            p.Request("R-001", ("EXP-01", "DEL-01"), weight=5),
            p.Request("R-002", ("EXP-01", "DEL-01"), weight=2, closed_door=True, after=("R-001",)),
        ),
        places=(
            p.Place("TABLES", "PARC", "Tables du hall", capacity=4),
            p.Place("SALON", "PARC", "Salon fermé", closed_door=True),
        ),
        interpreters=(
            p.Interpreter("INT-01", ("fr", "en"), "Interprète d’exemple"),
            p.Interpreter("INT-02", ("fr", "ar"), "Autre interprète", max_run=4),
        ),
        busy=(
            p.Busy(
                "B-001",
                "DEL-01",
                nine + 4 * half_hour,
                nine + 6 * half_hour,
                "PALAIS",
                label="Conférence",
            ),
            p.Busy("B-002", "EXP-01", nine + 6 * half_hour, nine + 7 * half_hour),
        ),
    )
