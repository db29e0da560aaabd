"""Lists of participants."""

import pytest

from salon.core.actor import Actor
from salon.meetings.selectors.parties import list_parties, meetings_held_by
from tests import factories

pytestmark = pytest.mark.django_db

PUBLIC = Actor.public()


@pytest.fixture
def edition():
    edition = factories.edition()
    for slug, kind, fr, en in (
        ("bf", "delegation", "Délégation du Burkina Faso", "Delegation of Burkina Faso"),
        ("ml", "ministry", "Ministère de l’Équipement", "Ministry of Equipment"),
        ("isik", "exhibitor", "Işık Savunma", "Işık Savunma"),
    ):
        organisation = factories.organisation(name={"fr": fr, "en": en})
        factories.party(edition=edition, slug=slug, kind=kind, organisation=organisation)
    factories.party(edition=factories.edition())
    return edition


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["bf", "isik", "ml"]),
        ({"text": "DELEGATION faso"}, ["bf"]),
        ({"text": "faso burk"}, ["bf"]),
        ({"text": "equip"}, ["ml"]),
        ({"text": "isik"}, ["isik"]),
        ({"text": "ministry"}, ["ml"]),
        ({"text": "100%_"}, []),
        ({"kind": "exhibitor"}, ["isik"]),
        ({"kind": "exhibitor", "text": "faso"}, []),
    ],
)
def test_search_by_words_in_any_case_accent_order_and_language(edition, asked, found):
    assert [party.slug for party in list_parties(actor=PUBLIC, edition=edition, **asked)] == found


def test_visible_meetings_are_counted_on_both_sides(edition):
    a, b, c = list_parties(actor=PUBLIC, edition=edition)
    phase = factories.phase(edition=edition)
    place = factories.place(edition=edition)
    for number, (one, two, level) in enumerate(
        [(a, b, "open"), (b, c, "open"), (a, c, "closed_door")]
    ):
        factories.meeting(
            request=factories.request(a=one, b=two, level=level),
            slot=factories.slot(phase=phase, number=number),
            place=place,
        )
    held = meetings_held_by(actor=PUBLIC, edition=edition, parties=[a, b, c])
    assert held == {a.pk: 1, b.pk: 2, c.pk: 1}
    assert meetings_held_by(actor=PUBLIC, edition=edition, parties=[a]) == {a.pk: 1}
