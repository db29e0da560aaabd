"""A satellite ground station, 4.5 m high: a dish on its mount beside an equipment shelter."""

from salon.demo.shapes.fittings import cooler, door, grille, ladder, shelter, steps
from salon.demo.shapes.mesh import around, row
from salon.demo.shapes.parts import arc, beam, box, cylinder, fillet, lathe, rod, side, tube
from salon.demo.shapes.scene import (
    AMBER,
    BLACK,
    GRAPHITE,
    GREY,
    OCHRE,
    SAND,
    STEEL,
    WHITE,
    Body,
    Mark,
    Node,
    Scene,
    View,
)

_RADIUS = 1.8
_TILT = 48.0
#: The dish's elevation axis.
_PIVOT = (1.35, 2.46, 0.3)


def scene() -> Scene:
    """The model."""
    nodes = [
        Node("dish", _dish(), _PIVOT, (1, 0, 0), _TILT),
        Node("mount", _mount()),
        Node("shelter", _shelter(), (-1.75, 0.35, -0.3)),
        Node("ground frame", _frame()),
    ]
    marks = (
        Mark("Réflecteur de 3,6 m", "Reflector, 3.6 m", (2.2, 3.1, 9), (0, 0, -1)),
        Mark("Source et amplificateur", "Feed and amplifier", (1.35, 9, 1.55), (0, -1, 0)),
        Mark("Monture à deux axes", "Two-axis mount", (6, 1.0, 0.0), (-1, 0, 0)),
        Mark("Abri des équipements", "Equipment shelter", (-2.6, 2.1, 9), (0, 0, -1)),
    )
    return Scene("ground station", nodes, marks, View(azimuth=24, elevation=10, distance=1.35))


def _curve(r: float) -> float:
    """Depth of the reflector at a radius: a paraboloid whose focus is 1.35 m away."""
    return r * r / (4 * 1.35)


def _dish() -> Body:
    """It looks up along +y, its elevation axis at the origin."""
    lift = 0.42
    radii = [_RADIUS * i / 9 for i in range(10)]
    back = [(r, lift + _curve(r) - 0.05) for r in radii]
    front = [(r, lift + _curve(r)) for r in reversed(radii)]
    body = Body("dish")
    body.add(WHITE, lathe([*back, (_RADIUS + 0.03, lift + _curve(_RADIUS) - 0.03), *front], 48))
    rim = [
        (_RADIUS * 1.012 * x, lift + _curve(_RADIUS) - 0.02, _RADIUS * 1.012 * z)
        for x, z in arc(1, 0, 352.5, 47)
    ]
    body.add(GREY, tube(rim, 0.04, 8, closed=True))
    profile = [(r, lift + _curve(r) - 0.04) for r in (0.4, 0.8, 1.2, 1.74)]
    rib = side(
        [(0.4, 0.2), (0.8, 0.26), (1.74, lift + _curve(1.74) - 0.1), *reversed(profile)],
        0.03,
        0.006,
    )
    body.add(GREY, around(rib, 12))
    body.add(GREY, cylinder(0.5, 0.24, 32, 0.02).at(0, 0.3, 0))
    ring = [(1.15 * x, lift + _curve(1.15) - 0.16, 1.15 * z) for x, z in arc(1, 0, 348.75, 31)]
    body.add(GREY, tube(ring, 0.03, 6, closed=True))
    focus = lift + 1.35
    strut = rod((0, lift + _curve(1.55), 1.55), (0, focus - 0.06, 0.12), 0.028, 8)
    body.add(STEEL, around(strut, 3, start=60))
    body.add(GRAPHITE, cylinder(0.17, 0.16, 24, 0.03).at(0, focus + 0.02, 0))
    body.add(OCHRE, cylinder(0.12, 0.3, 20, 0.03).at(0, focus + 0.2, 0))
    horn = lathe([(0.05, -0.26), (0.11, -0.3), (0.13, -0.3), (0.09, -0.06), (0, -0.06)], 24)
    body.add(STEEL, horn.at(0, focus, 0))
    cable = [(0.03, lift + 0.7, 1.42), (0.03, focus - 0.08, 0.16)]
    body.add(BLACK, tube(cable, 0.014, 6).turn("y", 60))
    body.add(GREY, box(0.14, 0.36, 0.5, 0.02).at(0.42, 0.08, 0).both())
    return body


def _mount() -> Body:
    x, y, z = _PIVOT
    body = Body("mount")
    pedestal = lathe([
        (0.62, 0), (0.62, 0.06), (0.46, 0.14), (0.36, 0.3), (0.32, 1.19),
        (0.42, 1.29), (0.42, 1.46), (0, 1.46),
    ], 36)  # fmt: skip
    body.add(SAND, pedestal.at(x, 0.32, z))
    body.add(STEEL, cylinder(0.4, 0.08, 36, 0.01).at(x, 1.82, z))
    bolt = cylinder(0.03, 0.06, 6, 0).at(0, 0.4, 0.55)
    body.add(STEEL, around(bolt, 12).at(x, 0, z))
    body.add(SAND, cylinder(0.44, 0.18, 36, 0.03).at(x, 1.94, z))
    cheek = [(-0.28, 1.96), (0.28, 1.96), (0.2, 2.56), (0.1, 2.66), (-0.1, 2.66), (-0.2, 2.56)]
    for s in (-1, 1):
        body.add(SAND, side(cheek, 0.1, 0.02).at(x + s * 0.3, 0, z))
        body.add(GRAPHITE, cylinder(0.12, 0.06, 24, 0.01).turn("z", 90).at(x + s * 0.37, y, z))
    body.add(STEEL, cylinder(0.07, 0.9, 16, 0.01).turn("z", 90).at(x, y, z))
    body.add(OCHRE, cylinder(0.13, 0.36, 20, 0.03).turn("z", 90).at(x + 0.5, 2.0, z + 0.1))
    body.add(GRAPHITE, cylinder(0.08, 0.5, 16, 0.02).turn("x", 62).at(x, 2.09, z - 0.45))
    body.add(STEEL, rod((x, 2.14, z - 0.5), (x, 2.56, z - 0.32), 0.035, 12))
    body.put(door(0.3, 0.55, SAND), (x, 0.85, z + 0.335))
    body.add(GRAPHITE, box(0.34, 0.5, 0.18, 0.03).at(x + 0.42, 1.2, z))
    body.add(STEEL, ladder(1.4, 0.34).at(x, 0.34, z - 0.5))
    return body


def _shelter() -> Body:
    body = shelter(2.3, 2.2, 2.9, SAND, ribs=9)
    body.put(door(0.84, 1.82, WHITE), (0.45, 0.16, 1.42))
    body.put(steps(2, 0.85, 0.17, 0.26), (0.45, 0.17, 1.46))
    body.put(grille(0.62, 0.4, 6), (-0.55, 1.75, 1.42))
    body.put(cooler(0.84, 0.62, 0.36), (-0.55, 0.5, 1.62))
    body.add(
        GRAPHITE,
        beam((-0.85, 0.47, 1.4), (-0.85, 0.47, 1.8), 0.04),
        beam((-0.25, 0.47, 1.4), (-0.25, 0.47, 1.8), 0.04),
    )
    body.add(GRAPHITE, box(2.2, 0.05, 2.8, 0.02).at(0, 2.21, 0))
    hood = side([(1.44, 2.08), (1.9, 1.98), (1.9, 2.01), (1.44, 2.13)], 1.0, 0.008)
    body.add(SAND, hood.at(0.45, 0, 0))
    body.add(AMBER, box(0.16, 0.08, 0.08, 0.02).at(0.45, 2.04, 1.47))
    body.add(STEEL, rod((-0.9, 2.2, -1.1), (-0.9, 3.2, -1.1), 0.025, 8))
    body.add(
        WHITE,
        lathe([(0, 0), (0.14, 0.02), (0.13, 0.12), (0.06, 0.19), (0, 0.2)], 20).at(-0.9, 3.2, -1.1),
    )
    whip = rod((-0.4, 2.2, -1.1), (-0.4, 3.5, -1.1), 0.012, 6)
    return body.add(BLACK, whip)


def _frame() -> Body:
    body = Body("ground frame")
    for z in (-1.55, 0.95):
        body.add(GRAPHITE, beam((-3.0, 0.24, z), (2.75, 0.24, z), 0.16, 0.2, 0.02))
    for x in (-2.9, -0.6, 0.4, 2.3):
        body.add(GRAPHITE, beam((x, 0.24, -1.6), (x, 0.24, 1.0), 0.14, 0.18, 0.02))
    body.add(STEEL, box(2.2, 0.03, 2.4, 0.006).at(1.35, 0.335, -0.3))
    body.add(GRAPHITE, row(box(2.1, 0.01, 0.03, 0).at(1.35, 0.355, -0.3), 20, (0, 0, 0.115)))
    foot = lathe([(0, 0), (0.22, 0), (0.22, 0.03), (0.07, 0.07), (0.06, 0.2), (0, 0.2)], 20)
    for x in (-2.9, -0.1, 2.65):
        for z in (-1.55, 0.95):
            body.add(STEEL, foot.at(x, 0, z))
    tray = fillet([(-0.6, 0.5, -0.6), (0.2, 0.42, -0.6), (1.0, 0.42, -0.2)], 0.3, closed=False)
    body.add(BLACK, tube(tray, 0.04, 8), tube([(a, b, c + 0.1) for a, b, c in tray], 0.03, 8))
    return body
