"""A solar trailer: 42 photovoltaic panels (20 kW) unfolded to both sides of a battery trailer."""

import math

from salon.demo.shapes.fittings import cooler, door, grille, leg, trailer
from salon.demo.shapes.mesh import row
from salon.demo.shapes.parts import beam, box, cylinder, fillet, lathe, rod, tile, tube
from salon.demo.shapes.scene import (
    AMBER,
    BLACK,
    CELL,
    GRAPHITE,
    GREY,
    LAMP,
    OCHRE,
    SAND,
    STEEL,
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
_WIDE, _DEEP, _COUNT, _HINGE = 1.1, 2.1, 6, 2.42
_FOLD = 9.0


def scene() -> Scene:
    """The model."""
    leaf = _leaf()
    half = math.radians(_FOLD)
    nodes = [*trailer(4.4, 1.9, SAND, radius=0.4), Node("battery", _battery()), Node("roof panels", leaf, (0, _HINGE, 0))]
    x, y = _DEEP / 2 + 0.06, _HINGE
    for number in range(3):
        sign = -1 if number % 2 == 0 else 1
        middle = (x + _DEEP / 2 * math.cos(half), y + sign * _DEEP / 2 * math.sin(half))
        for s in (-1, 1):
            name = f"wing {'left' if s > 0 else 'right'} {number + 1}"
            nodes.append(Node(name, leaf, (s * middle[0], middle[1], 0), (0, 0, 1), s * sign * _FOLD))
        x += _DEEP * math.cos(half) + 0.05
        y += sign * _DEEP * math.sin(half)
    nodes += [Node("wing legs", _props()), *_legs()]
    marks = (
        Mark("Panneaux dépliants", "Folding panels", (3.4, 9, 1.6), (0, -1, 0)),
        Mark("Batteries et onduleur", "Batteries and inverter", (0.1, 1.4, 9), (0, 0, -1)),
        Mark("Pied réglable", "Adjustable leg", (5.3, 0.6, 9), (0, 0, -1)),
        Mark("Charnières", "Hinges", (1.11, 9, 0.6), (0, -1, 0)),
    )
    return Scene("solar trailer", nodes, marks, View(azimuth=28, elevation=20, distance=1.1))


def _leaf() -> Body:
    """Six panels side by side along z, centred on the origin, facing up."""
    body = Body("panels")
    panel = Body("panel")
    panel.add(STEEL, box(_DEEP, 0.035, _WIDE - 0.02, 0.006))
    panel.add(CELL, tile(_DEEP - 0.05, _WIDE - 0.07).turn("x", -90).at(0, 0.019, 0))
    panel.add(_LINE, row(tile(0.008, _WIDE - 0.08).turn("x", -90).at(0, 0.0205, 0), 11, (0.17, 0, 0)))
    panel.add(_LINE, row(tile(_DEEP - 0.06, 0.008).turn("x", -90).at(0, 0.0205, 0), 5, (0, 0, 0.17)))
    for index in range(_COUNT):
        body.put(panel, (0, 0, (index - (_COUNT - 1) / 2) * _WIDE))
    for x in (-0.7, 0.7):
        body.add(GREY, box(0.06, 0.07, _WIDE * _COUNT - 0.1, 0.01).at(x, -0.05, 0))
    for index in range(_COUNT):
        hinge = cylinder(0.022, 0.22, 8, 0.004).turn("x", 90)
        body.add(GRAPHITE, hinge.at(_DEEP / 2 + 0.02, -0.012, (index - 2.5) * _WIDE))
    return body


def _battery() -> Body:
    body = Body("battery")
    body.add(SAND, box(1.76, 1.3, 3.7, 0.05).at(0, _DECK + 0.68, -0.1))
    body.add(GRAPHITE, box(1.8, 0.06, 3.76, 0.02).at(0, _DECK + 1.35, -0.1))
    for x in (-0.4, 0.42):
        body.put(door(0.7, 1.05, SAND), (x, _DECK + 0.16, 1.75))
    for z in (-1.35, -0.45, 0.45, 1.2):
        for s in (-1, 1):
            if abs(z) < 1:
                body.put(door(0.74, 1.02, SAND), (s * 0.88, _DECK + 0.18, z), degrees=90 * s)
            else:
                body.put(grille(0.5, 0.62, 8), (s * 0.88, _DECK + 0.7, z), degrees=90 * s)
    body.put(cooler(0.8, 0.6, 0.4), (0.35, _DECK, 2.05))
    body.add(OCHRE, box(0.5, 0.3, 0.2, 0.04).at(-0.5, _DECK + 0.2, 1.95))
    for x in (-0.6, -0.4):
        body.add(BLACK, cylinder(0.05, 0.08, 16, 0.01).turn("x", 90).at(x, _DECK + 0.2, 2.07))
    for x in (-0.7, 0.7):
        for z in (-1.7, -0.1, 1.5):
            body.add(GREY, rod((x, _DECK + 1.3, z), (x, _HINGE - 0.08, z), 0.04, 10))
    body.add(GREY, *(box(1.5, 0.07, 0.07, 0.01).at(0, _HINGE - 0.12, z) for z in (-1.7, -0.1, 1.5)))
    body.put(door(1.0, 1.0, SAND), (0, _DECK + 0.16, -1.95), degrees=180)
    body.add(AMBER, cylinder(0.06, 0.12, 16, 0.02).at(0.75, _DECK + 1.44, 1.65))
    cable = fillet([(-0.5, _DECK + 0.12, 2.05), (-0.5, 0.4, 2.3), (-0.8, 0.04, 2.6), (-1.5, 0.04, 3.3), (-1.2, 0.04, 3.9)], 0.3, closed=False)
    body.add(BLACK, tube(cable, 0.025, 8))
    body.add(LAMP, box(0.3, 0.06, 0.05, 0.015).at(0, _DECK + 1.24, 1.78))
    return body


def _props() -> Body:
    """The legs under the outer hinges."""
    body = Body("wing legs")
    half = math.radians(_FOLD)
    step = _DEEP * math.cos(half) + 0.05
    first = _DEEP / 2 + 0.06
    low, high = _HINGE - _DEEP * math.sin(half), _HINGE
    foot = lathe([(0, 0), (0.15, 0), (0.15, 0.02), (0.05, 0.05), (0.04, 0.1), (0, 0.1)], 16)
    for number, top in ((1, low), (2, high), (3, low)):
        x = first + step * number - 0.03
        for z in (-2.7, 0, 2.7):
            for s in (-1, 1):
                body.add(GREY, rod((s * x, 0.55, z), (s * x, top - 0.05, z), 0.035, 10))
                body.add(STEEL, rod((s * x, 0.05, z), (s * x, 0.6, z), 0.024, 8))
                body.add(GRAPHITE, foot.at(s * x, 0, z))
                body.add(OCHRE, cylinder(0.05, 0.08, 12, 0.01).at(s * x, 0.56, z))
        for s in (-1, 1):
            body.add(GREY, beam((s * x, top - 0.06, -3.1), (s * x, top - 0.06, 3.1), 0.05, 0.05, 0.006))
            body.add(STEEL, rod((s * x, 0.65, -2.7), (s * x, top - 0.1, 0), 0.008, 4), rod((s * x, 0.65, 2.7), (s * x, top - 0.1, 0), 0.008, 4))
    return body


def _legs() -> list[Node]:
    made = leg(_DECK - 0.14, 0.5, SAND)
    corners = ((0.9, 2.0, 20), (0.9, -2.0, -20), (-0.9, 2.0, 160), (-0.9, -2.0, -160))
    return [
        Node(f"stabiliser {number}", made, (x, _DECK - 0.14, z), degrees=-turn)
        for number, (x, z, turn) in enumerate(corners, start=1)
    ]

