"""A telescopic lattice mast, 18 m high, on a trailer, with its stays out."""

from salon.demo.shapes.fittings import cooler, door, grille, lattice, leg, trailer
from salon.demo.shapes.mesh import around, merge
from salon.demo.shapes.parts import arc, ball, box, cylinder, lathe, rod, tube
from salon.demo.shapes.scene import (
    AMBER,
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
#: Side of each section of the mast and the height where it ends, in metres.
_SECTIONS = ((0.9, 4.3), (0.74, 7.2), (0.6, 10.1), (0.47, 12.9), (0.36, 15.6))
_TOP = 18.0
_STAYS = 3.0


def scene() -> Scene:
    """The model."""
    nodes = [
        *trailer(3.9, 1.7, SAND, radius=0.4),
        Node("mast", _mast()),
        Node("antennas", _head()),
        Node("stays", _stays()),
        Node("cabinets", _cabinets()),
        *_legs(),
    ]
    marks = (
        Mark("Antennes à secteurs", "Sector antennas", (0, 16.45, 5), (0, 0, -1)),
        Mark("Faisceau hertzien", "Microwave link", (5, 14.7, 0), (-1, 0, 0)),
        Mark("Section télescopique", "Telescopic section", (5, 4.2, 0), (-1, 0, 0)),
        Mark("Baie radio", "Radio cabinet", (0.3, 1.3, 6), (0, 0, -1)),
        Mark("Stabilisateur", "Stabiliser", (1.38, 5, 2.05), (0, -1, 0)),
    )
    return Scene("mast", nodes, marks, View(azimuth=38, elevation=-30, distance=0.52))


def _mast() -> Body:
    body = Body("mast")
    low = _DECK
    for index, (width, high) in enumerate(_SECTIONS):
        start = low - (0.5 if index else 0)
        bays = round((high - start) / (width * 1.1))
        steel = lattice(width, high - start, bays, 0.04 - 0.004 * index)
        body.add(STEEL if index else GREY, steel.at(0, start, 0))
        if index < len(_SECTIONS) - 1:
            bar = box(0.09, 0.13, width + 0.13, 0.012).at(width / 2, high - 0.08, 0)
            body.add(OCHRE, around(bar, 4))
        low = high
    body.add(STEEL, rod((0, low - 1, 0), (0, _TOP - 0.9, 0), 0.06, 12))
    body.add(GRAPHITE, box(1.2, 0.1, 1.2, 0.02).at(0, _DECK + 0.05, 0))
    winch = cylinder(0.16, 0.34, 20, 0.02).turn("z", 90).at(0, 1.2, 0.62)
    body.add(OCHRE, winch)
    body.add(GRAPHITE, box(0.06, 0.42, 0.36, 0.02).at(0.22, 1.15, 0.6).both())
    body.add(STEEL, rod((0, 1.3, 0.6), (0, 4.2, 0.49), 0.012, 6))
    return body


def _head() -> Body:
    body = Body("antennas")
    panel = box(0.34, 1.7, 0.16, 0.06).at(0, 16.45, 0.52)
    back = box(0.1, 1.2, 0.06, 0.01).at(0, 16.45, 0.42)
    arms = [rod((0, y, 0), (0, y, 0.42), 0.025, 6) for y in (15.95, 16.95)]
    body.add(WHITE, around(panel, 3)).add(GRAPHITE, around(back, 3))
    for arm in arms:
        body.add(STEEL, around(arm, 3))
    body.add(
        STEEL,
        tube([(0.42 * x, 15.72, 0.42 * y) for x, y in arc(1, 0, 345, 23)], 0.02, 6, closed=True),
    )
    for y, size, heading in ((14.7, 0.42, 90), (13.6, 0.3, -55)):
        profile = [(0, 0), (size, 0.02), (size, 0.2), (size * 0.93, 0.26), (0, 0.3)]
        drum = lathe(profile, 28).turn("x", 90).at(0, y, 0.33)
        body.add(WHITE, drum.turn("y", heading))
        body.add(GRAPHITE, box(0.2, 0.2, 0.2, 0.02).at(0, y, 0.26).turn("y", heading))
    body.add(
        STEEL, rod((0, 17.1, 0), (0, 17.45, 0), 0.03, 8), rod((0, 17.4, 0), (0, _TOP, 0), 0.014, 6)
    )
    body.add(AMBER, ball(0.09, 14, 8).at(0.16, 17.28, 0))
    body.add(
        STEEL,
        rod((0, 17.16, 0), (0.16, 17.16, 0), 0.02, 6),
        rod((0.16, 17.14, 0), (0.16, 17.22, 0), 0.03, 8),
    )
    return body


def _stays() -> Body:
    body = Body("stays")
    ties = [rod((0.2, high - 0.08, 0), (_STAYS, 0.12, 0), 0.018, 5) for high in (7.2, 12.9)]
    spike = rod((_STAYS + 0.1, 0.4, 0), (_STAYS - 0.02, 0.03, 0), 0.04, 8)
    foot = cylinder(0.2, 0.05, 16, 0.01).at(_STAYS, 0.025, 0)
    for material, mesh in ((STEEL, merge(ties)), (OCHRE, spike), (GRAPHITE, foot)):
        body.add(material, around(mesh, 3, start=8))
    return body


def _cabinets() -> Body:
    body = Body("cabinets")
    body.add(SAND, box(1.3, 1.15, 0.85, 0.04).at(0, _DECK + 0.6, 1.35))
    body.add(GRAPHITE, box(1.38, 0.05, 0.93, 0.02).at(0, _DECK + 1.2, 1.35))
    for x in (-0.32, 0.32):
        body.put(door(0.5, 0.92, SAND), (x, _DECK + 0.14, 1.775))
    body.put(grille(0.5, 0.5, 7), (0.65, _DECK + 0.6, 1.35), degrees=90)
    body.put(grille(0.5, 0.5, 7), (-0.65, _DECK + 0.6, 1.35), degrees=-90)
    body.add(OCHRE, box(1.3, 0.95, 0.95, 0.06).at(0, _DECK + 0.5, -1.35))
    body.put(grille(0.6, 0.5, 8), (0.65, _DECK + 0.52, -1.35), degrees=90)
    body.put(grille(0.6, 0.5, 8), (-0.65, _DECK + 0.52, -1.35), degrees=-90)
    body.put(door(0.8, 0.7, OCHRE), (0, _DECK + 0.14, -1.825), degrees=180)
    body.add(GRAPHITE, cylinder(0.05, 0.3, 12, 0.005).at(0.35, _DECK + 1.1, -1.6))
    body.put(cooler(0.7, 0.42, 0.36), (0, _DECK + 1.225, 1.35))
    return body


def _legs() -> list[Node]:
    made = leg(_DECK - 0.14, 0.75, SAND)
    corners = ((0.75, 1.75, 25), (0.75, -1.75, -25), (-0.75, 1.75, 155), (-0.75, -1.75, -155))
    return [
        Node(f"stabiliser {number}", made, (x, _DECK - 0.14, z), degrees=-turn)
        for number, (x, z, turn) in enumerate(corners, start=1)
    ]
