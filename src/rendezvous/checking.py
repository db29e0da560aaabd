"""Whether a problem makes sense, before anything is planned.

:func:`check_problem` returns every fault, each naming the item and the remedy; an empty list
means that solvers and `verify` may rely on ids, order, travel and fixed slots.
:func:`find_faults` returns the same with the item and field apart, for whoever knows where they
stand in a file.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import Any, Final

from .problem import (
    BREAKS,
    MANDATORY,
    OBJECTIVES,
    ORDERS,
    SPREAD,
    WEIGHT,
    Busy,
    Problem,
    Request,
    Slot,
)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one item.

    ``part`` is the item's list in :class:`Problem` (``"requests"``) or ``"rules"``; ``id`` its id,
    for travel the two venues as :func:`pair` joins them; ``field`` the field to look at first.
    """

    part: str
    id: str
    field: str
    message: str

    def __str__(self) -> str:
        return self.message


def check_problem(problem: Problem) -> list[str]:
    """Return every fault of a problem, one line each, in the order of its parts."""
    return [str(fault) for fault in find_faults(problem)]


def find_faults(problem: Problem) -> list[Fault]:
    """Return every fault of a problem, in the order of its parts."""
    faults = [*_duplicates(problem)]
    if faults:
        return faults
    faults += _unknown(problem)
    if faults:
        return faults
    return find_item_faults(problem)


def find_item_faults(problem: Problem, damaged: Collection[str] = ()) -> list[Fault]:
    """Return the faults that remain once ids are unique and known.

    Parts named in ``damaged`` lack items that could not be read; what would be judged by them is
    left unjudged, and every other fault is real.
    """
    return [
        fault
        for check, parts in _CHECKS
        if not any(part in damaged for part in parts)
        for fault in check(problem)
    ]


def pair(one: str, other: str) -> str:
    """Return the name of two venues in either order."""
    return " - ".join(sorted((one, other)))


def _duplicates(problem: Problem) -> Iterator[Fault]:
    parts: dict[str, tuple[str, Sequence[Any]]] = {
        "venues": ("venue", problem.venues),
        "slots": ("slot", problem.slots),
        "parties": ("party", problem.parties),
        "requests": ("request", problem.requests),
        "places": ("place", problem.places),
        "interpreters": ("interpreter", problem.interpreters),
        "busy": ("busy time", problem.busy),
    }
    for part, (kind, items) in parts.items():
        for item_id, times in Counter(item.id for item in items).items():
            if times > 1:
                message = f"{kind} {item_id!r}: the id is used {times} times; give each its own"
                yield Fault(part, item_id, "id", message)
    pairs = Counter(pair(*travel.venues) for travel in problem.travel)
    for name, times in pairs.items():
        if times > 1:
            message = f"travel {name}: given {times} times; keep one"
            yield Fault("travel", name, "venues", message)


def _unknown(problem: Problem) -> Iterator[Fault]:
    venues = {venue.id for venue in problem.venues}
    slots = {slot.id for slot in problem.slots}
    parties = {party.id for party in problem.parties}
    places = {place.id for place in problem.places}
    requests = {request.id for request in problem.requests}

    def missing(
        part: str,
        item: tuple[str, str],
        field: str,
        ids: Iterable[str | None] | None,
        known: set[str],
        kind: str,
    ) -> Iterator[Fault]:
        for unknown in ids or ():
            if unknown is not None and unknown not in known:
                message = (
                    f"{item[0]}: {field} names {kind} {unknown!r}, which does not exist; "
                    f"add that {kind} or correct the id"
                )
                yield Fault(part, item[1], field, message)

    for slot in problem.slots:
        item = f"slot {slot.id!r}", slot.id
        yield from missing("slots", item, "venues", slot.venues, venues, "venue")
    for party in problem.parties:
        item = f"party {party.id!r}", party.id
        yield from missing("parties", item, "slots", party.slots, slots, "slot")
        yield from missing("parties", item, "home", [party.home], places, "place")
    for place in problem.places:
        item = f"place {place.id!r}", place.id
        yield from missing("places", item, "venue", [place.venue], venues, "venue")
        yield from missing("places", item, "slots", place.slots, slots, "slot")
        yield from missing("places", item, "owner", [place.owner], parties, "party")
    for interpreter in problem.interpreters:
        item = f"interpreter {interpreter.id!r}", interpreter.id
        yield from missing("interpreters", item, "slots", interpreter.slots, slots, "slot")
    for travel in problem.travel:
        item = "travel", pair(*travel.venues)
        yield from missing("travel", item, "venues", travel.venues, venues, "venue")
    for busy in problem.busy:
        item = f"busy time {busy.id!r}", busy.id
        yield from missing("busy", item, "party", [busy.party], parties, "party")
        yield from missing("busy", item, "venue", [busy.venue], venues, "venue")
    for request in problem.requests:
        item = f"request {request.id!r}", request.id
        fixed_slot, fixed_place = [request.fixed_slot], [request.fixed_place]
        yield from missing("requests", item, "parties", request.parties, parties, "party")
        yield from missing("requests", item, "slots", request.slots, slots, "slot")
        yield from missing("requests", item, "fixed_slot", fixed_slot, slots, "slot")
        yield from missing("requests", item, "fixed_place", fixed_place, places, "place")
        yield from missing("requests", item, "after", request.after, requests, "request")


def _slots(problem: Problem) -> Iterator[Fault]:
    for slot in problem.slots:
        if slot.end <= slot.start:
            message = f"slot {slot.id!r}: it ends before it begins; correct start or end"
            yield Fault("slots", slot.id, "end", message)
    ordered = sorted(problem.slots, key=lambda slot: slot.start)
    for earlier, later in itertools.pairwise(ordered):
        if later.start < earlier.end:
            message = (
                f"slots {earlier.id!r} and {later.id!r} overlap; "
                "slots must follow one another: shorten one"
            )
            yield Fault("slots", later.id, "start", message)
    seen: dict[tuple[str, str], Slot] = {}
    days: dict[str, Slot] = {}
    previous: Slot | None = None
    for slot in ordered:
        key = (slot.day, slot.half_day)
        if key in seen and previous is not None and (previous.day, previous.half_day) != key:
            message = (
                f"slot {slot.id!r}: half-day {slot.half_day!r} of day {slot.day!r} is interrupted "
                f"by slot {previous.id!r}; correct day or half_day"
            )
            yield Fault("slots", slot.id, "half_day", message)
        elif slot.day in days and previous is not None and previous.day != slot.day:
            message = (
                f"slot {slot.id!r}: day {slot.day!r} is interrupted by slot {previous.id!r}; "
                "correct day"
            )
            yield Fault("slots", slot.id, "day", message)
        seen[key] = days[slot.day] = previous = slot


def _travel(problem: Problem) -> Iterator[Fault]:
    minutes: dict[frozenset[str], int] = {}
    for travel in problem.travel:
        one, other = travel.venues
        if one == other:
            message = f"travel {one!r}: from a venue to itself; remove it"
            yield Fault("travel", pair(one, other), "venues", message)
        minutes[frozenset(travel.venues)] = travel.minutes
    ids = [venue.id for venue in problem.venues]
    for n, one in enumerate(ids):
        for other in ids[n + 1 :]:
            direct = minutes.get(frozenset((one, other)))
            if direct is None:
                message = (
                    f"travel {one} - {other}: missing; give the minutes between the two venues"
                )
                yield Fault("travel", pair(one, other), "venues", message)
                continue
            for via in ids:
                legs = [minutes.get(frozenset((one, via))), minutes.get(frozenset((via, other)))]
                if via not in (one, other) and None not in legs:
                    by_way = sum(leg for leg in legs if leg is not None)
                    if by_way < direct:
                        message = (
                            f"travel {one} - {other}: {direct} minutes, but only {by_way} by way "
                            f"of {via}; give at most {by_way}"
                        )
                        yield Fault("travel", pair(one, other), "minutes", message)


def _stands(problem: Problem) -> Iterator[Fault]:
    places = {place.id: place for place in problem.places}
    for party in problem.parties:
        if party.home is not None and places[party.home].owner != party.id:
            message = (
                f"party {party.id!r}: its home {party.home!r} is owned by "
                f"{places[party.home].owner or 'nobody'}; set that place's owner to {party.id!r}"
            )
            yield Fault("parties", party.id, "home", message)
    homes = {party.id: party.home for party in problem.parties}
    for place in problem.places:
        if place.owner is not None and homes[place.owner] != place.id:
            message = (
                f"place {place.id!r}: its owner {place.owner!r} has home "
                f"{homes[place.owner] or 'none'}; a party has one stand: make the two agree"
            )
            yield Fault("places", place.id, "owner", message)


def _busy(problem: Problem) -> Iterator[Fault]:
    parties = {party.id: party for party in problem.parties}
    by_party: dict[str, list[Busy]] = {}
    for busy in problem.busy:
        item = f"busy time {busy.id!r}"
        if busy.end <= busy.start:
            message = f"{item}: it ends before it begins; correct start or end"
            yield Fault("busy", busy.id, "end", message)
        if busy.teams is not None and busy.venue is None and len(problem.venues) > 1:
            message = f"{item}: it takes some teams only; say at which venue"
            yield Fault("busy", busy.id, "venue", message)
        if busy.teams is not None and busy.teams > parties[busy.party].teams:
            message = (
                f"{item}: it takes {busy.teams} teams of party {busy.party!r}, which has "
                f"{parties[busy.party].teams}; lower the number"
            )
            yield Fault("busy", busy.id, "teams", message)
        by_party.setdefault(busy.party, []).append(busy)
    for party_id, items in by_party.items():
        teams = parties[party_id].teams
        needed = _teams_needed(problem, items, teams)
        if needed > teams:
            names = ", ".join(repr(busy.id) for busy in items)
            message = (
                f"party {party_id!r}: its busy times ({names}) would take {needed} teams at once "
                f"and it has {teams}; remove one, or say how many teams each takes"
            )
            yield Fault("parties", party_id, "teams", message)


def _teams_needed(problem: Problem, commitments: list[Busy], teams: int) -> int:
    """Return the fewest teams that can attend all commitments, travelling between them.

    Those without a venue that take everyone are left out: they need no travel. By Dilworth's
    theorem the answer is the units of work less a largest matching of each with one that can
    follow it (Fulkerson 1956); a commitment of several teams counts as so many units.
    """
    minutes = {frozenset(travel.venues): travel.minutes * 60 for travel in problem.travel}
    busy = [item for item in commitments if item.venue is not None or item.teams is not None]

    def follows(earlier: Busy, later: Busy) -> bool:
        need = 0
        if earlier.venue and later.venue and earlier.venue != later.venue:
            need = minutes.get(frozenset((earlier.venue, later.venue)), 0)
        return (later.start - earlier.end).total_seconds() >= need

    units = [item.teams or teams for item in busy]
    later = [[m for m, item in enumerate(busy) if follows(one, item)] for one in busy]
    loose, free = list(units), list(units)  # units without a successor, without a predecessor
    sent: list[Counter[int]] = [Counter() for _ in busy]  # per successor: from whom, how many
    while True:
        reached: dict[int, int] = {}
        origin: dict[int, int | None] = dict.fromkeys(n for n in range(len(busy)) if loose[n])
        frontier, end = list(origin), None
        while frontier and end is None:
            n = frontier.pop()
            for m in later[n]:
                if m not in reached:
                    reached[m] = n
                    if free[m]:
                        end = m
                        break
                    for k in sent[m]:
                        if sent[m][k] and k not in origin:
                            origin[k] = m
                            frontier.append(k)
        if end is None:
            return sum(loose)
        steps, m, amount = [], end, free[end]
        while True:
            n = reached[m]
            steps.append((n, m))
            previous = origin[n]
            if previous is None:
                amount = min(amount, loose[n])
                break
            amount = min(amount, sent[previous][n])
            m = previous
        for (n, m), freed in zip(steps, [*(m for _, m in steps[1:]), None], strict=True):
            sent[m][n] += amount
            if freed is not None:
                sent[freed][n] -= amount
        loose[steps[-1][0]] -= amount
        free[end] -= amount


def _requests(problem: Problem) -> Iterator[Fault]:
    slots = {slot.id: slot for slot in problem.slots}
    places = {place.id: place for place in problem.places}
    for request in problem.requests:
        item = f"request {request.id!r}"
        one, other = request.parties
        if one == other:
            message = f"{item}: party {one!r} would meet itself; name two different parties"
            yield Fault("requests", request.id, "parties", message)
        if request.fixed_slot is not None:
            yield from _fixed_slot(problem, request, slots)
        if request.fixed_place is not None:
            place = places[request.fixed_place]
            if place.owner is not None and place.owner not in request.parties:
                message = (
                    f"{item}: fixed place {place.id!r} is the stand of {place.owner!r}, who is not "
                    "in this meeting; choose another place"
                )
                yield Fault("requests", request.id, "fixed_place", message)
            if request.closed_door and not place.closed_door:
                message = (
                    f"{item}: fixed place {place.id!r} is not a closed-door room; "
                    "choose one that is"
                )
                yield Fault("requests", request.id, "fixed_place", message)


def _fixed_slot(problem: Problem, request: Request, slots: dict[str, Slot]) -> Iterator[Fault]:
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
        message = (
            f"{item}: fixed slot {fixed.id!r} leaves {len(span)} slot(s) in its half-day and the "
            f"meeting takes {request.length}; fix an earlier slot"
        )
        yield Fault("requests", request.id, "fixed_slot", message)
    for slot in span:
        if not slot.venues:
            message = f"{item}: fixed slot {slot.id!r} is closed at every venue; choose an open one"
            yield Fault("requests", request.id, "fixed_slot", message)
        if request.slots is not None and slot.id not in request.slots:
            message = (
                f"{item}: fixed slot {slot.id!r} is not among its allowed slots; "
                "allow it or fix another"
            )
            yield Fault("requests", request.id, "fixed_slot", message)
    if request.fixed_place is not None:
        place = next(place for place in problem.places if place.id == request.fixed_place)
        for slot in span:
            closed = place.slots is not None and slot.id not in place.slots
            if closed or place.venue not in slot.venues:
                message = (
                    f"{item}: fixed place {place.id!r} is closed in fixed slot {slot.id!r}; "
                    "choose another place or slot"
                )
                yield Fault("requests", request.id, "fixed_place", message)


def _precedences(problem: Problem) -> Iterator[Fault]:
    graph = {request.id: request.after for request in problem.requests if request.after}
    for request_id, before in graph.items():
        if request_id in before:
            message = f"request {request_id!r}: it would come after itself; remove it from 'after'"
            yield Fault("requests", request_id, "after", message)
            return
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        ring = " after ".join(repr(request_id) for request_id in reversed(error.args[1]))
        message = f"requests {ring}: 'after' goes round in a ring; remove one of these"
        yield Fault("requests", error.args[1][0], "after", message)


def _rules(problem: Problem) -> Iterator[Fault]:
    order = problem.rules.objectives
    if order not in ORDERS:
        message = (
            f"rules: objectives are {', '.join(order)}; give each of {', '.join(OBJECTIVES)} once, "
            f"{MANDATORY} first and {BREAKS} last; {SPREAD} may stand anywhere after {WEIGHT}"
        )
        yield Fault("rules", "", "objectives", message)


def _baseline(problem: Problem) -> Iterator[Fault]:
    if problem.baseline is None:
        return
    requests = {request.id for request in problem.requests}
    slots = {slot.id for slot in problem.slots}
    places = {place.id for place in problem.places}
    interpreters = {interpreter.id for interpreter in problem.interpreters}
    planned = Counter(a.request for a in problem.baseline.assignments)
    for request_id, times in planned.items():
        if times > 1:
            message = f"baseline: request {request_id!r} stands {times} times; keep one"
            yield Fault("baseline", request_id, "assignments", message)
    for a in problem.baseline.assignments:
        known = (
            a.request in requests
            and a.slot in slots
            and a.place in places
            and (a.interpreter is None or a.interpreter in interpreters)
        )
        if not known:
            message = (
                f"baseline: the meeting of request {a.request!r} names an id that is not in the "
                "problem; remove it"
            )
            yield Fault("baseline", a.request, "assignments", message)
    for request_id in problem.baseline.pinned:
        if request_id not in planned:
            message = (
                f"baseline: pinned request {request_id!r} is not in the earlier plan; unpin it"
            )
            yield Fault("baseline", request_id, "pinned", message)


# each check with the parts it judges by: all of them must be whole
_CHECKS: Final[tuple[tuple[Callable[[Problem], Iterator[Fault]], frozenset[str]], ...]] = (
    (_slots, frozenset({"slots"})),
    (_travel, frozenset({"travel", "venues"})),
    (_stands, frozenset({"parties", "places"})),
    (_busy, frozenset({"busy", "parties", "travel", "venues"})),
    (_requests, frozenset({"places", "slots"})),
    (_precedences, frozenset({"requests"})),
    (_rules, frozenset({"rules"})),
    (_baseline, frozenset({"interpreters", "places", "requests", "slots"})),
)
