"""Bounds by relaxation, against every solution of small programs."""

from __future__ import annotations

from itertools import product
from random import Random

import pytest

from rendezvous.solver.program import INFINITY, Row
from rendezvous.solver.tight import SCALE, lowest, whole

WIDTH = 9
LEAN = [2e-5 * (n % 3) for n in range(WIDTH)]


def drawn(seed: int) -> tuple[list[Row], list[int]]:
    """Return a program of a few rows of each kind, with costs like those of several tiers."""
    rng = Random(seed)
    rows = []
    for _ in range(6):
        columns = rng.sample(range(WIDTH), rng.randint(2, 5))
        coefficients = [rng.choice((1, 1, 1, -1, 2)) for _ in columns]
        low, high = rng.choice(((1, 1), (-INFINITY, 1), (1, INFINITY), (-INFINITY, 2)))
        rows.append(Row(columns, coefficients, low, high))
    return rows, [rng.choice((0, 0, 1, 1, 600, -380_000)) for _ in range(WIDTH)]


def solutions(rows: list[Row]) -> list[frozenset[int]]:
    """Return every choice of columns that keeps the rows."""
    found = []
    for values in product((0, 1), repeat=WIDTH):
        sums = [
            sum(k * values[c] for c, k in zip(r.columns, r.coefficients, strict=True)) for r in rows
        ]
        if all(r.low <= total <= r.high for r, total in zip(rows, sums, strict=True)):
            found.append(frozenset(c for c in range(WIDTH) if values[c]))
    return found


def cost(costs: list[int], chosen: frozenset[int]) -> int:
    return sum(costs[c] for c in chosen)


@pytest.mark.parametrize("seed", range(60))
def test_no_solution_costs_less_than_the_bound(seed: int) -> None:
    rows, costs = drawn(seed)
    every = solutions(rows)
    found = lowest(rows, costs, LEAN, None)
    if not every or found is None:
        assert not every
        return
    best = min(cost(costs, chosen) for chosen in every)
    assert found.bound <= best
    for most in {found.bound, best, best + 1}:
        for column in range(WIDTH):
            value = found.settled(column, most)
            if value is not None:
                near = [chosen for chosen in every if cost(costs, chosen) <= most]
                assert all((column in chosen) == bool(value) for chosen in near)


@pytest.mark.parametrize("seed", range(60))
def test_a_solution_found_is_one_and_the_cheapest(seed: int) -> None:
    rows, costs = drawn(seed)
    every = solutions(rows)
    outcome = whole(rows, costs, LEAN, [None] * WIDTH, None, 0)
    if not every:
        assert outcome.chosen is None
        return
    assert outcome.chosen in every
    assert outcome.value == cost(costs, outcome.chosen)
    assert outcome.value == min(cost(costs, chosen) for chosen in every)


def test_the_choice_among_equals_takes_no_whole_unit_from_the_bound() -> None:
    """Thousands of columns lean a little; the bound is that of the costs all the same."""
    width = 6000
    rows = [Row([3 * n, 3 * n + 1, 3 * n + 2], [1, 1, 1], 1, 1) for n in range(width // 3)]
    costs = [380_000 * (n % 3) + (n < 30) for n in range(width)]
    found = lowest(rows, costs, [2e-5 * (n % 2) for n in range(width)], None)
    assert found is not None
    assert found.bound == 10
    assert found.exact > 9 * SCALE
