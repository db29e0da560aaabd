"""Pictures inside a model: their sizes are read from their headers."""

import struct

import pytest

from salon.core.errors import DomainError
from salon.exhibition.services import glb
from tests.salon.exhibition import glbs
from tests.salon.exhibition.glbs import Model


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_pictures(form):
    assert glb.check(data=glbs.textured(form).bytes()).triangles == 2


def webp(data: bytes) -> Model:
    """A square with a WebP picture, for viewers that can show it."""
    model = glbs.textured()
    image = {"bufferView": model.view(data), "mimeType": "image/webp"}
    source = {"source": model.add("images", image)}
    model.document["textures"][0]["extensions"] = {"EXT_texture_webp": source}
    model.document["extensionsUsed"] = ["EXT_texture_webp"]
    return model


@pytest.mark.parametrize(
    "options",
    [
        {"quality": 50, "kind": b"VP8 "},
        {"lossless": True, "kind": b"VP8L"},
        {"exif": b"Exif\0\0II*\0\x08\0\0\0\0\0", "kind": b"VP8X"},
    ],
    ids=["VP8", "VP8L", "VP8X"],
)
def test_webp_sizes(options):
    """Lossy, lossless and extended: of 6000 × 3000 pixels, which are too many."""
    options, kind = {**options}, options["kind"]
    del options["kind"]
    data = glbs.picture("WEBP", (6000, 3000), **options)
    assert data[12:16] == kind
    with pytest.raises(DomainError) as refusal:
        glb.check(data=webp(data).bytes())
    assert refusal.value.code == "glb.pixels"
    assert "(images[1]) 6000 × 3000" in str(refusal.value)
    assert glb.check(data=webp(glbs.picture("WEBP", (20, 10), **options)).bytes()).advice == ()
    broken = webp(data[: len(data) // 2])
    with pytest.raises(DomainError) as refusal:
        glb.check(data=broken.bytes())
    assert refusal.value.code == "glb.image"


def ktx(width: int, height: int, depth: int = 0) -> Model:
    model = glbs.textured()
    head = b"\xabKTX 20\xbb\r\n\x1a\n" + struct.pack("<8I", 0, 1, width, height, depth, 0, 1, 1)
    image = {"bufferView": model.view(head.ljust(80, b"\0")), "mimeType": "image/ktx2"}
    texture = {"extensions": {"KHR_texture_basisu": {"source": model.add("images", image)}}}
    model.document["textures"][0] = texture
    model.document["extensionsUsed"] = ["KHR_texture_basisu"]
    model.document["extensionsRequired"] = ["KHR_texture_basisu"]
    return model


@pytest.mark.parametrize(
    ("model", "code"),
    [(ktx(8192, 8192), "pixels"), (ktx(8, 8, 8), "image"), (ktx(8, 0), "image")],
    ids=["large", "volume", "flat"],
)
def test_ktx_refused(model, code):
    with pytest.raises(DomainError) as refusal:
        glb.check(data=model.bytes())
    assert refusal.value.code == f"glb.{code}"


def test_ktx():
    assert glb.check(data=ktx(64, 64).bytes()).advice == ()


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xd8" + b"\xff\xe0\0\x02" * 300,  # markers without end
        b"\xff\xd8" + b"\xff\xe0\0\0" * 9,  # a marker of no length
        b"\xff\xd8\xff\xda\0\x08" + bytes(20),  # a scan before its frame
        b"\xff\xd8\xff\xe0\xff\xff" + bytes(20),  # a marker longer than the image
        b"\xff\xd8\0\0" + bytes(20),
    ],
)
def test_jpeg_markers(data):
    model = glbs.textured("JPEG")
    model.document["images"][0]["bufferView"] = model.view(data)
    with pytest.raises(DomainError) as refusal:
        glb.check(data=model.bytes())
    assert refusal.value.code == "glb.image"


@pytest.mark.parametrize("data", [b"RIFF", b"RIFF\x20\0\0\0WEBPVP8?".ljust(40, b"\0")])
def test_webp_of_no_kind(data):
    with pytest.raises(DomainError) as refusal:
        glb.check(data=webp(data).bytes())
    assert refusal.value.code == "glb.image"
