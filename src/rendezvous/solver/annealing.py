"""Fewer breaks in a timetable: simulated annealing (Kirkpatrick, Gelatt and Vecchi 1983).

Three moves, all compiled (``native/shuffle.c``): a meeting taken out goes back where it makes few
breaks, each place drawn with the probability that the temperature gives it; two instants exchange
meetings along a Kempe chain; a meeting takes the place of others, which find places of their own.
By the last, a request that is not served may come in for another of the same weight. Each worker
anneals by itself; the best timetable of all is kept. It proves nothing, and says so through the
bound of its stage.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Final

from .clock import Clock
from .model import Limits
from .moves import Moves
from .timetable import Timetable

COLD: Final = 0.07
"""The temperature, in breaks, at the end."""
HOT: Final[tuple[tuple[int, float], ...]] = ((2_000, 0.4), (300, 0.3), (0, 0.15))
"""Moves for each meeting that there is time for, and the temperature to begin with."""
SOON: Final = 0.01
"""The share of the limits after which it is known how many moves there is time for."""
LEAST: Final = 20_000
MOST: Final = 100
"""Moves for each meeting, or for it with each other, after which nothing more is hoped for."""
GLANCE: Final = 10_000
"""Moves between two looks at the clock."""
PACE: Final = 500_000
"""Moves that count as one unit of deterministic work."""


def smooth(
    table: Timetable,
    limits: Limits,
    spread: int | None = None,
    *,
    trade: bool = False,
    least: int = 0,
    found: Callable[[int], None] | None = None,
) -> float:
    """Give meetings of a timetable other slots so that breaks become fewer; return the work.

    A spread rule that holds goes on holding. ``spread`` is the largest difference in breaks allowed
    between two parties that hold meetings. What is served stays so; with ``trade`` and without
    ``spread``, a request may be served instead of another that is worth the same: weight, mandatory
    requests and minimums stay as they are. ``least`` breaks are few enough; ``found`` hears how
    many are left each time that there are fewer.
    """
    meetings = sum(m is not None and not table.fixed[r] for r, m in enumerate(table.at))
    if not meetings:
        return 0.0
    clock = Clock(limits, max(LEAST, MOST * meetings) * meetings, PACE)
    crowd = [
        Moves(table, limits.seed * 1_000 + n, spread, trade=trade)
        for n in range(max(1, limits.workers))
    ]
    first = best = crowd[0].fewest
    moves, heat, hot = 0, COLD, 0.0
    with ThreadPoolExecutor(len(crowd)) as threads:
        while best > least and (done := clock.done(moves)) < 1.0:
            if done >= SOON:
                hot = hot or _beginning(moves / done / meetings)
                heat = hot * (COLD / hot) ** done
            list(threads.map(partial(Moves.shuffle, moves=GLANCE, heat=heat, least=least), crowd))
            moves += GLANCE
            reached = min(one.fewest for one in crowd)
            if reached < best and found is not None:
                found(reached)
            best = min(best, reached)
    if best < first:
        table.restore(min(crowd, key=lambda one: one.fewest).meetings())
    return clock.work(moves)


def _beginning(moves: float) -> float:
    return next(hot for least, hot in HOT if moves >= least)
