"""From meetings to columns and assignments, and back, on events of every kind."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rendezvous.solver.crossing import columns_of, meeting_of
from rendezvous.solver.figures import figures, figures_of
from rendezvous.solver.index import Index
from rendezvous.solver.placing import Cut, place
from rendezvous.solver.program import build
from rendezvous.solver.seating import seating
from rendezvous.solver.timetable import Timetable
from tests.rendezvous import crowded
from tests.rendezvous.test_search import searched

PATIENT = settings(deadline=None, suppress_health_check=list(HealthCheck))
SEEDS = st.integers(0, 2**32 - 1)


@settings(PATIENT, max_examples=40)
@given(SEEDS)
def test_seated_meetings_are_read_back_as_they_were(seed: int) -> None:
    table = searched(crowded.open_spread(crowded.fair(seed)), seed).table
    masks = table.masks
    back = {
        masks.index.request_at[assignment.request]: meeting_of(masks, assignment)
        for assignment in seating(table)
    }
    assert [back.get(request) for request in range(len(table.at))] == table.at


@settings(PATIENT, max_examples=40)
@given(SEEDS)
def test_columns_choose_the_same_meetings(seed: int) -> None:
    """They keep every row, are worth as much, and lead back to instants and interpreters."""
    problem = crowded.open_spread(crowded.fair(seed))
    table = searched(problem, seed).table
    masks = table.masks
    slot = masks.instants.slot
    program = build(Index(problem))
    chosen = columns_of(program, table)
    for row in program.rows:
        terms = zip(row.columns, row.coefficients, strict=True)
        assert row.low <= sum(k for c, k in terms if c in chosen) <= row.high
    starts = {r: slot(m.instant) for r, m in enumerate(table.at) if m is not None}
    assert figures(program, chosen) == figures_of(masks.index, starts)
    placed = place(program, chosen)
    assert not isinstance(placed, Cut)
    again = Timetable(masks)
    meetings = {masks.index.request_at[a.request]: meeting_of(masks, a) for a in placed}
    again.restore([meetings.get(request) for request in range(len(table.at))])
    assert [m and m.instant for m in again.at] == [m and m.instant for m in table.at]
    assert interpreting(again) == interpreting(table)
    assert (again.score, again.weight, again.met) == (table.score, table.weight, table.met)


def interpreting(table: Timetable) -> list[tuple[int, int, int]]:
    """Return who interprets from when on between which languages; whom exactly is left open."""
    language = table.masks.language
    return sorted(
        (language[request], meeting.instant, meeting.interpreter)
        for request, meeting in enumerate(table.at)
        if meeting is not None
    )
