"""Key dates of an edition and what else is on in its country, by month; and as a feed.

Of some things a source gives only the month. The page says just that. In a calendar program such
an entry lies over the whole month, tentative, free, and with a note that the day is not known: to
leave it out would hide it, and a day would be invented.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe
from icalendar import Event

from salon.core import formats
from salon.core.actor import Actor
from salon.editions.choices import DatePrecision
from salon.editions.models import Edition, KeyDate
from salon.editions.selectors import key_dates_of
from salon.portal.templatetags.cite import Notes
from salon.portal.views import enter
from salon.portal.views.dated import Entry, key_date
from salon.portal.views.feeds import STAMP, answer, new_calendar
from salon.portal.views.keeping import body


@require_safe
def calendar(request: HttpRequest, edition: str) -> HttpResponse:
    actor, of = enter(request, edition)
    today = timezone.localdate()
    page = request.build_absolute_uri(request.path)
    shown = body(
        request,
        actor,
        "portal/_calendar.html",
        lambda: _calendar(actor, of, today, page),
        beside=f"{page} {today}",
    )
    return render(request, "portal/calendar.html", {"body": shown})


def _calendar(actor: Actor, edition: Edition, today: date, page: str) -> dict[str, Any]:
    feed = page.removesuffix("/") + ".ics"
    return {
        "edition": edition,
        "months": by_month(key_dates_of(actor=actor, edition=edition), today),
        "notes": Notes(),
        "feed": feed,
        "webcal": f"webcal:{feed.partition(':')[2]}",
    }


def by_month(dates: Iterable[KeyDate], today: date) -> list[tuple[str, list[Entry]]]:
    """What begins in each month that has anything, in order."""
    months: dict[str, list[Entry]] = {}
    for one in dates:
        months.setdefault(capfirst(formats.month(one.first_day)), []).append(key_date(one, today))
    return list(months.items())


@require_safe
def calendar_feed(request: HttpRequest, edition: str) -> HttpResponse:
    """The same dates for calendar programs."""
    actor, of = enter(request, edition)
    page = request.build_absolute_uri(reverse("portal:calendar", args=[of.slug]))
    feed = new_calendar(gettext("%(name)s: key dates") % {"name": of.name})
    for one in key_dates_of(actor=actor, edition=of):
        feed.add_component(_event(one, of, page))
    return answer(feed, f"{of.slug}-calendar.ics")


def _event(one: KeyDate, edition: Edition, page: str) -> Event:
    event = Event()
    event.add("uid", f"{edition.slug}-date-{one.pk}@salon")
    event.add("dtstamp", STAMP)
    if one.precision == DatePrecision.MINUTE and one.starts is not None:
        zone = {"TZID": timezone.get_default_timezone_name()}
        for name, at in (("dtstart", one.starts), ("dtend", one.ends)):
            if at is not None:
                local = timezone.make_naive(at, timezone.get_default_timezone())
                event.add(name, local, parameters=zone)
    else:
        event.add("dtstart", one.first_day)
        event.add("dtend", one.last_day + timedelta(days=1))  # the day after, says the standard
    event.add("summary", str(one.title), parameters={"LANGUAGE": get_language() or "fr"})
    known = one.precision != DatePrecision.MONTH
    event.add("status", "CONFIRMED" if known else "TENTATIVE")
    event.add("transp", "TRANSPARENT")
    if one.place:
        event.add("location", str(one.place))
    words = [str(one.get_kind_display())]
    if not known:
        words.append(gettext("Only the month is known."))
    if one.fictional:
        words.append(gettext("Invented for the demonstration."))
    event.add("description", "\n".join([*words, page]))
    event.add("url", page)
    return event
