"""All editions, past and to come."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from salon.core.actor import actor_of
from salon.editions.models import Edition, KeyDate
from salon.editions.selectors import cities_of, editions_of, next_editions
from salon.portal.templatetags.cite import Notes
from salon.portal.views.dated import Entry, key_date


@dataclass(frozen=True, kw_only=True)
class Held:
    """An edition and the cities it is held in."""

    edition: Edition
    cities: str


@require_safe
def editions(request: HttpRequest) -> HttpResponse:
    """Every edition by where it stands in time.

    It has an address of its own, `/editions/`, and does not stand at `/`: whoever types the name of
    the exhibition wants the one that is on or comes next, now, on a poor network, and not a choice
    of one. So `/` leads there, as before, and each edition's home leads here.
    """
    actor = actor_of(request)
    today = timezone.localdate()
    cities = cities_of(actor=actor)
    held = [
        Held(edition=one, cities=", ".join(cities.get(one.pk, [])))
        for one in editions_of(actor=actor)
    ]
    announced = next_editions(actor=actor)
    context = {
        "current": [one for one in held if one.edition.starts <= today <= one.edition.ends],
        "coming": [one for one in reversed(held) if one.edition.starts > today],
        "past": [one for one in held if one.edition.ends < today],
        "announced": still_announced(announced, [one.edition for one in held], today),
        "notes": Notes(),
    }
    return render(request, "portal/editions.html", context)


def still_announced(
    dates: Iterable[KeyDate], editions: Iterable[Edition], today: date
) -> list[Entry]:
    """Editions that are only announced: not over, and without a site of their own at that time."""
    known = [(one.starts, one.ends) for one in editions]
    return [
        key_date(one, today)
        for one in dates
        if one.last_day >= today
        and not any(starts <= one.last_day and ends >= one.first_day for starts, ends in known)
    ]
