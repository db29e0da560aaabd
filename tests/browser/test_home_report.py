"""The edition's home, the plan report and the list of unmet requests, in a real browser."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from salon.demo import facts
from salon.demo.generator.settings import add_facts
from salon.editions.models import Edition
from tests import factories
from tests.browser.harness import (
    PHONE,
    SIZES,
    assert_accessible,
    assert_no_sideways_scroll,
    assert_targets_reachable,
    assert_within_budget,
    shot,
    visit,
)
from tests.salon.meetings.selectors.planned import planned

PATHS = {
    "home": "/bamex25/",
    "report": "/planned/plan/",
    "unmet": "/planned/plan/requests/",
    "nothing": "/empty/",
    "no-plan": "/empty/plan/",
}


@pytest.fixture
def filled(site: str) -> str:
    """The facts of the press, a small plan with hidden meetings, and an edition of nothing."""
    edition: Edition = add_facts().edition
    factories.session(
        edition=edition,
        phase=edition.phases.get(slug="exhibition"),
        starts=datetime(2099, 11, 11, 9, tzinfo=UTC),
        ends=datetime(2099, 11, 11, 10, tzinfo=UTC),
    )
    world = planned()
    for number in range(30):
        a, b = (factories.party(edition=world.edition) for _ in range(2))
        request = factories.request(a=a, b=b, weight=number + 1)
        factories.unmet(publication=world.publication, request=request)
    factories.edition(slug="empty")
    return site


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", PATHS)
def test_pages_are_accessible_and_within_budget(
    filled: str, new_page: Callable[..., Page], name: str, size: str, scheme: str
) -> None:
    page = new_page(SIZES[size], color_scheme=scheme)
    record = visit(page, f"{filled}{PATHS[name]}")
    assert_within_budget(record)
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    assert_targets_reachable(page)
    shot(page, f"{name}-{size}-{scheme}")


def test_a_mark_leads_to_its_source(filled: str, new_page: Callable[..., Page]) -> None:
    page = new_page(PHONE)
    page.goto(f"{filled}/bamex25/")
    page.locator("#honours").get_by_role("link", name="Source 2").click()
    expect(page.locator("#source-2")).to_have_text(facts.GOVERNMENT)
    expect(page.locator("#source-2")).to_be_in_viewport()


def test_from_a_reason_to_an_agenda(filled: str, new_page: Callable[..., Page]) -> None:
    page = new_page(PHONE)
    page.goto(f"{filled}/planned/plan/")
    page.get_by_role("link", name="Agenda complet").click()
    expect(page).to_have_url(f"{filled}/planned/plan/requests/?reason=party_full")
    page.get_by_text("Les 2 rencontres qui l’empêchent", exact=True).click()
    expect(page.get_by_text("(poids 8)")).to_be_visible()
    page.get_by_role("heading", name="Maison A – Maison E").get_by_role("link").first.click()
    expect(page).to_have_url(f"{filled}/planned/parties/party-a/")


def test_filters_pages_and_the_export_work_without_a_script(
    filled: str, new_page: Callable[..., Page]
) -> None:
    page = new_page(PHONE, java_script_enabled=False)
    page.goto(f"{filled}/planned/plan/requests/")
    page.get_by_label("Catégorie").select_option("Exposant")
    page.get_by_role("button", name="Afficher").click()
    expect(page.get_by_text("31 demandes sur les 33 non servies")).to_be_visible()
    page.get_by_role("link", name="Suivante").click()
    expect(page).to_have_url(
        f"{filled}/planned/plan/requests/?q=&kind=exhibitor&reason=&sort=&page=2"
    )
    expect(page.get_by_label("Catégorie")).to_have_value("exhibitor")
    with page.expect_download() as download:
        page.get_by_role("link", name="Pour un tableur").click()
    lines = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 1 + 31
