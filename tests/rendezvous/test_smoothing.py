"""Fewer or evener breaks: what is served stays, every rule holds, and nothing becomes worse."""

from __future__ import annotations

from dataclasses import replace
from threading import Event

from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from rendezvous.problem import Problem
from rendezvous.solver.annealing import _Annealing, smooth
from rendezvous.solver.index import Index
from rendezvous.solver.instants import bits
from rendezvous.solver.masks import Masks
from rendezvous.solver.model import Limits
from rendezvous.solver.seating import seating
from rendezvous.solver.smoothing import even
from rendezvous.solver.timetable import Timetable
from tests.rendezvous import brute, crowded
from tests.rendezvous.examples import EVENT, with_request
from tests.rendezvous.strategies import with_pins
from tests.rendezvous.test_search import breaches, searched

PATIENT = settings(deadline=None, suppress_health_check=list(HealthCheck))
SEEDS = st.integers(0, 2**32 - 1)
AT_LENGTH = Limits(None, 0.05, 1, 0)


def stages(table: Timetable) -> dict[str, int]:
    """Return what the meetings of a timetable amount to."""
    placed = {a.request: a.slot for a in seating(table)}
    return brute.figures(table.masks.index.problem, placed).stages


def check(problem: Problem, table: Timetable, before: list[bool]) -> None:
    """The same requests are served, and every rule holds."""
    assert [meeting is not None for meeting in table.at] == before
    assert breaches(problem, seating(table)) == []
    assert table.journal == []


@settings(PATIENT, max_examples=40)
@given(SEEDS)
def test_breaks_become_fewer_and_nothing_else_changes(seed: int) -> None:
    problem = crowded.open_spread(crowded.fair(seed))
    table = searched(problem, seed).table
    served, before = [m is not None for m in table.at], stages(table)
    smooth(table, replace(AT_LENGTH, seed=seed % 1000))
    check(problem, table, served)
    after = stages(table)
    assert after.pop("breaks") <= before.pop("breaks")
    assert {**after, "spread": 0} == {**before, "spread": 0}


@settings(PATIENT, max_examples=30)
@given(SEEDS)
@example(7905)
def test_a_spread_that_holds_goes_on_holding(seed: int) -> None:
    """Both the rule about all parties and a limit for those that hold meetings."""
    problem = crowded.open_spread(crowded.fair(seed))
    table = searched(problem, seed).table
    breaks = brute.figures(problem, {a.request: a.slot for a in seating(table)}).breaks.values()
    rule = max(breaks) - min(breaks)
    ruled = replace(problem, rules=replace(problem.rules, spread=rule))
    again = Timetable(Masks(Index(ruled)))
    again.restore(table.at)
    for limit in (None, stages(again)["spread"]):
        again.restore(table.at)
        before = stages(again)
        smooth(again, AT_LENGTH, limit)
        check(ruled, again, [m is not None for m in table.at])
        assert stages(again)["breaks"] <= before["breaks"]
        assert limit is None or stages(again)["spread"] <= limit


@settings(PATIENT, max_examples=30)
@given(SEEDS)
def test_breaks_come_closer_together(seed: int) -> None:
    """And with a limit there are no more of them in all."""
    problem = crowded.open_spread(crowded.fair(seed))
    table = searched(problem, seed).table
    served = [m is not None for m in table.at]
    for most in (stages(table)["breaks"], None):
        before = stages(table)
        even(table, AT_LENGTH, most)
        check(problem, table, served)
        assert stages(table)["spread"] <= before["spread"]
        assert most is None or stages(table)["breaks"] <= most


@settings(PATIENT, max_examples=20)
@given(SEEDS)
def test_pinned_meetings_stay_where_they_are(seed: int) -> None:
    problem = crowded.open_spread(crowded.fair(seed))
    plan = seating(searched(problem, seed).table)
    assume(plan)
    pinned = tuple(a.request for a in plan[:: 1 + seed % 3])
    table = searched(with_pins(problem, plan, pinned), seed).table
    before = table.at.copy()
    smooth(table, AT_LENGTH)
    even(table, AT_LENGTH)
    for request, fixed in enumerate(table.fixed):
        assert not fixed or table.at[request] == before[request]
    assert {a for a in plan if a.request in pinned} <= set(seating(table))


def test_a_gap_is_closed_and_a_stop_leaves_it() -> None:
    """Acme meets at nine and at ten; nothing keeps the second meeting from half past nine."""
    problem = replace(EVENT, requests=EVENT.requests[:2])
    problem = with_request(problem, "acme-mali", slots=("a1",))
    problem = with_request(problem, "acme-togo", slots=("a2", "a3"))
    masks = Masks(Index(problem))
    interrupt = Event()
    interrupt.set()
    for limits, left in (
        (Limits(None, None, 1, 0, interrupt), 1),
        (Limits(0.0, None, 1, 0), 1),
        (AT_LENGTH, 0),
    ):
        table = Timetable(masks)
        assert table.put(0, masks.instants.at(0, 0))
        assert table.put(1, masks.instants.at(2, 0))
        smooth(table, limits)
        assert stages(table)["breaks"] == left


@settings(PATIENT, max_examples=10)
@given(SEEDS)
def test_an_exchange_makes_the_breaks_foreseen(seed: int) -> None:
    """Where no party that meets has several teams or a limit a day."""
    table = searched(crowded.open_spread(crowded.fair(seed)), seed).table
    annealing = _Annealing(table, AT_LENGTH)
    for request in annealing.movable[:4]:
        old = table.at[request]
        assert old is not None
        for start in bits(table.masks.allowed[request] & ~(1 << old.instant)):
            foreseen = annealing._foreseen(request, start, old.instant)
            before = stages(table)["breaks"]
            annealing.search.exchange(request, start, old.instant)
            met = {p for r, _ in table.journal for p in annealing.pair[r]}
            if table.journal and all(table.masks.crew[party] is None for party in met):
                assert stages(table)["breaks"] - before == foreseen
            table.undo()
