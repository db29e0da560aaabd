"""Ways to plan beside each other: the same instances, the same time, one judge.

Methods that only time meetings are given the requests that this engine served, and have the whole
time for it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Final

from .measuring import Figures, measure, median
from .peers import METHODS
from .scale import OURS
from .tables import NONE, number, percent, seconds, table


def run(
    instances: Iterable[str], runs: int, limit: float, methods: Collection[str]
) -> list[Figures]:
    """Measure each method on each instance; print a line for each run and the medians."""
    for name, missing in unavailable(methods).items():
        print(f"\n{name} is left out: no {', '.join(missing)} here; see benchmarks/README.md")
    present = [name for name in methods if not METHODS[name].missing]
    found = []
    for instance in instances:
        print(f"\n{instance}, {limit:g} s each; the gap is to the least bound any method proved:")
        print(f"{'method':14}{'seed':>5}" + "".join(f"{head:>12}" for head in LINE), flush=True)
        for seed in range(1, runs + 1):
            some = one(instance, seed, limit, present)
            found += some
            for figures in some:
                print(line(figures, least_bound(some)), flush=True)
        print("\n" + table(HEADS, summary([f for f in found if f.instance == instance])))
    return found


def unavailable(methods: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the methods that cannot run here, with what they lack."""
    return {name: METHODS[name].missing for name in methods if METHODS[name].missing}


def one(instance: str, seed: int, limit: float, methods: Iterable[str]) -> list[Figures]:
    """Measure each method on one instance, this engine first."""
    ours, attempt = measure("compare", OURS, instance, seed, limit)
    found = [ours]
    for name in methods:
        if name == OURS or (METHODS[name].timing and attempt.assignments is None):
            continue
        served = attempt if METHODS[name].timing else None
        found.append(measure("compare", name, instance, seed, limit, served)[0])
    least = least_bound(found)
    for figures in found:
        if least is not None and figures.weight is not None and figures.weight > least:
            figures.fault = figures.fault or f"some method's bound is {least}: one of both is wrong"
    return found


def least_bound(found: Iterable[Figures]) -> int | None:
    """Return the least weight that some method proved no plan of an instance can pass."""
    return min((f.best_bound for f in found if f.best_bound is not None), default=None)


LINE: Final = (
    "served",
    "weight",
    "own bound",
    "gap",
    "mandatory",
    "shortfall",
    "breaks",
    "their bound",
    "seconds",
    "MB",
)


def line(f: Figures, bound: int | None) -> str:
    """Return the line of one run; ``mandatory`` are those it left unserved."""
    cells = (
        number(f.served),
        number(f.weight),
        number(f.bound),
        percent(f.gap(bound)),
        number(f.mandatory_unserved),
        number(f.shortfall),
        number(f.breaks),
        number(f.breaks_bound),
        seconds(f.seconds),
        number(f.megabytes),
    )
    fault = "" if f.fault is None else f"  {f.fault}"
    return f"{f.method:14}{f.seed:>5}" + "".join(f"{cell:>12}" for cell in cells) + fault


HEADS: Final = (
    "method",
    "runs",
    "gap to the bound",
    "gap to its own",
    "proven",
    "served",
    "mandatory unserved",
    "meetings short",
    "breaks",
    "breaks proven",
    "seconds",
    "MB",
)


def summary(found: Sequence[Figures]) -> list[list[str]]:
    """Return a row for each method on one instance: medians over the seeds."""
    bounds = bounds_by_seed(found)
    rows = []
    for name in dict.fromkeys(f.method for f in found):
        some = [f for f in found if f.method == name]
        planned = [f for f in some if f.weight is not None]
        timing = METHODS[name].timing
        own = [f.gap() for f in planned if f.bound is not None]
        rows.append(
            [
                name,
                f"{len(planned)}/{len(some)}",
                NONE if timing else percent(median(f.gap(bounds[f.seed]) for f in planned)),
                percent(median(own)),
                NONE if timing else f"{sum(f.bound == f.weight for f in planned)}/{len(some)}",
                number(median(f.served for f in planned)),
                number(median(f.mandatory_unserved for f in planned)),
                number(median(f.shortfall for f in planned)),
                number(median(f.breaks for f in planned)),
                f"{sum(f.breaks is not None and f.breaks == f.breaks_bound for f in some)}"
                f"/{len(some)}",
                seconds(median(f.seconds for f in some)),
                number(median(f.megabytes for f in some)),
            ]
        )
    return rows


def bounds_by_seed(found: Iterable[Figures]) -> dict[int, int | None]:
    """Return the least bound of each seed of one instance."""
    every = list(found)
    return {
        seed: least_bound(f for f in every if f.seed == seed) for seed in {f.seed for f in every}
    }
