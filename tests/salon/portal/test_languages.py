"""Turkish and Russian: every public page is there, in that language and in no other."""

import re
from html import unescape
from typing import Any

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from tests import factories
from tests.test_permission_table import TABLE, World, a_world

#: The languages that cover the public pages.
PUBLIC = ("tr", "ru")
#: Words that are the same as in English.
SAME = {
    "tr": {"3D", "Panel", "%(language)s, PDF, %(size)s", "No. %(number)s, %(at)s"},
    "ru": {"3D", "%(language)s, PDF, %(size)s"},
}
PAGES = sorted(
    name
    for name, row in TABLE.items()
    if name not in {"healthz", "robots", "sitemap"} and row.posted is None
)
LETTERS = re.compile(r"[^\W\d_]")


def catalogue(language: str) -> dict[tuple[str | None, tuple[str, ...]], tuple[str, ...]]:
    """Context and ids of every message, with its forms."""
    path = settings.LOCALE_PATHS[0] / language / "LC_MESSAGES" / "django.po"
    with path.open("rb") as file:
        messages = [message for message in read_po(file, locale=language) if message.id]
    return {(message.context, _forms(message.id)): _forms(message.string) for message in messages}


def _forms(text: Any) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def said_otherwise(language: str) -> set[str]:
    """What a page in this language never says: the ids, and the French, of whole messages."""
    own = {form for forms in catalogue(language).values() for form in forms}
    english = {one for _context, ids in catalogue(language) for one in ids}
    known = catalogue(language).keys()
    french = {form for key, forms in catalogue("fr").items() if key in known for form in forms}
    return {text for text in english | french if "%(" not in text} - own


def says(html: str) -> set[str]:
    """Every stretch of text of a page, and every text of an attribute that is read out. What
    names a language of its own is left out."""
    html = re.sub(r"<(script|style|svg)\b.*?</\1>", "", html, flags=re.S)
    html = re.sub(r"<(\w+)[^>]* lang=\"(?!tr|ru)[^>]*>.*?</\1>", "", html, flags=re.S)
    texts = re.findall(r">([^<]+)<", html)
    texts += re.findall(r'(?:aria-label|title|alt|placeholder|data-label|content)="([^"]*)"', html)
    return {" ".join(unescape(text).split()) for text in texts}


def url(world: World, name: str, language: str) -> str:
    with override(language):
        return reverse(name, kwargs={key: getattr(world, key) for key in TABLE[name].own})


@pytest.fixture
def world(db: Any) -> World:
    world = a_world("small")
    edition = factories.Edition.objects.get(slug="small")
    factories.key_date(edition=edition)
    return world


@pytest.mark.parametrize("language", PUBLIC)
def test_every_public_page_answers_in_its_language(world: World, language: str) -> None:
    client = Client()
    unheard = said_otherwise(language)
    assert len(unheard) > 700
    wrong, seen = {}, []
    for name in PAGES:
        response = client.get(url(world, name, language), follow=True)
        assert response.status_code == 200, name
        if not response.headers["Content-Type"].startswith("text/html"):
            continue
        html = response.content.decode()
        assert re.findall(r"<html[^>]*>", html) == [f'<html lang="{language}">'], name
        seen.append(name)
        if found := says(html) & unheard:
            wrong[name] = found
    assert wrong == {}
    assert len(seen) == 26


@pytest.mark.parametrize("language", PUBLIC)
def test_only_known_words_are_the_same_as_in_english(language: str) -> None:
    same = {ids[0] for (_context, ids), forms in catalogue(language).items() if ids[0] in forms}
    assert same == SAME[language]


def test_russian_is_written_in_cyrillic_letters() -> None:
    bare = {
        form
        for forms in catalogue("ru").values()
        for form in forms
        if LETTERS.search(re.sub(r"%\(\w+\)s", "", form)) and not re.search("[а-яё]", form, re.I)
    }
    assert bare == SAME["ru"]


@pytest.mark.parametrize(("language", "locale"), [("tr", "tr_TR"), ("ru", "ru_RU")])
def test_a_shared_link_names_its_language(world: World, language: str, locale: str) -> None:
    html = Client().get(url(world, "portal:home", language)).content.decode()
    assert f'<meta property="og:locale" content="{locale}">' in html
    assert f'"inLanguage":"{language}"' in html
    assert re.findall(r'hreflang="([\w-]+)" href="http', html) == [
        "fr", "en", "tr", "ru", "x-default",
    ]  # fmt: skip


@pytest.mark.parametrize(("language", "meeting"), [("tr", "Görüşme: "), ("ru", "Встреча: ")])
def test_a_calendar_that_subscribed_is_told_in_its_language(
    world: World, language: str, meeting: str
) -> None:
    feed = Client().get(url(world, "portal:party_feed", language)).content.decode()
    feed = feed.replace("\r\n ", "")
    (summary,) = re.findall(r"^SUMMARY[^:]*:(.*)", feed, re.M)
    assert summary.startswith(meeting)
    assert f"/{language}/small/parties/" in feed
