"""News: a list, a page each, and RSS that a strict reader takes."""

from datetime import timedelta
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone

from tests import factories
from tests.factories import NINE

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def fair():
    edition = factories.edition(slug="fair", name={"fr": "Foire", "en": "Fair"})
    factories.news(
        edition=edition,
        slug="old",
        title={"fr": "L’ancienne <b> & co", "en": "The old one"},
        text={"fr": "Premier alinéa.\n\nSecond alinéa."},
    )
    factories.news(edition=edition, slug="new", published_at=NINE + timedelta(days=1))
    factories.news(edition=edition, slug="later", published_at=timezone.now() + timedelta(days=9))
    return edition


def test_the_newest_stands_first_and_what_is_dated_later_waits(fair):
    html = Client().get("/fair/news/").content.decode()
    assert html.index("/fair/news/new/") < html.index("/fair/news/old/")
    assert "/fair/news/later/" not in html
    assert Client().get("/fair/news/later/").status_code == 404


def test_a_page_has_its_text_in_paragraphs_and_its_description(fair):
    html = Client().get("/fair/news/old/").content.decode()
    assert "<h1>L’ancienne &lt;b&gt; &amp; co" in html
    assert "<p>Premier alinéa.</p>" in html
    assert "<p>Second alinéa.</p>" in html
    assert '<meta property="og:title" content="L’ancienne &lt;b&gt; &amp; co · Foire">' in html
    assert '<meta property="og:description" content="Premier alinéa.' in html


def test_without_news_the_page_says_so():
    factories.edition(slug="fair")
    assert "Il n’y a pas encore d’actualité." in Client().get("/fair/news/").content.decode()


def test_the_feed_is_strict_rss_with_absolute_addresses(fair):
    response = Client().get("/fair/news.rss")
    assert response["Content-Type"] == "application/rss+xml; charset=utf-8"
    root = ElementTree.fromstring(response.content)
    assert (root.tag, root.get("version")) == ("rss", "2.0")
    (channel,) = root
    assert {one.tag: one.text for one in channel if one.tag in ("title", "link", "language")} == {
        "title": "Foire\u202f: actualités",
        "link": "http://testserver/fair/news/",
        "language": "fr",
    }
    assert channel.find(f"{ATOM}link").attrib == {
        "rel": "self",
        "href": "http://testserver/fair/news.rss",
    }
    parsedate_to_datetime(channel.findtext("lastBuildDate"))
    items = channel.findall("item")
    assert [one.findtext("link") for one in items] == [
        "http://testserver/fair/news/new/",
        "http://testserver/fair/news/old/",
    ]
    old = items[1]
    assert old.findtext("title") == "L’ancienne <b> & co"
    assert old.find("guid").attrib == {"isPermaLink": "true"}
    assert old.findtext("guid") == old.findtext("link")
    assert parsedate_to_datetime(old.findtext("pubDate")) == NINE


def test_the_feed_speaks_the_language_of_its_address(fair):
    channel = ElementTree.fromstring(Client().get("/en/fair/news.rss").content)[0]
    assert channel.findtext("language") == "en"
    assert channel.findall("item")[1].findtext("title") == "The old one"
    assert channel.findtext("link") == "http://testserver/en/fair/news/"


def test_an_empty_feed_does_not_change_with_the_time():
    factories.edition(slug="fair")
    channel = ElementTree.fromstring(Client().get("/fair/news.rss").content)[0]
    assert channel.findtext("lastBuildDate") == "Sat, 01 Jan 2000 00:00:00 +0000"


@pytest.mark.parametrize(("path", "queries"), [("/fair/news/", 3), ("/fair/news.rss", 2)])
def test_the_number_of_queries_does_not_grow(fair, path, queries, django_assert_num_queries):
    with django_assert_num_queries(queries):
        Client().get(path)
    for _ in range(3):
        factories.news(edition=fair)
    with django_assert_num_queries(queries):
        Client().get(path)


def test_the_list_is_kept_but_news_comes_when_it_is_due(
    fair, monkeypatch, django_assert_num_queries
):
    factories.journal_entry()
    before = Client().get("/fair/news/").content
    with django_assert_num_queries(2):
        again = Client().get("/fair/news/").content
    assert (again, b"/fair/news/later/" in before) == (before, False)
    due = timezone.now() + timedelta(days=10)
    monkeypatch.setattr(timezone, "now", lambda: due)
    assert b"/fair/news/later/" in Client().get("/fair/news/").content
