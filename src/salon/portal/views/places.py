"""Where meetings are held, and the sheet for the door of each place."""

from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html, format_html_join
from django.views.decorators.http import require_safe

from salon.core.actor import Actor
from salon.editions.models import Edition
from salon.meetings.models import Meeting, Party, Place
from salon.meetings.selectors.place import (
    PlaceDay,
    days_of_place,
    get_place,
    list_places,
    meetings_held_in,
)
from salon.meetings.selectors.visibility import publication_in_force
from salon.portal.views import enter, papers, wording
from salon.portal.views.keeping import body
from salon.portal.views.wording import Links


@require_safe
def places(request: HttpRequest, edition: str) -> HttpResponse:
    """Every place, venue by venue."""
    actor, of = enter(request, edition)
    shown = body(request, actor, "portal/_places.html", lambda: _places(actor, of))
    return render(request, "portal/places.html", {"body": shown})


def _places(actor: Actor, edition: Edition) -> dict[str, Any]:
    held = meetings_held_in(actor=actor, edition=edition)
    everywhere = list_places(actor=actor, edition=edition)
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
    return {"venues": venues, "links": Links(edition)}


@require_safe
def place(request: HttpRequest, edition: str, place: str) -> HttpResponse:
    """What is held in one place, day by day, as it hangs at the door."""
    actor, of = enter(request, edition)
    where = get_place(actor=actor, edition=of, slug=place)
    shown = body(request, actor, "portal/_place.html", lambda: _place(actor, where))
    return render(request, "portal/place.html", {"place": where, "body": shown})


def _place(actor: Actor, place: Place) -> dict[str, Any]:
    links = Links(place.edition)
    return {
        "place": place,
        "language": wording.foreign(place.name),
        "links": links,
        "days": [_day(links, day) for day in days_of_place(actor=actor, place=place)],
        "publication": publication_in_force(actor=actor, edition=place.edition),
    }


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
