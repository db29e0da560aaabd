"""docs/engine-model.md leaves out no rule, no objective and no kind of row."""

from __future__ import annotations

import re
from pathlib import Path

from rendezvous.problem import OBJECTIVES, SPREAD
from rendezvous.solver.program import Scarce
from rendezvous.verify import ViolationCode
from tests.rendezvous.brute import stage_order
from tests.rendezvous.examples import EVENT

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "engine-model.md").read_text("utf-8")


def section(heading: str) -> str:
    return PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]


def column(heading: str, number: int) -> list[str]:
    """Return the code words in one column of a section's table."""
    rows = re.findall(r"^\|(.*)\|$", section(heading), re.M)[2:]
    return [word for row in rows for word in re.findall(r"`(\w+)`", row.split(" | ")[number])]


def test_every_violation_has_its_rule() -> None:
    assert sorted(column("Where each rule is checked", 1)) == sorted(ViolationCode)


def test_every_kind_of_row_has_its_rule() -> None:
    assert sorted(column("Where each rule is checked", 2)) == sorted(set(Scarce) - {Scarce.OTHER})


def test_the_objectives_stand_in_their_order() -> None:
    assert EVENT.rules.objectives == OBJECTIVES
    assert column("Objectives", 0) == [*stage_order(EVENT), SPREAD]


def test_every_reference_is_cited_and_exists() -> None:
    listed = re.findall(r"^(\d)\. ", section("References"), re.M)
    assert sorted(set(re.findall(r"\[\[(\d)\]\]\(#references\)", PAGE))) == listed


def test_formulas_are_closed_and_free_of_what_markdown_would_eat() -> None:
    formula = re.compile(r"\$\$.+\$\$|\$[^$\n]+\$")
    assert "$" not in formula.sub("", PAGE)
    assert [f for f in formula.findall(PAGE) if re.search(r"\\[^a-zA-Z]|[|<*]", f)] == []
