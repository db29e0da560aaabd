"""Solid parts: extruded outlines, boxes, things turned on a lathe, tubes, bars.

Edges are bevelled without more points than a sharp edge needs: each face keeps its own normals and
the narrow faces between them borrow theirs, so that flat stays flat and an edge catches the light.
"""

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

import numpy as np

from salon.demo.shapes.mesh import Floats, Ints, Mesh, Vector, build, merge, unit

Point = tuple[float, float]
#: Two faces that meet below this angle are one curved surface.
_SMOOTH: Final = math.cos(math.radians(40))


def fillet(
    points: Sequence[Sequence[float]], radius: float, *, steps: int = 4, closed: bool = True
) -> list[tuple[float, ...]]:
    """The line through `points` with its corners rounded (a quadratic curve at each)."""
    line = [np.array(point, dtype=float) for point in points]
    done: list[tuple[float, ...]] = []
    for index, corner in enumerate(line):
        if not closed and index in (0, len(line) - 1):
            done.append(tuple(corner))
            continue
        before, after = line[index - 1] - corner, line[(index + 1) % len(line)] - corner
        start, end = (
            corner + arm * min(radius / float(np.linalg.norm(arm)), 0.48) for arm in (before, after)
        )
        for step in range(steps + 1):
            t = step / steps
            done.append(tuple((1 - t) ** 2 * start + 2 * t * (1 - t) * corner + t * t * end))
    return done


def arc(radius: float, start: float, end: float, steps: int, *, at: Point = (0, 0)) -> list[Point]:
    """Points of a circle between two angles in degrees."""
    angles = np.radians(np.linspace(start, end, steps + 1))
    return [(at[0] + radius * math.cos(a), at[1] + radius * math.sin(a)) for a in angles]


def thickened(line: Sequence[Point], thickness: float) -> list[Point]:
    """The outline of a sheet whose outside is `line`, which turns to the right if it turns."""
    path = np.array(line, dtype=float)
    steps = unit(np.diff(np.column_stack((path, np.zeros(len(path)))), axis=0))[:, :2]
    right = np.stack((steps[:, 1], -steps[:, 0]), axis=1)
    before, after = np.vstack((right[:1], right)), np.vstack((right, right[-1:]))
    share = 1 + np.sum(before * after, axis=1, keepdims=True)
    inner = path + thickness * (before + after) / share
    return [(float(x), float(y)) for x, y in (*inner, *path[::-1])]


def rectangle(width: float, height: float, radius: float = 0, steps: int = 4) -> list[Point]:
    """A rectangle centred on the origin, with round corners if `radius` says so."""
    w, h = width / 2, height / 2
    corners: list[Point] = [(-w, -h), (w, -h), (w, h), (-w, h)]
    return [(p[0], p[1]) for p in fillet(corners, radius, steps=steps)] if radius else corners


def _ears(outline: Floats) -> Ints:
    """A simple counter-clockwise polygon cut into triangles, ear by ear."""
    left = list(range(len(outline)))
    found: list[tuple[int, int, int]] = []

    def area(a: int, b: int, c: int) -> float:
        (ax, ay), (bx, by), (cx, cy) = outline[a], outline[b], outline[c]
        return float((bx - ax) * (cy - ay) - (by - ay) * (cx - ax))

    def is_ear(a: int, b: int, c: int) -> bool:
        return area(a, b, c) > 0 and not any(
            area(a, b, p) >= 0 and area(b, c, p) >= 0 and area(c, a, p) >= 0
            for p in left
            if p not in (a, b, c)
        )

    while len(left) > 3:
        ears = (
            i for i in range(len(left)) if is_ear(left[i - 1], left[i], left[(i + 1) % len(left)])
        )
        ear = next(ears, 0)
        found.append((left[ear - 1], left[ear], left[(ear + 1) % len(left)]))
        del left[ear]
    return np.array([*found, tuple(left)], dtype=np.int64)


def extrude(outline: Sequence[Sequence[float]], depth: float, bevel: float = 0.01) -> Mesh:
    """A counter-clockwise outline in x and y made `depth` thick along z, centred on z = 0."""
    flat = np.array(outline, dtype=float)
    edges = np.roll(flat, -1, axis=0) - flat
    lengths = np.linalg.norm(edges, axis=1)
    along = edges / lengths[:, None]
    out = np.stack((along[:, 1], -along[:, 0]), axis=1)
    previous = np.roll(out, 1, axis=0)
    turn = np.sum(out * previous, axis=1)
    soft = turn > _SMOOTH
    narrow = min([depth / 2, *lengths[~(soft & np.roll(soft, -1))]])
    inset = min(bevel, narrow * 0.45)
    joined = out + previous
    cap = flat - inset * joined / np.maximum(1 + turn, 0.25)[:, None]
    trim = np.where(soft, 0, inset)[:, None]
    starts, ends = (
        flat + along * trim,
        np.roll(flat, -1, axis=0) - along * np.roll(trim, -1, axis=0),
    )
    start_normals = np.where(soft[:, None], joined, out)
    end_normals = np.where(np.roll(soft, -1)[:, None], np.roll(joined, -1, axis=0), out)
    side = depth / 2 - inset
    points = [
        _lift(line, z)
        for line, z in (
            (starts, -side), (ends, -side), (starts, side), (ends, side),
            (cap, -depth / 2), (cap, depth / 2),
        )
    ]  # fmt: skip
    normals = [_lift(n, 0) for n in (start_normals, end_normals, start_normals, end_normals)]
    normals += [np.tile((0.0, 0.0, z), (len(flat), 1)) for z in (-1, 1)]
    return build(points, normals, _walls(len(flat), _ears(cap)))


def _lift(flat: Floats, z: float) -> Floats:
    return np.column_stack((flat, np.full(len(flat), z)))


def _walls(n: int, cap: Ints) -> list[Ints]:
    """Faces of an extrusion: its points are six rows of `n`, in the order `extrude` gives them."""
    here = np.arange(n)
    after, before = (here + 1) % n, (here - 1) % n
    low, low_end, high, high_end = here, here + n, here + 2 * n, here + 3 * n
    back, front = here + 4 * n, here + 5 * n
    quads = (
        (low, low_end, high_end, high),
        (high, high_end, front[after], front),
        (back, back[after], low_end, low),
        (low_end[before], low, high, high_end[before]),
    )
    return [
        *(np.stack((a, b, c, a, c, d), axis=1) for a, b, c, d in quads),
        np.stack((high_end[before], high, front), axis=1),
        np.stack((low, low_end[before], back), axis=1),
        cap + 5 * n,
        cap[:, ::-1] + 4 * n,
    ]


def box(width: float, height: float, depth: float, bevel: float = 0.015) -> Mesh:
    """A box centred on the origin: x, y, z."""
    return extrude(rectangle(width, height), depth, bevel)


def tile(width: float, height: float) -> Mesh:
    """A rectangle without thickness that faces +z: what lies on a surface and shows one side."""
    points = np.array([(*corner, 0.0) for corner in rectangle(width, height)])
    return build([points], [np.tile((0.0, 0.0, 1.0), (4, 1))], [np.array(((0, 1, 2), (0, 2, 3)))])


def ring(inner: float, outer: float, segments: int = 24) -> Mesh:
    """A flat ring that faces +z, without thickness."""
    angles = 2 * np.pi * np.arange(segments) / segments
    rim = np.stack((np.cos(angles), np.sin(angles), np.zeros(segments)), axis=1)
    here = np.arange(segments)
    after = (here + 1) % segments
    faces = np.stack((here, here + segments, after + segments, here, after + segments, after), 1)
    return build([rim * inner, rim * outer], [np.tile((0.0, 0.0, 1.0), (2 * segments, 1))], [faces])


def louvres(width: float, height: float, count: int, depth: float, gap: float = 0) -> Mesh:
    """Slats that face +z one above the other: each leans out towards its foot, by `depth`.

    `gap` is the share of the height left open above each.
    """
    y = np.linspace(-height / 2, height / 2, count + 1)
    x = width / 2
    points = []
    for low, high in pairwise(y.tolist()):
        lip, top = low + (high - low) * 0.12, high - (high - low) * gap
        points += [(-x, lip, depth), (x, lip, depth), (x, top, 0), (-x, top, 0)]
        points += [(-x, low, 0), (x, low, 0), (x, lip, depth), (-x, lip, depth)]
    rise = height / count
    slope, under = (0, depth, (0.88 - gap) * rise), (0, -depth, 0.12 * rise)
    normals = np.array([*[slope] * 4, *[under] * 4] * count)
    first = np.arange(2 * count)[:, None] * 4
    return build([np.array(points)], [normals], [first + np.array((0, 1, 2, 0, 2, 3))])


def stud(width: float, height: float, depth: float) -> Mesh:
    """A sharp box on the plane z = 0 that rises towards +z, without the base that does not show."""
    solid = box(width, height, depth, 0).at(0, 0, depth / 2)
    shown = solid.normals[solid.triangles[:, 0], 2] > -0.5
    return build([solid.points], [solid.normals], [solid.triangles[shown]])


def plate(outline: Sequence[Sequence[float]], thickness: float, bevel: float = 0.01) -> Mesh:
    """An outline seen from above, (x, -z): its y runs towards the back; `thickness` high."""
    return extrude(outline, thickness, bevel).turn("x", -90)


def side(outline: Sequence[Sequence[float]], width: float, bevel: float = 0.02) -> Mesh:
    """An outline seen from -x, (z, y) with the front at the right; `width` along x."""
    return extrude(outline, width, bevel).turn("y", -90)


def _revolve(rows: Floats, strips: Sequence[tuple[int, int]], segments: int) -> Mesh:
    """Rows of (radius, height, normal outwards, normal upwards), joined by strips, around Y."""
    angles = 2 * np.pi * np.arange(segments) / segments
    sine, cosine = np.sin(angles), np.cos(angles)
    points = [np.stack((r * sine, np.full(segments, y), r * cosine), 1) for r, y, _, _ in rows]
    normals = [np.stack((n * sine, np.full(segments, u), n * cosine), 1) for _, _, n, u in rows]
    here = np.arange(segments)
    after = (here + 1) % segments
    faces = []
    for low, high in strips:
        a, b = here + low * segments, after + low * segments
        c, d = after + high * segments, here + high * segments
        faces.append(np.stack((a, b, c, a, c, d), axis=1))
    return build(points, normals, faces)


def lathe(profile: Sequence[Point], segments: int = 24) -> Mesh:
    """A profile of (radius, height), from the bottom up along the outside, turned around Y."""
    line = np.array(profile, dtype=float)
    steps = np.diff(line, axis=0)
    normals = steps[:, ::-1] * (1, -1) / np.linalg.norm(steps, axis=1, keepdims=True)
    rows: list[Floats] = []
    strips: list[tuple[int, int]] = []
    for index, normal in enumerate(normals):
        soft = index > 0 and float(normal @ normals[index - 1]) > _SMOOTH
        if soft:
            rows[-1][2:] = rows[-1][2:] + normal
        else:
            rows.append(np.concatenate((line[index], normal)))
        rows.append(np.concatenate((line[index + 1], normal)))
        strips.append((len(rows) - 2, len(rows) - 1))
    return _revolve(np.array(rows), strips, segments)


def cylinder(radius: float, height: float, segments: int = 20, bevel: float = 0.01) -> Mesh:
    """An upright cylinder centred on the origin."""
    b, h = min(bevel, radius * 0.45, height * 0.45), height / 2
    rows = np.array((
        (0, -h, 0, -1), (radius - b, -h, 0, -1), (radius, b - h, 1, 0),
        (radius, h - b, 1, 0), (radius - b, h, 0, 1), (0, h, 0, 1),
    ), dtype=float)  # fmt: skip
    return _revolve(rows, [(i, i + 1) for i in range(5)], segments)


def tube(
    path: Sequence[Sequence[float]], radius: float | Sequence[float], sides: int = 8,
    *, closed: bool = False, ends: bool = True,
) -> Mesh:  # fmt: skip
    """A round bar along a path; its ends are flat, or open where `ends` says they do not show."""
    line = np.array(path, dtype=float)
    radii = np.broadcast_to(np.array(radius, dtype=float), (len(line),))
    along = np.roll(line, -1, axis=0) - np.roll(line, 1, axis=0)
    if not closed:
        along[0], along[-1] = line[1] - line[0], line[-1] - line[-2]
    along = unit(along)
    across = unit(np.cross(along[0], (0, 1, 0) if abs(along[0][1]) < 0.9 else (1, 0, 0)))
    points, normals = [], []
    angles = 2 * np.pi * np.arange(sides) / sides
    for place, heading, thick in zip(line, along, radii, strict=True):
        across = unit(across - heading * (across @ heading))
        other = np.cross(heading, across)
        rim = np.outer(np.cos(angles), across) + np.outer(np.sin(angles), other)
        points.append(place + rim * thick)
        normals.append(rim)
    here = np.arange(sides)
    after = (here + 1) % sides
    count = len(line)
    faces = []
    for index in range(count if closed else count - 1):
        a, b = here + index * sides, after + index * sides
        d, c = (row % count * sides for row in (index + 1, index + 1))
        faces.append(np.stack((a, b, after + c, a, after + c, here + d), axis=1))
    if ends and not closed:
        fan = np.stack((np.zeros(sides - 2, int), here[1:-1], here[2:]), axis=1)
        for index, flip in ((0, -1), (count - 1, 1)):
            faces.append(fan[:, ::flip] + sides * len(points))
            points.append(points[index])
            normals.append(np.tile(flip * along[index], (sides, 1)))
    return build(points, normals, faces)


def rod(a: Vector, b: Vector, radius: float, sides: int = 8) -> Mesh:
    """A round bar from one point to another."""
    return tube((a, b), radius, sides)


def beam(a: Vector, b: Vector, width: float, height: float = 0, bevel: float = 0.008) -> Mesh:
    """A square bar from one point to another; its height lies in the upright plane."""
    start, end = np.array(a, dtype=float), np.array(b, dtype=float)
    length = float(np.linalg.norm(end - start))
    z = (end - start) / length
    x = unit(np.cross((0, 1, 0) if abs(z[1]) < 0.99 else (0, 0, 1), z))
    turned = box(width, height or width, length, bevel).under(
        np.stack((x, np.cross(z, x), z), axis=1)
    )
    return turned.at(*((start + end) / 2))


def frame(lines: Iterable[tuple[Vector, Vector]], radius: float, sides: int = 4) -> Mesh:
    """Many round bars whose ends do not show."""
    return merge(tube(line, radius, sides, ends=False) for line in lines)


def ball(radius: float, segments: int = 16, rings: int = 8) -> Mesh:
    """A sphere centred on the origin."""
    return lathe(arc(radius, -90, 90, rings), segments)


def loft(rings: Sequence[Floats]) -> Mesh:
    """A smooth skin over rings of as many points each, closed at both ends by flat caps.

    Each ring runs counter-clockwise seen from where the next one lies, looking back. The skin's
    normals are the mean of its faces'; the caps keep their own.
    """
    grid = np.array(rings, dtype=float)
    count, size = grid.shape[:2]
    points = grid.reshape(-1, 3)
    here = np.arange(size)
    after = (here + 1) % size
    strip = np.stack((here, after, after + size, here, after + size, here + size), axis=1)
    skin = np.concatenate([strip + start for start in range(0, (count - 1) * size, size)])
    skin = skin.reshape(-1, 3)
    faces = np.cross(
        points[skin[:, 1]] - points[skin[:, 0]], points[skin[:, 2]] - points[skin[:, 0]]
    )
    normals = np.zeros_like(points)
    for corner in range(3):
        np.add.at(normals, skin[:, corner], faces)
    fan = (np.stack((np.zeros(size - 2, int), here[1:-1], here[2:]), axis=1) + size // 2) % size
    ends = [points[:size], points[-size:]]
    first = np.cross(ends[0][size // 3] - ends[0][0], ends[0][2 * size // 3] - ends[0][0])
    last = np.cross(ends[1][size // 3] - ends[1][0], ends[1][2 * size // 3] - ends[1][0])
    return build(
        [points, *ends],
        [normals, np.tile(-first, (size, 1)), np.tile(last, (size, 1))],
        [skin, fan[:, ::-1] + len(points), fan + len(points) + size],
    )
