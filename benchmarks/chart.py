"""The comparison as a picture: for each method its gap to the bound, and its breaks.

SVG written by hand, without a library: it takes the reader's light or dark, and says in its title
and description what it shows.
"""

from __future__ import annotations

import math
import xml.etree.ElementTree as ET
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from .compare import bounds_by_seed
from .measuring import Figures, median
from .peers import METHODS
from .scale import OURS
from .tables import number, percent

STYLE: Final = """
svg { color-scheme: light dark; font: 13px system-ui, sans-serif; }
.ground { fill: #ffffff; } text { fill: #1f2328; } .faint { fill: #59636e; }
.rule { stroke: #d1d9e0; } .dot { fill: #59636e; } .span { stroke: #59636e; stroke-width: 2; }
.ours .dot { fill: #0550ae; } .ours .span { stroke: #0550ae; } .ours text { font-weight: 600; }
.head { font-weight: 600; } .end { text-anchor: end; } .middle { text-anchor: middle; }
@media (prefers-color-scheme: dark) {
  .ground { fill: #0d1117; } text { fill: #f0f6fc; } .faint { fill: #9198a1; }
  .rule { stroke: #3d444d; } .dot { fill: #9198a1; } .span { stroke: #9198a1; }
  .ours .dot { fill: #79c0ff; } .ours .span { stroke: #79c0ff; }
}
"""
WIDTH: Final = 760
ROW: Final = 26
HEAD: Final = 66
"""Height above the rows of an instance: its name, the panels' titles and scales."""
LEAST: Final = 1e-4
"""The smallest gap that the scale tells from none."""


class Panel(NamedTuple):
    """Where values are drawn: from ``left`` to ``right``; written out at ``label``."""

    title: str
    left: float
    right: float
    label: float


GAP: Final = Panel("Gap to the bound, log scale", 120, 350, 420)
BREAKS: Final = Panel("Breaks", 470, 670, 740)


class Mark(NamedTuple):
    """A method's values on one panel, or what to say without any."""

    values: list[float]
    text: str


class Row(NamedTuple):
    """A method's line."""

    method: str
    gap: Mark
    breaks: Mark


def chart(found: Sequence[Figures]) -> str:
    """Return the picture of a comparison, as SVG.

    Raises ValueError when nothing was compared.
    """
    instances = list(dict.fromkeys(f.instance for f in found))
    if not instances:
        raise ValueError("the figures hold no comparison")
    blocks = {i: rows([f for f in found if f.instance == i]) for i in instances}
    height = sum(HEAD + ROW * len(some) + 14 for some in blocks.values()) + 10
    root = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {WIDTH} {height}",
            "role": "img",
            "aria-labelledby": "title desc",
        },
    )
    ET.SubElement(root, "title", id="title").text = "Ways to plan meetings, compared"
    ET.SubElement(root, "desc", id="desc").text = " ".join(
        _sentence(instance, some) for instance, some in blocks.items()
    )
    ET.SubElement(root, "style").text = STYLE
    ET.SubElement(root, "rect", {"class": "ground", "width": "100%", "height": "100%"})
    top = 10.0
    for instance, some in blocks.items():
        _block(root, top, instance, some)
        top += HEAD + ROW * len(some) + 14
    ET.indent(root)
    return ET.tostring(root, encoding="unicode") + "\n"


def rows(found: Sequence[Figures]) -> list[Row]:
    """Return a row for each method on one instance, in the order of the figures."""
    bounds = bounds_by_seed(found)
    lines = []
    for name in dict.fromkeys(f.method for f in found):
        some = [f for f in found if f.method == name]
        gaps = [gap for f in some if (gap := f.gap(bounds[f.seed])) is not None]
        breaks = [float(f.breaks) for f in some if f.breaks is not None]
        lines.append(
            Row(
                name,
                Mark([], "times only")
                if METHODS[name].timing
                else Mark(gaps, percent(median(gaps)) if gaps else "no plan"),
                Mark(breaks, number(median(breaks)) if breaks else "no plan"),
            )
        )
    return lines


def _sentence(instance: str, some: Sequence[Row]) -> str:
    each = (f"{row.method}: gap {row.gap.text}, breaks {row.breaks.text}" for row in some)
    return f"Medians on {instance}. {'; '.join(each)}."


def _block(root: ET.Element, top: float, instance: str, some: Sequence[Row]) -> None:
    """Draw one instance: scales, then a line for each method."""
    bottom = top + HEAD + ROW * len(some)
    _text(root, 10, top + 16, instance, "head")
    most = max((v for row in some for v in row.breaks.values), default=1.0) or 1.0
    for panel in (GAP, BREAKS):
        _text(root, panel.left, top + 38, panel.title, "faint")
    ticks = {0.0: "0", **{10.0**-n: f"{100 * 10.0**-n:g} %" for n in range(4, -1, -1)}}
    for value, label in ticks.items():
        _scale(root, _gap_at(value), top, bottom, label)
    step = _step(most)
    for n in range(int(most // step) + 1):
        _scale(root, _breaks_at(n * step, most), top, bottom, number(n * step))
    for n, row in enumerate(some):
        group = ET.SubElement(root, "g", {"class": "ours"} if row.method == OURS else {})
        y = top + HEAD + ROW * (n + 0.5)
        _text(group, 10, y + 4, row.method)
        _mark(group, y, row.gap, GAP, _gap_at)
        _mark(group, y, row.breaks, BREAKS, lambda value: _breaks_at(value, most))


def _mark(
    root: ET.Element, y: float, mark: Mark, panel: Panel, at: Callable[[float], float]
) -> None:
    """Draw a dot at the median, a line from the least to the most, and the figure."""
    middle = median(mark.values)
    if middle is not None:
        _line(root, at(min(mark.values)), y, at(max(mark.values)), y, "span")
        ET.SubElement(root, "circle", {"class": "dot", "cx": _f(at(middle)), "cy": _f(y), "r": "5"})
    _text(root, panel.label, y + 4, mark.text, "end")


def _gap_at(value: float) -> float:
    """Return where a gap stands: none at the left end, then by its logarithm."""
    width = GAP.right - GAP.left
    if value < LEAST:
        return GAP.left
    share = 1 - math.log10(min(1.0, value)) / math.log10(LEAST)
    return GAP.left + width * (0.2 + 0.8 * share)


def _breaks_at(value: float, most: float) -> float:
    return BREAKS.left + (BREAKS.right - BREAKS.left) * value / most


def _step(most: float) -> float:
    """Return a round distance between the ticks of a scale, for at most five of them."""
    base = 10.0 ** math.floor(math.log10(most / 5)) if most > 5 else 1.0
    return next(base * n for n in (1, 2, 5, 10) if most / (base * n) <= 5)


def _scale(root: ET.Element, x: float, top: float, bottom: float, label: str) -> None:
    _text(root, x, top + 58, label, "faint middle")
    _line(root, x, top + HEAD, x, bottom, "rule")


def _line(root: ET.Element, x: float, y: float, to: float, down: float, kind: str) -> None:
    ends = {"x1": _f(x), "y1": _f(y), "x2": _f(to), "y2": _f(down)}
    ET.SubElement(root, "line", {"class": kind, **ends})


def _text(root: ET.Element, x: float, y: float, text: str, kind: str = "") -> None:
    place = {"x": _f(x), "y": _f(y)}
    ET.SubElement(root, "text", {"class": kind, **place} if kind else place).text = text


def _f(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")
