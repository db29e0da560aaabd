"""PySAT's LSU on the breaks of given requests: schedules with fewer and fewer, until none is left.

The last schedule counts when its time is up; the bound is 0 until a schedule is proven the best.
"""

from __future__ import annotations

from pysat.examples.lsu import LSU

from . import Attempt, Task
from .formula import Alarm, Formula


def plan(task: Task) -> Attempt:
    """Time the requests; the time is the solver's own, without the making of the formula."""
    formula = Formula(task)
    with (
        LSU(formula.wcnf, expect_interrupt=True) as solver,
        Alarm(solver, task.seconds),
    ):
        if not solver.solve():
            return Attempt(None)
        bound = solver.cost if solver.found_optimum() or not solver.cost else 0
        return Attempt(formula.plan(solver.model), breaks_bound=bound)
