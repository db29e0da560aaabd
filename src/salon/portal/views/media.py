"""Files of the media store: their addresses, and pictures made ready for a page."""

from collections.abc import Sequence
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from salon.editions.models import Edition
from salon.exhibition.models import Picture
from salon.exhibition.selectors.media import drawn, get_file
from salon.exhibition.selectors.rows import Poster
from salon.portal.views import enter

MONTH = 30 * 24 * 3600
#: Sides of a poster, in pixels: 4 : 3.
POSTER = (1280, 960)


@require_safe
def media(request: HttpRequest, edition: str, name: str) -> HttpResponse:
    """A picture, a brochure, a 3D model. It never changes under its name."""
    actor, of = enter(request, edition)
    file = get_file(actor=actor, edition=of, name=name)
    data = file.read()
    response = HttpResponse(data, content_type=file.type, headers={"ETag": f'"{name}"'})
    response.headers["Cache-Control"] = (
        f"public, max-age={MONTH}, immutable" if file.public else "private, no-cache"
    )
    if file.type == "model/gltf-binary":
        # How much there is to come, also when it is compressed on the way: progress is shown.
        response.headers["X-File-Size"] = str(len(data))
    if file.type == "application/pdf":
        response.headers["Content-Disposition"] = f'attachment; filename="{name[:12]}.pdf"'
    return response


def media_url(edition: Edition, name: str) -> str:
    """Where the file of that name is served."""
    return reverse("media", args=[edition.slug, name])


class Source(NamedTuple):
    """The files of one format, as `srcset` has them."""

    type: str
    srcset: str


class Image(NamedTuple):
    """A picture: the best format first; `src` is for browsers that take none of them."""

    sources: tuple[Source, ...]
    src: str
    alt: str
    width: int
    height: int


def image_of(edition: Edition, picture: Picture) -> Image:
    """A picture with the addresses of its files."""
    return _image(
        edition, picture.digest, picture.widths, str(picture.alt), picture.width, picture.height
    )


def poster_of(edition: Edition, poster: Poster, *, alt: str = "") -> Image | None:
    """The poster of a 3D model, likewise; None where there is none."""
    if not poster.digest:
        return None
    return _image(edition, poster.digest, poster.widths, alt, *POSTER)


def _image(
    edition: Edition, digest: str, widths: Sequence[int], alt: str, width: int, height: int
) -> Image:
    sources = tuple(
        Source(
            f"image/{each.format}",
            ", ".join(f"{media_url(edition, name)} {wide}w" for wide, name in each.files),
        )
        for each in drawn(digest=digest, widths=widths)
    )
    return Image(sources, sources[-1].srcset.partition(" ")[0], alt, width, height)
