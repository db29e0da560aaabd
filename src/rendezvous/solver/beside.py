"""When parties have time for one more meeting beside those that are settled."""

from __future__ import annotations

from collections.abc import Iterable

from .index import Option
from .instants import bits
from .masks import NOBODY, POOL, Masks
from .timetable import Meeting, Timetable


class Beside:
    """A timetable of meetings that parties attend; places and interpreters are not looked at."""

    def __init__(self, masks: Masks, settled: Iterable[Option]) -> None:
        self.masks = masks
        self.table = Timetable(masks)
        for option in settled:
            if self.table.at[option.request] is None:
                instant = masks.instants.at(option.slot, option.venue)
                self.table.enter(option.request, Meeting(instant, POOL, NOBODY))

    def slots(self, request: int) -> list[int]:
        """Return the slots from which both parties have time for a request; no fewer, if any."""
        one, other = self.masks.index.pair[request]
        both = self.table.free[one] & self.table.free[other]
        mask = self.masks.allowed[request]
        if mask:
            mask &= self.masks.instants.spans(both, self.masks.length[request])
        return sorted({self.masks.instants.slot(instant) for instant in bits(mask)})
