"""Meshes that cannot be drawn as they say, and compressed ones."""

from tests.salon.exhibition import glbs
from tests.salon.exhibition.glbs import Model
from tests.salon.exhibition.hostile.making import (
    block,
    case,
    changed,
    drop,
    overwrite,
    put,
    resized,
    skinned,
    textured,
)

# --- meshes -------------------------------------------------------------------------------------

_primitive = ("meshes", 0, "primitives", 0)
_at = "meshes[0].primitives[0]"
case("no primitives", "count", "meshes[0].primitives", put(block(), "meshes", 0, "primitives", []))
case("no attributes", "count", f"{_at}.attributes", put(block(), *_primitive, "attributes", {}))
case(
    "attributes as a list",
    "type",
    f"{_at}.attributes",
    put(block(), *_primitive, "attributes", [0]),
)
case(
    "no positions",
    "missing",
    f"{_at} has no “POSITION”",
    put(block(), *_primitive, "attributes", {"_ID": 0}),
    invalid=False,
)
case(
    "positions without min", "position_bounds", "accessors[0]", drop(block(), "accessors", 0, "min")
)
case(
    "positions without max", "position_bounds", "accessors[0]", drop(block(), "accessors", 0, "max")
)
case(
    "no such accessor",
    "reference",
    f"{_at}.attributes.POSITION",
    put(block(), *_primitive, "attributes", "POSITION", 2),
)
case("no such indices", "reference", f"{_at}.indices", put(block(), *_primitive, "indices", 99))
case("no such material", "reference", f"{_at}.material", put(block(), *_primitive, "material", 0))
for _value in (7, -1, 2**70):
    case(
        f"mode {_value}",
        "range",
        f"{_at}.mode",
        put(block(), *_primitive, "mode", _value),
    )
case("mode true", "type", f"{_at}.mode", put(block(), *_primitive, "mode", True))
case("index outside", "index", f"{_at}.indices", overwrite(resized(1), 1, 4, b"\x08\0"))
case("index of the restart", "index", f"{_at}.indices", overwrite(resized(1), 1, 4, b"\xff\xff"))
case(
    "indices of floats",
    "format",
    f"{_at}.indices",
    resized(1, componentType=5126, count=18),
)
case(
    "positions as pairs",
    "format",
    f"{_at}.attributes.POSITION",
    resized(0, type="VEC2"),
)
case(
    "positions as shorts",
    "format",
    f"{_at}.attributes.POSITION",
    changed(glbs.interleaved, lambda d: (d.pop("extensionsUsed"), d.pop("extensionsRequired"))),
)
case(
    "unknown attribute",
    "attribute",
    f"{_at}.attributes.SMELL",
    changed(block, lambda d: d["meshes"][0]["primitives"][0]["attributes"].update(SMELL=0)),
)
case(
    "attribute without a number",
    "attribute",
    f"{_at}.attributes.TEXCOORD",
    changed(textured, lambda d: d["meshes"][0]["primitives"][0]["attributes"].update(TEXCOORD=1)),
)
case(
    "coordinates from 1",
    "missing",
    f"{_at}.attributes has no “TEXCOORD_0”",
    put(textured(), *_primitive, "attributes", {"POSITION": 0, "TEXCOORD_1": 1}),
)
case(
    "attribute of another length",
    "vertices",
    f"{_at}.attributes.TEXCOORD_0",
    changed(textured, lambda d: d["accessors"][1].update(count=3)),
)


def crowded(offset: int, stride: int | None) -> Model:
    """Two attributes in one view."""
    model = glbs.interleaved()
    model.document["accessors"][1]["byteOffset"] = offset
    if stride is None:
        del model.document["bufferViews"][0]["byteStride"]
        model.document["accessors"][0] |= {
            "componentType": 5120,
            "type": "VEC3",
            "min": [-48] * 3,
            "max": [7] * 3,
        }
    return model


case("vertices of no multiple of four", "alignment", f"{_at}.attributes.COLOR_0", crowded(9, 16))


def shared_view() -> Model:
    model = textured()
    model.document["accessors"][1] |= {"bufferView": 1, "min": [0, 0], "max": [0, 1]}
    return model


case("attributes without a stride", "stride", "bufferViews[1]", shared_view())
case(
    "morph target of another length",
    "vertices",
    f"{_at}.targets[0].POSITION",
    put(skinned(), "accessors", 3, "count", 2),
)
case("weights without targets", "targets", "meshes[0]", put(block(), "meshes", 0, "weights", [0.5]))
case(
    "weights of other targets",
    "targets",
    "meshes[0]",
    put(skinned(), "meshes", 0, "weights", [0.5, 0.5]),
)

case(
    "morph target without bounds",
    "position_bounds",
    "accessors[3]",
    drop(skinned(), "accessors", 3, "max"),
)
case(
    "morph target of weights",
    "format",
    f"{_at}.targets[0].POSITION",
    put(skinned(), *_primitive, "targets", 0, "POSITION", 2),
)
case(
    "colours from 0 to 255",
    "format",
    f"{_at}.attributes.COLOR_0",
    put(glbs.interleaved(), "accessors", 1, "normalized", False),
)
case(
    "quantized, but not required",
    "undeclared",
    "KHR_mesh_quantization",
    drop(glbs.interleaved(), "extensionsRequired"),
)

# --- compressed ---------------------------------------------------------------------------------

_meshopt = ("bufferViews", 0, "extensions", "EXT_meshopt_compression")
_inside = "bufferViews[0].extensions.EXT_meshopt_compression"
case(
    "compressed outside",
    "view",
    _inside,
    put(glbs.packed_by_meshopt(), *_meshopt, "byteLength", 65),
    invalid=False,
)
case(
    "compressed of nothing",
    "missing",
    _inside,
    drop(glbs.packed_by_meshopt(), *_meshopt, "count"),
    invalid=False,
)
case(
    "compressed to another size",
    "compressed",
    _inside,
    put(glbs.packed_by_meshopt(), *_meshopt, "count", 9),
    invalid=False,
)
case(
    "compressed in no file",
    "compressed",
    _inside,
    put(glbs.packed_by_meshopt(), *_meshopt, "buffer", 1),
    invalid=False,
)
case(
    "compressed by nobody",
    "compressed",
    _inside,
    put(glbs.packed_by_meshopt(), *_meshopt, "mode", "INDICES"),
    invalid=False,
)
_model = glbs.packed_by_meshopt()
put(_model, *_meshopt, "count", 2**40)
put(_model, "bufferViews", 0, "byteLength", 12 * 2**40)
put(_model, "buffers", 1, "byteLength", 2**50)
case("compressed bomb", "data", "numbers", _model, invalid=False)
_model = put(glbs.packed_by_meshopt(), "accessors", 0, "min", [9, 0, 0])
case("compressed bounds", "bounds", "accessors[0]", _model, invalid=False)
_draco = f"{_at}.extensions.KHR_draco_mesh_compression"
case(
    "Draco outside",
    "view",
    "bufferViews[0]",
    put(glbs.packed_by_draco(), "bufferViews", 0, "byteLength", 100),
)
case(
    "Draco by nobody",
    "compressed",
    _draco,
    glbs.packed_by_draco(head=b"DRACO\x02\x02\0\x01\0\0\0"),
    invalid=False,
)
case(
    "Draco of another view",
    "reference",
    f"{_draco}.bufferView",
    put(
        glbs.packed_by_draco(),
        *_primitive,
        "extensions",
        "KHR_draco_mesh_compression",
        "bufferView",
        1,
    ),
    invalid=False,
)
case("Draco bomb", "compressed_more", _draco, glbs.packed_by_draco(faces=16_000), invalid=False)
case(
    "Draco bomb, sequential",
    "compressed_more",
    _draco,
    glbs.packed_by_draco(faces=9, head=b"DRACO\x02\x02\x01\0\0\0\x90"),
    invalid=False,
)
case(
    "compressed bounds no byte can have",
    "bounds",
    "accessors[1].max[0]",
    put(glbs.packed_by_meshopt(), "accessors", 1, "max", [65_536]),
)
case(
    "plain view of what is compressed",
    "buffer",
    "bufferViews[0]",
    drop(glbs.packed_by_meshopt(), "bufferViews", 0, "extensions"),
    invalid=False,
)
