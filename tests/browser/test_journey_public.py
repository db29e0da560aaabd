"""Journey 1: find who exhibits radars, see one in 3D, see when it is demonstrated, add it to a
calendar. With every step looked at, on a phone and on a desk."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from icalendar import Calendar
from playwright.sync_api import Page, expect

from salon.core.actor import Actor
from salon.demo import shapes
from salon.exhibition.services.files import Point, put_shape
from tests import factories
from tests.browser.harness import (
    SIZES,
    assert_accessible,
    assert_no_sideways_scroll,
    assert_targets_reachable,
    shot,
)
from tests.factories import NINE


@pytest.fixture
def fair(site: str) -> None:
    """Four exhibitors; one shows a radar, with a model, and demonstrates it on the third day."""
    edition = factories.edition(slug="bamex", name={"fr": "BAMEX’25"})
    show = factories.venue(
        slug="parc", name={"fr": "Parc des Expositions"}, plan_width=600, plan_depth=400
    )
    field = factories.venue(slug="centre", name={"fr": "Centre Boubacar Sada Sy"}, city="Koulikoro")
    phase = factories.phase(edition=edition, venue=show, name={"fr": "Exposition"})
    later = factories.phase(
        edition=edition,
        venue=field,
        name={"fr": "Démonstrations"},
        starts=(NINE + timedelta(days=2)).date(),
        ends=(NINE + timedelta(days=3)).date(),
    )
    hall = factories.space(
        venue=show, name={"fr": "Hall A"}, outline=[[20, 20], [580, 20], [580, 380], [20, 380]]
    )
    names = ("Rüyagöz Örnek", "Baobabelle Exemple", "Mechtanov Primer", "Huanyuan Shili")
    for n, name in enumerate(names):
        firm = factories.exhibitor(
            edition=edition,
            slug=f"firm-{n}",
            organisation=factories.organisation(name={"fr": name}, country="TR"),
        )
        factories.stand(
            edition=edition, organisation=firm.organisation, space=hall, number=f"A-0{n + 1}",
            x=60 + 120 * n, y=60, width=80, depth=60,
        )  # fmt: skip
        if n:
            factories.equipment(
                exhibitor=firm, name={"fr": "Tente d’accueil"}, category="logistics"
            )
            continue
        radar = factories.equipment(
            exhibitor=firm, slug="kartalay", name={"fr": "Radar de surveillance au sol Kartalay-G"}
        )
        model, poster = shapes.shape("radar"), BytesIO()
        shapes.poster("radar", width=640, height=480).save(poster, "PNG")
        put_shape(
            actor=Actor.operator("tests"),
            equipment=radar,
            data=model.glb,
            poster=poster.getvalue(),
            hotspots=[
                Point({"fr": each.fr}, each.position, each.normal) for each in model.hotspots
            ],
        )
        factories.session(phase=phase, venue=show, title={"fr": "Panel sans radar"})
        starts = NINE + timedelta(days=2)
        factories.session(
            slug="demo-radar", phase=later, venue=field, kind="demonstration",
            title={"fr": "Démonstration : radar de surveillance"}, capacity=120,
            starts=starts, ends=starts + timedelta(hours=1),
        ).equipment.set([radar])  # fmt: skip


def looked_at(page: Page, name: str) -> None:
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    assert_targets_reachable(page)
    shot(page, f"journey-1-{name}")


@pytest.mark.parametrize("size", SIZES)
def test_from_the_front_door_to_the_calendar(
    fair: None, site: str, new_page: Callable[..., Page], size: str
) -> None:
    page = new_page(SIZES[size])
    page.goto(site)
    looked_at(page, f"{size}-1-home")
    page.locator(".doors").get_by_role("link", name="Exposants").click()

    page.get_by_label("Nom ou mot").fill("radars")
    page.get_by_role("button", name="Afficher", exact=True).click()
    found = page.get_by_role("link", name="Radar de surveillance au sol Kartalay-G")
    expect(found).to_be_visible()
    expect(page.get_by_text("Tente d’accueil")).to_have_count(0)
    looked_at(page, f"{size}-2-found")
    found.click()

    expect(page.get_by_text("Stand A-01")).to_be_visible()
    looked_at(page, f"{size}-3-entry")
    page.get_by_role("button", name="Voir en 3D").click()
    expect(page.locator(".stage.opened model-viewer")).to_be_visible(timeout=30_000)
    page.get_by_role("button", name="Dimensions").click()
    looked_at(page, f"{size}-4-model")

    page.get_by_role("link", name="Démonstration : radar de surveillance").click()
    expect(page.get_by_text("jeudi 13 novembre 2025").first).to_be_visible()
    expect(page.get_by_text("Koulikoro").first).to_be_visible()
    looked_at(page, f"{size}-5-session")

    with page.expect_download() as download:
        page.get_by_role("link", name="Ajouter à mon calendrier").click()
    [event] = Calendar.from_ical(Path(download.value.path()).read_bytes()).events
    assert str(event["SUMMARY"]) == "Démonstration : radar de surveillance"
    assert event.start == NINE + timedelta(days=2)
    assert "Koulikoro" in str(event["LOCATION"])
