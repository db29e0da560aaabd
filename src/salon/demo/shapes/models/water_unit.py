"""A water treatment unit: filters, pumps and pipes in an open container, a bladder beside."""

import math

import numpy as np

from salon.demo.shapes.fittings import door, grille
from salon.demo.shapes.mesh import Mesh, around, row
from salon.demo.shapes.parts import arc, beam, box, cylinder, fillet, lathe, loft, rod, side, tube
from salon.demo.shapes.scene import (
    AMBER,
    BLACK,
    BLUE,
    CANVAS,
    DUNE,
    GLASS,
    GRAPHITE,
    GREY,
    OCHRE,
    SAND,
    SCREEN,
    STEEL,
    WHITE,
    Body,
    Mark,
    Material,
    Node,
    Scene,
    View,
)

_LONG, _HIGH, _DEEP = 6.06, 2.59, 2.44
_STRIP = Material("light strip", "#f4f1e6", 0.0, 0.3, "#d8d2c2")


def scene() -> Scene:
    """The model; the open long side looks towards +z."""
    tank, pump, membrane = _filter(), _pump(), _membrane()
    nodes = [
        Node("container", _container()),
        *(Node(f"filter {n}", tank, (x, 0, 0.05)) for n, x in ((1, -2.4), (2, -1.5))),
        Node("manifold", _manifold()),
        *(Node(f"pump {n}", pump, (-0.45, 0, z)) for n, z in ((1, 0.78), (2, 0.3))),
        Node("rack", _rack()),
        *(
            Node(f"membrane {n}", membrane, (0.72, 0.85 + 0.35 * (n % 4), 0.2 + 0.35 * (n // 4)))
            for n in range(8)
        ),
        Node("control cabinet", _control()),
        Node("bladder tank", _bladder(), (0.9, 0, 3.3)),
        Node("hoses", _hoses()),
    ]
    marks = (
        Mark("Filtres à sable", "Sand filters", (-1.5, 1.3, 9), (0, 0, -1)),
        Mark(
            "Membranes d’osmose inverse", "Reverse osmosis membranes", (0.55, 1.55, 9), (0, 0, -1)
        ),
        Mark("Pompes", "Pumps", (-0.28, 0.44, 1.15), (0, 0, -1)),
        Mark("Armoire de commande", "Control cabinet", (2.3, 1.05, 9), (0, 0, -1)),
        Mark("Réservoir souple", "Bladder tank", (0.9, 9, 3.3), (0, -1, 0)),
    )
    return Scene("water unit", nodes, marks, View(azimuth=-24, elevation=17, distance=1.35))


def _container() -> Body:
    body = Body("container")
    w, h, d = _LONG / 2, _HIGH, _DEEP / 2
    for x in (-1, 1):
        for z in (-1, 1):
            body.add(
                SAND, box(0.14, h - 0.24, 0.14, 0.02).at(x * (w - 0.07), h / 2, z * (d - 0.07))
            )
            for y in (0.06, h - 0.06):
                body.add(
                    GRAPHITE, box(0.18, 0.12, 0.17, 0.02).at(x * (w - 0.09), y, z * (d - 0.085))
                )
    for y in (0.1, h - 0.08):
        body.add(
            SAND, *(box(_LONG - 0.36, 0.14, 0.12, 0.02).at(0, y, z * (d - 0.06)) for z in (-1, 1))
        )
        body.add(
            SAND, *(box(0.12, 0.14, _DEEP - 0.34, 0.02).at(x * (w - 0.06), y, 0) for x in (-1, 1))
        )
    body.add(GRAPHITE, box(_LONG - 0.2, 0.06, _DEEP - 0.2, 0.01).at(0, 0.16, 0))
    body.add(DUNE, box(_LONG - 0.2, 0.05, _DEEP - 0.2, 0.01).at(0, h - 0.06, 0))
    body.add(DUNE, box(_LONG - 0.24, h - 0.3, 0.04, 0.01).at(0, h / 2, 0.06 - d))
    body.add(WHITE, box(_LONG - 0.3, h - 0.36, 0.03, 0.01).at(0, h / 2, 0.09 - d))
    body.add(WHITE, box(_LONG - 0.3, 0.03, _DEEP - 0.3, 0.01).at(0, h - 0.1, 0))
    body.add(WHITE, box(0.03, h - 0.36, _DEEP - 0.3, 0.01).at(w - 0.09, h / 2, 0).both())
    body.add(_STRIP, *(box(1.6, 0.05, 0.12, 0.015).at(x, h - 0.14, 0.75) for x in (-1.8, 0.2, 2.0)))
    body.add(DUNE, box(0.04, h - 0.3, _DEEP - 0.24, 0.01).at(w - 0.06, h / 2, 0).both())
    rib = box(0.035, h - 0.36, 0.12, 0.015).at(w - 0.035, h / 2, 0)
    body.add(SAND, row(rib, 8, (0, 0, 0.27)).both())
    back = box(0.14, h - 0.36, 0.035, 0.015).at(0, h / 2, 0.035 - d)
    body.add(SAND, row(back, 19, (0.3, 0, 0)))
    body.add(SAND, row(box(_LONG - 0.3, 0.03, 0.16, 0.012).at(0, h - 0.03, 0), 6, (0, 0, 0.36)))
    _doors(body, w, h, d)
    return body


def _doors(body: Body, w: float, h: float, d: float) -> None:
    """The two leaves of the open side, folded back."""
    leaf = Body("leaf").add(DUNE, box(1.4, h - 0.34, 0.06, 0.015).at(0.72, 0, 0))
    leaf.add(SAND, row(box(0.16, h - 0.5, 0.04, 0.015).at(0.72, 0, 0.035), 4, (0.32, 0, 0)))
    leaf.add(STEEL, rod((1.3, 0.17 - h / 2, 0.07), (1.3, h / 2 - 0.17, 0.07), 0.022, 8))
    leaf.add(STEEL, box(0.22, 0.05, 0.06, 0.01).at(1.2, -0.2, 0.08))
    body.put(leaf, (w - 0.02, h / 2, d - 0.03), degrees=-12)
    other = Body("leaf")
    for material, mesh in leaf.pieces():
        other.add(material, mesh.mirrored())
    body.put(other, (0.02 - w, h / 2, d - 0.03), degrees=12)


def _filter() -> Body:
    """A filter vessel on its legs, with its valve in front."""
    body = Body("filter")
    vessel = lathe([
        (0, 0.32), (0.2, 0.34), (0.34, 0.42), (0.4, 0.55), (0.4, 1.62), (0.34, 1.76), (0.2, 1.86),
        (0.1, 1.88), (0.1, 1.97), (0, 1.97),
    ], 26)  # fmt: skip
    body.add(BLUE, vessel)
    body.add(GREY, *(cylinder(0.407, 0.05, 26, 0).at(0, y, 0) for y in (0.6, 1.1, 1.58)))
    body.add(GRAPHITE, around(box(0.07, 0.36, 0.07, 0).at(0, 0.36, 0.33), 4, start=45))
    pipe = [(0, 1.95, 0), (0, 2.2, 0), (0, 2.2, 0.57), (0, 0.75, 0.57), (0, 0.75, 0.37)]
    body.add(WHITE, tube(fillet(pipe, 0.14, steps=3, closed=False), 0.045, 8))
    body.add(GRAPHITE, *(cylinder(0.07, 0.06, 14, 0).at(0, y, 0.57) for y in (1.6, 1.0)))
    rim = [(0.09 * a, 1.3 + 0.09 * b, 0.69) for a, b in arc(1, 0, 330, 11)]
    body.add(OCHRE, tube(rim, 0.014, 5, closed=True), box(0.17, 0.016, 0.014, 0).at(0, 1.3, 0.69))
    body.add(OCHRE, rod((0, 1.3, 0.57), (0, 1.3, 0.7), 0.014, 6))
    return body.add(GRAPHITE, box(0.13, 0.16, 0.13, 0.03).at(0, 1.3, 0.57))


def _manifold() -> Body:
    line = [(-2.75, 2.32, 0.05), (-0.3, 2.32, 0.05), (-0.3, 2.32, 0.4), (-0.3, 0.9, 0.4)]
    return Body("manifold").add(WHITE, tube(fillet(line, 0.16, closed=False), 0.05, 10))


def _pump() -> Body:
    """A motor and its pump on a bed along x."""
    body = Body("pump").add(GRAPHITE, box(0.85, 0.08, 0.3, 0.015).at(0, 0.23, 0))
    body.add(OCHRE, cylinder(0.14, 0.42, 20, 0.03).turn("z", 90).at(0.17, 0.44, 0))
    fin = cylinder(0.15, 0.02, 20, 0).turn("z", 90).at(0.17, 0.44, 0)
    body.add(OCHRE, row(fin, 6, (0.055, 0, 0)))
    body.add(BLACK, cylinder(0.13, 0.05, 20, 0.015).turn("z", 90).at(0.4, 0.44, 0))
    body.add(GRAPHITE, box(0.16, 0.1, 0.14, 0.02).at(0.17, 0.62, 0))
    body.add(STEEL, cylinder(0.16, 0.14, 20, 0.03).turn("z", 90).at(-0.19, 0.42, 0))
    body.add(STEEL, cylinder(0.06, 0.16, 12, 0).turn("z", 90).at(-0.07, 0.44, 0))
    pipe = [(-0.19, 0.5, 0), (-0.19, 0.9, 0), (-0.19, 0.9, -0.3), (-0.65, 0.9, -0.3)]
    body.add(WHITE, tube(fillet(pipe, 0.12, steps=3, closed=False), 0.04, 8))
    return body.add(STEEL, cylinder(0.075, 0.03, 14, 0).at(-0.19, 0.62, 0))


def _membrane() -> Body:
    """A pressure tube along x with its end caps and hose."""
    body = Body("membrane").add(WHITE, cylinder(0.12, 1.55, 20, 0.02).turn("z", 90))
    cap = cylinder(0.135, 0.06, 20, 0).turn("z", 90)
    body.add(STEEL, cap.at(-0.72, 0, 0), cap.at(0.72, 0, 0))
    body.add(GRAPHITE, cylinder(0.1, 0.05, 16, 0).turn("z", 90).at(-0.79, 0, 0))
    hose = [(-0.77, 0, 0), (-0.86, 0, 0), (-0.86, -0.1, 0.1)]
    return body.add(BLACK, tube(fillet(hose, 0.05, steps=2, closed=False), 0.022, 5))


def _rack() -> Body:
    body = Body("rack")
    for x in (0.25, 1.2):
        body.add(GRAPHITE, *(box(0.06, 2.0, 0.06, 0).at(x, 1.18, z) for z in (0.0, 0.74)))
        levels = (0.68, 1.03, 1.38, 1.73, 2.1)
        body.add(GRAPHITE, *(box(0.05, 0.05, 0.74, 0).at(x, y, 0.37) for y in levels))
    body.add(WHITE, tube([(-0.14, 0.55, 0.68), (-0.14, 2.0, 0.68)], 0.05, 12))
    outlet = [(1.55, 0.85, 0.6), (1.7, 0.85, 0.6), (1.7, 0.4, 0.6), (1.7, 0.4, 1.12)]
    body.add(BLUE, tube(fillet(outlet, 0.12, steps=3, closed=False), 0.045, 10))
    body.add(STEEL, cylinder(0.2, 0.5, 20, 0.04).at(0.72, 0.48, 0.5))
    return body.add(STEEL, *(cylinder(0.12, 0.4, 16, 0.03).at(x, 0.42, 0.75) for x in (0.3, 1.12)))


def _control() -> Body:
    body = Body("control cabinet")
    body.add(WHITE, box(0.86, 1.8, 0.5, 0.03).at(2.3, 1.1, 0.45))
    body.put(door(0.74, 1.62, WHITE), (2.3, 0.26, 0.7))
    body.add(BLACK, box(0.4, 0.28, 0.04, 0.02).at(2.26, 1.6, 0.74))
    body.add(SCREEN, box(0.34, 0.22, 0.02, 0.006).at(2.26, 1.6, 0.76))
    for x, lamp in ((2.08, AMBER), (2.2, BLUE), (2.32, STEEL)):
        body.add(lamp, cylinder(0.025, 0.04, 14, 0.006).turn("x", 90).at(x, 1.36, 0.76))
    for x in (2.12, 2.38):
        body.add(STEEL, cylinder(0.07, 0.04, 20, 0.006).turn("x", 90).at(x, 1.18, 0.75))
        body.add(GLASS, cylinder(0.058, 0.02, 20, 0.004).turn("x", 90).at(x, 1.18, 0.772))
    body.put(grille(0.4, 0.3, 5), (2.3, 0.55, 0.755))
    body.add(BLACK, box(0.12, 0.5, 0.12, 0.01).at(2.3, 2.2, 0.4))
    return body


def _pillow(width: float, depth: float, height: float) -> Mesh:
    """A full cushion on the ground: round-cornered seen from above, its widest part low."""
    segments, rings = 36, 14
    outlines = []
    for ring in range(rings + 1):
        rise = math.sin(math.pi * (ring / rings - 0.5))
        spread = max(1 - rise * rise, 0) ** 0.21
        bulge = 0.64 * (1 - (1 - rise) ** 1.6) if rise > 0 else 0.36 * ((1 + rise) ** 3 - 1)
        outline = []
        for index in range(segments):
            s, c = (f(2 * math.pi * index / segments) for f in (math.sin, math.cos))
            x, z = (math.copysign(abs(v) ** 0.42, v) * spread / 2 for v in (s, c))
            outline.append((x * width, max(height * (0.36 + bulge), 0), z * depth))
        outlines.append(np.array(outline))
    return loft(outlines)


def _bladder() -> Body:
    body = Body("bladder tank")
    body.add(BLUE, _pillow(3.5, 2.4, 0.82).at(0, 0.03, 0))
    body.add(CANVAS, box(4.0, 0.03, 2.9, 0.01).at(0, 0.015, 0))
    body.add(
        GRAPHITE,
        cylinder(0.16, 0.05, 22, 0.01).at(0, 0.85, 0),
        cylinder(0.09, 0.1, 18, 0.02).at(0, 0.9, 0),
    )
    body.add(STEEL, cylinder(0.07, 0.16, 16, 0.01).turn("x", 90).at(0.95, 0.3, -1.2))
    for x in (-1.7, 1.7):
        for z in (-1.15, 1.15):
            body.add(OCHRE, rod((x * 1.1, 0.0, z * 1.16), (x * 1.08, 0.22, z * 1.14), 0.02, 6))
    return body


def _hoses() -> Body:
    body = Body("hoses")
    line = fillet(
        [
            (1.7, 0.4, 1.1),
            (1.7, 0.34, 1.4),
            (1.85, 0.09, 1.75),
            (1.85, 0.3, 2.08),
            (1.85, 0.31, 2.2),
        ],
        0.2,
        closed=False,
    )
    body.add(BLUE, tube(line, 0.05, 10))
    body.add(STEEL, cylinder(0.075, 0.1, 16, 0.01).turn("x", 80).at(1.7, 0.39, 1.2))
    raw = [
        (-0.64, 0.42, 0.8),
        (-0.9, 0.3, 1.15),
        (-0.95, 0.06, 1.5),
        (-1.2, 0.06, 2.1),
        (-2.1, 0.06, 2.5),
    ]
    coil = [
        (-2.1 - 0.62 * math.sin(t), 0.06 + 0.05 * t / math.pi, 3.12 - 0.62 * math.cos(t))
        for t in (i * math.pi / 12 for i in range(61))
    ]
    body.add(BLACK, tube([*fillet(raw, 0.3, closed=False), *coil[1:]], 0.055, 8))
    body.add(
        OCHRE, side([(0.95, 0.2), (1.2, 0.2), (1.2, 0.24), (0.95, 0.24)], 0.6, 0.005).at(-0.9, 0, 0)
    )
    body.add(GRAPHITE, beam((-0.3, 0.05, 1.3), (0.3, 0.05, 1.3), 0.1))
    return body
