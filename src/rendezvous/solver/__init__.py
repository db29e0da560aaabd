"""Finds plans, repairs and explains them, says what guarantees cost: behind a function each."""

from .clashing import explain_conflict
from .explaining import explain
from .pricing import prices
from .repair import repair
from .solving import solve
from .stages import Progress, Stop

__all__ = ["Progress", "Stop", "explain", "explain_conflict", "prices", "repair", "solve"]
