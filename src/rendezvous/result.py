"""What planning returns: the plan, how good it is known to be, why the rest is not met."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from .problem import Assignment

SCHEMA: Final = "rendezvous-plan/1"


class Status(StrEnum):
    """How a plan stands after solving."""

    OPTIMAL = "optimal"
    """Every objective is proven."""
    FEASIBLE = "feasible"
    """Every constraint holds; some objective's gap is open."""
    INFEASIBLE = "infeasible"
    """Proven: the mandatory requests cannot all be served; the plan drops the fewest found."""
    UNKNOWN = "unknown"
    """Time ran out before the mandatory requests were all placed, and nothing is proven."""


class Reason(StrEnum):
    """Why a request is not in the plan."""

    NO_COMMON_SLOT = "no_common_slot"
    NO_PLACE = "no_place"
    NO_CLOSED_ROOM = "no_closed_room"
    NO_INTERPRETER = "no_interpreter"
    TRAVEL = "travel"
    PREDECESSOR = "predecessor"
    """A request it must come after is not served, or ends too late."""
    DAY_FULL = "day_full"
    PARTY_FULL = "party_full"
    OUTWEIGHED = "outweighed"
    SPREAD = "spread"
    """It would fit, but would set two parties' breaks further apart than the spread allows."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What shows a reason to be true: ids of the problem's items, in the problem's order.

    ``slots`` are the slots in question, ``blockers`` the served requests that stand in the way,
    ``busy`` the busy times; ``party`` is the party that is full or away; ``limit`` a number the
    reason turns on (meetings a day, teams, slots available).
    """

    slots: tuple[str, ...] = ()
    blockers: tuple[str, ...] = ()
    busy: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    interpreters: tuple[str, ...] = ()
    requests: tuple[str, ...] = ()
    party: str | None = None
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Unserved:
    """A request that is not in the plan, with its reason and evidence."""

    request: str
    reason: Reason
    evidence: Evidence = field(default_factory=Evidence)


@dataclass(frozen=True, slots=True)
class Objective:
    """One stage of the lexicographic order.

    ``value`` is what the plan reaches, ``bound`` what no plan can pass with the earlier objectives
    as they stand, ``gap`` their distance as a share of the larger (0 when both are 0). ``sense``
    is ``"max"`` or ``"min"``. ``seconds`` is the time spent on this stage.
    """

    name: str
    sense: str
    value: int
    bound: int
    seconds: float

    @property
    def gap(self) -> float:
        """Relative distance between value and bound, 0.0 when proven."""
        top = max(abs(self.value), abs(self.bound))
        return abs(self.bound - self.value) / top if top else 0.0

    @property
    def proven(self) -> bool:
        """Whether value and bound meet."""
        return self.value == self.bound


@dataclass(frozen=True, slots=True)
class Measure:
    """One party in the plan: meetings held, breaks, meetings short of its minimum."""

    party: str
    requested: int
    meetings: int
    weight: int
    breaks: int
    shortfall: int


class Guarantee(StrEnum):
    """What may cost weight."""

    MANDATORY = "mandatory"
    """Every mandatory request is served."""
    MINIMUM = "minimum"
    """Every party holds as many meetings as it was promised."""
    SPREAD = "spread"
    """No two parties' breaks are further apart than the rules allow."""


@dataclass(frozen=True, slots=True)
class Price:
    """What a guarantee costs in served weight.

    ``kept``: whether the plan gives it before all weight; otherwise this is what that would cost.
    ``weight`` is served by the best plan known with the guarantee, and ``bound`` by none passed;
    ``free`` and ``free_bound`` are the same without it. ``below`` are the parties below their
    minimum with it, ``shortfall`` the meetings they lack in all; ``free_below`` and
    ``free_shortfall`` those without it. Minimums are guaranteed as far as ``below`` and
    ``shortfall`` say: what serves more of them may cost more.
    """

    guarantee: Guarantee
    kept: bool
    weight: int
    bound: int
    free: int
    free_bound: int
    below: int
    free_below: int
    shortfall: int
    free_shortfall: int

    @property
    def at_least(self) -> int:
        """The least that the guarantee costs."""
        return max(0, self.free - self.bound)

    @property
    def at_most(self) -> int:
        """The most that it costs; as much as `at_least` when both weights are proven."""
        return self.free_bound - self.weight


@dataclass(frozen=True, slots=True)
class Plan:
    """The result of :func:`rendezvous.solve`."""

    status: Status
    assignments: tuple[Assignment, ...]
    unserved: tuple[Unserved, ...] = ()
    objectives: tuple[Objective, ...] = ()
    measures: tuple[Measure, ...] = ()
    conflict: tuple[str, ...] = ()
    """Mandatory requests that cannot all be served together, when infeasible."""
    seed: int = 0
    engine: str = ""
    seconds: float = 0.0
    problem_digest: str = ""
    """SHA-256 of the problem's canonical JSON: a plan is never read with another problem."""
    prices: tuple[Price, ...] = ()
    """What its guarantees cost, if that was asked."""

    def objective(self, name: str) -> Objective:
        """Return the stage called ``name``; KeyError when the plan has none."""
        for stage in self.objectives:
            if stage.name == name:
                return stage
        raise KeyError(name)
