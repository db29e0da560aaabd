"""Plans whose every claim is true, made from assignments alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rendezvous import codec
from rendezvous.problem import Assignment, Problem
from rendezvous.result import Measure, Objective, Plan, Reason, Status, Unserved
from tests.rendezvous import brute


def honest(
    problem: Problem, assignments: Sequence[Assignment], status: Status | None = None
) -> Plan:
    """Return a plan that claims what brute force counts, with a bound equal to each value."""
    known = {request.id for request in problem.requests}
    placed: dict[str, str] = {}
    for a in assignments:
        if a.request in known:
            placed.setdefault(a.request, a.slot)
    figures = brute.figures(problem, placed)
    asked = Counter(party for request in problem.requests for party in request.parties)
    if status is None:
        status = Status.INFEASIBLE if figures.stages["mandatory"] else Status.FEASIBLE
    return Plan(
        status=status,
        assignments=tuple(assignments),
        unserved=tuple(
            Unserved(request.id, Reason.OUTWEIGHED)
            for request in problem.requests
            if request.id not in placed
        ),
        objectives=tuple(
            Objective(name, brute.SENSES[name], figures.stages[name], figures.stages[name], 0.0)
            for name in brute.stage_order(problem)
        ),
        measures=tuple(
            Measure(
                party=party.id,
                requested=asked[party.id],
                meetings=figures.meetings[party.id],
                weight=figures.weights[party.id],
                breaks=figures.breaks[party.id],
                shortfall=figures.shortfall[party.id],
            )
            for party in problem.parties
        ),
        problem_digest=codec.digest(problem),
    )
