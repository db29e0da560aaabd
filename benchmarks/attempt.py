"""``python -m benchmarks.attempt METHOD INSTANCE SEED SECONDS FILE [SERVED]``: one method, once.

Writes what it did as JSON to FILE. SERVED is a file of another attempt, whose requests are to be
served. The clock starts when the problem is made and the method's packages are loaded.
"""

from __future__ import annotations

import sys
import time
from importlib import import_module
from pathlib import Path

from .apart import own_peak
from .instances import INSTANCES
from .peers import METHODS, Attempt, Task


def main(method: str, instance: str, seed: str, seconds: str, file: str, *served: str) -> None:
    """Plan and write."""
    requests: frozenset[str] = frozenset()
    for path in served:
        requests |= {a.request for a in Attempt.read(Path(path)).assignments or ()}
    task = Task(INSTANCES[instance](int(seed)), float(seconds), int(seed), requests)
    planner = import_module(f".peers.{METHODS[method].module}", __package__)
    begun = time.monotonic()
    attempt: Attempt = planner.plan(task)
    attempt.seconds = time.monotonic() - begun
    attempt.megabytes = own_peak() / 1024**2
    attempt.write(Path(file))


if __name__ == "__main__":
    main(*sys.argv[1:])
