"""Who interprets what in a repair: whoever did before, as far as can be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import replace

from ..problem import Assignment
from .earlier import Earlier
from .greedy import Ledger
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
    """Let interpreters change places within the days on which somebody wanted is not on duty."""
    index = program.index
    first = len(index.options)
    kept = _as_before(program, columns, wanted)
    if kept is not None:
        return kept
    values: list[int | None] = [int(column in columns) for column in range(program.width)]
    days = {index.day[program.duties[duty - first].slot] for duty in wanted - columns}
    open_ones = [first + n for n, duty in enumerate(program.duties) if index.day[duty.slot] in days]
    for column in open_ones:
        values[column] = None
    rows = residual([r for r in program.rows if r.scarce is Scarce.INTERPRETER], values)
    assert rows is not None
    model = Model(program, rows, open_ones)
    model.hint(columns)
    goal = sum(model.x[duty] for duty in wanted.intersection(open_ones))
    outcome = model.solve(limits, maximize=goal)
    if outcome.chosen is None:
        return columns
    return outcome.chosen.union(columns.difference(open_ones))


def _as_before(
    program: Program, columns: frozenset[int], wanted: set[int]
) -> frozenset[int] | None:
    """Put everybody wanted on duty, and for the rest whoever is free; None if that fails."""
    first = len(program.index.options)
    shared = [r for r in program.rows if r.scarce is Scarce.INTERPRETER and r.low != r.high]
    ledger = Ledger(replace(program, rows=shared), wanted)
    if any(load > row.high for load, row in zip(ledger.load, shared, strict=True)):
        return None
    for row in program.duty_rows:
        lacking = sum(c in columns for c in row.columns if c < first)
        duties = sorted((c for c in row.columns if c >= first), key=lambda c: c not in columns)
        lacking -= sum(duty in wanted for duty in duties)
        for duty in duties:
            if lacking and ledger.fits([duty]):
                ledger.add([duty])
                lacking -= 1
        if lacking:
            return None
    return frozenset([*(c for c in columns if c < first), *ledger.chosen])


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


Team = frozenset[int]
"""The interpreters able and there to serve a meeting."""


def without_interpreter(program: Program, kept: Collection[int]) -> Iterator[int]:
    """Yield options that nobody could interpret beside the kept ones, whoever serves those.

    Slot by slot, as a matching: rests and travel are not looked at, so what is left may still be
    impossible.
    """
    first = len(program.index.options)
    options: list[tuple[int, Team]] = []
    serving: dict[int, _Serving] = defaultdict(_Serving)
    for row in program.duty_rows:
        team = frozenset(program.duties[c - first].interpreter for c in row.columns if c >= first)
        options += [(c, team) for c in row.columns if c < first]
    for column, team in options:
        for slot in _span(program, column) if column in kept else ():
            serving[slot].add(team)
    for column, team in options:
        if column not in kept and not all(
            serving[slot].room(team) for slot in _span(program, column)
        ):
            yield column


def _span(program: Program, column: int) -> range:
    option = program.index.options[column]
    length = program.index.problem.requests[option.request].length
    return range(option.slot, option.slot + length)


class _Serving:
    """Who serves which meeting of a slot: a largest matching (Kuhn 1955)."""

    def __init__(self) -> None:
        self.teams: list[Team] = []
        self.meeting: dict[int, int] = {}
        self.known: dict[Team, bool] = {}

    def add(self, team: Team) -> None:
        """Let somebody serve one more meeting, if anybody can."""
        self.teams.append(team)
        self._place(len(self.teams) - 1, set())

    def room(self, team: Team) -> bool:
        """Whether somebody of a team could serve one more meeting."""
        if team not in self.known:
            seen: set[int] = set()
            self.known[team] = any(self._free(i, seen) for i in team)
        return self.known[team]

    def _free(self, interpreter: int, seen: set[int]) -> bool:
        """Whether an interpreter could be free, others taking over."""
        if interpreter in seen:
            return False
        seen.add(interpreter)
        if interpreter not in self.meeting:
            return True
        return any(self._free(other, seen) for other in self.teams[self.meeting[interpreter]])

    def _place(self, meeting: int, seen: set[int]) -> bool:
        for interpreter in self.teams[meeting] - seen:
            seen.add(interpreter)
            holder = self.meeting.get(interpreter)
            if holder is None or self._place(holder, seen):
                self.meeting[interpreter] = meeting
                return True
        return False
