"""What a timetable or a heat map shows, before it is drawn.

A view fills these small values; ``{% day_grid %}`` and ``{% heat_map %}`` draw them. They know
nothing of meetings: the caller has already applied what its reader may see.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

#: Rows for which the style sheet has a position; a busier grid is drawn as plain lists.
MAX_ROWS = 60
#: Cells side by side in a column for which it has a position; more share the last one.
MAX_LANES = 4
#: Shades of a heat map, beside "none at all".
STEPS = 5


class Kind(StrEnum):
    """What fills a stretch of somebody's day."""

    MEETING = "meeting"
    SESSION = "session"
    TRAVEL = "travel"
    FREE = "free"
    UNAVAILABLE = "unavailable"

    @property
    def label(self) -> Promise:
        return _LABELS[self]

    @property
    def needs_name(self) -> bool:
        """Whether a title alone would leave unsaid what it is: colour cannot be heard."""
        return self in (Kind.MEETING, Kind.SESSION, Kind.TRAVEL)


_LABELS = {
    Kind.MEETING: pgettext_lazy("agenda", "Meeting"),
    Kind.SESSION: pgettext_lazy("agenda", "Conference"),
    Kind.TRAVEL: pgettext_lazy("agenda", "Travel"),
    Kind.FREE: pgettext_lazy("agenda", "Free"),
    Kind.UNAVAILABLE: pgettext_lazy("agenda", "Not available"),
}
_QUIET = {Kind.FREE, Kind.UNAVAILABLE}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One detail under a cell's title: a place, an interpreter."""

    text: str
    url: str = ""
    language: str = ""


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One stretch of a day. Without a title, the name of its kind is shown."""

    kind: Kind
    starts: datetime
    ends: datetime
    title: str = ""
    url: str = ""
    language: str = ""  # of the title, where it is not the page's
    lines: Sequence[Line] = ()
    fictional: bool = False

    @property
    def heading(self) -> str:
        return self.title or str(self.kind.label)


@dataclass(frozen=True, kw_only=True)
class Column:
    """A day, or a place: cells in any order, all of one calendar day."""

    title: str
    note: str = ""
    url: str = ""
    anchor: str = ""  # id of the column, to be linked to
    cells: Sequence[Cell] = ()


@dataclass(frozen=True)
class PlacedCell:
    """A cell and where it stands: first row from 1, number of rows, and whether it has these rows
    to itself."""

    cell: Cell
    row: int
    span: int
    alone: bool = True


@dataclass(frozen=True)
class PlacedColumn:
    """A column and its cells; `lanes` is how many of them stand side by side at the most."""

    column: Column
    cells: tuple[PlacedCell, ...]
    lanes: int = 1


@dataclass(frozen=True)
class Mark:
    """A time on the axis: minutes since midnight, and its row."""

    at: datetime
    row: int


@dataclass(frozen=True)
class DayGrid:
    """Columns side by side on one time axis. Rows are the instants at which something changes."""

    columns: tuple[PlacedColumn, ...]
    marks: tuple[Mark, ...]
    aligned: bool

    @classmethod
    def build(cls, columns: Sequence[Column], *, merge: bool = True) -> "DayGrid":
        """Place every cell.

        :param merge: join stretches that touch and say the same nothing (free, not available),
            so that an empty afternoon reads as one line on a phone. Two touching hidden things
            become one, which tells a reader less, never more.
        :raises ValueError: when a cell ends before it starts, or runs past the end of its day.
        """
        ordered = [_ordered(column.cells, merge=merge) for column in columns]
        zone = timezone.get_current_timezone()
        spans = [[_minutes(cell, zone) for cell in cells] for cells in ordered]
        edges = sorted({edge for column in spans for span in column for edge in span})
        row = {edge: index for index, edge in enumerate(edges, 1)}
        marks: dict[int, datetime] = {}
        placed = []
        for column, cells, minutes in zip(columns, ordered, spans, strict=True):
            stands = []
            for cell, (first, last) in zip(cells, minutes, strict=True):
                beside = sum(start < last and first < end for start, end in minutes)
                stands.append(PlacedCell(cell, row[first], row[last] - row[first], beside == 1))
                marks.setdefault(row[first], cell.starts)
            lanes = max((_at_once(minutes, first) for first, _last in minutes), default=1)
            placed.append(PlacedColumn(column, tuple(stands), lanes))
        return cls(
            columns=tuple(placed),
            marks=tuple(Mark(at, number) for number, at in sorted(marks.items())),
            aligned=len(edges) <= MAX_ROWS,
        )


def _ordered(cells: Sequence[Cell], *, merge: bool) -> list[Cell]:
    joined: list[Cell] = []
    for cell in sorted(cells, key=lambda cell: (cell.starts, cell.ends)):
        last = joined[-1] if joined else None
        if (
            merge
            and last is not None
            and cell.kind in _QUIET
            and last.kind is cell.kind
            and last.ends == cell.starts
            and (last.title, last.url, last.lines) == (cell.title, cell.url, cell.lines)
        ):
            joined[-1] = replace(last, ends=cell.ends)
        else:
            joined.append(cell)
    return joined


def _at_once(spans: Sequence[tuple[int, int]], minute: int) -> int:
    return sum(start <= minute < end for start, end in spans)


def _minutes(cell: Cell, zone: tzinfo) -> tuple[int, int]:
    starts, ends = (
        at.astimezone(zone) if timezone.is_aware(at) else at for at in (cell.starts, cell.ends)
    )
    midnight = starts.replace(hour=0, minute=0, second=0, microsecond=0)
    first, last = ((at - midnight) // timedelta(minutes=1) for at in (starts, ends))
    if not first < last <= 24 * 60:
        raise ValueError(f"a cell from {cell.starts} to {cell.ends} does not fit in one day")
    return first, last


@dataclass(frozen=True, kw_only=True)
class HeatColumn:
    """A slot. Neighbours with the same group share a heading (the day)."""

    label: str
    group: str = ""


@dataclass(frozen=True, kw_only=True)
class HeatRow:
    """A place and its count in every column; None where the reader sees "not available"."""

    label: str
    url: str = ""
    values: Sequence[int | None] = ()


@dataclass(frozen=True, kw_only=True)
class HeatMap:
    """Counts of rows × columns, with the count that makes the darkest shade."""

    columns: Sequence[HeatColumn]
    rows: Sequence[HeatRow]
    full: int

    def step(self, value: int) -> int:
        """Shade of a count, 0 (none) to :data:`STEPS`; one at least for any count above none."""
        if value <= 0:
            return 0
        return min(STEPS, max(1, -(-value * STEPS // max(self.full, 1))))

    def scale(self) -> list[tuple[int, int, int]]:
        """For the legend: each shade in use with its smallest and largest count."""
        shades: dict[int, list[int]] = {}
        for value in range(1, max(self.full, 1) + 1):
            shades.setdefault(self.step(value), []).append(value)
        return [(step, values[0], values[-1]) for step, values in sorted(shades.items())]
