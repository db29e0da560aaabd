"""Sessions by the equipment that they show."""

from datetime import timedelta

import pytest

from salon.core.actor import Actor
from salon.programme.selectors import demonstrated, sessions_showing
from tests import factories
from tests.factories import NINE

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    phase = factories.phase()
    firm = factories.exhibitor(edition=phase.edition)
    items = [factories.equipment(exhibitor=firm) for _ in range(3)]
    late = factories.session(
        phase=phase, starts=NINE + timedelta(hours=5), ends=NINE + timedelta(hours=6)
    )
    early = factories.session(phase=phase)
    late.equipment.set(items[:2])
    early.equipment.set(items[1:2])
    elsewhere = factories.session()
    elsewhere.equipment.set(items)
    return phase.edition, items, early, late


def test_sessions_in_order_of_time_with_what_they_show(world, django_assert_num_queries):
    edition, items, early, late = world
    ids = [item.pk for item in items]
    with django_assert_num_queries(2):
        shown = sessions_showing(actor=Actor.public(), edition=edition, equipment=ids)
        assert [session.venue.pk for session, _ in shown] == [early.venue_id, late.venue_id]
    assert shown == [(early, ids[1:2]), (late, ids[:2])]
    assert sessions_showing(actor=Actor.public(), edition=edition, equipment=ids[2:]) == []


def test_what_is_shown_at_some_session_of_the_edition(world):
    edition, items, *_ = world
    assert demonstrated(actor=Actor.public(), edition=edition) == {items[0].pk, items[1].pk}
