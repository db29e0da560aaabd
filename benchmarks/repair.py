"""What a repair takes after a delay, a room lost and a delegation withdrawn.

Every instance is planned first, in a process of its own; then each change is applied to that plan
on the second morning of the fair, by itself.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
import time
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from rendezvous.applying import apply
from rendezvous.changes import Change, Changes, PartyLate, PartyWithdrawn, PlaceLost
from rendezvous.problem import Problem
from rendezvous.result import Plan
from rendezvous.solver import Stop, repair, solve
from rendezvous.verify import verify

from . import apart
from .instances import FIRST_DAY
from .instances import INSTANCES as PROBLEMS
from .measuring import median
from .tables import seconds, table

INSTANCES: Final = ("bamex", "saha", "saha-kinds")
SECOND_DAY: Final = FIRST_DAY + timedelta(days=1)
NOW: Final = SECOND_DAY + timedelta(hours=8, minutes=30)
ELEVEN: Final = SECOND_DAY + timedelta(hours=11)
TWO: Final = SECOND_DAY + timedelta(hours=14)
CHANGES: Final = ("cancelled", "moved", "relocated")


def changes(problem: Problem, plan: Plan, seed: int) -> dict[str, Change]:
    """Return what happens to a plan: a party drawn among those concerned, and one of the rooms.

    The party that is late meets somebody before eleven, the one that leaves has a meeting left. The
    room is one for closed doors if there are any, open on that day.
    """
    rng = random.Random(seed)
    start = {slot.id: slot.start for slot in problem.slots}
    pair = {request.id: request.parties for request in problem.requests}
    meets = [(p, start[a.slot]) for a in plan.assignments for p in pair[a.request]]
    early = sorted({p for p, at in meets if NOW < at < ELEVEN})
    guests = sorted({p for p, at in meets if at > NOW and p.startswith("g")})
    today = {v for slot in problem.slots if slot.start.date() == NOW.date() for v in slot.venues}
    shared = [p for p in problem.places if p.owner is None and p.venue in today]
    rooms = sorted(p.id for p in shared if p.closed_door) or sorted(p.id for p in shared)
    return {
        "party late": PartyLate(rng.choice(early), ELEVEN),
        "room lost": PlaceLost(rng.choice(rooms), TWO),
        "withdrawn": PartyWithdrawn(rng.choice(guests)),
    }


def one(instance: str, seed: int, planning: float, limit: float) -> list[dict[str, Any]]:
    """Plan an instance and repair it after each change."""
    problem = PROBLEMS[instance](seed)
    plan = solve(problem, stop=Stop(seconds=planning), seed=seed)
    found = []
    for name, change in changes(problem, plan, seed).items():
        begun, worked = time.monotonic(), time.process_time()
        changed = apply(problem, plan, Changes((change,), NOW))
        applied = time.monotonic()
        new = repair(changed, stop=Stop(seconds=limit), seed=seed)
        ended, cpu = time.monotonic(), time.process_time() - worked
        report = verify(changed, new)
        found.append(
            {
                "part": "repair",
                "instance": instance,
                "seed": seed,
                "change": name,
                "meetings": len(plan.assignments),
                "apply": applied - begun,
                "seconds": ended - applied,
                "cpu": cpu,
                "proven": all(new.objective(o).proven for o in ("mandatory", *CHANGES)),
                "objectives": {
                    o.name: {"value": o.value, "bound": o.bound} for o in new.objectives
                },
                "fault": None if report.ok else report.violations[0].message,
            }
        )
    return found


def run(instances: Iterable[str], runs: int, planning: float, limit: float) -> list[dict[str, Any]]:
    """Measure every instance in its own process, print a line for each change and the medians."""
    print(
        "\nRepairs on the second morning; value/bound of meetings cancelled, moved, put elsewhere:"
    )
    print(
        f"{'instance':14} {'change':11} {'apply s':>8} {'repair s':>9} {'cpu s':>6} "
        f"{'cancelled':>10} {'moved':>8} {'elsewhere':>10} {'proven':>7}",
        flush=True,
    )
    found: list[dict[str, Any]] = []
    for instance in instances:
        for seed in range(1, runs + 1):
            for figures in _apart(instance, seed, planning, limit):
                found.append(figures)
                print(_line(figures), flush=True)
    print("\n" + table(HEADS, summary(found)))
    return found


def _apart(instance: str, seed: int, planning: float, limit: float) -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "figures.json"
        arguments = (instance, str(seed), str(planning), str(limit), str(file))
        ended = apart.run("benchmarks.repair", *arguments, most=10 * (planning + 3 * limit) + 120)
        if ended.code != 0:
            print(f"{instance} {seed}: {ended.errors or 'stopped for taking too long'}")
            return []
        found: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
    return [{**figures, "megabytes": ended.megabytes} for figures in found]


def _line(figures: dict[str, Any]) -> str:
    stages = figures["objectives"]
    fault = "" if figures["fault"] is None else f"  {figures['fault']}"
    return (
        f"{figures['instance'] + ' ' + str(figures['seed']):14} {figures['change']:11} "
        f"{figures['apply']:>8.2f} {figures['seconds']:>9.2f} {figures['cpu']:>6.2f} "
        f"{_of(stages['cancelled']):>10} {_of(stages['moved']):>8} "
        f"{_of(stages['relocated']):>10} {'yes' if figures['proven'] else 'no':>7}{fault}"
    )


HEADS: Final = (
    "instance",
    "what happened",
    "runs",
    "repair s",
    "longest",
    "with apply s",
    "processor s",
    "fewest changes proven",
)


def summary(found: Iterable[dict[str, Any]]) -> list[list[str]]:
    """Return a row for each instance and change: medians over the seeds."""
    every = list(found)
    rows = []
    for instance, change in dict.fromkeys((f["instance"], f["change"]) for f in every):
        some = [f for f in every if (f["instance"], f["change"]) == (instance, change)]
        rows.append(
            [
                instance,
                change,
                str(len(some)),
                seconds(median(f["seconds"] for f in some)),
                seconds(max(f["seconds"] for f in some)),
                seconds(median(f["seconds"] + f["apply"] for f in some)),
                seconds(median(f["cpu"] for f in some)),
                f"{sum(f['proven'] for f in some)}/{len(some)}",
            ]
        )
    return rows


def _of(stage: dict[str, int]) -> str:
    """Return a value with its bound: "2/2" when it is proven."""
    return f"{stage['value']}/{stage['bound']}"


if __name__ == "__main__":
    _instance, _seed, _planning, _limit, _file = sys.argv[1:]
    _figures = one(_instance, int(_seed), float(_planning), float(_limit))
    Path(_file).write_text(json.dumps(_figures), encoding="utf-8")
