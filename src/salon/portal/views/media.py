"""Addresses of what lies in the media store, and pictures made ready for a page."""

from typing import NamedTuple

from django.urls import NoReverseMatch, reverse

from salon.exhibition.models import Picture
from salon.exhibition.selectors.details import files_of


def media_url(name: str) -> str:
    """Where the file of that name is served; empty on a site that serves no media."""
    try:
        return reverse("portal:media", args=[name])
    except NoReverseMatch:
        return ""


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


def image_of(picture: Picture) -> Image | None:
    """A picture with its files' addresses; nothing where it has none."""
    sources, fallback = [], ""
    for drawn in files_of(picture):
        files = [(width, media_url(name)) for width, name in drawn.files]
        if not files or not files[0][1]:
            return None
        sources.append(
            Source(f"image/{drawn.format}", ", ".join(f"{url} {width}w" for width, url in files))
        )
        fallback = files[0][1]
    return Image(tuple(sources), fallback, str(picture.alt), picture.width, picture.height)
