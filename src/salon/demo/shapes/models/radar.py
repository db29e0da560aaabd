"""A ground radar on a trailer: a flat antenna of many elements that turns on its pedestal."""

from salon.demo.shapes.fittings import cooler, door, grille, leg, trailer
from salon.demo.shapes.mesh import row
from salon.demo.shapes.parts import (
    arc,
    beam,
    box,
    cylinder,
    extrude,
    fillet,
    lathe,
    rectangle,
    rod,
    side,
    tile,
    tube,
)
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

_DECK = 0.72
_AXIS = -0.35
_WIDE, _HIGH = 2.9, 1.55


def scene() -> Scene:
    """The model."""
    nodes = [
        *trailer(3.9, 1.8, SAND, radius=0.4),
        Node("pedestal", _pedestal()),
        Node("cabinets", _cabinets()),
        Node("rotating antenna", _antenna(), (0, 2.62, _AXIS), spin=8),
        *_legs(),
    ]
    marks = (
        Mark("Antenne tournante", "Rotating antenna", (0.9, 3.6, 6), (0, 0, -1)),
        Mark(
            "Tourelle et joint tournant", "Turntable and rotary joint", (6, 2.1, _AXIS), (-1, 0, 0)
        ),
        Mark("Baie de traitement", "Processing cabinet", (0.35, 1.4, 6), (0, 0, -1)),
        Mark("Groupe électrogène", "Generator", (6, 1.45, -1.45), (-1, 0, 0)),
    )
    return Scene("radar", nodes, marks, View(azimuth=33, elevation=9, distance=1.3))


def _antenna() -> Body:
    body = Body("antenna")
    face = Body("face")
    face.add(SAND, box(_WIDE, _HIGH, 0.16, 0.03))
    face.add(
        WHITE, extrude(rectangle(_WIDE - 0.1, _HIGH - 0.1, 0.06, 3), 0.03, 0.008).at(0, 0, 0.085)
    )
    slot = tile(0.1, 0.045).at(0, 0, 0.104)
    lines, columns = 13, 22
    face.add(GRAPHITE, row(row(slot, columns, (0.124, 0, 0)), lines, (0, 0.108, 0)))
    for y in (-0.5, 0, 0.5):
        face.add(GREY, box(_WIDE - 0.1, 0.07, 0.1, 0.015).at(0, y, -0.12))
    for x in (-1.2, -0.4, 0.4, 1.2):
        face.add(GREY, box(0.07, _HIGH - 0.1, 0.1, 0.015).at(x, 0, -0.13))
    for x in (-0.8, 0, 0.8):
        for y in (-0.25, 0.25):
            face.add(GRAPHITE, box(0.5, 0.34, 0.14, 0.02).at(x, y, -0.15))
            face.add(BLACK, row(box(0.02, 0.28, 0.05, 0).at(x, y, -0.23), 8, (0.05, 0, 0)))
    bar = Body("bar").add(OCHRE, box(2.5, 0.14, 0.12, 0.04))
    bar.add(WHITE, box(2.42, 0.1, 0.04, 0.01).at(0, 0, 0.06))
    face.put(bar, (0, _HIGH / 2 + 0.12, 0.02))
    face.add(GREY, *(box(0.08, 0.14, 0.08, 0.01).at(x, _HIGH / 2 + 0.03, 0) for x in (-0.9, 0.9)))
    body.put(face, (0, 1.05, 0.16), "x", -9)
    body.add(
        GRAPHITE,
        cylinder(0.36, 0.1, 32, 0.02).at(0, 0.05, 0),
        box(0.7, 0.12, 0.5, 0.03).at(0, 0.16, 0),
    )
    for x in (-0.62, 0.62):
        body.add(GREY, beam((x * 0.5, 0.18, 0), (x, 0.45, -0.02), 0.1, 0.14, 0.02))
        body.add(GREY, beam((x, 0.4, -0.02), (x, 1.5, -0.13), 0.09, 0.12, 0.02))
        body.add(GREY, beam((x * 0.5, 0.2, -0.22), (x, 1.3, -0.22), 0.06, 0.07, 0.012))
    body.add(STEEL, rod((0, 0.25, -0.25), (0, 1.0, -0.18), 0.04, 12))
    return body


def _pedestal() -> Body:
    body = Body("pedestal")
    body.add(GRAPHITE, box(1.2, 0.1, 1.2, 0.02).at(0, _DECK + 0.05, _AXIS))
    cone = lathe(
        [
            (0.46, 0),
            (0.46, 0.06),
            (0.36, 0.16),
            (0.3, 0.9),
            (0.3, 1.3),
            (0.38, 1.38),
            (0.38, 1.5),
            (0.0, 1.5),
        ],
        32,
    )
    body.add(SAND, cone.at(0, _DECK + 0.1, _AXIS))
    body.add(STEEL, cylinder(0.34, 0.08, 32, 0.01).at(0, 2.35, _AXIS))
    body.add(GRAPHITE, cylinder(0.27, 0.26, 28, 0.02).at(0, 2.5, _AXIS))
    gear = box(0.02, 0.06, 0.03, 0).at(0, 2.35, 0.345)
    body.add(STEEL, *(gear.turn("y", a * 10).at(0, 0, _AXIS) for a in range(36)))
    motor = cylinder(0.11, 0.34, 18, 0.02).at(0.42, 2.1, _AXIS)
    body.add(OCHRE, motor, box(0.2, 0.1, 0.2, 0.02).at(0.36, 2.3, _AXIS))
    for angle in (45, 135, 225, 315):
        rib = side([(0, 0), (0.2, 0), (0, 0.55)], 0.04, 0.008).at(0, _DECK + 0.1, 0.31)
        body.add(SAND, rib.turn("y", angle).at(0, 0, _AXIS))
    _cable(body)
    return body


def _cable(body: Body) -> None:
    """The cable from the rotary joint to the cabinet, and the ring that one holds on to."""
    cable = [
        (0.2, 1.9, _AXIS + 0.24),
        (0.22, 1.4, _AXIS + 0.4),
        (0.2, 0.9, _AXIS + 0.7),
        (0.2, 0.9, 0.9),
    ]
    body.add(BLACK, tube(fillet(cable, 0.25, closed=False), 0.03, 8))
    body.add(
        STEEL,
        tube(
            [(0.52 * x, 1.15, 0.52 * z + _AXIS) for x, z in arc(1, 0, 345, 23)],
            0.018,
            6,
            closed=True,
        ),
    )


def _cabinets() -> Body:
    body = Body("cabinets")
    body.add(SAND, box(1.4, 1.25, 0.9, 0.04).at(0, _DECK + 0.65, 1.35))
    body.add(GRAPHITE, box(1.48, 0.05, 0.98, 0.02).at(0, _DECK + 1.29, 1.35))
    for x in (-0.35, 0.35):
        body.put(door(0.56, 1.0, SAND), (x, _DECK + 0.14, 1.8))
    for s in (-1, 1):
        body.put(grille(0.55, 0.5, 7), (0.7 * s, _DECK + 0.7, 1.35), degrees=90 * s)
        body.put(grille(0.5, 0.4, 7), (0.65 * s, _DECK + 0.42, -1.45), degrees=90 * s)
    body.put(cooler(0.8, 0.46, 0.4), (-0.2, _DECK + 1.315, 1.4))
    body.add(OCHRE, box(1.3, 0.85, 0.8, 0.06).at(0, _DECK + 0.45, -1.45))
    body.put(door(0.8, 0.62, OCHRE), (0, _DECK + 0.12, -1.85), degrees=180)
    body.add(GRAPHITE, cylinder(0.05, 0.34, 12, 0.005).at(0.4, _DECK + 1.0, -1.6))
    body.add(STEEL, rod((0.55, _DECK + 1.3, 1.0), (0.55, _DECK + 1.75, 1.0), 0.02, 8))
    body.add(AMBER, cylinder(0.06, 0.12, 16, 0.02).at(0.55, _DECK + 1.8, 1.0))
    return body


def _legs() -> list[Node]:
    made = leg(_DECK - 0.14, 0.9, SAND)
    corners = ((0.8, 1.75, 30), (0.8, -1.75, -30), (-0.8, 1.75, 150), (-0.8, -1.75, -150))
    return [
        Node(f"stabiliser {number}", made, (x, _DECK - 0.14, z), degrees=-turn)
        for number, (x, z, turn) in enumerate(corners, start=1)
    ]
