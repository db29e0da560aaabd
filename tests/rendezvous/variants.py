"""The same problem in other words, and problems in which a little more or less is possible."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta, timezone
from random import Random
from typing import Any

from rendezvous.problem import Interpreter, Place, Problem

PARTS = ("venues", "slots", "parties", "requests", "places", "interpreters", "busy")


def scrambled(problem: Problem, random: Random) -> Problem:
    """Return the same problem with every name changed and every list but the slots' reordered.

    Names of days, half-days and languages too; moments are told in another zone.
    """
    names: dict[str, str] = {}
    for part in PARTS:
        names |= _fresh(part, [item.id for item in getattr(problem, part)], random)
    words = {
        "day": _fresh("day", sorted({slot.day for slot in problem.slots}), random),
        "half_day": _fresh("half", sorted({slot.half_day for slot in problem.slots}), random),
    }
    spoken = {word for item in (*problem.parties, *problem.interpreters) for word in item.languages}
    languages = _fresh("language", sorted(spoken), random)

    def new(item: Any) -> Any:
        changes: dict[str, Any] = {}
        for field in item.__dataclass_fields__:
            value = getattr(item, field)
            if field in words:
                changes[field] = words[field][value]
            elif field in ("start", "end", "now") and value is not None:
                zone = timezone(timedelta(minutes=random.choice((-300, 0, 60, 345))))
                changes[field] = value.astimezone(zone)
            elif isinstance(value, str):
                changes[field] = names.get(value, value)
            elif isinstance(value, tuple):
                known = languages if field == "languages" else names
                changed = [known[v] if isinstance(v, str) else new(v) for v in value]
                random.shuffle(changed)
                changes[field] = tuple(changed)
        return replace(item, **changes)

    def all_of(items: tuple[Any, ...]) -> tuple[Any, ...]:
        changed = [new(item) for item in items]
        random.shuffle(changed)
        return tuple(changed)

    parts = {part: all_of(getattr(problem, part)) for part in (*PARTS, "travel")}
    parts["slots"] = tuple(new(slot) for slot in problem.slots)
    baseline = problem.baseline and new(problem.baseline)
    return replace(problem, baseline=baseline, **parts)


def _fresh(kind: str, words: list[str], random: Random) -> dict[str, str]:
    numbers = random.sample(range(1000), len(words))
    return {word: f"{kind}-{n}" for word, n in zip(words, numbers, strict=True)}


# A little more is possible.


def some(
    part: str, loose: Callable[[Any], dict[str, Any]]
) -> Callable[[Problem, Random], Problem | None]:
    """Return what changes fields of one item of a part, of those that it changes at all."""

    def change(problem: Problem, random: Random) -> Problem | None:
        items = getattr(problem, part)
        changed = [(n, replace(item, **loose(item))) for n, item in enumerate(items)]
        changed = [(n, item) for n, item in changed if item != items[n]]
        if not changed:
            return None
        at, item = random.choice(changed)
        return replace(problem, **{part: (*items[:at], item, *items[at + 1 :])})

    return change


def another_interpreter(problem: Problem, random: Random) -> Problem:
    """Return the problem with somebody more who speaks every language, at all times."""
    spoken = {language for party in problem.parties for language in party.languages}
    newcomer = Interpreter("newcomer", tuple(sorted({"la", "eo", *spoken})))
    return replace(problem, interpreters=(*problem.interpreters, newcomer))


def another_place(problem: Problem, random: Random) -> Problem:
    """Return the problem with one place more that is fit for closed doors."""
    place = Place("annexe", random.choice(problem.venues).id, closed_door=True)
    return replace(problem, places=(*problem.places, place))


def every_venue_open(problem: Problem, random: Random) -> Problem:
    """Return the problem with every venue open in every slot."""
    venues = tuple(venue.id for venue in problem.venues)
    return replace(problem, slots=tuple(replace(s, venues=venues) for s in problem.slots))


def one_commitment_less(problem: Problem, random: Random) -> Problem | None:
    """Return the problem without one of its busy times."""
    if not problem.busy:
        return None
    gone = random.choice(problem.busy)
    return replace(problem, busy=tuple(item for item in problem.busy if item != gone))


def quicker_travel(problem: Problem, random: Random) -> Problem:
    """Return the problem with every way between venues half as long."""
    travel = tuple(replace(item, minutes=item.minutes // 2) for item in problem.travel)
    return replace(problem, travel=travel)


def any_spread(problem: Problem, random: Random) -> Problem:
    """Return the problem without its rule on the spread of breaks."""
    return replace(problem, rules=replace(problem.rules, spread=None))


MORE: dict[str, Callable[[Problem, Random], Problem | None]] = {
    "party there": some("parties", lambda _: {"slots": None}),
    "another team": some("parties", lambda party: {"teams": party.teams + 1}),
    "no limit a day": some("parties", lambda _: {"max_per_day": None}),
    "place open": some("places", lambda _: {"slots": None}),
    "larger place": some("places", lambda place: {"capacity": place.capacity + 1}),
    "closed room": some("places", lambda _: {"closed_door": True}),
    "another place": another_place,
    "every venue open": every_venue_open,
    "interpreter there": some("interpreters", lambda _: {"slots": None}),
    "untiring interpreter": some("interpreters", lambda _: {"max_run": None}),
    "another interpreter": another_interpreter,
    "any slot": some("requests", lambda _: {"slots": None, "fixed_slot": None}),
    "any place": some("requests", lambda _: {"fixed_place": None}),
    "open door": some("requests", lambda _: {"closed_door": False}),
    "in any order": some("requests", lambda _: {"after": ()}),
    "one commitment less": one_commitment_less,
    "quicker travel": quicker_travel,
    "any spread": any_spread,
}
"""What allows every plan that was possible, and more. None where there is nothing to change."""


def without_one(problem: Problem) -> Iterator[Problem]:
    """Return the problem without each request that may be left out and none comes after."""
    awaited = {name for request in problem.requests for name in request.after}
    for gone in problem.requests:
        if not gone.mandatory and gone.id not in awaited:
            yield replace(problem, requests=tuple(r for r in problem.requests if r != gone))
