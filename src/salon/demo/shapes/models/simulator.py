"""A driving simulator: a vehicle cabin on a six-legged motion base, before three screens."""

import math

from salon.demo.shapes.fittings import grille, steps
from salon.demo.shapes.mesh import Mesh, around, row
from salon.demo.shapes.parts import (
    arc,
    ball,
    box,
    cylinder,
    extrude,
    fillet,
    lathe,
    plate,
    rectangle,
    rod,
    side,
    tube,
)
from salon.demo.shapes.scene import (
    AMBER,
    BLACK,
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

_SKY = Material("screen sky", "#20303a", 0.0, 0.35, "#7fa9bd")
_HILL = Material("screen hills", "#20302a", 0.0, 0.35, "#6f7d5c")
_PLAIN = Material("screen plain", "#302a20", 0.0, 0.35, "#b8935a")
_TRACK = Material("screen track", "#302c26", 0.0, 0.35, "#8a7a63")
#: The cabin's floor above the ground.
_FLOOR = 1.3
#: How far the outer screens turn towards the driver, in degrees.
_ASIDE = 48.0


def scene() -> Scene:
    """The model; it is turned, so that one sees the screens over the driver's shoulder."""
    parts = [
        Node("floor plate", _plate()),
        Node("motion base", _base()),
        Node("cabin", _cabin(), (0, _FLOOR, -0.35)),
        Node("screens", _screens()),
        Node("access", _access()),
    ]
    nodes = [Node("simulator", degrees=180, children=parts)]
    marks = (
        Mark("Écran de conduite", "Driving screen", (-0.2, 2.1, -0.9), (0, 0.1, -1)),
        Mark("Poste de conduite", "Driver’s seat", (0.02, 2.0, 6), (0, 0, -1)),
        Mark(
            "Plateforme mobile à six vérins", "Six-legged motion base", (-6, 1.2, 0.75), (1, 0, 0)
        ),
        Mark("Projecteur", "Projector", (0, 9, 0.25), (0, -1, 0)),
    )
    return Scene("simulator", nodes, marks, View(azimuth=-35, elevation=17, distance=1.3))


def _plate() -> Body:
    body = Body("floor plate")
    body.add(GREY, plate(rectangle(4.3, 4.6, 0.6, 6), 0.08, 0.02).at(0, 0.04, 0.3))
    body.add(
        GRAPHITE, lathe([(0, 0.08), (1.15, 0.08), (1.12, 0.14), (0, 0.14)], 48).at(0, 0, -0.35)
    )
    return body


def _base() -> Body:
    """A hexapod: pairs of jacks between three feet and three points of the upper frame."""
    body = Body("motion base")
    low, high = 0.2, _FLOOR - 0.16
    for index in range(3):
        foot = index * 120 + 60
        for s in (-1, 1):
            a = _polar(0.95, foot + s * 8, low)
            b = _polar(0.8, foot + s * 52, high)
            middle = tuple(p + 0.55 * (q - p) for p, q in zip(a, b, strict=True))
            body.add(GRAPHITE, tube((a, middle), 0.075, 16))
            body.add(
                OCHRE,
                tube(
                    (middle, tuple(p + 0.57 * (q - p) for p, q in zip(a, b, strict=True))),
                    0.085,
                    16,
                ),
            )
            body.add(STEEL, tube((middle, b), 0.042, 12))
            body.add(GREY, ball(0.085, 14, 8).at(*a), ball(0.075, 14, 8).at(*b))
        body.add(GREY, box(0.5, 0.09, 0.26, 0.02).at(0, 0.16, 0.95).turn("y", foot).at(0, 0, -0.35))
    corners = [60 * k + 30 + 12 * s for k in range(5, -1, -1) for s in (1, -1)]
    rim = [(math.radians(a), 0.95) for a in corners]
    upper = plate([(r * math.sin(a), r * math.cos(a)) for a, r in rim], 0.1, 0.02)
    body.add(OCHRE, upper.at(0, _FLOOR - 0.1, -0.35))
    return body


def _polar(radius: float, degrees: float, y: float) -> tuple[float, float, float]:
    a = math.radians(degrees)
    return (radius * math.sin(a), y, radius * math.cos(a) - 0.35)


def _cabin() -> Body:
    """Its floor is the origin."""
    body = Body("cabin")
    body.add(GRAPHITE, plate(rectangle(1.75, 2.0, 0.1, 4), 0.1, 0.02).at(0, 0, 0.02))
    sill = [
        (-0.95, 0.0),
        (0.92, 0.0),
        (1.0, 0.15),
        (0.96, 0.62),
        (0.7, 0.72),
        (0.4, 0.42),
        (-0.35, 0.4),
        (-0.7, 0.62),
        (-0.98, 0.62),
    ]
    body.add(SAND, side(sill, 0.09, 0.03).at(0.84, 0, 0).both())
    nose = [(0.55, 0.05), (0.98, 0.05), (1.06, 0.2), (1.02, 0.62), (0.72, 0.78), (0.5, 0.74)]
    body.add(SAND, side(nose, 1.62, 0.05))
    for x in (-0.82, 0.82):
        line = fillet(
            [(x, 0.68, 0.78), (x, 1.5, 0.3), (x, 1.56, -0.82), (x, 0.55, -0.94)], 0.16, closed=False
        )
        body.add(GRAPHITE, tube(line, 0.05, 10))
        body.add(GRAPHITE, rod((x, 0.4, -0.25), (x, 1.54, -0.2), 0.04, 10))
    for y, z in ((1.5, 0.28), (1.56, -0.8)):
        body.add(GRAPHITE, rod((-0.82, y, z), (0.82, y, z), 0.045, 10))
    body.add(WHITE, plate(rectangle(1.6, 1.15, 0.14, 4), 0.06, 0.025).at(0, 1.58, -0.26))
    body.add(SAND, box(1.66, 0.6, 0.07, 0.03).at(0, 0.33, -0.93))
    body.put(grille(0.8, 0.28, 5), (0, 0.32, -0.965), degrees=180)
    body.add(AMBER, box(0.16, 0.08, 0.04, 0.015).at(0.66, 0.45, -0.965).both())
    _dashboard(body)
    _seat(body)
    body.add(GRAPHITE, box(0.36, 0.16, 0.4, 0.04).at(0, 1.72, 0.1))
    body.add(GLASS, cylinder(0.055, 0.06, 18, 0.01).turn("x", 90).at(0.08, 1.72, 0.31))
    return body


def _dashboard(body: Body) -> None:
    desk = [(0.3, 0.62), (0.62, 0.55), (0.75, 0.76), (0.5, 0.86), (0.34, 0.78)]
    body.add(BLACK, side(desk, 1.56, 0.03))
    for x in (-0.55, -0.02, 0.5):
        wide = 0.3 if x < 0.4 else 0.36
        body.add(SCREEN, box(wide, 0.14, 0.02, 0.006).turn("x", 22).at(x, 0.72, 0.305))
    rim = [(0.2 * x, 0.2 * y, 0) for x, y in arc(1, 0, 348.75, 31)]
    wheel = Body("wheel").add(BLACK, tube(rim, 0.02, 8, closed=True))
    wheel.add(GRAPHITE, cylinder(0.06, 0.05, 20, 0.015).turn("x", 90))
    spoke = box(0.035, 0.15, 0.015, 0.005).at(0, 0.12, 0)
    wheel.add(STEEL, around(spoke, 3, "z", start=60))
    wheel.add(GRAPHITE, rod((0, 0, 0), (0, 0, 0.3), 0.03, 10))
    body.put(wheel, (-0.02, 0.8, 0.14), "x", 24)
    for x in (-0.18, 0.0, 0.16):
        body.add(STEEL, box(0.09, 0.14, 0.02, 0.008).turn("x", 40).at(x, 0.18, 0.52))
    body.add(GRAPHITE, box(0.2, 0.3, 0.5, 0.03).at(0.42, 0.2, 0.0))
    body.add(STEEL, rod((0.42, 0.34, 0.08), (0.42, 0.58, 0.05), 0.013, 8))
    body.add(BLACK, ball(0.035, 14, 8).at(0.42, 0.59, 0.05))


def _seat(body: Body) -> None:
    body.add(GRAPHITE, box(0.4, 0.2, 0.4, 0.02).at(-0.02, 0.14, -0.38))
    cushion = [(-0.64, 0.27), (-0.18, 0.24), (-0.1, 0.3), (-0.14, 0.38), (-0.6, 0.36)]
    body.add(BLACK, side(cushion, 0.5, 0.04).at(-0.02, 0, 0))
    back = [(-0.68, 0.3), (-0.54, 0.32), (-0.66, 0.98), (-0.78, 1.0)]
    body.add(BLACK, side(back, 0.48, 0.05).at(-0.02, 0, 0))
    head = [(-0.79, 1.02), (-0.69, 1.0), (-0.72, 1.2), (-0.81, 1.21)]
    body.add(BLACK, side(head, 0.28, 0.04).at(-0.02, 0, 0))
    body.add(
        OCHRE,
        side([(-0.55, 0.4), (-0.535, 0.4), (-0.63, 0.9), (-0.645, 0.9)], 0.09, 0.004).at(
            0.12, 0, 0
        ),
    )
    body.add(
        OCHRE,
        side([(-0.55, 0.4), (-0.535, 0.4), (-0.63, 0.9), (-0.645, 0.9)], 0.09, 0.004).at(
            -0.16, 0, 0
        ),
    )


def _picture(width: float, height: float, start: float) -> Body:
    """A landscape on a screen that faces -z; `start` shifts its hills."""
    body = Body("picture")
    w, h = width / 2, height / 2
    body.add(_SKY, _face([(-w, -h * 0.3), (w, -h * 0.3), (w, h), (-w, h)], 0.0))
    ridge = [
        (
            w - width * i / 16,
            h * (0.06 + 0.2 * math.sin(start + i * 0.55) + 0.1 * math.sin(2.3 * (start + i))),
        )
        for i in range(17)
    ]
    body.add(_HILL, _face([(-w, -h * 0.3), (w, -h * 0.3), *ridge], 0.002))
    body.add(_PLAIN, _face([(-w, -h), (w, -h), (w, -h * 0.22), (-w, -h * 0.16)], 0.004))
    return body


def _face(outline: list[tuple[float, float]], lift: float) -> Mesh:
    """A sheet that faces -z, `lift` before the plane; x runs to the viewer's left."""
    return extrude(outline, 0.004, 0).at(0, 0, -0.002 - lift)


def _screens() -> Body:
    body = Body("screens")
    panel = Body("panel")
    panel.add(BLACK, box(1.72, 1.18, 0.07, 0.02))
    panel.add(GRAPHITE, box(1.2, 0.7, 0.08, 0.03).at(0, 0, 0.06))
    panel.add(GRAPHITE, row(box(0.7, 0.02, 0.02, 0).at(0, 0.1, 0.105), 6, (0, 0.06, 0)))
    aside = math.radians(_ASIDE)
    x, z = 0.95 + 0.86 * math.cos(aside), 1.75 - 0.86 * math.sin(aside)
    places = ((0.0, 0.0, 1.75), (_ASIDE, x, z), (-_ASIDE, -x, z))
    for number, (turn, x, z) in enumerate(places):
        body.put(panel, (x, 2.12, z), degrees=turn)
        picture = _picture(1.64, 1.1, 2.1 * number)
        if not turn:
            picture.add(
                _TRACK, _face([(-0.62, -0.55), (0.28, -0.55), (0.05, -0.1), (0.0, -0.1)], 0.006)
            )
        body.put(
            picture,
            (
                x - 0.036 * math.sin(math.radians(turn)),
                2.12,
                z - 0.036 * math.cos(math.radians(turn)),
            ),
            degrees=turn,
        )
        out = 0.12
        px, pz = x + out * math.sin(math.radians(turn)), z + out * math.cos(math.radians(turn))
        body.add(GREY, box(0.14, 2.2, 0.1, 0.02).turn("y", turn).at(px, 1.15, pz))
        foot = box(0.7, 0.08, 0.5, 0.02).turn("y", turn).at(px, 0.1, pz)
        body.add(GREY, foot)
    return body


def _access() -> Body:
    body = Body("access")
    body.add(GRAPHITE, box(0.9, 0.06, 0.8, 0.015).at(-1.5, _FLOOR - 0.1, -0.55))
    body.add(STEEL, box(0.8, 0.02, 0.7, 0.004).at(-1.5, _FLOOR - 0.07, -0.55))
    for x in (-1.1, -1.9):
        for z in (-0.9, -0.2):
            body.add(GRAPHITE, box(0.06, _FLOOR - 0.18, 0.06, 0.01).at(x, (_FLOOR - 0.02) / 2, z))
    body.put(steps(5, 0.8, 0.2, 0.22), (-1.5, _FLOOR - 0.08, -0.95), degrees=180)
    for x in (-1.08, -1.92):
        rail = [
            (x, _FLOOR - 0.1, -0.2),
            (x, _FLOOR + 0.85, -0.2),
            (x, _FLOOR + 0.85, -0.95),
            (x, 1.0, -2.0),
            (x, 0.2, -2.0),
        ]
        body.add(OCHRE, tube(fillet(rail if x < -1.5 else rail[2:], 0.12, closed=False), 0.022, 8))
    body.add(AMBER, cylinder(0.05, 0.1, 14, 0.02).at(-1.92, _FLOOR + 0.92, -0.2))
    return body
