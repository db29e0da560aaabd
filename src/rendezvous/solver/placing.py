"""From chosen options to meetings: which shared place exactly, and which interpreter.

For meetings of one slot the program's rows guarantee a place. Longer meetings must stay where they
began, and shared places may open at different times: there a small exact search decides, and what
it cannot place comes back as a cut for the program. So do meetings that a party's teams cannot
attend, in the rare case that the rows do not see.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from ortools.sat.python import cp_model

from ..problem import Assignment
from .index import SHARED, Index
from .program import Program
from .teams import unattended


@dataclass(frozen=True)
class Cut:
    """These columns cannot all be chosen: no places hold their meetings, or no teams."""

    columns: tuple[int, ...]


def place(program: Program, chosen: frozenset[int]) -> tuple[Assignment, ...] | Cut:
    """Return the meetings of chosen columns in the order of requests, or why there are none."""
    index = program.index
    columns = sorted(c for c in chosen if c < len(index.options))
    clash = unattended(index, columns)
    if clash:
        return Cut(clash)
    where: dict[int, int] = {}
    shared: dict[tuple[int, int], list[int]] = defaultdict(list)
    for column in columns:
        option = index.options[column]
        kind = option.place
        if kind == SHARED or index.problem.places[kind].owner is None:
            shared[index.half[option.slot], option.venue].append(column)
        else:
            where[column] = kind
    for (_, venue), group in shared.items():
        placed = _in_turn(index, venue, group) or _searched(index, venue, group)
        if placed is None:
            return Cut(tuple(group))
        where.update(placed)
    interpreter = _interpreters(program, chosen)
    problem = index.problem
    return tuple(
        Assignment(
            problem.requests[index.options[c].request].id,
            problem.slots[index.options[c].slot].id,
            problem.places[where[c]].id,
            None if c not in interpreter else problem.interpreters[interpreter[c]].id,
        )
        for c in columns
    )


def _span(index: Index, column: int) -> range:
    option = index.options[column]
    return range(option.slot, option.slot + index.problem.requests[option.request].length)


def _candidates(index: Index, venue: int, column: int) -> list[int]:
    """Return the shared places a meeting may take, closed-door rooms last unless it needs one."""
    option = index.options[column]
    if option.place != SHARED:
        return [option.place]
    found = [
        n
        for n, place in enumerate(index.problem.places)
        if place.owner is None
        and index.venue_at[place.venue] == venue
        and index.suits(n, option.request)
        and index.place_slots[n].issuperset(_span(index, column))
    ]
    return sorted(found, key=lambda n: (index.problem.places[n].closed_door, n))


def _in_turn(index: Index, venue: int, columns: list[int]) -> dict[int, int] | None:
    """Place one after the other: those with fewest places first within a slot; None if stuck."""
    free: dict[tuple[int, int], int] = {}
    placed: dict[int, int] = {}
    candidates = {column: _candidates(index, venue, column) for column in columns}
    for column in sorted(
        columns, key=lambda c: (len(candidates[c]), index.options[c].slot, -len(_span(index, c)), c)
    ):
        span = _span(index, column)
        for n in candidates[column]:
            if all(free.setdefault((n, s), index.room(n, s)) > 0 for s in span):
                for s in span:
                    free[n, s] -= 1
                placed[column] = n
                break
        else:
            return None
    return placed


def _searched(index: Index, venue: int, columns: list[int]) -> dict[int, int] | None:
    """Place by exact search; None when it is impossible."""
    model = cp_model.CpModel()
    takes: dict[tuple[int, int], cp_model.IntVar] = {}
    at: dict[tuple[int, int], list[cp_model.IntVar]] = defaultdict(list)
    for column in columns:
        mine = []
        for n in _candidates(index, venue, column):
            takes[column, n] = model.new_bool_var("")
            mine.append(takes[column, n])
            for s in _span(index, column):
                at[n, s].append(takes[column, n])
        model.add_exactly_one(mine)
    for (n, slot), users in at.items():
        model.add(sum(users) <= index.room(n, slot))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    if solver.solve(model) != cp_model.OPTIMAL:
        return None
    return {column: n for (column, n), var in takes.items() if solver.boolean_value(var)}


def _interpreters(program: Program, chosen: frozenset[int]) -> dict[int, int]:
    """Give each chosen option that needs one an interpreter on duty for its type, slot, venue."""
    first = len(program.index.options)
    given: dict[int, int] = {}
    for row in program.duty_rows:
        needed = sorted(c for c in row.columns if c < first and c in chosen)
        duties = sorted(c for c in row.columns if c >= first and c in chosen)
        for column, duty in zip(needed, duties, strict=True):
            given[column] = program.duties[duty - first].interpreter
    return given
