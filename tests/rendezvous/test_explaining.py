"""What would let a request in: by hand, and against brute force on small problems."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta, timezone
from itertools import combinations_with_replacement
from threading import Event

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from rendezvous.checking import check_problem
from rendezvous.codec import digest
from rendezvous.errors import InputError
from rendezvous.problem import (
    Assignment,
    Baseline,
    Busy,
    Party,
    Place,
    Problem,
    Request,
    Rules,
    Travel,
    Venue,
)
from rendezvous.remedies import Concession, ConcessionKind, Explanation, grant
from rendezvous.result import Objective, Plan, Reason, Status, Unserved
from rendezvous.solver import Stop
from rendezvous.solver.explaining import explain
from rendezvous.verify import verify
from tests.rendezvous import brute, examples, strategies
from tests.rendezvous.examples import EVENT, at, put, with_busy, with_party, with_place

PATIENT = settings(deadline=None, suppress_health_check=list(HealthCheck))
ENOUGH = Stop(seconds=60.0)
K = ConcessionKind


def by_hand(problem: Problem, assignments: tuple[Assignment, ...]) -> Plan:
    """Return a plan that claims nothing beyond its meetings."""
    served = {a.request for a in assignments}
    lacking = any(r.mandatory and r.id not in served for r in problem.requests)
    return Plan(
        Status.UNKNOWN if lacking else Status.FEASIBLE,
        assignments,
        tuple(Unserved(r.id, Reason.OUTWEIGHED) for r in problem.requests if r.id not in served),
        problem_digest=digest(problem),
    )


def listed(problem: Problem, request: Request) -> Iterator[Concession]:
    """Yield everything that can be granted, for a request, once."""
    slots = [slot.id for slot in problem.slots]
    lengths = {r.length for r in problem.requests}
    spans = [(slot, length) for slot in slots for length in lengths]
    for before in request.after:
        yield Concession(K.UNORDERED, request=request.id, before=before)
    for slot in slots:
        yield Concession(K.OTHER_TIME, request=request.id, slot=slot, length=request.length)
    if request.fixed_place is not None:
        yield Concession(K.OTHER_PLACE, request=request.id, place=request.fixed_place)
    for busy in problem.busy:
        yield Concession(K.BUSY_LIFTED, party=busy.party, busy=busy.id)
    for party in problem.parties:
        if party.max_per_day is not None:
            yield Concession(K.MORE_A_DAY, party=party.id)
        for slot in slots:
            if party.slots is not None and slot not in party.slots:
                yield Concession(K.PARTY_FREE, party=party.id, slot=slot)
        for slot, length in spans:
            for venue in problem.venues:
                yield Concession(
                    K.COLLEAGUE, party=party.id, slot=slot, length=length, venue=venue.id
                )
    for place in problem.places:
        for slot in slots:
            if place.slots is not None and slot not in place.slots:
                yield Concession(K.PLACE_OPEN, place=place.id, slot=slot)
    for slot, length in spans:
        for venue in problem.venues:
            yield Concession(
                K.MORE_PLACE, venue=venue.id, slot=slot, length=length, closed_door=True
            )
        for languages in (("en", "fr"), ("en", "ru"), ("fr", "ru")):
            yield Concession(K.MORE_INTERPRETER, slot=slot, length=length, languages=languages)
    for interpreter in problem.interpreters:
        for slot in slots:
            if interpreter.slots is not None and slot not in interpreter.slots:
                yield Concession(K.INTERPRETER_FREE, interpreter=interpreter.id, slot=slot)


def check(problem: Problem, plan: Plan, explanation: Explanation) -> None:
    """Check each remedy against the problem as it would stand."""
    asked = explanation.unserved.request
    before = {a.request: a for a in plan.assignments}
    for remedy in explanation.remedies:
        granted = grant(problem, remedy.concessions)
        new = by_hand(granted, remedy.assignments)
        assert verify(granted, new).violations == ()
        now = {a.request: a for a in remedy.assignments}
        assert now[asked] == remedy.meeting
        assert now.keys() == {*before, asked, *remedy.joined}
        assert set(remedy.moved) == {
            r for r, a in before.items() if (a.slot, a.place) != (now[r].slot, now[r].place)
        }
    costs = [remedy.cost for remedy in explanation.remedies]
    assert costs == sorted(costs)


@settings(PATIENT, max_examples=60)
@given(st.data())
def test_no_fewer_concessions_would_do(data: st.DataObject) -> None:
    problem = data.draw(strategies.problems(most_requests=5))
    assignments = data.draw(strategies.standing(problem))
    served = {a.request for a in assignments}
    unmet = [r for r in problem.requests if r.id not in served]
    assume(unmet)
    if assignments and data.draw(st.booleans()):
        pinned = tuple(sorted(data.draw(st.sets(st.sampled_from(sorted(served)), max_size=2))))
        now = data.draw(st.sampled_from((None, *(slot.start for slot in problem.slots[:3]))))
        problem = replace(problem, baseline=Baseline(assignments, pinned, now))
    request = data.draw(st.sampled_from(unmet))
    plan = by_hand(problem, assignments)
    found = explain(problem, plan, request.id, stop=ENOUGH, workers=1)
    check(problem, plan, found)
    assert found.proven
    fewest = len(found.remedies[0].concessions) if found.possible else 2
    needed = {*served, request.id}
    for number in range(min(2, fewest)):
        for some in combinations_with_replacement(listed(problem, request), number):
            assert not brute.servable(grant(problem, some), needed), some


def only(*requests: Request) -> Problem:
    """Return the event with other requests."""
    return replace(EVENT, requests=requests)


def explained(problem: Problem, request: str, *meetings: str) -> Explanation:
    """Return what would let a request in beside meetings as `put` writes them."""
    plan = by_hand(problem, put(*meetings))
    found = explain(problem, plan, request, stop=ENOUGH, workers=1)
    check(problem, plan, found)
    return found


def cheapest(found: Explanation) -> tuple[Concession, ...]:
    """Return the concessions of the cheapest remedy, proven to be so."""
    assert found.proven
    return found.remedies[0].concessions


def test_a_party_that_is_away() -> None:
    problem = with_party(only(Request("r", ("acme", "togo"))), "togo", slots=())
    found = explained(with_party(problem, "acme", slots=("b1",)), "r")
    assert cheapest(found) == (Concession(K.PARTY_FREE, party="togo", slot="b1"),)
    assert found.unserved.reason is Reason.NO_COMMON_SLOT


def test_a_commitment_that_lasts() -> None:
    """It takes one concession to lift it, however many slots it takes; a colleague may come too."""
    problem = only(Request("r", ("acme", "togo"), slots=("a1", "a2", "a3")))
    problem = with_busy(problem, "togo", "09:00", "10:30", venue="hall")
    found = explained(problem, "r")
    assert cheapest(found) == (
        Concession(K.OTHER_TIME, request="r", slot=found.remedies[0].meeting.slot),
    )
    asked = {c.kind for remedy in found.remedies for c in remedy.concessions}
    assert asked == {K.OTHER_TIME, K.BUSY_LIFTED, K.COLLEAGUE}


def test_a_commitment_at_no_known_place_takes_every_colleague() -> None:
    problem = only(Request("r", ("acme", "togo"), slots=("a1",)))
    found = explained(with_busy(problem, "togo", "09:00", "10:30"), "r")
    asked = {c.kind for remedy in found.remedies for c in remedy.concessions}
    assert asked == {K.OTHER_TIME, K.BUSY_LIFTED}


def test_a_colleague_holds_one_meeting_while_the_others_are_at_a_conference() -> None:
    clocks = ("09:00", "09:30", "10:00")
    problem = Problem(
        slots=tuple(examples.slot(f"s{n}", 11, "am", clock) for n, clock in enumerate(clocks)),
        parties=(Party("host"), Party("one"), Party("other")),
        requests=(Request("r", ("one", "host")), Request("long", ("host", "other"), length=2)),
        places=(Place("table", "hall", capacity=9),),
        venues=(Venue("hall"), Venue("base")),
        travel=(Travel(("hall", "base"), 30),),
    )
    problem = with_busy(problem, "host", "09:00", "09:15", venue="hall")
    anywhere = Busy("audience", "host", at("10:00"), at("10:15"))
    problem = replace(problem, busy=(*problem.busy, anywhere))
    found = explained(problem, "long", "r s1 table")
    assert cheapest(found) == (
        Concession(K.COLLEAGUE, party="host", slot="s0", length=2, venue="hall"),
    )


def test_meetings_that_may_move_need_no_concession() -> None:
    problem = only(
        Request("mali-togo", ("mali", "togo")), Request("r", ("acme", "togo"), slots=("a1",))
    )
    found = explained(problem, "r", "mali-togo a1 table")
    assert (cheapest(found), found.remedies[0].moved) == ((), ("mali-togo",))
    assert found.least == 0
    assert found.remedies[1].moved == ()


def test_a_pinned_meeting_does_not_move() -> None:
    problem = only(
        Request("mali-togo", ("mali", "togo")), Request("r", ("acme", "togo"), slots=("a1",))
    )
    kept = put("mali-togo a1 table")
    found = explained(
        replace(problem, baseline=Baseline(kept, ("mali-togo",))), "r", "mali-togo a1 table"
    )
    assert len(cheapest(found)) == found.least == 1
    assert all(kept[0] in remedy.assignments for remedy in found.remedies)


def test_a_colleague_takes_one_meeting_and_no_more() -> None:
    """Where all of Togo's time is taken, one colleague lets one more meeting in, not two."""
    wishes = [Request(f"r{n}", ("togo", "mali"), slots=("a1",)) for n in range(3)]
    problem = with_party(only(*wishes), "mali", teams=3)
    found = explained(problem, "r1", "r0 a1 table")
    colleague = Concession(K.COLLEAGUE, party="togo", slot="a1", venue="hall")
    remedies = [r for r in found.remedies if r.concessions[0].kind is K.COLLEAGUE]
    venue = remedies[0].concessions[0].venue
    assert cheapest(found)[0].kind is K.OTHER_TIME
    assert remedies[0].concessions == (replace(colleague, venue=venue),)
    after = grant(problem, remedies[0].concessions)
    assert brute.servable(after, ["r0", "r1"])
    assert not brute.servable(after, ["r0", "r1", "r2"])


def test_one_more_meeting_a_day() -> None:
    problem = with_party(
        only(Request("r", ("acme", "togo")), Request("other", ("mali", "togo"))),
        "togo",
        max_per_day=1,
        slots=("a1", "a2"),
    )
    found = explained(problem, "r", "other a1 table")
    assert found.least == 1
    assert (Concession(K.MORE_A_DAY, party="togo"),) in [r.concessions for r in found.remedies]


def test_places_that_are_full_or_closed() -> None:
    problem = only(
        Request("r", ("bolt", "togo"), slots=("a1",), closed_door=True),
        Request("other", ("acme", "mali"), slots=("a1",), closed_door=True),
    )
    found = explained(problem, "r", "other a1 room")
    one_more = Concession(K.MORE_PLACE, venue="hall", slot="a1", closed_door=True)
    venues = {c.venue for r in found.remedies for c in r.concessions if c.kind is K.MORE_PLACE}
    assert venues <= {"hall", "base"}
    assert any(replace(r.concessions[0], venue="hall") == one_more for r in found.remedies)
    shut = with_place(problem, "room", slots=("b1",))
    opened = Concession(K.PLACE_OPEN, place="room", slot="a1")
    assert (opened,) in [r.concessions for r in explained(shut, "r").remedies]


def test_a_fixed_place_that_is_taken() -> None:
    problem = only(
        Request("r", ("bolt", "togo"), slots=("a1",), fixed_place="room"),
        Request("other", ("acme", "mali"), slots=("a1",), fixed_place="room"),
    )
    found = explained(problem, "r", "other a1 room")
    asked = {r.concessions for r in found.remedies}
    assert (Concession(K.OTHER_PLACE, request="r", place="room"),) in asked


def test_interpreters() -> None:
    problem = only(Request("r", ("togo", "oslo"), slots=("a1",)))
    problem = replace(problem, interpreters=(replace(EVENT.interpreters[0], slots=("b1",)),))
    found = explained(problem, "r")
    assert cheapest(found) == (Concession(K.OTHER_TIME, request="r", slot="b1"),)
    assert found.remedies[1].concessions == (
        Concession(K.INTERPRETER_FREE, interpreter="ivan", slot="a1"),
    )
    (more,) = found.remedies[2].concessions
    assert (more.kind, more.languages, more.slot) == (K.MORE_INTERPRETER, ("fr", "no"), "a1")


def test_an_order_and_what_comes_first() -> None:
    """What must come first is served with it where it can be, else the order is given up."""
    first = Request("first", ("mali", "togo"), slots=("a1",))
    problem = only(first, Request("r", ("acme", "bolt"), after=("first",)))
    found = explained(problem, "r")
    assert (cheapest(found), found.remedies[0].joined) == ((), ("first",))
    never = replace(problem, requests=(replace(first, slots=()), problem.requests[1]))
    asked = [r.concessions for r in explained(never, "r").remedies]
    assert asked[0] == (Concession(K.UNORDERED, request="r", before="first"),)


def test_the_weight_that_is_proven_rules_out_a_remedy_for_nothing() -> None:
    """Such a claim is believed: it is the plan's own proof."""
    problem = only(Request("r", ("acme", "togo"), weight=3), Request("s", ("acme", "mali")))
    plan = by_hand(problem, put("s a1 table"))
    claim = replace(plan, objectives=(Objective("weight", "max", 1, 3, 0.0),))
    assert explain(problem, claim, "r", stop=ENOUGH, workers=1).least == 0
    loose = replace(plan, objectives=(Objective("weight", "max", 1, 4, 0.0),))
    found = explain(problem, loose, "r", stop=ENOUGH, workers=1)
    assert (found.least, found.remedies[0].concessions) == (0, ())


def test_a_remedy_there_cannot_be() -> None:
    """No concession makes half-days longer, or opens a venue."""
    problem = only(Request("r", ("acme", "togo"), length=4))
    found = explained(problem, "r")
    assert (found.remedies, found.possible, found.proven) == ((), False, True)
    shut = replace(
        only(Request("r", ("acme", "togo"))),
        slots=tuple(replace(s, venues=()) for s in EVENT.slots),
    )
    assert not explained(shut, "r").possible


def test_the_same_work_gives_the_same_remedies() -> None:
    problem = with_party(EVENT, "togo", slots=("a1", "a2"))
    plan = by_hand(problem, put("mali-togo a1 table", "bolt-togo a2 table ivan"))
    stop = Stop(seconds=None, work=3.0)
    one, two = (explain(problem, plan, "acme-togo", stop=stop, workers=1) for _ in range(2))
    assert one == two
    assert one.remedies


def test_no_time_at_all_is_said_to_be_too_little() -> None:
    plan = by_hand(EVENT, ())
    found = explain(EVENT, plan, "acme-togo", stop=Stop(seconds=0.0), workers=1)
    assert (found.remedies, found.possible, found.proven) == ((), True, False)


def test_an_interrupt_keeps_what_was_found() -> None:
    """The first remedy is noted, then the search is stopped by whoever hears of it."""
    interrupt = Event()
    problem = with_party(only(Request("r", ("acme", "togo"))), "togo", slots=())
    found = explain(
        problem,
        by_hand(problem, ()),
        "r",
        stop=Stop(seconds=60.0, interrupt=interrupt),
        workers=1,
        progress=lambda _: interrupt.set(),
    )
    assert [len(remedy.concessions) for remedy in found.remedies] == [1]


def test_progress_is_told() -> None:
    heard: list[tuple[str, int, int]] = []
    plan = by_hand(EVENT, ())
    explain(
        EVENT,
        plan,
        "acme-togo",
        stop=ENOUGH,
        workers=1,
        progress=lambda p: heard.append((p.objective, p.value, p.bound)),
    )
    assert heard == [("concessions", 0, 0)]


@pytest.mark.parametrize(
    ("request_id", "fault"),
    [
        ("nobody", "request 'nobody': no such request; see the problem for ids"),
        ("mali-togo", "request 'mali-togo': it is served; ask about one that is not"),
    ],
)
def test_requests_there_is_nothing_to_explain_about(request_id: str, fault: str) -> None:
    plan = by_hand(EVENT, put("mali-togo a1 table"))
    with pytest.raises(InputError) as refused:
        explain(EVENT, plan, request_id, stop=ENOUGH)
    assert refused.value.faults == (fault,)


def test_plans_of_another_problem_and_plans_that_do_not_hold_are_refused() -> None:
    other = by_hand(with_party(EVENT, "togo", teams=2), ())
    with pytest.raises(InputError, match="made for another problem"):
        explain(EVENT, other, "acme-togo", stop=ENOUGH)
    wrong = by_hand(EVENT, put("mali-togo a1 acme-stand"))
    with pytest.raises(InputError, match="it does not hold"):
        explain(EVENT, wrong, "acme-togo", stop=ENOUGH)


def test_what_keeps_a_colleague_busy_has_names_of_its_own() -> None:
    """The event begins at ten in one zone; the colleague's slot ends at ten in another."""
    first, *others = EVENT.slots
    east = timezone(timedelta(hours=1))
    early = replace(first, start=first.start.astimezone(east), end=first.end.astimezone(east))
    problem = replace(EVENT, slots=(early, *others))
    granted = grant(problem, [Concession(K.COLLEAGUE, party="togo", slot="a2", venue="hall")])
    assert len({busy.id for busy in granted.busy}) == len(granted.busy) == 2
    assert check_problem(granted) == []


def test_a_colleague_where_breaks_are_limited() -> None:
    """A party of one team is in two meetings at once, though a spread rule counts its breaks."""
    slots = ("a1", "a2")
    problem = only(*(Request(f"r{n}", ("acme", "togo"), slots=slots) for n in range(4)))
    problem = with_party(replace(problem, rules=Rules(spread=0)), "togo", teams=2)
    found = explained(problem, "r2", "r0 a1 acme-stand", "r1 a2 acme-stand")
    asked = {remedy.concessions[0].kind for remedy in found.remedies}
    assert found.least == 1
    assert K.COLLEAGUE in asked
