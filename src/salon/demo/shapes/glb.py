"""Writes a scene as a binary glTF 2.0 file, the same bytes each time.

Positions are rounded to 0.01 mm before they become 32-bit floats, so that the last bit of a sine
on another machine does not show. Source: the glTF 2.0 specification of the Khronos Group.
"""

import json
import struct
from typing import Any, Final

import numpy as np

from salon.demo.shapes.mesh import Floats, Ints, Mesh, Vector
from salon.demo.shapes.scene import Body, Material, Node, Scene

_FLOAT: Final = 5126
_SHORT: Final = 5123
_VERTICES: Final = 34962
_INDICES: Final = 34963
#: Stands for the view of what animates, which has no target of its own.
_KEYS: Final = 0
_MOST: Final = 65_535  # an index of 65,535 would restart a primitive


class _Writer:
    """Collects the document; `streams` are what the three views of the buffer hold."""

    def __init__(self) -> None:
        self.streams = {_VERTICES: bytearray(), _INDICES: bytearray(), _KEYS: bytearray()}
        self.accessors: list[dict[str, Any]] = []
        self.materials: dict[Material, int] = {}
        self.bodies: dict[int, int] = {}
        self.meshes: list[dict[str, Any]] = []
        self.nodes: list[dict[str, Any]] = []
        self.turning: list[tuple[int, float]] = []

    def accessor(self, values: Any, kind: str, target: int, *, limits: bool = False) -> int:
        """An array's number; it starts on a multiple of four in its view."""
        short = target == _INDICES
        array = np.ascontiguousarray(values, dtype="<u2" if short else "<f4")
        stream = self.streams[target]
        stream += bytes(-len(stream) % 4)
        accessor: dict[str, Any] = {"bufferView": list(self.streams).index(target)}
        accessor |= {"byteOffset": len(stream), "componentType": _SHORT if short else _FLOAT}
        accessor |= {"count": len(array), "type": kind}
        if limits:
            table = array.reshape(len(array), -1)
            accessor["min"] = table.min(axis=0).tolist()
            accessor["max"] = table.max(axis=0).tolist()
        stream += array.tobytes()
        self.accessors.append(accessor)
        return len(self.accessors) - 1

    def views(self) -> tuple[list[dict[str, Any]], bytes]:
        """The views and the buffer."""
        views: list[dict[str, Any]] = []
        data = bytearray()
        for target, stream in self.streams.items():
            if not stream:
                continue
            data += bytes(-len(data) % 4)
            view = {"buffer": 0, "byteOffset": len(data), "byteLength": len(stream)}
            if target != _KEYS:
                view["target"] = target
            if target == _VERTICES:
                view["byteStride"] = 12
            views.append(view)
            data += stream
        return views, bytes(data + bytes(-len(data) % 4))

    def material(self, material: Material) -> int:
        return self.materials.setdefault(material, len(self.materials))

    def primitive(self, material: Material, mesh: Mesh) -> dict[str, Any]:
        points, normals, indices = _shared(mesh)
        if len(points) > _MOST:
            raise ValueError(f"{len(points)} corners in one primitive; the most is {_MOST}")
        return {
            "attributes": {
                "POSITION": self.accessor(points, "VEC3", _VERTICES, limits=True),
                "NORMAL": self.accessor(normals, "VEC3", _VERTICES),
            },
            "indices": self.accessor(indices, "SCALAR", _INDICES),
            "material": self.material(material),
        }

    def body(self, body: Body) -> int:
        if id(body) not in self.bodies:
            primitives = [self.primitive(*piece) for piece in body.pieces()]
            self.bodies[id(body)] = len(self.meshes)
            self.meshes.append({"name": body.name, "primitives": primitives})
        return self.bodies[id(body)]

    def node(self, node: Node) -> int:
        children = [self.node(child) for child in node.children]
        written: dict[str, Any] = {"name": node.name}
        if node.body:
            written["mesh"] = self.body(node.body)
        if any(node.at):
            written["translation"] = [round(v, 5) + 0.0 for v in node.at]
        if node.degrees:
            written["rotation"] = _quaternion(node.axis, node.degrees)
        if children:
            written["children"] = children
        self.nodes.append(written)
        if node.spin:
            self.turning.append((len(self.nodes) - 1, node.spin))
        return len(self.nodes) - 1

    def animation(self, name: str) -> dict[str, Any]:
        """Quarter turns about Y, one after the other, for every node that turns."""
        samplers, channels = [], []
        turns = np.array([_quaternion((0, 1, 0), 90 * quarter) for quarter in range(5)])
        for index, (node, seconds) in enumerate(self.turning):
            times = self.accessor(np.arange(5) * seconds / 4, "SCALAR", _KEYS, limits=True)
            samplers.append({"input": times, "output": self.accessor(turns, "VEC4", _KEYS)})
            channels.append({"sampler": index, "target": {"node": node, "path": "rotation"}})
        return {"name": name, "samplers": samplers, "channels": channels}


def _shared(mesh: Mesh) -> tuple[Floats, Floats, Ints]:
    """Points, normals and indices (3 for each triangle) in which equal corners are one."""
    used = mesh.triangles.reshape(-1)
    rounded = np.concatenate((np.round(mesh.points, 5), np.round(mesh.normals, 4)), axis=1)[used]
    corners, indices = np.unique(rounded + 0.0, axis=0, return_inverse=True)
    normals = corners[:, 3:] / np.linalg.norm(corners[:, 3:], axis=1, keepdims=True)
    return corners[:, :3], normals, indices.reshape(-1)


def _quaternion(axis: Vector, degrees: float) -> list[float]:
    half = np.radians(degrees) / 2
    direction: Floats = np.array(axis, dtype=float) / np.linalg.norm(axis)
    parts = np.round([*(np.sin(half) * direction), np.cos(half)], 6)
    return [float(v) + 0.0 for v in parts]


def _described(material: Material) -> dict[str, Any]:
    written: dict[str, Any] = {
        "name": material.name,
        "pbrMetallicRoughness": {
            "baseColorFactor": [*material.linear(), 1.0],
            "metallicFactor": material.metallic,
            "roughnessFactor": material.roughness,
        },
    }
    if material.glow:
        written["emissiveFactor"] = list(material.linear(glow=True))
    return written


def write(scene: Scene) -> bytes:
    """The file's bytes."""
    writer = _Writer()
    roots = [writer.node(node) for node in scene.nodes]
    animations = [writer.animation("turning")] if writer.turning else []
    views, data = writer.views()
    document: dict[str, Any] = {
        "asset": {"version": "2.0", "generator": "Salon"},
        "scene": 0,
        "scenes": [{"name": scene.name, "nodes": roots}],
        "nodes": writer.nodes,
        "meshes": writer.meshes,
        "materials": [_described(material) for material in writer.materials],
        "accessors": writer.accessors,
        "bufferViews": views,
        "buffers": [{"byteLength": len(data)}],
    }
    if animations:
        document["animations"] = animations
    text = json.dumps(document, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 4)
    document_chunk = struct.pack("<I4s", len(text), b"JSON") + text
    data_chunk = struct.pack("<I4s", len(data), b"BIN\0") + data
    size = 12 + len(document_chunk) + len(data_chunk)
    return struct.pack("<4sII", b"glTF", 2, size) + document_chunk + data_chunk
