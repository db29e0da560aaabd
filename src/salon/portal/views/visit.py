"""Coming to the exhibition: venues, a sketch of the ways between them, shuttles, what to know."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from salon.core import formats
from salon.core.actor import Actor
from salon.editions.models import Edition, TravelTime, Venue
from salon.editions.selectors import notices_of, roads_between
from salon.portal.selectors import transfers_of, venues_of
from salon.portal.templatetags.cite import Notes
from salon.portal.views import enter, wording
from salon.portal.views.keeping import body
from salon.programme.models import Transfer

#: Sides of the sketch, in its own units, and how long a line of a label may be, in letters.
WIDTH, HEIGHT, LINE = 400, 270, 20


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A venue on the sketch; `lines` are its label, beside it on the side with more room."""

    venue: Venue
    x: int
    y: int
    label_x: int
    end: bool
    lines: Sequence[tuple[int, str]]


@dataclass(frozen=True, kw_only=True)
class Road:
    """A line between two marks with its minutes in the middle."""

    road: TravelTime
    a: Mark
    b: Mark
    minutes: str

    @property
    def x(self) -> int:
        return (self.a.x + self.b.x) // 2

    @property
    def y(self) -> int:
        return (self.a.y + self.b.y) // 2


@dataclass(frozen=True, kw_only=True)
class Line:
    """A row of the timetable: one way between two venues, and when shuttles leave."""

    origin: Venue
    destination: Venue
    transfers: Sequence[Transfer]


@require_safe
def visit(request: HttpRequest, edition: str) -> HttpResponse:
    actor, of = enter(request, edition)
    shown = body(request, actor, "portal/_visit.html", lambda: coming(actor=actor, edition=of))
    return render(request, "portal/visit.html", {"body": shown})


def coming(*, actor: Actor, edition: Edition) -> dict[str, Any]:
    """Everything the page shows."""
    venues = venues_of(actor=actor, edition=edition)
    roads = roads_between(actor=actor, venues=venues)
    marks = {venue.pk: mark for venue in venues if (mark := _mark(venue)) is not None}
    transfers = transfers_of(actor=actor, edition=edition)
    return {
        "edition": edition,
        "notes": Notes(),
        "venues": [(venue, wording.foreign(venue.name)) for venue in venues],
        "marks": list(marks.values()),
        "roads": roads,
        "drawn": [
            Road(road=road, a=marks[road.a_id], b=marks[road.b_id], minutes=_minutes(road))
            for road in roads
            if road.a_id in marks and road.b_id in marks
        ],
        "width": WIDTH,
        "height": HEIGHT,
        "shuttles": by_day(transfers),
        "notices": notices_of(actor=actor, edition=edition),
    }


def _minutes(road: TravelTime) -> str:
    return formats.duration(road.minutes)


def _mark(venue: Venue) -> Mark | None:
    if venue.sketch_x is None or venue.sketch_y is None:
        return None
    x, y = venue.sketch_x * WIDTH // 100, venue.sketch_y * HEIGHT // 100
    end = x > WIDTH // 2
    lines: list[str] = []
    for word in str(venue.name).split():
        if lines and len(lines[-1]) + 1 + len(word) <= LINE:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return Mark(
        venue=venue,
        x=x,
        y=y,
        label_x=x - 12 if end else x + 12,
        end=end,
        lines=[(y + 5 + 15 * row, line) for row, line in enumerate(lines)],
    )


def by_day(transfers: Iterable[Transfer]) -> list[tuple[str, list[Line]]]:
    """Departures by day and way, in order of time: what a timetable at a stop shows."""
    days: dict[date, dict[tuple[int, int], list[Transfer]]] = {}
    for one in transfers:
        ways = days.setdefault(timezone.localdate(one.departs), {})
        ways.setdefault((one.origin_id, one.destination_id), []).append(one)
    return [
        (
            capfirst(formats.day(day)),
            [
                Line(origin=rows[0].origin, destination=rows[0].destination, transfers=rows)
                for rows in ways.values()
            ],
        )
        for day, ways in days.items()
    ]
