"""The walk in docs/spreadsheet.md, done as a reader would: fill in, run, correct, run again."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from rendezvous.cli import main

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "spreadsheet.md").read_text("utf-8")
BOOK = "event.xlsx"


def tables() -> dict[str, list[list[str]]]:
    """Return the example's sheets, each with its headings in the first row."""
    found = re.findall(r"^Sheet `(\w+)`: [^|]+((?:^\|.*\|\n)+)", PAGE, re.M)
    return {
        name: [
            [cell.strip() for cell in line.strip("|").split("|")]
            for n, line in enumerate(table.splitlines())
            if n != 1
        ]
        for name, table in found
    }


def typed(text: str) -> Any:
    """Return what a spreadsheet program stores when somebody types a text."""
    if re.fullmatch(r"\d+", text):
        return int(text)
    if re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", text):
        return datetime.strptime(text, "%Y-%m-%d %H:%M")  # noqa: DTZ007 (as a cell holds it)
    return text or None


def fill_in() -> None:
    """Replace the template's rows by the page's, and delete the sheets it does without."""
    book = openpyxl.load_workbook(BOOK)
    for name in ("venues", "travel", "busy"):
        del book[name]
    for name, (headings, *rows) in tables().items():
        sheet = book[name]
        columns = {cell.value.split(" / ")[0]: cell.column for cell in sheet[1]}
        sheet.delete_rows(2, sheet.max_row)
        for number, row in enumerate(rows, 2):
            for heading, text in zip(headings, row, strict=True):
                sheet.cell(number, columns[heading], typed(text))
    book.save(BOOK)


def change(sheet: str, cell: str, text: str) -> None:
    """Type something into one cell."""
    book = openpyxl.load_workbook(BOOK)
    book[sheet][cell] = typed(text)
    book.save(BOOK)


def slip() -> None:
    fill_in()
    change("requests", "C6", "GHANNA")
    change("slots", "C4", "2026-02-03 09:45")


def correct() -> None:
    change("requests", "C6", "GHANA")
    change("slots", "C4", "2026-02-03 10:45")


def stay() -> None:
    change("interpreters", "D2", "S1..S3")


# What the reader does before each block of commands.
BETWEEN: dict[int, Callable[[], None]] = {1: slip, 2: correct, 7: stay}


def without_time(text: str) -> str:
    return re.sub(r"\d+\.\d s\)", "0.0 s)", text)


def walk(capsys: pytest.CaptureFixture[str]) -> tuple[list[str], list[int]]:
    """Return each block of commands as it comes out, and every exit code."""
    blocks, codes = [], []
    for n, block in enumerate(re.findall(r"^```console\n(.*?)^```$", PAGE, re.M | re.S)):
        BETWEEN.get(n, lambda: None)()
        printed = ""
        for command in re.findall(r"^\$ rendezvous (.*)$", block, re.M):
            with pytest.raises(SystemExit) as left:
                main(shlex.split(command))
            assert isinstance(left.value.code, int)
            codes.append(left.value.code)
            out, err = capsys.readouterr()
            printed += f"$ rendezvous {command}\n" + (err if left.value.code == 2 else out)
        blocks.append(without_time(printed))
    return blocks, codes


def test_the_walk_comes_out_as_the_page_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    blocks, codes = walk(capsys)
    shown = re.findall(r"^```console\n(.*?)^```$", PAGE, re.M | re.S)
    assert codes == [0, 2, 0, 0, 0, 0, 0, 0, 0]
    assert blocks == [without_time(block) for block in shown]


def test_every_cell_the_page_names_exists() -> None:
    """The columns of "What you may need next" are those of the reference below it."""
    known = set(re.findall(r"^\| `(\w+)` \|", PAGE, re.M))
    known |= set(re.findall(r"^### `(\w+)` /", PAGE, re.M))
    named = PAGE.split("\n## What you may need next\n")[1].split("\n\n")[0]
    words = set(re.findall(r"`([a-z_]+)`", named))
    assert words - known == set()
    assert len(words) >= 12
