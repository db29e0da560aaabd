"""Agendas and door sheets on paper, drawn by Typst.

Only strings reach the templates, as one JSON document: Typst shows a string as it is and never
reads it as markup. Fonts are those that come with Typst, so that every machine prints the same;
with the date of the publication as the date of the document, the same data gives the same bytes.
"""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import typst
from django.http import HttpResponse
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext
from PIL import Image

from salon.core import formats
from salon.core.grids import Kind
from salon.editions.models import Edition
from salon.meetings.models import Meeting, Place, Publication
from salon.meetings.selectors.agenda import Agenda, AgendaDay, Entry
from salon.meetings.selectors.place import PlaceDay, PlaceSlot
from salon.portal.views import wording

TEMPLATES = Path(__file__).resolve().parent.parent / "papers"
#: Of a picture: three inks, and the steps between them at the edges of letters.
COLOURS = 24
UNDATED = datetime(2000, 1, 1, tzinfo=UTC)


def agenda(*, edition: Edition, agenda: Agenda, publication: Publication | None) -> bytes:
    """The days of an agenda on which there is anything to do or to arrange, one A4 page each."""
    party = agenda.party
    days = [
        _agenda_day(day, str(phase.phase.name) if phase.phase is not None else "")
        for phase in agenda.phases
        for day in phase.days
        if any(entry.kind is not Kind.UNAVAILABLE for entry in day.entries)
    ]
    return _compile(
        "agenda.typ",
        publication,
        {
            **_head(edition, publication),
            "title": str(party.name),
            "subtitle": str(party.get_kind_display()),
            "days": days,
            "empty": gettext("Nothing is planned yet."),
        },
    )


def door(
    *, edition: Edition, place: Place, days: Sequence[PlaceDay], publication: Publication | None
) -> bytes:
    """What is held in a place, one A4 page a day, to be read from a few steps away."""
    return _compile(
        "door.typ",
        publication,
        {
            **_head(edition, publication),
            "title": str(place.name),
            "subtitle": f"{place.space.name} · {place.venue.name}",
            "days": [_door_day(day) for day in days],
            "empty": gettext("No meeting can be held here yet."),
        },
    )


def answer(pdf: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        pdf,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )


def published(publication: Publication | None) -> str:
    """Which publication a sheet was drawn from; sheets lie about and grow old."""
    if publication is None:
        return gettext("Not published yet")
    return gettext("Publication %(number)s, %(date)s") % {
        "number": formats.number(publication.number),
        "date": formats.moment(publication.published_at),
    }


def _head(edition: Edition, publication: Publication | None) -> dict[str, Any]:
    return {
        "language": get_language() or "fr",
        "edition": str(edition.name),
        "dates": formats.day_range(edition.starts, edition.ends),
        "footer": published(publication),
        "zone": formats.zone(),
        "demonstration": gettext("Demonstration: the meetings were invented."),
    }


def _agenda_day(day: AgendaDay, phase: str) -> dict[str, Any]:
    return {
        "phase": phase,
        "day": capfirst(formats.day(day.day)),
        "rows": [_agenda_row(entry) for entry in day.entries],
    }


def _agenda_row(entry: Entry) -> dict[str, Any]:
    name, place = wording.name_of(entry), wording.where(entry)
    venue = entry.venue.name if entry.venue is not None else None
    where = [str(part) for part in (place, venue) if part is not None]
    if entry.travel is not None:
        where = [f"{formats.arrow()} {place}"]
    return {
        "when": formats.clock_range(entry.starts, entry.ends),
        "kind": str(entry.kind),
        "label": wording.kind_of(entry),
        "title": str(name or ""),
        "where": ", ".join(dict.fromkeys(where)),
        "details": wording.details(entry),
    }


def _door_day(day: PlaceDay) -> dict[str, Any]:
    return {
        "day": capfirst(formats.day(day.day)),
        "rows": [_door_row(slot) for slot in day.slots],
    }


def _door_row(slot: PlaceSlot) -> dict[str, Any]:
    return {
        "when": formats.clock_range(slot.starts, slot.ends),
        "kind": str(slot.kind),
        "label": str(slot.kind.label),
        "meetings": [_door_meeting(meeting) for meeting in slot.meetings],
    }


def _door_meeting(meeting: Meeting) -> dict[str, Any]:
    return {
        "sides": [str(side.name) for side in wording.sides(meeting)],
        "details": wording.interpreted_by(meeting),
    }


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False)


def _compile(template: str, publication: Publication | None, data: dict[str, Any]) -> bytes:
    dated = publication.published_at if publication is not None else UNDATED
    pdf = typst.compile(
        TEMPLATES / template,
        root=TEMPLATES,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        timestamp=dated.replace(microsecond=0),
    )
    return bytes(pdf)


def picture(template: str, data: dict[str, str]) -> bytes:
    """The first page of a template as PNG, two pixels to the point, in few colours: what Typst
    writes is four times as large."""
    png = typst.compile(
        TEMPLATES / template,
        root=TEMPLATES,
        format="png",
        ppi=144,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
    few = BytesIO()
    with Image.open(BytesIO(bytes(png))) as image:
        image.convert("RGB").quantize(COLOURS).save(few, "PNG", optimize=True)
    return few.getvalue()
