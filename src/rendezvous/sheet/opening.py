"""From a file nobody vouches for to rows of cells, within bounds of memory and time.

An .xlsx file is a ZIP archive of XML. Before openpyxl sees it, the archive is measured: a small
file can unpack to gigabytes, and a gigabyte of empty tags takes far more memory than it is long.
"""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from openpyxl import load_workbook
from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser

from .. import files
from ..errors import InputError
from .cells import Cell, Stored

MAX_BYTES: Final = 32 * 1024 * 1024
MAX_UNPACKED: Final = 128 * 1024 * 1024
MAX_PARTS: Final = 2_000
MAX_TAGS: Final = 3_000_000
MAX_SIDE_TAGS: Final = 200_000
"""Tags in a part that holds neither cells nor texts, such as the styles."""
MAX_ROWS: Final = 100_000
MAX_COLUMNS: Final = 200

_CHUNK: Final = 1024 * 1024
_OLE: Final = b"\xd0\xcf\x11\xe0"
_BULK: Final = re.compile(rb"<(?:\w+:)?(?:worksheet|sst)[\s>]")


@dataclass(slots=True)
class RawSheet:
    """A worksheet as found: rows that hold something, as column number to cell."""

    title: str
    rows: list[tuple[int, dict[int, Cell]]] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)


def open_workbook(path: Path) -> list[RawSheet]:
    """Return the worksheets of an .xlsx file; InputError when it is none, damaged or too large."""
    raw = files.read_bytes(path, MAX_BYTES)
    if raw.startswith(_OLE):
        raise InputError(
            f"{path}: protected by a password or an old .xls file; save it as .xlsx without one"
        )
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            _measure(archive, path)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, OSError, ValueError):
        raise InputError(
            f"{path}: not an .xlsx workbook, or a damaged one; open it in a spreadsheet program "
            "and save it as .xlsx"
        ) from None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return list(_sheets(raw, path))
    except InputError:
        raise
    except Exception as error:  # openpyxl raises whatever the damage happens to trip over
        raise InputError(
            f"{path}: a damaged workbook ({type(error).__name__}); open it in a spreadsheet "
            "program and save it as .xlsx"
        ) from None


def _measure(archive: zipfile.ZipFile, path: Path) -> None:
    """Refuse an archive that is no workbook or unpacks to more than a workbook needs."""
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if "[Content_Types].xml" not in names:
        kind = "an OpenDocument file" if "content.xml" in names else "a ZIP file, not a workbook"
        raise InputError(f"{path}: {kind}; save it from a spreadsheet program as .xlsx")
    if len(parts) > MAX_PARTS:
        raise InputError(
            f"{path}: {len(parts):,} files in the archive; the limit is {MAX_PARTS:,}. "
            "Save only the planning sheets, as a new workbook"
        )
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MAX_UNPACKED:
        raise InputError(
            f"{path}: unpacks to {unpacked:,} bytes; the limit is {MAX_UNPACKED:,}. "
            "Save only the planning sheets, as a new workbook"
        )
    tags = 0
    for part in parts:
        if part.flag_bits & 1:
            raise InputError(f"{path}: protected by a password; save it as .xlsx without one")
        found, bulk = _tags(archive, part, path)
        tags += found
        if tags > MAX_TAGS or (found > MAX_SIDE_TAGS and not bulk):
            raise InputError(
                f"{path}: part {part.filename[:60]!r} is larger than a plan needs; "
                "copy the planning sheets, without formats, into a new workbook"
            )


def _tags(archive: zipfile.ZipFile, part: zipfile.ZipInfo, path: Path) -> tuple[int, bool]:
    """Return how many tags a part has at most, and whether it holds cells or texts."""
    tags, tail, bulk = 0, b"", False
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            bulk = bulk or (not tags and _BULK.search(chunk[:4096]) is not None)
            tags += chunk.count(b"<")
            if b"<!DOCTYPE" in tail + chunk and part.filename.endswith((".xml", ".rels")):
                raise InputError(
                    f"{path}: part {part.filename[:60]!r} declares a document type, which no "
                    "spreadsheet program writes; do not trust this file"
                )
            tail = chunk[-16:]
    return tags, bulk


def _sheets(raw: bytes, path: Path) -> Iterator[RawSheet]:
    workbook = load_workbook(BytesIO(raw), read_only=True, data_only=True, keep_links=False)
    try:
        for worksheet in workbook.worksheets:
            yield _sheet(workbook, worksheet, path)
    finally:
        workbook.close()


def _sheet(workbook: Any, worksheet: Any, path: Path) -> RawSheet:
    """Read the cells of one worksheet.

    openpyxl's own read-only rows would lose what is merged and which formulas have no result, and
    would fill every gap of a sparse sheet; its parser, one level below, does neither.
    """
    sheet = RawSheet(str(worksheet.title))
    where = f"{path}: sheet {sheet.title!r}"
    with worksheet._get_source() as source:
        parser = WorkSheetParser(
            source,
            worksheet._shared_strings,
            data_only=True,
            epoch=workbook.epoch,
            date_formats=workbook._date_formats,
            timedelta_formats=workbook._timedelta_formats,
        )
        parse_cell = parser.parse_cell

        def with_formula(element: Any) -> dict[str, Any]:
            cell: dict[str, Any] = parse_cell(element)
            formula = cell["value"] is None and element.find(FORMULA_TAG) is not None
            if formula and element.get("t") != "str":
                cell["data_type"] = "f"
            return cell

        parser.parse_cell = with_formula
        for number, found in parser.parse():
            row = {cell["column"]: made for cell in found if (made := _cell(cell)) is not None}
            if any(not isinstance(c.value, str) or c.value.strip() for c in row.values()):
                sheet.rows.append((number, row))
                if len(sheet.rows) > MAX_ROWS:
                    raise InputError(
                        f"{where}: more than {MAX_ROWS:,} rows, which is the limit; split the event"
                    )
                if max(row) > MAX_COLUMNS:
                    raise InputError(
                        f"{where}, row {number}: a value beyond the first {MAX_COLUMNS} columns; "
                        "clear it"
                    )
        if parser.merged_cells is not None:
            sheet.merged = [str(merged.ref) for merged in parser.merged_cells.mergeCell]
    return sheet


def _cell(found: dict[str, Any]) -> Cell | None:
    value, kind = found["value"], found["data_type"]
    if kind == "f":
        return Cell("", Stored.UNCOMPUTED)
    if value is None or value == "":
        return None
    return Cell(value, Stored.ERROR if kind == "e" else Stored.PLAIN)
