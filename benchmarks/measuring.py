"""How a method is measured: in a process of its own, and by the plan it hands back alone.

`rendezvous.verify` judges every plan and recounts its figures here, whatever the method claims. A
bound that the plan itself passes is a fault too.
"""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Final

from rendezvous import codec
from rendezvous.problem import Problem
from rendezvous.result import Plan, Reason, Status, Unserved
from rendezvous.verify import verify

from . import apart
from .instances import INSTANCES, OPTIMA
from .peers import Attempt

SHARES: Final = (0.99, 0.995, 0.999)
"""Of the last bound: it is noted when a plan first served so much of it."""


@dataclass
class Figures:
    """What became of one method before one instance; without a plan most of it is None.

    ``bound`` and ``breaks_bound`` are what the method proved, None if nothing; ``optimum`` is what
    the instance was built around. In seconds since the method began: ``first`` plan, ``reached``
    for each share of the last bound, ``bounded`` when that bound was known, ``proof`` when a plan
    met it; ``spent`` on each objective, ``seconds`` in all. ``megabytes`` is the peak of the
    process and its children. ``fault`` says what is wrong with the attempt.
    """

    part: str
    method: str
    instance: str
    seed: int
    limit: float
    requests: int
    served: int | None = None
    weight: int | None = None
    bound: int | None = None
    optimum: int | None = None
    mandatory_unserved: int | None = None
    below_minimum: int | None = None
    shortfall: int | None = None
    breaks: int | None = None
    breaks_bound: int | None = None
    first: float | None = None
    reached: dict[str, float | None] = field(default_factory=dict)
    bounded: float | None = None
    proof: float | None = None
    spent: dict[str, float] = field(default_factory=dict)
    seconds: float | None = None
    megabytes: float = 0.0
    fault: str | None = None
    digest: str = ""

    @property
    def best_bound(self) -> int | None:
        """The least weight that is known not to be passed by any plan."""
        known = [bound for bound in (self.bound, self.optimum) if bound is not None]
        return min(known, default=None)

    def gap(self, bound: int | None = None) -> float | None:
        """Return what the plan lacks of a bound (its own), as a share of it."""
        top = self.best_bound if bound is None else bound
        if self.weight is None or top is None:
            return None
        return (top - self.weight) / top if top else 0.0


@lru_cache(maxsize=2)
def problem(instance: str, seed: int) -> Problem:
    """Return an instance, made once."""
    return INSTANCES[instance](seed)


@lru_cache(maxsize=2)
def _optimum(instance: str, seed: int) -> int | None:
    return OPTIMA[instance](seed) if instance in OPTIMA else None


def measure(
    part: str,
    method: str,
    instance: str,
    seed: int,
    seconds: float,
    served: Attempt | None = None,
) -> tuple[Figures, Attempt]:
    """Let a method try an instance; ``served`` has the requests that a timing method shall time.

    It is stopped when it takes much longer than it was given.
    """
    asked = problem(instance, seed)
    with tempfile.TemporaryDirectory() as folder:
        file, other = Path(folder) / "attempt.json", Path(folder) / "served.json"
        arguments = [method, instance, str(seed), str(seconds), str(file)]
        if served is not None:
            served.write(other)
            arguments.append(str(other))
        run = apart.run("benchmarks.attempt", *arguments, most=10 * seconds + 120)
        attempt = Attempt.read(file) if run.code == 0 else Attempt(None)
    figures = judge(asked, attempt)
    figures.part, figures.method, figures.instance = part, method, instance
    figures.seed, figures.limit, figures.optimum = seed, seconds, _optimum(instance, seed)
    figures.megabytes = max(figures.megabytes, run.megabytes)
    if run.code is None:
        figures.fault = "stopped for taking too long"
    elif run.code:
        figures.fault = (run.errors.strip().splitlines() or [f"exit code {run.code}"])[-1]
    return figures, attempt


def judge(asked: Problem, attempt: Attempt) -> Figures:
    """Return the figures of an attempt, recounted from its plan; the names are left to fill in."""
    found = Figures("", "", "", 0, 0.0, len(asked.requests), digest=codec.digest(asked))
    found.bound, found.breaks_bound = attempt.bound, attempt.breaks_bound
    found.seconds, found.megabytes = attempt.seconds, attempt.megabytes
    found.spent = attempt.spent
    if attempt.assignments is None:
        return found
    served = {a.request for a in attempt.assignments}
    lacking = any(r.mandatory and r.id not in served for r in asked.requests)
    plan = Plan(
        status=Status.UNKNOWN if lacking else Status.FEASIBLE,
        assignments=attempt.assignments,
        unserved=tuple(
            Unserved(r.id, Reason.OUTWEIGHED) for r in asked.requests if r.id not in served
        ),
        problem_digest=found.digest,
    )
    report = verify(asked, plan)
    if not report.ok:
        found.fault = f"the plan is refused: {report.violations[0].message}"
    found.served, found.weight, found.breaks = len(served), report.weight, report.total_breaks
    found.mandatory_unserved = report.mandatory_unserved
    found.below_minimum, found.shortfall = report.below_minimum, report.shortfall
    if attempt.bound is not None and attempt.bound < report.weight:
        found.fault = f"the plan has weight {report.weight}, past the bound {attempt.bound}"
    if attempt.breaks_bound is not None and attempt.breaks_bound > report.total_breaks:
        found.fault = f"the plan has {report.total_breaks} breaks, below {attempt.breaks_bound}"
    _times(found, attempt)
    return found


def _times(found: Figures, attempt: Attempt) -> None:
    """Note when the method got how far."""
    steps, bound = attempt.steps, attempt.bound
    found.first = next((step.seconds for step in steps if step.weight), None)
    if bound is None:
        return
    for share in SHARES:
        reached = (step.seconds for step in steps if step.weight >= share * bound)
        found.reached[str(share)] = next(reached, None)
    found.bounded = next((s.seconds for s in steps if s.bound == bound), None)
    found.proof = next((s.seconds for s in steps if s.bound == bound == s.weight), None)


def median(values: Iterable[float | None]) -> float | None:
    """Return the median of the values there are."""
    known = [value for value in values if value is not None]
    return statistics.median(known) if known else None
