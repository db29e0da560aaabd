"""Plans meetings: who meets whom, when, where and with which interpreter, with a proof.

>>> from rendezvous import read_any, solve, verify
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .errors import InputError, RendezvousError
from .formats import read_any
from .problem import Problem
from .result import Plan, Reason, Status
from .verify import verify

if TYPE_CHECKING:
    from .solver import Progress, Stop, solve

__all__ = [
    "InputError",
    "Plan",
    "Problem",
    "Progress",
    "Reason",
    "RendezvousError",
    "Status",
    "Stop",
    "read_any",
    "solve",
    "verify",
]


def __getattr__(name: str) -> Any:
    """Load the solver when it is first asked for: checking a plan does without it."""
    if name in ("Progress", "Stop", "solve"):
        from . import solver

        return getattr(solver, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
