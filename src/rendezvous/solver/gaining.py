"""What a repair gains once it is known what moves: minimums, new meetings, fewer breaks.

Meetings that stay are settled. Free are those that do not, within what is known of the fewest
changes, and every request that was not served. Where each change is the fate of a meeting that
could not stay anyway, no other plan with as few changes moves anything else: then the bounds found
here hold for all of them. So they do where nothing is settled, as in small problems.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final

from ..problem import Party
from .beside import Beside
from .descent import descend
from .earlier import Earlier
from .figures import Figures, figures
from .greedy import complete
from .interpreting import without_interpreter
from .leaving import LEAN
from .masks import Masks
from .model import Expression, Limits, Model, Outcome
from .placing import Cut, place
from .program import INFINITY, Program, Row, Scarce
from .shares import place_shares, shares
from .tiers import Mended, choose, tiers
from .tight import Lowest, lowest, residual, whole

SMALL: Final = 2500
"""Options up to which nothing is settled."""

EFFORT: Final = 0.04
"""Units of work for what is not worth a wait: breaks, the last points of weight."""

PATIENCE: Final = 0.3
"""Seconds for a plan of the most weight."""

FEW: Final = 300
"""Free options up to which the breaks are searched for exactly, if their bound is one on all."""

MANY: Final = 20_000
"""Free columns beyond which what fits is added one by one, without looking for the best."""

NEAR: Final = 3
"""How far above the bound of a relaxation to look first."""

Costs = dict[int, int]
"""What columns cost; those not named cost nothing."""


class Gaining:
    """The search for what can be gained beside the fewest changes.

    ``best`` is the best plan so far, in a program with the options of the requests that are not
    settled, so far as their parties have time. ``exact`` says whether bounds hold for every plan
    with as few changes. Columns past the program's are those of `_Lacks`.
    """

    def __init__(
        self,
        earlier: Earlier,
        masks: Masks,
        choice: Mended,
        limits: Callable[[], Limits],
        worked: Callable[[float], None],
    ) -> None:
        self.earlier = earlier
        self.limits = limits
        self.worked = worked
        self.spread = earlier.index.problem.rules.spread
        self.masks = masks
        stays = {o.request for o in choice.meetings if o == earlier.exact.get(o.request)}
        small = self._small(stays)
        self.exact = small or len(earlier.meetings) - len(stays) == len(earlier.hit)
        self.settled = stays.intersection(earlier.index.pinned) if small else stays
        self.program = self._program()
        columns = earlier.columns(self.program, choice.meetings)
        assert columns is not None
        placed = place(self.program, columns)
        assert not isinstance(placed, Cut)
        self.best = choose(earlier, self.program, columns, placed)
        self.lacks = _Lacks(self.program, self.settled)
        counted = tiers(earlier, self.program, self.settled)
        self.rows = [
            *self.program.rows,
            *self.lacks.rows,
            *(tier.at_most(most) for tier, most in zip(counted, choice.values, strict=True)),
        ]
        self.values = self._values()
        left = residual(self.rows, self.values)
        assert left is not None
        self.rows = left
        strange = [LEAN * earlier.strange(o) for o in self.program.index.options]
        self._lean = strange + [0.0] * (len(self.values) - len(strange))
        self.whole = True
        """Whether the last objective is as good as it can be beside what is settled."""

    def _small(self, stays: set[int]) -> bool:
        """Whether the whole program is small; without looking at all of it if it is not."""
        total = 0
        requests = range(len(self.earlier.index.problem.requests))
        for request in sorted(requests, key=lambda r: r in stays):
            total += len(self.earlier.options(request))
            if total > SMALL:
                return False
        return True

    def _program(self) -> Program:
        """Return the program of what is settled, what changes, and what parties have time for."""
        index = self.earlier.index
        beside = Beside(self.masks, [self.earlier.exact[r] for r in self.settled])
        options = [self.earlier.exact[r] for r in self.settled]
        for request in range(len(index.problem.requests)):
            if request in self.settled:
                continue
            if request in self.earlier.meetings or request in self.earlier.mandatory:
                options += self.earlier.every(request)
            else:
                for slot in beside.slots(request):
                    options += index.options_at(request, slot)
        return self.earlier.program(options)

    def _values(self) -> list[int | None]:
        """Settle the columns of what stays, and those that do not fit beside it.

        Interpreters may still change places with each other, and predecessors may come in.
        """
        program = self.program
        values: list[int | None] = [None] * (program.width + self.lacks.width)
        kept = {c for r in self.settled for c in program.by_request[r]}
        for column in kept:
            values[column] = 1
        for row in program.rows:
            if row.scarce in (Scarce.INTERPRETER, Scarce.PRECEDENCE) or row.high >= INFINITY:
                continue
            left = row.high - sum(
                k for c, k in zip(row.columns, row.coefficients, strict=True) if c in kept
            )
            for column, coefficient in zip(row.columns, row.coefficients, strict=True):
                if coefficient > left and column not in kept:
                    values[column] = 0
        for column in without_interpreter(program, kept):
            values[column] = 0
        return values

    # -- the order of work -------------------------------------------------------------------

    def serve(self) -> tuple[int, int, int]:
        """Bring parties to their minimum, then serve what can be served beside.

        The three are sought together, as digits of one number. Return bounds on the parties below
        their minimum, the meetings they lack and the weight.
        """
        requests = self.earlier.index.problem.requests
        options = self.program.index.options
        free = [r for r in range(len(requests)) if r not in self.settled and self._possible(r)]
        most = sum(requests[r].weight for r in free)
        rest = sum(requests[r].weight for r in self.settled)
        lack = 1 + most
        below = lack * (1 + len(self.lacks.each))
        costs = {c: -requests[o.request].weight for c, o in enumerate(options)}
        for request in self.settled:
            costs.update(dict.fromkeys(self.program.by_request[request], 0))
        costs.update(dict.fromkeys(self.lacks.each, lack))
        costs.update(dict.fromkeys(self.lacks.below, below))
        lacking = [max(0, p.minimum - n) for p, n in self._reach()]
        least = sum(n > 0 for n in lacking), sum(lacking)
        bound = most + self._cheapest(costs, least[0] * below + least[1] * lack - most)
        if not self.whole:
            self._fill()
        figures = self.figures
        most += rest
        if not self.exact:
            return *least, -self._shared_out()
        low, bound = divmod(bound, below)
        if figures.below_minimum > low:
            return low, least[1], min(most, -self._shared_out())
        short, bound = divmod(bound, lack)
        if figures.shortfall > short:
            return low, short, min(most, -self._shared_out())
        return low, short, most - bound

    def _reach(self) -> Iterable[tuple[Party, int]]:
        """Return the parties, each with the most meetings it could have."""
        for party, mine in zip(
            self.earlier.index.problem.parties, self.program.of_party, strict=True
        ):
            yield party, sum(self._possible(r) for r in mine)

    def breaks(self) -> int:
        """Shorten idle runs of the parties whose meetings are free; return the bound."""
        options = self.program.index.options
        open_ones = {o.request for c, o in enumerate(options) if self.values[c] is None}
        parties = sorted({p for r in open_ones for p in self.earlier.index.pair[r]})
        measures = self.figures.measures
        rest = sum(m.breaks for m in measures) - sum(measures[p].breaks for p in parties)
        if not any(measures[p].breaks for p in parties):
            return rest if self.exact else 0
        if not self.exact:
            self._descend()
            return 0
        if sum(value is None for value in self.values[: len(options)]) > FEW:
            self._descend()
            return rest
        return rest + self._searched(lambda model: model.breaks(None, parties), 0, little=True)

    def _descend(self) -> None:
        """Give meetings that are free other slots, one by one, as long as what became of them is
        the same."""
        options = self.program.index.options
        chosen = {options[c].request: c for c in self.best.columns if c < len(options)}

        def alike(request: int) -> list[int]:
            if request not in chosen or request in self.settled:
                return []
            columns = [c for c in self.program.by_request[request] if self.values[c] is None]
            if request not in self.earlier.meetings:
                return columns
            fate = self.earlier.fate(options[chosen[request]])
            return [c for c in columns if self.earlier.fate(options[c]) is fate]

        by_request = [alike(r) for r in range(len(self.program.by_request))]
        program = replace(self.program, by_request=by_request)
        self._take(descend(program, self.best.columns, self.little(), self.spread), {})

    def _shared_out(self) -> int:
        """Return a bound on the weight, negated: what everybody and all places can do in all."""
        requests = self.earlier.index.problem.requests
        possible = [r for r in range(len(requests)) if self.masks.allowed[r]]
        at = {request: n for n, request in enumerate(possible)}
        limits = shares(self.earlier.index, possible) + place_shares(self.earlier.index, possible)
        rows = [
            Row([at[r] for r in share.units], list(share.units.values()), -INFINITY, share.most)
            for share in limits
        ]
        costs = [-requests[r].weight for r in possible]
        low = lowest(rows, costs, [0.0] * len(costs), self.limits().seconds)
        return sum(costs) if low is None else low.bound

    # -- searches ----------------------------------------------------------------------------

    @property
    def figures(self) -> Figures:
        """The figures of the best plan so far."""
        return figures(self.program, self.best.columns)

    def _possible(self, request: int) -> bool:
        """Whether some plan that the bounds are about could serve a request."""
        if not self.exact:
            return bool(self.masks.allowed[request])
        return any(self.values[c] != 0 for c in self.program.by_request[request])

    def _cheapest(self, costs: Costs, least: int) -> int:
        """Minimise costs and hold them; return the bound, at least ``least``."""
        self.whole = True
        if self._cost(costs) > least:
            if self.spread is None:
                bound = self._relaxed(costs, least)
            else:
                bound = self._searched(lambda model: _total(model, costs), least)
            self.whole = self._cost(costs) == bound
            least = max(least, bound) if self.exact else least
        columns = list(costs)
        prices = [costs[c] for c in columns]
        self.rows.append(Row(columns, prices, -INFINITY, self._cost(costs)))
        return min(least, self._cost(costs))

    def _cost(self, costs: Costs, columns: frozenset[int] | None = None) -> int:
        chosen = self.lacks.complete(self.best.columns if columns is None else columns)
        return sum(cost for column, cost in costs.items() if column in chosen)

    def _relaxed(self, costs: Costs, least: int) -> int:
        """Minimise costs with the help of the linear relaxation; return a bound.

        Columns that would cost too much are settled from here on.
        """
        small = _Small(self.rows, self.values, costs, self._lean)
        if len(small.costs) > MANY:
            return least
        low = lowest(small.rows, small.costs, small.lean, self.limits().seconds)
        if low is None:
            return least
        bound = low.bound + small.base
        if self._cost(costs) > bound:
            outcome = self._near(small, low)
            if outcome.chosen is None:
                return bound
            if not self._take(small.all_of(outcome.chosen), costs):
                return self._relaxed(costs, least)
        while self._cost(costs) > bound:
            outcome = self._cheaper(small, low, self._cost(costs) - small.base - 1)
            if outcome.infeasible:
                bound = self._cost(costs)
            if outcome.chosen is None:
                break
            if not self._take(small.all_of(outcome.chosen), costs):
                return self._relaxed(costs, least)
        most = self._cost(costs) - small.base
        for n, column in enumerate(small.columns):
            self.values[column] = low.settled(n, most)
        return bound

    def _near(self, small: _Small, low: Lowest) -> Outcome:
        """Look for columns that cost little more than the bound, then for any."""
        limits = self.limits()
        seconds = None if limits.seconds is None else min(PATIENCE, limits.seconds)
        columns = range(len(small.costs))
        near = [low.settled(n, low.bound + NEAR) for n in columns]
        outcome = whole(small.rows, small.costs, small.lean, near, seconds, limits.seed)
        if outcome.infeasible:
            anything: list[int | None] = [None for _ in columns]
            outcome = whole(small.rows, small.costs, small.lean, anything, seconds, limits.seed)
        return outcome

    def _cheaper(self, small: _Small, low: Lowest, most: int) -> Outcome:
        """Look for columns that cost ``most`` at most."""
        dear = Row(list(range(len(small.costs))), small.costs, -INFINITY, most)
        values = [low.settled(n, most) for n in range(len(small.costs))]
        rows = residual([*small.rows, dear], values)
        if rows is None:
            return Outcome(None, 0, 0, False, True)
        open_ones = [n for n, value in enumerate(values) if value is None]
        model = Model(self.program, rows, open_ones)
        total = sum(small.costs[n] * model.x[n] for n in open_ones if small.costs[n])
        outcome = model.solve(self.little(), minimize=total, linear=True)
        self.worked(outcome.work)
        if outcome.chosen is None:
            return outcome
        ones = (n for n, value in enumerate(values) if value)
        return replace(outcome, chosen=outcome.chosen.union(ones))

    def little(self) -> Limits:
        """Return limits for what is not worth a wait."""
        limits = self.limits()
        return replace(limits, work=min(EFFORT, limits.work or EFFORT))

    def _searched(
        self, goal: Callable[[Model], Expression], least: int, *, little: bool = False
    ) -> int:
        """Minimise what a model counts by search alone; return a bound, at least ``least``.

        ``little`` is for what is not worth a wait.
        """
        while True:
            rows = residual(self.rows, self.values)
            assert rows is not None
            open_ones = [c for c, value in enumerate(self.values) if value is None]
            model = Model(self.program, rows, open_ones)
            known = self.lacks.complete(self.best.columns)
            for column in open_ones:
                model.cp.add_hint(model.x[column], column in known)
            for column, value in enumerate(self.values):
                if value:
                    model.x[column] = model.cp.new_int_var(1, 1, "")
            if self.spread is not None:
                model.breaks(self.spread)
            limits = self.little() if little else self.limits()
            outcome = model.solve(limits, minimize=goal(model))
            self.worked(outcome.work)
            if outcome.chosen is None:
                return least
            if self._take(outcome.chosen, {}):
                return max(least, outcome.bound)

    def _take(self, chosen: Iterable[int], costs: Costs) -> bool:
        """Take a solution unless it is dearer; return False if no places hold its meetings."""
        columns = frozenset(c for c in chosen if c < self.program.width)
        placed = place(self.program, columns)
        if isinstance(placed, Cut):
            taken = list(placed.columns)
            cut = Row(taken, [1] * len(taken), -INFINITY, len(taken) - 1)
            self.program.rows.append(cut)
            self.rows.append(cut)
            return False
        if self._cost(costs, columns) <= self._cost(costs):
            self.best = choose(self.earlier, self.program, columns, placed)
        return True

    def _fill(self) -> None:
        """Add every request that fits beside what is served: what a search without time left."""

        def within(columns: set[int]) -> bool:
            breaks = [measure.breaks for measure in figures(self.program, columns).measures]
            return max(breaks) - min(breaks) <= (self.spread or 0)

        allowed = None if self.spread is None else within
        self._take(complete(self.program, self.best.columns, allowed), {})


def _total(model: Model, costs: Costs) -> Expression:
    return sum(cost * model.x[column] for column, cost in costs.items() if column in model.x)


class _Small:
    """What rows and costs say of the columns without a value, in columns 0, 1, ..."""

    def __init__(
        self, rows: Iterable[Row], values: list[int | None], costs: Costs, lean: list[float]
    ) -> None:
        self.columns = [c for c, value in enumerate(values) if value is None]
        at = {column: n for n, column in enumerate(self.columns)}
        left = residual(list(rows), values)
        assert left is not None
        self.rows = [row._replace(columns=[at[c] for c in row.columns]) for row in left]
        self.costs = [costs.get(c, 0) for c in self.columns]
        self.lean = [lean[c] for c in self.columns]
        self.ones = [c for c, value in enumerate(values) if value]
        self.base = sum(costs.get(c, 0) for c in self.ones)

    def all_of(self, chosen: Iterable[int]) -> list[int]:
        """Return the columns of the program that some of these stand for, settled ones too."""
        return [*self.ones, *(self.columns[n] for n in chosen)]


class _Lacks:
    """Columns past the program's: a party below its minimum, each meeting it lacks.

    Parties that what is settled brings to their minimum have none.
    """

    def __init__(self, program: Program, settled: set[int]) -> None:
        self.program = program
        self.rows: list[Row] = []
        self.of: dict[int, tuple[int, list[int]]] = {}
        """Per party its column for being below, and those for each meeting it may lack."""
        self.width = 0
        for party, mine in enumerate(program.of_party):
            minimum = program.index.problem.parties[party].minimum
            lacking = minimum - sum(r in settled for r in mine)
            if lacking <= 0:
                continue
            below, *each = range(
                program.width + self.width, program.width + self.width + 1 + lacking
            )
            self.width += 1 + lacking
            self.of[party] = below, each
            columns = [c for r in mine if r not in settled for c in program.by_request[r]]
            columns += each
            self.rows.append(Row(columns, [1] * len(columns), lacking, INFINITY))
            self.rows += [Row([one, below], [1, -1], -INFINITY, 0) for one in each]

    @property
    def below(self) -> list[int]:
        """The columns of parties below their minimum."""
        return [below for below, _ in self.of.values()]

    @property
    def each(self) -> list[int]:
        """The columns of meetings they lack."""
        return [column for _, each in self.of.values() for column in each]

    def complete(self, columns: frozenset[int]) -> set[int]:
        """Return columns of the program with those that say what they lack."""
        found = set(columns)
        options = self.program.index.options
        served = {options[c].request for c in columns if c < len(options)}
        parties = self.program.index.problem.parties
        for party, (below, each) in self.of.items():
            held = sum(r in served for r in self.program.of_party[party])
            lacking = max(0, parties[party].minimum - held)
            found.update(each[:lacking])
            if lacking:
                found.add(below)
        return found
