"""The light of a poster: a dome of weak lamps (which is what darkens corners and the ground below)
and a key of several lamps close together, each with its depth map."""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from salon.exhibition.services.posters.arrays import Floats, Ints, unit
from salon.exhibition.services.posters.covering import cover
from salon.exhibition.services.posters.triangles import View

_DOME: Final = 20
#: How many lamps the key has; they come first.
KEY: Final = 4
#: Side of the depth maps of the key and of the dome, in samples.
_FINE: Final = 800
_COARSE: Final = 288
#: Points looked at together: few enough to stay in a processor's cache.
BATCH: Final = 16_384
#: Nearness, below zero, of a lamp's sample that meets no triangle.
_NOTHING: Final = 1e9
#: Light of the key and of the dome (linear).
SUN: Final = np.array((2.1, 2.0, 1.84))
SKY: Final = np.array((0.78, 0.83, 0.92))
#: How much brighter the dome is than what is mirrored of it.
OPEN: Final = 1.9


class Lamp(NamedTuple):
    """A far lamp: where it shines from, how much (linear, three colours), what it sees nearest.

    `nearest` is a (size + 2)² grid, flat, with an empty sample all around; without that edge a
    point is at (axes · point - low) × scale in it: x, y and depth, the depth from 0 to 1.
    """

    heading: Floats
    light: Floats
    axes: Floats
    low: Floats
    scale: Floats
    size: int
    nearest: NDArray[np.float32]

    def reaches(self, points: Floats, normals: Floats | None = None) -> Floats:
        """1 where its light falls on points (n, 3), 0 in shadow, soft between."""
        texel = 1 / float(self.scale[:2].min())
        lit = np.empty(len(points))
        for start in range(0, len(points), BATCH):
            some = slice(start, start + BATCH)
            lifted = points[some]
            if normals is not None:
                lifted = lifted + normals[some] * (1.3 * texel)
            seen = (lifted @ self.axes.T - self.low) * self.scale
            seen[:, 2] += 1.6 * texel * self.scale[2]
            lit[some] = self._found(seen)
        return lit

    def _found(self, seen: Floats) -> NDArray[np.float32]:
        """How much of the four samples around each place of the map lets the light pass."""
        x, y = np.clip(seen[:, :2].T + 0.5, 0, self.size + 0.999).astype(np.float32)
        depth = seen[:, 2].astype(np.float32)
        column, line = x.astype(np.int32), y.astype(np.int32)
        x, y = x - column, y - line
        first = line * (self.size + 2) + column
        near, far = (
            (self.nearest[first + start] <= depth) * (1 - x)
            + (self.nearest[first + start + 1] <= depth) * x
            for start in (0, self.size + 2)
        )
        lit: NDArray[np.float32] = near * (1 - y) + far * y
        return lit


def lamps(view: View, corners: Floats) -> list[Lamp]:
    """The key, over the viewer's left shoulder, and the dome (a Fibonacci spiral)."""
    made = []
    for index in range(KEY):
        azimuth = np.radians(view.azimuth - 34 + 3.2 * np.cos(index * np.pi / 2))
        height = np.radians(46 + 3.2 * np.sin(index * np.pi / 2))
        made.append(_lamp(_heading(azimuth, height), SUN / KEY, corners, _FINE))
    for index in range(_DOME):
        height = np.arcsin((index + 0.5) / _DOME)
        azimuth = np.radians(view.azimuth) + index * 2.399963
        made.append(_lamp(_heading(azimuth, height), SKY * OPEN / _DOME, corners, _COARSE))
    return made


def _lamp(heading: Floats, light: Floats, corners: Floats, size: int) -> Lamp:
    across = unit(np.cross((0, 1, 0.01), heading))
    axes = np.stack((across, np.cross(heading, across), heading))
    seen = corners @ axes.T
    low = seen.reshape(-1, 3).min(axis=0)
    extent = seen.reshape(-1, 3).max(axis=0) - low
    scale = np.array((size, size, 1)) / np.maximum(extent, extent.max() * 1e-6)
    mapped = (seen - low) * scale
    nearest = np.full(size * size, -_NOTHING, dtype=np.float32)
    for sample, _, depth in cover(mapped[..., :2], mapped[..., 2], size, size):
        np.maximum.at(nearest, sample, depth.astype(np.float32))
    edged = np.pad(nearest.reshape(size, size), 1, constant_values=-_NOTHING)
    return Lamp(heading, light, axes, low, scale, size, np.pad(edged.reshape(-1), (0, size + 3)))


def _heading(azimuth: float, height: float) -> Floats:
    flat = np.cos(height)
    return np.array((np.sin(azimuth) * flat, np.sin(height), np.cos(azimuth) * flat))


def dome(lamps: list[Lamp], block: Ints, points: Floats, normals: Floats) -> Floats:
    """How much of the dome shines on each fragment; one value for each block."""
    members = np.bincount(block)
    place, facing = (
        np.stack([np.bincount(block, v[:, i]) / members for i in range(3)], axis=1)
        for v in (points, normals)
    )
    sky = np.zeros(len(members))
    for lamp in lamps:
        slant = facing @ lamp.heading
        some = np.flatnonzero(slant > 0.01)
        sky[some] += slant[some] * lamp.reaches(place[some], facing[some]) / len(lamps)
    return sky[block]


def key(
    lamps: list[Lamp], points: Floats, normals: Floats, toward: Floats, rough: Floats
) -> tuple[Floats, Floats]:
    """How much of the key shines on points, and how much of it they mirror towards the eye."""
    middle = unit(np.sum([lamp.heading for lamp in lamps], axis=0))
    slant = normals @ middle
    lit, gloss = np.zeros(len(points)), np.zeros(len(points))
    some = np.flatnonzero(slant > 0.01)
    reached = sum(lamp.reaches(points[some], normals[some]) for lamp in lamps) / len(lamps)
    lit[some] = slant[some] * reached
    power = 2 / np.maximum(rough[some], 0.12) ** 4
    half = unit(toward[some] + middle)
    shine = np.clip(np.sum(normals[some] * half, axis=1), 0, 1) ** power
    gloss[some] = lit[some] * np.minimum(shine * (power + 2) / 8, 12) / np.pi
    return lit, gloss
