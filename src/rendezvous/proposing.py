"""What would let a request in, in plain English and as data."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from .problem import Assignment, Problem
from .remedies import Concession, ConcessionKind, Explanation, Remedy
from .result import Plan
from .wording import Wording

NUMBERS: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")

MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def in_words(problem: Problem, plan: Plan, explanation: Explanation) -> Iterator[str]:
    """Yield the lines that tell the remedies of a request, cheapest first, and what is proven."""
    proposer = _Proposer(problem, plan)
    for remedy in explanation.remedies:
        yield proposer.remedy(remedy)
    yield _proof(explanation)


def to_data(problem: Problem, plan: Plan, explanation: Explanation) -> dict[str, Any]:
    """Return the JSON form of what would let a request in, in words too."""
    proposer = _Proposer(problem, plan)
    before = {a.request: a for a in plan.assignments}

    def moved(remedy: Remedy) -> Iterator[dict[str, Any]]:
        for a in remedy.assignments:
            if a.request in remedy.moved:
                old = before[a.request]
                yield {
                    "request": a.request,
                    "from": {"slot": old.slot, "place": old.place},
                    "to": {"slot": a.slot, "place": a.place},
                }

    return {
        "possible": explanation.possible,
        "proven": explanation.proven,
        "least": explanation.least,
        "remedies": [
            {
                "concessions": [_concession(c) for c in remedy.concessions],
                "meeting": dataclasses.asdict(remedy.meeting),
                "moved": list(moved(remedy)),
                "joined": list(remedy.joined),
                "text": proposer.remedy(remedy),
            }
            for remedy in explanation.remedies
        ],
    }


def _concession(concession: Concession) -> dict[str, Any]:
    """Return a concession without the fields at their default."""
    return {
        field.name: list(value) if isinstance(value, tuple) else value
        for field in dataclasses.fields(concession)
        if (value := getattr(concession, field.name)) != field.default
    }


def _proof(explanation: Explanation) -> str:
    least = explanation.least
    if not explanation.possible:
        return "Nothing that could be granted would let it in beside what the plan serves."
    if not explanation.remedies:
        return "The time given was too short to find what would let it in; give more."
    if not explanation.proven:
        return f"That less would do is not ruled out: {_number(least)} at least must be granted."
    if not least:
        return "Nothing need be granted."
    return "It is proven that less would not do."


def _number(count: int) -> str:
    return NUMBERS[count] if count < len(NUMBERS) else str(count)


def _joined(parts: list[str]) -> str:
    """Return "a, b and c"."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


class _Proposer:
    """Sentences about what could be granted."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self.wording = Wording(problem, plan)
        self.order = {slot.id: n for n, slot in enumerate(problem.slots)}
        self.slots = problem.slots
        self.parties = {party.id: party for party in problem.parties}
        self.busy = {busy.id: busy for busy in problem.busy}
        self.places = {place.id: place.name or place.id for place in problem.places}
        self.venues = {venue.id: venue.name or venue.id for venue in problem.venues}
        self.interpreters = {i.id: i.name or i.id for i in problem.interpreters}
        self.before = {a.request: a for a in plan.assignments}

    def remedy(self, remedy: Remedy) -> str:
        """Return "If ..., they would meet on ..." and which meetings would move."""
        asked = Counter(remedy.concessions)
        conditions = [self._condition(c, times) for c, times in asked.items()]
        text = f"they could meet on {self._put(remedy.meeting)}"
        if conditions:
            text = f"if {_joined(conditions)}, {text}"
        if remedy.joined:
            others = _joined([self.wording.brief(r) for r in remedy.joined])
            text += f", and {others} first"
        if remedy.moved:
            now = {a.request: a for a in remedy.assignments}
            moves = "; ".join(
                f"{self.wording.brief(r)}: {self.wording.where(self.before[r])} -> "
                f"{self._put(now[r])}"
                for r in remedy.moved
            )
            text += f". Moved for it ({len(remedy.moved)}): {moves}"
        return f"{text[0].upper()}{text[1:]}."

    def _put(self, a: Assignment) -> str:
        """Return when and where, and who interprets; leave out what there is not yet."""
        text = self.wording.slot(a.slot)
        if a.place in self.places:
            text += f" at {self.places[a.place]}"
        if a.interpreter in self.interpreters:
            text += f", interpreted by {self.interpreters[a.interpreter]}"
        return text

    def _condition(self, c: Concession, times: int) -> str:
        party = "" if c.party is None else self.wording.party(c.party)
        number = _number(times)
        match c.kind:
            case ConcessionKind.UNORDERED:
                return f"it need not come after {self.wording.brief(c.before or '')}"
            case ConcessionKind.OTHER_TIME:
                return f"it could be held on {self._when(c)}"
            case ConcessionKind.OTHER_PLACE:
                return f"it need not be held at {self.places[c.place or '']}"
            case ConcessionKind.PARTY_FREE:
                return f"{party} were free on {self._when(c)}"
            case ConcessionKind.BUSY_LIFTED:
                busy = self.busy[c.busy or ""]
                when = _span(busy.start, busy.end)
                return f"{party} did without {busy.label or busy.id} on {when}"
            case ConcessionKind.MORE_A_DAY:
                most = self.parties[c.party or ""].max_per_day or 0
                return f"{party} held {most + times} meetings a day instead of {most}"
            case ConcessionKind.COLLEAGUE:
                some = "a colleague" if times == 1 else f"{number} colleagues"
                where = f" at {self.venues[c.venue or '']}" if len(self.venues) > 1 else ""
                return f"{some} of {party} could take a meeting on {self._when(c)}{where}"
            case ConcessionKind.PLACE_OPEN:
                return f"{self.places[c.place or '']} were open on {self._when(c)}"
            case ConcessionKind.MORE_PLACE:
                what = "closed-door room" if c.closed_door else "place"
                some = f"one more {what}" if times == 1 else f"{number} more {what}s"
                where = self.venues[c.venue or ""]
                return f"there were {some} at {where} on {self._when(c)}"
            case ConcessionKind.INTERPRETER_FREE:
                return f"{self.interpreters[c.interpreter or '']} were there on {self._when(c)}"
            case ConcessionKind.MORE_INTERPRETER:
                some = "one more interpreter" if times == 1 else f"{number} more interpreters"
                return f"there were {some} {'-'.join(c.languages)} on {self._when(c)}"

    def _when(self, c: Concession) -> str:
        first = self.order[c.slot or ""]
        return _span(self.slots[first].start, self.slots[first + c.length - 1].end)


def _span(start: datetime, end: datetime) -> str:
    """Return "13 November from 10:00 to 10:40", in the problem's own offset."""
    return f"{start.day} {MONTHS[start.month - 1]} from {start:%H:%M} to {end:%H:%M}"
