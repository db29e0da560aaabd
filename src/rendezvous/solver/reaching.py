"""Is there a plan that weighs as much as the bound? Asked without an objective.

Near its optimum a relaxation says of most requests whether they are served in every plan of such a
weight: what one costs, by the dual values, may not exceed what there is to spare. Of the others,
those that carry weight when the weights lean some way are enough to choose among. What is left is
to find times for them, which CP-SAT's feasibility jump (Luteberget and Sartor 2023) does within a
second, or not at all: so it is asked again and again, and each time with another leaning.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from .coarse import Coarse
from .lp import SCALE, Relaxation, Whole, priced
from .masks import NOBODY
from .model import Limits, interrupting, set_limits
from .program import INFINITY
from .relaxation import Fine, Selection
from .timetable import Meeting, Timetable

Chosen = tuple[Whole, Whole]
"""Columns of a fine relaxation: those that serve requests, and duties counted from the first."""


def settle(
    selection: Selection, relaxation: Relaxation, weight: int
) -> tuple[NDArray[np.bool_], set[int]]:
    """Return which columns plans of such a weight may have, and the requests that each serves."""
    system, request = selection.system, selection.request
    total, gain = priced(system, relaxation.prices)
    spare = total - weight * SCALE
    gain = gain[: len(request)]
    price = np.zeros(len(selection.masks.length), np.int64)
    """What the row that says "at most once" of a request adds to the bound."""
    price[request[system.columns[0]]] = np.rint(relaxation.prices[system.rows[0]] * SCALE)
    best = np.zeros(len(price), np.int64)
    np.maximum.at(best, request, gain)
    return gain >= -spare, set(np.flatnonzero(price + best > spare).tolist())


def narrow(selection: Selection, open_ones: NDArray[np.bool_], fine: Fine) -> NDArray[np.bool_]:
    """Return which columns of the fine relaxation are open, given those of another."""
    if not isinstance(selection, Coarse):
        return open_ones
    venues = selection.masks.instants.venues
    known = np.zeros(len(selection.masks.length) * venues, bool)
    known[(selection.request * venues + selection.venue)[open_ones]] = True
    found: NDArray[np.bool_] = known[
        fine.request * venues + fine.start // selection.masks.instants.slots
    ]
    return found


class Question:
    """A schedule of some requests, as a CP-SAT model of the rows of the fine relaxation."""

    def __init__(
        self, fine: Fine, open_ones: NDArray[np.bool_], certain: Collection[int], weight: int
    ) -> None:
        self.fine = fine
        self.cp = cp_model.CpModel()
        served = len(fine.request)
        columns = [*np.flatnonzero(open_ones).tolist(), *range(served, len(fine.system.weights))]
        self.x = {column: self.cp.new_bool_var("") for column in columns}
        self._serve(certain, weight)
        self._share_out()

    def _serve(self, certain: Collection[int], weight: int) -> None:
        """What is certain is served, and of the rest as much as makes up the weight.

        (The weights stand on requests, not on columns: a row over every column would be touched by
        each move of the search.)
        """
        ways: dict[int, list[Any]] = defaultdict(list)
        for column in self.x:
            if column < len(self.fine.request):
                ways[int(self.fine.request[column])].append(self.x[column])
        rest: list[Any] = []
        for request, some in ways.items():
            if request in certain:
                self.cp.add_exactly_one(some)
                weight -= self.fine.masks.weight[request]
            else:
                left_out = self.cp.new_bool_var("")
                self.cp.add_exactly_one([*some, left_out])
                rest.append(self.fine.masks.weight[request] * left_out.negated())
        if rest:
            self.cp.add_linear_constraint(sum(rest), weight, INFINITY)

    def _share_out(self) -> None:
        """Add every other row of the relaxation, where it can be broken."""
        system = self.fine.system
        rows, columns, coefficients, low, high = system.gather()
        first = len(system.high[0])
        ends = np.searchsorted(rows, np.arange(system.height + 1)).tolist()
        entries, factors = columns.tolist(), coefficients.tolist()
        limits = zip(low.tolist()[first:], high.tolist()[first:], strict=True)
        for row, (least, most) in enumerate(limits, first):
            span = range(ends[row], ends[row + 1])
            terms = [(self.x[entries[n]], factors[n]) for n in span if entries[n] in self.x]
            lowest = sum(k for _, k in terms if k < 0)
            highest = sum(k for _, k in terms if k > 0)
            if least <= lowest and highest <= most:
                continue
            if most == 1 and lowest == 0 and highest == len(terms):
                self.cp.add_at_most_one(x for x, _ in terms)
            elif terms:
                self.cp.add_linear_constraint(sum(k * x for x, k in terms), least, most)

    def answer(self, limits: Limits) -> tuple[Chosen | None, float]:
        """Return a schedule, if one is found within the limits, and the work that took."""
        solver = cp_model.CpSolver()
        set_limits(solver, limits)
        solver.parameters.use_ls_only = True
        solver.parameters.cp_model_presolve = False
        solver.parameters.symmetry_level = 0
        with interrupting(solver, limits.interrupt):
            status = solver.solve(self.cp)
        work = float(solver.response_proto.deterministic_time)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None, work
        chosen = np.array([c for c, x in self.x.items() if solver.boolean_value(x)], np.int64)
        served = len(self.fine.request)
        return (chosen[chosen < served], chosen[chosen >= served] - served), work


def enter(table: Timetable, fine: Fine, chosen: Chosen) -> None:
    """Hold a schedule's meetings, with its interpreters, as far as rooms go round.

    Long meetings first, which have to find one room; what comes after others has to wait for them.
    """
    masks = table.masks
    columns, duties = chosen
    given: dict[tuple[int, int, int], list[int]] = defaultdict(list)
    for duty in duties.tolist():
        language, length, start, who = fine.duties[duty]
        given[language, length, start].append(who)
    todo = list(zip(fine.request[columns].tolist(), fine.start[columns].tolist(), strict=True))
    todo.sort(key=lambda item: (-masks.length[item[0]], masks.instants.slot(item[1]), item[0]))
    count = 0
    while count != len(todo):
        count, waiting = len(todo), []
        for request, start in todo:
            meeting = _meeting(table, request, start, given)
            if meeting is None:
                waiting.append((request, start))
            else:
                table.enter(request, meeting)
        todo = waiting
    table.journal.clear()


def _meeting(
    table: Timetable, request: int, start: int, given: dict[tuple[int, int, int], list[int]]
) -> Meeting | None:
    masks = table.masks
    if table.at[request] is not None or not table.open_to(request) >> start & 1:
        return None
    meeting = table.seat(request, start)
    language, length = masks.language[request], masks.length[request]
    if meeting is None or language == NOBODY:
        return meeting
    for who in given[language, length, start]:
        if table.is_idle(who, start, length):
            given[language, length, start].remove(who)
            return meeting._replace(interpreter=who)
    return meeting
