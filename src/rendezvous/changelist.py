"""What a repair changed, for whoever must be told: in classes, as JSON and in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .problem import Assignment, Problem
from .result import Plan, Unserved
from .wording import Wording


@dataclass(frozen=True, slots=True)
class Altered:
    """A meeting that is held otherwise than it was planned."""

    before: Assignment
    after: Assignment


@dataclass(frozen=True, slots=True)
class Cancelled:
    """A meeting that is no longer held, and why."""

    before: Assignment
    why: Unserved


@dataclass(frozen=True, slots=True)
class Notice:
    """A party with the requests whose meetings change for it."""

    party: str
    requests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangeList:
    """Every difference between two plans, each meeting once.

    ``moved``: to another slot, wherever. ``relocated``: in its slot, at another place.
    ``reinterpreted``: only the interpreter is another. ``gained``: not in the earlier plan.
    ``notices``: every party that has to be told, in the problem's order.
    """

    moved: tuple[Altered, ...] = ()
    relocated: tuple[Altered, ...] = ()
    reinterpreted: tuple[Altered, ...] = ()
    cancelled: tuple[Cancelled, ...] = ()
    gained: tuple[Assignment, ...] = ()
    notices: tuple[Notice, ...] = ()


def diff(problem: Problem, before: Plan, after: Plan) -> ChangeList:
    """Return what changed from one plan to another.

    ``problem`` is that of the later plan; it must have every request of the earlier one. KeyError
    when a meeting is gone for which the later plan gives no reason.
    """
    earlier = {a.request: a for a in before.assignments}
    later = {a.request: a for a in after.assignments}
    why = {unserved.request: unserved for unserved in after.unserved}
    altered = [Altered(a, later[r]) for r, a in earlier.items() if r in later and later[r] != a]
    moved = [one for one in altered if one.before.slot != one.after.slot]
    stayed = [one for one in altered if one.before.slot == one.after.slot]
    relocated = [one for one in stayed if one.before.place != one.after.place]
    cancelled = [Cancelled(a, why[r]) for r, a in earlier.items() if r not in later]
    gained = [a for r, a in later.items() if r not in earlier]
    changed = {one.before.request for one in altered}
    changed.update(one.before.request for one in cancelled)
    changed.update(a.request for a in gained)
    return ChangeList(
        moved=tuple(moved),
        relocated=tuple(relocated),
        reinterpreted=tuple(one for one in stayed if one.before.place == one.after.place),
        cancelled=tuple(cancelled),
        gained=tuple(gained),
        notices=tuple(_notices(problem, changed)),
    )


def _notices(problem: Problem, changed: set[str]) -> Iterator[Notice]:
    concerned: dict[str, list[str]] = {}
    for request in problem.requests:
        for party in request.parties if request.id in changed else ():
            concerned.setdefault(party, []).append(request.id)
    for somebody in problem.parties:
        if somebody.id in concerned:
            yield Notice(somebody.id, tuple(concerned[somebody.id]))


def to_data(problem: Problem, after: Plan, changes: ChangeList) -> dict[str, Any]:
    """Return the JSON form of a change list; reasons of cancellations in words too."""
    parties = {request.id: list(request.parties) for request in problem.requests}
    wording = Wording(problem, after)

    def heading(a: Assignment) -> dict[str, Any]:
        return {"request": a.request, "parties": parties[a.request]}

    def altered(one: Altered) -> dict[str, Any]:
        return {**heading(one.before), "from": _where(one.before), "to": _where(one.after)}

    return {
        "moved": [altered(one) for one in changes.moved],
        "relocated": [altered(one) for one in changes.relocated],
        "reinterpreted": [altered(one) for one in changes.reinterpreted],
        "cancelled": [
            {
                **heading(one.before),
                "from": _where(one.before),
                "reason": one.why.reason.value,
                "text": wording.why(one.before.request),
            }
            for one in changes.cancelled
        ],
        "gained": [{**heading(a), "to": _where(a)} for a in changes.gained],
        "notices": [{"party": n.party, "requests": list(n.requests)} for n in changes.notices],
    }


def _where(a: Assignment) -> dict[str, str | None]:
    return {"slot": a.slot, "place": a.place, "interpreter": a.interpreter}


def in_words(problem: Problem, after: Plan, changes: ChangeList) -> Iterator[str]:
    """Yield the lines that tell a change list, a heading and its meetings at a time."""
    wording = Wording(problem, after)

    def altered(one: Altered) -> str:
        before, later = wording.where(one.before), wording.where(one.after)
        return f"{wording.brief(one.before.request)}: {before} -> {later}"

    groups = (
        ("Moved", [altered(one) for one in changes.moved]),
        ("At another place", [altered(one) for one in changes.relocated]),
        ("With another interpreter", [altered(one) for one in changes.reinterpreted]),
        (
            "Cancelled",
            [
                f"{wording.brief(one.before.request)}: {wording.where(one.before)}; "
                f"{wording.why(one.before.request)}"
                for one in changes.cancelled
            ],
        ),
        ("New", [f"{wording.brief(a.request)}: {wording.where(a)}" for a in changes.gained]),
    )
    if not changes.notices:
        yield "No meeting changes."
    for heading, lines in groups:
        if lines:
            yield f"{heading} ({len(lines)}):"
            yield from (f"  {line}" for line in lines)
    if changes.notices:
        names = ", ".join(f"{wording.party(n.party)} ({len(n.requests)})" for n in changes.notices)
        yield f"To be told ({len(changes.notices)}): {names}"
