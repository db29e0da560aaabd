"""Every method's plans hold, and what it claims to have proven is so."""

import pytest

from benchmarks.instances import bamex
from benchmarks.measuring import judge
from benchmarks.peers import METHODS, Task, core_guided, cp_sat, first_come, linear_search, restarts
from rendezvous.problem import Problem
from rendezvous.solver import Stop, solve


@pytest.fixture(scope="module")
def problem() -> Problem:
    """Small, and too much for the parties: three hosts for two dozen guests."""
    return bamex(3, hosts=3, guests=24, requests=70)


@pytest.fixture(scope="module")
def easy() -> Problem:
    return bamex(2, hosts=3, guests=5, requests=12)


def test_first_come_takes_requests_in_order(problem: Problem):
    attempt = first_come.plan(Task(problem, 1.0, 1))
    found = judge(problem, attempt)
    assert found.fault is None
    fewer = Problem(**{**_fields(problem), "requests": problem.requests[:20]})
    before = first_come.plan(Task(fewer, 1.0, 1)).assignments or ()
    assert set(before) <= set(attempt.assignments or ())


def test_greedy_gets_no_worse_with_time(problem: Problem):
    once = judge(problem, restarts.plan(Task(problem, 0.0, 1)))
    often = judge(problem, restarts.plan(Task(problem, 0.5, 1)))
    assert once.fault is None
    assert often.fault is None
    assert (often.mandatory_unserved or 0) <= (once.mandatory_unserved or 0)
    assert (often.weight or 0) >= (once.weight or 0)


def test_cp_sat_agrees_with_the_engine(easy: Problem):
    plan = solve(easy, stop=Stop(seconds=20))
    found = judge(easy, cp_sat.plan(Task(easy, 20.0, 1)))
    assert found.fault is None
    assert found.weight == found.bound == plan.objective("weight").value
    assert found.breaks == plan.objective("breaks").value


@pytest.mark.parametrize("method", [core_guided, linear_search])
def test_maxsat_finds_the_fewest_breaks(easy: Problem, method):
    plan = solve(easy, stop=Stop(seconds=20))
    stage = plan.objective("breaks")
    assert stage.proven
    served = frozenset(a.request for a in plan.assignments)
    found = judge(easy, method.plan(Task(easy, 20.0, 1, served)))
    assert found.fault is None
    assert (found.served, found.breaks) == (len(served), stage.value)
    assert found.breaks_bound == stage.value


def test_what_a_method_lacks_is_told():
    lacking = METHODS["first come"]._replace(needs=("no_such_package",), programs=("no-such-one",))
    assert lacking.missing == ("no_such_package", "no-such-one")
    assert METHODS["rendezvous"].missing == ()


def _fields(problem: Problem) -> dict[str, object]:
    return {name: getattr(problem, name) for name in Problem.__slots__}
