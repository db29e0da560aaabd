"""Linear relaxations, with a bound that holds whatever the floating point did.

GLOP (OR-Tools' simplex) solves small ones, PDLP (its first-order method, Applegate and others 2021)
the rest: at the size of a fair the simplex takes 6 to 17 s or more, PDLP 1 to 2 s, every time. The
bound is recomputed from the dual values in whole numbers, so that an inexact solution can only
make it weaker, never wrong (the idea of Neumaier and Shcherbina 2004).
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np
from google.protobuf import text_format
from numpy.typing import NDArray
from ortools.linear_solver import linear_solver_pb2  # type: ignore[attr-defined]
from ortools.linear_solver.python.model_builder_helper import ModelSolverHelper
from ortools.pdlp import solve_log_pb2, solvers_pb2
from ortools.pdlp.python import pdlp

from .program import INFINITY

Whole = NDArray[np.int64]
Real = NDArray[np.float64]

SCALE: Final = 1 << 20
"""Dual values are rounded to multiples of 1/SCALE before the bound is computed exactly."""
STEEPEST: Final = 1 << 42
"""Rounded dual values beyond this are cut off, so that sums of them stay exact."""
SMALL: Final = 9_000
"""Programs with fewer columns are solved by the simplex method."""
ACCURACY: Final = 1e-5

_USABLE: Final = (
    solve_log_pb2.TERMINATION_REASON_OPTIMAL,
    # Not yet accurate, which makes the bound weaker, never wrong.
    solve_log_pb2.TERMINATION_REASON_TIME_LIMIT,
)


@dataclass
class System:
    """``low <= sum(coefficient * column) <= high`` by row, ``0 <= column <= upper``, in arrays.

    Entry n of the matrix stands in row ``rows[n]`` and column ``columns[n]``; ``weights`` are to be
    maximised. ``add`` appends rows; those that cannot bind are left out.
    """

    weights: Whole
    upper: Whole
    rows: list[Whole] = field(default_factory=list)
    columns: list[Whole] = field(default_factory=list)
    coefficients: list[Whole] = field(default_factory=list)
    low: list[Whole] = field(default_factory=list)
    high: list[Whole] = field(default_factory=list)
    height: int = 0

    def add(
        self,
        rows: Whole,
        columns: Whole,
        high: Whole,
        *,
        coefficients: Whole | None = None,
        low: Whole | None = None,
    ) -> None:
        """Append rows: entry by entry which of the new rows it is in, and each row's limits."""
        ones = np.ones(len(rows), np.int64) if coefficients is None else coefficients
        least = np.full(len(high), -INFINITY, np.int64) if low is None else low
        reach = np.bincount(rows, np.maximum(ones, 0) * self.upper[columns], len(high))
        binding = (reach > high) | (least > -INFINITY)
        place = np.cumsum(binding) - 1
        kept = binding[rows]
        self.rows.append(place[rows[kept]] + self.height)
        self.columns.append(columns[kept])
        self.coefficients.append(ones[kept])
        self.low.append(least[binding])
        self.high.append(high[binding])
        self.height += int(binding.sum())

    def copy(self) -> System:
        """Return a system to which rows can be added without adding them to this one."""
        return replace(
            self,
            rows=[*self.rows],
            columns=[*self.columns],
            coefficients=[*self.coefficients],
            low=[*self.low],
            high=[*self.high],
        )

    def gather(self) -> tuple[Whole, Whole, Whole, Whole, Whole]:
        """Return rows, columns and coefficients of all entries, row by row; lows and highs."""
        empty = [np.zeros(0, np.int64)]
        rows = np.concatenate(self.rows or empty)
        order = np.argsort(rows, kind="stable")
        return (
            rows[order],
            np.concatenate(self.columns or empty)[order],
            np.concatenate(self.coefficients or empty)[order],
            np.concatenate(self.low or empty),
            np.concatenate(self.high or empty),
        )


@dataclass(frozen=True)
class Relaxation:
    """``shares``: the columns' values; ``bound``: no whole-number solution weighs more."""

    shares: Real
    bound: int
    prices: Real
    """The dual value of each row."""


def relax(
    system: System,
    seconds: float | None,
    workers: int,
    *,
    leaning: Real | None = None,
    start: Relaxation | None = None,
    accuracy: float = ACCURACY,
    simplex: bool = False,
) -> Relaxation | None:
    """Maximise the weights; None when no solution was found in the time given.

    The first-order method is then taken as it stands: less accurate, its bound weaker.

    ``leaning`` is added to the weights in the search, not in the bound: a little of it, drawn at
    random, picks one among solutions of equal weight, mostly a whole one. ``start`` is a solution
    of the same system to begin from. ``simplex``: by that method, whatever the size.
    """
    begun = time.monotonic()
    model = _model(system, leaning)
    if seconds is not None:
        seconds -= time.monotonic() - begun
    if simplex or len(system.weights) < SMALL:
        found = _simplex(model, seconds)
    else:
        found = _first_order(model, seconds, workers, start, accuracy)
    if found is None:
        return None
    shares, prices = found
    return Relaxation(np.clip(shares, 0, system.upper), dual_bound(system, prices), prices)


def _model(system: System, leaning: Real | None) -> Any:
    rows, columns, coefficients, low, high = system.gather()
    model = linear_solver_pb2.MPModelProto(maximize=True)
    weights = system.weights if leaning is None else system.weights + leaning
    for weight, upper in zip(weights.tolist(), system.upper.tolist(), strict=True):
        model.variable.add(objective_coefficient=weight, lower_bound=0.0, upper_bound=upper)
    ends = np.searchsorted(rows, np.arange(system.height + 1)).tolist()
    entries, factors = columns.tolist(), coefficients.astype(np.float64).tolist()
    for n, (least, most) in enumerate(zip(low.tolist(), high.tolist(), strict=True)):
        line = model.constraint.add(
            lower_bound=-math.inf if least <= -INFINITY else least,
            upper_bound=math.inf if most >= INFINITY else most,
        )
        line.var_index.extend(entries[ends[n] : ends[n + 1]])
        line.coefficient.extend(factors[ends[n] : ends[n + 1]])
    return model


def _simplex(model: Any, seconds: float | None) -> tuple[Real, Real] | None:
    request = linear_solver_pb2.MPModelRequest(
        model=model, solver_type=linear_solver_pb2.MPModelRequest.GLOP_LINEAR_PROGRAMMING
    )
    if seconds is not None:
        request.solver_time_limit_seconds = max(0.01, seconds)
    helper = ModelSolverHelper("glop")
    answer = linear_solver_pb2.MPSolutionResponse.FromString(
        helper.solve_serialized_request(request.SerializeToString())
    )
    if answer.status != linear_solver_pb2.MPSOLVER_OPTIMAL:
        return None
    return np.array(answer.variable_value), np.array(answer.dual_value)


def _first_order(
    model: Any, seconds: float | None, workers: int, start: Relaxation | None, accuracy: float
) -> tuple[Real, Real] | None:
    criteria = f"eps_optimal_absolute: {10 * accuracy} eps_optimal_relative: {accuracy}"
    limit = "" if seconds is None else f"time_sec_limit: {max(0.01, seconds)}"
    parameters = text_format.Parse(
        f"num_threads: {workers} termination_criteria {{ {limit} "
        f"simple_optimality_criteria {{ {criteria} }} }}",
        solvers_pb2.PrimalDualHybridGradientParams(),
    )
    program = pdlp.qp_from_mpmodel_proto(model, relax_integer_variables=True)
    if start is None:
        result = pdlp.primal_dual_hybrid_gradient(program, parameters)
    else:
        first = pdlp.PrimalAndDualSolution()
        first.primal_solution, first.dual_solution = start.shares, -start.prices
        result = pdlp.primal_dual_hybrid_gradient(program, parameters, first)
    if result.solve_log.termination_reason not in _USABLE:
        return None
    # It minimises, so its dual values have the other sign.
    return result.primal_solution, -result.dual_solution


def dual_bound(system: System, prices: Real) -> int:
    """Return a whole-number upper bound on the weights over all solutions.

    Any multipliers give a valid one: a positive dual prices the upper side of its row, a negative
    one the lower side; what a column gains beyond its price counts in full.
    """
    rows, columns, coefficients, low, high = system.gather()
    rounded = np.nan_to_num(np.rint(prices * SCALE), nan=0.0, posinf=0.0, neginf=0.0)
    price = np.clip(rounded, -STEEPEST, STEEPEST).astype(np.int64)
    side = np.where(price > 0, high, low)
    price[np.abs(side) >= INFINITY] = 0
    rest = system.weights * SCALE
    np.subtract.at(rest, columns, price[rows] * coefficients)
    gains = np.maximum(rest, 0)
    priced = np.flatnonzero(price)
    total = sum(p * s for p, s in zip(price[priced].tolist(), side[priced].tolist(), strict=True))
    total += sum(g * u for g, u in zip(gains.tolist(), system.upper.tolist(), strict=True) if g)
    return int(total) // SCALE
