"""Triangles with a normal at each corner: what every part of a shape is made of.

Lengths are metres, Y is up, the front of a thing looks towards +Z; triangles run counter-clockwise
seen from outside, as glTF 2.0 wants them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from salon.exhibition.services.posters.arrays import Floats as Floats
from salon.exhibition.services.posters.arrays import Ints as Ints
from salon.exhibition.services.posters.arrays import unit as unit

Vector = tuple[float, float, float]

#: Triangles below this area (m²) are what is left of a bevel of no width; they are dropped.
_SPECK: Final = 1e-9
_AXES: Final[dict[str, Vector]] = {"x": (1, 0, 0), "y": (0, 1, 0), "z": (0, 0, 1)}


@dataclass(frozen=True, slots=True)
class Mesh:
    """`points` and `normals` are (n, 3), `triangles` is (m, 3) indices into them."""

    points: Floats
    normals: Floats
    triangles: Ints

    def at(self, x: float, y: float, z: float) -> "Mesh":
        """Moved by so many metres."""
        return Mesh(self.points + np.array((x, y, z)), self.normals, self.triangles)

    def turn(self, axis: str, degrees: float) -> "Mesh":
        """Turned about "x", "y" or "z" through the origin, by the right-hand rule."""
        return self.under(rotation(_AXES[axis], degrees))

    def under(self, matrix: Floats) -> "Mesh":
        """Turned by a 3 × 3 rotation matrix."""
        return Mesh(self.points @ matrix.T, self.normals @ matrix.T, self.triangles)

    def mirrored(self) -> "Mesh":
        """The same on the other side: x becomes -x."""
        flip = np.array((-1.0, 1.0, 1.0))
        return Mesh(self.points * flip, self.normals * flip, self.triangles[:, ::-1])

    def both(self) -> "Mesh":
        """With its mirror image."""
        return merge((self, self.mirrored()))


def rotation(axis: Vector, degrees: float) -> Floats:
    """The matrix that turns about `axis` (Rodrigues)."""
    x, y, z = unit(np.array(axis, dtype=float))
    cross = np.array(((0, -z, y), (z, 0, -x), (-y, x, 0)))
    angle = np.radians(degrees)
    turned: Floats = np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * (cross @ cross)
    return turned


def build(points: Sequence[Floats], normals: Sequence[Floats], triangles: Sequence[Ints]) -> Mesh:
    """A mesh from arrays to stack; specks are dropped."""
    stacked = np.concatenate([p.reshape(-1, 3) for p in points])
    faces = np.concatenate([t.reshape(-1, 3) for t in triangles])
    a, b, c = (stacked[faces[:, i]] for i in range(3))
    area = np.linalg.norm(np.cross(b - a, c - a), axis=1) / 2
    return Mesh(
        stacked, unit(np.concatenate([n.reshape(-1, 3) for n in normals])), faces[area > _SPECK]
    )


def merge(meshes: Iterable[Mesh]) -> Mesh:
    """All of them as one."""
    listed = list(meshes)
    sizes = np.cumsum([0, *(len(mesh.points) for mesh in listed)])
    return Mesh(
        np.concatenate([mesh.points for mesh in listed]),
        np.concatenate([mesh.normals for mesh in listed]),
        np.concatenate(
            [mesh.triangles + start for mesh, start in zip(listed, sizes, strict=False)]
        ),
    )


def around(mesh: Mesh, count: int, axis: str = "y", start: float = 0) -> Mesh:
    """The same `count` times around an axis."""
    return merge(mesh.turn(axis, start + 360 * index / count) for index in range(count))


def row(mesh: Mesh, count: int, step: Vector) -> Mesh:
    """The same `count` times in a straight row, centred on the first one's place."""
    first = -(count - 1) / 2
    return merge(mesh.at(*((first + index) * length for length in step)) for index in range(count))
