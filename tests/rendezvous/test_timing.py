"""The fewest breaks of given meetings: against all schedules, alone and in a race."""

from __future__ import annotations

import io
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise, product
from random import Random

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from rendezvous import codec
from rendezvous.problem import Party, Place, Problem, Request, Rules, Slot, Venue
from rendezvous.result import Status
from rendezvous.solver import Stop, climbing, race, solve, timing
from rendezvous.solver.climbing import climb
from rendezvous.solver.index import Index
from rendezvous.solver.model import Limits
from rendezvous.solver.program import build
from tests.rendezvous import brute, strategies

PATIENT = settings(deadline=None, suppress_health_check=list(HealthCheck))
AT_LENGTH = Limits(60.0, None, 2, 0)


def fair(
    pairs: list[tuple[int, int]], slots: int, tables: int, spread: int | None = None
) -> Problem:
    """Return meetings of one slot in one room, all of them mandatory; two thirds are morning."""
    begin = datetime(2025, 11, 12, 8, tzinfo=UTC)
    noon = -(-2 * slots // 3)
    quarter = timedelta(minutes=15)
    return Problem(
        slots=tuple(
            Slot(
                f"s{n}",
                begin + n * quarter,
                begin + (n + 1) * quarter,
                "12",
                "am" if n < noon else "pm",
                ("hall",),
            )
            for n in range(slots)
        ),
        parties=tuple(Party(f"p{n}") for n in range(1 + max(map(max, pairs)))),
        requests=tuple(
            Request(f"r{n}", (f"p{a}", f"p{b}"), mandatory=True) for n, (a, b) in enumerate(pairs)
        ),
        places=(Place("room", "hall", capacity=tables),),
        venues=(Venue("hall"),),
        rules=Rules(spread=spread),
    )


def every_schedule(problem: Problem, pairs: list[tuple[int, int]]) -> set[int]:
    """Return the numbers of breaks of all schedules that keep the rules."""
    found: set[int] = set()
    tables = problem.places[0].capacity
    for at in product(range(len(problem.slots)), repeat=len(pairs)):
        if max(at.count(slot) for slot in at) > tables:
            continue
        busy = [
            sorted(s for s, pair in zip(at, pairs, strict=True) if p in pair)
            for p in range(len(problem.parties))
        ]
        if any(len(set(mine)) < len(mine) for mine in busy):
            continue
        breaks = [sum(b > a + 1 for a, b in pairwise(mine)) for mine in busy]
        spread = problem.rules.spread
        if spread is None or max(breaks) - min(breaks) <= spread:
            found.add(sum(breaks))
    return found


@st.composite
def meetings(draw: st.DrawFn) -> list[tuple[int, int]]:
    pair = st.lists(st.integers(0, 4), min_size=2, max_size=2, unique=True)
    return draw(st.lists(pair.map(lambda p: (p[0], p[1])), min_size=2, max_size=6))


@settings(PATIENT, max_examples=60)
@given(meetings(), st.integers(2, 5), st.integers(1, 3), st.sampled_from([None, 0, 1]))
def test_a_room_with_few_tables_has_the_fewest_breaks_of_all_schedules(
    pairs: list[tuple[int, int]], slots: int, tables: int, spread: int | None
) -> None:
    problem = fair(pairs, slots, tables, spread)
    possible = every_schedule(problem, pairs)
    plan = solve(problem, stop=Stop(seconds=60), workers=1)
    if not possible:
        assert plan.status is Status.INFEASIBLE
        return
    assert plan.status is Status.OPTIMAL
    assert plan.objective("breaks").value == plan.objective("breaks").bound == min(possible)


@settings(PATIENT, max_examples=30)
@given(strategies.problems())
def test_with_every_request_mandatory_breaks_are_proven(problem: Problem) -> None:
    problem = replace(problem, requests=tuple(replace(r, mandatory=True) for r in problem.requests))
    best = brute.optimum(problem)
    assert best is not None
    assume(not best[0]["mandatory"])
    plan = solve(problem, stop=Stop(seconds=60), workers=1)
    breaks = plan.objective("breaks")
    assert (breaks.value, breaks.bound) == (best[0]["breaks"], best[0]["breaks"])


@pytest.fixture
def tangle() -> Problem:
    """A fair that fills its slots and has two breaks at least; found by trying seeds."""
    rng = Random(31)
    return fair([(rng.randrange(5), rng.randrange(5, 10)) for _ in range(12)], 6, 2)


def question(problem: Problem, most: int = 15) -> timing.Timing:
    program = build(Index(problem))
    return timing.timing(program, range(len(problem.requests)), most)


def test_a_race_of_processes_agrees_with_one_alone(
    tangle: Problem, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone: list[int] = []
    raced: list[int] = []
    one = race.fewest(question(tangle), AT_LENGTH, alone.append)
    monkeypatch.setattr(race, "CONFLICTS", 0)
    other = race.fewest(question(tangle), AT_LENGTH, raced.append)
    assert one.columns is not None
    assert other.columns is not None
    assert one.work > 0 == other.work
    assert one.bound == other.bound > 0
    assert alone == raced == list(range(1, one.bound + 1))


def test_a_race_says_that_there_is_no_schedule(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(race, "CONFLICTS", 0)
    crowded = fair([(0, 1), (0, 2), (0, 3)], 2, 3)
    assert race.fewest(question(crowded), AT_LENGTH, lambda _: None).never


def test_more_breaks_than_are_counted_are_no_proof_of_none(
    tangle: Problem, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = question(tangle, most=0)
    assert len(asked.steps) == 1
    assert not asked.whole
    for conflicts in (race.CONFLICTS, 0):
        monkeypatch.setattr(race, "CONFLICTS", conflicts)
        decision = race.fewest(asked, AT_LENGTH, lambda _: None)
        assert (decision.columns, decision.bound, decision.never) == (None, 1, False)


def test_a_race_that_runs_out_of_time_keeps_its_bound(
    tangle: Problem, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(race, "CONFLICTS", 0)
    decision = race.fewest(question(tangle), Limits(1e-6, None, 2, 0), lambda _: None)
    assert decision == race.Decision(None, 0, False)


def test_counted_work_gives_the_same_plan_byte_for_byte(tangle: Problem) -> None:
    plans = [
        codec.plan_to_data(solve(tangle, stop=Stop(seconds=None, work=5.0), seed=3, workers=1))
        for _ in range(2)
    ]
    assert plans[0] == plans[1]
    assert [o["bound"] for o in plans[0]["objectives"] if o["name"] == "breaks"] != [0]


def test_steps_are_taken_until_one_has_a_solution() -> None:
    refuted: list[int] = []
    assert climb(lambda assumed: assumed == [-7], [[-5], [-6], [-7], []], refuted.append) == 2
    assert refuted == [0, 1]
    assert climb(lambda _: None, [[-5]], refuted.append) is None
    assert climb(lambda _: False, [[-5]], refuted.append) is None


@settings(PATIENT, max_examples=40)
@given(meetings())
def test_at_least_half_of_all_meetings_cross_the_cut(pairs: list[tuple[int, int]]) -> None:
    side = timing._large_cut(5, pairs)
    assert 2 * sum((a in side) != (b in side) for a, b in pairs) >= len(pairs)


def test_a_process_whose_caller_is_gone_ends_by_itself() -> None:
    """The caller is killed, so nobody ends what it started: its own clock does."""
    rng = Random(1)
    hard = fair([(rng.randrange(18), rng.randrange(18, 40)) for _ in range(190)], 20, 10)
    asked = question(hard)
    head = {"steps": asked.steps, "watched": 1, "options": {}, "seconds": 1 - climbing.GRACE}
    task = io.BytesIO()
    climbing.write_task(task, asked.clauses.all, head)
    code = "from rendezvous.solver import climbing; climbing.GRACE = 1.0; climbing.main()"
    done = subprocess.run(
        [sys.executable, "-c", code], input=task.getvalue(), capture_output=True, check=False
    )
    assert done.returncode == -signal.SIGALRM
