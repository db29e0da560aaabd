"""A plan as a workbook to read, sort and print: meetings, agendas, what is not served and why."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from ..problem import Assignment, Problem
from ..result import Plan
from ..wording import Wording
from .cells import legible
from .writing import HEADING, OPTIONAL, cell_of, save

_WHEN: Final = ("day / jour", "start / début", "end / fin")
_WHERE: Final = ("place / lieu", "venue / site", "interpreter / interprète", "request / demande")
_WIDTHS: Final = {"why / motif": 90, "place / lieu": 24, "start / début": 18, "end / fin": 18}
_NAMES: Final = 28

HEADINGS: Final = {
    "meetings": (*_WHEN, "party_a / participant a", "party_b / participant b", *_WHERE),
    "agendas": ("party / participant", *_WHEN, "with / avec", *_WHERE),
    "unserved": (
        "request / demande",
        "party_a / participant a",
        "party_b / participant b",
        "weight / poids",
        "why / motif",
    ),
    "parties": (
        "party / participant",
        "requested / demandées",
        "meetings / rencontres",
        "weight / poids",
        "breaks / pauses",
        "shortfall / manque",
    ),
}
"""The sheets and their headings."""


def write_agendas(problem: Problem, plan: Plan, path: Path) -> None:
    """Write a plan as an .xlsx file, which then is either the old one or wholly the new one.

    The plan is one that `verify` accepts. Times are on the clocks of the slots. InputError when the
    file cannot be written.
    """
    pages = _Pages(problem, plan)
    rows = {
        "meetings": pages.meetings(),
        "agendas": pages.agendas(),
        "unserved": pages.unserved(),
        "parties": pages.parties(),
    }
    workbook = Workbook(write_only=True)
    for title, headings in HEADINGS.items():
        worksheet = workbook.create_sheet(title)
        worksheet.freeze_panes = "B2"
        found = list(rows[title])
        for number, heading in enumerate(headings, 1):
            letter = get_column_letter(number)
            width = _WIDTHS.get(heading, _NAMES if "part" in heading else 14)
            worksheet.column_dimensions[letter].width = width
        worksheet.auto_filter.ref = f"A1:{get_column_letter(len(headings))}{len(found) + 1}"
        worksheet.append([_heading(worksheet, heading) for heading in headings])
        for row in found:
            worksheet.append([cell_of(worksheet, _fit(value)) for value in row])
    save(workbook, path)


def _heading(worksheet: Any, text: str) -> Any:
    cell = cell_of(worksheet, text)
    cell.font, cell.fill = HEADING, OPTIONAL
    return cell


def _fit(value: str | int | datetime) -> str | int | datetime:
    return legible(value) if isinstance(value, str) else value


class _Pages:
    """The rows of each sheet."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self._plan = plan
        self._wording = Wording(problem, plan)
        self._slots = problem.slots
        self._order = {slot.id: n for n, slot in enumerate(problem.slots)}
        self._parties = problem.parties
        self._places = {place.id: place for place in problem.places}
        self._venues = {venue.id: venue.name or venue.id for venue in problem.venues}
        self._interpreters = {i.id: i.name or i.id for i in problem.interpreters}
        self._requests = {request.id: request for request in problem.requests}
        self._held = sorted(plan.assignments, key=lambda a: self._order[a.slot])

    def meetings(self) -> Iterator[list[Any]]:
        """Yield the meetings in order of time."""
        for a in self._held:
            yield [*self._when(a), *self._names(a.request), *self._where(a)]

    def agendas(self) -> Iterator[list[Any]]:
        """Yield each party's meetings in order of time."""
        for party in self._parties:
            for a in self._held:
                pair = self._requests[a.request].parties
                if party.id in pair:
                    other = pair[1] if pair[0] == party.id else pair[0]
                    names = self._wording.party(party.id), self._wording.party(other)
                    yield [names[0], *self._when(a), names[1], *self._where(a)]

    def unserved(self) -> Iterator[list[Any]]:
        """Yield the requests that are not served, with the reason in words."""
        for u in self._plan.unserved:
            weight, why = self._requests[u.request].weight, self._wording.request(u.request)
            yield [u.request, *self._names(u.request), weight, why]

    def parties(self) -> Iterator[list[Any]]:
        """Yield how each party fares."""
        for m in self._plan.measures:
            name = self._wording.party(m.party)
            yield [name, m.requested, m.meetings, m.weight, m.breaks, m.shortfall]

    def _names(self, request_id: str) -> list[str]:
        return [self._wording.party(party) for party in self._requests[request_id].parties]

    def _when(self, a: Assignment) -> list[str | datetime]:
        n = self._order[a.slot]
        first, last = self._slots[n], self._slots[n + self._requests[a.request].length - 1]
        return [first.day, first.start.replace(tzinfo=None), last.end.replace(tzinfo=None)]

    def _where(self, a: Assignment) -> list[str]:
        place = self._places[a.place]
        interpreter = "" if a.interpreter is None else self._interpreters[a.interpreter]
        return [place.name or place.id, self._venues[place.venue], interpreter, a.request]
