"""The measuring tools themselves: each must be able to say no."""

from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import Page

from tests import factories
from tests.browser.harness import (
    CODE,
    PHONE,
    Request,
    Visit,
    assert_accessible,
    assert_no_sideways_scroll,
    assert_targets_reachable,
    assert_within_budget,
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


def test_a_poor_network_costs_bytes_and_round_trips() -> None:
    page = Request("http://here/", "Document", 200, 15_000)
    sheet = Request("http://here/a.css", "Stylesheet", 200, 10_000, depth=2)
    photo = Request("http://here/a.webp", "Image", 200, 90_000, depth=3)  # its place is kept
    assert Visit([page]).usable_after == pytest.approx(0.4 + 0.3)
    assert Visit([page, sheet, photo]).usable_after == pytest.approx(2 * 0.4 + 0.5)
    sheet.depth = 4
    with pytest.raises(AssertionError) as caught:
        assert_within_budget(Visit([page, sheet, photo]))
    assert str(caught.value).split("\n")[0] == "usable after 2.10 s on a poor network > 2.0 s"


MADE = {
    "/": ("text/html", "<link rel=stylesheet href=a.css><script src=a.js type=module></script>"),
    "/a.css": ("text/css", "@import 'b.css';"),
    "/b.css": ("text/css", "p { margin: 0 }"),
    "/a.js": ("text/javascript", "import './b.js';"),
    "/b.js": ("text/javascript", "await fetch('c.json');"),
    "/c.json": ("application/json", "{}"),
}


class Made(BaseHTTPRequestHandler):
    """Serves the texts of MADE."""

    def do_GET(self) -> None:
        kind, text = MADE.get(self.path, ("text/plain", ""))
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_args: object) -> None:
        """Nothing: the test says what went wrong."""


@pytest.fixture
def made() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Made) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_what_waits_for_what_is_seen(made: str, new_page: Callable[..., Page]) -> None:
    """A sheet that a sheet names, a script that a script names, and what that fetches."""
    record = visit(new_page(PHONE), f"{made}/")
    depths = {request.url.removeprefix(made): request.depth for request in record.requests}
    del depths["/favicon.ico"]
    assert depths == {"/": 1, "/a.css": 2, "/a.js": 2, "/b.css": 3, "/b.js": 3, "/c.json": 4}


def test_a_redirection_is_one_more_wait(site: str, new_page: Callable[..., Page]) -> None:
    factories.edition(slug="fair")
    first, then, *others = visit(new_page(PHONE), f"{site}/").requests
    assert (first.url, first.status, first.depth) == (f"{site}/", 302, 1)
    assert first.transferred > 100
    assert (then.url, then.status, then.depth) == (f"{site}/fair/", 200, 2)
    assert {request.depth for request in others if request.kind in CODE} == {3}
