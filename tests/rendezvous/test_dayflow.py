"""Tests of days as paths: each pattern of busy slots is one path, and costs its breaks."""

from __future__ import annotations

from itertools import product

import pytest
from ortools.sat.python import cp_model

from rendezvous.solver.dayflow import DayFlow

SLOTS = 4


def idle_runs(busy: set[int]) -> int:
    """Return the idle runs strictly between busy slots."""
    inner = range(min(busy, default=0), max(busy, default=0) + 1)
    return sum(n not in busy and n - 1 in busy for n in inner)


@pytest.mark.parametrize("teams", [1, 2])
def test_a_path_costs_what_its_pattern_has_of_breaks(teams: int) -> None:
    for closed in ((), (2,), (0, 3)):
        for pattern in product(range(teams + 1), repeat=SLOTS):
            if any(pattern[n] for n in closed):
                continue
            model = cp_model.CpModel()
            users = [
                [] if n in closed else [model.new_bool_var("") for _ in range(teams)]
                for n in range(SLOTS)
            ]
            flow = DayFlow(model, users, teams)
            for some, held in zip(users, pattern, strict=True):
                model.add(sum(some) == held)
            busy = {n for n, held in enumerate(pattern) if held}
            taken = flow.path(busy)
            for name, on in taken:
                model.add(name == on)
            solver = cp_model.CpSolver()
            assert solver.solve(model) == cp_model.OPTIMAL
            opened = {name.index for name in flow.opened}
            assert sum(on for name, on in taken if name.index in opened) == idle_runs(busy)


def test_no_other_path_is_cheaper_or_dearer() -> None:
    """With the pattern fixed, least and most of the breaks agree: the path is the only one."""
    for pattern in product((False, True), repeat=SLOTS):
        found = []
        for sign in (1, -1):
            model = cp_model.CpModel()
            users = [[model.new_bool_var("")] for _ in range(SLOTS)]
            flow = DayFlow(model, users, 1)
            for (name,), on in zip(users, pattern, strict=True):
                model.add(name == on)
            model.minimize(sign * sum(flow.opened))
            solver = cp_model.CpSolver()
            assert solver.solve(model) == cp_model.OPTIMAL
            found.append(round(sign * solver.objective_value))
        assert found == [idle_runs({n for n, on in enumerate(pattern) if on})] * 2
