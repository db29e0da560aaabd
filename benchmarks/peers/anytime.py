"""NuWLS-c-IBR, an anytime MaxSAT solver that `hermax` packages, on the breaks of given requests.

It searches for good schedules and proves none the best. (UWrMaxSat, which won in the publication,
is in the same package, but there it takes no limit of time and hands nothing back when stopped.)
"""

from __future__ import annotations

from hermax.non_incremental.incomplete import NuWLSCIBR

from . import Attempt, Task
from .formula import Formula


def plan(task: Task) -> Attempt:
    """Time the requests; the time is the solver's own, without the making of the formula."""
    formula = Formula(task)
    solver = NuWLSCIBR(formula=formula.wcnf)
    found = solver.solve(time_limit=task.seconds)
    return Attempt(formula.plan(solver.get_model()) if found else None)
