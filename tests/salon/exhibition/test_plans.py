"""What the public sees of a floor plan, and what it does not."""

import pytest

from salon.core.actor import Actor
from salon.exhibition.choices import Review
from salon.exhibition.selectors.plans import drawn_venues, spaces_of, spots_of
from tests import factories

pytestmark = pytest.mark.django_db
PUBLIC = Actor.public()
SQUARE = [[0, 0], [100, 0], [100, 100], [0, 100]]


def test_venues_of_the_edition_that_are_drawn():
    edition, other = factories.edition(), factories.edition()
    sides = {"plan_width": 500, "plan_depth": 300}
    by_phase, by_stand, foreign = (factories.venue(**sides) for _ in range(3))
    factories.phase(edition=edition, venue=by_phase)
    factories.phase(edition=edition, venue=factories.venue())  # not drawn
    for of, venue in ((edition, by_stand), (other, foreign)):
        factories.stand(edition=of, space=factories.space(venue=venue))
    assert drawn_venues(actor=PUBLIC, edition=edition) == [by_phase, by_stand]
    assert drawn_venues(actor=PUBLIC, edition=other) == [foreign]


def test_the_spaces_of_a_venue_in_their_order():
    venue = factories.venue()
    hall, room = factories.space(venue=venue, outline=SQUARE), factories.space(venue=venue)
    factories.space()
    assert spaces_of(actor=PUBLIC, venue=venue) == [hall, room]


def test_a_stand_bears_a_name_once_its_exhibitor_is_approved():
    edition, other = factories.edition(), factories.edition()
    hall = factories.space()
    names = {}
    for review in Review:
        firm = factories.organisation()
        factories.exhibitor(edition=edition, organisation=firm, review=review)
        stand = factories.stand(edition=edition, space=hall, organisation=firm)
        names[stand.number] = firm.name if review is Review.APPROVED else None
    elsewhere = factories.organisation()
    factories.exhibitor(edition=other, organisation=elsewhere)
    for firm in (elsewhere, factories.organisation()):
        stand = factories.stand(edition=edition, space=hall, organisation=firm)
        names[stand.number] = None
    factories.stand(edition=other, space=hall)
    spots = spots_of(actor=PUBLIC, edition=edition, venue=hall.venue)
    assert {spot.number: spot.holder.name if spot.holder else None for spot in spots} == names


@pytest.mark.parametrize("number", [1, 3])
def test_stands_take_two_queries_however_many(number, django_assert_num_queries):
    edition, hall = factories.edition(), factories.space()
    for _ in range(number):
        firm = factories.organisation()
        factories.exhibitor(edition=edition, organisation=firm)
        factories.stand(edition=edition, space=hall, organisation=firm)
    with django_assert_num_queries(2):
        spots = spots_of(actor=PUBLIC, edition=edition, venue=hall.venue)
        assert len([(str(one.holder.name), one.space_id) for one in spots]) == number
