"""A plan as a workbook, and as `rendezvous show` prints it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from rendezvous import write_any, write_plan
from rendezvous.problem import Problem
from rendezvous.result import Plan
from rendezvous.sheet import write_agendas
from tests.rendezvous.examples import EVENT, at, put, with_party, with_place, with_request
from tests.rendezvous.plans import honest
from tests.rendezvous.test_cli import run

LONG = with_request(EVENT, "mali-togo", length=2)
PLAN = honest(LONG, put("bolt-mali b1 table ivan", "mali-togo a2 room", "acme-togo a1 acme-stand"))


def read(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows of each sheet, headings left out."""
    book = openpyxl.load_workbook(path)
    return {sheet.title: list(sheet.iter_rows(min_row=2, values_only=True)) for sheet in book}


def naive(clock: str) -> Any:
    return at(clock).replace(tzinfo=None)


def test_the_workbook(tmp_path: Path) -> None:
    write_agendas(LONG, PLAN, tmp_path / "plan.xlsx")
    first = ("2025-11-11", naive("09:00"), naive("09:30"))
    long = ("2025-11-11", naive("09:30"), naive("10:30"))
    last = ("2025-11-11", naive("14:00"), naive("14:30"))
    stand = ("acme-stand", "Exhibition hall", None, "acme-togo")
    room = ("room", "Exhibition hall", None, "mali-togo")
    table = ("table", "Exhibition hall", "ivan", "bolt-mali")
    why = "Acme and Mali (acme-mali, weight 5) are not in the plan: "
    sheets = read(tmp_path / "plan.xlsx")
    assert list(sheets) == ["meetings", "agendas", "unserved", "parties"]
    assert sheets["meetings"] == [
        (*first, "Acme", "Togo", *stand),
        (*long, "Mali", "Togo", *room),
        (*last, "Bolt", "Mali", *table),
    ]
    assert sheets["agendas"] == [
        ("Acme", *first, "Togo", *stand),
        ("Bolt", *last, "Mali", *table),
        ("Mali", *long, "Togo", *room),
        ("Mali", *last, "Bolt", *table),
        ("Togo", *first, "Acme", *stand),
        ("Togo", *long, "Mali", *room),
    ]
    assert [row[0] for row in sheets["unserved"]] == ["acme-mali", "bolt-togo", "acme-bolt"]
    assert sheets["unserved"][0][1:4] == ("Acme", "Mali", 5)
    assert sheets["unserved"][0][4].startswith(why)
    assert sheets["parties"] == [
        ("Acme", 3, 1, 3, 0, 0),
        ("Bolt", 3, 1, 4, 0, 0),
        ("Mali", 3, 2, 10, 0, 0),
        ("Togo", 3, 2, 9, 0, 0),
        ("Norway", 0, 0, 0, 0, 0),
    ]


def test_names_are_never_formulas_nor_break_the_file(tmp_path: Path) -> None:
    hostile = with_party(LONG, "mali", name="=1+1")
    hostile = with_place(hostile, "room", name="bell\x07" + "x" * 40_000)
    write_agendas(hostile, PLAN, tmp_path / "plan.xlsx")
    cells = openpyxl.load_workbook(tmp_path / "plan.xlsx")["meetings"][3]
    assert (cells[3].value, cells[3].data_type, cells[3].quotePrefix) == ("=1+1", "s", True)
    assert cells[5].value.startswith("bell\ufffdxxx")
    assert len(cells[5].value) == 32_767


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a problem and its plan."""
    write_any(LONG, tmp_path / "event.json")
    write_plan(PLAN, tmp_path / "plan.json")
    return tmp_path


def test_show_prints_meetings_in_order_then_the_rest(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, "show", folder / "event.json", folder / "plan.json")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[:3] == [
        "Acme and Togo (acme-togo, weight 3) meet on 2025-11-11 09:00 at acme-stand.",
        "Mali and Togo (mali-togo, weight 6) meet on 2025-11-11 09:30 at room.",
        "Bolt and Mali (bolt-mali, weight 4) meet on 2025-11-11 14:00 at table, interpreted by "
        "ivan.",
    ]
    assert [line.split(" are not in the plan: ")[0] for line in lines[3:]] == [
        "Acme and Mali (acme-mali, weight 5)",
        "Bolt and Togo (bolt-togo, weight 2)",
        "Acme and Bolt (acme-bolt, weight 1)",
    ]


def test_show_writes_the_workbook(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("show", folder / "event.json", folder / "plan.json", "-o", folder / "plan.xlsx")
    assert run(capsys, *arguments) == (0, "", "")
    assert len(read(folder / "plan.xlsx")["meetings"]) == 3


@pytest.mark.parametrize(
    ("problem", "plan", "output", "message"),
    [
        (LONG, PLAN, "plan.pdf", "{output}: a plan is shown as a workbook; give an .xlsx name"),
        (
            replace(LONG, name="Another year"),
            PLAN,
            "plan.xlsx",
            "{plan}: made for another problem; plan {problem} again",
        ),
        (
            LONG,
            replace(PLAN, assignments=put("bolt-mali b1 table")),
            "plan.xlsx",
            "{plan}: it does not hold; rendezvous check says why",
        ),
    ],
)
def test_what_cannot_be_shown_is_refused(
    problem: Problem,
    plan: Plan,
    output: str,
    message: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    paths = {
        "problem": tmp_path / "event.json",
        "plan": tmp_path / "plan.json",
        "output": tmp_path / output,
    }
    write_any(problem, paths["problem"])
    write_plan(plan, paths["plan"])
    code, out, err = run(capsys, "show", paths["problem"], paths["plan"], "-o", paths["output"])
    assert (code, out, err) == (2, "", f"rendezvous: {message.format(**paths)}\n")
    assert not paths["output"].exists()
