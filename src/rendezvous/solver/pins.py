"""Whether pinned meetings, those already held among them, can stand together."""

from __future__ import annotations

from ..errors import InputError
from ..result import Plan, Status
from ..verify import ViolationCode, verify
from .index import Index


def check_pins(index: Index) -> None:
    """Raise InputError when pinned meetings contradict the problem or each other.

    A plan of nothing else shows it: no other meeting could mend what is wrong among them.
    """
    problem = index.problem
    if problem.baseline is None or not index.pinned:
        return
    pinned = tuple(
        a for a in problem.baseline.assignments if index.request_at[a.request] in index.pinned
    )
    for violation in verify(problem, Plan(Status.UNKNOWN, pinned)).violations:
        concerned = {index.request_at[r] for r in violation.requests}
        waits = violation.code is ViolationCode.PRECEDENCE
        if concerned and concerned.issubset(index.pinned) and not waits:
            raise InputError(
                f"baseline: pinned meetings cannot be held as they were: {violation.message} "
                "Unpin one, or take back what the problem says against them"
            )
