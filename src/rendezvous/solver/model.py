"""A program as a CP-SAT model, with the figures the objectives need.

CP-SAT (OR-Tools) decides what the relaxation leaves open. Without presolve its feasibility jump
(Luteberget and Sartor 2023) finds, in well under a second at the size of a real fair, a schedule
for the requests that the relaxation chose; with presolve it proves small problems.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event, Thread
from typing import Any, Final

from ortools.sat.python import cp_model

from .dayflow import DayFlow
from .program import INFINITY, Program, Row

INTERVAL: Final = 0.1
"""Seconds between two looks whether a search is to stop."""

Expression = Any
"""A CP-SAT linear expression (the package's own types are not exported)."""


@dataclass(frozen=True)
class Limits:
    """``seconds`` of wall time or ``work`` in CP-SAT's deterministic time, whichever is given."""

    seconds: float | None
    work: float | None
    workers: int
    seed: int
    interrupt: Event | None = None


@dataclass(frozen=True)
class Outcome:
    """``chosen`` is None when no solution was found; ``proven`` says the value is the optimum.

    ``bound`` is a whole-number bound on the objective; ``infeasible`` that there is no solution;
    ``work`` is the deterministic time spent.
    """

    chosen: frozenset[int] | None
    value: int
    bound: int
    proven: bool
    infeasible: bool
    work: float = 0.0


class Model:
    """The columns of a program that are kept, its rows, and expressions over them."""

    def __init__(
        self, program: Program, rows: Sequence[Row], keep: Iterable[int] | None = None
    ) -> None:
        self.program = program
        self.cp = cp_model.CpModel()
        self.forced: set[int] = set()
        self._breaks: dict[int, Expression] = {}
        self._days: list[tuple[DayFlow, list[list[int]]]] = []
        """The days of parties whose breaks are counted, with the columns that occupy each slot."""
        kept = range(program.width) if keep is None else sorted(keep)
        self.x = {column: self.cp.new_bool_var("") for column in kept}
        for row in rows:
            self.add(row)

    def add(self, row: Row) -> None:
        """Add a row; columns left out of the model count as 0."""
        terms = [
            (self.x[c], k)
            for c, k in zip(row.columns, row.coefficients, strict=True)
            if c in self.x
        ]
        most = sum(k for _, k in terms if k > 0)
        least = sum(k for _, k in terms if k < 0)
        if row.low <= least and most <= row.high:
            return
        if all(k == 1 for _, k in terms) and row.high == 1 and row.low <= 0:
            self.cp.add_at_most_one(v for v, _ in terms)
            return
        total = sum(k * v for v, k in terms) if terms else 0
        if row.high < INFINITY:
            self.require(total <= row.high)
        if row.low > -INFINITY:
            self.require(total >= row.low)

    def require(self, constraint: Any) -> None:
        """Add a constraint, also one that folded to a plain True or False for want of columns."""
        if isinstance(constraint, bool):
            if not constraint:
                self.cp.add_bool_or([])
        else:
            self.cp.add(constraint)

    def served(self, request: int) -> Expression:
        """Return 1 when the request is served, else 0."""
        return sum(self.x[c] for c in self.program.by_request[request] if c in self.x)

    def must(self, request: int) -> None:
        """Require the request to be served."""
        if request in self.forced:
            return
        self.forced.add(request)
        self.cp.add_exactly_one(self.x[c] for c in self.program.by_request[request] if c in self.x)

    def weight(self) -> Expression:
        """Return the weight served; requests that must be served count as a constant.

        (A row over every column would be touched by each move of the local search.)
        """
        requests = self.program.index.problem.requests
        options = self.program.index.options
        return sum(requests[r].weight for r in self.forced) + sum(
            requests[options[c].request].weight * v
            for c, v in self.x.items()
            if c < len(options) and options[c].request not in self.forced
        )

    def unserved(self, requests: Iterable[int]) -> Expression:
        """Return how many of the requests are not served."""
        return sum(1 - self.served(request) for request in requests)

    def shortfalls(self) -> tuple[Expression, Expression]:
        """Return how many parties are below their minimum, and by how many meetings in all."""
        below: list[Any] = []
        short: list[Any] = []
        for party, mine in enumerate(self.program.of_party):
            minimum = self.program.index.problem.parties[party].minimum
            if not minimum:
                continue
            missing = self.cp.new_int_var(0, minimum, "")
            self.cp.add(missing >= minimum - sum(self.served(r) for r in mine))
            is_below = self.cp.new_bool_var("")
            self.cp.add(missing <= minimum * is_below)
            below.append(is_below)
            short.append(missing)
        return sum(below), sum(short)

    def breaks(self, spread: int | None, parties: Iterable[int] | None = None) -> Expression:
        """Return the number of breaks of some parties (all), and hold their spread in the rule.

        See :mod:`.dayflow`.
        """
        everyone = range(len(self.program.of_party))
        totals = [self._party_breaks(p) for p in (everyone if parties is None else parties)]
        if spread is not None and totals:
            least = self.cp.new_int_var(0, len(self.program.index.half), "")
            for total in totals:
                self.require(total >= least)
                self.require(total <= least + spread)
        return sum(totals)

    def spread(self) -> Expression:
        """Return what is at least the largest difference in breaks of parties that hold meetings.

        It can be as small as that; requests that must be served have to be said before.
        """
        most = len(self.program.index.half)
        high, low = self.cp.new_int_var(0, most, ""), self.cp.new_int_var(0, most, "")
        self.cp.add(low <= high)
        for party, mine in enumerate(self.program.of_party):
            breaks = self._party_breaks(party)
            self.require(breaks <= high)
            if not self.forced.isdisjoint(mine):
                self.require(low <= breaks)
                continue
            holds = self.cp.new_bool_var("")
            for request in mine:
                self.require(self.served(request) <= holds)
            self.require(low <= breaks + most * (1 - holds))
        return high - low

    def _party_breaks(self, party: int) -> Expression:
        """Return the number of breaks of a party, written once."""
        if party not in self._breaks:
            self._breaks[party] = self._write_breaks(party)
        return self._breaks[party]

    def _write_breaks(self, party: int) -> Expression:
        index = self.program.index
        problem = index.problem
        at: dict[int, list[int]] = defaultdict(list)
        for request in self.program.of_party[party]:
            for column in self.program.by_request[request]:
                if column in self.x:
                    start = index.options[column].slot
                    for slot in range(start, start + problem.requests[request].length):
                        at[slot].append(column)
        period = index.half if problem.rules.lunch_exempt else index.day
        opened: list[Any] = []
        for day in sorted({period[slot] for slot in at}):
            slots = [slot for slot in range(len(period)) if period[slot] == day]
            users = [at.get(slot, []) for slot in slots]
            flow = DayFlow(
                self.cp, [[self.x[c] for c in some] for some in users], problem.parties[party].teams
            )
            self._days.append((flow, users))
            opened += flow.opened
        return sum(opened)

    def hint(self, chosen: frozenset[int] | set[int]) -> None:
        """Suggest a solution to begin from."""
        self.cp.clear_hints()  # type: ignore[no-untyped-call]
        for column, var in self.x.items():
            self.cp.add_hint(var, column in chosen)
        for flow, users in self._days:
            busy = {n for n, some in enumerate(users) if not chosen.isdisjoint(some)}
            for step, taken in flow.path(busy):
                self.cp.add_hint(step, taken)

    def solve(
        self,
        limits: Limits,
        *,
        minimize: Expression | None = None,
        maximize: Expression | None = None,
        presolve: bool = True,
        linear: bool = False,
        mixed: bool = True,
        strategy: str = "",
        found: Callable[[int, int], None] | None = None,
    ) -> Outcome:
        """Search; ``found(value, bound)`` is called with each better solution.

        ``linear`` puts every row into the relaxation: for programs that are nearly whole. Unless
        ``mixed``, one worker follows one strategy, instead of several by turns: CP-SAT's own choice
        or the one named.
        """
        if minimize is not None and not isinstance(minimize, int):
            self.cp.minimize(minimize)
        if maximize is not None and not isinstance(maximize, int):
            self.cp.maximize(maximize)
        solver = cp_model.CpSolver()
        parameters = solver.parameters
        if limits.seconds is not None:
            parameters.max_time_in_seconds = max(0.01, limits.seconds)
        if limits.work is not None:
            parameters.max_deterministic_time = max(0.01, limits.work)
        parameters.num_workers = limits.workers
        parameters.interleave_search = mixed and limits.workers == 1
        parameters.random_seed = limits.seed
        parameters.cp_model_presolve = presolve
        parameters.catch_sigint_signal = False
        if linear:
            parameters.linearization_level = 2
        if strategy:
            parameters.subsolvers.append(strategy)
        if not presolve:
            parameters.symmetry_level = 0
        with _interrupting(solver, limits.interrupt):
            status = solver.solve(self.cp, _Watch(found))
        work = float(solver.response_proto.deterministic_time)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return Outcome(None, 0, 0, False, status == cp_model.INFEASIBLE, work)
        chosen = frozenset(c for c, v in self.x.items() if solver.boolean_value(v))
        return Outcome(
            chosen,
            round(solver.objective_value),
            round(solver.best_objective_bound),
            status == cp_model.OPTIMAL,
            False,
            work,
        )


@contextmanager
def _interrupting(solver: cp_model.CpSolver, interrupt: Event | None) -> Iterator[None]:
    """Stop the solver when the event is set from elsewhere."""
    if interrupt is None:
        yield
        return
    over = Event()

    def wait() -> None:
        while not over.wait(INTERVAL):
            if interrupt.is_set():
                solver.stop_search()

    thread = Thread(target=wait, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


class _Watch(cp_model.CpSolverSolutionCallback):
    """Passes each better solution's value and bound on."""

    def __init__(self, found: Callable[[int, int], None] | None) -> None:
        super().__init__()
        self._found = found

    def on_solution_callback(self) -> None:
        if self._found is not None:
            self._found(round(self.objective_value), round(self.best_objective_bound))
