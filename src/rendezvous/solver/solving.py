"""Makes a plan: what :func:`solve` does."""

from __future__ import annotations

import os
from importlib.metadata import version

from ..codec import digest
from ..errors import RendezvousError
from ..problem import Problem
from ..result import Plan, Status
from ..verify import verify
from .index import Index
from .masks import Masks
from .pins import check_pins
from .reasons import reasons
from .stages import Session, Stop, Watcher


def solve(
    problem: Problem,
    *,
    stop: Stop | None = None,
    seed: int = 0,
    workers: int | None = None,
    progress: Watcher | None = None,
) -> Plan:
    """Plan the meetings of a checked problem.

    ``workers`` is the number of threads (default: the machine's cores, at most 8); ``progress`` is
    called with every step forward. Raises InputError when pinned meetings contradict the problem.
    """
    return make(problem, stop or Stop(), seed, workers, progress)


def make(
    problem: Problem,
    stop: Stop,
    seed: int,
    workers: int | None,
    progress: Watcher | None = None,
    *,
    breaks: bool = True,
    lacks: tuple[int, int] | None = None,
) -> Plan:
    """Do what :func:`solve` does; without ``breaks`` these are left as they come.

    ``lacks`` are parties below their minimum, and meetings they lack, that are good enough.
    """
    count = workers or min(8, os.cpu_count() or 1)
    session = Session(Index(problem), stop, seed, count, progress)
    if lacks is not None:
        session.allow(*lacks)
    session.run(breaks=breaks)
    return verified(session.index, _plan(session))


def verified(index: Index, plan: Plan) -> Plan:
    """Return a plan in which the checker finds no fault.

    Raises InputError when its pinned meetings contradict the problem or each other.
    """
    report = verify(index.problem, plan)
    if report.ok:
        return plan
    check_pins(index)
    faults = "\n".join(violation.message for violation in report.violations[:10])
    raise RendezvousError(f"the engine made a plan that its checker refuses:\n{faults}")


def _plan(session: Session) -> Plan:
    problem = session.index.problem
    mandatory = session.objectives[0]
    if mandatory.value:
        status = Status.INFEASIBLE if mandatory.bound else Status.UNKNOWN
    else:
        proven = all(objective.proven for objective in session.objectives)
        status = Status.OPTIMAL if proven else Status.FEASIBLE
    return Plan(
        status=status,
        assignments=session.assignments,
        unserved=reasons(Masks(session.index), session.assignments),
        objectives=tuple(session.objectives),
        measures=session.figures().measures,
        conflict=tuple(problem.requests[r].id for r in session.conflict),
        seed=session.seed,
        engine=f"rendezvous {version('salon')}",
        seconds=session.elapsed,
        problem_digest=digest(problem),
    )
