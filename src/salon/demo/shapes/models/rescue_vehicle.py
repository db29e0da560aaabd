"""A 6×6 rescue truck, 7.4 m long: crew cab, lockers with roller shutters, a boom on the roof."""

from salon.demo.shapes.fittings import door, grille, headlamp, ladder, pane, wheel, wheels
from salon.demo.shapes.mesh import row
from salon.demo.shapes.parts import arc, beam, box, cylinder, louvres, rod, side, tube
from salon.demo.shapes.scene import (
    AMBER,
    BLACK,
    GLASS,
    GRAPHITE,
    GREY,
    LAMP,
    OCHRE,
    RED,
    STEEL,
    WHITE,
    Body,
    Mark,
    Material,
    Node,
    Scene,
    View,
)

_AXLES = (2.3, -1.0, -2.4)
_RADIUS = 0.57
_ALLOY = Material("brushed alloy", "#a3a6a8", 0.6, 0.55)


def scene() -> Scene:
    """The model."""
    rolling = wheel(_RADIUS, 0.42, GREY, lugs=16, segments=24)
    places = [(s * 1.0, _RADIUS, z) for z in _AXLES for s in (-1, 1)]
    nodes = [
        Node("chassis", _chassis()),
        *wheels(rolling, "wheel", places),
        Node("cab", _cab()),
        Node("body", _body()),
        Node("boom", _boom()),
    ]
    marks = (
        Mark("Cabine d’équipage, huit places", "Crew cab, eight seats", (5, 1.5, 2.75), (-1, 0, 0)),
        Mark("Bras de levage", "Lifting boom", (0, 9, -1.0), (0, -1, 0)),
        Mark("Coffres à rideau", "Lockers with shutters", (5, 2.3, -0.5), (-1, 0, 0)),
        Mark("Treuil avant", "Front winch", (0, 0.86, 9), (0, 0, -1)),
        Mark("Mât d’éclairage", "Lighting mast", (1.07, 4.2, 9), (0, 0, -1)),
    )
    return Scene("rescue vehicle", nodes, marks, View(azimuth=38, elevation=13, distance=1.35))


def _arch(z: float) -> list[tuple[float, float]]:
    return arc(0.68, 175, 5, 9, at=(z, 0.62))


def _chassis() -> Body:
    body = Body("chassis")
    body.add(BLACK, beam((0.45, 0.82, -3.45), (0.45, 0.82, 3.3), 0.12, 0.26).both())
    for z in _AXLES:
        body.add(BLACK, rod((-0.9, _RADIUS, z), (0.9, _RADIUS, z), 0.1, 12))
        body.add(BLACK, cylinder(0.24, 0.3, 16, 0.06).turn("x", 90).at(0, _RADIUS, z))
    body.add(BLACK, cylinder(0.3, 1.1, 20, 0.06).turn("x", 90).at(0.82, 0.72, 0.62).both())
    body.add(STEEL, box(0.3, 0.05, 0.5, 0.01).at(1.1, 0.55, 1.28).both())
    bumper = side(
        [(3.3, 0.52), (3.62, 0.52), (3.68, 0.62), (3.68, 0.98), (3.62, 1.02), (3.3, 1.02)],
        2.46,
        0.03,
    )
    body.add(GRAPHITE, bumper)
    body.add(BLACK, box(0.9, 0.22, 0.04, 0.02).at(0, 0.8, 3.685))
    body.add(STEEL, cylinder(0.06, 0.6, 14, 0.005).turn("z", 90).at(0, 0.84, 3.66))
    body.put(headlamp(0.11), (0.86, 0.8, 3.68)).put(headlamp(0.11), (-0.86, 0.8, 3.68))
    body.add(GRAPHITE, box(2.4, 0.16, 0.14, 0.02).at(0, 0.72, -3.6))
    body.add(RED, box(0.3, 0.1, 0.04, 0.01).at(0.95, 0.74, -3.67).both())
    return body


def _cab() -> Body:
    outline = [
        (1.3, 0.95), *_arch(2.3), (3.2, 0.95), (3.56, 0.95), (3.62, 1.1), (3.6, 1.8),
        (3.26, 2.86), (3.12, 2.98), (1.3, 3.0),
    ]  # fmt: skip
    body = Body("cab").add(RED, side(outline, 2.42, 0.07))
    body.add(WHITE, box(2.3, 0.1, 1.76, 0.05).at(0, 3.01, 2.2))
    lean = -17.8
    body.add(BLACK, pane(2.24, 1.06, 0.03).turn("x", lean).at(0, 2.34, 3.435))
    body.add(GLASS, pane(2.12, 0.94, 0.05).turn("x", lean).at(0, 2.34, 3.435))
    for x in (-0.55, 0.45):
        wiper = rod((x, 1.86, 3.625), (x + 0.42, 2.2, 3.52), 0.012, 5)
        body.add(BLACK, wiper)
    front = [(2.42, 1.92), (3.38, 1.92), (3.14, 2.72), (2.42, 2.72)]
    back = [(1.5, 1.92), (2.2, 1.92), (2.2, 2.72), (1.5, 2.72)]
    for outline in (front, back):
        body.add(GLASS, side(outline, 0.03, 0.012).at(1.212, 0, 0).both())
    for z in (2.31, 1.42):
        body.add(BLACK, box(0.012, 1.6, 0.014, 0).at(1.21, 2.0, z).both())
    body.add(BLACK, box(0.012, 0.014, 1.0, 0).at(1.21, 1.42, 2.9).both())
    body.add(STEEL, box(0.04, 0.035, 0.2, 0.012).at(1.225, 1.72, 2.55).both())
    body.add(STEEL, box(0.04, 0.035, 0.2, 0.012).at(1.225, 1.72, 1.68).both())
    body.add(
        BLACK,
        tube(
            [*((1.22, y, z) for z, y in reversed(arc(0.72, 0, 180, 12, at=(2.3, 0.62))))], 0.045, 8
        ).both(),
    )
    _face(body)
    body.add(GRAPHITE, box(1.7, 0.06, 0.3, 0.02).at(0, 3.08, 2.85))
    body.add(AMBER, box(0.6, 0.15, 0.26, 0.05).at(0.52, 3.18, 2.85).both())
    body.add(LAMP, box(0.38, 0.13, 0.24, 0.04).at(0, 3.17, 2.85))
    snorkel = [(1.3, 1.3, 1.45), (1.3, 2.9, 1.45), (1.3, 3.1, 1.5)]
    body.add(BLACK, tube(snorkel, 0.07, 12), cylinder(0.13, 0.22, 18, 0.03).at(1.3, 3.2, 1.5))
    return body


def _face(body: Body) -> None:
    """The grille, the lamps and the mirrors of the cab."""
    body.put(grille(1.5, 0.46, 6), (0, 1.36, 3.622))
    body.add(WHITE, box(2.3, 0.12, 0.03, 0.012).at(0, 1.71, 3.6))
    for x in (-1, 1):
        body.add(BLACK, box(0.34, 0.3, 0.06, 0.03).at(x * 0.98, 1.36, 3.6))
        body.put(headlamp(0.1), (x * 0.98, 1.36, 3.63))
        arm = tube(
            [(x * 1.18, 2.72, 3.3), (x * 1.42, 2.74, 3.42), (x * 1.42, 1.95, 3.46)], 0.018, 6
        )
        body.add(BLACK, arm)
        body.add(BLACK, box(0.24, 0.46, 0.1, 0.04).at(x * 1.42, 2.4, 3.45))
        body.add(STEEL, box(0.19, 0.4, 0.01, 0.004).at(x * 1.42, 2.4, 3.397))


def _shutter(width: float, height: float) -> Body:
    """A roller shutter that faces +z, centred on the origin."""
    body = Body("shutter").add(GRAPHITE, box(width, height, 0.03, 0.008))
    body.add(
        _ALLOY, louvres(width - 0.1, height - 0.06, round(height * 9), 0.009).at(0, 0.03, 0.015)
    )
    rail = box(0.05, height - 0.04, 0.05, 0.01).at(width / 2 - 0.03, 0, 0.01)
    body.add(GRAPHITE, rail.both())
    return body.add(BLACK, box(width * 0.5, 0.035, 0.05, 0.01).at(0, 0.08 - height / 2, 0.02))


def _body() -> Body:
    outline = [
        (-3.6, 0.95), (-3.16, 0.95), *_arch(-2.4), *_arch(-1.0),
        (-0.2, 0.72), (1.2, 0.72), (1.2, 3.0), (-3.6, 3.0),
    ]  # fmt: skip
    body = Body("body").add(RED, side(outline, 2.44, 0.045))
    body.add(WHITE, box(2.462, 0.2, 4.74, 0.01).at(0, 1.5, -1.2))
    body.add(GRAPHITE, box(2.3, 0.05, 4.6, 0.02).at(0, 3.01, -1.2))
    for z in (0.47, -0.72, -1.9, -3.02):
        for s in (-1, 1):
            body.put(_shutter(1.0, 1.22), (s * 1.225, 2.27, z), degrees=s * 90)
    for s in (-1, 1):
        body.put(_shutter(0.86, 0.55), (s * 1.225, 1.08, 0.47), degrees=s * 90)
    for z in (-2.4, -1.0):
        line = [(1.23, y, at) for at, y in arc(0.72, 180, 0, 12, at=(z, 0.62))]
        body.add(BLACK, tube(line, 0.045, 8).both())
    body.add(STEEL, rod((1.18, 3.14, -3.5), (1.18, 3.14, 1.1), 0.025, 8).both())
    body.add(
        STEEL,
        row(rod((1.18, 3.0, 0), (1.18, 3.15, 0), 0.02, 6), 5, (0, 0, 1.1)).at(0, 0, -1.2).both(),
    )
    body.put(door(1.0, 1.8, WHITE, window=True), (0.1, 1.05, -3.6), degrees=180)
    body.add(STEEL, ladder(2.1, 0.36).at(-0.88, 0.95, -3.68))
    body.add(AMBER, box(0.24, 0.12, 0.06, 0.02).at(0.98, 2.85, -3.61).both())
    _light_mast(body)
    body.add(STEEL, ladder(2.9, 0.42).turn("x", -90).at(-0.82, 3.2, 0.9))
    body.add(GREY, box(0.5, 0.26, 1.1, 0.04).at(0.85, 3.16, -2.9))
    return body


def _light_mast(body: Body) -> None:
    body.add(GRAPHITE, cylinder(0.1, 0.3, 16, 0.02).at(0.85, 3.15, 0.9))
    body.add(
        STEEL,
        rod((0.85, 3.1, 0.9), (0.85, 3.7, 0.9), 0.05, 12),
        rod((0.85, 3.6, 0.9), (0.85, 4.1, 0.9), 0.035, 12),
    )
    body.add(
        GRAPHITE,
        box(0.7, 0.05, 0.05, 0.01).at(0.85, 4.1, 0.9),
        box(0.7, 0.05, 0.05, 0.01).at(0.85, 3.82, 0.9),
    )
    for y in (3.9, 4.18):
        for x in (0.63, 1.07):
            body.add(GRAPHITE, box(0.34, 0.22, 0.12, 0.03).at(x, y, 0.95))
            body.add(LAMP, box(0.28, 0.16, 0.04, 0.01).at(x, y, 1.0))


def _boom() -> Body:
    body = Body("boom")
    body.add(GRAPHITE, cylinder(0.42, 0.16, 28, 0.03).at(0, 3.1, 0.55))
    body.add(OCHRE, cylinder(0.3, 0.34, 24, 0.04).at(0, 3.32, 0.55))
    post = [(0.2, 3.4), (0.85, 3.4), (0.85, 3.75), (0.72, 4.1), (0.45, 4.1), (0.3, 3.8)]
    body.add(OCHRE, side(post, 0.1, 0.02).at(0.2, 0, 0).both())
    pivot, tip = (0.0, 3.95, 0.58), (0.0, 4.75, -2.5)
    body.add(STEEL, cylinder(0.07, 0.56, 14, 0.01).turn("z", 90).at(*pivot))
    body.add(OCHRE, beam(pivot, tip, 0.28, 0.32, 0.03))
    last = (0.0, 4.98, -3.4)
    body.add(WHITE, beam((0.0, 4.65, -2.1), last, 0.2, 0.23, 0.02))
    body.add(GRAPHITE, box(0.34, 0.38, 0.14, 0.02).turn("x", 14.5).at(0, 4.73, -2.45))
    body.add(GRAPHITE, beam((0, 3.55, 0.25), (0, 4.02, -0.6), 0.16, 0.16, 0.03))
    body.add(STEEL, rod((0, 3.9, -0.4), (0, 4.3, -1.1), 0.05, 12))
    body.add(GRAPHITE, cylinder(0.15, 0.1, 20, 0.02).turn("z", 90).at(0, 4.96, -3.42))
    body.add(STEEL, rod((0, 4.95, -3.56), (0, 4.3, -3.56), 0.012, 6))
    body.add(RED, box(0.14, 0.2, 0.12, 0.03).at(0, 4.22, -3.56))
    hook = [(0, 4.06 + 0.09 * y, -3.56 + 0.09 * x) for x, y in arc(1, 90, -170, 12)]
    body.add(STEEL, tube(hook, 0.025, 8))
    return body
