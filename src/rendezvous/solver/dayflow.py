"""A party's day as a path: its idle runs counted without a gap.

Between slots a day is in one of four states: nothing has been held yet, the last slot was busy, an
idle run is open that will end in a meeting, nothing will be held any more. Each slot is a step from
state to state; opening an idle run costs one break. The paths are the patterns of busy slots, one
each, and the linear relaxation of a path is whole: it counts as many breaks as the best mixture of
patterns has, where separate variables for beginnings of runs would count almost none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from enum import IntEnum
from typing import Any, Final

from ortools.sat.python import cp_model


class State(IntEnum):
    """What a party's day is between two slots."""

    BEFORE = 0
    BUSY = 1
    IDLE = 2
    AFTER = 3


STEPS: Final[tuple[tuple[State, State], ...]] = (
    (State.BEFORE, State.BEFORE),
    (State.BEFORE, State.BUSY),
    (State.BUSY, State.BUSY),
    (State.BUSY, State.IDLE),
    (State.BUSY, State.AFTER),
    (State.IDLE, State.IDLE),
    (State.IDLE, State.BUSY),
    (State.AFTER, State.AFTER),
)


class DayFlow:
    """The path of a party of so many ``teams`` through a day, in a CP-SAT model.

    ``users`` are, per slot, the variables of the meetings that would occupy it, at most ``teams``
    of which can be true. ``breaks`` is the sum of ``opened``.
    """

    def __init__(self, model: cp_model.CpModel, users: Sequence[Sequence[Any]], teams: int) -> None:
        self.steps: list[dict[tuple[State, State], Any]] = []
        self.opened: list[Any] = []
        leaving: dict[tuple[int, State], list[Any]] = defaultdict(list)
        arriving: dict[tuple[int, State], list[Any]] = defaultdict(list)
        last = max((slot for slot, some in enumerate(users) if some), default=-1)
        for slot, some in enumerate(users):
            steps: dict[tuple[State, State], Any] = {}
            for step in STEPS:
                if slot == 0 and step[0] != State.BEFORE:
                    continue
                if not some and step[1] == State.BUSY:
                    continue
                if slot >= last and step[1] == State.IDLE:
                    continue
                steps[step] = model.new_bool_var("")
                leaving[slot, step[0]].append(steps[step])
                arriving[slot + 1, step[1]].append(steps[step])
            self.steps.append(steps)
            if (State.BUSY, State.IDLE) in steps:
                self.opened.append(steps[State.BUSY, State.IDLE])
            self._bind(model, some, steps, teams)
        self._conserve(model, leaving, arriving)

    def _bind(
        self,
        model: cp_model.CpModel,
        users: Sequence[Any],
        steps: dict[tuple[State, State], Any],
        teams: int,
    ) -> None:
        """Make a slot busy just when a meeting occupies it."""
        if not users:
            return
        busy = sum(name for step, name in steps.items() if step[1] == State.BUSY)
        held = sum(users)
        if teams == 1:
            model.add(held == busy)
        else:
            model.add(held >= busy)
            model.add(held <= teams * busy)

    def _conserve(
        self,
        model: cp_model.CpModel,
        leaving: dict[tuple[int, State], list[Any]],
        arriving: dict[tuple[int, State], list[Any]],
    ) -> None:
        """Begin before everything, end otherwise than idle, and go on from where one is."""
        model.add_exactly_one(leaving[0, State.BEFORE])
        for slot in range(1, len(self.steps)):
            for state in State:
                came, went = arriving[slot, state], leaving[slot, state]
                if came and went:
                    model.add(sum(came) == sum(went))
                for name in (came or went) if not (came and went) else ():
                    model.add(name == 0)
        for name in arriving[len(self.steps), State.IDLE]:
            model.add(name == 0)

    def path(self, busy: Collection[int]) -> list[tuple[Any, bool]]:
        """Return each step with whether the day with these busy slots takes it."""
        last = max(busy, default=-1)
        state = State.BEFORE
        taken: list[tuple[Any, bool]] = []
        for slot, steps in enumerate(self.steps):
            then = state
            if slot in busy:
                then = State.BUSY
            elif state != State.BEFORE:
                then = State.AFTER if slot > last else State.IDLE
            taken += [(name, step == (state, then)) for step, name in steps.items()]
            state = then
        return taken
