"""Ways to plan that are measured beside each other, each a module with a function ``plan``.

A module stands for a method. It may need packages that are not there; then it is left out.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from typing import Final, NamedTuple

from rendezvous.problem import Assignment, Problem


@dataclass(frozen=True)
class Task:
    """A problem and the seconds and random seed to plan it with.

    ``served`` are the requests to serve where only their times are asked for.
    """

    problem: Problem
    seconds: float
    seed: int
    served: frozenset[str] = frozenset()


class Step(NamedTuple):
    """The weight served and what no plan can pass (None: nothing known) at a moment, in seconds."""

    seconds: float
    weight: int
    bound: int | None


@dataclass
class Attempt:
    """What a method hands back: a plan, None if it found none, and what it claims to have proven.

    ``spent`` are its seconds for each objective, if it knows. Nothing of the plan is believed: see
    :mod:`benchmarks.measuring`.
    """

    assignments: tuple[Assignment, ...] | None
    bound: int | None = None
    breaks_bound: int | None = None
    steps: list[Step] = field(default_factory=list)
    spent: dict[str, float] = field(default_factory=dict)
    seconds: float = 0.0
    megabytes: float = 0.0

    def write(self, path: Path) -> None:
        """Write it as JSON."""
        meetings = self.assignments
        data = {
            **vars(self),
            "assignments": None
            if meetings is None
            else [(a.request, a.slot, a.place, a.interpreter) for a in meetings],
        }
        path.write_text(json.dumps(data), encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> Attempt:
        """Read what `write` wrote."""
        data = json.loads(path.read_text(encoding="utf-8"))
        meetings = data.pop("assignments")
        steps = [Step(*step) for step in data.pop("steps")]
        plan = None if meetings is None else tuple(Assignment(*meeting) for meeting in meetings)
        return cls(assignments=plan, steps=steps, **data)


class Diary:
    """Notes the steps of a method as it goes, by the clock."""

    def __init__(self) -> None:
        self.begun = time.monotonic()
        self.steps: list[Step] = []

    @property
    def elapsed(self) -> float:
        """Seconds since the method began."""
        return time.monotonic() - self.begun

    def note(self, weight: int, bound: int | None = None) -> None:
        """Note where the method stands, if that is new."""
        if not self.steps or self.steps[-1][1:] != (weight, bound):
            self.steps.append(Step(self.elapsed, weight, bound))


class Method(NamedTuple):
    """Where a method is, what it needs, and whether it only times requests that others chose.

    ``needs`` are packages, ``programs`` are looked for on the path.
    """

    module: str
    about: str
    needs: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()
    timing: bool = False

    @property
    def missing(self) -> tuple[str, ...]:
        """The packages and programs it lacks."""
        packages = [name for name in self.needs if find_spec(name) is None]
        return (*packages, *(name for name in self.programs if which(name) is None))


METHODS: Final[dict[str, Method]] = {
    "rendezvous": Method("ours", "this engine"),
    "first come": Method("first_come", "in order of filing, the first time and place that is free"),
    "greedy": Method("restarts", "the heaviest first, again and again with other draws"),
    "cp-sat": Method("cp_sat", "the whole 0-1 program given to CP-SAT"),
    "timefold": Method("local_search", "Timefold's local search", ("timefold",), ("java",)),
    "rc2": Method("core_guided", "breaks alone: MaxSAT by cores, PySAT's RC2", timing=True),
    "lsu": Method("linear_search", "breaks alone: MaxSAT by improving, PySAT's LSU", timing=True),
    "loandra": Method("anytime", "breaks alone: MaxSAT, Loandra", ("hermax",), timing=True),
}

Planner = Callable[[Task], Attempt]
