"""Every public page of an edition at full size, as a phone with one bar gets it at its first visit.

All in one test: the edition takes some seconds to write.
"""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser.harness import PHONE, overspending, visit
from tests.full_size import BESIDE, PAGES, add_full_size, addresses

#: Of the pages that are narrowed only those that say most, and of two alike the heavier.
NARROWED = {"exhibitors-found", "plan-hall"}
LIGHTER = {"party", "plan"}
NAMES = [
    name
    for name in (*PAGES, *BESIDE)
    if name in NARROWED or ("-" not in name and name not in LIGHTER)
]


def test_every_page_is_light_and_soon_usable(site: str, new_page: Callable[..., Page]) -> None:
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
