"""What would make a model that is taken a better one."""

from collections.abc import Iterator, Sequence
from typing import Final

from django.utils.translation import gettext_lazy as _

from salon.exhibition.services.glb.images import Image
from salon.exhibition.services.glb.limits import (
    ADVISED_DRAWS,
    ADVISED_LARGEST,
    ADVISED_PIXELS,
    ADVISED_SIZE,
    ADVISED_SMALLEST,
    ADVISED_TRIANGLES,
    ADVISED_UNUSED,
    LARGEST_EXTENT,
    SMALLEST_EXTENT,
)
from salon.exhibition.services.glb.scene import Drawn
from salon.exhibition.services.glb.words import Advice, megabytes, number, refused


def _extent(drawn: Drawn) -> float:
    """The largest, in metres."""
    return max(high - low for low, high in zip(*drawn.box, strict=True))


def check_extent(drawn: Drawn) -> None:
    """:raises DomainError: when nothing that is exhibited has that size."""
    extent = _extent(drawn)
    if extent < SMALLEST_EXTENT:
        raise refused(
            "tiny",
            _(
                "The model is less than %(least)s mm large. glTF is in metres: set the unit when"
                " you export."
            ),
            least=number(SMALLEST_EXTENT * 1000),
        )
    if extent > LARGEST_EXTENT:
        raise refused(
            "huge",
            _(
                "The model is %(extent)s m large; at most %(most)s m are taken. glTF is in metres:"
                " set the unit when you export."
            ),
            extent=number(min(extent, _UNSPEAKABLE)),
            most=number(LARGEST_EXTENT),
        )


#: Longer numbers say no more.
_UNSPEAKABLE: Final = 1e12


def advise(size: int, drawn: Drawn, images: Sequence[Image], unused: int) -> Iterator[Advice]:
    if size > ADVISED_SIZE:
        yield Advice(
            "glb.advice.size",
            _(
                "The file has %(size)s MB, %(over)s MB more than advised: visitors wait for it."
                " Compress the meshes (meshopt or Draco) and the textures (WebP)."
            ),
            {"size": megabytes(size), "over": megabytes(size - ADVISED_SIZE)},
        )
    yield from _of_drawing(drawn)
    for image in images:
        if image.pixels > ADVISED_PIXELS:
            yield Advice(
                "glb.advice.pixels",
                _(
                    "%(item)s has %(width)s × %(height)s pixels, %(over)s more than advised. Make"
                    " it smaller: a phone shows no more."
                ),
                {
                    "item": image.path,
                    "width": image.width,
                    "height": image.height,
                    "over": number(image.pixels - ADVISED_PIXELS),
                },
            )
    if unused > ADVISED_UNUSED:
        yield Advice(
            "glb.advice.unused",
            _(
                "%(size)s MB of the file belong to nothing. Export the model again, or run it"
                " through a tool that drops what is unused (gltf-transform prune, gltfpack)."
            ),
            {"size": megabytes(unused)},
        )


def _of_drawing(drawn: Drawn) -> Iterator[Advice]:
    if drawn.triangles > ADVISED_TRIANGLES:
        yield Advice(
            "glb.advice.triangles",
            _(
                "The model draws %(count)s triangles, %(over)s more than advised. Simplify its"
                " meshes, for instance with Blender’s Decimate modifier."
            ),
            {
                "count": number(drawn.triangles),
                "over": number(drawn.triangles - ADVISED_TRIANGLES),
            },
        )
    if drawn.draws > ADVISED_DRAWS:
        yield Advice(
            "glb.advice.draws",
            _(
                "The model is drawn in %(count)s parts, %(over)s more than advised. Join objects"
                " of the same material."
            ),
            {"count": number(drawn.draws), "over": number(drawn.draws - ADVISED_DRAWS)},
        )
    extent = _extent(drawn)
    if not ADVISED_SMALLEST <= extent <= ADVISED_LARGEST:
        yield Advice(
            "glb.advice.extent",
            _(
                "The model is %(extent)s m large. If that is not so, set the unit when you export:"
                " glTF is in metres."
            ),
            {"extent": number(extent, 3 if extent < 1 else 0)},
        )
