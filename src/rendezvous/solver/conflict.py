"""Mandatory requests that cannot all be served, and the rules that forbid it, none too many.

The program is written as clauses: a literal for each request says that it is served, one for each
rule that it holds, and a SAT solver (Glucose, through PySAT) is asked to assume them all. The
assumptions its refutation rests on, a *core*, are then left out one by one, requests first; what
cannot be left out stays. What parties can do in all (:mod:`.shares`) is said too, since counting is
what resolution does worst. What the solver leaves undecided, and the spread of breaks, CP-SAT says.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from pysat.solvers import Solver

from ..conflicts import RuleKind
from .clauses import Clauses
from .earlier import Earlier
from .index import Index
from .model import Limits, Model
from .placing import Cut, place
from .program import INFINITY, Program, Row, Scarce
from .shares import shares

CONFLICTS: Final = 5_000
"""Of the SAT solver for one question, before CP-SAT is asked."""
CONFLICTS_PER_WORK: Final = 3_000
SHORT: Final = 4
"""From so many times as many literals as the limit on, a counter is sequential."""
MANY: Final = 20_000_000
"""Rows whose columns times their limits come to more are not written as clauses."""
CLAUSES_PER_WORK: Final = 200_000
SHARE: Final = 0.2
"""Of what is left of the limits: for one question to CP-SAT."""


class Subject(NamedTuple):
    """A rule, by its kind and the positions of what it is about."""

    kind: RuleKind
    one: int = -1
    other: int = -1


@dataclass(frozen=True)
class Found:
    """A conflict in positions; ``whole`` when nothing in it can be left out."""

    requests: tuple[int, ...]
    rules: tuple[Subject, ...]
    whole: bool
    work: float


def conflicting(
    earlier: Earlier, limits: Limits, must: Sequence[int] | None = None
) -> Found | None:
    """Return a conflict among requests, those that must be served unless told."""
    requests = list(earlier.mandatory if must is None else must)
    pinned = earlier.index.pinned
    for r in requests:
        if not (r in earlier.exact if r in pinned else earlier.options(r)):
            return Found((r,), (), whole=True, work=0.0)
    full = [share for share in shares(earlier.index, requests) if share.party >= 0]
    if full:
        requests = sorted(min(full, key=lambda share: share.most).units)
    with _Oracle(earlier, requests, limits) as oracle:
        return oracle.conflict(requests)


Refutation = tuple[list[int], list[Subject]]
"""Requests and rules that cannot be together."""


def _part(refutation: Refutation | None, part: int) -> list[Any] | None:
    return None if refutation is None else list(refutation[part])


class _Oracle:
    """Answers whether some requests can be served under some rules."""

    def __init__(self, earlier: Earlier, must: Collection[int], limits: Limits) -> None:
        self.earlier = earlier
        self.index: Index = earlier.index
        self.limits = limits
        self.begun = time.monotonic()
        self.spread = self.index.problem.rules.spread
        self.program = self._program(must)
        self.subject_of = [_subject(self.program, row) for row in self.program.rows]
        self.clauses = Clauses()
        self.column = {c: self.clauses.variable() for c in range(self.program.width)}
        self.rule: dict[Subject, int] = {}
        self.request = {r: self.clauses.variable() for r in must}
        self.written = _size(self.program) <= MANY
        """Whether there are clauses: else all questions are for CP-SAT."""
        self._write()
        self.work = len(self.clauses.all) / CLAUSES_PER_WORK
        self.sure = True
        """Whether each answer so far was one."""
        self.solver = Solver(name="glucose4", bootstrap_with=self.clauses.all)

    def __enter__(self) -> _Oracle:
        return self

    def __exit__(self, *_: object) -> None:
        self.solver.delete()

    # -- the clauses -------------------------------------------------------------------------

    def _program(self, must: Collection[int]) -> Program:
        """Return the program of what must be served, and of what decides whether it can be.

        That is what it must come after; with a spread rule, any meeting may fill an idle run.
        """
        index = self.index
        needed: dict[int, None] = {}
        todo = list(must)
        while todo:
            r = todo.pop()
            if r not in needed:
                needed[r] = None
                todo += [index.request_at[name] for name in index.problem.requests[r].after]
        if self.spread is not None:
            needed = dict.fromkeys(range(len(index.problem.requests)))
        return self.earlier.program(
            option
            for r in needed
            for option in (
                [self.earlier.exact[r]]
                if r in index.pinned and r in self.earlier.exact
                else self.earlier.options(r)
            )
        )

    def _write(self) -> None:
        for row, subject in zip(self.program.rows, self.subject_of, strict=True):
            first = len(self.clauses.all)
            if self.written:
                self.clauses.row(row, self.column, shortly=SHORT)
            if subject is not None:
                self._rule(subject)
                self._guard(first, subject)
        for r, served in self.request.items():
            self.clauses.add(-served, *(self.column[c] for c in self.program.by_request[r]))
        for share in shares(self.index, list(self.request)):
            units = [self.request[r] for r, count in share.units.items() for _ in range(count)]
            if share.party >= 0:
                first = len(self.clauses.all)
                self.clauses.at_most(units, share.most)
                self._guard(first, Subject(RuleKind.TIME, share.party))
                days = Subject(RuleKind.DAY, share.party)
                if days in self.rule:
                    self._guard(first, days)

    def _rule(self, subject: Subject) -> int:
        if subject not in self.rule:
            self.rule[subject] = self.clauses.variable()
        return self.rule[subject]

    def _guard(self, first: int, subject: Subject) -> None:
        """Let clauses from the first on hold only while a rule does."""
        for clause in self.clauses.all[first:]:
            clause.append(-self._rule(subject))

    # -- questions ---------------------------------------------------------------------------

    def conflict(self, requests: Sequence[int]) -> Found | None:
        """Return a conflict, as small as the limits allow."""
        rules = list(self.rule)
        if self.spread is not None:
            rules.append(Subject(RuleKind.SPREAD))
        found = self._refuted(requests, rules)
        if found is None:
            return None
        core = self._least(found[0], lambda fewer: _part(self._refuted(fewer, rules), 0))
        bearing = _part(self._refuted(core, rules), 1) or rules
        bearing = self._least(bearing, lambda fewer: _part(self._refuted(core, fewer), 1))
        return Found(tuple(core), tuple(bearing), self.sure, self.work)

    def _least(
        self, items: list[Any], refuted: Callable[[list[Any]], list[Any] | None]
    ) -> list[Any]:
        """Leave out what can be, by ever smaller pieces, of which the last are single items."""
        size = max(1, len(items) // 2)
        while True:
            n = 0
            while n < len(items):
                less = refuted(items[:n] + items[n + size :])
                if less is None:
                    n += size
                else:
                    kept = set(less)
                    n = sum(item in kept for item in items[:n])
                    items = [item for item in items if item in kept]
            if size == 1:
                return items
            size //= 2

    def _refuted(self, requests: Sequence[int], rules: Sequence[Subject]) -> Refutation | None:
        """Return requests and rules of these that cannot be together, None if all of them can.

        None also when nobody knows.
        """
        named = [subject for subject in rules if subject in self.rule]
        known = self.written and not self._over()
        answer = self._asked(requests, named) if known else None
        if answer is False:
            core = set(self.solver.get_core() or ())
            return (
                [r for r in requests if self.request[r] in core],
                [subject for subject in named if self.rule[subject] in core],
            )
        spread = len(named) < len(rules)
        if answer and not spread:
            return None
        if self._searched(requests, named, spread=spread):
            return list(requests), list(rules)
        return None

    def _asked(self, requests: Sequence[int], rules: Sequence[Subject]) -> bool | None:
        """Ask the SAT solver; what no places hold is forbidden, and it is asked again."""
        assumed = [self.request[r] for r in requests] + [self.rule[s] for s in rules]
        while True:
            before = self.solver.accum_stats()["conflicts"]
            self.solver.conf_budget(CONFLICTS)
            answer: bool | None = self.solver.solve_limited(assumptions=assumed)
            spent = self.solver.accum_stats()["conflicts"] - before
            self.work += spent / CONFLICTS_PER_WORK
            if not answer or len(rules) < len(self.rule):
                return answer
            true = {literal for literal in self.solver.get_model() if literal > 0}
            if not self._cut(frozenset(c for c, name in self.column.items() if name in true)):
                return True

    def _cut(self, chosen: frozenset[int]) -> bool:
        """Forbid a choice whose meetings no places hold; return whether that was so."""
        placed = place(self.program, chosen)
        if not isinstance(placed, Cut):
            return False
        columns = list(placed.columns)
        self.program.rows.append(Row(columns, [1] * len(columns), -INFINITY, len(columns) - 1))
        self.subject_of.append(None)
        self.solver.add_clause([-self.column[c] for c in columns])
        return True

    def _searched(
        self, requests: Sequence[int], rules: Collection[Subject], *, spread: bool
    ) -> bool:
        """Ask CP-SAT; return whether it is certain that the requests cannot all be served."""
        kept = set(rules)
        while not self._over():
            rows = [
                row
                for row, subject in zip(self.program.rows, self.subject_of, strict=True)
                if subject is None or subject in kept
            ]
            model = Model(self.program, rows)
            for r in requests:
                model.must(r)
            if spread:
                model.breaks(self.spread)
            outcome = model.solve(self._limits())
            self.work += outcome.work
            if outcome.chosen is None:
                self.sure = self.sure and outcome.infeasible
                return outcome.infeasible
            if len(kept) < len(self.rule) or not self._cut(outcome.chosen):
                return False
        self.sure = False
        return False

    # -- time --------------------------------------------------------------------------------

    def _left(self) -> tuple[float | None, float | None]:
        limits = self.limits
        work = None if limits.work is None else max(0.0, limits.work - self.work)
        if work is not None or limits.seconds is None:
            return None, work
        return max(0.0, limits.seconds - (time.monotonic() - self.begun)), None

    def _over(self) -> bool:
        interrupt = self.limits.interrupt
        over = 0.0 in self._left() or (interrupt is not None and interrupt.is_set())
        self.sure = self.sure and not over
        return over

    def _limits(self) -> Limits:
        seconds, work = (None if left is None else left * SHARE for left in self._left())
        limits = self.limits
        return Limits(seconds, work, limits.workers, limits.seed, limits.interrupt)


def _size(program: Program) -> int:
    """Return about how many clauses a program would be."""
    return sum(len(row.columns) * min(row.high, len(row.columns)) for row in program.rows)


def _subject(program: Program, row: Row) -> Subject | None:
    """Return the rule that a row belongs to, None for what a request is by itself."""
    match row.scarce:
        case Scarce.TEAMS | Scarce.TRAVEL:
            return Subject(RuleKind.TIME, row.subject)
        case Scarce.DAY:
            return Subject(RuleKind.DAY, row.subject)
        case Scarce.PLACE | Scarce.CLOSED_ROOM if row.subject < 0:
            venue = program.index.options[row.columns[0]].venue
            return Subject(RuleKind.SHARED, venue, int(row.scarce is Scarce.CLOSED_ROOM))
        case Scarce.PLACE:
            return Subject(RuleKind.PLACE, row.subject)
        case Scarce.INTERPRETER if row.subject >= 0:
            return Subject(RuleKind.INTERPRETER, row.subject)
        case Scarce.PRECEDENCE:
            later = program.index.options[row.columns[0]].request
            return Subject(RuleKind.ORDER, later, row.subject)
    return None
