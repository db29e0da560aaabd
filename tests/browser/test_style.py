"""The design system in a real browser: every component, both sizes, both schemes, and print."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

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

pytestmark = pytest.mark.urls("tests.browser.style_urls")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_every_component_is_accessible(
    site: str, new_page: Callable[..., Page], size: str, scheme: str
) -> None:
    page = new_page(SIZES[size], color_scheme=scheme)
    record = visit(page, f"{site}/style/")
    assert_within_budget(record)
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    assert_targets_reachable(page)
    shot(page, f"style-{size}-{scheme}")


@pytest.mark.parametrize("size", SIZES)
def test_every_component_from_right_to_left(
    site: str, new_page: Callable[..., Page], size: str
) -> None:
    page = new_page(SIZES[size])
    visit(page, f"{site}/style/rtl/")
    assert page.evaluate("[document.documentElement.lang, document.dir]") == ["ar", "rtl"]
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    assert_targets_reachable(page)
    width = page.evaluate("document.documentElement.clientWidth")
    ends = page.evaluate(
        """() => ['.brand b', 'h1', '.notice:not([hidden])', '.cell.meeting', '.timeline li']
                .map(one => {
            const range = document.createRange();
            range.selectNodeContents(document.querySelector(one));
            return range.getBoundingClientRect().right;
        })"""
    )
    edge = page.evaluate("document.querySelector('main').getBoundingClientRect().right")
    # The brand, the title and a notice begin at the right, at the edge of what is read.
    assert all(width / 2 < end <= edge for end in ends), (ends, edge)
    border = page.evaluate("getComputedStyle(document.querySelector('.notice')).borderRightWidth")
    assert border == "4px"
    shot(page, f"style-rtl-{size}")


@pytest.mark.parametrize("size", SIZES)
def test_right_to_left_mirrors_left_to_right(
    site: str, new_page: Callable[..., Page], size: str
) -> None:
    """What stands at a distance from the left in French stands as far from the right in Arabic."""
    marks = "['.brand', '.nav.languages', 'main', '.figures', '.row .badge', '.filters', '.days']"
    measure = f"""{marks}.map(one => {{
        const box = document.querySelector(one).getBoundingClientRect();
        const width = document.documentElement.clientWidth;
        return document.dir === 'rtl' ? width - box.right : box.left;
    }})"""
    page = new_page(SIZES[size])
    page.goto(f"{site}/en/style/")
    french = page.evaluate(measure)
    page.goto(f"{site}/style/rtl/")
    arabic = page.evaluate(measure)
    fixed = [0, 2, 3, 4, 5, 6]  # the languages wrap by the length of their names
    assert [arabic[n] for n in fixed] == pytest.approx([french[n] for n in fixed], abs=1)


@pytest.mark.parametrize("prefix", ["", "/en", "/tr", "/ru"])
def test_every_language_can_be_chosen_on_a_phone(
    site: str, new_page: Callable[..., Page], prefix: str
) -> None:
    page = new_page(PHONE)
    page.goto(f"{site}{prefix}/style/")
    assert_no_sideways_scroll(page)
    links = page.locator(".languages a:visible")
    codes = [code for code in ("fr", "en", "tr", "ru") if f"/{code}" != (prefix or "/fr")]
    assert links.locator(".code").all_inner_texts() == [code.upper() for code in codes]
    expect(page.get_by_role("link", name="Türkçe", include_hidden=True)).to_have_count(1)
    assert page.locator(".top").bounding_box()["height"] <= 2 * 44 + 40  # type: ignore[index]
    boxes = [links.nth(n).bounding_box() for n in range(3)]
    assert all(
        box is not None and box["x"] >= 0 and box["x"] + box["width"] <= 360 for box in boxes
    )
    assert_targets_reachable(page)
    shot(page, f"languages{prefix.replace('/', '-')}")


def test_style_sheet_stays_small(site: str, new_page: Callable[..., Page]) -> None:
    record = visit(new_page(PHONE), f"{site}/style/")
    sheets = [request for request in record.requests if request.kind == "Stylesheet"]
    main = next(request for request in sheets if "/salon." in request.url)
    assert main.encoding == "gzip"
    assert main.transferred <= 12_000


def test_language_switch_keeps_the_page_and_its_query(
    site: str, new_page: Callable[..., Page]
) -> None:
    page = new_page(PHONE)
    page.goto(f"{site}/style/?page=3")
    page.get_by_role("link", name="English").click()
    expect(page).to_have_url(f"{site}/en/style/?page=3")
    assert page.evaluate("document.documentElement.lang") == "en"
    page.get_by_role("link", name="Français").click()
    expect(page).to_have_url(f"{site}/style/?page=3")
    assert page.evaluate("document.documentElement.lang") == "fr"


def test_skip_link_is_the_first_stop_and_leads_to_the_content(
    site: str, new_page: Callable[..., Page]
) -> None:
    page = new_page(DESKTOP)
    page.goto(f"{site}/style/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Aller au contenu")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_days_stand_on_one_axis_on_a_desk_and_below_each_other_on_a_phone(
    site: str, new_page: Callable[..., Page]
) -> None:
    def boxes(page: Page) -> list[dict[str, float]]:
        page.goto(f"{site}/style/")
        first = page.locator(".day").nth(0).locator(".cell", has_text="14").first
        second = page.locator(".day").nth(1).locator(".cell", has_text="14").first
        return [first.bounding_box() or {}, second.bounding_box() or {}]

    left, right = boxes(new_page(DESKTOP))
    assert left["y"] == pytest.approx(right["y"], abs=1)
    assert left["x"] + left["width"] <= right["x"]
    above, below = boxes(new_page(PHONE))
    assert above["y"] + above["height"] <= below["y"]
    assert above["x"] == pytest.approx(below["x"], abs=1)


def test_a_card_shows_the_label_of_each_value_on_a_phone_only(
    site: str, new_page: Callable[..., Page]
) -> None:
    read = "getComputedStyle(document.querySelector('.cards td'), '::before').content"
    phone, desk = new_page(PHONE), new_page(DESKTOP)
    phone.goto(f"{site}/style/")
    desk.goto(f"{site}/style/")
    assert phone.evaluate(read) == '"Nature"'
    assert desk.evaluate(read) == "none"


def test_dialog_opens_takes_the_focus_and_closes(site: str, new_page: Callable[..., Page]) -> None:
    page = new_page(PHONE)
    page.goto(f"{site}/style/")
    opener = page.get_by_role("button", name="Retirer la demande…")
    opener.click()
    dialog = page.get_by_role("dialog", name="Retirer la demande ?")
    expect(dialog).to_be_visible()
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()


def test_print_drops_what_only_a_screen_needs(site: str, new_page: Callable[..., Page]) -> None:
    page = new_page(DESKTOP)
    page.goto(f"{site}/style/")
    page.emulate_media(media="print", color_scheme="dark")
    for gone in ("svg.band", "nav.main-nav", "form.filters", "nav.pages", ".toast"):
        expect(page.locator(gone)).to_be_hidden()
    expect(page.locator(".days")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    shot(page, "style-print")


def test_nothing_moves_when_motion_is_not_wanted(site: str, new_page: Callable[..., Page]) -> None:
    page = new_page(PHONE)
    page.goto(f"{site}/style/")
    moving = page.evaluate(
        """[...document.querySelectorAll('*')].filter(one => {
            const style = getComputedStyle(one);
            return parseFloat(style.transitionDuration) || style.animationName !== 'none'
                || style.scrollBehavior === 'smooth';
        }).length"""
    )
    assert moving == 0
