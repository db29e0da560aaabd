"""First come, first served: what the open tools for matchmaking do.

Requests are taken in the order in which they were filed; each gets the first slot in which both
parties, a place and, if need be, an interpreter are free. Nothing is ever moved again, and nothing
but the order of filing counts. What is free when is asked of the engine's own timetable: that makes
this method quicker than it would be by itself, and no worse.
"""

from __future__ import annotations

from collections.abc import Iterable

from rendezvous.solver.index import Index
from rendezvous.solver.instants import bits
from rendezvous.solver.masks import Masks
from rendezvous.solver.seating import seating
from rendezvous.solver.timetable import Timetable

from . import Attempt, Diary, Task


def plan(task: Task) -> Attempt:
    """Plan in one pass."""
    diary = Diary()
    table = Timetable(Masks(Index(task.problem)))
    fill(table, range(len(task.problem.requests)))
    diary.note(table.weight)
    return Attempt(seating(table), steps=diary.steps)


def fill(table: Timetable, requests: Iterable[int]) -> None:
    """Serve each of the requests, in this order, from the first instant it can have."""
    for request in requests:
        for start in bits(table.open_to(request)):
            if table.put(request, start):
                break
