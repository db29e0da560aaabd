"""What would let an unmet request in: concessions, and the problem once they are granted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar

from .errors import InputError
from .problem import Assignment, Busy, Interpreter, Party, Place, Problem, Request
from .result import Unserved

Present = TypeVar("Present", Party, Place, Interpreter)
"""What is there in some slots and not in others."""


class ConcessionKind(StrEnum):
    """What somebody could grant; those named first are asked for first among equals."""

    UNORDERED = "unordered"
    """``request`` need not come after ``before``."""
    OTHER_TIME = "other_time"
    """``request`` may be held from ``slot`` on, over ``length`` slots."""
    OTHER_PLACE = "other_place"
    """``request`` need not be held at its fixed ``place``."""
    PARTY_FREE = "party_free"
    """``party`` is there in ``slot``."""
    BUSY_LIFTED = "busy_lifted"
    """The busy time ``busy`` of ``party`` falls away."""
    MORE_A_DAY = "more_a_day"
    """``party`` holds one meeting more a day."""
    COLLEAGUE = "colleague"
    """``party`` has one team more at ``venue`` from ``slot`` on, over ``length`` slots."""
    PLACE_OPEN = "place_open"
    """``place`` is open in ``slot``."""
    MORE_PLACE = "more_place"
    """``venue`` has a shared place more from ``slot`` on, over ``length`` slots."""
    INTERPRETER_FREE = "interpreter_free"
    """``interpreter`` is there in ``slot``."""
    MORE_INTERPRETER = "more_interpreter"
    """Somebody who speaks ``languages`` is there from ``slot`` on, over ``length`` slots."""


@dataclass(frozen=True, slots=True)
class Concession:
    """One thing to be granted, as its kind says; ids are those of the problem."""

    kind: ConcessionKind
    party: str | None = None
    slot: str | None = None
    length: int = 1
    venue: str | None = None
    place: str | None = None
    closed_door: bool = False
    interpreter: str | None = None
    languages: tuple[str, ...] = ()
    busy: str | None = None
    request: str | None = None
    before: str | None = None


@dataclass(frozen=True, slots=True)
class Remedy:
    """Concessions that together let a request in beside everything the plan serves.

    ``assignments`` is the plan that then holds, checked; ``meeting`` is the request's own.
    ``moved`` are the served requests that get another slot or place in it, ``joined`` those that
    are served with it, because it comes after them. Without concessions, that is enough.
    """

    concessions: tuple[Concession, ...]
    meeting: Assignment
    moved: tuple[str, ...]
    joined: tuple[str, ...]
    assignments: tuple[Assignment, ...]

    @property
    def cost(self) -> tuple[int, int]:
        """How many concessions, then how many meetings moved or new."""
        return len(self.concessions), len(self.moved) + len(self.joined)


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a request is not in a plan, and what would let it in.

    ``remedies`` are the cheapest found, cheapest first; each asks somebody or something that those
    before it do not. ``least`` is a number of concessions that no remedy can do without, and
    ``possible`` is False when it is proven that there is no remedy at all.
    """

    unserved: Unserved
    remedies: tuple[Remedy, ...]
    least: int
    possible: bool = True

    @property
    def proven(self) -> bool:
        """Whether it is proven that fewer concessions would not do, or that none would."""
        return not self.possible or any(
            len(remedy.concessions) == self.least for remedy in self.remedies[:1]
        )


def grant(problem: Problem, concessions: Iterable[Concession]) -> Problem:
    """Return the problem with concessions granted.

    InputError when one names what the problem does not have.
    """
    granter = _Granter(problem)
    for concession in concessions:
        granter.grant(concession)
    return granter.problem


class _Granter:
    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.order = {slot.id: n for n, slot in enumerate(problem.slots)}

    def grant(self, concession: Concession) -> None:
        """Change the problem by one concession."""
        getattr(self, f"_{concession.kind.value}")(concession)

    def _unordered(self, c: Concession) -> None:
        request = self._request(c)
        after = tuple(name for name in request.after if name != c.before)
        self._put("requests", replace(request, after=after))

    def _other_time(self, c: Concession) -> None:
        request = self._request(c)
        span = self._span(c)
        slots = None if request.slots is None else self._joined(request.slots, span)
        fixed = None if request.fixed_slot is None else c.slot
        self._put("requests", replace(request, slots=slots, fixed_slot=fixed))

    def _other_place(self, c: Concession) -> None:
        self._put("requests", replace(self._request(c), fixed_place=None))

    def _party_free(self, c: Concession) -> None:
        self._put("parties", self._there(self._party(c), c))

    def _busy_lifted(self, c: Concession) -> None:
        lifted = self._item("busy", c.busy)
        left = tuple(busy for busy in self.problem.busy if busy != lifted)
        self.problem = replace(self.problem, busy=left)

    def _more_a_day(self, c: Concession) -> None:
        party = self._party(c)
        self._put("parties", replace(party, max_per_day=(party.max_per_day or 0) + 1))

    def _colleague(self, c: Concession) -> None:
        """Add a team that is busy at the venue, before and after: it can do nothing else."""
        party = self._party(c)
        kept = (
            replace(b, teams=party.teams)
            if b.party == party.id and b.venue is not None and b.teams is None
            else b
            for b in self.problem.busy
        )
        slots = self.problem.slots
        span = self._span(c)
        begin, end = self.order[span[0]], self.order[span[-1]]
        times = (slots[0].start, slots[begin].start), (slots[end].end, slots[-1].end)
        away = [self._away(party.id, start, until, c.venue) for start, until in times
                if start < until]  # fmt: skip
        self.problem = replace(self.problem, busy=(*kept, *away))
        self._put("parties", replace(party, teams=party.teams + 1))

    def _away(self, party: str, start: datetime, end: datetime, venue: str | None) -> Busy:
        name = f"colleague-{party}-{len(self.problem.busy)}-{start.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        return Busy(self._unused(name, self.problem.busy), party, start, end, venue, 1)

    def _place_open(self, c: Concession) -> None:
        place: Place = self._item("places", c.place)
        self._put("places", self._there(place, c))

    def _more_place(self, c: Concession) -> None:
        place = Place(
            self._unused("more-place", self.problem.places),
            self._item("venues", c.venue).id,
            slots=self._span(c),
            closed_door=c.closed_door,
        )
        self.problem = replace(self.problem, places=(*self.problem.places, place))

    def _interpreter_free(self, c: Concession) -> None:
        who: Interpreter = self._item("interpreters", c.interpreter)
        self._put("interpreters", self._there(who, c))

    def _more_interpreter(self, c: Concession) -> None:
        name = self._unused("more-interpreter", self.problem.interpreters)
        who = Interpreter(name, c.languages, slots=self._span(c))
        self.problem = replace(self.problem, interpreters=(*self.problem.interpreters, who))

    # -- the problem's items -----------------------------------------------------------------

    def _item(self, part: str, item_id: str | None) -> Any:
        for item in getattr(self.problem, part):
            if item.id == item_id:
                return item
        raise InputError(f"concession: {part} has no {item_id!r}; see the problem for ids")

    def _request(self, c: Concession) -> Request:
        request: Request = self._item("requests", c.request)
        return request

    def _party(self, c: Concession) -> Party:
        party: Party = self._item("parties", c.party)
        return party

    def _there(self, item: Present, c: Concession) -> Present:
        if item.slots is None:
            return item
        return replace(item, slots=self._joined(item.slots, self._span(c)))

    def _span(self, c: Concession) -> tuple[str, ...]:
        first = self.order[self._item("slots", c.slot).id]
        return tuple(slot.id for slot in self.problem.slots[first : first + c.length])

    def _joined(self, slots: Iterable[str], more: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted({*slots, *more}, key=self.order.__getitem__))

    def _put(self, part: str, item: Any) -> None:
        items = getattr(self.problem, part)
        changed: Any = tuple(item if old.id == item.id else old for old in items)
        self.problem = replace(self.problem, **{part: changed})

    @staticmethod
    def _unused(name: str, items: Iterable[Any]) -> str:
        """Return an id nobody has: the name, with a number when it must be."""
        taken = {item.id for item in items}
        found, n = name, 1
        while found in taken:
            n += 1
            found = f"{name}-{n}"
        return found
