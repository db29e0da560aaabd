"""Ten neutral models for the demonstration's catalogue, made here and not drawn by hand.

Each is a binary glTF file with its hotspots, and a poster of it; both come out the same each time.
Lengths are metres; nothing here is a real product.
"""

from functools import cache
from importlib import import_module
from typing import Final, NamedTuple

from PIL import Image

from salon.demo.shapes import drawing, glb
from salon.demo.shapes.scene import Scene, placed, settled, strike

NAMES: Final[tuple[str, ...]] = (
    "mast", "simulator", "rescue-vehicle", "field-hospital", "radar", "water-unit",
    "survey-drone", "solar-trailer", "robot", "ground-station",
)  # fmt: skip


class Hotspot(NamedTuple):
    """A place on the surface and what is there; "x y z" in metres, as model-viewer reads them."""

    fr: str
    en: str
    position: str
    normal: str


class Shape(NamedTuple):
    """A model: `glb` is the file."""

    name: str
    glb: bytes
    hotspots: tuple[Hotspot, ...]


@cache
def _scene(name: str) -> Scene:
    if name not in NAMES:
        raise KeyError(name)
    module = import_module(f"salon.demo.shapes.models.{name.replace('-', '_')}")
    made: Scene = module.scene()
    return settled(made)


def shape(name: str) -> Shape:
    """The model of that name; KeyError if there is none."""
    scene = _scene(name)
    meshes = list(placed(scene.nodes))
    hotspots = []
    for mark in scene.marks:
        position, normal = (
            " ".join(f"{round(float(v), 4) + 0.0:g}" for v in vector)
            for vector in strike(meshes, mark)
        )
        hotspots.append(Hotspot(mark.fr, mark.en, position, normal))
    return Shape(name, glb.write(scene), tuple(hotspots))


def poster(name: str, *, width: int, height: int) -> Image.Image:
    """A picture of the model, RGB; made for 4:3, and right in any proportion."""
    scene = _scene(name)
    return drawing.draw(list(placed(scene.nodes)), scene.view, width, height)
