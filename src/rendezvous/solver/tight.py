"""A small 0-1 program whose linear relaxation is nearly whole: its bound, then what reaches it.

Where the relaxation says that the optimum costs at least so much, each column's reduced cost says
how much more it must cost to choose it, or not to. Near the bound most columns are settled thereby.
Bound and reduced costs are recomputed from the dual values in whole numbers (as in :mod:`.lp`), so
that no rounding can make them wrong; what HiGHS finds is checked row by row and proves nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Final

from .highs import Ended, minimise
from .model import Limits, Model, Outcome
from .program import INFINITY, Program, Row

SCALE: Final = 1 << 40
"""Dual values are rounded to multiples of 1/SCALE. Costs of several tiers are large and a plan that
costs one more is another plan, so rounding must not take a whole unit from thousands of columns."""

NODES: Final = 2000
"""Nodes that HiGHS may look at when work is counted, not time."""

CLOSE: Final = 0.5
"""Costs are whole numbers: nothing is gained by coming nearer to the best than that."""

WHOLE: Final = 1e-6
"""Shares this near to 0 or 1 count as such."""


@dataclass(frozen=True)
class Lowest:
    """What the relaxation says of a minimum.

    ``bound``: no whole-number solution costs less. ``shares``: per column 0.0 to 1.0. ``extra``:
    per column, in units of 1/SCALE, the least by which choosing it (leaving it, if negative) sets
    the cost above ``exact``, the bound before rounding, in the same units.
    """

    bound: int
    shares: list[float]
    extra: list[int]
    exact: int

    def settled(self, column: int, most: int) -> int | None:
        """Return the value of a column in every solution that costs ``most`` or less, if known."""
        slack = most * SCALE - self.exact
        if self.extra[column] > slack:
            return 0
        return 1 if -self.extra[column] > slack else None


def lowest(
    rows: Sequence[Row], costs: Sequence[int], lean: Sequence[float], seconds: float | None
) -> Lowest | None:
    """Minimise ``costs`` over ``rows`` and columns in [0, 1]; None when that was not done in time.

    Among equals, ``lean`` says what is better; it takes no part in the bound.
    """
    leaning = [cost + nudge for cost, nudge in zip(costs, lean, strict=True)]
    found = minimise(rows, leaning, whole=False, seconds=seconds)
    if found.ended is not Ended.OPTIMAL:
        return None
    shares = [min(1.0, max(0.0, value)) for value in found.columns]
    exact, extra = priced(rows, costs, found.duals)
    return Lowest(-(-exact // SCALE), shares, extra, exact)


def whole(
    rows: Sequence[Row],
    costs: Sequence[int],
    lean: Sequence[float],
    values: Sequence[int | None],
    seconds: float | None,
    seed: int,
) -> Outcome:
    """Return columns that HiGHS finds cheapest, if it finds any in time.

    That there are none, or none cheaper, is its word only: nothing that it says is a proof. Among
    equals, ``lean`` says what is better, though the best may be missed.

    ``values`` are those of the columns that are settled. Nodes are limited rather than time where
    ``seconds`` is None, so that the same call gives the same columns.
    """
    left = residual(rows, values)
    if left is None:
        return Outcome(None, 0, 0, False, True)
    open_ones = [column for column, value in enumerate(values) if value is None]
    at = {column: n for n, column in enumerate(open_ones)}
    left = [row._replace(columns=[at[column] for column in row.columns]) for row in left]
    best = minimise(
        left,
        [costs[column] + lean[column] for column in open_ones],
        whole=True,
        seconds=seconds,
        nodes=NODES if seconds is None else None,
        gap=CLOSE,
        seed=seed,
    )
    if not best.columns:
        return Outcome(None, 0, 0, False, best.ended is Ended.INFEASIBLE)
    found = {open_ones[n] for n, value in enumerate(best.columns) if value > 0.5}
    found.update(column for column, value in enumerate(values) if value)
    if not _holds(rows, found):
        return Outcome(None, 0, 0, False, False)
    cost = sum(costs[column] for column in found)
    return Outcome(frozenset(found), cost, 0, best.ended is Ended.OPTIMAL, False)


def cheaper(
    program: Program,
    rows: Sequence[Row],
    costs: Sequence[int],
    low: Lowest | None,
    most: int,
    limits: Limits,
) -> Outcome:
    """Look for the columns that cost least, ``most`` or less, by exact search.

    It says ``infeasible`` when it is proven that there are none. What ``low`` says of the same rows
    and costs settles columns beforehand.
    """
    width = len(costs)
    values = [None if low is None else low.settled(c, most) for c in range(width)]
    priced_ones = [c for c, cost in enumerate(costs) if cost]
    dearest = Row(priced_ones, [costs[c] for c in priced_ones], -INFINITY, most)
    left = residual([*rows, dearest], values)
    if left is None:
        return Outcome(None, 0, 0, False, True)
    open_ones = [c for c, value in enumerate(values) if value is None]
    model = Model(program, left, open_ones)
    settled = frozenset(c for c, value in enumerate(values) if value)
    base = sum(costs[c] for c in settled)
    total = base + sum(costs[c] * model.x[c] for c in open_ones if costs[c])
    outcome = model.solve(limits, minimize=total, linear=True)
    if outcome.chosen is None:
        return outcome
    bound = total if isinstance(total, int) else outcome.bound
    chosen = outcome.chosen | settled
    return replace(outcome, chosen=chosen, value=sum(costs[c] for c in chosen), bound=bound)


def _holds(rows: Sequence[Row], chosen: Collection[int]) -> bool:
    return all(
        row.low
        <= sum(k for c, k in zip(row.columns, row.coefficients, strict=True) if c in chosen)
        <= row.high
        for row in rows
    )


def priced(
    rows: Sequence[Row], costs: Sequence[int], duals: Sequence[float]
) -> tuple[int, list[int]]:
    """Return a lower bound on ``costs`` and the reduced costs, in units of 1/SCALE.

    Any multipliers give a valid one: a positive dual prices the lower side of its row, a negative
    one the upper side; a column whose reduced cost is negative counts in full.
    """
    rest = [cost * SCALE for cost in costs]
    total = 0
    for row, dual in zip(rows, duals, strict=True):
        price = round(dual * SCALE)
        side = row.low if price > 0 else row.high
        if price == 0 or abs(side) >= INFINITY:
            continue
        total += price * side
        for column, coefficient in zip(row.columns, row.coefficients, strict=True):
            rest[column] -= price * coefficient
    return total + sum(left for left in rest if left < 0), rest


def residual(rows: Sequence[Row], values: Sequence[int | None]) -> list[Row] | None:
    """Return what rows say of the columns without a value, or None if the others break one."""
    left: list[Row] = []
    for row in rows:
        columns: list[int] = []
        coefficients: list[int] = []
        load = 0
        for column, coefficient in zip(row.columns, row.coefficients, strict=True):
            value = values[column]
            if value is None:
                columns.append(column)
                coefficients.append(coefficient)
            elif value:
                load += coefficient
        low = row.low if row.low <= -INFINITY else row.low - load
        high = row.high if row.high >= INFINITY else row.high - load
        if columns:
            left.append(
                row._replace(columns=columns, coefficients=coefficients, low=low, high=high)
            )
        elif not low <= 0 <= high:
            return None
    return left
