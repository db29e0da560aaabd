"""Timefold: its default construction and local search over constraint streams.

Its Python package is the last there is: its authors halted the work on it in July 2025
(https://github.com/TimefoldAI/timefold-solver/discussions/1698), and say that it is slower than
Timefold from Java. What ways there are to hold a meeting is told by the engine's masks, so that
only ways that a request could really be served in are tried.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from timefold.solver import SolverFactory
from timefold.solver.config import (
    Duration,
    ScoreDirectorFactoryConfig,
    SolverConfig,
    TerminationConfig,
)

from rendezvous.problem import Assignment
from rendezvous.solver.index import Index
from rendezvous.solver.instants import bits
from rendezvous.solver.masks import NOBODY, POOL, Masks
from rendezvous.solver.seating import seating
from rendezvous.solver.timetable import Meeting, Timetable

from . import Attempt, Diary, Task
from .timefold_model import Attendant, Busy, Fair, Order, Span, Use, Way, Wish, constraints

PHASES: Final = """
<solver xmlns="https://timefold.ai/xsd/solver">
  <constructionHeuristic/>
  <localSearch><changeMoveSelector/></localSearch>
</solver>
"""
"""As by default, less the moves that swap two requests' ways: hardly any two can be swapped, and
looking for those takes nearly all the time."""


def plan(task: Task) -> Attempt:
    """Plan within the time; what Timefold makes beforehand of model and problem is not counted.

    Raises ValueError for a spread rule or an earlier plan, which the model does not have.
    """
    if task.problem.rules.spread is not None or task.problem.baseline is not None:
        raise ValueError("neither spread nor baseline is in this model")
    diary = Diary()
    translation = _Translation(Masks(Index(task.problem)))
    fair = translation.fair()
    factory = SolverFactory.create(
        SolverConfig(
            xml_source_text=PHASES,
            solution_class=Fair,
            entity_class_list=[Wish],
            random_seed=task.seed,
            score_director_factory_config=ScoreDirectorFactoryConfig(
                constraint_provider_function=constraints
            ),
            termination_config=TerminationConfig(
                spent_limit=Duration(milliseconds=round(1000 * task.seconds))
            ),
        )
    )
    solver = factory.build_solver()

    def watch(event: Any) -> None:
        score = event.new_best_score
        if event.is_new_best_solution_initialized and not score.hard_score:
            diary.note(translation.weight(score.medium_score))

    solver.add_event_listener(watch)
    return Attempt(translation.assignments(solver.solve(fair)), steps=diary.steps)


class _Translation:
    """A problem in Timefold's terms, and its answer in ours."""

    def __init__(self, masks: Masks) -> None:
        self.masks = masks
        self.table = Timetable(masks)
        self._ways: dict[tuple[Any, ...], Way] = {}
        self._moments: dict[tuple[int, int], int] = {}
        self._uses: dict[tuple[Any, ...], Use] = {}
        requests = masks.index.problem.requests
        self._mandatory = 1 + sum(request.weight for request in requests)

    def fair(self) -> Fair:
        """Return the problem."""
        masks, index = self.masks, self.masks.index
        requests = index.problem.requests
        ways = [list(self._ways_of(request)) for request in range(len(requests))]
        parties = [self._attendant(party) for party in range(len(index.problem.parties))]
        wishes = [
            Wish(
                n,
                request.weight + (self._mandatory if request.mandatory else 0),
                parties[index.pair[n][0]],
                parties[index.pair[n][1]],
                ways[n],
            )
            for n, request in sorted(
                enumerate(requests), key=lambda item: (not item[1].mandatory, -item[1].weight)
            )
            if masks.allowed[n]
        ]
        orders = [
            Order(index.request_at[name], n)
            for n, request in enumerate(requests)
            for name in request.after
        ]
        return Fair(orders, wishes)

    def weight(self, medium: int) -> int:
        """Return the weight served at a score."""
        requests = self.masks.index.problem.requests
        possible = [r for n, r in enumerate(requests) if self.masks.allowed[n]]
        return sum(r.weight for r in possible) - -medium % self._mandatory

    def assignments(self, fair: Any) -> tuple[Assignment, ...]:
        """Return the plan; of a plan that breaks rules, what can stand, the heaviest first."""
        table = self.table
        served = [wish for wish in fair.wishes if wish.way is not None]
        if fair.score.hard_score == 0:
            for wish in served:
                way = wish.way
                table.enter(wish.id, Meeting(way.instant, way.room, way.interpreter))
        else:
            for wish in sorted(served, key=lambda wish: -wish.worth):
                if table.open_to(wish.id) >> wish.way.instant & 1:
                    table.put(wish.id, wish.way.instant)
        return seating(table)

    # -- ways --------------------------------------------------------------------------------

    def _ways_of(self, request: int) -> Iterator[Way]:
        masks = self.masks
        length, language = masks.length[request], masks.language[request]
        for start in bits(masks.allowed[request]):
            rooms = [seat.room for seat in masks.seats[request] if seat.starts >> start & 1]
            rooms += [POOL] if masks.pooled[request] >> start & 1 else []
            some = [NOBODY]
            if language != NOBODY:
                able = masks.able[language]
                some = [i for i in able if masks.free_of(i, length) >> start & 1]
            for room in rooms:
                for interpreter in some:
                    yield self._way(start, length, room, masks.closed[request], interpreter)

    def _way(self, start: int, length: int, room: int, closed: bool, interpreter: int) -> Way:
        key = (start, length, room, closed and room == POOL, interpreter)
        if key not in self._ways:
            slot = self.masks.instants.slot(start)
            moment = self._moments.setdefault((start, length), len(self._moments))
            uses = [
                *self._places(start, length, room, closed),
                *self._duties(start, length, interpreter),
            ]
            self._ways[key] = Way(
                len(self._ways), slot, slot + length, moment, uses, start, room, interpreter
            )
        return self._ways[key]

    def _use(self, limit: int, *name: Any) -> Use:
        """Return the number of a use that may be had so often."""
        return self._uses.setdefault(name, Use(limit))

    def _places(self, start: int, length: int, number: int, closed: bool) -> Iterator[Use]:
        """Yield what a meeting uses of its room, and of the venue's shared places."""
        masks = self.masks
        shared = number == POOL
        if not shared:
            room = masks.rooms[number]
            if room.ample:
                return
            for slot in range(masks.instants.slot(start), masks.instants.slot(start) + length):
                yield self._use(room.capacity[slot], "room", number, slot)
            shared, closed = room.shared, room.closed_door
        for instant in range(start, start + length) if shared else ():
            for fit in (False, True) if closed else (False,):
                yield self._use(masks.sizes[fit][instant], "pool", fit, instant)

    def _duties(self, start: int, length: int, interpreter: int) -> Iterator[Use]:
        """Yield what a meeting uses of its interpreter's time, and of the time without a rest."""
        if interpreter == NOBODY:
            return
        instants = self.masks.instants
        taken = instants.taken(start, length)
        for n, clique in enumerate(instants.cliques):
            if clique & taken:
                yield self._use(1, "interpreter", interpreter, n)
        slots = (1 << length) - 1 << instants.slot(start)
        for window in self.table.windows[interpreter]:
            most = window.bit_count() - 1
            for _ in range((window & slots).bit_count()):
                yield self._use(most, "run", interpreter, window)

    # -- parties -----------------------------------------------------------------------------

    def _attendant(self, party: int) -> Attendant:
        masks, index = self.masks, self.masks.index
        crew, instants = masks.crew[party], masks.instants
        resources = instants.cliques if crew is None else crew.masks
        limits = [1] * len(resources) if crew is None else crew.room
        period = index.half if index.problem.rules.lunch_exempt else index.day
        uses, busy = [], []
        days = {day: Span() for day in period}
        at = [Busy(days[day], s) for s, day in enumerate(period)]
        for start, length in self._moments:
            taken, slot = instants.taken(start, length), instants.slot(start)
            uses.append(
                [
                    self._use(limit, "party", party, n)
                    for n, (mask, limit) in enumerate(zip(resources, limits, strict=True))
                    if mask & taken
                ]
            )
            busy.append(at[slot : slot + length])
        return Attendant(party, uses, busy, index.problem.parties[party].minimum)
