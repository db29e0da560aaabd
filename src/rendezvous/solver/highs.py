"""HiGHS (Huangfu and Hall 2018) as it comes with OR-Tools, for programs of 0-1 columns.

It is called by the messages of OR-Tools' MathOpt: the model builder of its linear solvers does not
pass HiGHS's dual values on (in 9.15 it gives what the rows come to instead). MathOpt's own layer
for modelling is left aside, because it takes a second to import and longer to fill than to solve.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Final

from google.protobuf.duration_pb2 import Duration
from ortools.math_opt import (
    callback_pb2,
    model_parameters_pb2,
    model_pb2,
    parameters_pb2,
    result_pb2,
    sparse_containers_pb2,
)
from ortools.math_opt.core.python import solver

from .program import INFINITY, Row

HIGHS: Final = parameters_pb2.SOLVER_TYPE_HIGHS


class Ended(IntEnum):
    """How a search ended, as MathOpt counts it; anything else is a failure."""

    OPTIMAL = result_pb2.TERMINATION_REASON_OPTIMAL
    INFEASIBLE = result_pb2.TERMINATION_REASON_INFEASIBLE
    FEASIBLE = result_pb2.TERMINATION_REASON_FEASIBLE
    """A limit was reached; there is a solution."""
    NOTHING = result_pb2.TERMINATION_REASON_NO_SOLUTION_FOUND


@dataclass(frozen=True)
class Solution:
    """``columns`` and ``duals`` (per row; of linear programs only) of the best solution, if any."""

    ended: Ended
    columns: list[float]
    duals: list[float]


def minimise(
    rows: Sequence[Row],
    costs: Sequence[float],
    *,
    whole: bool,
    seconds: float | None = None,
    nodes: int | None = None,
    gap: float = 0.0,
    seed: int = 0,
) -> Solution:
    """Minimise costs over rows and columns in [0, 1], ``whole`` ones or any.

    ``gap`` is the difference in cost that is not worth a search; ``nodes`` limits what is looked
    at, where the same call has to give the same columns.
    """
    parameters = parameters_pb2.SolveParametersProto(enable_output=False, random_seed=seed)
    if seconds is not None:
        parameters.time_limit.CopyFrom(duration(max(0.01, seconds)))
    if whole:
        parameters.relative_gap_tolerance = 0.0
        parameters.absolute_gap_tolerance = gap
        if nodes is not None:
            parameters.node_limit = nodes
    answer = run(_model(rows, costs, whole), HIGHS, parameters)
    reason = answer.termination.reason
    known = [ended.value for ended in Ended]
    ended = Ended(reason) if reason in known else Ended.NOTHING
    if ended not in (Ended.OPTIMAL, Ended.FEASIBLE) or not answer.solutions:
        return Solution(ended, [], [])
    best = answer.solutions[0]
    columns = dense(best.primal_solution.variable_values, len(costs))
    return Solution(ended, columns, dense(best.dual_solution.dual_values, len(rows)))


def run(
    model: model_pb2.ModelProto, kind: Any, parameters: parameters_pb2.SolveParametersProto
) -> result_pb2.SolveResultProto:
    """Let one of MathOpt's solvers work on a model."""
    return solver.solve(
        model,
        kind,
        parameters_pb2.SolverInitializerProto(),
        parameters,
        model_parameters_pb2.ModelSolveParametersProto(),
        None,
        callback_pb2.CallbackRegistrationProto(),
        None,
        None,
    )


def _model(rows: Sequence[Row], costs: Sequence[float], whole: bool) -> model_pb2.ModelProto:
    model = model_pb2.ModelProto()
    width = len(costs)
    columns = model.variables
    columns.ids.extend(range(width))
    columns.lower_bounds.extend([0.0] * width)
    columns.upper_bounds.extend([1.0] * width)
    columns.integers.extend([whole] * width)
    _sparse(model.objective.linear_coefficients, enumerate(costs))
    lines = model.linear_constraints
    lines.ids.extend(range(len(rows)))
    lines.lower_bounds.extend([-math.inf if r.low <= -INFINITY else r.low for r in rows])
    lines.upper_bounds.extend([math.inf if r.high >= INFINITY else r.high for r in rows])
    entries = model.linear_constraint_matrix
    for n, row in enumerate(rows):
        pairs = sorted(zip(row.columns, row.coefficients, strict=True))
        entries.row_ids.extend([n] * len(pairs))
        entries.column_ids.extend([column for column, _ in pairs])
        entries.coefficients.extend([coefficient for _, coefficient in pairs])
    return model


def _sparse(
    vector: sparse_containers_pb2.SparseDoubleVectorProto, values: Iterable[tuple[int, float]]
) -> None:
    kept = [(n, value) for n, value in values if value]
    vector.ids.extend([n for n, _ in kept])
    vector.values.extend([value for _, value in kept])


def dense(vector: Any, length: int) -> list[float]:
    """Return what a sparse vector says, number by number."""
    values = [0.0] * length
    for n, value in zip(vector.ids, vector.values, strict=True):
        values[n] = value
    return values


def duration(seconds: float) -> Duration:
    """Return seconds as MathOpt takes them."""
    span = Duration()
    span.FromNanoseconds(round(seconds * 1e9))
    return span
