"""3D models in a browser: opened on a tap, turned, measured, exported for augmented reality, and
projected on a screen that loses its network."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, Request, expect

from salon.core.actor import Actor
from salon.demo.shapes import shape
from salon.exhibition.models import Equipment
from salon.exhibition.services import glb
from salon.exhibition.services.files import Point, put_shape
from tests import factories
from tests.browser.harness import (
    DESKTOP,
    PHONE,
    SIZES,
    Line,
    assert_accessible,
    assert_no_sideways_scroll,
    assert_targets_reachable,
    assert_within_budget,
    kept,
    recorded,
    shot,
    visit,
)
from tests.khronos import errors, validate
from tests.salon.exhibition.glbs import block

RADAR = "fair/exhibitors/ruyagoz/radar/"
PROJECTION = "fair/showroom/projection/"
DRAWN = ".stage.opened model-viewer"


@pytest.fixture
def fair(site: str) -> None:
    """Two entries with a model of 4 × 2 × 6 m; the site first, which renews the media store."""
    edition = factories.edition(slug="fair", name={"fr": "BAMEX’25", "en": "BAMEX’25"})
    firm = factories.exhibitor(
        edition=edition,
        slug="ruyagoz",
        organisation=factories.organisation(name={"fr": "Rüyagöz Örnek"}, country="TR"),
    )
    hall = factories.space(venue=factories.venue(name={"fr": "Parc"}), name={"fr": "Hall A"})
    factories.stand(edition=edition, organisation=firm.organisation, space=hall, number="A-07")
    poster = BytesIO()
    Image.new("RGB", (640, 480), "tan").save(poster, "PNG")
    for slug, name in (("radar", "Radar Kartalay-G"), ("robot", "Robot Sapfirin-M")):
        put_shape(
            actor=Actor.operator("tests"),
            equipment=factories.equipment(exhibitor=firm, slug=slug, name={"fr": name}),
            data=block().bytes(),
            poster=poster.getvalue(),
            hotspots=[
                Point({"fr": "Antenne tournante"}, "0 2 0", "0 1 0"),
                Point({"fr": "Avant"}, "0 1 3", "0 0 1"),
            ],
        )


def opened(page: Page) -> None:
    page.get_by_role("button", name="Voir en 3D").click()
    expect(page.locator(DRAWN)).to_be_visible(timeout=30_000)


@pytest.mark.parametrize("size", SIZES)
def test_a_model_is_fetched_on_a_tap_and_from_nowhere_else(
    fair: None, site: str, new_page: Callable[..., Page], size: str
) -> None:
    page = new_page(SIZES[size])
    first = visit(page, f"{site}/{RADAR}")
    assert not [one.url for one in first.requests if "vendor" in one.url or ".glb" in one.url]
    assert_within_budget(first)
    assert_accessible(page)
    with recorded(page) as record:
        opened(page)
    assert record.errors == []  # a fault against the content policy is one
    assert record.hosts <= {site.removeprefix("http://"), ""}  # blobs have no host
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    assert_targets_reachable(page)
    shot(page, f"shape-{size}")


def test_a_model_is_turned_by_keys_measured_and_put_away(
    fair: None, site: str, new_page: Callable[..., Page]
) -> None:
    page = new_page(DESKTOP)
    page.goto(f"{site}/{RADAR}")
    opened(page)
    turned = "document.querySelector('model-viewer').getCameraOrbit().theta"
    before = page.evaluate(turned)
    assert page.evaluate("document.activeElement.localName") == "model-viewer"
    page.keyboard.press("ArrowRight")
    page.wait_for_function(f"before => Math.abs({turned} - before) > 0.1", arg=before)

    page.get_by_role("button", name="Dimensions").click()
    told = (text.replace("\u202f", " ") for text in page.locator(".dim.told").all_inner_texts())
    assert sorted(told) == ["2 m", "4 m", "6 m"]
    expect(page.locator(".dim-lines line").first).to_have_attribute("x1", re.compile(r"^\d+\.\d$"))

    point = page.get_by_role("button", name="1. Antenne tournante")
    point.click()
    expect(point).to_have_attribute("aria-expanded", "true")
    shot(page, "shape-measured")
    page.get_by_role("button", name="Points remarquables").click()
    expect(point).to_be_hidden()

    page.get_by_role("button", name="Fermer").click()
    expect(page.locator("model-viewer")).to_have_count(0)
    expect(page.get_by_role("button", name="Voir en 3D")).to_be_focused()


def test_a_phone_gets_the_file_for_quick_look_made_in_the_page(
    fair: None, site: str, new_page: Callable[..., Page]
) -> None:
    page = new_page(PHONE)
    page.goto(f"{site}/{RADAR}")
    opened(page)
    # Through the browser or the system alone: no viewer app of a third party.
    expect(page.locator("model-viewer")).to_have_attribute("ar-modes", "webxr quick-look")
    head = page.evaluate(
        """async () => {
            const made = await document.querySelector("model-viewer").prepareUSDZ();
            const bytes = new Uint8Array(await (await fetch(made)).arrayBuffer());
            return [made.slice(0, 5), String.fromCharCode(...bytes.slice(0, 2)),
                    new TextDecoder("latin1").decode(bytes).includes("model.usda")];
        }"""
    )
    assert head == ["blob:", "PK", True]


def test_a_model_that_does_not_come_leaves_the_poster_and_can_be_asked_for_again(
    fair: None, site: str, new_page: Callable[..., Page]
) -> None:
    page = new_page(PHONE, service_workers="block")
    page.goto(f"{site}/{RADAR}")
    page.route("**/*.glb", lambda route: route.abort())
    button = page.get_by_role("button", name="Voir en 3D")
    button.click()
    expect(page.locator("[data-said]")).to_contain_text("vérifiez le réseau", timeout=30_000)
    expect(page.locator(".stage img")).to_be_visible()
    page.unroute("**/*.glb")
    opened(page)


def test_without_webgl_the_poster_stays_and_says_why(
    fair: None, site: str, new_page: Callable[..., Page]
) -> None:
    page = new_page(PHONE)
    page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    page.goto(f"{site}/{RADAR}")
    page.get_by_role("button", name="Voir en 3D").click()
    expect(page.locator("[data-said]")).to_contain_text("ne sait pas montrer la 3D")
    expect(page.locator(".stage img")).to_be_visible()


@pytest.mark.parametrize("size", SIZES)
def test_the_showroom_leads_to_the_models_and_to_a_hall_s_screen(
    fair: None, site: str, new_page: Callable[..., Page], size: str
) -> None:
    page = new_page(SIZES[size])
    assert_within_budget(visit(page, f"{site}/fair/showroom/"))
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    assert_targets_reachable(page)
    shot(page, f"showroom-{size}")
    page.get_by_label("Radar Kartalay-G").uncheck()
    page.get_by_label("Secondes pour chacun").select_option("60")
    page.get_by_role("button", name="Lancer la projection").click()
    expect(page.locator(".slide.on h2")).to_have_text("Robot Sapfirin-M")
    expect(page.locator(".slide")).to_have_count(1)


def test_a_projection_goes_on_without_a_network_and_after_a_reload(
    fair: None, line: Line, new_page: Callable[..., Page]
) -> None:
    page = new_page(DESKTOP)
    page.goto(f"{line.address}/{PROJECTION}?seconds=60")
    expect(page.locator(f".slide.on {DRAWN}")).to_be_visible(timeout=30_000)
    expect(page.locator(".projection")).to_have_attribute("data-kept-all", "true", timeout=30_000)
    kept(page, f"{line.address}/{PROJECTION}?seconds=60")
    page.keyboard.press("PageDown")
    expect(page.locator(".slide.on h2")).to_have_text("Robot Sapfirin-M")
    line.cut()

    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    page.on("request", note)
    page.reload()
    expect(page.locator(".slide.on h2")).to_have_text("Robot Sapfirin-M")
    expect(page.locator(f".slide.on {DRAWN}")).to_be_visible(timeout=30_000)
    assert any(url.endswith(".glb") for url in asked)  # asked for, and answered by the device
    page.keyboard.press("PageUp")
    expect(page.locator(".slide.on h2")).to_have_text("Radar Kartalay-G")
    expect(page.locator(f".slide.on {DRAWN}")).to_be_visible(timeout=30_000)
    shot(page, "projection")


def test_a_projection_is_led_by_keys_and_by_itself(
    fair: None, site: str, new_page: Callable[..., Page]
) -> None:
    page = new_page(DESKTOP)
    page.clock.install()
    page.goto(f"{site}/{PROJECTION}?seconds=10")
    title = page.locator(".slide.on h2")
    expect(title).to_have_text("Radar Kartalay-G")
    assert_accessible(page)
    page.clock.fast_forward(10_500)
    expect(title).to_have_text("Robot Sapfirin-M")
    page.keyboard.press("Space")  # stops
    expect(page.get_by_role("button", name="Pause")).to_have_attribute("aria-pressed", "true")
    page.clock.fast_forward(60_000)
    expect(title).to_have_text("Robot Sapfirin-M")
    page.keyboard.press("ArrowRight")  # round again
    expect(title).to_have_text("Radar Kartalay-G")
    page.keyboard.press("End")
    expect(title).to_have_text("Robot Sapfirin-M")
    page.keyboard.press("b")
    expect(page.locator(".projection.black")).to_have_count(1)
    page.keyboard.press(".")
    expect(page.locator(".projection.black")).to_have_count(0)


@pytest.mark.parametrize("size", SIZES)
def test_an_exhibitor_prepares_a_model_on_this_device(
    fair: None, site: str, new_page: Callable[..., Page], size: str, tmp_path: Path
) -> None:
    heavy = tmp_path / "radar.glb"
    heavy.write_bytes(shape("radar").glb)
    page = new_page(SIZES[size])
    page.goto(f"{site}/fair/showroom/prepare/")
    chooser = page.get_by_label("Le modèle (fichier .glb)")

    wrong = tmp_path / "radar.usdz"
    wrong.write_bytes(b"PK\x03\x04" + bytes(100))
    chooser.set_input_files(wrong)
    expect(page.locator("[data-verdict]")).to_contain_text("Ce modèle serait refusé.")
    expect(page.locator("[data-verdict]")).to_contain_text("ZIP")

    with recorded(page) as record:
        chooser.set_input_files(heavy)
        expect(page.locator("[data-verdict]")).to_contain_text("Ce modèle serait accepté.")
        expect(page.locator(DRAWN)).to_be_visible(timeout=30_000)
        page.get_by_role("button", name="Créer l’image d’aperçu").click()
        with page.expect_download() as poster:
            page.get_by_role("link", name="Enregistrer l’image d’aperçu").click()
        page.get_by_role("button", name="Alléger").click()
        with page.expect_download(timeout=30_000) as packed:
            page.get_by_role("link", name="Enregistrer le modèle allégé").click(timeout=30_000)
        expect(page.locator(DRAWN)).to_be_visible(timeout=30_000)
    assert record.errors == []
    assert record.hosts <= {site.removeprefix("http://"), ""}
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    shot(page, f"prepare-{size}")

    with Image.open(poster.value.path()) as drawn:
        assert (drawn.format, drawn.size) == ("WEBP", (1280, 960))
        assert len(drawn.convert("RGB").getcolors(2**24) or []) > 500
    assert poster.value.suggested_filename == "radar.webp"
    small = Path(packed.value.path()).read_bytes()
    assert len(small) < 0.7 * len(heavy.read_bytes())
    before, after = glb.check(data=heavy.read_bytes()), glb.check(data=small)
    assert after._replace(size=0, advice=()) == before._replace(size=0, advice=())
    assert errors(validate(small)) == []


def test_a_projection_stops_showing_what_is_withdrawn(
    fair: None, site: str, new_page: Callable[..., Page]
) -> None:
    page = new_page(DESKTOP)
    page.clock.install()
    page.goto(f"{site}/{PROJECTION}?seconds=10")
    title = page.locator(".slide.on h2")
    expect(title).to_have_text("Radar Kartalay-G")
    Equipment.objects.filter(slug="robot").update(review="returned")
    factories.journal_entry()
    page.clock.fast_forward(10_500)
    expect(title).to_have_text("Robot Sapfirin-M")  # until the end of the round
    page.clock.fast_forward(10_500)
    expect(page.locator(".slide")).to_have_count(1, timeout=15_000)
    expect(title).to_have_text("Radar Kartalay-G")
