"""Plain CP-SAT: the whole 0-1 program of the problem, one objective after the other.

The program is the engine's own (:mod:`rendezvous.solver.program`), whose rows are stronger than
those one would write at first; CP-SAT gets it whole, with its presolve and its own search, and
nothing else: no relaxation solved apart, no first plan, no choice of columns.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from threading import Event, Timer
from typing import Final

from rendezvous.problem import Assignment
from rendezvous.solver.index import Index
from rendezvous.solver.model import Expression, Limits, Model, Outcome
from rendezvous.solver.placing import Cut, place
from rendezvous.solver.program import INFINITY, Program, Row, build

from . import Attempt, Diary, Task

SHARES: Final = {"weight": 0.6, "below_minimum": 0.25, "shortfall": 0.33, "breaks": 1.0}
"""The share of what is left of the time that each objective may take."""


def plan(task: Task) -> Attempt:
    """Plan within the time; mandatory requests must be served, so there may be no plan."""
    return _Search(task).run()


class _Search:
    def __init__(self, task: Task) -> None:
        self.task = task
        self.diary = Diary()
        self.program: Program = build(Index(task.problem))
        self.plan: tuple[Assignment, ...] | None = None
        self.chosen: frozenset[int] = frozenset()
        self.held: list[Callable[[Model], None]] = []

    def run(self) -> Attempt:
        """Seek one objective after the other; each holds those before it."""
        weight = self._weight()
        attempt = Attempt(self.plan, weight.bound if self.plan else None, steps=self.diary.steps)
        if self.plan is None:
            return attempt
        self.diary.note(weight.value, weight.bound)
        self.held.append(lambda m: m.require(m.weight() >= weight.value))
        for n, name in enumerate(("below_minimum", "shortfall")):
            least = self._seek(name, lambda m, n=n: (m.shortfalls()[n], None))
            if least.chosen is None:
                break
            self.held.append(
                lambda m, n=n, least=least: m.require(m.shortfalls()[n] <= least.value)
            )
        self._seek("breaks", lambda m: (m.breaks(None), None))
        attempt.assignments = self.plan
        return attempt

    def _weight(self) -> Outcome:
        """Seek the most weight; beyond its share of the time only until there is a plan."""
        enough = Event()
        share = self.task.seconds * SHARES["weight"]

        def found(value: int, bound: int) -> None:
            self.diary.note(value, bound)
            if self.diary.elapsed > share:
                enough.set()

        def ring() -> None:
            if self.diary.steps:
                enough.set()

        alarm = Timer(share, ring)
        alarm.daemon = True
        alarm.start()
        try:
            return self._seek("weight", lambda m: (None, m.weight()), found, enough)
        finally:
            alarm.cancel()

    def _seek(
        self,
        name: str,
        goal: Callable[[Model], tuple[Expression | None, Expression | None]],
        found: Callable[[int, int], None] | None = None,
        enough: Event | None = None,
    ) -> Outcome:
        """Solve until places hold what is found; what they cannot hold is cut off."""
        index = self.program.index
        while True:
            model = Model(self.program, self.program.rows)
            for request, item in enumerate(index.problem.requests):
                if item.mandatory:
                    model.must(request)
            spread = index.problem.rules.spread
            if spread is not None:
                model.breaks(spread)
            for hold in self.held:
                hold(model)
            minimize, maximize = goal(model)
            if self.chosen:
                model.hint(self.chosen)
            left = max(0.0, self.task.seconds - self.diary.elapsed)
            left *= 1.0 if enough is not None else SHARES[name]
            limits = Limits(left, None, min(8, os.cpu_count() or 1), self.task.seed, enough)
            outcome = model.solve(limits, minimize=minimize, maximize=maximize, found=found)
            if outcome.chosen is None:
                return outcome
            placed = place(self.program, outcome.chosen)
            if not isinstance(placed, Cut):
                self.plan, self.chosen = placed, outcome.chosen
                return outcome
            columns = list(placed.columns)
            self.program.rows.append(Row(columns, [1] * len(columns), -INFINITY, len(columns) - 1))
