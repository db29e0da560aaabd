"""The rows that the facts give: edition, venues, phases, axes, honours, dates."""

from salon.demo import facts
from salon.demo.generator.world import World
from salon.editions.models import (
    Axis,
    Edition,
    Honour,
    KeyDate,
    Phase,
    Space,
    TravelTime,
    Venue,
)


def add_facts() -> World:
    """Venues may be there already, from another edition: they are used as they stand."""
    edition = Edition.objects.create(**facts.EDITION)
    venues = {}
    for row in facts.VENUES:
        values = {name: value for name, value in row.items() if name != "slug"}
        venues[row["slug"]], _ = Venue.objects.get_or_create(slug=row["slug"], defaults=values)
    for one, other, minutes in facts.TRAVEL:
        a, b = sorted((venues[one], venues[other]), key=lambda venue: venue.pk)
        TravelTime.objects.get_or_create(a=a, b=b, defaults={"minutes": minutes, "fictional": True})
    spaces = {}
    for row in facts.SPACES:
        values = {**row, "venue": venues[row["venue"]], "fictional": True}
        venue, slug = values.pop("venue"), values.pop("slug")
        spaces[row["venue"], slug], _ = Space.objects.get_or_create(
            venue=venue, slug=slug, defaults=values
        )
    phases = {
        row["slug"]: Phase.objects.create(
            edition=edition, **{**row, "venue": venues.get(row["venue"])}
        )
        for row in facts.PHASES
    }
    axes = {
        row["number"]: Axis.objects.create(phase=phases["preparatory-cycle"], **row)
        for row in facts.AXES
    }
    Honour.objects.bulk_create(
        Honour(edition=edition, position=position, **row)
        for position, row in enumerate(facts.HONOURS)
    )
    KeyDate.objects.bulk_create(KeyDate(edition=edition, **row) for row in facts.KEY_DATES)
    return World(edition, venues, spaces, phases, axes)
