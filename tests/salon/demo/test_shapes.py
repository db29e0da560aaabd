"""The demonstration's models, read back by a reader that shares nothing with their writer."""

import functools
import json
import math
import struct
from typing import Any, NamedTuple

import numpy as np
import pytest

from salon.demo import catalogue, shapes
from salon.exhibition.services.posters import drawing
from tests.khronos import validate_all

KINDS = {5126: ("<f4", 4), 5123: ("<u2", 2)}
PARTS = {"SCALAR": 1, "VEC3": 3, "VEC4": 4}
#: What is measured for a figure of the catalogue: an axis of the model.
AXES = {"span": 0, "height": 1, "length": 2}

every_model = pytest.mark.parametrize("name", shapes.NAMES)


class Document(NamedTuple):
    json: dict[str, Any]
    data: bytes
    chunks: list[bytes]


def opened(blob: bytes) -> Document:
    """The two chunks of a GLB; its header must tell the truth."""
    magic, version, length = struct.unpack_from("<4sII", blob)
    assert (magic, version, length) == (b"glTF", 2, len(blob))
    chunks, contents, at = [], [], 12
    while at < len(blob):
        size, kind = struct.unpack_from("<I4s", blob, at)
        assert size % 4 == 0
        chunks.append(kind)
        contents.append(blob[at + 8 : at + 8 + size])
        at += 8 + size
    assert at == len(blob)
    return Document(json.loads(contents[0]), contents[1], chunks)


def read(document: Document, number: int) -> np.ndarray:
    """An accessor's values, (count, parts); it must lie inside its view, on its own multiple."""
    accessor = document.json["accessors"][number]
    view = document.json["bufferViews"][accessor["bufferView"]]
    kind, size = KINDS[accessor["componentType"]]
    parts = PARTS[accessor["type"]]
    start = view["byteOffset"] + accessor["byteOffset"]
    assert start % size == 0
    assert view.get("byteStride", size * parts) == size * parts
    length = accessor["count"] * size * parts
    assert accessor["byteOffset"] + length <= view["byteLength"]
    assert view["byteOffset"] + view["byteLength"] <= len(document.data)
    return np.frombuffer(document.data[start : start + length], dtype=kind).reshape(-1, parts)


def matrix(node: dict[str, Any]) -> np.ndarray:
    x, y, z, w = node.get("rotation", (0, 0, 0, 1))
    turned = np.eye(4)
    turned[:3, :3] = [
        [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
        [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
        [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
    ]
    turned[:3, 3] = node.get("translation", (0, 0, 0))
    return turned


def corners(document: Document) -> np.ndarray:
    """(n, 3, 3): every triangle of the scene in metres."""
    found = []

    def walk(number: int, above: np.ndarray) -> None:
        node = document.json["nodes"][number]
        here = above @ matrix(node)
        mesh = node.get("mesh")
        for primitive in document.json["meshes"][mesh]["primitives"] if mesh is not None else ():
            points = read(document, primitive["attributes"]["POSITION"]).astype(float)
            indices = read(document, primitive["indices"]).reshape(-1, 3).astype(int)
            found.append((points @ here[:3, :3].T + here[:3, 3])[indices])
        for child in node.get("children", ()):
            walk(child, here)

    for root in document.json["scenes"][document.json["scene"]]["nodes"]:
        walk(root, np.eye(4))
    return np.concatenate(found)


@functools.cache
def model(name: str) -> tuple[shapes.Shape, Document, np.ndarray]:
    shape = shapes.shape(name)
    document = opened(shape.glb)
    return shape, document, corners(document)


def away(point: np.ndarray, triangles: np.ndarray) -> float:
    """Metres from a point to the nearest triangle: to its plane inside it, else to its edges."""
    a, b, c = triangles[:, 0], triangles[:, 1], triangles[:, 2]
    normal = np.cross(b - a, c - a)
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-12)
    height = np.sum((point - a) * normal, axis=1)
    foot = point - height[:, None] * normal
    inside = np.ones(len(a), dtype=bool)
    nearest = math.inf
    for start, end in ((a, b), (b, c), (c, a)):
        edge = end - start
        inside &= np.sum(np.cross(edge, foot - start) * normal, axis=1) >= 0
        along = np.sum((point - start) * edge, axis=1) / np.maximum(np.sum(edge**2, axis=1), 1e-12)
        on_edge = start + np.clip(along, 0, 1)[:, None] * edge
        nearest = min(nearest, float(np.linalg.norm(point - on_edge, axis=1).min()))
    return min(nearest, float(np.abs(height[inside]).min(initial=math.inf)))


def test_there_is_a_model_for_each_name_of_the_catalogue() -> None:
    named = [item.model for item in catalogue.ITEMS if item.model]
    assert sorted(named) == sorted(shapes.NAMES)
    with pytest.raises(KeyError):
        shapes.shape("pyramid")


@every_model
def test_the_same_bytes_come_out_twice(name: str) -> None:
    first, _, _ = model(name)
    shapes._scene.cache_clear()
    assert shapes.shape(name) == first


@every_model
def test_the_file_is_whole_and_says_what_it_holds(name: str) -> None:
    _, document, _ = model(name)
    assert document.chunks == [b"JSON", b"BIN\0"]
    assert document.json["asset"] == {"version": "2.0", "generator": "Salon"}
    assert document.json["buffers"] == [{"byteLength": len(document.data)}]
    used = {p["material"] for m in document.json["meshes"] for p in m["primitives"]}
    assert used == set(range(len(document.json["materials"])))
    for mesh in document.json["meshes"]:
        for primitive in mesh["primitives"]:
            points = read(document, primitive["attributes"]["POSITION"])
            normals = read(document, primitive["attributes"]["NORMAL"])
            indices = read(document, primitive["indices"])
            limits = document.json["accessors"][primitive["attributes"]["POSITION"]]
            assert np.array_equal(points.min(axis=0), limits["min"])
            assert np.array_equal(points.max(axis=0), limits["max"])
            assert sorted(set(indices.flat)) == list(range(len(points)))
            assert np.abs(np.linalg.norm(normals, axis=1) - 1).max() < 1e-4


@every_model
def test_faces_look_the_way_their_normals_do(name: str) -> None:
    _, document, _ = model(name)
    for mesh in document.json["meshes"]:
        for primitive in mesh["primitives"]:
            indices = read(document, primitive["indices"]).reshape(-1, 3)
            a, b, c = np.moveaxis(
                read(document, primitive["attributes"]["POSITION"]).astype(float)[indices], 1, 0
            )
            normals = read(document, primitive["attributes"]["NORMAL"])[indices].sum(axis=1)
            faces = np.cross(b - a, c - a)
            area = np.linalg.norm(faces, axis=1) / 2
            assert np.mean(area < 1e-9) <= 0.001
            wrong = np.sum(faces * normals, axis=1) < 0
            assert area[wrong].sum() <= 0.001 * area.sum()


@every_model
def test_budgets(name: str) -> None:
    shape, document, triangles = model(name)
    assert len(shape.glb) <= 400_000
    assert len(triangles) <= 20_000
    assert sum(len(mesh["primitives"]) for mesh in document.json["meshes"]) <= 45
    names = [node["name"] for node in document.json["nodes"]]
    assert len(set(names)) == len(names)


@every_model
def test_it_stands_in_the_middle_and_has_the_size_that_the_catalogue_says(name: str) -> None:
    _, _, triangles = model(name)
    low, high = triangles.min(axis=(0, 1)), triangles.max(axis=(0, 1))
    assert abs(low[1]) < 0.001
    assert np.abs((low + high)[[0, 2]]).max() < 0.002
    (item,) = [item for item in catalogue.ITEMS if item.model == name]
    for label, value in item.figures:
        if label in AXES:
            said = float(value.removesuffix(" m").replace(",", "."))
            assert (high - low)[AXES[label]] == pytest.approx(said, rel=0.02)


def test_the_figures_that_were_compared() -> None:
    compared = {
        (item.model, label)
        for item in catalogue.ITEMS
        for label, _ in item.figures
        if item.model and label in AXES
    }
    assert compared == {
        ("mast", "height"), ("rescue-vehicle", "length"), ("survey-drone", "span"),
        ("ground-station", "height"),
    }  # fmt: skip


@every_model
def test_hotspots_lie_on_the_surface(name: str) -> None:
    shape, _, triangles = model(name)
    assert 3 <= len(shape.hotspots) <= 5
    size = float(np.ptp(triangles.reshape(-1, 3), axis=0).max())
    for hotspot in shape.hotspots:
        place = np.array([float(v) for v in hotspot.position.split()])
        normal = np.array([float(v) for v in hotspot.normal.split()])
        assert np.linalg.norm(normal) == pytest.approx(1, abs=1e-3)
        assert away(place, triangles) <= min(0.05, 0.01 * size)
        assert hotspot.fr
        assert hotspot.en
        assert max(len(hotspot.fr), len(hotspot.en)) <= 32


def test_only_the_radar_turns() -> None:
    turning = {name: model(name)[1].json.get("animations", []) for name in shapes.NAMES}
    assert [name for name, found in turning.items() if found] == ["radar"]
    _, document, _ = model("radar")
    (animation,) = turning["radar"]
    (channel,) = animation["channels"]
    node = document.json["nodes"][channel["target"]["node"]]
    assert (node["name"], channel["target"]["path"]) == ("rotating antenna", "rotation")
    (sampler,) = animation["samplers"]
    assert read(document, sampler["input"]).ravel().tolist() == [0, 2, 4, 6, 8]
    turns = read(document, sampler["output"])
    assert np.linalg.norm(turns, axis=1) == pytest.approx(np.ones(5), abs=1e-5)
    assert turns[-1] == pytest.approx(-turns[0], abs=1e-5)


@every_model
def test_the_poster_shows_it(name: str) -> None:
    image = shapes.poster(name, width=320, height=240)
    assert (image.mode, image.size) == ("RGB", (320, 240))
    seen = np.asarray(image, dtype=float)
    changed = np.abs(seen - drawing.background(320, 240)).max(axis=2) > 8
    assert 0.1 <= changed.mean() <= 0.7
    lines, columns = (np.flatnonzero(changed.any(axis=axis)) for axis in (1, 0))
    assert max(np.ptp(lines) / 240, np.ptp(columns) / 320) >= 0.7
    assert len(np.unique(seen.reshape(-1, 3), axis=0)) > 500


def test_the_khronos_validator_has_nothing_to_say() -> None:
    reports = validate_all([shapes.shape(name).glb for name in shapes.NAMES])
    said = {
        name: [(one["severity"], one["code"]) for one in report["issues"]["messages"]]
        for name, report in zip(shapes.NAMES, reports, strict=True)
    }
    assert said == {name: [] for name in shapes.NAMES}
