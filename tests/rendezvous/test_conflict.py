"""Conflicts between mandatory requests: against brute force, and by hand."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from rendezvous.checking import check_problem
from rendezvous.conflicts import Conflict, Rule, RuleKind, in_words, to_data
from rendezvous.errors import InputError
from rendezvous.problem import Baseline, Party, Problem, Request, Rules
from rendezvous.result import Plan, Status
from rendezvous.solver import Stop, explain_conflict
from rendezvous.solver import conflict as conflict_module
from rendezvous.solver.index import Index
from rendezvous.solver.masks import Masks
from rendezvous.solver.reasons import reasons
from tests.rendezvous import brute, strategies
from tests.rendezvous.examples import EVENT, put, with_party, with_place

PATIENT = settings(deadline=None, suppress_health_check=list(HealthCheck))
ENOUGH = Stop(seconds=60.0)


def servable(problem: Problem, requests: Collection[str]) -> bool:
    """Return whether some requests can all be served; with a spread rule, beside any others."""
    everybody = [r.id for r in problem.requests]
    return brute.servable(problem, requests, everybody if problem.rules.spread is not None else ())


def crowded(problem: Problem) -> Problem:
    """Return the problem with each request twice, seven in all at most, in four slots at most."""
    slots = {slot.id for slot in problem.slots[:4]}
    again = [replace(r, id=f"{r.id}-again", after=()) for r in problem.requests]
    requests = [
        replace(
            r,
            fixed_slot=r.fixed_slot if r.fixed_slot in slots else None,
            slots=tuple(s for s in r.slots if s in slots) if r.slots is not None else None,
        )
        for r in [*problem.requests, *again][:7]
    ]

    def seen(item: Any) -> Any:
        if item.slots is None:
            return item
        return replace(item, slots=tuple(s for s in item.slots if s in slots))

    fewer = replace(
        problem,
        slots=problem.slots[:4],
        requests=tuple(requests),
        parties=tuple(map(seen, problem.parties)),
        places=tuple(map(seen, problem.places)),
        interpreters=tuple(map(seen, problem.interpreters)),
    )
    assume(not check_problem(fewer))
    return fewer


@settings(PATIENT, max_examples=80)
@given(st.data())
def test_a_conflict_cannot_be_served_and_nothing_in_it_is_too_many(data: st.DataObject) -> None:
    problem = crowded(data.draw(strategies.problems()))
    constant = data.draw(st.sampled_from((None, None, "CONFLICTS", "MANY")))
    optional = data.draw(st.sets(st.sampled_from([r.id for r in problem.requests]), max_size=2))
    must = [r.id for r in problem.requests if r.id not in optional]
    if data.draw(st.integers(0, 5)):
        must = [name for name in must if servable(problem, [name])]
    with pytest.MonkeyPatch.context() as patch:
        if constant is not None:
            patch.setattr(conflict_module, constant, 0)
        found = explain_conflict(problem, must, stop=ENOUGH) if must else None
    event(f"{0 if found is None else len(found.requests)} requests in conflict")
    if found is None:
        assert servable(problem, must)
        return
    assert found.whole
    assert set(found.requests) <= set(must)
    assert not servable(problem, found.requests)
    for left_out in found.requests:
        assert servable(problem, set(found.requests) - {left_out})


def clash(problem: Problem) -> Conflict:
    """Return the conflict between all requests of a problem."""
    found = explain_conflict(problem, [r.id for r in problem.requests], stop=ENOUGH)
    assert found is not None
    return found


def only(*requests: Request) -> Problem:
    """Return the event with other requests."""
    return replace(EVENT, requests=requests)


def said(problem: Problem, conflict: Conflict) -> list[str]:
    """Return what stands against a conflict, in words."""
    plan = Plan(Status.UNKNOWN, (), reasons(Masks(Index(problem)), ()))
    return [line.strip() for line in in_words(problem, plan, conflict)]


def test_too_many_meetings_for_a_party() -> None:
    slots = ("a1", "a2")
    problem = only(
        Request("one", ("acme", "togo"), slots=slots, mandatory=True),
        Request("two", ("mali", "togo"), slots=slots, mandatory=True),
        Request("three", ("bolt", "togo"), slots=slots, mandatory=True),
        Request("apart", ("acme", "bolt"), mandatory=True),
    )
    found = clash(problem)
    assert found.requests == ("one", "two", "three")
    rule = Rule(RuleKind.TIME, found.requests, slots, party="togo", limit=1)
    assert found.rules == (rule,)
    assert said(problem, found) == [
        "These mandatory requests cannot all be served:",
        "Acme and Togo (one, weight 1)",
        "Mali and Togo (two, weight 1)",
        "Bolt and Togo (three, weight 1)",
        "What stands against it:",
        "Acme - Togo (one, weight 1), Mali - Togo (two, weight 1) and "
        "Bolt - Togo (three, weight 1) need Togo, in the 2 slots possible: "
        "2025-11-11 09:00, 2025-11-11 09:30",
    ]
    assert to_data(found)["rules"] == [
        {
            "kind": "time",
            "party": "togo",
            "limit": 1,
            "requests": ["one", "two", "three"],
            "slots": ["a1", "a2"],
        }
    ]


def test_too_many_meetings_a_day() -> None:
    slots = ("a1", "a2", "a3")
    problem = only(
        Request("one", ("acme", "togo"), slots=slots), Request("two", ("mali", "togo"), slots=slots)
    )
    problem = with_party(problem, "togo", max_per_day=1)
    found = clash(problem)
    assert found.rules == (Rule(RuleKind.DAY, ("one", "two"), slots, party="togo", limit=1),)
    assert said(problem, found)[-1].endswith(
        "need Togo, at most 1 a day, in the 3 slots possible: "
        "2025-11-11 09:00, 2025-11-11 09:30, 2025-11-11 10:00"
    )


def test_too_few_closed_rooms() -> None:
    problem = only(
        Request("one", ("acme", "togo"), slots=("a1",), closed_door=True),
        Request("two", ("mali", "bolt"), slots=("a1",), closed_door=True),
    )
    found = clash(problem)
    rule = Rule(RuleKind.SHARED, ("one", "two"), ("a1",), venue="hall", closed_door=True)
    assert found.rules == (rule,)
    assert said(problem, found)[-1].endswith(
        "need a closed-door room at Exhibition hall, in the one slot possible: 2025-11-11 09:00"
    )


def test_a_place_two_meetings_are_fixed_at() -> None:
    problem = only(
        Request("one", ("bolt", "togo"), slots=("a1",), fixed_place="room"),
        Request("two", ("mali", "acme"), slots=("a1",), fixed_place="room"),
    )
    found = clash(problem)
    assert found.rules == (Rule(RuleKind.PLACE, ("one", "two"), ("a1",), place="room"),)
    assert said(problem, found)[-1].endswith(
        "need room, in the one slot possible: 2025-11-11 09:00"
    )


def test_too_few_interpreters() -> None:
    problem = only(
        Request("one", ("togo", "oslo"), slots=("a1",)),
        Request("two", ("mali", "bolt"), slots=("a1",)),
    )
    problem = replace(problem, interpreters=EVENT.interpreters[:1])
    found = clash(problem)
    rule = Rule(RuleKind.INTERPRETER, ("one", "two"), ("a1",), interpreter="ivan")
    assert found.rules == (rule,)
    assert said(problem, found)[-1] == (
        "Togo - Norway (one, weight 1) and Mali - Bolt (two, weight 1) could have ivan to "
        "interpret, in the one slot possible: 2025-11-11 09:00"
    )


def test_an_order_that_time_does_not_allow() -> None:
    problem = only(
        Request("first", ("acme", "togo"), slots=("a3",)),
        Request("then", ("bolt", "acme"), slots=("a1", "a3"), after=("first",)),
        Request("apart", ("mali", "togo")),
    )
    found = explain_conflict(with_party(problem, "togo", slots=("a3", "b1")), ["then", "first"])
    assert found is not None
    assert found.requests == ("then",)


def test_an_order_between_meetings_of_different_parties() -> None:
    problem = only(
        Request("first", ("acme", "togo"), slots=("a1", "a2")),
        Request("then", ("bolt", "oslo"), slots=("a1", "a2"), after=("first",)),
        Request("other", ("acme", "mali"), slots=("a1",)),
    )
    waiting = explain_conflict(problem, ["then", "other"], stop=ENOUGH)
    assert waiting is not None
    kinds = {rule.kind for rule in waiting.rules}
    assert kinds == {RuleKind.ORDER, RuleKind.TIME}
    order = next(rule for rule in waiting.rules if rule.kind is RuleKind.ORDER)
    assert order.requests == ("then", "first")
    assert "Bolt - Norway (then, weight 1) must come after Acme - Togo (first, weight 1)" in said(
        problem, waiting
    )


def test_a_spread_that_cannot_be_kept() -> None:
    """Acme meets first and last of the morning, nobody in between; Togo and Mali have no break."""
    problem = only(
        Request("early", ("acme", "togo"), slots=("a1",)),
        Request("late", ("acme", "mali"), slots=("a3",)),
    )
    problem = replace(problem, rules=Rules(spread=0))
    found = clash(problem)
    assert found == Conflict(("early", "late"), (Rule(RuleKind.SPREAD, limit=0),))
    assert said(problem, found)[-1] == "no two parties' breaks may be more than 0 apart"


def test_a_request_that_is_impossible_alone() -> None:
    problem = only(Request("one", ("acme", "togo"), mandatory=True))
    problem = with_party(problem, "togo", slots=())
    found = clash(problem)
    assert found == Conflict(("one",), ())
    assert said(problem, found)[-1] == (
        "It could not be served even alone: there is no slot in which both are there."
    )


def test_a_pinned_meeting_takes_part() -> None:
    problem = only(
        Request("promised", ("acme", "togo")),
        Request("new", ("mali", "togo"), slots=("a1",), mandatory=True),
    )
    problem = replace(problem, baseline=Baseline(put("promised a1 table"), ("promised",)))
    found = explain_conflict(problem, stop=ENOUGH)
    assert found is not None
    assert found.requests == ("promised", "new")
    assert [(rule.kind, rule.party) for rule in found.rules] == [(RuleKind.TIME, "togo")]


def test_many_meetings_in_too_few_slots_are_counted() -> None:
    """Thirteen pigeons in twelve holes: resolution alone would take for ever."""
    guests = tuple(Party(f"g{n}", languages=("fr",)) for n in range(40))
    wishes = [Request(f"r{n}", ("togo", f"g{n}")) for n in range(40)]
    problem = replace(only(*wishes), parties=(*EVENT.parties, *guests))
    found = clash(problem)
    assert len(found.requests) == len(EVENT.slots) + 1
    assert found.whole
    assert [(rule.kind, rule.party) for rule in found.rules] == [(RuleKind.TIME, "togo")]


def test_a_crowd_around_a_few_that_clash() -> None:
    """Sixty meetings of other parties are left out in a few steps."""
    guests = tuple(Party(f"g{n}", languages=("fr",)) for n in range(60))
    wishes = [Request(f"r{n}", (f"g{n}", f"g{(n + 1) % 60}"), slots=("b1", "b2", "c1", "c2"))
              for n in range(0, 60, 2)]  # fmt: skip
    few = [
        Request("one", ("togo", "g0"), slots=("a1", "a2")),
        Request("two", ("togo", "g2"), slots=("a1", "a2")),
        Request("three", ("togo", "g4"), slots=("a1", "a2")),
    ]
    problem = replace(only(*wishes, *few), parties=(*EVENT.parties, *guests))
    problem = with_place(problem, "table", capacity=40)
    found = clash(problem)
    assert set(found.requests) == {"one", "two", "three"}
    assert [(rule.kind, rule.slots) for rule in found.rules] == [(RuleKind.TIME, ("a1", "a2"))]


def test_nothing_in_conflict() -> None:
    assert explain_conflict(EVENT, [r.id for r in EVENT.requests], stop=ENOUGH) is None
    assert explain_conflict(EVENT, stop=ENOUGH) is None


def test_an_unknown_request_is_refused() -> None:
    with pytest.raises(InputError) as refused:
        explain_conflict(EVENT, ["nobody"])
    assert refused.value.faults == ("request 'nobody': no such request; see the problem for ids",)
