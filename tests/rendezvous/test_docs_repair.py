"""What the guide's section on repairs shows is what happens, and what it lists is all there is."""

from __future__ import annotations

import doctest
import re
import shlex
from pathlib import Path

import pytest

from rendezvous import codec
from rendezvous.changes import KINDS
from rendezvous.cli import main
from rendezvous.solver import Stop, solve
from rendezvous.solver.tiers import TIERS

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "engine.md").read_text(encoding="utf-8")
SECTION = PAGE.split("\n## Repair\n")[1].split("\n## ")[0]


def block(text: str, kind: str) -> str:
    """Return the one fenced block of a kind."""
    (found,) = re.findall(rf"^```{kind}\n(.*?)^```$", text, re.M | re.S)
    return str(found)


@pytest.fixture
def at_the_fair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The reader's folder: the page's problem, its plan and what happened are in it."""
    (tmp_path / "problem.json").write_text(block(PAGE, "json"), encoding="utf-8")
    (tmp_path / "changes.json").write_text(block(SECTION, "json changes"), encoding="utf-8")
    problem = codec.read_problem(tmp_path / "problem.json")
    plan = solve(problem, stop=Stop(seconds=None, work=10), workers=1)
    codec.write_plan(plan, tmp_path / "plan.json")
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("at_the_fair")
def test_the_commands_print_what_the_page_shows(capsys: pytest.CaptureFixture[str]) -> None:
    shown = re.findall(
        r"^\$ rendezvous (.*)\n((?:[^$\n].*\n)*)", block(SECTION, "console repair"), re.M
    )
    printed = []
    for command, _ in shown:
        with pytest.raises(SystemExit) as left:
            main(shlex.split(command))
        assert left.value.code == 0
        printed.append((command, capsys.readouterr().out))
    assert len(shown) == 2
    assert printed == shown


@pytest.mark.usefixtures("at_the_fair")
def test_the_python_example_gives_what_the_page_shows() -> None:
    text = block(SECTION, "python repair")
    example = doctest.DocTestParser().get_doctest(text, {}, "engine.md", None, 0)
    told: list[str] = []
    results = doctest.DocTestRunner(verbose=False).run(example, out=told.append)
    assert "".join(told) == ""
    assert (results.attempted, results.failed) == (8, 0)


def test_every_kind_of_change_and_objective_is_listed() -> None:
    kinds = SECTION.split("\n### What can happen\n")[1].split("\n### ")[0]
    assert re.findall(r"^\| `(\w+)` \|", kinds, re.M)[1:] == list(KINDS)
    sought = SECTION.split("\n### What is sought\n")[1]
    listed = [name for row in re.findall(r"^\| (`.*?) \|", sought, re.M)
              for name in re.findall(r"`(\w+)`", row)]  # fmt: skip
    assert listed == [*TIERS, "below_minimum", "shortfall", "weight", "breaks"]
