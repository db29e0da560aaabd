"""``python -m benchmarks.search``: what the search of the exhibitors finds, and how fast.

The sixty queries of tests/salon/exhibition/queries.py are put to the whole catalogue of the
demonstration. A thing that must be found counts if it is among the first twenty; whatever is found
and neither must nor may be is a false hit. Then recall is measured, and the time of one search,
with the same catalogue among others, 400 exhibitors with 2,000 entries in all. No database is used.
"""

from __future__ import annotations

import os
import random
import statistics
import time
from collections.abc import Iterable
from typing import Final, NamedTuple

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "salon.config.settings")
django.setup()

from salon.exhibition.selectors.catalogue import Catalogue  # noqa: E402  needs the settings
from salon.exhibition.selectors.rows import Firm  # noqa: E402
from tests.salon.exhibition.queries import QUERIES, Query  # noqa: E402
from tests.salon.exhibition.whole import crowded, whole  # noqa: E402

FIRST: Final = 20
EXHIBITORS, ENTRIES = 400, 2000


class Outcome(NamedTuple):
    """What one query found, as `x:` and `e:` of the list of queries."""

    text: str
    missing: frozenset[str]
    false: frozenset[str]
    must: int


def main() -> None:
    """Print a line for each query that is not perfect, then the totals and the times."""
    outcomes = judge(whole(), QUERIES)
    for one in outcomes:
        said = [f"missing {' '.join(sorted(one.missing))}"] if one.missing else []
        said += [f"false {' '.join(sorted(one.false))}"] if one.false else []
        print(f"  {one.text:26} {'; '.join(said) or 'all of it'}")
    must = sum(one.must for one in outcomes)
    found = must - sum(len(one.missing) for one in outcomes)
    false = sum(len(one.false) for one in outcomes)
    print(
        f"{len(outcomes)} queries: recall {found}/{must} = {found / must:.1%}, false hits {false}"
    )
    begun = time.perf_counter()
    catalogue = crowded(EXHIBITORS, ENTRIES)
    index = catalogue.index
    print(f"index of {EXHIBITORS} and {ENTRIES}: {time.perf_counter() - begun:.2f} s")
    found = must - sum(len(one.missing) for one in judge(catalogue, QUERIES))
    print(f"recall among so many: {found}/{must} = {found / must:.1%}")
    texts = [query.text for query in QUERIES] * 3
    random.Random(1).shuffle(texts)
    times = []
    for text in texts:
        begun = time.perf_counter()
        index.search(text)
        times.append((time.perf_counter() - begun) * 1000)
    times.sort()
    print(
        f"a search: median {statistics.median(times):.1f} ms, "
        f"95 of 100 within {times[int(len(times) * 0.95)]:.1f} ms, longest {times[-1]:.1f} ms"
    )


def judge(catalogue: Catalogue, queries: Iterable[Query]) -> list[Outcome]:
    """What each query misses among the first, and what it should not have found at all."""
    outcomes = []
    for query in queries:
        found = [
            f"{'x' if isinstance(hit.row, Firm) else 'e'}:{hit.row.slug}"
            for hit in catalogue.index.search(query.text)
        ]
        outcomes.append(
            Outcome(
                query.text,
                missing=query.must - set(found[:FIRST]),
                false=frozenset(found) - query.must - query.may,
                must=len(query.must),
            )
        )
    return outcomes


if __name__ == "__main__":
    main()
