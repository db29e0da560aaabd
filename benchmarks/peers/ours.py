"""This engine, as `rendezvous plan` runs it."""

from __future__ import annotations

from rendezvous.solver import Progress, Stop, solve

from . import Attempt, Diary, Task


def plan(task: Task) -> Attempt:
    """Plan within the time; every objective has a bound."""
    diary = Diary()

    def watch(progress: Progress) -> None:
        if progress.objective == "weight":
            diary.note(progress.value, progress.bound)

    found = solve(task.problem, stop=Stop(seconds=task.seconds), seed=task.seed, progress=watch)
    return Attempt(
        found.assignments,
        found.objective("weight").bound,
        found.objective("breaks").bound,
        diary.steps,
        {objective.name: objective.seconds for objective in found.objectives},
    )
