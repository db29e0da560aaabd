"""Every public page of an edition of 300 sessions, 400 exhibitors and 2,000 entries: few queries,
few bytes, nothing unpublished."""

import gzip
import re
from pathlib import Path
from typing import NamedTuple

import pytest
from django.contrib.staticfiles import finders
from django.db import connection, reset_queries, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern
from django.utils.translation import override

from salon.editions.models import Edition
from salon.exhibition.choices import Review
from salon.exhibition.models import Equipment
from salon.portal.urls import of_edition
from tests.full_size import (
    BESIDE,
    PAGES,
    UNPUBLISHED,
    add_full_size,
    addresses,
    forget,
    varied,
)

pytestmark = pytest.mark.django_db

QUERIES = 12
#: The budget of a page, and what of it is kept for the headers of its few responses.
BYTES, HEADERS = 40_000, 2_000
#: Not pages: papers, feeds, pictures.
FILES = (".pdf", ".ics", ".rss", ".png")
#: Something is sent there; nothing is read.
SENT = {"prepare_check"}
_TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"')  # another in each answer


class Page(NamedTuple):
    """Queries with nothing kept and with everything kept, and what came."""

    cold: int
    kept: int
    content: bytes


class Seen(NamedTuple):
    """The whole edition as a visitor sees it, and how much there is of each thing."""

    pages: dict[str, Page]
    looked_for: bytes
    sitemap: Page
    counts: dict[str, int]


@pytest.fixture(scope="module")
def seen(django_db_setup, django_db_blocker) -> Seen:
    """The edition is made once for the whole file, looked at, and rolled back."""
    with django_db_blocker.unblock(), transaction.atomic(), override("fr"):
        full = add_full_size()
        paths = addresses(full) | {name: path(1) for name, path in varied(full).items()}
        seen = Seen(
            {name: page(path) for name, path in paths.items()},
            fetched(f"{paths['exhibitors']}?q={UNPUBLISHED}")[1],
            page("/sitemap.xml"),
            counts(full),
        )
        transaction.set_rollback(True)
    forget()
    return seen


def page(path: str) -> Page:
    forget()
    cold, content = fetched(path)
    kept, again = fetched(path)
    assert _TOKEN.sub(b"", again) == _TOKEN.sub(b"", content), path
    return Page(cold, kept, content)


def fetched(path: str) -> tuple[int, bytes]:
    """How many queries a page took, and the page."""
    reset_queries()
    with CaptureQueriesContext(connection) as made:
        answer = Client().get(path)
        queries = len(made)
    assert answer.status_code == 200, path
    return queries, answer.content


def counts(full: Edition) -> dict[str, int]:
    entries = Equipment.objects.filter(exhibitor__edition=full)
    public = full.exhibitors.filter(review=Review.APPROVED)
    shown = entries.filter(review=Review.APPROVED, exhibitor__in=public)
    return {
        "sessions": full.sessions.count(),
        "exhibitors": public.count(),
        "exhibitors waiting": full.exhibitors.count() - public.count(),
        "entries": shown.count(),
        "entries waiting": entries.count() - shown.count(),
        "stands": full.stands.exclude(x=None).count(),
    }


def compressed(content: bytes) -> int:
    return len(gzip.compress(content, compresslevel=6))


def size_of(page: bytes) -> int:
    """Bytes of a page with the style sheets and scripts that it names, compressed."""
    text = page.decode()
    names = [
        one.partition('"')[0]
        for mark in ('<link rel="stylesheet" href="/static/', '<script type="module" src="/static/')
        for one in text.split(mark)[1:]
    ]
    assert len(names) >= 2
    return compressed(page) + sum(
        compressed(Path(str(finders.find(name))).read_bytes()) for name in names
    )


def test_it_is_as_large_as_said(seen):
    assert seen.counts == {
        "sessions": 300,
        "exhibitors": 400,
        "exhibitors waiting": 400,
        "entries": 2000,
        "entries waiting": 2000,
        "stands": 400,
    }


def test_no_sort_of_page_is_left_out():
    pages = {
        one.name
        for one in of_edition
        if isinstance(one, URLPattern) and not str(one.pattern).endswith(FILES)
    }
    assert pages - SENT <= PAGES.keys()
    assert BESIDE.keys() == {"editions", "offline"}


def test_every_page_takes_few_queries(seen):
    over = {
        name: (page.cold, page.kept)
        for name, page in seen.pages.items()
        if page.cold > QUERIES or page.kept > page.cold
    }
    assert over == {}


def test_every_page_is_within_its_bytes(seen):
    sizes = {name: size_of(page.content) for name, page in seen.pages.items()}
    assert {name: size for name, size in sizes.items() if size > BYTES - HEADERS} == {}


def test_nothing_unpublished_is_on_any_page(seen):
    marker = UNPUBLISHED.casefold().encode()
    everything = {name: page.content.lower() for name, page in seen.pages.items()}
    assert [name for name, content in everything.items() if marker in content] == []
    assert marker not in seen.sitemap.content.lower()
    assert "Aucun exposant de ce nom" in seen.looked_for.decode()


def test_the_site_map_names_every_published_page(seen):
    assert (seen.sitemap.cold <= QUERIES, seen.sitemap.kept) == (True, 1)
    text = seen.sitemap.content.decode()
    assert text.count("<loc>http://testserver/full/exhibitors/") == 1 + 400 + 2000
    assert text.count("<loc>http://testserver/full/programme/") == 1 + 300
    # The most that sitemaps.org allows in one file.
    assert text.count("<loc>") <= 50_000
    assert len(seen.sitemap.content) <= 50 * 2**20
