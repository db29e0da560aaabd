"""A party's agenda for calendar programs (RFC 5545).

The same data gives the same bytes: nothing is stamped with the time of the request, and a feed
moves only when something visible in it does. Entries are never counted or numbered: their ids
are opaque.
"""

from datetime import UTC, datetime, timedelta
from functools import cache

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event, Timezone, vDuration, vText

from salon.core.fields import TranslatedText
from salon.meetings.choices import MeetingStatus
from salon.meetings.models import Commitment, Meeting, Party
from salon.meetings.selectors.agenda import (
    commitments_of,
    counterpart_of,
    get_party,
    meetings_of,
)
from salon.meetings.selectors.visibility import first_publication
from salon.portal.views import enter, wording

PRODID = "-//Salon//Published agendas//EN"
REFRESH = timedelta(minutes=15)
#: For rows that do not tell when they were changed: the same data must give the same bytes.
STAMP = datetime(2000, 1, 1, tzinfo=UTC)


@require_safe
def party_feed(request: HttpRequest, edition: str, party: str) -> HttpResponse:
    """Every meeting and commitment of a party, cancelled meetings included: calendars that hold
    them must be told. Nothing before the first publication."""
    actor, of = enter(request, edition)
    who = get_party(actor=actor, edition=of, slug=party)
    page = request.build_absolute_uri(reverse("portal:party", args=[of.slug, party]))
    calendar = new_calendar(f"{of.name} · {who.name}")
    publication = first_publication(actor=actor, edition=of)
    if publication is not None:
        for meeting in meetings_of(actor=actor, party=who, with_cancelled=True):
            calendar.add_component(_meeting(meeting, who, page))
        for commitment in commitments_of(actor=actor, party=who):
            calendar.add_component(_commitment(commitment, publication.published_at, page))
    return answer(calendar, f"{of.slug}-{party}.ics")


def answer(calendar: Calendar, name: str) -> HttpResponse:
    return HttpResponse(
        calendar.to_ical(),
        content_type="text/calendar; charset=utf-8",
        headers={
            "Content-Disposition": f'inline; filename="{name}"',
            "Cache-Control": "no-cache",
        },
    )


def new_calendar(name: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    # The library does not know the types of extensions.
    calendar.add("x-wr-calname", vText(name))
    zone = timezone.get_default_timezone_name()
    calendar.add("x-wr-timezone", zone)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESH))
    calendar.add_component(_zone(zone))
    return calendar


@cache
def _zone(name: str) -> Timezone:
    """Working out the history of a time zone takes longer than all the rest of a feed."""
    return Timezone.from_tzid(name)


def new_event(
    *, uid: str, starts: datetime, ends: datetime, stamp: datetime, summary: str
) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", stamp)
    # Given an aware time of Bamako the library writes UTC, which happens to be the same today;
    # naming the zone keeps an entry at its local time, should the offset ever change.
    zone = {"TZID": timezone.get_default_timezone_name()}
    for name, at in (("dtstart", starts), ("dtend", ends)):
        local = timezone.make_naive(at, timezone.get_default_timezone())
        event.add(name, local, parameters=zone)
    event.add("summary", summary, parameters={"LANGUAGE": get_language() or "fr"})
    event.add("transp", "OPAQUE")
    return event


def _meeting(meeting: Meeting, party: Party, page: str) -> Event:
    place, venue = meeting.place, meeting.place.venue
    counterpart = counterpart_of(meeting=meeting, party=party)
    event = new_event(
        uid=meeting.uid,
        starts=meeting.starts,
        ends=meeting.ends,
        stamp=meeting.changed_at,
        summary=gettext("Meeting: %(name)s") % {"name": counterpart.name},
    )
    cancelled = meeting.status == MeetingStatus.CANCELLED
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("sequence", meeting.sequence)
    event.add("last-modified", meeting.changed_at)
    event.add("location", _line(place.name, venue.name, venue.city))
    event.add("description", _words(wording.interpreted_by(meeting), page))
    event.add("url", page)
    return event


def _commitment(commitment: Commitment, stamp: datetime, page: str) -> Event:
    session, venue = commitment.session, commitment.venue
    # Not the row's own number: gaps between numbers would tell of rows that are hidden.
    key = salted_hmac("salon.portal.commitment", str(commitment.pk), algorithm="sha256")
    event = new_event(
        uid=f"{key.hexdigest()[:32]}@salon",
        starts=commitment.starts,
        ends=commitment.ends,
        stamp=stamp,
        summary=str(commitment.label),
    )
    event.add("status", "CONFIRMED")
    event.add("sequence", 0)
    event.add("last-modified", stamp)
    space = session.space.name if session is not None and session.space is not None else None
    if venue is not None:
        event.add("location", _line(space, venue.name, venue.city))
    event.add("description", _words(str(session.get_kind_display()) if session else "", page))
    event.add("url", page)
    return event


def _line(*parts: TranslatedText | str | None) -> str:
    return ", ".join(dict.fromkeys(str(part) for part in parts if part))


def _words(first: str, page: str) -> str:
    agenda = gettext("Agenda: %(url)s") % {"url": page}
    return f"{first}\n{agenda}" if first else agenda
