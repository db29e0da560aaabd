"""What the guide's section on prices shows is what happens."""

from __future__ import annotations

import doctest
import re
import shlex
from pathlib import Path

import pytest

from rendezvous.cli import main
from rendezvous.result import Guarantee

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "engine.md").read_text(encoding="utf-8")
SECTION = PAGE.split("\n## What a guarantee costs\n")[1].split("\n## ")[0]


def block(text: str, kind: str) -> str:
    """Return the one fenced block of a kind."""
    (found,) = re.findall(rf"^```{kind}\n(.*?)^```$", text, re.M | re.S)
    return str(found)


@pytest.fixture
def at_the_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The reader's folder: the page's problem is in it."""
    (tmp_path / "problem.json").write_text(block(PAGE, "json"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("at_the_problem")
def test_the_command_prints_what_the_page_shows(capsys: pytest.CaptureFixture[str]) -> None:
    command, _, shown = block(SECTION, "console prices").partition("\n")
    with pytest.raises(SystemExit) as left:
        main(shlex.split(command.removeprefix("$ rendezvous ")))
    assert left.value.code == 0
    assert capsys.readouterr().out == shown


@pytest.mark.usefixtures("at_the_problem")
def test_the_python_example_gives_what_the_page_shows() -> None:
    text = block(SECTION, "python prices")
    example = doctest.DocTestParser().get_doctest(text, {}, "engine.md", None, 0)
    told: list[str] = []
    results = doctest.DocTestRunner(verbose=False).run(example, out=told.append)
    assert "".join(told) == ""
    assert (results.attempted, results.failed) == (7, 0)


def test_every_guarantee_is_in_the_table() -> None:
    rows = re.findall(r"^\| (.*?) \|", SECTION, re.M)[2:]
    assert [guarantee for guarantee in Guarantee if not any(guarantee in row for row in rows)] == []
