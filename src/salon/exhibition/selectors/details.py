"""What the page of an exhibitor or of an entry shows beside their own rows."""

from collections.abc import Collection, Iterator
from typing import Final, NamedTuple

from salon.core.actor import Actor
from salon.core.permissions import Permission, require
from salon.editions.models import Edition
from salon.exhibition.models import (
    Brochure,
    Characteristic,
    Equipment,
    Exhibitor,
    Picture,
    Stand,
)
from salon.exhibition.selectors.visibility import visible_equipment

#: The best compressed first: a browser takes the first that it can show.
FORMATS: Final = ("avif", "webp")


class Drawn(NamedTuple):
    """The files of a picture in one format: width in pixels and name in the media store."""

    format: str
    files: tuple[tuple[int, str], ...]


def files_of(picture: Picture) -> Iterator[Drawn]:
    """The files of a picture, the best format first, the narrowest file first."""
    for kind in FORMATS:
        yield Drawn(
            kind,
            tuple((width, f"{picture.digest}-{width}.{kind}") for width in sorted(picture.widths)),
        )


def file_of(brochure: Brochure) -> str:
    """The name of a brochure in the media store."""
    return f"{brochure.digest}.pdf"


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


class Sheet(NamedTuple):
    """The data sheet of an entry."""

    characteristics: list[Characteristic]
    pictures: list[Picture]
    brochures: list[Brochure]


def sheet_of(*, actor: Actor, equipment: Equipment) -> Sheet:
    """Its figures, pictures and brochures."""
    require(actor, Permission.EQUIPMENT_VIEW, equipment)
    return Sheet(
        list(equipment.characteristics.all()),
        list(equipment.pictures.all()),
        list(equipment.brochures.order_by("language")),
    )
