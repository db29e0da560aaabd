"""What this engine reaches, from the size of BAMEX to that of SAHA, and how its work grows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Final

from .instances import GROWTH
from .measuring import SHARES, Figures, measure, median
from .tables import number, percent, seconds, table

OURS: Final = "rendezvous"
PARTS: Final[dict[str, tuple[str, ...]]] = {
    "bamex": ("bamex",),
    "saha": (
        "saha",
        "saha-250",
        "saha-0.5",
        "saha-0.3",
        "saha-kinds",
        "saha-kinds-0.5",
        "saha-kinds-0.3",
        "planted",
    ),
    "growth": tuple(f"growth-{size}{kinds}" for kinds in ("", "-kinds") for size in GROWTH),
}
"""The instances of each part."""
COST: Final = str(SHARES[-1])
"""What a request costs is the time to so much of the bound, divided by the requests."""


def run(part: str, instances: Iterable[str], runs: int, limit: float) -> list[Figures]:
    """Measure each instance with seeds 1 to ``runs``; print a line for each run and the medians."""
    print(f"\n{part}, {limit:g} s each:")
    print(line_of_heads(), flush=True)
    found = []
    for instance in instances:
        for seed in range(1, runs + 1):
            figures, _ = measure(part, OURS, instance, seed, limit)
            found.append(figures)
            print(line(figures), flush=True)
    print("\n" + table(HEADS, summary(found)))
    if part == "growth":
        print("\n" + table(GROWTH_HEADS, growth(found)))
    return found


WIDTH: Final = 9


def line_of_heads() -> str:
    """Return the line above the lines of `line`."""
    heads = ["served", "weight", "bound", "gap", "first s", "99 %", "99.5 %", "99.9 %"]
    heads += ["bound s", "proof s", "total s", "breaks", "MB"]
    return f"{'instance':22}" + "".join(f"{head:>{WIDTH}}" for head in heads)


def line(f: Figures) -> str:
    """Return the line of one run."""
    cells = (
        number(f.served),
        number(f.weight),
        number(f.best_bound),
        percent(f.gap()),
        seconds(f.first),
        *(seconds(f.reached.get(str(share))) for share in SHARES),
        seconds(f.bounded),
        seconds(f.proof),
        seconds(f.seconds),
        f"{number(f.breaks)}/{number(f.breaks_bound)}",
        number(f.megabytes),
    )
    fault = "" if f.fault is None else f"  {f.fault}"
    return f"{f.instance + ' ' + str(f.seed):22}" + "".join(f"{c:>{WIDTH}}" for c in cells) + fault


HEADS: Final = (
    "instance",
    "runs",
    "requests",
    "gap",
    "worst gap",
    "first plan s",
    "99 % s",
    "99.5 % s",
    "99.9 % s",
    "bound s",
    "proof s",
    "proven",
    "all s",
    "breaks",
    "their bound",
    "MB",
)


def summary(found: Sequence[Figures]) -> list[list[str]]:
    """Return a row for each instance: medians over its runs.

    A time is given when more than half of the runs came so far; runs that did not count as longer
    than any other.
    """
    rows = []
    for instance, group in groupby(found, key=lambda f: f.instance):
        some = list(group)
        gaps = [gap for f in some if (gap := f.gap()) is not None]
        rows.append(
            [
                instance,
                str(len(some)),
                number(some[0].requests),
                percent(median(gaps)),
                percent(max(gaps, default=None)),
                seconds(reached(f.first for f in some)),
                *(seconds(reached(f.reached.get(str(share)) for f in some)) for share in SHARES),
                seconds(reached(f.bounded for f in some)),
                seconds(reached(f.proof for f in some)),
                f"{sum(f.weight is not None and f.gap() == 0 for f in some)}/{len(some)}",
                seconds(median(f.seconds for f in some)),
                number(median(f.breaks for f in some)),
                number(median(f.breaks_bound for f in some)),
                number(median(f.megabytes for f in some)),
            ]
        )
    return rows


def reached(times: Iterable[float | None]) -> float | None:
    """Return the median time, None standing for never."""
    never = float("inf")
    middle = median(never if time is None else time for time in times)
    return None if middle == never else middle


GROWTH_HEADS: Final = (
    "instances",
    "requests",
    "ms a request to 99.9 %",
    "to the proof",
    "all but breaks",
)


def growth(found: Sequence[Figures]) -> list[list[str]]:
    """Return a row for each size, and after each kind the ratio of its two ends."""
    rows = []
    for kinds in (False, True):
        sizes: dict[int, list[Figures]] = {}
        for f in found:
            if f.instance.endswith("-kinds") == kinds:
                sizes.setdefault(f.requests, []).append(f)
        name = "every kind" if kinds else "plain"
        costs = []
        for requests, some in sorted(sizes.items()):
            most = reached(f.reached.get(COST) for f in some)
            proof = reached(f.proof for f in some)
            rest = median(f.seconds and f.seconds - f.spent.get("breaks", 0.0) for f in some)
            times = (most, proof, rest)
            costs.append([None if c is None else 1000 * c / requests for c in times])
            rows.append([name, number(requests), *map(seconds, costs[-1])])
        if len(costs) > 1:
            ratios = [
                None if not first or last is None else last / first
                for first, last in zip(costs[0], costs[-1], strict=True)
            ]
            rows.append([name, "largest to smallest", *(ratio(r) for r in ratios)])
    return rows


def ratio(value: float | None) -> str:
    """Return how many times as much."""
    return "-" if value is None else f"{value:.2f} x"
