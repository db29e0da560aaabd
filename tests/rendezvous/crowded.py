"""Events by seed in which every kind of rule is in play at once, from a handful of requests up.

Hypothesis tries the corners of a rule (:mod:`.strategies`); these are about rules that meet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, TypeVar

from rendezvous.checking import check_problem
from rendezvous.problem import (
    ORDERS,
    Busy,
    Interpreter,
    Party,
    Place,
    Problem,
    Request,
    Rules,
    Slot,
    Travel,
    Venue,
)

Item = TypeVar("Item")
LANGUAGES = ("en", "fr", "ru")


def event(seed: int, requests: int = 5, parties: int = 4, slots: int = 6) -> Problem:
    """Return a valid event of one or two days at two or three venues."""
    random = Random(seed)
    while True:
        problem = _Event(random, requests, parties, slots).problem()
        if not check_problem(problem):
            return problem


def fair(seed: int) -> Problem:
    """Return an event too large to try every plan of, small enough to be proven in a moment."""
    return event(seed, requests=14, parties=6, slots=8)


class _Event:
    """One event in the making."""

    def __init__(self, random: Random, requests: int, parties: int, slots: int) -> None:
        self.random = random
        self.plenty = random.choice((20, 50, 80))
        self.days = random.choice((1, 1, 2))
        self.venues = [f"v{n}" for n in range(random.choice((2, 2, 3)))]
        self.slots = self._slots(slots)
        self.parties = [f"p{n}" for n in range(parties)]
        self.places = self._places()
        self.count = requests

    def maybe(self, percent: int) -> bool:
        return self.random.randrange(100) < percent

    def most_of(self, items: Sequence[Item], percent: int = 75) -> tuple[Item, ...]:
        return tuple(item for item in items if self.maybe(percent))

    def problem(self) -> Problem:
        """Return the event; it may be one that is not valid."""
        random = self.random
        travel = [
            Travel((one, other), random.choice((30, 60)))
            for n, one in enumerate(self.venues)
            for other in self.venues[n + 1 :]
        ]
        interpreters = [
            Interpreter(
                f"i{n}",
                tuple(random.sample(LANGUAGES, random.choice((2, 3)))),
                slots=self._times(),
                max_run=random.choice((None, 1, 2)),
            )
            for n in range(random.choice((1, 2, 3)))
        ]
        return Problem(
            slots=tuple(self.slots),
            parties=tuple(map(self._party, self.parties)),
            requests=tuple(self._requests()),
            places=tuple(self.places),
            venues=tuple(map(Venue, self.venues)),
            interpreters=tuple(interpreters),
            travel=tuple(travel),
            busy=tuple(self._busy(n) for n in range(random.randrange(4))),
            rules=Rules(self.maybe(50), random.choice((None, None, 0, 1)), random.choice(ORDERS)),
        )

    def _slots(self, count: int) -> list[Slot]:
        found: list[Slot] = []
        for day in range(self.days):
            moment = datetime(2025, 11, 11 + day, 9, tzinfo=UTC)
            for n in range(count // self.days):
                end = moment + timedelta(minutes=30)
                half_day = "am" if 3 * n < 2 * count // self.days else "pm"
                there = tuple(v for v in self.venues if not self.maybe(8))
                found.append(Slot(f"s{len(found)}", moment, end, f"d{day}", half_day, there))
                moment = end + timedelta(minutes=self.random.choice((0, 0, 15, 30)))
        return found

    def _times(self) -> tuple[str, ...] | None:
        return None if self.maybe(self.plenty) else self.most_of([slot.id for slot in self.slots])

    def _places(self) -> list[Place]:
        return [
            Place(
                f"room{n}",
                self.random.choice(self.venues),
                capacity=self.random.choice((1, 1, 2, 3)),
                slots=self._times(),
                closed_door=self.maybe(50),
            )
            for n in range(1 + len(self.parties) // 2)
        ]

    def _party(self, party: str) -> Party:
        random, home = self.random, None
        if self.maybe(30):
            home = f"stand-{party}"
            where, size = random.choice(self.venues), random.choice((1, 1, 2))
            stand = Place(home, where, "", size, self._times(), self.maybe(50), owner=party)
            self.places.append(stand)
        return Party(
            party,
            teams=random.choice((1, 1, 2, 3)),
            slots=self._times(),
            languages=tuple(random.sample(LANGUAGES, random.choice((0, 1, 1, 1, 2)))),
            home=home,
            max_per_day=None if self.maybe(self.plenty) else random.choice((1, 2, 3)),
            minimum=random.choice((0, 0, 1, 2, 3)),
        )

    def _requests(self) -> list[Request]:
        random = self.random
        found: list[Request] = []
        for n in range(self.count):
            one, other = random.sample(self.parties, 2)
            closed = self.maybe(20)
            fixed: dict[str, Any] = {}
            if self.maybe(10):
                fixed["fixed_slot"] = random.choice(self.slots).id
            if self.maybe(10):
                fixed["fixed_place"] = random.choice(self.places).id
            found.append(
                Request(
                    f"r{n}",
                    (one, other),
                    weight=random.choice((1, 2, 3, 5, 1000)),
                    mandatory=self.maybe(15),
                    length=random.choice((1, 1, 1, 2, 3)),
                    slots=self._times() if self.maybe(30) else None,
                    closed_door=closed,
                    after=self.most_of([r.id for r in found[-2:]], 12),
                    **fixed,
                )
            )
        random.shuffle(found)
        return found

    def _busy(self, n: int) -> Busy:
        random = self.random
        start = random.choice(self.slots).start + timedelta(minutes=random.choice((-15, 0, 15)))
        end = start + timedelta(minutes=random.choice((15, 30, 60)))
        venue = random.choice((None, *self.venues))
        teams = None if venue is None else random.choice((None, 1))
        return Busy(f"b{n}", random.choice(self.parties), start, end, venue, teams)


def open_spread(problem: Problem) -> Problem:
    """Return the problem without the one rule that a timetable leaves to others."""
    return replace(problem, rules=replace(problem.rules, spread=None))
