"""What asks for something that is not in the file: versions, extensions, addresses."""

from tests.salon.exhibition.hostile.making import block, case, drop, extended, put, textured

# --- versions and extensions --------------------------------------------------------------------

case("no asset", "missing", "“asset”", drop(block(), "asset"))
case("asset is a text", "type", "asset", put(block(), "asset", "2.0"))
case("no asset.version", "missing", "asset has no “version”", drop(block(), "asset", "version"))
case("version 1.0", "asset_version", "“1.0”", put(block(), "asset", "version", "1.0"))
case(
    "version 2.1", "asset_version", "“2.1”", put(block(), "asset", "version", "2.1"), invalid=False
)
case("version as number", "type", "asset.version", put(block(), "asset", "version", 2.0))
case("needs 2.1", "min_version", "“2.1”", put(block(), "asset", "minVersion", "2.1"))
case("needs x", "min_version", "“x”", put(block(), "asset", "minVersion", "x"))
for _name in ("MSFT_lod", "KHR_materials_shiny", "../EXT"):
    _model = put(block(), "extensionsUsed", [_name])
    put(_model, "extensionsRequired", [_name])
    case(f"requires {_name}", "extension", _name, _model, invalid=False)
_model = put(block(), "extensionsRequired", ["KHR_mesh_quantization"])
case("requires undeclared", "undeclared", "KHR_mesh_quantization", _model)
_model = extended(textured(), "KHR_materials_unlit", {}, "materials", 0)
del _model.document["extensionsUsed"]
case("uses undeclared", "undeclared", "materials[0].extensions.KHR_materials_unlit", _model)
_model = extended(block(), "EXT_mesh_gpu_instancing", {"attributes": {}}, "nodes", 0)
case("instancing", "instancing", "nodes[0]", _model, invalid=False)
_model = extended(
    textured(), "KHR_materials_sheen", {"sheenColorTexture": {"index": 7}}, "materials", 0
)
case("texture of an extension", "reference", "KHR_materials_sheen.sheenColorTexture.index", _model)
_model = extended(block(), "KHR_lights_punctual", {"light": 0}, "nodes", 0)
case("no such light", "reference", "nodes[0].extensions.KHR_lights_punctual.light", _model)
_model = extended(
    block(),
    "KHR_materials_variants",
    {"mappings": [{"material": 0, "variants": [0]}]},
    "meshes",
    0,
    "primitives",
    0,
)
_path = "meshes[0].primitives[0].extensions.KHR_materials_variants.mappings[0].material"
case("no such material of a variant", "reference", _path, _model)
_model = extended(textured(), "EXT_texture_webp", {"source": 4}, "textures", 0)
case("no such WebP image", "reference", "textures[0].extensions.EXT_texture_webp.source", _model)
case(
    "extension is a list",
    "type",
    "nodes[0].extensions.EXT_x",
    extended(block(), "EXT_x", [], "nodes", 0),
)

# --- addresses ----------------------------------------------------------------------------------

for _uri in (
    "tank.bin",
    "../../etc/passwd",
    "https://example.org/t.bin",
    "file:///etc/passwd",
    "\\\\h\\t",
):
    _model = block()
    _model.bytes()
    put(_model, "buffers", 0, "uri", _uri)
    case(
        f"buffer at {_uri}",
        "uri",
        f"buffers[0].uri points outside the file ({_uri})",
        _model,
    )
_model = block()
_model.bytes()
_data = "data:application/octet-stream;base64,AAAA"
case(
    "buffer as text",
    "data_uri",
    f"buffers[0].uri holds its data as text ({_data})",
    put(_model, "buffers", 0, "uri", _data),
)
for _uri, _code in (("../skin.png", "uri"), ("DATA:image/png;base64,AAAA", "data_uri"), (3, "uri")):
    case(
        f"image at {_uri}",
        _code,
        "images[0].uri",
        put(textured(), "images", 0, "uri", _uri),
    )
_model = extended(block(), "EXT_sound", {"list": [{"uri": "//example.org/a.mp3"}]}, "nodes", 0)
case("address in an extension", "uri", "(//example.org/a.mp3)", _model, invalid=False)
