"""One session: what, when, where, who, how many seats are left, what is shown, how to get there."""

from datetime import timedelta
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from salon.core import formats
from salon.core.actor import Actor
from salon.exhibition.selectors.plans import drawn_venues
from salon.portal.templatetags.cite import Notes
from salon.portal.views import enter, wording
from salon.portal.views.keeping import body
from salon.portal.views.linked_data import event
from salon.portal.views.programme import place_of, tongues
from salon.programme.models import Session, Speaker, Transfer
from salon.programme.selectors import (
    equipment_at,
    get_session,
    seats_left,
    speakers_of,
    transfers_of,
)

#: Shuttles named before and after a session.
SHUTTLES: Final = 2
#: Nobody waits longer than this for a session to begin.
EARLY: Final = timedelta(hours=4)


@require_safe
def session(request: HttpRequest, edition: str, session: str) -> HttpResponse:
    actor, of = enter(request, edition)
    one = get_session(actor=actor, edition=of, slug=session)
    page = request.build_absolute_uri(request.path)
    over = one.ends <= timezone.now()
    shown = body(
        request,
        actor,
        "portal/_session.html",
        lambda: _session(actor, one, page, over),
        beside=f"{page} {over}",
    )
    return render(request, "portal/session.html", {"session": one, "body": shown})


def _session(actor: Actor, session: Session, page: str, over: bool) -> dict[str, Any]:
    edition = session.edition
    left = seats_left(actor=actor, session=session)
    speakers = speakers_of(actor=actor, session=session)
    before, after = shuttles(session, transfers_of(actor=actor, edition=edition))
    plans = {venue.pk for venue in drawn_venues(actor=actor, edition=edition)}
    feed = f"{page}session.ics"
    return {
        "edition": edition,
        "session": session,
        "language": wording.foreign(session.title),
        "summary_language": wording.foreign(session.summary) if session.summary else "",
        "when": f"{capfirst(formats.day(session.starts))}, "
        f"{formats.clock_range(session.starts, session.ends)}",
        "minutes": int((session.ends - session.starts).total_seconds() // 60),
        "place": place_of(session),
        "plan": reverse("portal:plan", args=[edition.slug, session.venue.slug])
        if session.venue_id in plans
        else "",
        "spoken": tongues(session),
        "left": left,
        "taken": (session.capacity or 0) - (left or 0),
        "over": over,
        "speakers": [_speaker(one) for one in speakers],
        "equipment": [
            {
                "item": item,
                "url": reverse(
                    "portal:equipment", args=[edition.slug, item.exhibitor.slug, item.slug]
                ),
                "language": wording.foreign(item.name),
                "firm_language": wording.foreign(item.exhibitor.organisation.name),
            }
            for item in equipment_at(actor=actor, session=session)
        ],
        "before": before,
        "after": after,
        "feed": feed,
        "webcal": f"webcal:{feed.partition(':')[2]}",
        "notes": Notes(),
        "data": event(session, page, [speaker.person.name for speaker in speakers]),
    }


def _speaker(speaker: Speaker) -> dict[str, Any]:
    person = speaker.person
    return {
        "speaker": speaker,
        "person": person,
        "function_language": wording.foreign(person.function) if person.function else "",
        "firm_language": wording.foreign(person.organisation.name),
    }


def shuttles(session: Session, transfers: list[Transfer]) -> tuple[list[Transfer], list[Transfer]]:
    """The last ones that arrive in time, and the first that leave afterwards, on the same day."""
    day = timezone.localdate(session.starts)
    there = [
        one
        for one in transfers
        if one.destination_id == session.venue_id
        and session.starts - EARLY <= one.arrives <= session.starts
    ]
    back = [
        one
        for one in transfers
        if one.origin_id == session.venue_id
        and one.departs >= session.ends
        and timezone.localdate(one.departs) == day
    ]
    return there[-SHUTTLES:], back[:SHUTTLES]
