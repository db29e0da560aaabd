"""What a model is made of: materials, bodies, the nodes that place them, how it is seen."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import numpy as np

from salon.demo.shapes.mesh import Floats, Mesh, Vector, merge, rotation, unit
from salon.exhibition.services.posters import View as View


class Material(NamedTuple):
    """Metallic and roughness as glTF has them; `colour` and `glow` are sRGB, as #rrggbb."""

    name: str
    colour: str
    metallic: float
    roughness: float
    glow: str = ""

    def linear(self, *, glow: bool = False) -> tuple[float, float, float]:
        """The colour, or the glow, as linear red, green and blue from 0 to 1."""
        text = self.glow if glow else self.colour
        if not text:
            return (0.0, 0.0, 0.0)
        parts = (int(text[i : i + 2], 16) / 255 for i in (1, 3, 5))
        r, g, b = (
            round(c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4, 5) for c in parts
        )
        return (r, g, b)


SAND: Final = Material("sand paint", "#c2ae87", 0.0, 0.55)
DUNE: Final = Material("sand paint, deeper", "#ab9670", 0.0, 0.6)
OCHRE: Final = Material("ochre paint", "#bd7430", 0.0, 0.45)
RED: Final = Material("red paint", "#a8402d", 0.0, 0.4)
WHITE: Final = Material("off-white paint", "#e9e5db", 0.0, 0.45)
GREY: Final = Material("grey paint", "#8d8f8c", 0.05, 0.55)
GRAPHITE: Final = Material("graphite paint", "#3b3f43", 0.1, 0.5)
BLACK: Final = Material("black plastic", "#1d1f21", 0.0, 0.7)
RUBBER: Final = Material("rubber", "#242424", 0.0, 0.9)
STEEL: Final = Material("steel", "#b4b7b9", 0.85, 0.38)
GLASS: Final = Material("glass", "#1c2a33", 0.1, 0.08)
CELL: Final = Material("solar cell", "#132c58", 0.0, 0.42)
CANVAS: Final = Material("canvas", "#ddd3bb", 0.0, 0.92)
BLUE: Final = Material("blue plastic", "#4a7a9c", 0.0, 0.45)
AMBER: Final = Material("amber lamp", "#e8901f", 0.0, 0.3, "#7a3c00")
LAMP: Final = Material("clear lamp", "#f4f1e6", 0.0, 0.2, "#6b675c")
SCREEN: Final = Material("screen", "#0f1c26", 0.0, 0.25, "#27485c")


class Body:
    """A named piece of geometry in several materials; a glTF mesh."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._meshes: dict[Material, list[Mesh]] = {}

    def add(self, material: Material, *meshes: Mesh) -> "Body":
        """More of a material."""
        self._meshes.setdefault(material, []).extend(meshes)
        return self

    def put(
        self, body: "Body", at: Vector = (0, 0, 0), axis: str = "y", degrees: float = 0
    ) -> "Body":
        """Another body, turned then moved, as part of this one."""
        for material, meshes in body._meshes.items():
            self.add(material, *(mesh.turn(axis, degrees).at(*at) for mesh in meshes))
        return self

    def pieces(self) -> Iterator[tuple[Material, Mesh]]:
        """One mesh for each material, in the order of first use."""
        for material, meshes in self._meshes.items():
            yield material, merge(meshes)


@dataclass
class Node:
    """A body put somewhere: turned by `degrees` about `axis`, then moved to `at`.

    `spin` is the time in seconds of one turn about Y, without end; nothing turns if it is 0.
    """

    name: str
    body: Body | None = None
    at: Vector = (0, 0, 0)
    axis: Vector = (0, 1, 0)
    degrees: float = 0
    spin: float = 0
    children: list["Node"] = field(default_factory=list)

    def rotation(self) -> Floats:
        """As a matrix."""
        return rotation(self.axis, self.degrees)


class Mark(NamedTuple):
    """A hotspot to be: the first surface met from `start` along `heading` is what it speaks of."""

    fr: str
    en: str
    start: Vector
    heading: Vector


@dataclass
class Scene:
    """A whole model."""

    name: str
    nodes: list[Node]
    marks: tuple[Mark, ...]
    view: View


class Placed(NamedTuple):
    """A mesh in the metres of the whole model."""

    material: Material
    mesh: Mesh


def placed(nodes: list[Node]) -> Iterator[Placed]:
    """Every mesh where its nodes put it, at rest."""
    for node in nodes:
        inside = [Placed(*piece) for piece in node.body.pieces()] if node.body else []
        for material, mesh in (*inside, *placed(node.children)):
            yield Placed(material, mesh.under(node.rotation()).at(*node.at))


def settled(scene: Scene) -> Scene:
    """The scene standing on y = 0 with its middle at x = z = 0, hotspots with it."""
    points = np.concatenate([mesh.points for _, mesh in placed(scene.nodes)])
    low, high = points.min(axis=0), points.max(axis=0)
    x, y, z = (
        float(v) for v in -np.array(((low[0] + high[0]) / 2, low[1], (low[2] + high[2]) / 2))
    )
    for node in scene.nodes:
        node.at = (node.at[0] + x, node.at[1] + y, node.at[2] + z)
    marks = tuple(
        mark._replace(start=(mark.start[0] + x, mark.start[1] + y, mark.start[2] + z))
        for mark in scene.marks
    )
    return Scene(scene.name, scene.nodes, marks, scene.view)


def strike(meshes: list[Placed], mark: Mark) -> tuple[Floats, Floats]:
    """Where the ray of a mark first meets the model's outside, and the surface's normal there.

    Raises ValueError if it meets nothing (Möller and Trumbore's test, all triangles at once).
    """
    corners = np.concatenate([mesh.points[mesh.triangles] for _, mesh in meshes])
    start, heading = np.array(mark.start), unit(np.array(mark.heading, dtype=float))
    a, ab, ac = corners[:, 0], corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    across = np.cross(heading, ac)
    facing = np.sum(ab * across, axis=1)
    scale = 1 / np.where(facing > 1e-12, facing, np.inf)
    u = np.sum((start - a) * across, axis=1) * scale
    around = np.cross(start - a, ab)
    v = around @ heading * scale
    far = np.sum(ac * around, axis=1) * scale
    met = (facing > 1e-12) & (u >= 0) & (v >= 0) & (u + v <= 1) & (far > 0)
    if not met.any():
        raise ValueError(f"the hotspot {mark.en!r} points at nothing")
    index = int(np.argmin(np.where(met, far, np.inf)))
    return start + heading * far[index], unit(np.cross(ab[index], ac[index]))
