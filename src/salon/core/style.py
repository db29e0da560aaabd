"""/style: every component of the design system once, with plausible data. Development only.

/style/rtl is the same page for a language written from right to left, lettered as if in Arabic: it
shows that nothing of the layout depends on the direction. Includable:
``include("salon.core.style")``.
"""

import re
import unicodedata
from datetime import UTC, datetime, timedelta

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_safe

from salon.core import formats
from salon.core.grids import Cell, Column, DayGrid, HeatColumn, HeatMap, HeatRow, Kind, Line
from salon.core.templatetags.ui import Phase

_DAYS = (datetime(2025, 11, 12, tzinfo=UTC), datetime(2025, 11, 13, tzinfo=UTC))

_COLOURS = (
    ("paper", "surface", "sunk", "ink", "soft", "rule", "edge"),
    ("indigo", "on-indigo", "indigo-wash", "link", "focus"),
    ("ochre", "ochre-ink", "ochre-wash", "clay", "clay-wash"),
)


class SampleForm(forms.Form):
    """One field of each sort; submitted as it stands, two of them are refused."""

    name = forms.CharField(
        label="Nom de l’organisme", max_length=12, help_text="Tel qu’il figurera sur la plaque."
    )
    kind = forms.ChoiceField(label="Nature", choices=[("d", "Délégation"), ("e", "Exposant")])
    email = forms.EmailField(label="Courriel")
    note = forms.CharField(
        label="Précisions", widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    agree = forms.BooleanField(label="J’accepte d’être contacté", required=False)


def _cell(day: datetime, starts: str, ends: str, kind: Kind, title: str = "", *lines: str) -> Cell:
    def at(text: str) -> datetime:
        hour, minute = text.split(":")
        return day + timedelta(hours=int(hour), minutes=int(minute))

    return Cell(
        kind=kind,
        starts=at(starts),
        ends=at(ends),
        title=title,
        url="#grid" if kind is Kind.MEETING else "",
        lines=[Line(text=line) for line in lines],
        fictional=kind is Kind.MEETING,
    )


def _grid() -> DayGrid:
    first, second = _DAYS
    rooms = "Salle Niger, hall B"
    return DayGrid.build(
        [
            Column(
                title=formats.day(first).capitalize(),
                note="Parc des Expositions de Bamako",
                cells=[
                    _cell(first, "9:00", "9:30", Kind.MEETING, "Délégation du Burkina Faso", rooms),
                    _cell(first, "9:30", "10:00", Kind.FREE),
                    _cell(
                        first,
                        "10:00",
                        "11:30",
                        Kind.SESSION,
                        "La surveillance des frontières sahéliennes",
                        "Grand auditorium",
                    ),
                    _cell(first, "11:30", "12:00", Kind.UNAVAILABLE),
                    _cell(
                        first,
                        "14:00",
                        "14:30",
                        Kind.MEETING,
                        "Délégation du Kazakhstan",
                        "Stand B 12",
                        "Interprète : russe – français",
                    ),
                ],
            ),
            Column(
                title=formats.day(second).capitalize(),
                note="Centre Boubacar Sada Sy, Koulikoro",
                cells=[
                    _cell(second, "9:00", "10:30", Kind.TRAVEL, "Bamako – Koulikoro", "1 h 15"),
                    _cell(second, "10:30", "11:00", Kind.MEETING, "Direction du génie", "Tente 4"),
                    _cell(second, "11:00", "12:00", Kind.UNAVAILABLE),
                    _cell(second, "14:00", "14:30", Kind.FREE),
                ],
            ),
        ]
    )


def _heat() -> HeatMap:
    rows = {
        "Salle Niger": (0, 1, 2, 3, 4, 5, 6, 7, 8, 8),
        "Salle Bani": (3, 4, 4, 5, 2, 0, 1, 6, 7, 5),
        "Pavillon d’honneur": (None,) * 10,
        "Stands du hall A": (8, 8, 7, 8, 6, 3, 2, 8, 8, 4),
    }
    return HeatMap(
        columns=[
            HeatColumn(label=f"{hour} h", group=formats.day_short(day))
            for day in _DAYS
            for hour in (9, 10, 11, 14, 15)
        ],
        rows=[HeatRow(label=name, values=values) for name, values in rows.items()],
        full=8,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def style(request: HttpRequest) -> HttpResponse:
    """Shows the page; a POST (the "undo" of the toast) does nothing but show it again."""
    refused = SampleForm({"name": "Un nom décidément trop long", "email": "pas une adresse"})
    pages = Paginator(range(1, 1500), 25)
    return render(
        request,
        "core/style.html",
        {
            "colours": _COLOURS,
            "form": refused,
            "grid": _grid(),
            "heat": _heat(),
            "page": pages.get_page(request.GET.get("page", "7")),
            "phases": [
                Phase(
                    title="Lancement",
                    dates=formats.day_plain(datetime(2025, 9, 11, tzinfo=UTC)),
                    note="CICB, Bamako",
                    state="past",
                ),
                Phase(
                    title="Cycle préparatoire",
                    dates=formats.day_range(
                        datetime(2025, 9, 12, tzinfo=UTC), datetime(2025, 9, 25, tzinfo=UTC)
                    ),
                    note="Quatre axes",
                    state="past",
                ),
                Phase(
                    title="Exposition",
                    dates=formats.day_range(
                        datetime(2025, 11, 11, tzinfo=UTC), datetime(2025, 11, 12, tzinfo=UTC)
                    ),
                    note="Parc des Expositions",
                    state="now",
                ),
                Phase(
                    title="Démonstrations",
                    dates=formats.day_range(
                        datetime(2025, 11, 13, tzinfo=UTC), datetime(2025, 11, 14, tzinfo=UTC)
                    ),
                    note="Koulikoro",
                ),
            ],
            "at": _DAYS[0] + timedelta(hours=10, minutes=30),
            "half_past": _DAYS[0] + timedelta(hours=11),
            "weight": 12480,
        },
    )


#: Arabic letters of about the same sound, so that words keep their lengths.
_LETTERS = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ابسديفغهيجكلمنوبقرستوفوخيز")
_TEXT = re.compile(r"(<[^>]*>)([^<]+)")
_WORD = re.compile(r"&#?\w+;|[^\W\d_]+(?:’[^\W\d_]+)*")


def _lettered(word: re.Match[str]) -> str:
    """Entities, and what Arabic too writes in Latin letters (BAMEX, CICB), stay as they are."""
    text = word[0]
    if text.startswith("&") or (text.isupper() and len(text) > 1):
        return text
    bare = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe")).replace("’", "")
    return "".join(letter for letter in bare if not unicodedata.combining(letter)).translate(
        _LETTERS
    )


def _in_arabic_letters(html: str) -> str:
    """The text of a page; what names a language of its own keeps it."""

    def text(found: re.Match[str]) -> str:
        tag, words = found[1], found[2]
        if " lang=" in tag or tag.startswith("<script"):
            return found[0]
        return tag + _WORD.sub(_lettered, words)

    return _TEXT.sub(text, html)


@require_safe
def right_to_left(request: HttpRequest) -> HttpResponse:
    """The test page for right-to-left layout: ``lang="ar" dir="rtl"``."""
    with override("ar"):
        shown = style(request)
    return HttpResponse(_in_arabic_letters(shown.content.decode()))


urlpatterns = [
    path("style/", style, name="style"),
    path("style/rtl/", right_to_left, name="style_rtl"),
]
