"""Long meetings that overlap in part, at three venues: what rows about instants do not see."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from rendezvous.problem import Busy, Party, Place, Problem, Request, Slot, Travel, Venue
from rendezvous.solver import Stop, solve
from rendezvous.verify import verify


def moment(hour: int, minute: int) -> datetime:
    return datetime(2025, 11, 11, hour, minute, tzinfo=UTC)


VENUES = ("north", "middle", "south")

# Any two of the meetings with x exclude each other, but at no instant do all three.
PROBLEM = Problem(
    slots=(
        Slot("s1", moment(9, 30), moment(10, 0), "11", "am", VENUES),
        Slot("s2", moment(10, 0), moment(10, 30), "11", "am", VENUES),
        Slot("s3", moment(11, 0), moment(11, 30), "11", "am", VENUES),
    ),
    parties=(Party("a"), Party("b"), Party("c"), Party("x", teams=2)),
    requests=(
        Request("ax", ("a", "x"), length=2, fixed_slot="s1", fixed_place="in-north"),
        Request("bx", ("b", "x"), length=2, fixed_slot="s2", fixed_place="in-middle"),
        Request("cx", ("c", "x"), fixed_slot="s3", fixed_place="in-south"),
    ),
    places=tuple(Place(f"in-{venue}", venue) for venue in VENUES),
    venues=tuple(map(Venue, VENUES)),
    travel=(
        Travel(("middle", "north"), 30),
        Travel(("middle", "south"), 30),
        Travel(("north", "south"), 60),
    ),
)


def test_two_teams_cannot_attend_three_meetings_that_exclude_each_other() -> None:
    plan = solve(PROBLEM, stop=Stop(seconds=30), workers=1)
    assert verify(PROBLEM, plan).ok
    assert plan.objective("weight").value == plan.objective("weight").bound == 2


def test_three_teams_can() -> None:
    parties = (*PROBLEM.parties[:3], Party("x", teams=3))
    plan = solve(replace(PROBLEM, parties=parties), stop=Stop(seconds=30), workers=1)
    assert plan.objective("weight").value == 3


def test_a_pause_that_a_commitment_takes_counts_with_the_meetings_around_it() -> None:
    """The long meeting sits through the commitment, the short one leaves no time to get there."""
    problem = replace(
        PROBLEM,
        requests=(
            replace(PROBLEM.requests[1], fixed_place="in-north"),
            Request("cx", ("c", "x"), fixed_slot="s2", fixed_place="in-middle"),
        ),
        venues=PROBLEM.venues[:2],
        slots=tuple(replace(slot, venues=VENUES[:2]) for slot in PROBLEM.slots),
        places=PROBLEM.places[:2],
        travel=PROBLEM.travel[:1],
        busy=(Busy("talk", "x", moment(10, 30), moment(11, 0), "north", teams=1),),
    )
    plan = solve(problem, stop=Stop(seconds=30), workers=1)
    assert plan.objective("weight").value == plan.objective("weight").bound == 1
    three = replace(problem, parties=(*PROBLEM.parties[:3], Party("x", teams=3)))
    assert solve(three, stop=Stop(seconds=30), workers=1).objective("weight").value == 2
