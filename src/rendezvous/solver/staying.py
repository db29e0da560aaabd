"""Everybody stays in their slot, and as few as possible sit elsewhere.

Where a room is lost, what it held can often stay in its slot if others there make way. No plan
changes less then, before places are counted, and of places only those are in question that are
wanted in the slots concerned: a program without other slots and without interpreters, which are
what makes that of :mod:`.sparing` large. It leaves them out, so its bound holds. Meetings that
reach into other slots, and those that could not travel while all others stay, are not sent
elsewhere; whether the solution is a plan is looked at in the end.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from .earlier import Earlier
from .index import Option
from .masks import NOBODY, POOL, Masks
from .model import Limits
from .placing import Cut, place
from .program import Program, Row, outline, parties, places
from .tiers import Mended, values
from .tight import lowest, whole
from .timetable import Meeting, Timetable

NEAR: Final = (1, 12)
"""How far above the bound to look, in turn: that many meetings put elsewhere."""

FAR: Final = 2
"""How strange another venue is: parties and interpreters have to travel there."""

LEAN: Final = 2e-5
"""Cost of what is only to be avoided among equals: another venue."""


class Stayed(NamedTuple):
    """A plan in which everybody stays, if one was found, and the fewest put elsewhere in any."""

    mended: Mended | None
    bound: int
    width: int
    """The columns looked at."""


def stay(
    earlier: Earlier, masks: Masks, kept: Mapping[Option, int | None], limits: Limits
) -> Stayed:
    """Put as few meetings elsewhere as possible, all in their slots.

    ``kept`` are all meetings that could stay where they were, with their interpreters; they go
    together. What the changes hit has to have a way to stay in its slot. The spread of breaks is
    not looked at.
    """
    slots = {slot for request in earlier.hit for slot in _span(earlier, request)}
    concerned = [r for r in earlier.meetings if not slots.isdisjoint(_span(earlier, r))]
    ways = [option for request in concerned for option in _ways(earlier, request)]
    program = outline(earlier.view(ways))
    places(program)
    travelling = {option.request for option in ways if earlier.strange(option) == FAR}
    parties(program, set(concerned).difference(travelling))
    rows = program.rows + [
        Row(columns, [1] * len(columns), 1, 1) for columns in program.by_request if columns
    ]
    options = program.index.options
    costs = [int(option != earlier.exact.get(option.request)) for option in options]
    lean = [LEAN * earlier.strange(option) for option in options]
    low = lowest(rows, costs, lean, limits.seconds)
    if low is None:
        return Stayed(None, 0, program.width)
    table = _table(masks, kept)
    left_out = _out_of_reach(table, options)
    left_out += [
        column
        for column, option in enumerate(options)
        if costs[column] and not slots.issuperset(_span(earlier, option.request))
    ]
    for above in NEAR:
        near = [low.settled(column, low.bound + above) for column in range(program.width)]
        for column in left_out:
            near[column] = 0
        found = whole(rows, costs, lean, near, limits.seconds, limits.seed)
        if found.chosen is not None:
            plan = _plan(earlier, table, kept, program, found.chosen)
            return Stayed(plan, low.bound, program.width)
        if not found.infeasible:
            break
    return Stayed(None, low.bound, program.width)


def _span(earlier: Earlier, request: int) -> range:
    start = earlier.slot(request)
    return range(start, start + earlier.index.problem.requests[request].length)


def _ways(earlier: Earlier, request: int) -> list[Option]:
    """Return the ways to serve a meeting in its slot."""
    if request in earlier.exact:
        return earlier.here(request)
    return [o for o in earlier.options(request) if o.slot == earlier.slot(request)]


def _table(masks: Masks, kept: Mapping[Option, int | None]) -> Timetable:
    """Return the timetable of meetings where they were; places are not looked at."""
    table, instants = Timetable(masks), masks.instants
    for option, who in kept.items():
        if table.at[option.request] is None:
            start = instants.at(option.slot, option.venue)
            table.enter(option.request, Meeting(start, POOL, NOBODY if who is None else who))
    return table


def _out_of_reach(table: Timetable, options: Sequence[Option]) -> list[int]:
    """Return the options at another venue that leave no time to travel while all others stay."""
    instants = table.masks.instants
    possible: dict[int, int] = {}
    found = []
    for column, option in enumerate(options):
        request, start = option.request, instants.at(option.slot, option.venue)
        stands = table.at[request]
        if stands is not None and stands.instant == start:
            continue
        if request not in possible:
            if stands is not None:
                table.leave(request)
            possible[request] = _possible(table, request)
            if stands is not None:
                table.enter(request, stands)
        if not possible[request] >> start & 1:
            found.append(column)
    return found


def _possible(table: Timetable, request: int) -> int:
    """Return the instants at which parties and somebody able to interpret have time."""
    masks = table.masks
    both = table.free[table.one[request]] & table.free[table.other[request]]
    found = masks.instants.spans(both, masks.length[request])
    if found and masks.language[request] != NOBODY:
        found &= table.interpreted(masks.language[request], masks.length[request])
    if found and table.chained[request]:
        found &= table.in_order(request)
    return found


def _plan(
    earlier: Earlier,
    table: Timetable,
    kept: Mapping[Option, int | None],
    program: Program,
    chosen: frozenset[int],
) -> Mended | None:
    """Return the plan of a solution, None if places, parties or interpreters forbid it."""
    if isinstance(place(program, chosen), Cut):
        return None
    sent = [o for o in map(program.index.options.__getitem__, chosen) if o not in kept]
    meetings = dict(kept)
    for option in sent:
        if table.at[option.request] is not None:
            table.leave(option.request)
            del meetings[earlier.exact[option.request]]
    instants = table.masks.instants
    for option in sorted(sent):
        request, start = option.request, instants.at(option.slot, option.venue)
        if not _possible(table, request) >> start & 1 or table.overbooked(request, start):
            return None
        who = NOBODY
        if table.masks.language[request] != NOBODY:
            who = _interpreter(earlier, table, request, start)
            if who == NOBODY:
                return None
        table.enter(request, Meeting(start, POOL, who))
        meetings[option] = None if who == NOBODY else who
    return Mended(meetings, values(earlier, meetings))


def _interpreter(earlier: Earlier, table: Timetable, request: int, start: int) -> int:
    """Return who can interpret, the earlier interpreter if possible, or NOBODY."""
    masks, own = table.masks, earlier.interpreter(request)
    able = masks.able[masks.language[request]]
    if own is not None and own in able and table.is_idle(own, start, masks.length[request]):
        return own
    return table.interpreter_for(request, start)
