"""Who exhibits and what is shown: lists to search and to narrow."""

from collections.abc import Callable, Collection, Iterable
from typing import Any, Final

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, pgettext
from django.views.decorators.http import require_safe

from salon.core import names
from salon.core.actor import Actor
from salon.editions.models import Edition
from salon.editions.selectors import phases_of
from salon.exhibition.choices import Category, Control, Review
from salon.exhibition.models import Picture
from salon.exhibition.selectors.catalogue import Catalogue, catalogue_of
from salon.exhibition.selectors.details import covers_of
from salon.exhibition.selectors.rows import Firm, Item
from salon.portal.views import enter, wording
from salon.portal.views.facets import Facet, narrow
from salon.portal.views.keeping import body, version_of
from salon.portal.views.media import Image, image_of, poster_of
from salon.programme.selectors import demonstrated

PER_PAGE: Final = 25
CARDS: Final = 24
#: Entries that a search shows below the exhibitors; the rest are in the catalogue.
BESIDE: Final = 12
#: Letters of a text that are looked at.
LONGEST: Final = 100


@require_safe
def exhibitors(request: HttpRequest, edition: str) -> HttpResponse:
    """Who exhibits; when searching, what they show too."""
    actor, of = enter(request, edition)
    return _page(request, actor, "exhibitors", lambda: _exhibitors(request, actor, of))


@require_safe
def catalogue(request: HttpRequest, edition: str) -> HttpResponse:
    """All that is shown, by category."""
    actor, of = enter(request, edition)
    return _page(request, actor, "catalogue", lambda: _catalogue(request, actor, of))


def _page(
    request: HttpRequest, actor: Actor, name: str, context: Callable[[], dict[str, Any]]
) -> HttpResponse:
    shown = body(request, actor, f"portal/_{name}.html", context)
    return render(request, f"portal/{name}.html", {"body": shown})


def _text(request: HttpRequest) -> str:
    return request.GET.get("q", "").strip()[:LONGEST]


def _exhibitors(request: HttpRequest, actor: Actor, edition: Edition) -> dict[str, Any]:
    text = _text(request)
    everything = catalogue_of(actor=actor, edition=edition, version=version_of(request, actor))
    hits = [hit.row for hit in everything.index.search(text)] if text else []
    firms = [row for row in hits if isinstance(row, Firm)] if text else list(everything.firms)
    items = [row for row in hits if isinstance(row, Item)]
    facets = _firm_facets(actor, edition)
    found, choices = narrow(firms, facets, request.GET, everything.firms)
    of_firms = {firm.pk for firm in found}
    category = next(choice.chosen for choice in choices if choice.name == "category")
    # What a firm shows follows it, but only of the category looked for.
    items = [item for item in items if item.firm.pk in of_firms and category in ("", item.category)]
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return {
        "edition": edition,
        "text": text,
        "choices": choices,
        "narrowed": bool(text) or any(choice.chosen for choice in choices),
        "page": page,
        "rows": [_firm_row(edition, firm) for firm in page.object_list],
        "items": len(items),
        "cards": cards(actor, edition, items[:BESIDE]),
        "nearest": _nearest(edition, everything, text) if not found and not items else [],
    }


def _catalogue(request: HttpRequest, actor: Actor, edition: Edition) -> dict[str, Any]:
    text = _text(request)
    everything = catalogue_of(actor=actor, edition=edition, version=version_of(request, actor))
    shown = demonstrated(actor=actor, edition=edition)
    hits = (hit.row for hit in everything.index.search(text)) if text else everything.items
    items = [row for row in hits if isinstance(row, Item)]
    found, choices = narrow(items, _item_facets(shown), request.GET, everything.items)
    chosen = {choice.name: choice.chosen for choice in choices}
    if not text:
        order = {option.value: n for n, option in enumerate(choices[0].options)}
        found.sort(key=lambda item: order[item.category])
    page = Paginator(found, CARDS).get_page(request.GET.get("page"))
    return {
        "edition": edition,
        "text": text,
        "choices": [choice for choice in choices if choice.name not in ("shape", "shown")],
        "ticks": [choice for choice in choices if choice.name in ("shape", "shown")],
        "categories": choices[0].options if not text and not any(chosen.values()) else [],
        "narrowed": bool(text) or any(chosen.values()),
        "page": page,
        "cards": cards(actor, edition, page.object_list, shown),
        "nearest": _nearest(edition, everything, text) if not found else [],
    }


def _firm_facets(actor: Actor, edition: Edition) -> list[Facet[Firm]]:
    phases = [phase for phase in phases_of(actor=actor, edition=edition) if phase.venue_id]
    told = {phase.slug: str(phase.name) for phase in phases}
    rank = {phase.slug: n for n, phase in enumerate(phases)}
    return [
        Facet(
            name="category",
            label=gettext("Category"),
            values=lambda firm: firm.categories,
            told=lambda value: str(Category(value).label),
        ),
        Facet(
            name="country",
            label=gettext("Country"),
            values=lambda firm: (firm.country,),
            told=names.country,
        ),
        Facet(
            name="phase",
            label=gettext("Phase"),
            values=lambda firm: [one.slug for one in phases if one.venue_id in firm.venues],
            told=lambda value: told[value],
            order=lambda value: rank[value],
        ),
    ]


def _item_facets(shown: Collection[int]) -> list[Facet[Item]]:
    controls = {value: n for n, value in enumerate(Control.values)}
    return [
        Facet(
            name="category",
            label=gettext("Category"),
            values=lambda item: (item.category,),
            told=lambda value: str(Category(value).label),
        ),
        Facet(
            name="country",
            label=gettext("Country"),
            values=lambda item: (item.firm.country,),
            told=names.country,
        ),
        Facet(
            name="control",
            label=gettext("Export control"),
            values=lambda item: (item.control,) if item.control else (),
            told=lambda value: str(Control(value).label),
            order=lambda value: controls[value],
        ),
        Facet(
            name="shape",
            label=pgettext("of equipment", "In 3D"),
            values=lambda item: ("1",) if item.has_shape else (),
            told=lambda value: value,
        ),
        Facet(
            name="shown",
            label=gettext("On the programme"),
            values=lambda item: ("1",) if item.pk in shown else (),
            told=lambda value: value,
        ),
    ]


def _nearest(edition: Edition, everything: Catalogue, text: str) -> list[dict[str, str]]:
    """Names to try instead, with their addresses."""
    return [
        {
            "name": str(row.name),
            "language": wording.foreign(row.name),
            "url": address(edition, row),
        }
        for row in (everything.index.nearest(text) if text else [])
    ]


def address(edition: Edition, row: Firm | Item) -> str:
    """The page of an exhibitor or of an entry."""
    if isinstance(row, Firm):
        return reverse("portal:exhibitor", args=[edition.slug, row.slug])
    return reverse("portal:equipment", args=[edition.slug, row.firm.slug, row.slug])


def _firm_row(edition: Edition, firm: Firm) -> dict[str, Any]:
    return {
        "firm": firm,
        "language": wording.foreign(firm.name),
        "url": address(edition, firm),
        "stands": ", ".join(firm.stands),
        "categories": ", ".join(
            sorted(str(Category(category).label) for category in firm.categories)
        ),
        "state": state(firm.review),
    }


def state(review: str) -> str:
    """The state of review in words where it is not public, for those who see it nevertheless."""
    return "" if review == Review.APPROVED else str(Review(review).label)


def _cover(edition: Edition, item: Item, picture: Picture | None) -> Image | None:
    """The poster of its model, which is how it is first to be seen; else its first picture."""
    poster = poster_of(edition, item.poster)
    return poster or (image_of(edition, picture) if picture else None)


def cards(
    actor: Actor,
    edition: Edition,
    items: Iterable[Item],
    shown: Collection[int] | None = None,
) -> list[dict[str, Any]]:
    """Entries as cards, with a picture where there is one.

    :param shown: ids of those that can be seen at a session; looked up if not given.
    """
    items = list(items)
    if not items:
        return []
    shown = demonstrated(actor=actor, edition=edition) if shown is None else shown
    covers = covers_of(actor=actor, edition=edition, items=[item.pk for item in items])
    return [
        {
            "item": item,
            "language": wording.foreign(item.name),
            "url": address(edition, item),
            "category": Category(item.category).label,
            "firm_language": wording.foreign(item.firm.name),
            "image": _cover(edition, item, covers.get(item.pk)),
            "shown": item.pk in shown,
            "state": state(item.review),
        }
        for item in items
    ]
