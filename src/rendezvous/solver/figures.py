"""What a choice of columns is worth, objective by objective."""

from __future__ import annotations

from dataclasses import dataclass

from ..result import Measure
from .index import Index
from .program import Program


@dataclass(frozen=True)
class Figures:
    """The objectives' values and the parties' measures."""

    mandatory: int
    weight: int
    below_minimum: int
    shortfall: int
    breaks: int
    measures: tuple[Measure, ...]


def figures(program: Program, chosen: frozenset[int] | set[int]) -> Figures:
    """Return the figures of chosen columns."""
    index = program.index
    problem = index.problem
    options = [index.options[c] for c in chosen if c < len(index.options)]
    served = {option.request for option in options}
    busy: list[set[int]] = [set() for _ in problem.parties]
    for option in options:
        for party in index.pair[option.request]:
            busy[party].update(
                range(option.slot, option.slot + problem.requests[option.request].length)
            )
    measures = []
    for party, item in enumerate(problem.parties):
        mine = [r for r in program.of_party[party] if r in served]
        measures.append(
            Measure(
                party=item.id,
                requested=len(program.of_party[party]),
                meetings=len(mine),
                weight=sum(problem.requests[r].weight for r in mine),
                breaks=breaks(index, busy[party]),
                shortfall=max(0, item.minimum - len(mine)),
            )
        )
    return Figures(
        mandatory=sum(
            r not in served for r, request in enumerate(problem.requests) if request.mandatory
        ),
        weight=sum(problem.requests[r].weight for r in served),
        below_minimum=sum(m.shortfall > 0 for m in measures),
        shortfall=sum(m.shortfall for m in measures),
        breaks=sum(m.breaks for m in measures),
        measures=tuple(measures),
    )


def breaks(index: Index, busy: set[int]) -> int:
    """Return the idle runs strictly between busy slots of a day (of a half-day, lunch exempt)."""
    period = index.half if index.problem.rules.lunch_exempt else index.day
    runs = [s for s in busy if s - 1 not in busy or period[s - 1] != period[s]]
    return len(runs) - len({period[s] for s in busy})
