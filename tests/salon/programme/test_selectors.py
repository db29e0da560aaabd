"""The programme, one session of it, and what goes with it."""

from datetime import timedelta

import pytest
from django.http import Http404

from salon.core.actor import Actor
from salon.programme.models import Booking, Speaker
from salon.programme.selectors import (
    equipment_at,
    get_session,
    programme_of,
    seats_left,
    speakers_of,
    transfers_of,
)
from tests import factories
from tests.factories import NINE

pytestmark = pytest.mark.django_db
PUBLIC = Actor.public()


@pytest.mark.parametrize("number", [1, 3])
def test_the_programme_in_order_of_time(number, django_assert_num_queries):
    phase = factories.phase()
    made = [
        factories.session(phase=phase, starts=NINE - timedelta(hours=n), ends=NINE, slug=f"s{n}")
        for n in range(1, number + 1)
    ]
    factories.session()
    with django_assert_num_queries(1):
        found = programme_of(actor=PUBLIC, edition=phase.edition)
        assert [one.venue.slug for one in found] == [one.venue.slug for one in reversed(made)]
        assert [one.axis for one in found] == [None] * number


def test_a_session_of_another_edition_is_not_there():
    session = factories.session()
    other = factories.edition()
    assert get_session(actor=PUBLIC, edition=session.edition, slug=session.slug) == session
    with pytest.raises(Http404):
        get_session(actor=PUBLIC, edition=other, slug=session.slug)


def test_speakers_in_the_order_they_are_named():
    session = factories.session()
    people = [factories.person() for _ in range(3)]
    for position, person in zip((2, 0, 1), people, strict=True):
        Speaker.objects.create(session=session, person=person, position=position)
    named = [one.person for one in speakers_of(actor=PUBLIC, session=session)]
    assert named == [people[1], people[2], people[0]]


@pytest.mark.parametrize(
    ("capacity", "held", "left"),
    [(None, (), None), (10, (), 10), (10, (3, 4), 3), (5, (5,), 0), (5, (4, 3), 0)],
)
def test_seats_left(capacity, held, left):
    session = factories.session(capacity=capacity)
    for seats in held:
        Booking.objects.create(session=session, organisation=factories.organisation(), seats=seats)
    assert seats_left(actor=PUBLIC, session=session) == left


def test_what_waits_for_review_is_not_said_to_be_shown():
    session = factories.session()
    firm = factories.exhibitor(edition=session.edition)
    shown = factories.equipment(exhibitor=firm)
    waiting = factories.equipment(exhibitor=firm, review="submitted")
    hidden = factories.equipment(
        exhibitor=factories.exhibitor(edition=session.edition, review="draft")
    )
    session.equipment.set([shown, waiting, hidden])
    assert equipment_at(actor=PUBLIC, session=session) == [shown]
    operator = Actor.operator("tester")
    assert set(equipment_at(actor=operator, session=session)) == {shown, waiting, hidden}


def test_shuttles_in_order_of_departure(django_assert_num_queries):
    edition = factories.edition()
    late = factories.transfer(
        edition=edition, departs=NINE + timedelta(hours=2), arrives=NINE + timedelta(hours=3)
    )
    early = factories.transfer(edition=edition)
    factories.transfer(edition=factories.edition())
    with django_assert_num_queries(1):
        found = transfers_of(actor=PUBLIC, edition=edition)
        assert [one.origin.slug for one in found] == [early.origin.slug, late.origin.slug]
