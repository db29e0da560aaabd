"""Exhibitors and equipment in a browser: within budget, accessible, legible on a phone and on a
desk, and searched without JavaScript."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from salon.editions.models import Edition
from salon.exhibition.choices import Category
from salon.exhibition.models import Characteristic
from tests import factories
from tests.browser.harness import (
    DESKTOP,
    PHONE,
    SIZES,
    assert_accessible,
    assert_no_sideways_scroll,
    assert_targets_reachable,
    assert_within_budget,
    shot,
    visit,
)
from tests.factories import NINE

#: Each sort of page, by the path below the edition.
PAGES = {
    "exhibitors": "exhibitors/",
    "search": "exhibitors/?q=радар",
    "no-exhibitor": "exhibitors/?q=royagoss",
    "catalogue": "equipment/",
    "exhibitor": "exhibitors/ruyagoz/",
    "equipment": "exhibitors/ruyagoz/radar/",
}


@pytest.fixture
def fair(transactional_db: None) -> Edition:
    """Sixty exhibitors with two entries each, one of them with all that an entry can have."""
    edition = factories.edition(slug="fair", name={"fr": "BAMEX’25", "en": "BAMEX’25"})
    venue = factories.venue(name={"fr": "Parc des Expositions de Bamako"})
    phase = factories.phase(edition=edition, venue=venue, name={"fr": "Exposition", "en": "Show"})
    hall = factories.space(venue=venue, name={"fr": "Hall A"})
    categories = Category.values
    for n in range(60):
        firm = factories.exhibitor(
            edition=edition,
            organisation=factories.organisation(
                name={"fr": f"Firme numéro {n} Exemple"}, country=("ML", "TR", "SN", "CN")[n % 4]
            ),
        )
        factories.stand(edition=edition, organisation=firm.organisation, space=hall)
        for m in range(2):
            factories.equipment(
                exhibitor=firm,
                name={"fr": f"Unité de traitement de l’eau modèle {n} {'AB'[m]}"},
                category=categories[(2 * n + m) % len(categories)],
                control="ML11" if m else "",
            )
    firm = factories.exhibitor(
        edition=edition,
        slug="ruyagoz",
        organisation=factories.organisation(name={"fr": "Rüyagöz Örnek"}, country="TR"),
        summary={"fr": "Entreprise inventée pour la démonstration."},
        website="https://example.org/",
    )
    factories.party(edition=edition, organisation=firm.organisation)
    for _ in range(2):
        factories.stand(edition=edition, organisation=firm.organisation, space=hall)
    radar = factories.equipment(
        exhibitor=firm,
        slug="radar",
        name={"fr": "Radar de surveillance au sol Kartalay-G"},
        summary={"fr": "Détecte les mouvements au sol le long d’une frontière."},
        control="ML11",
        languages=["fr", "tr", "en"],
    )
    factories.shape(equipment=radar)
    for position, (label, value) in enumerate((("Portée", "30 km"), ("Masse", "1 450 kg"))):
        Characteristic.objects.create(
            equipment=radar, position=position, label={"fr": label}, value={"fr": value}
        )
    for n in range(3):
        factories.session(
            phase=phase,
            kind="demonstration",
            title={"fr": "Démonstration : antenne radar de surveillance"},
            starts=NINE + timedelta(hours=2 * n),
            ends=NINE + timedelta(hours=2 * n + 1),
            venue=venue,
        ).equipment.set([radar])
    return edition


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", PAGES)
def test_within_budget_and_accessible(
    name: str, size: str, fair: Edition, site: str, new_page: Callable[..., Page]
) -> None:
    page = new_page(SIZES[size])
    assert_within_budget(visit(page, f"{site}/fair/{PAGES[name]}"))
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    assert_targets_reachable(page)
    shot(page, f"{name}-{size}")


@pytest.mark.parametrize("name", PAGES)
def test_accessible_in_the_dark(
    name: str, fair: Edition, site: str, new_page: Callable[..., Page]
) -> None:
    page = new_page(PHONE, color_scheme="dark")
    page.goto(f"{site}/fair/{PAGES[name]}")
    assert_accessible(page)


def test_from_a_misspelt_name_to_the_hour_of_a_demonstration(
    fair: Edition, site: str, new_page: Callable[..., Page]
) -> None:
    """Without JavaScript: type, choose, read."""
    page = new_page(PHONE, java_script_enabled=False)
    page.goto(f"{site}/fair/exhibitors/")
    page.get_by_label("Nom ou mot").fill("rouyagoz kartalai")
    page.get_by_role("button", name="Afficher").click()
    page.get_by_role("link", name="Radar de surveillance au sol Kartalay-G").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Radar de surveillance au sol Kartalay-G"
    )
    expect(page.locator(".times li").first).to_contain_text("Mardi 11 novembre 2025, 9 h – 10 h")
    page.get_by_role("link", name="Rüyagöz Örnek").first.click()
    expect(page.get_by_role("link", name="Agenda de ses rencontres")).to_be_visible()


def test_a_facet_stays_in_the_address_and_from_page_to_page(
    fair: Edition, site: str, new_page: Callable[..., Page]
) -> None:
    page = new_page(DESKTOP, java_script_enabled=False)
    page.goto(f"{site}/fair/equipment/")
    page.get_by_label("Pays").select_option("TR")
    page.get_by_role("button", name="Afficher").click()
    expect(page.get_by_role("status")).to_have_text("31 équipements")
    page.get_by_role("link", name="Suivante").click()
    expect(page.get_by_role("status")).to_have_text("31 équipements")
    expect(page.locator(".goods > li")).to_have_count(7)
    assert "country=TR" in page.url


def test_a_name_to_try_instead(fair: Edition, site: str, new_page: Callable[..., Page]) -> None:
    page = new_page(PHONE, java_script_enabled=False)
    page.goto(f"{site}/fair/exhibitors/?q=royagoss")
    expect(page.get_by_text("Aucun exposant de ce nom.")).to_be_visible()
    page.get_by_role("link", name="Rüyagöz Örnek").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Rüyagöz Örnek")
