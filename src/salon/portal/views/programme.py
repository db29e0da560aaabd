"""The programme of an edition: everything that people attend, by day, to narrow and to print."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any, Final, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event

from salon.core import formats, names
from salon.core.actor import Actor
from salon.editions.models import Edition
from salon.portal.views import enter, feeds, wording
from salon.portal.views.facets import Facet, narrow
from salon.portal.views.keeping import body
from salon.programme.choices import SessionKind
from salon.programme.models import Session
from salon.programme.selectors import get_session, programme_of

#: How many of those to come next are named while the edition runs.
NEXT: Final = 3


class Row(NamedTuple):
    """A session as the list shows it; languages of texts are given where not the page's."""

    session: Session
    url: str
    language: str
    place: str
    spoken: str
    under_way: bool


class Day(NamedTuple):
    day: date
    rows: list[Row]

    @property
    def anchor(self) -> str:
        return f"d{self.day:%Y-%m-%d}"


@require_safe
def programme(request: HttpRequest, edition: str) -> HttpResponse:
    """All of it on one page, so that one download is enough for a day without network."""
    actor, of = enter(request, edition)
    now = timezone.now()
    running = of.starts <= timezone.localdate(now) <= of.ends
    page = request.build_absolute_uri(reverse("portal:programme", args=[of.slug]))
    shown = body(
        request,
        actor,
        "portal/_programme.html",
        lambda: _programme(request, actor, of, page, now if running else None),
        beside=f"{page} {now:%Y-%m-%d %H:%M}" if running else page,
    )
    return render(request, "portal/programme.html", {"body": shown})


def _programme(
    request: HttpRequest, actor: Actor, edition: Edition, page: str, now: datetime | None
) -> dict[str, Any]:
    """:param page: the absolute address of the programme, for calendars.
    :param now: given while the edition runs, when what is on matters more than the list.
    """
    everything = programme_of(actor=actor, edition=edition)
    found, choices = narrow(everything, facets(), request.GET, everything)
    path = reverse("portal:programme", args=[edition.slug])
    rows = [_row(session, path, now) for session in found]
    asked = "&".join(f"{one.name}={one.chosen}" for one in choices if one.chosen)
    feed = page.removesuffix("/") + ".ics" + (f"?{asked}" if asked else "")
    return {
        "edition": edition,
        "choices": choices,
        "narrowed": bool(asked),
        "days": [
            Day(day, list(group)) for day, group in groupby(rows, lambda row: _day(row.session))
        ],
        "count": len(found),
        "now": [row for row in rows if row.under_way],
        "next": [row for row in rows if now is not None and row.session.starts > now][:NEXT],
        "feed": feed,
        "webcal": f"webcal:{feed.partition(':')[2]}",
    }


def _day(session: Session) -> date:
    return timezone.localdate(session.starts)


def _row(session: Session, path: str, now: datetime | None) -> Row:
    return Row(
        session=session,
        url=f"{path}{session.slug}/",
        language=wording.foreign(session.title),
        place=place_of(session),
        spoken=tongues(session),
        under_way=now is not None and session.starts <= now < session.ends,
    )


def place_of(session: Session) -> str:
    """`Auditorium du Parc, Parc des Expositions de Bamako`."""
    venue = str(session.venue.name)
    return f"{session.space.name}, {venue}" if session.space is not None else venue


def tongues(session: Session) -> str:
    """What is spoken, and what it is interpreted into."""
    spoken = wording.spoken(session.languages)
    if not session.interpretation:
        return spoken
    into = gettext("interpreted into %(languages)s") % {
        "languages": wording.spoken(session.interpretation)
    }
    return f"{spoken}, {into}" if spoken else into


def facets() -> list[Facet[Session]]:
    """Day, place, kind, track and language: of a talk, the languages it is interpreted into too."""
    kinds = {value: n for n, value in enumerate(SessionKind.values)}
    places: dict[str, str] = {}
    tracks: dict[str, str] = {}

    def place(session: Session) -> Sequence[str]:
        places[session.venue.slug] = str(session.venue.name)
        if session.space is None:
            return (session.venue.slug,)
        of_space = f"{session.venue.slug}.{session.space.slug}"
        places[of_space] = place_of(session)
        return (session.venue.slug, of_space)

    def track(session: Session) -> Sequence[str]:
        if session.axis is None:
            return ()
        tracks[session.axis.slug] = f"{session.axis.number}. {session.axis.name}"
        return (session.axis.slug,)

    return [
        Facet(
            name="day",
            label=gettext("Day"),
            values=lambda session: (_day(session).isoformat(),),
            told=lambda value: formats.day_short(date.fromisoformat(value)),
            order=lambda value: value,
        ),
        Facet(name="place", label=gettext("Place"), values=place, told=lambda value: places[value]),
        Facet(
            name="kind",
            label=pgettext("sort of session", "Kind"),
            values=lambda session: (session.kind,),
            told=lambda value: str(SessionKind(value).label),
            order=lambda value: kinds[value],
        ),
        Facet(name="axis", label=gettext("Track"), values=track, told=lambda value: tracks[value]),
        Facet(
            name="language",
            label=gettext("Language"),
            values=lambda session: {*session.languages, *session.interpretation},
            told=names.language,
        ),
    ]


# --- for calendar programs ------------------------------------------------------------------------


@require_safe
def programme_feed(request: HttpRequest, edition: str) -> HttpResponse:
    """The programme, or what the same filters leave of it."""
    actor, of = enter(request, edition)
    everything = programme_of(actor=actor, edition=of)
    found, _choices = narrow(everything, facets(), request.GET, everything)
    name = gettext("%(name)s: programme") % {"name": of.name}
    return feeds.answer(_calendar(request, of, name, found), f"{of.slug}-programme.ics")


@require_safe
def session_feed(request: HttpRequest, edition: str, session: str) -> HttpResponse:
    """One session."""
    actor, of = enter(request, edition)
    one = get_session(actor=actor, edition=of, slug=session)
    return feeds.answer(_calendar(request, of, str(one.title), [one]), f"{of.slug}-{session}.ics")


def _calendar(
    request: HttpRequest, edition: Edition, name: str, sessions: Iterable[Session]
) -> Calendar:
    calendar = feeds.new_calendar(name)
    path = reverse("portal:programme", args=[edition.slug])
    for session in sessions:
        page = request.build_absolute_uri(f"{path}{session.slug}/")
        calendar.add_component(_event(edition, session, page))
    return calendar


def _event(edition: Edition, session: Session, page: str) -> Event:
    event = feeds.new_event(
        uid=f"{edition.slug}-{session.slug}@salon",
        starts=session.starts,
        ends=session.ends,
        stamp=feeds.STAMP,
        summary=str(session.title),
    )
    event.add("status", "CONFIRMED")
    event.add("location", f"{place_of(session)}, {session.venue.city}")
    words = [str(session.get_kind_display()), tongues(session)]
    if session.fictional:
        words.append(gettext("Invented for the demonstration."))
    event.add("description", "\n".join([*filter(None, words), page]))
    event.add("url", page)
    return event
