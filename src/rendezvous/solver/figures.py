"""What a choice of columns is worth, objective by objective."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..result import Measure
from .index import Index
from .program import Program


@dataclass(frozen=True)
class Figures:
    """The objectives' values and the parties' measures.

    ``spread`` is the largest difference in breaks between two parties that hold meetings.
    """

    mandatory: int
    weight: int
    below_minimum: int
    shortfall: int
    breaks: int
    spread: int
    measures: tuple[Measure, ...]


def figures(program: Program, chosen: frozenset[int] | set[int]) -> Figures:
    """Return the figures of chosen columns."""
    options = program.index.options
    first = len(options)
    return figures_of(
        program.index, {options[c].request: options[c].slot for c in chosen if c < first}
    )


def figures_of(index: Index, served: Mapping[int, int]) -> Figures:
    """Return the figures of serving requests, each from a slot on."""
    problem = index.problem
    busy: list[set[int]] = [set() for _ in problem.parties]
    asked, held, weight = ([0] * len(problem.parties) for _ in range(3))
    for request, (pair, item) in enumerate(zip(index.pair, problem.requests, strict=True)):
        for party in pair:
            asked[party] += 1
            if request in served:
                start = served[request]
                held[party] += 1
                weight[party] += item.weight
                busy[party].update(range(start, start + item.length))
    measures = tuple(
        Measure(
            party=item.id,
            requested=asked[party],
            meetings=held[party],
            weight=weight[party],
            breaks=breaks(index, busy[party]),
            shortfall=max(0, item.minimum - held[party]),
        )
        for party, item in enumerate(problem.parties)
    )
    counts = [m.breaks for m in measures if m.meetings]
    return Figures(
        mandatory=sum(
            r not in served for r, request in enumerate(problem.requests) if request.mandatory
        ),
        weight=sum(problem.requests[r].weight for r in served),
        below_minimum=sum(m.shortfall > 0 for m in measures),
        shortfall=sum(m.shortfall for m in measures),
        breaks=sum(m.breaks for m in measures),
        spread=max(counts, default=0) - min(counts, default=0),
        measures=measures,
    )


def breaks(index: Index, busy: set[int]) -> int:
    """Return the idle runs strictly between busy slots of a day (of a half-day, lunch exempt)."""
    period = index.half if index.problem.rules.lunch_exempt else index.day
    runs = [s for s in busy if s - 1 not in busy or period[s - 1] != period[s]]
    return len(runs) - len({period[s] for s in busy})
