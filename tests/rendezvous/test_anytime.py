"""What a watcher hears, and what a stop at any moment leaves: always a plan that is verified."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Event
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from rendezvous.problem import Problem
from rendezvous.result import Plan
from rendezvous.solver import Progress, Stop, repair, solve
from rendezvous.verify import verify
from tests.rendezvous import brute, crowded
from tests.rendezvous.test_mending import disturbed, mended
from tests.rendezvous.test_properties import better

PATIENT = settings(deadline=None, suppress_health_check=list(HealthCheck))
SEEDS = st.integers(0, 2**32 - 1)
LIMITS = (
    *(Stop(seconds=seconds) for seconds in (0.0, 1e-6, 0.003, 0.03, 60.0)),
    *(Stop(seconds=None, work=work) for work in (0.0, 1e-6, 0.003, 0.03, 10.0)),
)

Run = Callable[..., Plan]
RUNS = pytest.mark.parametrize("run", [solve, repair])


def event(run: Run, seed: int) -> Problem:
    """Return something to plan, or to repair: with pins that can be kept."""
    if run is solve:
        return crowded.fair(seed)
    problem = disturbed(seed, 14)
    assume(mended(problem)[1] is not None)
    return problem


def watched(run: Run, problem: Problem, **options: Any) -> tuple[Plan, list[Progress]]:
    """Return a plan that the checker accepts, and what was heard on the way to it."""
    heard: list[Progress] = []
    plan = run(problem, workers=1, progress=heard.append, **options)
    assert verify(problem, plan).violations == ()
    return plan, heard


@RUNS
@settings(PATIENT, max_examples=12)
@given(seed=SEEDS, stop=st.sampled_from(LIMITS))
def test_however_little_there_is_it_is_enough_for_a_plan(run: Run, seed: int, stop: Stop) -> None:
    plan, heard = watched(run, event(run, seed), stop=stop)
    assert [p.elapsed for p in heard] == sorted(p.elapsed for p in heard)
    assert {p.objective for p in heard} == {o.name for o in plan.objectives}
    assert stop.work is None or {p.elapsed for p in heard} == {0.0}


@RUNS
@settings(PATIENT, max_examples=12)
@given(seed=SEEDS, calls=st.integers(1, 12))
def test_a_stop_at_any_moment_leaves_a_plan(run: Run, seed: int, calls: int) -> None:
    """The watcher itself stops the run, after so many calls, and hears of every objective."""
    interrupt = Event()
    heard: list[Progress] = []

    def watch(progress: Progress) -> None:
        heard.append(progress)
        if len(heard) == calls:
            interrupt.set()

    problem = event(run, seed)
    stop = Stop(seconds=60.0, interrupt=interrupt)
    plan = run(problem, stop=stop, workers=1, progress=watch)
    assert verify(problem, plan).violations == ()
    assert {p.objective for p in heard} == {o.name for o in plan.objectives}


@settings(PATIENT, max_examples=20)
@given(seed=SEEDS)
def test_no_bound_that_is_told_denies_the_best(seed: int) -> None:
    """Once what stands above it has been told at its best; until then a bound is provisional."""
    problem = crowded.event(seed)
    best = brute.optimum(problem)
    assert best is not None
    _, heard = watched(solve, problem, stop=Stop(seconds=60.0))
    order, settled = brute.stage_order(problem), dict[str, int]()
    for progress in heard:
        name = progress.objective
        above = {one: best[0][one] for one in order[: order.index(name)]}
        if above.items() <= settled.items():
            assert better(brute.SENSES[name], progress.bound, best[0][name])
        settled[name] = progress.value


@settings(PATIENT, max_examples=15)
@given(seed=SEEDS)
def test_what_is_told_of_a_repair_becomes_no_worse(seed: int) -> None:
    _, heard = watched(repair, event(repair, seed), stop=Stop(seconds=60.0))
    assert setbacks(heard, brute.REPAIR_ORDER) == []


def test_what_is_told_of_a_plan_becomes_no_worse() -> None:
    for seed in (35, 53, 109, 115, 119, 127):
        problem = crowded.fair(seed)
        _, heard = watched(solve, problem, stop=Stop(seconds=None, work=1.0))
        assert setbacks(heard, brute.stage_order(problem)) == [], seed


def setbacks(heard: Sequence[Progress], order: Sequence[str]) -> list[Progress]:
    """Return what was worse than what was told before, though nothing above it had changed."""
    found: list[Progress] = []
    last: dict[str, Progress] = {}
    for progress in heard:
        name, sense = progress.objective, brute.SENSES[progress.objective]
        before = last.get(name)
        if before is not None:
            worse = not better(sense, progress.value, before.value)
            looser = not better(sense, before.bound, progress.bound)
            found += [progress] * (worse or looser)
        if before is None or progress.value != before.value:
            for below in order[order.index(name) + 1 :]:
                last.pop(below, None)
        last[name] = progress
    return found
