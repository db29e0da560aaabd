"""Images: that their bytes are what they say, and how many pixels they become.

Sizes are read from the headers, by hand: nothing is unpacked here, so nothing can blow up.
"""

import struct
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from django.utils.translation import gettext_lazy as _

from salon.exhibition.services.glb.document import Json
from salon.exhibition.services.glb.limits import MOST_PIXELS
from salon.exhibition.services.glb.views import Views
from salon.exhibition.services.glb.words import broken, number, refused

_PNG: Final = b"\x89PNG\r\n\x1a\n"
_KTX2: Final = b"\xabKTX 20\xbb\r\n\x1a\n"
#: JPEG markers that begin a frame: all of C0 to CF but the tables DHT, JPG and DAC.
_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_SCAN: Final = 0xDA

#: The extension that lets a texture use what is neither PNG nor JPEG.
_NEEDS: Final = {"image/webp": "EXT_texture_webp", "image/ktx2": "KHR_texture_basisu"}

Size = tuple[int, int]


class Image(NamedTuple):
    """An image and its size in pixels."""

    path: str
    width: int
    height: int

    @property
    def pixels(self) -> int:
        return self.width * self.height


def read_images(document: Json, views: Views) -> list[Image]:
    """:raises DomainError: when one is not of the type it says, or all together are too large."""
    reader = _Reader(document, views)
    images = [
        reader.image(f"images[{index}]", one)
        for index, one in enumerate(document.get("images", []))
    ]
    _check_textures(document)
    total = sum(one.pixels for one in images)
    if total > MOST_PIXELS:
        largest = max(images, key=lambda one: one.pixels)
        raise refused(
            "pixels",
            _(
                "The images have %(count)s pixels together, the largest (%(item)s) %(width)s ×"
                " %(height)s; at most %(most)s are taken. Make them smaller."
            ),
            count=number(total),
            item=largest.path,
            width=largest.width,
            height=largest.height,
            most=number(MOST_PIXELS),
        )
    return images


class _Reader:
    """Reads each view once, so that what many images share costs no more."""

    def __init__(self, document: Json, views: Views) -> None:
        self._extensions = document.get("extensionsUsed", ())
        self._views = views
        self._sizes: dict[tuple[int, str], Size | None] = {}
        self._read = 0

    def image(self, path: str, image: Json) -> Image:
        for name in ("bufferView", "mimeType"):
            if name not in image:
                raise broken("missing", _("%(item)s has no “%(name)s”."), item=path, name=name)
        index, mime = image["bufferView"], image["mimeType"]
        extension = _NEEDS.get(mime)
        if extension and extension not in self._extensions:
            raise broken(
                "image_type",
                _("%(item)s is %(type)s, which needs the extension %(extension)s."),
                item=path,
                type=mime,
                extension=extension,
            )
        if (index, mime) not in self._sizes:
            self._sizes[index, mime] = _READERS[mime](self._bytes(path, index))
        size = self._sizes[index, mime]
        if size is None or not all(size):
            raise broken(
                "image", _("%(item)s is not a whole image of type %(type)s."), item=path, type=mime
            )
        return Image(path, *size)

    def _bytes(self, path: str, index: int) -> memoryview:
        """Its own: views that lie over each other would be read again and again."""
        view = self._views.use(index, "image")
        self._read += view.length
        if view.bytes is None or view.stride or self._read > self._views.size:
            raise broken(
                "image_view",
                _("%(item)s (%(view)s) has no plain bytes of its own."),
                item=path,
                view=view.path,
            )
        return view.bytes


def _check_textures(document: Json) -> None:
    """A texture names an image itself only when every viewer can show it."""
    for index, texture in enumerate(document.get("textures", [])):
        sources = {"": texture, **texture.get("extensions", {})}
        for name, one in sources.items():
            if name not in ("", *_NEEDS.values()) or "source" not in one:
                continue
            mime = document["images"][one["source"]]["mimeType"]
            if _NEEDS.get(mime, "") != name:
                raise broken(
                    "image_type",
                    _("%(item)s cannot show images[%(image)s], which is %(type)s."),
                    item=f"textures[{index}]" + (f".extensions.{name}" if name else ""),
                    image=one["source"],
                    type=mime,
                )


def _png(data: memoryview) -> Size | None:
    """Steps from chunk to chunk until the end; each has twelve bytes beside its own."""
    if bytes(data[:16]) != _PNG + b"\0\0\0\rIHDR":
        return None
    at = len(_PNG)
    while at + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        if bytes(data[at + 4 : at + 8]) == b"IEND":
            width, height = struct.unpack_from(">II", data, 16)
            return width, height
        at += 12 + length
    return None


def _jpeg(data: memoryview) -> Size | None:
    """Steps from marker to marker until the frame's header, which lists its channels."""
    if bytes(data[:2]) != b"\xff\xd8":
        return None
    at = 2
    while at + 10 <= len(data) and data[at] == 0xFF:
        marker, (length,) = data[at + 1], struct.unpack_from(">H", data, at + 2)
        if marker in _FRAMES:
            height, width = struct.unpack_from(">HH", data, at + 5)
            channels = data[at + 9]
            return (width, height) if channels and length == 8 + 3 * channels else None
        if marker == _SCAN or length < 2:
            return None
        at += 2 + length
    return None


def _webp(data: memoryview) -> Size | None:
    """One of three: lossy, lossless, or extended (with transparency or metadata)."""
    head = bytes(data[:30])
    if len(head) < 30 or head[:4] != b"RIFF" or head[8:12] != b"WEBP":
        return None
    if struct.unpack_from("<I", head, 4)[0] + 8 > len(data):
        return None
    if head[12:16] == b"VP8 " and head[23:26] == b"\x9d\x01\x2a":
        width, height = struct.unpack_from("<HH", head, 26)
        return width & 0x3FFF, height & 0x3FFF
    if head[12:16] == b"VP8L" and head[20] == 0x2F:
        (bits,) = struct.unpack_from("<I", head, 21)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if head[12:16] == b"VP8X":
        one, two = (int.from_bytes(head[at : at + 3], "little") + 1 for at in (24, 27))
        return one, two
    return None


def _ktx2(data: memoryview) -> Size | None:
    """One flat picture, not a volume, a list or a cube."""
    if len(data) < 80 or bytes(data[:12]) != _KTX2:
        return None
    width, height, depth, layers, faces = struct.unpack_from("<5I", data, 20)
    return (width, height) if (depth, layers, faces) == (0, 0, 1) else None


_READERS: Final[Mapping[str, Callable[[memoryview], Size | None]]] = {
    "image/png": _png,
    "image/jpeg": _jpeg,
    "image/webp": _webp,
    "image/ktx2": _ktx2,
}
