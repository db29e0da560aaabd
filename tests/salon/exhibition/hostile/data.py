"""Buffers, views and accessors that do not describe the data."""

import struct

from tests.salon.exhibition import glbs
from tests.salon.exhibition.glbs import Json, Model
from tests.salon.exhibition.hostile.making import (
    block,
    case,
    changed,
    overwrite,
    put,
    resized,
    textured,
)

# --- buffers and views --------------------------------------------------------------------------


def with_buffers(*buffers: Json) -> Model:
    model = block()
    model.document["buffers"] = list(buffers)
    return model


case(
    "buffer longer than its chunk",
    "buffer_length",
    "buffers[0]",
    with_buffers({"byteLength": 10_000}),
)
case(
    "buffer without a chunk",
    "buffer_length",
    "buffers[0]",
    glbs.pack(put(with_buffers({"byteLength": 168}), "asset", "copyright", "x").document),
)
case(
    "second buffer",
    "buffer",
    "buffers[1]",
    with_buffers({"byteLength": 168}, {"byteLength": 8}),
    invalid=False,
)
for _value in (-1, 0, 1.5, 168.0, True, 1e300, 2**70, "168", None, [168], {}):
    _code = "range" if _value in (-1, 0, 2**70) and _value is not True else "type"
    case(
        f"buffer of {_value!r} bytes",
        _code,
        "buffers[0].byteLength",
        with_buffers({"byteLength": _value}),
        invalid=_value != 168.0,  # which JavaScript cannot tell from 168
    )
case(
    "no such buffer",
    "reference",
    "bufferViews[1].buffer",
    put(block(), "bufferViews", 1, "buffer", 1),
)
for _key in ("byteOffset", "byteLength"):
    for _value in (-4, 1e300, 2**70, 2.5, True, "4"):
        _code = "range" if _value in (-4, 2**70) else "type"
        case(
            f"{_key} of a view is {_value!r}",
            _code,
            f"bufferViews[0].{_key}",
            put(block(), "bufferViews", 0, _key, _value),
        )
case(
    "view outside its buffer",
    "view",
    "bufferViews[1]",
    put(block(), "bufferViews", 1, "byteOffset", 160),
)
case(
    "view far outside",
    "view",
    "bufferViews[1]",
    put(block(), "bufferViews", 1, "byteOffset", 2**52),
)
for _value, _code in (
    (0, "range"),
    (2, "range"),
    (256, "range"),
    (13, "multiple"),
    (True, "type"),
    (-8, "range"),
):
    case(
        f"stride of {_value}",
        _code,
        "bufferViews[0].byteStride",
        put(block(), "bufferViews", 0, "byteStride", _value),
    )
case(
    "stride below the element",
    "stride",
    "accessors[0]",
    put(block(), "bufferViews", 0, "byteStride", 8),
)
case(
    "stride above the view",
    "stride",
    "bufferViews[0]",
    put(block(), "bufferViews", 0, "byteStride", 252),
)
case(
    "stride for indices",
    "stride",
    "bufferViews[1]",
    put(resized(1, count=18), "bufferViews", 1, "byteStride", 4),
)
case(
    "unknown target",
    "value",
    "bufferViews[0].target",
    put(block(), "bufferViews", 0, "target", 7),
    invalid=False,
)
case("wrong target", "view_use", "bufferViews[1]", put(block(), "bufferViews", 1, "target", 34962))
_model = put(textured(), "images", 0, "bufferView", 1)
case("view of two purposes", "view_use", "bufferViews[1]", _model)

# --- accessors ----------------------------------------------------------------------------------

for _value, _code in (
    (0, "range"),
    (-3, "range"),
    (True, "type"),
    (8.0, "type"),
    (2**70, "range"),
    (None, "type"),
):
    case(
        f"count of {_value!r}",
        _code,
        "accessors[0].count",
        put(block(), "accessors", 0, "count", _value),
        invalid=_value != 8.0,
    )
case(
    "accessor outside its view",
    "accessor",
    "accessors[0]",
    put(block(), "accessors", 0, "count", 9),
)
case("a billion elements", "data", "numbers", put(block(), "accessors", 0, "count", 10**9))
case("offset outside", "accessor", "accessors[1]", put(block(), "accessors", 1, "byteOffset", 4))
case(
    "offset of no multiple",
    "alignment",
    "accessors[1]",
    changed(block, lambda d: d["accessors"][1].update(byteOffset=1, count=35)),
)
_model = put(block(), "bufferViews", 0, "byteOffset", 2)
case(
    "view of no multiple",
    "alignment",
    "accessors[0]",
    put(_model, "bufferViews", 0, "byteLength", 96),
)
for _value, _code in ((5124, "value"), (0, "value"), ("5126", "type"), (None, "type")):
    case(
        f"component type {_value!r}",
        _code,
        "accessors[0].componentType",
        put(block(), "accessors", 0, "componentType", _value),
    )
for _value, _code in (("VEC5", "value"), ("vec3", "value"), (3, "type")):
    case(
        f"kind {_value!r}",
        _code,
        "accessors[0].type",
        put(block(), "accessors", 0, "type", _value),
    )
case(
    "no such view",
    "reference",
    "accessors[0].bufferView",
    put(block(), "accessors", 0, "bufferView", 2),
)
case(
    "view -1",
    "reference",
    "accessors[0].bufferView",
    put(block(), "accessors", 0, "bufferView", -1),
)
case(
    "offset without a view",
    "missing",
    "accessors[0]",
    changed(
        block,
        lambda d: (d["accessors"][0].pop("bufferView"), d["accessors"][0].update(byteOffset=0)),
    ),
)
case(
    "normalized floats",
    "normalized",
    "accessors[0]",
    put(block(), "accessors", 0, "normalized", True),
)
case(
    "min of another length",
    "count",
    "accessors[0].min",
    put(block(), "accessors", 0, "min", [-2, 0]),
)
case(
    "min of texts",
    "type",
    "accessors[0].min[1]",
    put(block(), "accessors", 0, "min", [-2, "0", -3]),
)
case(
    "max beyond floats",
    "range",
    "accessors[0].max[0]",
    put(block(), "accessors", 0, "max", [1e300, 2, 3]),
)
case(
    "min too low", "bounds", "accessors[0].min[2]", put(block(), "accessors", 0, "min", [-2, 0, -4])
)
case(
    "max too high",
    "bounds",
    "accessors[0].max[0]",
    put(block(), "accessors", 0, "max", [2.5, 2, 3]),
)
case("max too low", "bounds", "accessors[0].max[0]", put(block(), "accessors", 0, "max", [1, 2, 3]))
case(
    "NaN in the data",
    "float",
    "accessors[0]",
    overwrite(block(), 0, 16, struct.pack("<f", float("nan"))),
)
case(
    "infinity in the data",
    "float",
    "accessors[0]",
    overwrite(block(), 0, 16, struct.pack("<f", float("inf"))),
)
_model = block()
_model.add("accessors", {"componentType": 5126, "count": 10**7, "type": "MAT4"})
case("accessor of nothing but zeros", "data", "numbers", _model, invalid=False)
_model = block()
for _index in range(2000):
    _model.add("accessors", {"bufferView": 1, "componentType": 5121, "count": 72, "type": "SCALAR"})
    _model.add("accessors", {"componentType": 5126, "count": 10**4, "type": "SCALAR"})
case("many accessors", "data", "numbers", _model, invalid=False)

_sparse = glbs.sparse
case(
    "sparse of too many",
    "sparse",
    "accessors[0].sparse",
    put(_sparse(), "accessors", 0, "sparse", "count", 9),
)
case(
    "sparse index outside",
    "sparse",
    "accessors[0].sparse.indices",
    overwrite(_sparse(), 2, 0, b"\x08\0"),
)
case(
    "sparse values outside",
    "accessor",
    "accessors[0].sparse.values",
    put(_sparse(), "accessors", 0, "sparse", "values", "byteOffset", 4),
)
case(
    "sparse indices outside",
    "accessor",
    "accessors[0].sparse.indices",
    put(_sparse(), "accessors", 0, "sparse", "indices", "byteOffset", 2),
)
case(
    "sparse offset",
    "alignment",
    "accessors[0].sparse.indices",
    put(_sparse(), "accessors", 0, "sparse", "indices", "byteOffset", 1),
)
case(
    "sparse component",
    "value",
    "accessors[0].sparse.indices.componentType",
    put(_sparse(), "accessors", 0, "sparse", "indices", "componentType", 5126),
    invalid=False,
)
case(
    "sparse view",
    "reference",
    "accessors[0].sparse.values.bufferView",
    put(_sparse(), "accessors", 0, "sparse", "values", "bufferView", 9),
)


def unordered() -> Model:
    model = _sparse()
    where = model.document["accessors"][0]["sparse"]
    where["count"] = 2
    where["indices"]["bufferView"] = model.view(struct.pack("<2H", 7, 7))
    where["values"]["bufferView"] = model.view(struct.pack("<6f", 5, 2, 3, 5, 2, 3))
    return model


case("sparse index twice", "sparse", "accessors[0].sparse.indices", unordered())
case(
    "half an index",
    "bounds",
    "accessors[1].min[0]",
    put(block(), "accessors", 1, "min", [0.5]),
)
