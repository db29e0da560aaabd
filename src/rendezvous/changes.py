"""What happened since the plan was made: the changes a repair starts from.

The JSON form has the schema ``rendezvous-changes/1``. Times say which slots a change is about:
those that end after ``since`` and begin before ``until``. Slots that have begun by ``now`` are
history, which no change touches. :func:`rendezvous.apply` turns a problem, its plan and changes
into the problem that :func:`rendezvous.repair` solves.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from .problem import Request

SCHEMA: Final = "rendezvous-changes/1"


@dataclass(frozen=True, slots=True)
class PartyLate:
    """A party is not there until a moment: from ``since``, or from now, on."""

    party: str
    until: datetime
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class PartyWithdrawn:
    """A party leaves for good, at ``since`` or at once.

    When it has no slot left it is owed no minimum, and its meetings are no longer mandatory.
    """

    party: str
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class PlaceLost:
    """A place cannot be used, for a time or for good."""

    place: str
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class InterpreterIll:
    """An interpreter is not there, for a time or for good."""

    interpreter: str
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class NewMeeting:
    """A meeting that must be held after all: a whole new request, always mandatory."""

    request: Request


@dataclass(frozen=True, slots=True)
class MeetingPinned:
    """A meeting of the plan is promised: it keeps its slot, place and interpreter."""

    request: str


@dataclass(frozen=True, slots=True)
class MeetingReleased:
    """A meeting that was pinned may be moved again."""

    request: str


Change = (
    PartyLate
    | PartyWithdrawn
    | PlaceLost
    | InterpreterIll
    | NewMeeting
    | MeetingPinned
    | MeetingReleased
)

KINDS: Final[dict[str, type]] = {
    "party_late": PartyLate,
    "party_withdrawn": PartyWithdrawn,
    "place_lost": PlaceLost,
    "interpreter_ill": InterpreterIll,
    "new_meeting": NewMeeting,
    "meeting_pinned": MeetingPinned,
    "meeting_released": MeetingReleased,
}
"""Every kind of change by its name in the JSON form."""

NAMES: Final[dict[type, str]] = {of: name for name, of in KINDS.items()}


@dataclass(frozen=True, slots=True)
class Changes:
    """What happened, and what time it is.

    Meetings that begin at ``now`` or before have been held and stay. Without ``now`` it is that of
    the last repair, and before the first one nothing has begun.
    """

    changes: tuple[Change, ...] = ()
    now: datetime | None = None
