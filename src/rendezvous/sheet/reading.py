"""A problem from a workbook, with every fault at its sheet, row and column.

Reading goes on past a fault: cells are read, then the ids they name are looked up, then the
checks of :mod:`rendezvous.checking` run on all parts that came through whole, so that one run
lists as much as can be told for certain.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from openpyxl.utils import get_column_letter

from .. import problem as p
from ..checking import find_item_faults, pair
from ..codec import default_day, default_half_day
from ..errors import InputError, at_most
from .cells import Cell, Ids, Name, Span, Stored, Wrong
from .layout import (
    ALL_SHEETS,
    DEFAULT_ZONE,
    NOTE,
    README,
    RULE_SHEET,
    RULES,
    SHEETS,
    Column,
    Sheet,
    folded,
    names,
)
from .opening import RawSheet, open_workbook

ONLY_VENUE: Final = "site"
"""The venue of a workbook that names none."""
MAX_LISTED: Final = 5_000_000
"""Ids in all lists of a workbook together: the same long text can stand in every row."""


def read_workbook(path: Path) -> p.Problem:
    """Return the checked problem of an .xlsx file.

    InputError lists every fault as ``sheet 'requests', row 12, column C (weight): what is wrong;
    what to write``. Dates without an offset are on the clock of the zone in sheet ``rules``.
    """
    return _Reader(open_workbook(path)).problem()


@dataclass(slots=True)
class _Row:
    """A row as read; not ``sound`` when one of its cells is at fault."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    sound: bool = True


@dataclass(slots=True)
class _Table:
    """A sheet as read. ``columns`` says where each column stands."""

    sheet: Sheet
    title: str
    order: int
    columns: dict[str, int] = field(default_factory=dict)
    headings: dict[int, str] = field(default_factory=dict)
    cells: list[tuple[int, dict[int, Cell]]] = field(default_factory=list)
    rows: list[_Row] = field(default_factory=list)
    whole: bool = True


class _Reader:
    """Reads the parts of a workbook, collecting faults as it goes."""

    def __init__(self, raw: list[RawSheet]) -> None:
        self.faults: list[tuple[int, int, int, str]] = []
        self.listed = 0
        self.located: dict[str, dict[str | None, int]] = {}
        self.tables = self._tables(raw)
        self.rules, self.rule_rows = self._rules()
        self.zone = self._zone()
        for sheet in SHEETS:
            if sheet.part in self.tables:
                self._read_rows(self.tables[sheet.part])
        self.venues = self._venues()
        self.known = {sheet.part: self._ids(sheet.part) for sheet in SHEETS}

    def problem(self) -> p.Problem:
        """Return the problem, or raise every fault."""
        slots = self._slots()
        for table in self.tables.values():
            if table.sheet is not RULE_SHEET:
                self._look_up(table, {slot.id: n for n, slot in enumerate(slots)})
        parts: dict[str, Any] = {sheet.part: self._items(sheet) for sheet in SHEETS}
        parts["slots"] = slots
        if "venues" not in self.tables:
            parts["venues"] = tuple(p.Venue(venue) for venue in self.venues)
        rules = p.Rules(
            lunch_exempt=self.rules["lunch_exempt"],
            spread=self.rules["spread"],
            objectives=tuple(self.rules["objectives"]),
        )
        problem = p.Problem(**parts, rules=rules, name=self.rules["name"])
        damaged = {s.part for s in ALL_SHEETS if s.required and s.part not in self.tables}
        damaged |= {part for part, table in self.tables.items() if not table.whole}
        if "venues" not in self.tables and "places" in damaged:
            damaged.add("venues")
        for fault in find_item_faults(problem, damaged):
            self._found(fault.part, fault.id, fault.field, str(fault))
        if self.faults:
            raise InputError(at_most([fault[-1] for fault in sorted(self.faults)]))
        return problem

    # where things stand

    def _tables(self, raw: list[RawSheet]) -> dict[str, _Table]:
        known = {name: sheet for sheet in ALL_SHEETS for name in names(sheet)}
        tables: dict[str, _Table] = {}
        for order, found in enumerate(raw):
            sheet = known.get(folded(found.title))
            where = f"sheet {found.title!r}"
            if sheet is not None and not sheet.required and not found.rows:
                continue
            if sheet is None:
                skipped = found.title.startswith(NOTE) or found.title == README or not found.rows
                if not skipped:
                    wanted = ", ".join(sheet.name for sheet in ALL_SHEETS)
                    self._say(
                        order,
                        f"{where}: unknown sheet; name it one of {wanted}, or begin its name with "
                        f"{NOTE!r} if it holds notes",
                    )
            elif sheet.part in tables:
                self._say(
                    order,
                    f"{where}: the sheet {tables[sheet.part].title!r} holds the {sheet.part} "
                    "already; keep one",
                )
            else:
                tables[sheet.part] = self._table(_Table(sheet, found.title, order), found)
        for order, sheet in enumerate(SHEETS, -len(SHEETS)):
            if sheet.required and sheet.part not in tables:
                self._say(
                    order,
                    f"sheet {sheet.name!r} is missing; add it, or start from the template that "
                    "'rendezvous template' writes",
                )
        return tables

    def _table(self, table: _Table, found: RawSheet) -> _Table:
        for merged in found.merged:
            table.whole = False
            self._say(
                table.order,
                f"sheet {table.title!r}: cells {merged} are merged; unmerge them and fill each",
            )
        if found.rows:
            self._headings(table, *found.rows[0])
        table.cells = found.rows[1:]
        for column in table.sheet.columns:
            needed = column.required or table.sheet is RULE_SHEET
            if needed and column.name not in table.columns:
                row = found.rows[0][0] if found.rows else 1
                self._fault(
                    table,
                    row,
                    None,
                    f"the column {column.name} (in French: {column.french}) is missing; add it",
                )
        return table

    def _headings(self, table: _Table, row: int, cells: dict[int, Cell]) -> None:
        known = {name: column for column in table.sheet.columns for name in names(column)}
        for number, cell in sorted(cells.items()):
            heading = str(cell.value).strip()
            table.headings[number] = heading
            column = known.get(folded(heading))
            if not heading or heading.startswith(NOTE):
                continue
            if column is None:
                wanted = ", ".join(column.name for column in table.sheet.columns)
                self._fault(
                    table,
                    row,
                    number,
                    f"unknown heading; known headings are {wanted}. Begin a heading of notes "
                    f"with {NOTE!r}",
                )
            elif column.name in table.columns:
                first = get_column_letter(table.columns[column.name])
                self._fault(
                    table, row, number, f"the same heading as in column {first}; keep one of them"
                )
            else:
                table.columns[column.name] = number

    def _say(self, order: int, text: str, row: int = 0, column: int = 0) -> None:
        self.faults.append((order, row, column, text))

    def _fault(self, table: _Table, row: int, column: int | None, text: str) -> None:
        """Note what is wrong at a row and, when it has one, a column."""
        table.whole = False
        where = f"sheet {table.title!r}, row {row}"
        if column is not None:
            heading = table.headings.get(column)
            named = f" ({heading[:60]})" if heading else ""
            where += f", column {get_column_letter(column)}{named}"
        self._say(table.order, f"{where}: {text}", row, column or 0)

    def _found(self, part: str, item: str, name: str, text: str) -> None:
        """Note a fault that the checks found in an item, where the item stands."""
        table = self.tables.get(part)
        if table is None:
            self._say(len(ALL_SHEETS), f"sheet {part!r}: {text}")
            return
        row: int | None = self.rule_rows.get(name)
        column = table.columns.get("value")
        if part != "rules":
            if part not in self.located:
                self.located[part] = {_key(part, row.values): row.number for row in table.rows}
            row = self.located[part].get(item)
            fills = [c.name for c in table.sheet.columns if c.fills == name]
            column = table.columns.get(fills[-1])
        if row is None:
            table.whole = False
            self._say(table.order, f"sheet {table.title!r}: {text}")
        else:
            self._fault(table, row, column, text)

    # cells

    def _rules(self) -> tuple[dict[str, Any], dict[str, int]]:
        values: dict[str, Any] = {rule.name: rule.default for rule in RULES}
        rows: dict[str, int] = {}
        table = self.tables.get("rules")
        if table is None or not {"rule", "value"} <= table.columns.keys():
            return values, rows
        known = {name: rule for rule in RULES for name in names(rule)}
        at, value_at = table.columns["rule"], table.columns["value"]
        no_zone = ZoneInfo(DEFAULT_ZONE)  # no rule holds a date
        for number, cells in table.cells:
            self._strays(table, number, cells)
            if _blank(cells.get(at)) and _blank(cells.get(value_at)):
                continue
            named = str(cells[at].value).strip() if at in cells else ""
            rule = known.get(folded(named))
            if rule is None:
                wanted = ", ".join(rule.name for rule in RULES)
                self._fault(table, number, at, f"{named!r} is no rule; write one of {wanted}")
            elif rule.name in rows:
                self._fault(
                    table,
                    number,
                    at,
                    f"{named!r} stands already in row {rows[rule.name]}; keep one",
                )
            else:
                rows[rule.name] = number
                cell = cells.get(value_at)
                values[rule.name] = self._value(table, number, value_at, rule, cell, no_zone)
        return values, rows

    def _zone(self) -> ZoneInfo:
        key = str(self.rules["zone"] or DEFAULT_ZONE).strip()
        try:
            return ZoneInfo(key)
        except (KeyError, ValueError, OSError):
            table = self.tables["rules"]
            self._fault(
                table,
                self.rule_rows["zone"],
                table.columns["value"],
                f"{key[:60]!r} is not a time zone; write e.g. {DEFAULT_ZONE}",
            )
            return ZoneInfo(DEFAULT_ZONE)

    def _read_rows(self, table: _Table) -> None:
        for number, cells in table.cells:
            before = len(self.faults)
            self._strays(table, number, cells)
            if all(_blank(cells.get(at)) for at in table.columns.values()):
                continue
            row = _Row(number)
            for column in table.sheet.columns:
                at = table.columns.get(column.name)
                cell = cells.get(at) if at is not None else None
                row.values[column.name] = self._value(table, number, at, column, cell, self.zone)
            row.sound = len(self.faults) == before and not any(
                column.required and column.name not in table.columns
                for column in table.sheet.columns
            )
            table.rows.append(row)

    def _strays(self, table: _Table, number: int, cells: dict[int, Cell]) -> None:
        for at, cell in sorted(cells.items()):
            if not table.headings.get(at) and str(cell.value).strip():
                self._fault(
                    table, number, at, "a value under no heading; give the column one or clear it"
                )

    def _value(
        self,
        table: _Table,
        number: int,
        at: int | None,
        column: Column,
        cell: Cell | None,
        zone: ZoneInfo,
    ) -> Any:
        """Return what a cell stands for, its column's default when it is empty or at fault."""
        if cell is None or (_blank(cell) and not isinstance(column.kind, Name)):
            if column.required and at is not None:
                self._fault(table, number, at, f"the cell is empty; write {column.kind.english}")
            return column.default
        try:
            return column.kind.read(cell, zone)
        except Wrong as wrong:
            self._fault(table, number, at, str(wrong))
            return column.default

    # ids

    def _venues(self) -> tuple[str, ...]:
        """Return the venues that places name, in their order, for want of a sheet of venues."""
        places = self.tables.get("places")
        named = (row.values["venue"] for row in places.rows) if places is not None else ()
        return tuple(dict.fromkeys(venue for venue in named if venue)) or (ONLY_VENUE,)

    def _ids(self, part: str) -> frozenset[str] | None:
        """Return the ids of a part, noting those used twice; None when they cannot be told."""
        table = self.tables.get(part)
        if table is None:
            return frozenset(self.venues) if part == "venues" else None
        first: dict[str, int] = {}
        for row in table.rows:
            key = _key(part, row.values)
            if key is None:
                continue
            if key in first:
                row.sound = False
                at = table.columns["venue_b" if part == "travel" else "id"]
                text = (
                    f"travel {key} stands already in row {first[key]}; keep one"
                    if part == "travel"
                    else f"{table.sheet.noun} {key!r} stands already in row {first[key]}; "
                    "give each its own id"
                )
                self._fault(table, row.number, at, text)
            first.setdefault(key, row.number)
        told = part == "travel" or "id" in table.columns
        return frozenset(first) if told else None

    def _slots(self) -> tuple[p.Slot, ...]:
        """Return the slots that could be read, in order of time."""
        table = self.tables.get("slots")
        if table is None:
            return ()
        every = self._every_venue()
        slots = []
        for row in table.rows:
            values = row.values
            if not row.sound:
                continue
            start = values["start"]
            venues = values["venues"]
            slots.append(
                p.Slot(
                    id=values["id"],
                    start=start,
                    end=values["end"],
                    day=values["day"] or default_day(start),
                    half_day=values["half_day"] or default_half_day(start),
                    venues=every if venues is None else tuple(venues),
                )
            )
        return tuple(sorted(slots, key=lambda slot: slot.start))

    def _every_venue(self) -> tuple[str, ...]:
        table = self.tables.get("venues")
        if table is None:
            return self.venues
        return tuple(row.values["id"] for row in table.rows if row.values["id"] is not None)

    def _look_up(self, table: _Table, order: dict[str, int]) -> None:
        """Check the ids that a table's cells name, and write out its spans of slots."""
        for row in table.rows:
            for column in table.sheet.columns:
                value = row.values[column.name]
                part = column.kind.part
                before = len(self.faults)
                if isinstance(column.kind, Ids) and value is not None:
                    value = self._written_out(table, row, column, value, order)
                    row.values[column.name] = value
                elif part is not None and value is not None:
                    value = (value,)
                if part is not None and value is not None:
                    self._check_ids(table, row, column, value)
                if table.sheet.part == "places" and column.name == "venue" and value is None:
                    row.values["venue"] = self._lone_venue(table, row)
                row.sound = row.sound and len(self.faults) == before

    def _check_ids(self, table: _Table, row: _Row, column: Column, ids: Iterable[str]) -> None:
        part = column.kind.part or ""
        known = self.known[part]
        target = self.tables.get(part)
        sheet = next(sheet for sheet in SHEETS if sheet.part == part)
        for item in ids:
            if known is not None and item not in known:
                title = target.title if target is not None else sheet.name
                self._fault(
                    table,
                    row.number,
                    table.columns[column.name],
                    f"{sheet.noun} {item[:60]!r} does not exist; add it to sheet {title!r} or "
                    "correct the id",
                )

    def _written_out(
        self,
        table: _Table,
        row: _Row,
        column: Column,
        value: Iterable[str | Span],
        order: dict[str, int],
    ) -> tuple[str, ...]:
        ids: list[str] = []
        every = list(order)
        for item in value:
            if isinstance(item, str):
                ids.append(item)
            elif item.first in order and item.last in order:
                first, last = order[item.first], order[item.last]
                if first > last:
                    self._fault(
                        table,
                        row.number,
                        table.columns[column.name],
                        f"'{item.first}..{item.last}' runs backwards; write the earlier slot first",
                    )
                ids.extend(every[first : last + 1])
            else:
                ids += [item.first, item.last]
        self.listed += len(ids)
        if self.listed > MAX_LISTED:
            raise InputError(
                f"sheet {table.title!r}, row {row.number}: with this row the lists of the workbook "
                f"hold more than {MAX_LISTED:,} ids, which is the limit; leave cells empty where "
                "every slot will do"
            )
        return tuple(ids)

    def _lone_venue(self, table: _Table, row: _Row) -> str | None:
        every = self._every_venue()
        if len(every) == 1:
            return every[0]
        if row.sound:
            remedy = (
                f"write one of {', '.join(every)[:100]}" if every else "add one to sheet 'venues'"
            )
            at = table.columns.get("venue")
            self._fault(table, row.number, at, f"the venue is not given; {remedy}")
        return None

    # items

    def _items(self, sheet: Sheet) -> tuple[Any, ...]:
        table = self.tables.get(sheet.part)
        if table is None or sheet.part == "slots":
            return ()
        return tuple(sheet.item(**dict(_fields(sheet, row))) for row in table.rows if row.sound)


def _blank(cell: Cell | None) -> bool:
    """Whether a cell is empty to the eye."""
    if cell is None:
        return True
    plain_text = cell.stored is Stored.PLAIN and isinstance(cell.value, str)
    return plain_text and not str(cell.value).strip()


def _key(part: str, values: dict[str, Any]) -> str | None:
    """Return what tells a row from others of its sheet, or None when it is not given."""
    if part != "travel":
        key: str | None = values["id"]
        return key
    if values["venue_a"] is None or values["venue_b"] is None:
        return None
    return pair(values["venue_a"], values["venue_b"])


def _fields(sheet: Sheet, row: _Row) -> Iterator[tuple[str, Any]]:
    """Yield the fields of a row's item; two columns of one field make a pair."""
    names_of: dict[str, list[str]] = {}
    for column in sheet.columns:
        names_of.setdefault(column.fills, []).append(column.name)
    for filled, columns in names_of.items():
        values = tuple(row.values[name] for name in columns)
        yield filled, values[0] if len(values) == 1 else values
