"""Whether a problem makes sense, before anything is planned.

:func:`check_problem` returns every fault, each naming the item and the remedy; an empty list
means that solvers and `verify` may rely on ids, order, travel and fixed slots.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from graphlib import CycleError, TopologicalSorter
from typing import Any

from .problem import BREAKS, MANDATORY, OBJECTIVES, Busy, Problem, Request, Slot


def check_problem(problem: Problem) -> list[str]:
    """Return every fault of a problem, one line each, in the order of its parts."""
    faults = [*_duplicates(problem)]
    if faults:
        return faults
    faults += _unknown(problem)
    if faults:
        return faults
    return [
        *_slots(problem.slots),
        *_travel(problem),
        *_stands(problem),
        *_busy(problem),
        *_requests(problem),
        *_precedences(problem.requests),
        *_rules(problem),
        *_baseline(problem),
    ]


def _duplicates(problem: Problem) -> Iterator[str]:
    parts: dict[str, Sequence[Any]] = {
        "venue": problem.venues,
        "slot": problem.slots,
        "party": problem.parties,
        "request": problem.requests,
        "place": problem.places,
        "interpreter": problem.interpreters,
        "busy time": problem.busy,
    }
    for kind, items in parts.items():
        for item_id, times in Counter(item.id for item in items).items():
            if times > 1:
                yield f"{kind} {item_id!r}: the id is used {times} times; give each its own"
    pairs = Counter(frozenset(t.venues) for t in problem.travel)
    for pair, times in pairs.items():
        if times > 1:
            yield f"travel {' - '.join(sorted(pair))}: given {times} times; keep one"


def _unknown(problem: Problem) -> Iterator[str]:
    venues = {venue.id for venue in problem.venues}
    slots = {slot.id for slot in problem.slots}
    parties = {party.id for party in problem.parties}
    places = {place.id for place in problem.places}
    requests = {request.id for request in problem.requests}

    def missing(
        item: str, field: str, ids: Iterable[str | None] | None, known: set[str], kind: str
    ) -> Iterator[str]:
        for unknown in ids or ():
            if unknown is not None and unknown not in known:
                yield (
                    f"{item}: {field} names {kind} {unknown!r}, which does not exist; "
                    f"add that {kind} or correct the id"
                )

    for slot in problem.slots:
        yield from missing(f"slot {slot.id!r}", "venues", slot.venues, venues, "venue")
    for party in problem.parties:
        item = f"party {party.id!r}"
        yield from missing(item, "slots", party.slots, slots, "slot")
        yield from missing(item, "home", [party.home], places, "place")
    for place in problem.places:
        item = f"place {place.id!r}"
        yield from missing(item, "venue", [place.venue], venues, "venue")
        yield from missing(item, "slots", place.slots, slots, "slot")
        yield from missing(item, "owner", [place.owner], parties, "party")
    for interpreter in problem.interpreters:
        item = f"interpreter {interpreter.id!r}"
        yield from missing(item, "slots", interpreter.slots, slots, "slot")
    for travel in problem.travel:
        yield from missing("travel", "venues", travel.venues, venues, "venue")
    for busy in problem.busy:
        item = f"busy time {busy.id!r}"
        yield from missing(item, "party", [busy.party], parties, "party")
        yield from missing(item, "venue", [busy.venue], venues, "venue")
    for request in problem.requests:
        item = f"request {request.id!r}"
        yield from missing(item, "parties", request.parties, parties, "party")
        yield from missing(item, "slots", request.slots, slots, "slot")
        yield from missing(item, "fixed_slot", [request.fixed_slot], slots, "slot")
        yield from missing(item, "fixed_place", [request.fixed_place], places, "place")
        yield from missing(item, "after", request.after, requests, "request")


def _slots(slots: Sequence[Slot]) -> Iterator[str]:
    for slot in slots:
        if slot.end <= slot.start:
            yield f"slot {slot.id!r}: it ends before it begins; correct start or end"
    ordered = sorted(slots, key=lambda slot: slot.start)
    for earlier, later in itertools.pairwise(ordered):
        if later.start < earlier.end:
            yield (
                f"slots {earlier.id!r} and {later.id!r} overlap; "
                "slots must follow one another: shorten one"
            )
    seen: dict[tuple[str, str], Slot] = {}
    days: dict[str, Slot] = {}
    previous: Slot | None = None
    for slot in ordered:
        key = (slot.day, slot.half_day)
        if key in seen and previous is not None and (previous.day, previous.half_day) != key:
            yield (
                f"slot {slot.id!r}: half-day {slot.half_day!r} of day {slot.day!r} is interrupted "
                f"by slot {previous.id!r}; correct day or half_day"
            )
        elif slot.day in days and previous is not None and previous.day != slot.day:
            yield (
                f"slot {slot.id!r}: day {slot.day!r} is interrupted by slot {previous.id!r}; "
                "correct day"
            )
        seen[key] = days[slot.day] = previous = slot


def _travel(problem: Problem) -> Iterator[str]:
    minutes: dict[frozenset[str], int] = {}
    for travel in problem.travel:
        one, other = travel.venues
        if one == other:
            yield f"travel {one!r}: from a venue to itself; remove it"
        minutes[frozenset(travel.venues)] = travel.minutes
    ids = [venue.id for venue in problem.venues]
    for n, one in enumerate(ids):
        for other in ids[n + 1 :]:
            direct = minutes.get(frozenset((one, other)))
            if direct is None:
                yield f"travel {one} - {other}: missing; give the minutes between the two venues"
                continue
            for via in ids:
                legs = [minutes.get(frozenset((one, via))), minutes.get(frozenset((via, other)))]
                if via not in (one, other) and None not in legs:
                    by_way = sum(leg for leg in legs if leg is not None)
                    if by_way < direct:
                        yield (
                            f"travel {one} - {other}: {direct} minutes, but only {by_way} by way "
                            f"of {via}; give at most {by_way}"
                        )


def _stands(problem: Problem) -> Iterator[str]:
    places = {place.id: place for place in problem.places}
    for party in problem.parties:
        if party.home is not None and places[party.home].owner != party.id:
            yield (
                f"party {party.id!r}: its home {party.home!r} is owned by "
                f"{places[party.home].owner or 'nobody'}; set that place's owner to {party.id!r}"
            )
    homes = {party.id: party.home for party in problem.parties}
    for place in problem.places:
        if place.owner is not None and homes[place.owner] != place.id:
            yield (
                f"place {place.id!r}: its owner {place.owner!r} has home "
                f"{homes[place.owner] or 'none'}; a party has one stand: make the two agree"
            )


def _busy(problem: Problem) -> Iterator[str]:
    parties = {party.id: party for party in problem.parties}
    by_party: dict[str, list[Busy]] = {}
    for busy in problem.busy:
        item = f"busy time {busy.id!r}"
        if busy.end <= busy.start:
            yield f"{item}: it ends before it begins; correct start or end"
        if busy.teams is not None and busy.venue is None and len(problem.venues) > 1:
            yield f"{item}: it takes some teams only; say at which venue"
        if busy.teams is not None and busy.teams > parties[busy.party].teams:
            yield (
                f"{item}: it takes {busy.teams} teams of party {busy.party!r}, which has "
                f"{parties[busy.party].teams}; lower the number"
            )
        by_party.setdefault(busy.party, []).append(busy)
    for party_id, items in by_party.items():
        teams = parties[party_id].teams
        needed = _teams_needed(
            problem, [busy for busy in items for _ in range(busy.teams or teams)]
        )
        if needed > teams:
            names = ", ".join(repr(busy.id) for busy in items)
            yield (
                f"party {party_id!r}: its busy times ({names}) would take {needed} teams at once "
                f"and it has {teams}; remove one, or say how many teams each takes"
            )


def _teams_needed(problem: Problem, activities: list[Busy]) -> int:
    """Return the fewest teams that can attend all activities, travelling between them.

    By Dilworth's theorem this is the number of activities less a largest matching of each with one
    that can follow it (Fulkerson 1956).
    """
    minutes = {frozenset(travel.venues): travel.minutes * 60 for travel in problem.travel}

    def follows(earlier: Busy, later: Busy) -> bool:
        need = 0
        if earlier.venue and later.venue and earlier.venue != later.venue:
            need = minutes.get(frozenset((earlier.venue, later.venue)), 0)
        return (later.start - earlier.end).total_seconds() >= need

    taken: dict[int, int] = {}

    def augment(n: int, seen: set[int]) -> bool:
        for m, later in enumerate(activities):
            if m not in seen and follows(activities[n], later):
                seen.add(m)
                if m not in taken or augment(taken[m], seen):
                    taken[m] = n
                    return True
        return False

    return len(activities) - sum(augment(n, set()) for n in range(len(activities)))


def _requests(problem: Problem) -> Iterator[str]:
    slots = {slot.id: slot for slot in problem.slots}
    places = {place.id: place for place in problem.places}
    for request in problem.requests:
        item = f"request {request.id!r}"
        one, other = request.parties
        if one == other:
            yield f"{item}: party {one!r} would meet itself; name two different parties"
        if request.fixed_slot is not None:
            yield from _fixed_slot(problem, request, slots)
        if request.fixed_place is not None:
            place = places[request.fixed_place]
            if place.owner is not None and place.owner not in request.parties:
                yield (
                    f"{item}: fixed place {place.id!r} is the stand of {place.owner!r}, who is not "
                    "in this meeting; choose another place"
                )
            if request.closed_door and not place.closed_door:
                yield (
                    f"{item}: fixed place {place.id!r} is not a closed-door room; "
                    "choose one that is"
                )


def _fixed_slot(problem: Problem, request: Request, slots: dict[str, Slot]) -> Iterator[str]:
    item = f"request {request.id!r}"
    fixed = slots[request.fixed_slot or ""]
    ordered = sorted(problem.slots, key=lambda slot: slot.start)
    first = next(n for n, slot in enumerate(ordered) if slot.id == fixed.id)
    span = [
        slot
        for slot in ordered[first : first + request.length]
        if (slot.day, slot.half_day) == (fixed.day, fixed.half_day)
    ]
    if len(span) < request.length:
        yield (
            f"{item}: fixed slot {fixed.id!r} leaves {len(span)} slot(s) in its half-day and the "
            f"meeting takes {request.length}; fix an earlier slot"
        )
    for slot in span:
        if not slot.venues:
            yield f"{item}: fixed slot {slot.id!r} is closed at every venue; choose an open one"
        if request.slots is not None and slot.id not in request.slots:
            yield (
                f"{item}: fixed slot {slot.id!r} is not among its allowed slots; "
                "allow it or fix another"
            )
    if request.fixed_place is not None:
        place = next(place for place in problem.places if place.id == request.fixed_place)
        for slot in span:
            closed = place.slots is not None and slot.id not in place.slots
            if closed or place.venue not in slot.venues:
                yield (
                    f"{item}: fixed place {place.id!r} is closed in fixed slot {slot.id!r}; "
                    "choose another place or slot"
                )


def _precedences(requests: Sequence[Request]) -> Iterator[str]:
    graph = {request.id: set(request.after) for request in requests}
    for request_id, before in graph.items():
        if request_id in before:
            yield f"request {request_id!r}: it would come after itself; remove it from 'after'"
            return
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        ring = " after ".join(repr(request_id) for request_id in error.args[1])
        yield f"requests {ring}: 'after' goes round in a ring; remove one of these"


def _rules(problem: Problem) -> Iterator[str]:
    order = problem.rules.objectives
    if sorted(order) != sorted(OBJECTIVES) or order[0] != MANDATORY or order[-1] != BREAKS:
        yield (
            f"rules: objectives are {', '.join(order)}; give each of {', '.join(OBJECTIVES)} once, "
            f"{MANDATORY} first and {BREAKS} last"
        )


def _baseline(problem: Problem) -> Iterator[str]:
    if problem.baseline is None:
        return
    requests = {request.id for request in problem.requests}
    slots = {slot.id for slot in problem.slots}
    places = {place.id for place in problem.places}
    interpreters = {interpreter.id for interpreter in problem.interpreters}
    planned = Counter(a.request for a in problem.baseline.assignments)
    for request_id, times in planned.items():
        if times > 1:
            yield f"baseline: request {request_id!r} stands {times} times; keep one"
    for a in problem.baseline.assignments:
        known = (
            a.request in requests
            and a.slot in slots
            and a.place in places
            and (a.interpreter is None or a.interpreter in interpreters)
        )
        if not known:
            yield (
                f"baseline: the meeting of request {a.request!r} names an id that is not in the "
                "problem; remove it"
            )
    for request_id in problem.baseline.pinned:
        if request_id not in planned:
            yield f"baseline: pinned request {request_id!r} is not in the earlier plan; unpin it"
