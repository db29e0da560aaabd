"""Where nodes put things: 4 × 4 matrices and the boxes they make.

A matrix here is its upper three rows, one after the other: twelve numbers. The fourth row of a node
is always 0, 0, 0, 1. Lengths are in metres, as everywhere in glTF.
"""

import math
from array import array
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from django.utils.translation import gettext_lazy as _

from salon.exhibition.services.glb.accessors import Accessor
from salon.exhibition.services.glb.document import Json
from salon.exhibition.services.glb.words import broken

Matrix = tuple[float, ...]

IDENTITY: Final[Matrix] = (1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0)

#: How far a quaternion's length may be from 1, and a matrix's axes from right angles.
_UNIT_SLACK: Final = 0.005
_ANGLE_SLACK: Final = 0.001


class Box(NamedTuple):
    """The lowest and the highest corner."""

    low: tuple[float, ...]
    high: tuple[float, ...]

    @property
    def corners(self) -> list[tuple[float, float, float]]:
        (a, b, c), (x, y, z) = self
        return [(i, j, k) for i in (a, x) for j in (b, y) for k in (c, z)]


def around(boxes: Iterable[Box]) -> Box:
    """The box around boxes."""
    lows, highs = zip(*boxes, strict=True)
    return Box(tuple(map(min, zip(*lows, strict=True))), tuple(map(max, zip(*highs, strict=True))))


def local_matrix(path: str, node: Json) -> Matrix:
    """Of a node, relative to its parent.

    :raises DomainError: when it says so in two ways, or in one that is no move, turn and scaling.
    """
    if "matrix" not in node:
        return _from_parts(path, node)
    for name in ("translation", "rotation", "scale"):
        if name in node:
            raise broken(
                "matrix_twice", _("%(item)s has a matrix and a %(name)s."), item=path, name=name
            )
    given = [float(one) for one in node["matrix"]]
    columns = [given[0:3], given[4:7], given[8:11]]
    last_row = [given[3], given[7], given[11], given[15]]
    if last_row != [0, 0, 0, 1] or not _is_rigid(columns):
        raise broken(
            "matrix", _("%(item)s.matrix is no move, turn and scaling of a shape."), item=path
        )
    return tuple(given[column * 4 + row] for row in range(3) for column in range(4))


def _is_rigid(columns: Sequence[Sequence[float]]) -> bool:
    """Three axes at right angles, none of them nothing."""
    lengths = [math.hypot(*column) for column in columns]
    if not all(lengths) or not all(map(math.isfinite, lengths)):
        return False
    units = [
        [one / length for one in column] for column, length in zip(columns, lengths, strict=True)
    ]
    pairs = ((0, 1), (0, 2), (1, 2))
    return all(abs(_dot(units[one], units[other])) < _ANGLE_SLACK for one, other in pairs)


def _dot(one: Iterable[float], other: Iterable[float]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


def _from_parts(path: str, node: Json) -> Matrix:
    x, y, z, w = map(float, node.get("rotation", (0, 0, 0, 1)))
    if abs(math.hypot(x, y, z, w) - 1) > _UNIT_SLACK:
        raise broken(
            "rotation", _("%(item)s.rotation is no rotation: its length is not 1."), item=path
        )
    a, b, c = map(float, node.get("scale", (1, 1, 1)))
    i, j, k = map(float, node.get("translation", (0, 0, 0)))
    return (
        (1 - 2 * (y * y + z * z)) * a, 2 * (x * y - z * w) * b, 2 * (x * z + y * w) * c, i,
        2 * (x * y + z * w) * a, (1 - 2 * (x * x + z * z)) * b, 2 * (y * z - x * w) * c, j,
        2 * (x * z - y * w) * a, 2 * (y * z + x * w) * b, (1 - 2 * (x * x + y * y)) * c, k,
    )  # fmt: skip


def times(one: Matrix, other: Matrix) -> Matrix:
    """`other` first, then `one`."""
    product = []
    for row in (0, 4, 8):
        a, b, c, moved = one[row : row + 4]
        for column in range(4):
            value = a * other[column] + b * other[column + 4] + c * other[column + 8]
            product.append(value + moved if column == 3 else value)
    return tuple(product)


def keeps_axes(matrix: Matrix) -> bool:
    """Whether boxes stay boxes, so that their corners say everything."""
    return all(sum(one != 0 for one in matrix[row : row + 3]) <= 1 for row in (0, 4, 8))


def own_box(points: Accessor) -> Box:
    """The box of an accessor's points as it declares it; normalized numbers become -1 to 1."""
    low, high = points.low or (), points.high or ()
    return Box(
        tuple(max(one / points.scale, -1.0) if points.normalized else one for one in low),
        tuple(max(one / points.scale, -1.0) if points.normalized else one for one in high),
    )


def moved_box(box: Box, matrix: Matrix) -> Box:
    """The box around a moved box."""
    return _box_of(
        [_along(matrix[row : row + 4], *zip(*box.corners, strict=True)) for row in (0, 4, 8)]
    )


def moved_points(points: Accessor, matrix: Matrix) -> Box:
    """The box around moved points, which is smaller when they are turned."""
    columns = points.columns or ()
    if points.normalized:
        columns = tuple([max(one / points.scale, -1.0) for one in column] for column in columns)
    return _box_of([_along(matrix[row : row + 4], *columns) for row in (0, 4, 8)])


def _along(row: Sequence[float], *columns: Iterable[float]) -> Sequence[float]:
    a, b, c, moved = row
    return array("d", [a * x + b * y + c * z + moved for x, y, z in zip(*columns, strict=True)])


def _box_of(axes: Sequence[Sequence[float]]) -> Box:
    return Box(tuple(map(min, axes)), tuple(map(max, axes)))
