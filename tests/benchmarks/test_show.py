"""Tables, the chart and the page come from the figures alone."""

import json
import re
import xml.etree.ElementTree as ET
from dataclasses import asdict
from pathlib import Path

import pytest

from benchmarks import compare, page, repair, scale
from benchmarks.chart import chart
from benchmarks.measuring import Figures
from benchmarks.peers import Attempt
from benchmarks.tables import number, percent, table

SVG = "{http://www.w3.org/2000/svg}"


def figures(method: str, seed: int, weight: int | None, **more: object) -> Figures:
    return Figures("compare", method, "bamex", seed, 30.0, 1500, weight=weight, **more)


COMPARED = [
    figures("rendezvous", 1, 1000, bound=1000, breaks=10, breaks_bound=8),
    figures("first come", 1, 700, breaks=200, mandatory_unserved=3),
    figures("cp-sat", 1, 990, bound=1010, breaks=50),
    figures("rendezvous", 2, 1000, bound=1000, breaks=14, breaks_bound=14),
    figures("first come", 2, 600, breaks=300, mandatory_unserved=1),
    figures("cp-sat", 2, None),
    figures("rc2", 2, 1000, breaks=14, breaks_bound=14),
]


def dots(svg: str) -> dict[str, list[float]]:
    found = {}
    for group in ET.fromstring(svg).iter(f"{SVG}g"):
        name = group.find(f"{SVG}text").text
        found[name] = [float(dot.get("cx")) for dot in group.iter(f"{SVG}circle")]
    return found


def test_chart_shows_methods_in_order_of_their_gaps():
    found = dots(chart(COMPARED))
    assert list(found) == ["rendezvous", "first come", "cp-sat", "rc2"]
    gaps = {name: places[0] for name, places in found.items() if len(places) == 2}
    assert gaps["rendezvous"] < gaps["cp-sat"] < gaps["first come"]
    breaks = {name: places[-1] for name, places in found.items()}
    assert breaks["rendezvous"] < breaks["rc2"] < breaks["cp-sat"] < breaks["first come"]


def test_chart_tells_in_words_what_it_shows():
    root = ET.fromstring(chart(COMPARED))
    assert root.get("aria-labelledby") == "title desc"
    assert root.find(f"{SVG}title").text
    assert (
        root.find(f"{SVG}desc").text
        == "Medians on bamex. rendezvous: gap 0 %, breaks 12; first come: gap 35.00 %, breaks 250; "
        "cp-sat: gap 1.00 %, breaks 50; rc2: gap times only, breaks 14."
    )


def test_chart_needs_a_comparison():
    with pytest.raises(ValueError, match="no comparison"):
        chart([])


def test_comparison_is_to_the_least_bound_of_each_seed():
    rows = {row[0]: dict(zip(compare.HEADS, row, strict=True)) for row in compare.summary(COMPARED)}
    assert rows["rendezvous"]["gap to the bound"] == "0 %"
    assert rows["rendezvous"]["proven"] == "2/2"
    assert rows["rendezvous"]["breaks proven"] == "1/2"
    assert rows["first come"]["gap to the bound"] == "35.00 %"
    assert rows["first come"]["gap to its own"] == "-"
    assert rows["first come"]["mandatory unserved"] == "2"
    assert rows["cp-sat"]["runs"] == "1/2"
    assert rows["cp-sat"]["gap to its own"] == "1.98 %"
    assert rows["rc2"]["gap to the bound"] == "-"


def test_a_plan_past_another_methods_bound_is_a_fault(monkeypatch: pytest.MonkeyPatch):
    given = {
        "rendezvous": figures("rendezvous", 1, 90, bound=95),
        "greedy": figures("greedy", 1, 96),
    }
    monkeypatch.setattr(
        compare, "measure", lambda part, method, *rest: (given[method], Attempt(None))
    )
    ours, greedy = compare.one("bamex", 1, 1.0, ["rendezvous", "greedy", "rc2"])
    assert ours.fault is None
    assert "bound is 95" in greedy.fault


def growth(requests: int, kinds: str, seconds: float, reached: float | None) -> Figures:
    name = f"growth-{requests}{kinds}"
    found = Figures("growth", "rendezvous", name, 1, 30.0, requests, weight=1, bound=1)
    found.seconds, found.reached = seconds + 5, {"0.999": reached}
    found.proof, found.spent = reached and 2 * reached, {"weight": 0.5, "breaks": 5.0}
    return found


def test_growth_has_the_cost_of_a_request_and_the_ratio_of_the_ends():
    found = [
        growth(1000, "", 1.0, 0.5),
        growth(50_000, "", 75.0, 50.0),
        growth(1000, "-kinds", 2, None),
    ]
    assert scale.growth(found) == [
        ["plain", "1,000", "0.50", "1.00", "1.00"],
        ["plain", "50,000", "1.00", "2.00", "1.50"],
        ["plain", "largest to smallest", "2.00 x", "2.00 x", "1.50 x"],
        ["every kind", "1,000", "-", "-", "2.00"],
    ]


def test_a_time_needs_more_than_half_of_the_runs():
    assert scale.reached([1.0, None, 2.0]) == 2.0
    assert scale.reached([1.0, None, None]) is None
    assert scale.reached([1.0, None]) is None


def test_numbers():
    assert [number(None), number(12345.0)] == ["-", "12,345"]
    assert [percent(None), percent(0.0), percent(0.00001), percent(0.5)] == [
        "-",
        "0 %",
        "0.00 %",
        "50.00 %",
    ]


def test_table_lines_up():
    lines = table(["name", "n"], [["a", "1"], ["long name", "1,000"]]).splitlines()
    assert len({len(line) for line in lines}) == 1
    assert lines[1] == "| --------- | ----: |"


@pytest.fixture
def measured(tmp_path: Path) -> Path:
    mended = {
        "part": "repair",
        "instance": "bamex",
        "seed": 1,
        "change": "room lost",
        "apply": 0.1,
        "seconds": 0.4,
        "cpu": 0.6,
        "proven": True,
        "fault": None,
    }
    about = {"command": "C", "date": "D", "salon": "S", "python": "P", "machine": "M"}
    data = {"about": about, "figures": [*map(asdict, COMPARED), mended]}
    (tmp_path / "images").mkdir()
    path = tmp_path / "figures.json"
    path.write_text(json.dumps(data))
    return path


def test_page_holds_the_figures_between_its_marks(measured: Path, tmp_path: Path):
    text = tmp_path / "page.md"
    text.write_text(f"before\n{page.BEGIN}\nold\n{page.END}\nafter\n")
    page.write_page([measured], text)
    once = text.read_text()
    page.write_page([measured], text)
    assert text.read_text() == once
    assert once.startswith(f"before\n{page.BEGIN}\n")
    assert once.endswith(f"{page.END}\nafter\n")
    assert "old" not in once
    assert table(compare.HEADS, compare.summary(COMPARED)) in once
    assert re.findall(r"^### (.+)", once, re.M) == ["Beside other ways to plan", "Repair"]
    assert (tmp_path / "images" / "benchmarks.svg").read_text() == chart(COMPARED)


def test_page_without_marks_is_left_alone(measured: Path, tmp_path: Path):
    text = tmp_path / "page.md"
    text.write_text("mine\n")
    with pytest.raises(SystemExit, match="must enclose"):
        page.write_page([measured], text)
    assert text.read_text() == "mine\n"


def test_the_page_in_the_documentation_has_its_marks():
    text = (Path(__file__).parents[2] / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    assert text.count(page.BEGIN) == text.count(page.END) == 1


def test_repairs_are_summed_up_by_what_happened():
    some = {"instance": "bamex", "change": "room lost", "apply": 0.5, "cpu": 1.0, "proven": True}
    found = [{**some, "seconds": 1.0}, {**some, "seconds": 3.0, "proven": False}]
    assert repair.summary(found) == [
        ["bamex", "room lost", "2", "2.00", "3.00", "2.50", "1.00", "1/2"]
    ]
