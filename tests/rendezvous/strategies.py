"""Hypothesis strategies for small problems in which every kind of rule can bind."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from rendezvous.changes import (
    Change,
    Changes,
    InterpreterIll,
    MeetingPinned,
    NewMeeting,
    PartyLate,
    PartyWithdrawn,
    PlaceLost,
)
from rendezvous.checking import check_problem
from rendezvous.problem import (
    Assignment,
    Baseline,
    Busy,
    Interpreter,
    Party,
    Place,
    Problem,
    Request,
    Rules,
    Slot,
    Travel,
    Venue,
)
from tests.rendezvous.brute import feasible, possible_alone

LANGUAGES = ("en", "fr", "ru")
ZONES = (UTC, timezone(timedelta(hours=1)), timezone(timedelta(hours=-5)))
Draw = st.DrawFn


def rarely(draw: Draw) -> bool:
    """Return true in about one case of six; shrinks to false."""
    return draw(st.integers(0, 5)) == 5


def some_of(draw: Draw, ids: list[str], most: int | None = None) -> tuple[str, ...]:
    """Return some of the ids, in their order."""
    picked = draw(st.sets(st.sampled_from(ids), max_size=most)) if ids else set()
    return tuple(i for i in ids if i in picked)


def perhaps_some(draw: Draw, ids: list[str]) -> tuple[str, ...] | None:
    """Return None mostly, else all the ids but one or two."""
    if not rarely(draw):
        return None
    left_out = some_of(draw, ids, 2)
    return tuple(i for i in ids if i not in left_out)


@st.composite
def problems(draw: Draw, most_requests: int = 6) -> Problem:
    """A valid problem of at most seven slots and six requests."""
    venues = [Venue(f"v{n}") for n in range(draw(st.integers(1, 3)))]
    venue_ids = [venue.id for venue in venues]
    slots = _slots(draw, venue_ids)
    slot_ids = [slot.id for slot in slots]
    travel = tuple(
        Travel((one, other), draw(st.sampled_from((30, 60))))
        for n, one in enumerate(venue_ids)
        for other in venue_ids[n + 1 :]
    )
    party_ids = [f"p{n}" for n in range(draw(st.sampled_from((2, 3, 3, 4, 5))))]
    places = [
        Place(
            f"room{n}",
            draw(st.sampled_from(venue_ids)),
            capacity=draw(st.sampled_from((1, 2, 3, 0))),
            slots=perhaps_some(draw, slot_ids),
            closed_door=draw(st.booleans()),
        )
        for n in range(draw(st.integers(1, 3)))
    ]
    homes: dict[str, str] = {}
    for party_id in party_ids:
        if rarely(draw):
            homes[party_id] = f"stand-{party_id}"
            places.append(
                Place(
                    homes[party_id],
                    draw(st.sampled_from(venue_ids)),
                    slots=perhaps_some(draw, slot_ids),
                    closed_door=draw(st.booleans()),
                    owner=party_id,
                )
            )
    babel = draw(st.booleans())
    parties = tuple(
        Party(
            party_id,
            teams=draw(st.sampled_from((1, 1, 1, 2))),
            slots=perhaps_some(draw, slot_ids),
            languages=_languages(draw) if babel else (),
            home=homes.get(party_id),
            max_per_day=draw(st.sampled_from((None, None, None, 1, 2))),
            minimum=draw(st.sampled_from((0, 0, 1, 2))),
        )
        for party_id in party_ids
    )
    interpreters = tuple(
        Interpreter(
            f"i{n}",
            draw(st.sampled_from((LANGUAGES, LANGUAGES, LANGUAGES[:2], LANGUAGES[1:]))),
            slots=perhaps_some(draw, slot_ids),
            max_run=draw(st.sampled_from((None, None, 1, 2))),
        )
        for n in range(draw(st.integers(0, 2)) if babel else 0)
    )
    requests = _requests(draw, party_ids, slots, places, most_requests)
    problem = Problem(
        slots=slots,
        parties=parties,
        requests=requests,
        places=tuple(places),
        venues=tuple(venues),
        interpreters=interpreters,
        travel=travel,
        busy=_busy(draw, parties, slots, venue_ids),
        rules=Rules(
            lunch_exempt=draw(st.booleans()),
            spread=draw(st.sampled_from((None, None, None, 0, 1, 2))),
            objectives=draw(
                st.sampled_from(
                    (
                        ("mandatory", "weight", "minimum", "breaks"),
                        ("mandatory", "minimum", "weight", "breaks"),
                    )
                )
            ),
        ),
    )
    assume(not check_problem(problem))
    return problem


def _languages(draw: Draw) -> tuple[str, ...]:
    return () if rarely(draw) else (draw(st.sampled_from(LANGUAGES)),)


def _slots(draw: Draw, venue_ids: list[str]) -> tuple[Slot, ...]:
    """Half-hours with a pause here and there, in one to four half-days."""
    slots: list[Slot] = []
    days = draw(st.integers(1, 2))
    for day in range(days):
        moment = datetime(2025, 11, 11 + day, 9, tzinfo=UTC)
        for half_day in ("morning", "afternoon")[: draw(st.integers(1, 2))]:
            for _ in range(draw(st.sampled_from((1, 2, 3, 4) if days == 1 else (1, 2)))):
                zone = draw(st.sampled_from(ZONES))
                shut = some_of(draw, venue_ids, 1) if rarely(draw) else ()
                slots.append(
                    Slot(
                        f"s{len(slots)}",
                        moment.astimezone(zone),
                        (moment + timedelta(minutes=30)).astimezone(zone),
                        f"d{day}",
                        half_day,
                        tuple(v for v in venue_ids if v not in shut),
                    )
                )
                moment += timedelta(minutes=draw(st.sampled_from((30, 30, 30, 45, 60))))
            moment += timedelta(minutes=draw(st.sampled_from((0, 15, 60))))
    return tuple(slots)


def _requests(
    draw: Draw, party_ids: list[str], slots: tuple[Slot, ...], places: list[Place], most: int
) -> tuple[Request, ...]:
    slot_ids = [slot.id for slot in slots]
    requests: list[Request] = []
    for n in range(min(most, draw(st.sampled_from((1, 2, 3, 4, 5, 6, 6, 6))))):
        pair = tuple(draw(st.permutations(party_ids))[:2])
        length = draw(st.sampled_from((1, 1, 1, 2)))
        closed_door = rarely(draw)
        open_to_it = [
            place.id
            for place in places
            if place.owner in (None, *pair) and (place.closed_door or not closed_door)
        ]
        fixed: dict[str, Any] = {}
        if rarely(draw):
            fixed["fixed_slot"] = draw(st.sampled_from(slot_ids))
        if open_to_it and rarely(draw):
            fixed["fixed_place"] = draw(st.sampled_from(open_to_it))
        request = Request(
            f"r{n}",
            (pair[0], pair[1]),
            weight=draw(st.integers(1, 5)),
            mandatory=rarely(draw),
            length=length,
            slots=perhaps_some(draw, slot_ids),
            closed_door=closed_door,
            after=some_of(draw, [r.id for r in requests], 1) if rarely(draw) else (),
            **fixed,
        )
        requests.append(request)
    order = draw(st.permutations(range(len(requests))))
    return tuple(requests[n] for n in order)


def _busy(
    draw: Draw, parties: tuple[Party, ...], slots: tuple[Slot, ...], venue_ids: list[str]
) -> tuple[Busy, ...]:
    items: list[Busy] = []
    for n in range(draw(st.sampled_from((0, 0, 1, 1, 2, 3)))):
        party = draw(st.sampled_from(parties))
        slot = draw(st.sampled_from(slots))
        start = slot.start + timedelta(minutes=draw(st.sampled_from((0, 15, 30, -30))))
        venue = draw(st.sampled_from((None, *venue_ids)))
        teams = None
        if venue is not None or len(venue_ids) == 1:
            teams = draw(st.sampled_from((None, 1)))
        items.append(
            Busy(
                f"b{n}",
                party.id,
                start,
                start + timedelta(minutes=draw(st.sampled_from((15, 30, 60)))),
                venue,
                teams,
            )
        )
    return tuple(items)


@st.composite
def assignments(draw: Draw, problem: Problem) -> tuple[Assignment, ...]:
    """Any plan at all, good or bad: each request served at most once, wherever."""
    interpreters = [None, *(i.id for i in problem.interpreters)]
    return tuple(
        Assignment(
            request.id,
            request.fixed_slot or draw(st.sampled_from(problem.slots)).id,
            request.fixed_place or draw(st.sampled_from(problem.places)).id,
            draw(st.sampled_from(interpreters)),
        )
        for request in problem.requests
        if draw(st.booleans())
    )


@st.composite
def plausible(draw: Draw, problem: Problem) -> tuple[Assignment, ...]:
    """A plan each meeting of which could stand alone; together they may clash."""
    chosen = []
    for request in problem.requests:
        ways = [
            a
            for slot in problem.slots
            for place in problem.places
            for interpreter in (None, *(i.id for i in problem.interpreters))
            if possible_alone(
                problem, request, a := Assignment(request.id, slot.id, place.id, interpreter)
            )
        ]
        if ways and draw(st.integers(0, 3)):
            chosen.append(draw(st.sampled_from(ways)))
    return tuple(chosen)


@st.composite
def happenings(draw: Draw, problem: Problem, plan: tuple[Assignment, ...]) -> Changes:
    """One to three things that may happen to a plan."""
    starts = [slot.start for slot in problem.slots]
    ends = [slot.end for slot in problem.slots]
    now = draw(st.sampled_from((None, None, *starts[:-1])))
    found: list[Change] = []
    for n in range(draw(st.integers(1, 3))):
        party = draw(st.sampled_from(problem.parties)).id
        since = draw(st.sampled_from((None, *starts)))
        until = draw(st.sampled_from((None, *ends)))
        kinds = ["late", "late", "left", "lost", "lost", "demand"]
        kinds += ["ill", "ill"] if problem.interpreters else []
        kinds += ["pin"] if plan else []
        match draw(st.sampled_from(kinds)):
            case "late":
                found.append(PartyLate(party, draw(st.sampled_from(ends))))
            case "left":
                found.append(PartyWithdrawn(party, since))
            case "lost":
                found.append(PlaceLost(draw(st.sampled_from(problem.places)).id, since, until))
            case "ill":
                who = draw(st.sampled_from(problem.interpreters)).id
                found.append(InterpreterIll(who, since, until))
            case "pin":
                found.append(MeetingPinned(draw(st.sampled_from(plan)).request))
            case "demand":
                pair = draw(st.permutations([party.id for party in problem.parties]))[:2]
                length = draw(st.sampled_from((1, 1, 2)))
                found.append(NewMeeting(Request(f"new{n}", (pair[0], pair[1]), length=length)))
    return Changes(tuple(found), now)


def with_pins(problem: Problem, plan: tuple[Assignment, ...], pinned: tuple[str, ...]) -> Problem:
    """Return the problem with an earlier plan and some of it pinned."""
    return replace(problem, baseline=Baseline(plan, pinned))


@st.composite
def standing(draw: Draw, problem: Problem) -> tuple[Assignment, ...]:
    """A plan that keeps every rule but that of the mandatory requests; seldom a good one."""
    chosen: tuple[Assignment, ...] = ()
    for a in draw(plausible(problem)):
        if feasible(problem, (*chosen, a)):
            chosen = (*chosen, a)
    return chosen
