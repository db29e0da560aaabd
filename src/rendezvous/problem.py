"""What is to be planned: the problem, as frozen dataclasses.

One :class:`Problem` holds everything `solve` and `verify` need. The classes say what a field
means; :mod:`rendezvous.checking` says what a usable value is; :mod:`rendezvous.codec` reads and
writes the JSON form (schema ``rendezvous/1``).

Rules of reading, shared by every module and never repeated elsewhere:

* Slots are disjoint and ordered by ``start``. Slots of one half-day are *consecutive* in that
  order: a meeting of length L occupies L consecutive slots of one half-day.
* ``slots=None`` means "every slot"; an empty tuple means "none".
* A place is usable in a slot when its venue is open then and the place itself is.
* A party's meetings and its busy times that name a venue must be divisible among its ``teams``
  so that each team can travel between any two of its activities in time. A busy time without a
  venue takes the whole party out, wherever it is.
* ``after``: a request may only be served if each request it names is served and ends before it
  begins.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

SCHEMA: Final = "rendezvous/1"

MANDATORY: Final = "mandatory"
WEIGHT: Final = "weight"
MINIMUM: Final = "minimum"
BREAKS: Final = "breaks"
SPREAD: Final = "spread"
OBJECTIVES: Final = (MANDATORY, WEIGHT, MINIMUM, BREAKS)


def _orders() -> Iterator[tuple[str, ...]]:
    for two in ((WEIGHT, MINIMUM), (MINIMUM, WEIGHT)):
        order = (MANDATORY, *two, BREAKS)
        yield order
        for place in range(order.index(WEIGHT) + 1, len(order) + 1):
            yield (*order[:place], SPREAD, *order[place:])


ORDERS: Final = tuple(_orders())
"""Every order of objectives: `spread` may be left out, and never stands before the weight."""


@dataclass(frozen=True, slots=True)
class Venue:
    """A site, such as a fairground; moving between two of them takes travel time."""

    id: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Slot:
    """A span of time in which meetings may be held; ``end`` is exclusive."""

    id: str
    start: datetime
    end: datetime
    day: str
    half_day: str
    venues: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Party:
    """Who meets: a firm, a delegation, a ministry. ``home`` is the place (stand) it owns."""

    id: str
    name: str = ""
    kind: str = ""
    teams: int = 1
    slots: tuple[str, ...] | None = None
    languages: tuple[str, ...] = ()
    home: str | None = None
    max_per_day: int | None = None
    minimum: int = 0


@dataclass(frozen=True, slots=True)
class Request:
    """Two parties that want to meet. ``slots`` are all those the meeting may occupy."""

    id: str
    parties: tuple[str, str]
    weight: int = 1
    mandatory: bool = False
    length: int = 1
    slots: tuple[str, ...] | None = None
    fixed_slot: str | None = None
    fixed_place: str | None = None
    closed_door: bool = False
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where meetings are held, ``capacity`` at a time. With an ``owner`` it is a stand."""

    id: str
    venue: str
    name: str = ""
    capacity: int = 1
    slots: tuple[str, ...] | None = None
    closed_door: bool = False
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class Interpreter:
    """Serves one meeting at a time, at most ``max_run`` consecutive slots of a half-day."""

    id: str
    languages: tuple[str, ...]
    name: str = ""
    slots: tuple[str, ...] | None = None
    max_run: int | None = None


@dataclass(frozen=True, slots=True)
class Travel:
    """Minutes between two venues, the same both ways."""

    venues: tuple[str, str]
    minutes: int


@dataclass(frozen=True, slots=True)
class Busy:
    """What already occupies a party; ``teams=None`` means all of them."""

    id: str
    party: str
    start: datetime
    end: datetime
    venue: str | None = None
    teams: int | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Rules:
    """``lunch_exempt``: an idle run across two half-days is no break.

    ``spread``: largest difference in breaks allowed between two parties, or None.
    ``objectives``: their order, one of `ORDERS`.
    """

    lunch_exempt: bool = False
    spread: int | None = None
    objectives: tuple[str, ...] = OBJECTIVES


@dataclass(frozen=True, slots=True)
class Assignment:
    """One planned meeting: ``slot`` is the first slot it occupies."""

    request: str
    slot: str
    place: str
    interpreter: str | None = None


@dataclass(frozen=True, slots=True)
class Baseline:
    """An earlier plan. Requests in ``pinned`` keep slot, place and interpreter.

    Those that begin at ``now`` or before are *held*: they stay as if pinned, whatever is known
    since of when parties, places and interpreters are there. No other meeting begins by then.
    """

    assignments: tuple[Assignment, ...] = ()
    pinned: tuple[str, ...] = ()
    now: datetime | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything there is to know; ``slots`` are in order of time."""

    slots: tuple[Slot, ...]
    parties: tuple[Party, ...]
    requests: tuple[Request, ...]
    places: tuple[Place, ...]
    venues: tuple[Venue, ...]
    interpreters: tuple[Interpreter, ...] = ()
    travel: tuple[Travel, ...] = ()
    busy: tuple[Busy, ...] = ()
    rules: Rules = field(default_factory=Rules)
    baseline: Baseline | None = None
    name: str = ""
