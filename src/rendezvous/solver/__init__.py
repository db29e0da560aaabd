"""Finds plans, repairs them and says what their guarantees cost, behind a function each."""

from .pricing import prices
from .repair import repair
from .solving import solve
from .stages import Progress, Stop

__all__ = ["Progress", "Stop", "prices", "repair", "solve"]
