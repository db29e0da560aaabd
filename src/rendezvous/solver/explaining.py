"""What would let an unmet request in, at the least cost: what :func:`explain` does.

At first nobody else moves: a small program gives an upper bound at once. Then served requests are
set free to move, beginning with those of the two parties, and the rest may be out of the program:
its optimum is a lower bound. Those it lets out are set free in turn, until bounds meet or time is
up. Every remedy is tried on the problem as it would stand, and verified.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, replace
from typing import Final

from ..checking import check_problem
from ..codec import digest
from ..errors import InputError, RendezvousError
from ..problem import WEIGHT, Assignment, Baseline, Problem
from ..remedies import Concession, Explanation, Remedy, grant
from ..result import Plan, Reason, Status, Unserved
from ..verify import verify
from .asking import RANKS, Ask
from .earlier import Earlier
from .granting import Granting
from .index import Index, Option
from .interpreting import keep_interpreters
from .loosened import Loosened
from .masks import Masks
from .model import Limits, Model
from .placing import Cut, place
from .reasons import reason
from .returning import keep_places
from .shares import shares
from .stages import Progress, Stop, Watcher
from .tiers import choose

STOP: Final = Stop(seconds=5.0)
"""When an explanation stops that was not told."""

SHOWN: Final = 3
"""Remedies told, when there are so many."""

CONCESSIONS: Final = "concessions"

WORK: Final = 2e-5
"""Units of work for each column of a program that is written."""


def explain(
    problem: Problem,
    plan: Plan,
    request: str,
    *,
    stop: Stop | None = None,
    seed: int = 0,
    workers: int | None = None,
    progress: Watcher | None = None,
) -> Explanation:
    """Say why a request is not in a plan, and what would let it in.

    Everything the plan serves stays served; what is pinned or held stays where it is. Remedies need
    as few concessions as possible, then as few meetings moved; each is verified. ``progress`` hears
    of the fewest concessions found and of what they cannot be less than. InputError when the
    request is unknown or served, or when the plan does not hold.
    """
    session = _Session(problem, plan, request, stop or STOP, seed, workers, progress)
    return session.run()


class _Session:
    """One search: the remedies found so far and what is known about the cheapest."""

    def __init__(
        self,
        problem: Problem,
        plan: Plan,
        request: str,
        stop: Stop,
        seed: int,
        workers: int | None,
        watch: Watcher | None,
    ) -> None:
        _check(problem, plan, request)
        self.problem, self.plan = problem, plan
        self.stop, self.seed, self.watch = stop, seed, watch
        self.workers = workers or min(8, os.cpu_count() or 1)
        self.begun = time.monotonic()
        self.worked = 0.0
        self.strict = Index(_with_plan(problem, plan))
        self.request = self.strict.request_at[request]
        self.earlier = Earlier(Loosened(self.strict, self.request))
        self.beside = self._beside()
        self.spread = problem.rules.spread
        self.remedies: list[tuple[Remedy, frozenset[Ask]]] = []
        self.cuts: list[_Refused] = []
        self.least = self._sure()
        self.possible = True

    # -- time --------------------------------------------------------------------------------

    def _limits(self, share: float, workers: int = 1) -> Limits:
        seconds = work = None
        if self.stop.work is not None:
            work = max(0.0, (self.stop.work - self.worked) * share)
        elif self.stop.seconds is not None:
            seconds = max(0.0, (self.stop.seconds - self._elapsed) * share)
        if self.stop.interrupted:
            seconds = 0.0
        return Limits(seconds, work, workers, self.seed, self.stop.interrupt)

    @property
    def _elapsed(self) -> float:
        return time.monotonic() - self.begun

    def _over(self) -> bool:
        if self.stop.interrupted:
            return True
        if self.stop.work is not None:
            return self.worked >= self.stop.work
        return self.stop.seconds is not None and self._elapsed >= self.stop.seconds

    def _tell(self) -> None:
        if self.watch is not None and self.remedies:
            elapsed = 0.0 if self.stop.work is not None else self._elapsed
            value = len(self.remedies[0][0].concessions)
            self.watch(Progress(CONCESSIONS, value, self.least, elapsed))

    # -- what is known beforehand ------------------------------------------------------------

    def _beside(self) -> list[int]:
        """Return what the request must come after and the plan does not serve, with its own."""
        found: dict[int, None] = {}
        todo = [self.request]
        while todo:
            for name in self.problem.requests[todo.pop()].after:
                before = self.strict.request_at[name]
                if before not in self.earlier.meetings and before not in found:
                    found[before] = None
                    todo.append(before)
        return list(found)

    def _sure(self) -> int:
        """Return how many concessions are needed whatever moves.

        One for each party that is full, wherever its meetings go; one where the plan with the
        request would pass what its own weight is proven to reach at most.
        """
        full = shares(self.strict, [*self.earlier.meetings, self.request])
        least = len({share.party for share in full})
        item = self.problem.requests[self.request]
        weight = next((o for o in self.plan.objectives if o.name == WEIGHT), None)
        if weight is None or item.mandatory or self.problem.baseline is not None:
            return least
        return max(least, int(weight.value + item.weight > weight.bound))

    # -- the search --------------------------------------------------------------------------

    def run(self) -> Explanation:
        """Search, and return what was found."""
        free: set[int] = set()
        self._try(free)
        self._alternatives(free)
        if not self._proven():
            free = self._first_free()
            self._improve(free)
            self._alternatives(free)
        unserved = reason(Masks(self.strict), self.plan.assignments, self.request)
        return Explanation(unserved, self._told(), self.least, self.possible)

    def _told(self) -> tuple[Remedy, ...]:
        """Return the cheapest remedies, without those that only ask more than another."""
        told: list[Remedy] = []
        told_asks: list[frozenset[Ask]] = []
        for remedy, asked in self.remedies:
            if len(told) < SHOWN and not any(asked >= less for less in told_asks if less):
                told.append(remedy)
                told_asks.append(asked)
        return tuple(told)

    def _first_free(self) -> set[int]:
        """Return the meetings of the two parties; with a spread rule, all."""
        meetings = self.earlier.meetings
        if self.spread is not None:
            return set(meetings)
        return self._near({self.request})

    def _best(self) -> Remedy | None:
        return self.remedies[0][0] if self.remedies else None

    def _proven(self) -> bool:
        """Whether neither fewer concessions nor fewer moves can do."""
        best = self._best()
        return best is not None and best.cost == (self.least, 0)

    def _most(self) -> int:
        """Return how often the same may be asked: no better remedy asks more."""
        best = self._best()
        return len(self.problem.requests) if best is None else max(1, len(best.concessions))

    def _granting(self, free: set[int], *, open_ended: bool) -> Granting:
        granting = Granting(
            self.earlier,
            self.strict,
            self.request,
            free=free,
            beside=self.beside,
            open_ended=open_ended,
            most=min(self._most(), 1 + len(self.beside) + len(free)),
        )
        for cut in self.cuts:
            granting.forbid(cut.options, cut.concessions)
        return granting

    def _try(self, free: set[int], *, otherwise: bool = False) -> bool:
        """Look for a better remedy with some meetings free, all others staying where they are.

        ``otherwise`` asks for one that is not better but asks others.
        """
        while not self._over():
            granting = self._granting(free, open_ended=False)
            if otherwise:
                for _, asked in self.remedies:
                    granting.rows += list(granting.otherwise(asked))
            outcome = granting.solve(
                self._limits(0.3 if self.remedies else 1.0),
                below=None if otherwise else self._below(granting),
                spread=self.spread,
            )
            self.worked += outcome.work + granting.width * WORK
            if outcome.chosen is None:
                return False
            if self._take(granting, outcome.chosen):
                return True
        return False

    def _below(self, granting: Granting) -> int | None:
        """Return what a better remedy costs less than."""
        best = self._best()
        return None if best is None else granting.cost(*best.cost)

    def _improve(self, free: set[int]) -> None:
        """Set ever more meetings free, until what is asked is proven to be the least."""
        while not self._over() and not self._proven():
            granting = self._granting(free, open_ended=self.spread is None)
            outcome = granting.solve(
                self._limits(0.6, self.workers), below=self._below(granting), spread=self.spread
            )
            self.worked += outcome.work + granting.width * WORK
            if outcome.infeasible:
                best = self._best()
                self.possible = best is not None
                if best is not None:
                    self.least = len(best.concessions)
                self._tell()
                return
            if outcome.chosen is None:
                return
            self.least = max(self.least, outcome.bound // granting.unit)
            out = {r for r, column in granting.out.items() if column in outcome.chosen}
            if not out:
                if self._take(granting, outcome.chosen) and outcome.proven:
                    return
                continue
            free |= self._near(out)
            self._try(free)

    def _near(self, requests: set[int]) -> set[int]:
        """Return requests with all others of their parties that the plan serves."""
        parties = {party for r in requests for party in self.strict.pair[r]}
        return {r for r in self.earlier.meetings if not parties.isdisjoint(self.strict.pair[r])}

    def _alternatives(self, free: set[int]) -> None:
        """Look for further remedies that ask others, unless nobody need be asked."""
        while 0 < len(self.remedies) < SHOWN and not self._over():
            if not self.remedies[0][1] or not self._try(free, otherwise=True):
                return

    def _take(self, granting: Granting, chosen: frozenset[int]) -> bool:
        """Try a remedy on the problem as it would stand; note it, or what rules it out."""
        found = self._remedy(granting, chosen)
        if isinstance(found, Remedy):
            self.remedies.append((found, granting.asks(chosen)))
            self.remedies.sort(key=lambda pair: _rank(pair[0]))
            self.least = min(self.least, len(self.remedies[0][0].concessions))
            self._tell()
            return True
        self.cuts.append(found)
        return False

    # -- a remedy as a plan ------------------------------------------------------------------

    def _remedy(self, granting: Granting, chosen: frozenset[int]) -> Remedy | _Refused:
        """Return a choice as a verified remedy, or what cannot stand together."""
        concessions = tuple(
            sorted(
                (granting.concessions[c] for c in chosen if c in granting.concessions),
                key=lambda c: RANKS[c.kind],
            )
        )
        granted = grant(self.problem, concessions)
        faults = check_problem(granted)
        if faults:
            raise RendezvousError(f"the engine granted what its checker refuses: {faults[0]}")
        options = tuple(option for c, option in enumerate(granting.options) if c in chosen)
        earlier = Earlier(Index(_with_plan(granted, self.plan)))
        program = earlier.program(options)
        model = Model(program, program.rows)
        for option in options:
            model.must(option.request)
        outcome = model.solve(self._limits(1.0), mixed=False)
        self.worked += outcome.work
        if outcome.chosen is None:
            return _Refused(options, concessions)
        placed = place(program, outcome.chosen)
        if isinstance(placed, Cut):
            refused = tuple(program.index.options[c] for c in placed.columns)
            return _Refused(refused, concessions)
        choice = choose(earlier, program, outcome.chosen, placed)
        choice = keep_interpreters(earlier, choice, self._limits(1.0))
        return self._checked(granted, concessions, keep_places(earlier, choice).assignments)

    def _checked(
        self,
        granted: Problem,
        concessions: tuple[Concession, ...],
        assignments: tuple[Assignment, ...],
    ) -> Remedy:
        served = dict.fromkeys(a.request for a in assignments)
        lacking = any(q.mandatory and q.id not in served for q in granted.requests)
        plan = Plan(
            status=Status.UNKNOWN if lacking else Status.FEASIBLE,
            assignments=assignments,
            unserved=tuple(
                Unserved(q.id, Reason.OUTWEIGHED) for q in granted.requests if q.id not in served
            ),
            problem_digest=digest(granted),
        )
        report = verify(granted, plan)
        if not report.ok:
            fault = report.violations[0].message
            raise RendezvousError(f"the engine found a remedy that its checker refuses: {fault}")
        before = {a.request: a for a in self.plan.assignments}
        name = self.problem.requests[self.request].id
        moved = tuple(
            a.request
            for a in assignments
            if a.request in before
            and (a.slot, a.place) != (before[a.request].slot, before[a.request].place)
        )
        meeting = next(a for a in assignments if a.request == name)
        joined = tuple(r for r in served if r not in before and r != name)
        return Remedy(concessions, meeting, moved, joined, assignments)


@dataclass(frozen=True)
class _Refused:
    """Options that cannot stand together while no more is granted than these concessions."""

    options: tuple[Option, ...]
    concessions: tuple[Concession, ...]


def _rank(remedy: Remedy) -> tuple[tuple[int, int], list[int]]:
    return remedy.cost, [RANKS[concession.kind] for concession in remedy.concessions]


def _with_plan(problem: Problem, plan: Plan) -> Problem:
    """Return the problem with the plan as its baseline: pins and what is held stay."""
    baseline = problem.baseline or Baseline()
    return replace(problem, baseline=replace(baseline, assignments=plan.assignments))


def _check(problem: Problem, plan: Plan, request: str) -> None:
    if all(item.id != request for item in problem.requests):
        raise InputError(f"request {request!r}: no such request; see the problem for ids")
    if any(a.request == request for a in plan.assignments):
        raise InputError(f"request {request!r}: it is served; ask about one that is not")
    if plan.problem_digest != digest(problem):
        raise InputError("plan: made for another problem; give the problem it was made for")
    report = verify(problem, plan)
    if not report.ok:
        raise InputError(f"plan: it does not hold: {report.violations[0].message} Plan again")
