"""A checked model as triangles: what its default scene shows, where, and of what it is made."""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from salon.exhibition.services.glb.accessors import Accessor, Accessors
from salon.exhibition.services.glb.container import open_container
from salon.exhibition.services.glb.document import Json, read_document
from salon.exhibition.services.glb.geometry import read_meshes
from salon.exhibition.services.glb.scene import shown
from salon.exhibition.services.glb.transforms import Matrix
from salon.exhibition.services.glb.views import Views
from salon.exhibition.services.posters.arrays import Floats, Ints
from salon.exhibition.services.posters.materials import Materials, compressed
from salon.exhibition.services.posters.textures import Picture
from salon.exhibition.services.posters.triangles import Triangles

_TRIANGLES: Final = 4
_STRIP: Final = 5
_FAN: Final = 6
#: Below this a normal is none: a quantized one is 1/127 long at least.
_NOTHING: Final = 1e-6


class Read(NamedTuple):
    """Triangles, and the pictures on them by their number."""

    triangles: Triangles
    pictures: tuple[Picture, ...]


def read(data: bytes) -> Read:
    """The triangles of a model that `glb.check` has taken; none if nothing of it can be seen.

    :raises DomainError: `poster.compressed` or `poster.image`.
    """
    chunks = open_container(data)
    document = read_document(chunks.text)
    views = Views(document, chunks)
    accessors = Accessors(document, views)
    meshes = read_meshes(document, views, accessors)
    reader = _Reader(document, accessors, Materials(document, views))
    parts = [
        _moved(part, one.matrix)
        for one in shown(document, meshes, accessors)
        for part in reader.mesh(one.number)
    ]
    joined = Triangles(*(np.concatenate(arrays) for arrays in zip(*parts, strict=True)))
    return Read(joined, reader.materials.pictures)


class _Reader:
    """Reads each mesh and each accessor once, however often it is shown."""

    def __init__(self, document: Json, accessors: Accessors, materials: Materials) -> None:
        self.materials = materials
        self._meshes = document["meshes"]
        self._accessors = accessors
        self._known: dict[int, list[Triangles]] = {}
        self._values: dict[int, Floats] = {}

    def mesh(self, index: int) -> list[Triangles]:
        """Its parts, where the mesh has them; those of points and lines are left out."""
        if index not in self._known:
            self._known[index] = [
                self._part(primitive)
                for primitive in self._meshes[index]["primitives"]
                if primitive.get("mode", _TRIANGLES) >= _TRIANGLES
            ]
        return self._known[index]

    def _part(self, primitive: Json) -> Triangles:
        names = primitive["attributes"]
        points = self._rows(names["POSITION"])
        order = np.arange(len(points))
        if "indices" in primitive:
            order = self._rows(primitive["indices"])[:, 0].astype(np.int64)
        faces = _faces(order, primitive.get("mode", _TRIANGLES))
        corners = points[faces]
        normals = _flat(corners)
        if "NORMAL" in names:
            given = self._rows(names["NORMAL"])[faces]
            lengths = np.linalg.norm(given, axis=-1, keepdims=True)
            normals = np.where(lengths > _NOTHING, given / np.maximum(lengths, _NOTHING), normals)
        colour = np.ones((*faces.shape, 4))
        if "COLOR_0" in names:
            tint = self._rows(names["COLOR_0"])[faces]
            colour[..., : tint.shape[-1]] = tint
        places = {
            int(name.removeprefix("TEXCOORD_")): self._rows(index)[faces]
            for name, index in names.items()
            if name.startswith("TEXCOORD_")
        }
        return self.materials.made_of(primitive.get("material"), corners, normals, colour, places)

    def _rows(self, index: int) -> Floats:
        if index not in self._values:
            self._values[index] = _numbers(self._accessors.all[index])
        return self._values[index]


def _numbers(accessor: Accessor) -> Floats:
    """(count, components), the normalized ones from -1 or 0 to 1."""
    if accessor.columns is None:
        raise compressed(accessor.path)
    columns: Sequence[Any] = accessor.columns
    rows = np.stack([np.asarray(column, dtype=np.float64) for column in columns], axis=1)
    return np.maximum(rows / accessor.scale, -1) if accessor.normalized else rows


def _faces(order: Ints, mode: int) -> Ints:
    """(n, 3): the vertices of each triangle (glTF 2.0, section 3.7.2.1)."""
    if mode == _TRIANGLES:
        return order[: len(order) // 3 * 3].reshape(-1, 3)
    first = np.arange(max(len(order) - 2, 0))
    if mode == _FAN:
        return order[np.stack((first + 1, first + 2, np.zeros_like(first)), axis=1)]
    odd = first % 2
    return order[np.stack((first, first + 1 + odd, first + 2 - odd), axis=1)]


def _flat(corners: Floats) -> Floats:
    """(n, 3, 3): what is square to each triangle, at each of its corners."""
    across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    return np.repeat(_unit(across)[:, None], 3, axis=1)


def _unit(vectors: Floats) -> Floats:
    """At length 1, however small; what is nothing stays nothing."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return vectors / np.where(lengths > 0, lengths, 1)


def _moved(part: Triangles, matrix: Matrix) -> Triangles:
    """Where a node has it. Normals follow the cofactors, which also serve where a scale is 0; a
    mirror turns the order of corners."""
    rows: NDArray[np.float64] = np.array(matrix).reshape(3, 4)
    a, b, c = rows[:, :3]
    cofactors = np.stack((np.cross(b, c), np.cross(c, a), np.cross(a, b)))
    mirrored = float(a @ cofactors[0]) < 0
    turn = slice(None, None, -1 if mirrored else 1)
    return part._replace(
        corners=(part.corners @ rows[:, :3].T + rows[:, 3])[:, turn],
        normals=_unit(part.normals @ cofactors.T * (-1 if mirrored else 1))[:, turn],
        colour=part.colour[:, turn],
        place=part.place[:, turn],
    )
