"""What a repair gains once it is known what moves: minimums, new meetings, fewer breaks.

Meetings that stay are settled. Free are those that do not, within what is known of the fewest
changes, and every request that was not served. Where each change is the fate of a meeting that
could not stay anyway, no other plan with as few changes moves anything else: then the bounds found
here hold for all of them. So they do where nothing is settled, as in small problems.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Final

from ..problem import Party
from .beside import Beside
from .descent import descend
from .earlier import Earlier
from .figures import Figures, figures
from .greedy import complete, in_order
from .index import Option
from .instants import bits
from .interpreting import without_interpreter
from .lacks import Lacks
from .leaving import LEAN
from .masks import NOBODY, Masks
from .model import Expression, Limits, Model, Outcome
from .pins import check_pins
from .placing import Cut, place
from .program import INFINITY, Program, Row, Scarce, build
from .shares import place_shares, shares
from .tiers import Choice, Mended, choose, tiers
from .tight import Lowest, cheaper, lowest, residual, whole
from .unsettled import Costs, Unsettled

SMALL: Final = 2500
"""Options up to which nothing is settled."""

EFFORT: Final = 0.04
"""Units of work for what is not worth a wait: breaks, the last points of weight."""

PATIENCE: Final = 0.3
"""Seconds for a plan of the most weight, and for the bound on it however late it is."""

FEW: Final = 300
"""Free options up to which the last point of weight is worth a wait, and breaks are searched for
exactly, if their bound is one on all."""

MANY: Final = 20_000
"""Free columns beyond which what fits is added one by one, without looking for the best."""

NEAR: Final = 3
"""How far above the bound of a relaxation to look first."""


class Gaining:
    """The search for what can be gained beside the fewest changes.

    ``best`` is the best plan so far, in a program with the options of the requests that are not
    settled, so far as their parties have time. ``exact`` says whether bounds hold for every plan
    with as few changes. Columns past the program's are those of :class:`.Lacks`.
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
        beside = Beside(masks)
        beside.enter({o: who for o, who in choice.meetings.items() if o.request in self.settled})
        self.wanting = self._wanting(beside)
        """Requests that are new, with the instants at which there is room for them."""
        self.narrow = self._too_many()
        """Whether of these only those are in the program that were served in passing."""
        added: dict[Option, int | None] = {}
        if self.spread is None and beside.enter(choice.meetings):
            served = {option.request for option in choice.meetings}
            new = self.wanting.keys() - served
            added = beside.fill(r for r in in_order(earlier.index) if r in new)
        self.program = self._program({**choice.meetings, **added})
        best = self._choice({**choice.meetings, **added}) or self._choice(choice.meetings)
        assert best is not None
        self.best = best
        self._figures: tuple[Choice, Figures] | None = None
        self.lacks = Lacks(self.program, self.settled)
        counted = tiers(earlier, self.program, self.settled)
        self.rows = [
            *self.program.rows,
            *self.lacks.rows,
            *(tier.at_most(most) for tier, most in zip(counted, choice.values, strict=True)),
        ]
        self.values = self._values()
        left = residual(self.rows, self.values)
        if left is None:
            check_pins(earlier.index)
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

    def _wanting(self, beside: Beside) -> dict[int, int]:
        """Return what nobody planned nor demands, but parties and places have room for."""
        known = self.settled.union(self.earlier.meetings, self.earlier.mandatory)
        requests = (r for r in range(len(self.masks.length)) if r not in known)
        return {r: starts for r in requests if (starts := beside.starts(r))}

    def _too_many(self) -> bool:
        """Whether a program with every way to serve what is new would be too large.

        Who interprets what must be looked at then, so duties of meetings that are settled count.
        """
        masks, instants = self.masks, self.masks.instants
        columns = sum(starts.bit_count() for starts in self.wanting.values())
        spoken: dict[tuple[int, int], int] = defaultdict(int)
        for request, starts in self.wanting.items():
            if masks.language[request] != NOBODY:
                spoken[masks.language[request], masks.length[request]] |= starts
        for request in self.settled if spoken else ():
            if masks.language[request] != NOBODY:
                _, slot, venue, _ = self.earlier.exact[request]
                key = masks.language[request], masks.length[request]
                spoken[key] |= 1 << instants.at(slot, venue)
        columns += sum(
            len(masks.able[language]) * starts.bit_count()
            for (language, _), starts in spoken.items()
        )
        return columns > MANY

    def _program(self, meetings: Mapping[Option, int | None]) -> Program:
        """Return the program of some meetings, what else may become of those that change, and what
        is new; if that is too much, nothing new, and interpreters stay with their meetings."""
        index, earlier, instants = self.earlier.index, self.earlier, self.masks.instants
        options = set(meetings)
        for request in {*earlier.meetings, *earlier.mandatory}.difference(self.settled):
            options.update(earlier.every(request))
        view = earlier.view(options)
        if self.narrow:
            view.able = self._tied(meetings)
            return build(view, self.settled)
        for request, starts in self.wanting.items():
            for slot in {instants.slot(start) for start in bits(starts)}:
                options.update(index.options_at(request, slot))
        return build(earlier.view(options), self.settled)

    def _tied(self, meetings: Mapping[Option, int | None]) -> list[tuple[int, ...] | None]:
        """Return who is able to interpret, where nobody need take over what is settled or new."""
        able = list(self.earlier.index.able)
        for request, who in ((option.request, who) for option, who in meetings.items()):
            everybody = able[request]
            if everybody is not None and (request in self.settled or request in self.wanting):
                own = self.earlier.interpreter(request)
                able[request] = tuple(i for i in everybody if i in (who, own))
        return able

    def _choice(self, meetings: Mapping[Option, int | None]) -> Choice | None:
        """Return some meetings as a choice, None if no places hold them."""
        columns = self.earlier.columns(self.program, meetings)
        assert columns is not None
        placed = place(self.program, columns)
        if isinstance(placed, Cut):
            return None
        return choose(self.earlier, self.program, columns, placed)

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
        bound = least[0] * below + least[1] * lack
        if not self.narrow:
            bound = most + self._cheapest(costs, bound - most)
        if not self.whole and self.spread is not None:
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
        if self.narrow and figures.weight < most:
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
        others = self.wanting if self.narrow else ()
        concerned = {p for r in others for p in self.earlier.index.pair[r]}.union(parties)
        rest = sum(m.breaks for p, m in enumerate(measures) if p not in concerned)
        if not any(measures[p].breaks for p in parties):
            return rest if self.exact else 0
        if not self.exact:
            self._descend()
            return 0
        if sum(value is None for value in self.values[: len(options)]) > FEW:
            self._descend()
            return rest
        bound = self._searched(lambda model: model.breaks(None, parties), 0, little=True)
        return rest + (0 if self.narrow else bound)

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
        seconds = self.limits().seconds
        if seconds is not None:
            seconds = max(PATIENCE, seconds)
        low = lowest(rows, costs, [0.0] * len(costs), seconds)
        return sum(costs) if low is None else low.bound

    # -- searches ----------------------------------------------------------------------------

    @property
    def figures(self) -> Figures:
        """The figures of the best plan so far."""
        if self._figures is None or self._figures[0] is not self.best:
            self._figures = self.best, figures(self.program, self.best.columns)
        return self._figures[1]

    def _possible(self, request: int) -> bool:
        """Whether some plan that the bounds are about could serve a request."""
        if not self.exact:
            return bool(self.masks.allowed[request])
        if self.narrow and request in self.wanting:
            return True
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
        small = Unsettled(self.rows, self.values, costs, self._lean)
        if len(small.costs) > MANY:
            return least
        low = lowest(small.rows, small.costs, small.lean, self.limits().seconds)
        if low is None:
            return least
        bound = low.bound + small.base
        if self._cost(costs) > bound:
            outcome = self._near(small, low)
            found = outcome.chosen
            if found is not None and not self._take(small.all_of(found), costs):
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

    def _near(self, small: Unsettled, low: Lowest) -> Outcome:
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

    def _cheaper(self, small: Unsettled, low: Lowest, most: int) -> Outcome:
        """Look for columns that cost ``most`` at most."""
        limits = self.limits() if len(small.costs) <= FEW else self.little()
        outcome = cheaper(self.program, small.rows, small.costs, low, most, limits)
        self.worked(outcome.work)
        return outcome

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
