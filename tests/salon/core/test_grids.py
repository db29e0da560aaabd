"""Where each stretch of a day stands in a timetable, and which shade a count has."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.translation import override

from salon.core.grids import (
    MAX_ROWS,
    Cell,
    Column,
    DayGrid,
    HeatColumn,
    HeatMap,
    HeatRow,
    Kind,
    Line,
)

DAY = datetime(2025, 11, 12, tzinfo=UTC)  # Bamako keeps UTC


def cell(starts: float, ends: float, kind: Kind = Kind.MEETING, title: str = "x") -> Cell:
    quiet = kind in (Kind.FREE, Kind.UNAVAILABLE)
    return Cell(
        kind=kind,
        starts=DAY + timedelta(hours=starts),
        ends=DAY + timedelta(hours=ends),
        title="" if quiet else title,
    )


def build(*columns: list[Cell], merge: bool = True) -> DayGrid:
    return DayGrid.build([Column(title="a day", cells=cells) for cells in columns], merge=merge)


def places(grid: DayGrid) -> list[list[tuple[int, int]]]:
    return [[(placed.row, placed.span) for placed in column.cells] for column in grid.columns]


def test_columns_share_one_axis() -> None:
    grid = build(
        [cell(9, 9.5), cell(9.5, 10), cell(14, 14.5)],
        [cell(9, 10), cell(14, 14.5)],
    )
    # rows: 9, 9:30, 10, 14, 14:30; the break from 10 to 14 is a row of its own
    assert places(grid) == [[(1, 1), (2, 1), (4, 1)], [(1, 2), (4, 1)]]
    assert [(mark.row, mark.at.hour, mark.at.minute) for mark in grid.marks] == [
        (1, 9, 0),
        (2, 9, 30),
        (4, 14, 0),
    ]
    assert grid.aligned


def test_cells_come_in_the_order_of_time_whatever_the_order_given() -> None:
    grid = build([cell(14, 15, title="late"), cell(9, 10, title="early")])
    assert [placed.cell.title for placed in grid.columns[0].cells] == ["early", "late"]


def test_days_apart_are_compared_by_the_time_of_day() -> None:
    later = Cell(
        kind=Kind.MEETING,
        starts=DAY + timedelta(days=1, hours=9),
        ends=DAY + timedelta(days=1, hours=10),
        title="next day",
    )
    assert places(build([cell(9, 10)], [later])) == [[(1, 1)], [(1, 1)]]


def test_quiet_neighbours_are_read_as_one() -> None:
    empty = [cell(9, 9.5, Kind.UNAVAILABLE), cell(9.5, 10, Kind.UNAVAILABLE)]
    joined = build([*empty, cell(10, 10.5, Kind.FREE), cell(11, 11.5, Kind.FREE)])
    assert [
        (placed.cell.kind, placed.cell.starts.hour, placed.cell.ends.hour)
        for placed in joined.columns[0].cells
    ] == [(Kind.UNAVAILABLE, 9, 10), (Kind.FREE, 10, 10), (Kind.FREE, 11, 11)]
    assert len(build(empty, merge=False).columns[0].cells) == 2


def test_meetings_that_follow_each_other_stay_two() -> None:
    assert len(build([cell(9, 9.5), cell(9.5, 10)]).columns[0].cells) == 2


def test_quiet_stretches_that_say_something_different_stay_apart() -> None:
    lunch = Cell(
        kind=Kind.FREE,
        starts=DAY + timedelta(hours=10),
        ends=DAY + timedelta(hours=11),
        lines=[Line(text="lunch")],
    )
    assert len(build([cell(9, 10, Kind.FREE), lunch]).columns[0].cells) == 2


def test_the_end_of_a_day_may_be_midnight_but_not_later() -> None:
    assert places(build([cell(23, 24)])) == [[(1, 1)]]
    with pytest.raises(ValueError, match="does not fit in one day"):
        build([cell(23, 24.5)])


def test_a_cell_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match="does not fit in one day"):
        build([cell(10, 10)])


def test_a_grid_with_more_rows_than_the_style_sheet_knows_is_not_aligned() -> None:
    minutes = [cell(9 + n / 60, 9 + (n + 1) / 60) for n in range(MAX_ROWS)]
    assert not build(minutes).aligned
    assert build(minutes[:-1]).aligned


def test_a_kind_without_title_is_named() -> None:
    with override("fr"):
        assert cell(9, 10, Kind.UNAVAILABLE).heading == "Indisponible"
        assert cell(9, 10, Kind.FREE).heading == "Libre"
    assert cell(9, 10, title="Ministry").heading == "Ministry"


def heat(full: int) -> HeatMap:
    return HeatMap(
        columns=[HeatColumn(label="9:00")], rows=[HeatRow(label="A", values=[1])], full=full
    )


@pytest.mark.parametrize(
    ("full", "steps"),
    [
        (1, [0, 5]),
        (5, [0, 1, 2, 3, 4, 5]),
        (8, [0, 1, 2, 2, 3, 4, 4, 5, 5]),
        (100, [0] + [1] * 20 + [2] * 20 + [3] * 20 + [4] * 20 + [5] * 20),
    ],
)
def test_shades_split_the_counts_evenly(full: int, steps: list[int]) -> None:
    assert [heat(full).step(value) for value in range(full + 1)] == steps


def test_a_count_beyond_full_has_the_darkest_shade() -> None:
    assert heat(3).step(7) == 5


def test_an_empty_map_still_has_a_scale() -> None:
    assert heat(0).scale() == [(5, 1, 1)]
    assert heat(0).step(0) == 0


def test_the_scale_tells_what_each_shade_stands_for() -> None:
    assert heat(8).scale() == [(1, 1, 1), (2, 2, 3), (3, 4, 4), (4, 5, 6), (5, 7, 8)]


def test_cells_side_by_side_share_a_column_in_lanes() -> None:
    cells = [cell(9, 10), cell(9, 9.5), cell(9.5, 10), cell(10, 11)]
    grid = build(cells, [])
    assert [column.lanes for column in grid.columns] == [2, 1]
    assert [placed.alone for placed in grid.columns[0].cells] == [False, False, False, True]
