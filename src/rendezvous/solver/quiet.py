"""How few breaks a party can have with so many busy slots, and all parties in any plan.

A party's own slots say much: who meets in 22 of 23 slots has the breaks that the gaps between them
make. Per party that is counted exactly, whoever the others are (:func:`quietest`). For a choice of
requests the sum is a bound; for any choice of so much weight, the coarse relaxation says which
parties must meet how often (:func:`seek_quiet`): day by day, where that is not too large.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

import numpy as np

from .coarse import Coarse, capacities, days_of
from .lp import Whole
from .masks import Masks
from .relaxation import table

NEVER: Final = 1 << 20
"""More breaks than there are: a number of busy slots that cannot be had."""


def quietest(masks: Masks, spans: Iterable[range] | None = None) -> list[Whole]:
    """Return, for each of some spans of days, the fewest breaks of the parties in it.

    By party (row) and slots taken by its meetings (column); without ``spans``, in all slots. A
    party of several teams may hold several meetings in a slot. NEVER where it has not the time or
    the requests.
    """
    most = np.minimum(capacities(masks), _asked(masks))
    reach = _reach(masks)
    found = []
    for span in [range(masks.instants.slots)] if spans is None else spans:
        few = _quietest(masks, most, span)
        days = [day.start in span for day in days_of(masks)]
        few[np.arange(few.shape[1]) > reach[:, days].sum(axis=1, keepdims=True)] = NEVER
        found.append(few)
    return found


def _quietest(masks: Masks, most: Whole, span: range) -> Whole:
    """Return the fewest breaks in a span, of parties with so many meetings a slot at most."""
    index = masks.index
    period = index.half if index.problem.rules.lunch_exempt else index.day
    width = 1 + int(most[:, span].sum(axis=1).max(initial=0))
    before = np.full((len(most), width), NEVER, np.int64)
    before[:, 0] = 0
    busy, idle, after = (np.full_like(before, NEVER) for _ in range(3))
    for slot in span:
        if slot > span.start and period[slot] != period[slot - 1]:
            before = np.minimum(np.minimum(before, busy), after)
            busy, idle, after = (np.full_like(before, NEVER) for _ in range(3))
        begun = np.minimum(np.minimum(before, busy), idle)
        idle, after = np.minimum(idle, busy + 1), np.minimum(after, busy)
        busy = np.full_like(before, NEVER)
        for held in range(1, int(most[:, slot].max(initial=0)) + 1):
            able = most[:, slot] >= held
            busy[able, held:] = np.minimum(busy[able, held:], begun[able, :-held])
    return np.minimum(np.minimum(np.minimum(before, busy), after), NEVER)


def _asked(masks: Masks) -> Whole:
    """Return how many requests each party (row) has that could occupy each slot (column)."""
    instants = masks.instants
    starts = table(masks.allowed, instants.count).reshape(-1, instants.venues, instants.slots)
    begun = np.logical_or.reduce(starts, axis=1)
    occupied, length = begun.copy(), np.array(masks.length, np.int64)
    for later in range(1, max(masks.length, default=0)):
        occupied[length > later, later:] |= begun[length > later, :-later]
    found = np.zeros((len(masks.base), instants.slots), np.int64)
    for side in np.array(masks.index.pair, np.int64).reshape(-1, 2).T:
        np.add.at(found, side, occupied)
    return found


def _reach(masks: Masks) -> Whole:
    """Return the most slots that each party's meetings (row) could take on each day (column)."""
    parties = masks.index.problem.parties
    lengths: list[list[list[int]]] = [[[] for _ in masks.days] for _ in parties]
    for pair, allowed, length in zip(masks.index.pair, masks.allowed, masks.length, strict=True):
        for n, day in enumerate(masks.days):
            if allowed & day:
                for party in pair:
                    lengths[party][n].append(length)
    longest_first = [[sorted(some, reverse=True) for some in days] for days in lengths]
    found = [
        [sum(some[: party.max_per_day]) for some in days]
        for party, days in zip(parties, longest_first, strict=True)
    ]
    return np.array(found, np.int64).reshape(len(parties), len(masks.days))


def fewest_of_each(masks: Masks, few: Whole, requests: Iterable[int]) -> int:
    """Return how few breaks there are at least when just these requests are served."""
    taken = [0] * len(masks.base)
    for request in requests:
        for party in masks.index.pair[request]:
            taken[party] += masks.length[request]
    return int(sum(few[party, slots] for party, slots in enumerate(taken)))


def seek_quiet(selection: Coarse, few: Sequence[Whole], weight: int) -> None:
    """Seek not weight, of which there must be so much, but few breaks.

    The bound is then one on the breaks, with a minus: each party's in each of the relaxation's
    spans are at least what the largest convex function below ``few`` says.
    """
    system, spans = selection.system, len(selection.spans)
    owners = np.concatenate([selection.columns_of(side) for side in (0, 1)])
    order = np.argsort(owners, kind="stable")
    parties = len(few[0]) if few else 0
    ends = np.searchsorted(owners[order], np.arange(parties * spans + 1))
    served = order % max(1, len(selection.request))
    selection.weigh_at_least(weight)
    first = len(system.weights)
    rows, columns, factors = [], [], []
    limits: list[int] = []
    most: list[int] = []
    for owner in range(parties * spans):
        party, span = divmod(owner, spans)
        mine = served[ends[owner] : ends[owner + 1]]
        counts = few[span][party].tolist()
        steps = _hull(counts)
        for start, breaks, run, rise in steps:
            rows.append(np.full(len(mine) + 1, len(limits)))
            columns.append(np.append(mine, first + len(most)))
            factors.append(np.append(rise * selection.length[mine], -run))
            limits.append(rise * start - run * breaks)
        if steps:
            most.append(max(n for n in counts if n < NEVER))
    system.weights = np.concatenate((system.weights, np.full(len(most), -1)))
    system.upper = np.concatenate((system.upper, np.array(most, np.int64)))
    if limits:
        system.add(
            np.concatenate(rows),
            np.concatenate(columns),
            np.array(limits, np.int64),
            coefficients=np.concatenate(factors),
        )


def _hull(few: list[int]) -> list[tuple[int, int, int, int]]:
    """Return the rising pieces of the largest convex function below: start, breaks, run, rise."""
    corners: list[tuple[int, int]] = []
    for taken, breaks in enumerate(few):
        if breaks >= NEVER:
            continue
        while len(corners) > 1:
            (a, low), (b, high) = corners[-2:]
            if (high - low) * (taken - b) < (breaks - high) * (b - a):
                break
            corners.pop()
        corners.append((taken, breaks))
    return [(a, low, b - a, high - low) for (a, low), (b, high) in pairwise(corners) if high > low]
