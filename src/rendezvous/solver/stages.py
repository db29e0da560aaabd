"""The objectives one after the other, each with its bound.

A local search guided by relaxations (:mod:`.choosing`) sees to mandatory requests, weight and
minimums at once, in their order; that settles them wherever its plan meets the bounds. What it
leaves open is searched exactly, with what went before held fast, where the program is small enough.
Breaks come last: the requests served stay, their slots change.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from threading import Event
from typing import Final

from ..errors import InputError, RendezvousError
from ..problem import BREAKS, MANDATORY, MINIMUM, SPREAD, WEIGHT, Assignment
from ..result import Objective
from .annealing import smooth
from .apart import Apart, bring_within
from .choosing import NEAR, Choosing
from .conflict import conflicting
from .crossing import columns_of, meeting_of
from .earlier import Earlier
from .figures import Figures, figures_of
from .index import Index
from .lp import Whole
from .masks import Masks
from .model import Expression, Limits, Model, Outcome
from .placing import Cut, place
from .program import INFINITY, Program, Row, part
from .quiet import fewest_of_each, quietest
from .race import Decision, fewest
from .seating import seating
from .smoothing import even
from .timetable import Meeting
from .timing import spread_is_per_party, timing

BELOW_MINIMUM: Final = "below_minimum"
SHORTFALL: Final = "shortfall"
AFFORDABLE: Final = 15_000
"""Up to so many ways to serve requests, a program of them is searched exactly."""
TIMED: Final = 16_000
"""Up to so many ways to hold the requests served, their times are decided by SAT solvers."""
AFTERWARDS: Final = 2.5e-4
"""Seconds for each request that its reason and the check of the plan take in the end."""
SLOWER: Final = 12.0
"""How many times as long that takes as preparing the masks did: more on a busy machine."""
MOST_AFTER: Final = 0.5
"""The share of all the time that is kept for it at most."""
CHOOSING: Final = 0.4
"""The share of time that the choice of requests may take."""
LONGER: Final = 0.8
"""The share that it may take for as long as the plan is far from the bound."""
COUNTED: Final = 15
"""Breaks counted at first; doubled for as long as more are proven."""


@dataclass(frozen=True)
class Stop:
    """When to stop: after ``seconds`` of wall time, or after ``work`` (deterministic) units.

    A unit of work is about a second of one core, but counted, not timed: with ``work``, one worker
    and the same seed, the same problem gives the same plan byte for byte.
    """

    seconds: float | None = 30.0
    work: float | None = None
    interrupt: Event | None = None
    """Set by another thread to stop early: the best plan so far is returned."""

    @property
    def interrupted(self) -> bool:
        """Whether to stop early."""
        return self.interrupt is not None and self.interrupt.is_set()


@dataclass(frozen=True)
class Progress:
    """How an objective stands at a moment; ``elapsed`` in seconds since the start."""

    objective: str
    value: int
    bound: int
    elapsed: float


Watcher = Callable[[Progress], None]
Goal = tuple[Expression | None, Expression | None]
"""What to minimise and what to maximise."""


class Session:
    """One run of the solver: the best choice so far and what is known about the best possible."""

    def __init__(
        self, index: Index, stop: Stop, seed: int, workers: int, watch: Watcher | None
    ) -> None:
        self.index = index
        self.stop = stop
        self.seed = seed
        self.workers = workers
        self.watch = watch
        self.begun = time.monotonic()
        self.worked = 0.0
        self.objectives: list[Objective] = []
        self.conflict: tuple[int, ...] = ()
        self.breaks_bound = 0
        self._allowed: dict[str, int] = {}
        """What is good enough of an objective to be minimised."""
        self.never = False
        """Whether it is proven that the mandatory requests cannot all be served."""
        requests = index.problem.requests
        self.must = [r for r, q in enumerate(requests) if q.mandatory or r in index.pinned]
        self.masks = Masks(index)
        self._deadline = self._latest = 0.0
        self.choosing = Choosing(
            self.masks, self.must, self._choosing_limits, self._work, self._tell_weight
        )
        self.table = self.choosing.table
        self.possible = self.choosing.possible
        self._programs: dict[tuple[int, ...], Program] = {}
        self._keeps_rule = True
        """Whether the best plan so far keeps the rule on spread."""
        self._told: dict[str, int] = {}
        """What was told last of objectives that come before the weight."""
        self._least_missing = 0
        """The most that was told of how many mandatory requests no plan can serve."""
        self._prepared = self.elapsed
        """The seconds that preparing took."""

    # -- time --------------------------------------------------------------------------------

    @property
    def elapsed(self) -> float:
        """Seconds since the start; 0.0 in deterministic runs, whose plans carry no clock."""
        return 0.0 if self.stop.work is not None else time.monotonic() - self.begun

    def limits(self, share: float) -> Limits:
        """Return limits for a search that may take a share of what is left."""
        seconds = work = None
        if self.stop.work is not None:
            work = max(0.0, (self.stop.work - self.worked) * share)
        elif self.stop.seconds is not None:
            after = max(AFTERWARDS * len(self.table.at), SLOWER * self._prepared)
            after = min(after, MOST_AFTER * self.stop.seconds)
            seconds = max(0.0, (self.stop.seconds - after - self.elapsed) * share)
        if self.stop.interrupted:
            seconds = 0.0
        return Limits(seconds, work, self.workers, self.seed, self.stop.interrupt)

    def _work(self, units: float) -> None:
        self.worked += units

    def _choosing_limits(self) -> Limits:
        """Return what is left of the share that the choice of requests was given."""
        limits = self.limits(1.0)
        until = self._latest if self.choosing.farther_than(NEAR) else self._deadline
        if limits.work is not None:
            return replace(limits, work=max(0.0, until - self.worked))
        if limits.seconds is not None:
            left = max(0.0, until - self.elapsed)
            return replace(limits, seconds=min(limits.seconds, left))
        return limits

    def _tell_weight(self) -> None:
        """Tell the weight, and before it what comes before it and has changed."""
        if not self._keeps_rule:
            return
        table, order = self.table, self.index.problem.rules.objectives
        lacks = [m - n for m, n in zip(table.minimum, table.met, strict=True) if n < m]
        below, short = self.choosing.least_shortfalls
        self._least_missing = max(self._least_missing, len(self._hopeless()))
        before = {
            MANDATORY: ((MANDATORY, len(self._missing()), self._least_missing),),
            MINIMUM: ((BELOW_MINIMUM, len(lacks), below), (SHORTFALL, sum(lacks), short)),
        }
        for objective in order[: order.index(WEIGHT)]:
            for name, value, bound in before.get(objective, ()):
                if value != self._told.get(name, bound):
                    self.tell(name, value, bound)
                    self._told[name] = value
        self.tell(WEIGHT, self.table.weight, self.choosing.most(self.choosing.shortfall))

    # -- plans -------------------------------------------------------------------------------

    @property
    def assignments(self) -> tuple[Assignment, ...]:
        """The meetings of the best plan so far."""
        return seating(self.table)

    @property
    def served(self) -> list[int]:
        """The requests that the best plan so far serves."""
        return [r for r, meeting in enumerate(self.table.at) if meeting is not None]

    def figures(self) -> Figures:
        """Return the figures of the best plan so far."""
        slot = self.masks.instants.slot
        starts = {r: slot(m.instant) for r, m in enumerate(self.table.at) if m is not None}
        return figures_of(self.index, starts)

    def ways(self, requests: Iterable[int]) -> int:
        """Return in how many instants requests could be held, taken together."""
        return sum(self.masks.allowed[r].bit_count() for r in requests)

    def program(self, requests: Iterable[int]) -> Program:
        """Return the program of some requests, with what they come after."""
        key = tuple(self._with_predecessors(requests))
        if key not in self._programs:
            self._programs[key] = part(self.index, key)
        return self._programs[key]

    def accept(self, program: Program, chosen: frozenset[int]) -> bool:
        """Take chosen columns as the best plan if places hold its meetings; else add a cut."""
        placed = place(program, chosen)
        if isinstance(placed, Cut):
            columns = list(placed.columns)
            program.rows.append(Row(columns, [1] * len(columns), -INFINITY, len(columns) - 1))
            return False
        meetings: list[Meeting | None] = [None] * len(self.table.at)
        for assignment in placed:
            request = self.index.request_at[assignment.request]
            meetings[request] = meeting_of(self.masks, assignment)
        self.table.restore(meetings)
        return True

    def search(
        self,
        share: float,
        goal: Callable[[Model], Goal],
        *,
        among: Iterable[int],
        force: Sequence[int] = (),
        found: Callable[[int, int], None] | None = None,
    ) -> Outcome:
        """Search the program of some requests until places hold what is found; take what is better.

        ``goal`` may add to the model what it needs; ``force`` are requests that must be served.
        """
        program = self.program(among)
        best, kept = self._rank(), self.table.at.copy()
        while True:
            if self.stop.interrupted:
                return Outcome(None, 0, 0, False, False)
            model = Model(program, program.rows)
            for request in force:
                model.must(request)
            if self.index.problem.rules.spread is not None:
                model.breaks(self.index.problem.rules.spread)
            self._hold(model)
            minimize, maximize = goal(model)
            model.hint(columns_of(program, self.table))
            outcome = model.solve(
                self.limits(share), minimize=minimize, maximize=maximize, found=found
            )
            self.worked += outcome.work
            if outcome.chosen is None:
                return outcome
            if self.accept(program, outcome.chosen):
                if self._rank() > best:
                    self.table.restore(kept)
                return outcome

    def _hold(self, model: Model) -> None:
        """Keep the objectives already closed at least as good as they are."""
        for objective in self.objectives:
            if objective.name == MANDATORY and not objective.value:
                for request in self.must:
                    model.must(request)
            elif objective.name == MANDATORY:
                model.require(model.unserved(self.must) <= objective.value)
                for request in self.index.pinned:
                    model.must(request)
            elif objective.name == WEIGHT:
                model.require(model.weight() >= objective.value)
            elif objective.name == BELOW_MINIMUM:
                model.require(model.shortfalls()[0] <= objective.value)
            elif objective.name == SHORTFALL:
                model.require(model.shortfalls()[1] <= objective.value)
            elif objective.name == BREAKS:
                model.require(model.breaks(None) <= objective.value)
            elif objective.name == SPREAD:
                model.require(model.spread() <= objective.value)

    def _closed(self, name: str) -> int | None:
        """Return the value of an objective that is closed."""
        return next((o.value for o in self.objectives if o.name == name), None)

    def close(self, name: str, sense: str, value: int, bound: int) -> None:
        """Note an objective as done; its value is held from here on."""
        spent = self.elapsed - sum(o.seconds for o in self.objectives)
        self.objectives.append(Objective(name, sense, value, bound, max(0.0, spent)))
        self.tell(name, value, bound)

    def tell(self, name: str, value: int, bound: int) -> None:
        """Tell the watcher how an objective stands."""
        if name == MANDATORY:
            self._least_missing = max(self._least_missing, bound)
        if self.watch is not None:
            self.watch(Progress(name, value, bound, self.elapsed))

    def teller(self, name: str, known: int = 0) -> Callable[[int, int], None]:
        """Return a listener to a search, which tells the bound; ``known`` is one without it.

        What a search finds is told when places are known to hold it: until then the plan's value.
        """
        value = self._value(name)
        tighter = min if name == WEIGHT else max

        def tell(_: int, bound: int) -> None:
            self.tell(name, value, tighter(bound, known))

        return tell

    def _value(self, name: str) -> int:
        """Return the value of an objective in the best plan so far."""
        value: int = len(self._missing()) if name == MANDATORY else getattr(self.figures(), name)
        return value

    def _rank(self) -> tuple[int, ...]:
        """Return what the best plan so far is worth: of two, the smaller is the better."""
        figures = self.figures()
        below = max(figures.below_minimum, self._allowed.get(BELOW_MINIMUM, 0))
        short = max(figures.shortfall, self._allowed.get(SHORTFALL, 0))
        values = {
            MANDATORY: (len(self._missing()),),
            WEIGHT: (-figures.weight,),
            MINIMUM: (below, short),
            BREAKS: (figures.breaks,),
            SPREAD: (figures.spread,),
        }
        return tuple(v for name in self.index.problem.rules.objectives for v in values[name])

    # -- the order of work -------------------------------------------------------------------

    def allow(self, below: int, shortfall: int) -> None:
        """Ask no more of the minimums than that so much is lacking; the weight may gain by it."""
        self._allowed = {BELOW_MINIMUM: below, SHORTFALL: shortfall}

    def run(self, *, breaks: bool = True) -> None:
        """Work through the objectives; afterwards the session holds the plan.

        Without ``breaks`` these are left as they come, and their spread too.
        """
        rules = self.index.problem.rules
        if len(self.must) == len(self.possible) == len(self.index.problem.requests):
            self._time_everything()
        elif rules.spread is None:
            self.choosing.begin()
            self._choose()
        else:
            self._choose_within(rules.spread)
        stages = {
            MANDATORY: self._mandatory,
            WEIGHT: self._weight,
            MINIMUM: self._minimum,
            BREAKS: self._breaks,
            SPREAD: self._spread,
        }
        for name in rules.objectives:
            if breaks or name not in (BREAKS, SPREAD):
                stages[name]()
            else:
                self.close(name, "min", getattr(self.figures(), name), 0)
        self._settle()

    def _choose(self) -> None:
        """Choose the requests to serve, in a share of what is left."""
        now = self.elapsed if self.stop.work is None else self.worked
        limits = self.limits(1.0)
        left = (limits.seconds if limits.work is None else limits.work) or 0.0
        self._deadline, self._latest = now + CHOOSING * left, now + LONGER * left
        self.choosing.improve()

    def _time_everything(self) -> None:
        """Serve every request, all of them mandatory, with the fewest breaks at once."""
        decision = self._time(self.must, 0.7)
        if decision is not None and decision.never:
            self.never = True
            self.tell(MANDATORY, len(self._missing()), 1)
        elif decision is not None:
            self.breaks_bound = decision.bound
        if self._missing() and self.index.problem.rules.spread is None:
            self.choosing.begin()
            self._choose()

    def _time(self, requests: Sequence[int], share: float) -> Decision | None:
        """Serve just these requests with the fewest breaks; None if they are too many to ask.

        Accepts what is found. The bound holds for plans that serve these requests.
        """
        if self.ways(requests) > TIMED or self.stop.interrupted:
            return None
        if self._closed(SPREAD) is not None:
            return None
        program = self.program(requests)
        everything = len(requests) == len(self.possible)
        raised = self._raise_breaks if everything else (lambda _: None)
        most, highest = COUNTED, len(program.of_party) - 1
        if self.index.problem.rules.spread is None or spread_is_per_party(program, requests):
            highest = INFINITY
        while True:
            question = timing(program, requests, min(most, highest))
            decision = fewest(question, self.limits(share), raised)
            self.worked += decision.work
            if decision.columns is None:
                counted = not decision.never and decision.bound == len(question.steps)
                if not counted or question.whole or most >= highest:
                    if decision.never and not question.whole and highest < INFINITY:
                        # With a spread rule a question that counts some breaks forbids more: that
                        # it has no answer says nothing of plans with more.
                        return replace(decision, never=False, bound=0)
                    return decision
                most = 2 * most + 1
            elif self.accept(program, decision.columns):
                return decision

    def _raise_breaks(self, bound: int) -> None:
        if self.served:
            self.tell(BREAKS, self.figures().breaks, bound)

    def _settle(self) -> None:
        """Fill what room the last stage made, and give each objective the final plan's value."""
        self._fill()
        before, figures = self.objectives, self.figures()
        self.objectives = [
            replace(
                o,
                value=len(self._missing()) if o.name == MANDATORY else getattr(figures, o.name),
            )
            for o in before
        ]
        for old, new in zip(before, self.objectives, strict=True):
            if old != new:
                self.tell(new.name, new.value, new.bound)

    def _choose_within(self, spread: int) -> None:
        """Choose what to serve as if breaks did not matter, then bring them close together.

        What simply fits beside the rule is kept if that is worth more.
        """
        table = self.table
        self._fill()
        self._tell_weight()
        score, plain = table.score, table.at.copy()
        self._keeps_rule = False
        self.choosing.begin()
        self._choose()
        self.worked += bring_within(table, self.limits(CHOOSING), spread)
        self._fill()
        if table.score < score or not Apart(table, spread).within:
            table.restore(plain)
        self._keeps_rule = True
        self.choosing.step_back()
        self._tell_weight()

    def _fill(self) -> None:
        """Add every request that fits beside what is planned."""
        spread = self.index.problem.rules.spread
        if self.table.weight < self.choosing.bound:
            if spread is None:
                self.choosing.fill()
            else:
                Apart(self.table, spread).fill(self.choosing.order)

    def _mandatory(self) -> None:
        """Serve every mandatory request, or as many as can be, and say which are in conflict."""
        missing = self._missing()
        hopeless = self._hopeless()
        bound = max(len(hopeless), int(self.never))
        if not self.index.pinned.keys().isdisjoint(hopeless):
            self._refuse_pins(proven=True)
        if missing:
            among = self._deciding(self.must)
            if not hopeless and not self.never:
                self.search(0.4, lambda _: (None, None), among=among, force=self.must)
            if len(self._missing()) > len(hopeless):
                outcome = self.search(
                    0.4,
                    lambda model: (model.unserved(self.must), None),
                    among=among,
                    force=sorted(self.index.pinned),
                    found=self.teller(MANDATORY),
                )
                if outcome.chosen is not None:
                    bound = max(bound, outcome.bound)
                elif self.index.pinned:
                    self._refuse_pins(proven=outcome.infeasible)
            if len(self._missing()) < len(missing) and self.index.problem.rules.spread is None:
                self._choose()
            missing = self._missing()
            self._fill()
        if bound:
            self._explain_conflict()
        self.close(MANDATORY, "min", len(missing), min(bound, len(missing)))

    def _refuse_pins(self, *, proven: bool) -> None:
        """Raise what is wrong with the pinned meetings; without proof, only that time ran out."""
        lost = [r for r in sorted(self.index.pinned) if self.table.at[r] is None]
        names = ", ".join(repr(self.index.problem.requests[r].id) for r in lost)
        if proven:
            raise InputError(
                f"baseline: pinned meetings of requests {names} cannot be held as they were; "
                "unpin them"
            )
        if lost:
            raise RendezvousError(
                f"time ran out before the pinned meetings of requests {names} were placed; "
                "give more time"
            )

    def _deciding(self, requests: Sequence[int]) -> Sequence[int]:
        """Return the requests that decide whether these can be served.

        With a spread rule, any meeting may be the one that fills an idle run.
        """
        return requests if self.index.problem.rules.spread is None else self.possible

    def _with_predecessors(self, requests: Iterable[int]) -> list[int]:
        found: dict[int, None] = {}
        todo = list(requests)
        while todo:
            request = todo.pop()
            if request not in found:
                found[request] = None
                before = self.index.problem.requests[request].after
                todo += [self.index.request_at[name] for name in before]
        return sorted(found)

    def _hopeless(self) -> list[int]:
        return [r for r in self.must if not self.masks.allowed[r]]

    def _missing(self) -> list[int]:
        return [r for r in self.must if self.table.at[r] is None]

    def _explain_conflict(self) -> None:
        """Find mandatory requests that cannot all be served, none of which can be left out."""
        found = conflicting(Earlier(self.index), self.limits(0.5))
        self.conflict = tuple(self.must) if found is None else found.requests
        self.worked += 0.0 if found is None else found.work

    def _weight(self) -> None:
        choosing, lacking = self.choosing, self._closed(SHORTFALL) or 0
        if self.table.weight < choosing.most(lacking) and self.ways(self.possible) <= AFFORDABLE:
            if self.index.problem.rules.spread is not None:
                choosing.look_finely()
            outcome = self.search(
                0.4,
                lambda model: (None, model.weight()),
                among=self.possible,
                found=self.teller(WEIGHT, choosing.most(lacking)),
            )
            if outcome.chosen is not None:
                choosing.bound = min(choosing.bound, outcome.bound)
            if not outcome.proven:
                self._fill()
        self.close(WEIGHT, "max", self.table.weight, choosing.most(lacking))

    def _minimum(self) -> None:
        below, short = self.choosing.least_shortfalls
        reached = self.figures()
        if (reached.below_minimum, reached.shortfall) != (below, short):
            weight = self._closed(WEIGHT) or 0
            below, short = self.choosing.least_lacking(weight, self.limits(0.2))
        stages: tuple[tuple[str, int, Callable[[Model], Goal]], ...] = (
            (BELOW_MINIMUM, below, lambda model: (model.shortfalls()[0], None)),
            (SHORTFALL, short, lambda model: (model.shortfalls()[1], None)),
        )
        for name, at_least, goal in stages:
            value: int = getattr(self.figures(), name)
            least = max(at_least, self._allowed.get(name, 0))
            if value > least and self.ways(self.possible) <= AFFORDABLE:
                outcome = self.search(0.2, goal, among=self.possible, found=self.teller(name))
                value = getattr(self.figures(), name)
                if outcome.chosen is not None:
                    at_least = max(at_least, outcome.bound)
            held = max(value, self._allowed.get(name, 0))
            self.close(name, "min", held, min(at_least, value))

    def _breaks(self) -> None:
        """Shorten idle runs by giving requests other slots, or serving others of the same weight.

        What is fewest for the requests served holds for every plan only if there is nothing else to
        serve; otherwise the bound is what the weight alone makes necessary.
        """
        served = self.served
        everything = len(served) == len(self.possible)
        if self.limits(1.0).seconds == 0.0:
            known = min(self.breaks_bound, self.figures().breaks) if everything else 0
            self.close(BREAKS, "min", self.figures().breaks, known)
            return
        few = quietest(self.masks)
        fewest_of_these = max(self.breaks_bound, fewest_of_each(self.masks, few[0], served))
        bound = fewest_of_these if everything else self._necessary_breaks(few)
        if self.figures().breaks > fewest_of_these:
            self.tell(BREAKS, self.figures().breaks, bound)
            decision = self._time(served, 0.5)
            if decision is not None:
                fewest_of_these = max(fewest_of_these, decision.bound)
            if everything:
                bound = fewest_of_these
        if self.figures().breaks > bound:
            small = self.ways(served) <= TIMED
            if not everything:
                self._serve_quietly()
            self.worked += smooth(
                self.table,
                self.limits(0.6 if small else 0.95),
                self._closed(SPREAD),
                trade=not everything,
                least=bound,
                found=lambda value: self.tell(BREAKS, value, bound),
            )
            served = self.served
            if small and self.figures().breaks > bound:
                outcome = self.search(
                    1.0,
                    lambda model: (model.breaks(None), None),
                    among=served,
                    force=served,
                    found=self.teller(BREAKS, bound) if everything else None,
                )
                if outcome.chosen is not None and everything:
                    bound = max(bound, outcome.bound)
        value = self.figures().breaks
        self.close(BREAKS, "min", value, min(bound, value))

    def _serve_quietly(self) -> None:
        """Serve other requests, worth as much, where that promises fewer breaks."""
        if self.index.problem.rules.spread is None and self._closed(SPREAD) is None:
            self.choosing.serve_quietly(self.limits(0.3))

    def _necessary_breaks(self, few: Sequence[Whole]) -> int:
        """Return the fewest breaks in any plan that is as good in what comes before them."""
        weight = self._closed(WEIGHT)
        if weight is None or not self.figures().breaks:
            return 0
        lacking = next((o for o in self.objectives if o.name == BELOW_MINIMUM), None)
        short = self._closed(SHORTFALL) if lacking is not None and lacking.proven else None
        return self.choosing.least_breaks(few, weight, self.limits(0.4), short)

    def _spread(self) -> None:
        """Bring the breaks of those who hold meetings close together.

        The bound holds for every plan if other requests were looked at too, or there are none.
        """
        self.worked += even(self.table, self.limits(0.3), self._closed(BREAKS))
        served, bound = self.served, 0
        open_to_all = self.ways(self.possible) <= AFFORDABLE
        among = self.possible if open_to_all else served
        whole = open_to_all or len(served) == len(self.possible)
        if self.figures().spread and self.ways(among) <= TIMED:
            outcome = self.search(
                0.4,
                lambda model: (model.spread(), None),
                among=among,
                force=() if open_to_all else served,
                found=self.teller(SPREAD) if whole else None,
            )
            if outcome.chosen is not None and whole:
                bound = outcome.bound
        value = self.figures().spread
        self.close(SPREAD, "min", value, min(bound, value))
