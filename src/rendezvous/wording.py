"""Reasons and objectives in plain English, with the names of what they cite."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from .problem import Assignment, Problem
from .result import Guarantee, Plan, Price, Reason, Unserved

SHOWN: Final = 12
"""Longest list of items spelt out; the rest is counted."""

OBJECTIVES: Final = {
    "mandatory": "Mandatory requests unserved",
    "cancelled": "Meetings cancelled",
    "moved": "Meetings moved",
    "relocated": "Meetings at another place",
    "concessions": "Concessions needed",
    "weight": "Weight served",
    "below_minimum": "Parties below their minimum",
    "shortfall": "Meetings short of the minimums",
    "breaks": "Breaks",
    "spread": "Largest difference in breaks",
}


class Wording:
    """Sentences about one problem and its plan."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self._problem = problem
        self._requests = {request.id: request for request in problem.requests}
        self._parties = {party.id: party for party in problem.parties}
        self._slots = {slot.id: slot for slot in problem.slots}
        self._places = {place.id: place for place in problem.places}
        self._interpreters = {i.id: i for i in problem.interpreters}
        self._busy = {busy.id: busy for busy in problem.busy}
        self._assigned = {a.request: a for a in plan.assignments}
        self._unserved = {u.request: u for u in plan.unserved}

    def request(self, request_id: str) -> str:
        """Say what became of a request: its meeting, or why there is none."""
        if request_id in self._assigned:
            return self._meeting(self._assigned[request_id])
        return self._reason(self._unserved[request_id])

    def title(self, request_id: str) -> str:
        """Return "Acme and Mali (r12, weight 5)"."""
        request = self._requests[request_id]
        names = " and ".join(self.party(party) for party in request.parties)
        return f"{names} ({request.id}, weight {request.weight})"

    def brief(self, request_id: str) -> str:
        """Return "Acme - Mali (r12, weight 5)"."""
        names = " - ".join(self.party(party) for party in self._requests[request_id].parties)
        return f"{names} ({request_id}, weight {self._requests[request_id].weight})"

    def where(self, a: Assignment) -> str:
        """Return "2025-11-12 09:00 at Blue room" and who interprets, if anybody."""
        place = self._places[a.place].name or a.place
        text = f"{self.slot(a.slot)} at {place}"
        if a.interpreter is None:
            return text
        return f"{text}, interpreted by {self._interpreters[a.interpreter].name or a.interpreter}"

    def why(self, request_id: str) -> str:
        """Return the reason why a request is not served."""
        return self._because(self._unserved[request_id])

    def price(self, price: Price) -> str:
        """Return what a guarantee costs, in one sentence."""
        if price.guarantee is Guarantee.MANDATORY:
            costs = "The mandatory requests cost"
        elif price.guarantee is Guarantee.SPREAD:
            costs = f"Keeping breaks at most {self._problem.rules.spread} apart costs"
        elif price.kept:
            costs = "The guaranteed minimums cost"
        else:
            costs = "To put the guaranteed minimums before the weight would cost"
        text = f"{costs} {_points(price.at_least, price.at_most)}"
        told = []
        if price.weight != price.free:
            told.append(f"{price.weight} served instead of {price.free}")
        if price.below != price.free_below:
            who = "party below its" if price.below == 1 else "parties below their"
            told.append(f"{price.below} {who} minimum instead of {price.free_below}")
        elif price.shortfall != price.free_shortfall:
            lacking = f"{price.shortfall} instead of {price.free_shortfall}"
            told.append(f"meetings short of the minimums {lacking}")
        return f"{text}: {', '.join(told)}." if told else f"{text}."

    def party(self, party_id: str) -> str:
        """Return a party's name, or its id when it has none."""
        return self._parties[party_id].name or party_id

    def slot(self, slot_id: str) -> str:
        """Return "2025-11-12 09:00"."""
        return f"{self._slots[slot_id].start:%Y-%m-%d %H:%M}"

    def _meeting(self, a: Assignment) -> str:
        return f"{self.title(a.request)} meet on {self.where(a)}."

    def _reason(self, unserved: Unserved) -> str:
        return f"{self.title(unserved.request)} are not in the plan: {self._because(unserved)}."

    def _because(self, unserved: Unserved) -> str:
        evidence = unserved.evidence
        party = "" if evidence.party is None else self.party(evidence.party)
        slots = _list(self.slot(s) for s in evidence.slots)
        taken = _list(self.brief(r) for r in evidence.blockers)
        busy = _list(f"{self._busy[b].label or b} ({self._busy_party(b)})" for b in evidence.busy)
        match unserved.reason:
            case Reason.NO_COMMON_SLOT if evidence.busy:
                return f"the slots both are there ({slots}) are taken by {busy}"
            case Reason.NO_COMMON_SLOT:
                return "there is no slot in which both are there"
            case Reason.TRAVEL if evidence.busy:
                return f"there is no time to travel between venues around {busy}"
            case Reason.TRAVEL:
                return f"{party} could not travel in time to or from its meetings: {taken}"
            case Reason.NO_INTERPRETER if not evidence.interpreters:
                return "no interpreter speaks a language of each"
            case Reason.NO_INTERPRETER if not evidence.blockers:
                return f"no interpreter who speaks for both is there in their slots ({slots})"
            case Reason.NO_INTERPRETER:
                return f"every interpreter who speaks for both is taken or due a rest: {taken}"
            case Reason.NO_CLOSED_ROOM if not evidence.blockers:
                return f"no closed-door room is open in their slots ({slots})"
            case Reason.NO_CLOSED_ROOM:
                return f"the closed-door rooms are taken by {taken}"
            case Reason.NO_PLACE if not evidence.blockers:
                return f"no place is open in their slots ({slots})"
            case Reason.NO_PLACE:
                return f"every place is taken by {taken}"
            case Reason.PREDECESSOR:
                first = _list(self.brief(r) for r in evidence.requests)
                return f"it must come after {first}, not served or too late"
            case Reason.DAY_FULL:
                return f"{party} has its most ({evidence.limit}) on every day possible: {taken}"
            case Reason.PARTY_FULL:
                everything = ", ".join(text for text in (taken, busy) if text)
                return f"{party} is taken in every slot possible by {everything}"
            case Reason.OUTWEIGHED:
                return f"every slot possible is taken, on one side or the other, by {taken}"
            case Reason.SPREAD if evidence.limit is None:
                return "it would fit beside the plan as it stands"
            case Reason.SPREAD:
                return "it would set two parties' breaks further apart than the rules allow"

    def _busy_party(self, busy_id: str) -> str:
        return self.party(self._busy[busy_id].party)


def _points(least: int, most: int) -> str:
    """Return "no weight", "3 points of weight", "3 to 5 points of weight"..."""
    if not most:
        return "no weight"
    unit = f"point{'s' if most > 1 else ''} of weight"
    if least == most:
        return f"{most} {unit}"
    return f"{least} to {most} {unit}" if least else f"at most {most} {unit}"


def _list(items: Iterable[str]) -> str:
    every = list(dict.fromkeys(items))
    if len(every) > SHOWN:
        every = [*every[:SHOWN], f"{len(every) - SHOWN} more"]
    return ", ".join(every)
