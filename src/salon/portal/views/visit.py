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
from salon.portal.selectors import venues_of
from salon.portal.templatetags.cite import Notes
from salon.portal.views import enter, wording
from salon.portal.views.keeping import body
from salon.programme.models import Transfer
from salon.programme.selectors import transfers_of

#: Sides of the sketch, in its own units, and how long a line of a label may be, in letters.
WIDTH, HEIGHT, LINE = 400, 250, 18
#: How far marks stay from the edge, and the minutes on a road from marks and other minutes.
EDGE, APART = 26, 24
#: Where on a road its minutes may stand, the best first.
ALONG = (0.5, 0.4, 0.6, 0.3, 0.7, 0.22, 0.78)


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
    """A line between two marks, and where its minutes stand."""

    road: TravelTime
    a: Mark
    b: Mark
    x: int
    y: int

    @property
    def minutes(self) -> str:
        return formats.duration(self.road.minutes)


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
    marks = sketch(venues)
    transfers = transfers_of(actor=actor, edition=edition)
    return {
        "edition": edition,
        "notes": Notes(),
        "venues": [(venue, wording.foreign(venue.name)) for venue in venues],
        "marks": list(marks.values()),
        "roads": roads,
        "drawn": drawn(roads, marks),
        "width": WIDTH,
        "height": HEIGHT,
        "shuttles": by_day(transfers),
        "notices": notices_of(actor=actor, edition=edition),
    }


def sketch(venues: Iterable[Venue]) -> dict[int, Mark]:
    """A mark for each venue that has a spot, by its id. Spots are spread over the whole sketch:
    which lies where is kept, how far apart is not, and the page says so."""
    spots = {
        venue.pk: (venue, venue.sketch_x, venue.sketch_y)
        for venue in venues
        if venue.sketch_x is not None and venue.sketch_y is not None
    }
    across = _spread([x for _venue, x, _y in spots.values()], WIDTH)
    down = _spread([y for _venue, _x, y in spots.values()], HEIGHT)
    return {pk: _mark(venue, across[x], down[y]) for pk, (venue, x, y) in spots.items()}


def _spread(values: Sequence[int], side: int) -> dict[int, int]:
    """Each value's place on a side, the lowest and the highest near its ends."""
    if not values:
        return {}
    low, high = min(values), max(values)
    if low == high:
        return {low: side // 2}
    room = side - 2 * EDGE
    return {value: EDGE + (value - low) * room // (high - low) for value in values}


def _mark(venue: Venue, x: int, y: int) -> Mark:
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


def drawn(roads: Iterable[TravelTime], marks: dict[int, Mark]) -> list[Road]:
    """The roads between marks, their minutes apart from each other and from the marks."""
    taken = [(mark.x, mark.y) for mark in marks.values()]
    found = []
    for road in roads:
        if road.a_id not in marks or road.b_id not in marks:
            continue
        a, b = marks[road.a_id], marks[road.b_id]
        spots = [(int(a.x + (b.x - a.x) * t), int(a.y + (b.y - a.y) * t)) for t in ALONG]
        x, y = next((spot for spot in spots if _clear(spot, taken)), spots[0])
        taken.append((x, y))
        found.append(Road(road=road, a=a, b=b, x=x, y=y))
    return found


def _clear(spot: tuple[int, int], taken: Iterable[tuple[int, int]]) -> bool:
    return all(abs(spot[0] - x) > 2 * APART or abs(spot[1] - y) > APART for x, y in taken)


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
