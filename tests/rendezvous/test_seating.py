"""Every meeting of a timetable finds a place: a fit one, and never one too many."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rendezvous.problem import Problem
from rendezvous.solver.index import Index
from rendezvous.solver.instants import bits
from rendezvous.solver.masks import NOBODY, Masks
from rendezvous.solver.seating import seating
from rendezvous.solver.timetable import Timetable
from tests.rendezvous import brute, crowded, strategies
from tests.rendezvous.examples import EVENT, put, with_place, with_request

PATIENT = settings(deadline=None, suppress_health_check=list(HealthCheck))
SEEDS = st.integers(0, 2**32 - 1)


def drawn(problem: Problem, random: Random) -> Timetable:
    """Return meetings put anywhere at all that `open_to` allows, some dropped again."""
    table = Timetable(Masks(Index(problem)))
    for _ in range(4 * len(table.at)):
        request = random.randrange(len(table.at))
        if table.at[request] is None:
            starts = list(bits(table.open_to(request)))
            if starts:
                table.put(request, random.choice(starts))
        elif not random.randrange(4) and not table.fixed[request]:
            table.drop(request)
    return table


def check(problem: Problem, table: Timetable) -> None:
    """The meetings seated are those of the timetable, and keep every rule."""
    masks = table.masks
    instants, venue_at = masks.instants, masks.index.venue_at
    venue = {place.id: venue_at[place.venue] for place in problem.places}
    seated = seating(table)
    assert brute.feasible(problem, seated)
    told = {}
    for a in seated:
        who = NOBODY if a.interpreter is None else masks.index.interpreter_at[a.interpreter]
        told[masks.index.request_at[a.request]] = (a.slot, venue[a.place], who)
    assert told == {
        request: (
            problem.slots[instants.slot(meeting.instant)].id,
            instants.venue(meeting.instant),
            meeting.interpreter,
        )
        for request, meeting in enumerate(table.at)
        if meeting is not None
    }
    order = [masks.index.request_at[a.request] for a in seated]
    assert order == sorted(order)


@settings(PATIENT, max_examples=60)
@given(SEEDS)
def test_meetings_in_a_crowd_are_seated(seed: int) -> None:
    problem = crowded.open_spread(crowded.fair(seed))
    check(problem, drawn(problem, Random(seed)))


@settings(PATIENT, max_examples=40)
@given(strategies.problems(), SEEDS)
def test_meetings_anywhere_are_seated(problem: Problem, seed: int) -> None:
    problem = crowded.open_spread(problem)
    check(problem, drawn(problem, Random(seed)))


def plain(capacity: int) -> Problem:
    """Return the event with parties that can do anything, a table of so many and a closed room."""
    parties = tuple(replace(party, teams=9, languages=(), home=None) for party in EVENT.parties)
    places = tuple(place for place in EVENT.places if place.owner is None)
    return with_place(replace(EVENT, parties=parties, places=places), "table", capacity=capacity)


def test_what_is_open_leaves_the_closed_room_to_others() -> None:
    problem = with_request(plain(1), "acme-togo", closed_door=True)
    for first, second in ((0, 1), (1, 0)):
        table = Timetable(Masks(Index(problem)))
        assert table.put(first, 0)
        assert table.put(second, 0)
        assert seating(table) == put("acme-mali a1 table", "acme-togo a1 room")


def test_as_many_as_there_are_places_for() -> None:
    table = Timetable(Masks(Index(plain(2))))
    assert [table.put(request, 0) for request in range(6)] == [True] * 3 + [False] * 3
    assert Counter(a.place for a in seating(table)) == {"table": 2, "room": 1}
