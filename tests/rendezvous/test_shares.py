"""What shared places can hold in all, and what a repair concludes from that."""

from __future__ import annotations

from dataclasses import replace

from rendezvous.problem import Baseline, Problem, Request
from rendezvous.solver import Stop, repair
from rendezvous.solver.index import Index
from rendezvous.solver.shares import place_shares
from tests.rendezvous.examples import EVENT, put, with_place

HALL = tuple(replace(slot, venues=("hall",)) for slot in EVENT.slots[:3])
CLOSED = tuple(replace(request, closed_door=True) for request in EVENT.requests[2:5])


def event(*requests: Request) -> Problem:
    """Return three slots in the hall with one room, open in two of them."""
    problem = replace(EVENT, slots=HALL, requests=requests)
    problem = replace(problem, travel=())
    return with_place(problem, "room", slots=("a1", "a2"))


def test_closed_doors_have_a_share_of_the_rooms_fit_for_them() -> None:
    index = Index(event(*CLOSED))
    (share,) = place_shares(index, range(3))
    assert share.units == {0: 1, 1: 1, 2: 1}
    assert share.most == 2


def test_longer_meetings_take_more_and_held_ones_nothing() -> None:
    requests = replace(CLOSED[0], length=2), *CLOSED[1:]
    earlier = put("bolt-togo a1 room", "bolt-mali a2 room")
    baseline = Baseline(earlier, now=HALL[0].start)
    index = Index(replace(event(*requests), baseline=baseline))
    (share,) = place_shares(index, range(3))
    assert share.units == {0: 2, 2: 1}
    assert share.most == 1


def test_a_stand_takes_no_share() -> None:
    assert place_shares(Index(event(*EVENT.requests[:2])), range(2)) == []
    open_stand = with_place(event(*EVENT.requests[:2]), "table", slots=())
    assert place_shares(Index(open_stand), range(2)) == []


def test_a_repair_cancels_what_the_rooms_cannot_hold() -> None:
    problem = event(*CLOSED)
    earlier = put("bolt-mali a1 room", "bolt-togo a2 room", "mali-togo a3 room")
    plan = repair(replace(problem, baseline=Baseline(earlier)), stop=Stop(work=5.0), workers=1)
    cancelled = plan.objective("cancelled")
    assert (cancelled.value, cancelled.bound) == (1, 1)
