"""Counted work, one worker, the same seed: the same bytes, whatever the process hashes with."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from rendezvous import codec
from rendezvous.problem import Baseline, Problem
from rendezvous.solver import Stop, repair, solve
from tests.rendezvous import crowded
from tests.rendezvous.test_mending import disturbed, mended

PATIENT = settings(deadline=None, suppress_health_check=list(HealthCheck))
SEEDS = st.integers(0, 2**32 - 1)
WORK = st.sampled_from((1e-3, 0.02, 1.0))


def planned(problem: Problem, work: float, seed: int) -> bytes:
    """Return a plan as it is written."""
    plan = solve(problem, stop=Stop(seconds=None, work=work), workers=1, seed=seed)
    return codec.dump(codec.plan_to_data(plan))


def repaired(problem: Problem, work: float, seed: int) -> bytes:
    """Return a repair as it is written."""
    plan = repair(problem, stop=Stop(seconds=None, work=work), workers=1, seed=seed)
    return codec.dump(codec.plan_to_data(plan))


@settings(PATIENT, max_examples=6)
@given(SEEDS, WORK)
def test_a_plan_of_a_crowd_is_the_same_again(seed: int, work: float) -> None:
    problem = crowded.fair(seed)
    assert planned(problem, work, seed % 1000) == planned(problem, work, seed % 1000)


@settings(PATIENT, max_examples=6)
@given(SEEDS, WORK)
def test_a_repair_of_a_crowd_is_the_same_again(seed: int, work: float) -> None:
    problem = disturbed(seed, 14)
    assume(mended(problem)[1] is not None)
    assert repaired(problem, work, seed % 1000) == repaired(problem, work, seed % 1000)


ELSEWHERE = """
import sys
from pathlib import Path
from rendezvous import codec
from rendezvous.solver import Stop, repair, solve

for path in sorted(Path(sys.argv[1]).glob("*.json")):
    problem = codec.read_problem(path)
    for run in (repair, solve) if problem.baseline else (solve,):
        plan = run(problem, stop=Stop(seconds=None, work=1.0), workers=1, seed=7)
        sys.stdout.buffer.write(codec.dump(codec.plan_to_data(plan)))
"""


def test_processes_that_hash_differently_make_the_same_plans(tmp_path: Path) -> None:
    """The order of sets of strings changes with the hash seed; nothing else may."""
    problems = [crowded.fair(seed) for seed in range(3)]
    for n, problem in enumerate(problems[:2]):
        plan = solve(problem, stop=Stop(seconds=None, work=1.0), workers=1)
        party = replace(problem.parties[0], slots=())
        problems[n] = replace(
            problem,
            parties=(party, *problem.parties[1:]),
            baseline=Baseline(plan.assignments),
        )
    for n, problem in enumerate(problems):
        codec.write(tmp_path / f"{n}.json", codec.problem_to_data(problem))
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", ELSEWHERE, str(tmp_path)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            stdout=subprocess.PIPE,
        )
        for seed in ("1", "2")
    ]
    one, two = (process.communicate(timeout=120)[0] for process in processes)
    assert [process.returncode for process in processes] == [0, 0]
    assert one.count(b"rendezvous-plan/1") == 5
    assert one == two
