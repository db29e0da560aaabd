"""Equipment in three dimensions: the showroom, and its projection on the screen of a hall."""

from typing import Any, Final

import segno
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from salon.core import names
from salon.core.actor import Actor
from salon.editions.models import Edition
from salon.exhibition.choices import Category
from salon.exhibition.models import Shape
from salon.exhibition.selectors.catalogue import catalogue_of
from salon.exhibition.selectors.details import shapes_of
from salon.exhibition.selectors.rows import Item
from salon.portal.views import enter, wording
from salon.portal.views.exhibitors import CARDS, address, cards
from salon.portal.views.facets import Facet, narrow
from salon.portal.views.keeping import body, version_of
from salon.portal.views.viewer import shape_of, with_viewer
from salon.programme.selectors import sessions_showing

#: Models that one projection goes through: they are all kept on the device that shows them.
MOST: Final = 40
#: Seconds that each is shown.
PACES: Final = (10, 20, 30, 60)
PACE: Final = 20


@require_safe
def showroom(request: HttpRequest, edition: str) -> HttpResponse:
    """All that can be turned about in three dimensions, and what to put on a hall's screen."""
    actor, of = enter(request, edition)
    shown = body(request, actor, "portal/_showroom.html", lambda: _showroom(request, actor, of))
    return render(request, "portal/showroom.html", {"body": shown})


@require_safe
def projection(request: HttpRequest, edition: str) -> HttpResponse:
    """A full-screen loop over the chosen entries; see portal/projection.js."""
    actor, of = enter(request, edition)
    origin = request.build_absolute_uri("/")[:-1]
    slides = body(
        request,
        actor,
        "portal/_slides.html",
        lambda: _projection(request, actor, of, origin),
        beside=origin,
    )
    page = {"edition": of, "body": slides, "pace": _pace(request)}
    return with_viewer(render(request, "portal/projection.html", page))


def _items(request: HttpRequest, actor: Actor, edition: Edition) -> list[Item]:
    everything = catalogue_of(actor=actor, edition=edition, version=version_of(request, actor))
    return [item for item in everything.items if item.has_shape]


def _showroom(request: HttpRequest, actor: Actor, edition: Edition) -> dict[str, Any]:
    items = _items(request, actor, edition)
    category = Facet[Item](
        name="category",
        label=gettext("Category"),
        values=lambda item: (item.category,),
        told=lambda value: str(Category(value).label),
    )
    found, choices = narrow(items, [category], request.GET, items)
    page = Paginator(found, CARDS).get_page(request.GET.get("page"))
    return {
        "edition": edition,
        "categories": choices[0].options,
        "chosen": choices[0].chosen,
        "page": page,
        "cards": cards(actor, edition, page.object_list),
        "ticks": [{"item": item, "language": wording.foreign(item.name)} for item in found[:MOST]],
        "all_fit": len(found) <= MOST,
        "paces": PACES,
        "pace": PACE,
        "most": MOST,
    }


def _pace(request: HttpRequest) -> int:
    """Seconds for each, as asked for; anything odd means the usual."""
    asked = request.GET.get("seconds", "")
    return int(asked) if asked in map(str, PACES) else PACE


def _projection(
    request: HttpRequest, actor: Actor, edition: Edition, origin: str
) -> dict[str, Any]:
    wanted = {path: n for n, path in enumerate(request.GET.getlist("item"))}
    items = _items(request, actor, edition)
    if wanted:
        items = [item for item in items if _path(item) in wanted]
        items.sort(key=lambda item: wanted[_path(item)])
    items = items[:MOST]
    shapes = shapes_of(actor=actor, edition=edition, items=[item.pk for item in items])
    when: dict[int, Any] = {}
    for session, pks in sessions_showing(
        actor=actor, edition=edition, equipment=[item.pk for item in items]
    ):
        for pk in pks:
            when.setdefault(pk, session)
    return {
        "edition": edition,
        "slides": [
            _slide(edition, item, shapes[item.pk], when.get(item.pk), origin)
            for item in items
            if item.pk in shapes
        ],
    }


def _path(item: Item) -> str:
    return f"{item.firm.slug}/{item.slug}"


def _slide(edition: Edition, item: Item, shape: Shape, session: Any, origin: str) -> dict[str, Any]:
    url = address(edition, item)
    alt = gettext("3D model: %(name)s") % {"name": item.name}
    return {
        "item": item,
        "language": wording.foreign(item.name),
        "firm_language": wording.foreign(item.firm.name),
        "category": Category(item.category).label,
        "country": names.country(item.firm.country),
        "shape": shape_of(edition, shape, list(shape.hotspots.all()), alt=alt),
        "session": session,
        "url": url,
        "code": _code(origin + url),
    }


def _code(url: str) -> SafeString:
    """The address as a QR code, for phones in the hall: an SVG."""
    drawn = segno.make_qr(url, error="m").svg_inline(
        border=2, omitsize=True, dark="#000", light=None, svgclass="code", lineclass=None
    )
    return mark_safe(drawn)  # noqa: S308  segno writes nothing of the address into it but modules
