"""What docs/engine.md says of remedies is true."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

from rendezvous import read_any, solve
from rendezvous.remedies import ConcessionKind
from rendezvous.solver import Stop
from tests.rendezvous.test_docs_engine import PAGE, block, first_cells


@pytest.fixture
def at_the_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "problem.json").write_text(block("json"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("at_the_problem")
def test_the_python_example_gives_what_the_page_shows() -> None:
    problem = read_any("problem.json")
    plan = solve(problem, stop=Stop(seconds=10), seed=0)
    known = {"problem": problem, "plan": plan, "Stop": Stop, "solve": solve}
    example = doctest.DocTestParser().get_doctest(
        block("python explain"), known, "engine.md", None, 0
    )
    told: list[str] = []
    results = doctest.DocTestRunner(verbose=False).run(example, out=told.append)
    assert "".join(told) == ""
    assert (results.attempted, results.failed) == (6, 0)


def test_every_concession_is_listed() -> None:
    assert first_cells("What would let it in") == [f"`{kind}`" for kind in ConcessionKind]
    assert re.search(r"^\| `rendezvous explain .*let it in", PAGE, re.M)
