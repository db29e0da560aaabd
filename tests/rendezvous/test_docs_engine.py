"""What docs/engine.md shows is what happens, and what it lists is all there is."""

from __future__ import annotations

import doctest
import json
import re
import shlex
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from rendezvous import schema
from rendezvous.cli import main
from rendezvous.result import Reason, Status
from rendezvous.verify import ViolationCode

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "engine.md").read_text(encoding="utf-8")


def block(kind: str) -> str:
    """Return the one fenced block of a kind."""
    (found,) = re.findall(rf"^```{kind}\n(.*?)^```$", PAGE, re.M | re.S)
    return str(found)


def first_cells(heading: str) -> list[str]:
    """Return the first cell of each row of a section's last table, without its head."""
    section = PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    table = re.findall(r"(?:^\|.*\|\n)+", section, re.M)[-1]
    return [line.split("|")[1].strip() for line in table.splitlines()[2:]]


@pytest.fixture
def at_the_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The reader's folder: the page's problem is in it."""
    (tmp_path / "problem.json").write_text(block("json"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("at_the_problem")
def test_the_commands_print_what_the_page_shows(capsys: pytest.CaptureFixture[str]):
    shown = re.findall(r"^\$ rendezvous (.*)\n((?:[^$\n].*\n)*)", block("console"), re.M)
    printed = []
    for command, _ in shown:
        with pytest.raises(SystemExit) as left:
            main(shlex.split(command))
        assert left.value.code == 0
        printed.append((command, capsys.readouterr().out))
    assert len(shown) == 4
    assert printed == shown


@pytest.mark.usefixtures("at_the_problem")
def test_the_python_example_gives_what_the_page_shows():
    example = doctest.DocTestParser().get_doctest(block("python"), {}, "engine.md", None, 0)
    told: list[str] = []
    results = doctest.DocTestRunner(verbose=False).run(example, out=told.append)
    assert "".join(told) == ""
    assert (results.attempted, results.failed) == (14, 0)


@pytest.mark.usefixtures("at_the_problem")
def test_the_problem_and_its_plan_fit_the_schemas():
    with pytest.raises(SystemExit):
        main(["plan", "problem.json", "-o", "plan.json", "--work", "10", "--workers", "1"])
    for name in ("problem", "plan"):
        data = json.loads(Path(f"{name}.json").read_text(encoding="utf-8"))
        assert list(Draft202012Validator(schema.build(name)).iter_errors(data)) == []


def test_every_reason_status_and_violation_is_listed():
    reasons = first_cells("Why a request is not in the plan")
    assert sorted(reasons) == sorted(f"`{reason}`" for reason in Reason)
    assert first_cells("The result") == [f"`{status}`" for status in Status]
    section = PAGE.split("\n## Checking a plan\n")[1].split("\n## ")[0]
    codes = re.findall(r"`(\w+)`", section.split("| --- | --- |")[1])
    assert sorted(codes) == sorted(ViolationCode)


def test_every_command_is_listed(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit):
        main(["--help"])
    known = re.findall(r"^    (\w+) ", capsys.readouterr().out, re.M)
    section = PAGE.split("\n## Commands\n")[1]
    assert re.findall(r"^\| `rendezvous (\w+)", section, re.M) == known
