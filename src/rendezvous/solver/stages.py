"""The objectives one after the other: first a leap at all of them, then each by itself.

The leap: the relaxation says how much weight any plan can serve and which requests carry it; a
decision without an objective then asks for a schedule of just those, with every mandatory request
and every minimum. Where one is found, three objectives are proven at once. Where not, each is
searched in turn with what went before held fast.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from threading import Event
from typing import Final

from ..errors import InputError, RendezvousError
from ..problem import BREAKS, MANDATORY, MINIMUM, WEIGHT, Assignment
from ..result import Objective
from .descent import descend
from .figures import Figures, figures
from .greedy import complete
from .index import Index
from .lp import SMALL, Relaxation, System, relax
from .model import Expression, Limits, Model, Outcome
from .placing import Cut, place
from .program import INFINITY, Row, build
from .race import Decision, fewest
from .timing import spread_is_per_party, timing

BELOW_MINIMUM: Final = "below_minimum"
SHORTFALL: Final = "shortfall"
TOLERANCE: Final = 1e-3
"""A share within this of 0 or 1 counts as such: large relaxations are solved to about 1e-4."""
TIMED: Final = 20_000
"""Up to so many options of the requests to serve, their times are decided by SAT solvers."""
COUNTED: Final = 15
"""Breaks counted at first; doubled for as long as more are proven."""


@dataclass(frozen=True)
class Stop:
    """When to stop: after ``seconds`` of wall time, or after ``work`` (deterministic) units.

    A unit of work is about a second of one core, but counted, not timed: with ``work``, one worker
    and the same seed, the same problem gives the same plan byte for byte.
    """

    seconds: float | None = 30.0
    work: float | None = None
    interrupt: Event | None = None
    """Set by another thread to stop early: the best plan so far is returned."""

    @property
    def interrupted(self) -> bool:
        """Whether to stop early."""
        return self.interrupt is not None and self.interrupt.is_set()


@dataclass(frozen=True)
class Progress:
    """How an objective stands at a moment; ``elapsed`` in seconds since the start."""

    objective: str
    value: int
    bound: int
    elapsed: float


Watcher = Callable[[Progress], None]
Goal = tuple[Expression | None, Expression | None]
"""What to minimise and what to maximise."""


class Session:
    """One run of the solver: the best choice so far and what is known about the best possible."""

    def __init__(
        self, index: Index, stop: Stop, seed: int, workers: int, watch: Watcher | None
    ) -> None:
        self.index = index
        self.stop = stop
        self.seed = seed
        self.workers = workers
        self.watch = watch
        self.begun = time.monotonic()
        self.worked = 0.0
        self.program = build(index)
        self.chosen: frozenset[int] = frozenset()
        self.assignments: tuple[Assignment, ...] = ()
        self.objectives: list[Objective] = []
        self.conflict: tuple[int, ...] = ()
        self.breaks_bound = 0
        self.never = False
        """Whether it is proven that the mandatory requests cannot all be served."""
        requests = index.problem.requests
        self.must = [r for r, q in enumerate(requests) if q.mandatory or r in index.pinned]
        self.possible = [r for r in range(len(requests)) if self.program.by_request[r]]
        self.weight_bound = sum(requests[r].weight for r in self.possible)

    # -- time --------------------------------------------------------------------------------

    @property
    def elapsed(self) -> float:
        """Seconds since the start; 0.0 in deterministic runs, whose plans carry no clock."""
        return 0.0 if self.stop.work is not None else time.monotonic() - self.begun

    def limits(self, share: float) -> Limits:
        """Return limits for a search that may take a share of what is left."""
        seconds = work = None
        if self.stop.work is not None:
            work = max(0.0, (self.stop.work - self.worked) * share)
        elif self.stop.seconds is not None:
            seconds = max(0.0, (self.stop.seconds - self.elapsed) * share)
        if self.stop.interrupted:
            seconds = 0.0
        return Limits(seconds, work, self.workers, self.seed, self.stop.interrupt)

    # -- choices -----------------------------------------------------------------------------

    def figures(self) -> Figures:
        """Return the figures of the best choice so far."""
        return figures(self.program, self.chosen)

    def accept(self, chosen: frozenset[int]) -> bool:
        """Take a choice as the best if places hold its meetings; else add the cut they say."""
        placed = place(self.program, chosen)
        if isinstance(placed, Cut):
            columns = list(placed.columns)
            self.program.rows.append(Row(columns, [1] * len(columns), -INFINITY, len(columns) - 1))
            return False
        self.chosen, self.assignments = chosen, placed
        return True

    def search(
        self,
        share: float,
        goal: Callable[[Model], Goal],
        *,
        keep: Iterable[int] | None = None,
        force: Sequence[int] = (),
        presolve: bool = True,
        fresh: bool = False,
        found: Callable[[int, int], None] | None = None,
    ) -> Outcome:
        """Search the program until places hold what is found, and accept that.

        ``goal`` may add to the model what it needs; ``keep`` are the columns left in it (all, if
        None), ``force`` the requests that must be served; ``fresh`` forgets the best so far.
        """
        kept = None if keep is None else frozenset(keep)
        while True:
            if self.stop.interrupted:
                return Outcome(None, 0, 0, False, False)
            model = Model(self.program, self.program.rows, kept)
            for request in force:
                model.must(request)
            if self.index.problem.rules.spread is not None:
                model.breaks(self.index.problem.rules.spread)
            self._hold(model)
            minimize, maximize = goal(model)
            if not fresh:
                model.hint(self.chosen)
            outcome = model.solve(
                self.limits(share),
                minimize=minimize,
                maximize=maximize,
                presolve=presolve,
                found=found,
            )
            self.worked += outcome.work
            if outcome.chosen is None or self.accept(outcome.chosen):
                return outcome

    def _hold(self, model: Model) -> None:
        """Keep the objectives already closed at least as good as they are."""
        for objective in self.objectives:
            if objective.name == MANDATORY and not objective.value:
                for request in self.must:
                    model.must(request)
            elif objective.name == MANDATORY:
                model.require(model.unserved(self.must) <= objective.value)
            elif objective.name == WEIGHT:
                model.require(model.weight() >= objective.value)
            elif objective.name == BELOW_MINIMUM:
                model.require(model.shortfalls()[0] <= objective.value)
            elif objective.name == SHORTFALL:
                model.require(model.shortfalls()[1] <= objective.value)

    def close(self, name: str, sense: str, value: int, bound: int) -> None:
        """Note an objective as done; its value is held from here on."""
        spent = self.elapsed - sum(o.seconds for o in self.objectives)
        self.objectives.append(Objective(name, sense, value, bound, max(0.0, spent)))
        self.tell(name, value, bound)

    def tell(self, name: str, value: int, bound: int) -> None:
        """Tell the watcher how an objective stands."""
        if self.watch is not None:
            self.watch(Progress(name, value, bound, self.elapsed))

    def teller(self, name: str, best_bound: int | None = None) -> Callable[[int, int], None]:
        """Return a listener to a search; ``best_bound`` is what is known without it."""

        def tell(value: int, bound: int) -> None:
            known = max(bound, 0) if best_bound is None else min(bound, best_bound)
            self.tell(name, value, known)

        return tell

    # -- the order of work -------------------------------------------------------------------

    def run(self) -> None:
        """Work through the objectives; afterwards the session holds the plan."""
        rules = self.index.problem.rules
        if len(self.must) == len(self.possible) == len(self.index.problem.requests):
            self._time_everything()
        elif rules.spread is None:
            self._fill()
            self.tell(WEIGHT, self.figures().weight, self.weight_bound)
        stages = {
            MANDATORY: self._mandatory,
            WEIGHT: self._weight,
            MINIMUM: self._minimum,
            BREAKS: self._breaks,
        }
        for name in rules.objectives:
            stages[name]()
        self._settle()

    def _time_everything(self) -> None:
        """Serve every request, all of them mandatory, with the fewest breaks at once."""
        decision = self._time(self.must, 0.7)
        if decision is not None and decision.never:
            self.never = True
            self.tell(MANDATORY, len(self._missing()), 1)
        elif decision is not None:
            self.breaks_bound = decision.bound

    def _time(self, requests: Sequence[int], share: float) -> Decision | None:
        """Serve just these requests with the fewest breaks; None if they are too many to ask.

        Accepts what is found. The bound holds for plans that serve these requests.
        """
        options = sum(len(self.program.by_request[r]) for r in requests)
        if options > TIMED or self.stop.interrupted:
            return None
        everything = len(requests) == len(self.possible)
        raised = self._raise_breaks if everything else (lambda _: None)
        most, highest = COUNTED, len(self.program.of_party) - 1
        if self.index.problem.rules.spread is None or spread_is_per_party(self.program, requests):
            highest = INFINITY
        while True:
            question = timing(self.program, requests, min(most, highest))
            decision = fewest(question, self.limits(share), raised)
            self.worked += decision.work
            if decision.columns is None:
                counted = not decision.never and decision.bound == len(question.steps)
                if not counted or question.whole or most >= highest:
                    return decision
                most = 2 * most + 1
            elif self.accept(decision.columns):
                return decision

    def _raise_breaks(self, bound: int) -> None:
        if self.assignments:
            self.tell(BREAKS, self.figures().breaks, bound)

    def _settle(self) -> None:
        """Fill what room the last stage made, and give each objective the final plan's value."""
        if self.figures().weight < self.weight_bound:
            self._fill()
        final = self.figures()
        for n, objective in enumerate(self.objectives):
            value: int = len(self._missing())
            if objective.name != MANDATORY:
                value = getattr(final, objective.name)
            self.objectives[n] = replace(objective, value=value)

    def _fill(self) -> None:
        """Add every request that fits beside what is chosen."""
        spread = self.index.problem.rules.spread

        def within(chosen: set[int]) -> bool:
            breaks = [measure.breaks for measure in figures(self.program, chosen).measures]
            return max(breaks) - min(breaks) <= (spread or 0)

        allowed = None if spread is None else within
        self.accept(complete(self.program, self.chosen, allowed))

    def _leap(self) -> None:
        """Look for a plan of ideal weight: schedule the requests that carry the relaxation's.

        A target that no schedule is found for is lowered step by step.
        """
        force: list[int] = [] if self._missing() else self.must
        if len(self.must) == len(self.possible):
            return
        relaxation = self._relax(force)
        if relaxation is None:
            return
        self.weight_bound = min(self.weight_bound, relaxation.bound)
        self.tell(WEIGHT, self.figures().weight, self.weight_bound)
        if len(self.index.options) < SMALL:
            return
        keep, carriers = self._carriers(relaxation, force)
        step = 0
        while (target := self.weight_bound - step) > self.figures().weight:

            def reach(model: Model, target: int = target) -> Goal:
                model.require(model.weight() >= target)
                return None, None

            share = 0.35 if step == 0 else 0.15
            outcome = self.search(
                share, reach, keep=keep, force=carriers, presolve=False, fresh=True
            )
            if outcome.chosen is not None:
                return
            step = 2 * step + 1

    def _relax(self, force: Sequence[int]) -> Relaxation | None:
        """Relax the selection: requests forced, or as many mandatory ones as are served now."""
        if self.stop.interrupted:
            return None
        requests = self.index.problem.requests
        rows = [self._at_least(self.program.by_request[r], 1) for r in force]
        if not force and self.must:
            columns = [c for r in self.must for c in self.program.by_request[r]]
            rows.append(self._at_least(columns, len(self.must) - len(self._missing())))
        weights = [requests[o.request].weight for o in self.index.options]
        weights += [0] * len(self.program.duties)
        system = System.of_rows([*self.program.rows, *rows], weights)
        return relax(system, self.limits(0.5).seconds, self.workers)

    @staticmethod
    def _at_least(columns: list[int], low: int) -> Row:
        return Row(columns, [1] * len(columns), low, INFINITY)

    def _carriers(self, relaxation: Relaxation, must: Iterable[int]) -> tuple[list[int], list[int]]:
        """Return the columns of the requests that carry weight, and those that do so wholly."""
        shares = [sum(relaxation.shares[c] for c in cols) for cols in self.program.by_request]
        some = [r for r, share in enumerate(shares) if share > TOLERANCE]
        whole = {r for r, share in enumerate(shares) if share > 1 - TOLERANCE}
        return self.program.columns(some), sorted(whole.union(must))

    def _mandatory(self) -> None:
        """Serve every mandatory request, or as many as can be, and say which are in conflict."""
        missing = self._missing()
        hopeless = [r for r in missing if not self.program.by_request[r]]
        bound = max(len(hopeless), int(self.never))
        if not self.index.pinned.keys().isdisjoint(hopeless):
            self._refuse_pins(proven=True)
        if missing:
            keep = self._columns_for(self.must)
            if not hopeless and not self.never:
                self.search(0.4, lambda _: (None, None), keep=keep, force=self.must, fresh=True)
            if len(self._missing()) > len(hopeless):
                outcome = self.search(
                    0.4,
                    lambda model: (model.unserved(self.must), None),
                    keep=keep,
                    force=sorted(self.index.pinned),
                    found=self.teller(MANDATORY),
                )
                if outcome.chosen is not None:
                    bound = max(bound, outcome.bound)
                elif self.index.pinned:
                    self._refuse_pins(proven=outcome.infeasible)
            missing = self._missing()
            self._fill()
        if bound:
            self._explain_conflict()
        self.close(MANDATORY, "min", len(missing), min(bound, len(missing)))

    def _refuse_pins(self, *, proven: bool) -> None:
        """Raise what is wrong with the pinned meetings; without proof, only that time ran out."""
        served = {self.index.options[c].request for c in self._options()}
        lost = [r for r in sorted(self.index.pinned) if r not in served]
        names = ", ".join(repr(self.index.problem.requests[r].id) for r in lost)
        if proven:
            raise InputError(
                f"baseline: pinned meetings of requests {names} cannot be held as they were; "
                "unpin them"
            )
        if lost:
            raise RendezvousError(
                f"time ran out before the pinned meetings of requests {names} were placed; "
                "give more time"
            )

    def _columns_for(self, requests: Iterable[int]) -> list[int] | None:
        """Return the columns that decide whether the requests can be served; None for all.

        With a spread rule, any meeting may be the one that fills an idle run.
        """
        if self.index.problem.rules.spread is not None:
            return None
        return self.program.columns(self._with_predecessors(requests))

    def _with_predecessors(self, requests: Iterable[int]) -> list[int]:
        found: dict[int, None] = {}
        todo = list(requests)
        while todo:
            request = todo.pop()
            if request not in found:
                found[request] = None
                before = self.index.problem.requests[request].after
                todo += [self.index.request_at[name] for name in before]
        return sorted(found)

    def _missing(self) -> list[int]:
        served = {self.index.options[c].request for c in self._options()}
        return [r for r in self.must if r not in served]

    def _options(self) -> list[int]:
        return [c for c in self.chosen if c < len(self.index.options)]

    def _explain_conflict(self) -> None:
        """Find mandatory requests that cannot all be served, none of which can be left out."""
        hopeless = [r for r in self.must if not self.program.by_request[r]]
        if hopeless:
            self.conflict = (hopeless[0],)
            return
        core = list(self.must)
        for request in list(core):
            if self.stop.interrupted:
                break
            trial = [r for r in core if r != request]
            model = Model(self.program, self.program.rows, self._columns_for(trial))
            for r in trial:
                model.must(r)
            if self.index.problem.rules.spread is not None:
                model.breaks(self.index.problem.rules.spread)
            outcome = model.solve(self.limits(0.05))
            self.worked += outcome.work
            if outcome.infeasible:
                core = trial
        self.conflict = tuple(core)

    def _weight(self) -> None:
        if self.figures().weight < self.weight_bound:
            self._leap()
        if self.figures().weight < self.weight_bound:
            outcome = self.search(
                0.4,
                lambda model: (None, model.weight()),
                found=self.teller(WEIGHT, self.weight_bound),
            )
            if outcome.chosen is not None:
                self.weight_bound = min(self.weight_bound, outcome.bound)
            if not outcome.proven:
                self._fill()
        self.close(WEIGHT, "max", self.figures().weight, self.weight_bound)

    def _minimum(self) -> None:
        minimums = [party.minimum for party in self.index.problem.parties]
        reach = [
            sum(bool(self.program.by_request[r]) for r in mine) for mine in self.program.of_party
        ]
        short = [max(0, m - n) for m, n in zip(minimums, reach, strict=True)]
        stages: tuple[tuple[str, int, Callable[[Model], Goal]], ...] = (
            (BELOW_MINIMUM, sum(s > 0 for s in short), lambda model: (model.shortfalls()[0], None)),
            (SHORTFALL, sum(short), lambda model: (model.shortfalls()[1], None)),
        )
        for name, at_least, goal in stages:
            value: int = getattr(self.figures(), name)
            if value > at_least:
                outcome = self.search(0.2, goal, found=self.teller(name))
                value = getattr(self.figures(), name)
                if outcome.chosen is not None:
                    at_least = max(at_least, outcome.bound)
            self.close(name, "min", value, min(at_least, value))

    def _breaks(self) -> None:
        """Shorten idle runs by giving the same requests other slots.

        What is served stays as it is, so the bound found holds for every plan only if there is
        nothing else to serve; otherwise the bound is 0.
        """
        served = sorted({self.index.options[c].request for c in self._options()})
        everything = len(served) == len(self.possible)
        bound = self.breaks_bound if everything else 0
        fewest_of_these = self.breaks_bound
        if self.figures().breaks > fewest_of_these:
            self.tell(BREAKS, self.figures().breaks, bound)
            decision = self._time(served, 0.5)
            fewest_of_these = 0 if decision is None else decision.bound
            if everything:
                bound = max(bound, fewest_of_these)
        if self.figures().breaks > fewest_of_these:
            limits = self.limits(0.6)
            better = descend(self.program, self.chosen, limits, self.index.problem.rules.spread)
            self.accept(better)
            self.tell(BREAKS, self.figures().breaks, bound)
            keep = self.program.columns(served)
            outcome = self.search(
                1.0,
                lambda model: (model.breaks(None), None),
                keep=keep,
                force=served,
                found=self.teller(BREAKS) if everything else None,
            )
            if outcome.chosen is not None and everything:
                bound = max(bound, outcome.bound)
        value = self.figures().breaks
        self.close(BREAKS, "min", value, min(bound, value))
