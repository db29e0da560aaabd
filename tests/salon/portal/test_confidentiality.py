"""What is closed-door is nowhere on the site, and cannot be told from mere absence."""

import io
import re

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from salon.core.actor import Actor
from tests import factories
from tests.cast import CAST
from tests.salon.portal.hidden import MARKER, guarded

pytestmark = pytest.mark.django_db


def text_of(body: bytes) -> str:
    """A response as its reader reads it: the text of a PDF, the unfolded lines of a calendar."""
    if body.startswith(b"%PDF"):
        reader = PdfReader(io.BytesIO(body))
        pages = "\n".join(page.extract_text() for page in reader.pages)
        return f"{pages}\n{reader.metadata}"
    return body.decode().replace("\r\n ", "")


def test_the_marker_is_in_no_response():
    world = guarded()
    found = {url for url, (body, _headers) in world.responses().items() if MARKER in text_of(body)}
    assert found == set()


#: What leads to equipment, beside its own pages.
SHOWING = {
    "fr": ("/guarded/programme/display/", "/sitemap.xml"),
    "en": ("/en/guarded/programme/display/", "/sitemap.xml"),
}


def test_the_marker_is_seen_by_whoever_is_cleared(monkeypatch):
    """The test above would also pass if the pages showed nothing at all."""
    world = guarded()
    monkeypatch.setattr(Actor, "public", classmethod(lambda cls: CAST["protocol"]))
    marked = {url for url, (body, _headers) in world.responses().items() if MARKER in text_of(body)}
    # Lists show no text of a meeting, nor do reasons.
    public = (
        "editions/",
        "sitemap.xml",
        "visit/",
        "calendar/",
        "calendar.ics",
        "news/",
        "news.rss",
        "programme/",
        "programme.ics",
        "programme/display/",
        "session.ics",
    )
    kept = (
        *public,
        "plans/",
        "?q=organisation",
        "?kind=exhibitor",
        "/guarded/parties/",
        "/places/",
        "/requests/",
    )
    expected = {
        url
        for language in ("fr", "en")
        for url in set(world.urls(language=language))
        - set(world.exhibition_urls(language=language))
        if not url.endswith(kept)
        # The tent is never used behind closed doors; the tables hold only a cancelled one.
        and world.places["tent"].slug not in url
        and world.places["tables"].slug not in url
    }
    assert marked == expected


def test_what_waits_for_review_is_seen_by_whoever_reviews_it(monkeypatch):
    world = guarded()
    monkeypatch.setattr(Actor, "public", classmethod(lambda cls: CAST["organiser"]))
    marked = {
        url
        for url, (body, _headers) in world.responses(languages=["en"], paper=False).items()
        if MARKER in text_of(body)
    }
    # The page of what is published shows nothing else. A session shows some, the site map all.
    shown = {*world.exhibition_urls(language="en")[:-1], *SHOWING["en"]}
    assert marked == shown


def test_hidden_and_absent_give_the_same_bytes():
    world = guarded()
    hidden = world.responses()
    world.make_absent()
    absent = world.responses()
    assert [url for url in hidden if hidden[url] != absent[url]] == []


def test_a_role_alone_changes_nothing(monkeypatch):
    world = guarded()
    public = world.responses(languages=["fr"], paper=False)
    for role in sorted(set(CAST) - {"protocol", "public"}):
        monkeypatch.setattr(Actor, "public", classmethod(lambda cls, role=role: CAST[role]))
        seen = world.responses(languages=["fr"], paper=False)
        # Organisers review what exhibitors send in.
        reviewed = {*world.exhibition_urls(), *SHOWING["fr"]} if role == "organiser" else set()
        assert {url for url in public if seen[url] != public[url]} <= reviewed


def test_a_search_for_the_marker_finds_what_any_other_word_finds():
    world = guarded()
    url = reverse("portal:parties", args=[world.edition.slug])
    bodies = {
        re.sub(f"{MARKER}|zqxnothing", "", Client().get(url, {"q": word}).content.decode())
        for word in (MARKER, "zqxnothing")
    }
    assert len(bodies) == 1
    assert "<table" not in bodies.pop()


def test_what_is_kept_for_the_public_and_what_others_see_never_mix(monkeypatch):
    world = guarded()
    factories.journal_entry()
    public = world.responses(languages=["fr"], paper=False)
    with monkeypatch.context() as cleared:
        cleared.setattr(Actor, "public", classmethod(lambda cls: CAST["protocol"]))
        seen = world.responses(languages=["fr"], paper=False)
    assert any(MARKER in text_of(body) for body, _headers in seen.values())
    assert world.responses(languages=["fr"], paper=False) == public
