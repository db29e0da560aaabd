"""Where meetings are held, and the sheet for the door of each place."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html, format_html_join
from django.views.decorators.http import require_safe

from salon.meetings.models import Meeting, Party
from salon.meetings.selectors.place import (
    PlaceDay,
    days_of_place,
    get_place,
    list_places,
    meetings_held_in,
)
from salon.meetings.selectors.visibility import publication_in_force
from salon.portal.views import enter, papers, wording
from salon.portal.views.wording import Links


@require_safe
def places(request: HttpRequest, edition: str) -> HttpResponse:
    """Every place, venue by venue."""
    actor, of = enter(request, edition)
    held = meetings_held_in(actor=actor, edition=of)
    everywhere = list_places(actor=actor, edition=of)
    venues = [
        {
            "venue": venue,
            "language": wording.foreign(venue.name),
            "rows": [
                {
                    "place": place,
                    "language": wording.foreign(place.name),
                    "meetings": held[place.pk],
                }
                for place in group
            ],
        }
        for venue, group in groupby(everywhere, key=lambda place: place.venue)
    ]
    return render(request, "portal/places.html", {"venues": venues, "links": Links(of)})


@require_safe
def place(request: HttpRequest, edition: str, place: str) -> HttpResponse:
    """What is held in one place, day by day, as it hangs at the door."""
    actor, of = enter(request, edition)
    where = get_place(actor=actor, edition=of, slug=place)
    days = days_of_place(actor=actor, place=where)
    links = Links(of)
    context = {
        "place": where,
        "language": wording.foreign(where.name),
        "links": links,
        "days": [_day(links, day) for day in days],
        "publication": publication_in_force(actor=actor, edition=of),
    }
    return render(request, "portal/place.html", context)


@require_safe
def place_pdf(request: HttpRequest, edition: str, place: str) -> HttpResponse:
    """The sheets for the door on paper, one a day."""
    actor, of = enter(request, edition)
    where = get_place(actor=actor, edition=of, slug=place)
    days = days_of_place(actor=actor, place=where)
    publication = publication_in_force(actor=actor, edition=of)
    pdf = papers.door(edition=of, place=where, days=days, publication=publication)
    return papers.answer(pdf, f"{of.slug}-{place}.pdf")


def _day(links: Links, day: PlaceDay) -> dict[str, object]:
    return {
        "day": day.day,
        "anchor": f"d{day.day:%Y-%m-%d}",
        "slots": [
            {"slot": slot, "meetings": [_held(links, meeting) for meeting in slot.meetings]}
            for slot in day.slots
        ],
    }


def _held(links: Links, meeting: Meeting) -> dict[str, object]:
    return {
        "sides": format_html_join(
            " – ",
            '<a href="{}"{}>{}</a>',
            (_side(links, party) for party in wording.sides(meeting)),
        ),
        "interpreter": wording.interpreted_by(meeting),
    }


def _side(links: Links, party: Party) -> tuple[str, str, str]:
    name, language = links.told(party.name)
    return links.party(party.slug), format_html(' lang="{}"', language) if language else "", name
