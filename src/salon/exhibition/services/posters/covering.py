"""Which triangles lie at each sample of a grid, by scan lines, to whole arrays."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

import numpy as np

from salon.exhibition.services.posters.arrays import Floats, Ints

#: Samples looked at together: few enough that no model can fill the memory.
_MOST: Final = 4_000_000


def cover(
    flat: Floats, nearness: Floats, width: int, height: int, stagger: float = 0
) -> Iterator[tuple[Ints, Ints, Floats]]:
    """For each triangle at each sample of a grid: the sample, the triangle, its nearness there;
    some triangles after the others.

    `flat` is (n, 3, 2) in samples, whose centres are at halves (but for `stagger`, by which every
    other line lies to the left and the rest to the right); `nearness` is (n, 3), straight across
    the triangle.
    """
    sides = np.clip(np.ptp(flat, axis=1), 0, (width, height)) + 1
    costs = np.cumsum(sides[:, 0] * sides[:, 1]) // _MOST
    edges = [0, *(np.flatnonzero(np.diff(costs)) + 1).tolist(), len(flat)]
    for first, last in pairwise(edges):
        some = slice(first, last)
        sample, triangle, near = _cover(flat[some], nearness[some], width, height, stagger)
        yield sample, triangle + first, near


def _cover(
    flat: Floats, nearness: Floats, width: int, height: int, stagger: float
) -> tuple[Ints, Ints, Floats]:
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
    plane = planes(flat, nearness)[owner]
    base = plane[:, 0] * centre + plane[:, 1] * (line + 0.5) + plane[:, 2]
    depth = base[span] + plane[span, 0] * column
    return (line * width)[span] + column, owner[span], depth


def _expand(first: Ints, last: Ints) -> tuple[Ints, Ints]:
    """For ranges first ≤ i < last: the number of the range and i, range after range."""
    counts = np.maximum(last - first, 0)
    owner = np.repeat(np.arange(len(counts)), counts)
    offset = np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)
    return owner, first[owner] + offset


def planes(flat: Floats, values: Floats) -> Floats:
    """(n, 3): the a, b, c for which a x + b y + c is the value at each corner."""
    ab, ac = flat[:, 1] - flat[:, 0], flat[:, 2] - flat[:, 0]
    area = ab[:, 0] * ac[:, 1] - ab[:, 1] * ac[:, 0]
    area = np.where(np.abs(area) < 1e-9, np.inf, area)
    up, over = values[:, 1] - values[:, 0], values[:, 2] - values[:, 0]
    a = (up * ac[:, 1] - over * ab[:, 1]) / area
    b = (over * ab[:, 0] - up * ac[:, 0]) / area
    return np.stack((a, b, values[:, 0] - a * flat[:, 0, 0] - b * flat[:, 0, 1]), axis=1)
