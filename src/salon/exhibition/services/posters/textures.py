"""Pictures on surfaces: decoded, and looked up at as many places as asked.

A picture is kept in levels, each half as wide as the one before it, so that one seen from afar is
looked up where its pixels are about as large as those of the poster.
"""

from collections.abc import Callable
from io import BytesIO
from typing import Final

import numpy as np
from django.utils.translation import gettext_lazy as _
from numpy.typing import NDArray
from PIL import Image

from salon.core.errors import DomainError
from salon.exhibition.services.posters.arrays import Floats, Ints

_CLAMP: Final = 33071
_MIRROR: Final = 33648
_REPEAT: Final = 10497

#: Wider or higher pictures are made smaller first: a poster shows no more.
_WIDEST: Final = 2048  # pixels
#: A triangle of half a pixel: all of a triangle goes into about one.
_HALF: Final = np.array(((0, 0), (1, 0), (0, 1)), dtype=float)
_FORMATS: Final = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}

_BYTES: Final = np.arange(256) / 255
#: What a byte of a colour (sRGB) is as light.
_LINEAR: Final = np.where(_BYTES <= 0.04045, _BYTES / 12.92, ((_BYTES + 0.055) / 1.055) ** 2.4)


def decoded(path: str, data: memoryview, mime: str) -> Image.Image:
    """An image of the model, RGBA.

    :raises DomainError: `poster.image` when it cannot be read to its end.
    """
    try:
        with Image.open(BytesIO(data), formats=[_FORMATS[mime]]) as image:
            image.draft("RGB", (_WIDEST, _WIDEST))
            picture = image.convert("RGBA")
    except (OSError, SyntaxError, ValueError, ArithmeticError, EOFError):
        raise DomainError(
            "poster.image",
            _("%(item)s of the model cannot be read to its end. Export the model again."),
            item=path,
        ) from None
    picture.thumbnail((_WIDEST, _WIDEST), Image.Resampling.BOX)
    return picture


class Picture:
    """An image with a way to go on beyond its edges (`wraps`, as WebGL numbers them).

    `linear`: its numbers are no colours but values.
    """

    def __init__(self, image: Image.Image, wraps: tuple[int, int], *, linear: bool) -> None:
        self._wraps = wraps
        self._values = _BYTES if linear else _LINEAR
        self._levels: list[NDArray[np.uint8]] = [np.asarray(image)]
        while max(image.size) > 1:
            image = image.reduce((min(2, image.width), min(2, image.height)))
            self._levels.append(np.asarray(image))

    def level(self, place: Floats, flat: Floats) -> Ints:
        """For triangles at `place` (n, 3, 2) of the picture and `flat` (n, 3, 2) in pixels of the
        poster: the level whose pixels are as large."""
        height, width = self._levels[0].shape[:2]
        here = _areas(place) * width * height
        there = np.maximum(_areas(flat), 1e-9)
        ratio = np.clip(here / there, 1, 1e9)
        level: Ints = np.rint(np.log2(ratio) / 2).astype(np.int64)
        return np.minimum(level, len(self._levels) - 1)

    def middle(self, place: Floats) -> Floats:
        """(n, 4): what is at the middle of triangles at `place` (n, 3, 2), as for `sample`; of a
        large triangle more is looked at than of a small one."""
        level = self.level(place, np.broadcast_to(_HALF, place.shape))
        return self.sample(place.mean(axis=1), level)

    def sample(self, place: Floats, level: Ints) -> Floats:
        """(n, 4): red, green, blue, linear, and alpha, from 0 to 1, at places (n, 2)."""
        found = np.empty((len(place), 4))
        for number in np.unique(level):
            some = np.flatnonzero(level == number)
            found[some] = self._sample(place[some], self._levels[number])
        return found

    def _sample(self, place: Floats, pixels: NDArray[np.uint8]) -> Floats:
        """Straight between the four pixels around."""
        height, width = pixels.shape[:2]
        columns, across = _neighbours(place[:, 0], width, self._wraps[0])
        lines, down = _neighbours(place[:, 1], height, self._wraps[1])
        found = np.zeros((len(place), 4))
        for line, low in zip(lines, (1 - down, down), strict=True):
            for column, left in zip(columns, (1 - across, across), strict=True):
                four = pixels[line, column]
                share = (low * left)[:, None]
                found[:, :3] += self._values[four[:, :3]] * share
                found[:, 3:] += _BYTES[four[:, 3:]] * share
        return found


def _areas(triangles: Floats) -> Floats:
    """Twice the area of triangles (n, 3, 2), without its sign."""
    ab, ac = triangles[:, 1] - triangles[:, 0], triangles[:, 2] - triangles[:, 0]
    areas: Floats = np.abs(ab[:, 0] * ac[:, 1] - ab[:, 1] * ac[:, 0])
    return areas


_WRAPS: Final[dict[int, Callable[[Ints, int], Ints]]] = {
    _CLAMP: lambda index, size: np.clip(index, 0, size - 1),
    _REPEAT: lambda index, size: index % size,
    _MIRROR: lambda index, size: np.minimum(index % (2 * size), -(index + 1) % (2 * size)),
}


def _neighbours(at: Floats, size: int, wrap: int) -> tuple[tuple[Ints, Ints], Floats]:
    """The pixels before and behind, and how far towards the second each place is."""
    # Two repeats and two mirrored ones are the same as any number of them.
    near = np.clip(at, -1, 2) if wrap == _CLAMP else at % 2
    exact = near * size - 0.5
    first = np.floor(exact).astype(np.int64)
    wrapped = _WRAPS[wrap]
    return (wrapped(first, size), wrapped(first + 1, size)), exact - first
