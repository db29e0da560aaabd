"""What the public pages cost: queries, milliseconds, bytes.

``python -m benchmarks.pages`` reads the database of SALON_HOME, which ``salon demo --no-serve`` has
filled; with ``--full`` it makes an edition of 300 sessions, 400 exhibitors and 2,000 entries
(`tests/full_size.py`) in a database of its own, which is gone afterwards. A page is fetched in this
process, compressed, without a network: once with nothing kept, then RUNS times warm. Lines that end
with ``?q`` or ``?stand`` ask for something else each time. *Processor* is the processor time of a
warm request: on a busy machine it says more than the clock. What is over a budget of 15 ms of it,
12 queries, or 40 kB with style and scripts is marked.
"""

from __future__ import annotations

import argparse
import gzip
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, NamedTuple

RUNS: Final = 25
#: The budgets: milliseconds of the processor for a warm request, queries, bytes with what it loads.
MILLISECONDS: Final = 15.0
QUERIES: Final = 12
BYTES: Final = 40_000

#: The n-th address of a page to fetch.
Asked = Callable[[int], str]


class Cost(NamedTuple):
    """What a page costs: queries with nothing kept and with all kept, milliseconds of the first
    request, of a warm one and of the processor for that, compressed bytes."""

    cold: int
    kept: int
    first: float
    warm: float
    processor: float
    size: int

    def over(self, assets: int) -> str:
        """The budgets that it breaks."""
        broken = [
            word
            for word, breaks in (
                ("queries", max(self.cold, self.kept) > QUERIES),
                ("time", self.processor > MILLISECONDS),
                ("size", self.size + assets > BYTES),
            )
            if breaks
        ]
        return " ".join(broken)


def main() -> None:
    """Print a line for each page, and what every page loads besides."""
    parser = argparse.ArgumentParser(prog="benchmarks.pages", description=__doc__)
    parser.add_argument("--full", action="store_true", help="at full size, in a database made anew")
    parser.add_argument("--seed", type=int, default=1, help="of the edition at full size")
    args = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "salon.config.settings")
    if not args.full:
        _start()
        _print(_of_demonstration())
        return
    with tempfile.TemporaryDirectory(prefix="salon-full-") as home:
        os.environ["SALON_HOME"] = home
        os.environ.pop("DATABASE_URL", None)
        _start()
        _print(_at_full_size(args.seed))


def _start() -> None:
    import django

    django.setup()
    from django.conf import settings

    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


def _of_demonstration() -> dict[str, Asked]:
    """The pages of the first edition there is."""
    from salon.editions.models import Edition
    from salon.exhibition.choices import Review
    from salon.exhibition.models import Equipment
    from tests.full_size import BESIDE, PAGES

    edition = Edition.objects.first()
    if edition is None:
        sys.exit("The database is empty: run salon demo --no-serve first.")
    party = edition.parties.order_by("slug").first()
    item = Equipment.objects.filter(review=Review.APPROVED).order_by("slug").first()
    session = edition.sessions.filter(equipment__isnull=False).order_by("slug").first()
    stand = edition.stands.exclude(x=None).order_by("number").first()
    firm = f"exhibitors/{item.exhibitor.slug}/"
    plan = f"plans/{stand.space.venue.slug}/"
    own = {
        "party": f"parties/{party.slug}/",
        "party_requests": f"parties/{party.slug}/requests/",
        "place": f"places/{edition.places.order_by('slug').first().slug}/",
        "session": f"programme/{session.slug}/",
        "exhibitor": firm,
        "equipment": f"{firm}{item.slug}/",
        "news_item": f"news/{edition.news.first().slug}/",
        "plan": plan,
        "plan-stand": f"{plan}?stand={stand.number}",
        "plan-found": f"{plan}?q=firm",
        "plan-hall": f"{plan}?space={stand.space.slug}",
    }
    below = {name: path for name, path in PAGES.items() if name != "delegation"} | own
    paths = {name: f"/{edition.slug}/{path}" for name, path in below.items()} | BESIDE
    return {name: _always(path) for name, path in paths.items()}


def _at_full_size(seed: int) -> dict[str, Asked]:
    from django.core.management import call_command

    from tests.full_size import add_full_size, addresses, varied

    call_command("migrate", verbosity=0)
    edition = add_full_size(seed=seed)
    return {name: _always(path) for name, path in addresses(edition).items()} | varied(edition)


def _always(path: str) -> Asked:
    return lambda _n: path


def measured(asked: Asked) -> Cost:
    """Fetch a page with nothing kept, again, then as often as RUNS says."""
    from django.db import connection, reset_queries
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from tests.full_size import forget

    client = Client(HTTP_HOST="localhost", HTTP_ACCEPT_ENCODING="gzip")

    def fetch(n: int) -> tuple[float, float]:
        begun, worked = time.perf_counter(), time.process_time()
        answer = client.get(asked(n))
        taken = time.perf_counter() - begun, time.process_time() - worked
        if answer.status_code != 200:
            sys.exit(f"{asked(n)}: HTTP {answer.status_code}")
        return taken[0] * 1000, taken[1] * 1000

    fetch(0)
    forget()
    reset_queries()  # the log is cut at some thousand queries
    with CaptureQueriesContext(connection) as made:
        first, _ = fetch(1)
    cold = len(made)  # counted at once: the next request empties the log
    with CaptureQueriesContext(connection) as made:
        body = client.get(asked(1)).content
    kept = len(made)
    warm, processor = map(statistics.median, zip(*(fetch(2 + n) for n in range(RUNS)), strict=True))
    return Cost(cold, kept, first, warm, processor, len(body))


def _print(pages: Mapping[str, Asked]) -> None:
    from django.contrib.staticfiles import finders

    names = ("core/salon.css", "core/offline.js")
    assets = {
        name: len(gzip.compress(Path(str(finders.find(name))).read_bytes())) for name in names
    }
    print(
        f"{'page':20} {'queries':>8} {'kept':>5} {'first ms':>9} {'warm ms':>8} {'processor':>9} "
        f"{'gzip B':>7}"
    )
    for name, asked in pages.items():
        cost = measured(asked)
        over = cost.over(sum(assets.values()))
        print(
            f"{name:20} {cost.cold:>8} {cost.kept:>5} {cost.first:>9.1f} {cost.warm:>8.1f} "
            f"{cost.processor:>9.1f} {cost.size:>7}{f'  over: {over}' if over else ''}"
        )
    for name, size in assets.items():
        print(f"every page also loads {name}: {size} B compressed")


if __name__ == "__main__":
    main()
