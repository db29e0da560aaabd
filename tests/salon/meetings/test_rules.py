"""A closed-door meeting exists for its parties' members and those given such matters by name."""

import dataclasses

import pytest

from salon.core.actor import Actor, Role
from salon.core.permissions import Permission, allowed
from salon.meetings.models import Commitment, Meeting, MeetingRequest
from salon.meetings.selectors.visibility import commitment_filter, request_filter
from tests import factories
from tests.cast import CAST, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    """Two parties with an open and a closed-door meeting and commitment, and a third party."""
    phase = factories.phase()
    edition = phase.edition
    a, b, c = (factories.party(edition=edition) for _ in range(3))
    slots = [factories.slot(phase=phase, number=n) for n in range(2)]
    place = factories.place(edition=edition, closed_door=True)
    made = {"a": a, "b": b, "c": c}
    for level, slot in zip(("open", "closed_door"), slots, strict=True):
        made[f"{level}_request"] = factories.request(a=a, b=b, level=level)
        made[f"{level}_meeting"] = factories.meeting(
            request=made[f"{level}_request"], slot=slot, place=place
        )
        made[f"{level}_commitment"] = factories.commitment(party=a, level=level)
    return made


def member_of(party, *roles):
    return dataclasses.replace(
        person("member", *roles), organisations=frozenset({party.organisation_id})
    )


def seen(actor):
    """What an actor sees by the filters on queries, one number for each kind of thing."""
    return {
        "requests": MeetingRequest.objects.filter(request_filter(actor=actor)).count(),
        "meetings": Meeting.objects.filter(request_filter(actor=actor, prefix="request__")).count(),
        "commitments": Commitment.objects.filter(commitment_filter(actor=actor)).count(),
    }


OPEN_ONLY = {"requests": 1, "meetings": 1, "commitments": 1}
ALL = {"requests": 2, "meetings": 2, "commitments": 2}


@pytest.mark.parametrize("name", CAST)
def test_of_the_cast_only_protocol_which_was_given_it_sees_closed_doors(world, name):
    assert seen(CAST[name]) == (ALL if name == "protocol" else OPEN_ONLY)


def test_the_role_alone_does_not_open_the_door_nor_does_the_grant(world):
    granted = (Permission.CLOSED_DOOR_SEE,)
    assert seen(person("protocol", Role.PROTOCOL)) == OPEN_ONLY
    assert seen(person("agent", Role.AGENT, granted=granted)) == OPEN_ONLY
    assert seen(person("organiser", Role.ORGANISER, granted=granted)) == ALL


def test_members_see_what_their_own_party_holds(world):
    assert seen(member_of(world["a"], Role.EXHIBITOR)) == ALL
    # The other side of the meeting knows of the meeting, not of the counterpart's commitments.
    assert seen(member_of(world["b"], Role.DELEGATE)) == ALL | {"commitments": 1}
    assert seen(member_of(world["c"], Role.EXHIBITOR)) == OPEN_ONLY


def test_the_operator_and_salon_itself_see_all(world):
    assert seen(Actor.operator("root")) == ALL
    assert seen(Actor.system("worker")) == ALL


def test_the_predicates_say_the_same_as_the_filters(world):
    actors = [
        *CAST.values(),
        *(member_of(world[name], Role.EXHIBITOR) for name in "abc"),
        person("organiser", Role.ORGANISER, granted=(Permission.CLOSED_DOOR_SEE,)),
        Actor.operator("root"),
    ]
    compared = 0
    for actor in actors:
        for model, permission, shown in (
            (MeetingRequest, Permission.MEETING_VIEW, request_filter(actor=actor)),
            (Meeting, Permission.MEETING_VIEW, request_filter(actor=actor, prefix="request__")),
            (Commitment, Permission.COMMITMENT_VIEW, commitment_filter(actor=actor)),
        ):
            by_query = set(model.objects.filter(shown))
            by_predicate = {row for row in model.objects.all() if allowed(actor, permission, row)}
            assert by_predicate == by_query
            compared += 1
    assert compared == 3 * len(actors)
