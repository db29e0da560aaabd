"""How many meetings must leave their slots, half-day by half-day, and whether so few will do.

Where a room is lost, the relaxation of all meetings sees no need to move what it can send a third
of to another venue, with a third of all that hangs together with it. One half-day by itself is a
program small enough to be solved exactly: its meetings stay in their slots or leave, to nobody
knows where. What leaves takes nothing from anybody, so the fewest that leave are a bound on every
plan, and the sum over half-days is one on the meetings moved and cancelled.

If a plan comes up to that sum, then from no half-day more leave than must, and from all others
nobody does. That settles nearly everything: reduced costs say of most that they cannot be among
those that leave, and who leaves can only go where nobody is who stays. What is left holds every
such plan: the cheapest is the best of all, and where there is none, one more has to move.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from .earlier import Earlier, Fate
from .index import Option
from .model import Limits, Model
from .program import INFINITY, Program, Row, Scarce
from .tight import cheaper, lowest, whole

LITTLE: Final = 0.5
"""Seconds, or units of work, for each exact search in a half-day."""

WORK: Final = 5e-5
"""Units of work for each column of what HiGHS solves."""

STRATEGY: Final = "reduced_costs"
"""How CP-SAT searches for the best such plan: few rooms decide where hundreds of meetings go, and
the relaxation says which."""


class Half(NamedTuple):
    """A half-day: of its ``meetings`` no plan leaves more than all but ``least`` in their slots.

    Where just so many leave, at least ``elsewhere`` are put elsewhere in their slots, and those
    that leave are among the first of ``leavers``; among the second where one more does.
    """

    meetings: list[int]
    least: int
    elsewhere: int
    leavers: tuple[frozenset[int], ...]

    def stay(self, earlier: Earlier, program: Program) -> Row:
        """Return the row that says how many stay at most."""
        columns = staying(earlier, program, self.meetings)
        return Row(columns, [1] * len(columns), -INFINITY, len(self.meetings) - self.least)


def staying(earlier: Earlier, program: Program, requests: Iterable[int]) -> list[int]:
    """Return the columns that keep earlier meetings in their slots."""
    options = program.index.options
    return [
        c for r in requests for c in program.by_request[r] if options[c].slot == earlier.slot(r)
    ]


def halves(
    earlier: Earlier, limits: Callable[[], Limits], worked: Callable[[float], None]
) -> list[Half] | None:
    """Return the half-days of what the changes hit; None when time did not suffice.

    ``limits`` says what the next search may take, ``worked`` hears what exact ones took.
    """
    at: dict[int, list[int]] = defaultdict(list)
    for request in earlier.meetings:
        at[earlier.index.half[earlier.slot(request)]].append(request)
    found = []
    for half in sorted({earlier.index.half[earlier.slot(r)] for r in earlier.hit}):
        seen = _half(earlier, at[half], limits, worked)
        if seen is None:
            return None
        found.append(seen)
    return found


def here(earlier: Earlier, request: int) -> list[Option]:
    """Return the ways to serve an earlier meeting in its slot."""
    if request in earlier.exact:
        return earlier.here(request)
    return [o for o in earlier.options(request) if o.slot == earlier.slot(request)]


def _half(
    earlier: Earlier,
    meetings: list[int],
    limits: Callable[[], Limits],
    worked: Callable[[float], None],
) -> Half | None:
    program = earlier.program([o for r in meetings for o in here(earlier, r)])
    pinned = earlier.index.pinned
    out = {r: program.width + n for n, r in enumerate(r for r in meetings if r not in pinned)}
    rows = [row for row in program.rows if row.scarce is not Scarce.PRECEDENCE]
    rows += [_once(program, r, out) for r in meetings]
    unit = 1 + len(meetings)
    costs = _elsewhere(earlier, program) + [unit] * len(out)
    low = lowest(rows, costs, [0.0] * len(costs), limits().seconds)
    if low is None:
        return None
    least = max(low.bound // unit, _fewest(program, rows, out, limits, worked))
    leavers = []
    for slack in (0, 1):
        most = (least + slack + 1) * unit - 1
        some = (r for r, c in out.items() if low.settled(c, most) != 0)
        leavers.append(frozenset(some if least + slack else ()))
    return Half(meetings, least, max(0, low.bound - least * unit), tuple(leavers))


def _fewest(
    program: Program,
    rows: Sequence[Row],
    out: Mapping[int, int],
    limits: Callable[[], Limits],
    worked: Callable[[float], None],
) -> int:
    """Return a bound on the number of those that are out, by exact search."""
    costs = [0] * program.width + [1] * len(out)
    low = lowest(rows, costs, [0.0] * len(costs), limits().seconds)
    fewest = 0 if low is None else low.bound
    while fewest < len(out):
        outcome = cheaper(program, rows, costs, low, fewest, _little(limits()))
        worked(outcome.work)
        if not outcome.infeasible:
            break
        fewest += 1
    return fewest


def _little(limits: Limits) -> Limits:
    """Return limits for one exact search: one worker, which proves most here, and little time."""
    return replace(
        limits,
        seconds=None if limits.seconds is None else min(LITTLE, limits.seconds),
        work=None if limits.work is None else min(LITTLE, limits.work),
        workers=1,
    )


def _once(program: Program, request: int, out: Mapping[int, int]) -> Row:
    columns = [*program.by_request[request]]
    if request in out:
        columns.append(out[request])
    return Row(columns, [1] * len(columns), 1, 1)


def _elsewhere(earlier: Earlier, program: Program) -> list[int]:
    """Return what columns count as put elsewhere."""
    fates = map(earlier.fate, program.index.options)
    return [int(fate is Fate.RELOCATED) for fate in fates] + [0] * len(program.duties)


@dataclass(frozen=True)
class Confined:
    """What is known of plans in which no more leave their slots than must.

    ``elsewhere`` is what they put elsewhere at least, None when it is proven that there are none;
    ``chosen`` are the columns of the best that was found.
    """

    program: Program
    elsewhere: int | None
    chosen: frozenset[int] | None
    work: float


def confined(
    earlier: Earlier, parts: Sequence[Half], cancelled: int, slack: int, limits: Limits
) -> Confined:
    """Look for the best plan in which no more leave than must, ``cancelled`` at most for good.

    With a ``slack`` of 1 one more leaves, and from these half-days: then that there is none, and
    the bound, say nothing of other plans. Every mandatory request has to be one of the earlier
    meetings.
    """
    ways = _landing(earlier, parts, cancelled > 0, slack)
    options = [o for r in earlier.meetings for o in here(earlier, r)]
    program = earlier.program([*options, *(o for some in ways.values() for o in some)])
    lost = sorted(set(ways).difference(earlier.mandatory)) if cancelled else []
    out = {r: program.width + n for n, r in enumerate(lost)}
    rows = program.rows + [_once(program, r, out) for r in earlier.meetings]
    if out:
        rows.append(Row(list(out.values()), [1] * len(out), -INFINITY, cancelled))
    costs = _elsewhere(earlier, program) + [0] * len(out)
    stays = [part.stay(earlier, program) for part in parts]
    for part, row in zip(parts, stays, strict=True):
        rows.append(row._replace(low=row.high - slack))
        sent = [c for c in row.columns if costs[c]]
        if not slack:
            rows.append(Row(sent, [1] * len(sent), part.elsewhere, INFINITY))
    every = [c for row in stays for c in row.columns]
    most = sum(row.high for row in stays) - slack
    rows.append(Row(every, [1] * len(every), most, most))
    if slack:
        # Nothing follows from what there is not: no need of a proof, and HiGHS is the faster.
        even, unsettled = [0.0] * len(costs), [None] * len(costs)
        near = whole(rows, costs, even, unsettled, limits.seconds, limits.seed)
        return Confined(program, 0, near.chosen, WORK * len(costs))
    model = Model(program, rows, range(len(costs)))
    total = sum(cost * model.x[c] for c, cost in enumerate(costs) if cost)
    alone = replace(limits, workers=1)
    found = model.solve(alone, minimize=total, linear=True, mixed=False, strategy=STRATEGY)
    return Confined(program, None if found.infeasible else found.bound, found.chosen, found.work)


def _landing(
    earlier: Earlier, parts: Sequence[Half], cancelled: bool, slack: int
) -> dict[int, list[Option]]:
    """Return who may leave, and the options in other slots that those who stay leave room for."""
    index = earlier.index
    home = {r: part for part in parts for r in part.leavers[slack]}
    ways = {r: [o for o in earlier.options(r) if o.slot != earlier.slot(r)] for r in sorted(home)}
    there: dict[tuple[int, int], list[int]] = defaultdict(list)
    for request in earlier.meetings:
        for slot in _span(earlier, request, earlier.slot(request)):
            for party in index.pair[request]:
                there[party, slot].append(request)

    def possible(option: Option) -> bool:
        leaving = {option.request}
        for slot in _span(earlier, option.request, option.slot):
            for party in index.pair[option.request]:
                others = [r for r in there[party, slot] if r != option.request]
                going = [r for r in others if r in ways]
                over = 1 + len(others) - index.problem.parties[party].teams
                if over > len(going):
                    return False
                if over == len(going):
                    leaving.update(going)
        count = Counter(id(home[r]) for r in leaving)
        return sum(max(0, count[id(part)] - part.least) for part in parts) <= slack

    size = -1
    while size != (size := sum(1 + len(some) for some in ways.values())):
        ways = {r: [o for o in some if possible(o)] for r, some in ways.items()}
        ways = {r: some for r, some in ways.items() if some or cancelled}
    return ways


def _span(earlier: Earlier, request: int, start: int) -> range:
    return range(start, start + earlier.index.problem.requests[request].length)
