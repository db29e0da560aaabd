"""Greedy with random restarts: mandatory requests, then the heaviest, over and over.

Each round draws how far weights are perturbed before requests are sorted by them (ties always fall
by chance) and whether a request takes the first time that is free or any. The best round counts.
What is free when is asked of the engine's own timetable, as in :mod:`.first_come`.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from rendezvous.solver.figures import figures_of
from rendezvous.solver.index import Index
from rendezvous.solver.instants import bits
from rendezvous.solver.masks import Masks
from rendezvous.solver.seating import seating
from rendezvous.solver.timetable import Meeting, Timetable

from . import Attempt, Diary, Task

NOISE = (0.0, 0.1, 0.3)
"""How far a weight may be perturbed, as a share of it."""


def plan(task: Task) -> Attempt:
    """Plan round after round until the time is up; the first is neither perturbed nor shuffled."""
    diary = Diary()
    rng = random.Random(task.seed)
    masks = Masks(Index(task.problem))
    best: tuple[int, ...] = ()
    meetings: list[Meeting | None] = []
    table = Timetable(masks)
    while not meetings or diary.elapsed < task.seconds:
        table.restore([None] * len(masks.weight))
        noise = rng.choice(NOISE) if meetings else 0.0
        _round(table, rng, noise, scattered=bool(meetings) and rng.random() < 0.5)
        worth = _worth(table)
        if not meetings or worth > best:
            best, meetings = worth, list(table.at)
            diary.note(table.weight)
    table.restore(meetings)
    return Attempt(seating(table), steps=diary.steps)


def _round(table: Timetable, rng: random.Random, noise: float, *, scattered: bool) -> None:
    for request in _order(table.masks.index, rng, noise):
        starts = list(bits(table.open_to(request)))
        if scattered:
            rng.shuffle(starts)
        for start in starts:
            if table.put(request, start):
                break


def _order(index: Index, rng: random.Random, noise: float) -> Iterator[int]:
    """Yield the requests in the order of a round, what one comes after before it."""
    requests = index.problem.requests
    keys = [
        (not r.mandatory, -r.weight * rng.uniform(1 - noise, 1 + noise), rng.random())
        for r in requests
    ]
    given: set[int] = set()

    def give(request: int) -> Iterator[int]:
        if request not in given:
            given.add(request)
            for name in requests[request].after:
                yield from give(index.request_at[name])
            yield request

    for request in sorted(range(len(requests)), key=keys.__getitem__):
        yield from give(request)


def _worth(table: Timetable) -> tuple[int, ...]:
    """Return what counts, in its order; more is better."""
    slot = table.masks.instants.slot
    figures = figures_of(
        table.masks.index, {r: slot(m.instant) for r, m in enumerate(table.at) if m is not None}
    )
    return (
        -figures.mandatory,
        figures.weight,
        -figures.below_minimum,
        -figures.shortfall,
        -figures.breaks,
    )
