"""Public pages in Turkish and in Russian, whose words are longer: they fit, and can be read out."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.harness import (
    PHONE,
    assert_accessible,
    assert_no_sideways_scroll,
    assert_targets_reachable,
    shot,
)
from tests.test_permission_table import a_world

PATHS = (
    "", "programme/", "exhibitors/", "equipment/", "plans/", "visit/", "calendar/", "news/",
    "parties/", "places/", "plan/",
)  # fmt: skip


@pytest.mark.parametrize("language", ["tr", "ru"])
def test_public_pages_fit_a_phone(
    transactional_db: None, site: str, new_page: Callable[..., Page], language: str
) -> None:
    a_world("fair")
    page = new_page(PHONE, locale=language)
    for path in PATHS:
        page.goto(f"{site}/{language}/fair/{path}")
        assert page.evaluate("document.documentElement.lang") == language
        assert_no_sideways_scroll(page)
        assert_targets_reachable(page)
        assert_accessible(page)
    page.goto(f"{site}/{language}/fair/")
    shot(page, f"home-{language}")
