"""Every public page of an edition at full size, as a phone with one bar gets it at its first visit.

All in one test: the edition takes some seconds to write.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from salon.exhibition.selectors.media import File
from tests.browser.harness import PHONE, overspending, visit
from tests.full_size import BESIDE, PAGES, add_full_size, addresses

#: A picture of one pixel, which is what browsers make of it whatever it is called.
PIXEL = bytes.fromhex(
    "52494646240000005745425056503820180000003001009d012a0100010002003425a400037000fefb940000"
)
#: Of the pages that are narrowed only those that say most, and of two alike the heavier.
NARROWED = {"exhibitors-found", "plan-hall"}
LIGHTER = {"party", "plan"}
#: It has no first visit to hurry for: it keeps all it will need, before the network goes.
AHEAD = {"projection"}
NAMES = [
    name
    for name in (*PAGES, *BESIDE)
    if name in NARROWED or ("-" not in name and name not in LIGHTER and name not in AHEAD)
]


def test_every_page_is_light_and_soon_usable(
    site: str, new_page: Callable[..., Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    # The edition has pictures in its tables and no files: each is answered with the same few bytes.
    monkeypatch.setattr(File, "read", lambda file: PIXEL)
    paths = addresses(add_full_size())
    faults, said = {}, []
    for name in NAMES:
        page = new_page(PHONE)
        record = visit(page, f"{site}{paths[name]}")
        said.append(f"{name}: {record}")
        if broken := overspending(record):
            faults[name] = broken
        page.context.close()
    assert faults == {}, "\n".join(said)
