"""What both relaxations promise: no plan is left out, so that their bounds hold for all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any
from unittest import mock

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ortools.pdlp import solve_log_pb2

from benchmarks.instances import growth
from rendezvous.problem import Assignment, Baseline, Party, Place, Problem, Request, Venue
from rendezvous.solver import lp
from rendezvous.solver.coarse import Coarse
from rendezvous.solver.index import Index
from rendezvous.solver.lp import relax
from rendezvous.solver.masks import Masks
from rendezvous.solver.relaxation import Fine, Selection
from rendezvous.solver.seating import seating
from tests.rendezvous import brute, crowded, examples, strategies
from tests.rendezvous.test_search import searched

PATIENT = settings(deadline=None, suppress_health_check=list(HealthCheck))
SEEDS = st.integers(0, 2**32 - 1)
KINDS = pytest.mark.parametrize("kind", [Fine, Coarse, partial(Coarse, by_day=True)])


def holds(problem: Problem, plan: Iterable[Assignment], kind: Callable[[Masks], Selection]) -> None:
    """A plan's meetings are a solution: with just them chosen there is one, of their weight."""
    masks = Masks(Index(problem))
    selection = kind(masks)
    index, instants = masks.index, masks.instants
    chosen = np.zeros(len(selection.request), np.int64)
    weight = 0
    for meeting in plan:
        request, slot = index.request_at[meeting.request], index.slot_at[meeting.slot]
        venue = index.venue_at[problem.places[index.place_at[meeting.place]].venue]
        mine = selection.request == request
        if isinstance(selection, Fine):
            mine &= selection.start == instants.at(slot, venue)
        elif isinstance(selection, Coarse):
            there = np.array([cell >> instants.at(slot, venue) & 1 for cell in selection.cells])
            mine &= there[selection.cell] == 1
        assert mine.sum() == 1
        chosen += mine
        weight += masks.weight[request]
    columns = np.arange(len(chosen))
    selection.system.add(columns, columns, chosen, low=chosen)
    found = relax(selection.system, None, 1)
    assert found is not None
    assert found.bound >= weight
    assert np.allclose(selection.shares(found), np.bincount(
        selection.request, chosen, len(masks.length)), atol=1e-3)  # fmt: skip


@KINDS
@settings(PATIENT, max_examples=25)
@given(seed=SEEDS)
def test_a_plan_of_a_crowd_is_a_solution(kind: Callable[[Masks], Selection], seed: int) -> None:
    problem = crowded.open_spread(crowded.fair(seed))
    holds(problem, seating(searched(problem, seed).table), kind)


@KINDS
@settings(PATIENT, max_examples=15)
@given(problem=strategies.problems())
def test_the_best_plan_is_a_solution(kind: Callable[[Masks], Selection], problem: Problem) -> None:
    best = brute.optimum(problem)
    assert best is not None
    holds(problem, best[1], kind)


@pytest.mark.parametrize("small", [lp.SMALL, 0], ids=["simplex", "first order"])
@KINDS
@settings(PATIENT, max_examples=15)
@given(seed=SEEDS)
def test_no_plan_passes_the_bound(
    kind: Callable[[Masks], Selection], small: int, seed: int
) -> None:
    """Not even where it holds only for plans that serve as many mandatory requests as the best."""
    problem = crowded.event(seed)
    best = brute.optimum(problem)
    assert best is not None
    masks = Masks(Index(problem))
    must = [r for r, q in enumerate(problem.requests) if q.mandatory and masks.allowed[r]]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lp, "SMALL", small)
        free = relax(kind(masks).system, None, 1)
        forced = kind(masks)
        served = sum(q.mandatory for q in problem.requests) - best[0]["mandatory"]
        if must:
            forced.force(must, served)
        bound = relax(forced.system, None, 1)
    assert free is not None
    assert bound is not None
    assert free.bound >= best[0]["weight"]
    assert bound.bound >= best[0]["weight"]


@KINDS
def test_a_relaxation_broken_off_bounds_every_plan_all_the_same(
    kind: Callable[[Masks], Selection], monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the clock before it has begun, or after some steps: however fast the machine is."""
    monkeypatch.setattr(lp, "SMALL", 0)
    usable = (*lp._USABLE, solve_log_pb2.TERMINATION_REASON_ITERATION_LIMIT)
    monkeypatch.setattr(lp, "_USABLE", usable)
    system = kind(Masks(Index(growth(1000, kinds=True)))).system
    finished = relax(system, None, 1)
    assert finished is not None
    minimise = lp.pdlp.primal_dual_hybrid_gradient
    for limit, most in (("time_sec_limit", 1e-9), ("iteration_limit", 64)):

        def limited(program: Any, parameters: Any, limit: str = limit, most: float = most) -> Any:
            setattr(parameters.termination_criteria, limit, most)
            return minimise(program, parameters)

        with mock.patch.object(lp.pdlp, "primal_dual_hybrid_gradient", limited):
            broken_off = relax(system, None, 1)
        assert broken_off is not None
        assert broken_off.bound > finished.bound


@KINDS
def test_what_has_been_held_is_no_less_possible_when_a_party_is_away_since(
    kind: Callable[[Masks], Selection],
) -> None:
    clocks = ("09:00", "09:45", "10:30")
    slots = tuple(examples.slot(f"s{n}", 11, "morning", clock) for n, clock in enumerate(clocks))
    problem = Problem(
        slots=slots,
        parties=(Party("host", slots=("s1",)), Party("g0"), Party("g1")),
        requests=tuple(Request(f"r{n}", ("host", f"g{n}")) for n in range(2)),
        places=(Place("table", slots[0].venues[0], capacity=9),),
        venues=tuple(Venue(name) for name in slots[0].venues),
        baseline=Baseline((Assignment("r0", "s0", "table"),), now=slots[0].start),
    )
    found = relax(kind(Masks(Index(problem))).system, None, 1)
    assert found is not None
    assert found.bound == 2
