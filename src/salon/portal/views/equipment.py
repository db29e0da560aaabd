"""The page of an exhibitor, and that of one thing it shows."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from salon.core.actor import Actor
from salon.editions.models import Edition
from salon.exhibition.models import Equipment, Exhibitor
from salon.exhibition.selectors.catalogue import catalogue_of
from salon.exhibition.selectors.details import sheet_of, stands_of
from salon.exhibition.selectors.media import brochure_name
from salon.exhibition.selectors.visibility import get_equipment, get_exhibitor
from salon.meetings.selectors.parties import party_of
from salon.portal.templatetags.cite import Notes
from salon.portal.views import enter, wording
from salon.portal.views.exhibitors import address, cards, state
from salon.portal.views.keeping import body, version_of
from salon.portal.views.media import image_of, media_url
from salon.portal.views.viewer import shape_of, with_viewer
from salon.programme.selectors import sessions_showing


@require_safe
def exhibitor(request: HttpRequest, edition: str, exhibitor: str) -> HttpResponse:
    """One exhibitor: where it stands, what it shows, when that is demonstrated."""
    actor, of = enter(request, edition)
    who = get_exhibitor(actor=actor, edition=of, slug=exhibitor)
    shown = body(
        request, actor, "portal/_exhibitor.html", lambda: _exhibitor(request, actor, of, who)
    )
    return render(request, "portal/exhibitor.html", {"exhibitor": who, "body": shown})


def _exhibitor(
    request: HttpRequest, actor: Actor, edition: Edition, who: Exhibitor
) -> dict[str, Any]:
    everything = catalogue_of(actor=actor, edition=edition, version=version_of(request, actor))
    items = everything.of_firm.get(who.pk, [])
    by_id = {item.pk: item for item in items}
    sessions = sessions_showing(actor=actor, edition=edition, equipment=by_id)
    return {
        "edition": edition,
        "exhibitor": who,
        "notes": Notes(),
        "language": wording.foreign(who.organisation.name),
        "summary_language": wording.foreign(who.summary),
        "state": state(who.review),
        "stands": stands_of(actor=actor, exhibitor=who),
        "cards": cards(actor, edition, items, {pk for _, pks in sessions for pk in pks}),
        "sessions": [
            {
                "session": session,
                "language": wording.foreign(session.title),
                "shows": [{"item": by_id[pk], "url": address(edition, by_id[pk])} for pk in pks],
            }
            for session, pks in sessions
        ],
        "party": party_of(actor=actor, edition=edition, organisation=who.organisation_id),
    }


@require_safe
def item(request: HttpRequest, edition: str, exhibitor: str, item: str) -> HttpResponse:
    """One catalogue entry: what it is, and where and when to see it."""
    actor, of = enter(request, edition)
    who = get_exhibitor(actor=actor, edition=of, slug=exhibitor)
    what = get_equipment(actor=actor, exhibitor=who, slug=item)
    shown = body(request, actor, "portal/_equipment.html", lambda: _item(actor, of, what))
    shape = getattr(what, "shape", None)
    page = {"equipment": what, "body": shown, "shape": shape}
    response = render(request, "portal/equipment.html", page)
    return with_viewer(response) if shape else response


def _item(actor: Actor, edition: Edition, what: Equipment) -> dict[str, Any]:
    sheet = sheet_of(actor=actor, equipment=what)
    sessions = sessions_showing(actor=actor, edition=edition, equipment=[what.pk])
    firm = what.exhibitor.organisation.name
    return {
        "edition": edition,
        "equipment": what,
        "exhibitor": what.exhibitor,
        "notes": Notes(),
        "language": wording.foreign(what.name),
        "firm_language": wording.foreign(firm),
        "summary_language": wording.foreign(what.summary),
        "state": state(what.review),
        "shape": shape_of(edition, sheet.shape, sheet.hotspots, alt=_seen(what))
        if sheet.shape
        else None,
        "characteristics": [
            {"row": row, "language": wording.foreign(row.label)} for row in sheet.characteristics
        ],
        "images": [image_of(edition, each) for each in sheet.pictures],
        "brochures": [
            {"row": row, "url": media_url(edition, brochure_name(row))} for row in sheet.brochures
        ],
        "spoken": wording.spoken(what.languages),
        "stands": stands_of(actor=actor, exhibitor=what.exhibitor),
        "sessions": [
            {"session": session, "language": wording.foreign(session.title)}
            for session, _ in sessions
        ],
    }


def _seen(what: Equipment) -> str:
    """What a picture of the model shows, in words."""
    return gettext("3D model: %(name)s") % {"name": what.name}
