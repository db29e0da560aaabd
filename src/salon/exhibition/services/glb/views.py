"""Buffers and the views of them: which bytes of the file each part of a model means."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from django.utils.translation import gettext_lazy as _

from salon.exhibition.services.glb.container import Chunks
from salon.exhibition.services.glb.document import Json
from salon.exhibition.services.glb.words import broken, number

_MESHOPT: Final = "EXT_meshopt_compression"
#: What the first byte of each mode's data begins with; the other half is a version.
_MESHOPT_HEADS: Final = {"ATTRIBUTES": 0xA0, "TRIANGLES": 0xE0, "INDICES": 0xD0}
#: The `target` of a view, as WebGL numbers it.
_TARGETS: Final = {"vertices": 34962, "indices": 34963}


class View(NamedTuple):
    """Some bytes. `bytes` is None where they are compressed by meshopt; `stride` is 0 where glTF
    leaves it to the accessor."""

    path: str
    bytes: memoryview | None
    length: int
    offset: int
    stride: int


class Views:
    """The views of a model, and what each is used for."""

    def __init__(self, document: Json, chunks: Chunks) -> None:
        """:raises DomainError: when a buffer is not in the file, or a view not in its buffer."""
        self._buffers = document.get("buffers", [])
        self._binary = chunks.binary
        self.size = len(chunks.binary)
        self._check_buffers()
        self._spans: list[tuple[int, int]] = []
        self._uses: dict[int, str] = {}
        self._targets = [one.get("target") for one in document.get("bufferViews", [])]
        self.unpacked = 0  # bytes that compressed views become
        self.all = [
            self._view(f"bufferViews[{index}]", one)
            for index, one in enumerate(document.get("bufferViews", []))
        ]
        self.unused = self._count_unused() + chunks.skipped

    def use(self, index: int, purpose: str) -> View:
        """A view for “vertices”, “indices”, “image”, “Draco” or “other”. It has one purpose, which
        is that of its `target`, if it has one."""
        view, target = self.all[index], self._targets[index]
        former = self._uses.setdefault(index, purpose)
        if former != purpose or target not in (None, _TARGETS.get(purpose)):
            raise broken(
                "view_use",
                _(
                    "%(item)s serves two purposes. Vertices, indices, images and other data have"
                    " views of their own."
                ),
                item=view.path,
            )
        return view

    def _check_buffers(self) -> None:
        for index, buffer in enumerate(self._buffers):
            item = f"buffers[{index}]"
            if _is_fallback(buffer):
                continue
            if index:
                raise broken(
                    "buffer",
                    _("%(item)s is not in the file: a .glb has one buffer, the first."),
                    item=item,
                )
            if buffer["byteLength"] > len(self._binary):
                raise broken(
                    "buffer_length",
                    _("%(item)s says %(length)s bytes; the binary chunk has %(size)s."),
                    item=item,
                    length=number(buffer["byteLength"]),
                    size=number(len(self._binary)),
                )

    def _view(self, path: str, view: Json) -> View:
        start, length = view.get("byteOffset", 0), view["byteLength"]
        stride = view.get("byteStride", 0)
        buffer = self._buffers[view["buffer"]]
        self._check_inside(path, start, length, buffer)
        if stride > length:
            raise broken(
                "stride",
                _("%(item)s has a byteStride of %(stride)s and only %(length)s bytes."),
                item=path,
                stride=stride,
                length=length,
            )
        compressed = view.get("extensions", {}).get(_MESHOPT)
        if compressed is not None:
            self._check_compressed(f"{path}.extensions.{_MESHOPT}", compressed, length)
            return View(path, None, length, start, stride)
        if not self._in_file(view["buffer"]):
            raise broken(
                "buffer",
                _("%(item)s lies in buffers[%(buffer)s], which is not in the file."),
                item=path,
                buffer=view["buffer"],
            )
        self._spans.append((start, start + length))
        return View(path, self._binary[start : start + length], length, start, stride)

    def _in_file(self, buffer: int) -> bool:
        return buffer == 0 and not _is_fallback(self._buffers[0])

    def _check_inside(self, path: str, start: int, length: int, buffer: Json) -> None:
        if start + length > buffer["byteLength"]:
            raise broken(
                "view",
                _("%(item)s ends at byte %(end)s of a buffer of %(length)s bytes."),
                item=path,
                end=number(start + length),
                length=number(buffer["byteLength"]),
            )

    def _check_compressed(self, path: str, compressed: Json, unpacked: int) -> None:
        """Data that meshopt has packed lie in the file, and unpack to the size of the view."""
        start, length = compressed.get("byteOffset", 0), compressed["byteLength"]
        self._check_inside(path, start, length, self._buffers[compressed["buffer"]])
        if (
            not self._in_file(compressed["buffer"])
            or compressed["count"] * compressed["byteStride"] != unpacked
            or self._binary[start] & 0xF0 != _MESHOPT_HEADS[compressed["mode"]]
        ):
            raise broken("compressed", _("%(item)s does not describe compressed data."), item=path)
        self.unpacked += unpacked
        self._spans.append((start, start + length))

    def _count_unused(self) -> int:
        """Bytes of the binary part outside every view."""
        return len(self._binary) - sum(end - start for start, end in _merged(self._spans))


def _is_fallback(buffer: Json) -> bool:
    """A buffer that is not there: it gives the sizes of what meshopt has packed elsewhere."""
    return bool(buffer.get("extensions", {}).get(_MESHOPT, {}).get("fallback"))


def _merged(spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    last = 0
    for start, end in sorted(spans):
        if end > last:
            yield max(start, last), end
            last = end
