"""What the public pages of the demonstration edition cost: queries, milliseconds, bytes.

Reads the database of SALON_HOME, which ``salon demo --no-serve`` has filled. A page is fetched in
this process, without a network: once with nothing kept, then RUNS times warm.
"""

from __future__ import annotations

import gzip
import os
import statistics
import sys
import time
from pathlib import Path

RUNS = 25


def main() -> None:
    """Print a line for each page, and what every page loads besides."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "salon.config.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.contrib.staticfiles import finders
    from django.core.cache import cache
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    from salon.editions.models import Edition
    from salon.exhibition.choices import Review
    from salon.exhibition.models import Equipment

    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    edition = Edition.objects.first()
    if edition is None:
        sys.exit("The database is empty: run salon demo --no-serve first.")
    party = edition.parties.order_by("slug").first()
    place = edition.places.order_by("slug").first()
    item = Equipment.objects.filter(review=Review.APPROVED).order_by("slug").first()
    client = Client(HTTP_HOST="localhost")
    addresses = {
        "home": reverse("portal:home", args=[edition.slug]),
        "report": reverse("portal:report", args=[edition.slug]),
        "requests": reverse("portal:requests", args=[edition.slug]),
        "parties": reverse("portal:parties", args=[edition.slug]),
        "agenda": reverse("portal:party", args=[edition.slug, party.slug]),
        "places": reverse("portal:places", args=[edition.slug]),
        "door": reverse("portal:place", args=[edition.slug, place.slug]),
        "exhibitors": reverse("portal:exhibitors", args=[edition.slug]),
        "found": reverse("portal:exhibitors", args=[edition.slug]) + "?q=radar",
        "catalogue": reverse("portal:catalogue", args=[edition.slug]),
        "exhibitor": reverse("portal:exhibitor", args=[edition.slug, item.exhibitor.slug]),
        "equipment": reverse(
            "portal:equipment", args=[edition.slug, item.exhibitor.slug, item.slug]
        ),
    }
    print(f"{'page':10} {'queries':>8} {'kept':>5} {'first ms':>9} {'warm ms':>8} {'gzip B':>7}")
    for name, address in addresses.items():
        client.get(address)
        cache.clear()
        with CaptureQueriesContext(
            connection,
        ) as cold:
            begun = time.perf_counter()
            body = client.get(address).content
            first = time.perf_counter() - begun
        at_first = len(cold)
        with CaptureQueriesContext(connection) as kept:
            client.get(address)
        again = len(kept)
        warm = []
        for _ in range(RUNS):
            begun = time.perf_counter()
            client.get(address)
            warm.append(time.perf_counter() - begun)
        print(
            f"{name:10} {at_first:>8} {again:>5} {first * 1000:>9.1f} "
            f"{statistics.median(warm) * 1000:>8.1f} {len(gzip.compress(body)):>7}"
        )
    for asset in ("core/salon.css",):
        content = Path(str(finders.find(asset))).read_bytes()
        print(f"every page also loads {asset}: {len(gzip.compress(content))} B compressed")


if __name__ == "__main__":
    main()
