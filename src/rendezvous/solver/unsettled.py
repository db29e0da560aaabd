"""What is left of a program when some columns have their values."""

from __future__ import annotations

from collections.abc import Iterable

from .program import Row
from .tight import residual

Costs = dict[int, int]
"""What columns cost; those not named cost nothing."""


class Unsettled:
    """What rows and costs say of the columns without a value, in columns 0, 1, ..."""

    def __init__(
        self, rows: Iterable[Row], values: list[int | None], costs: Costs, lean: list[float]
    ) -> None:
        self.columns = [c for c, value in enumerate(values) if value is None]
        at = {column: n for n, column in enumerate(self.columns)}
        left = residual(list(rows), values)
        assert left is not None
        self.rows = [row._replace(columns=[at[c] for c in row.columns]) for row in left]
        self.costs = [costs.get(c, 0) for c in self.columns]
        self.lean = [lean[c] for c in self.columns]
        self.ones = [c for c, value in enumerate(values) if value]
        self.base = sum(costs.get(c, 0) for c in self.ones)

    def all_of(self, chosen: Iterable[int]) -> list[int]:
        """Return the columns of the program that some of these stand for, settled ones too."""
        return [*self.ones, *(self.columns[n] for n in chosen)]
