"""Whole-number solutions of a relaxation, by SCIP (Bestuzheva and others 2023) as in OR-Tools.

They are for guidance: nothing is claimed of a solution but that it was found. What is claimed of
bounds comes from :mod:`.lp`, in whole numbers. It cannot be interrupted: in OR-Tools 9.15,
MathOpt's way to do so makes SCIP fail.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from ortools.math_opt import model_pb2, parameters_pb2

from .highs import Ended, dense, duration, run
from .lp import Real, System
from .program import INFINITY

SCIP: Final = parameters_pb2.SOLVER_TYPE_GSCIP


def solve_whole(
    system: System, *, seconds: float | None = None, nodes: int | None = None
) -> Real | None:
    """Maximise the weights over whole numbers; None when no solution was found.

    ``nodes`` limits what is looked at, where the same call has to give the same solution.
    """
    parameters = parameters_pb2.SolveParametersProto(
        enable_output=False, threads=1, presolve=parameters_pb2.EMPHASIS_LOW
    )
    if seconds is not None:
        parameters.time_limit.CopyFrom(duration(max(0.01, seconds)))
    if nodes is not None:
        parameters.node_limit = nodes
    answer = run(_model(system), SCIP, parameters)
    if answer.termination.reason not in (Ended.OPTIMAL, Ended.FEASIBLE) or not answer.solutions:
        return None
    best = answer.solutions[0].primal_solution.variable_values
    return np.array(dense(best, len(system.weights)))


def _model(system: System) -> model_pb2.ModelProto:
    rows, columns, coefficients, low, high = system.gather()
    model = model_pb2.ModelProto()
    width = len(system.weights)
    model.variables.ids.extend(range(width))
    model.variables.lower_bounds.extend([0.0] * width)
    model.variables.upper_bounds.extend(system.upper.tolist())
    model.variables.integers.extend([True] * width)
    weighty = np.flatnonzero(system.weights)
    model.objective.maximize = True
    model.objective.linear_coefficients.ids.extend(weighty.tolist())
    model.objective.linear_coefficients.values.extend(system.weights[weighty].tolist())
    lines = model.linear_constraints
    lines.ids.extend(range(system.height))
    lines.lower_bounds.extend([-math.inf if n <= -INFINITY else n for n in low.tolist()])
    lines.upper_bounds.extend([math.inf if n >= INFINITY else n for n in high.tolist()])
    order = np.lexsort((columns, rows))
    entries = model.linear_constraint_matrix
    entries.row_ids.extend(rows[order].tolist())
    entries.column_ids.extend(columns[order].tolist())
    entries.coefficients.extend(coefficients[order].tolist())
    return model
