"""Fewer or evener breaks: what is served stays, every rule holds, and nothing becomes worse."""

from __future__ import annotations

from dataclasses import replace
from threading import Event

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from rendezvous.errors import RendezvousError
from rendezvous.problem import Problem
from rendezvous.solver import moves as compiled
from rendezvous.solver.annealing import smooth
from rendezvous.solver.index import Index
from rendezvous.solver.masks import Masks
from rendezvous.solver.model import Limits
from rendezvous.solver.moves import Moves
from rendezvous.solver.search import Search
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
@example(200404)
def test_pinned_meetings_stay_where_they_are(seed: int) -> None:
    """With what they come after: only `solve` sees to that where it is not pinned."""
    problem = crowded.open_spread(crowded.fair(seed))
    plan = seating(searched(problem, seed).table)
    assume(plan)
    some = [a.request for a in plan[:: 1 + seed % 3]]
    after = {request.id: request.after for request in problem.requests}
    for request in some:
        some += [earlier for earlier in after[request] if earlier not in some]
    pinned = tuple(some)
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


TAKEN = ("load", "block", "free", "seated", "guests", "engaged", "assists", "on_hand")
"""What meetings take, as the compiled moves keep it."""


@settings(PATIENT, max_examples=60)
@given(SEEDS, st.booleans(), st.sampled_from((0.05, 0.5, 5.0)))
def test_what_is_taken_is_known_after_many_moves(seed: int, trade: bool, heat: float) -> None:
    """Laid out anew, the meetings as they are take the same as was counted move by move."""
    problem = crowded.open_spread(crowded.fair(seed))
    moves = Moves(searched(problem, seed).table, seed, trade=trade)
    moves.shuffle(5_000, heat, 0)
    now = moves.meetings(best=False)
    again = Timetable(Masks(Index(problem)))
    again.restore(now)
    assert breaches(problem, seating(again)) == []
    fresh = Moves(again, seed)
    for name in (*TAKEN, "count", "breaks", "taken", "fewest"):
        assert moves.taken(name) == fresh.taken(name), name
    best = Timetable(Masks(Index(problem)))
    best.restore(moves.meetings())
    assert breaches(problem, seating(best)) == []
    assert stages(best)["breaks"] == moves.fewest <= stages(again)["breaks"]


@settings(PATIENT, max_examples=60)
@given(SEEDS, st.sampled_from((0.1, 1.0, 30.0)))
def test_what_is_taken_is_known_after_many_came_and_went(seed: int, heat: float) -> None:
    problem = crowded.open_spread(crowded.fair(seed))
    search = searched(problem, seed, moves=50)
    start = search.table.score
    moves = Moves(search.table, seed, hopeful=search.hopeful)
    assert moves.score == start
    moves.serve(3_000, heat)
    now = moves.meetings(best=False)
    again = Timetable(Masks(Index(problem)))
    again.restore(now)
    assert breaches(problem, seating(again)) == []
    fresh = Moves(again, seed)
    for name in TAKEN:
        assert moves.taken(name) == fresh.taken(name), name
    best = Timetable(Masks(Index(problem)))
    best.restore(moves.meetings())
    assert breaches(problem, seating(best)) == []
    assert best.score == moves.score >= max(start, again.score)


@settings(PATIENT, max_examples=40)
@given(SEEDS)
def test_who_comes_in_is_worth_what_goes_out(seed: int) -> None:
    """All that comes before the breaks stays as it is; others may be served."""
    problem = crowded.open_spread(crowded.fair(seed))
    table = searched(problem, seed).table
    before = stages(table)
    smooth(table, replace(AT_LENGTH, seed=seed % 1000), trade=True)
    assert breaches(problem, seating(table)) == []
    after = stages(table)
    assert after.pop("breaks") <= before.pop("breaks")
    assert {**after, "spread": 0} == {**before, "spread": 0}


def test_somebody_else_comes_in_where_that_saves_a_break() -> None:
    """Acme meets Mali at nine and Togo or Niger, worth the same, at ten or half past nine."""
    problem = replace(EVENT, requests=EVENT.requests[:2])
    problem = with_request(problem, "acme-mali", slots=("a1",), weight=3)
    problem = with_request(problem, "acme-togo", slots=("a3",), weight=2)
    togo = problem.requests[1]
    near = replace(togo, id="acme-togo-sooner", slots=("a2",))
    problem = replace(problem, requests=(*problem.requests, near))
    masks = Masks(Index(problem))
    table = Timetable(masks)
    assert table.put(0, masks.instants.at(0, 0))
    assert table.put(1, masks.instants.at(2, 0))
    smooth(table, AT_LENGTH)
    assert stages(table)["breaks"] == 1
    smooth(table, AT_LENGTH, trade=True)
    assert [meeting is not None for meeting in table.at] == [True, True, False]


@settings(PATIENT, max_examples=10)
@given(SEEDS, st.integers(1, 3))
def test_the_same_seed_and_work_give_the_same_meetings(seed: int, workers: int) -> None:
    table = searched(crowded.open_spread(crowded.fair(seed)), seed).table
    before, found = table.at.copy(), []
    for _ in range(2):
        table.restore(before)
        smooth(table, Limits(None, 0.05, workers, seed), trade=True)
        found.append(table.at.copy())
    assert found[0] == found[1]


def test_a_package_that_was_not_compiled_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "_SUFFIX", "missing")
    compiled.library.cache_clear()
    with pytest.raises(
        RendezvousError, match=r"moves\.missing cannot be loaded .*install the pack"
    ):
        compiled.library()
    compiled.library.cache_clear()


def test_what_another_version_compiled_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled.zlib, "crc32", lambda _: 0)
    compiled.library.cache_clear()
    with pytest.raises(RendezvousError, match="another version: install the package again"):
        compiled.library()
    compiled.library.cache_clear()


def test_numbers_beyond_any_use_are_taken_for_many() -> None:
    """Who may serve ten thousand million slots in a row needs no pause."""
    masks = Masks(
        Index(
            replace(
                EVENT,
                interpreters=tuple(replace(i, max_run=10**10) for i in EVENT.interpreters),
                places=tuple(replace(p, capacity=10**10) for p in EVENT.places),
                parties=tuple(replace(p, teams=10**10, max_per_day=10**10) for p in EVENT.parties),
            )
        )
    )
    table = Timetable(masks)
    Search(table, 0).fill(range(len(table.at)))
    smooth(table, AT_LENGTH)
    assert any(table.at)
