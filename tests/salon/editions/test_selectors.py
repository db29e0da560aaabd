from datetime import date

import pytest
from django.http import Http404
from django.test import Client

from salon.core.actor import Actor
from salon.editions.models import TravelTime
from salon.editions.selectors import current_edition, get_edition, travel_minutes
from tests import factories

pytestmark = pytest.mark.django_db
PUBLIC = Actor.public()


@pytest.fixture
def two_editions():
    first = factories.edition(slug="first", starts=date(2025, 11, 11), ends=date(2025, 11, 14))
    second = factories.edition(slug="second", starts=date(2026, 11, 10), ends=date(2026, 11, 13))
    return first, second


@pytest.mark.parametrize(
    ("today", "slug"),
    [
        (date(2025, 1, 1), "first"),
        (date(2025, 11, 14), "first"),
        (date(2025, 11, 15), "second"),
        (date(2027, 1, 1), "second"),
    ],
)
def test_the_current_edition_is_on_or_next_else_the_last(two_editions, today, slug):
    assert current_edition(actor=PUBLIC, today=today).slug == slug


def test_without_editions_there_is_no_current_one(client):
    assert current_edition(actor=PUBLIC, today=date(2025, 1, 1)) is None
    assert client.get("/").status_code == 404


def test_an_edition_is_found_by_its_slug_only(two_editions):
    assert get_edition(actor=PUBLIC, slug="second") == two_editions[1]
    with pytest.raises(Http404):
        get_edition(actor=PUBLIC, slug="third")


def test_the_address_without_edition_leads_to_the_current_one_in_the_same_language():
    factories.edition(slug="only")
    # The browser's wish changes nothing: French has the addresses without a prefix.
    client = Client(headers={"accept-language": "en"})
    assert client.get("/").headers["Location"] == "/only/"
    assert client.get("/en/").headers["Location"] == "/en/only/"


def test_travel_takes_as_long_both_ways():
    a, b = factories.venue(), factories.venue()
    TravelTime.objects.create(a=a, b=b, minutes=75, fictional=True)
    assert travel_minutes(actor=PUBLIC) == {(a.pk, b.pk): 75, (b.pk, a.pk): 75}
