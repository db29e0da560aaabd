"""A real server and a real browser. Without Chromium these tests are skipped by name."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.servers.basehttp import ThreadedWSGIServer
from django.db import connections
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, Page, sync_playwright

from salon.config.static import collect_if_changed
from tests.browser.harness import DESKTOP, Line
from tests.conftest import chromium


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all browser tests of a worker."""
    # Playwright keeps an event loop in this thread; the tests themselves are synchronous.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(),
            args=[
                "--no-sandbox",
                "--disable-dev-shm-usage",
                # 3D models are drawn by the processor: there is no GPU to rely on.
                "--use-angle=swiftshader",
                "--enable-unsafe-swiftshader",
            ],
        )
        yield browser
        browser.close()


@pytest.fixture
def new_page(browser: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Opens pages, each in a profile of its own: ``new_page(PHONE, color_scheme="dark")``."""
    contexts = []

    def open_page(size: dict[str, int] = DESKTOP, **options: Any) -> Page:
        options.setdefault("locale", "fr-FR")
        context = browser.new_context(viewport=size, reduced_motion="reduce", **options)  # type: ignore[arg-type]
        contexts.append(context)
        return context.new_page()

    yield open_page
    # Before the server stops, which waits for its connections to end: hence `site` above.
    for context in contexts:
        context.close()


@pytest.fixture
def line(site: str) -> Iterator[Line]:
    """A line to the site that the test may cut."""
    line = Line(site)
    yield line
    line.cut()


class _Server(ThreadedWSGIServer):
    """Ends its connections before it says that it has stopped."""

    daemon_threads = False


class _LiveServer(LiveServerThread):
    server_class = _Server


@pytest.fixture(scope="session")
def static_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the static files of the run are collected."""
    return tmp_path_factory.mktemp("static")


@pytest.fixture
def site(transactional_db: None, settings: Any, static_root: Path) -> Iterator[str]:
    """Address of the site over the test database, its static files collected and compressed as
    in production. What a test puts into the database, the site shows."""
    settings.STATIC_ROOT = static_root
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    settings.WHITENOISE_AUTOREFRESH = False
    collect_if_changed()
    shared = {}
    for connection in connections.all():
        if connection.vendor == "sqlite" and connection.is_in_memory_db():  # type: ignore[attr-defined]
            connection.inc_thread_sharing()
            shared[connection.alias] = connection
    thread = _LiveServer("127.0.0.1", lambda app: app, connections_override=shared)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    yield f"http://127.0.0.1:{thread.port}"
    thread.terminate()
    for connection in shared.values():
        connection.dec_thread_sharing()
