"""As few meetings as possible cancelled, then moved, then put elsewhere, with a proof.

The whole program is not needed for that. *Free* requests have all their options; the other meetings
of the earlier plan have their own slot and two ways out of the program: to be moved, or to be
cancelled, to nobody knows where. A meeting that is out takes nothing from anybody and counts as
what it is said to be, so the program can only promise too much: its optimum is a bound on every
plan. Where the optimum lets nobody out, it is a plan as well, and no plan is better. Else those it
lets out are set free, and the program is solved again. At first only what the changes hit is free.

A meeting that is out to be moved still takes its share of what its parties and interpreters can do
in all (:mod:`.shares`): without that, every meeting of a party with too many would have to be set
free before one of them is given up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final

from ..errors import InputError
from .earlier import Earlier
from .index import Option
from .leaving import LITTLE, Relaxation
from .masks import Masks
from .mending import mend
from .model import Limits
from .overfull import Half, confined, halves, staying
from .patching import patch
from .placing import Cut, place
from .program import INFINITY, Program, Row
from .shares import dropped
from .staying import stay
from .tiers import Mended, Values, choose
from .tight import Lowest

PHASES: Final = (range(1), range(1, 4))
"""The tiers that are sought together: requests mandatory; cancelled, moved and relocated."""

LATE: Final = 0.4
"""The share of what time is left at first after which no more is set free, and what is found has to
do."""

LARGE: Final = 5000
"""Columns of places beyond which changes of place that may be saved are not looked for further: the
program of all else is many times as large."""

FAIR: Final = 2000
"""Meetings of the earlier plan up to which half-days are looked at by themselves."""

WORK: Final = 2e-5
"""Units of work for each column of a relaxation."""


class Sparing:
    """The search for the fewest changes.

    ``best`` is the best plan so far. ``limits`` says what the next search may take, ``worked``
    hears what it took, and ``spent`` says which share of all is spent.
    """

    def __init__(
        self,
        earlier: Earlier,
        masks: Masks,
        limits: Callable[[], Limits],
        worked: Callable[[float], None],
        spent: Callable[[], float],
    ) -> None:
        self.earlier = earlier
        self.masks = masks
        self.limits = limits
        self.worked = worked
        self.spent = spent
        self.spread = earlier.index.problem.rules.spread
        self.free: set[int] = set()
        self.dear: set[Option] = set()
        """Options that no better plan can take."""
        self.cuts: list[tuple[Option, ...]] = []
        self.sure = sure(earlier)
        self.known: dict[Values, int] = {}
        """What a tier is at least, by the values of the tiers above it."""
        self.halves: list[Half] = []
        """Half-days of which it is known how many meetings leave their slots at least."""
        self.lost = 0
        """Meetings cancelled at least."""
        self.leaving = 0
        """Meetings that leave their slots at least, those that are cancelled counted twice."""
        self.best: Mended | None = None
        self.late = LATE
        """The share of all that may be spent before no more is set free."""
        self.reached = 0
        """The last bound on the cost of the tiers that are sought."""

    def run(self, done: Callable[[range], None]) -> None:
        """Search; InputError when pinned meetings contradict each other.

        ``done`` hears of tiers that are as good as they will get.
        """
        if self.spread is None:
            missing = [r for r in self.earlier.mandatory if r not in self.earlier.meetings]
            self._set_free([*self.earlier.hit, *missing, *self._awaited()])
        else:
            self._set_free(range(len(self.earlier.index.problem.requests)))
        if self.spread is None:
            self.best = mend(self.earlier, self.masks)
        if self._placed() or self._proven(range(4)):
            for tiers in PHASES:
                done(tiers)
            return
        self.late = LATE + (1 - LATE) * self.spent()
        self.program = self._program()
        if self.best is None:
            patched = patch(self.earlier, self.program)
            self.best = None if patched is None else patched.mended
        if self.best is None:
            self._searched(PHASES[0])
        step = self._relaxed if self.spread is None else self._searched
        for tiers in PHASES:
            self.dear.clear()
            self.reached = 0
            while not self._proven(tiers) and self.spent() < 1 and step(tiers):
                pass
            done(tiers)

    def _placed(self) -> bool:
        """Where what is hit may stay in its slot, see to places first.

        Return whether that has to do: only other places are at stake, and many.
        """
        earlier = self.earlier
        served = all(r in earlier.meetings for r in earlier.mandatory) and not self._awaited()
        if self.best is None or self.best.values[0] or not served:
            return False
        if not self.sure[3] or self._proven(PHASES[1]) or self.spent() >= 1:
            return False
        return self._confined() if len(earlier.meetings) <= FAIR else self._stayed()

    def _confined(self) -> bool:
        """See which half-days are too full, and if so few moves will do: see :mod:`.overfull`.

        Return whether that has to do: the meetings to be moved are known.
        """
        earlier = self.earlier
        found = halves(earlier, self.limits, self.worked)
        self.lost = cancelled = max(self.sure[1], dropped(earlier.index, earlier.meetings))
        if found is None:
            return False
        self.halves = found
        leaving = sum(half.least for half in found)
        self._learn(PHASES[1], (cancelled, max(0, leaving - cancelled)))
        if cancelled > leaving:
            return False
        seen = confined(earlier, found, cancelled, 0, self.limits())
        self.worked(seen.work)
        if seen.elsewhere is not None:
            self._learn(PHASES[1], (cancelled, leaving - cancelled, seen.elsewhere))
            return seen.chosen is not None and self._take(seen.program, seen.chosen)
        self._learn(PHASES[1], (cancelled, leaving - cancelled + 1))
        self.leaving = leaving + 1 + cancelled
        seen = confined(earlier, found, cancelled, 1, self.limits())
        self.worked(seen.work)
        if seen.chosen is not None:
            self._take(seen.program, seen.chosen)
        return False

    def _stayed(self) -> bool:
        """Where all that is hit can stay in its slot, try that: see :mod:`.staying`.

        Return whether that has to do: only other places are at stake, and many.
        """
        earlier = self.earlier
        if self.best is None or any(self.sure[:3]):
            return False
        meetings = self.best.meetings
        kept = {o: meetings[o] for o in earlier.exact.values() if o in meetings}
        if len(kept) < len(earlier.exact):
            return False
        stayed = stay(earlier, self.masks, kept, self.limits())
        self.worked(stayed.width * WORK)
        self.known[0, 0, 0] = stayed.bound
        if stayed.mended is not None and stayed.mended.values < self.best.values:
            self.best = stayed.mended
        return stayed.width > LARGE and self._proven(range(3))

    def bound(self, tier: int) -> int:
        """Return what a tier cannot be less than with those above it as they stand."""
        if self.best is None:
            return self.sure[0] if tier == 0 else 0
        above = self.best.values[:tier]
        known = self.known.get(above, 0)
        return max(known, self.sure[tier]) if above == self.sure[:tier] else known

    def _proven(self, tiers: range) -> bool:
        """Whether some tiers are as small as they can be."""
        return self.best is not None and all(
            self.best.values[tier] == self.bound(tier) for tier in tiers
        )

    def _above(self, tiers: range) -> Values:
        return () if self.best is None else self.best.values[: tiers.start]

    def _learn(self, tiers: range, least: Values) -> None:
        """Note what some tiers cannot be less than."""
        above = self._above(tiers)
        for value in least:
            self.known[above] = max(value, self.known.get(above, 0))
            above = (*above, value)

    def _set_free(self, requests: Iterable[int]) -> None:
        """Give requests all their options, and what they wait for, unless that is planned."""
        index = self.earlier.index
        todo = list(requests)
        while todo:
            request = todo.pop()
            if request not in self.free:
                self.free.add(request)
                before = (index.request_at[r] for r in index.problem.requests[request].after)
                todo += [r for r in before if r not in self.earlier.meetings]

    def _awaited(self) -> list[int]:
        """Return what earlier meetings must come after though the earlier plan does not have it."""
        index = self.earlier.index
        names = (name for r in self.earlier.meetings for name in index.problem.requests[r].after)
        return [
            r for r in map(index.request_at.__getitem__, names) if r not in self.earlier.meetings
        ]

    def _program(self) -> Program:
        """Return the program of the free requests and of what is left of the earlier plan."""
        options = [o for r in self.free for o in self.earlier.options(r) if o not in self.dear]
        options += [
            o for r in self.earlier.exact if r not in self.free for o in self.earlier.here(r)
        ]
        program = self.earlier.program(options)
        at = {option: column for column, option in enumerate(program.index.options)}
        for cut in self.cuts:
            columns = [at[option] for option in cut if option in at]
            if len(columns) < len(cut):
                continue
            program.rows.append(Row(columns, [1] * len(columns), -INFINITY, len(columns) - 1))
        return program

    def _relaxation(self, tiers: range) -> Relaxation:
        above = self._above(tiers)
        relaxation = Relaxation(self.earlier, self.program, self.free, above, len(tiers))
        relaxation.rows += [half.stay(self.earlier, self.program) for half in self.halves]
        if self.lost:
            row = relaxation.counted[1].at_most(self.lost)
            relaxation.rows.append(row._replace(low=row.high, high=INFINITY))
        if self.leaving:
            relaxation.rows.append(self._leaving(relaxation))
        return relaxation

    def _leaving(self, relaxation: Relaxation) -> Row:
        """Return the row that says how many leave their slots at least, the cancelled twice."""
        costs, base, _ = relaxation.counted[1]
        terms = dict(costs)
        meetings = self.earlier.meetings
        for column in staying(self.earlier, self.program, meetings):
            terms[column] = terms.get(column, 0) - 1
        low = self.leaving - len(meetings) - base
        return Row(list(terms), list(terms.values()), low, INFINITY)

    def _grow(self, out: Iterable[int]) -> None:
        self._set_free(out)
        self.program = self._program()

    def _relaxed(self, tiers: range) -> bool:
        """Bound some tiers by the linear relaxation; return whether there is more to do.

        Where it lets nobody out, look for a plan near the bound, then close the gap between them.
        """
        relaxation = self._relaxation(tiers)
        found = relaxation.lowest(self.limits().seconds)
        self.worked(relaxation.width * WORK)
        if found is None:
            return False
        self._learn(tiers, relaxation.digits(found.bound + relaxation.base))
        if self.best is not None:
            cost = relaxation.cost(self.best.values[tiers.start : tiers.stop])
            self.dear.update(relaxation.dear(found, cost))
        if self._proven(tiers):
            return False
        out = relaxation.leaving(found)
        rising, self.reached = (
            found.bound + relaxation.base > self.reached,
            found.bound + relaxation.base,
        )
        late = self.spent() > self.late
        if out and rising and not late:
            self._grow(out)
            return True
        chosen = relaxation.nearest(found, self.limits(), not late)
        self.worked(relaxation.width * WORK)
        if chosen is not None and not self._landed(relaxation, chosen, out):
            return True
        if out and not late and not self._proven(tiers):
            self._grow(out)
            return True
        if self.best is None or self._proven(tiers):
            return False
        return self._closed(tiers, relaxation, found) and not late

    def _landed(self, relaxation: Relaxation, chosen: frozenset[int], more: list[int]) -> bool:
        """Take a solution, those that it lets out being moved; False when that was not possible.

        Then they are set free, and some ``more``.
        """
        out = relaxation.out(chosen)
        if not out:
            return self._take(self.program, chosen)
        landed = relaxation.landed(chosen, self.limits())
        self.worked(relaxation.width * WORK)
        if landed is not None and self._take(*landed):
            return True
        self._grow([*out, *more])
        return False

    def _closed(self, tiers: range, relaxation: Relaxation, found: Lowest) -> bool:
        """Close the gap between the best plan and the bound; return whether there is more to do."""
        assert self.best is not None
        for tier in tiers[:-1]:
            if self.best.values[tier] != self.bound(tier):
                least = relaxation.upper(tier + 1 - tiers.start, self.limits().seconds)
                self.worked(relaxation.width * WORK)
                if least is not None:
                    self._learn(tiers, least)
        cost = relaxation.cost(self.best.values[tiers.start : tiers.stop])
        while not self._proven(tiers):
            chosen = relaxation.guess(found, cost, self._patience(tiers))
            self.worked(relaxation.width * WORK)
            if chosen is None:
                outcome = relaxation.cheaper(found, cost, self._patience(tiers))
                self.worked(outcome.work)
                if outcome.infeasible:
                    self._learn(tiers, relaxation.digits(cost))
                if outcome.chosen is None:
                    return False
                chosen = outcome.chosen
                self._learn(tiers, relaxation.digits(outcome.bound))
            if not self._landed(relaxation, chosen, []):
                return True
            cost = relaxation.cost(self.best.values[tiers.start : tiers.stop])
        return False

    def _patience(self, tiers: range) -> Limits:
        """Return limits for closing a gap: little where only other places are at stake."""
        limits = self.limits()
        if not self._proven(range(tiers.start, tiers.stop - 1)) or len(tiers) == 1:
            return limits
        seconds, work = limits.seconds, limits.work
        return replace(
            limits,
            seconds=None if seconds is None else min(LITTLE, seconds),
            work=None if work is None else min(LITTLE, work),
        )

    def _searched(self, tiers: range) -> bool:
        """Solve some tiers exactly; return whether there is more to do."""
        relaxation = self._relaxation(tiers)
        outcome = relaxation.solve(self.limits(), self.best, self.spread)
        self.worked(outcome.work)
        if outcome.infeasible:
            raise InputError(
                "baseline: its pinned meetings cannot all be held as they were; unpin some"
            )
        if outcome.chosen is None:
            return False
        self._learn(tiers, relaxation.digits(outcome.bound // relaxation.outs))
        out = relaxation.out(outcome.chosen)
        if out:
            self._grow(out)
            return outcome.proven
        return not self._take(self.program, outcome.chosen)

    def _take(self, program: Program, chosen: Iterable[int]) -> bool:
        """Note a solution that lets nobody out; if no places hold its meetings, cut it off."""
        options = program.index.options
        columns = frozenset(c for c in chosen if c < program.width)
        placed = place(program, columns)
        if isinstance(placed, Cut):
            self.cuts.append(tuple(options[c] for c in placed.columns))
            self.program = self._program()
            return False
        reached = choose(self.earlier, program, columns, placed)
        if self.best is None or reached.values < self.best.values:
            self.best = reached.mended
        return True


def sure(earlier: Earlier) -> Values:
    """Return what no plan can be better than for each meeting the changes hit, by itself."""
    ways = {r: earlier.options(r) for r in earlier.hit}
    lost = sum(not options for options in ways.values())
    stay = sum(any(o.slot == earlier.slot(r) for o in options) for r, options in ways.items())
    hopeless = [r for r in earlier.mandatory if r not in earlier.exact and not earlier.options(r)]
    return len(hopeless), lost, len(ways) - lost - stay, stay
