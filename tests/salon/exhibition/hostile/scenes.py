"""Nodes, scenes, skins, cameras and animations."""

import struct
from pathlib import Path

from tests.salon.exhibition.glbs import Model
from tests.salon.exhibition.hostile.making import (
    block,
    case,
    changed,
    drop,
    moving,
    overwrite,
    put,
    skinned,
)

COMPRESSED = Path(__file__).parents[1] / "compressed"

# --- nodes and scenes ---------------------------------------------------------------------------

for _key, _collection in (("mesh", "meshes"), ("skin", "skins"), ("camera", "cameras")):
    case(f"no such {_key}", "reference", f"nodes[0].{_key}", put(block(), "nodes", 0, _key, 3))
case(
    "no such child", "reference", "nodes[1].children[0]", put(moving(), "nodes", 1, "children", [2])
)
case("child true", "type", "nodes[1].children[0]", put(moving(), "nodes", 1, "children", [True]))
case("child twice", "distinct", "nodes[1].children", put(moving(), "nodes", 1, "children", [0, 0]))
case("no children", "count", "nodes[0].children", put(block(), "nodes", 0, "children", []))
case("no such scene", "reference", "scene", put(block(), "scene", 1))
case(
    "no such node of a scene",
    "reference",
    "scenes[0].nodes[0]",
    put(block(), "scenes", 0, "nodes", [1]),
)
case(
    "no scenes",
    "scene",
    "scene",
    changed(block, lambda d: (d.pop("scenes"), d.pop("scene"))),
    invalid=False,
)
case("scene of nothing", "no_mesh", "mesh", drop(block(), "scenes", 0, "nodes"), invalid=False)
case("scene of cameras only", "no_mesh", "mesh", drop(block(), "nodes", 0, "mesh"), invalid=False)
case(
    "points only",
    "no_triangles",
    "triangle",
    put(block(), "meshes", 0, "primitives", 0, "mode", 0),
    invalid=False,
)
case(
    "children as an object",
    "type",
    "nodes[1].children",
    put(moving(), "nodes", 1, "children", {"0": 0}),
)
case(
    "extensions as a list",
    "type",
    "nodes[0].extensions",
    put(block(), "nodes", 0, "extensions", []),
)
case("child of itself", "cycle", "nodes[0]", put(block(), "nodes", 0, "children", [0]))
_model = put(moving(), "nodes", 0, "children", [1])
case("circle of two", "cycle", "nodes[0]", _model)
_model = moving()
_model.node(root=False, children=[0])
_model.document["scenes"][0]["nodes"] = [1, 2]
case("two parents", "parents", "nodes[0] has two parents, nodes[1] and nodes[2]", _model)
case("scene of a child", "root", "nodes[0]", put(moving(), "scenes", 0, "nodes", [0]))


def instancing_bomb(levels: int = 40) -> Model:
    """Two to the power of `levels` blocks, if parents could share children."""
    model = block()
    for level in range(1, levels):
        for _side in "ab":
            below = [0] if level == 1 else [2 * level - 3, 2 * level - 2]
            model.node(root=False, children=below)
    model.document["scenes"][0]["nodes"] = [2 * levels - 3, 2 * levels - 2]
    return model


case("instancing bomb", "parents", "two parents", instancing_bomb())


def chain(length: int) -> Model:
    model = block()
    for index in range(1, length):
        model.node(root=False, children=[index - 1])
    model.document["scenes"][0]["nodes"] = [length - 1]
    return model


case("chain of nodes", "node_depth", "200", chain(1_000), invalid=False)
_model = block()
_model.document["nodes"] += [{}] * 200_000
case("crowd of nodes", "nodes", "200,001", _model, invalid=False)
_model = block()
_model.document["meshes"] *= 1
_model.document["meshes"][0]["primitives"] *= 2_001
case("crowd of primitives", "parts", "2,001", _model, invalid=False)
_model = block()
for _index in range(9_999):
    _model.node(mesh=0)
_model.document["meshes"][0]["primitives"] *= 3_000
case("crowd of crowds", "triangles", "360,000,000", _model, invalid=False)

_turned = {"rotation": [0, 0, 0, 1], "translation": [0, 0, 0], "scale": [1, 1, 1]}
_identity = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]
for _key, _value in _turned.items():
    case(
        f"matrix and {_key}",
        "matrix_twice",
        f"nodes[0] has a matrix and a {_key}",
        changed(
            block,
            lambda d, k=_key, v=_value: d["nodes"][0].update({k: v, "matrix": [2, *_identity[1:]]}),
        ),
    )
for _name, _value in {
    "flat": [0.0] * 16,
    "flattening": [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1],
    "projecting": [*_identity[:3], 0.5, *_identity[4:]],
    "shearing": [1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1],
}.items():
    case(f"{_name} matrix", "matrix", "nodes[0].matrix", put(block(), "nodes", 0, "matrix", _value))
case("matrix of 15", "count", "nodes[0].matrix", put(block(), "nodes", 0, "matrix", _identity[1:]))
case(
    "matrix of 1e300",
    "range",
    "nodes[0].matrix[12]",
    put(block(), "nodes", 0, "matrix", [*_identity[:12], 1e300, 0, 0, 1]),
)
case(
    "rotation of nothing",
    "rotation",
    "nodes[0].rotation",
    put(block(), "nodes", 0, "rotation", [0, 0, 0, 0]),
)
case(
    "rotation of half",
    "rotation",
    "nodes[0].rotation",
    put(block(), "nodes", 0, "rotation", [0, 0, 0, 0.5]),
)
case(
    "rotation of 2",
    "rotation",
    "nodes[0].rotation",
    put(block(), "nodes", 0, "rotation", [0, 0, 0, 2]),
)
case("scale of 2", "count", "nodes[0].scale", put(block(), "nodes", 0, "scale", [1, 1]))
case(
    "translation of null",
    "type",
    "nodes[0].translation[0]",
    put(block(), "nodes", 0, "translation", [None, 0, 0]),
)
_model = chain(10)
for _node in _model.document["nodes"]:
    _node["scale"] = [1e38, 1e38, 1e38]
case("scale of scales", "far", "nodes[9]", _model, invalid=False)
case(
    "millimetres",
    "huge",
    "metres",
    put(block(), "nodes", 0, "scale", [1000, 1000, 1000]),
    invalid=False,
)
case(
    "kilometres",
    "tiny",
    "metres",
    put(block(), "nodes", 0, "scale", [1e-5, 1e-5, 1e-5]),
    invalid=False,
)
case("a point", "tiny", "metres", put(block(), "nodes", 0, "scale", [0, 0, 0]), invalid=False)

# --- skins, cameras, animations -----------------------------------------------------------------

case(
    "no such joint", "reference", "skins[0].joints[1]", put(skinned(), "skins", 0, "joints", [1, 3])
)
case("no joints", "count", "skins[0].joints", put(skinned(), "skins", 0, "joints", []))
case("joint beyond the skin", "skin", "nodes[0]", put(skinned(), "skins", 0, "joints", [1]))
case(
    "skin without joints",
    "skin",
    "nodes[0]",
    changed(
        skinned,
        lambda d: [
            d["meshes"][0]["primitives"][0]["attributes"].pop(one)
            for one in ("JOINTS_0", "WEIGHTS_0")
        ],
    ),
)
case("skin without a mesh", "skin", "nodes[0]", drop(skinned(), "nodes", 0, "mesh"))
case(
    "too few matrices",
    "skin_matrices",
    "skins[0].inverseBindMatrices",
    put(skinned(), "accessors", 4, "count", 1),
)
case(
    "joints elsewhere",
    "skin_scene",
    "nodes[0] hangs on nodes[1]",
    put(skinned(), "scenes", 0, "nodes", [0]),
)
case(
    "compressed matrices",
    "skin_compressed",
    "skins[0].inverseBindMatrices",
    (COMPRESSED / "skinned.glb").read_bytes(),
    invalid=False,
)
_camera = {"type": "perspective", "perspective": {"yfov": 1, "znear": 0}}
case("camera", "range", "cameras[0].perspective.znear", put(block(), "cameras", [_camera]))
case("camera of no kind", "missing", "cameras[0]", put(block(), "cameras", [{}]))

_first = ("animations", 0)
case("no channels", "count", "animations[0].channels", put(moving(), *_first, "channels", []))
case(
    "no such sampler",
    "reference",
    "animations[0].channels[0].sampler",
    put(moving(), *_first, "channels", 0, "sampler", 2),
)
case(
    "no such target",
    "reference",
    "animations[0].channels[0].target.node",
    put(moving(), *_first, "channels", 0, "target", "node", 5),
)
case(
    "no such path",
    "value",
    "animations[0].channels[0].target.path",
    put(moving(), *_first, "channels", 0, "target", "path", "colour"),
    invalid=False,
)
case(
    "no such times",
    "reference",
    "animations[0].samplers[0].input",
    put(moving(), *_first, "samplers", 0, "input", 77),
)
case(
    "no such values",
    "reference",
    "animations[0].samplers[1].output",
    put(moving(), *_first, "samplers", 1, "output", -1),
)
case(
    "times without bounds",
    "times",
    "animations[0].samplers[0].input",
    drop(moving(), "accessors", 2, "min"),
)
case(
    "times backwards",
    "times",
    "animations[0].samplers[0].input",
    overwrite(moving(), 2, 4, struct.pack("<f", 1.0)),
)
case(
    "values of another length",
    "animation",
    "animations[0].channels[1]",
    put(moving(), *_first, "samplers", 1, "interpolation", "LINEAR"),
)
case(
    "values of another kind",
    "animation",
    "animations[0].channels[0]",
    put(moving(), *_first, "channels", 0, "target", "path", "scale"),
)
case(
    "weights without morph targets",
    "target",
    "animations[0].channels[0]",
    put(moving(), *_first, "channels", 0, "target", "path", "weights"),
)
case(
    "target twice",
    "target",
    "animations[0].channels[2]",
    changed(
        moving, lambda d: d["animations"][0]["channels"].append(d["animations"][0]["channels"][0])
    ),
)
case(
    "target with a matrix",
    "target",
    "animations[0].channels[0]",
    changed(
        moving,
        lambda d: (d["nodes"][0].pop("rotation"), d["nodes"][0].update(matrix=[2, *_identity[1:]])),
    ),
)
