"""Compressed models: compressed/ has those of glbs.py as glTF-Transform 4.5.1 writes them."""

from pathlib import Path

import pytest
from django.utils import translation

from salon.core.errors import DomainError
from salon.exhibition.services import glb
from tests.salon.exhibition import fuzzing, glbs

COMPRESSED = Path(__file__).parent / "compressed"


@pytest.mark.parametrize("name", ["meshopt", "draco", "draco-sequential"])
def test_compressed_blocks(name):
    model = glb.check(data=(COMPRESSED / f"{name}.glb").read_bytes())
    assert (model.width, model.height, model.depth, model.triangles) == (4000, 2000, 6000, 12)


def test_compressed_joints():
    """They cannot be read, and are believed. The matrices are not compressed."""
    model = glb.check(data=(COMPRESSED / "draco-skinned.glb").read_bytes())
    assert (model.width, model.height, model.depth, model.triangles) == (1000, 1000, 0, 1)


@pytest.mark.parametrize("name", ["draco", "draco-sequential"])
def test_compressed_triangles_are_counted(name):
    """A real file of twelve that says eleven."""
    document, binary = fuzzing.parts((COMPRESSED / f"{name}.glb").read_bytes())
    (indices,) = (one for one in document["accessors"] if one["type"] == "SCALAR")
    indices["count"] = 33
    with pytest.raises(DomainError) as refusal:
        glb.check(data=glbs.pack(document, binary))
    assert refusal.value.code == "glb.compressed_more"
    with translation.override("en"):
        assert "holds 12 triangles where 11 are declared" in str(refusal.value)


def test_compressed_with_a_preface():
    """Draco's counts come after its metadata, if there are any; they are not looked for."""
    head = b"DRACO\x02\x02\x01\x01\0\x80\0"
    assert glb.check(data=glbs.packed_by_draco(faces=999, head=head).bytes()).triangles == 12


def test_compressed_and_sparse():
    """What a sparse accessor changes cannot be read either: its bounds are believed."""
    model = glbs.packed_by_meshopt()
    part = {"bufferView": 0, "componentType": 5121}
    changes = {"count": 1, "indices": part, "values": {"bufferView": 0}}
    zeros = {"componentType": 5126, "count": 8, "type": "VEC3", "sparse": changes}
    bounds = {"min": [0, 0, 0], "max": [9, 9, 9]}
    del model.document["bufferViews"][0]["target"]
    model.document["accessors"][0] = zeros | bounds
    assert glb.check(data=model.bytes()).high == (9.0, 9.0, 9.0)
