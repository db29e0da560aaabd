"""A small renderer for posters: perspective, soft light, soft shadows, smooth edges.

Everything is done to whole arrays. Each pixel has _SAMPLES × _SAMPLES samples, and each triangle
that shows in a pixel is shaded once there.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from django.utils.translation import gettext_lazy as _
from PIL import Image

from salon.core.errors import DomainError
from salon.exhibition.services.posters.arrays import Floats, Ints, unit
from salon.exhibition.services.posters.covering import cover, planes
from salon.exhibition.services.posters.lamps import (
    BATCH,
    KEY,
    OPEN,
    SKY,
    SUN,
    Lamp,
    dome,
    key,
    lamps,
)
from salon.exhibition.services.posters.textures import Picture
from salon.exhibition.services.posters.triangles import Triangles, View

_SAMPLES: Final = 2
_MARGIN: Final = 0.085
#: How many triangles may lie over each other, on average of the whole picture.
_LAYERS: Final = 100
#: What a surface mirrors of the ground.
_FLOOR: Final = np.array((0.42, 0.39, 0.35))
_TOP: Final = np.array((226, 224, 219), dtype=float)
_BOTTOM: Final = np.array((197, 193, 185), dtype=float)


class _Camera(NamedTuple):
    """Screen x and y are `scale` × (right, down) / depth + `shift`, in pixels."""

    eye: Floats
    axes: Floats
    scale: float
    shift: Floats

    def project(self, points: Floats) -> tuple[Floats, Floats]:
        """Pixels (…, 2) and depths (…)."""
        seen = (points - self.eye) @ self.axes.T
        depth = seen[..., 2]
        return seen[..., :2] / depth[..., None] * self.scale + self.shift, depth

    def rays(self, pixels: Floats) -> Floats:
        """Directions, of depth 1, through pixels (n, 2)."""
        flat = (pixels - self.shift) / self.scale
        return np.column_stack((flat, np.ones(len(flat)))) @ self.axes


def _camera(points: Floats, view: View, width: int, height: int) -> _Camera:
    """The camera whose picture the points fill, but for a margin."""
    low, high = points.min(axis=0), points.max(axis=0)
    azimuth, elevation = np.radians((view.azimuth, view.elevation))
    back = np.array((
        np.sin(azimuth) * np.cos(elevation), np.sin(elevation),
        np.cos(azimuth) * np.cos(elevation),
    ))  # fmt: skip
    eye = (low + high) / 2 + back * view.distance * float(np.linalg.norm(high - low))
    right = unit(np.cross((0, 1, 0), back))
    axes = np.stack((right, np.cross(right, back), -back))
    seen = (points - eye) @ axes.T
    flat = seen[:, :2] / seen[:, 2:]
    least, most = flat.min(axis=0), flat.max(axis=0)
    extent = np.maximum(most - least, 1e-9)
    scale = float(((1 - 2 * _MARGIN) * np.array((width, height)) / extent).min())
    middle = np.array((width / 2, height * 0.505))
    return _Camera(eye, axes, scale, middle - (least + most) / 2 * scale)


def background(width: int, height: int) -> Floats:
    """(height, width, 3) from 0 to 255: a soft neutral fall of light, the same for every poster."""
    y = np.linspace(0, 1, height)[:, None, None]
    x = np.linspace(-1, 1, width)[None, :, None]
    fall: Floats = (_TOP * (1 - y) + _BOTTOM * y) * (1.015 - 0.06 * x * x)
    return fall


def draw(
    scene: Triangles, pictures: Sequence[Picture], view: View, width: int, height: int
) -> Image.Image:
    """The model on the ground, which is at y = 0: width × height pixels.

    :raises DomainError: `poster.layers` when it would take too long.
    """
    camera = _camera(scene.corners.reshape(-1, 3), view, width, height)
    scene = _turned(scene, camera)
    seen = _fragments(scene, camera, width, height)
    lights = lamps(view, scene.corners)
    picture = background(width, height) * _ground(camera, lights, width, height)
    shaded = _shade(scene, pictures, camera, lights, seen)
    flat = picture.reshape(-1, 3)
    covered = np.bincount(seen.pixel, seen.share, len(flat))
    for channel in range(3):
        flat[:, channel] *= 1 - covered
        flat[:, channel] += np.bincount(seen.pixel, seen.share * shaded[:, channel], len(flat))
    return Image.fromarray(np.clip(flat + 0.5, 0, 255).astype(np.uint8).reshape(picture.shape))


def _turned(scene: Triangles, camera: _Camera) -> Triangles:
    """With the triangles of two faces turned to show the one that looks at the camera."""
    flat, _depth = camera.project(scene.corners)
    away = scene.both & (_twice_the_area(flat) > 0)
    order = np.where(away[:, None], (0, 2, 1), (0, 1, 2))
    rows = np.arange(len(flat))[:, None]
    return scene._replace(
        corners=scene.corners[rows, order],
        normals=scene.normals[rows, order] * np.where(away, -1.0, 1.0)[:, None, None],
        colour=scene.colour[rows, order],
        place=scene.place[rows, order],
    )


def _twice_the_area(flat: Floats) -> Floats:
    """Of triangles (n, 3, 2) on the screen; below 0 for those whose front is seen."""
    ab, ac = flat[:, 1] - flat[:, 0], flat[:, 2] - flat[:, 0]
    return ab[:, 0] * ac[:, 1] - ab[:, 1] * ac[:, 0]


class _Fragments(NamedTuple):
    """For each triangle in each pixel: the pixel, the triangle, its share, its middle in pixels.

    `block` numbers what of a triangle lies in a square of four pixels, for the softer light.
    """

    pixel: Ints
    triangle: Ints
    share: Floats
    where: Floats
    block: Ints


def _fragments(scene: Triangles, camera: _Camera, width: int, height: int) -> _Fragments:
    flat, depth = camera.project(scene.corners)
    area = _twice_the_area(flat)
    shown = np.flatnonzero(area < 0)
    if -area[shown].sum() > 2 * _LAYERS * width * height:
        raise DomainError(
            "poster.layers",
            _(
                "The model has so much one behind the other that no poster of it is drawn here."
                " Delete what cannot be seen, or make the poster elsewhere and give it with the"
                " model."
            ),
        )
    wide, high = width * _SAMPLES, height * _SAMPLES
    near = depth.min() / depth[shown]
    best = np.full(wide * high, -1, dtype=np.int64)
    for sample, some, depth in cover(flat[shown] * _SAMPLES, near, wide, high, 0.25):
        rank = (np.clip(depth, 0, 1) * (1 << 40)).astype(np.int64) << 20 | some
        np.maximum.at(best, sample, rank)
    samples = np.flatnonzero(best >= 0)
    triangle = shown[best[samples] & ((1 << 20) - 1)]
    line, column = np.divmod(samples, wide)
    pixel = line // _SAMPLES * width + column // _SAMPLES
    found, inverse, counts = np.unique(
        pixel * len(flat) + triangle, return_inverse=True, return_counts=True
    )
    across = column + 0.5 + 0.25 * (line % 2 * 2 - 1)
    where = np.stack(
        [np.bincount(inverse, v / _SAMPLES) / counts for v in (across, line + 0.5)], axis=1
    )
    pixel, triangle = np.divmod(found, len(flat))
    square = pixel // width // 2 * width + pixel % width // 2
    _found, block = np.unique(square * len(flat) + triangle, return_inverse=True)
    return _Fragments(pixel, triangle, counts / _SAMPLES**2, where, block)


class _Surface(NamedTuple):
    """What is seen at each fragment; `colour` is linear."""

    points: Floats
    normals: Floats
    colour: Floats


def _surface(
    scene: Triangles, pictures: Sequence[Picture], camera: _Camera, seen: _Fragments
) -> _Surface:
    flat, depth = camera.project(scene.corners)
    triangle, where = seen.triangle, seen.where
    weights = np.zeros((len(triangle), 3))
    for corner in range(3):
        only = np.zeros((len(flat), 3))
        only[:, corner] = 1 / depth[:, corner]
        plane = planes(flat, only)[triangle]
        weights[:, corner] = plane[:, 0] * where[:, 0] + plane[:, 1] * where[:, 1] + plane[:, 2]
    weights = np.clip(weights, 0, None)
    weights /= np.maximum(weights.sum(axis=1, keepdims=True), 1e-12)
    points, normals, colour = (
        np.einsum("nc,ncd->nd", weights, each[triangle])
        for each in (scene.corners, scene.normals, scene.colour)
    )
    for index, picture in enumerate(pictures):
        some = np.flatnonzero(scene.picture[triangle] == index)
        if len(some):
            of = triangle[some]
            place = np.einsum("nc,ncd->nd", weights[some], scene.place[of])
            level = picture.level(scene.place, flat)[of]
            colour[some] *= picture.sample(place, level)[:, :3]
    return _Surface(points, unit(normals), colour)


def _shade(
    scene: Triangles,
    pictures: Sequence[Picture],
    camera: _Camera,
    lights: list[Lamp],
    seen: _Fragments,
) -> Floats:
    """sRGB from 0 to 255 of each fragment."""
    points, normals, colour = _surface(scene, pictures, camera, seen)
    sky = dome(lights[KEY:], seen.block, points, normals)
    shaded = np.empty_like(points)
    for start in range(0, len(points), BATCH):
        some = slice(start, start + BATCH)
        toward = unit(camera.eye - points[some])
        triangle = seen.triangle[some]
        lit, gloss = key(
            lights[:KEY], points[some], normals[some], toward, scene.roughness[triangle]
        )
        diffuse = lit[:, None] * SUN + sky[some, None] * SKY * OPEN
        shaded[some] = _tone(
            scene, triangle, colour[some], normals[some], toward,
            diffuse, sky[some] * 2, gloss[:, None] * SUN,
        )  # fmt: skip
    return shaded


def _tone(
    scene: Triangles, triangle: Ints, colour: Floats, normals: Floats, toward: Floats,
    diffuse: Floats, open_sky: Floats, gloss: Floats,
) -> Floats:  # fmt: skip
    """Light put on the materials: diffuse, mirrored and given off; then made a picture's values."""
    metallic = scene.metallic[triangle][:, None]
    rough = scene.roughness[triangle][:, None]
    bounce = _FLOOR * (0.5 - 0.5 * normals[:, 1:2]) * (0.35 + 0.65 * open_sky[:, None])
    facing = np.sum(normals * toward, axis=1, keepdims=True)
    mirrored = 2 * facing * normals - toward
    high = np.clip(mirrored[:, 1:2] * (1.6 - rough) + 0.15, -1, 1)
    sky = np.where(high > 0, 0.55 + 0.75 * np.abs(high) ** 0.7, 0.55 + 0.35 * high) * (SKY + 0.08)
    base = 0.04 * (1 - metallic) + colour * metallic
    edge = np.clip(1 - facing, 0, 1) ** 5
    fresnel = base + (np.maximum(1 - rough, base) - base) * edge
    seen = np.clip(0.25 + open_sky[:, None], 0, 1)
    light = colour * (1 - metallic) * (diffuse + bounce + 0.14) / 2.2
    light += sky * fresnel * seen * 1.25 + gloss * fresnel + scene.glow[triangle]
    light = light * (1 + light / 6) / (1 + light * 0.62)
    return 255 * np.clip(light * 1.24, 0, 1) ** (1 / 2.2)


def _ground(camera: _Camera, lights: list[Lamp], width: int, height: int) -> Floats:
    """(height, width, 1): how much light is left on the ground at each pixel, 1 in the open."""
    whole = sum(float(lamp.light.mean() * lamp.heading[1]) for lamp in lights)
    dark = np.zeros((height, width))
    for some, step, blur in ((lights[:KEY], 3, 1), (lights[KEY:], 6, width // 360)):
        columns, lines = -(-width // step), -(-height // step)
        grid = np.stack(np.meshgrid(np.arange(columns), np.arange(lines)), axis=-1)
        rays = camera.rays((grid.reshape(-1, 2).astype(np.float64) + 0.5) * step)
        far = -camera.eye[1] / np.minimum(rays[:, 1], -1e-6)
        points = camera.eye + rays * far[:, None]
        lost = np.zeros(len(points))
        for lamp in some:
            share = float(lamp.light.mean() * lamp.heading[1]) / whole
            lost += np.where(rays[:, 1] < -1e-3, share * (1 - lamp.reaches(points)), 0)
        smooth = _blurred(lost.reshape(lines, columns), blur).astype(np.float32)
        image = Image.fromarray(smooth).resize((width, height), Image.Resampling.BICUBIC)
        dark += np.asarray(image)
    return 1 - 0.75 * dark[..., None]


def _blurred(values: Floats, radius: int) -> Floats:
    """Each value the mean of its neighbourhood, twice over."""
    span = 2 * radius + 1
    for axis in (0, 1, 0, 1):
        edges = [(0, 0), (0, 0)]
        edges[axis] = (radius + 1, radius)
        sums = np.moveaxis(np.cumsum(np.pad(values, edges, mode="edge"), axis=axis), axis, 0)
        values = np.moveaxis((sums[span:] - sums[:-span]) / span, 0, axis)
    return values
