"""Ten neutral models for the demonstration's catalogue, made here and not drawn by hand.

Each is a binary glTF file with its hotspots, and a poster of it; both come out the same each time.
Lengths are metres; nothing here is a real product.
"""

from collections.abc import Callable
from functools import cache
from typing import Final, NamedTuple

from PIL import Image

from salon.demo.shapes import glb
from salon.demo.shapes.models import (
    field_hospital,
    ground_station,
    mast,
    radar,
    rescue_vehicle,
    robot,
    simulator,
    solar_trailer,
    survey_drone,
    water_unit,
)
from salon.demo.shapes.scene import Scene, placed, settled, strike
from salon.exhibition.services import posters

_MODELS: Final[dict[str, Callable[[], Scene]]] = {
    "mast": mast.scene,
    "simulator": simulator.scene,
    "rescue-vehicle": rescue_vehicle.scene,
    "field-hospital": field_hospital.scene,
    "radar": radar.scene,
    "water-unit": water_unit.scene,
    "survey-drone": survey_drone.scene,
    "solar-trailer": solar_trailer.scene,
    "robot": robot.scene,
    "ground-station": ground_station.scene,
}
NAMES: Final[tuple[str, ...]] = tuple(_MODELS)


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
    return settled(_MODELS[name]())


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
    """A picture of the model, RGB, as of any other's; made for 4:3, and right in any proportion."""
    scene = _scene(name)
    return posters.poster(data=glb.write(scene), view=scene.view, width=width, height=height)
