"""The check of a 3D model that somebody sends in: binary glTF 2.0 (.glb).

A file that passes is valid where it matters, holds everything itself, and costs a phone what
`limits.py` allows. Every refusal is a `DomainError` whose code begins with `glb.`; docs/models.md
lists them. Time and memory are in proportion to the file, whatever it claims.
"""

from typing import NamedTuple

from salon.exhibition.services.glb.accessors import Accessors
from salon.exhibition.services.glb.advice import advise, check_extent
from salon.exhibition.services.glb.animation import check_animations
from salon.exhibition.services.glb.container import open_container
from salon.exhibition.services.glb.declared import check_extensions, check_version
from salon.exhibition.services.glb.document import read_document
from salon.exhibition.services.glb.geometry import read_meshes
from salon.exhibition.services.glb.images import read_images
from salon.exhibition.services.glb.limits import (
    ADVISED_PIXELS,
    ADVISED_SIZE,
    ADVISED_TRIANGLES,
    LARGEST,
    MOST_PIXELS,
    MOST_TRIANGLES,
)
from salon.exhibition.services.glb.scene import measure, shown
from salon.exhibition.services.glb.schema import check_schema
from salon.exhibition.services.glb.views import Views
from salon.exhibition.services.glb.words import Advice

__all__ = [
    "ADVISED_PIXELS",
    "ADVISED_SIZE",
    "ADVISED_TRIANGLES",
    "LARGEST",
    "MOST_PIXELS",
    "MOST_TRIANGLES",
    "Advice",
    "Model",
    "check",
]

Corner = tuple[float, float, float]


class Model(NamedTuple):
    """What there is to know of a model that was taken.

    `size` in bytes; `triangles` as drawn; `width`, `height` and `depth` are the extents of the
    scene along X, Y and Z in mm; `low` and `high` the corners of its box in metres.
    """

    size: int
    triangles: int
    width: int
    height: int
    depth: int
    low: Corner
    high: Corner
    advice: tuple[Advice, ...]


def check(*, data: bytes) -> Model:
    """Look at a whole file.

    :raises DomainError: `glb.…`, in words that name the part at fault and the remedy.
    """
    chunks = open_container(data)
    document = read_document(chunks.text)
    used = check_schema(document)
    check_version(document["asset"])
    check_extensions(document, used)
    views = Views(document, chunks)
    accessors = Accessors(document, views)
    images = read_images(document, views)
    meshes = read_meshes(document, views, accessors)
    drawn = measure(shown(document, meshes, accessors))
    check_animations(document, meshes, accessors)
    check_extent(drawn)
    (a, b, c), (x, y, z) = drawn.box
    return Model(
        size=len(data),
        triangles=drawn.triangles,
        width=round((x - a) * 1000),
        height=round((y - b) * 1000),
        depth=round((z - c) * 1000),
        low=(a, b, c),
        high=(x, y, z),
        advice=tuple(advise(len(data), drawn, images, views.unused)),
    )
