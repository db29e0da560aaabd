"""Ctrl-C while planning: the best plan so far is verified, written and said to be just that."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from random import Random
from threading import Event

import pytest

from rendezvous import codec
from rendezvous.problem import Problem, Request
from rendezvous.result import Status
from rendezvous.solver import Progress, Stop, race, solve
from rendezvous.solver.model import Limits
from rendezvous.verify import verify
from tests.rendezvous.test_timing import fair, question


@pytest.fixture(scope="module")
def long_work() -> Problem:
    """More requests than fit: fewest breaks are not proven in any time a test could wait."""
    rng = Random(7)
    pairs = [(rng.randrange(25), rng.randrange(25, 75)) for _ in range(600)]
    problem = fair(pairs, 20, 20)

    def wish(request: Request) -> Request:
        return replace(request, mandatory=False, weight=rng.randrange(1, 9))

    return replace(problem, requests=tuple(map(wish, problem.requests)))


def test_a_stop_from_elsewhere_returns_a_verified_plan(long_work: Problem) -> None:
    interrupt = Event()
    seen: list[str] = []

    def watch(progress: Progress) -> None:
        seen.append(progress.objective)
        if progress.objective == "breaks":
            interrupt.set()

    plan = solve(long_work, stop=Stop(seconds=600, interrupt=interrupt), workers=1, progress=watch)
    assert "breaks" in seen
    assert verify(long_work, plan).ok
    assert plan.status is Status.FEASIBLE
    assert plan.seconds < 300


def test_stopped_before_it_began_there_is_still_a_plan(long_work: Problem) -> None:
    interrupt = Event()
    interrupt.set()
    plan = solve(long_work, stop=Stop(seconds=600, interrupt=interrupt), workers=1)
    assert verify(long_work, plan).ok
    assert plan.assignments
    assert not plan.objective("breaks").proven


def test_a_race_is_stopped_from_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = Random(1)
    hard = fair([(rng.randrange(18), rng.randrange(18, 40)) for _ in range(190)], 20, 10)
    monkeypatch.setattr(race, "CONFLICTS", 0)
    interrupt = Event()
    limits = Limits(None, None, 2, 0, interrupt)
    decision = race.fewest(question(hard), limits, lambda _: interrupt.set())
    assert decision == race.Decision(None, 1, never=False)


def test_the_command_writes_what_it_has(long_work: Problem, tmp_path: Path) -> None:
    problem, plan, report = (tmp_path / f"{name}.json" for name in ("problem", "plan", "report"))
    codec.write(problem, codec.problem_to_data(long_work))
    command = [sys.executable, "-m", "rendezvous", "plan", str(problem), "-o", str(plan)]
    process = subprocess.Popen(
        [*command, "--time", "600", "--workers", "1", "--json", str(report)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    for line in process.stderr:
        if "Breaks" in line:
            break
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    assert "press again to write nothing" in err
    assert out.startswith("Interrupted after ")
    assert json.loads(report.read_text())["interrupted"] is True
    assert verify(long_work, codec.read_plan(plan)).ok


TWICE = """
import os, signal, sys, threading
from rendezvous import solver
from rendezvous.cli import main

def press():
    os.kill(os.getpid(), signal.SIGINT)

def solve(problem, *, stop, **others):
    press()
    stop.interrupt.wait()
    press()
    threading.Event().wait()

solver.solve = solve
main(sys.argv[1:])
"""


def test_a_second_time_nothing_is_written(long_work: Problem, tmp_path: Path) -> None:
    problem, plan = tmp_path / "problem.json", tmp_path / "plan.json"
    codec.write(problem, codec.problem_to_data(long_work))
    command = [sys.executable, "-c", TWICE, "plan", str(problem), "-o", str(plan)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 130
    assert done.stderr.splitlines() == [
        "rendezvous: stopping; press again to write nothing",
        "rendezvous: stopped; nothing was written",
    ]
    assert not plan.exists()
