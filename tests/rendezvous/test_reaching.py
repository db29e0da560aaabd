"""A plan at the bound, asked for outright: what prices settle, and what is made of an answer."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.instances import INSTANCES
from rendezvous.solver import choosing, reaching
from rendezvous.solver.coarse import Coarse
from rendezvous.solver.index import Index
from rendezvous.solver.lp import relax
from rendezvous.solver.masks import Masks
from rendezvous.solver.model import Limits
from rendezvous.solver.relaxation import Fine
from rendezvous.solver.timetable import Timetable
from tests.rendezvous import brute, crowded
from tests.rendezvous.test_choosing import Counted

PATIENT = settings(deadline=None, suppress_health_check=list(HealthCheck))
SEEDS = st.integers(0, 2**32 - 1)


@pytest.mark.parametrize("kind", [Coarse, Fine])
@settings(PATIENT, max_examples=40)
@given(seed=SEEDS)
def test_the_best_plan_keeps_what_is_settled(kind: type[Coarse | Fine], seed: int) -> None:
    problem = crowded.open_spread(crowded.event(seed))
    best = brute.optimum(problem)
    if best is None:
        return
    figures, plan = best
    masks = Masks(Index(problem))
    selection = kind(masks)
    found = relax(selection.system, None, 1, simplex=True)
    assert found is not None
    open_ones, certain = reaching.settle(selection, found, figures["weight"])
    index = masks.index
    served = {index.request_at[meeting.request] for meeting in plan}
    assert certain <= served
    columns = reaching.narrow(selection, open_ones, fine := Fine(masks))
    for meeting in plan:
        venue = index.venue_at[problem.places[index.place_at[meeting.place]].venue]
        start = masks.instants.at(index.slot_at[meeting.slot], venue)
        request = index.request_at[meeting.request]
        assert columns[(fine.request == request) & (fine.start == start)].tolist() == [True]


def test_an_answer_is_a_plan_of_that_weight() -> None:
    masks = Masks(Index(INSTANCES["small"](1)))
    coarse, fine, table = Coarse(masks), Fine(masks), Timetable(masks)
    found = relax(coarse.system, None, 1, simplex=True)
    assert found is not None
    weight = found.bound * 9 // 10
    open_ones, certain = reaching.settle(coarse, found, weight)
    columns = reaching.narrow(coarse, open_ones, fine)
    question = reaching.Question(fine, columns, certain, weight)
    chosen, work = question.answer(Limits(None, 20.0, 1, 0))
    assert chosen is not None
    assert work > 0.0
    again, as_much = question.answer(Limits(None, 20.0, 1, 0))
    assert again is not None
    assert [some.tolist() for some in again] == [some.tolist() for some in chosen]
    assert as_much == work
    reaching.enter(table, fine, chosen)
    assert table.weight >= weight
    for duty in chosen[1].tolist():
        assert fine.duties[duty][3] >= 0


def test_what_cannot_be_is_not_answered() -> None:
    masks = Masks(Index(INSTANCES["small"](1)))
    fine = Fine(masks)
    columns = fine.request >= 0
    question = reaching.Question(fine, columns, set(), sum(masks.weight) + 1)
    assert question.answer(Limits(None, 0.2, 1, 0))[0] is None


def test_the_bound_is_reached_by_asking(monkeypatch: pytest.MonkeyPatch) -> None:
    """With nothing but questions: the rounds of the local search are taken away."""
    monkeypatch.setattr(choosing, "AFFORDABLE", 0)
    monkeypatch.setattr(choosing.Choosing, "_round", lambda *_: None)
    counted = Counted(INSTANCES["small"](2), 60.0)
    found = counted.run()
    assert found.table.weight == found.bound
    assert counted.left < 60.0


@settings(PATIENT, max_examples=10)
@given(seed=SEEDS)
def test_asking_never_makes_a_plan_worse_or_a_bound_wrong(seed: int) -> None:
    problem = crowded.open_spread(crowded.event(seed))
    best = brute.optimum(problem)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(choosing, "AFFORDABLE", 0)
        patch.setattr(choosing, "ASKED", 0.1)
        counted = Counted(problem, 3.0)
        found = counted.run()
    scores = [score for score, _ in counted.told]
    assert scores == sorted(scores)
    assert best is None or best[0]["mandatory"] or found.bound >= best[0]["weight"]
