"""The picture that stands for a page where its link is passed on (Open Graph): 1200 × 630 pixels,
drawn by Typst like our papers, with its fonts, so that no letter of ours is missing."""

from collections.abc import Callable
from hashlib import sha256

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from salon.core import formats, names
from salon.core.actor import Actor
from salon.core.models import Sourced
from salon.editions.models import Edition
from salon.editions.selectors import cities_of
from salon.exhibition.selectors.visibility import get_equipment, get_exhibitor
from salon.meetings.selectors.freshness import shared_version
from salon.portal.views import enter
from salon.portal.views.keeping import HOUR
from salon.portal.views.papers import picture
from salon.programme.selectors import get_session

Texts = dict[str, str]


@require_safe
def edition_card(request: HttpRequest, edition: str) -> HttpResponse:
    actor, of = enter(request, edition)

    def texts() -> Texts:
        cities = ", ".join(cities_of(actor=actor).get(of.pk, []))
        return _texts(of, of, kicker=str(of.name), title=str(of.theme), below=cities)

    return _card(actor, request, texts)


@require_safe
def session_card(request: HttpRequest, edition: str, session: str) -> HttpResponse:
    actor, of = enter(request, edition)
    one = get_session(actor=actor, edition=of, slug=session)

    def texts() -> Texts:
        when = f"{capfirst(formats.day(one.starts))}, {formats.clock_range(one.starts, one.ends)}"
        return _texts(
            of,
            one,
            kicker=str(one.get_kind_display()),
            title=str(one.title),
            below=f"{when}\n{one.venue.name}",
        )

    return _card(actor, request, texts)


@require_safe
def exhibitor_card(request: HttpRequest, edition: str, exhibitor: str) -> HttpResponse:
    actor, of = enter(request, edition)
    one = get_exhibitor(actor=actor, edition=of, slug=exhibitor)

    def texts() -> Texts:
        country = names.country(one.organisation.country)
        return _texts(
            of,
            one,
            kicker=capfirst(gettext("exhibitor")),
            title=str(one.organisation.name),
            below=country,
        )

    return _card(actor, request, texts)


@require_safe
def equipment_card(request: HttpRequest, edition: str, exhibitor: str, item: str) -> HttpResponse:
    actor, of = enter(request, edition)
    firm = get_exhibitor(actor=actor, edition=of, slug=exhibitor)
    one = get_equipment(actor=actor, exhibitor=firm, slug=item)

    def texts() -> Texts:
        return _texts(
            of,
            one,
            kicker=str(one.get_category_display()),
            title=str(one.name),
            below=str(one.exhibitor.organisation.name),
        )

    return _card(actor, request, texts)


def _texts(edition: Edition, fact: Sourced, *, kicker: str, title: str, below: str) -> Texts:
    return {
        "language": get_language() or "fr",
        "edition": str(edition.name),
        "dates": capfirst(formats.day_range(edition.starts, edition.ends)),
        "kicker": kicker,
        "title": title,
        "below": below,
        "fictional": gettext("fictional") if fact.fictional else "",
    }


def _card(actor: Actor, request: HttpRequest, texts: Callable[[], Texts]) -> HttpResponse:
    """Drawn once for each address while nothing changes: a picture takes a tenth of a second."""
    version = shared_version(actor=actor)
    key = f"card-{sha256(f'{request.path} {version}'.encode()).hexdigest()}"
    png = cache.get(key) if version else None
    if png is None:
        png = picture("card.typ", texts())
        if version:
            cache.set(key, png, HOUR)
    return HttpResponse(
        png, content_type="image/png", headers={"Cache-Control": "public, max-age=3600"}
    )
