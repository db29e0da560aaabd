"""Contrast of every pair of colours the style sheet puts together, on screen and on paper.

WCAG 2.2: 4.5 for text, 3 for the edges of controls and what carries meaning. Running text aims
higher, 7: the pages are read in the sun.
"""

import re
from pathlib import Path

import pytest

import salon.core

CSS = "".join(
    (Path(salon.core.__file__).parent / "static" / "core" / name).read_text()
    for name in ("salon.css", "grids.css")
)

TEXT, BODY, EDGE = 4.5, 7.0, 3.0

PAIRS = [
    *[("ink", ground, BODY) for ground in ("paper", "surface", "sunk", "rule")],
    *[("ink", ground, BODY) for ground in ("indigo-wash", "ochre-wash", "clay-wash")],
    *[("soft", ground, BODY) for ground in ("paper", "surface", "sunk")],
    *[("soft", ground, TEXT) for ground in ("rule", "ochre-wash", "indigo-wash", "clay-wash")],
    *[("link", ground, BODY) for ground in ("paper", "surface", "sunk")],
    *[("link", ground, TEXT) for ground in ("indigo-wash", "ochre-wash", "clay-wash")],
    *[("ochre-ink", ground, TEXT) for ground in ("paper", "surface", "sunk", "ochre-wash")],
    *[("clay", ground, TEXT) for ground in ("paper", "surface", "sunk", "clay-wash")],
    ("on-indigo", "indigo", BODY),
    *[("edge", ground, EDGE) for ground in ("paper", "surface", "sunk")],
    *[("focus", ground, EDGE) for ground in ("paper", "surface", "sunk", "ochre-wash")],
    *[("heat-low", f"heat-{step}", TEXT) for step in (1, 2, 3)],
    *[("heat-high", f"heat-{step}", TEXT) for step in (4, 5)],
]

SCREEN_PAIRS = [("ochre", "indigo", EDGE)]  # the header, which paper does not colour


def _tokens(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))


def schemes() -> dict[str, dict[str, str]]:
    start = CSS.index("@layer tokens {")
    layer = CSS[start : CSS.index("@layer base {")]
    light, dark, paper = re.split(r"@media [^{]+\{", layer)
    return {
        "light": _tokens(light),
        "dark": {**_tokens(light), **_tokens(dark)},
        "print": {**_tokens(light), **_tokens(paper)},
    }


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_the_formula_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_every_pair_can_be_read(scheme: str) -> None:
    colours = schemes()[scheme]
    weak = [
        f"{front} on {ground}: {contrast(colours[front], colours[ground]):.2f} < {least}"
        for front, ground, least in PAIRS + (SCREEN_PAIRS if scheme != "print" else [])
        if contrast(colours[front], colours[ground]) < least
    ]
    assert weak == []


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_neighbouring_shades_of_a_heat_map_differ(scheme: str) -> None:
    colours = schemes()[scheme]
    steps = [contrast(colours[f"heat-{n}"], colours[f"heat-{n + 1}"]) for n in range(1, 5)]
    assert min(steps) >= 1.3


def test_all_three_schemes_set_every_colour() -> None:
    found = schemes()
    start = CSS.index("@layer tokens {")
    light, dark, paper = re.split(r"@media [^{]+\{", CSS[start : CSS.index("@layer base {")])
    assert set(_tokens(dark)) | {"on-indigo"} == set(_tokens(light))
    assert set(_tokens(paper)) == set(_tokens(light))
    assert set(found["light"]) == set(found["dark"]) == set(found["print"])


def test_colours_are_written_once_as_tokens() -> None:
    rules = CSS[CSS.index("@layer base {") :]
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b", rules) == []


def test_every_token_used_is_defined() -> None:
    defined = set(re.findall(r"(--[\w-]+):", CSS))
    assert set(re.findall(r"var\((--[\w-]+)", CSS)) <= defined
