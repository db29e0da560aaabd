"""Cuts by parity: they cut a relaxation's solution off, and no whole-number one."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rendezvous.solver import choosing
from rendezvous.solver.coarse import Coarse
from rendezvous.solver.index import Index
from rendezvous.solver.lp import System, relax
from rendezvous.solver.masks import Masks
from rendezvous.solver.parity import add_cuts
from rendezvous.solver.program import INFINITY
from tests.rendezvous import brute, crowded

PATIENT = settings(deadline=None, suppress_health_check=list(HealthCheck))
SEEDS = st.integers(0, 2**32 - 1)


def system_of(
    rows: list[list[int]], high: list[int], request: list[int], low: list[int] | None = None
) -> System:
    """Return rows over columns of weight 1, those of one request chosen once at most."""
    system = System(np.ones(len(rows[0]), np.int64), np.ones(len(rows[0]), np.int64))
    columns = np.arange(len(request))
    system.add(np.array(request), columns, np.ones(max(request) + 1, np.int64))
    matrix = np.array(rows)
    at, column = np.nonzero(matrix)
    system.add(
        at,
        column,
        np.array(high),
        coefficients=matrix[at, column],
        low=None if low is None else np.array(low),
    )
    return system


def bound_of(system: System) -> int:
    found = relax(system, None, 1, simplex=True)
    assert found is not None
    return found.bound


def cut(system: System, request: list[int]) -> int:
    """Return the bound once nothing more is cut off."""
    for _ in range(9):
        found = relax(system, None, 1, simplex=True)
        assert found is not None
        if not add_cuts(system, np.array(request), found.shares):
            break
    return bound_of(system)


def test_of_three_that_exclude_each_other_one_is_chosen() -> None:
    system = system_of([[1, 1, 0], [0, 1, 1], [1, 0, 1]], [1, 1, 1], [0, 1, 2])
    system.weights *= 2
    assert bound_of(system) == 3
    assert cut(system, [0, 1, 2]) == 2


def test_five_slots_hold_two_long_meetings_at_whichever_venues() -> None:
    """Each meeting could be held at two venues: a cut about one alone would cut nothing off."""
    request = [0, 0, 1, 1, 2, 2]
    system = system_of([[2] * 6], [5], request)
    system.weights *= 2
    assert bound_of(system) == 5
    assert cut(system, request) == 4


def test_nothing_is_cut_off_where_the_solution_is_whole() -> None:
    system = system_of([[1, 1]], [1], [0, 1])
    assert not add_cuts(system, np.array([0, 1]), np.array([1.0, 0.0]))


@settings(PATIENT, max_examples=200)
@given(seed=SEEDS)
def test_no_whole_solution_is_cut_off(seed: int) -> None:
    """Whatever the solution that is to be cut off, the right one or any other."""
    rng = np.random.default_rng(seed)
    width, height = int(rng.integers(3, 8)), int(rng.integers(1, 5))
    request = np.sort(rng.integers(0, width, width - int(rng.integers(0, 2))))
    rows = rng.integers(-1, 3, (height, width))
    high = rng.integers(0, 5, height)
    low = np.where(rng.random(height) < 0.3, high - rng.integers(0, 3, height), -INFINITY)
    system = system_of(rows.tolist(), high.tolist(), request.tolist(), low.tolist())
    system.upper[len(request) :] = 2
    first = system.height
    found = relax(system, None, 1, simplex=True)
    shares = rng.integers(0, 5, width) / 4 * system.upper if found is None else found.shares
    if not add_cuts(system, request, shares):
        return
    at, column, coefficients, least, most = system.gather()
    matrix = np.zeros((system.height, width), np.int64)
    matrix[at, column] = coefficients
    for values in product(*(range(int(upper) + 1) for upper in system.upper)):
        inside = (least <= matrix @ values) & (matrix @ values <= most)
        assert not inside[:first].all() or inside.all()


@settings(PATIENT, max_examples=25)
@given(seed=SEEDS)
def test_no_plan_passes_a_sharpened_bound(seed: int) -> None:
    problem = crowded.open_spread(crowded.event(seed))
    best = brute.optimum(problem)
    if best is None or best[0]["mandatory"]:
        return
    masks = Masks(Index(problem))
    coarse = Coarse(masks)
    coarse.force([r for r, q in enumerate(problem.requests) if q.mandatory], 0)
    for _ in range(choosing.CUTTING):
        found = relax(coarse.system, None, 1, simplex=True)
        assert found is not None
        assert found.bound >= best[0]["weight"]
        if not add_cuts(coarse.system, coarse.request, found.shares):
            break


@pytest.mark.parametrize("shares", [[0.5, 0.5, 0.5], [0.5, 0.5, 0.0]])
def test_a_cut_is_beyond_reach_of_the_solution(shares: list[float]) -> None:
    system = system_of([[1, 1, 0], [0, 1, 1], [1, 0, 1]], [1, 1, 1], [0, 1, 2])
    before = system.height
    cut_off = add_cuts(system, np.array([0, 1, 2]), np.array(shares))
    assert cut_off == (system.height > before) == (sum(shares) > 1)
