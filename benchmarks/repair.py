"""What a repair takes after a delay, a room lost and a delegation withdrawn, at BAMEX size.

Every instance is planned first, in a process of its own; then each change is applied to that plan
on the second morning of the fair, by itself.
"""

from __future__ import annotations

import json
import random
import statistics
import subprocess
import sys
import time
from datetime import timedelta
from typing import Any, Final

from rendezvous.applying import apply
from rendezvous.changes import Change, Changes, PartyLate, PartyWithdrawn, PlaceLost
from rendezvous.problem import Problem
from rendezvous.result import Plan
from rendezvous.solver import Stop, repair, solve

from .instances import FIRST_DAY, bamex

SECOND_DAY: Final = FIRST_DAY + timedelta(days=1)
NOW: Final = SECOND_DAY + timedelta(hours=8, minutes=30)
ELEVEN: Final = SECOND_DAY + timedelta(hours=11)
TWO: Final = SECOND_DAY + timedelta(hours=14)


def changes(problem: Problem, plan: Plan, seed: int) -> dict[str, Change]:
    """Return what happens to a plan: a party drawn among those concerned, and one of the rooms.

    The party that is late meets somebody before eleven, the one that leaves has a meeting left.
    """
    rng = random.Random(seed)
    start = {slot.id: slot.start for slot in problem.slots}
    pair = {request.id: request.parties for request in problem.requests}
    meets = [(p, start[a.slot]) for a in plan.assignments for p in pair[a.request]]
    early = sorted({p for p, at in meets if NOW < at < ELEVEN})
    guests = sorted({p for p, at in meets if at > NOW and p.startswith("g")})
    rooms = sorted(p.id for p in problem.places if p.id.startswith("salon"))
    return {
        "party late": PartyLate(rng.choice(early), ELEVEN),
        "room lost": PlaceLost(rng.choice(rooms), TWO),
        "withdrawn": PartyWithdrawn(rng.choice(guests)),
    }


def one(seed: int, planning: float, seconds: float) -> list[dict[str, Any]]:
    """Plan the BAMEX-size instance of a seed and repair it after each change."""
    problem = bamex(seed)
    plan = solve(problem, stop=Stop(seconds=planning), seed=seed)
    found = []
    for name, change in changes(problem, plan, seed).items():
        begun, worked = time.monotonic(), time.process_time()
        changed = apply(problem, plan, Changes((change,), NOW))
        applied = time.monotonic()
        new = repair(changed, stop=Stop(seconds=seconds), seed=seed)
        figures = {o.name: {"value": o.value, "bound": o.bound} for o in new.objectives}
        found.append(
            {
                "instance": f"bamex-{seed}",
                "change": name,
                "apply": applied - begun,
                "seconds": time.monotonic() - applied,
                "cpu": time.process_time() - worked,
                "proven": all(o.proven for o in new.objectives[:4]),
                "objectives": figures,
            }
        )
    return found


def run(runs: int, planning: float, seconds: float) -> list[dict[str, Any]]:
    """Measure every instance in its own process, print a line for each change and the medians."""
    print(
        "\nRepairs on the second morning; value/bound of meetings cancelled, moved, put elsewhere:"
    )
    print(
        f"{'instance':10} {'change':11} {'apply s':>8} {'repair s':>9} {'cpu s':>6} "
        f"{'cancelled':>10} {'moved':>8} {'elsewhere':>10} {'proven':>7}"
    )
    found: list[dict[str, Any]] = []
    for seed in range(1, runs + 1):
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.repair", str(seed), str(planning), str(seconds)],
            check=True,
            capture_output=True,
            text=True,
        )
        for figures in json.loads(done.stdout):
            found.append(figures)
            stages = figures["objectives"]
            print(
                f"{figures['instance']:10} {figures['change']:11} {figures['apply']:>8.2f} "
                f"{figures['seconds']:>9.2f} {figures['cpu']:>6.2f} "
                f"{_of(stages['cancelled']):>10} {_of(stages['moved']):>8} "
                f"{_of(stages['relocated']):>10} {'yes' if figures['proven'] else 'no':>7}",
                flush=True,
            )
    for change in dict.fromkeys(figures["change"] for figures in found):
        some = [figures for figures in found if figures["change"] == change]
        median = {key: statistics.median(f[key] for f in some) for key in ("seconds", "cpu")}
        print(
            f"{change}: median of {len(some)}: {median['seconds']:.2f} s, "
            f"{median['cpu']:.2f} s of processor time with apply; fewest changes proven in "
            f"{sum(f['proven'] for f in some)}"
        )
    return found


def _of(stage: dict[str, int]) -> str:
    """Return a value with its bound: "2/2" when it is proven."""
    return f"{stage['value']}/{stage['bound']}"


if __name__ == "__main__":
    print(json.dumps(one(int(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3]))))
