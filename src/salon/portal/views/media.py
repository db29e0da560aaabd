"""Files of the media store: their addresses, and pictures made ready for a page."""

from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from salon.editions.models import Edition
from salon.exhibition.models import Picture, Shape
from salon.exhibition.selectors.media import drawn, get_file
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


def image_of(edition: Edition, picture: Picture | Shape) -> Image | None:
    """A picture, or the poster of a 3D model, with its files' addresses; None if it has none."""
    if isinstance(picture, Picture):
        digest, widths, alt = picture.digest, picture.widths, str(picture.alt)
        width, height = picture.width, picture.height
    else:
        digest, widths, alt = picture.poster, picture.poster_widths, ""
        width, height = POSTER
    if not digest or not widths:
        return None
    sources = tuple(
        Source(
            f"image/{each.format}",
            ", ".join(f"{media_url(edition, name)} {wide}w" for wide, name in each.files),
        )
        for each in drawn(digest=digest, widths=widths)
    )
    return Image(sources, sources[-1].srcset.partition(" ")[0], alt, width, height)
