"""The 3D models of the demonstration: made by script, put in as those of exhibitors are."""

from collections.abc import Iterator
from io import BytesIO
from typing import Final

from salon.core.actor import Actor
from salon.demo import shapes
from salon.demo.catalogue import ITEMS
from salon.demo.tongues import in_other_languages
from salon.editions.models import Edition
from salon.exhibition.models import Equipment
from salon.exhibition.services.files import Point, put_shape

#: Sides of a poster, in pixels.
POSTER: Final = (960, 720)


def missing_models(edition: Edition) -> list[tuple[Equipment, str]]:
    """The entries that are to have a model and have none yet, each with the model's name."""
    named = {item.slug: item.model for item in ITEMS if item.model}
    entries = Equipment.objects.filter(
        exhibitor__edition=edition, slug__in=named, shape=None
    ).select_related("exhibitor__edition")
    return [(entry, named[entry.slug]) for entry in entries.order_by("pk")]


def add_models(*, actor: Actor, edition: Edition) -> Iterator[str]:
    """Draw and put in what is missing, one after the other; yields the name of each entry."""
    for entry, name in missing_models(edition):
        shape = shapes.shape(name)
        poster = BytesIO()
        shapes.poster(name, width=POSTER[0], height=POSTER[1]).save(poster, "PNG")
        put_shape(
            actor=actor,
            equipment=entry,
            data=shape.glb,
            poster=poster.getvalue(),
            hotspots=[
                Point(
                    {"fr": each.fr, "en": each.en, **in_other_languages(each.en)},
                    each.position,
                    each.normal,
                )
                for each in shape.hotspots
            ],
        )
        yield str(entry.name)
