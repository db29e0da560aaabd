"""Mandatory requests that cannot all be served, none of which can be left out."""

from __future__ import annotations

from .earlier import Earlier
from .model import Limits, Model


def conflicting(earlier: Earlier, limits: Limits) -> tuple[int, ...]:
    """Return requests of a conflict; as small as the limits allow to show."""
    index = earlier.index
    hopeless = [r for r in earlier.mandatory if not earlier.options(r)]
    if hopeless:
        return (hopeless[0],)
    needed: dict[int, None] = {}
    todo = list(earlier.mandatory)
    while todo:
        request = todo.pop()
        if request not in needed:
            needed[request] = None
            todo += [index.request_at[name] for name in index.problem.requests[request].after]
    program = earlier.program(
        option
        for request in needed
        for option in (
            [earlier.exact[request]] if request in index.pinned else earlier.options(request)
        )
    )
    core = list(earlier.mandatory)
    share = Limits(
        None if limits.seconds is None else limits.seconds / (1 + len(core)),
        None if limits.work is None else limits.work / (1 + len(core)),
        limits.workers,
        limits.seed,
    )
    for request in list(core):
        trial = [r for r in core if r != request]
        model = Model(program, program.rows)
        for r in trial:
            model.must(r)
        if index.problem.rules.spread is not None:
            model.breaks(index.problem.rules.spread)
        if model.solve(share).infeasible:
            core = trial
    return tuple(core)
