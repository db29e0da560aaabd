"""The least limit on breaks that can be kept: a short search, then a race of SAT solvers.

A schedule exactly at the optimum is found after very different times by the same solver with
other random numbers, so several run beside each other and the first answer counts. CaDiCaL (Biere
and others) proved and found most here; it cannot be interrupted from Python, so each runs in a
process of its own. What is decided within a few thousand conflicts Glucose (Audemard and Simon)
decides in this process before any is started.
"""

from __future__ import annotations

import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pysat.solvers import Solver

from . import climbing
from .model import INTERVAL, Limits
from .program import INFINITY
from .timing import Timing

CONFLICTS: Final = 2_000
"""Of the search in this process, before others are started."""
CONFLICTS_PER_WORK: Final = 3_000
"""Of one unit of deterministic work: about a second on the instances measured."""
MANNERS: Final[tuple[dict[str, int], ...]] = ({"stabilizeonly": 1}, {"phase": 0}, {})
"""Options of CaDiCaL taken in turn: seldom restarts, not served unless said, as it comes."""


@dataclass(frozen=True)
class Decision:
    """``columns`` of a solution with ``bound`` breaks, or None; fewer than ``bound`` is impossible.

    ``never``: there is no solution whatever the number of breaks. ``work`` is deterministic.
    """

    columns: frozenset[int] | None
    bound: int
    never: bool
    work: float = 0.0


def fewest(timing: Timing, limits: Limits, raised: Callable[[int], None]) -> Decision:
    """Return the schedule with fewest breaks, or how few are certainly impossible.

    ``raised`` is told each better bound. With a limit of work the same seed gives the same answer.
    """
    decision = _alone(timing, limits, raised)
    over = decision.never or decision.columns is not None or limits.work is not None
    if over or limits.seconds == 0:
        return decision
    return _race(timing, limits, decision.bound, raised)


def _alone(timing: Timing, limits: Limits, raised: Callable[[int], None]) -> Decision:
    """Search in this process, up to a number of conflicts."""
    budget = CONFLICTS
    if limits.work is not None:
        budget = max(1, int(limits.work * CONFLICTS_PER_WORK))
    bound = 0
    with Solver(name="glucose4", bootstrap_with=timing.clauses.all) as solver:

        def solve(assumed: list[int]) -> bool | None:
            left = budget - solver.accum_stats()["conflicts"]
            if left <= 0:
                return None
            solver.conf_budget(left)
            answer: bool | None = solver.solve_limited(assumptions=assumed)
            return answer

        def refuted(limit: int) -> None:
            nonlocal bound
            if not solver.get_core():
                raise _Never
            bound = limit + 1
            raised(bound)

        try:
            limit = climbing.climb(solve, timing.steps, refuted)
        except _Never:
            return Decision(None, 0, True)
        work = solver.accum_stats()["conflicts"] / CONFLICTS_PER_WORK
        if limit is None:
            return Decision(None, bound, False, work)
        true = {v for v in solver.get_model() if v > 0}
        return Decision(timing.chosen(true), limit, False, work)


class _Never(Exception):
    """There is no solution at all."""


def _race(timing: Timing, limits: Limits, bound: int, raised: Callable[[int], None]) -> Decision:
    """Let several processes climb; the first to find a solution has proven it the best."""
    deadline = None if limits.seconds is None else time.monotonic() + limits.seconds
    lines: queue.Queue[str] = queue.Queue()
    runners: list[_Runner] = []
    try:
        for n in range(max(1, limits.workers)):
            options = {**MANNERS[n % len(MANNERS)], "seed": (limits.seed * 97 + n) % 2_000_000_000}
            runners.append(_Runner(timing, options, limits, lines))
        finished = 0
        while finished < len(runners):
            left = INFINITY if deadline is None else deadline - time.monotonic()
            if left <= 0 or (limits.interrupt is not None and limits.interrupt.is_set()):
                break
            try:
                word, *numbers = lines.get(timeout=min(left, INTERVAL)).split()
            except queue.Empty:
                continue
            if word == "yes":
                true = {int(v) for v in numbers[1:]}
                return Decision(timing.chosen(true), int(numbers[0]), False)
            if word == "never":
                return Decision(None, 0, True)
            if word == "no" and int(numbers[0]) >= bound:
                bound = int(numbers[0]) + 1
                raised(bound)
            finished += word == "gone"
    finally:
        for runner in runners:
            runner.end()
    return Decision(None, bound, False)


class _Runner:
    """One process that climbs, and the threads that feed and hear it."""

    def __init__(
        self, timing: Timing, options: dict[str, int], limits: Limits, lines: queue.Queue[str]
    ) -> None:
        program = Path(climbing.__file__)
        self.process = subprocess.Popen(  # noqa: S603 (this interpreter, a file of this package)
            [sys.executable, "-I", str(program)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for the caller to act on
        )
        self.lines = lines
        head = {
            "steps": timing.steps,
            "watched": max(timing.variable.values(), default=0),
            "options": options,
            "seconds": limits.seconds,
        }
        self.threads = [
            threading.Thread(target=self._feed, args=(timing, head), daemon=True),
            threading.Thread(target=self._hear, daemon=True),
        ]
        for thread in self.threads:
            thread.start()

    def _feed(self, timing: Timing, head: dict[str, Any]) -> None:
        assert self.process.stdin is not None
        try:
            climbing.write_task(self.process.stdin, timing.clauses.all, head)
            self.process.stdin.close()
        except OSError:
            return

    def _hear(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.put(line.decode())
        self.lines.put("gone")

    def end(self) -> None:
        """Stop it, whatever it is doing."""
        self.process.kill()
        self.process.wait()
        for thread in self.threads:
            thread.join()
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None and not stream.closed:
                try:
                    stream.close()
                except OSError:
                    continue
