"""Finds plans, repairs and explains them, says what guarantees cost: behind a function each."""

from .explaining import explain
from .pricing import prices
from .repair import repair
from .solving import solve
from .stages import Progress, Stop

__all__ = ["Progress", "Stop", "explain", "prices", "repair", "solve"]
