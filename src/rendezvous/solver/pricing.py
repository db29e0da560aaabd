"""What a guarantee costs: the weight served with it, against the weight served without.

Each price is found by planning the same problem under other rules, so that it rests on plans that
exist and on bounds that hold. Breaks are not sought there: they cost no weight.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from ..errors import InputError
from ..problem import BREAKS, MANDATORY, MINIMUM, WEIGHT, Problem, Rules
from ..result import Guarantee, Plan, Price
from ..verify import verify
from .solving import make
from .stages import BELOW_MINIMUM, SHORTFALL, Stop
from .tiers import CANCELLED


class Standing(NamedTuple):
    """A plan's weight and its bound, the parties below their minimum and the meetings they lack."""

    weight: int
    bound: int
    below: int
    shortfall: int

    @property
    def lacks(self) -> tuple[int, int]:
        """What the minimums lack; the smaller is the better."""
        return self.below, self.shortfall

    def lacks_no_more(self, other: Standing) -> bool:
        """Whether it lacks no more than another in either way."""
        return self.below <= other.below and self.shortfall <= other.shortfall


def prices(
    problem: Problem,
    plan: Plan,
    *,
    stop: Stop | None = None,
    seed: int = 0,
    workers: int | None = None,
) -> tuple[Price, ...]:
    """Return what the guarantees of a plan cost in served weight, each as an interval.

    These are that mandatory requests are served, the minimums, and the spread rule, where there are
    any. ``stop`` is for all together; what is not reached before an interrupt is left out. There is
    no price for a plan that leaves mandatory requests unserved, nor for a repair, whose order is
    its own. Raises InputError when the plan does not hold for the problem, and what :func:`solve`
    raises.
    """
    report = verify(problem, plan)
    if not report.ok:
        raise InputError(f"the plan does not hold: {report.violations[0].message}")
    if report.mandatory_unserved or any(stage.name == CANCELLED for stage in plan.objectives):
        return ()
    total = sum(request.weight for request in problem.requests)
    bound = next((stage.bound for stage in plan.objectives if stage.name == WEIGHT), total)
    standing = Standing(report.weight, min(bound, total), report.below_minimum, report.shortfall)
    return tuple(_Pricing(problem, standing, stop or Stop(), seed, workers).run())


class _Pricing:
    """How a plan stands, beside what is planned under other rules."""

    def __init__(
        self, problem: Problem, standing: Standing, stop: Stop, seed: int, workers: int | None
    ) -> None:
        self.problem = problem
        self.standing = standing
        self.stop = stop
        self.seed = seed
        self.workers = workers
        self.begun = time.monotonic()
        self.total = sum(request.weight for request in problem.requests)

    def run(self) -> Iterator[Price]:
        """Return the prices of what is guaranteed, one after the other."""
        asked = self._asked()
        for n, guarantee in enumerate(asked):
            if self.stop.interrupted:
                return
            share = self._share(len(asked) - n, len(asked))
            if guarantee is Guarantee.MINIMUM and not _promised_first(self.problem.rules):
                yield self._forgone(share)
            else:
                yield self._kept(guarantee, self._without(guarantee), share)

    def _asked(self) -> list[Guarantee]:
        problem = self.problem
        there = {
            Guarantee.MANDATORY: any(request.mandatory for request in problem.requests),
            Guarantee.MINIMUM: any(party.minimum for party in problem.parties),
            Guarantee.SPREAD: problem.rules.spread is not None,
        }
        return [guarantee for guarantee, given in there.items() if given]

    def _without(self, guarantee: Guarantee) -> Problem:
        """Return the problem without a guarantee; minimums come after the weight then."""
        problem = self.problem
        if guarantee is Guarantee.MANDATORY:
            wishes = tuple(replace(request, mandatory=False) for request in problem.requests)
            return replace(problem, requests=wishes)
        if guarantee is Guarantee.MINIMUM:
            return _in_order(problem, WEIGHT, MINIMUM)
        return replace(problem, rules=replace(problem.rules, spread=None))

    def _share(self, left: int, of: int) -> Stop:
        """Return the part of the next of so many prices that are left to find."""
        if self.stop.work is not None:
            return replace(self.stop, work=self.stop.work / of)
        if self.stop.seconds is None:
            return self.stop
        rest = self.stop.seconds - (time.monotonic() - self.begun)
        return replace(self.stop, seconds=max(0.0, rest) / left)

    def _kept(self, guarantee: Guarantee, without: Problem, stop: Stop) -> Price:
        """Return what it costs that the plan keeps a guarantee.

        The plan itself is one without it, the best known until a better one is found. What other
        guarantee comes before the weight is kept there too, as far as the plan keeps it.
        """
        held = self.standing
        free = held
        if held.weight < self.total:
            promised = _promised_first(without.rules)
            found = self._planned(without, stop, held.lacks if promised else None)
            if found is None:
                free = held._replace(bound=self.total)
            elif found.weight < held.weight or (promised and not found.lacks_no_more(held)):
                free = held._replace(bound=found.bound)
            else:
                free = found
        return _price(guarantee, held, free, kept=True)

    def _forgone(self, stop: Stop) -> Price:
        """Return what it would cost to put the minimums before the weight."""
        free = promised = self.standing
        if free.below:
            found = self._planned(_in_order(self.problem, MINIMUM, WEIGHT), stop)
            if found is not None and (found.lacks, -found.weight) < (free.lacks, -free.weight):
                promised = found
                free = free._replace(weight=max(free.weight, found.weight))
        return _price(Guarantee.MINIMUM, promised, free, kept=False)

    def _planned(
        self, problem: Problem, stop: Stop, lacks: tuple[int, int] | None = None
    ) -> Standing | None:
        """Return how the plan of a problem stands; None if mandatory requests are unserved.

        So much may be lacking of the minimums, if that is given; otherwise as little as possible.
        """
        plan = make(problem, stop, self.seed, self.workers, breaks=False, lacks=lacks)
        if plan.objective(MANDATORY).value:
            return None
        weight = plan.objective(WEIGHT)
        below, shortfall = (plan.objective(name).value for name in (BELOW_MINIMUM, SHORTFALL))
        return Standing(weight.value, weight.bound, below, shortfall)


def _promised_first(rules: Rules) -> bool:
    """Whether the minimums come before the weight."""
    return rules.objectives.index(MINIMUM) < rules.objectives.index(WEIGHT)


def _in_order(problem: Problem, first: str, second: str) -> Problem:
    """Return the problem with weight and minimums in that order."""
    order = (MANDATORY, first, second, BREAKS)
    return replace(problem, rules=replace(problem.rules, objectives=order))


def _price(guarantee: Guarantee, held: Standing, free: Standing, *, kept: bool) -> Price:
    """Return a price; what no plan at all can pass, none with the guarantee can either."""
    return Price(
        guarantee=guarantee,
        kept=kept,
        weight=held.weight,
        bound=min(held.bound, free.bound),
        free=free.weight,
        free_bound=free.bound,
        below=held.below,
        free_below=free.below,
        shortfall=held.shortfall,
        free_shortfall=free.shortfall,
    )
