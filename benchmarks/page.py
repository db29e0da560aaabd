"""``python -m benchmarks page FIGURES.json... -o docs/benchmarks.md``: figures into the page.

What stands between the two marks of the page is replaced; the chart is written beside it. Nothing
on the page is typed by hand. ``chart`` writes the chart alone.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from . import compare, repair, scale
from .chart import chart
from .measuring import Figures
from .tables import table

BEGIN: Final = "<!-- figures: written by python -m benchmarks page -->"
END: Final = "<!-- figures: end -->"
CHART: Final = Path("images") / "benchmarks.svg"
"""Where the chart is, from the page's folder."""

Data = dict[str, Any]


def write_chart(files: Iterable[Path], output: Path) -> None:
    """Write the chart of the comparison in the figures."""
    _, figures = read(files)
    try:
        output.write_text(chart(_of(figures, "compare")), encoding="utf-8")
    except ValueError as error:
        sys.exit(f"{error}: measure with python -m benchmarks compare --json FILE")


def write_page(files: Iterable[Path], output: Path) -> None:
    """Put the figures into the page, and the chart beside it if there is a comparison."""
    about, figures = read(files)
    text = output.read_text(encoding="utf-8")
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        sys.exit(f"{output}: the lines {BEGIN} and {END} must enclose the figures")
    blocks = "\n\n".join(sections(about, figures))
    output.write_text(f"{before}{BEGIN}\n\n{blocks}\n\n{END}{after}", encoding="utf-8")
    compared = _of(figures, "compare")
    if compared:
        (output.parent / CHART).write_text(chart(compared), encoding="utf-8")


def read(files: Iterable[Path]) -> tuple[list[Data], list[Data]]:
    """Return what each file says of its making, and the figures of all."""
    about, figures = [], []
    for file in files:
        data = json.loads(file.read_text(encoding="utf-8"))
        about.append(data["about"])
        figures += data["figures"]
    return about, figures


def _of(figures: Iterable[Data], part: str) -> list[Figures]:
    return [Figures(**f) for f in figures if f["part"] == part]


def sections(about: Iterable[Data], figures: list[Data]) -> Iterator[str]:
    """Yield the page's blocks, for the parts that there are figures of."""
    yield "\n".join(
        f"- `{a['command']}`: {a['date']}, salon {a['salon']}, Python {a['python']}, {a['machine']}"
        for a in about
    )
    compared = _of(figures, "compare")
    if compared:
        yield "### Beside other ways to plan"
        yield f"![Gap to the bound and breaks of each method]({CHART.as_posix()})"
    for instance in dict.fromkeys(f.instance for f in compared):
        some = [f for f in compared if f.instance == instance]
        yield f"`{instance}`, {some[0].limit:g} s for each method:"
        yield table(compare.HEADS, compare.summary(some))
    for part, title in TITLES.items():
        found = _of(figures, part)
        if found:
            yield f"### {title}"
            yield table(scale.HEADS, scale.summary(found))
        if found and part == "growth":
            yield table(scale.GROWTH_HEADS, scale.growth(found))
    repairs = [f for f in figures if f["part"] == "repair"]
    if repairs:
        yield "### Repair"
        yield table(repair.HEADS, repair.summary(repairs))
    faults = [f for f in figures if f["fault"]]
    if faults:
        yield "### Faults"
        yield "\n".join(
            f"- {f['instance']} {f['seed']}, {f.get('method', 'repair')}: {f['fault']}"
            for f in faults
        )


TITLES: Final = {"bamex": "BAMEX size", "saha": "SAHA size", "growth": "Growth"}
