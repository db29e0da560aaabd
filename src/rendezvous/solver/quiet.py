"""How few breaks a party can have with so many busy slots, and all parties in any plan.

A party's own slots say much: who meets in 22 of 23 slots has the breaks that the gaps between them
make. Per party that is counted exactly, whoever the others are (:func:`quietest`). For a choice of
requests the sum is a bound; for any choice of so much weight, the coarse relaxation says which
parties must meet how often (:func:`seek_quiet`).
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Final

import numpy as np

from .instants import bits
from .lp import Whole
from .masks import Masks
from .relaxation import Selection

NEVER: Final = 1 << 20
"""More breaks than there are: a number of busy slots that cannot be had."""


def quietest(masks: Masks) -> Whole:
    """Return the fewest breaks by party (row) and slots taken by its meetings (column).

    A party of several teams may hold several meetings in a slot. NEVER where it has not the time.
    """
    index, slots = masks.index, masks.instants.slots
    period = index.half if index.problem.rules.lunch_exempt else index.day
    here = np.zeros((len(masks.base), slots), bool)
    for party, base in enumerate(masks.base):
        for instant in bits(base & masks.instants.presence):
            here[party, masks.instants.slot(instant)] = True
    before = np.full((len(here), slots + 1), NEVER, np.int64)
    before[:, 0] = 0
    busy, idle, after = (np.full_like(before, NEVER) for _ in range(3))
    for slot in range(slots):
        if slot and period[slot] != period[slot - 1]:
            before = np.minimum(np.minimum(before, busy), after)
            busy, idle, after = (np.full_like(before, NEVER) for _ in range(3))
        one_more = np.full_like(before, NEVER)
        one_more[:, 1:] = np.minimum(np.minimum(before, busy), idle)[:, :-1]
        one_more[~here[:, slot]] = NEVER
        idle, after = np.minimum(idle, busy + 1), np.minimum(after, busy)
        busy = one_more
    by_busy_slots = np.minimum(np.minimum(np.minimum(before, busy), after), NEVER)
    return _by_meetings(by_busy_slots, [party.teams for party in index.problem.parties])


def _by_meetings(by_busy_slots: Whole, teams: list[int]) -> Whole:
    """Return what is fewest by the slots of meetings, some of which teams hold at once."""
    parties, width = by_busy_slots.shape
    found = np.full((parties, (width - 1) * max(teams, default=1) + 1), NEVER, np.int64)
    for party, several in enumerate(teams):
        for taken in range((width - 1) * several + 1):
            some = by_busy_slots[party, -(-taken // several) : taken + 1]
            found[party, taken] = some.min()
    return found


def fewest_of_each(masks: Masks, few: Whole, requests: Iterable[int]) -> int:
    """Return how few breaks there are at least when just these requests are served."""
    taken = [0] * len(masks.base)
    for request in requests:
        for party in masks.index.pair[request]:
            taken[party] += masks.length[request]
    return int(sum(few[party, slots] for party, slots in enumerate(taken)))


def seek_quiet(selection: Selection, few: Whole, weight: int) -> None:
    """Seek not weight, of which there must be so much, but few breaks.

    The bound is then one on the breaks, with a minus: each party's are at least what the largest
    convex function below ``few`` says.
    """
    index, system = selection.masks.index, selection.system
    steps = [(party, *step) for party, mine in enumerate(few) for step in _hull(mine.tolist())]
    loud = sorted({party for party, *_ in steps})
    selection.weigh_at_least(weight)
    first = len(system.weights)
    column = np.full(len(few), -1, np.int64)
    column[loud] = np.arange(len(loud)) + first
    most = np.array([max(n for n in few[party] if n < NEVER) for party in loud], np.int64)
    system.weights = np.concatenate((system.weights, np.full(len(loud), -1)))
    system.upper = np.concatenate((system.upper, most))
    pairs = np.array(index.pair, np.int64).reshape(-1, 2)
    mine: list[list[int]] = [[] for _ in few]
    for side in (0, 1):
        for entry, party in enumerate(pairs[selection.request, side].tolist()):
            mine[party].append(entry)
    rows, columns, factors, limits = [], [], [], []
    for n, (party, start, breaks, run, rise) in enumerate(steps):
        served = np.array(mine[party], np.int64)
        rows.append(np.full(len(served) + 1, n))
        columns.append(np.append(served, column[party]))
        factors.append(np.append(rise * selection.length[served], -run))
        limits.append(rise * start - run * breaks)
    if steps:
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
