"""The showroom and what is projected of it."""

import re
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from salon.core.policy import policy
from salon.exhibition.models import Hotspot
from salon.portal.views.viewer import SOURCES
from tests import factories
from tests.factories import NINE

pytestmark = pytest.mark.django_db


@pytest.fixture
def fair():
    """Three entries with a model, one without, one that waits for review."""
    edition = factories.edition(slug="fair")
    firm = factories.exhibitor(
        edition=edition,
        slug="firm",
        organisation=factories.organisation(name={"fr": "Rüyagöz"}, country="TR"),
    )
    for slug, category, review in (
        ("mast", "communications", "approved"),
        ("radar", "radar", "approved"),
        ("robot", "engineering", "approved"),
        ("secret", "radar", "submitted"),
    ):
        item = factories.equipment(
            exhibitor=firm, slug=slug, name={"fr": slug.title()}, category=category, review=review
        )
        shape = factories.shape(equipment=item, poster="ab" * 32, poster_widths=[320, 640])
        Hotspot.objects.create(
            shape=shape, label={"fr": f"Point {slug}"}, position="0 1 0", normal="0 1 0"
        )
    factories.equipment(exhibitor=firm, slug="plain", name={"fr": "Plain"})
    return edition


def get(name, query=""):
    return Client().get(reverse(f"portal:{name}", args=["fair"]) + query)


def names(answer):
    return re.findall(r"<h2[^>]*>(?:<a [^>]*>)?([^<]+)", answer.content.decode())


def slides(answer):
    return re.findall(r'class="slide" id="firm--(\w+)"', answer.content.decode())


def test_the_showroom_has_what_has_a_model_and_is_public(fair):
    assert names(get("showroom"))[:3] == ["Mast", "Radar", "Robot"]
    assert names(get("showroom", "?category=radar"))[0] == "Radar"
    body = get("showroom").content.decode()
    assert "secret" not in body
    assert re.findall(r'name="item" value="([^"]+)" checked', body) == [
        "firm/mast", "firm/radar", "firm/robot",
    ]  # fmt: skip


def test_an_edition_without_models_says_so(fair):
    factories.edition(slug="bare")
    answer = Client().get(reverse("portal:showroom", args=["bare"]))
    assert "Aucun modèle 3D" in answer.content.decode()
    empty = Client().get(reverse("portal:projection", args=["bare"]))
    assert "Rien à projeter" in empty.content.decode()


def test_a_projection_shows_what_was_chosen_in_that_order(fair):
    assert slides(get("projection")) == ["mast", "radar", "robot"]
    chosen = urlencode({"item": ["firm/robot", "firm/mast", "firm/secret", "no/such"]}, doseq=True)
    assert slides(get("projection", f"?{chosen}")) == ["robot", "mast"]


@pytest.mark.parametrize(
    ("asked", "pace"), [("", 20), ("30", 30), ("7", 20), ("-1", 20), ("x", 20), ("1e9", 20)]
)
def test_the_pace_is_one_of_those_offered(fair, asked, pace):
    assert f'data-pace="{pace}"' in get("projection", f"?seconds={asked}").content.decode()


def test_a_slide_says_where_and_when_to_see_it_and_gives_its_address_as_a_code(fair):
    radar = fair.exhibitors.get().equipment.get(slug="radar")
    factories.stand(edition=fair, organisation=radar.exhibitor.organisation, number="B-07")
    venue = factories.venue(name={"fr": "Centre"})
    factories.session(edition=fair, venue=venue, starts=NINE).equipment.set([radar])
    body = get("projection", "?item=firm/radar").content.decode().replace("\u00a0", " ")
    for said in ("Rüyagöz", "Turquie", "B-07", "9 h", "Centre", "Point radar", "<svg"):
        assert said in body
    assert f'data-src="/media/fair/{radar.shape.digest}.glb"' in body
    assert 'style="' not in body


def test_only_pages_that_open_models_may_do_what_the_viewer_needs(fair):
    wide, strict = policy(SOURCES), policy()
    assert get("projection").headers["Content-Security-Policy"] == wide
    assert get("showroom").headers["Content-Security-Policy"] == strict
    for slug, expected in (("radar", wide), ("plain", strict)):
        answer = Client().get(reverse("portal:equipment", args=["fair", "firm", slug]))
        assert answer.headers["Content-Security-Policy"] == expected
    assert "unsafe-inline" not in wide
    assert "unsafe-eval" not in wide.replace("wasm-unsafe-eval", "")
    assert "http" not in wide


@pytest.mark.parametrize("number", [1, 3])
def test_queries_do_not_grow_with_rows(number, django_assert_num_queries):
    edition = factories.edition(slug="fair")
    for _ in range(number):
        firm = factories.exhibitor(edition=edition)
        factories.stand(edition=edition, organisation=firm.organisation)
        item = factories.equipment(exhibitor=firm)
        shape = factories.shape(equipment=item)
        Hotspot.objects.create(shape=shape, label={"fr": "P"}, position="0 1 0", normal="0 1 0")
        factories.session(edition=edition).equipment.set([item])
    with django_assert_num_queries(7):
        get("showroom")
    with django_assert_num_queries(9):
        get("projection")
