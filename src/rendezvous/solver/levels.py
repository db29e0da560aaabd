"""How breaks are shared: how many parties have how many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable


class Levels:
    """Numbers of parties by their breaks, from the breaks of each."""

    def __init__(self, breaks: Iterable[int]) -> None:
        self._parties = Counter(breaks)
        self.total = sum(breaks * number for breaks, number in self._parties.items())

    def move(self, before: Iterable[int], after: Iterable[int]) -> None:
        """Note that some parties have other breaks than before."""
        for one, other in zip(before, after, strict=True):
            self._parties[one] -= 1
            self._parties[other] += 1
            self.total += other - one

    @property
    def edges(self) -> tuple[int, int]:
        """The largest difference between two parties, and how many are at either end of it."""
        levels = [breaks for breaks, number in self._parties.items() if number]
        if not levels:
            return 0, 0
        low, high = min(levels), max(levels)
        return high - low, (self._parties[low] + self._parties[high]) * (high > low)

    @property
    def lowest(self) -> int:
        """The fewest breaks of a party."""
        return min((breaks for breaks, number in self._parties.items() if number), default=0)
