"""The picture of a page where its link is passed on."""

from io import BytesIO

import pytest
from django.core.cache import cache
from django.test import Client
from PIL import Image

from salon.portal.views import cards
from tests import factories

pytestmark = pytest.mark.django_db

LONG = "Système intégré de surveillance, de transmission et de secours à longue portée " * 3


@pytest.fixture
def fair():
    edition = factories.edition(slug="fair", theme={"fr": "L’Afrique au cœur"})
    factories.session(edition=edition, slug="talk", title={"fr": LONG})
    firm = factories.organisation(name={"fr": "Рокетсан Akıncı Ğ"}, country="TR")
    shown = factories.exhibitor(edition=edition, slug="firm", organisation=firm)
    factories.equipment(exhibitor=shown, slug="radar", name={"fr": "Radar"})
    factories.equipment(exhibitor=shown, slug="draft", review="draft")
    hidden = factories.exhibitor(edition=edition, slug="hidden", review="returned")
    factories.equipment(exhibitor=hidden, slug="radar")
    return edition


PATHS = ("card.png", "card/session/talk.png", "card/exhibitor/firm.png",
         "card/equipment/firm/radar.png")  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_a_card_has_the_size_that_is_announced_and_is_light(fair, path):
    response = Client().get(f"/fair/{path}")
    assert response["Content-Type"] == "image/png"
    assert len(response.content) <= 60_000
    with Image.open(BytesIO(response.content)) as image:
        image.load()
        assert image.size == (1200, 630)
        # Something is written on it: not one colour, and less than half of it letters.
        counts = sorted(count for count, _colour in image.getcolors())
    assert len(counts) > 3
    assert counts[-1] > 1200 * 630 / 2


def test_cards_differ_and_say_what_their_page_is_about(fair, monkeypatch):
    said = []
    monkeypatch.setattr(cards, "picture", lambda template, texts: said.append(texts) or b"\x89PNG")
    for path in PATHS:
        Client().get(f"/fair/{path}")
    assert [(one["kicker"], one["title"], one["below"], one["fictional"]) for one in said] == [
        (fair.name["fr"], "L’Afrique au cœur", "", "fictif"),
        (
            "Conférence",
            LONG,
            f"Mardi 11 novembre 2025, 9\xa0h\xa0– 10\xa0h\n{fair.sessions.get().venue.name['fr']}",
            "fictif",
        ),
        ("Exposant", "Рокетсан Akıncı Ğ", "Turquie", "fictif"),
        ("Radars et capteurs", "Radar", "Рокетсан Akıncı Ğ", "fictif"),
    ]


@pytest.mark.parametrize(
    "path",
    ["exhibitor/hidden.png", "equipment/hidden/radar.png", "equipment/firm/draft.png"],
)
def test_what_waits_for_review_has_no_card(fair, path):
    assert Client().get(f"/fair/card/{path}").status_code == 404


def test_a_card_is_drawn_once_until_something_changes(fair, monkeypatch):
    drawn = []
    monkeypatch.setattr(cards, "picture", lambda *given: drawn.append(given) or b"\x89PNG")
    cache.clear()
    factories.journal_entry()
    for _ in range(2):
        Client().get("/fair/card.png")
    assert len(drawn) == 1
    factories.journal_entry()
    Client().get("/fair/card.png")
    assert len(drawn) == 2
