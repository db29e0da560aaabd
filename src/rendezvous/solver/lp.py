"""The linear relaxation of a program, with a bound that holds whatever the floating point did.

GLOP (OR-Tools' simplex) solves small ones, PDLP (its first-order method, Applegate and others 2021)
the rest: at the size of a fair the simplex takes 6 to 17 s or more, PDLP 1 to 2 s, every time. The
bound is recomputed from the dual values in whole numbers, so that an inexact solution can only
make it weaker, never wrong (the idea of Neumaier and Shcherbina 2004).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ortools.linear_solver.python import model_builder

from .program import INFINITY, Row

SCALE = 1 << 20
"""Dual values are rounded to multiples of 1/SCALE before the bound is computed exactly."""


SMALL: Final = 2000
"""Programs with fewer columns are solved by the simplex method."""

_PDLP: Final = """
num_threads: {workers}
termination_criteria {{
  simple_optimality_criteria {{ eps_optimal_absolute: 1e-4 eps_optimal_relative: 1e-5 }}
}}
"""


@dataclass(frozen=True)
class Relaxation:
    """``shares``: per column 0.0 to 1.0; ``bound``: no whole-number solution weighs more."""

    shares: list[float]
    bound: int


def relax(
    rows: Sequence[Row], weights: Sequence[int], seconds: float | None, workers: int
) -> Relaxation | None:
    """Maximise ``weights`` over ``rows``; None when no solution was found in the time given."""
    model = model_builder.Model()  # type: ignore[no-untyped-call]
    helper = model.helper
    for weight in weights:
        column = helper.add_var()
        helper.set_var_lower_bound(column, 0.0)
        helper.set_var_upper_bound(column, 1.0)
        helper.set_var_objective_coefficient(column, weight)
    for row in rows:
        line = helper.add_linear_constraint()
        helper.set_constraint_lower_bound(line, -math.inf if row.low <= -INFINITY else row.low)
        helper.set_constraint_upper_bound(line, math.inf if row.high >= INFINITY else row.high)
        for column, coefficient in zip(row.columns, row.coefficients, strict=True):
            helper.add_term_to_constraint(line, column, coefficient)
    helper.set_maximize(True)
    solver = model_builder.Solver("glop" if len(weights) < SMALL else "pdlp")
    if len(weights) >= SMALL:
        solver.set_solver_specific_parameters(_PDLP.format(workers=workers))
    if seconds is not None:
        solver.set_time_limit_in_seconds(max(0.01, seconds))
    if solver.solve(model) != model_builder.SolveStatus.OPTIMAL:
        return None
    shares = [min(1.0, max(0.0, v)) for v in solver.values(model.get_variables())]
    duals = solver.dual_values(model.get_linear_constraints())
    return Relaxation(shares, dual_bound(rows, weights, list(duals)))


def dual_bound(rows: Sequence[Row], weights: Sequence[int], duals: Sequence[float]) -> int:
    """Return a whole-number upper bound on ``weights`` over ``rows`` and columns in [0, 1].

    Any multipliers give a valid one: a positive dual prices the upper side of its row, a negative
    one the lower side; what a column gains beyond its price counts in full.
    """
    rest = [weight * SCALE for weight in weights]
    total = 0
    for row, dual in zip(rows, duals, strict=True):
        price = round(dual * SCALE)
        side = row.high if price > 0 else row.low
        if price == 0 or abs(side) >= INFINITY:
            continue
        total += price * side
        for column, coefficient in zip(row.columns, row.coefficients, strict=True):
            rest[column] -= price * coefficient
    total += sum(left for left in rest if left > 0)
    return total // SCALE
