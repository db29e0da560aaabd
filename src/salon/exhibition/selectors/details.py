"""What the page of an exhibitor or of an entry shows beside their own rows."""

from collections.abc import Collection
from typing import NamedTuple

from salon.core.actor import Actor
from salon.core.permissions import Permission, require
from salon.editions.models import Edition
from salon.exhibition.models import (
    Brochure,
    Characteristic,
    Equipment,
    Exhibitor,
    Hotspot,
    Picture,
    Shape,
    Stand,
)
from salon.exhibition.selectors.visibility import visible_equipment


def stands_of(*, actor: Actor, exhibitor: Exhibitor) -> list[Stand]:
    """The stands of an exhibitor, each with its space and venue."""
    require(actor, Permission.EQUIPMENT_VIEW, exhibitor)
    stands = Stand.objects.filter(
        edition=exhibitor.edition_id, organisation=exhibitor.organisation_id
    )
    return list(stands.select_related("space__venue").order_by("number"))


def covers_of(*, actor: Actor, edition: Edition, items: Collection[int]) -> dict[int, Picture]:
    """The first picture of each of these entries (ids) that exist for the actor and have one."""
    equipment = visible_equipment(actor=actor, edition=edition).filter(pk__in=items)
    first: dict[int, Picture] = {}
    for picture in Picture.objects.filter(equipment__in=equipment):
        first.setdefault(picture.equipment_id, picture)
    return first


def shapes_of(*, actor: Actor, edition: Edition, items: Collection[int]) -> dict[int, Shape]:
    """The 3D models of these entries (ids) that exist for the actor, each with its hotspots."""
    equipment = visible_equipment(actor=actor, edition=edition).filter(pk__in=items)
    shapes = Shape.objects.filter(equipment__in=equipment).prefetch_related("hotspots")
    return {shape.equipment_id: shape for shape in shapes}


class Sheet(NamedTuple):
    """The data sheet of an entry."""

    characteristics: list[Characteristic]
    pictures: list[Picture]
    brochures: list[Brochure]
    shape: Shape | None
    hotspots: list[Hotspot]


def sheet_of(*, actor: Actor, equipment: Equipment) -> Sheet:
    """Its figures, pictures, brochures, and its 3D model with what may be pointed at."""
    require(actor, Permission.EQUIPMENT_VIEW, equipment)
    shape: Shape | None = getattr(equipment, "shape", None)
    return Sheet(
        list(equipment.characteristics.all()),
        list(equipment.pictures.all()),
        list(equipment.brochures.order_by("language")),
        shape,
        list(shape.hotspots.all()) if shape else [],
    )
