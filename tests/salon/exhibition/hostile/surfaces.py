"""Materials, textures and images."""

import struct

from tests.salon.exhibition.glbs import Model
from tests.salon.exhibition.hostile.making import (
    case,
    changed,
    drop,
    extended,
    overwrite,
    put,
    textured,
)

# --- materials, textures, images ----------------------------------------------------------------

_surface = ("materials", 0, "pbrMetallicRoughness")
case(
    "no such texture",
    "reference",
    "materials[0].pbrMetallicRoughness.baseColorTexture.index",
    put(textured(), *_surface, "baseColorTexture", "index", 1),
)
case(
    "no such image", "reference", "textures[0].source", put(textured(), "textures", 0, "source", 1)
)
case(
    "no such texture sampler",
    "reference",
    "textures[0].sampler",
    put(textured(), "textures", 0, "sampler", 1),
)
case(
    "sampler",
    "value",
    "samplers[0].wrapS",
    put(textured(), "samplers", 0, "wrapS", 1),
    invalid=False,
)
case(
    "metallic 2",
    "range",
    "materials[0].pbrMetallicRoughness.metallicFactor",
    put(textured(), *_surface, "metallicFactor", 2),
)
case(
    "colour of three",
    "count",
    "materials[0].pbrMetallicRoughness.baseColorFactor",
    put(textured(), *_surface, "baseColorFactor", [1, 1, 1]),
)
case(
    "alpha mode",
    "value",
    "materials[0].alphaMode",
    put(textured(), "materials", 0, "alphaMode", "GLASS"),
    invalid=False,
)
case("image without a type", "missing", "images[0]", drop(textured(), "images", 0, "mimeType"))
case("image without bytes", "missing", "images[0]", drop(textured(), "images", 0, "bufferView"))
case(
    "image of no type",
    "value",
    "images[0].mimeType",
    put(textured(), "images", 0, "mimeType", "image/gif"),
)
for _form, _mime in (("PNG", "image/jpeg"), ("JPEG", "image/png")):
    case(
        f"{_form} as {_mime}",
        "image",
        "images[0]",
        put(textured(_form), "images", 0, "mimeType", _mime),
    )
case(
    "text as PNG",
    "image",
    "images[0]",
    overwrite(textured(), 0, 0, b"<script>alert(1)</script>"),
    invalid=False,
)
case(
    "PNG without an end",
    "image",
    "images[0]",
    changed(textured, lambda d: d["bufferViews"][0].update(byteLength=48)),
    invalid=False,
)
case(
    "PNG of no width",
    "image",
    "images[0]",
    overwrite(textured(), 0, 16, struct.pack(">I", 0)),
    invalid=False,
)
case(
    "PNG bomb",
    "pixels",
    "images[0]",
    overwrite(textured(), 0, 16, struct.pack(">II", 65_535, 65_535)),
    invalid=False,
)
case(
    "JPEG cut",
    "image",
    "images[0]",
    changed(lambda: textured("JPEG"), lambda d: d["bufferViews"][0].update(byteLength=100)),
)
_webp = textured("WEBP")
case("WebP without its extension", "image_type", "images[0]", _webp)
_model = put(textured("WEBP"), "extensionsUsed", ["EXT_texture_webp"])
case("WebP for every viewer", "image_type", "textures[0]", _model)
_model = extended(textured(), "EXT_texture_webp", {"source": 0}, "textures", 0)
case("PNG as WebP texture", "image_type", "textures[0].extensions.EXT_texture_webp", _model)
case(
    "image with a stride",
    "image_view",
    "images[0]",
    put(textured(), "bufferViews", 0, "byteStride", 4),
)


def overlapping_images() -> Model:
    """Ten thousand views of the same bytes."""
    model = textured()
    for _copy in range(10_000):
        view = model.add("bufferViews", dict(model.document["bufferViews"][0]))
        model.add("images", {"bufferView": view, "mimeType": "image/png"})
    return model


case("images over each other", "image_view", "images[2]", overlapping_images(), invalid=False)
case(
    "PNG chunk outside",
    "image",
    "images[0]",
    overwrite(textured(), 0, 33, struct.pack(">I", 2**31)),
    invalid=False,
)
case("JPEG of no channels", "image", "images[0]", overwrite(textured("JPEG"), 0, 167, b"\0"))
case(
    "double sided as text",
    "type",
    "materials[0].doubleSided",
    put(textured(), "materials", 0, "doubleSided", "yes"),
)
case(
    "factor of an extension",
    "type",
    "materials[0].extensions.KHR_materials_sheen.sheenRoughnessFactor",
    extended(textured(), "KHR_materials_sheen", {"sheenRoughnessFactor": "0"}, "materials", 0),
)
