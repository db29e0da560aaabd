"""What search engines are told."""

from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from salon.core.actor import Actor
from salon.portal.views.sitemap import addresses
from tests import factories

pytestmark = pytest.mark.django_db
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"
LANGUAGES = [code for code, _name in settings.LANGUAGES]


@pytest.fixture
def fair():
    edition = factories.edition(slug="fair")
    factories.news(edition=edition, slug="launch")
    venue = factories.venue(slug="park", plan_width=100, plan_depth=100)
    factories.stand(edition=edition, space=factories.space(venue=venue))
    factories.session(edition=edition, slug="talk")
    shown = factories.exhibitor(edition=edition, slug="shown")
    factories.equipment(exhibitor=shown, slug="radar")
    factories.equipment(exhibitor=shown, slug="hidden-radar", review="draft")
    hidden = factories.exhibitor(edition=edition, slug="hidden", review="submitted")
    factories.equipment(exhibitor=hidden, slug="of-hidden")
    return edition


def document():
    response = Client().get("/sitemap.xml")
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    return ElementTree.fromstring(response.content)


def test_every_page_names_itself_in_every_language(fair):
    root = document()
    assert root.tag == f"{MAP}urlset"
    found = {}
    for url in root:
        links = [(one.get("hreflang"), one.get("href")) for one in url.findall(LINK)]
        assert [language for language, _href in links] == [*LANGUAGES, "x-default"]
        assert links[-1][1] == links[0][1]
        found[url.findtext(f"{MAP}loc")] = dict(links)
    site = "http://testserver"
    assert found[f"{site}/fair/news/launch/"]["en"] == f"{site}/en/fair/news/launch/"
    for path in ("editions/", "fair/", "fair/plans/park/", "fair/visit/", "fair/calendar/"):
        for language in LANGUAGES:
            prefix = "" if language == "fr" else f"{language}/"
            assert f"{site}/{prefix}{path}" in found


def test_every_address_in_it_answers(fair):
    for url in document():
        address = url.findtext(f"{MAP}loc")
        assert Client().get(address.removeprefix("http://testserver")).status_code == 200, address


@pytest.mark.parametrize(
    ("name", "own"),
    [
        ("session", ("fair", "talk")),
        ("exhibitor", ("fair", "shown")),
        ("equipment", ("fair", "shown", "radar")),
    ],
)
def test_pages_that_there_are_are_in_it(fair, name, own):
    paths = [page["fr"] for page in addresses(actor=Actor.public())]
    assert reverse(f"portal:{name}", args=own) in paths


def test_nothing_that_waits_for_review_is_in_it(fair):
    assert "hidden" not in Client().get("/sitemap.xml").content.decode()


def test_robots_are_told_where_it_is():
    assert Client().get("/robots.txt").content.decode() == (
        "User-agent: *\nDisallow:\n\nSitemap: http://testserver/sitemap.xml\n"
    )


def test_it_is_made_once_until_something_changes(fair, django_assert_num_queries):
    cache.clear()
    factories.journal_entry()
    first = Client().get("/sitemap.xml").content
    with django_assert_num_queries(1):
        assert Client().get("/sitemap.xml").content == first
    factories.news(edition=fair, slug="fresh")
    factories.journal_entry()
    assert "fresh" in Client().get("/sitemap.xml").content.decode()
