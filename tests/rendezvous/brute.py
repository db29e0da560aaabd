"""The rules read a third time, as plainly as can be, for problems of a handful of requests.

Nothing here is shared with the engine but the dataclasses: teams are found by trying every way of
sharing out a party's activities, breaks by looking at a string of slots, the optimum by listing
every way to place the requests in slots.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import combinations
from math import inf
from typing import NamedTuple

from rendezvous.problem import Assignment, Party, Problem, Request

SENSES = {
    "mandatory": "min",
    "cancelled": "min",
    "moved": "min",
    "relocated": "min",
    "weight": "max",
    "below_minimum": "min",
    "shortfall": "min",
    "breaks": "min",
    "spread": "min",
}


class Span(NamedTuple):
    """Something a party or an interpreter attends."""

    start: datetime
    end: datetime
    venue: str | None


class Figures(NamedTuple):
    """What a plan reaches: each stage by its name, and per party what it got."""

    stages: dict[str, int]
    meetings: dict[str, int]
    weights: dict[str, int]
    breaks: dict[str, int]
    shortfall: dict[str, int]


def stage_order(problem: Problem) -> list[str]:
    """Return the names of the stages of a plan, in the problem's order."""
    order: list[str] = []
    for name in problem.rules.objectives:
        order += ["below_minimum", "shortfall"] if name == "minimum" else [name]
    return order


def occupied(problem: Problem, request: Request, slot_id: str) -> list[int]:
    """Return the positions of the slots a meeting takes, fewer than its length if cut short.

    None at all in a slot that does not exist.
    """
    slots = problem.slots
    first = next((n for n, slot in enumerate(slots) if slot.id == slot_id), len(slots))
    return [
        n
        for n in range(first, min(first + request.length, len(slots)))
        if slots[n].day == slots[first].day and slots[n].half_day == slots[first].half_day
    ]


def figures(problem: Problem, placed: dict[str, str]) -> Figures:
    """Return what serving each request of ``placed`` from that slot on amounts to."""
    requests = {request.id: request for request in problem.requests}
    meetings = Counter(party for r in placed for party in requests[r].parties)
    weights: Counter[str] = Counter()
    for request_id in placed:
        for party in requests[request_id].parties:
            weights[party] += requests[request_id].weight
    breaks = {party.id: 0 for party in problem.parties}
    spans: dict[tuple[str, ...], list[int]] = {}
    for n, slot in enumerate(problem.slots):
        key = (slot.day, slot.half_day) if problem.rules.lunch_exempt else (slot.day,)
        spans.setdefault(key, []).append(n)
    for party in problem.parties:
        held = {
            n
            for request_id, slot_id in placed.items()
            if party.id in requests[request_id].parties
            for n in occupied(problem, requests[request_id], slot_id)
        }
        for span in spans.values():
            line = "".join("M" if n in held else "." for n in span).strip(".")
            breaks[party.id] += len(re.findall(r"\.+", line))
    lacking = {party.id: max(0, party.minimum - meetings[party.id]) for party in problem.parties}
    holders = [party.id for party in problem.parties if meetings[party.id]]
    return Figures(
        stages={
            "mandatory": sum(r.mandatory and r.id not in placed for r in problem.requests),
            "weight": sum(requests[r].weight for r in placed),
            "below_minimum": sum(lack > 0 for lack in lacking.values()),
            "shortfall": sum(lacking.values()),
            "breaks": sum(breaks.values()),
            "spread": max(
                (abs(breaks[one] - breaks[other]) for one, other in combinations(holders, 2)),
                default=0,
            ),
        },
        meetings={party.id: meetings[party.id] for party in problem.parties},
        weights={party.id: weights[party.id] for party in problem.parties},
        breaks=breaks,
        shortfall=lacking,
    )


def feasible(problem: Problem, assignments: Sequence[Assignment]) -> bool:
    """Return whether every hard rule but that of the mandatory requests holds."""
    requests = {request.id: request for request in problem.requests}
    placed = {a.request: a.slot for a in assignments}
    return (
        len(placed) == len(assignments)
        and all(possible_alone(problem, requests[a.request], a) for a in assignments)
        and _in_order(problem, placed)
        and _days_ok(problem, placed)
        and _spread_ok(problem, placed)
        and _pins_ok(problem, assignments)
        and _shared_out(problem, assignments)
    )


def possible_alone(problem: Problem, request: Request, a: Assignment) -> bool:
    """Return whether a meeting could stand here were it the only one."""
    place = next(place for place in problem.places if place.id == a.place)
    parties = [party for party in problem.parties if party.id in request.parties]
    positions = occupied(problem, request, a.slot)
    past = a in held(problem)
    if len(positions) < request.length or (begun(problem, a.slot) and not past):
        return False
    for slot in (problem.slots[n] for n in positions):
        allowed = [request.slots]
        if not past:
            allowed += [place.slots, *(party.slots for party in parties)]
        if place.venue not in slot.venues:
            return False
        if any(ids is not None and slot.id not in ids for ids in allowed):
            return False
    if place.owner not in (None, *request.parties):
        return False
    if request.closed_door and not place.closed_door:
        return False
    if request.fixed_slot not in (None, a.slot) or request.fixed_place not in (None, a.place):
        return False
    one, other = (set(party.languages) for party in parties)
    if not one or not other or one & other:
        return a.interpreter is None
    for interpreter in problem.interpreters:
        if interpreter.id == a.interpreter:
            speaks = set(interpreter.languages)
            here = interpreter.slots
            return bool(speaks & one and speaks & other) and (
                past or all(here is None or problem.slots[n].id in here for n in positions)
            )
    return False


def begun(problem: Problem, slot_id: str) -> bool:
    """Return whether a slot has begun by the time of the repair."""
    now = problem.baseline and problem.baseline.now
    return bool(now) and any(s.id == slot_id and s.start <= now for s in problem.slots)


def held(problem: Problem) -> set[Assignment]:
    """Return the meetings that have been held."""
    if problem.baseline is None:
        return set()
    return {a for a in problem.baseline.assignments if begun(problem, a.slot)}


def _in_order(problem: Problem, placed: dict[str, str]) -> bool:
    requests = {request.id: request for request in problem.requests}
    for request_id, slot_id in placed.items():
        first = occupied(problem, requests[request_id], slot_id)[0]
        for before in requests[request_id].after:
            if before not in placed:
                return False
            if occupied(problem, requests[before], placed[before])[-1] >= first:
                return False
    return True


def _days_ok(problem: Problem, placed: dict[str, str]) -> bool:
    requests = {request.id: request for request in problem.requests}
    day = {slot.id: slot.day for slot in problem.slots}
    held = Counter((p, day[slot]) for r, slot in placed.items() for p in requests[r].parties)
    most = {party.id: party.max_per_day for party in problem.parties}
    return all(most[p] is None or count <= most[p] for (p, _), count in held.items())


def _spread_ok(problem: Problem, placed: dict[str, str]) -> bool:
    breaks = figures(problem, placed).breaks.values()
    most = problem.rules.spread
    return most is None or max(breaks) - min(breaks) <= most


def _pins_ok(problem: Problem, assignments: Sequence[Assignment]) -> bool:
    if problem.baseline is None:
        return True
    pinned = set(problem.baseline.pinned)
    kept = {a for a in problem.baseline.assignments if a.request in pinned}
    return kept | held(problem) <= set(assignments)


def _shared_out(problem: Problem, assignments: Sequence[Assignment]) -> bool:
    """Return whether teams, places and interpreters suffice. False stays false with more."""
    requests = {request.id: request for request in problem.requests}
    venue = {place.id: place.venue for place in problem.places}
    capacity = {place.id: place.capacity for place in problem.places}
    positions = {a.request: occupied(problem, requests[a.request], a.slot) for a in assignments}
    spans = {
        a.request: Span(
            problem.slots[positions[a.request][0]].start,
            problem.slots[positions[a.request][-1]].end,
            venue[a.place],
        )
        for a in assignments
    }
    filled = Counter((a.place, n) for a in assignments for n in positions[a.request])
    if any(count > capacity[place] for (place, _), count in filled.items()):
        return False
    for interpreter in problem.interpreters:
        mine = [a for a in assignments if a.interpreter == interpreter.id]
        if any(
            not _one_can_attend(problem, spans[a.request], spans[b.request])
            for a, b in combinations(mine, 2)
        ):
            return False
        if interpreter.max_run is not None:
            worked = {n for a in mine for n in positions[a.request]}
            for run in _windows(problem, interpreter.max_run + 1):
                if worked.issuperset(run):
                    return False
    return all(
        _teams_ok(problem, party, [spans[a.request] for a in assignments
                                   if party.id in requests[a.request].parties])
        for party in problem.parties
    )  # fmt: skip


def _windows(problem: Problem, width: int) -> Iterator[range]:
    for first in range(len(problem.slots) - width + 1):
        window = range(first, first + width)
        if len({(problem.slots[n].day, problem.slots[n].half_day) for n in window}) == 1:
            yield window


def _one_can_attend(problem: Problem, a: Span, b: Span) -> bool:
    if b.start < a.start:
        a, b = b, a
    minutes = 0
    if a.venue is not None and b.venue is not None and a.venue != b.venue:
        minutes = next(t.minutes for t in problem.travel if set(t.venues) == {a.venue, b.venue})
    return a.end + timedelta(minutes=minutes) <= b.start


def _teams_ok(problem: Problem, party: Party, meetings: list[Span]) -> bool:
    taken: list[Span] = []
    for busy in problem.busy:
        if busy.party != party.id:
            continue
        span = Span(busy.start, busy.end, busy.venue)
        if busy.venue is None and busy.teams is None:
            if any(span.start < m.end and m.start < span.end for m in meetings):
                return False
        else:
            taken += [span] * (party.teams if busy.teams is None else busy.teams)
    diaries: list[list[Span]] = [[] for _ in range(party.teams)]

    def share(rest: list[Span]) -> bool:
        if not rest:
            return True
        for diary in diaries:
            if all(_one_can_attend(problem, rest[0], other) for other in diary):
                diary.append(rest[0])
                if share(rest[1:]):
                    return True
                diary.pop()
        return False

    return not meetings or share(meetings + taken)


def optimum(problem: Problem) -> tuple[dict[str, int], tuple[Assignment, ...]] | None:
    """Return the best value of each stage, in the problem's order, and a plan that has them.

    None when no plan at all keeps the rules, which only pinned meetings can bring about.
    """
    order = stage_order(problem)
    ways = _ways(problem)
    found: list[tuple[tuple[int, ...], dict[str, str]]] = []
    for placed in _in_slots(problem, ways):
        stages = figures(problem, placed).stages
        key = tuple(stages[name] * (-1 if SENSES[name] == "max" else 1) for name in order)
        found.append((key, placed))
    for _, placed in sorted(found, key=lambda item: item[0]):
        chosen: list[Assignment] = []
        rest = [ways[n][placed[r.id]] for n, r in enumerate(problem.requests) if r.id in placed]
        if _complete(problem, chosen, rest, len(problem.requests)):
            stages = figures(problem, placed).stages
            return {name: stages[name] for name in order}, tuple(chosen)
    return None


def most_weight(problem: Problem, below: float, shortfall: float) -> float:
    """Return the most weight of a plan that serves every mandatory request; -inf if there is none.

    At most so many parties are below their minimum in it and lack so many meetings in all.
    """
    ways = _ways(problem)
    best = -inf
    for placed in _in_slots(problem, ways):
        stages = figures(problem, placed).stages
        lacks = stages["below_minimum"] > below or stages["shortfall"] > shortfall
        if stages["mandatory"] or lacks or stages["weight"] <= best:
            continue
        rest = [ways[n][placed[r.id]] for n, r in enumerate(problem.requests) if r.id in placed]
        if _complete(problem, [], rest, len(problem.requests)):
            best = stages["weight"]
    return best


def least_lacking(problem: Problem, weight: int) -> tuple[float, float]:
    """Return the fewest parties below their minimum, and meetings short of it, of any plan.

    Only plans that serve so much weight count, and every mandatory request; inf if there is none.
    """
    ways = _ways(problem)
    below = shortfall = inf
    for placed in _in_slots(problem, ways):
        stages = figures(problem, placed).stages
        better = stages["below_minimum"] < below or stages["shortfall"] < shortfall
        if stages["mandatory"] or stages["weight"] < weight or not better:
            continue
        rest = [ways[n][placed[r.id]] for n, r in enumerate(problem.requests) if r.id in placed]
        if _complete(problem, [], rest, len(problem.requests)):
            below = min(below, stages["below_minimum"])
            shortfall = min(shortfall, stages["shortfall"])
    return below, shortfall


def _ways(problem: Problem) -> list[dict[str, list[Assignment]]]:
    """Return per request and slot the ways to hold its meeting were it the only one."""
    ways: list[dict[str, list[Assignment]]] = []
    for request in problem.requests:
        by_slot: dict[str, list[Assignment]] = {}
        for slot in problem.slots:
            for place in problem.places:
                for interpreter in (None, *(i.id for i in problem.interpreters)):
                    a = Assignment(request.id, slot.id, place.id, interpreter)
                    if possible_alone(problem, request, a) and _shared_out(problem, [a]):
                        by_slot.setdefault(slot.id, []).append(a)
        ways.append(by_slot)
    return ways


def _in_slots(problem: Problem, ways: list[dict[str, list[Assignment]]]) -> list[dict[str, str]]:
    """Return every way to place requests in slots; that places suffice is left to see."""
    requests = problem.requests
    found: list[dict[str, str]] = []
    load: Counter[tuple[str, int]] = Counter()
    teams = {party.id: party.teams for party in problem.parties}

    def place_in_slots(n: int, placed: dict[str, str]) -> None:
        if n == len(requests):
            if (
                _in_order(problem, placed)
                and _days_ok(problem, placed)
                and _spread_ok(problem, placed)
            ):
                found.append(dict(placed))
            return
        place_in_slots(n + 1, placed)
        for slot_id in ways[n]:
            takes = [
                (party, k)
                for k in occupied(problem, requests[n], slot_id)
                for party in requests[n].parties
            ]
            if all(load[item] < teams[item[0]] for item in takes):
                load.update(takes)
                placed[requests[n].id] = slot_id
                place_in_slots(n + 1, placed)
                del placed[requests[n].id]
                load.subtract(takes)

    place_in_slots(0, {})
    return found


REPAIR_ORDER = (
    "mandatory",
    "cancelled",
    "moved",
    "relocated",
    "below_minimum",
    "shortfall",
    "weight",
    "breaks",
)


def changes(problem: Problem, assignments: Sequence[Assignment]) -> dict[str, int]:
    """Return how many meetings of the baseline are cancelled, moved and put elsewhere."""
    now = {a.request: a for a in assignments}
    fates = Counter[str]()
    for a in problem.baseline.assignments if problem.baseline else ():
        if a.request not in now:
            fates["cancelled"] += 1
        elif now[a.request].slot != a.slot:
            fates["moved"] += 1
        elif now[a.request].place != a.place:
            fates["relocated"] += 1
    return {name: fates[name] for name in ("cancelled", "moved", "relocated")}


def best_repair(problem: Problem) -> tuple[dict[str, int], tuple[Assignment, ...]] | None:
    """Return the best value of each stage of a repair, in their order, and a plan that has them.

    None when no plan keeps what is pinned.
    """
    ways = _ways(problem)
    groups: dict[tuple[int, ...], list[dict[str, str]]] = {}
    for placed in _in_slots(problem, ways):
        stages = figures(problem, placed).stages
        fates = changes(problem, [Assignment(r, slot, "?") for r, slot in placed.items()])
        key = stages["mandatory"], fates["cancelled"], fates["moved"]
        groups.setdefault(key, []).append(placed)
    for key in sorted(groups):
        found: tuple[tuple[int, ...], tuple[Assignment, ...]] | None = None
        for placed in groups[key]:
            stages = figures(problem, placed).stages
            rest = tuple(
                stages[name] * (-1 if SENSES[name] == "max" else 1) for name in REPAIR_ORDER[4:]
            )
            for most in range(len(placed) + 1):
                if found is not None and (most, *rest) >= found[0]:
                    break
                chosen: list[Assignment] = []
                order = [ways[n][placed[r.id]] for n, r in enumerate(problem.requests)
                         if r.id in placed]  # fmt: skip
                if _complete(problem, chosen, order, most):
                    found = (most, *rest), tuple(chosen)
                    break
        if found is not None:
            values = [*key, *found[0]]
            return {
                name: value * (-1 if SENSES[name] == "max" else 1)
                for name, value in zip(REPAIR_ORDER, values, strict=True)
            }, found[1]
    return None


def _complete(
    problem: Problem, chosen: list[Assignment], rest: list[list[Assignment]], relocated: int
) -> bool:
    """Find a place and an interpreter for each meeting, with so many put elsewhere at most."""
    if changes(problem, chosen)["relocated"] > relocated:
        return False
    if not rest:
        return _pins_ok(problem, chosen)
    for a in rest[0]:
        chosen.append(a)
        if _shared_out(problem, chosen) and _complete(problem, chosen, rest[1:], relocated):
            return True
        chosen.pop()
    return False


def servable(problem: Problem, required: Collection[str], others: Collection[str] = ()) -> bool:
    """Return whether some plan serves all of these requests, and whichever else it must or may.

    It must serve what they come after, and may serve the others.
    """
    requests = {request.id: request for request in problem.requests}
    needed: set[str] = set()
    todo = [*required, *others]
    while todo:
        name = todo.pop()
        if name not in needed:
            needed.add(name)
            todo += requests[name].after
    baseline = problem.baseline
    if baseline is not None:
        kept = tuple(a for a in baseline.assignments if a.request in needed)
        baseline = replace(baseline, assignments=kept)
    problem = replace(
        problem, requests=tuple(r for r in problem.requests if r.id in needed), baseline=baseline
    )
    ways = _ways(problem)
    return any(
        placed.keys() >= set(required)
        and _complete(
            problem,
            [],
            [ways[n][placed[r.id]] for n, r in enumerate(problem.requests) if r.id in placed],
            len(placed),
        )
        for placed in _in_slots(problem, ways)
    )


def could_join(problem: Problem, plan: Sequence[Assignment], request: Request) -> bool:
    """Return whether the request could be held beside these meetings as they stand.

    Of what comes after what, only the request's own predecessors among them are looked at.
    """
    requests = {item.id: item for item in problem.requests}
    placed = {a.request: a.slot for a in plan}
    done = max(
        (occupied(problem, requests[r], placed[r])[-1] for r in request.after if r in placed),
        default=-1,
    )
    return any(
        possible_alone(problem, request, a)
        and n > done
        and _days_ok(problem, {**placed, request.id: slot.id})
        and _shared_out(problem, [*plan, a])
        for n, slot in enumerate(problem.slots)
        for place in problem.places
        for interpreter in (None, *(i.id for i in problem.interpreters))
        if (a := Assignment(request.id, slot.id, place.id, interpreter))
    )
