"""A first plan in a moment: the heaviest requests first, each where it hinders least."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from .index import Index
from .program import Program, Row


class Ledger:
    """Which columns are chosen and how much each row still admits."""

    def __init__(self, program: Program, chosen: Iterable[int] = ()) -> None:
        self.rows: list[Row] = program.rows
        self.chosen: set[int] = set()
        self.load = [0] * len(self.rows)
        self.of: list[list[tuple[int, int]]] = [[] for _ in range(program.width)]
        for n, row in enumerate(self.rows):
            once = (n, 1)
            for column, coefficient in zip(row.columns, row.coefficients, strict=True):
                self.of[column].append(once if coefficient == 1 else (n, coefficient))
        self.add(chosen)

    def fits(self, columns: Sequence[int], instead_of: Sequence[int] = ()) -> bool:
        """Whether adding the columns, and dropping others, keeps every row within its limits."""
        if any(column in self.chosen and column not in instead_of for column in columns):
            return False
        change: dict[int, int] = {}
        for some, sign in ((columns, 1), (instead_of, -1)):
            for column in some:
                for n, coefficient in self.of[column]:
                    change[n] = change.get(n, 0) + sign * coefficient
        return all(
            self.rows[n].low <= self.load[n] + by <= self.rows[n].high for n, by in change.items()
        )

    def add(self, columns: Iterable[int]) -> None:
        """Choose the columns."""
        for column in columns:
            self.chosen.add(column)
            for n, coefficient in self.of[column]:
                self.load[n] += coefficient

    def remove(self, columns: Iterable[int]) -> None:
        """Choose the columns no longer."""
        for column in columns:
            self.chosen.discard(column)
            for n, coefficient in self.of[column]:
                self.load[n] -= coefficient

    def crowding(self, column: int) -> float:
        """How much of the scarce a column takes: the sum of load shares over its rows."""
        return sum(
            (self.load[n] + 1) / (self.rows[n].high + 1)
            for n, coefficient in self.of[column]
            if coefficient > 0 and self.rows[n].high >= 0
        )


def complete(
    program: Program,
    chosen: frozenset[int],
    allowed: Callable[[set[int]], bool] | None = None,
) -> frozenset[int]:
    """Return a feasible choice with every request added that fits beside it, heaviest first.

    ``allowed`` judges what no row says: whether the chosen columns hold together.
    """
    index = program.index
    ledger = Ledger(program, chosen)
    served = {index.options[c].request for c in chosen if c < len(index.options)}
    for request in in_order(index):
        best: tuple[float, list[int]] | None = None
        for column in program.by_request[request] if request not in served else ():
            for columns in program.ways(column):
                if ledger.fits(columns) and (
                    allowed is None or allowed(ledger.chosen.union(columns))
                ):
                    cost = ledger.crowding(column)
                    if best is None or cost < best[0]:
                        best = (cost, columns)
                    break
        if best is not None:
            ledger.add(best[1])
    return frozenset(ledger.chosen)


def in_order(index: Index) -> list[int]:
    """Return the requests, predecessors before those that wait for them."""
    requests = index.problem.requests
    placed: dict[int, None] = {}

    def put(request: int) -> None:
        if request not in placed:
            for name in requests[request].after:
                put(index.request_at[name])
            placed[request] = None

    for request in sorted(
        range(len(requests)), key=lambda r: (not requests[r].mandatory, -requests[r].weight, r)
    ):
        put(request)
    return list(placed)
