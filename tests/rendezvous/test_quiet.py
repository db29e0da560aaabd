"""Tests of the least breaks: against every way to be busy, and against brute force."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest

from rendezvous.problem import (
    BREAKS,
    MANDATORY,
    MINIMUM,
    WEIGHT,
    Party,
    Place,
    Problem,
    Request,
    Venue,
)
from rendezvous.solver import Stop, solve
from rendezvous.solver.coarse import Coarse
from rendezvous.solver.figures import breaks
from rendezvous.solver.index import Index
from rendezvous.solver.instants import bits
from rendezvous.solver.lp import relax
from rendezvous.solver.masks import Masks
from rendezvous.solver.quiet import NEVER, fewest_of_each, quietest, seek_quiet

from . import brute, crowded, examples


@pytest.mark.parametrize("seed", range(12))
def test_what_a_party_needs_at_least_is_what_its_best_slots_give(seed: int) -> None:
    masks = Masks(Index(crowded.event(seed)))
    few = quietest(masks)
    for party, item in enumerate(masks.index.problem.parties):
        slots = masks.instants.slots
        open_slots = sorted({i % slots for i in bits(masks.base[party] & masks.instants.presence)})
        for taken in range(few.shape[1]):
            ways = [
                breaks(masks.index, set(some))
                for size in range(-(-taken // item.teams), min(taken, len(open_slots)) + 1)
                for some in combinations(open_slots, size)
            ]
            assert few[party, taken] == min(ways, default=NEVER)


@pytest.mark.parametrize("seed", range(25))
def test_no_plan_of_the_highest_weight_has_fewer_breaks(seed: int) -> None:
    problem = crowded.event(seed)
    order = (MANDATORY, WEIGHT, BREAKS, MINIMUM)
    problem = replace(problem, rules=replace(problem.rules, objectives=order))
    best = brute.optimum(problem)
    assert best is not None
    values, plan = best
    masks = Masks(Index(problem))
    few = quietest(masks)
    served = [masks.index.request_at[a.request] for a in plan]
    assert fewest_of_each(masks, few, served) <= values[BREAKS]
    selection = Coarse(masks)
    seek_quiet(selection, few, values[WEIGHT])
    found = relax(selection.system, None, 1)
    assert found is not None
    assert -found.bound <= values[BREAKS]


def test_a_party_that_meets_all_day_has_the_breaks_of_its_absences() -> None:
    """Five slots, the middle one closed to the host: four meetings need both sides of it."""
    clocks = ("09:00", "09:45", "10:30", "11:15", "12:00")
    slots = tuple(examples.slot(f"s{n}", 11, "morning", clock) for n, clock in enumerate(clocks))
    host = Party("host", slots=tuple(slot.id for n, slot in enumerate(slots) if n != 2))
    guests = [Party(f"g{n}") for n in range(4)]
    problem = Problem(
        slots=slots,
        parties=(host, *guests),
        requests=tuple(Request(f"r{n}", ("host", f"g{n}")) for n in range(4)),
        places=(Place("table", slots[0].venues[0], capacity=9),),
        venues=tuple(Venue(name) for name in slots[0].venues),
    )
    breaks_of = solve(problem, stop=Stop(seconds=None, work=5.0)).objective(BREAKS)
    assert (breaks_of.value, breaks_of.bound) == (1, 1)
