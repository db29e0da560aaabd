"""A small renderer for posters: perspective, soft light, soft shadows, smooth edges.

Everything is done to whole arrays. `_cover` finds by scan lines which triangles lie at each sample
of a grid; it serves the picture and the depth map of each lamp. Each pixel has _SAMPLES × _SAMPLES
samples, and each triangle that shows in a pixel is shaded once there. The light is a dome of
weak lamps (which is what darkens corners and the ground below) and a key of several lamps close
together, each with its depth map.
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from salon.demo.shapes.mesh import Floats, Ints, unit
from salon.demo.shapes.scene import Placed, View

_SAMPLES: Final = 2
_MARGIN: Final = 0.085
_DOME: Final = 20
_KEY: Final = 4
#: Side of the depth maps of the key and of the dome, in samples.
_FINE: Final = 800
_COARSE: Final = 288
#: Points looked at together: few enough to stay in a processor's cache.
_BATCH: Final = 16_384
#: Nearness, below zero, of a lamp's sample that meets no triangle.
_NOTHING: Final = 1e9
#: Light of the key and of the dome (linear), colours of sky and ground as a surface mirrors them.
_SUN: Final = np.array((2.1, 2.0, 1.84))
_SKY: Final = np.array((0.78, 0.83, 0.92))
#: How much brighter the dome is than what is mirrored of it.
_OPEN: Final = 1.9
_FLOOR: Final = np.array((0.42, 0.39, 0.35))
_TOP: Final = np.array((226, 224, 219), dtype=float)
_BOTTOM: Final = np.array((197, 193, 185), dtype=float)


class _Triangles(NamedTuple):
    """`corners` and `normals` are (n, 3, 3); the rest is (n, …) for each one's material."""

    corners: Floats
    normals: Floats
    colour: Floats
    glow: Floats
    metallic: Floats
    roughness: Floats


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


def _gather(meshes: list[Placed]) -> _Triangles:
    def spread(values: list[tuple[float, ...] | float]) -> Floats:
        counts = [len(mesh.triangles) for _, mesh in meshes]
        return np.repeat(np.array(values, dtype=float), counts, axis=0)

    return _Triangles(
        np.concatenate([mesh.points[mesh.triangles] for _, mesh in meshes]),
        np.concatenate([mesh.normals[mesh.triangles] for _, mesh in meshes]),
        spread([material.linear() for material, _ in meshes]),
        spread([material.linear(glow=True) for material, _ in meshes]),
        spread([material.metallic for material, _ in meshes]),
        spread([material.roughness for material, _ in meshes]),
    )


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
    axes = np.stack((right, np.cross(right, -back) * -1, -back))
    axes[1] = np.cross(axes[2], axes[0])
    seen = (points - eye) @ axes.T
    flat = seen[:, :2] / seen[:, 2:]
    least, most = flat.min(axis=0), flat.max(axis=0)
    scale = float(((1 - 2 * _MARGIN) * np.array((width, height)) / (most - least)).min())
    middle = np.array((width / 2, height * 0.505))
    return _Camera(eye, axes, scale, middle - (least + most) / 2 * scale)


def _expand(first: Ints, last: Ints) -> tuple[Ints, Ints]:
    """For ranges first ≤ i < last: the number of the range and i, range after range."""
    counts = np.maximum(last - first, 0)
    owner = np.repeat(np.arange(len(counts)), counts)
    offset = np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)
    return owner, first[owner] + offset


def _cover(
    flat: Floats, nearness: Floats, width: int, height: int, stagger: float = 0
) -> tuple[Ints, Ints, Floats]:
    """For each triangle at each sample of a grid: the sample, the triangle, its nearness there.

    `flat` is (n, 3, 2) in samples, whose centres are at halves (but for `stagger`, by which every
    other line lies to the left and the rest to the right); `nearness` is (n, 3), straight across
    the triangle.
    """
    x, y = flat[..., 0], flat[..., 1]
    first = np.clip(np.ceil(y.min(axis=1) - 0.5), 0, height).astype(np.int64)
    last = np.clip(np.ceil(y.max(axis=1) - 0.5), 0, height).astype(np.int64)
    owner, line = _expand(first, last)
    left, right = np.full(len(owner), np.inf), np.full(len(owner), -np.inf)
    for a, b in ((0, 1), (1, 2), (2, 0)):
        rise = y[:, b] - y[:, a]
        slope = (x[:, b] - x[:, a]) / np.where(rise == 0, 1, rise)
        t = (line + 0.5) - y[owner, a]
        inside = (t * np.sign(rise)[owner] >= 0) & (np.abs(t) <= np.abs(rise)[owner])
        inside &= rise[owner] != 0
        at = x[owner, a] + t * slope[owner]
        left = np.where(inside, np.minimum(left, at), left)
        right = np.where(inside, np.maximum(right, at), right)
    centre = 0.5 + stagger * (line % 2 * 2 - 1)
    span, column = _expand(
        np.ceil(np.clip(left, 0, width) - centre).clip(0).astype(np.int64),
        np.ceil(np.clip(right, -1, width) - centre).astype(np.int64),
    )
    plane = _planes(flat, nearness)[owner]
    base = plane[:, 0] * centre + plane[:, 1] * (line + 0.5) + plane[:, 2]
    depth = base[span] + plane[span, 0] * column
    return (line * width)[span] + column, owner[span], depth


def _planes(flat: Floats, values: Floats) -> Floats:
    """(n, 3): the a, b, c for which a x + b y + c is the value at each corner."""
    ab, ac = flat[:, 1] - flat[:, 0], flat[:, 2] - flat[:, 0]
    area = ab[:, 0] * ac[:, 1] - ab[:, 1] * ac[:, 0]
    area = np.where(np.abs(area) < 1e-9, np.inf, area)
    up, over = values[:, 1] - values[:, 0], values[:, 2] - values[:, 0]
    a = (up * ac[:, 1] - over * ab[:, 1]) / area
    b = (over * ab[:, 0] - up * ac[:, 0]) / area
    return np.stack((a, b, values[:, 0] - a * flat[:, 0, 0] - b * flat[:, 0, 1]), axis=1)


class _Lamp(NamedTuple):
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
        for start in range(0, len(points), _BATCH):
            some = slice(start, start + _BATCH)
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


def _lamp(heading: Floats, light: Floats, corners: Floats, size: int) -> _Lamp:
    across = unit(np.cross((0, 1, 0.01), heading))
    axes = np.stack((across, np.cross(heading, across), heading))
    seen = corners @ axes.T
    low = seen.reshape(-1, 3).min(axis=0)
    scale = np.array((size, size, 1)) / (seen.reshape(-1, 3).max(axis=0) - low)
    mapped = (seen - low) * scale
    sample, _, depth = _cover(mapped[..., :2], mapped[..., 2], size, size)
    nearest = np.full(size * size, -_NOTHING, dtype=np.float32)
    np.maximum.at(nearest, sample, depth.astype(np.float32))
    edged = np.pad(nearest.reshape(size, size), 1, constant_values=-_NOTHING)
    return _Lamp(heading, light, axes, low, scale, size, np.pad(edged.reshape(-1), (0, size + 3)))


def _lamps(view: View, corners: Floats) -> list[_Lamp]:
    """The key, over the viewer's left shoulder, and the dome (a Fibonacci spiral)."""
    lamps = []
    for index in range(_KEY):
        azimuth = np.radians(view.azimuth - 34 + 3.2 * np.cos(index * np.pi / 2))
        height = np.radians(46 + 3.2 * np.sin(index * np.pi / 2))
        lamps.append(_lamp(_heading(azimuth, height), _SUN / _KEY, corners, _FINE))
    for index in range(_DOME):
        height = np.arcsin((index + 0.5) / _DOME)
        azimuth = np.radians(view.azimuth) + index * 2.399963
        lamps.append(_lamp(_heading(azimuth, height), _SKY * _OPEN / _DOME, corners, _COARSE))
    return lamps


def _heading(azimuth: float, height: float) -> Floats:
    flat = np.cos(height)
    return np.array((np.sin(azimuth) * flat, np.sin(height), np.cos(azimuth) * flat))


def background(width: int, height: int) -> Floats:
    """(height, width, 3) from 0 to 255: a soft neutral fall of light, the same for every poster."""
    y = np.linspace(0, 1, height)[:, None, None]
    x = np.linspace(-1, 1, width)[None, :, None]
    fall: Floats = (_TOP * (1 - y) + _BOTTOM * y) * (1.015 - 0.06 * x * x)
    return fall


def draw(meshes: list[Placed], view: View, width: int, height: int) -> Image.Image:
    """The model on its ground, width × height pixels."""
    scene = _gather(meshes)
    camera = _camera(scene.corners.reshape(-1, 3), view, width, height)
    lamps = _lamps(view, scene.corners)
    picture = background(width, height) * _ground(camera, lamps, width, height)
    seen = _fragments(scene, camera, width, height)
    shaded = _shade(scene, camera, lamps, seen)
    flat = picture.reshape(-1, 3)
    covered = np.bincount(seen.pixel, seen.share, len(flat))
    for channel in range(3):
        flat[:, channel] *= 1 - covered
        flat[:, channel] += np.bincount(seen.pixel, seen.share * shaded[:, channel], len(flat))
    return Image.fromarray(np.clip(flat + 0.5, 0, 255).astype(np.uint8).reshape(picture.shape))


class _Fragments(NamedTuple):
    """For each triangle in each pixel: the pixel, the triangle, its share, its middle in pixels.

    `block` numbers what of a triangle lies in a square of four pixels, for the softer light.
    """

    pixel: Ints
    triangle: Ints
    share: Floats
    where: Floats
    block: Ints


def _fragments(scene: _Triangles, camera: _Camera, width: int, height: int) -> _Fragments:
    flat, depth = camera.project(scene.corners)
    ab, ac = flat[:, 1] - flat[:, 0], flat[:, 2] - flat[:, 0]
    shown = np.flatnonzero(ab[:, 0] * ac[:, 1] - ab[:, 1] * ac[:, 0] < 0)
    wide, high = width * _SAMPLES, height * _SAMPLES
    near = depth.min() / depth[shown]
    sample, some, depth = _cover(flat[shown] * _SAMPLES, near, wide, high, 0.25)
    best = np.full(wide * high, -1, dtype=np.int64)
    np.maximum.at(best, sample, (np.clip(depth, 0, 1) * (1 << 40)).astype(np.int64) << 20 | some)
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
    _, block = np.unique(square * len(flat) + triangle, return_inverse=True)
    return _Fragments(pixel, triangle, counts / _SAMPLES**2, where, block)


def _surface(
    scene: _Triangles, camera: _Camera, triangle: Ints, where: Floats
) -> tuple[Floats, Floats]:
    """Points and normals of triangles seen at pixels `where`."""
    flat, depth = camera.project(scene.corners)
    weights = np.zeros((len(triangle), 3))
    for corner in range(3):
        only = np.zeros((len(flat), 3))
        only[:, corner] = 1 / depth[:, corner]
        plane = _planes(flat, only)[triangle]
        weights[:, corner] = plane[:, 0] * where[:, 0] + plane[:, 1] * where[:, 1] + plane[:, 2]
    weights = np.clip(weights, 0, None)
    weights /= np.maximum(weights.sum(axis=1, keepdims=True), 1e-12)
    points = np.einsum("nc,ncd->nd", weights, scene.corners[triangle])
    return points, unit(np.einsum("nc,ncd->nd", weights, scene.normals[triangle]))


def _shade(scene: _Triangles, camera: _Camera, lamps: list[_Lamp], seen: _Fragments) -> Floats:
    """sRGB from 0 to 255 of each fragment."""
    points, normals = _surface(scene, camera, seen.triangle, seen.where)
    sky = _dome(lamps[_KEY:], seen.block, points, normals)
    shaded = np.empty_like(points)
    for start in range(0, len(points), _BATCH):
        some = slice(start, start + _BATCH)
        toward = unit(camera.eye - points[some])
        rough = scene.roughness[seen.triangle[some]]
        key, gloss = _key(lamps[:_KEY], points[some], normals[some], toward, rough)
        diffuse = key[:, None] * _SUN + sky[some, None] * _SKY * _OPEN
        shaded[some] = _tone(
            scene, seen.triangle[some], normals[some], toward,
            diffuse, sky[some] * 2, gloss[:, None] * _SUN,
        )  # fmt: skip
    return shaded


def _dome(lamps: list[_Lamp], block: Ints, points: Floats, normals: Floats) -> Floats:
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


def _key(
    lamps: list[_Lamp], points: Floats, normals: Floats, toward: Floats, rough: Floats
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


def _tone(
    scene: _Triangles, triangle: Ints, normals: Floats, toward: Floats,
    diffuse: Floats, open_sky: Floats, gloss: Floats,
) -> Floats:  # fmt: skip
    """Light put on the materials: diffuse, mirrored and given off; then made a picture's values."""
    colour, metallic = scene.colour[triangle], scene.metallic[triangle][:, None]
    rough = scene.roughness[triangle][:, None]
    bounce = _FLOOR * (0.5 - 0.5 * normals[:, 1:2]) * (0.35 + 0.65 * open_sky[:, None])
    facing = np.sum(normals * toward, axis=1, keepdims=True)
    mirrored = 2 * facing * normals - toward
    high = np.clip(mirrored[:, 1:2] * (1.6 - rough) + 0.15, -1, 1)
    sky = np.where(high > 0, 0.55 + 0.75 * np.abs(high) ** 0.7, 0.55 + 0.35 * high) * (_SKY + 0.08)
    base = 0.04 * (1 - metallic) + colour * metallic
    edge = np.clip(1 - facing, 0, 1) ** 5
    fresnel = base + (np.maximum(1 - rough, base) - base) * edge
    seen = np.clip(0.25 + open_sky[:, None], 0, 1)
    light = colour * (1 - metallic) * (diffuse + bounce + 0.14) / 2.2
    light += sky * fresnel * seen * 1.25 + gloss * fresnel + scene.glow[triangle]
    light = light * (1 + light / 6) / (1 + light * 0.62)
    return 255 * np.clip(light * 1.24, 0, 1) ** (1 / 2.2)


def _ground(camera: _Camera, lamps: list[_Lamp], width: int, height: int) -> Floats:
    """(height, width, 1): how much light is left on the ground at each pixel, 1 in the open."""
    whole = sum(float(lamp.light.mean() * lamp.heading[1]) for lamp in lamps)
    dark = np.zeros((height, width))
    for some, step, blur in ((lamps[:_KEY], 3, 1), (lamps[_KEY:], 6, width // 360)):
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
