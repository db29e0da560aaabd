"""What docs/engine.md says of remedies is true."""

from __future__ import annotations

import doctest
import json
import re
from pathlib import Path

import pytest

from rendezvous import read_any, read_plan, solve
from rendezvous.cli import main
from rendezvous.conflicts import RuleKind
from rendezvous.remedies import ConcessionKind
from rendezvous.solver import Stop
from tests.rendezvous.test_docs_engine import PAGE, block, first_cells


@pytest.fixture
def at_the_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "problem.json").write_text(block("json"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("at_the_problem")
@pytest.mark.parametrize(("kind", "lines"), [("explain", 6), ("conflict", 6)])
def test_the_python_examples_give_what_the_page_shows(kind: str, lines: int) -> None:
    problem = read_any("problem.json")
    plan = solve(problem, stop=Stop(seconds=None, work=10.0), workers=1)
    known = {"problem": problem, "plan": plan, "Stop": Stop, "solve": solve}
    example = doctest.DocTestParser().get_doctest(
        block(f"python {kind}"), known, "engine.md", None, 0
    )
    told: list[str] = []
    results = doctest.DocTestRunner(verbose=False).run(example, out=told.append)
    assert "".join(told) == ""
    assert (results.attempted, results.failed) == (lines, 0)


def run(command: str, code: int) -> None:
    with pytest.raises(SystemExit) as left:
        main([*command.split(), "--work", "10", "--workers", "1"])
    assert left.value.code == code


@pytest.mark.usefixtures("at_the_problem")
def test_a_conflict_is_told_as_the_page_shows(
    capsys: pytest.CaptureFixture[str],
) -> None:
    data = json.loads(Path("problem.json").read_text(encoding="utf-8"))
    for request in data["requests"]:
        request["mandatory"] = "sahel" in request["parties"]
    Path("problem.json").write_text(json.dumps(data), encoding="utf-8")
    run("plan problem.json -o plan.json --json report.json", 1)
    assert block("text") in capsys.readouterr().out
    (lost,) = {"r1", "r2", "r5"} - {a.request for a in read_plan("plan.json").assignments}
    run(f"explain problem.json plan.json --request {lost} --json told.json", 0)
    assert block("text") in capsys.readouterr().out
    report = json.loads(Path("report.json").read_text(encoding="utf-8"))
    told = json.loads(Path("told.json").read_text(encoding="utf-8"))
    assert told["conflict"]["requests"] == report["conflict"] == ["r1", "r2", "r5"]
    assert told["conflict"]["rules"] == report["conflict_rules"]


def test_every_rule_is_listed() -> None:
    assert first_cells("When mandatory requests conflict") == [f"`{kind}`" for kind in RuleKind]


def test_every_concession_is_listed() -> None:
    assert first_cells("What would let it in") == [f"`{kind}`" for kind in ConcessionKind]
    assert re.search(r"^\| `rendezvous explain .*let it in", PAGE, re.M)
