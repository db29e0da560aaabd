"""Tests of the least breaks: against every way to be busy, and against brute force."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from rendezvous.problem import (
    BREAKS,
    MANDATORY,
    MINIMUM,
    WEIGHT,
    Assignment,
    Busy,
    Party,
    Place,
    Problem,
    Request,
    Travel,
    Venue,
)
from rendezvous.solver import Stop, choosing, solve
from rendezvous.solver.choosing import DAILY, NODES, Choosing
from rendezvous.solver.coarse import Coarse, capacities, days_of
from rendezvous.solver.figures import breaks
from rendezvous.solver.index import Index
from rendezvous.solver.instants import bits
from rendezvous.solver.lp import relax
from rendezvous.solver.masks import Masks
from rendezvous.solver.model import Limits
from rendezvous.solver.parity import add_cuts
from rendezvous.solver.quiet import NEVER, fewest_of_each, quietest, seek_quiet
from rendezvous.solver.seating import seating
from rendezvous.solver.stages import SHORTFALL
from rendezvous.solver.whole import solve_whole

from . import brute, crowded, examples
from .test_search import breaches

UNLIMITED = Limits(None, None, 1, 0)


@pytest.mark.parametrize("seed", range(12))
def test_what_a_party_needs_at_least_is_what_its_best_slots_give(seed: int) -> None:
    masks = Masks(Index(crowded.event(seed)))
    days = days_of(masks)
    for spans in ([range(masks.instants.slots)], days):
        for span, few in zip(spans, quietest(masks, spans), strict=True):
            for party in range(len(masks.base)):
                room = rooms(masks, party, span)
                ways = [
                    (len(some), sum(room[slot] for slot in some), breaks(masks.index, set(some)))
                    for size in range(len(room) + 1)
                    for some in combinations(room, size)
                ]
                inside = [day for day in days if day.start in span]
                reach = sum(longest(masks, party, day) for day in inside)
                for taken in range(few.shape[1]):
                    best = [b for low, high, b in ways if low <= taken <= min(high, reach)]
                    assert few[party, taken] == min(best, default=NEVER)


def rooms(masks: Masks, party: int, span: range) -> dict[int, int]:
    """Return how many meetings a party could hold in each slot in which it could hold any."""
    most = capacities(masks)[party]
    asked: dict[int, set[int]] = {}
    for request, allowed in enumerate(masks.allowed):
        if party in masks.index.pair[request]:
            for start in {masks.instants.slot(i) for i in bits(allowed)}:
                for slot in range(start, start + masks.length[request]):
                    asked.setdefault(slot, set()).add(request)
    found = {slot: min(int(most[slot]), len(asked.get(slot, ()))) for slot in span}
    return {slot: number for slot, number in found.items() if number}


def longest(masks: Masks, party: int, day: range) -> int:
    """Return the slots of the longest meetings that a party could hold on a day."""
    lengths = [
        masks.length[request]
        for request, allowed in enumerate(masks.allowed)
        if party in masks.index.pair[request]
        and any(masks.instants.slot(i) in day for i in bits(allowed))
    ]
    most = masks.index.problem.parties[party].max_per_day
    return sum(sorted(lengths, reverse=True)[:most])


def best_of(seed: int, *order: str) -> tuple[Problem, dict[str, int], tuple[Assignment, ...]]:
    """Return a small event with its objectives in an order, and the best there is."""
    problem = crowded.event(seed)
    problem = replace(problem, rules=replace(problem.rules, objectives=order))
    best = brute.optimum(problem)
    assert best is not None
    return problem, *best


@pytest.mark.parametrize("by_day", [False, True])
@pytest.mark.parametrize("seed", range(40))
def test_no_plan_of_the_highest_weight_has_fewer_breaks(seed: int, by_day: bool) -> None:
    problem, values, plan = best_of(seed, MANDATORY, WEIGHT, BREAKS, MINIMUM)
    masks = Masks(Index(problem))
    served = [masks.index.request_at[a.request] for a in plan]
    assert fewest_of_each(masks, quietest(masks)[0], served) <= values[BREAKS]
    selection = Coarse(masks, by_day=by_day)
    seek_quiet(selection, quietest(masks, selection.spans), values[WEIGHT])
    found = relax(selection.system, None, 1)
    assert found is not None
    assert -found.bound <= values[BREAKS]


@pytest.mark.parametrize("seed", range(40))
def test_neither_cuts_nor_what_minimums_may_lack_forbid_the_best_plan(seed: int) -> None:
    problem, values, _ = best_of(seed, MANDATORY, WEIGHT, MINIMUM, BREAKS)
    selection = Coarse(Masks(Index(problem)), by_day=True)
    selection.lack_at_most(values[SHORTFALL])
    seek_quiet(selection, quietest(selection.masks, selection.spans), values[WEIGHT])
    system = selection.system
    for _ in range(6):
        found = relax(system, None, 1)
        assert found is not None
        assert -found.bound <= values[BREAKS]
        if not add_cuts(system, selection.request, found.shares):
            break
    shares = solve_whole(system, nodes=NODES)
    assert shares is not None
    solution = np.rint(shares).astype(np.int64)
    rows, columns, coefficients, low, high = system.gather()
    reached = np.zeros(system.height, np.int64)
    np.add.at(reached, rows, coefficients * solution[columns])
    assert ((low <= reached) & (reached <= high)).all()
    assert -found.bound <= -int(system.weights @ solution) <= values[BREAKS]


def chosen(problem: Problem) -> Choosing:
    """Return what has chosen the requests of a problem, without a limit."""
    choosing = Choosing(Masks(Index(problem)), [], lambda: UNLIMITED, lambda _: None, lambda: None)
    choosing.begin()
    choosing.improve()
    return choosing


@pytest.mark.parametrize("seed", range(12))
def test_what_is_served_quietly_is_worth_as_much(seed: int) -> None:
    problem = crowded.open_spread(crowded.fair(seed))
    first, again = chosen(problem), chosen(problem)
    score, before = first.table.score, first.table.at.copy()
    assert not first.serve_quietly(UNLIMITED)
    assert first.table.at == before
    for made in (first, again):
        few = quietest(made.masks)
        made.least_breaks(few, made.table.weight, UNLIMITED, made.shortfall)
        done = made.serve_quietly(UNLIMITED)
        assert made.table.score >= score
        assert done or made.table.at == before
    assert first.table.at == again.table.at
    assert breaches(problem, seating(first.table)) == []


def test_of_two_choices_worth_as_much_the_quiet_one_is_served() -> None:
    """Three of four meetings find a table; one host has a gap between its slots, the other none."""
    clocks = ("09:00", "09:45", "10:30")
    slots = tuple(examples.slot(f"s{n}", 11, "morning", clock) for n, clock in enumerate(clocks))
    hosts = (Party("gap", slots=("s0", "s2")), Party("even", slots=("s0", "s1")))
    guests = [Party(f"{host.id}{n}") for host in hosts for n in range(2)]
    problem = Problem(
        slots=slots,
        parties=(*hosts, *guests),
        requests=tuple(Request(g.id, (g.id[:-1], g.id)) for g in guests),
        places=(Place("table", slots[0].venues[0], capacity=1),),
        venues=tuple(Venue(name) for name in slots[0].venues),
    )
    masks = Masks(Index(problem))
    choosing = Choosing(masks, [], lambda: UNLIMITED, lambda _: None, lambda: None)
    for request, slot in ((0, 0), (1, 2), (2, 1)):
        assert choosing.table.put(request, masks.instants.at(slot, 0))
    assert choosing.least_breaks(quietest(masks), 3, UNLIMITED) == 0
    assert choosing.serve_quietly(UNLIMITED)
    assert sum(m is not None for m in choosing.table.at) == 3
    assert None not in choosing.table.at[2:]


@pytest.mark.parametrize(("daily", "necessary"), [(DAILY, 1), (0, 0)])
def test_what_a_day_makes_necessary_counts_where_days_are_looked_at(
    daily: int, necessary: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two guests only on one day, of which the host misses the middle; a day more has no use."""
    monkeypatch.setattr(choosing, "DAILY", daily)
    clocks = ("09:00", "09:45", "10:30")
    days = [
        tuple(examples.slot(f"{day}-{n}", day, "morning", clock) for n, clock in enumerate(clocks))
        for day in (11, 12)
    ]
    host = Party("host", slots=("11-0", "11-2", *(slot.id for slot in days[1])))
    guests = [Party(f"g{n}", slots=tuple(slot.id for slot in days[0])) for n in range(2)]
    guests += [Party("other", slots=tuple(slot.id for slot in days[1]))]
    problem = Problem(
        slots=(*days[0], *days[1]),
        parties=(host, *guests),
        requests=tuple(Request(f"r-{g.id}", ("host", g.id)) for g in guests),
        places=(Place("table", days[0][0].venues[0], capacity=9),),
        venues=tuple(Venue(name) for name in days[0][0].venues),
    )
    limits = Limits(None, None, 1, 0)
    masks = Masks(Index(problem))
    chooser = Choosing(masks, [], lambda: limits, lambda _: None, lambda: None)
    assert chooser.least_breaks(quietest(masks), 3, limits) == necessary


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


def test_teams_in_two_venues_are_counted_together() -> None:
    """What hinders a team at one venue, and another at the other, leaves three of three teams."""
    slots = tuple(
        replace(examples.slot(f"s{n}", 11, "morning", clock), venues=("v0", "v1"))
        for n, clock in enumerate(("09:00", "10:30", "12:00"))
    )
    early = Busy("early", "host", slots[0].start, slots[0].end, "v1", 1)
    late = Busy("late", "host", slots[2].start, slots[2].end, "v0", 1)
    problem = Problem(
        slots=slots,
        parties=(Party("host", teams=3), Party("guest")),
        requests=(Request("r", ("host", "guest")),),
        places=(Place("table", "v0"),),
        venues=(Venue("v0"), Venue("v1")),
        travel=(Travel(("v0", "v1"), 90),),
        busy=(early, late),
    )
    assert list(capacities(Masks(Index(problem)))[0]) == [2, 3, 2]
    without = replace(problem, parties=(Party("host", teams=2), Party("guest")))
    assert list(capacities(Masks(Index(without)))[0]) == [1, 2, 1]
    alike = replace(problem, busy=(early, replace(late, id="also", venue="v1", teams=2)))
    assert list(capacities(Masks(Index(alike)))[0]) == [2, 3, 1]
