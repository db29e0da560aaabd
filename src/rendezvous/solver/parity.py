"""Cuts by parity: rows that every whole-number solution keeps and a relaxation's does not.

Add some rows up, each at most so much, until every coefficient is even and the limit is odd: half
of it can be rounded down (Chvátal 1973; so chosen, Caprara and Fischetti 1996). Meetings of two
slots make such rows: a party with seven slots that has four single meetings holds one of two slots
beside them, not one and a half. At the size of BAMEX a few of them leave the coarse relaxation no
gap at all.

Which rows to add up is found by elimination modulo two, among those with no room to spare.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from .lp import Real, System, Whole
from .program import INFINITY

WHOLE: Final = 1e-6
"""A share this near to 0 or to its upper limit counts as such."""
ROOM: Final = 0.9
"""The room to spare from which on a row is of no use: the cut would not cut."""
CUTS: Final = 60
"""Cuts added at a time."""
DEEP: Final = 1e-3
"""How far a solution must be beyond a cut."""

Terms = dict[int, int]
Side = tuple[int, int]
"""A row, and 1 for its upper limit, -1 for its lower one with all signs turned."""


def add_cuts(system: System, request: Whole, shares: Real) -> bool:
    """Add rows that cut a solution off, if any are found.

    ``request`` says whom each of the first columns serves, at most once.
    """
    if not len(request):
        return False
    combining = _Combining(system, request, shares)
    cuts = [combining.halve(sides) for sides in combining.odd_sums()]
    deep = [(terms, limit) for terms, limit in cuts if combining.excess(terms, limit) > DEEP]
    if not deep:
        return False
    sizes = [len(terms) for terms, _ in deep]
    system.add(
        np.repeat(np.arange(len(deep)), sizes),
        np.array([column for terms, _ in deep for column in terms], np.int64),
        np.array([limit for _, limit in deep], np.int64),
        coefficients=np.array([k for terms, _ in deep for k in terms.values()], np.int64),
    )
    return True


class _Combining:
    """Adds up rows of a system so as to halve them."""

    def __init__(self, system: System, request: Whole, shares: Real) -> None:
        self.request = request
        self.shares = shares
        self.upper = system.upper
        self.high_up = (self.upper - shares < shares).tolist()
        """Whether each column is nearer to its upper limit than to 0."""
        self.rows, self.columns, self.coefficients, self.low, self.high = system.gather()
        self.ends = np.searchsorted(self.rows, np.arange(system.height + 1)).tolist()
        self.first = np.searchsorted(request, np.arange(request[-1] + 2)).tolist()

    def odd_sums(self) -> list[list[Side]]:
        """Return sums of rows in which what is neither 0 nor at its limit has even coefficients.

        And whose limit is odd once columns at their limits are told from it.
        """
        between = np.flatnonzero(np.minimum(self.shares, self.upper - self.shares) > WHOLE)
        one = 1 << len(between)
        parity, sides = self._parities(between)
        basis: dict[int, tuple[int, set[Side]]] = {}
        found: list[list[Side]] = []
        for row, sign, limit in sides:
            vector, members = parity[row] ^ (limit & 1) * one, {(row, sign)}
            while pivot := vector & (one - 1) & -vector:
                if pivot not in basis:
                    basis[pivot] = vector, members
                    break
                vector, members = vector ^ basis[pivot][0], members ^ basis[pivot][1]
            else:
                if vector:
                    found.append(sorted(members))
        return found[:CUTS]

    def _parities(self, between: Whole) -> tuple[list[int], list[tuple[int, int, int]]]:
        """Return the odd coefficients of such columns by row, as bits; sides with little room.

        With each side what its limit comes to without columns at their limits, the tightest first.
        """
        height, width = len(self.high), len(self.shares)
        bit = np.full(width, -1, np.int64)
        bit[between] = np.arange(len(between))
        odd = (self.coefficients & 1).astype(bool)
        parity = [0] * height
        some = odd & (bit[self.columns] >= 0)
        for row, n in zip(self.rows[some].tolist(), bit[self.columns[some]].tolist(), strict=True):
            parity[row] ^= 1 << n
        at_limit = np.where(self.high_up, self.upper, 0)[self.columns]
        taken = np.bincount(self.rows, np.where(odd, at_limit, 0), height).astype(np.int64)
        reached = np.bincount(self.rows, self.coefficients * self.shares[self.columns], height)
        sides: list[tuple[float, int, int, int]] = []
        for sign, limit in ((1, self.high), (-1, self.low)):
            room = np.where(np.abs(limit) < INFINITY, sign * (limit - reached), INFINITY)
            tight = np.flatnonzero(room < ROOM)
            rest = (limit - taken)[tight]
            sides += [
                (spare, row, sign, left)
                for spare, row, left in zip(
                    np.maximum(room[tight], 0.0).round(6).tolist(),
                    tight.tolist(),
                    rest.tolist(),
                    strict=True,
                )
            ]
        return parity, [side[1:] for side in sorted(sides)]

    def halve(self, sides: list[Side]) -> tuple[Terms, int]:
        """Return half of a sum of rows, rounded down.

        An odd coefficient of what is at its limit is rounded up: that limit counts once more, or
        that its request is served once at most, in whichever of its columns.
        """
        terms: Terms = {}
        limit = 0
        for row, sign in sides:
            limit += sign * int(self.high[row] if sign > 0 else self.low[row])
            for n in range(self.ends[row], self.ends[row + 1]):
                column = int(self.columns[n])
                terms[column] = terms.get(column, 0) + sign * int(self.coefficients[n])
        for column in list(terms):
            if terms[column] & 1 and self.high_up[column]:
                limit += self._once_more(column, terms)
        halves = {column: k // 2 for column, k in terms.items() if k // 2}
        return halves, limit // 2

    def _once_more(self, column: int, terms: Terms) -> int:
        """Add to a sum the row that limits a column; return its limit."""
        if column >= len(self.request):
            terms[column] += 1
            return int(self.upper[column])
        request = int(self.request[column])
        for other in range(self.first[request], self.first[request + 1]):
            terms[other] = terms.get(other, 0) + 1
        return 1

    def excess(self, terms: Terms, limit: int) -> float:
        """Return how far the solution is beyond a row."""
        return sum(k * float(self.shares[column]) for column, k in terms.items()) - limit
