"""The index of a problem as if everything that can be granted were: see :mod:`.granting`.

Parties, places and interpreters are there in every slot that has not begun, each open venue has a
shared place for every kind of meeting, nobody is too busy, and one request is bound by no wish of
its own. What each option would need granted is asked of the index proper.
"""

from __future__ import annotations

from .index import SHARED, Index


class Loosened(Index):
    """Everything that ``index`` has, and whatever could be granted beside it."""

    def __init__(self, index: Index, request: int) -> None:
        super().__init__(index.problem)
        self.asked = request
        """The request whose own wishes may give way."""
        ahead = frozenset(range(self.begun, len(self.problem.slots)))
        self.interpreter_slots = [slots | ahead for slots in self.interpreter_slots]
        self.place_slots = [
            slots | {s for s in ahead if self.venue_at[place.venue] in self.open_venues[s]}
            for slots, place in zip(self.place_slots, self.problem.places, strict=True)
        ]

    def starts(self, request: int) -> list[int]:
        """Return the first slots a request could be given."""
        if request != self.asked or request in self.pinned:
            return super().starts(request)
        length = self.problem.requests[request].length
        ahead = range(self.begun, len(self.problem.slots))
        return [start for start in ahead if self.span(start, length) is not None]

    def present(self, *_: object) -> bool:
        """Whether both parties could be there: they could."""
        return True

    def out(self, *_: object) -> bool:
        """Whether a commitment cannot be lifted: each can."""
        return False

    def interpretable(self, *_: object) -> bool:
        """Whether somebody could interpret: one more could."""
        return True

    def roomy(self, *_: object) -> bool:
        """Whether a stand never runs out of room: with more teams it might."""
        return False

    def _kinds(self, request: int, span: range, venue: int) -> list[int]:
        fixed = self.fixed_place(request)
        if fixed is not None:
            kinds = super()._kinds(request, span, venue)
            if request != self.asked or request in self.pinned:
                return kinds
        else:
            kinds = []
        for party in self.pair[request]:
            home = self.home[party]
            if (
                home is not None
                and home not in kinds
                and self.venue_at[self.problem.places[home].venue] == venue
                and self.suits(home, request)
                and self.problem.places[home].capacity
            ):
                kinds.append(home)
        return [*kinds, SHARED]
