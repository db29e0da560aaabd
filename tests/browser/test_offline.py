"""Reading without a network: what was visited is there, and says when it was saved."""

from collections.abc import Callable

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from playwright.sync_api import Page, expect

from salon.core.actor import Actor
from salon.exhibition.selectors.media import path_of
from tests import factories
from tests.browser.harness import (
    PHONE,
    Line,
    assert_accessible,
    assert_no_sideways_scroll,
    assert_within_budget,
    kept,
    shot,
    visit,
)
from tests.cast import CAST


@pytest.fixture
def fair(transactional_db: None) -> None:
    edition = factories.edition(slug="fair", name={"fr": "BAMEX’25", "en": "BAMEX’25"})
    factories.phase(edition=edition, name={"fr": "Exposition"})
    factories.party(edition=edition, slug="me")


def settled(page: Page, url: str) -> None:
    """Open an address and wait until the worker has saved it."""
    page.goto(url)
    page.evaluate("navigator.serviceWorker.ready")
    kept(page, url)


def test_a_visited_page_opens_when_the_server_is_gone(
    fair: None, line: Line, new_page: Callable[..., Page]
) -> None:
    site, page = line.address, new_page(PHONE)
    settled(page, f"{site}/fair/")
    settled(page, f"{site}/fair/parties/")
    expect(page.locator("[data-saved-notice]")).to_be_hidden()
    kept(page, f"{site}/fair/programme/", within="salon-kept")
    kept(page, f"{site}/fair/plans/", within="salon-kept")
    line.cut()

    page.reload()
    expect(page.locator("h1")).to_have_text("Participants")
    notice = page.locator("[data-saved-notice]")
    expect(notice).to_be_visible()
    expect(notice).to_contain_text("enregistrée sur cet appareil le")
    assert page.evaluate("getComputedStyle(document.querySelector('.top')).backgroundColor") == (
        "rgb(38, 37, 98)"
    )
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    shot(page, "offline-saved")

    page.goto(f"{site}/fair/")
    expect(page.locator("[data-saved-notice]")).to_be_visible()

    # Never visited, but fetched ahead: what people need most on the day.
    page.goto(f"{site}/fair/programme/")
    expect(page.locator("h1")).to_have_text("Programme")

    page.goto(f"{site}/fair/never-visited/")
    expect(page.locator("h1")).to_have_text("Pas de réseau")
    expect(page.locator("[data-saved-pages] a")).to_have_count(4)
    expect(page.locator("[data-none-saved]")).to_be_hidden()
    assert_accessible(page)
    shot(page, "offline-nothing")
    # In the language of the reader, not in every language of the site.
    page.goto(f"{site}/en/fair/never-visited/")
    expect(page.locator("h1")).to_have_text("Pas de réseau")


def test_the_page_for_no_network_speaks_the_languages_that_were_read(
    fair: None, line: Line, new_page: Callable[..., Page]
) -> None:
    site, page = line.address, new_page(PHONE)
    settled(page, f"{site}/tr/fair/")
    assert offline_pages(page) == ["/tr/offline/"]
    settled(page, f"{site}/ru/fair/")
    kept(page, f"{site}/ru/offline/", within=shell(page))
    assert offline_pages(page) == ["/ru/offline/", "/tr/offline/"]
    line.cut()
    for language in ("tr", "ru"):
        page.goto(f"{site}/{language}/fair/never-visited/")
        assert page.evaluate("document.documentElement.lang") == language


def shell(page: Page) -> str:
    """The name of the cache of what belongs to this release."""
    names: list[str] = page.evaluate("caches.keys()")
    return next(name for name in names if name.startswith("salon-shell-"))


def offline_pages(page: Page) -> list[str]:
    """The pages for no network that the worker has fetched."""
    paths: list[str] = page.evaluate(
        """async () => {
            const shell = (await caches.keys()).find((name) => name.startsWith("salon-shell-"));
            const kept = await (await caches.open(shell)).keys();
            const paths = kept.map(({ url }) => new URL(url).pathname);
            return paths.filter((path) => path.endsWith("/offline/"));
        }"""
    )
    return sorted(paths)


def test_a_saved_page_is_better_than_what_a_proxy_says_of_a_server_that_is_gone(
    fair: None, line: Line, new_page: Callable[..., Page]
) -> None:
    page = new_page(PHONE)
    settled(page, f"{line.address}/fair/")
    line.break_off(b"HTTP/1.1 502 Bad Gateway\r\nConnection: close\r\n\r\nBad Gateway")
    page.reload()
    expect(page.locator("[data-saved-notice]")).to_be_visible()
    page.goto(f"{line.address}/fair/never-visited/")
    expect(page.locator("body")).to_have_text("Bad Gateway")


def test_what_is_for_one_reader_is_not_kept_with_what_is_for_all(
    fair: None, site: str, new_page: Callable[..., Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    edition = factories.Edition.objects.get()
    picture = factories.picture(
        equipment=factories.equipment(
            exhibitor=factories.exhibitor(edition=edition), review="submitted"
        ),
        widths=[320],
    )
    name = f"{picture.digest}-320.webp"
    default_storage.save(path_of(name), ContentFile(b"RIFF"))
    monkeypatch.setattr(Actor, "public", classmethod(lambda cls: CAST["organiser"]))
    page = new_page(PHONE)
    settled(page, f"{site}/fair/")
    page.reload()
    found = page.evaluate(
        """async url => {
            const answer = await fetch(url);
            return [answer.status, Boolean(await caches.match(url))];
        }""",
        f"/media/fair/{name}",
    )
    assert found == [200, False]


def test_a_page_that_changes_is_shown_as_it_is_now(
    fair: None, site: str, new_page: Callable[..., Page]
) -> None:
    page = new_page(PHONE)
    settled(page, f"{site}/fair/parties/")
    factories.party(
        edition=factories.Edition.objects.get(),
        organisation=factories.organisation(name={"fr": "Nouvelle venue"}),
    )
    page.reload()
    expect(page.get_by_text("Nouvelle venue")).to_be_visible()
    expect(page.locator("[data-saved-notice]")).to_be_hidden()


def test_what_is_kept_costs_the_first_visit_little(
    fair: None, site: str, new_page: Callable[..., Page]
) -> None:
    assert_within_budget(visit(new_page(PHONE), f"{site}/fair/"))
