"""When to hold given meetings so that breaks are fewest, as clauses for a SAT solver.

The requests to serve are given; what is asked is a schedule with at most so many breaks. Beside
the program's rows the clauses say what follows from them and what no solver sees by itself:

* A party of one team is busy in exactly as many slots as its meetings take.
* A party without breaks, whose slots are all of one day, is busy in one run of just that length:
  it has finished before slot t exactly if it had started that many slots earlier.
* Where one row limits all meetings of a slot to L: the meetings that touch a set S of parties are
  at most L. They number the busy parties of S less the meetings within S. Taken for both sides of
  a large cut of the graph of meetings, this counts meetings from whom they occupy, before it is
  known who meets whom. (The first two are the implied constraints of Bofill et al., JAIR 74
  (2022); the cut is our own. ADR 6 has measurements.)

Spread: while some party surely has no break, "each at most d breaks" is exactly "no two parties
more than d apart".
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from .clauses import Clauses
from .program import Program, Row, Scarce

MANY: Final = 12
"""From so many literals on, those that exclude each other are counted as one."""
CUT_STARTS: Final = 8
"""Random beginnings of the descent for a large cut."""


@dataclass(frozen=True)
class Timing:
    """Clauses, the variable of each column, and what to assume for at most n breaks, step by step.

    ``whole``: the last step assumes nothing, so that beyond it there is no solution at all.
    """

    clauses: Clauses
    variable: dict[int, int]
    steps: list[list[int]]
    whole: bool

    def chosen(self, true: Collection[int]) -> frozenset[int]:
        """Return the columns that a solution chooses, given its true variables."""
        return frozenset(column for column, name in self.variable.items() if name in true)


def spread_is_per_party(program: Program, requests: Iterable[int]) -> bool:
    """Whether some party certainly has no break: it holds at most one meeting."""
    served = set(requests)
    return any(len(served.intersection(mine)) <= 1 for mine in program.of_party)


def timing(program: Program, requests: Sequence[int], most: int) -> Timing:
    """Return clauses for serving just these requests, counting breaks up to ``most``.

    A spread rule is expressed only where :func:`spread_is_per_party` holds, or for fewer breaks
    than there are parties.
    """
    return _Writer(program, requests).write(most)


class _Writer:
    def __init__(self, program: Program, requests: Sequence[int]) -> None:
        self.program = program
        self.index = program.index
        self.requests = requests
        self.clauses = Clauses()
        kept = program.columns(requests)
        self.variable = {column: self.clauses.variable() for column in kept}
        options = self.index.options
        lengths = [request.length for request in self.index.problem.requests]
        self.at: list[dict[int, list[int]]] = [defaultdict(list) for _ in program.of_party]
        """Per party and slot the columns that occupy it."""
        self.in_slot: dict[int, list[int]] = defaultdict(list)
        for column in kept:
            if column >= len(options):
                continue
            option = options[column]
            for slot in range(option.slot, option.slot + lengths[option.request]):
                self.in_slot[slot].append(column)
                for party in self.index.pair[option.request]:
                    self.at[party][slot].append(column)
        self.exclusive: dict[int, list[int]] = defaultdict(list)
        """Per column the rows that allow one of their columns only."""
        for n, row in enumerate(program.rows):
            if row.high == 1 and set(row.coefficients) == {1}:
                for column in row.columns:
                    self.exclusive[column].append(n)
        self.gathers: dict[tuple[int, ...], int] = {}
        self.load = [
            sum(lengths[r] for r in set(requests).intersection(mine)) for mine in program.of_party
        ]
        self.busy: list[dict[int, int]] = [{} for _ in program.of_party]

    def write(self, most: int) -> Timing:
        by_request = self.program.by_request
        for request in self.requests:
            self.clauses.exactly_one([self.variable[c] for c in by_request[request]])
        for row in self.program.rows:
            if row.scarce != Scarce.REQUEST:
                self.clauses.row(row, self.variable, partial(self._gathered, row))
        for party, users in enumerate(self.at):
            self._busy(party, users)
        self._cuts()
        breaks: list[int] = []
        spread = self.index.problem.rules.spread
        for party in range(len(self.at)):
            mine = self._breaks(party)
            if spread is not None:
                self.clauses.at_most(mine, spread)
            breaks += mine
        outputs = self.clauses.counter(breaks, most)
        whole = len(outputs) == len(breaks)
        steps = [[-output] for output in outputs] + ([[]] if whole else [])
        return Timing(self.clauses, self.variable, steps, whole)

    def _gathered(self, row: Row, literals: list[int]) -> list[int]:
        """Return literals as many of which are true, with one for those that exclude each other.

        Requests whose meetings one team must attend, at one time, count as one: a counter of a few
        dozen is a small part of one of several hundreds.
        """
        if len(literals) < MANY or not {1, -1}.issuperset(row.coefficients):
            return literals
        column_of = {self.variable[c]: c for c in row.columns if c in self.variable}
        groups: dict[int, list[int]] = defaultdict(list)
        for literal in literals:
            for n in self.exclusive[column_of[literal]] if literal > 0 else ():
                groups[n].append(literal)
        left = set(literals)
        found: list[int] = []
        for n in sorted(groups, key=lambda n: (-len(groups[n]), n)):
            group = [literal for literal in groups[n] if literal in left]
            if len(group) > 1:
                key = tuple(group)
                if key not in self.gathers:
                    self.gathers[key] = self.clauses.any_of(group)
                found.append(self.gathers[key])
                left.difference_update(group)
        return found + [literal for literal in literals if literal in left]

    def _busy(self, party: int, users: dict[int, list[int]]) -> None:
        for slot in sorted(users):
            self.busy[party][slot] = self.clauses.some([self.variable[c] for c in users[slot]])
        if self.index.problem.parties[party].teams == 1 and self.load[party] > 1:
            self.clauses.exactly(list(self.busy[party].values()), self.load[party])

    # -- the cuts ----------------------------------------------------------------------------

    def _cuts(self) -> None:
        """Limit whom a slot's places can occupy, where one row limits the slot's meetings."""
        limits = self._slot_limits()
        if not limits:
            return
        pairs = [self.index.pair[request] for request in self.requests]
        everybody = set(range(len(self.at)))
        side = _large_cut(len(self.at), pairs)
        for slot, limit in limits.items():
            busy = [self.busy[p][slot] for p in everybody if slot in self.busy[p]]
            self.clauses.at_most(busy, 2 * limit)
            for part in (side, everybody - side):
                self._touching(slot, part, limit)

    def _touching(self, slot: int, part: set[int], limit: int) -> None:
        busy = [self.busy[p][slot] for p in sorted(part) if slot in self.busy[p]]
        options = self.index.options
        within = [
            -self.variable[c]
            for c in self.in_slot[slot]
            if part.issuperset(self.index.pair[options[c].request])
        ]
        if len(busy) > limit:
            self.clauses.at_most(busy + within, limit + len(within))

    def _slot_limits(self) -> dict[int, int]:
        """Return the slots in which one row of places limits every meeting, and the limits."""
        whole = {frozenset(columns): slot for slot, columns in self.in_slot.items()}
        limits: dict[int, int] = {}
        for row in self.program.rows:
            if row.scarce == Scarce.PLACE and set(row.coefficients) == {1}:
                slot = whole.get(frozenset(c for c in row.columns if c in self.variable))
                if slot is not None:
                    limits[slot] = min(row.high, limits.get(slot, row.high))
        return limits

    # -- breaks ------------------------------------------------------------------------------

    def _breaks(self, party: int) -> list[int]:
        """Return literals as many of which are true as the party has breaks, or more."""
        if self.load[party] <= 1:
            return []
        index = self.index
        period = index.half if index.problem.rules.lunch_exempt else index.day
        busy = self.busy[party]
        days = sorted({period[slot] for slot in busy})
        one_run = len(days) == 1 and index.problem.parties[party].teams == 1
        breaks: list[int] = []
        for day in days:
            slots = [slot for slot, at in enumerate(period) if at == day]
            users = [busy.get(slot) for slot in slots]
            breaks += self._day(users, self.load[party] if one_run else None)
        return breaks

    def _day(self, busy: Sequence[int | None], run: int | None) -> list[int]:
        """Return a literal for each slot that could end a break of the day.

        ``run`` is how many slots the party is busy in that day, if that is sure.
        """
        add = self.clauses.add
        last = len(busy) - 1
        started = [self.clauses.variable() for _ in busy]
        unfinished = [self.clauses.variable() for _ in busy]
        for slot, now in enumerate(busy):
            some = [] if now is None else [now]
            for literal in some:
                add(-literal, started[slot])
                add(-literal, unfinished[slot])
            if slot:
                add(-started[slot - 1], started[slot])
                add(-unfinished[slot], unfinished[slot - 1])
            add(-started[slot], *some, *started[slot - 1 : slot])
            add(-unfinished[slot], *some, *unfinished[slot + 1 : slot + 2])
        ends: list[int] = []
        for slot in range(1, last):
            following = busy[slot + 1]
            if following is not None:
                idle = busy[slot]
                some = [] if idle is None else [idle]
                end = self.clauses.variable()
                ends.append(end)
                add(-started[slot - 1], *some, -following, end)
        if ends:
            self._unbroken(busy, started, unfinished, ends, run)
        return ends

    def _unbroken(
        self,
        busy: Sequence[int | None],
        started: list[int],
        unfinished: list[int],
        ends: list[int],
        run: int | None,
    ) -> None:
        """Say what a day without breaks is like: one run, of a known length if there is one."""
        add = self.clauses.add
        for slot, now in enumerate(busy):
            add(-started[slot], -unfinished[slot], *([] if now is None else [now]), *ends)
        if run is None or run > len(busy):
            return
        unbroken = self.clauses.variable()
        add(unbroken, *ends)
        for end in ends:
            add(-end, -unbroken)
        for slot in range(len(busy)):
            if slot >= run:
                add(-started[slot - run], -unfinished[slot], -unbroken)
                add(started[slot - run], unfinished[slot])
            else:
                add(unfinished[slot])
        add(started[len(busy) - run])


def _large_cut(parties: int, pairs: Sequence[tuple[int, int]]) -> set[int]:
    """Return one side of a cut that many meetings cross: descents by single moves, the best."""
    near: list[list[int]] = [[] for _ in range(parties)]
    for one, other in pairs:
        near[one].append(other)
        near[other].append(one)
    best: set[int] = set()
    most = -1
    for start in range(CUT_STARTS):
        rng = random.Random(start)  # noqa: S311 (a search, not a secret)
        side = [rng.random() < 0.5 for _ in range(parties)]
        order = list(range(parties))
        moved = True
        while moved:
            moved = False
            rng.shuffle(order)
            for party in order:
                same = sum(side[other] == side[party] for other in near[party])
                if 2 * same > len(near[party]):
                    side[party] = not side[party]
                    moved = True
        crossing = sum(side[one] != side[other] for one, other in pairs)
        if crossing > most:
            most, best = crossing, {p for p in range(parties) if side[p]}
    return best
