"""What a model must be to be taken, and what is said of one that is."""

import math
import re
import struct
from pathlib import Path

import pytest
from django.utils import translation

from salon.core.errors import DomainError
from salon.exhibition.services import glb
from salon.exhibition.services.glb import container
from tests.salon.exhibition import glbs
from tests.salon.exhibition.glbs import CORNERS, INDICES, SIDES, UNSIGNED_SHORT, VERTICES, Model
from tests.salon.exhibition.hostile import CASES

DOCUMENTATION = (Path(__file__).parents[3] / "docs" / "models.md").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize("name", CASES)
def test_hostile(name):
    case = CASES[name]
    with pytest.raises(DomainError) as refusal:
        glb.check(data=case.data)
    assert refusal.value.code == case.code, str(refusal.value)
    assert case.names in str(refusal.value)


def test_refusals_are_translated():
    with pytest.raises(DomainError) as refusal:
        glb.check(data=b"solid tank\n")
    with translation.override("fr"):
        french = str(refusal.value)
    assert french.startswith("Ce fichier est un fichier STL")


def test_a_name_in_a_file_cannot_break_the_message():
    """Half characters, control characters and very long ones come from the file."""
    model = glbs.block()
    model.document["meshes"][0]["primitives"][0]["attributes"]["\ud800\n\u202e" + "x" * 999] = 9
    with pytest.raises(DomainError) as refusal:
        glb.check(data=model.bytes())
    text = str(refusal.value)
    assert text.startswith("meshes[0].primitives[0].attributes.���xxx")
    assert text.encode().decode() == text
    assert "x" * 80 not in text


def test_the_table_of_codes_is_complete():
    """docs/models.md lists the codes that the source raises, and those that the cases provoke."""
    source = "".join(path.read_text() for path in Path(glb.__file__).parent.glob("*.py"))
    raised = set(re.findall(r"""(?:refused|broken)\(\s*"(\w+)\"""", source))
    raised |= {code for code, _beginning, _name in container._OTHERS}
    listed = DOCUMENTATION.split("\n## Refusals\n")[1].split("\n## ")[0]
    codes = re.findall(r"^\| (`.+?) \|", listed, re.M)
    assert set(re.findall(r"`(\w+)`", " ".join(codes))) == raised
    assert {case.code.removeprefix("glb.") for case in CASES.values()} == raised
    advised = set(re.findall(r'"(glb\.advice\.\w+)"', source))
    assert set(re.findall(r"`(glb\.advice\.\w+)`", DOCUMENTATION)) == advised


# --- sizes ----------------------------------------------------------------------------------------


def size(model: Model) -> tuple[int, int, int]:
    checked = glb.check(data=model.bytes())
    return checked.width, checked.height, checked.depth


def test_what_is_known_of_a_block():
    data = glbs.block().bytes()
    assert glb.check(data=data) == glb.Model(
        size=len(data),
        triangles=12,
        width=4000,
        height=2000,
        depth=6000,
        low=(-2.0, 0.0, -3.0),
        high=(2.0, 2.0, 3.0),
        advice=(),
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("block", (4000, 2000, 6000)),
        ("textured", (1000, 1000, 0)),
        ("textured with JPEG", (1000, 1000, 0)),
        ("moving", (4000, 2000, 6000)),
        ("skinned", (1000, 1000, 0)),
        ("furnished", (1000, 1000, 0)),
        ("sparse", (7000, 2000, 6000)),
        ("interleaved", (2000, 1000, 0)),
        ("packed by meshopt", (4000, 2000, 6000)),
        ("packed by Draco", (4000, 2000, 6000)),
    ],
)
def test_sizes(name, expected):
    assert size(glbs.ALL[name]()) == expected


def test_every_model_is_measured():
    assert len(glbs.ALL) == 10


HALF = math.sqrt(0.5)


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        ({"translation": [100, 0, 0]}, (4000, 2000, 6000)),
        ({"scale": [2, -3, 0.5]}, (8000, 6000, 3000)),
        ({"rotation": [0, HALF, 0, HALF]}, (6000, 2000, 4000)),
        ({"rotation": [0, 1.0000000000000002, 0, 0]}, (4000, 2000, 6000)),
        # Turned by 45° about Y, a block of 4 × 6 m takes (4 + 6) / √2 m either way.
        ({"rotation": [0, math.sin(math.pi / 8), 0, math.cos(math.pi / 8)]}, (7071, 2000, 7071)),
        ({"matrix": [0, 0, -1, 0, 0, 2, 0, 0, 1, 0, 0, 0, 5, 5, 5, 1]}, (6000, 4000, 4000)),
    ],
)
def test_nodes_move_turn_and_scale(node, expected):
    model = glbs.block()
    model.document["nodes"][0] |= node
    assert size(model) == expected


def test_parents_apply_to_children():
    """One block stays; its copy is moved 10 m up, in a parent that doubles everything."""
    model = glbs.block()
    model.node(root=False, mesh=0, translation=[0, 10, 0])
    model.node(scale=[2, 2, 2], children=[1])
    checked = glb.check(data=model.bytes())
    assert (checked.low, checked.high) == ((-4.0, 0.0, -6.0), (4.0, 24.0, 6.0))
    assert checked.triangles == 24


def test_turned_meshes_are_measured_by_their_points():
    """A rod from corner to corner, turned upright: by its box it would be half as wide as long."""
    model = Model()
    rod = [(0.0, 0.0, 0.0), (10.0, 10.0, 0.0), (10.0, 10.0, 0.0)]
    turn = {"rotation": [0, 0, math.sin(math.pi / 8), math.cos(math.pi / 8)]}
    positions = model.accessor(rod, target=VERTICES)
    model.node(mesh=model.mesh(attributes={"POSITION": positions}), **turn)
    assert size(model) == (0, 14142, 0)


def test_normalized_positions():
    """From −1 to 1, whatever type they are of: −128 is as far as −127."""
    model = glbs.interleaved()
    del model.document["nodes"][0]["scale"]
    position = model.document["accessors"][0]
    position |= {"componentType": 5120, "normalized": True, "count": 2}
    colours = model.document["accessors"][1]
    colours["count"] = 2
    rows = [struct.pack("<3b13x", *row) for row in ((-128, 0, 0), (127, 127, 0), (0, 0, 0))]
    model.binary = b"".join(rows)
    position |= {"min": [-128, 0, 0], "max": [127, 127, 0]}
    primitive = model.document["meshes"][0]["primitives"][0]
    primitive["indices"] = model.accessor([0, 1, 1], UNSIGNED_SHORT, INDICES)
    assert size(model) == (2000, 1000, 0)
    model.document["nodes"][0]["rotation"] = [0, 0, math.sin(math.pi / 8), math.cos(math.pi / 8)]
    assert size(model) == (707, 2121, 0)


def test_only_the_scene_that_is_shown_counts():
    model = glbs.block()
    model.node(root=False, mesh=0, translation=[500, 0, 0])
    model.document["scenes"].append({"nodes": [1]})
    assert size(model) == (4000, 2000, 6000)
    model.document["scene"] = 1
    assert glb.check(data=model.bytes()).low == (498.0, 0.0, -3.0)
    del model.document["scene"]
    assert glb.check(data=model.bytes()).low == (-2.0, 0.0, -3.0)


@pytest.mark.parametrize(
    ("mode", "indices", "expected"),
    [(4, SIDES, 12), (4, SIDES[:8], 2), (5, SIDES, 34), (6, SIDES, 34), (4, None, 2), (5, None, 6)],
)
def test_triangles(mode, indices, expected):
    model = Model()
    primitive = {"attributes": {"POSITION": model.accessor(CORNERS, target=VERTICES)}, "mode": mode}
    if indices:
        primitive["indices"] = model.accessor(indices, UNSIGNED_SHORT, INDICES)
    model.node(mesh=model.mesh(**primitive))
    assert glb.check(data=model.bytes()).triangles == expected


def test_rounded_bounds_are_taken():
    """Exporters write six or seven digits of them."""
    model = glbs.block([(x * 1.23456789, y, z) for x, y, z in CORNERS])
    model.document["accessors"][0]["max"][0] = 2.46914
    assert size(model) == (4938, 2000, 6000)


def test_matrices_of_small_numbers_are_padded():
    """Columns of a 3 × 3 matrix of bytes begin every four bytes; such a matrix has twelve."""
    model = glbs.block()
    view = model.view(bytes([1, 2, 3, 99, 4, 5, 6, 99, 7, 8, 9, 99]))
    matrix = {"bufferView": view, "componentType": 5121, "count": 1, "type": "MAT3"}
    model.add("accessors", matrix | {"min": [*range(1, 10)], "max": [*range(1, 10)]})
    assert glb.check(data=model.bytes()).advice == ()


def test_chunks_of_other_kinds_are_passed_over():
    data = glbs.block().bytes()
    longer = glbs.container(data[12:], glbs.chunk(b"XTRA", bytes(8)))
    assert glb.check(data=longer) == glb.check(data=data)._replace(size=len(data) + 16)


@pytest.mark.parametrize("version", ["0.9", "1.0", "2.0"])
def test_older_least_versions(version):
    model = glbs.block()
    model.document["asset"]["minVersion"] = version
    assert size(model) == (4000, 2000, 6000)


# --- advice ---------------------------------------------------------------------------------------


def advice(model: Model) -> dict[str, str]:
    return {one.code: str(one) for one in glb.check(data=model.bytes()).advice}


def test_advice_on_a_large_file_of_nothing():
    model = glbs.block()
    model.binary += bytes(1_600_000)
    assert advice(model) == {
        "glb.advice.size": "The file has 1.7 MB, 0.2 MB more than advised: visitors wait for it."
        " Compress the meshes (meshopt or Draco) and the textures (WebP).",
        "glb.advice.unused": "1.6 MB of the file belong to nothing. Export the model again, or run"
        " it through a tool that drops what is unused (gltf-transform prune, gltfpack).",
    }


def test_advice_on_many_triangles_in_many_parts():
    model = glbs.block(indices=SIDES * 40)
    for _copy in range(249):
        model.node(mesh=0)
    assert advice(model) == {
        "glb.advice.triangles": "The model draws 120,000 triangles, 70,000 more than advised."
        " Simplify its meshes, for instance with Blender’s Decimate modifier.",
        "glb.advice.draws": "The model is drawn in 250 parts, 50 more than advised. Join objects of"
        " the same material.",
    }


def test_the_most_that_is_taken():
    """200,000 triangles, and not one more."""
    model = glbs.block(indices=[0, 1, 2] * 1000)
    for _copy in range(199):
        model.node(mesh=0)
    assert glb.check(data=model.bytes()).triangles == 200_000
    model.node(mesh=0)
    with pytest.raises(DomainError) as refusal:
        glb.check(data=model.bytes())
    assert str(refusal.value).startswith("The model draws 201,000 triangles; at most 200,000")


def test_advice_on_large_pictures():
    assert advice(glbs.textured("PNG", (2048, 2048))) == {}
    assert advice(glbs.textured("PNG", (2048, 2049))) == {
        "glb.advice.pixels": "images[0] has 2048 × 2049 pixels, 2,048 more than advised. Make it"
        " smaller: a phone shows no more.",
    }


@pytest.mark.parametrize(("scale", "said"), [(20, "120"), (0.001, "0.006"), (10, "")])
def test_advice_on_sizes(scale, said):
    model = glbs.block()
    model.document["nodes"][0]["scale"] = [scale] * 3
    expected = (
        f"The model is {said} m large. If that is not so, set the unit when you export: glTF is in"
        " metres."
    )
    assert advice(model) == ({"glb.advice.extent": expected} if said else {})
