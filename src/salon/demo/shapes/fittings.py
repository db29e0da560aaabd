"""Things that several models carry: wheels, doors, grilles, ladders, legs, trailers, shelters."""

from collections.abc import Sequence

from salon.demo.shapes.mesh import Mesh, Vector, around, merge, row
from salon.demo.shapes.parts import (
    beam,
    box,
    cylinder,
    extrude,
    fillet,
    frame,
    lathe,
    louvres,
    rectangle,
    ring,
    rod,
    side,
    stud,
    thickened,
    tile,
    tube,
)
from salon.demo.shapes.scene import (
    AMBER,
    BLACK,
    DUNE,
    GLASS,
    GRAPHITE,
    LAMP,
    RED,
    RUBBER,
    STEEL,
    WHITE,
    Body,
    Material,
    Node,
)


def wheel(
    radius: float, width: float, rim: Material, *, lugs: int = 18, segments: int = 24
) -> Body:
    """A wheel on the x axis, its outer face towards +x."""
    r, w = radius, width
    inner = 0.56 * r
    tyre = lathe(
        [
            (inner, -0.4 * w), (inner * 1.08, -0.47 * w),
            (0.82 * r, -0.5 * w), (0.92 * r, -0.45 * w),
            (0.97 * r, -0.34 * w), (0.97 * r, 0.34 * w), (0.92 * r, 0.45 * w), (0.82 * r, 0.5 * w),
            (inner * 1.08, 0.47 * w), (inner, 0.4 * w),
        ],
        segments,
    )  # fmt: skip
    tread = [
        stud(0.14 * r, 0.44 * w, 0.05 * r).turn("z", s * 18).at(0, s * 0.23 * w, 0.95 * r)
        for s in (1, -1)
    ]
    dish = lathe(
        [
            (0, -0.3 * w), (inner * 1.02, -0.32 * w),
            (inner * 1.02, 0.41 * w), (inner * 0.94, 0.44 * w),
            (inner * 0.86, 0.34 * w), (inner * 0.8, 0.26 * w), (inner * 0.48, 0.16 * w),
            (inner * 0.42, 0.3 * w), (0, 0.3 * w),
        ],
        segments,
    )  # fmt: skip
    hub = cylinder(inner * 0.2, 0.2 * w, 10, 0.01).at(0, 0.32 * w, 0)
    bolts = around(box(inner * 0.08, 0.07 * w, inner * 0.08, 0).at(0, 0.31 * w, inner * 0.32), 6)
    body = Body("wheel")
    body.add(RUBBER, tyre, around(tread[0], lugs), around(tread[1], lugs, start=180 / lugs))
    body.add(rim, dish).add(STEEL, hub, bolts)
    return Body("wheel").put(body, axis="z", degrees=-90)


def wheels(body: Body, name: str, places: Sequence[Vector]) -> list[Node]:
    """The same wheel at each place, its outer face away from the middle."""
    return [
        Node(f"{name} {number}", body, at, degrees=0 if at[0] > 0 else 180)
        for number, at in enumerate(places, start=1)
    ]


def door(width: float, height: float, colour: Material, *, window: bool = False) -> Body:
    """A door that faces +z; its sill is the origin, on the wall."""
    body = Body("door")
    body.add(GRAPHITE, box(width + 0.1, height + 0.08, 0.04, 0.012).at(0, height / 2, 0.012))
    body.add(colour, box(width, height, 0.05, 0.012).at(0, height / 2, 0.03))
    body.add(STEEL, box(0.04, 0.18, 0.03, 0.01).at(width * 0.36, height * 0.48, 0.07))
    body.add(
        STEEL, *(box(0.035, 0.12, 0.05, 0).at(-width / 2, height * y, 0.045) for y in (0.18, 0.82))
    )
    if window:
        body.add(GLASS, pane(width * 0.6, height * 0.28).at(0, height * 0.72, 0.056))
    return body


def pane(width: float, height: float, thickness: float = 0.02) -> Mesh:
    """A sheet with round corners that faces +z."""
    return extrude(rectangle(width, height, min(width, height) * 0.18, 3), thickness, 0.006)


def window(width: float, height: float) -> Body:
    """A framed window that faces +z, centred on the origin, on the wall."""
    body = Body("window")
    body.add(GRAPHITE, pane(width + 0.1, height + 0.1, 0.05))
    return body.add(GLASS, pane(width, height, 0.07))


def grille(width: float, height: float, slats: int, colour: Material = GRAPHITE) -> Body:
    """A louvred opening that faces +z, centred on the origin, on the wall."""
    body = Body("grille")
    body.add(
        colour,
        *(box(0.035, height + 0.07, 0.06, 0.01).at(s * (width / 2 + 0.017), 0, 0) for s in (-1, 1)),
        *(box(width, 0.035, 0.06, 0.01).at(0, s * (height / 2 + 0.017), 0) for s in (-1, 1)),
        louvres(width, height, slats, 0.022, 0.3).at(0, 0, 0.006),
    )
    body.add(BLACK, tile(width, height).at(0, 0, 0.003))
    return body


def ladder(height: float, width: float = 0.4) -> Mesh:
    """Two rails and their rungs, upright from the origin, in the plane z = 0."""
    rungs = max(int(height / 0.3), 2)
    rails = [rod((s * width / 2, 0, 0), (s * width / 2, height, 0), 0.02) for s in (-1, 1)]
    return merge([
        *rails,
        *(
            rod((-width / 2, y, 0), (width / 2, y, 0), 0.014, 6)
            for y in (height * (i + 0.5) / rungs for i in range(rungs))
        ),
    ])  # fmt: skip


def steps(count: int, width: float, rise: float, tread: float) -> Body:
    """Steps down from the origin towards +z, with stringers."""
    body = Body("steps")
    for index in range(count):
        place = (0, -rise * (index + 1), tread * (index + 0.5))
        body.add(STEEL, box(width, 0.03, tread * 0.95, 0.006).at(*place))
    for s in (-1, 1):
        x = s * (width / 2 + 0.02)
        body.add(
            GRAPHITE,
            beam((x, -rise * 0.8, 0), (x, -rise * (count + 0.85), tread * count), 0.03, 0.14),
        )
    return body


def leg(height: float, reach: float, colour: Material) -> Body:
    """A stabiliser that reaches out along +x from the origin, down by `height` to a pad."""
    body = Body("leg")
    body.add(colour, beam((-0.1, 0, 0), (reach, 0, 0), 0.11, 0.11))
    body.add(colour, box(0.15, 0.42, 0.15, 0.015).at(reach, 0.02, 0))
    body.add(STEEL, rod((reach, -0.15, 0), (reach, 0.06 - height, 0), 0.045, 12))
    body.add(STEEL, rod((reach, 0.2, 0), (reach, 0.34, 0), 0.02, 8))
    body.add(STEEL, rod((reach, 0.33, 0), (reach + 0.14, 0.33, 0), 0.013, 6))
    pad = lathe([(0, 0), (0.2, 0), (0.2, 0.025), (0.08, 0.06), (0.06, 0.1), (0, 0.1)], 20)
    return body.add(GRAPHITE, pad.at(reach, -height, 0))


def lattice(width: float, height: float, bays: int, radius: float) -> Mesh:
    """A square mast from the origin up: four legs, horizontals, one diagonal a face and bay."""

    def corner(index: int, level: float) -> Vector:
        x, z = ((1, 1), (-1, 1), (-1, -1), (1, -1))[index % 4]
        return (x * width / 2, height * level, z * width / 2)

    legs = frame(((corner(i, 0), corner(i, 1)) for i in range(4)), radius, 6)
    lines = [(corner(i, 0), corner(i + 1, 0)) for i in range(4)]
    for bay in range(bays):
        low, high = bay / bays, (bay + 1) / bays
        for i in range(4):
            lines.append((corner(i + bay % 2, low), corner(i + 1 - bay % 2, high)))
            lines.append((corner(i, high), corner(i + 1, high)))
    return merge((legs, frame(lines, radius * 0.6)))


def trailer(
    length: float, width: float, colour: Material, *, radius: float = 0.38, axles: int = 2,
    deck: float = 0.72,
) -> list[Node]:  # fmt: skip
    """A trailer whose deck is `deck` high and centred on the origin; its drawbar points to +z."""
    body = Body("trailer chassis")
    rail = deck - 0.14
    for s in (-1, 1):
        body.add(
            GRAPHITE, beam((s * 0.45, rail, -length / 2), (s * 0.45, rail, length / 2), 0.1, 0.16)
        )
        body.add(
            GRAPHITE,
            beam(
                (s * 0.45, rail, length / 2 - 0.4), (0, rail - 0.04, length / 2 + 1.25), 0.09, 0.12
            ),
        )
    _drawbar(body, length, deck, rail)
    body.add(colour, box(width, 0.09, length, 0.02).at(0, deck - 0.045, 0))
    body.add(
        GRAPHITE,
        *(box(0.9, 0.08, 0.08, 0.01).at(0, rail, z) for z in (-length * 0.4, 0, length * 0.4)),
    )
    for s in (-1, 1):
        body.add(
            RED, box(0.2, 0.09, 0.03, 0.01).at(s * (width / 2 - 0.18), deck - 0.16, -length / 2)
        )
        body.add(AMBER, box(0.02, 0.05, 0.1, 0.005).at(s * width / 2, deck - 0.045, length * 0.42))
    body.add(GRAPHITE, box(width * 0.94, 0.1, 0.04, 0.01).at(0, deck - 0.17, 0.03 - length / 2))
    tyre = 0.26
    x = width / 2 + tyre / 2 + 0.02
    gap = 2 * radius + 0.1
    places = [(s * x, radius, gap * (i - (axles - 1) / 2)) for i in range(axles) for s in (-1, 1)]
    for s in (-1, 1):
        body.add(colour, _mudguard(gap * (axles - 1), radius, tyre + 0.06).at(s * x, radius, 0))
    body.add(GRAPHITE, *(rod((-a[0], a[1], a[2]), a, 0.05, 10) for a in places if a[0] > 0))
    rolling = wheel(radius, tyre, colour, lugs=16, segments=22)
    return [Node("chassis", body), *wheels(rolling, "wheel", places)]


def _drawbar(body: Body, length: float, deck: float, rail: float) -> None:
    """What is before the deck: the eye and the jockey wheel."""
    nose = length / 2 + 1.2
    body.add(STEEL, rod((0, rail - 0.04, nose - 0.1), (0, rail - 0.04, nose + 0.22), 0.045, 10))
    eye = [(p[0], rail - 0.04, nose + 0.3 + p[1]) for p in rectangle(0.2, 0.2, 0.1, 4)]
    body.add(STEEL, tube(eye, 0.028, 6, closed=True))
    body.add(STEEL, rod((0.16, 0.2, nose - 0.45), (0.16, deck + 0.3, nose - 0.45), 0.035, 10))
    jockey = cylinder(0.14, 0.08, 18, 0.02).turn("z", 90).at(0.16, 0.14, nose - 0.45)
    body.add(RUBBER, jockey)


def _mudguard(span: float, radius: float, width: float) -> Mesh:
    """A cover over wheels whose axles lie `span` apart along z, centred on the axles' height."""
    r, half = radius + 0.07, span / 2
    line = [(-half - r - 0.05, 0.02), (-half - r * 0.75, r), (half + r * 0.75, r)]
    line += [(half + r + 0.05, 0.02)]
    outer = [(p[0], p[1]) for p in fillet(line, 0.16, steps=3, closed=False)]
    return side(thickened(outer, 0.03), width, 0.008)


def shelter(width: float, height: float, length: float, colour: Material, *, ribs: int = 0) -> Body:
    """A rigid box on the origin with corner posts and castings; ribs on its long walls if asked.

    Behind ribs the walls are of a deeper colour, which shows them in a flat light too.
    """
    body = Body("shelter")
    w, h, d = width, height, length
    wall = DUNE if ribs else colour
    body.add(wall, box(w - 0.08, h - 0.1, d - 0.08, 0.02).at(0, h / 2, 0))
    for x in (-1, 1):
        for z in (-1, 1):
            px, pz = x * (w / 2 - 0.05), z * (d / 2 - 0.05)
            body.add(colour, box(0.11, h - 0.2, 0.11, 0.02).at(px, h / 2, pz))
            body.add(
                GRAPHITE, *(box(0.16, 0.12, 0.16, 0.02).at(px, y, pz) for y in (0.06, h - 0.06))
            )
    for y in (0.06, h - 0.06):
        body.add(
            colour, *(box(w - 0.3, 0.1, 0.09, 0.02).at(0, y, z * (d / 2 - 0.045)) for z in (-1, 1))
        )
        body.add(
            colour, *(box(0.09, 0.1, d - 0.3, 0.02).at(x * (w / 2 - 0.045), y, 0) for x in (-1, 1))
        )
    if ribs:
        rib = box(0.035, h - 0.32, (d - 0.3) / ribs * 0.5, 0.015).at(w / 2 - 0.04, h / 2, 0)
        body.add(colour, row(rib, ribs, (0, 0, (d - 0.3) / ribs)).both())
    return body


def cooler(width: float = 0.9, height: float = 0.7, depth: float = 0.45) -> Body:
    """An air conditioner that stands on the origin and blows towards +z."""
    body = Body("air conditioner")
    body.add(GRAPHITE, box(width * 0.9, 0.06, depth * 0.8, 0.01).at(0, 0.03, 0))
    body.add(WHITE, box(width, height - 0.06, depth, 0.03).at(0, height / 2 + 0.03, 0))
    radius = min(width, height) * 0.36
    fan = Body("fan").add(BLACK, cylinder(radius, 0.02, 24, 0).turn("x", 90))
    blade = tile(radius * 0.34, radius * 0.75).turn("y", 25).at(0, radius * 0.5, 0.02)
    fan.add(GRAPHITE, around(blade, 5, "z"))
    rings = (
        ring(radius * share - 0.008, radius * share + 0.008).at(0, 0, 0.04) for share in (0.4, 0.7)
    )
    fan.add(STEEL, *rings, ring(radius * 0.97, radius * 1.06).at(0, 0, 0.025))
    spoke = tile(0.012, radius * 0.9).at(0, radius * 0.5, 0.038)
    fan.add(STEEL, around(spoke, 6, "z"))
    body.put(fan, (-width * 0.08, height / 2 + 0.03, depth / 2 + 0.005))
    slats = row(tile(width * 0.12, 0.02), 6, (0, height * 0.09, 0))
    return body.add(GRAPHITE, slats.at(width * 0.39, height / 2, depth / 2 + 0.004))


def headlamp(radius: float = 0.09) -> Body:
    """A round lamp that faces +z."""
    body = Body("headlamp").add(
        BLACK, cylinder(radius * 1.2, radius * 0.6, 20, radius * 0.1).turn("x", 90)
    )
    glass = cylinder(radius, radius * 0.5, 20, radius * 0.2).turn("x", 90)
    return body.add(LAMP, glass.at(0, 0, radius * 0.25))
