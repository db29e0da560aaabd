"""A first repair in a moment: what can stay stays, and what it returns is a plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rendezvous.problem import Assignment, Baseline, Problem
from rendezvous.solver.earlier import Earlier
from rendezvous.solver.index import Index
from rendezvous.solver.masks import Masks
from rendezvous.solver.mending import mend
from rendezvous.solver.placing import Cut, place
from rendezvous.solver.seating import seating
from rendezvous.solver.tiers import TIERS, Mended
from tests.rendezvous import brute, crowded, strategies
from tests.rendezvous.examples import EVENT, put, with_party, with_place
from tests.rendezvous.test_search import breaches, searched

PATIENT = settings(deadline=None, suppress_health_check=list(HealthCheck))
SEEDS = st.integers(0, 2**32 - 1)


def mended(problem: Problem) -> tuple[Earlier, Mended | None]:
    """Return what a moment mends."""
    index = Index(problem)
    earlier = Earlier(index)
    return earlier, mend(earlier, Masks(index))


def seated(earlier: Earlier, found: Mended) -> tuple[Assignment, ...]:
    """Return the meetings of a plan, each at a place."""
    program = earlier.program(found.meetings)
    columns = earlier.columns(program, found.meetings)
    assert columns is not None
    placed = place(program, columns)
    assert not isinstance(placed, Cut)
    return placed


def check(problem: Problem) -> None:
    """The plan keeps every rule and is what it is said to be; each meeting kept is where it was."""
    earlier, found = mended(problem)
    if found is None:
        assert problem.baseline is not None
        assert earlier.index.pinned
        return
    plan = seated(earlier, found)
    assert breaches(problem, plan) == []
    now = {a.request: a for a in plan}
    for option in found.meetings:
        if earlier.exact.get(option.request) == option:
            before, after = (
                earlier.meetings[option.request],
                now[problem.requests[option.request].id],
            )
            assert (after.slot, after.place) == (before.slot, before.place)
    mandatory = brute.figures(problem, {a.request: a.slot for a in plan}).stages["mandatory"]
    fates = brute.changes(problem, plan)
    missing, cancelled, moved, relocated = found.values
    pins = sum(r not in now and not q.mandatory for r, q in pinned(earlier))
    assert (missing, cancelled, moved) == (mandatory + pins, fates["cancelled"], fates["moved"])
    assert relocated >= fates["relocated"]


def pinned(earlier: Earlier) -> Iterable[tuple[str, object]]:
    """Return the pinned requests."""
    requests = earlier.index.problem.requests
    return [(requests[r].id, requests[r]) for r in earlier.index.pinned]


def disturbed(seed: int, size: int) -> Problem:
    """Return a crowd with a plan, and somebody or something of it no longer there."""
    random = Random(seed)
    problem = crowded.open_spread(crowded.event(seed, requests=size))
    plan = seating(searched(problem, seed).table)
    for part in random.sample(["parties", "places", "interpreters"], 2):
        items = list(getattr(problem, part))
        n = random.randrange(len(items))
        slots = tuple(slot.id for slot in problem.slots if random.randrange(3))
        items[n] = replace(items[n], slots=random.choice(((), slots, slots)))
        problem = replace(problem, **{part: tuple(items)})
    pins = tuple(a.request for a in plan if not random.randrange(5))
    now = random.choice((None, None, *(slot.start for slot in problem.slots)))
    return replace(problem, baseline=Baseline(plan, pins, now))


@settings(PATIENT, max_examples=50)
@given(SEEDS)
def test_a_plan_that_was_disturbed_is_mended(seed: int) -> None:
    check(disturbed(seed, 14))


@settings(PATIENT, max_examples=40)
@given(st.data())
def test_whatever_the_earlier_plan_a_plan_comes_of_it(data: st.DataObject) -> None:
    """Its meetings may clash with each other and with the rules."""
    problem = crowded.open_spread(data.draw(strategies.problems(5)))
    kind = data.draw(st.sampled_from((strategies.plausible, strategies.assignments)))
    check(replace(problem, baseline=Baseline(data.draw(kind(problem)))))


@settings(PATIENT, max_examples=25)
@given(SEEDS)
def test_no_mending_is_better_than_the_best_repair(seed: int) -> None:
    """And where pins cannot be kept there is none; nor where one waits for what has to move."""
    problem = disturbed(seed, 5)
    earlier, found = mended(problem)
    best = brute.best_repair(problem)
    if found is None or best is None:
        requests, index = problem.requests, earlier.index
        before = {index.request_at[name] for r in index.pinned for name in requests[r].after}
        assert found is None
        assert best is None or before.difference(index.pinned)
    else:
        assert found.values >= tuple(best[0][tier] for tier in TIERS)


@settings(PATIENT, max_examples=25)
@given(SEEDS)
def test_without_disturbance_everything_stays(seed: int) -> None:
    problem = crowded.open_spread(crowded.event(seed, requests=14))
    plan = seating(searched(problem, seed).table)
    earlier, found = mended(replace(problem, baseline=Baseline(plan)))
    assert found is not None
    assert found.values[1:] == (0, 0, 0)
    assert set(found.meetings) == set(earlier.exact.values())
    assert {where(a) for a in plan} == {where(a) for a in seated(earlier, found)}


def where(meeting: Assignment) -> tuple[str, str, str]:
    """Return a meeting without its interpreter: two may have changed places."""
    return meeting.request, meeting.slot, meeting.place


def test_a_meeting_whose_place_is_lost_goes_to_another_in_its_slot() -> None:
    problem = replace(EVENT, requests=EVENT.requests[:2])
    earlier = put("acme-mali a1 table", "acme-togo a2 table")
    problem = replace(with_place(problem, "table", slots=("a2",)), baseline=Baseline(earlier))
    found = mended(problem)[1]
    assert found is not None
    assert found.values == (0, 0, 0, 1)


def test_a_meeting_whose_party_is_gone_is_cancelled() -> None:
    problem = replace(EVENT, requests=EVENT.requests[:2])
    earlier = put("acme-mali a1 table", "acme-togo a2 table")
    problem = replace(with_party(problem, "togo", slots=()), baseline=Baseline(earlier))
    found = mended(problem)[1]
    assert found is not None
    assert found.values == (0, 1, 0, 0)


def test_another_meeting_moves_out_of_the_way() -> None:
    """Togo is there only when Mali is met, who could be met at any time."""
    problem = replace(
        EVENT,
        requests=EVENT.requests[2:4],
    )
    earlier = put("bolt-mali a1 table", "bolt-togo a2 table")
    problem = replace(with_party(problem, "togo", slots=("a1",)), baseline=Baseline(earlier))
    found = mended(problem)[1]
    assert found is not None
    assert found.values == (0, 0, 2, 0)
    check(problem)


def test_a_chain_of_two_moves_out_of_the_way() -> None:
    """Togo takes the time of Bolt's meeting with Mali, and that the one of Acme's with Mali."""
    problem = replace(
        EVENT,
        requests=(*EVENT.requests[2:4], EVENT.requests[0]),
    )
    earlier = put("bolt-togo a2 table", "bolt-mali a1 table", "acme-mali a3 acme-stand")
    problem = with_party(with_party(problem, "togo", slots=("a1",)), "mali", teams=1)
    problem = with_party(problem, "bolt", slots=("a1", "a2", "a3"))
    problem = with_party(problem, "mali", slots=("a1", "a3", "b1"))
    problem = replace(problem, baseline=Baseline(earlier))
    found = mended(problem)[1]
    assert found is not None
    assert found.values == (0, 0, 3, 0)
    check(problem)
