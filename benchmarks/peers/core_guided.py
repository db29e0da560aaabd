"""PySAT's RC2 (Ignatiev, Morgado and Marques-Silva 2019) on the breaks of given requests.

It raises a lower bound core by core and has a schedule only when that bound is the optimum.
"""

from __future__ import annotations

from pysat.examples.rc2 import RC2

from . import Attempt, Task
from .formula import Alarm, Formula


class _Noting(RC2):
    """RC2, with the last bound that a core proved."""

    proven = 0

    def process_core(self) -> None:
        """Take in a core; what an interrupt left half done proves nothing."""
        super().process_core()
        if not self.interrupted:
            self.proven = self.cost


def plan(task: Task) -> Attempt:
    """Time the requests; the time is the solver's own, without the making of the formula."""
    formula = Formula(task)
    with _Noting(formula.wcnf) as solver, Alarm(solver, task.seconds):
        model = solver.compute(expect_interrupt=True)
        found = None if model is None else formula.plan(model)
        return Attempt(found, breaks_bound=solver.proven)
