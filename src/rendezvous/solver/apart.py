"""A timetable brought within the spread rule, and filled without leaving it.

The search for what to serve looks at no breaks. Its plan comes within the rule by moving meetings
(:func:`.smoothing.even`) and, where that is not enough, by giving up those that cost a party most
breaks for the least they are worth. What was lost is then put back where it does no harm.
"""

from __future__ import annotations

from collections.abc import Iterable

from .figures import breaks
from .instants import bits
from .levels import Levels
from .model import Limits
from .smoothing import even
from .timetable import Timetable


class Apart:
    """The breaks of every party of a timetable; ``most`` is how far apart they may be."""

    def __init__(self, table: Timetable, most: int) -> None:
        self.table = table
        self.index = table.masks.index
        self.most = most
        self.count = [breaks(self.index, table.busy(p)) for p in range(len(table.held))]
        self.levels = Levels(self.count)

    @property
    def within(self) -> bool:
        """Whether no two parties are too far apart."""
        return self.levels.edges[0] <= self.most

    def fill(self, requests: Iterable[int]) -> None:
        """Add each request that fits and leaves the parties close enough together."""
        table = self.table
        for request in requests:
            if table.at[request] is not None:
                continue
            pair = self.index.pair[request]
            for start in bits(table.open_to(request)):
                if not table.put(request, start):
                    continue
                self._recount(pair)
                if self.within:
                    break
                table.undo(len(table.journal) - 1)
                self._recount(pair)
        table.journal.clear()

    def give_up(self) -> None:
        """Drop meetings until the parties are close enough together, or only fixed ones stay."""
        table = self.table
        while not self.within:
            highest = max(range(len(self.count)), key=self.count.__getitem__)
            out = self._dearest(highest)
            if out is None:
                break
            mark = len(table.journal)
            table.drop(out)
            for request, _ in table.journal[mark:]:
                self._recount(self.index.pair[request])
        table.journal.clear()

    def _dearest(self, party: int) -> int | None:
        """Return the meeting of a party with which it loses most breaks for what it is worth."""
        table = self.table
        allowed = self.levels.lowest + self.most
        best: tuple[float, int] | None = None
        for request in table.held[party]:
            if table.fixed[request]:
                continue
            worth, less = float(table.worth.request[request]), 0
            for one in self.index.pair[request]:
                after = self._without(one, request)
                if self.count[one] > allowed or after > allowed:
                    less += self.count[one] - after
            rank = worth / less if less > 0 else worth * (1 + len(table.at))
            if best is None or (rank, request) < best:
                best = rank, request
        return None if best is None else best[1]

    def _without(self, party: int, request: int) -> int:
        """Return the breaks of a party if it did not have one of its meetings."""
        table, slot = self.table, self.table.masks.instants.slot
        busy: set[int] = set()
        for other in table.held[party]:
            meeting = table.at[other]
            if other != request and meeting is not None:
                first = slot(meeting.instant)
                busy.update(range(first, first + table.masks.length[other]))
        return breaks(self.index, busy)

    def _recount(self, parties: tuple[int, int]) -> None:
        before = [self.count[party] for party in parties]
        after = [breaks(self.index, self.table.busy(party)) for party in parties]
        for party, count in zip(parties, after, strict=True):
            self.count[party] = count
        self.levels.move(before, after)


def bring_within(table: Timetable, limits: Limits, most: int) -> float:
    """Move meetings, and then drop some, until breaks are close enough together; return the work.

    Meetings that are fixed stay, so that it may come to nothing.
    """
    worked = even(table, limits, everyone=True)
    Apart(table, most).give_up()
    return worked
