"""What search engines are told of a page, in the words of schema.org (JSON-LD)."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language

from salon.editions.choices import HonourRole
from salon.editions.models import Edition, Honour, Venue
from salon.programme.models import Session

CONTEXT = "https://schema.org"


def exhibition(
    edition: Edition, page: str, venues: Iterable[Venue], honours: Iterable[Honour]
) -> dict[str, Any]:
    """An edition as an ExhibitionEvent; `page` is its absolute address."""
    organisers = [one for one in honours if one.role == HonourRole.ORGANISER]
    return {
        "@context": CONTEXT,
        "@type": "ExhibitionEvent",
        "name": str(edition.name),
        "description": str(edition.theme),
        "startDate": edition.starts.isoformat(),
        "endDate": edition.ends.isoformat(),
        "eventStatus": f"{CONTEXT}/EventScheduled",
        "eventAttendanceMode": f"{CONTEXT}/OfflineEventAttendanceMode",
        "inLanguage": get_language(),
        "url": page,
        "location": [_place(venue) for venue in venues],
        "organizer": [{"@type": "Organization", "name": str(one.name)} for one in organisers],
    }


def event(session: Session, page: str, performers: Iterable[str]) -> dict[str, Any]:
    """A session as an Event, part of its edition. Times carry their offset."""
    zone = timezone.get_default_timezone()
    place = _place(session.venue)
    if session.space is not None:
        place = {"@type": "Place", "name": str(session.space.name), "containedInPlace": place}
    data: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "Event",
        "name": str(session.title),
        "startDate": session.starts.astimezone(zone).isoformat(),
        "endDate": session.ends.astimezone(zone).isoformat(),
        "eventStatus": f"{CONTEXT}/EventScheduled",
        "eventAttendanceMode": f"{CONTEXT}/OfflineEventAttendanceMode",
        "inLanguage": sorted({*session.languages, *session.interpretation}),
        "url": page,
        "location": place,
        "superEvent": {
            "@type": "ExhibitionEvent",
            "name": str(session.edition.name),
            "startDate": session.edition.starts.isoformat(),
            "endDate": session.edition.ends.isoformat(),
            "location": _place(session.venue),
        },
        "performer": [{"@type": "Person", "name": name} for name in performers],
    }
    if session.summary:
        data["description"] = str(session.summary)
    if session.capacity is not None:
        data["maximumAttendeeCapacity"] = session.capacity
    return data


def _place(venue: Venue) -> dict[str, Any]:
    address = {"@type": "PostalAddress", "addressLocality": venue.city}
    return {"@type": "Place", "name": str(venue.name), "address": address}
