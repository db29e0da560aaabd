"""The scene that a viewer shows first: what it draws, and how large that is."""

from collections import deque
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from django.utils.translation import gettext_lazy as _

from salon.exhibition.services.glb.accessors import FLOAT, Accessor, Accessors
from salon.exhibition.services.glb.document import Json
from salon.exhibition.services.glb.geometry import Mesh
from salon.exhibition.services.glb.limits import (
    DEEPEST_NODES,
    MOST_DRAWS,
    MOST_NODES,
    MOST_TRIANGLES,
)
from salon.exhibition.services.glb.transforms import (
    IDENTITY,
    Box,
    Matrix,
    around,
    keeps_axes,
    local_matrix,
    moved_box,
    moved_points,
    own_box,
    times,
)
from salon.exhibition.services.glb.words import broken, number, refused

#: Beyond this a place is no place, and sums would no longer be numbers.
_FARTHEST: Final = 1e12


class Drawn(NamedTuple):
    """What the scene costs and the box it fills, in metres."""

    triangles: int
    draws: int
    box: Box


class Shown(NamedTuple):
    """A mesh that a node of the scene shows: its number, the mesh, and where it is."""

    number: int
    mesh: Mesh
    matrix: Matrix


def measure(shown: Sequence[Shown]) -> Drawn:
    """:raises DomainError: when the scene shows no triangle, or too many."""
    return Drawn(*_count(shown), box=_box(shown))


def shown(document: Json, meshes: Sequence[Mesh], accessors: Accessors) -> list[Shown]:
    """The meshes that a viewer shows first, in the pose that they were bound in.

    :raises DomainError: when nodes are no forest, or the scene shows no mesh.
    """
    nodes: list[Json] = document.get("nodes", [])
    if len(nodes) > MOST_NODES:
        raise refused(
            "nodes",
            _("The model has %(count)s nodes; at most %(most)s are taken. Join its objects."),
            count=number(len(nodes)),
            most=number(MOST_NODES),
        )
    parents = _parents(nodes)
    _check_acyclic(nodes, parents)
    locals_ = [local_matrix(f"nodes[{index}]", node) for index, node in enumerate(nodes)]
    _check_scenes(document, parents)
    skins = _skins(document, nodes, meshes, accessors)
    places = _places(document, nodes, locals_)
    found = list(_shown(document, nodes, meshes, places, skins))
    if not found:
        raise refused("no_mesh", _("The scene shows no mesh. Export at least one visible object."))
    return found


def _parents(nodes: Sequence[Json]) -> list[int | None]:
    parents: list[int | None] = [None] * len(nodes)
    for index, node in enumerate(nodes):
        for child in node.get("children", ()):
            if parents[child] is not None:
                raise broken(
                    "parents",
                    _("nodes[%(child)s] has two parents, nodes[%(one)s] and nodes[%(other)s]."),
                    child=child,
                    one=parents[child],
                    other=index,
                )
            parents[child] = index
    return parents


def _down(nodes: Sequence[Json], roots: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Each node below these, and they, after its parent; and how deep it is."""
    pending = deque((root, 1) for root in roots)
    while pending:
        index, depth = pending.popleft()
        yield index, depth
        pending.extend((child, depth + 1) for child in nodes[index].get("children", ()))


def _check_acyclic(nodes: Sequence[Json], parents: Sequence[int | None]) -> None:
    """With one parent at most, a node that no root leads to is in a circle, or below one."""
    reached = [False] * len(nodes)
    for index, depth in _down(nodes, [one for one, up in enumerate(parents) if up is None]):
        reached[index] = True
        if depth > DEEPEST_NODES:
            raise refused(
                "node_depth",
                _("nodes[%(index)s] is more than %(most)s levels deep. Flatten the hierarchy."),
                index=index,
                most=DEEPEST_NODES,
            )
    if not all(reached):
        raise broken(
            "cycle",
            _("nodes[%(index)s] is below itself, or below a node that is."),
            index=reached.index(False),
        )


def _check_scenes(document: Json, parents: Sequence[int | None]) -> None:
    if not document.get("scenes"):
        raise refused("scene", _("The model has no scene. Export at least one visible object."))
    for index, scene in enumerate(document["scenes"]):
        for root in scene.get("nodes", ()):
            if parents[root] is not None:
                raise broken(
                    "root",
                    _("scenes[%(index)s] names nodes[%(node)s], which has a parent."),
                    index=index,
                    node=root,
                )


def _places(document: Json, nodes: Sequence[Json], locals_: Sequence[Matrix]) -> dict[int, Matrix]:
    """Where each node of the scene is. Without a choice, viewers show the first scene."""
    scene = document["scenes"][document.get("scene", 0)]
    places: dict[int, Matrix] = {}
    for root in scene.get("nodes", ()):
        places[root] = locals_[root]
    for index, _depth in _down(nodes, scene.get("nodes", ())):
        if max(map(abs, places[index])) > _FARTHEST:
            raise refused(
                "far",
                _(
                    "nodes[%(index)s] is moved or scaled beyond any measure. glTF is in metres: set"
                    " the unit when you export."
                ),
                index=index,
            )
        for child in nodes[index].get("children", ()):
            places[child] = times(places[index], locals_[child])
    return places


def _skins(
    document: Json, nodes: Sequence[Json], meshes: Sequence[Mesh], accessors: Accessors
) -> list[Matrix]:
    """What each skin does to a mesh before its first joint moves it."""
    matrices = []
    for index, skin in enumerate(document.get("skins", [])):
        item = f"skins[{index}].inverseBindMatrices"
        matrix = IDENTITY
        if "inverseBindMatrices" in skin:
            given = accessors.use(skin["inverseBindMatrices"], "other")
            matrix = _first_matrix(item, given, len(skin["joints"]))
        matrices.append(matrix)
    for index, node in enumerate(nodes):
        if "skin" not in node:
            continue
        mesh = meshes[node["mesh"]] if "mesh" in node else None
        joints = len(document["skins"][node["skin"]]["joints"])
        if mesh is None or not 0 < mesh.joints <= joints:
            raise broken(
                "skin",
                _("nodes[%(index)s] has a skin, and no mesh whose vertices name its joints."),
                index=index,
            )
    return matrices


def _first_matrix(item: str, given: Accessor, joints: int) -> Matrix:
    if given.kind != "MAT4" or given.component != FLOAT or given.length < joints:
        raise broken("skin_matrices", _("%(item)s is not one matrix for each joint."), item=item)
    if given.columns is None:
        raise refused(
            "skin_compressed",
            _(
                "%(item)s is compressed, so that the model cannot be measured. Apply the armature"
                " to the mesh before you export, or leave the model uncompressed."
            ),
            item=item,
        )
    return tuple(given.columns[column * 4 + row][0] for row in range(3) for column in range(4))


def _shown(
    document: Json,
    nodes: Sequence[Json],
    meshes: Sequence[Mesh],
    places: dict[int, Matrix],
    skins: Sequence[Matrix],
) -> Iterator[Shown]:
    """A mesh with a skin is where its joints are, not where its node is. In the pose it was bound
    in, which is how it stands, all joints put it in the same place: the first one says where."""
    for index, place in places.items():
        node = nodes[index]
        if "mesh" not in node:
            continue
        if "skin" in node:
            joint = document["skins"][node["skin"]]["joints"][0]
            if joint not in places:
                raise broken(
                    "skin_scene",
                    _("nodes[%(index)s] hangs on nodes[%(joint)s], which is not in the scene."),
                    index=index,
                    joint=joint,
                )
            place = times(places[joint], skins[node["skin"]])
        yield Shown(node["mesh"], meshes[node["mesh"]], place)


def _count(shown: Sequence[Shown]) -> tuple[int, int]:
    """Triangles and draw calls."""
    costs = {
        id(one.mesh): (
            sum(primitive.triangles for primitive in one.mesh.primitives),
            len(one.mesh.primitives),
        )
        for one in shown
    }
    triangles = sum(costs[id(one.mesh)][0] for one in shown)
    draws = sum(costs[id(one.mesh)][1] for one in shown)
    if triangles > MOST_TRIANGLES:
        raise refused(
            "triangles",
            _(
                "The model draws %(count)s triangles; at most %(most)s are taken. Simplify its"
                " meshes, for instance with Blender’s Decimate modifier."
            ),
            count=number(triangles),
            most=number(MOST_TRIANGLES),
        )
    if draws > MOST_DRAWS:
        raise refused(
            "parts",
            _(
                "The model is drawn in %(count)s parts; at most %(most)s are taken. Join objects of"
                " the same material."
            ),
            count=number(draws),
            most=number(MOST_DRAWS),
        )
    if not triangles:
        raise refused(
            "no_triangles",
            _("The model has points or lines and no triangle. Export surfaces."),
        )
    return triangles, draws


def _box(shown: Sequence[Shown]) -> Box:
    """Exact: turned meshes by all their points. Only beyond what any model of real triangles has
    (three points each), by the corners of their boxes."""
    left = 3 * MOST_TRIANGLES
    boxes = []
    for _number, mesh, matrix in shown:
        for points in {id(one.position): one.position for one in mesh.primitives}.values():
            if keeps_axes(matrix) or points.columns is None or points.length > left:
                boxes.append(moved_box(own_box(points), matrix))
            else:
                left -= points.length
                boxes.append(moved_points(points, matrix))
    return around(boxes)
