"""An edition's home: what it is, where and when, what comes next. One page, made for a phone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext, npgettext
from django.views.decorators.http import require_safe

from salon.core import formats
from salon.core.actor import Actor
from salon.core.templatetags import ui
from salon.editions.choices import KeyDateKind
from salon.editions.models import Axis, Edition, Phase, Venue
from salon.editions.selectors import (
    axes_of,
    honours_of,
    key_dates_of,
    news_of,
    phases_of,
)
from salon.meetings.choices import PartyKind
from salon.meetings.selectors.report import (
    KindCount,
    party_counts,
    request_totals,
)
from salon.meetings.selectors.unmet import weight_proven
from salon.meetings.selectors.visibility import publication_in_force
from salon.portal.templatetags.cite import Notes, cite
from salon.portal.views import enter, wording
from salon.portal.views.dated import Entry, key_date
from salon.portal.views.keeping import body
from salon.portal.views.linked_data import exhibition
from salon.programme.models import Session
from salon.programme.selectors import coming_sessions

#: How much of what comes next a home page shows.
NEXT = 6
#: And how much news.
NEWS = 3


@dataclass(frozen=True, kw_only=True)
class Tally:
    """A number of parties for the key figures, and how many of them are invented."""

    label: str
    count: int
    note: str


@require_safe
def home(request: HttpRequest, edition: str) -> HttpResponse:
    actor, found = enter(request, edition)
    now = timezone.now()
    page = request.build_absolute_uri(request.path)
    shown = body(
        request,
        actor,
        "portal/_home.html",
        lambda: overview(actor=actor, edition=found, now=now, page=page),
        beside=f"{page} {now:%Y-%m-%d %H:%M}",
    )
    return render(request, "portal/home.html", {"edition": found, "body": shown})


def overview(*, actor: Actor, edition: Edition, now: datetime, page: str) -> dict[str, Any]:
    """Everything the page, whose address is `page`, shows as it stands at `now`."""
    today = timezone.localdate(now)
    notes = Notes()
    edition_mark = cite(notes, edition)
    phases = phases_of(actor=actor, edition=edition)
    dates = key_dates_of(actor=actor, edition=edition)
    sessions = coming_sessions(actor=actor, edition=edition, now=now, limit=NEXT)
    venues = _venues(phases)
    honours = honours_of(actor=actor, edition=edition)
    publication = publication_in_force(actor=actor, edition=edition)
    announced = next((one for one in dates if one.kind == KeyDateKind.NEXT_EDITION), None)
    over = today > edition.ends
    coming = [_session(one, edition, now) for one in sessions] + [
        key_date(one, today) for one in dates if one.last_day >= today and one is not announced
    ]
    return {
        "edition": edition,
        "edition_mark": edition_mark,
        "status": _status(edition, today),
        "over": over,
        "notes": notes,
        "honours": _by_role(honours),
        "data": exhibition(edition, page, venues, honours),
        "phases": [_phase(phase, today, notes) for phase in phases],
        "axes": _by_phase(axes_of(actor=actor, edition=edition)),
        "venues": venues,
        "cities": ", ".join(dict.fromkeys(venue.city for venue in venues)),
        "coming": sorted(coming, key=lambda entry: entry.order)[:NEXT],
        "dates": [key_date(one, today) for one in dates if one is not announced],
        "announced": key_date(announced, today) if announced else None,
        "news": news_of(actor=actor, edition=edition, now=now, limit=NEWS),
        "announced_is_past": announced is not None and announced.last_day < today,
        "tallies": _tallies(party_counts(actor=actor, edition=edition)),
        "requests": request_totals(actor=actor, edition=edition),
        "publication": publication,
        "proven": publication is not None and weight_proven(actor=actor, publication=publication),
    }


def _status(edition: Edition, today: date) -> str:
    """Where the edition stands, in a few words."""
    if today > edition.ends:
        return gettext("This edition is over")
    if today >= edition.starts:
        return gettext("Open now: day %(day)s of %(days)s") % {
            "day": (today - edition.starts).days + 1,
            "days": (edition.ends - edition.starts).days + 1,
        }
    days = (edition.starts - today).days
    return ngettext("Opens tomorrow", "Opens in %(days)s days", days) % {
        "days": formats.number(days)
    }


def _phase(phase: Phase, today: date, notes: Notes) -> ui.Phase:
    state = "past" if phase.ends < today else "now" if phase.starts <= today else ""
    place = f"{_at(phase.venue)}." if phase.venue else ""
    text = phase.name
    return ui.Phase(
        title=str(text),
        dates=formats.day_range(phase.starts, phase.ends),
        note=format_html("{} {} {}", place, phase.summary, cite(notes, phase)),
        state=state,
        language=wording.foreign(text),
    )


def _at(venue: Venue) -> str:
    """`Palais de Koulouba, Bamako`; a name that holds the city already stands alone."""
    name = str(venue.name)
    return name if venue.city in name else f"{name}, {venue.city}"


def _venues(phases: Iterable[Phase]) -> list[Venue]:
    return list({phase.venue.pk: phase.venue for phase in phases if phase.venue}.values())


def _by_role(honours: Iterable[Any]) -> list[tuple[str | Promise, list[Any]]]:
    groups: dict[str, tuple[str | Promise, list[Any]]] = {}
    for honour in honours:
        groups.setdefault(honour.role, (honour.get_role_display(), []))[1].append(honour)
    return list(groups.values())


def _by_phase(axes: Iterable[Axis]) -> list[tuple[Phase, list[Axis]]]:
    groups: dict[int, tuple[Phase, list[Axis]]] = {}
    for axis in axes:
        groups.setdefault(axis.phase_id, (axis.phase, []))[1].append(axis)
    return list(groups.values())


def _session(session: Session, edition: Edition, now: datetime) -> Entry:
    day = formats.day(session.starts)
    place = _at(session.venue)
    return Entry(
        fact=session,
        when=f"{day}, {formats.clock_range(session.starts, session.ends)}",
        kind=session.get_kind_display(),
        title=session.title,
        place=f"{session.space.name}, {place}" if session.space else place,
        under_way=session.starts <= now,
        order=(timezone.localdate(session.starts), session.starts),
        url=reverse("portal:session", args=[edition.slug, session.slug]),
    )


def _tallies(counts: dict[str, KindCount]) -> list[Tally]:
    none = KindCount(0, 0)
    exhibitors = counts.get(PartyKind.EXHIBITOR, none)
    delegations = counts.get(PartyKind.DELEGATION, none)
    forces, ministries = (counts.get(kind, none) for kind in (PartyKind.FORCE, PartyKind.MINISTRY))
    hosts = KindCount(forces.number + ministries.number, forces.fictional + ministries.fictional)
    lines = (
        (exhibitors, ngettext("exhibitor", "exhibitors", exhibitors.number)),
        (delegations, ngettext("delegation", "delegations", delegations.number)),
        (hosts, ngettext("host force or ministry", "host forces and ministries", hosts.number)),
    )
    return [
        Tally(label=label, count=line.number, note=_of_which_fictional(line))
        for line, label in lines
        if line.number
    ]


def _of_which_fictional(line: KindCount) -> str:
    if not line.fictional:
        return ""
    if line.fictional == line.number:
        return npgettext("of some participants", "fictional", "all fictional", line.number)
    return ngettext("of which one fictional", "of which %(count)s fictional", line.fictional) % {
        "count": formats.number(line.fictional)
    }
