"""A program that meetings of the earlier plan may leave, at a price: see :mod:`.sparing`."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from typing import Final

from .earlier import Earlier
from .index import Option
from .model import Limits, Model, Outcome
from .program import INFINITY, Program, Row, Scarce
from .shares import Share, place_shares, shares
from .tiers import Mended, Tier, Values, tiers
from .tight import SCALE, WHOLE, Lowest, cheaper, lowest, whole

FEW: Final = 24
MANY: Final = 72
"""Meetings set free at once beside those that must be: few after few changes, never more than
many."""

SLACK: Final = 3
NEAR: Final = 12
"""How far above the bound to look first: so many meetings put elsewhere."""

LITTLE: Final = 0.5
"""Seconds, or units of work, to save or rule out one change of place more."""

LEAN: Final = 2e-5
"""Cost of what is only to be avoided among equals, such as a meeting that is out.

It takes no part in the bound, but the dual values found with it do: each of thousands of columns
may take as much from the bound, which must not come to one change."""


class Relaxation:
    """A program, the ways out of it, and what some tiers cost, those above being held.

    Columns are the program's, then one for each meeting that may be out to be moved, then one for
    each that may be out to be cancelled. ``above`` holds the values of the tiers above those
    sought, which are ``count``.
    """

    def __init__(
        self, earlier: Earlier, program: Program, free: set[int], above: Values, count: int
    ) -> None:
        self.earlier = earlier
        self.program = program
        self.free = free
        pinned = earlier.index.pinned
        rest = [r for r in earlier.exact if r not in free and r not in pinned]
        planned = [r for r, columns in enumerate(program.by_request) if columns]
        limits = shares(earlier.index, planned) + place_shares(earlier.index, planned)
        sharing = {r for share in limits for r in share.units}
        self.moved = {r: program.width + n for n, r in enumerate(rest)}
        after = program.width + len(rest)
        self.cancelled = {r: after + n for n, r in enumerate(r for r in rest if r in sharing)}
        self.width = after + len(self.cancelled)
        self.rows = [self._loosened(row) for row in program.rows]
        self.rows += [self._share(share) for share in limits]
        self.rows += [self._once(r) for r in (*rest, *pinned)]
        self.counted = counted = self._tiers()
        self.rows += [tier.at_most(most) for tier, most in zip(counted, above, strict=False)]
        self.costs = [0] * self.width
        self.below = counted[len(above) + count :]
        self.base = 0
        self.radices: list[int] = []
        self._count(counted[len(above) : len(above) + count])
        self.outs = 1 + len(self.moved) + len(self.cancelled)

    def _loosened(self, row: Row) -> Row:
        """Let a meeting that is out to be moved be early enough for those that wait for it."""
        if row.scarce is not Scarce.PRECEDENCE or row.subject not in self.moved:
            return row
        columns = [*row.columns, self.moved[row.subject]]
        return row._replace(columns=columns, coefficients=[*row.coefficients, -1])

    def _once(self, request: int) -> Row:
        """Hold a meeting of the earlier plan, unless it is out."""
        columns = [*self.program.by_request[request]]
        columns += [way[request] for way in (self.moved, self.cancelled) if request in way]
        return Row(columns, [1] * len(columns), 1, 1)

    def _share(self, share: Share) -> Row:
        """Let what is out to be moved take its share; only what is cancelled takes none."""
        columns: dict[int, int] = {}
        most = share.most
        for request, units in share.units.items():
            if request in self.cancelled:
                columns[self.cancelled[request]] = -units
                most -= units
            else:
                columns.update(dict.fromkeys(self.program.by_request[request], units))
        return Row(list(columns), list(columns.values()), -INFINITY, most)

    def _tiers(self) -> tuple[Tier, ...]:
        """Return what each tier counts, ways out included."""
        must = tuple(self.cancelled[r] for r in self.earlier.mandatory if r in self.cancelled)
        ways = (must, tuple(self.cancelled.values()), tuple(self.moved.values()), ())
        return tiers(self.earlier, self.program, self.moved, ways)

    def _count(self, sought: tuple[Tier, ...]) -> None:
        """Set what columns cost: the tiers as digits of one number."""
        unit = 1
        for tier in reversed(sought):
            self.base += tier.base * unit
            for column, cost in tier.costs.items():
                self.costs[column] += cost * unit
            self.radices.insert(0, 1 + tier.most)
            unit *= self.radices[0]

    def digits(self, cost: int) -> Values:
        """Return the tiers' values that a cost stands for."""
        digits: list[int] = []
        rest = max(0, cost)
        for radix in reversed(self.radices):
            rest, digit = divmod(rest, radix)
            digits.insert(0, digit)
        return tuple(digits)

    def lowest(self, seconds: float | None) -> Lowest | None:
        """Relax the program; the bound is one on what columns cost."""
        return lowest(self.rows, self.costs, self.lean, seconds)

    def upper(self, count: int, seconds: float | None) -> Values | None:
        """Return what the first tiers cannot be less than, by a relaxation of them alone.

        It may say more than the bound on all tiers, whose digits would rather have hundreds moved
        than one half cancelled. None when that was not done in time.
        """
        unit = math.prod(self.radices[count:])
        found = lowest(self.rows, [cost // unit for cost in self.costs], self.lean, seconds)
        return None if found is None else self.digits((found.bound + self.base // unit) * unit)

    @cached_property
    def lean(self) -> list[float]:
        """What is better among equals: nobody out, nobody moved, nobody sent elsewhere."""
        lean = [0.0] * self.width
        for column in range(self.program.width, self.width):
            lean[column] = LEAN
        for tier in self.below:
            for column, cost in tier.costs.items():
                lean[column] += LEAN * cost
        for column, option in enumerate(self.program.index.options):
            if option.request in self.free:
                lean[column] += LEAN * self.earlier.strange(option)
        return lean

    def leaving(self, found: Lowest) -> list[int]:
        """Return the meetings that the relaxation lets out, and some that it could as well.

        To set those free too saves rounds: they stand in the way of what is free, and the next
        round would let them out instead. None when it lets nobody out.
        """
        ways = (*self.moved.items(), *self.cancelled.items())
        out = dict.fromkeys(r for r, column in ways if found.shares[column] > WHOLE)
        pair = self.earlier.index.pair
        parties = {party for r in (*self.free, *out) for party in pair[r]}
        near = [
            r
            for r, column in ways
            if found.extra[column] < SCALE and r not in out and not parties.isdisjoint(pair[r])
        ]
        most = min(MANY, FEW + 4 * len(self.earlier.hit)) if out else 0
        return [*out, *dict.fromkeys(near[:most])]

    def dear(self, found: Lowest, cost: int) -> Iterator[Option]:
        """Yield options of free requests that no solution can take that costs less.

        Nor can any when more requests are set free: a solution of that program, its newly free
        requests let out where they move, is one of this program too, and no dearer.
        """
        most = cost - 1 - self.base
        for column, option in enumerate(self.program.index.options):
            kept = option == self.earlier.exact.get(option.request)
            if option.request in self.free and not kept and found.settled(column, most) == 0:
                yield option

    def nearest(self, found: Lowest, limits: Limits, leave: bool) -> frozenset[int] | None:
        """Return a solution as cheap as can be found; it lets somebody out only if told ``leave``.

        Columns that would cost more than the bound are left aside at first, then those that would
        cost more by a little. Where that leaves a gap, a little slack lets in many columns that
        save a move or a cancellation.
        """
        open_ones = self.width if leave else self.program.width
        best: Outcome | None = None
        for above in (0, SLACK, NEAR, None):
            values: list[int | None] = [
                None if above is None else found.settled(c, found.bound + above)
                for c in range(open_ones)
            ]
            values += [0] * (self.width - open_ones)
            outcome = whole(self.rows, self.costs, self.lean, values, limits.seconds, limits.seed)
            if outcome.infeasible:
                continue
            if outcome.chosen is not None and (best is None or outcome.value < best.value):
                best = outcome
            if above or outcome.chosen is None or outcome.value <= found.bound:
                break
        return None if best is None else best.chosen

    def guess(self, found: Lowest, cost: int, limits: Limits) -> frozenset[int] | None:
        """Return a solution that costs less, whoever it lets out; None says nothing.

        It is sought first among those that cost a little more than the bound, then among those with
        one or two more in the tier above the last.
        """
        dearest = cost - 1 - self.base
        brief = replace(limits, seconds=None if limits.seconds is None else LITTLE)
        for above, most in ((NEAR, brief), (2 * self.radices[-1], limits)):
            if found.bound + above < dearest:
                chosen = self._within(found, found.bound + above, most)
                if chosen is not None:
                    return chosen
        return self._within(found, dearest, limits)

    def _within(self, found: Lowest, most: int, limits: Limits) -> frozenset[int] | None:
        values = [found.settled(c, most) for c in range(self.width)]
        rows = [*self.rows, self._cost_row(most)]
        return whole(rows, self.costs, self.lean, values, limits.seconds, limits.seed).chosen

    def cheaper(self, found: Lowest, cost: int, limits: Limits) -> Outcome:
        """Look for the cheapest solution that costs less, whoever it lets out.

        Value and bound of the outcome are those of the cost; it says ``infeasible`` when it is
        proven that there is none.
        """
        most = cost - 1 - self.base
        outcome = cheaper(self.program, self.rows, self.costs, found, most, limits)
        if outcome.chosen is None:
            return outcome
        return replace(outcome, value=outcome.value + self.base, bound=outcome.bound + self.base)

    def cost(self, values: Values) -> int:
        """Return what tiers of these values cost: the inverse of `digits`."""
        total = 0
        for value, radix in zip(values, self.radices, strict=True):
            total = total * radix + value
        return total

    def _cost_row(self, most: int) -> Row:
        columns = [c for c, cost in enumerate(self.costs) if cost]
        return Row(columns, [self.costs[c] for c in columns], -INFINITY, most)

    def solve(self, limits: Limits, known: Mended | None, spread: int | None) -> Outcome:
        """Minimise what the tiers cost, then how many are out.

        The value and bound of the outcome are those of the cost times ``outs``, plus the number.
        """
        model = Model(self.program, self.rows, range(self.width))
        if spread is not None:
            model.breaks(spread)
        if known is not None:
            columns = self.earlier.columns(self.program, known.meetings)
            if columns is not None:
                model.hint(columns)
        cost = self.base + sum(self.costs[c] * model.x[c] for c in range(self.width))
        out = sum(model.x[c] for c in range(self.program.width, self.width))
        return model.solve(limits, minimize=cost * self.outs + out)

    def out(self, chosen: Iterable[int]) -> list[int]:
        """Return the requests that a solution lets out."""
        ways = [*self.moved, *self.cancelled]
        return [ways[c - self.program.width] for c in sorted(chosen) if c >= self.program.width]

    def landed(
        self, chosen: Iterable[int], limits: Limits
    ) -> tuple[Program, frozenset[int]] | None:
        """Return a program and a plan of it, with those that are out as moved somewhere in fact.

        Everybody else stays as chosen; None when that leaves no room for them.
        """
        picked = frozenset(chosen)
        moved = [r for r, column in self.moved.items() if column in picked]
        options = self.program.index.options
        kept = [options[c] for c in picked if c < len(options)]
        ways = [o for r in moved for o in self.earlier.options(r) if o.slot != self.earlier.slot(r)]
        program = self.earlier.program([*kept, *ways])
        own = {o.request for o in kept}
        values = [1 if o.request in own else None for o in program.index.options]
        values += [None] * len(program.duties)
        rows = list(program.rows)
        for request in moved:
            columns = program.by_request[request]
            rows.append(Row(columns, [1] * len(columns), 1, 1))
        costs = [0] * program.width
        lean = [LEAN * self.earlier.strange(o) for o in program.index.options]
        lean += [0.0] * len(program.duties)
        outcome = whole(rows, costs, lean, values, limits.seconds, limits.seed)
        return None if outcome.chosen is None else (program, outcome.chosen)
