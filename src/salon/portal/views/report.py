"""The plan report, and the list of what it could not serve, for whoever asks."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, pgettext
from django.views.decorators.http import require_safe

from salon.core import formats
from salon.core.actor import Actor
from salon.core.grids import HeatColumn, HeatMap, HeatRow
from salon.editions.models import Edition
from salon.meetings.choices import PartyKind, UnmetReason
from salon.meetings.selectors.reasons import NOT_AVAILABLE, label
from salon.meetings.selectors.report import (
    BELOW_MINIMUM,
    BREAKS,
    MANDATORY,
    SHORTFALL,
    WEIGHT,
    Objective,
    Occupation,
    PlaceLine,
    Price,
    Report,
    plan_report,
)
from salon.meetings.selectors.unmet import Chosen, Filters, Unmet, unmet_requests
from salon.meetings.selectors.visibility import publication_in_force
from salon.portal.views import enter
from salon.portal.views.keeping import body, version_of

#: Unmet requests on one page of the list.
PER_PAGE = 20

_CODES = (*UnmetReason.values, NOT_AVAILABLE)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True, kw_only=True)
class ObjectiveLine:
    """An objective in plain words beside its figures."""

    title: str
    note: str
    figures: Objective


@dataclass(frozen=True, kw_only=True)
class PriceLine:
    """A guarantee in plain words beside what it costs."""

    title: str
    figures: Price


@dataclass(frozen=True, kw_only=True)
class ReasonLine:
    code: str
    label: str | Promise
    count: int
    url: str


@dataclass(frozen=True, kw_only=True)
class PhaseMaps:
    """The heat maps of one phase; one of them may have no rows."""

    phase: str
    language: str
    rooms: HeatMap | None
    stands: HeatMap | None


@require_safe
def report(request: HttpRequest, edition: str) -> HttpResponse:
    """What was achieved, how good it is known to be, and where to read why the rest was not."""
    actor, found = enter(request, edition)
    shown = body(request, actor, "portal/_plan.html", lambda: _plan(actor, found))
    return render(request, "portal/plan.html", {"edition": found, "body": shown})


def _plan(actor: Actor, edition: Edition) -> dict[str, Any]:
    publication = publication_in_force(actor=actor, edition=edition)
    if publication is None:
        return {"edition": edition, "report": None}
    figures = plan_report(actor=actor, edition=edition, publication=publication)
    requests_url = reverse("portal:requests", args=[edition.slug])
    return {
        "edition": edition,
        "report": figures,
        "objectives": [_objective(stage) for stage in figures.objectives],
        "prices": [_price(price) for price in figures.prices],
        "sees_all": any(price.below is not None for price in figures.prices),
        "reasons": [
            ReasonLine(
                code=code,
                label=label(code),
                count=count,
                url=f"{requests_url}?{urlencode({'reason': code})}",
            )
            for code, count in figures.reasons
        ],
        "most_reasons": max((count for _code, count in figures.reasons), default=1),
        "busiest": max((count for _day, count in figures.days), default=1) or 1,
        "bands": _bands(figures),
        "most_parties": max((count for _band, count in figures.bands), default=1) or 1,
        "maps": _maps(edition, figures.occupation),
        "requests_url": requests_url,
        "parties_url": reverse("portal:parties", args=[edition.slug]),
        "commands": _commands(edition),
    }


def _commands(edition: Edition) -> str:
    return (
        f"salon plan export {edition.slug} --problem problem.json --plan plan.json\n"
        "rendezvous check problem.json plan.json"
    )


def _objective(stage: Objective) -> ObjectiveLine:
    words = {
        MANDATORY: (
            gettext("Mandatory requests left out"),
            gettext("none should be"),
        ),
        WEIGHT: (gettext("Weight served"), gettext("the sum of the weights of the meetings held")),
        BELOW_MINIMUM: (
            gettext("Parties below their guaranteed minimum"),
            gettext("as few as possible"),
        ),
        SHORTFALL: (
            gettext("Meetings these parties lack"),
            gettext("as few as possible in all"),
        ),
        BREAKS: (
            gettext("Breaks"),
            gettext("idle times between two meetings of a party within a half-day"),
        ),
    }
    title, note = words.get(stage.name, (stage.name, ""))
    return ObjectiveLine(title=title, note=note, figures=stage)


def _price(price: Price) -> PriceLine:
    words = {
        ("mandatory", True): gettext("Serving every mandatory request"),
        ("minimum", True): gettext("The guaranteed minimums, before all weight"),
        ("minimum", False): gettext("If the guaranteed minimums came before all weight"),
        ("spread", True): gettext("Keeping the breaks of all participants close together"),
    }
    title = words.get((price.guarantee, price.kept), price.guarantee)
    return PriceLine(title=title, figures=price)


def _bands(figures: Report) -> list[tuple[str, int]]:
    highest = 101
    lines = []
    for low, count in figures.bands:
        if low == 100:
            words = gettext("all their requests")
        elif low:
            words = gettext("%(low)s to %(high)s of them") % {
                "low": formats.percent(low / 100, 0),
                "high": formats.percent((highest - 1) / 100, 0),
            }
        else:
            words = gettext("less than %(high)s of them") % {
                "high": formats.percent(highest / 100, 0)
            }
        lines.append((words, count))
        highest = low
    return lines


def _maps(edition: Edition, occupation: Iterable[Occupation]) -> list[PhaseMaps]:
    places_url = reverse("portal:places", args=[edition.slug])
    maps = []
    for phase in occupation:
        columns = [
            HeatColumn(label=formats.clock(slot.starts), group=formats.day_short(slot.day))
            for slot in phase.slots
        ]
        maps.append(
            PhaseMaps(
                phase=phase.phase,
                language=phase.language,
                rooms=_map(columns, phase.rooms, places_url),
                stands=_map(columns, phase.stands, places_url),
            )
        )
    return maps


def _map(
    columns: Sequence[HeatColumn], places: Sequence[PlaceLine], places_url: str
) -> HeatMap | None:
    if not places:
        return None
    return HeatMap(
        columns=columns,
        rows=[
            HeatRow(label=line.name, url=f"{places_url}{line.slug}/", values=line.values)
            for line in places
        ],
        full=max(line.capacity for line in places),
    )


@require_safe
def requests(request: HttpRequest, edition: str) -> HttpResponse:
    """The unmet requests the reader may know of, filtered by the address; as a page or as CSV."""
    actor, found = enter(request, edition)
    if request.GET.get("format") == "csv":
        publication = publication_in_force(actor=actor, edition=found)
        if publication is None:
            raise Http404
        filters = _filters(request)
        return _csv(
            found,
            unmet_requests(actor=actor, edition=found, publication=publication, filters=filters),
        )
    shown = body(
        request, actor, "portal/_plan_requests.html", lambda: _requests(request, actor, found)
    )
    return render(request, "portal/plan_requests.html", {"edition": found, "body": shown})


def _requests(request: HttpRequest, actor: Actor, edition: Edition) -> dict[str, Any]:
    publication = publication_in_force(actor=actor, edition=edition)
    if publication is None:
        return {"edition": edition, "page": None}
    filters = _filters(request)
    chosen = unmet_requests(
        actor=actor,
        edition=edition,
        publication=publication,
        filters=filters,
        version=version_of(request, actor),
    )
    page = Paginator(chosen.rows, PER_PAGE).get_page(request.GET.get("page"))
    asked = {
        name: value
        for name, value in (
            ("q", filters.search),
            ("kind", filters.kind),
            ("reason", filters.reason),
            ("sort", "name" if filters.by_name else ""),
        )
        if value
    }
    return {
        "edition": edition,
        "page": page,
        "unmet": chosen.explained(list(page.object_list)),
        "found": len(chosen.rows),
        "total": chosen.total,
        "filters": filters,
        "filtered": bool(filters.search or filters.kind or filters.reason),
        "kinds": PartyKind.choices,
        "reasons": _reason_choices(chosen, filters),
        "csv_query": urlencode({**asked, "format": "csv"}),
        "parties_url": reverse("portal:parties", args=[edition.slug]),
    }


def _filters(request: HttpRequest) -> Filters:
    """What the address asks for; values that do not exist ask for nothing."""
    reason, kind = request.GET.get("reason", ""), request.GET.get("kind", "")
    return Filters(
        reason=reason if reason in _CODES else "",
        kind=kind if kind in PartyKind.values else "",
        search=request.GET.get("q", "").strip()[:80],
        by_name=request.GET.get("sort") == "name",
    )


def _reason_choices(chosen: Chosen, filters: Filters) -> list[tuple[str, str]]:
    """The reasons there are, the most frequent first, with their counts; the one asked for too."""
    counts = dict(chosen.reasons)
    if filters.reason:
        counts.setdefault(filters.reason, 0)
    return [
        (code, f"{label(code)} ({formats.number(count)})")
        for code, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    ]


def _csv(edition: Edition, chosen: Chosen) -> HttpResponse:
    """The whole filtered list as the page words it. Excel in French expects semicolons, and the
    mark at the start to know the text for UTF-8."""
    language = (get_language() or "")[:2]
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{edition.slug}-unmet-{language}.csv"'
    response.write("\ufeff")
    writer = csv.writer(response, delimiter=";" if language == "fr" else ",")
    writer.writerow(
        [
            gettext("Request"),
            gettext("Weight"),
            gettext("Mandatory"),
            pgettext("who asked for the meeting", "From"),
            gettext("Kind"),
            pgettext("who was asked for a meeting", "With"),
            gettext("Kind"),
            gettext("Reason"),
            gettext("Explanation"),
            gettext("Meetings in the way"),
        ]
    )
    times: dict[datetime, str] = {}
    for line in chosen.explained(chosen.rows):
        writer.writerow([_harmless(value) for value in _row(line, times)])
    return response


def _row(line: Unmet, times: dict[datetime, str]) -> list[str]:
    """The cells of one request; `times` keeps slots in words, for thousands name a few dozen."""
    for one in line.in_the_way:
        if one.starts not in times:
            times[one.starts] = f"{formats.day_short(one.starts)} {formats.clock(one.starts)}"
    return [
        line.slug,
        str(line.weight),
        gettext("yes") if line.mandatory else gettext("no"),
        line.a.name,
        str(PartyKind(line.a_kind).label),
        line.b.name,
        str(PartyKind(line.b_kind).label),
        str(label(line.reason)),
        str(line.words),
        " | ".join(
            f"{times[one.starts]}: {one.a.name} – {one.b.name} ({one.weight})"
            for one in line.in_the_way
        ),
    ]


def _harmless(value: str) -> str:
    """A cell that a spreadsheet cannot take for a formula."""
    return f"'{value}" if value.startswith(_FORMULA) else value
