"""A solar trailer: 42 photovoltaic panels (20 kW) unfolded to both sides of a battery trailer."""

import math

from salon.demo.shapes.fittings import cooler, door, grille, leg, shelter, trailer
from salon.demo.shapes.mesh import row
from salon.demo.shapes.parts import beam, box, cylinder, fillet, lathe, rod, tile, tube
from salon.demo.shapes.scene import (
    AMBER,
    BLACK,
    CELL,
    GRAPHITE,
    GREY,
    OCHRE,
    SAND,
    STEEL,
    WHITE,
    Body,
    Mark,
    Material,
    Node,
    Scene,
    View,
)

_DECK = 0.72
_LINE = Material("cell grid", "#5d6b80", 0.6, 0.35)
#: A panel's width along z and depth along x, the number of panels along z, the height of the hinge.
_WIDE, _DEEP, _COUNT, _HINGE = 1.1, 2.1, 6, 1.95
_FOLD = 9.0
#: Middle of the panels along z: behind the battery, which stays in view.
_BACK = -2.35


def scene() -> Scene:
    """The model."""
    leaf = _leaf()
    half = math.radians(_FOLD)
    nodes = [
        *trailer(5.6, 1.9, SAND, radius=0.4),
        Node("battery", _battery()),
        Node("roof panels", leaf, (0, _HINGE, _BACK)),
    ]
    x, y = _DEEP / 2 + 0.06, _HINGE
    for number in range(3):
        sign = -1 if number % 2 == 0 else 1
        middle = (x + _DEEP / 2 * math.cos(half), y + sign * _DEEP / 2 * math.sin(half))
        for s in (-1, 1):
            name = f"wing {'left' if s > 0 else 'right'} {number + 1}"
            nodes.append(
                Node(name, leaf, (s * middle[0], middle[1], _BACK), (0, 0, 1), s * sign * _FOLD)
            )
        x += _DEEP * math.cos(half) + 0.05
        y += sign * _DEEP * math.sin(half)
    nodes += [*_props(), *_legs()]
    marks = (
        Mark("Panneaux dépliants", "Folding panels", (3.4, 9, -0.6), (0, -1, 0)),
        Mark("Batteries et onduleur", "Batteries and inverter", (0.42, 1.4, 9), (0, 0, -1)),
        Mark("Pied réglable", "Adjustable leg", (5.33, 0.75, 9), (0, 0, -1)),
        Mark("Charnières", "Hinges", (1.11, 9, -0.7), (0, -1, 0)),
    )
    return Scene("solar trailer", nodes, marks, View(azimuth=24, elevation=22, distance=1.0))


def _leaf() -> Body:
    """Six panels side by side along z, centred on the origin, facing up."""
    body = Body("panels")
    panel = Body("panel")
    panel.add(STEEL, box(_DEEP, 0.035, _WIDE - 0.02, 0.006))
    panel.add(CELL, tile(_DEEP - 0.05, _WIDE - 0.07).turn("x", -90).at(0, 0.019, 0))
    panel.add(
        _LINE, row(tile(0.008, _WIDE - 0.08).turn("x", -90).at(0, 0.0205, 0), 7, (0.26, 0, 0))
    )
    panel.add(
        _LINE, row(tile(_DEEP - 0.06, 0.008).turn("x", -90).at(0, 0.0205, 0), 3, (0, 0, 0.26))
    )
    for index in range(_COUNT):
        body.put(panel, (0, 0, (index - (_COUNT - 1) / 2) * _WIDE))
    for x in (-0.7, 0.7):
        body.add(GREY, box(0.06, 0.07, _WIDE * _COUNT - 0.1, 0.01).at(x, -0.05, 0))
    for index in range(_COUNT):
        hinge = cylinder(0.022, 0.22, 6, 0).turn("x", 90)
        body.add(GRAPHITE, hinge.at(_DEEP / 2 + 0.02, -0.012, (index - 2.5) * _WIDE))
    return body


def _battery() -> Body:
    """The battery and inverter shelter at the front of the deck, and the frame behind it."""
    body = Body("battery").put(shelter(1.9, 1.75, 1.75, SAND), (0, _DECK, 1.9))
    front, y = 2.76, _DECK + 0.16
    body.put(door(0.78, 1.4, WHITE), (-0.42, y, front)).put(
        door(0.78, 1.4, WHITE), (0.42, y, front)
    )
    for s in (-1, 1):
        body.put(grille(0.6, 0.9, 11), (s * 0.92, _DECK + 0.95, 2.28), degrees=90 * s)
        body.put(door(0.66, 1.36, SAND), (s * 0.92, y, 1.5), degrees=90 * s)
    body.put(cooler(0.9, 0.5, 0.7), (0.3, _DECK + 1.75, 1.9))
    body.add(OCHRE, box(0.4, 0.26, 0.3, 0.04).at(-0.5, _DECK + 1.88, 2.3))
    body.add(AMBER, cylinder(0.06, 0.12, 14, 0.02).at(-0.5, _DECK + 2.06, 2.3))
    for x in (-0.85, 0.85):
        body.add(
            GREY, *(box(0.09, 1.12, 0.09, 0.015).at(x, _DECK + 0.55, z) for z in (-2.6, -0.9, 0.7))
        )
        body.add(GREY, box(0.09, 0.09, 3.4, 0.015).at(x, _HINGE - 0.13, -0.95))
        body.add(
            GREY,
            beam((x, _DECK, 0.6), (x, _HINGE - 0.15, -0.9), 0.06),
            beam((x, _DECK, -2.5), (x, _HINGE - 0.15, -0.9), 0.06),
        )
    body.add(GRAPHITE, *(box(0.7, 0.5, 1.1, 0.03).at(x, _DECK + 0.26, -0.4) for x in (-0.42, 0.42)))
    body.add(
        OCHRE,
        *(
            cylinder(0.1, 0.5, 18, 0.02).turn("z", 90).at(x, _DECK + 0.3, -1.5)
            for x in (-0.45, 0.45)
        ),
    )
    _outlet(body)
    return body


def _outlet(body: Body) -> None:
    """The cable to the box of sockets on the ground."""
    cable = [
        (-0.5, _DECK + 0.3, 2.75),
        (-0.5, 0.5, 3.0),
        (-0.9, 0.04, 3.2),
        (-1.9, 0.04, 3.6),
        (-2.3, 0.2, 3.6),
    ]
    body.add(BLACK, tube(fillet(cable, 0.3, closed=False), 0.03, 8))
    body.add(OCHRE, box(0.42, 0.5, 0.3, 0.04).at(-2.4, 0.26, 3.6))
    for x in (-2.52, -2.4, -2.28):
        body.add(BLACK, cylinder(0.04, 0.05, 14, 0.01).turn("x", 90).at(x, 0.34, 3.76))


def _props() -> list[Node]:
    """The legs under the hinges, two lengths of them, and the rails that they carry."""
    half = math.radians(_FOLD)
    step, first = _DEEP * math.cos(half) + 0.05, _DEEP / 2 + 0.03
    low, high = _prop(_HINGE - _DEEP * math.sin(half)), _prop(_HINGE)
    return [
        Node(f"leg {number}{side}{row}", made, (s * (first + step * number), 0, _BACK + z))
        for number, made in ((1, low), (2, high), (3, low))
        for side, s in (("l", 1), ("r", -1))
        for row, z in ((1, -2.6), (2, 2.6))
    ]


def _prop(top: float) -> Body:
    body = Body("panel leg")
    body.add(GREY, rod((0, 0.55, 0), (0, top - 0.06, 0), 0.04, 10))
    body.add(GREY, box(0.06, 0.05, 0.5, 0.01).at(0, top - 0.07, 0))
    body.add(STEEL, rod((0, 0.05, 0), (0, 0.6, 0), 0.026, 8))
    foot = lathe([(0, 0), (0.17, 0), (0.17, 0.02), (0.05, 0.06), (0.04, 0.1), (0, 0.1)], 16)
    return body.add(GRAPHITE, foot).add(OCHRE, cylinder(0.055, 0.08, 12, 0.01).at(0, 0.56, 0))


def _legs() -> list[Node]:
    made = leg(_DECK - 0.14, 0.5, SAND)
    corners = ((0.9, 2.5, 20), (0.9, -2.5, -20), (-0.9, 2.5, 160), (-0.9, -2.5, -160))
    return [
        Node(f"stabiliser {number}", made, (x, _DECK - 0.14, z), degrees=-turn)
        for number, (x, z, turn) in enumerate(corners, start=1)
    ]
