"""Loandra (Berg, Demirović and Stuckey 2019), as `hermax` packages it, on given requests' breaks.

It raises a bound by cores first, then looks for better and better schedules. (UWrMaxSat, which won
in the publication, is in the same package, but there it takes no limit of time and hands nothing
back when stopped.)
"""

from __future__ import annotations

from hermax.core.ipamir_solver_interface import SolveStatus
from hermax.non_incremental.incomplete import Loandra

from . import Attempt, Task
from .formula import Formula


def plan(task: Task) -> Attempt:
    """Time the requests; the time is the solver's own, without the making of the formula."""
    formula = Formula(task)
    solver = Loandra(formula=formula.wcnf)
    if not solver.solve(time_limit=task.seconds):
        return Attempt(None)
    proven = solver.get_status() is SolveStatus.OPTIMUM
    return Attempt(
        formula.plan(solver.get_model()), breaks_bound=int(solver.get_cost()) if proven else 0
    )
