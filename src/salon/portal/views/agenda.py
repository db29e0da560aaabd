"""The participants of an edition and the agenda of each."""

from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from salon.core import formats
from salon.core.actor import Actor
from salon.core.grids import Cell, Column, DayGrid, Kind, Line
from salon.editions.models import Edition
from salon.meetings.models import Party
from salon.meetings.selectors.agenda import AgendaDay, AgendaPhase, Entry, agenda_of, get_party
from salon.meetings.selectors.parties import list_parties, meetings_held_by
from salon.meetings.selectors.unmet import unmet_of_party
from salon.meetings.selectors.visibility import publication_and_unmet, publication_in_force
from salon.portal.forms import PartySearch
from salon.portal.views import enter, papers, wording
from salon.portal.views.keeping import body
from salon.portal.views.wording import Links

PER_PAGE = 25


@require_safe
def parties(request: HttpRequest, edition: str) -> HttpResponse:
    """Everybody who takes part, to search by name and narrow to a kind."""
    actor, of = enter(request, edition)
    shown = body(request, actor, "portal/_parties.html", lambda: _parties(request, actor, of))
    return render(request, "portal/parties.html", {"body": shown})


def _parties(request: HttpRequest, actor: Actor, edition: Edition) -> dict[str, Any]:
    form = PartySearch(request.GET)
    text, kind = form.wanted()
    found = list_parties(actor=actor, edition=edition, text=text, kind=kind)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    held = meetings_held_by(actor=actor, edition=edition, parties=shown)
    return {
        "form": form,
        "page": page,
        "links": Links(edition),
        "rows": [
            {"party": each, "language": wording.foreign(each.name), "meetings": held[each.pk]}
            for each in shown
        ],
    }


@require_safe
def party(request: HttpRequest, edition: str, party: str) -> HttpResponse:
    """One party's agenda: a day grid for each phase it attends."""
    actor, of = enter(request, edition)
    who = get_party(actor=actor, edition=of, slug=party)
    page = request.build_absolute_uri(request.path)
    now = timezone.now()
    # Until the edition is over, which meeting is next changes with the time.
    minute = f"{now:%Y-%m-%d %H:%M}" if timezone.localdate(now) <= of.ends else ""
    shown = body(
        request,
        actor,
        "portal/_party.html",
        lambda: _party(actor, who, page, now),
        beside=f"{page} {minute}",
    )
    return render(request, "portal/party.html", {"party": who, "body": shown})


def _party(actor: Actor, party: Party, page: str, now: datetime) -> dict[str, Any]:
    agenda = agenda_of(actor=actor, party=party)
    publication, unmet = publication_and_unmet(actor=actor, party=party)
    links = Links(party.edition)
    return {
        "edition": party.edition,
        "party": party,
        "language": wording.foreign(party.name),
        "spoken": wording.spoken(party.languages),
        "next": agenda.next_meeting(now),
        "phases": [_grid(links, phase) for phase in agenda.phases],
        "feed": f"{page}agenda.ics",
        "webcal": f"webcal:{page.partition(':')[2]}agenda.ics",
        "links": links,
        "publication": publication,
        "unmet": unmet,
    }


@require_safe
def party_requests(request: HttpRequest, edition: str, party: str) -> HttpResponse:
    """What the plan could not give one party, each with its reason."""
    actor, of = enter(request, edition)
    who = get_party(actor=actor, edition=of, slug=party)
    shown = body(request, actor, "portal/_party_requests.html", lambda: _party_requests(actor, who))
    return render(request, "portal/party_requests.html", {"party": who, "body": shown})


def _party_requests(actor: Actor, party: Party) -> dict[str, Any]:
    return {
        "party": party,
        "language": wording.foreign(party.name),
        "unmet": unmet_of_party(actor=actor, party=party),
        "links": Links(party.edition),
    }


@require_safe
def party_pdf(request: HttpRequest, edition: str, party: str) -> HttpResponse:
    """The agenda on paper, one page a day."""
    actor, of = enter(request, edition)
    agenda = agenda_of(actor=actor, party=get_party(actor=actor, edition=of, slug=party))
    publication = publication_in_force(actor=actor, edition=of)
    pdf = papers.agenda(edition=of, agenda=agenda, publication=publication)
    return papers.answer(pdf, f"{of.slug}-{party}.pdf")


def _grid(links: Links, phase: AgendaPhase) -> dict[str, object]:
    """A phase with its grid and the anchors of its days."""
    columns = [_column(links, day) for day in phase.days]
    name, language = links.told(phase.phase.name) if phase.phase is not None else ("", "")
    return {
        "name": name,
        "language": language,
        "grid": DayGrid.build(columns),
        "days": [
            {"anchor": column.anchor, "day": day.day}
            for column, day in zip(columns, phase.days, strict=True)
        ],
    }


def _column(links: Links, day: AgendaDay) -> Column:
    return Column(
        title=capfirst(formats.day(day.day)),
        note=ngettext("%(count)s meeting", "%(count)s meetings", day.meetings)
        % {"count": formats.number(day.meetings)}
        if day.meetings
        else "",
        anchor=f"d{day.day:%Y-%m-%d}",
        cells=[_cell(links, entry) for entry in day.entries],
    )


def _cell(links: Links, entry: Entry) -> Cell:
    named, place = wording.name_of(entry), wording.where(entry)
    title, language = links.told(named) if named is not None else ("", "")
    url = links.party(entry.counterpart.slug) if entry.counterpart is not None else ""
    lines = [Line(text=wording.kind_of(entry))] if entry.kind is Kind.SESSION else []
    if place is not None:
        text, of_text = links.told(place)
        text = f"{formats.arrow()} {text}" if entry.travel is not None else text
        held_in = links.place(entry.meeting.place.slug) if entry.meeting is not None else ""
        lines.append(Line(text=text, url=held_in, language=of_text))
    if said := wording.details(entry):
        lines.append(Line(text=said))
    return Cell(
        kind=entry.kind,
        starts=entry.starts,
        ends=entry.ends,
        title=title,
        language=language,
        url=url,
        lines=lines,
    )
