"""The programme and a session of it in a browser: within budget, accessible, narrowed without
JavaScript, and what search engines read does not disturb the content policy."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from salon.programme.models import Booking, Speaker
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
from tests.factories import NINE

PAGES = {
    "programme": "programme/",
    "programme-narrowed": "programme/?kind=workshop",
    "programme-empty": "programme/?kind=workshop&language=tr",
    "session": "programme/demo/",
}


@pytest.fixture
def fair(transactional_db: None) -> None:
    """A hundred and twenty sessions on four days, and one with everything."""
    edition = factories.edition(slug="fair", name={"fr": "BAMEX’25", "en": "BAMEX’25"})
    phase = factories.phase(edition=edition, name={"fr": "Exposition", "en": "Exhibition"})
    near = factories.venue(
        name={"fr": "Parc des Expositions de Bamako"}, plan_width=500, plan_depth=300
    )
    far = factories.venue(name={"fr": "Centre Boubacar Sada Sy"}, city="Koulikoro")
    halls = [factories.space(venue=near, name={"fr": f"Salle {n}"}) for n in range(6)]
    for n in range(120):
        starts = NINE + timedelta(days=n % 4, hours=n // 24 * 2)
        factories.session(
            phase=phase,
            venue=near,
            space=halls[n % 6],
            kind=("panel", "conference", "workshop")[n % 3],
            title={"fr": f"Former et entretenir : ce que coûte un équipement, partie {n}"},
            starts=starts,
            ends=starts + timedelta(minutes=90),
            languages=["fr"],
            interpretation=["en", "tr", "ru"] if n % 3 < 2 else [],
        )
    demo = factories.session(
        phase=phase, venue=far, slug="demo", kind="demonstration", capacity=40,
        title={"fr": "Démonstration : hôpital de campagne et véhicule de secours"},
        summary={"fr": "Monter un hôpital en une heure, puis évacuer un blessé."},
        starts=NINE + timedelta(days=2), ends=NINE + timedelta(days=2, hours=1), languages=["fr"],
    )  # fmt: skip
    firm = factories.exhibitor(edition=edition)
    demo.equipment.set([factories.equipment(exhibitor=firm) for _ in range(2)])
    Speaker.objects.create(session=demo, person=factories.person(function={"fr": "Médecin"}))
    Booking.objects.create(session=demo, organisation=factories.organisation(), seats=25)
    factories.transfer(
        edition=edition, origin=near, destination=far, seats=50,
        departs=demo.starts - timedelta(hours=2), arrives=demo.starts - timedelta(minutes=45),
    )  # fmt: skip


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", PAGES)
def test_each_page(
    fair: None, site: str, new_page: Callable[..., Page], name: str, size: str
) -> None:
    page = new_page(SIZES[size])
    assert_within_budget(visit(page, f"{site}/fair/{PAGES[name]}"))
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    assert_targets_reachable(page)
    shot(page, f"{name}-{size}")


def test_narrowing_without_javascript(fair: None, site: str, new_page: Callable[..., Page]) -> None:
    page = new_page(PHONE, java_script_enabled=False)
    page.goto(f"{site}/fair/programme/")
    page.get_by_text("Filtrer le programme").click()
    page.get_by_label("Type").select_option("demonstration")
    page.get_by_role("button", name="Afficher").click()
    expect(page).to_have_url(re.compile(r"/fair/programme/\?.*kind=demonstration"))
    expect(page.get_by_role("status").filter(has_text="rendez-vous")).to_contain_text(
        "1 rendez-vous"
    )
    page.get_by_role("link", name="hôpital de campagne").click()
    expect(page.locator("h1")).to_contain_text("hôpital de campagne")
