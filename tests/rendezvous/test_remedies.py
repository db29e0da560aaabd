"""Concessions granted: what becomes of the problem, kind by kind."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rendezvous.checking import check_problem
from rendezvous.errors import InputError
from rendezvous.problem import Busy, Interpreter, Party, Place, Problem, Request
from rendezvous.remedies import Concession, ConcessionKind, Explanation, Remedy, grant
from rendezvous.result import Reason, Unserved
from tests.rendezvous.examples import (
    EVENT,
    at,
    put,
    with_busy,
    with_party,
    with_place,
    with_request,
)

K = ConcessionKind


def granted(problem: Problem, *concessions: Concession) -> Problem:
    """Return a problem after concessions, which the checker accepts."""
    after = grant(problem, concessions)
    assert check_problem(after) == []
    return after


def request(problem: Problem) -> Request:
    return next(r for r in problem.requests if r.id == "acme-togo")


def party(problem: Problem) -> Party:
    return next(p for p in problem.parties if p.id == "togo")


def test_an_order_is_given_up() -> None:
    problem = with_request(EVENT, "acme-togo", after=("mali-togo", "bolt-mali"))
    after = granted(problem, Concession(K.UNORDERED, request="acme-togo", before="mali-togo"))
    assert request(after).after == ("bolt-mali",)


def test_another_time_joins_the_wishes_and_moves_a_fixed_slot() -> None:
    c = Concession(K.OTHER_TIME, request="acme-togo", slot="a2", length=2)
    assert request(granted(EVENT, c)).slots is None
    wished = with_request(EVENT, "acme-togo", length=2, slots=("a1", "b1", "b2"), fixed_slot="b1")
    after = request(granted(wished, c))
    assert (after.slots, after.fixed_slot) == (("a1", "a2", "a3", "b1", "b2"), "a2")


def test_another_place() -> None:
    problem = with_request(EVENT, "acme-togo", fixed_place="room")
    c = Concession(K.OTHER_PLACE, request="acme-togo", place="room")
    assert request(granted(problem, c)).fixed_place is None


def test_slots_of_parties_places_and_interpreters() -> None:
    problem = with_place(with_party(EVENT, "togo", slots=("b1",)), "room", slots=())
    problem = replace(problem, interpreters=(replace(EVENT.interpreters[0], slots=("c1",)),))
    after = granted(
        problem,
        Concession(K.PARTY_FREE, party="togo", slot="a1"),
        Concession(K.PLACE_OPEN, place="room", slot="a2"),
        Concession(K.INTERPRETER_FREE, interpreter="ivan", slot="a3"),
    )
    assert party(after).slots == ("a1", "b1")
    assert next(p for p in after.places if p.id == "room").slots == ("a2",)
    assert after.interpreters[0].slots == ("a3", "c1")
    assert granted(EVENT, Concession(K.PARTY_FREE, party="togo", slot="a1")) == EVENT


def test_commitments_and_days() -> None:
    problem = with_busy(with_party(EVENT, "togo", max_per_day=2), "togo", "09:00", "10:00")
    more = Concession(K.MORE_A_DAY, party="togo")
    lifted = Concession(K.BUSY_LIFTED, party="togo", busy="conference")
    after = granted(problem, more, lifted, more)
    assert (after.busy, party(after).max_per_day) == ((), 4)


def test_a_colleague_is_there_for_one_meeting() -> None:
    problem = with_busy(EVENT, "togo", "14:00", "14:30", venue="base")
    c = Concession(K.COLLEAGUE, party="togo", slot="a2", length=2, venue="hall")
    after = granted(problem, c)
    assert party(after).teams == 2
    conference, before, later = after.busy
    assert conference == replace(problem.busy[0], teams=1)
    assert before == Busy(before.id, "togo", at("09:00"), at("09:30"), "hall", 1)
    assert later == Busy(later.id, "togo", at("10:30"), at("10:00", 12), "hall", 1)
    twice = granted(after, replace(c, slot="a1", length=1))
    assert (party(twice).teams, len(twice.busy)) == (3, 4)


def test_one_more_place_or_interpreter_has_an_id_of_its_own() -> None:
    place = Concession(K.MORE_PLACE, venue="hall", slot="a1", length=2, closed_door=True)
    who = Concession(K.MORE_INTERPRETER, languages=("fr", "no"), slot="a3")
    after = granted(EVENT, place, who, place, who)
    slots = ("a1", "a2")
    assert after.places[-2:] == (
        Place("more-place", "hall", slots=slots, closed_door=True),
        Place("more-place-2", "hall", slots=slots, closed_door=True),
    )
    assert after.interpreters[-2:] == (
        Interpreter("more-interpreter", ("fr", "no"), slots=("a3",)),
        Interpreter("more-interpreter-2", ("fr", "no"), slots=("a3",)),
    )


@pytest.mark.parametrize(
    "concession",
    [
        Concession(K.OTHER_PLACE, request="nobody"),
        Concession(K.PARTY_FREE, party="nobody", slot="a1"),
        Concession(K.PARTY_FREE, party="togo", slot="nobody"),
        Concession(K.BUSY_LIFTED, busy="nobody"),
        Concession(K.PLACE_OPEN, place="nobody", slot="a1"),
        Concession(K.MORE_PLACE, venue="nobody", slot="a1"),
        Concession(K.INTERPRETER_FREE, interpreter="nobody", slot="a1"),
    ],
)
def test_what_the_problem_does_not_have_cannot_be_granted(concession: Concession) -> None:
    problem = with_party(EVENT, "togo", slots=())
    with pytest.raises(InputError, match="'nobody'; see the problem for ids"):
        grant(problem, [concession])


def test_what_is_proven() -> None:
    unserved = Unserved("r", Reason.OUTWEIGHED)
    (meeting,) = put("r a1 table")
    one = Remedy((Concession(K.MORE_A_DAY, party="togo"),), meeting, ("s",), ("t",), (meeting,))
    assert one.cost == (1, 2)
    assert Explanation(unserved, (one,), 1).proven
    assert not Explanation(unserved, (one,), 0).proven
    assert not Explanation(unserved, (), 0).proven
    assert Explanation(unserved, (), 0, possible=False).proven
