"""Error pages are pages: readable, accessible, light."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.harness import (
    SIZES,
    assert_accessible,
    assert_no_sideways_scroll,
    recorded,
    shot,
)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("path", ["/rien/ici/", "/en/nothing/here/"])
def test_not_found(site: str, new_page: Callable[..., Page], path: str, size: str) -> None:
    page = new_page(SIZES[size])
    with recorded(page) as record:
        page.goto(site + path, wait_until="networkidle")
    page_itself, *rest = record.requests
    assert page_itself.status == 404
    assert {request.kind: request.status for request in rest}["Stylesheet"] == 200
    assert all(request.status == 200 for request in rest)
    assert_accessible(page)
    assert_no_sideways_scroll(page)
    shot(page, f"not-found-{size}-{page.evaluate('document.documentElement.lang')}")
