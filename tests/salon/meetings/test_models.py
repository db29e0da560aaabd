"""The invariants of the meeting plan, each held by the database itself."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from rendezvous.result import Reason
from salon.exhibition.models import Stand
from salon.meetings.choices import UnmetReason
from salon.meetings.models import Meeting, Precedence
from tests import factories
from tests.constraints import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def phase():
    return factories.phase()


@pytest.fixture
def pair(phase):
    return [factories.party(edition=phase.edition) for _ in range(2)]


def test_a_party_does_not_meet_itself(pair):
    with refused("meetings_request_two_parties"):
        factories.request(a=pair[0], b=pair[0])


@pytest.mark.parametrize("weight", [1, 1000])
def test_weights_within_bounds_are_kept(pair, weight):
    assert factories.request(a=pair[0], b=pair[1], weight=weight).weight == weight


@pytest.mark.parametrize("weight", [0, 1001])
def test_weights_out_of_bounds_are_refused(pair, weight):
    with refused("meetings_request_weight"):
        factories.request(a=pair[0], b=pair[1], weight=weight)


def test_a_meeting_takes_a_slot_at_least(pair):
    with refused("meetings_request_length"):
        factories.request(a=pair[0], b=pair[1], length=0)


def test_a_request_does_not_come_after_itself(pair):
    request = factories.request(a=pair[0], b=pair[1])
    with refused("meetings_precedence_not_itself"):
        Precedence.objects.create(request=request, earlier=request)


def test_a_slot_ends_after_it_starts(phase):
    with refused("meetings_slot_ends"):
        factories.slot(phase=phase, ends=factories.NINE)


def test_a_party_has_a_team_and_room_in_its_day(phase):
    with refused("meetings_party_teams"):
        factories.party(edition=phase.edition, teams=0)
    with refused("meetings_party_day"):
        factories.party(edition=phase.edition, max_per_day=0)


def test_a_stand_is_somebodys_and_a_place_holds_one_meeting_at_least(phase, pair):
    stand = Stand.objects.create(
        edition=phase.edition,
        space=factories.space(),
        number="B12",
        organisation=pair[0].organisation,
        fictional=True,
    )
    with refused("meetings_place_stand_has_owner"):
        factories.place(edition=phase.edition, stand=stand)
    place = factories.place(edition=phase.edition, stand=stand, owner=pair[0])
    assert pair[0].home == place
    with refused("meetings_place_capacity"):
        factories.place(edition=phase.edition, capacity=0)


@pytest.mark.parametrize("both", [True, False])
def test_a_commitment_has_one_title(pair, both):
    session = factories.session(edition=pair[0].edition)
    given = {"session": session, "title": {"fr": "Autre"}} if both else {"title": None}
    with refused("meetings_commitment_titled_once"):
        factories.commitment(party=pair[0], **given)


def test_a_commitment_is_called_as_its_session_or_by_its_own_title(pair):
    session = factories.session(edition=pair[0].edition)
    attended = factories.commitment(party=pair[0], session=session)
    own = factories.commitment(party=pair[0], title={"fr": "Audience"})
    assert (attended.label, str(own.label)) == (session.title, "Audience")


def test_slugs_are_unique_within_an_edition_and_free_in_the_next(phase):
    factories.party(edition=phase.edition, slug="baykar")
    factories.party(edition=factories.edition(), slug="baykar")
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.party(edition=phase.edition, slug="baykar")


def test_an_interpreter_has_one_confirmed_meeting_per_slot(phase, pair):
    edition = phase.edition
    slot, place = factories.slot(phase=phase), factories.place(edition=edition)
    interpreter = factories.interpreter(edition=edition)
    requests = [factories.request(a=pair[0], b=pair[1]) for _ in range(3)]
    given = {"slot": slot, "place": place, "interpreter": interpreter}
    factories.meeting(request=requests[0], **given)
    factories.meeting(request=requests[1], status="cancelled", **given)
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.meeting(request=requests[2], **given)
    assert Meeting.objects.filter(interpreter=interpreter, status="confirmed").count() == 1


def test_a_meeting_ends_after_it_starts(phase, pair):
    slot, place = factories.slot(phase=phase), factories.place(edition=phase.edition)
    request = factories.request(a=pair[0], b=pair[1])
    with refused("meetings_meeting_ends"):
        factories.meeting(
            request=request, slot=slot, place=place, ends=slot.starts - timedelta(minutes=1)
        )


def test_the_reasons_are_the_engines():
    assert set(UnmetReason.values) == {str(reason) for reason in Reason}
