"""A field hospital: three vaulted tents joined by corridors to a rigid operating theatre."""

from salon.demo.shapes.fittings import cooler, door, grille, shelter, steps, window
from salon.demo.shapes.mesh import row
from salon.demo.shapes.parts import (
    Point,
    beam,
    box,
    cylinder,
    extrude,
    fillet,
    rod,
    stud,
    tile,
    tube,
)
from salon.demo.shapes.scene import (
    AMBER,
    BLACK,
    CANVAS,
    GLASS,
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

_WIDE, _LONG = 5.6, 9.0


def scene() -> Scene:
    """The model; the tents' gables and the entrance look towards +z."""
    tent = _tent()
    nodes = [
        Node("ward 1", tent, (-7.4, 0, 0)),
        Node("ward 2", tent, (0, 0, 0)),
        Node("laboratory", tent, (7.4, 0, 0)),
        Node("corridors", _corridors()),
        Node("entrance", _entrance(), (0, 0, _LONG / 2)),
        Node("operating theatre", _theatre(), (0, 0, -8.2)),
        *_cooling(cooler(1.3, 1.2, 0.9), _ducts()),
        Node("generator", _generator(), (6.9, 0, -7.6)),
    ]
    marks = (
        Mark("Accueil et tri", "Reception and triage", (0.9, 1.2, 30), (0, 0, -1)),
        Mark("Tente d’hospitalisation", "Ward tent", (7.4, 30, 1.0), (0, -1, 0)),
        Mark("Bloc opératoire", "Operating theatre", (2.7, 30, -7.5), (0, -1, 0)),
        Mark("Climatisation", "Air conditioning", (-7.9, 0.72, 30), (0, 0, -1)),
        Mark("Couloir de liaison", "Linking corridor", (3.9, 30, 0.2), (0, -1, 0)),
    )
    return Scene("field hospital", nodes, marks, View(azimuth=32, elevation=24, distance=1.3))


def _vault(width: float, wall: float, height: float) -> list[Point]:
    """The outline of a vaulted tent, counter-clockwise from its left foot."""
    half = width / 2
    crown = [
        (half * 0.94, wall),
        (half * 0.62, height * 0.86),
        (0, height),
        (-half * 0.62, height * 0.86),
        (-half * 0.94, wall),
    ]
    curved = fillet(crown, 1.1, steps=2, closed=False)
    return [(-half, 0), (half, 0), *((p[0], p[1]) for p in curved)]


def _tent() -> Body:
    body = Body("tent")
    outline = _vault(_WIDE, 1.75, 3.1)
    body.add(CANVAS, extrude(outline, _LONG, 0.05))
    arch = [(x * 1.006, y + 0.012) for x, y in outline[1:]] + [(-_WIDE / 2 * 1.006, 0.012)]
    for z in (-_LONG / 2 + 0.06, -_LONG / 4, 0, _LONG / 4, _LONG / 2 - 0.06):
        body.add(SAND, tube([(x, y, z) for x, y in arch], 0.055, 5, ends=False))
    body.add(SAND, rod((0, 3.1, -_LONG / 2), (0, 3.1, _LONG / 2), 0.05, 6))
    skirt = box(0.3, 0.04, _LONG, 0.012).at(_WIDE / 2 + 0.1, 0.02, 0)
    body.add(SAND, skirt.both())
    for z in (-3.35, -1.15, 1.15, 3.35):
        if abs(z) > 2:
            for s in (-1, 1):
                body.put(_flap(), (s * 2.725, 1.18, z), degrees=90 * s)
        for s in (-1, 1):
            body.add(GRAPHITE, rod((s * 2.66, 1.8, z), (s * 3.35, 0.05, z), 0.014, 4))
            body.add(OCHRE, rod((s * 3.33, 0.22, z), (s * 3.38, 0, z), 0.03, 6))
    for s in (-1, 1):
        for x in (-1.75, 1.75):
            body.put(_flap(), (x, 1.25, s * _LONG / 2), degrees=0 if s > 0 else 180)
        vent = cylinder(0.28, 0.08, 16, 0).turn("x", 90).at(0, 2.62, s * _LONG / 2)
        body.add(GRAPHITE, vent)
    body.put(_curtain(), (0, 0, _LONG / 2))
    body.put(_curtain(), (0, 0, -_LONG / 2), degrees=180)
    return body


def _flap() -> Body:
    """A soft window with its rolled blind, facing +z."""
    body = Body("flap").add(SAND, stud(1.1, 0.86, 0.03))
    body.add(GLASS, tile(0.92, 0.68).at(0, 0, 0.035))
    body.add(SAND, tile(0.04, 0.7).at(0, 0, 0.045), tile(0.94, 0.04).at(0, 0, 0.045))
    return body.add(CANVAS, cylinder(0.07, 1.1, 8, 0).turn("z", 90).at(0, 0.48, 0.06))


def _curtain() -> Body:
    """A tent's double door, facing +z."""
    body = Body("curtain").add(SAND, box(1.7, 2.2, 0.06, 0.02).at(0, 1.1, 0))
    for x in (-0.4, 0.4):
        body.add(OCHRE, stud(0.74, 2.06, 0.04).at(x, 1.05, 0.02))
        body.add(GLASS, tile(0.4, 0.6).at(x, 1.55, 0.065))
    return body.add(GRAPHITE, tile(0.04, 2.06).at(0, 1.05, 0.062))


def _corridors() -> Body:
    body = Body("corridors")
    outline = _vault(2.1, 1.6, 2.35)
    link = Body("link").add(CANVAS, extrude(outline, 2.3, 0.04))
    ring = [(x * 1.015, y + 0.012, 0) for x, y in outline[1:]] + [(-1.05 * 1.015, 0.012, 0)]
    hoop = tube(ring, 0.05, 4, ends=False)
    link.add(SAND, row(hoop, 5, (0, 0, 0.5)))
    for s in (-1, 1):
        body.put(link, (s * 3.7, 0, 0), degrees=90)
    long = (
        Body("link").add(CANVAS, extrude(outline, 2.6, 0.04)).add(SAND, row(hoop, 5, (0, 0, 0.56)))
    )
    body.put(long, (0, 0, -_LONG / 2 - 1.25))
    for s in (-1, 1):
        pane = box(0.7, 0.6, 0.05, 0.012).at(0, 1.2, 1.03)
        body.add(GLASS, pane.at(s * 3.7, 0, 0))
    return body


def _entrance() -> Body:
    """A porch with a canopy, facing +z."""
    body = Body("entrance")
    outline = _vault(2.6, 1.7, 2.42)
    body.add(WHITE, extrude(outline, 1.6, 0.05).at(0, 0, 0.75))
    body.put(door(0.98, 1.98, GREY, window=True), (-0.53, 0.05, 1.55))
    body.put(door(0.98, 1.98, GREY, window=True), (0.53, 0.05, 1.55))
    ramp = extrude([(0, 0), (1.3, 0), (0, 0.09)], 2.2, 0.01).turn("y", -90).at(0, 0, 1.6)
    body.add(STEEL, ramp)
    body.add(OCHRE, box(3.1, 0.05, 1.7, 0.02).turn("x", 5).at(0, 2.58, 2.2))
    for x in (-1.45, 1.45):
        body.add(STEEL, rod((x, 0, 2.9), (x, 2.53, 2.9), 0.035, 10))
        body.add(GRAPHITE, cylinder(0.14, 0.03, 16, 0.01).at(x, 0.015, 2.9))
        rail = [(x * 0.82, 0, 1.7), (x * 0.82, 0.95, 1.7), (x * 0.82, 0.9, 2.8), (x * 0.82, 0, 2.8)]
        body.add(OCHRE, tube(fillet(rail, 0.12, closed=False), 0.025, 8))
    body.add(AMBER, box(0.4, 0.1, 0.1, 0.03).at(0, 2.22, 1.6))
    return body


def _theatre() -> Body:
    """A rigid shelter whose sides slide out, on jacks."""
    body = Body("operating theatre")
    body.put(shelter(6.1, 2.6, 2.44, WHITE), (0, 0.4, 0))
    body.add(WHITE, box(4.6, 2.1, 1.7, 0.04).at(0, 1.62, -1.7))
    body.add(
        GREY,
        box(4.7, 0.08, 1.75, 0.02).at(0, 2.7, -1.7),
        box(4.7, 0.08, 1.75, 0.02).at(0, 0.55, -1.7),
    )
    for x in (-1.5, 0, 1.5):
        body.put(window(0.9, 0.6), (x, 1.75, -2.55), degrees=180)
    for s in (-1, 1):
        body.put(door(0.95, 2.0, GREY, window=True), (s * 3.02, 0.55, 0.2), degrees=90 * s)
        body.put(steps(3, 0.95, 0.18, 0.26), (s * 3.06, 0.56, 0.2), degrees=90 * s)
        body.put(window(1.0, 0.6), (s * 2.1, 1.9, 1.18))
        body.add(
            GREY,
            *(
                box(0.2, 0.4, 0.2, 0.02).at(s * x, 0.2, z)
                for x in (2.9, 1.0)
                for z in (-1.05, 1.05)
            ),
        )
    body.put(cooler(1.4, 0.8, 1.0), (-1.7, 3.0, 0))
    body.put(cooler(1.4, 0.8, 1.0), (1.7, 3.0, 0))
    duct = box(2.4, 0.35, 0.5, 0.05).at(0, 3.2, -0.1)
    body.add(GREY, duct)
    body.put(grille(0.9, 0.4, 6), (0, 2.55, 1.2))
    return body


def _cooling(unit: Body, ducts: Body) -> list[Node]:
    """Units before the outer tents, with their hoses, and behind the ward in the middle."""
    front, back = _LONG / 2 + 1.5, -_LONG / 2 - 1.0
    nodes = []
    for n, x in enumerate((-7.4, 7.4), start=1):
        nodes.append(Node(f"air conditioner {n}", unit, (x - 0.35, 0, front)))
        nodes.append(Node(f"air hoses {n}", ducts, (x, 0, _LONG / 2)))
    for n, x in enumerate((-2.7, 2.7), start=3):
        nodes.append(Node(f"air conditioner {n}", unit, (x, 0, back), degrees=180))
    return nodes


def _ducts() -> Body:
    """Two ribbed hoses from a unit to the wall at z = 0."""
    body = Body("air hoses")
    for x in (-0.62, -0.05):
        line = fillet([(x, 0.55, 1.0), (x, 0.5, 0.5), (x - 0.15, 0.32, 0.02)], 0.5, closed=False)
        thick = [0.19 + 0.015 * (i % 2) for i in range(len(line))]
        body.add(WHITE, tube(line, thick, 10))
    return body


def _generator() -> Body:
    body = Body("generator")
    body.add(GRAPHITE, box(3.2, 0.2, 1.5, 0.03).at(0, 0.16, 0))
    body.add(OCHRE, box(3.0, 1.5, 1.3, 0.08).at(0, 1.02, 0))
    body.put(grille(1.0, 0.8, 9), (0.75, 1.05, 0.65)).put(
        grille(0.9, 0.8, 9), (1.5, 1.05, 0), degrees=90
    )
    body.put(door(0.7, 1.1, OCHRE), (-0.3, 0.42, 0.65)).put(
        door(0.7, 1.1, OCHRE), (-1.05, 0.42, 0.65)
    )
    body.add(GRAPHITE, cylinder(0.09, 0.5, 14, 0.01).at(-1.1, 2.0, -0.3))
    body.add(STEEL, beam((-1.5, 1.78, 0), (1.5, 1.78, 0), 0.12, 0.08))
    cable = [(-1.5, 0.3, 0), (-2.2, 0.06, 0.2), (-3.2, 0.05, 0.1), (-3.9, 0.3, -0.3)]
    body.add(BLACK, tube(fillet(cable, 0.5, closed=False), 0.05, 8))
    return body
