"""Who interprets what in a repair: whoever did before, as far as can be."""

from __future__ import annotations

from dataclasses import replace

from ..problem import Assignment
from .earlier import Earlier
from .model import Limits, Model
from .program import Program, Row, Scarce
from .tiers import Choice
from .tight import residual


def keep_interpreters(earlier: Earlier, choice: Choice, limits: Limits) -> Choice:
    """Return the plan with as many meetings as possible left to their earlier interpreter.

    What is served, when and where stays as it is; with ``limits`` too tight, so do interpreters.
    """
    program = choice.program
    wanted = _wanted(earlier, program, choice.columns)
    if not wanted:
        return choice
    columns = choice.columns
    if not columns.issuperset(wanted.values()):
        columns = _rearranged(program, columns, set(wanted.values()), limits)
    given = _given(program, columns, wanted)
    index = program.index
    meetings: list[Assignment] = []
    served = sorted(c for c in columns if c < len(index.options))
    for column, meeting in zip(served, choice.assignments, strict=True):
        if column in given:
            name = index.problem.interpreters[given[column]].id
            meeting = replace(meeting, interpreter=name)
        meetings.append(meeting)
    return replace(choice, columns=columns, assignments=tuple(meetings))


def _wanted(earlier: Earlier, program: Program, columns: frozenset[int]) -> dict[int, int]:
    """Return for each meeting that keeps its slot the duty of its earlier interpreter, if any."""
    first = len(program.index.options)
    wanted: dict[int, int] = {}
    for row in program.duty_rows:
        duty_of = {program.duties[c - first].interpreter: c for c in row.columns if c >= first}
        for column in row.columns:
            if column >= first or column not in columns:
                continue
            option = program.index.options[column]
            own = earlier.interpreter(option.request)
            if own in duty_of and option.slot == earlier.slot(option.request):
                wanted[column] = duty_of[own]
    return wanted


def _rearranged(
    program: Program, columns: frozenset[int], wanted: set[int], limits: Limits
) -> frozenset[int]:
    first = len(program.index.options)
    values: list[int | None] = [int(column in columns) for column in range(first)]
    values += [None] * len(program.duties)
    rows = residual([r for r in program.rows if r.scarce is Scarce.INTERPRETER], values)
    assert rows is not None
    model = Model(program, rows, range(first, program.width))
    model.hint(columns)
    outcome = model.solve(limits, maximize=sum(model.x[duty] for duty in wanted))
    if outcome.chosen is None:
        return columns
    return outcome.chosen.union(c for c in columns if c < first)


def _given(program: Program, columns: frozenset[int], wanted: dict[int, int]) -> dict[int, int]:
    """Return the interpreter of each chosen option that needs one, its earlier one if on duty."""
    first = len(program.index.options)
    given: dict[int, int] = {}
    for row in program.duty_rows:
        needed, duties = _chosen(row, columns, first)
        kept = {c: wanted[c] for c in needed if c in wanted and wanted[c] in duties}
        others = [duty for duty in duties if duty not in kept.values()]
        rest = [c for c in needed if c not in kept]
        for column, duty in (*kept.items(), *zip(rest, others, strict=True)):
            given[column] = program.duties[duty - first].interpreter
    return given


def _chosen(row: Row, columns: frozenset[int], first: int) -> tuple[list[int], list[int]]:
    chosen = sorted(c for c in row.columns if c in columns)
    return [c for c in chosen if c < first], [c for c in chosen if c >= first]
