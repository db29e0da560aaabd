"""Draco's header: enough to know that compressed data hold what the accessors say.

The layout is that of the Draco bitstream specification, version 2.2.
"""

from typing import Final

from django.utils.translation import gettext_lazy as _

from salon.exhibition.services.glb.document import Json
from salon.exhibition.services.glb.views import Views
from salon.exhibition.services.glb.words import broken, number

_EXTENSION: Final = "KHR_draco_mesh_compression"
_MESH: Final = 1
_SEQUENTIAL: Final = 0
_METADATA: Final = 0x8000


def check_draco(path: str, primitive: Json, views: Views, triangles: int) -> None:
    """:raises DomainError: when a primitive's compressed data are not Draco's, or hold more
    triangles than its accessors say (which is what everything else here counts)."""
    draco = primitive.get("extensions", {}).get(_EXTENSION)
    if draco is None:
        return
    item = f"{path}.extensions.{_EXTENSION}"
    view = views.use(draco["bufferView"], "Draco")
    head = bytes(view.bytes[:32]) if view.bytes is not None else b""
    if len(head) < 16 or head[:5] != b"DRACO" or head[5:7] != b"\x02\x02" or head[7] != _MESH:
        raise broken("compressed", _("%(item)s does not describe compressed data."), item=item)
    if int.from_bytes(head[9:11], "little") & _METADATA:
        return  # the counts come after them, at no fixed place
    faces = _faces(head)
    if faces > triangles:
        raise broken(
            "compressed_more",
            _("%(item)s holds %(faces)s triangles where %(count)s are declared."),
            item=item,
            faces=number(faces),
            count=number(triangles),
        )


def _faces(head: bytes) -> int:
    if head[8] == _SEQUENTIAL:
        return _varint(head, 11)[0]
    _vertices, at = _varint(head, 12)  # after the kind of traversal
    return _varint(head, at)[0]


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """An unsigned number, seven bits a byte, the lowest first; and where the next one begins."""
    value = 0
    for shift in range(0, 35, 7):
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if not byte & 0x80:
            break
    return value, at
