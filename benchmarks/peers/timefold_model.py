"""The problem as Timefold sees it: facts, what may change, and constraint streams.

One planning variable a request: how it is served (from which slot, at which venue and kind of
place, with which interpreter), or not at all. Two levels would be usual in a small example, slot
and place apart; then most single moves lead through plans that break a rule, and little is found.

What meetings share (a team's time, a day with a limit, places, an interpreter's time) is one kind
of thing here, a *use*: a whole number, what is used times ``LIMITS`` plus how many may use it.

(No ``from __future__ import annotations``: Timefold reads the annotations as they stand.)
"""

from dataclasses import dataclass, field
from typing import Annotated

from timefold.solver.domain import (
    PlanningEntityCollectionProperty,
    PlanningId,
    PlanningScore,
    PlanningVariable,
    ProblemFactCollectionProperty,
    ValueRangeProvider,
    planning_entity,
    planning_solution,
)
from timefold.solver.score import (
    Constraint,
    ConstraintCollectors,
    ConstraintFactory,
    HardMediumSoftScore,
    Joiners,
    constraint_provider,
)

LIMITS = 100_000
SLOTS = 1_000
"""More than there are in a day: a party's day times SLOTS plus the slot is a busy slot."""
DAYS = 1_000


@dataclass(eq=False)
class Use:
    """Something of which meetings take a part each, and how many may."""

    limit: int


@dataclass(eq=False)
class Span:
    """A day of a party."""


@dataclass(eq=False)
class Busy:
    """A party's being busy in a slot."""

    day: Span
    slot: int


@dataclass
class Way:
    """A way to hold a meeting. Requests that are alike share it.

    ``moment`` numbers what it takes of a party's time; ``uses`` are those of places and
    interpreters; ``end`` is the slot after the last.
    """

    id: Annotated[int, PlanningId]
    start: int
    end: int
    moment: int
    uses: list[Use]
    instant: int
    room: int
    interpreter: int


@dataclass(eq=False)
class Attendant:
    """A party: its uses by moment, the slots it is busy in by moment, and its minimum."""

    id: Annotated[int, PlanningId]
    uses: list[list[Use]]
    busy: list[list[Busy]]
    minimum: int


@dataclass
class Order:
    """A request that may be served only after another one."""

    before: int
    after: int


@planning_entity
@dataclass
class Wish:
    """A request. ``worth`` is its weight, and far more if it is mandatory."""

    id: Annotated[int, PlanningId]
    worth: int
    one: Attendant
    other: Attendant
    ways: Annotated[list[Way], ValueRangeProvider(id="ways")]
    way: Annotated[
        Way | None, PlanningVariable(allows_unassigned=True, value_range_provider_refs=["ways"])
    ] = field(default=None)

    def uses(self) -> list[Use]:
        """What the meeting uses, all in all."""
        moment = self.way.moment
        return self.one.uses[moment] + self.other.uses[moment] + self.way.uses

    def busy(self) -> list[Busy]:
        """The slots its parties are busy in."""
        moment = self.way.moment
        return self.one.busy[moment] + self.other.busy[moment]

    def owed(self) -> list[Attendant]:
        """Its parties that have a minimum, each times LIMITS plus that minimum."""
        found = []
        if self.one.minimum > 0:
            found.append(self.one)
        if self.other.minimum > 0:
            found.append(self.other)
        return found


@planning_solution
@dataclass
class Fair:
    """The whole problem and, in its wishes, the plan."""

    orders: Annotated[list[Order], ProblemFactCollectionProperty]
    wishes: Annotated[list[Wish], PlanningEntityCollectionProperty]
    score: Annotated[HardMediumSoftScore | None, PlanningScore] = field(default=None)


MEETING_OWED = 10_000
"""A meeting that a party lacks of its minimum counts as so many breaks."""


@constraint_provider
def constraints(factory: ConstraintFactory) -> list[Constraint]:
    """Hard: what there is. Medium: the weight not served. Soft: minimums, then breaks."""
    return [
        overused(factory),
        out_of_order(factory),
        unserved(factory),
        minimum(factory),
        breaks(factory),
    ]


def overused(factory: ConstraintFactory) -> Constraint:
    """Parties, places and interpreters are used no more than they can be."""
    return (
        factory.for_each(Wish)
        .map(lambda wish: wish.uses())
        .flatten_last(lambda uses: uses)
        .group_by(lambda use: use, ConstraintCollectors.count())
        .filter(lambda use, count: count > use.limit)
        .penalize(HardMediumSoftScore.ONE_HARD, lambda use, count: count - use.limit)
        .as_constraint("used more than can be")
    )


def out_of_order(factory: ConstraintFactory) -> Constraint:
    """What comes after a meeting begins when that has ended."""
    return (
        factory.for_each(Order)
        .join(Wish, Joiners.equal(lambda order: order.after, lambda wish: wish.id))
        .join(
            factory.for_each_including_unassigned(Wish),
            Joiners.equal(lambda order, _wish: order.before, lambda wish: wish.id),
        )
        .filter(
            lambda _order, later, earlier: earlier.way is None or earlier.way.end > later.way.start
        )
        .penalize(HardMediumSoftScore.ONE_HARD)
        .as_constraint("out of order")
    )


def unserved(factory: ConstraintFactory) -> Constraint:
    """Every request should be served."""
    return (
        factory.for_each_including_unassigned(Wish)
        .filter(lambda wish: wish.way is None)
        .penalize(HardMediumSoftScore.ONE_MEDIUM, lambda wish: wish.worth)
        .as_constraint("unserved")
    )


def minimum(factory: ConstraintFactory) -> Constraint:
    """Every party should have the meetings it was promised."""
    return (
        factory.for_each(Wish)
        .map(lambda wish: wish.owed())
        .flatten_last(lambda owed: owed)
        .group_by(lambda owed: owed, ConstraintCollectors.count())
        .reward(
            HardMediumSoftScore.ONE_SOFT,
            lambda owed, count: MEETING_OWED * (count if count < owed.minimum else owed.minimum),
        )
        .as_constraint("minimum")
    )


def breaks(factory: ConstraintFactory) -> Constraint:
    """A party's meetings of a day should follow each other."""
    return (
        factory.for_each(Wish)
        .map(lambda wish: wish.busy())
        .flatten_last(lambda busy: busy)
        .group_by(
            lambda busy: busy.day,
            ConstraintCollectors.to_consecutive_sequences(lambda busy: busy.slot),
        )
        .penalize(
            HardMediumSoftScore.ONE_SOFT,
            lambda _day, chain: len(chain.getConsecutiveSequences()) - 1,
        )
        .as_constraint("breaks")
    )
