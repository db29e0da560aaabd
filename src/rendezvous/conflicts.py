"""Requests that cannot all be served, and the rules that stand against them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from .problem import Problem
from .result import Plan
from .wording import Wording


class RuleKind(StrEnum):
    """What a rule shares out or forbids."""

    TIME = "time"
    """The time of ``party``: its teams (``limit``), and the way from one venue to another."""
    DAY = "day"
    """The meetings of ``party`` a day, ``limit`` at most."""
    PLACE = "place"
    """The room at ``place``."""
    SHARED = "shared"
    """The shared places of ``venue``; with ``closed_door`` those fit for closed doors."""
    INTERPRETER = "interpreter"
    """The time of ``interpreter``, rests and travel included."""
    ORDER = "order"
    """The first of ``requests`` must come after the second."""
    SPREAD = "spread"
    """No two parties' breaks may be more than ``limit`` apart."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a conflict: ids of the problem's items, in the problem's order.

    ``requests`` are those of the conflict that the rule bears on, ``slots`` those in which they
    could be held as far as it does.
    """

    kind: RuleKind
    requests: tuple[str, ...] = ()
    slots: tuple[str, ...] = ()
    party: str | None = None
    place: str | None = None
    venue: str | None = None
    closed_door: bool = False
    interpreter: str | None = None
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """Requests that cannot all be served under these rules and what each is by itself.

    When ``whole``, it is the smallest of its kind: without any one of the requests the others can
    all be served, and without any one of the rules these can. A single request without rules could
    not be served even alone.
    """

    requests: tuple[str, ...]
    rules: tuple[Rule, ...]
    whole: bool = True


def in_words(problem: Problem, plan: Plan, conflict: Conflict) -> Iterator[str]:
    """Yield the lines that tell a conflict: its requests, then each rule."""
    wording = Wording(problem, plan)
    yield "These mandatory requests cannot all be served:"
    for request in conflict.requests:
        yield f"  {wording.title(request)}"
    if conflict.rules:
        yield "What stands against it:"
    elif conflict.whole and len(conflict.requests) == 1:
        yield f"It could not be served even alone: {wording.why(conflict.requests[0])}."
    for rule in conflict.rules:
        yield f"  {_SENTENCES[rule.kind](problem, wording, rule)}"


def to_data(conflict: Conflict) -> dict[str, Any]:
    """Return the JSON form of a conflict, without the fields that are empty."""
    return {
        "requests": list(conflict.requests),
        "rules": [
            {
                name: list(value) if isinstance(value, tuple) else value
                for name in Rule.__slots__
                if (value := getattr(rule, name)) not in (None, (), False)
            }
            for rule in conflict.rules
        ],
        "whole": conflict.whole,
    }


def _time(problem: Problem, wording: Wording, rule: Rule) -> str:
    teams = next(party.teams for party in problem.parties if party.id == rule.party)
    most = "" if teams == 1 else f", with {teams} teams"
    return f"{_all(wording, rule)} {wording.party(rule.party or '')}{most}, {_then(wording, rule)}"


def _day(problem: Problem, wording: Wording, rule: Rule) -> str:
    del problem
    party = wording.party(rule.party or "")
    return f"{_all(wording, rule)} {party}, at most {rule.limit} a day, {_then(wording, rule)}"


def _place(problem: Problem, wording: Wording, rule: Rule) -> str:
    name = next(place.name or place.id for place in problem.places if place.id == rule.place)
    return f"{_all(wording, rule)} {name}, {_then(wording, rule)}"


def _shared(problem: Problem, wording: Wording, rule: Rule) -> str:
    venue = next(venue.name or venue.id for venue in problem.venues if venue.id == rule.venue)
    what = "a closed-door room" if rule.closed_door else "a place"
    return f"{_all(wording, rule)} {what} at {venue}, {_then(wording, rule)}"


def _interpreter(problem: Problem, wording: Wording, rule: Rule) -> str:
    name = next(i.name or i.id for i in problem.interpreters if i.id == rule.interpreter)
    return f"{_all(wording, rule, 'could have')} {name} to interpret, {_then(wording, rule)}"


def _order(problem: Problem, wording: Wording, rule: Rule) -> str:
    del problem
    later, earlier = (wording.brief(request) for request in rule.requests)
    return f"{later} must come after {earlier}"


def _spread(problem: Problem, wording: Wording, rule: Rule) -> str:
    del problem, wording
    return f"no two parties' breaks may be more than {rule.limit} apart"


_SENTENCES: Final = {
    RuleKind.TIME: _time,
    RuleKind.DAY: _day,
    RuleKind.PLACE: _place,
    RuleKind.SHARED: _shared,
    RuleKind.INTERPRETER: _interpreter,
    RuleKind.ORDER: _order,
    RuleKind.SPREAD: _spread,
}


def _all(wording: Wording, rule: Rule, verb: str = "need") -> str:
    """Return "A - B (r1, weight 1) and A - C (r2, weight 1) need"."""
    names = [wording.brief(request) for request in rule.requests]
    if len(names) == 1:
        return f"{names[0]} {'needs' if verb == 'need' else verb}"
    return f"{', '.join(names[:-1])} and {names[-1]} {verb}"


def _then(wording: Wording, rule: Rule) -> str:
    """Return in how many slots, and which."""
    slots = ", ".join(wording.slot(slot) for slot in rule.slots)
    if len(rule.slots) == 1:
        return f"in the one slot possible: {slots}"
    return f"in the {len(rule.slots)} slots possible: {slots}"
