"""Plans meetings: who meets whom, when, where and with which interpreter, with a proof.

>>> from rendezvous import read_any, solve, verify
"""

from .errors import InputError, RendezvousError
from .formats import read_any
from .problem import Problem
from .result import Plan, Reason, Status
from .solver import Progress, Stop, solve
from .verify import verify

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
