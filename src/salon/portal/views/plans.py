"""Floor plans: halls, rooms and stands of a venue as a drawing, and the same things as lists.

The drawing is SVG in decimetres, inside the page, so that it wears the colours of the page and
needs no request of its own. Everything works by address: `?stand=` shows one stand from near,
`?space=` one hall, `?q=` marks what is looked for. The script only adds moving about.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from salon.core.actor import Actor
from salon.core.fields import search_key
from salon.editions.models import Edition, Space, Venue
from salon.exhibition.selectors.plans import Spot, drawn_venues, spaces_of, spots_of
from salon.portal.templatetags.stands import Pen
from salon.portal.views import enter, wording
from salon.portal.views.keeping import body, version_of

#: How wide the view of one stand is, in decimetres: on a phone its number is an inch away.
NEAR = 360
#: Of a plan wider than this, in decimetres, a phone that shows all cannot show names of rooms.
WHOLE = 900
#: Room around a hall that is shown alone, in decimetres: for its name above it.
MARGIN = 45
#: Size of the letters of a name on a stand, in decimetres, and how wide one is on average.
LETTERS, WIDE = 13, 0.56
#: Lines of a name that find room below the number of a stand.
LINES = 2
#: Size of the letters of the name of a room, in decimetres.
ROOM_LETTERS = 22
#: More stands than this are listed hall by hall: drawn and listed, a page of them is too heavy.
LISTED = 200
#: Sheets kept at a time; each takes some hundred kilobytes.
ROOM = 8


@dataclass(frozen=True, kw_only=True)
class Frame:
    """The part of a plan that is shown: corner and sides, in decimetres."""

    x: int
    y: int
    width: int
    depth: int

    def __str__(self) -> str:
        return f"{self.x} {self.y} {self.width} {self.depth}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnStand:
    """A stand as the page needs it: `url` is its holder's page; `sought` what a search looks into;
    `drawing` is SVG and `row` a row of the list."""

    spot: Spot
    space: Space
    name: str
    url: str
    sought: str
    drawing: str
    row: str


@dataclass(frozen=True, kw_only=True)
class DrawnSpace:
    """A space as the page needs it: its polygon, where its name stands, what is in it. `lines` is
    the name inside it, if it fits there; `far` is where it stands when seen from afar."""

    space: Space
    points: str
    x: int
    top: int
    lines: Sequence[tuple[int, str]]
    far: int
    language: str
    stands: Sequence[DrawnStand]


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """All that is drawn of a venue, whatever is looked for on it. `halls` is the list equal to the
    plan: spaces, the language of their names, their stands, those not drawn yet among them."""

    venue: Venue
    spaces: Sequence[DrawnSpace]
    stands: Sequence[DrawnStand]
    halls: Sequence[tuple[Space, str, Sequence[DrawnStand]]]


@require_safe
def plans(request: HttpRequest, edition: str) -> HttpResponse:
    """Every venue that has a plan."""
    actor, of = enter(request, edition)
    context = {"edition": of, "venues": drawn_venues(actor=actor, edition=of)}
    return render(request, "portal/floor_plans.html", context)


@require_safe
def plan(request: HttpRequest, edition: str, venue: str) -> HttpResponse:
    """One venue. A stand or a hall that does not exist is ignored: the whole plan is shown."""
    actor, of = enter(request, edition)
    version = version_of(request, actor)
    sheet = sheet_of(actor=actor, edition=of, slug=venue, version=version)
    if sheet is None:
        raise Http404

    def context() -> dict[str, Any]:
        return drawing(sheet=sheet, edition=of, wanted=request.GET.dict())

    # The whole plan is kept for all; what somebody looks for would only push other pages out.
    template = "portal/_floor_plan.html"
    shown = (
        render_to_string(template, context(), request)
        if request.GET
        else body(request, actor, template, context)
    )
    return render(request, "portal/floor_plan.html", {"venue": sheet.venue, "body": shown})


_kept: dict[tuple[int, str, str], tuple[str, Sheet]] = {}
_lock = Lock()


def sheet_of(*, actor: Actor, edition: Edition, slug: str, version: str = "") -> Sheet | None:
    """The sheet of a venue in the language of the page; None where the edition has no such plan.

    :param version: names the state of the data for all who see alike; the sheet is kept under it.
        Empty: nothing is kept.
    """
    key = edition.pk, slug, get_language() or ""
    with _lock:
        kept = _kept.get(key) if version else None
    if kept is not None and kept[0] == version:
        return kept[1]
    drawn = drawn_venues(actor=actor, edition=edition)
    venue = next((one for one in drawn if one.slug == slug), None)
    if venue is None:
        return None
    made = _sheet(actor, edition, venue)
    if not version:
        return made
    with _lock:
        _kept.pop(key, None)
        while len(_kept) >= ROOM:
            _kept.pop(next(iter(_kept)))
        _kept[key] = version, made
    return made


def _sheet(actor: Actor, edition: Edition, venue: Venue) -> Sheet:
    known = {space.pk: space for space in spaces_of(actor=actor, venue=venue)}
    pages = reverse("portal:exhibitors", args=[edition.slug])
    pen = Pen()
    stands = [
        _stand(spot, known[spot.space_id], pages, pen)
        for spot in spots_of(actor=actor, edition=edition, venue=venue)
    ]
    halls = _halls(stands)
    held = {space.pk: rows for space, _language, rows in halls}
    spaces = [_space(space, held.get(space.pk, [])) for space in known.values() if space.outline]
    return Sheet(venue=venue, spaces=spaces, stands=stands, halls=halls)


def drawing(*, sheet: Sheet, edition: Edition, wanted: dict[str, str]) -> dict[str, Any]:
    """Everything the page shows, for what its address asks for."""
    venue = sheet.venue
    number = wanted.get("stand", "").strip().casefold()
    text = " ".join(wanted.get("q", "").split())[:100]
    sought, hall = search_key(text), wanted.get("space", "")
    chosen = [
        one
        for one in sheet.stands
        if (one.spot.number.casefold() == number if number else sought and sought in one.sought)
    ]
    whole = Frame(x=0, y=0, width=venue.plan_width or 1, depth=venue.plan_depth or 1)
    near = _near(chosen, sheet.spaces, hall, whole)
    split = len(sheet.stands) > LISTED
    return {
        "edition": edition,
        "venue": venue,
        "language": wording.foreign(venue.name),
        "whole": whole,
        "wide": whole.width > WHOLE,
        "frame": near or whole,
        "zoomed": near is not None,
        "spaces": sheet.spaces,
        "split": split,
        "halls": [
            (space, language, rows, not split or space.slug == hall)
            for space, language, rows in sheet.halls
        ],
        "rooms": [one for one in sheet.spaces if not one.stands],
        "stands": sheet.stands,
        "chosen": chosen,
        "found": frozenset(one.spot.number for one in chosen),
        "stand_wanted": number,
        "q": text,
    }


def _stand(spot: Spot, space: Space, pages: str, pen: Pen) -> DrawnStand:
    holder, name, url, key = spot.holder, pen.taken, "", ""
    lines: list[str] = []
    if holder is not None:
        name = holder.name[pen.language] if pen.language in holder.name else str(holder.name)
        url, key = f"{pages}{holder.slug}/", holder.search_key
        lines = broken(name, spot.width - 6) if spot.width else []
    sought = f"{spot.number.casefold()} {key}".strip()
    return DrawnStand(
        spot=spot,
        space=space,
        name=name,
        url=url,
        sought=sought,
        drawing=pen.drawing(spot, name, url, sought, lines),
        row=pen.row(spot, name, url, sought),
    )


def broken(name: str, room: int, letters: int = LETTERS) -> list[str]:
    """A name in lines that fit `room` decimetres; nothing if it does not fit: a name cut short
    says something else, and the list has it whole."""
    longest = int(room / (letters * WIDE))
    lines: list[str] = []
    for word in name.split():
        if lines and len(lines[-1]) + 1 + len(word) <= longest:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines if len(lines) <= LINES and all(len(line) <= longest for line in lines) else []


def _space(space: Space, stands: Sequence[DrawnStand]) -> DrawnSpace:
    across = [point[0] for point in space.outline]
    down = [point[1] for point in space.outline]
    middle = (min(down) + max(down)) // 2
    lines = broken(str(space.name), max(across) - min(across) - 10, ROOM_LETTERS)
    step = ROOM_LETTERS + 4
    first = middle + ROOM_LETTERS // 3 - (len(lines) - 1) * step // 2
    return DrawnSpace(
        space=space,
        points=" ".join(f"{x},{y}" for x, y in space.outline),
        x=(min(across) + max(across)) // 2,
        top=min(down),
        lines=[(first + row * step, line) for row, line in enumerate(lines)],
        far=middle + 16,
        language=wording.foreign(space.name),
        stands=stands,
    )


def _near(
    chosen: Sequence[DrawnStand], spaces: Sequence[DrawnSpace], wanted: str, whole: Frame
) -> Frame | None:
    """Where to begin: around the one stand that was found, else the hall asked for."""
    middles = [
        (spot.x + (spot.width or 0) // 2, spot.y + (spot.depth or 0) // 2)
        for spot in (one.spot for one in chosen)
        if spot.x is not None and spot.y is not None
    ]
    if len(middles) == 1:
        return _around(middles[0], NEAR, whole)
    for one in spaces:
        if one.space.slug == wanted:
            across = [point[0] for point in one.space.outline]
            down = [point[1] for point in one.space.outline]
            deep = (max(down) - min(down) + 2 * MARGIN) * whole.width // whole.depth
            middle = (min(down) + max(down)) // 2
            return _around((one.x, middle), max(max(across) - min(across) + MARGIN, deep), whole)
    return None


def _around(middle: tuple[int, int], width: int, whole: Frame) -> Frame | None:
    """A frame of the plan's shape, kept inside the plan; None where that is all of it."""
    width = min(width, whole.width)
    if width == whole.width:
        return None
    depth = width * whole.depth // whole.width
    return Frame(
        x=min(max(0, middle[0] - width // 2), whole.width - width),
        y=min(max(0, middle[1] - depth // 2), whole.depth - depth),
        width=width,
        depth=depth,
    )


def _halls(stands: Iterable[DrawnStand]) -> list[tuple[Space, str, list[DrawnStand]]]:
    """Stands by hall, with the language of its name."""
    groups: dict[int, tuple[Space, str, list[DrawnStand]]] = {}
    for one in stands:
        space = one.space
        group = groups.setdefault(space.pk, (space, wording.foreign(space.name), []))
        group[2].append(one)
    return list(groups.values())
