"""Guaranteed minimums and evenly spread breaks, in every order, against brute force."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from math import inf
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from rendezvous import codec
from rendezvous.applying import apply
from rendezvous.changes import Changes
from rendezvous.cli import main
from rendezvous.errors import InputError
from rendezvous.problem import ORDERS, Party, Place, Problem, Request, Rules, Slot, Venue
from rendezvous.result import Guarantee, Plan, Price, Status
from rendezvous.solver import Stop, prices, repair, solve
from rendezvous.solver.annealing import smooth
from rendezvous.solver.choosing import Choosing
from rendezvous.solver.coarse import Coarse
from rendezvous.solver.figures import figures_of
from rendezvous.solver.index import Index
from rendezvous.solver.lp import relax
from rendezvous.solver.masks import Masks
from rendezvous.solver.model import Limits
from rendezvous.solver.relaxation import Fine
from rendezvous.solver.search import Search
from rendezvous.solver.seating import seating
from rendezvous.solver.smoothing import even
from rendezvous.solver.timetable import Timetable
from rendezvous.verify import ViolationCode, verify
from rendezvous.wording import Wording
from tests.rendezvous import brute, strategies
from tests.rendezvous.plans import honest

PATIENT = settings(deadline=None, suppress_health_check=list(HealthCheck))
ENOUGH = Stop(seconds=60.0)
SLOTS = (None, None, ("s0", "s1"), ("s0",), ("s1",))
"""When a request may be served."""


def ordered(problem: Problem, order: tuple[str, ...]) -> Problem:
    """Return the problem with its objectives in that order."""
    return replace(problem, rules=replace(problem.rules, objectives=order))


@pytest.mark.parametrize("order", ORDERS, ids=" ".join)
@settings(PATIENT, max_examples=12)
@given(problem=strategies.problems())
def test_every_order_is_kept_to_the_proven_optimum(
    problem: Problem, order: tuple[str, ...]
) -> None:
    """All is proven and best, but for breaks; from them on every bound allows the best."""
    problem = ordered(problem, order)
    best = brute.optimum(problem)
    assert best is not None
    plan = solve(problem, stop=ENOUGH, workers=1)
    assert verify(problem, plan).violations == ()
    assert [stage.name for stage in plan.objectives] == brute.stage_order(problem)
    for stage in plan.objectives:
        sign = 1 if stage.sense == "min" else -1
        assert sign * stage.bound <= sign * best[0][stage.name]
        if stage.name != "breaks":
            assert stage.proven
            assert stage.value == best[0][stage.name]
        if stage.value != best[0][stage.name]:
            break


def filled(problem: Problem, seed: int) -> Timetable:
    """Return a timetable with what fits, put in by a search that looks at no breaks."""
    table = Timetable(Masks(Index(problem)))
    Search(table, seed).fill(sorted(range(len(table.at)), key=lambda r: (r * 7 + seed) % 5))
    return table


def even_figures(table: Timetable) -> tuple[int, int, set[int]]:
    """Return spread and breaks of a timetable, and the requests it serves."""
    slot = table.masks.instants.slot
    starts = {r: slot(m.instant) for r, m in enumerate(table.at) if m is not None}
    found = figures_of(table.masks.index, starts)
    return found.spread, found.breaks, set(starts)


@settings(PATIENT, max_examples=60)
@given(strategies.problems(), st.integers(0, 9), st.booleans())
def test_breaks_are_evened_by_moving_meetings(problem: Problem, seed: int, kept: bool) -> None:
    problem = replace(problem, rules=replace(problem.rules, spread=None))
    table = filled(problem, seed)
    spread, breaks, served = even_figures(table)
    even(table, Limits(None, None, 1, seed), breaks if kept else None)
    after = even_figures(table)
    assert after[0] <= spread
    assert after[1] <= breaks or not kept
    assert after[2] == served
    plan = honest(problem, seating(table), Status.UNKNOWN)
    codes = {v.code for v in verify(problem, plan).violations}
    assert codes <= {ViolationCode.MANDATORY_UNSERVED, ViolationCode.WRONG_FIGURE}


@settings(PATIENT, max_examples=60)
@given(strategies.problems(), st.integers(0, 9))
def test_fewer_breaks_keep_the_spread_that_is_held(problem: Problem, seed: int) -> None:
    table = filled(replace(problem, rules=replace(problem.rules, spread=None)), seed)
    spread, breaks, served = even_figures(table)
    smooth(table, Limits(None, None, 1, seed), spread)
    after = even_figures(table)
    assert after[0] <= spread
    assert after[1] <= breaks
    assert after[2] == served


def test_a_party_that_waits_alone_waits_no_more() -> None:
    problem = replace(
        APART,
        requests=(Request("r0", ("a", "b")), Request("r1", ("a", "c"), slots=("s0", "s1"))),
        rules=Rules(),
    )
    table = Timetable(Masks(Index(problem)))
    assert table.put(0, 2)
    assert table.put(1, 0)
    table.journal.clear()
    assert even_figures(table)[:2] == (1, 1)
    even(table, Limits(None, None, 1, 0))
    assert even_figures(table)[:2] == (0, 0)


def true_price(problem: Problem, price: Price) -> float:
    """Return what a guarantee costs, from all plans there are."""
    rules = problem.rules
    first = rules.objectives.index("minimum") < rules.objectives.index("weight")
    if price.guarantee is Guarantee.MINIMUM:
        held = brute.most_weight(problem, price.below, price.shortfall)
        return brute.most_weight(problem, inf, inf) - held
    lacks = (price.below, price.shortfall) if first else (inf, inf)
    free = replace(problem, rules=replace(rules, spread=None))
    if price.guarantee is Guarantee.MANDATORY:
        wishes = tuple(replace(request, mandatory=False) for request in problem.requests)
        free = replace(problem, requests=wishes)
    return brute.most_weight(free, *lacks) - brute.most_weight(problem, *lacks)


def priced(problem: Problem, stop: Stop, rest: Stop) -> Plan:
    """Return a plan with its prices, which the checker accepts."""
    plan = solve(problem, stop=stop, workers=1)
    plan = replace(plan, prices=prices(problem, plan, stop=rest, workers=1))
    assert verify(problem, plan).violations == ()
    return plan


@st.composite
def contested(draw: st.DrawFn) -> Problem:
    """One room for one or two meetings, few slots, unequal weights: what is guaranteed costs."""
    parties = [f"p{n}" for n in range(draw(st.integers(3, 5)))]
    pair = st.permutations(parties).map(lambda names: (names[0], names[1]))
    weights = st.sampled_from((1, 1, 2, 5, 9))
    nine = datetime(2025, 11, 12, 9, tzinfo=UTC)
    half_hour = timedelta(minutes=30)
    return Problem(
        slots=tuple(
            Slot(f"s{n}", nine + n * half_hour, nine + (n + 1) * half_hour, "12", "am", ("hall",))
            for n in range(draw(st.integers(2, 4)))
        ),
        parties=tuple(
            Party(party, minimum=draw(st.sampled_from((0, 1, 1, 2)))) for party in parties
        ),
        requests=tuple(
            Request(
                f"r{n}",
                draw(pair),
                weight=draw(weights),
                mandatory=strategies.rarely(draw),
                slots=draw(st.sampled_from(SLOTS)),
            )
            for n in range(draw(st.integers(4, 6)))
        ),
        places=(Place("room", "hall", capacity=draw(st.integers(1, 2))),),
        venues=(Venue("hall"),),
        rules=Rules(
            spread=draw(st.sampled_from((None, 0, 1))), objectives=draw(st.sampled_from(ORDERS))
        ),
    )


@st.composite
def guarantees(draw: st.DrawFn) -> Problem:
    """A problem that can serve what is mandatory, with minimums, a spread rule or both."""
    problem = draw(st.one_of(contested(), contested(), strategies.problems()))
    promised = any(party.minimum for party in problem.parties)
    assume(promised or problem.rules.spread is not None)
    best = brute.optimum(problem)
    assume(best is not None and not best[0]["mandatory"])
    return problem


@settings(PATIENT, max_examples=60)
@given(guarantees())
def test_with_time_a_price_is_exact(problem: Problem) -> None:
    found = priced(problem, ENOUGH, ENOUGH).prices
    promised = any(party.minimum for party in problem.parties)
    asked = [Guarantee.MANDATORY] * any(request.mandatory for request in problem.requests)
    asked += [Guarantee.MINIMUM] * promised
    asked += [Guarantee.SPREAD] * (problem.rules.spread is not None)
    assert [price.guarantee for price in found] == asked
    for price in found:
        true = true_price(problem, price)
        assert (price.at_least, price.at_most) == (true, true)


@settings(PATIENT, max_examples=30)
@given(guarantees(), st.sampled_from([Stop(0.0), ENOUGH]), st.sampled_from([Stop(0.0), ENOUGH]))
def test_without_time_a_price_is_an_interval_that_holds_it(
    problem: Problem, stop: Stop, rest: Stop
) -> None:
    for price in priced(problem, stop, rest).prices:
        assert price.at_least <= true_price(problem, price) <= price.at_most


@pytest.mark.parametrize("kind", [Coarse, Fine])
@settings(PATIENT, max_examples=25)
@given(problem=guarantees(), penalty=st.integers(0, 30))
def test_a_relaxation_with_minimums_bounds_the_weight_for_every_lack(
    problem: Problem, kind: type[Coarse | Fine], penalty: int
) -> None:
    selection = kind(Masks(Index(problem)))
    selection.promise(penalty)
    found = relax(selection.system, None, 1)
    assert found is not None
    for lacking in range(sum(party.minimum for party in problem.parties) + 1):
        assert brute.most_weight(problem, inf, lacking) <= found.bound + penalty * lacking


@pytest.mark.parametrize("kind", [Coarse, Fine])
@settings(PATIENT, max_examples=25)
@given(problem=guarantees(), weight=st.integers(0, 30))
def test_a_relaxation_bounds_what_is_lacking_for_every_weight(
    problem: Problem, kind: type[Coarse | Fine], weight: int
) -> None:
    below, shortfall = brute.least_lacking(problem, weight)
    selection = kind(Masks(Index(problem)))
    selection.owe(weight)
    relaxed = relax(selection.system, None, 1)
    assert (-inf if relaxed is None else -relaxed.bound) <= shortfall
    assert relaxed is not None or shortfall == inf
    least = settled(problem).least_lacking(weight, Limits(None, None, 1, 0))
    assert least[0] <= below
    assert least[1] <= shortfall


def settled(problem: Problem) -> Choosing:
    """Return what chooses the requests to serve, without a limit."""
    limits = Limits(None, None, 1, 0)
    masks = Masks(Index(problem))
    return Choosing(masks, [], lambda: limits, lambda _: None, lambda: None)


NINE = datetime(2025, 11, 12, 9, tzinfo=UTC)
THREE = tuple(
    Slot(f"s{n}", NINE + timedelta(hours=n), NINE + timedelta(hours=n + 1), "12", "am", ("hall",))
    for n in range(3)
)
WEIGHT_FIRST = Problem(
    slots=THREE[:1],
    parties=(Party("a"), Party("b"), Party("c", minimum=1), Party("d", minimum=1)),
    requests=(Request("r0", ("a", "b"), weight=9), Request("r1", ("c", "d"), weight=2)),
    places=(Place("table", "hall"),),
    venues=(Venue("hall"),),
)
"""One table and one slot: C and D have what they were promised, or A and B meet."""
MUST = (WEIGHT_FIRST.requests[0], replace(WEIGHT_FIRST.requests[1], mandatory=True))
MINIMUM_FIRST = ordered(WEIGHT_FIRST, ("mandatory", "minimum", "weight", "breaks"))
APART = Problem(
    slots=THREE,
    parties=(Party("a"), Party("b"), Party("c")),
    requests=(
        Request("r0", ("a", "b"), weight=5, fixed_slot="s0"),
        Request("r1", ("a", "c"), weight=3, fixed_slot="s2"),
    ),
    places=(Place("table", "hall"),),
    venues=(Venue("hall"),),
    rules=Rules(spread=0),
)
"""Two meetings with a break between them, which the rule forbids."""


def test_minimums_first_are_in_the_bound_of_the_weight() -> None:
    choosing = settled(MINIMUM_FIRST)
    choosing.begin()
    choosing.improve()
    assert (choosing.table.weight, choosing.shortfall, choosing.most(0)) == (2, 0, 2)


TOLD = [
    (
        WEIGHT_FIRST,
        Price(Guarantee.MINIMUM, False, 2, 2, 9, 9, 0, 2, 0, 2),
        "To put the guaranteed minimums before the weight would cost 7 points of weight: "
        "2 served instead of 9, 0 parties below their minimum instead of 2.",
    ),
    (
        MINIMUM_FIRST,
        Price(Guarantee.MINIMUM, True, 2, 2, 9, 9, 0, 2, 0, 2),
        "The guaranteed minimums cost 7 points of weight: "
        "2 served instead of 9, 0 parties below their minimum instead of 2.",
    ),
    (
        replace(WEIGHT_FIRST, requests=MUST, parties=tuple(Party(p) for p in "abcd")),
        Price(Guarantee.MANDATORY, True, 2, 2, 9, 9, 0, 0, 0, 0),
        "The mandatory requests cost 7 points of weight: 2 served instead of 9.",
    ),
    (
        APART,
        Price(Guarantee.SPREAD, True, 5, 5, 8, 8, 0, 0, 0, 0),
        "Keeping breaks at most 0 apart costs 3 points of weight: 5 served instead of 8.",
    ),
]


@pytest.mark.parametrize(("problem", "price", "sentence"), TOLD)
def test_a_price_and_its_words(problem: Problem, price: Price, sentence: str) -> None:
    plan = priced(problem, ENOUGH, ENOUGH)
    assert plan.prices == (price,)
    assert Wording(problem, plan).price(price) == sentence


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"weight": 9}, "no weight: 0 parties below their minimum instead of 2"),
        ({"free_bound": 3, "free": 3}, "1 point of weight: 2 served instead of 3, 0 parties below"),
        ({"below": 1}, "2 served instead of 9, 1 party below its minimum instead of 2."),
        ({"free_bound": 12}, "7 to 10 points of weight: 2 served instead of 9"),
        ({"bound": 9}, "at most 7 points of weight: 2 served instead of 9"),
        ({"below": 2}, "instead of 9, meetings short of the minimums 0 instead of 2."),
        ({"weight": 9, "below": 2, "shortfall": 2}, "cost no weight."),
    ],
)
def test_other_prices_in_words(changed: dict[str, int], words: str) -> None:
    plan = solve(MINIMUM_FIRST, stop=ENOUGH, workers=1)
    assert words in Wording(MINIMUM_FIRST, plan).price(replace(TOLD[1][1], **changed))


PRICE = "The price of the guarantee 'minimum' "


@pytest.mark.parametrize(
    ("problem", "changed", "message"),
    [
        (WEIGHT_FIRST, {"kept": True}, PRICE + "is told as if it came first."),
        (MINIMUM_FIRST, {"kept": False}, PRICE + "is told as if it did not come first."),
        (WEIGHT_FIRST, {"free_below": 1}, PRICE + "is not that of this plan."),
        (MINIMUM_FIRST, {"shortfall": 1}, PRICE + "is not that of this plan."),
        (MINIMUM_FIRST, {"weight": 1}, PRICE + "is not that of this plan."),
        (MINIMUM_FIRST, {"bound": 1}, PRICE + "rests on weights that cannot be."),
        (MINIMUM_FIRST, {"free_bound": 8}, PRICE + "rests on weights that cannot be."),
        (MINIMUM_FIRST, {"bound": 10}, PRICE + "rests on weights that cannot be."),
        (WEIGHT_FIRST, {"free": 8}, PRICE + "counts 8 without it, but the plan serves more."),
        (
            WEIGHT_FIRST,
            {"guarantee": Guarantee.SPREAD},
            "The price of the guarantee 'spread' is told, but nothing of the kind is guaranteed.",
        ),
    ],
)
def test_the_checker_holds_prices_against_the_plan(
    problem: Problem, changed: dict[str, Any], message: str
) -> None:
    plan = priced(problem, ENOUGH, ENOUGH)
    wrong = replace(plan, prices=(replace(plan.prices[0], **changed),))
    assert message in [violation.message for violation in verify(problem, wrong).violations]


def test_a_price_is_told_once() -> None:
    plan = priced(WEIGHT_FIRST, ENOUGH, ENOUGH)
    twice = verify(WEIGHT_FIRST, replace(plan, prices=plan.prices * 2))
    assert [v.message for v in twice.violations] == [PRICE + "is told twice."]


def test_without_a_guarantee_there_is_no_price() -> None:
    nobody = replace(
        WEIGHT_FIRST, parties=tuple(replace(p, minimum=0) for p in WEIGHT_FIRST.parties)
    )
    assert priced(nobody, ENOUGH, ENOUGH).prices == ()


def test_a_plan_that_leaves_out_what_is_mandatory_has_no_price() -> None:
    both = tuple(replace(request, mandatory=True) for request in WEIGHT_FIRST.requests)
    problem = replace(WEIGHT_FIRST, requests=both)
    assert solve(problem, stop=ENOUGH, workers=1).status is Status.INFEASIBLE
    assert priced(problem, ENOUGH, ENOUGH).prices == ()


def test_a_repair_has_no_price() -> None:
    plan = solve(WEIGHT_FIRST, stop=ENOUGH, workers=1)
    changed = apply(WEIGHT_FIRST, plan, Changes())
    assert prices(changed, repair(changed, workers=1), stop=ENOUGH, workers=1) == ()


def test_the_price_of_another_plan_is_refused() -> None:
    plan = solve(WEIGHT_FIRST, stop=ENOUGH, workers=1)
    with pytest.raises(InputError, match="the plan does not hold: The plan was made for"):
        prices(MINIMUM_FIRST, plan, stop=ENOUGH, workers=1)


def test_after_an_interrupt_no_price_is_asked() -> None:
    plan = solve(WEIGHT_FIRST, stop=ENOUGH, workers=1)
    stopped = replace(ENOUGH, interrupt=Event())
    assert stopped.interrupt is not None
    stopped.interrupt.set()
    assert prices(WEIGHT_FIRST, plan, stop=stopped, workers=1) == ()


def rendezvous(capsys: pytest.CaptureFixture[str], *arguments: object) -> list[str]:
    """Return the lines a command prints; it must succeed."""
    with pytest.raises(SystemExit) as left:
        main([str(argument) for argument in arguments])
    assert left.value.code == 0
    return capsys.readouterr().out.splitlines()


def test_the_command_tells_prices_when_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    problem, plan, report = (tmp_path / name for name in ("p.json", "plan.json", "report.json"))
    codec.write(problem, codec.problem_to_data(WEIGHT_FIRST))
    out = rendezvous(capsys, "plan", problem, "-o", plan, "--prices", "--json", report)
    assert out[-1] == TOLD[0][2]
    assert codec.read_plan(plan).prices == (TOLD[0][1],)
    (told,) = json.loads(report.read_text())["prices"]
    assert (told["at_least"], told["at_most"], told["guarantee"]) == (7, 7, "minimum")
    assert rendezvous(capsys, "show", problem, plan)[-1] == TOLD[0][2]
    assert rendezvous(capsys, "check", problem, plan) == ["The plan holds."]
    work = ("--work", 5, "--workers", 1, "--prices")
    twice = []
    for _ in range(2):
        rendezvous(capsys, "plan", problem, "-o", plan, *work)
        twice.append(plan.read_bytes())
    assert twice[0] == twice[1]
    rendezvous(capsys, "plan", problem, "-o", plan, "--json", report)
    assert "prices" not in json.loads(plan.read_text())
    assert "prices" not in json.loads(report.read_text())
