"""Models that must be refused, one fault each: `CASES`, by name."""

from tests.salon.exhibition.hostile import (  # noqa: F401 - each adds its cases
    data,
    declaring,
    drawing,
    scenes,
    surfaces,
    wrapping,
)
from tests.salon.exhibition.hostile.making import CASES, Case

__all__ = ["CASES", "Case"]
