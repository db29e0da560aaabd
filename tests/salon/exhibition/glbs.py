"""Small valid models (binary glTF 2.0), to be accepted as they are and spoilt one way at a time."""

import json
import struct
from collections.abc import Callable
from io import BytesIO
from typing import Any

from PIL import Image

Json = dict[str, Any]

BYTE, UNSIGNED_BYTE, SHORT, UNSIGNED_SHORT, UNSIGNED_INT, FLOAT = 5120, 5121, 5122, 5123, 5125, 5126
_CODES = {
    BYTE: "b",
    UNSIGNED_BYTE: "B",
    SHORT: "h",
    UNSIGNED_SHORT: "H",
    UNSIGNED_INT: "I",
    FLOAT: "f",
}
_KINDS = {1: "SCALAR", 2: "VEC2", 3: "VEC3", 4: "VEC4", 16: "MAT4"}
VERTICES, INDICES = 34962, 34963

#: The corners of a block of 4 × 2 × 6 m on the ground, and the two triangles of each of its sides.
CORNERS = [(x, y, z) for x in (-2.0, 2.0) for y in (0.0, 2.0) for z in (-3.0, 3.0)]
SIDES = [0, 1, 3, 0, 3, 2, 4, 6, 7, 4, 7, 5, 0, 4, 5, 0, 5, 1, 2, 3, 7, 2, 7, 6, 0, 2, 6, 0, 6, 4]
SIDES += [1, 5, 7, 1, 7, 3]


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack("<I4s", len(body), kind) + body


def container(*chunks: bytes, version: int = 2) -> bytes:
    body = b"".join(chunks)
    return struct.pack("<4sII", b"glTF", version, 12 + len(body)) + body


def json_chunk(document: Json | str | bytes) -> bytes:
    text = json.dumps(document) if isinstance(document, dict) else document
    body = text.encode() if isinstance(text, str) else text
    return chunk(b"JSON", body + b" " * (-len(body) % 4))


def pack(document: Json | str | bytes, binary: bytes = b"") -> bytes:
    """A file of a document and a binary part."""
    padded = binary + bytes(-len(binary) % 4)
    return container(json_chunk(document), *([chunk(b"BIN\0", padded)] if padded else []))


def picture(form: str = "PNG", size: tuple[int, int] = (8, 8), **options: Any) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "olive").save(out, form, **options)
    return out.getvalue()


class Model:
    """A model in the making: `document`, and `binary` with all its views one after the other."""

    def __init__(self) -> None:
        self.document: Json = {
            "asset": {"version": "2.0", "generator": "tests"},
            "scene": 0,
            "scenes": [{"nodes": []}],
        }
        self.binary = b""

    def bytes(self) -> bytes:
        if self.binary:
            self.document.setdefault("buffers", [{"byteLength": len(self.binary)}])
        return pack(self.document, self.binary)

    def add(self, collection: str, item: Json) -> int:
        items = self.document.setdefault(collection, [])
        items.append(item)
        return len(items) - 1

    def view(self, data: bytes, **more: Any) -> int:
        self.binary += bytes(-len(self.binary) % 4)
        start = len(self.binary)
        self.binary += data
        view = {"buffer": 0, "byteOffset": start, "byteLength": len(data)}
        return self.add("bufferViews", view | more)

    def accessor(
        self, rows: list[Any], component: int = FLOAT, target: int | None = None, **more: Any
    ) -> int:
        """Of rows that are numbers or tuples of them, with their bounds."""
        rows = [row if isinstance(row, tuple) else (row,) for row in rows]
        row_format = "<" + _CODES[component] * len(rows[0])
        packed = [struct.pack(row_format, *row) for row in rows]
        exact = [struct.unpack(row_format, row) for row in packed]
        data, stride = b"".join(packed), len(packed[0])
        layout: Json = {} if target is None else {"target": target}
        if target == VERTICES and stride % 4:
            data = b"".join(row + bytes(-stride % 4) for row in packed)
            layout["byteStride"] = stride + -stride % 4
        item = {
            "bufferView": self.view(data, **layout),
            "componentType": component,
            "count": len(rows),
            "type": _KINDS[len(rows[0])],
            "min": list(map(min, zip(*exact, strict=True))),
            "max": list(map(max, zip(*exact, strict=True))),
        }
        return self.add("accessors", item | more)

    def mesh(self, **primitive: Any) -> int:
        return self.add("meshes", {"primitives": [primitive]})

    def node(self, *, root: bool = True, **node: Any) -> int:
        index = self.add("nodes", node)
        if root:
            self.document["scenes"][0]["nodes"].append(index)
        return index


def block(corners: list[Any] = CORNERS, indices: list[int] = SIDES) -> Model:
    """One block: accessors[0] are its positions, accessors[1] its indices."""
    model = Model()
    attributes = {"POSITION": model.accessor(corners, target=VERTICES)}
    sides = model.accessor(indices, UNSIGNED_SHORT, INDICES)
    model.node(mesh=model.mesh(attributes=attributes, indices=sides))
    return model


def textured(form: str = "PNG", size: tuple[int, int] = (8, 8)) -> Model:
    """A square with a picture on it."""
    model = Model()
    square = [(0.0, 0.0, 0.0), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (1.0, 1.0, 0.0)]
    mime = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}[form]
    image = model.add("images", {"bufferView": model.view(picture(form, size)), "mimeType": mime})
    model.add("samplers", {"magFilter": 9729, "wrapS": 33071})
    model.add("textures", {"source": image, "sampler": 0})
    surface = {"baseColorTexture": {"index": 0}, "metallicFactor": 0}
    model.add("materials", {"pbrMetallicRoughness": surface, "alphaMode": "OPAQUE"})
    attributes = {
        "POSITION": model.accessor(square, target=VERTICES),
        "TEXCOORD_0": model.accessor([row[:2] for row in square], target=VERTICES),
    }
    model.node(mesh=model.mesh(attributes=attributes, mode=5, material=0))
    return model


def moving() -> Model:
    """A block that turns on an arm: animations[0] has three channels."""
    model = block()
    node = model.document["nodes"][0]
    model.node(root=False, name="arm", children=[0], translation=[0, 0, 0])
    model.document["scenes"][0]["nodes"] = [1]
    node["rotation"] = [0, 0, 0, 1]
    times = model.accessor([0.0, 0.5, 1.0])
    turns = model.accessor([(0.0, 0.0, 0.0, 1.0), (0.0, 1.0, 0.0, 0.0), (0.0, 0.0, 0.0, 1.0)])
    moves = model.accessor([(float(x), 0.0, 0.0) for x in range(9)])
    model.add(
        "animations",
        {
            "samplers": [
                {"input": times, "output": turns},
                {"input": times, "output": moves, "interpolation": "CUBICSPLINE"},
            ],
            "channels": [
                {"sampler": 0, "target": {"node": 0, "path": "rotation"}},
                {"sampler": 1, "target": {"node": 1, "path": "translation"}},
            ],
        },
    )
    return model


def skinned() -> Model:
    """A triangle that hangs on two joints, three metres up, and has a morph target."""
    model = Model()
    corners = [(0.0, 0.0, 0.0), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0)]
    attributes = {
        "POSITION": model.accessor(corners, target=VERTICES),
        "JOINTS_0": model.accessor([(0, 1, 0, 0)] * 3, UNSIGNED_BYTE, VERTICES),
        "WEIGHTS_0": model.accessor([(0.5, 0.5, 0.0, 0.0)] * 3, target=VERTICES),
    }
    raised = {"POSITION": model.accessor([(0.0, 0.0, 0.5)] * 3, target=VERTICES)}
    mesh = model.mesh(attributes=attributes, targets=[raised])
    model.document["meshes"][mesh]["weights"] = [0.0]
    identity = tuple(float(row == column) for row in range(4) for column in range(4))
    lowered = (*identity[:13], -3.0, *identity[14:])
    bindings = model.accessor([lowered, lowered])
    model.add("skins", {"joints": [1, 2], "inverseBindMatrices": bindings})
    model.node(mesh=mesh, skin=0)
    model.node(children=[2], translation=[0, 6, 0])
    model.node(root=False)
    return model


def furnished() -> Model:
    """A square with what else there is: lights, a camera, variants, extensions of its material, an
    attribute of an application's own, data that are all zero, an animation of nothing."""
    model = textured()
    document = model.document
    document["extensions"] = {
        "KHR_lights_punctual": {"lights": [{"type": "point", "intensity": 3}]},
        "KHR_materials_variants": {"variants": [{"name": "sand"}, {"name": "forest"}]},
    }
    document["materials"][0]["extensions"] = {
        "KHR_materials_sheen": {
            "sheenColorFactor": [0.1, 0.2, 0.3],
            "sheenRoughnessFactor": 0.4,
            "sheenColorTexture": {
                "index": 0,
                "extensions": {"KHR_texture_transform": {"offset": [0, 0.5], "rotation": 1}},
            },
        }
    }
    primitive = document["meshes"][0]["primitives"][0]
    mappings = [{"material": 0, "variants": [0, 1]}]
    primitive["extensions"] = {"KHR_materials_variants": {"mappings": mappings}}
    zeros = {"componentType": UNSIGNED_SHORT, "count": 4, "type": "VEC2"}
    primitive["attributes"]["_WEAR"] = model.add("accessors", zeros)
    lens = {"type": "perspective", "perspective": {"yfov": 0.8, "znear": 0.1, "zfar": 90}}
    model.node(camera=model.add("cameras", lens))
    model.node(extensions={"KHR_lights_punctual": {"light": 0}}, extras={"made": [1, None]})
    times = model.accessor([0.0, 1.0])
    moves = model.accessor([(0.0, 0.0, 0.0), (0.0, 1.0, 0.0)])
    animation = {
        "samplers": [{"input": times, "output": moves, "interpolation": "STEP"}],
        "channels": [{"sampler": 0, "target": {"path": "translation"}}],
    }
    model.add("animations", animation)
    document["extensionsUsed"] = [
        "KHR_lights_punctual",
        "KHR_materials_variants",
        "KHR_materials_sheen",
        "KHR_texture_transform",
    ]
    document["extensionsRequired"] = ["KHR_texture_transform"]
    return model


def sparse() -> Model:
    """A block one corner of which is moved to 5 m by a sparse accessor."""
    model = block()
    positions = model.document["accessors"][0]
    positions["sparse"] = {
        "count": 1,
        "indices": {
            "bufferView": model.view(struct.pack("<H", 7)),
            "componentType": UNSIGNED_SHORT,
        },
        "values": {"bufferView": model.view(struct.pack("<3f", 5, 2, 3))},
    }
    positions["max"] = [5, 2, 3]
    return model


def interleaved() -> Model:
    """Positions and colours in one view, sixteen bytes apart, as quantized numbers."""
    model = Model()
    rows = [(0, 0, 0), (2000, 0, 0), (0, 1000, 0)]
    data = b"".join(struct.pack("<3hxx4Bxxxx", *row, 90, 90, 60, 255) for row in rows)
    view = model.view(data, byteStride=16, target=VERTICES)
    place = {"bufferView": view, "count": 3}
    positions = {"componentType": SHORT, "type": "VEC3", "min": [0, 0, 0], "max": [2000, 1000, 0]}
    colours = {"byteOffset": 8, "componentType": UNSIGNED_BYTE, "type": "VEC4", "normalized": True}
    attributes = {
        "POSITION": model.add("accessors", place | positions),
        "COLOR_0": model.add("accessors", place | colours),
    }
    model.document["extensionsUsed"] = ["KHR_mesh_quantization"]
    model.document["extensionsRequired"] = ["KHR_mesh_quantization"]
    model.node(mesh=model.mesh(attributes=attributes), scale=[0.001, 0.001, 0.001])
    return model


def packed_by_meshopt() -> Model:
    """A block whose data are compressed. The bytes are no real ones: nothing here unpacks them."""
    model = block()
    views = model.document["bufferViews"]
    model.document["extensionsUsed"] = ["EXT_meshopt_compression"]
    model.document["extensionsRequired"] = ["EXT_meshopt_compression"]
    model.binary = b""
    for view, head, mode, stride in zip(
        views, (b"\xa0", b"\xe1"), ("ATTRIBUTES", "TRIANGLES"), (12, 2), strict=True
    ):
        start = len(model.binary)
        model.binary += head + bytes(31)
        packed = {"buffer": 0, "byteOffset": start, "byteLength": 32, "byteStride": stride}
        packed |= {"mode": mode, "count": view["byteLength"] // stride}
        view["extensions"] = {"EXT_meshopt_compression": packed}
        view["buffer"] = 1
    fallback = {"EXT_meshopt_compression": {"fallback": True}}
    buffers = [{"byteLength": 64}, {"byteLength": 168, "extensions": fallback}]
    model.document["buffers"] = buffers
    return model


def packed_by_draco(faces: int = 12, head: bytes = b"DRACO\x02\x02\x01\x01\0\0\0") -> Model:
    """A block whose data are compressed: a header that says so many triangles."""
    model = block()
    accessors = model.document["accessors"]
    model.binary, model.document["bufferViews"] = b"", []
    for accessor in accessors:
        del accessor["bufferView"]
    count = bytes([faces & 0x7F | 0x80, faces >> 7]) if faces > 127 else bytes([faces])
    view = model.view(head + b"\x08" + count + bytes(20))
    packed = {"bufferView": view, "attributes": {"POSITION": 0}}
    primitive = model.document["meshes"][0]["primitives"][0]
    primitive["extensions"] = {"KHR_draco_mesh_compression": packed}
    model.document["extensionsUsed"] = ["KHR_draco_mesh_compression"]
    model.document["extensionsRequired"] = ["KHR_draco_mesh_compression"]
    return model


#: Every model above, by name.
ALL: dict[str, Callable[[], Model]] = {
    "block": block,
    "textured": textured,
    "textured with JPEG": lambda: textured("JPEG"),
    "moving": moving,
    "skinned": skinned,
    "furnished": furnished,
    "sparse": sparse,
    "interleaved": interleaved,
    "packed by meshopt": packed_by_meshopt,
    "packed by Draco": packed_by_draco,
}
