"""The earlier plan in numbers: where its meetings stand and whether each could stay.

An option of the index leaves open which shared place it is; a meeting that stays keeps its own. So
a program for a repair has one more option for each meeting of the earlier plan: exactly where it
was. What a meeting's option *costs* is what a repair counts.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from enum import IntEnum
from functools import cached_property

from ..problem import Assignment
from .index import SHARED, Index, Option
from .program import Program, build


class Fate(IntEnum):
    """What becomes of a meeting of the earlier plan that is still held, dearest last."""

    KEPT = 0
    RELOCATED = 1
    MOVED = 2


class Earlier:
    """The baseline of a problem: its meetings by request."""

    def __init__(self, index: Index) -> None:
        self.index = index
        baseline = index.problem.baseline
        self.meetings: dict[int, Assignment] = {
            index.request_at[a.request]: a for a in (baseline.assignments if baseline else ())
        }
        self._options: dict[int, list[Option]] = {}
        self._every: dict[int, list[Option]] = {}
        self._here: dict[int, list[Option]] = {}
        self.exact: dict[int, Option] = {
            request: option
            for request in sorted(self.meetings)
            if (option := self._exact(request)) is not None
        }
        self.hit: list[int] = [r for r in sorted(self.meetings) if r not in self.exact]
        """Meetings that cannot stay, whatever becomes of the others."""

    @cached_property
    def mandatory(self) -> list[int]:
        """Requests that must be served."""
        requests = self.index.problem.requests
        return [r for r, q in enumerate(requests) if q.mandatory or r in self.index.pinned]

    def fate(self, option: Option) -> Fate:
        """Return what an option of an earlier meeting's request means for it."""
        if option.slot != self.slot(option.request):
            return Fate.MOVED
        return Fate.KEPT if option == self.exact.get(option.request) else Fate.RELOCATED

    def slot(self, request: int) -> int:
        """Return the first slot of an earlier meeting."""
        return self.index.slot_at[self.meetings[request].slot]

    def interpreter(self, request: int) -> int | None:
        """Return who interpreted an earlier meeting."""
        meeting = self.meetings.get(request)
        if meeting is None or meeting.interpreter is None:
            return None
        return self.index.interpreter_at[meeting.interpreter]

    def _exact(self, request: int) -> Option | None:
        """Return a meeting's own place in time and space, or None when it cannot stay there."""
        index = self.index
        meeting = self.meetings[request]
        slot, place = index.slot_at[meeting.slot], index.place_at[meeting.place]
        venue = index.venue_at[index.problem.places[place].venue]
        if not index.starts_at(request, slot) or not index.present(request, slot):
            return None
        span = range(slot, slot + index.problem.requests[request].length)
        possible = (
            all(venue in index.open_venues[s] and index.room(place, s) for s in span)
            and index.place_slots[place].issuperset(span)
            and not any(index.out(party, span, venue) for party in index.pair[request])
            and self._interpretable(request, span)
            and index.fixed_place(request) in (None, place)
            and index.suits(place, request)
        )
        if not possible or not self._early_enough(request, slot):
            return None
        return Option(request, slot, venue, place)

    def _early_enough(self, request: int, slot: int) -> bool:
        """Whether each request it must come after could be held before a slot."""
        for name in self.index.problem.requests[request].after:
            before = self.index.request_at[name]
            length = self.index.problem.requests[before].length
            if not any(option.slot + length <= slot for option in self.options(before)):
                return False
        return True

    def _interpretable(self, request: int, span: range) -> bool:
        """Whether somebody can interpret; of a pinned meeting, whether its own interpreter can."""
        if not self.index.interpretable(request, span):
            return False
        own = self.index.pinned.get(request, (0, 0, None))[2]
        return own is None or self.index.interpreter_slots[own].issuperset(span)

    def options(self, request: int) -> list[Option]:
        """Return every way to serve a request that what it must come after could allow."""
        if request not in self._options:
            found = self.every(request)
            if self.index.problem.requests[request].after:
                found = [o for o in found if self._early_enough(request, o.slot)]
            self._options[request] = found
        return self._options[request]

    def every(self, request: int) -> list[Option]:
        """Return every way to serve a request by itself, exactly where it was among them."""
        if request not in self._every:
            index = self.index
            found = {
                option
                for start in index.starts(request)
                if index.present(request, start)
                for option in index.options_at(request, start)
            }
            exact = self._exact(request) if request in self.meetings else None
            if exact is not None:
                found.add(exact)
            self._every[request] = sorted(found)
        return self._every[request]

    def strange(self, option: Option) -> int:
        """Return how far from its earlier place an option puts a meeting: 0, 1, or 2 to a venue."""
        if option.request not in self.meetings:
            return 0
        index = self.index
        place = index.place_at[self.meetings[option.request].place]
        where = index.problem.places[place]
        if option.venue != index.venue_at[where.venue]:
            return 2
        same = option.place == place or (option.place == SHARED and where.owner is None)
        return 0 if same else 1

    def here(self, request: int) -> list[Option]:
        """Return the ways to keep an earlier meeting in its slot; one only when it is pinned."""
        if request not in self._here:
            exact = self.exact[request]
            found = {exact}
            if request not in self.index.pinned:
                found.update(self.index.options_at(request, exact.slot))
            self._here[request] = sorted(found)
        return self._here[request]

    def view(self, options: Iterable[Option]) -> Index:
        """Return the index of some options only."""
        view = copy.copy(self.index)
        view.options = sorted(options)
        return view

    def program(self, options: Iterable[Option]) -> Program:
        """Return the program of some options only."""
        return build(self.view(options))

    def columns(
        self, program: Program, meetings: Mapping[Option, int | None]
    ) -> frozenset[int] | None:
        """Return the columns that choose options with their interpreters, None if any is missing.

        An interpreter of None is nobody, or anybody able.
        """
        at = {option: column for column, option in enumerate(program.index.options)}
        first = len(program.index.options)
        chosen: set[int] = set()
        for option, interpreter in meetings.items():
            if option not in at:
                return None
            ways = program.ways(at[option])
            way = next(
                (
                    w
                    for w in ways
                    if len(w) == 1
                    or (
                        w[1] not in chosen
                        and interpreter in (None, program.duties[w[1] - first].interpreter)
                    )
                ),
                None,
            )
            if way is None:
                return None
            chosen.update(way)
        return frozenset(chosen)
