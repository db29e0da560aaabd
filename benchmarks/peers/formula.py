"""The breaks of given requests as a MaxSAT formula, for the solvers of packages.

The hard clauses are the rows of the engine's 0-1 program, and that a party of one team is busy in
as many slots as its meetings take (the first of the implied constraints of Bofill et al., JAIR 74
(2022)). A soft clause stands for each slot that could end a break of a party. The engine's own
question (:mod:`rendezvous.solver.timing`) has clauses beside these; they are its contribution and
not given away here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from threading import Timer
from typing import Any, Final, Protocol

from pysat.card import CardEnc, EncType
from pysat.formula import WCNF

from rendezvous.problem import Assignment
from rendezvous.solver.clauses import Clauses, negated
from rendezvous.solver.index import Index
from rendezvous.solver.placing import Cut, place
from rendezvous.solver.program import INFINITY, Program, Row, Scarce, part

from . import Task

MANY: Final = 4
"""From this limit on."""


class Formula:
    """``wcnf``: clauses for serving a task's requests, with a soft one for each break."""

    def __init__(self, task: Task) -> None:
        index = Index(task.problem)
        self.requests = sorted(index.request_at[name] for name in task.served)
        self.program: Program = part(index, self.requests)
        self._clauses = Clauses()
        self._variable = {
            column: self._clauses.variable() for column in self.program.columns(self.requests)
        }
        for request in self.requests:
            self._clauses.exactly_one([self._variable[c] for c in self.program.by_request[request]])
        for row in self.program.rows:
            if row.scarce is not Scarce.REQUEST:
                self._row(row)
        soft = self._breaks()
        self.wcnf = WCNF()
        self.wcnf.extend(self._clauses.all)
        for broken in soft:
            self.wcnf.append([-broken], weight=1)

    def plan(self, model: Collection[int]) -> tuple[Assignment, ...] | None:
        """Return the meetings of a solution; None if the shared places cannot hold them.

        (Only meetings of several slots can be too many: the rows count places slot by slot.)
        """
        true = {literal for literal in model if literal > 0}
        chosen = frozenset(c for c, name in self._variable.items() if name in true)
        placed = place(self.program, chosen)
        return None if isinstance(placed, Cut) else placed

    def _row(self, row: Row) -> None:
        literals: list[int] = []
        below = 0
        for column, coefficient in zip(row.columns, row.coefficients, strict=True):
            if column in self._variable:
                name = self._variable[column]
                literals += [name if coefficient > 0 else -name] * abs(coefficient)
                below += max(0, -coefficient)
        if row.high < INFINITY:
            self._at_most(literals, row.high + below)
        if row.low > -INFINITY:
            self._at_most(negated(literals), len(literals) - row.low - below)

    def _at_most(self, literals: list[int], limit: int) -> None:
        """Allow at most so many; many by the encoding that takes the fewest clauses in PySAT."""
        clauses = self._clauses
        if limit < MANY or len(literals) <= limit:
            clauses.at_most_one(literals) if limit == 1 else clauses.at_most(literals, limit)
            return
        encoded = CardEnc.atmost(
            literals, bound=limit, top_id=clauses.variables, encoding=EncType.kmtotalizer
        )
        clauses.variables = max(clauses.variables, encoded.nv)
        clauses.all += encoded.clauses

    def _breaks(self) -> list[int]:
        """Return a literal for each slot that could end a break; true when it does."""
        index = self.program.index
        problem = index.problem
        at: list[dict[int, list[int]]] = [defaultdict(list) for _ in problem.parties]
        load = [0] * len(problem.parties)
        for request in self.requests:
            length = problem.requests[request].length
            for party in index.pair[request]:
                load[party] += length
            for column in self.program.by_request[request]:
                start = index.options[column].slot
                for party in index.pair[request]:
                    for slot in range(start, start + length):
                        at[party][slot].append(self._variable[column])
        period = index.half if problem.rules.lunch_exempt else index.day
        found: list[int] = []
        for party, users in enumerate(at):
            if load[party] < 2:
                continue
            busy = {slot: self._clauses.some(some) for slot, some in sorted(users.items())}
            if problem.parties[party].teams == 1:
                self._clauses.exactly(list(busy.values()), load[party])
            for day in sorted({period[slot] for slot in busy}):
                slots = [slot for slot, of in enumerate(period) if of == day]
                found += self._day([busy.get(slot) for slot in slots])
        return found

    def _day(self, busy: Sequence[int | None]) -> list[int]:
        """Busy again after an idle slot, having been busy before: that ends a break."""
        add = self._clauses.add
        ends: list[int] = []
        started: int | None = None
        for slot, now in enumerate(busy):
            before = busy[slot - 1] if slot else None
            if now is not None and started is not None:
                ends.append(self._clauses.variable())
                add(-now, -started, *([] if before is None else [before]), ends[-1])
            if now is not None:
                earlier, started = started, self._clauses.variable()
                add(-now, started)
                if earlier is not None:
                    add(-earlier, started)
        return ends


class Interruptible(Protocol):
    """A solver of PySAT that can be told to stop."""

    def interrupt(self) -> Any:
        """Stop soon."""


class Alarm:
    """Interrupts a solver when its time is up."""

    def __init__(self, solver: Interruptible, seconds: float) -> None:
        self._timer = Timer(max(0.01, seconds), solver.interrupt)
        self._timer.daemon = True

    def __enter__(self) -> Alarm:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
