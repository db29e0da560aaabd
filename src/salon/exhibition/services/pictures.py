"""Uploaded pictures, made safe and small: drawn anew in each format and width, nothing else kept.

What a camera writes beside the picture (place, date, its owner) is gone with it.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Final, NamedTuple

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from salon.core.errors import DomainError
from salon.exhibition.selectors.media import FORMATS

#: Formats that a picture may come in, as Pillow names them.
ACCEPTED: Final = ("JPEG", "PNG", "WEBP", "AVIF")
LARGEST: Final = 15_000_000  # bytes
MOST_PIXELS: Final = 50_000_000
NARROWEST: Final = 320  # pixels
WIDTHS: Final = (320, 640, 1280)

_QUALITY: Final = {"avif": {"quality": 58, "speed": 8}, "webp": {"quality": 76, "method": 4}}


class Drawing(NamedTuple):
    """A picture ready to be kept: its sides in pixels, and its files by width and format."""

    width: int
    height: int
    files: dict[tuple[int, str], bytes]

    @property
    def widths(self) -> list[int]:
        """Widths of the files, in pixels, ascending."""
        return sorted({width for width, _kind in self.files})


def draw(*, data: bytes) -> Drawing:
    """An uploaded picture in each of `FORMATS` and `WIDTHS`, none wider than it came.

    :raises DomainError: `picture.size`, `picture.type`, `picture.pixels`, `picture.narrow` or
        `picture.broken`, which say what to do.
    """
    if len(data) > LARGEST:
        raise DomainError(
            "picture.size",
            _("This picture has %(size)d MB, of %(most)d allowed: save it smaller."),
            size=-(-len(data) // 1_000_000),
            most=LARGEST // 1_000_000,
        )
    with _opened(data) as original:
        picture = _upright(original)
    if picture.width < NARROWEST:
        raise DomainError(
            "picture.narrow",
            _("This picture is %(width)d pixels wide: send one of %(least)d or more."),
            width=picture.width,
            least=NARROWEST,
        )
    return Drawing(picture.width, picture.height, dict(_files(picture)))


def _opened(data: bytes) -> Image.Image:
    """The picture, not decoded yet: its sides are known from its head."""
    try:
        original = Image.open(BytesIO(data), formats=ACCEPTED)
    except Image.DecompressionBombError:
        raise _too_many_pixels() from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, ArithmeticError):
        raise DomainError(
            "picture.type", _("This file is no JPEG, PNG, WebP or AVIF picture.")
        ) from None
    if original.width * original.height > MOST_PIXELS:
        raise _too_many_pixels()
    return original


def _too_many_pixels() -> DomainError:
    return DomainError(
        "picture.pixels",
        _("This picture has more than %(most)d million pixels: save it smaller."),
        most=MOST_PIXELS // 1_000_000,
    )


def _upright(original: Image.Image) -> Image.Image:
    """Decoded, turned as it was taken, in colours that every browser shows alike."""
    try:
        picture = ImageOps.exif_transpose(original)
        seen_through = "A" in picture.getbands() or "transparency" in picture.info
        return picture.convert("RGBA" if seen_through else "RGB")
    except (OSError, SyntaxError, ValueError, ArithmeticError, EOFError):
        raise DomainError(
            "picture.broken", _("This picture cannot be read to its end: send it again.")
        ) from None


def _files(picture: Image.Image) -> Iterator[tuple[tuple[int, str], bytes]]:
    for width in [
        *(each for each in WIDTHS if each < picture.width),
        min(picture.width, WIDTHS[-1]),
    ]:
        height = max(1, round(picture.height * width / picture.width))
        scaled = picture.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3)
        for kind in FORMATS:
            written = BytesIO()
            scaled.save(written, kind.upper(), **_QUALITY[kind])
            yield (width, kind), written.getvalue()
