"""``rendezvous bench b2bsp``: the published instances, against their published optima.

The instances are those of Bofill, Coll, Garcia, Giráldez-Cru, Pesant, Suy and Villaret, JAIR 74
(2022), 263-301; a folder holds their ``.dzn`` files and ``published_optima.csv`` (columns
``instance`` and ``optimum_breaks``, the latter a number or ``infeasible``). Every schedule is
checked by :func:`rendezvous.verify`, and its breaks are counted here once more.
"""

from __future__ import annotations

import csv
import random
import resource
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final

from .dzn import read_dzn
from .errors import InputError, RendezvousError
from .problem import BREAKS, MANDATORY, Problem
from .verify import verify

if TYPE_CHECKING:
    from .result import Plan
    from .solver import Progress

OPTIMA: Final = "published_optima.csv"
INFEASIBLE: Final = "infeasible"


@dataclass(frozen=True)
class Outcome:
    """What became of one instance.

    ``published`` is a number, ``"infeasible"`` or None when nothing is published; ``breaks`` is
    None without a schedule; ``slots`` holds the slot (1, 2, ...) of each meeting in file order.
    Seconds are of wall time but for ``cpu_seconds``, which adds up all processes.
    """

    instance: str
    parties: int
    meetings: int
    slot_count: int
    published: int | str | None
    breaks: int | None
    lower_bound: int
    proven: bool
    infeasible: bool
    seconds: float
    seconds_to_best: float | None
    seconds_to_proof: float | None
    cpu_seconds: float
    slots: list[int] | None

    @property
    def agrees(self) -> bool:
        """Whether this is proven, and what was published."""
        if self.published is None:
            return self.proven
        return self.proven and self.published == (INFEASIBLE if self.infeasible else self.breaks)


def instances(folder: Path, names: str = "") -> list[tuple[Path, int | str | None]]:
    """Return the .dzn files whose names contain ``names``, with what is published of each."""
    files = [path for path in sorted(folder.glob("*.dzn")) if names in path.stem]
    if not files:
        raise InputError(f"{folder}: no .dzn file{f' with {names!r} in its name' * bool(names)}")
    optima = _optima(folder / OPTIMA)
    return [(path, optima.get(path.stem)) for path in files]


def _optima(path: Path) -> dict[str, int | str]:
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    found: dict[str, int | str] = {}
    for number, row in enumerate(rows, start=2):
        name, value = row.get("instance"), row.get("optimum_breaks")
        if not name or value is None or (value != INFEASIBLE and not value.isdecimal()):
            raise InputError(
                f"{path}, line {number}: give columns 'instance' and 'optimum_breaks', "
                f"the latter a number or {INFEASIBLE!r}"
            )
        found[name] = value if value == INFEASIBLE else int(value)
    return found


def run(
    path: Path,
    published: int | str | None,
    *,
    seconds: float,
    seed: int,
    workers: int | None,
    shuffle: bool,
) -> Outcome:
    """Solve one instance; with ``shuffle``, after renaming and reordering all it holds."""
    from .solver import Stop, solve

    problem = read_dzn(path)
    order = list(range(len(problem.requests)))
    asked = problem
    if shuffle:
        asked, order = shuffled(problem, seed)
    watch = _Watch()
    begun, cpu = time.monotonic(), _cpu()
    plan: Plan | None = None
    with suppress(_Infeasible):
        plan = solve(asked, stop=Stop(seconds=seconds), seed=seed, workers=workers, progress=watch)
    spent = time.monotonic() - begun
    slots = None if plan is None else _slots(asked, plan, order)
    objective = None if plan is None or slots is None else plan.objective(BREAKS)
    return Outcome(
        instance=path.stem,
        parties=len(problem.parties),
        meetings=len(problem.requests),
        slot_count=len(problem.slots),
        published=published,
        breaks=None if slots is None else _breaks(problem, slots),
        lower_bound=0 if objective is None else objective.bound,
        proven=plan is None or (objective is not None and objective.proven),
        infeasible=plan is None,
        seconds=round(spent, 3),
        seconds_to_best=None if objective is None else round(watch.best or spent, 3),
        seconds_to_proof=round(spent, 3)
        if plan is None or (objective and objective.proven)
        else None,
        cpu_seconds=round(_cpu() - cpu, 3),
        slots=slots,
    )


class _Infeasible(Exception):
    """The mandatory meetings are proven to be too many; what remains is of no interest here."""


class _Watch:
    """Notes when the best schedule was found; stops at a proof that there is none."""

    def __init__(self) -> None:
        self.value: int | None = None
        self.best: float | None = None

    def __call__(self, progress: Progress) -> None:
        if progress.objective == MANDATORY and progress.bound:
            raise _Infeasible
        if progress.objective == BREAKS and (self.value is None or progress.value < self.value):
            self.value, self.best = progress.value, progress.elapsed


def shuffled(problem: Problem, seed: int) -> tuple[Problem, list[int]]:
    """Return the problem with other names and orders, and where each old meeting stands now."""
    rng = random.Random(seed)  # noqa: S311 (an order, not a secret)
    parties = rng.sample(problem.parties, len(problem.parties))
    requests = rng.sample(problem.requests, len(problem.requests))
    party = {item.id: f"p{n}" for n, item in enumerate(parties)}
    request = {item.id: f"q{n}" for n, item in enumerate(requests)}
    renamed = replace(
        problem,
        parties=tuple(replace(item, id=party[item.id], name="") for item in parties),
        requests=tuple(
            replace(
                item,
                id=request[item.id],
                parties=(party[item.parties[1]], party[item.parties[0]]),
                after=tuple(request[name] for name in item.after),
            )
            for item in requests
        ),
    )
    at = {item.id: n for n, item in enumerate(requests)}
    return renamed, [at[item.id] for item in problem.requests]


def _slots(problem: Problem, plan: Plan, order: list[int]) -> list[int] | None:
    """Return each meeting's slot in file order; None when not all are placed."""
    report = verify(problem, plan)
    if not report.ok:
        raise RendezvousError(f"{problem.name}: {report.violations[0].message}")
    number = {slot.id: n for n, slot in enumerate(problem.slots, start=1)}
    slot = {a.request: number[a.slot] for a in plan.assignments}
    if len(slot) < len(problem.requests):
        return None
    return [slot[problem.requests[at].id] for at in order]


def _breaks(problem: Problem, slots: list[int]) -> int:
    """Count the breaks of a schedule by the definition of the paper."""
    total = 0
    for party in problem.parties:
        mine = sorted(
            slot
            for slot, request in zip(slots, problem.requests, strict=True)
            if party.id in request.parties
        )
        total += sum(later > earlier + 1 for earlier, later in pairwise(mine))
    return total


def _cpu() -> float:
    return sum(
        used.ru_utime + used.ru_stime
        for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


HEADINGS: Final = (
    f"{'instance':26} {'parties':>7} {'meetings':>8} {'slots':>5} {'published':>10} {'ours':>10} "
    f"{'':10} {'best s':>7} {'proof s':>7} {'cpu s':>7}"
)


def line(outcome: Outcome) -> str:
    """Return an instance's line of the table."""

    def seconds(value: float | None) -> str:
        return f"{'-' if value is None else f'{value:.1f}':>7}"

    ours = INFEASIBLE if outcome.infeasible else "-" if outcome.breaks is None else outcome.breaks
    state = "proven" if outcome.proven else f"bound {outcome.lower_bound}"
    published = "-" if outcome.published is None else outcome.published
    return (
        f"{outcome.instance:26} {outcome.parties:>7} {outcome.meetings:>8} "
        f"{outcome.slot_count:>5} {published:>10} {ours:>10} {state:10} "
        f"{seconds(outcome.seconds_to_best)} {seconds(outcome.seconds_to_proof)} "
        f"{seconds(outcome.cpu_seconds)}{'' if outcome.agrees else '  DIFFERS'}"
    )


def summary(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """Yield the closing lines of the table."""
    done = list(outcomes)
    worst = max(done, key=lambda outcome: outcome.seconds)
    yield (
        f"{sum(o.agrees for o in done)} of {len(done)} proven and as published; "
        f"{sum(o.seconds for o in done):.1f} s, {sum(o.cpu_seconds for o in done):.1f} s of "
        f"processor time; longest {worst.instance}, {worst.seconds:.1f} s"
    )


def data(outcomes: Iterable[Outcome]) -> list[dict[str, object]]:
    """Return what ``--json`` writes: one object per instance."""
    return [asdict(outcome) for outcome in outcomes]
