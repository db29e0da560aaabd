"""The participants of an edition and the agenda of each."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from salon.core import formats
from salon.core.grids import Cell, Column, DayGrid, Kind, Line
from salon.editions.models import Edition
from salon.meetings.selectors.agenda import AgendaDay, AgendaPhase, Entry, agenda_of, get_party
from salon.meetings.selectors.parties import list_parties, meetings_held_by
from salon.meetings.selectors.visibility import publication_in_force
from salon.portal.forms import PartySearch
from salon.portal.views import enter, papers, wording

PER_PAGE = 25


@require_safe
def parties(request: HttpRequest, edition: str) -> HttpResponse:
    """Everybody who takes part, to search by name and narrow to a kind."""
    actor, of = enter(request, edition)
    form = PartySearch(request.GET)
    text, kind = form.wanted()
    found = list_parties(actor=actor, edition=of, text=text, kind=kind)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    held = meetings_held_by(actor=actor, edition=of, parties=shown)
    context = {
        "form": form,
        "page": page,
        "rows": [
            {"party": each, "language": wording.foreign(each.name), "meetings": held[each.pk]}
            for each in shown
        ],
    }
    return render(request, "portal/parties.html", context)


@require_safe
def party(request: HttpRequest, edition: str, party: str) -> HttpResponse:
    """One party's agenda: a day grid for each phase it attends."""
    actor, of = enter(request, edition)
    agenda = agenda_of(actor=actor, party=get_party(actor=actor, edition=of, slug=party))
    path = reverse("portal:party_feed", args=[of.slug, party])
    feed = request.build_absolute_uri(path)
    context = {
        "party": agenda.party,
        "language": wording.foreign(agenda.party.name),
        "spoken": wording.spoken(agenda.party.languages),
        "next": agenda.next_meeting(timezone.now()),
        "phases": [_grid(of, phase) for phase in agenda.phases],
        "feed": feed,
        "webcal": f"webcal:{feed.partition(':')[2]}",
        "publication": publication_in_force(actor=actor, edition=of),
    }
    return render(request, "portal/party.html", context)


@require_safe
def party_pdf(request: HttpRequest, edition: str, party: str) -> HttpResponse:
    """The agenda on paper, one page a day."""
    actor, of = enter(request, edition)
    agenda = agenda_of(actor=actor, party=get_party(actor=actor, edition=of, slug=party))
    publication = publication_in_force(actor=actor, edition=of)
    pdf = papers.agenda(edition=of, agenda=agenda, publication=publication)
    return papers.answer(pdf, f"{of.slug}-{party}.pdf")


def _grid(edition: Edition, phase: AgendaPhase) -> dict[str, object]:
    """A phase with its grid and the anchors of its days."""
    columns = [_column(edition, day) for day in phase.days]
    name = phase.phase.name if phase.phase is not None else None
    return {
        "name": name,
        "language": wording.foreign(name) if name is not None else "",
        "grid": DayGrid.build(columns),
        "days": [
            {"anchor": column.anchor, "day": day.day}
            for column, day in zip(columns, phase.days, strict=True)
        ],
    }


def _column(edition: Edition, day: AgendaDay) -> Column:
    return Column(
        title=capfirst(formats.day(day.day)),
        note=ngettext("%(count)s meeting", "%(count)s meetings", day.meetings)
        % {"count": formats.number(day.meetings)}
        if day.meetings
        else "",
        anchor=f"d{day.day:%Y-%m-%d}",
        cells=[_cell(edition, entry) for entry in day.entries],
    )


def _cell(edition: Edition, entry: Entry) -> Cell:
    name = wording.name_of(entry)
    url = ""
    lines = []
    if entry.counterpart is not None:
        url = reverse("portal:party", args=[edition.slug, entry.counterpart.slug])
    if (place := wording.where(entry)) is not None:
        held_in = entry.meeting.place.slug if entry.meeting is not None else ""
        lines.append(
            Line(
                text=str(place),
                url=reverse("portal:place", args=[edition.slug, held_in]) if held_in else "",
                language=wording.foreign(place),
            )
        )
    if said := wording.details(entry):
        lines.append(Line(text=said))
    if entry.kind is Kind.SESSION:
        lines.insert(0, Line(text=wording.kind_of(entry)))
    return Cell(
        kind=entry.kind,
        starts=entry.starts,
        ends=entry.ends,
        title=str(name or ""),
        language=wording.foreign(name) if name is not None else "",
        url=url,
        lines=lines,
    )
