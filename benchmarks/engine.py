"""What the engine reaches on the published instances: value, bound, gap, seconds, memory.

Every run is a process of its own, so that the peak memory is that run's.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import time
from typing import Any

from rendezvous import codec
from rendezvous.solver import Progress, Stop, solve

from .instances import bamex


def one(seed: int, seconds: float) -> dict[str, Any]:
    """Plan the BAMEX-size instance of a seed once, in this process, and return the figures."""
    problem = bamex(seed)
    first: list[float] = []
    proof: list[float] = []

    def watch(progress: Progress) -> None:
        if progress.objective == "weight":
            if progress.value and not first:
                first.append(progress.elapsed)
            if progress.value == progress.bound and not proof:
                proof.append(progress.elapsed)

    begun = time.monotonic()
    plan = solve(problem, stop=Stop(seconds=seconds), seed=seed, progress=watch)
    objectives = {objective.name: objective for objective in plan.objectives}
    return {
        "instance": f"bamex-{seed}",
        "requests": len(problem.requests),
        "served": len(plan.assignments),
        "mandatory_unserved": objectives["mandatory"].value,
        "weight": objectives["weight"].value,
        "bound": objectives["weight"].bound,
        "breaks": objectives["breaks"].value,
        "breaks_bound": objectives["breaks"].bound,
        "first_plan": first[0] if first else None,
        "proof": proof[0] if proof else None,
        "seconds": time.monotonic() - begun,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "digest": codec.digest(problem),
    }


def run(runs: int, seconds: float) -> list[dict[str, Any]]:
    """Measure each run in its own process, print a line for each and the medians."""
    print(
        f"{'instance':10} {'served':>11} {'weight':>6} {'bound':>6} {'gap':>7} {'breaks':>6} "
        f"{'first s':>8} {'proof s':>8} {'total s':>8} {'MB':>6}"
    )
    found = []
    for seed in range(1, runs + 1):
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.engine", str(seed), str(seconds)],
            check=True,
            capture_output=True,
            text=True,
        )
        figures = json.loads(done.stdout)
        found.append(figures)
        gap = (figures["bound"] - figures["weight"]) / figures["bound"]
        print(
            f"{figures['instance']:10} {figures['served']:>5}/{figures['requests']:<5} "
            f"{figures['weight']:>6} {figures['bound']:>6} {gap:>7.2%} {figures['breaks']:>6} "
            f"{_seconds(figures['first_plan'])} {_seconds(figures['proof'])} "
            f"{_seconds(figures['seconds'])} {figures['megabytes']:>6.0f}",
            flush=True,
        )
    for name in ("first_plan", "proof", "seconds", "megabytes"):
        values = [figures[name] for figures in found if figures[name] is not None]
        if values:
            print(f"median {name} over {len(values)} runs: {statistics.median(values):.2f}")
    return found


def _seconds(value: float | None) -> str:
    return f"{value:>8.2f}" if value is not None else f"{'-':>8}"


if __name__ == "__main__":
    print(json.dumps(one(int(sys.argv[1]), float(sys.argv[2]))))
