"""The fields of the JSON forms: for each class what every field holds, means and defaults to.

:mod:`rendezvous.codec` reads and writes by this table and :mod:`rendezvous.schema` publishes it,
so that neither can say anything the other does not. The order is the order of writing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from . import changes as c
from . import problem as p
from . import result as r
from .kinds import (
    Flag,
    Identifier,
    Ids,
    Item,
    Items,
    Kind,
    Moment,
    Nullable,
    OneOf,
    Order,
    Pair,
    Seconds,
    Share,
    Tagged,
    Text,
    Whole,
)

REQUIRED: Final = object()

_COUNT: Final = Whole(0, 100_000)
_ONE_UP: Final = Whole(1, 100_000)


@dataclass(frozen=True, slots=True)
class Field:
    """One field: what it holds, what it means, and what it is when left out.

    ``derived`` fields are written for the reader's sake: they follow from the others, may be left
    out, and are not kept.
    """

    kind: Kind
    description: str
    default: Any = REQUIRED
    derived: bool = False

    @property
    def required(self) -> bool:
        """Whether the field may not be left out."""
        return self.default is REQUIRED and not self.derived


FIELDS: Final[dict[type, dict[str, Field]]] = {
    p.Problem: {
        "name": Field(Text(), "Name of the event, to show.", ""),
        "venues": Field(Items(p.Venue), "The sites of the event."),
        "slots": Field(
            Items(p.Slot),
            "Spans of time for meetings; none overlap. In JSON in any order, in Python in that of "
            "time.",
        ),
        "parties": Field(Items(p.Party), "Who meets."),
        "requests": Field(Items(p.Request), "Which two parties wish to meet."),
        "places": Field(Items(p.Place), "Where meetings are held."),
        "interpreters": Field(Items(p.Interpreter), "Who interprets.", ()),
        "travel": Field(Items(p.Travel), "Each pair of venues once; needed for every pair.", ()),
        "busy": Field(Items(p.Busy), "What already occupies parties.", ()),
        "rules": Field(Item(p.Rules), "What holds for the whole event.", p.Rules()),
        "baseline": Field(Item(p.Baseline, nullable=True), "An earlier plan, if any.", None),
    },
    p.Venue: {
        "id": Field(Identifier(), "How other items name the venue; once in the list."),
        "name": Field(Text(), "Name to show.", ""),
    },
    p.Slot: {
        "id": Field(Identifier(), "How other items name the slot; once in the list."),
        "start": Field(Moment(), "When it begins."),
        "end": Field(Moment(), "When it ends; another slot may begin then."),
        "day": Field(Identifier(), "Its day, any name; the date of its start when left out.", None),
        "half_day": Field(
            Identifier(),
            "Its half-day, any name; meetings of several slots stay within one. "
            "'morning' before 13:00, else 'afternoon', when left out.",
            None,
        ),
        "venues": Field(Ids(), "The venues open then."),
    },
    p.Party: {
        "id": Field(Identifier(), "How other items name the party; once in the list."),
        "name": Field(Text(), "Name to show.", ""),
        "kind": Field(Text(), "Exhibitor, delegation, ministry...: any word, to show.", ""),
        "teams": Field(Whole(1, 1000), "Meetings it can hold at once.", 1),
        "slots": Field(Nullable(Ids()), "Slots in which it is there; null is every slot.", None),
        "languages": Field(
            Ids(), "Languages it speaks. Without any it is taken to need no interpreter.", ()
        ),
        "home": Field(Nullable(Identifier()), "Its stand: the place that names it as owner.", None),
        "max_per_day": Field(Nullable(_ONE_UP), "Most meetings a day; null is no limit.", None),
        "minimum": Field(_COUNT, "Meetings it is promised in all.", 0),
    },
    p.Request: {
        "id": Field(Identifier(), "How the plan and other items name the request; once."),
        "parties": Field(Pair(), "The two parties that would meet."),
        "weight": Field(Whole(1, 1000), "How much the meeting matters.", 1),
        "mandatory": Field(Flag(), "Whether it must be served.", False),
        "length": Field(Whole(1, 100), "Consecutive slots of a half-day it takes.", 1),
        "slots": Field(
            Nullable(Ids()), "All slots the meeting may occupy; null is every slot.", None
        ),
        "fixed_slot": Field(Nullable(Identifier()), "The slot it must begin in, if any.", None),
        "fixed_place": Field(Nullable(Identifier()), "The place it must be held in, if any.", None),
        "closed_door": Field(Flag(), "Whether it needs a closed-door place.", False),
        "after": Field(Ids(), "Requests that must be served and end before it begins.", ()),
    },
    p.Place: {
        "id": Field(Identifier(), "How other items name the place; once in the list."),
        "venue": Field(Identifier(), "The venue it stands in."),
        "name": Field(Text(), "Name to show.", ""),
        "capacity": Field(_COUNT, "Meetings it holds at once.", 1),
        "slots": Field(Nullable(Ids()), "Slots in which it is open; null is every slot.", None),
        "closed_door": Field(Flag(), "Whether it is fit for closed-door meetings.", False),
        "owner": Field(
            Nullable(Identifier()),
            "The party whose stand it is: only its meetings are held there. "
            "The party's home names it back.",
            None,
        ),
    },
    p.Interpreter: {
        "id": Field(Identifier(), "How the plan names the interpreter; once in the list."),
        "languages": Field(Ids(), "Languages interpreted, each to each."),
        "name": Field(Text(), "Name to show.", ""),
        "slots": Field(
            Nullable(Ids()), "Slots in which the interpreter is there; null is every slot.", None
        ),
        "max_run": Field(
            Nullable(_ONE_UP), "Most slots in a row within a half-day; null is no limit.", None
        ),
    },
    p.Travel: {
        "venues": Field(Pair(), "The two venues; the way back takes as long."),
        "minutes": Field(Whole(0, 10_000), "Travel time, no longer than by way of a third venue."),
    },
    p.Busy: {
        "id": Field(Identifier(), "How the plan names the busy time; once in the list."),
        "party": Field(Identifier(), "Who is busy."),
        "start": Field(Moment(), "When it begins."),
        "end": Field(Moment(), "When it ends."),
        "venue": Field(
            Nullable(Identifier()), "Where it is; null takes the party out altogether.", None
        ),
        "teams": Field(Nullable(_ONE_UP), "How many of its teams it takes; null is all.", None),
        "label": Field(Text(), "What it is, to show.", ""),
    },
    p.Rules: {
        "lunch_exempt": Field(
            Flag(), "Whether idle time between two half-days is no break.", False
        ),
        "spread": Field(
            Nullable(_COUNT),
            "Largest difference in breaks between two parties; null is no limit.",
            None,
        ),
        "objectives": Field(
            Order(p.ORDERS),
            f"The order of the objectives: each of them once, {p.MANDATORY} first, "
            f"{p.BREAKS} last; {p.SPREAD} may stand anywhere after {p.WEIGHT}.",
            p.OBJECTIVES,
        ),
    },
    p.Baseline: {
        "assignments": Field(Items(p.Assignment), "The meetings of the earlier plan.", ()),
        "pinned": Field(Ids(), "Requests of that plan that keep slot, place and interpreter.", ()),
        "now": Field(
            Nullable(Moment()),
            "Its meetings that begin by then are held and stay; no other begins by then.",
            None,
        ),
    },
    p.Assignment: {
        "request": Field(Identifier(), "The request served."),
        "slot": Field(Identifier(), "The first slot of its meeting."),
        "place": Field(Identifier(), "Where it is held."),
        "interpreter": Field(Nullable(Identifier()), "Who interprets, if anybody.", None),
    },
    r.Evidence: {
        "slots": Field(Ids(), "The slots in question.", ()),
        "blockers": Field(Ids(), "Served requests that stand in the way.", ()),
        "busy": Field(Ids(), "Busy times that stand in the way.", ()),
        "places": Field(Ids(), "The places in question.", ()),
        "interpreters": Field(Ids(), "The interpreters able to serve it.", ()),
        "requests": Field(Ids(), "Requests it must come after.", ()),
        "party": Field(Nullable(Identifier()), "The party that is full or away.", None),
        "limit": Field(
            Nullable(Whole()), "A number the reason turns on: meetings a day, teams...", None
        ),
    },
    r.Unserved: {
        "request": Field(Identifier(), "The request that is not in the plan."),
        "reason": Field(OneOf(tuple(r.Reason)), "Why it is not."),
        "evidence": Field(Item(r.Evidence), "What shows the reason to be true."),
    },
    r.Objective: {
        "name": Field(Identifier(), "Which objective."),
        "sense": Field(OneOf(("max", "min")), "Whether more is better, or less."),
        "value": Field(Whole(), "What the plan reaches."),
        "bound": Field(
            Whole(), "What no plan can pass, with the objectives above it as they stand."
        ),
        "gap": Field(
            Share(), "Distance from value to bound as a share of the larger.", derived=True
        ),
        "proven": Field(Flag(), "Whether value and bound meet.", derived=True),
        "seconds": Field(Seconds(), "Time spent on it; 0 when work was limited, not time."),
    },
    r.Measure: {
        "party": Field(Identifier(), "The party measured."),
        "requested": Field(Whole(), "Requests that name it."),
        "meetings": Field(Whole(), "Those served."),
        "weight": Field(Whole(), "Their weight in all."),
        "breaks": Field(Whole(), "Its breaks, over all days."),
        "shortfall": Field(Whole(), "Meetings it lacks to its minimum."),
    },
    r.Price: {
        "guarantee": Field(OneOf(tuple(r.Guarantee)), "What is guaranteed."),
        "kept": Field(
            Flag(), "Whether the plan gives it before all weight; if not, it would cost this."
        ),
        "weight": Field(Whole(), "Weight served by the best plan known with the guarantee."),
        "bound": Field(Whole(), "What no plan with it can pass."),
        "free": Field(Whole(), "Weight served by the best plan known without it."),
        "free_bound": Field(Whole(), "What no plan without it can pass."),
        "below": Field(Whole(), "Parties below their minimum with the guarantee."),
        "free_below": Field(Whole(), "Parties below their minimum without it."),
        "shortfall": Field(Whole(), "Meetings those parties lack in all with the guarantee."),
        "free_shortfall": Field(Whole(), "Meetings they lack in all without it."),
        "at_least": Field(Whole(), "The least that it costs.", derived=True),
        "at_most": Field(Whole(), "The most that it costs.", derived=True),
    },
    r.Plan: {
        "engine": Field(Text(), "What made the plan, with its version."),
        "seed": Field(Whole(), "The seed it was made with."),
        "seconds": Field(Seconds(), "Time spent; 0 when work was limited, not time."),
        "problem_digest": Field(Text(), "SHA-256 of the problem's canonical JSON, in hexadecimal."),
        "status": Field(OneOf(tuple(r.Status)), "How the plan stands."),
        "objectives": Field(Items(r.Objective), "In the order in which they were pursued."),
        "assignments": Field(Items(p.Assignment), "The meetings, one for each request served."),
        "unserved": Field(Items(r.Unserved), "Every other request, with the reason."),
        "conflict": Field(
            Ids(), "Mandatory requests that cannot all be served together, if infeasible.", ()
        ),
        "measures": Field(Items(r.Measure), "How each party fares, in the problem's order."),
        "prices": Field(
            Items(r.Price), "What guarantees cost in served weight, if that was asked.", ()
        ),
    },
    c.PartyLate: {
        "party": Field(Identifier(), "Who is late."),
        "until": Field(Moment(), "When it is there again."),
        "since": Field(Nullable(Moment()), "From when on it is away; null is from now.", None),
    },
    c.PartyWithdrawn: {
        "party": Field(Identifier(), "Who leaves."),
        "since": Field(Nullable(Moment()), "When it leaves; null is at once.", None),
    },
    c.PlaceLost: {
        "place": Field(Identifier(), "What cannot be used."),
        "since": Field(Nullable(Moment()), "From when on; null is from now.", None),
        "until": Field(Nullable(Moment()), "Until when; null is for good.", None),
    },
    c.InterpreterIll: {
        "interpreter": Field(Identifier(), "Who is not there."),
        "since": Field(Nullable(Moment()), "From when on; null is from now.", None),
        "until": Field(Nullable(Moment()), "Until when; null is for good.", None),
    },
    c.NewMeeting: {
        "request": Field(Item(p.Request), "The request, which is mandatory whatever it says."),
    },
    c.MeetingPinned: {"request": Field(Identifier(), "The request whose meeting is promised.")},
    c.MeetingReleased: {"request": Field(Identifier(), "The request that was pinned.")},
    c.Changes: {
        "now": Field(
            Nullable(Moment()),
            "What time it is: meetings that begin by then have been held. null is the time of the "
            "last repair.",
            None,
        ),
        "changes": Field(Tagged("kind", c.KINDS), "What happened, in any order."),
    },
}


@cache
def lists(of: type) -> dict[str, Field]:
    """Return those fields of a class that hold lists of items."""
    return {n: field for n, field in FIELDS[of].items() if isinstance(field.kind, Items | Tagged)}


@cache
def singles(of: type) -> dict[str, Field]:
    """Return the other fields of a class."""
    return {name: field for name, field in FIELDS[of].items() if name not in lists(of)}
