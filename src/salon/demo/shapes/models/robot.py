"""A tracked demining robot, about a metre long: flippers, an arm with its gripper, a camera."""

from salon.demo.shapes.fittings import headlamp
from salon.demo.shapes.mesh import Mesh, merge, row
from salon.demo.shapes.parts import (
    arc,
    ball,
    beam,
    box,
    cylinder,
    extrude,
    fillet,
    lathe,
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
    Body,
    Mark,
    Node,
    Scene,
    View,
)

Place = tuple[float, float]
_R = 0.11


def scene() -> Scene:
    """The model."""
    track = _track(0.62, _R, _R, 0.12)
    flipper = _track(0.34, 0.085, 0.045, 0.065)
    nodes = [
        Node("hull", _hull()),
        *(
            Node(f"track {n}", track, (x, _R + 0.012, 0), degrees=180 * n)
            for n, x in enumerate((0.26, -0.26))
        ),
        *(
            Node(f"flipper {n + 1}", flipper, (x, _R + 0.012, 0.31), (1, 0, 0), -28)
            for n, x in enumerate((0.365, -0.365))
        ),
        Node("arm", _arm()),
        Node("camera mast", _camera()),
    ]
    marks = (
        Mark("Pince", "Gripper", (0.5, 0.602, 0.77), (-1, 0, 0)),
        Mark("Bras articulé", "Jointed arm", (0.6, 0.62, -0.08), (-1, 0, 0)),
        Mark("Caméra panoramique", "Pan and tilt camera", (-0.16, 0.925, 2), (0, 0, -1)),
        Mark("Chenilles", "Tracks", (0.26, 2, -0.2), (0, -1, 0)),
        Mark("Bras de franchissement", "Climbing flippers", (2, 0.25, 0.55), (-1, 0, 0)),
    )
    return Scene("robot", nodes, marks, View(azimuth=40, elevation=17, distance=1.7))


def _belt(length: float, back: float, front: float) -> list[Place]:
    """The line around two wheels of those radii, `length` apart, in (z, y)."""
    half = length / 2
    rear = arc(back, 90, 270, 10, at=(-half, 0))
    return [*rear, *arc(front, -90, 90, 10, at=(half, 0))]


def _track(length: float, back: float, front: float, width: float) -> Body:
    """A track along z, its outer face towards +x; a flipper's turns about its back wheel."""
    body = Body("track")
    shift = 0.0 if back == front else length / 2
    line = [(z + shift, y) for z, y in _belt(length, back, front)]
    inner = [(z + shift, y) for z, y in _belt(length, back - 0.014, front - 0.014)]
    body.add(RUBBER, side(line, width, 0.008))
    body.add(RUBBER, *_pads(line, width))
    plate = [(z + shift, y) for z, y in _belt(length, back - 0.03, front - 0.03)]
    body.add(GRAPHITE, side(inner, 0.01, 0.004).at(width / 2, 0, 0))
    body.add(
        OCHRE if back == front else GREY, side(plate, 0.012, 0.005).at(width / 2 + 0.006, 0, 0)
    )
    hubs = [(shift - length / 2, back), (shift + length / 2, front)]
    if back == front:
        hubs += [(-length / 6, back * 0.8), (length / 6, back * 0.8)]
    for z, radius in hubs:
        hub = cylinder(radius * 0.55, 0.03, 20, 0.006).turn("z", 90).at(width / 2 + 0.014, 0, z)
        body.add(GRAPHITE, hub)
        body.add(
            STEEL, cylinder(radius * 0.2, 0.05, 12, 0.004).turn("z", 90).at(width / 2 + 0.016, 0, z)
        )
    return body


def _pads(line: list[Place], width: float) -> list[Mesh]:
    """Cleats at even steps along a closed line in (z, y)."""
    ends = [*line[1:], line[0]]
    lengths = [
        ((b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2) ** 0.5 for a, b in zip(line, ends, strict=True)
    ]
    count = round(sum(lengths) / 0.044)
    step, due, passed = sum(lengths) / count, 0.0, 0.0
    pads = []
    for a, b, long in zip(line, ends, lengths, strict=True):
        heading = ((b[0] - a[0]) / long, (b[1] - a[1]) / long)
        while due < passed + long - 1e-9:
            share = due - passed
            z, y = a[0] + heading[0] * share, a[1] + heading[1] * share
            out = (heading[1], -heading[0])
            low = (0.0, y - 0.004 * out[1], z - 0.004 * out[0])
            high = (0.0, y + 0.012 * out[1], z + 0.012 * out[0])
            pads.append(beam(low, high, width * 0.98, 0.02, 0))
            due += step
        passed += long
    return pads


def _hull() -> Body:
    outline = [
        (-0.4, 0.1),
        (-0.36, 0.07),
        (0.36, 0.07),
        (0.42, 0.12),
        (0.36, 0.25),
        (0.3, 0.275),
        (-0.36, 0.275),
        (-0.4, 0.24),
    ]
    body = Body("hull").add(SAND, side(outline, 0.38, 0.015))
    body.add(GRAPHITE, box(0.36, 0.02, 0.5, 0.008).at(0, 0.28, -0.06))
    fin = box(0.008, 0.03, 0.16, 0.002).at(0, 0.3, -0.27)
    body.add(GRAPHITE, row(fin, 9, (0.03, 0, 0)))
    body.put(headlamp(0.028), (0.12, 0.19, 0.4)).put(headlamp(0.028), (-0.12, 0.19, 0.4))
    body.add(GLASS, box(0.1, 0.04, 0.02, 0.008).at(0, 0.19, 0.39))
    body.add(BLACK, box(0.3, 0.09, 0.02, 0.008).at(0, 0.17, -0.4))
    body.add(AMBER, cylinder(0.014, 0.03, 12, 0.004).turn("x", 90).at(0.13, 0.225, -0.4).both())
    handle = [(0.19, 0.24, -0.3), (0.215, 0.29, -0.3), (0.215, 0.29, -0.12), (0.19, 0.24, -0.12)]
    body.add(STEEL, tube(handle, 0.009, 8).both())
    for x in (-0.15, 0.15):
        body.add(
            BLACK,
            rod((x, 0.27, -0.36), (x, 0.36, -0.36), 0.008, 8),
            rod((x, 0.35, -0.36), (x, 0.72, -0.36), 0.004, 6),
        )
    body.add(
        STEEL,
        rod((-0.3, _R, -0.31), (0.3, _R, -0.31), 0.02, 10),
        rod((-0.38, _R, 0.31), (0.38, _R, 0.31), 0.02, 10),
    )
    screw = cylinder(0.008, 0.006, 6, 0)
    body.add(STEEL, *(screw.at(s * 0.16, 0.29, z) for s in (-1, 1) for z in (-0.16, 0.02, 0.16)))
    return body


def _joint(width: float, radius: float) -> Mesh:
    return cylinder(radius, width, 24, 0.008).turn("z", 90)


def _arm() -> Body:
    body = Body("arm")
    body.add(
        GRAPHITE,
        cylinder(0.1, 0.04, 28, 0.01).at(0.04, 0.305, 0.1),
        cylinder(0.07, 0.08, 24, 0.01).at(0.04, 0.35, 0.1),
    )
    a, b, c, d = (0.04, 0.41, 0.1), (0.04, 0.76, -0.2), (0.04, 0.86, 0.34), (0.04, 0.66, 0.58)
    for place, width, radius in (
        (a, 0.17, 0.06),
        (b, 0.17, 0.055),
        (c, 0.13, 0.045),
        (d, 0.1, 0.036),
    ):
        body.add(GRAPHITE, _joint(width, radius).at(*place))
        body.add(STEEL, _joint(width + 0.014, radius * 0.5).at(*place))
    for s in (-1, 1):
        x = 0.052 * s
        body.add(OCHRE, beam((a[0] + x, a[1], a[2]), (b[0] + x, b[1], b[2]), 0.026, 0.075, 0.008))
    body.add(OCHRE, beam(b, c, 0.07, 0.07, 0.012), beam(c, d, 0.055, 0.055, 0.01))
    body.add(
        STEEL,
        rod((0.04, 0.42, 0.0), (0.04, 0.58, -0.09), 0.02, 12),
        rod((0.04, 0.56, -0.08), (0.04, 0.68, -0.15), 0.011, 10),
    )
    _wrist(body, d)
    return body


def _wrist(body: Body, at: tuple[float, float, float]) -> None:
    """The cable along the arm, and what is at its end: gripper and camera."""
    cable = [
        (0.1, 0.4, 0.06),
        (0.13, 0.55, -0.08),
        (0.13, 0.78, -0.24),
        (0.1, 0.84, -0.12),
        (0.085, 0.88, 0.2),
        (0.09, 0.84, 0.36),
    ]
    body.add(BLACK, tube(fillet(cable, 0.08, closed=False), 0.007, 6))
    body.add(GRAPHITE, _joint(0.06, 0.04).at(*at))
    wrist = lathe([(0, 0), (0.035, 0), (0.035, 0.05), (0.045, 0.06), (0.045, 0.1), (0, 0.1)], 20)
    body.add(GRAPHITE, wrist.turn("x", 105).at(0.04, 0.655, 0.6))
    _gripper(body, (0.04, 0.625, 0.7))
    body.add(GRAPHITE, box(0.04, 0.035, 0.06, 0.008).turn("x", 15).at(0.04, 0.715, 0.62))
    body.add(GLASS, cylinder(0.012, 0.012, 14, 0.003).turn("x", 105).at(0.04, 0.707, 0.652))


def _gripper(body: Body, at: tuple[float, float, float]) -> None:
    body.add(STEEL, box(0.11, 0.05, 0.03, 0.006).turn("x", 15).at(*at))
    claw = [
        (0.02, 0),
        (0.06, 0.0),
        (0.085, 0.07),
        (0.06, 0.15),
        (0.03, 0.17),
        (0.03, 0.15),
        (0.05, 0.08),
    ]
    finger = extrude(claw, 0.03, 0.004).turn("x", 105).at(*at)
    body.add(STEEL, merge((finger, finger.at(-at[0], 0, 0).mirrored().at(at[0], 0, 0))))
    pad = box(0.012, 0.05, 0.034, 0.003).at(0.037, 0.145, 0).turn("x", 105)
    body.add(RUBBER, pad.at(*at), pad.mirrored().at(*at))


def _camera() -> Body:
    body = Body("camera mast")
    x, z = -0.13, -0.2
    body.add(GRAPHITE, box(0.09, 0.05, 0.09, 0.01).at(x, 0.3, z))
    body.add(
        STEEL, rod((x, 0.3, z), (x, 0.68, z), 0.018, 12), rod((x, 0.6, z), (x, 0.86, z), 0.012, 12)
    )
    body.add(GRAPHITE, cylinder(0.02, 0.03, 14, 0.004).at(x, 0.67, z))
    body.add(GRAPHITE, cylinder(0.034, 0.04, 20, 0.008).at(x, 0.87, z))
    body.add(
        GRAPHITE,
        box(0.014, 0.1, 0.05, 0.005).at(x - 0.075, 0.925, z),
        box(0.014, 0.1, 0.05, 0.005).at(x + 0.075, 0.925, z),
    )
    body.add(GRAPHITE, box(0.16, 0.014, 0.05, 0.005).at(x, 0.885, z))
    body.add(SAND, box(0.13, 0.085, 0.15, 0.02).at(x, 0.935, z + 0.01))
    for dx, radius in ((-0.03, 0.026), (0.034, 0.018)):
        body.add(
            BLACK, cylinder(radius * 1.2, 0.03, 20, 0.005).turn("x", 90).at(x + dx, 0.935, z + 0.09)
        )
        body.add(
            GLASS, cylinder(radius, 0.01, 20, 0.003).turn("x", 90).at(x + dx, 0.935, z + 0.106)
        )
    body.add(SAND, box(0.14, 0.008, 0.18, 0.003).at(x, 0.983, z + 0.02))
    body.add(AMBER, ball(0.018, 12, 6).at(x + 0.04, 0.995, z - 0.04))
    return body
