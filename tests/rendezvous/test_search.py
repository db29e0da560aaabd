"""The local search and its timetable, on small problems of every kind, against brute force."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from unittest import mock

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rendezvous.problem import Assignment, Interpreter, Problem, Request
from rendezvous.result import Status
from rendezvous.solver import layout
from rendezvous.solver.clock import Clock
from rendezvous.solver.greedy import in_order
from rendezvous.solver.index import Index
from rendezvous.solver.instants import bits
from rendezvous.solver.masks import Masks
from rendezvous.solver.model import Limits
from rendezvous.solver.search import Search
from rendezvous.solver.seating import seating
from rendezvous.solver.timetable import Timetable
from rendezvous.verify import ViolationCode, verify
from tests.rendezvous import brute, crowded, strategies
from tests.rendezvous.examples import EVENT, with_request
from tests.rendezvous.plans import honest

PATIENT = settings(deadline=None, suppress_health_check=list(HealthCheck))


def without_spread(problem: Problem) -> Problem:
    """Return the problem without the one rule that the timetable leaves to others."""
    return replace(problem, rules=replace(problem.rules, spread=None))


def searched(problem: Problem, seed: int = 0, moves: int = 200) -> Search:
    """Return a search of so many moves, from nothing."""
    index = Index(problem)
    search = Search(Timetable(Masks(index)), seed)
    search.fill(in_order(index))
    search.anneal(Clock(Limits(None, None, 1, seed), moves))
    return search


def breaches(problem: Problem, assignments: tuple[Assignment, ...]) -> list[str]:
    """Return what the checker finds wrong with the meetings, whatever is left unserved."""
    plan = honest(problem, assignments, Status.UNKNOWN)
    return [v.message for v in verify(problem, plan).violations if v.code not in CLAIMS]


CLAIMS = (ViolationCode.WRONG_FIGURE, ViolationCode.MANDATORY_UNSERVED)


@settings(PATIENT, max_examples=150)
@given(strategies.problems())
def test_requests_may_stand_where_the_options_say(problem: Problem) -> None:
    """Longer meetings may have fewer starts: they need one place throughout."""
    index = Index(problem)
    masks = Masks(index)
    options = {(o.request, masks.instants.at(o.slot, o.venue)) for o in index.options}
    found = {(r, i) for r, mask in enumerate(masks.allowed) for i in bits(mask)}
    assert found <= options
    assert {o for o in options - found if masks.length[o[0]] == 1} == set()


@settings(PATIENT, max_examples=150)
@given(strategies.problems(), st.integers(0, 3))
def test_what_is_found_keeps_every_rule(problem: Problem, seed: int) -> None:
    problem = without_spread(problem)
    assert breaches(problem, seating(searched(problem, seed).table)) == []


@settings(PATIENT, max_examples=40)
@given(st.integers(0, 2**32 - 1))
def test_what_is_found_in_a_crowd_keeps_every_rule(seed: int) -> None:
    problem = without_spread(crowded.fair(seed))
    assert breaches(problem, seating(searched(problem, seed).table)) == []


@settings(PATIENT, max_examples=60)
@given(strategies.problems())
def test_nothing_found_is_better_than_the_best(problem: Problem) -> None:
    problem = without_spread(problem)
    best = brute.optimum(problem)
    assert best is not None
    assignments = seating(searched(problem).table)
    reached = brute.figures(problem, {a.request: a.slot for a in assignments}).stages
    order = brute.stage_order(problem)[:-1]
    signs = [-1 if brute.SENSES[name] == "max" else 1 for name in order]
    assert [s * best[0][name] for s, name in zip(signs, order, strict=True)] <= [
        s * reached[name] for s, name in zip(signs, order, strict=True)
    ]


@settings(PATIENT, max_examples=60)
@given(st.data())
def test_pinned_meetings_stay(data: st.DataObject) -> None:
    problem = without_spread(data.draw(strategies.problems()))
    best = brute.optimum(problem)
    assert best is not None
    pinned = strategies.some_of(data.draw, [a.request for a in best[1]])
    problem = strategies.with_pins(problem, best[1], pinned)
    assignments = seating(searched(problem).table)
    assert {a for a in best[1] if a.request in pinned} <= set(assignments)
    assert breaches(problem, assignments) == []


@settings(PATIENT, max_examples=150)
@given(strategies.problems(), st.integers(0, 2**32 - 1))
def test_every_change_is_undone_exactly(problem: Problem, seed: int) -> None:
    """After any changes, and after taking some back, the state is that of the meetings alone."""
    random = Random(seed)
    table = Timetable(Masks(Index(problem)))
    states = [(0, state(table))]
    for _ in range(30):
        request = random.randrange(len(table.at))
        if table.at[request] is not None:
            table.drop(request)
        else:
            starts = list(bits(table.open_to(request)))
            if not starts or not table.put(request, random.choice(starts)):
                continue
        assert state(table) == state(rebuilt(table))
        states.append((len(table.journal), state(table)))
    for mark, before in reversed(states):
        table.undo(mark)
        assert state(table) == before


def rebuilt(table: Timetable) -> Timetable:
    """Return a timetable with the same meetings, written in from nothing."""
    other = Timetable(table.masks)
    for request, meeting in enumerate(table.at):
        if meeting is not None and other.at[request] is None:
            other.enter(request, meeting)
    return other


def state(table: Timetable) -> object:
    """Return all that changes in a timetable, but for the journal."""
    languages = range(len(table.masks.able))
    return [
        table.score,
        list(table.at),
        list(table.free),
        [dict(held) for held in table.held],
        [list(load) for load in table.load],
        [set(full) for full in table.full],
        list(table.met),
        dict(table.pool),
        {closed: list(seated) for closed, seated in table.seated.items()},
        [list(guests) for guests in table.guests],
        list(table.room_free),
        list(table.idle),
        [dict(works) for works in table.works],
        list(table.worked),
        [table.interpreted(language, 1) for language in languages],
    ]


@settings(PATIENT, max_examples=40)
@given(strategies.problems(), st.integers(0, 1000))
def test_the_same_seed_and_work_give_the_same_plan(problem: Problem, seed: int) -> None:
    one, two = (seating(searched(problem, seed).table) for _ in range(2))
    assert one == two


def test_a_request_of_weight_pushes_a_light_one_out() -> None:
    """Every pair can meet in one slot only; the order of filling is made the wrong one."""
    problem = EVENT
    for request in EVENT.requests:
        problem = with_request(problem, request.id, slots=("a1",))
    search = Search(Timetable(Masks(Index(problem))), 0)
    light = [r for r, item in enumerate(problem.requests) if item.weight == 1]
    search.fill([*light, *range(len(problem.requests))])
    first = search.table.score
    search.anneal(Clock(Limits(None, None, 1, 0), 1000))
    best = brute.optimum(problem)
    assert best is not None
    assert first < search.table.score
    served = {a.request for a in seating(search.table)}
    assert served == {a.request for a in best[1]}


def test_what_a_request_waits_for_does_not_give_way_to_it() -> None:
    """The one interpreter may not work twice in a row, and there are two slots only."""
    problem = replace(
        EVENT,
        slots=EVENT.slots[:2],
        requests=(
            Request("first", ("bolt", "togo")),
            Request("second", ("bolt", "togo"), weight=9, after=("first",)),
        ),
        interpreters=(Interpreter("ivan", ("en", "fr"), max_run=1),),
    )
    assert [a.request for a in seating(searched(problem).table)] == ["first"]


@settings(PATIENT, max_examples=30)
@given(st.integers(0, 2**32 - 1), st.sampled_from((1, 1 << 62)))
def test_a_worth_beyond_64_bits_makes_no_plan_worse(seed: int, largest: int) -> None:
    """It is searched roughly then, and what only seems to be better is not taken."""
    problem = crowded.fair(seed)
    search = searched(problem, seed, moves=0)
    before = search.table.score
    with mock.patch.object(layout, "LARGEST", largest):
        search.anneal(Clock(Limits(None, None, 1, seed), 4_000))
    assert search.table.score >= before
    assert breaches(without_spread(problem), seating(search.table)) == []
