"""Repairs a plan: what :func:`repair` does, stage by stage.

First the fewest changes (:mod:`.sparing`), then what can be gained beside them (:mod:`.gaining`).
"""

from __future__ import annotations

import os
import time
from dataclasses import replace
from importlib.metadata import version
from typing import Final

from ..codec import digest
from ..collecting import uncollected
from ..errors import InputError, RendezvousError
from ..problem import Problem
from ..result import Objective, Plan, Status
from .conflict import conflicting
from .earlier import Earlier
from .figures import Figures
from .gaining import Gaining
from .index import Index
from .interpreting import keep_interpreters
from .masks import Masks
from .model import Limits
from .reasons import reasons
from .returning import keep_places
from .solving import verified
from .sparing import Sparing
from .stages import Progress, Stop, Watcher
from .tiers import TIERS, Choice, Values, final_values

STOP: Final = Stop(seconds=10.0)
"""When a repair stops that was not told."""

ENDING: Final = 4.0
"""What comes after all searches (the new program, reasons, the checker) takes up to so many times
as long as what comes before them, whatever the size."""

LATEST: Final = 0.6
"""The largest share of the time that is left for that."""


@uncollected()
def repair(
    problem: Problem,
    *,
    stop: Stop | None = None,
    seed: int = 0,
    workers: int | None = None,
    progress: Watcher | None = None,
) -> Plan:
    """Change the baseline of a checked problem as little as possible, and make the best of it.

    In this order: mandatory requests unserved, earlier meetings cancelled, moved to another slot,
    put at another place in their slot; then the guaranteed minimums, the weight served and the
    breaks. ``workers`` is the number of threads (default: the machine's cores, at most 8).
    InputError when there is no baseline, or when pinned meetings cannot be held as they were.
    """
    session = _Session(problem, stop or STOP, seed, workers, progress)
    return verified(session.index, session.run())


class _Session:
    """One repair: its clock, its objectives as they are closed, and the plan they lead to."""

    def __init__(
        self, problem: Problem, stop: Stop, seed: int, workers: int | None, watch: Watcher | None
    ) -> None:
        if problem.baseline is None:
            raise InputError("the problem has no baseline; give the plan to repair")
        self.stop = stop
        self.seed = seed
        self.workers = workers or min(8, os.cpu_count() or 1)
        self.watch = watch
        self.begun = time.monotonic()
        self.worked = 0.0
        self.ending = 0.0
        """Seconds to leave for what comes after all searches."""
        self.index = Index(problem)
        self.earlier = Earlier(self.index)
        self.objectives: list[Objective] = []

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
            seconds = max(0.0, (self.stop.seconds - self.ending - self.elapsed) * share)
        if self.stop.interrupted:
            seconds = 0.0
        return Limits(seconds, work, self.workers, self.seed, self.stop.interrupt)

    def spent(self) -> float:
        """Return the share of time, or of work, that is spent."""
        if self.stop.interrupted:
            return 1.0
        if self.stop.work is not None:
            return self.worked / max(1e-9, self.stop.work)
        if self.stop.seconds is None:
            return 0.0
        return self.elapsed / max(1e-9, self.stop.seconds - self.ending)

    def work(self, units: float) -> None:
        """Note work that was done."""
        self.worked += units

    def close(self, name: str, sense: str, value: int, bound: int) -> None:
        """Note an objective as done."""
        spent = self.elapsed - sum(o.seconds for o in self.objectives)
        self.objectives.append(Objective(name, sense, value, bound, max(0.0, spent)))
        if self.watch is not None:
            self.watch(Progress(name, value, bound, self.elapsed))

    def run(self) -> Plan:
        """Work through the objectives and return the plan."""
        self._check_pins()
        masks = Masks(self.index)
        self.ending = min(ENDING * self.elapsed, (self.stop.seconds or 0.0) * LATEST)
        sparing = Sparing(self.earlier, masks, lambda: self.limits(0.4), self.work, self.spent)

        def done(tiers: range) -> None:
            if sparing.best is not None:
                for tier in tiers:
                    self.close(TIERS[tier], "min", sparing.best.values[tier], sparing.bound(tier))

        sparing.run(done)
        if sparing.best is None:
            raise RendezvousError(
                "time ran out before the pinned meetings were placed; give more time"
            )
        gaining = Gaining(self.earlier, masks, sparing.best, lambda: self.limits(0.3), self.work)
        below, short, weight = gaining.serve()
        figures = gaining.figures
        self.close("below_minimum", "min", figures.below_minimum, below)
        self.close("shortfall", "min", figures.shortfall, short)
        self.close("weight", "max", figures.weight, weight)
        bound = gaining.breaks()
        self.close("breaks", "min", gaining.figures.breaks, bound)
        final = keep_interpreters(self.earlier, gaining.best, gaining.little())
        final = keep_places(self.earlier, final)
        self._settle(final_values(self.earlier, final.assignments), gaining.figures)
        return self._plan(final, gaining.figures, masks)

    def _settle(self, values: Values, figures: Figures) -> None:
        """Give each objective the final plan's value, which later stages may have bettered."""
        final = dict(zip(TIERS, values, strict=True))
        for n, objective in enumerate(self.objectives):
            value: int = final.get(objective.name, getattr(figures, objective.name, 0))
            bound = objective.bound
            if objective.sense == "min":
                bound = min(bound, value)
            self.objectives[n] = replace(objective, value=value, bound=bound)

    def _check_pins(self) -> None:
        lost = [r for r in self.earlier.hit if r in self.index.pinned]
        if lost:
            names = ", ".join(repr(self.index.problem.requests[r].id) for r in lost)
            raise InputError(
                f"baseline: pinned meetings of requests {names} cannot be held as they were; "
                "unpin them"
            )

    def _plan(self, final: Choice, figures: Figures, masks: Masks) -> Plan:
        mandatory = self.objectives[0]
        conflict: tuple[int, ...] = ()
        if mandatory.value:
            status = Status.INFEASIBLE if mandatory.bound else Status.UNKNOWN
            if mandatory.bound:
                found = conflicting(self.earlier, self.limits(0.5))
                conflict = tuple(self.earlier.mandatory) if found is None else found.requests
        else:
            proven = all(objective.proven for objective in self.objectives)
            status = Status.OPTIMAL if proven else Status.FEASIBLE
        problem = self.index.problem
        return Plan(
            status=status,
            assignments=final.assignments,
            unserved=reasons(masks, final.assignments),
            objectives=tuple(self.objectives),
            measures=figures.measures,
            conflict=tuple(problem.requests[r].id for r in conflict),
            seed=self.seed,
            engine=f"rendezvous {version('salon')}",
            seconds=self.elapsed,
            problem_digest=digest(problem),
        )
