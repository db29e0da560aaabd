"""Coming to the exhibition in a browser: editions, visit, calendar, news and the floor plan, which
moves by buttons, keys, fingers and addresses and is as complete without a script."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from salon.demo.generator.exhibition import add_exhibition
from salon.demo.generator.settings import add_facts
from salon.editions.models import Edition, Space
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

PARK = "/bamex25/plans/parc-des-expositions/"
PAGES = {
    "front": "/bamex25/",
    "editions": "/editions/",
    "visit": "/bamex25/visit/",
    "calendar": "/bamex25/calendar/",
    "news": "/bamex25/news/",
    "news-item": "/bamex25/news/lancement/",
    "plans": "/bamex25/plans/",
    "plan": PARK,
    "plan-stand": f"{PARK}?stand=A-11",
    "plan-none": f"{PARK}?q=zzz",
}


@pytest.fixture
def fair(site: str) -> str:
    """The facts of the press with plans, shuttles and notices, and two halls full of stands."""
    world = add_facts()
    hall_a, hall_b = (Space.objects.get(slug=slug) for slug in ("hall-a", "hall-b"))
    for number in range(26):
        hall, letter = (hall_a, "A") if number < 13 else (hall_b, "B")
        firm = factories.organisation(name={"fr": f"Maison Örnek {number}"})
        factories.exhibitor(edition=world.edition, organisation=firm)
        factories.stand(
            edition=world.edition, space=hall, organisation=firm, number=f"{letter}-{number:02}"
        )
    add_exhibition(world, seed=1)
    return site


def view(page: Page) -> list[float]:
    """The part of the plan that is shown."""
    return [float(one) for one in page.locator(".plan svg").get_attribute("viewBox").split()]  # type: ignore[union-attr]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", PAGES)
def test_pages_are_light_accessible_and_fit(
    fair: str, new_page: Callable[..., Page], name: str, size: str
) -> None:
    page = new_page(SIZES[size])
    record = visit(page, f"{fair}{PAGES[name]}")
    assert_within_budget(record)
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    assert_targets_reachable(page)
    shot(page, f"{name}-{size}")


def test_the_plan_is_accessible_in_the_dark(fair: str, new_page: Callable[..., Page]) -> None:
    page = new_page(DESKTOP, color_scheme="dark")
    page.goto(f"{fair}{PARK}?stand=A-11")
    assert_accessible(page)
    shot(page, "plan-stand-dark")


def test_the_plan_moves_by_buttons_and_keys(fair: str, new_page: Callable[..., Page]) -> None:
    page = new_page(DESKTOP)
    page.goto(f"{fair}{PARK}")
    assert view(page) == [0, 0, 1400, 850]
    page.get_by_role("button", name="Agrandir").click()
    assert view(page) == [210, 127.5, 980, 595]
    page.get_by_role("button", name="Réduire").click()
    assert view(page)[2] == pytest.approx(1400, abs=2)
    page.locator(".plan svg").focus()
    page.keyboard.press("+")
    before = view(page)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    after = view(page)
    assert after[0] == pytest.approx(before[0] + before[2] / 5, abs=0.2)
    assert after[1] == pytest.approx(before[1] + before[3] / 5, abs=0.2)
    page.keyboard.press("-")
    assert view(page)[2] > after[2]
    page.keyboard.press("0")
    assert view(page) == [0, 0, 1400, 850]
    for _ in range(20):
        page.keyboard.press("+")
    assert view(page)[2] == 220
    for _ in range(20):
        page.keyboard.press("ArrowLeft")
    assert view(page)[0] == 0  # never off the plan


def test_the_plan_moves_under_the_mouse_and_the_wheel_with_ctrl(
    fair: str, new_page: Callable[..., Page]
) -> None:
    page = new_page(DESKTOP)
    page.goto(f"{fair}{PARK}?space=hall-a")
    box = page.locator(".plan svg").bounding_box()
    assert box is not None
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    before = view(page)
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0] - 100, middle[1], steps=4)
    page.mouse.up()
    assert view(page)[0] == pytest.approx(before[0] + 100 * before[3] / box["height"], abs=2)
    expect(page).to_have_url(f"{fair}{PARK}?space=hall-a")  # a drag is not a click
    before = view(page)
    page.mouse.wheel(0, -100)
    assert view(page) == before  # without Ctrl the page scrolls
    page.keyboard.down("Control")
    page.locator(".plan svg").hover()
    page.mouse.wheel(0, -100)
    page.keyboard.up("Control")
    page.wait_for_function(
        "width => Number(document.querySelector('.plan svg').getAttribute('viewBox')"
        ".split(' ')[2]) < width",
        arg=before[2],
    )


def test_two_fingers_change_the_size(fair: str, new_page: Callable[..., Page]) -> None:
    page = new_page(PHONE, has_touch=True)
    page.goto(f"{fair}{PARK}")
    page.evaluate(
        """() => {
            const plan = document.querySelector(".plan svg"), box = plan.getBoundingClientRect();
            const send = (type, id, x) => plan.dispatchEvent(new PointerEvent(type, {
                pointerId: id, pointerType: "touch", bubbles: true, cancelable: true,
                clientX: box.x + x, clientY: box.y + 80 }));
            send("pointerdown", 1, 140); send("pointerdown", 2, 180);
            send("pointermove", 2, 260);
            send("pointerup", 1, 140); send("pointerup", 2, 260);
        }"""
    )
    assert view(page)[2] == pytest.approx(1400 / 3, abs=1)


def test_typing_finds_and_marks_a_stand(fair: str, new_page: Callable[..., Page]) -> None:
    page = new_page(PHONE)
    page.goto(f"{fair}{PARK}")
    page.get_by_label("Exposant ou stand").fill("ornek 1")
    expect(page.locator(".stand.found")).to_have_count(11)
    expect(page.get_by_role("status").first).to_contain_text("Stands marqués\u202f: 11.")
    page.get_by_label("Exposant ou stand").fill("Örnek 11")
    expect(page.locator(".stand.found")).to_have_attribute("id", "stand-A-11")
    expect(page.get_by_role("status").first).to_have_text(
        "Un stand est marqué. A-11, Maison Örnek 11"
    )
    assert view(page)[2] == 360
    number = page.locator("#stand-A-11 .stand-number")
    assert number.bounding_box()["height"] >= 14  # type: ignore[index]
    expect(number).to_be_visible()


def test_an_address_with_a_stand_goes_there(fair: str, new_page: Callable[..., Page]) -> None:
    page = new_page(PHONE)
    page.goto(f"{fair}{PARK}#stand-B-20")
    expect(page.locator("#stand-B-20 .stand-number")).to_be_visible()
    assert view(page)[2] == 360


def test_all_of_it_works_without_a_script(fair: str, new_page: Callable[..., Page]) -> None:
    page = new_page(PHONE, java_script_enabled=False)
    page.goto(f"{fair}/bamex25/visit/")
    page.get_by_role("link", name="Plan\u202f: Parc des Expositions de Bamako").click()
    page.get_by_role("link", name="Hall B").click()
    assert view(page)[2] < 1400
    page.get_by_label("Exposant ou stand").fill("ornek 20")
    page.get_by_role("button", name="Chercher").click()
    expect(page.get_by_text("Un stand est marqué.")).to_be_visible()
    expect(page.locator(".stand.found")).to_have_attribute("id", "stand-B-20")
    page.get_by_role("link", name="Stand A-03 sur le plan").click()
    expect(page).to_have_url(f"{fair}{PARK}?stand=A-03#plan")
    expect(page.locator(".stand.found")).to_have_attribute("id", "stand-A-03")
    expect(page.get_by_role("button", name="Agrandir")).to_be_hidden()
    expect(page.get_by_role("link", name="WhatsApp")).to_have_attribute(
        "href", f"https://wa.me/?text={fair}{PARK}".replace("://127", "%3A%2F%2F127")
        .replace("127.0.0.1:", "127.0.0.1%3A").replace("/bamex25/plans/", "%2Fbamex25%2Fplans%2F")
        .replace("expositions/", "expositions%2F"),
    )  # fmt: skip


def test_the_address_of_a_page_is_copied(fair: str, new_page: Callable[..., Page]) -> None:
    page = new_page(PHONE, permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{fair}/bamex25/visit/")
    page.get_by_role("button", name="Copier l’adresse").click()
    expect(page.get_by_text("L’adresse est copiée.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == f"{fair}/bamex25/visit/"


def test_nothing_moves_while_the_plan_loads(fair: str, new_page: Callable[..., Page]) -> None:
    page = new_page(PHONE)
    page.add_init_script(
        """window.moved = 0; new PerformanceObserver(list => {
            for (const one of list.getEntries()) window.moved += one.value;
        }).observe({type: "layout-shift", buffered: true});"""
    )
    for path in (PARK, f"{PARK}?stand=A-11", "/bamex25/visit/"):
        page.goto(f"{fair}{path}", wait_until="networkidle")
        assert page.evaluate("window.moved") == 0


def test_from_the_front_door_to_all_editions_and_back(
    fair: str, new_page: Callable[..., Page]
) -> None:
    page = new_page(PHONE)
    page.goto(f"{fair}/")
    expect(page).to_have_url(f"{fair}/bamex25/")
    page.get_by_role("link", name="Toutes les éditions").click()
    expect(page).to_have_url(f"{fair}/editions/")
    page.locator("main").get_by_role("link", name="BAMEX’25").click()
    assert Edition.objects.get().slug in page.url
