"""The measuring tools themselves: each must be able to say no."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.harness import (
    PHONE,
    Request,
    Visit,
    assert_accessible,
    assert_no_sideways_scroll,
    assert_targets_reachable,
    assert_within_budget,
    slow_network,
    usable_after,
    visit,
)


def test_axe_names_what_is_wrong(new_page: Callable[..., Page]) -> None:
    page = new_page(PHONE)
    page.set_content(
        "<html lang=fr><title>x</title><main><h1>x</h1><img src='data:,'>"
        "<p style='color:#999;background:#fff'>pâle</p></main></html>"
    )
    with pytest.raises(AssertionError) as caught:
        assert_accessible(page)
    assert "image-alt (critical)" in str(caught.value)
    assert "color-contrast (serious)" in str(caught.value)


def test_what_is_too_wide_or_too_small_is_seen(new_page: Callable[..., Page]) -> None:
    page = new_page(PHONE)
    page.set_content("<div style='width:900px'>x</div><button style='height:12px'>x</button>")
    with pytest.raises(AssertionError, match=r"is 9\d\d px wide"):
        assert_no_sideways_scroll(page)
    with pytest.raises(AssertionError, match="× 12 <button"):
        assert_targets_reachable(page)


def test_every_overspending_is_listed() -> None:
    record = Visit(
        requests=[
            Request("http://here/", "Document", 200, 30_000),
            Request("http://there/a.js", "Script", 404, 11_000),
        ],
        errors=["blocked by the content policy"],
    )
    with pytest.raises(AssertionError) as caught:
        assert_within_budget(record, requests=1)
    assert str(caught.value).split("\n")[:5] == [
        "41000 bytes of HTML, CSS and JavaScript > 40000",
        "2 requests > 1",
        "hosts: ['here', 'there']",
        "HTTP 404: http://there/a.js",
        "blocked by the content policy",
    ]


@pytest.mark.urls("tests.browser.style_urls")
def test_bytes_are_those_on_the_wire(site: str, new_page: Callable[..., Page]) -> None:
    page = new_page(PHONE)
    record = visit(page, f"{site}/style/")
    document = record.requests[0]
    assert (document.kind, document.status, document.encoding) == ("Document", 200, "gzip")
    assert document.transferred < len(page.content()) / 2
    assert record.hosts == {site.removeprefix("http://")}


@pytest.mark.urls("tests.browser.style_urls")
def test_the_slow_network_is_slow(site: str, new_page: Callable[..., Page]) -> None:
    page = new_page(PHONE)
    slow_network(page)
    # Two round trips at least: the page, then its style sheet.
    assert usable_after(page, f"{site}/style/") >= 0.8
