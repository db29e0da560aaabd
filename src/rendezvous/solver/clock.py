"""How far a search is: by the clock, by the moves it has made, or both."""

from __future__ import annotations

import time
from typing import Final

from .model import Limits

MOVES_PER_WORK: Final = 20_000
"""Moves of a local search that count as one unit of deterministic work."""


class Clock:
    """Counts what is used up of ``limits``; ``most`` moves are enough in any case.

    ``pace`` is how many moves count as one unit of deterministic work.
    """

    def __init__(self, limits: Limits, most: int | None = None, pace: int = MOVES_PER_WORK) -> None:
        self.limits = limits
        self.most = most
        self.pace = pace
        self.begun = time.monotonic()

    def done(self, moves: int) -> float:
        """Return the share used up after so many moves: 1.0 or more at the end."""
        limits = self.limits
        if limits.interrupt is not None and limits.interrupt.is_set():
            return 1.0
        done = 0.0 if self.most is None else moves / max(1, self.most)
        if limits.work is not None:
            done = max(done, moves / max(1.0, limits.work * self.pace))
        elif limits.seconds is not None:
            elapsed = time.monotonic() - self.begun
            done = max(done, elapsed / limits.seconds if limits.seconds > 0 else 1.0)
        return done

    def work(self, moves: int) -> float:
        """Return the units of work that so many moves are."""
        return moves / self.pace
