"""The calendar: by month as precisely as is known, on the page and in calendar programs."""

import re
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from icalendar import Calendar

from tests import factories
from tests.factories import NINE

pytestmark = pytest.mark.django_db


@pytest.fixture
def fair():
    edition = factories.edition(slug="fair", name={"fr": "Foire"})
    factories.key_date(
        edition=edition, title={"fr": "Réunion, à l’heure"}, precision="minute", starts=NINE,
        ends=NINE + timedelta(hours=1), place={"fr": "Palais"},
    )  # fmt: skip
    factories.key_date(
        edition=edition, title={"fr": "Deux jours"}, last_day=edition.starts + timedelta(days=1)
    )
    factories.key_date(
        edition=edition,
        title={"fr": "Un mois"},
        precision="month",
        first_day=date(2025, 12, 1),
        last_day=date(2025, 12, 31),
        fictional=False,
        source="Un article",
    )
    return edition


def page(path="/fair/calendar/"):
    html = Client().get(path).content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace("\xa0", " ")


def test_dates_stand_under_their_months_as_precisely_as_is_known(fair):
    text = page()
    found = re.search(r"Novembre 2025 .* Décembre 2025 .* Sources", text)[0]
    assert "Réunion, à l’heure" in found
    assert "mardi 11 novembre 2025, 9 h – 10 h Palais" in found
    assert "du 11 au 12 novembre 2025" in found
    assert re.search(r"Un mois 1 décembre 2025", found)


def test_an_edition_without_dates_says_so():
    factories.edition(slug="fair")
    assert "Aucune date n’est encore annoncée." in page()


def test_the_feed_has_the_same_dates_and_admits_what_is_not_known(fair):
    response = Client().get("/fair/calendar.ics")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert not set(b"\r\n") & set(response.content.replace(b"\r\n", b""))
    calendar = Calendar.from_ical(response.content)
    assert calendar["name"] == "Foire\u202f: dates à retenir"
    events = {
        str(one["summary"]): (
            one.decoded("dtstart"), one.decoded("dtend"), str(one["status"]), str(one["transp"]),
        )
        for one in calendar.walk("VEVENT")
    }  # fmt: skip
    exact = events.pop("Réunion, à l’heure")
    assert [at.isoformat() for at in exact[:2]] == [
        "2025-11-11T09:00:00+00:00",
        "2025-11-11T10:00:00+00:00",
    ]
    assert events == {
        "Deux jours": (date(2025, 11, 11), date(2025, 11, 13), "CONFIRMED", "TRANSPARENT"),
        "Un mois": (date(2025, 12, 1), date(2026, 1, 1), "TENTATIVE", "TRANSPARENT"),
    }
    said = {str(one["summary"]): str(one["description"]) for one in calendar.walk("VEVENT")}
    assert "Seul le mois est connu." in said["Un mois"]
    assert "Seul le mois est connu." not in said["Deux jours"]
    assert "Inventé pour la démonstration." in said["Deux jours"]


def test_events_have_ids_of_their_own_and_the_same_bytes_twice(fair):
    first, second = (Client().get("/fair/calendar.ics").content for _ in range(2))
    assert first == second
    events = Calendar.from_ical(first).walk("VEVENT")
    assert len({str(one["uid"]) for one in events}) == 3
    for one in events:
        assert one.decoded("dtstamp") == datetime.fromisoformat("2000-01-01T00:00:00Z")
        assert str(one["url"]) == "http://testserver/fair/calendar/"


def test_the_number_of_queries_does_not_grow(fair, django_assert_num_queries):
    for path in ("/fair/calendar/", "/fair/calendar.ics"):
        number = 3 if path.endswith("/") else 2
        with django_assert_num_queries(number):
            Client().get(path)
        for _ in range(3):
            factories.key_date(edition=fair)
        with django_assert_num_queries(number):
            Client().get(path)
