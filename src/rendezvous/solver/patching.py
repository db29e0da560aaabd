"""A first repair in a moment: all stays where it can, and the rest goes where there is room."""

from __future__ import annotations

from collections.abc import Iterable

from .earlier import Earlier, Fate
from .figures import figures
from .greedy import Ledger, complete, in_order
from .placing import Cut, place
from .program import Program
from .tiers import Choice, choose


def patch(earlier: Earlier, program: Program) -> Choice | None:
    """Return a plan of the earlier meetings and the mandatory ones, or None when pins do not fit.

    It holds whatever time there is; where the spread of breaks forbids it, it is built from the
    pinned meetings instead.
    """
    pinned = [r for r in earlier.exact if r in earlier.index.pinned]
    ledger = Ledger(program)
    if not all(_put(earlier, program, ledger, r, program.by_request[r]) for r in pinned):
        return None
    alone = frozenset(ledger.chosen)
    at = {option: column for column, option in enumerate(program.index.options)}
    waiting: list[int] = []
    for request in (r for r in in_order(program.index) if r not in earlier.index.pinned):
        exact = earlier.exact.get(request)
        if exact is None or not _put(earlier, program, ledger, request, [at[exact]]):
            waiting.append(request)
    kept = frozenset(ledger.chosen)
    must = {*earlier.meetings, *earlier.mandatory}
    for request in waiting:
        if request in must:
            _put(earlier, program, ledger, request, _nearest(earlier, program, ledger, request))
    for chosen in (frozenset(ledger.chosen), kept):
        placed = place(program, chosen)
        if not isinstance(placed, Cut) and _spread(program, chosen):
            return choose(earlier, program, chosen, placed)
    return _from_pins(earlier, program, alone)


def _put(
    earlier: Earlier, program: Program, ledger: Ledger, request: int, columns: Iterable[int]
) -> bool:
    """Choose the first of the columns that fits, with the earlier interpreter if possible."""
    own = earlier.interpreter(request)
    first = len(program.index.options)
    for column in columns:
        ways = program.ways(column)
        if own is not None and ways and len(ways[0]) > 1:
            ways = sorted(ways, key=lambda w: program.duties[w[1] - first].interpreter != own)
        for way in ways:
            if ledger.fits(way):
                ledger.add(way)
                return True
    return False


def _nearest(earlier: Earlier, program: Program, ledger: Ledger, request: int) -> list[int]:
    """Return a request's columns, those that change least first, then those that hinder least."""
    options = program.index.options

    def rank(column: int) -> tuple[int, float]:
        known = request in earlier.meetings
        fate = earlier.fate(options[column]) if known else Fate.MOVED
        return fate, ledger.crowding(column)

    return sorted(program.by_request[request], key=rank)


def _spread(program: Program, chosen: Iterable[int]) -> bool:
    spread = program.index.problem.rules.spread
    if spread is None:
        return True
    breaks = [measure.breaks for measure in figures(program, set(chosen)).measures]
    return max(breaks) - min(breaks) <= spread


def _from_pins(earlier: Earlier, program: Program, pinned: frozenset[int]) -> Choice | None:
    if not _spread(program, pinned):
        return None
    chosen = complete(program, pinned, lambda columns: _spread(program, columns))
    for some in (chosen, pinned):
        placed = place(program, some)
        if not isinstance(placed, Cut):
            return choose(earlier, program, some, placed)
    return None
