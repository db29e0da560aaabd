"""All editions by where they stand in time."""

import re
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.utils import timezone

from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(monkeypatch):
    """One held, one that is on, one to come; and announcements for two more years."""
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 5, 2, 9, tzinfo=UTC))
    made = [
        factories.edition(
            slug=f"y{year}",
            name={"fr": f"Foire {year}"},
            theme={"fr": f"Thème {year}"},
            starts=date(year, 5, 1),
            ends=date(year, 5, 4),
        )
        for year in (2025, 2026, 2027)
    ]
    for year in (2025, 2027, 2028):
        factories.key_date(
            edition=made[0],
            kind="next_edition",
            title={"fr": f"Annonce {year}"},
            precision="month",
            first_day=date(year, 5, 1),
            last_day=date(year, 5, 31),
        )
    factories.phase(edition=made[0], venue=factories.venue(city="Bamako"))
    factories.phase(edition=made[0], venue=factories.venue(city="Koulikoro"))
    factories.phase(edition=made[0], venue=factories.venue(city="Bamako"))
    return made


def sections(html):
    return {
        name: re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body)).strip()
        for name, body in re.findall(r'<section [^>]*id="(\w+)">(.*?)</section>', html, re.DOTALL)
    }


def test_editions_stand_under_their_state(three):
    html = Client().get("/editions/").content.decode()
    assert sections(html) == {
        "current": "Ouvert en ce moment Foire 2026 Thème 2026 Du 1er au 4 mai 2026",
        "coming": "À venir Foire 2027 Thème 2027 Du 1er au 4 mai 2027 "
        "Annonce 2028 fictif Mai 2028 Annoncée ; ses pages ne sont pas encore ouvertes.",
        "past": "Passées Foire 2025 Thème 2025 Du 1er au 4 mai 2025, Bamako, Koulikoro",
    }
    assert re.findall(r'href="(/y\d+/)"', html) == ["/y2026/", "/y2027/", "/y2025/"]


def test_without_any_edition_the_page_says_so():
    html = Client().get("/editions/").content.decode()
    assert "Aucune édition n’est encore annoncée." in html


def test_the_number_of_queries_does_not_grow(three, django_assert_num_queries):
    with django_assert_num_queries(3):
        Client().get("/editions/")
    for year in (2015, 2016, 2017):
        factories.edition(starts=date(year, 1, 1), ends=date(year, 1, 2))
    with django_assert_num_queries(3):
        Client().get("/editions/")
