"""The catalogue of an edition in memory: what lists, facets and the search are made of.

A few hundred exhibitors with a few thousand entries fit easily. They are read once for everybody
who sees the same and kept until the next change, so that a list costs no query and a search a few
milliseconds.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import Final, TypeVar

from salon.core.actor import Actor
from salon.core.fields import TranslatedText, search_key
from salon.editions.models import Edition
from salon.exhibition.models import Stand
from salon.exhibition.selectors.index import Index
from salon.exhibition.selectors.rows import Firm, Item, Poster
from salon.exhibition.selectors.visibility import visible_equipment, visible_exhibitors

#: Editions kept at a time; each takes a few megabytes.
_ROOM: Final = 4


@dataclass(frozen=True)
class Catalogue:
    """Exhibitors and entries, by name."""

    firms: tuple[Firm, ...]
    items: tuple[Item, ...]

    @cached_property
    def index(self) -> Index:
        """Made at the first search."""
        return Index(self.firms, self.items)

    @cached_property
    def of_firm(self) -> dict[int, list[Item]]:
        """Entries by the id of their exhibitor."""
        found = defaultdict(list)
        for item in self.items:
            found[item.firm.pk].append(item)
        return dict(found)


Named = TypeVar("Named", Firm, Item)

_kept: dict[int, tuple[str, Catalogue]] = {}
_lock = Lock()


def catalogue_of(*, actor: Actor, edition: Edition, version: str = "") -> Catalogue:
    """What the actor may see of an edition's catalogue.

    :param version: names the state of the data for all who see alike; the catalogue is kept under
        it. Empty: nothing is kept.
    """
    if not version:
        return _read(actor, edition)
    with _lock:
        kept = _kept.get(edition.pk)
    if kept is not None and kept[0] == version:
        return kept[1]
    made = _read(actor, edition)
    if kept is not None and kept[1] == made:
        made = kept[1]  # what changed is elsewhere: its index stays good
    with _lock:
        _kept.pop(edition.pk, None)
        while len(_kept) >= _ROOM:
            _kept.pop(next(iter(_kept)))
        _kept[edition.pk] = version, made
    return made


def _read(actor: Actor, edition: Edition) -> Catalogue:
    exhibitors = list(
        visible_exhibitors(actor=actor, edition=edition).select_related("organisation")
    )
    entries = list(
        visible_equipment(actor=actor, edition=edition).values(
            "exhibitor", "pk", "slug", "name", "category", "control", "shape", "shape__poster",
            "shape__poster_widths", "review", "fictional", "source",
        )
    )  # fmt: skip
    categories: dict[int, set[str]] = defaultdict(set)
    for row in entries:
        categories[row["exhibitor"]].add(row["category"])
    stands: dict[int, list[Stand]] = defaultdict(list)
    for stand in Stand.objects.filter(edition=edition).select_related("space").order_by("number"):
        stands[stand.organisation_id].append(stand)
    firms = {
        one.pk: Firm(
            one.pk,
            one.slug,
            one.organisation.name,
            one.organisation.country,
            one.review,
            one.fictional,
            one.source,
            tuple(stand.number for stand in stands[one.organisation_id]),
            frozenset(stand.space.venue_id for stand in stands[one.organisation_id]),
            frozenset(categories[one.pk]),
        )
        for one in exhibitors
    }
    items = [
        Item(
            pk=row["pk"],
            slug=row["slug"],
            name=TranslatedText(row["name"]),
            category=row["category"],
            control=row["control"],
            has_shape=row["shape"] is not None,
            poster=Poster(row["shape__poster"] or "", tuple(row["shape__poster_widths"] or ())),
            review=row["review"],
            fictional=row["fictional"],
            source=row["source"],
            firm=firms[row["exhibitor"]],
        )
        for row in entries
        # Its exhibitor may have been approved between the two queries.
        if row["exhibitor"] in firms
    ]
    return Catalogue(_by_name(firms.values()), _by_name(items))


def _by_name(rows: Iterable[Named]) -> tuple[Named, ...]:
    return tuple(sorted(rows, key=lambda row: (search_key(str(row.name)), row.slug)))
