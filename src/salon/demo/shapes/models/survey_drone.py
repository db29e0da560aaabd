"""A fixed-wing survey drone, 4.2 m across, on its launching rail."""

import math

import numpy as np

from salon.demo.shapes.mesh import Floats, Mesh, row
from salon.demo.shapes.parts import (
    arc,
    ball,
    beam,
    box,
    cylinder,
    extrude,
    fillet,
    lathe,
    loft,
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
    RUBBER,
    SAND,
    STEEL,
    WHITE,
    Body,
    Mark,
    Node,
    Scene,
    View,
)

_SPAN = 4.2
_SLOPE = 12.0
#: Where the drone's middle sits on the rail.
_SEAT = (0.0, 1.16, -0.2)


def scene() -> Scene:
    """The model; it would leave towards +z."""
    nodes = [
        Node(
            "drone", None, _SEAT, (1, 0, 0), -_SLOPE,
            children=[
                Node("fuselage", _fuselage()),
                Node("wing", _wing()),
                Node("tail", _tail()),
                Node("propeller", _propeller(), (0, 0.02, -0.83)),
                Node("camera", _camera()),
                Node("cradle", _cradle()),
            ],
        ),
        Node("launching rail", _rail()),
    ]  # fmt: skip
    marks = (
        Mark("Tourelle optique", "Camera turret", (0.0, 1.14, 6), (0, 0, -1)),
        Mark("Voilure de 4,2 m", "Wing, 4.2 m", (1.2, 9, -0.2), (0, -1, 0)),
        Mark("Hélice propulsive", "Pusher propeller", (0.0, 1.02, -9), (0, 0, 1)),
        Mark("Empennage en V inversé", "Inverted V tail", (0.3, 9, -1.55), (0, -1, 0)),
        Mark("Rampe de lancement", "Launching rail", (6, 0.654, -1.0), (-1, 0, 0)),
    )
    return Scene("survey drone", nodes, marks, View(azimuth=40, elevation=24, distance=1.2))


def _oval(z: float, y: float, width: float, height: float, count: int = 22) -> Floats:
    """A ring across z, squarer than an ellipse."""
    points = []
    for index in range(count):
        a = 2 * math.pi * index / count
        c, s = math.cos(a), math.sin(a)
        across = math.copysign(abs(c) ** 0.8, c) * width / 2
        points.append((across, y + math.copysign(abs(s) ** 0.8, s) * height / 2, z))
    return np.array(points)


def _airfoil(chord: float, thickness: float, points: int = 9) -> list[tuple[float, float]]:
    """(z, y), the leading edge at z = 0 and the trailing edge at z = -chord; clockwise.

    The thickness is that of the four-digit NACA profiles; below it is flatter.
    """
    curve = []
    for index in range(points + 1):
        t = (1 - math.cos(math.pi * index / points)) / 2
        root = 0.2969 * t**0.5 - 0.126 * t - 0.3516 * t**2 + 0.2843 * t**3 - 0.1015 * t**4
        curve.append((-t * chord, 5 * thickness * chord * root))
    below = [(z, -0.45 * y) for z, y in curve[1:]]
    return [*reversed(curve), *below]


def _panel(stations: list[tuple[float, float, float, float]], thickness: float = 0.12) -> Mesh:
    """A wing's half towards +x from (x, y, leading edge z, chord) at each station."""
    rings = [
        np.array([(x, y + h, z + lead) for z, h in _airfoil(chord, thickness)])
        for x, y, lead, chord in stations
    ]
    return loft(rings)


def _fuselage() -> Body:
    body = Body("fuselage")
    stations = [
        (-0.8, 0.02, 0.12, 0.12), (-0.72, 0.02, 0.2, 0.21), (-0.45, 0.02, 0.28, 0.3),
        (0.1, 0.0, 0.3, 0.34),
        (0.5, -0.01, 0.28, 0.31), (0.8, -0.03, 0.22, 0.24), (0.98, -0.05, 0.14, 0.15),
        (1.06, -0.06, 0.06, 0.07), (1.075, -0.062, 0.02, 0.02),
    ]  # fmt: skip
    body.add(WHITE, loft([_oval(*station) for station in stations]))
    band = [
        _oval(z, y, w, h)
        for z, y, w, h in (
            (0.52, -0.01, 0.283, 0.313),
            (0.56, -0.0115, 0.276, 0.304),
            (0.6, -0.015, 0.267, 0.294),
        )
    ]
    body.add(OCHRE, loft(band))
    hatch = [_oval(z, 0.0, w, h) for z, w, h in ((0.1, 0.3, 0.34), (0.42, 0.285, 0.317))]
    above = np.where(np.arange(22) % 21 > 10, 0.96, 1.008)
    above[[0, 1, 10, 11]] = 0.96
    body.add(
        GREY,
        loft([(ring - (0, 0, ring[0, 2])) * above[:, None] + (0, 0, ring[0, 2]) for ring in hatch]),
    )
    pylon = [(-0.42, 0.12), (0.16, 0.14), (0.1, 0.24), (-0.36, 0.24)]
    body.add(WHITE, side(pylon, 0.12, 0.03))
    body.add(BLACK, rod((0.0, 0.14, 0.62), (0.0, 0.27, 0.6), 0.008, 6))
    body.add(
        GRAPHITE, lathe([(0, 0), (0.05, 0.0), (0.04, 0.025), (0, 0.035)], 20).at(0, 0.158, 0.46)
    )
    body.add(GRAPHITE, cylinder(0.07, 0.1, 20, 0.02).turn("x", 90).at(0, 0.02, -0.79))
    intake = box(0.09, 0.06, 0.22, 0.02).at(0.15, 0.05, -0.5)
    body.add(GRAPHITE, intake.both())
    return body


def _wing() -> Body:
    body = Body("wing")
    half = _SPAN / 2
    stations = [
        (0.0, 0.25, 0.16, 0.52), (0.75, 0.26, 0.16, 0.52), (1.5, 0.294, 0.095, 0.4),
        (1.8, 0.31, 0.06, 0.34), (2.0, 0.335, 0.01, 0.25),
    ]  # fmt: skip
    body.add(WHITE, _panel(stations[:3]).both())
    body.add(OCHRE, _panel(stations[2:4]).both())
    body.add(WHITE, _panel(stations[3:]).both())
    tip = [(2.0, 0.335, 0.01, 0.25), (2.06, 0.365, -0.02, 0.2), (half, 0.5, -0.1, 0.12)]
    body.add(OCHRE, _panel(tip).both())
    for x0, x1 in ((0.2, 0.68), (0.9, 1.75)):
        a, b = (_trail(stations, x) for x in (x0, x1))
        seam = beam(
            (x0, a[0] + 0.012, a[1] + 0.1), (x1, b[0] + 0.011, b[1] + 0.075), 0.008, 0.01, 0
        )
        body.add(GRAPHITE, seam.both())
    for x in (1.0, 1.6):
        y, z = _trail(stations, x)
        body.add(GRAPHITE, box(0.012, 0.04, 0.05, 0.004).at(x, y - 0.02, z + 0.08).both())
    body.add(AMBER, ball(0.014, 10, 6).at(2.03, 0.36, 0.0).both())
    boom = rod((0.55, 0.24, 0.12), (0.55, 0.2, -1.45), 0.028, 12)
    body.add(GRAPHITE, boom.both())
    body.add(
        GRAPHITE,
        lathe([(0, 0), (0.02, 0.0), (0.03, -0.04)][::-1], 12)
        .turn("x", 90)
        .at(0.55, 0.245, 0.16)
        .both(),
    )
    pod = side([(-0.3, 0.2), (0.06, 0.2), (0.12, 0.24), (0.06, 0.28), (-0.3, 0.28)], 0.07, 0.02)
    body.add(WHITE, pod.at(0.55, 0, 0).both())
    return body


def _trail(stations: list[tuple[float, float, float, float]], x: float) -> tuple[float, float]:
    """Height and z of the wing's trailing edge at x."""
    xs = [s[0] for s in stations]
    y = float(np.interp(x, xs, [s[1] for s in stations]))
    return y, float(np.interp(x, xs, [s[2] - s[3] for s in stations]))


def _tail() -> Body:
    body = Body("tail")
    fin = _panel([(0.0, 0.0, 0.0, 0.3), (0.69, 0.0, -0.04, 0.24)], 0.1)
    placed = fin.turn("z", 143).at(0.555, 0.2, -1.18)
    flipped = placed
    body.add(WHITE, flipped, flipped.mirrored())
    body.add(OCHRE, box(0.08, 0.05, 0.26, 0.02).at(0, 0.615, -1.36))
    body.add(GRAPHITE, cylinder(0.034, 0.08, 14, 0.01).turn("x", 90).at(0.55, 0.2, -1.44).both())
    return body


def _propeller() -> Body:
    body = Body("propeller")
    spinner = lathe([(0, -0.1), (0.03, -0.085), (0.05, -0.04), (0.055, 0.0), (0, 0.0)], 20).turn(
        "x", 90
    )
    body.add(OCHRE, spinner)
    blade = _panel(
        [
            (0.03, 0, 0.02, 0.04),
            (0.12, 0, 0.03, 0.06),
            (0.26, 0.0, 0.024, 0.045),
            (0.31, 0, 0.012, 0.022),
        ],
        0.14,
    )
    twisted = blade.turn("x", 65).turn("z", 35).at(0, 0, -0.03)
    body.add(BLACK, twisted, twisted.turn("z", 180))
    return body


def _camera() -> Body:
    body = Body("camera")
    body.add(GRAPHITE, cylinder(0.09, 0.05, 24, 0.01).at(0, -0.16, 0.66))
    body.add(GRAPHITE, ball(0.095, 24, 14).at(0, -0.22, 0.66))
    body.add(GREY, box(0.02, 0.12, 0.08, 0.008).at(0.098, -0.2, 0.66).both())
    for x, radius in ((-0.03, 0.034), (0.042, 0.022)):
        body.add(BLACK, cylinder(radius * 1.2, 0.03, 20, 0.004).turn("x", 100).at(x, -0.23, 0.745))
        body.add(GLASS, cylinder(radius, 0.012, 20, 0.003).turn("x", 100).at(x, -0.232, 0.762))
    return body


def _cradle() -> Body:
    body = Body("cradle")
    for z in (-0.35, 0.2):
        saddle = [
            (-0.16, -0.24), (0.16, -0.24), (0.16, -0.0775), *arc(0.155, -30, -150, 8),
            (-0.16, -0.0775),
        ]  # fmt: skip
        body.add(GRAPHITE, extrude(saddle, 0.05, 0.006).at(0, 0, z))
    body.add(OCHRE, box(0.26, 0.06, 0.8, 0.015).at(0, -0.27, -0.08))
    roller = cylinder(0.04, 0.06, 16, 0.008).turn("z", 90)
    body.add(BLACK, *(roller.at(s * 0.15, -0.29, z) for s in (-1, 1) for z in (-0.38, 0.22)))
    return body


def _rail() -> Body:
    body = Body("launching rail")
    turn = math.radians(_SLOPE)
    start, end = -1.3, 1.6

    def on(z: float, drop: float) -> tuple[float, float, float]:
        along = (z - _SEAT[2]) / math.cos(turn)
        return (
            0,
            _SEAT[1] - drop * math.cos(turn) + along * math.sin(turn),
            z + drop * math.sin(turn),
        )

    for s in (-1, 1):
        a, b = on(start, 0.34), on(end, 0.34)
        body.add(SAND, beam((s * 0.11, a[1], a[2]), (s * 0.11, b[1], b[2]), 0.05, 0.08, 0.01))
        c, d = on(start, 0.58), on(end, 0.58)
        body.add(SAND, beam((s * 0.11, c[1], c[2]), (s * 0.11, d[1], d[2]), 0.04, 0.05, 0.008))
        count = 7
        for i in range(count):
            z0, z1 = (start + (end - start) * t / count for t in (i, i + 1))
            low, high = (on(z0, 0.56), on(z1, 0.36)) if i % 2 else (on(z1, 0.56), on(z0, 0.36))
            body.add(SAND, rod((s * 0.11, low[1], low[2]), (s * 0.11, high[1], high[2]), 0.014, 6))
    for t in range(8):
        for drop in (0.34, 0.58):
            p = on(start + 0.03 + (end - start - 0.06) * t / 7, drop)
            body.add(GREY, box(0.24, 0.03, 0.04, 0.006).at(*p))
    front, rear = on(1.15, 0.6), on(-0.95, 0.6)
    for s in (-1, 1):
        body.add(
            GRAPHITE,
            rod((s * 0.1, front[1], front[2]), (s * 0.62, 0.04, front[2] + 0.25), 0.03, 10),
        )
        body.add(
            GRAPHITE, rod((s * 0.1, rear[1], rear[2]), (s * 0.55, 0.04, rear[2] - 0.2), 0.03, 10)
        )
        for x, z in ((0.62, front[2] + 0.25), (0.55, rear[2] - 0.2)):
            body.add(
                RUBBER,
                lathe([(0, 0), (0.09, 0), (0.09, 0.02), (0.04, 0.06), (0, 0.06)], 16).at(
                    s * x, 0, z
                ),
            )
    body.add(
        STEEL,
        rod((-0.42, 0.19, rear[2] - 0.14), (0.42, 0.19, rear[2] - 0.14), 0.014, 6),
        rod((-0.5, 0.25, front[2] + 0.2), (0.5, 0.25, front[2] + 0.2), 0.014, 6),
    )
    tail = on(start, 0.46)
    body.add(OCHRE, box(0.34, 0.3, 0.3, 0.03).turn("x", -_SLOPE).at(*tail))
    body.add(
        STEEL, cylinder(0.1, 0.28, 20, 0.01).turn("z", 90).at(0.0, tail[1] + 0.02, tail[2] - 0.18)
    )
    stop = on(end, 0.3)
    body.add(RUBBER, box(0.26, 0.14, 0.08, 0.02).turn("x", -_SLOPE).at(*stop))
    cable = fillet(
        [
            (0.2, tail[1], tail[2]),
            (0.5, 0.3, tail[2]),
            (0.6, 0.03, tail[2] + 0.2),
            (0.95, 0.03, tail[2] + 0.3),
            (1.0, 0.2, tail[2] + 0.3),
        ],
        0.3,
        closed=False,
    )
    body.add(BLACK, tube(cable, 0.014, 6))
    body.add(SAND, box(0.5, 0.34, 0.36, 0.03).at(1.0, 0.18, tail[2] + 0.3))
    body.add(GRAPHITE, box(0.52, 0.03, 0.38, 0.01).at(1.0, 0.26, tail[2] + 0.3))
    body.add(
        STEEL, row(box(0.05, 0.07, 0.02, 0.005).at(1.0, 0.24, tail[2] + 0.49), 2, (0.28, 0, 0))
    )
    return body
