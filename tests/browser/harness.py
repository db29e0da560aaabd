"""What the browser tests measure with: a visit recorded byte by byte, axe-core, slow networks."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
SHOTS = ROOT / "shots"

PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}
SIZES = {"phone": PHONE, "desktop": DESKTOP}

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]

#: What the budget of a page counts: HTML, CSS and JavaScript, as transferred.
CODE = ("Document", "Stylesheet", "Script")

#: What a page waits for before it is laid out, styled and answers. Pictures have their place kept.
NEEDED = (*CODE, "Font", "XHR", "Fetch")

#: A phone with one bar: seconds for a round trip, bytes in a second (400 kbit/s).
ROUND_TRIP = 0.4
SPEED = 400_000 / 8


@dataclass
class Request:
    """One request; ``transferred`` counts bytes on the wire, headers included.

    :param depth: how many answers had to come, this one included, before it was all there: 1 for
        the page, 2 for a style sheet that it names, 3 for one which that names.
    """

    url: str
    kind: str = ""
    status: int = 0
    transferred: int = 0
    encoding: str = ""
    depth: int = 1

    @property
    def host(self) -> str:
        return urlsplit(self.url).netloc


@dataclass
class Visit:
    """A first visit to one address: everything that was fetched, and what the console said."""

    requests: list[Request] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def transferred(self, *kinds: str) -> int:
        return sum(request.transferred for request in self.requests if request.kind in kinds)

    @property
    def hosts(self) -> set[str]:
        return {request.host for request in self.requests}

    @property
    def usable_after(self) -> float:
        """Seconds until the page is laid out, styled and answers, on a phone with one bar.

        What the network costs, computed from what was fetched: a round trip for each answer that
        had to be there before the next thing could be asked for, and all bytes one after the other.
        Nothing is clocked, so a busy processor changes nothing. It is a little more than a browser
        needs, which asks for the style sheet while the page is still coming.
        """
        needed = [request for request in self.requests if request.kind in NEEDED]
        trips = max((request.depth for request in needed), default=0)
        return trips * ROUND_TRIP + self.transferred(*NEEDED) / SPEED

    def __str__(self) -> str:
        lines = [
            f"{request.transferred:>8} B  {request.status}  {request.depth}  {request.kind:<10} "
            f"{request.encoding or '-':<5} {request.url}"
            for request in self.requests
        ]
        network = f"{self.usable_after:.2f} s on a poor network"
        return "\n".join([*lines, network, f"{self.seconds:.2f} s", *self.errors])


def _asked_by(event: dict[str, Any]) -> str:
    """The address of the answer that a request had to wait for, or nothing."""
    if "redirectResponse" in event:
        return str(event["redirectResponse"]["url"])
    initiator = event["initiator"]
    frames = initiator.get("stack", {}).get("callFrames") or [{}]
    return str(initiator.get("url") or frames[0].get("url", ""))


@contextmanager
def recorded(page: Page) -> Iterator[Visit]:
    """Record every request of what happens inside, through the browser's own network log."""
    visit = Visit()
    by_id: dict[str, Request] = {}
    depths: dict[str, int] = {}
    session = page.context.new_cdp_session(page)

    def sent(event: dict[str, Any]) -> None:
        request = Request(event["request"]["url"], event.get("type", ""))
        if request.url.startswith("data:"):
            return
        request.depth += depths.get(_asked_by(event), 0)
        depths[request.url] = request.depth
        if "redirectResponse" in event:
            redirect = event["redirectResponse"]
            by_id[event["requestId"]].status = redirect["status"]
            by_id[event["requestId"]].transferred = int(redirect["encodedDataLength"])
        by_id[event["requestId"]] = request
        visit.requests.append(request)

    def received(event: dict[str, Any]) -> None:
        request = by_id.get(event["requestId"])
        if request is not None:
            request.kind = event["type"]
            request.status = event["response"]["status"]
            headers = {name.lower(): value for name, value in event["response"]["headers"].items()}
            request.encoding = headers.get("content-encoding", "")

    def finished(event: dict[str, Any]) -> None:
        if event["requestId"] in by_id:
            by_id[event["requestId"]].transferred = int(event["encodedDataLength"])

    session.on("Network.requestWillBeSent", sent)
    session.on("Network.responseReceived", received)
    session.on("Network.loadingFinished", finished)
    session.send("Network.enable")
    page.on("console", lambda note: note.type == "error" and visit.errors.append(note.text))
    page.on("pageerror", lambda error: visit.errors.append(str(error)))
    start = time.perf_counter()
    yield visit
    visit.seconds = time.perf_counter() - start
    session.detach()


def visit(page: Page, url: str) -> Visit:
    """Open an address and wait until nothing more is fetched."""
    with recorded(page) as record:
        page.goto(url, wait_until="networkidle")
    return record


class Line:
    """A line to the site that can be cut, as when the server or the network is gone.

    The browser's own "offline" does not reach service workers; this does.
    """

    def __init__(self, site: str) -> None:
        self._there = ("127.0.0.1", int(site.rpartition(":")[2]))
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._whole = True
        self._answer = b""
        self.address = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                with self._lock:
                    if self._whole:
                        self._join(near)
                        continue
                with near, suppress(OSError):
                    near.recv(65536)
                    near.sendall(self._answer)

    def _join(self, near: socket.socket) -> None:
        far = socket.create_connection(self._there)
        self._open |= {near, far}
        for one, other in ((near, far), (far, near)):
            threading.Thread(target=self._carry, args=(one, other), daemon=True).start()

    @staticmethod
    def _carry(one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while data := one.recv(65536):
                other.sendall(data)
            other.shutdown(socket.SHUT_WR)

    def break_off(self, answer: bytes) -> None:
        """Nothing reaches the site any more; whoever asks is told this, as by a proxy."""
        with self._lock:
            self._whole, self._answer = False, answer
            for one in self._open:
                with suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)
                one.close()
            self._open.clear()

    def cut(self) -> None:
        """Nothing answers any more."""
        self.break_off(b"")
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()


def kept(page: Page, url: str, *, within: str = "salon-pages") -> None:
    """Wait until the service worker has saved the page at that address: Playwright's own waiting
    does not wait for promises."""
    page.evaluate(
        """async ([url, within]) => {
            while (!(await (await caches.open(within)).match(url))) {
                await new Promise(resolve => setTimeout(resolve, 20));
            }
        }""",
        [url, within],
    )


def overspending(
    record: Visit, *, code: int = 40_000, requests: int = 6, seconds: float = 2.0
) -> list[str]:
    """The budgets that a visit to a public page breaks: bytes of code, number of requests
    (pictures aside, which come when they are scrolled to), seconds on a poor network, one host, no
    error."""
    faults = []
    if record.transferred(*CODE) > code:
        faults.append(f"{record.transferred(*CODE)} bytes of HTML, CSS and JavaScript > {code}")
    made = [request for request in record.requests if request.kind != "Image"]
    if len(made) > requests:
        faults.append(f"{len(made)} requests > {requests}")
    if record.usable_after > seconds:
        faults.append(f"usable after {record.usable_after:.2f} s on a poor network > {seconds} s")
    if len(record.hosts) != 1:
        faults.append(f"hosts: {sorted(record.hosts)}")
    faults += [
        f"HTTP {request.status}: {request.url}"
        for request in record.requests
        if request.status >= 400
    ]
    return faults + record.errors


def assert_within_budget(record: Visit, **budgets: Any) -> None:
    """No budget of `overspending` is broken, or the list of those that are and all requests."""
    faults = overspending(record, **budgets)
    assert not faults, "\n".join([*faults, str(record)])


def assert_accessible(page: Page) -> None:
    """No violation of WCAG 2.2 A or AA that axe-core can find, or the list of them."""
    if not AXE.exists():
        pytest.skip("axe-core is not installed: npm ci")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    result = page.evaluate(
        "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})", WCAG
    )
    lines = []
    for violation in result["violations"]:
        lines.append(f"{violation['id']} ({violation['impact']}): {violation['help']}")
        for node in violation["nodes"]:
            lines.append(f"    {' '.join(map(str, node['target']))}\n      {node['html'][:160]}")
            lines.append("      " + node["failureSummary"].replace("\n", "\n      "))
    assert not lines, f"{page.url}\n" + "\n".join(lines)


def assert_no_sideways_scroll(page: Page) -> None:
    """Nothing is wider than the screen, except inside what scrolls by itself."""
    wide = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert wide[0] <= wide[1], f"{page.url} is {wide[0]} px wide on a screen of {wide[1]} px"


def assert_targets_reachable(page: Page, smallest: int = 24) -> None:
    """Links and buttons outside running text are at least so many pixels high and wide, shown."""
    small = page.evaluate(
        """smallest => [...document.querySelectorAll('a, button, input, select, summary')]
            .filter(one => !one.closest('p, caption') && getComputedStyle(one).display !== 'inline')
            .map(one => [one, one.getBoundingClientRect()])
            .filter(([one, box]) => box.width && (box.width < smallest || box.height < smallest))
            .map(([one, box]) => `${box.width} × ${box.height} ${one.outerHTML.slice(0, 90)}`)""",
        smallest,
    )
    assert not small, f"{page.url}\n" + "\n".join(small)


def shot(page: Page, name: str) -> Path:
    """A full-page screenshot in shots/ (not committed), to be looked at."""
    SHOTS.mkdir(exist_ok=True)
    path = SHOTS / f"{name}.png"
    page.screenshot(path=path, full_page=True)
    return path
