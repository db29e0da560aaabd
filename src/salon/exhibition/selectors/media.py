"""Files of the media store: their names, and which of them exist for whom.

A file is named by the SHA-256 of what was uploaded, so that it never changes under its name, and
is served only while an entry that the reader may see refers to it.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from django.core.files.storage import default_storage
from django.db.models import Model, QuerySet
from django.http import Http404

from salon.core.actor import Actor
from salon.editions.models import Edition
from salon.exhibition.choices import Review
from salon.exhibition.models import Brochure, Equipment, Picture, Shape
from salon.exhibition.selectors.visibility import visible_equipment

#: Formats of pictures, the best compressed first: a browser takes the first that it can show.
FORMATS: Final = ("avif", "webp")

TYPES: Final = {
    "avif": "image/avif",
    "webp": "image/webp",
    "pdf": "application/pdf",
    "glb": "model/gltf-binary",
}

_NAME: Final = re.compile(
    r"(?P<digest>[0-9a-f]{64})(?:-(?P<width>[1-9]\d{1,3}))?\.(?P<kind>[a-z]{3,4})"
)


def drawn_name(digest: str, width: int, kind: str) -> str:
    """The name of a picture or poster, `width` pixels wide, in one of `FORMATS`."""
    return f"{digest}-{width}.{kind}"


def brochure_name(brochure: Brochure) -> str:
    """The name of a brochure's file."""
    return f"{brochure.digest}.pdf"


def model_name(shape: Shape) -> str:
    """The name of a 3D model's file."""
    return f"{shape.digest}.glb"


class Drawn(NamedTuple):
    """The files of a picture in one format: width in pixels and name in the media store."""

    format: str
    files: tuple[tuple[int, str], ...]


def drawn(*, digest: str, widths: Sequence[int]) -> Iterator[Drawn]:
    """The files of a picture, the best format first, the narrowest file first."""
    for kind in FORMATS:
        yield Drawn(
            kind, tuple((width, drawn_name(digest, width, kind)) for width in sorted(widths))
        )


def path_of(name: str) -> str:
    """Where the storage has it: no folder grows without bound."""
    return f"{name[:2]}/{name}"


class File(NamedTuple):
    """A file that exists for the reader; `public`: for anybody."""

    name: str
    type: str
    public: bool

    def read(self) -> bytes:
        """Its bytes; `Http404` if the store has lost it."""
        try:
            with default_storage.open(path_of(self.name)) as file:
                return bytes(file.read())
        except FileNotFoundError:
            raise Http404 from None


def get_file(*, actor: Actor, edition: Edition, name: str) -> File:
    """The file of that name; `Http404` unless an entry that exists for the actor refers to it."""
    parts = _NAME.fullmatch(name)
    if parts is None or parts["kind"] not in TYPES:
        raise Http404
    seen = visible_equipment(actor=actor, edition=edition)
    holders = _holders(seen, parts["digest"], parts["kind"], parts["width"])
    if not holders:
        raise Http404
    public = seen.filter(
        pk__in=holders, review=Review.APPROVED, exhibitor__review=Review.APPROVED
    ).exists()
    return File(name, TYPES[parts["kind"]], public)


def _holders(seen: QuerySet[Equipment], digest: str, kind: str, width: str | None) -> set[int]:
    """Ids of the entries among those that have this very file."""
    if width is None:
        table: type[Model] = {"pdf": Brochure, "glb": Shape}.get(kind, Picture)
        if table is Picture:
            return set()
        rows = table._default_manager.filter(equipment__in=seen, digest=digest)
        return set(rows.values_list("equipment_id", flat=True))
    if kind not in FORMATS:
        return set()
    pictures = Picture.objects.filter(equipment__in=seen, digest=digest)
    posters = Shape.objects.filter(equipment__in=seen, poster=digest)
    found = [
        *pictures.values_list("equipment_id", "widths"),
        *posters.values_list("equipment_id", "poster_widths"),
    ]
    return {equipment for equipment, widths in found if int(width) in widths}
