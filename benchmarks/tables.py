"""Figures as text: numbers, and tables in Markdown that line up on a terminal too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

NONE: Final = "-"
"""What stands for a figure there is none of."""


def number(value: float | None) -> str:
    """Return a whole number with commas."""
    return NONE if value is None else f"{value:,.0f}"


def percent(value: float | None) -> str:
    """Return a share in per cent; 0 only if it is none."""
    if value is None:
        return NONE
    return "0 %" if not value else f"{value:.2%}".replace("%", " %")


def seconds(value: float | None) -> str:
    """Return seconds (or milliseconds) with two digits after the point."""
    return NONE if value is None else f"{value:,.2f}"


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table: the first column to the left, the others to the right."""
    widths = [max(3, *(len(row[n]) for row in (heads, *rows))) for n in range(len(heads))]

    def line(cells: Sequence[str]) -> str:
        first = cells[0].ljust(widths[0])
        rest = (cell.rjust(width) for cell, width in zip(cells[1:], widths[1:], strict=True))
        return f"| {' | '.join((first, *rest))} |"

    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    return "\n".join((line(heads), line(rule), *map(line, rows)))
