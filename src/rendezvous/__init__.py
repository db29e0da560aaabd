"""Plans meetings: who meets whom, when, where and with which interpreter, with a proof.

With the workbook that ``rendezvous template event.xlsx`` writes:

>>> from rendezvous import read_any, solve, verify
>>> problem = read_any("event.xlsx")
>>> plan = solve(problem)
>>> print(plan.status, plan.objective("weight").value, "of at most", plan.objective("weight").bound)
optimal 7 of at most 7
>>> verify(problem, plan).ok
True
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .applying import apply
from .changelist import Altered, Cancelled, ChangeList, Notice, diff
from .changes import (
    Changes,
    InterpreterIll,
    MeetingPinned,
    MeetingReleased,
    NewMeeting,
    PartyLate,
    PartyWithdrawn,
    PlaceLost,
)
from .checking import check_problem
from .codec import (
    changes_from_data,
    changes_to_data,
    plan_from_data,
    plan_to_data,
    problem_from_data,
    problem_to_data,
    read_changes,
    read_plan,
    write_plan,
)
from .conflicts import Conflict, Rule, RuleKind
from .errors import InputError, RendezvousError
from .formats import read_any, write_any
from .problem import (
    Assignment,
    Baseline,
    Busy,
    Interpreter,
    Party,
    Place,
    Problem,
    Request,
    Rules,
    Slot,
    Travel,
    Venue,
)
from .remedies import Concession, ConcessionKind, Explanation, Remedy, grant
from .result import (
    Evidence,
    Guarantee,
    Measure,
    Objective,
    Plan,
    Price,
    Reason,
    Status,
    Unserved,
)
from .verify import Report, Violation, ViolationCode, verify

if TYPE_CHECKING:
    from .solver import Progress, Stop, explain, explain_conflict, prices, repair, solve

__all__ = [
    "Altered",
    "Assignment",
    "Baseline",
    "Busy",
    "Cancelled",
    "ChangeList",
    "Changes",
    "Concession",
    "ConcessionKind",
    "Conflict",
    "Evidence",
    "Explanation",
    "Guarantee",
    "InputError",
    "Interpreter",
    "InterpreterIll",
    "Measure",
    "MeetingPinned",
    "MeetingReleased",
    "NewMeeting",
    "Notice",
    "Objective",
    "Party",
    "PartyLate",
    "PartyWithdrawn",
    "Place",
    "PlaceLost",
    "Plan",
    "Price",
    "Problem",
    "Progress",
    "Reason",
    "Remedy",
    "RendezvousError",
    "Report",
    "Request",
    "Rule",
    "RuleKind",
    "Rules",
    "Slot",
    "Status",
    "Stop",
    "Travel",
    "Unserved",
    "Venue",
    "Violation",
    "ViolationCode",
    "apply",
    "changes_from_data",
    "changes_to_data",
    "check_problem",
    "diff",
    "explain",
    "explain_conflict",
    "grant",
    "plan_from_data",
    "plan_to_data",
    "prices",
    "problem_from_data",
    "problem_to_data",
    "read_any",
    "read_changes",
    "read_plan",
    "repair",
    "solve",
    "verify",
    "write_any",
    "write_plan",
]


def __getattr__(name: str) -> Any:
    """Load the solver when it is first asked for: checking a plan does without it."""
    if name in ("Progress", "Stop", "explain", "explain_conflict", "prices", "repair", "solve"):
        from . import solver

        return getattr(solver, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
