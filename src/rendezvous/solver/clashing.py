"""A conflict between requests with ids, for people: what :func:`explain_conflict` does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from ..conflicts import Conflict, Rule, RuleKind
from ..errors import InputError
from ..problem import Problem
from .conflict import Subject, conflicting
from .earlier import Earlier
from .index import Index, Option
from .model import Limits
from .stages import Stop

STOP: Final = Stop(seconds=10.0)
"""When the search stops that was not told."""


def explain_conflict(
    problem: Problem, requests: Iterable[str] = (), *, stop: Stop | None = None, seed: int = 0
) -> Conflict | None:
    """Say which rules some requests cannot all keep, and which of the requests are needed for it.

    Without ``requests``, all that are mandatory or pinned. None when they can all be served, or
    when the time was too short to refute it. InputError when a request is unknown.
    """
    index = Index(problem)
    names = list(requests)
    unknown = [name for name in names if name not in index.request_at]
    if unknown:
        raise InputError(f"request {unknown[0]!r}: no such request; see the problem for ids")
    earlier = Earlier(index)
    must = sorted(index.request_at[name] for name in names) or earlier.mandatory
    stop = stop or STOP
    limits = Limits(stop.seconds, stop.work, 1, seed, stop.interrupt)
    found = conflicting(earlier, limits, must)
    if found is None:
        return None
    core = tuple(problem.requests[r].id for r in found.requests)
    describe = _Describer(earlier, found.requests)
    return Conflict(core, tuple(describe.rule(s) for s in found.rules), found.whole)


class _Describer:
    """Tells rules of a conflict with ids, slots and the requests each bears on."""

    def __init__(self, earlier: Earlier, requests: Sequence[int]) -> None:
        self.earlier = earlier
        self.index = earlier.index
        self.requests = requests

    def rule(self, subject: Subject) -> Rule:
        """Return a rule as the result has it."""
        problem = self.index.problem
        kind, one, other = subject
        match kind:
            case RuleKind.TIME | RuleKind.DAY:
                party = problem.parties[one]
                limit = party.teams if kind is RuleKind.TIME else party.max_per_day
                mine = [r for r in self.requests if one in self.index.pair[r]]
                return Rule(kind, *self._those(mine), party=party.id, limit=limit)
            case RuleKind.PLACE:
                mine = [r for r in self.requests if any(o.place == one for o in self._ways(r))]
                return Rule(kind, *self._those(mine), place=problem.places[one].id)
            case RuleKind.SHARED:
                mine = [
                    r
                    for r in self.requests
                    if problem.requests[r].closed_door >= bool(other)
                    and any(o.venue == one for o in self._ways(r))
                ]
                venue = problem.venues[one].id
                return Rule(kind, *self._those(mine), venue=venue, closed_door=bool(other))
            case RuleKind.INTERPRETER:
                mine = [r for r in self.requests if one in (self.index.able[r] or ())]
                return Rule(kind, *self._those(mine), interpreter=problem.interpreters[one].id)
            case RuleKind.ORDER:
                return Rule(kind, (problem.requests[one].id, problem.requests[other].id))
            case RuleKind.SPREAD:
                return Rule(kind, limit=problem.rules.spread)

    def _ways(self, request: int) -> list[Option]:
        exact = self.earlier.exact.get(request)
        if request in self.index.pinned and exact is not None:
            return [exact]
        return self.earlier.options(request)

    def _those(self, requests: Sequence[int]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return some requests, and the slots in which they could be held."""
        problem = self.index.problem
        slots = {
            slot
            for r in requests
            for option in self._ways(r)
            for slot in range(option.slot, option.slot + problem.requests[r].length)
        }
        return (
            tuple(problem.requests[r].id for r in requests),
            tuple(problem.slots[slot].id for slot in sorted(slots)),
        )
