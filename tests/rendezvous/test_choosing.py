"""The choice of requests: bounds that nothing passes, and a plan that only becomes better."""

from __future__ import annotations

from dataclasses import replace
from math import inf
from threading import Event

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rendezvous.problem import Assignment, Problem
from rendezvous.solver import choosing
from rendezvous.solver.choosing import Choosing
from rendezvous.solver.crossing import meeting_of
from rendezvous.solver.index import Index
from rendezvous.solver.masks import Masks
from rendezvous.solver.model import Limits
from rendezvous.solver.seating import seating
from rendezvous.solver.timetable import Timetable
from tests.rendezvous import brute, crowded
from tests.rendezvous.examples import EVENT, with_request
from tests.rendezvous.test_search import breaches

PATIENT = settings(deadline=None, suppress_health_check=list(HealthCheck))
SEEDS = st.integers(0, 2**32 - 1)


class Counted:
    """A choice among requests with so much work, and what was told of it."""

    def __init__(self, problem: Problem, work: float, interrupt: Event | None = None) -> None:
        masks = Masks(Index(problem))
        self.left = work
        self.interrupt = interrupt
        self.told: list[tuple[int, int]] = []
        """The score and the bound on the weight, each time."""
        must = [r for r, q in enumerate(problem.requests) if q.mandatory]
        self.choosing = Choosing(masks, must, self._limits, self._worked, self._tell)

    def run(self) -> Choosing:
        self.choosing.begin()
        self.choosing.improve()
        return self.choosing

    def _limits(self) -> Limits:
        return Limits(None, max(0.0, self.left), 1, 0, self.interrupt)

    def _worked(self, units: float) -> None:
        self.left -= units

    def _tell(self) -> None:
        self.told.append((self.choosing.table.score, self.choosing.bound))


def score_of(masks: Masks, plan: tuple[Assignment, ...]) -> int:
    """Return what a plan is worth to a timetable."""
    table = Timetable(masks)
    meetings = {masks.index.request_at[a.request]: meeting_of(masks, a) for a in plan}
    table.restore([meetings.get(request) for request in range(len(table.at))])
    return table.score


@pytest.mark.parametrize("columns", [choosing.FINE, 0], ids=["fine", "coarse"])
@settings(PATIENT, max_examples=20)
@given(seed=SEEDS, work=st.sampled_from((0.0, 0.01, 1.0)))
def test_no_plan_passes_what_is_known_of_all(columns: int, seed: int, work: float) -> None:
    """Not the weight, nor the score, nor the parties below their minimum and what they lack."""
    problem = crowded.open_spread(crowded.event(seed))
    best = brute.optimum(problem)
    assert best is not None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(choosing, "FINE", columns)
        found = Counted(problem, work).run()
    below, short = found.least_shortfalls
    assert found.bound >= best[0]["weight"]
    assert below <= best[0]["below_minimum"]
    assert short <= best[0]["shortfall"]
    assert found.table.score <= score_of(found.masks, best[1]) <= found.ceiling()


@settings(PATIENT, max_examples=25)
@given(seed=SEEDS, work=st.sampled_from((0.0, 0.01, 1.0)))
def test_the_plan_becomes_better_and_the_bound_tighter(seed: int, work: float) -> None:
    problem = crowded.open_spread(crowded.fair(seed))
    counted = Counted(problem, work)
    found = counted.run()
    assert breaches(problem, seating(found.table)) == []
    scores, bounds = zip(*counted.told, strict=True)
    assert list(scores) == sorted(scores)
    assert list(bounds) == sorted(bounds, reverse=True)
    assert counted.told[-1] == (found.table.score, found.bound)
    assert found.missing == [r for r in found.must if found.table.at[r] is None]


@settings(PATIENT, max_examples=20)
@given(SEEDS)
def test_a_plan_that_is_given_up_denies_no_other(seed: int) -> None:
    """Then a plan may serve less of what must be served, or less weight, and be better else."""
    problem = crowded.open_spread(crowded.event(seed, requests=6, parties=3, slots=3))
    every = [replace(request, mandatory=False) for request in problem.requests]
    free = replace(problem, requests=tuple(every))
    every[::2] = [replace(request, mandatory=True) for request in every[::2]]
    half = replace(problem, requests=tuple(every))
    found = Counted(half, 1.0).run()
    found.table.restore([None] * len(found.table.at))
    found.step_back()
    assert found.bound >= brute.most_weight(free, inf, inf)
    below, short = brute.least_lacking(free, 0)
    assert found.least_shortfalls[0] <= below
    assert found.least_shortfalls[1] <= short


@settings(PATIENT, max_examples=6)
@given(SEEDS)
def test_the_same_work_makes_the_same_choice(seed: int) -> None:
    problem = crowded.fair(seed)
    one, two = (Counted(problem, 0.5) for _ in range(2))
    assert (one.run().table.at, one.told, one.left) == (two.run().table.at, two.told, two.left)


def test_a_stop_leaves_the_first_plan() -> None:
    interrupt = Event()
    interrupt.set()
    problem = crowded.open_spread(crowded.fair(1))
    stopped = Counted(problem, 10.0, interrupt)
    stopped.choosing.begin()
    first = stopped.choosing.table.score
    stopped.choosing.improve()
    assert stopped.choosing.table.score >= first
    assert breaches(problem, seating(stopped.choosing.table)) == []


def test_where_nothing_is_in_the_way_all_is_served_and_known_to_be_best() -> None:
    found = Counted(EVENT, 10.0).run()
    assert found.table.weight == found.bound == sum(r.weight for r in EVENT.requests)
    assert found.table.score == found.ceiling()


def test_what_cannot_be_served_is_not_hoped_for() -> None:
    problem = with_request(EVENT, "mali-togo", slots=())
    found = Counted(problem, 10.0).run()
    assert found.table.weight == found.bound == sum(r.weight for r in EVENT.requests) - 6
