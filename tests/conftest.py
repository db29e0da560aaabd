"""What every test can count on: the cast, no network, and what a missing tool means."""

import os
import shutil
import socket
from collections.abc import Generator
from typing import TypeVar

import pytest
from django.conf import settings
from django.db import connections
from django.test import TransactionTestCase
from django.utils import translation

from salon.core import triggers
from salon.core.actor import Actor
from tests.cast import CAST

Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)

REQUIRE_ALL = os.environ.get("SALON_REQUIRE_ALL") == "1"


def pytest_unconfigure(config: pytest.Config) -> None:
    """The home that tests/settings.py made for this process."""
    shutil.rmtree(settings.HOME, ignore_errors=True)


@pytest.fixture(autouse=True)
def _site_language() -> Generator[None]:
    """A page in another language leaves it active in its thread: each test begins with none."""
    translation.deactivate()
    yield
    translation.deactivate()


@pytest.fixture
def cast() -> dict[str, Actor]:
    """One actor of each sort, none of whom belongs to any organisation."""
    return dict(CAST)


# --- the journal's triggers ---------------------------------------------------------------------
# Tests with real transactions are cleaned up by emptying every table, which the journal refuses.

_teardown = TransactionTestCase._fixture_teardown


def _empty_journal_too(self: TransactionTestCase) -> None:
    for alias in self._databases_names(include_mirrors=False):
        triggers.remove(connections[alias])
    try:
        _teardown(self)
    finally:
        for alias in self._databases_names(include_mirrors=False):
            triggers.install(connections[alias])


TransactionTestCase._fixture_teardown = _empty_journal_too  # type: ignore[method-assign]


# --- no outside connection ----------------------------------------------------------------------


@pytest.fixture(autouse=True)
def _no_outside_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else "local"
        if host not in ("local", "127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"A test tried to reach {address!r}.")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)


# --- tools that may be missing ------------------------------------------------------------------


def chromium() -> str | None:
    """Path of a Chromium, from SALON_CHROMIUM or the usual names."""
    given = os.environ.get("SALON_CHROMIUM")
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return given or next((path for name in names if (path := shutil.which(name))), None)


@pytest.hookimpl(trylast=True)  # after a folder's own conftest has put its marks
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Concurrency tests are deselected on SQLite (which has one writer); browser tests are
    skipped by name without Chromium."""
    postgresql = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
    kept, dropped = [], []
    for item in items:
        if item.get_closest_marker("concurrency") and not postgresql:
            dropped.append(item)
        else:
            kept.append(item)
        if item.get_closest_marker("browser") and chromium() is None:
            item.add_marker(pytest.mark.skip(reason=f"{item.nodeid} needs Chromium"))
    if dropped:
        config.hook.pytest_deselected(items=dropped)
        items[:] = kept


# With SALON_REQUIRE_ALL=1 a skipped test is a failed one; those marked `published` are excepted,
# for the published instances cannot be in the repository.


def _allow_no_skip(report: Report) -> Report:
    if REQUIRE_ALL and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"SALON_REQUIRE_ALL=1 allows no skip: {reason}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    return report if item.get_closest_marker("published") else _allow_no_skip(report)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """A whole file can skip itself, too."""
    return _allow_no_skip((yield))
