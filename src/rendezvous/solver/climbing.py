"""Takes steps, each less strict than the last, until there is a solution.

In this process, or as one of its own: run as a program it reads a task from its standard input and
says what it finds, one line at a time: ``no 3`` (no solution at step 3), ``yes 4 12 57 ...`` (the
first step with a solution, and its true variables), ``never`` (no solution whatever is assumed),
``beyond`` (none at the last step). It imports nothing of its package, so that it starts at once.
"""

from __future__ import annotations

import json
import signal
import sys
from array import array
from collections.abc import Callable, Sequence
from typing import IO, Any, Final

from pysat.solvers import Solver

GRACE: Final = 5.0
"""Seconds after its time at which the process ends itself."""
ATOM: Final = "i"
"""Literals travel as C ints; a 0 ends each clause."""


def climb(
    solve: Callable[[list[int]], bool | None],
    steps: Sequence[list[int]],
    refuted: Callable[[int], None],
) -> int | None:
    """Return the first step whose assumptions have a solution; None if there is none, or unknown.

    ``refuted`` is told each step without one.
    """
    for limit, assumed in enumerate(steps):
        answer = solve(assumed)
        if answer is None:
            return None
        if answer:
            return limit
        refuted(limit)
    return None


def write_task(stream: IO[bytes], clauses: Sequence[Sequence[int]], head: dict[str, Any]) -> None:
    """Send a task.

    ``head`` holds the ``steps``, ``watched`` (true variables up to it are wanted back), CaDiCaL's
    ``options``, and ``seconds`` (None for no limit).
    """
    flat = array(ATOM)
    for clause in clauses:
        flat.extend(clause)
        flat.append(0)
    stream.write(json.dumps({**head, "size": len(flat)}).encode() + b"\n")
    stream.write(flat.tobytes())
    stream.flush()


def _read_task(stream: IO[bytes]) -> tuple[dict[str, Any], list[list[int]]]:
    head: dict[str, Any] = json.loads(stream.readline())
    flat = array(ATOM)
    flat.frombytes(stream.read(head["size"] * flat.itemsize))
    literals = flat.tolist()
    clauses = []
    begin = 0
    while begin < len(literals):
        end = literals.index(0, begin)
        clauses.append(literals[begin:end])
        begin = end + 1
    return head, clauses


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    """Do the task on standard input."""
    head, clauses = _read_task(sys.stdin.buffer)
    if head["seconds"] is not None and hasattr(signal, "setitimer"):
        # Whoever asked ends it in time; this ends it all the same if they were killed.
        signal.setitimer(signal.ITIMER_REAL, max(GRACE, head["seconds"] + GRACE))
    with Solver(name="cadical195") as solver:
        if head["options"]:
            solver.configure(head["options"])
        solver.append_formula(clauses, no_return=True)

        def refuted(limit: int) -> None:
            _say(f"no {limit}" if solver.get_core() else "never")
            if not solver.get_core():
                sys.exit()

        limit = climb(lambda assumed: solver.solve(assumptions=assumed), head["steps"], refuted)
        if limit is None:
            _say("beyond")
        else:
            true = [v for v in solver.get_model() if 0 < v <= head["watched"]]
            _say(f"yes {limit} {' '.join(map(str, true))}")


if __name__ == "__main__":
    main()
