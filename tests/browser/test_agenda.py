"""Participants, agendas, places and door sheets in a browser: within budget, accessible, legible
on a phone and on a desk, and working without JavaScript."""

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from salon.editions.models import TravelTime
from salon.meetings.models import Party
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

#: Each sort of page, by the path below the edition.
PAGES = {
    "parties": "parties/",
    "nobody": "parties/?q=zzz",
    "agenda": "parties/me/",
    "unserved": "parties/me/requests/",
    "places": "places/",
    "door": "places/tables/",
}


@pytest.fixture
def crowd(transactional_db: None) -> Party:
    """A busy party of two teams, in two phases and two venues, among sixty others."""
    edition = factories.edition(slug="fair", name={"fr": "BAMEX’25", "en": "BAMEX’25"})
    first = factories.phase(edition=edition, name={"fr": "Exposition", "en": "Exhibition"})
    second = factories.phase(
        edition=edition,
        name={"fr": "Démonstrations"},
        starts=date(2025, 11, 13),
        ends=date(2025, 11, 14),
    )
    near, far = factories.venue(name={"fr": "Parc des Expositions de Bamako"}), factories.venue()
    TravelTime.objects.create(a=near, b=far, minutes=30, fictional=True)
    slots = [
        factories.slot(phase=phase, number=day * 48 + number)
        for phase in (first, second)
        for day in range(2)
        for number in range(14)
    ]
    me = factories.party(
        edition=edition,
        slug="me",
        teams=2,
        languages=["fr", "tr"],
        available=slots[:-4],
        organisation=factories.organisation(
            name={"fr": "Direction générale de l’équipement et des matériels"}, country="TR"
        ),
    )
    tables = factories.place(
        edition=edition,
        slug="tables",
        name={"fr": "Îlot 1, tables partagées"},
        capacity=14,
        open_slots=slots,
        space=factories.space(venue=near),
    )
    tent = factories.place(edition=edition, slug="tent", space=factories.space(venue=far))
    others = [
        factories.party(
            edition=edition,
            kind="delegation",
            organisation=factories.organisation(name={"fr": f"Délégation du pays numéro {n}"}),
        )
        for n in range(60)
    ]
    for number, slot in enumerate(slots):
        for other in others[number : number + 1 + number % 3 : 2]:
            request = factories.request(a=other, b=me)
            place = tent if number % 14 > 11 else tables
            factories.meeting(request=request, slot=slot, place=place)
    for number in range(40):
        factories.meeting(
            request=factories.request(a=others[number], b=others[59 - number % 9]),
            slot=slots[number % 5],
            place=tables,
        )
    factories.commitment(
        party=me,
        starts=slots[10].starts,
        ends=slots[11].starts,
        venue=near,
        title={"fr": "Conférence de presse"},
    )
    publication = factories.publication(edition=edition)
    for other in others[:12]:
        factories.unmet(publication=publication, request=factories.request(a=me, b=other))
    return me


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", PAGES)
def test_pages_are_light_accessible_and_fit(
    crowd: Party, site: str, new_page: Callable[..., Page], name: str, size: str
) -> None:
    page = new_page(SIZES[size])
    record = visit(page, f"{site}/fair/{PAGES[name]}")
    assert_within_budget(record)
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    assert_targets_reachable(page)
    shot(page, f"{name}-{size}")


@pytest.mark.parametrize("name", ["agenda", "door"])
def test_the_dark_and_the_english_are_accessible_too(
    crowd: Party, site: str, new_page: Callable[..., Page], name: str
) -> None:
    page = new_page(PHONE, color_scheme="dark")
    page.goto(f"{site}/en/fair/{PAGES[name]}")
    assert_accessible(page)


def test_a_participant_is_found_without_javascript(
    crowd: Party, site: str, new_page: Callable[..., Page]
) -> None:
    page = new_page(PHONE, java_script_enabled=False)
    page.goto(f"{site}/fair/parties/")
    page.get_by_label("Nom").fill("equipement")
    page.get_by_role("button", name="Afficher").click()
    page.get_by_role("link", name="Direction générale de l’équipement").click()
    expect(page).to_have_url(f"{site}/fair/parties/me/")
    expect(page.get_by_role("heading", level=1)).to_have_text(str(crowd.name))


def test_from_a_meeting_to_its_counterpart_and_its_place(
    crowd: Party, site: str, new_page: Callable[..., Page]
) -> None:
    page = new_page(DESKTOP)
    page.goto(f"{site}/fair/parties/me/")
    page.get_by_role("link", name="Délégation du pays numéro 0", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Délégation du pays numéro 0")
    page.get_by_role("link", name="Îlot 1, tables partagées").first.click()
    expect(page).to_have_url(f"{site}/fair/places/tables/")


def test_a_day_is_one_tap_away(crowd: Party, site: str, new_page: Callable[..., Page]) -> None:
    page = new_page(PHONE)
    page.goto(f"{site}/fair/parties/me/")
    page.get_by_role("link", name="ven. 14 nov.").click()
    expect(page.get_by_role("heading", name="Vendredi 14 novembre 2025")).to_be_in_viewport()


def test_the_language_switch_stays_on_the_agenda(
    crowd: Party, site: str, new_page: Callable[..., Page]
) -> None:
    page = new_page(DESKTOP)
    page.goto(f"{site}/fair/parties/me/")
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url(f"{site}/en/fair/parties/me/")
    expect(page.get_by_role("heading", name="Wednesday 12 November 2025")).to_be_visible()


def test_side_by_side_on_a_desk_one_after_the_other_on_a_phone(
    crowd: Party, site: str, new_page: Callable[..., Page]
) -> None:
    def lefts(page: Page) -> list[float]:
        page.goto(f"{site}/fair/parties/me/")
        cells = page.locator(".day").first.locator(".cell.meeting:not(.alone)")
        boxes = [cells.nth(number).bounding_box() for number in range(2)]
        return [box["x"] for box in boxes if box]

    left, right = lefts(new_page(DESKTOP))
    assert right > left + 50
    left, right = lefts(new_page(PHONE))
    assert left == pytest.approx(right, abs=1)


def test_the_feed_s_address_can_be_selected(
    crowd: Party, site: str, new_page: Callable[..., Page]
) -> None:
    page = new_page(PHONE)
    page.goto(f"{site}/fair/parties/me/")
    field = page.get_by_label("Ou copiez cette adresse")
    expect(field).to_have_value(f"{site}/fair/parties/me/agenda.ics")
    answer = page.request.get(field.input_value())
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    again = page.request.get(field.input_value(), headers={"If-None-Match": answer.headers["etag"]})
    assert again.status == 304


def test_print_keeps_the_days_and_drops_the_buttons(
    crowd: Party, site: str, new_page: Callable[..., Page]
) -> None:
    page = new_page(DESKTOP)
    page.goto(f"{site}/fair/parties/me/")
    page.emulate_media(media="print")
    expect(page.locator("#calendar")).to_be_hidden()
    expect(page.locator(".days").first).to_be_visible()


def test_an_hour_is_as_long_for_both_days(
    crowd: Party, site: str, new_page: Callable[..., Page]
) -> None:
    page = new_page(DESKTOP)
    page.goto(f"{site}/fair/parties/me/")
    days = page.locator(".days").first.locator(".day")
    tops = []
    for number in range(2):
        box = days.nth(number).locator(".cell", has_text="11 h 30").first.bounding_box()
        tops.append(box["y"] if box else None)
    assert tops[0] == pytest.approx(tops[1], abs=1)
