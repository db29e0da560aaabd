"""The outside of a .glb: a header of twelve bytes, then chunks (glTF 2.0, section 4)."""

import re
import struct
from collections.abc import Iterator
from typing import Final, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from salon.core.errors import DomainError
from salon.exhibition.services.glb.limits import LARGEST, LONGEST_JSON
from salon.exhibition.services.glb.words import broken, megabytes, number, refused

_MAGIC: Final = b"glTF"
_JSON: Final = b"JSON"
_BINARY: Final = b"BIN\0"

#: What people send instead: the code, how it begins, its name.
_OTHERS: Final[tuple[tuple[str, re.Pattern[bytes], str | Promise], ...]] = (
    ("gltf", re.compile(rb"(?:\xef\xbb\xbf)?\s*\{"), _("a glTF in text form (.gltf)")),
    ("zip", re.compile(rb"PK[\x03\x05\x07]"), _("a ZIP archive, such as USDZ or 3MF")),
    ("fbx", re.compile(rb"Kaydara FBX|\s*;\s*FBX\s"), _("an FBX file")),
    ("step", re.compile(rb"\s*ISO-10303-21"), _("a STEP file")),
    ("stl", re.compile(rb"\s*solid\s"), _("an STL file")),
    ("ply", re.compile(rb"ply\s"), _("a PLY file")),
    ("blend", re.compile(rb"BLENDER"), _("a Blender file (.blend)")),
    ("xml", re.compile(rb"(?:\xef\xbb\xbf)?\s*<"), _("an XML file, such as COLLADA or X3D")),
    ("pdf", re.compile(rb"%PDF"), _("a PDF file")),
    ("picture", re.compile(rb"\x89PNG|\xff\xd8\xff|GIF8|RIFF....WEBP", re.DOTALL), _("an image")),
    (
        "obj",
        re.compile(
            rb"(?:\s*(?:#[^\n]*|(?:mtllib|o|g|usemtl|s)\s[^\n]*)\n)*\s*(?:v|vn|vt)\s+[-\d.]"
        ),
        _("an OBJ file"),
    ),
)
_HEAD: Final = 4096  # bytes that are looked at to recognise another format


class Chunks(NamedTuple):
    """The JSON part, the binary part (empty when there is none), and the bytes of other chunks,
    which viewers skip."""

    text: bytes
    binary: memoryview
    skipped: int


def open_container(data: bytes) -> Chunks:
    """Take a file apart.

    :raises DomainError: when it is too large, of another format, or not put together as it says.
    """
    if len(data) > LARGEST:
        raise refused(
            "size",
            _(
                "The file has %(size)s MB; at most %(most)s MB are taken. Simplify the meshes, make"
                " the textures smaller or compress both."
            ),
            size=megabytes(len(data)),
            most=megabytes(LARGEST),
        )
    if data[:4] != _MAGIC:
        raise _of_another_format(data[:_HEAD])
    _check_header(data)
    text, binary, skipped = b"", memoryview(b""), 0
    for rank, (kind, body) in enumerate(_chunks(memoryview(data))):
        if (rank == 0) != (kind == _JSON):
            raise broken(
                "chunk_order", _("The file does not begin with its JSON chunk, or has another.")
            )
        if kind == _JSON:
            text = _text(body)
        elif kind == _BINARY and rank == 1:
            binary = body
        elif kind == _BINARY:
            raise broken("chunk_order", _("The binary chunk is not the second one, or not alone."))
        else:
            skipped += len(body)
    if not text:
        raise broken("json_missing", _("The file has no JSON chunk."))
    return Chunks(text, binary, skipped)


def _text(body: memoryview) -> bytes:
    if len(body) > LONGEST_JSON:
        raise refused(
            "json_long",
            _(
                "The JSON part has %(size)s MB; at most %(most)s MB are taken. Join small meshes"
                " into one and leave out custom properties."
            ),
            size=megabytes(len(body)),
            most=megabytes(LONGEST_JSON),
        )
    return bytes(body)


def _of_another_format(head: bytes) -> DomainError:
    if not head:
        return refused("empty", _("The file is empty. Export the model as binary glTF 2.0 (.glb)."))
    for code, beginning, name in _OTHERS:
        if beginning.match(head):
            return refused(
                code,
                _("This is %(what)s. Export the model as binary glTF 2.0 (.glb)."),
                what=name,
            )
    return refused(
        "magic", _("This is not a binary glTF. Export the model as binary glTF 2.0 (.glb).")
    )


def _check_header(data: bytes) -> None:
    if len(data) < 12:
        raise broken("truncated", _("The file ends within its header: the upload was cut short."))
    version, length = struct.unpack_from("<II", data, 4)
    if version != 2:
        raise refused(
            "version",
            _("The file is of version %(version)s of glTF. Export it as glTF 2.0."),
            version=version,
        )
    if length > len(data):
        raise refused(
            "truncated",
            _(
                "The file has %(size)s bytes and says %(length)s: its end is missing. Send the"
                " whole file, or export it again."
            ),
            size=number(len(data)),
            length=number(length),
        )
    if length < len(data):
        raise broken(
            "length",
            _("The file has %(size)s bytes and says %(length)s: something follows its end."),
            size=number(len(data)),
            length=number(length),
        )


def _chunks(data: memoryview) -> Iterator[tuple[bytes, memoryview]]:
    """Each chunk's type and body."""
    at = 12
    while at < len(data):
        if at + 8 > len(data):
            raise broken(
                "chunk_header",
                _("The header of the chunk at byte %(at)s is cut off."),
                at=number(at),
            )
        (length,) = struct.unpack_from("<I", data, at)
        if length % 4:
            raise broken(
                "chunk_padding",
                _(
                    "The chunk at byte %(at)s has %(length)s bytes, which is not a multiple of"
                    " four."
                ),
                at=number(at),
                length=number(length),
            )
        if at + 8 + length > len(data):
            raise broken(
                "chunk_length",
                _("The chunk at byte %(at)s says %(length)s bytes: more than the file has."),
                at=number(at),
                length=number(length),
            )
        yield bytes(data[at + 4 : at + 8]), data[at + 8 : at + 8 + length]
        at += 8 + length
