"""Layout from right to left: our style sheets and templates know no left and no right."""

import re
from pathlib import Path

import pytest
from django.test import Client
from django.utils.translation import override

from salon.core import formats

SOURCE = Path(__file__).resolve().parents[3] / "src" / "salon"
SHEETS = sorted(SOURCE.rglob("static/**/*.css"))

#: A declaration that is right for both directions, and why.
ALLOWED = {
    ("badge.warn::before", "linear-gradient(90deg"): "half a square, full on one side: a shape",
}
PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right)"
    r"|border-(?:top|bottom)-(?:left|right)-radius|left|right)(?:-[a-z]+)?\s*:"
    r"|(?<![\w-])(?:float|clear|text-align|caption-side|resize)\s*:\s*(?:left|right)"
    r"|\bto\s+(?:left|right)\b|\b(?:left|right)\s+(?:top|bottom|center|\d)"
    r"|\b(?:90|270|-90)deg\b|\btranslateX\(|\btranslate3d\("
)
FOUR = re.compile(
    r"(?<![\w-])(?P<name>margin|padding|inset|border-radius|border-width)\s*:(?P<values>[^;}]+)"
)
COMMENT = re.compile(r"/\*.*?\*/", re.S)


def uneven(values: str) -> bool:
    """Four values of which the second and the fourth, right and left, differ."""
    parts = re.findall(r"(?:[a-z-]*\([^()]*(?:\([^()]*\)[^()]*)*\)|[^\s()])+", values.strip())
    return len(parts) == 4 and parts[1] != parts[3]


def sided(css: str) -> list[str]:
    """The lines of a sheet that speak of a side of the screen."""
    found = []
    for line in COMMENT.sub(lambda text: "\n" * text[0].count("\n"), css).splitlines():
        side = PHYSICAL.search(line) or any(uneven(four["values"]) for four in FOUR.finditer(line))
        excused = any(all(part in line for part in parts) for parts in ALLOWED)
        if side and not excused:
            found.append(line.strip())
    return found


def test_there_are_sheets_to_look_at() -> None:
    assert [sheet.name for sheet in SHEETS] == ["grids.css", "salon.css", "style.css", "viewer.css"]


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_our_sheets_use_logical_properties(sheet: Path) -> None:
    assert sided(sheet.read_text(encoding="utf-8")) == []


def test_every_excuse_is_still_needed() -> None:
    css = "".join(sheet.read_text(encoding="utf-8") for sheet in SHEETS)
    for parts in ALLOWED:
        assert [line for line in css.splitlines() if all(part in line for part in parts)]


@pytest.mark.parametrize(
    "declaration",
    [
        "margin-left: 1rem",
        "padding-right:0",
        "border-left: 1px solid",
        "border-left-color: red",
        "border-top-left-radius: 3px",
        "left: 0",
        "right : 0",
        "float: left",
        "text-align: right",
        "background: linear-gradient(to right, red, blue)",
        "background-position: left top",
        "transform: translateX(1rem)",
        "padding: 0 1rem 0 0",
        "margin: 0 calc(1px + var(--s1)) 0 var(--s1)",
        "border-radius: 3px 0 0 3px",
    ],
)
def test_a_physical_side_is_found(declaration: str) -> None:
    assert sided(f".x {{ {declaration}; }}") == [f".x {{ {declaration}; }}"]


@pytest.mark.parametrize(
    "declaration",
    [
        "margin-inline-start: 1rem",
        "inset-inline: 0",
        "text-align: start",
        "padding: 0 1rem",
        "padding: 0 1rem 2rem",
        "padding: 0 calc(1px + 2px) 1rem calc(1px + 2px)",
        "transform: translateY(-120%)",
        "border-block-start: 1px solid; /* on the left: 0 */",
        "color: var(--left)",
    ],
)
def test_what_turns_with_the_page_is_not(declaration: str) -> None:
    assert sided(f".x {{ {declaration}; }}") == []


def test_arrows_point_where_the_reader_goes() -> None:
    arrows = {}
    for language in ("fr", "en", "tr", "ru", "ar", "fa"):
        with override(language):
            arrows[language] = formats.arrow()
    assert arrows == {"fr": "→", "en": "→", "tr": "→", "ru": "→", "ar": "←", "fa": "←"}


def test_no_template_draws_an_arrow_by_itself() -> None:
    drawn = [
        path.name
        for path in SOURCE.rglob("templates/**/*.html")
        if re.search("[←→‹›↗▸▶]", path.read_text(encoding="utf-8"))
    ]
    assert drawn == []


@pytest.mark.urls("tests.browser.style_urls")
@pytest.mark.django_db
def test_the_test_page_is_arabic_from_right_to_left(client: Client) -> None:
    html = client.get("/style/rtl/").content.decode()
    assert re.findall("<html[^>]*>", html) == ['<html lang="ar" dir="rtl">']
    assert "BAMEX’25" in html  # a name in Latin letters, as in a real page
    assert 'lang="fr">Au rendez-vous de la coopération' in html  # a citation keeps its language
    words = re.sub(r'<[^>]* lang="[^>]*>[^<]*|<[^>]*>|&#?\w+;', " ", html)
    latin = set(re.findall(r"[a-zà-ÿ]{2,}", words))
    assert latin == set()


@pytest.mark.urls("tests.browser.style_urls")
@pytest.mark.django_db
def test_languages_of_the_site_are_written_from_left_to_right(client: Client) -> None:
    html = client.get("/ru/style/").content.decode()
    assert re.findall("<html[^>]*>", html) == ['<html lang="ru">']
