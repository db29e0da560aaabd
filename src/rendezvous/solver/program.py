"""The selection as a 0-1 program: one column per option, rows for what options share.

Which request is served, from which slot, at which venue and kind of place, with which interpreter.
Which shared place exactly, and which team, is left to :mod:`.placing`: the rows below make sure
that one exists (for meetings of one slot exactly so; longer ones may have to be placed again).

Rows per party come from cliques of instants at which one team can be at only one of them, so that
meetings, commitments and travel are one kind of row (an antichain may not exceed the teams, by
Dilworth's theorem). A request that needs an interpreter adds a column per able interpreter for its
*type* (those able, the length), start and venue, not per request: requests of one type are alike.
"""

from __future__ import annotations

import copy
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from .index import SHARED, Clique, Index, Instant

INFINITY = 1 << 30


class Scarce(StrEnum):
    """What a row shares out: the reason when a request does not fit."""

    REQUEST = "request"
    TEAMS = "teams"
    TRAVEL = "travel"
    DAY = "day"
    PLACE = "place"
    CLOSED_ROOM = "closed_room"
    INTERPRETER = "interpreter"
    PRECEDENCE = "precedence"
    OTHER = "other"


class Row(NamedTuple):
    """``low <= sum(coefficient * column) <= high``, all whole numbers.

    ``subject`` is the position of the request, party, place or interpreter that the row is about.
    """

    columns: list[int]
    coefficients: list[int]
    low: int
    high: int
    scarce: Scarce = Scarce.OTHER
    subject: int = -1


class Duty(NamedTuple):
    """A column: this interpreter serves one meeting of this type from this slot on there."""

    type: int
    slot: int
    venue: int
    interpreter: int


@dataclass
class Program:
    """Columns 0.. are the index's options, then duties; every column is 0 or 1."""

    index: Index
    duties: list[Duty] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    by_request: list[list[int]] = field(default_factory=list)
    """Per request its option columns."""
    of_party: list[list[int]] = field(default_factory=list)
    """Per party its requests."""
    duty_rows: list[Row] = field(default_factory=list)
    """The rows that give as many interpreters as options need; they stand among ``rows`` too."""

    def columns(self, requests: Iterable[int]) -> list[int]:
        """Return the options of some requests, and every duty: all a search for them needs."""
        found = [c for request in requests for c in self.by_request[request]]
        return [*found, *range(len(self.index.options), self.width)]

    def ways(self, column: int) -> list[list[int]]:
        """Return the sets of columns that choose an option: it alone, or with each duty for it."""
        duties = self._duties_for.get(column)
        return [[column]] if duties is None else [[column, duty] for duty in duties]

    @cached_property
    def _duties_for(self) -> dict[int, list[int]]:
        first = len(self.index.options)
        found: dict[int, list[int]] = {}
        for row in self.duty_rows:
            duties = [c for c in row.columns if c >= first]
            found.update((c, duties) for c in row.columns if c < first)
        return found

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.index.options) + len(self.duties)


def part(index: Index, requests: Iterable[int]) -> Program:
    """Return the program of some requests only."""
    view = copy.copy(index)
    view.options = [
        option
        for request in sorted(requests)
        for start in index.starts(request)
        if index.present(request, start)
        for option in index.options_at(request, start)
    ]
    return build(view)


def build(index: Index, settled: Collection[int] = ()) -> Program:
    """Return the program of all constraints but spread.

    Rows of parties all of whose requests are ``settled`` are left out: nothing can break them.
    """
    program = outline(index)
    parties(program, settled)
    _days(program)
    places(program)
    interpreters(program)
    precedences(program)
    return program


def outline(index: Index) -> Program:
    """Return a program that only says of each request that it is served once at most."""
    program = Program(index)
    program.by_request = [[] for _ in index.problem.requests]
    for column, option in enumerate(index.options):
        program.by_request[option.request].append(column)
    program.of_party = [[] for _ in index.problem.parties]
    for request, parties in enumerate(index.pair):
        for party in parties:
            program.of_party[party].append(request)
    for request, columns in enumerate(program.by_request):
        _at_most(program, columns, 1, Scarce.REQUEST, request)
    return program


def _at_most(
    program: Program, columns: Iterable[int], high: int, scarce: Scarce, subject: int
) -> None:
    every = list(columns)
    if len(every) <= high:
        return
    counts = dict.fromkeys(every, 1)
    if len(counts) < len(every):
        counts = Counter(every)
    program.rows.append(Row(list(counts), list(counts.values()), -INFINITY, high, scarce, subject))


def occupied(index: Index, column: int) -> range:
    """Return the slots that an option takes."""
    option = index.options[column]
    return range(option.slot, option.slot + index.problem.requests[option.request].length)


def parties(program: Program, settled: Collection[int]) -> None:
    index = program.index
    open_ones = {o.request for o in index.options}.difference(settled)
    at: dict[int, dict[Instant, list[int]]] = {
        party: defaultdict(list)
        for party in sorted({party for request in open_ones for party in index.pair[request]})
    }
    partly = {party: bool(_partial(index, party)) for party in at}
    count = len(index.begin)
    for column, option in enumerate(index.options):
        taken = occupied(index, column)
        for party in index.pair[option.request]:
            if party not in at:
                continue
            mine = at[party]
            for slot in taken:
                mine[slot, option.venue].append(column)
            if partly[party]:
                for slot in taken[:-1]:
                    mine[slot + count, option.venue].append(column)
    for party, instants in at.items():
        teams = index.problem.parties[party].teams
        for clique in _cliques(index, party, tuple(sorted(instants))):
            columns = [c for node in clique if isinstance(node, tuple) for c in instants[node]]
            away = sum(
                index.commitments[party][node].teams for node in clique if isinstance(node, int)
            )
            slots = {node[0] for node in clique if isinstance(node, tuple)}
            scarce = Scarce.TEAMS if len(slots) == 1 else Scarce.TRAVEL
            _at_most(program, columns, max(0, teams - away), scarce, party)


def _cliques(index: Index, party: int, instants: tuple[Instant, ...]) -> list[Clique]:
    """Return `party_cliques`, once for the same instants: programs differ by a few requests."""
    known = index.cliques[party]
    if instants not in known:
        known[instants] = party_cliques(index, party, list(instants))
    return known[instants]


def party_cliques(index: Index, party: int, instants: list[Instant]) -> list[Clique]:
    """Return the maximal sets of instants and commitments no two of which one team can attend.

    A commitment is given by its position among the party's. Sets of commitments alone are left
    out: the problem was checked for them.
    """
    nodes: list[Instant | int] = list(instants)
    conflicts: dict[Instant | int, set[Instant | int]] = {node: set() for node in nodes}
    commitments = index.commitments[party]

    def link(one: Instant | int, other: Instant | int) -> None:
        conflicts[one].add(other)
        conflicts[other].add(one)

    slots = len(index.begin)
    for n, (slot, venue) in enumerate(instants):
        for later, elsewhere in instants[n + 1 :]:
            if slot == later or (
                venue != elsewhere
                and later < slots
                and index.begin[later] - index.end[slot] < index.travel[venue, elsewhere]
            ):
                link((slot, venue), (later, elsewhere))
    partial = _partial(index, party)
    for n in partial:
        conflicts[n] = set()
    for n in partial:
        for slot, venue in instants:
            span = range(slot, slot + 1) if slot < slots else range(slot - slots, slot - slots + 2)
            if commitments[n] in index.blocked_by(party, span, venue):
                link(n, (slot, venue))
        for m in partial:
            if m < n and index.exclude(commitments[m], commitments[n]):
                link(m, n)
    found: list[Clique] = []
    _maximal(conflicts, [], set(conflicts), set(), found)
    return [clique for clique in found if any(isinstance(node, tuple) for node in clique)]


def _partial(index: Index, party: int) -> list[int]:
    """Return the positions of a party's commitments that take some of its teams only."""
    teams = index.problem.parties[party].teams
    return [n for n, c in enumerate(index.commitments[party]) if c.teams < teams]


def _maximal(
    conflicts: dict[Instant | int, set[Instant | int]],
    clique: list[Instant | int],
    candidates: set[Instant | int],
    done: set[Instant | int],
    found: list[Clique],
) -> None:
    """Collect maximal cliques (Bron and Kerbosch 1973, with Tomita's pivot)."""
    if not candidates and not done:
        found.append(tuple(clique))
        return
    pivot = max(candidates | done, key=lambda node: len(conflicts[node] & candidates))
    for node in sorted(candidates - conflicts[pivot], key=str):
        _maximal(
            conflicts, [*clique, node], candidates & conflicts[node], done & conflicts[node], found
        )
        candidates = candidates - {node}
        done = done | {node}


def _days(program: Program) -> None:
    index = program.index
    by_day: dict[tuple[int, int], list[int]] = defaultdict(list)
    for column, option in enumerate(index.options):
        for party in index.pair[option.request]:
            if index.problem.parties[party].max_per_day is not None:
                by_day[party, index.day[option.slot]].append(column)
    for (party, _), columns in by_day.items():
        most = index.problem.parties[party].max_per_day or 0
        _at_most(program, columns, most, Scarce.DAY, party)


def places(program: Program) -> None:
    """Rows for small stands, fixed places and shared capacity: a laminar family, so they suffice.

    What is fixed at a shared place counts there, among the closed-door capable places if it is one,
    and among all; closed-door meetings count in the second and third.
    """
    index = program.index
    single: dict[tuple[int, int], list[int]] = defaultdict(list)
    shared: dict[tuple[int, int, bool], list[int]] = defaultdict(list)
    for column, option in enumerate(index.options):
        closed = index.problem.requests[option.request].closed_door
        if option.place != SHARED:
            if index.roomy(option.place):
                continue
            place = index.problem.places[option.place]
            for slot in occupied(index, column):
                single[option.place, slot].append(column)
            if place.owner is not None:
                continue
            closed = place.closed_door
        for slot in occupied(index, column):
            shared[slot, option.venue, False].append(column)
            if closed:
                shared[slot, option.venue, True].append(column)
    for (place_n, slot), columns in single.items():
        _at_most(program, columns, index.room(place_n, slot), Scarce.PLACE, place_n)
    for key, columns in shared.items():
        scarce = Scarce.CLOSED_ROOM if key[2] else Scarce.PLACE
        _at_most(program, columns, index.shared_capacity[key], scarce, -1)


def interpreters(program: Program) -> None:
    """Add who interprets: the duties, and the rows that share them out."""
    index = program.index
    types: dict[tuple[tuple[int, ...], int], int] = {}
    demand: dict[tuple[int, int, int], list[int]] = defaultdict(list)
    for column, option in enumerate(index.options):
        able = index.able[option.request]
        if able is None:
            continue
        pinned = index.pinned.get(option.request)
        if pinned is not None and pinned[2] is not None:
            able = (pinned[2],)
        length = index.problem.requests[option.request].length
        kind = types.setdefault((able, length), len(types))
        demand[kind, option.slot, option.venue].append(column)
    lengths = {n: length for (_, length), n in types.items()}
    able_of = {n: able for (able, _), n in types.items()}
    first = len(index.options)
    at: dict[int, dict[Instant, list[int]]] = defaultdict(lambda: defaultdict(list))
    for (kind, slot, venue), columns in demand.items():
        span = range(slot, slot + lengths[kind])
        duties = []
        for interpreter in able_of[kind]:
            run = index.problem.interpreters[interpreter].max_run
            if not index.interpreter_slots[interpreter].issuperset(span):
                continue
            if run is not None and run < len(span):
                continue
            duties.append(first + len(program.duties))
            for occupied in span:
                at[interpreter][occupied, venue].append(duties[-1])
            program.duties.append(Duty(kind, slot, venue, interpreter))
        ones = [1] * len(columns) + [-1] * len(duties)
        program.duty_rows.append(Row(columns + duties, ones, 0, 0, Scarce.INTERPRETER))
    program.rows += program.duty_rows
    for interpreter, instants in at.items():
        _one_interpreter(program, interpreter, instants)


def _one_interpreter(
    program: Program, interpreter: int, instants: dict[Instant, list[int]]
) -> None:
    index = program.index
    by_slot: dict[int, list[int]] = defaultdict(list)
    for (slot, _), columns in instants.items():
        by_slot[slot] += columns
    for columns in by_slot.values():
        _at_most(program, columns, 1, Scarce.INTERPRETER, interpreter)
    for (slot, venue), columns in instants.items():
        for (later, elsewhere), others in instants.items():
            gap = index.begin[later] - index.end[slot]
            if later > slot and venue != elsewhere and gap < index.travel[venue, elsewhere]:
                _at_most(program, columns + others, 1, Scarce.INTERPRETER, interpreter)
    run = index.problem.interpreters[interpreter].max_run
    if run is None:
        return
    for slot in by_slot:
        window = index.span(slot, run + 1)
        if window is not None:
            columns = [c for s in window for c in by_slot.get(s, ())]
            _at_most(program, columns, run, Scarce.INTERPRETER, interpreter)


def precedences(program: Program) -> None:
    """A request is served from slot t or before only if each predecessor ended before t."""
    index = program.index
    for request, item in enumerate(index.problem.requests):
        for name in item.after:
            before = index.request_at[name]
            for slot in sorted({index.options[c].slot for c in program.by_request[request]}):
                mine = [c for c in program.by_request[request] if index.options[c].slot <= slot]
                theirs = [c for c in program.by_request[before] if occupied(index, c)[-1] < slot]
                ones = [1] * len(mine) + [-1] * len(theirs)
                program.rows.append(
                    Row(mine + theirs, ones, -INFINITY, 0, Scarce.PRECEDENCE, before)
                )
