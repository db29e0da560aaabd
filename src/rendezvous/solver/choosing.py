"""Which requests to serve: a local search that a relaxation guides.

The coarse relaxation takes a moment and says two things: a bound, and which requests carry weight
in a best solution. A little *leaning*, random numbers added to the weights, makes that solution
nearly whole; so the search is about placing requests that are worth it, and mostly finds room for
all of them. Each round leans another way. Where the coarse bound is far from what is reached, the
fine relaxation takes over, if it is not too large; it also says when each request could be held.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import accumulate
from typing import Final

import numpy as np

from .clock import Clock
from .coarse import Coarse
from .greedy import in_order
from .lp import SMALL, Relaxation, Whole, relax
from .masks import Masks
from .model import Limits
from .parity import add_cuts
from .quiet import quietest, seek_quiet
from .relaxation import Fine, Selection
from .search import PACE, Search
from .timetable import Timetable
from .whole import solve_whole

FINE: Final = 250_000
"""The most columns of a fine relaxation that is tried."""
DAILY: Final = 40_000
"""The most columns of a relaxation by days that is asked for the fewest breaks."""
SOON: Final = 120_000
"""The most columns of one that is tried before the search has had its turn."""
FAR: Final = 0.01
"""The distance from the coarse bound, after a first look, that calls for the fine one."""
NEAR: Final = 0.004
"""The distance from the bound within which time is better spent on the other objectives."""
LEANING: Final = 0.05
"""The most that is added to a weight."""
CARRIES: Final = 1e-3
"""The share of a request in a relaxation from which on it counts."""
ROUGH: Final = 1e-4
"""The accuracy of relaxations that are for guidance only."""
FOLLOWED: Final = 0.02
"""The share of a column in the fine relaxation from which on it is followed."""
CUTTING: Final = 8
"""Times that rows are added to a small relaxation that cut its solution off."""
SHARPENED: Final = 16
"""The same, of one that is asked for the fewest breaks."""
NODES: Final = 100
"""Nodes that the search for such a solution in whole numbers may look at."""
UNHEARD: Final = 10.0
"""The most seconds that it may take: meanwhile nobody hears that the work is to end."""
LEARNING: Final = 0.5
"""The share of the time left that a relaxation may take; then it is used as it stands."""
LOOK: Final = 20
ROUND: Final = 100
"""Moves for each request in a first look, and in a round."""
DEAREST: Final = 3
"""The cost of a meeting short of a minimum, in weights of the heaviest request, for guidance."""
PATIENCE: Final = 12
"""Rounds without gain after which the search gives up."""
LEAST: Final = 5_000
"""Moves of a round, if there are few requests."""
WORK_PER_ENTRY: Final = 3e-6
"""Work that an entry of a relaxation's matrix counts for."""


class Choosing:
    """The best plan found so far, in ``table``, and a ``bound`` on the weight of any.

    ``must`` are the requests to be served before all others. ``limits`` says what may still be
    used, ``worked`` hears what was, ``tell`` that the plan or the bound is better.
    """

    def __init__(
        self,
        masks: Masks,
        must: list[int],
        limits: Callable[[], Limits],
        worked: Callable[[float], None],
        tell: Callable[[], None],
    ) -> None:
        self.masks = masks
        self.must = [r for r in must if masks.allowed[r]]
        self.limits = limits
        self.worked = worked
        self.tell = tell
        self.table = Timetable(masks)
        self.order = in_order(masks.index)
        self.possible = [r for r, mask in enumerate(masks.allowed) if mask]
        self.bound = self._everything
        self.penalty = 0
        """What a meeting short of a minimum costs in relaxations, if minimums come first."""
        if self.table.worth.promised_first and any(self.table.minimum):
            self.penalty = DEAREST * max(masks.weight, default=0)
        self._dearer = self.bound
        """What no plan's weight passes less the penalties for what it lacks of the minimums."""
        self._guide: tuple[Selection, Relaxation] | None = None
        self._fine_known = False
        self._quiet: Coarse | None = None
        """The relaxation that told how few breaks are possible."""
        self._writing = 0.0
        """The seconds that writing the coarse relaxation took."""
        self._reckoned = -1
        """The proven weight for which it is known what may be lacking."""
        self._forced = 0
        """How many of what must be served every plan is asked to serve that is bounded."""
        self._rounds = 0

    # -- what is known -----------------------------------------------------------------------

    @property
    def missing(self) -> list[int]:
        """The requests that must be served, could be, and are not."""
        return [r for r in self.must if self.table.at[r] is None]

    @property
    def shortfall(self) -> int:
        """The meetings that the plan is short of the minimums."""
        return sum(max(0, m - n) for m, n in zip(self.table.minimum, self.table.met, strict=True))

    @property
    def _everything(self) -> int:
        """The weight of all that may be served."""
        return sum(self.masks.weight[r] for r in self.possible)

    @cached_property
    def least_shortfalls(self) -> tuple[int, int]:
        """The fewest parties below their minimum in any plan, and the meetings they lack."""
        index = self.masks.index
        reach = [0] * len(index.problem.parties)
        for request in self.possible:
            for party in index.pair[request]:
                reach[party] += 1
        short = [max(0, p.minimum - n) for p, n in zip(index.problem.parties, reach, strict=True)]
        return sum(s > 0 for s in short), sum(short)

    def least_lacking(self, weight: int, limits: Limits) -> tuple[int, int]:
        """Return the same for plans that serve so much weight, and no less that must be served.

        What the coarse relaxation tells within the limits counts where it is more; so many meetings
        cannot be lacking to fewer parties than those with the largest minimums.
        """
        below, short = self.least_shortfalls
        found = self._solve_coarsely(lambda selection: selection.owe(weight), limits)
        if found is not None:
            short = max(short, -found[1].bound)
        sums = accumulate(sorted(self.table.minimum, reverse=True), initial=0)
        return max(below, sum(lacking < short for lacking in sums)), short

    def least_breaks(
        self, few: Sequence[Whole], weight: int, limits: Limits, short: int | None = None
    ) -> int:
        """Return the fewest breaks in any plan of so much weight, from what parties have at least.

        ``few`` is that of whole events; ``short`` are the meetings at most that the minimums lack.
        What days make necessary counts where there are not too many ways to serve a request on a
        day. Within the limits; 0 if that is too short.
        """
        for by_day in (True, False):

            def seek(selection: Coarse, by_day: bool = by_day) -> None:
                these = quietest(self.masks, selection.spans) if by_day else few
                if short is not None:
                    selection.lack_at_most(short)
                seek_quiet(selection, these, weight)

            found = self._solve_coarsely(seek, limits, by_day=by_day, cuts=SHARPENED)
            if found is not None:
                self._quiet = found[0]
                return max(0, -found[1].bound)
        return 0

    def serve_quietly(self, limits: Limits) -> bool:
        """Serve requests worth as much with which the relaxation has the fewest breaks.

        Return whether that could be done; if not, nothing changes.
        """
        if self._quiet is None:
            return False
        begun = time.monotonic()
        selection, table = self._quiet, self.table
        for party, column in selection.lacking.items():
            # Who is short of meetings may stay so, and nobody else.
            selection.system.upper[column] = max(0, table.minimum[party] - table.met[party])
        self.worked(self._work_of(selection))
        seconds = None if limits.seconds is None else min(UNHEARD, limits.seconds)
        shares = solve_whole(selection.system, seconds=seconds, nodes=NODES)
        if shares is None:
            return False
        best, kept = table.score, table.at.copy()
        carriers = set(selection.request[np.rint(shares[: len(selection.request)]) > 0].tolist())
        self._clear()
        search = self._search()
        search.fill(r for r in self.order if r in carriers)
        search.hopeful = sorted(carriers.union(self.must).intersection(self.possible))
        if limits.seconds is not None:
            limits = replace(limits, seconds=max(0.0, limits.seconds - time.monotonic() + begun))
        clock = Clock(limits, max(LEAST, ROUND * len(self.order)), PACE)
        done = search.anneal(clock, target=best)
        search.fill(self.order)
        self.worked(clock.work(done))
        if table.score < best:
            table.restore(kept)
        return table.score >= best

    def _solve_coarsely(
        self,
        seek: Callable[[Coarse], None],
        limits: Limits,
        *,
        by_day: bool = False,
        cuts: int = 0,
    ) -> tuple[Coarse, Relaxation] | None:
        """Solve the coarse relaxation with another goal; None if there is no time for it.

        Nor is there one by day where there are too many ways to serve a request on a day. A small
        one is solved again with cuts, so many times at most; the selection is returned without.
        """
        begun = time.monotonic()
        if limits.seconds is not None and limits.seconds <= self._writing:
            return None
        selection = Coarse(self.masks, by_day=by_day)
        if by_day and len(selection.request) > DAILY:
            return None
        self._force(selection)
        seek(selection)
        system, best = selection.system.copy(), None
        for _ in range(1 + (cuts if len(system.weights) < SMALL else 0)):
            self.worked(self._work_of(selection))
            seconds = limits.seconds
            if seconds is not None:
                seconds -= time.monotonic() - begun
                if best is not None and seconds <= 0.0:
                    break
            found = relax(system, seconds, limits.workers, simplex=True)
            if found is None:
                break
            best = found if best is None or found.bound < best.bound else best
            if not add_cuts(system, selection.request, found.shares):
                break
        return None if best is None else (selection, best)

    def most(self, shortfall: int) -> int:
        """Return a weight that no plan passes which is short of so few meetings of the minimums."""
        return min(self.bound, self._dearer + self.penalty * shortfall)

    def farther_than(self, share: float) -> bool:
        """Whether the plan lacks more than such a share of the bound on its weight."""
        bound = self.most(self.least_shortfalls[1])
        return bound - self.table.weight > share * bound

    def ceiling(self) -> int:
        """Return a score that no plan passes.

        Where minimums come first, what lacks more than the least is below any that does not.
        """
        table = self.table
        bonus = sum(
            table.worth.request[r] - table.worth.weight * self.masks.weight[r] for r in self.must
        )
        below, short = self.least_shortfalls
        return (
            bonus
            + table.worth.weight * max(0, self.most(short))
            - table.worth.below * below
            - table.worth.short * short
        )

    # -- the order of work -------------------------------------------------------------------

    def begin(self) -> None:
        """Make a first plan in a moment."""
        self.fill()
        self.tell()

    def fill(self) -> None:
        """Add every request that fits beside the plan."""
        self._search().fill(self.order)

    def improve(self) -> None:
        """Search until nothing better is possible, or the limits are used up."""
        if not self.possible:
            return
        self._look_coarsely()
        idle = 0
        while idle < PATIENCE and not self._over():
            before = self.table.score
            self._round()
            idle = 0 if self.table.score > before else idle + 1
            if not self._over():
                self.look_finely()

    def _over(self) -> bool:
        limits = self.limits()
        used_up = limits.seconds == 0.0 if limits.work is None else limits.work <= 0.0
        return used_up or self.table.score >= self.ceiling()

    def _look_coarsely(self) -> None:
        """Learn the coarse bound and take a first look; go on to the fine one if that is far.

        A large one has to wait: there is more to gain by searching. Where it need not, though the
        coarse one is large, what follows from that at once is look enough.
        """
        begun = time.monotonic()
        coarse = Coarse(self.masks)
        self._writing = time.monotonic() - begun
        self._learn(coarse)
        if self._over():
            return
        large = len(coarse.system.weights) >= SMALL
        self._round(0 if large and self._columns <= SOON else LOOK)
        if self.farther_than(FAR):
            self.look_finely(SOON)

    def look_finely(self, most: int = FINE) -> None:
        """Learn the fine bound, once, with so many columns; be guided by it if it is lower."""
        if not self._fine_known and self._columns <= most:
            self._fine_known = True
            self._learn(Fine(self.masks))

    @cached_property
    def _columns(self) -> int:
        return sum(mask.bit_count() for mask in self.masks.allowed)

    def _learn(self, selection: Selection) -> None:
        """Solve a relaxation for its bound; keep it as the guide if that is the lowest."""
        if self.must:
            self._force(selection)
        if self.penalty:
            selection.promise(self.penalty)
        found = self._sharpened(selection)
        if found is not None and (self._guide is None or found.bound < self._dearer):
            self._guide = (selection, found)
            self._rounds = 0
        if found is not None and found.bound < self._dearer:
            self._dearer = found.bound
            self.bound = min(self.bound, found.bound + self.penalty * sum(self.table.minimum))
            self.tell()

    def _force(self, selection: Selection) -> None:
        """Bound only plans that serve as many of what must be served as this one."""
        self._forced = len(self.must) - len(self.missing)
        selection.force(self.must, self._forced)

    def step_back(self) -> None:
        """Forget what is true only of plans as good as one that had to be given up since."""
        fewer = len(self.must) - len(self.missing) < self._forced
        if fewer or self.table.weight < self._reckoned:
            vars(self).pop("least_shortfalls", None)
            self._reckoned = -1
        if fewer:
            self.bound = self._dearer = self._everything
            self._guide, self._fine_known = None, False
            if not self._over():
                self._learn(Coarse(self.masks))

    def _sharpened(self, selection: Selection) -> Relaxation | None:
        """Solve a relaxation, and a small one again with cuts, for as long as there are any."""
        found = self._relax(selection)
        for _ in range(CUTTING if len(selection.system.weights) < SMALL else 0):
            if found is None or not add_cuts(selection.system, selection.request, found.shares):
                break
            found = self._relax(selection)
        return found

    def _relax(self, selection: Selection, leaning: bool = False) -> Relaxation | None:
        limits = self.limits()
        system = selection.system
        self.worked(self._work_of(selection))
        if not leaning:
            seconds = None if limits.seconds is None else LEARNING * limits.seconds
            return relax(system, seconds, limits.workers)
        rng = np.random.default_rng((limits.seed, self._rounds))
        return relax(
            system,
            limits.seconds,
            limits.workers,
            leaning=LEANING * rng.random(len(system.weights)),
            start=None if self._guide is None else self._guide[1],
            accuracy=ROUGH,
        )

    @staticmethod
    def _work_of(selection: Selection) -> float:
        return WORK_PER_ENTRY * sum(map(len, selection.system.rows))

    def _round(self, moves: int = ROUND) -> None:
        """Lean another way, and search for so many moves a request; keep what is better."""
        best, kept = self.table.score, self.table.at.copy()
        found = self._better(best)
        search = self._search()
        carriers = set(self.possible)
        if self._guide is not None:
            carriers = self._lean(search, *self._guide)
        search.fill(r for r in self.order if r in carriers)
        wanted = carriers.union(self.must, self._lacking())
        served = (r for r, meeting in enumerate(self.table.at) if meeting is not None)
        search.hopeful = sorted(wanted.union(served).intersection(self.possible))
        clock = Clock(self.limits(), max(LEAST, moves * len(self.order)), PACE)
        done = search.anneal(clock, target=self.ceiling(), found=found)
        search.fill(self.order)
        self.worked(clock.work(done))
        self._rounds += 1
        if self.table.score < best:
            self.table.restore(kept)
        self.tell()
        self._reckon_shortfall()

    def _reckon_shortfall(self) -> None:
        """Once the weight is proven, learn how little may be lacking of the minimums beside it."""
        if self.table.weight == self.bound != self._reckoned:
            self._reckoned = self.bound
            if self.shortfall > self.least_shortfalls[1]:
                self.least_shortfalls = self.least_lacking(self.bound, self.limits())

    def _better(self, score: int) -> Callable[[], None]:
        """Return what tells of a plan, if it is better than that score and any told before."""

        def tell() -> None:
            nonlocal score
            if self.table.score > score:
                score = self.table.score
                self.tell()

        return tell

    def _lean(self, search: Search, selection: Selection, relaxation: Relaxation) -> set[int]:
        """Return the requests that carry weight this time; begin from them, the first time."""
        large = len(selection.system.weights) >= SMALL
        first = not self._rounds and (large or isinstance(selection, Fine))
        leaning = relaxation if first else self._relax(selection, leaning=True)
        if leaning is None:
            return set(self.possible)
        if not self._rounds:
            self._clear()
            if isinstance(selection, Fine):
                search.follow(selection.wishes(leaning, FOLLOWED))
        return self._carriers(selection, leaning)

    def _carriers(self, selection: Selection, relaxation: Relaxation) -> set[int]:
        shares = selection.shares(relaxation)
        return {r for r in self.possible if shares[r] > CARRIES}

    def _clear(self) -> None:
        """Strike out every meeting that may be."""
        fixed = self.table.fixed
        self.table.restore([m if fixed[r] else None for r, m in enumerate(self.table.at)])

    def _lacking(self) -> set[int]:
        """Return the requests of parties below their minimum."""
        table = self.table
        lacks = [met < least for met, least in zip(table.met, table.minimum, strict=True)]
        return {r for r in self.possible if lacks[table.one[r]] or lacks[table.other[r]]}

    def _search(self) -> Search:
        limits = self.limits()
        return Search(self.table, (limits.seed << 16) + self._rounds, limits.workers)
