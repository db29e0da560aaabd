"""Attempts are judged by their plans alone."""

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.instances import bamex
from benchmarks.measuring import Figures, judge, measure, median
from benchmarks.peers import Attempt, Step, Task, first_come
from rendezvous.problem import Problem


@pytest.fixture(scope="module")
def problem() -> Problem:
    return bamex(1, hosts=5, guests=8, requests=30)


@pytest.fixture
def attempt(problem: Problem) -> Attempt:
    return first_come.plan(Task(problem, 1.0, 1))


def test_figures_are_recounted(problem: Problem, attempt: Attempt):
    weights = {request.id: request.weight for request in problem.requests}
    attempt.steps = [Step(0.1, 10_000, None)]
    found = judge(problem, attempt)
    assert found.fault is None
    assert found.served == len(attempt.assignments or ())
    assert found.weight == sum(weights[a.request] for a in attempt.assignments or ())


def test_a_bound_that_the_plan_passes_is_a_fault(problem: Problem, attempt: Attempt):
    attempt.bound = (judge(problem, attempt).weight or 0) - 1
    assert "past the bound" in (judge(problem, attempt).fault or "")


def test_a_bound_on_breaks_that_the_plan_undercuts_is_a_fault(problem: Problem, attempt: Attempt):
    attempt.breaks_bound = (judge(problem, attempt).breaks or 0) + 1
    assert "below" in (judge(problem, attempt).fault or "")


def test_a_plan_that_breaks_a_rule_is_a_fault(problem: Problem, attempt: Attempt):
    meetings = attempt.assignments or ()
    attempt.assignments = tuple(replace(meeting, slot=meetings[0].slot) for meeting in meetings)
    assert "refused" in (judge(problem, attempt).fault or "")


def test_mandatory_requests_left_out_are_counted(problem: Problem):
    asked = tuple(replace(request, mandatory=True) for request in problem.requests)
    found = judge(replace(problem, requests=asked), Attempt(()))
    assert found.fault is None
    assert (found.served, found.weight, found.mandatory_unserved) == (0, 0, len(asked))


def test_times(problem: Problem):
    steps = [Step(1.0, 0, 2000), Step(2.0, 985, 1200), Step(3.0, 992, 1000), Step(4.0, 1000, 1000)]
    found = judge(problem, Attempt((), bound=1000, steps=steps))
    assert found.first == 2.0
    assert found.reached == {"0.99": 3.0, "0.995": 4.0, "0.999": 4.0}
    assert (found.bounded, found.proof) == (3.0, 4.0)


def test_an_attempt_survives_its_file(attempt: Attempt, tmp_path: Path):
    attempt.write(tmp_path / "attempt.json")
    assert Attempt.read(tmp_path / "attempt.json") == attempt


def test_gap_is_to_the_least_bound_known():
    figures = Figures("", "", "", 1, 1.0, 1, weight=90, bound=120, optimum=100)
    assert figures.gap() == pytest.approx(0.1)
    assert figures.gap(180) == pytest.approx(0.5)
    assert Figures("", "", "", 1, 1.0, 1, weight=90).gap() is None


def test_a_method_is_measured_in_its_own_process():
    figures, attempt = measure("compare", "first come", "small", 1, 1.0)
    assert figures.fault is None
    assert figures.megabytes > 20
    assert figures.served == len(attempt.assignments or ()) > 100


def test_median_of_what_there_is():
    assert median([3.0, None, 1.0, 2.0]) == 2.0
    assert median([None]) is None
