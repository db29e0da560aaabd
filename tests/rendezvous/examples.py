"""A small event, written out by hand: two venues, two days, a stand, a closed room, interpreters.

Its seven slots, 30 minutes each and all UTC:

=====  ==========  =========  ==================
slot   day         half-day   time
=====  ==========  =========  ==================
a1-a3  2025-11-11  morning    09:00, 09:30, 10:00
b1-b2  2025-11-11  afternoon  14:00, 14:30
c1-c2  2025-11-12  morning    09:00, 09:30
=====  ==========  =========  ==================
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from rendezvous.problem import (
    Assignment,
    Busy,
    Interpreter,
    Party,
    Place,
    Problem,
    Request,
    Slot,
    Travel,
    Venue,
)


def at(clock: str, day: int = 11) -> datetime:
    """Return a moment of November 2025, UTC."""
    hour, minute = clock.split(":")
    return datetime(2025, 11, day, int(hour), int(minute), tzinfo=UTC)


def slot(slot_id: str, day: int, half_day: str, clock: str) -> Slot:
    """Return half an hour in which both venues are open."""
    start = at(clock, day)
    return Slot(
        slot_id,
        start,
        start + timedelta(minutes=30),
        start.date().isoformat(),
        half_day,
        ("hall", "base"),
    )


SLOTS = (
    slot("a1", 11, "morning", "09:00"),
    slot("a2", 11, "morning", "09:30"),
    slot("a3", 11, "morning", "10:00"),
    slot("b1", 11, "afternoon", "14:00"),
    slot("b2", 11, "afternoon", "14:30"),
    slot("c1", 12, "morning", "09:00"),
    slot("c2", 12, "morning", "09:30"),
)

EVENT = Problem(
    name="A small event",
    venues=(Venue("hall", "Exhibition hall"), Venue("base", "Air base")),
    slots=SLOTS,
    parties=(
        Party("acme", "Acme", "exhibitor", languages=("fr", "en"), home="acme-stand"),
        Party("bolt", "Bolt", "exhibitor", languages=("en",)),
        Party("mali", "Mali", "delegation", teams=2, languages=("fr",)),
        Party("togo", "Togo", "delegation", languages=("fr",)),
        Party("oslo", "Norway", "delegation", languages=("no",)),
    ),
    requests=(
        Request("acme-mali", ("acme", "mali"), weight=5),
        Request("acme-togo", ("acme", "togo"), weight=3),
        Request("bolt-mali", ("bolt", "mali"), weight=4),
        Request("bolt-togo", ("bolt", "togo"), weight=2),
        Request("mali-togo", ("mali", "togo"), weight=6),
        Request("acme-bolt", ("acme", "bolt"), weight=1),
    ),
    places=(
        Place("table", "hall", capacity=2),
        Place("room", "hall", closed_door=True),
        Place("tent", "base", capacity=2),
        Place("acme-stand", "hall", owner="acme"),
    ),
    interpreters=(
        Interpreter("ivan", ("en", "fr", "no")),
        Interpreter("nora", ("no", "en")),
    ),
    travel=(Travel(("hall", "base"), 45),),
)


def with_request(problem: Problem, request_id: str, **changes: Any) -> Problem:
    """Return the problem with some fields of one request changed."""
    return _changed(problem, "requests", request_id, changes)


def with_party(problem: Problem, party_id: str, **changes: Any) -> Problem:
    """Return the problem with some fields of one party changed."""
    return _changed(problem, "parties", party_id, changes)


def with_place(problem: Problem, place_id: str, **changes: Any) -> Problem:
    """Return the problem with some fields of one place changed."""
    return _changed(problem, "places", place_id, changes)


def with_slot(problem: Problem, slot_id: str, **changes: Any) -> Problem:
    """Return the problem with some fields of one slot changed."""
    return _changed(problem, "slots", slot_id, changes)


def with_interpreter(problem: Problem, interpreter_id: str, **changes: Any) -> Problem:
    """Return the problem with some fields of one interpreter changed."""
    return _changed(problem, "interpreters", interpreter_id, changes)


def _changed(problem: Problem, part: str, item_id: str, changes: dict[str, Any]) -> Problem:
    items = getattr(problem, part)
    assert item_id in {item.id for item in items}
    changed = tuple(replace(i, **changes) if i.id == item_id else i for i in items)
    return replace(problem, **{part: changed})


def with_busy(problem: Problem, party: str, start: str, end: str, **fields: Any) -> Problem:
    """Return the problem with a busy time ``conference`` of a party on 11 November."""
    return replace(
        problem, busy=(*problem.busy, Busy("conference", party, at(start), at(end), **fields))
    )


def put(*meetings: str) -> tuple[Assignment, ...]:
    """Return assignments written as ``"request slot place"`` or with an interpreter after."""
    return tuple(Assignment(*meeting.split()) for meeting in meetings)
