"""Timetables brought within the spread rule, on small problems of every kind."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rendezvous.problem import Problem
from rendezvous.result import Status
from rendezvous.solver.apart import Apart, bring_within
from rendezvous.solver.greedy import in_order
from rendezvous.solver.index import Index
from rendezvous.solver.levels import Levels
from rendezvous.solver.masks import Masks
from rendezvous.solver.model import Limits
from rendezvous.solver.search import Search
from rendezvous.solver.seating import seating
from rendezvous.solver.timetable import Timetable
from rendezvous.verify import ViolationCode, verify
from tests.rendezvous import strategies
from tests.rendezvous.plans import honest

PATIENT = settings(deadline=None, suppress_health_check=list(HealthCheck))
CLAIMS = {ViolationCode.WRONG_FIGURE, ViolationCode.MANDATORY_UNSERVED}
BREAKS = st.lists(st.integers(0, 6), max_size=6)


def crowd(problem: Problem, most: int) -> Timetable:
    """Return a timetable filled without a look at breaks; the rule allows ``most``."""
    index = Index(replace(problem, rules=replace(problem.rules, spread=most)))
    table = Timetable(Masks(index))
    Search(table, 0).fill(in_order(index))
    return table


@settings(PATIENT, max_examples=100)
@given(strategies.problems(), st.integers(0, 1))
def test_what_is_too_far_apart_is_brought_together(problem: Problem, most: int) -> None:
    """What comes of it is a plan by every rule, that of the spread too; filling keeps it one."""
    table = crowd(problem, most)
    for step in (
        lambda: bring_within(table, Limits(None, None, 1, 0), most),
        lambda: Apart(table, most).fill(in_order(table.masks.index)),
    ):
        step()
        assert Apart(table, most).within
        ruled = table.masks.index.problem
        plan = honest(ruled, seating(table), Status.UNKNOWN)
        assert {v.code for v in verify(ruled, plan).violations} <= CLAIMS


@settings(PATIENT, max_examples=60)
@given(strategies.problems(), st.integers(0, 1))
def test_only_what_is_too_much_is_given_up(problem: Problem, most: int) -> None:
    table = crowd(problem, most)
    before = table.at.copy()
    within = Apart(table, most).within
    Apart(table, most).give_up()
    kept = [(old, new) for old, new in zip(before, table.at, strict=True) if new is not None]
    assert all(old == new for old, new in kept)
    assert within == (table.at == before)


@given(BREAKS, st.data())
def test_levels_are_those_of_the_parties(breaks: list[int], data: st.DataObject) -> None:
    levels = Levels(breaks)
    for _ in range(3):
        low, high = min(breaks, default=0), max(breaks, default=0)
        number = Counter(breaks)
        ends = number[low] + number[high] if high > low else 0
        assert (levels.edges, levels.lowest) == ((high - low, ends), low)
        assert levels.total == sum(breaks)
        after = data.draw(st.lists(st.integers(0, 6), max_size=len(breaks)))
        levels.move(breaks[: len(after)], after)
        breaks = after + breaks[len(after) :]
