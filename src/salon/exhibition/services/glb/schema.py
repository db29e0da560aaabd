"""What glTF 2.0 says each part of a model's JSON looks like (the specification's section 5).

Enumerations are closed here, though the specification lets later ones add members: a viewer does
not know them either.
"""

from typing import Final

from django.utils.translation import gettext_lazy as _

from salon.exhibition.services.glb.document import Json
from salon.exhibition.services.glb.grammar import (
    Rule,
    Walk,
    array,
    boolean,
    integer,
    mapping,
    no_address,
    number,
    one_of,
    reference,
    table,
    text,
    vector,
)
from salon.exhibition.services.glb.words import refused

_UNIT: Final = number(0, 1)
_POSITIVE: Final = number(0, above=True)
COMPONENTS: Final = (5120, 5121, 5122, 5123, 5125, 5126)
INDEX_COMPONENTS: Final = (5121, 5123, 5125)
KINDS: Final = ("SCALAR", "VEC2", "VEC3", "VEC4", "MAT2", "MAT3", "MAT4")

_ASSET: Final = table({"version": text}, {"minVersion": text, "generator": text, "copyright": text})

_BUFFER: Final = table(
    {"byteLength": integer(1)},
    {"uri": no_address},
    {"EXT_meshopt_compression": table({}, {"fallback": boolean})},
)
_VIEW: Final = table(
    {"buffer": reference("buffers"), "byteLength": integer(1)},
    {
        "byteOffset": integer(),
        "byteStride": integer(4, 252, 4),
        "target": one_of(34962, 34963),
    },
    {
        "EXT_meshopt_compression": table(
            {
                "buffer": reference("buffers"),
                "byteLength": integer(1),
                "byteStride": integer(1, 256),
                "count": integer(1),
                "mode": one_of("ATTRIBUTES", "TRIANGLES", "INDICES"),
            },
            {
                "byteOffset": integer(),
                "filter": one_of("NONE", "OCTAHEDRAL", "QUATERNION", "EXPONENTIAL"),
            },
        )
    },
)
_SPARSE: Final = table(
    {
        "count": integer(1),
        "indices": table(
            {"bufferView": reference("bufferViews"), "componentType": one_of(*INDEX_COMPONENTS)},
            {"byteOffset": integer()},
        ),
        "values": table({"bufferView": reference("bufferViews")}, {"byteOffset": integer()}),
    }
)
_ACCESSOR: Final = table(
    {"componentType": one_of(*COMPONENTS), "count": integer(1), "type": one_of(*KINDS)},
    {
        "bufferView": reference("bufferViews"),
        "byteOffset": integer(),
        "normalized": boolean,
        "max": array(number(), 1, 16),
        "min": array(number(), 1, 16),
        "sparse": _SPARSE,
    },
)

_IMAGE: Final = table(
    {},
    {
        "uri": no_address,
        "bufferView": reference("bufferViews"),
        "mimeType": one_of("image/png", "image/jpeg", "image/webp", "image/ktx2"),
    },
)
_FROM_IMAGE: Final = table({"source": reference("images")})
_TEXTURE: Final = table(
    {},
    {"source": reference("images"), "sampler": reference("samplers")},
    {"EXT_texture_webp": _FROM_IMAGE, "KHR_texture_basisu": _FROM_IMAGE},
)
_WRAP: Final = one_of(33071, 33648, 10497)
_SAMPLER: Final = table(
    {},
    {
        "magFilter": one_of(9728, 9729),
        "minFilter": one_of(9728, 9729, 9984, 9985, 9986, 9987),
        "wrapS": _WRAP,
        "wrapT": _WRAP,
    },
)


def _texture_info(**more: Rule) -> Rule:
    transform = table(
        {},
        {
            "offset": vector(2),
            "scale": vector(2),
            "rotation": number(),
            "texCoord": integer(0, 15),
        },
    )
    return table(
        {"index": reference("textures")},
        {"texCoord": integer(0, 15), **more},
        {"KHR_texture_transform": transform},
    )


_ANY_TEXTURE: Final = _texture_info(scale=number(), strength=number())


def _material_extension(walk: Walk, value: Json) -> None:
    """Each has factors of its own; all of them call their textures something that ends so."""
    for name in value.keys() - {"extensions", "extras"}:
        one = value[name]
        with walk.at(name):
            if name.endswith("Texture"):
                _ANY_TEXTURE(walk, one)
            elif isinstance(one, list):
                vector(len(one))(walk, one)
            else:
                number()(walk, one)


#: Extensions of a material, all of which the viewer shows.
MATERIAL_EXTENSIONS: Final = (
    "KHR_materials_anisotropy",
    "KHR_materials_clearcoat",
    "KHR_materials_diffuse_transmission",
    "KHR_materials_dispersion",
    "KHR_materials_emissive_strength",
    "KHR_materials_ior",
    "KHR_materials_iridescence",
    "KHR_materials_sheen",
    "KHR_materials_specular",
    "KHR_materials_transmission",
    "KHR_materials_unlit",
    "KHR_materials_volume",
)
_MATERIAL: Final = table(
    {},
    {
        "pbrMetallicRoughness": table(
            {},
            {
                "baseColorFactor": vector(4, _UNIT),
                "baseColorTexture": _texture_info(),
                "metallicFactor": _UNIT,
                "roughnessFactor": _UNIT,
                "metallicRoughnessTexture": _texture_info(),
            },
        ),
        "normalTexture": _texture_info(scale=number()),
        "occlusionTexture": _texture_info(strength=_UNIT),
        "emissiveTexture": _texture_info(),
        "emissiveFactor": vector(3, _UNIT),
        "alphaMode": one_of("OPAQUE", "MASK", "BLEND"),
        "alphaCutoff": number(0),
        "doubleSided": boolean,
    },
    dict.fromkeys(MATERIAL_EXTENSIONS, _material_extension),
)

_ATTRIBUTES: Final = mapping(reference("accessors"))
_PRIMITIVE: Final = table(
    {"attributes": _ATTRIBUTES},
    {
        "indices": reference("accessors"),
        "material": reference("materials"),
        "mode": integer(0, 6),
        "targets": array(_ATTRIBUTES, 1, 256),
    },
    {
        "KHR_draco_mesh_compression": table(
            {"bufferView": reference("bufferViews"), "attributes": mapping(integer())}
        ),
        "KHR_materials_variants": table(
            {
                "mappings": array(
                    table(
                        {
                            "material": reference("materials"),
                            "variants": array(reference("KHR_materials_variants.variants")),
                        }
                    )
                )
            }
        ),
    },
)
_MESH: Final = table({"primitives": array(_PRIMITIVE)}, {"weights": array(number())})


def _instancing(walk: Walk, value: Json) -> None:
    """It draws a mesh as often as it likes, which nobody would see in the file's size."""
    raise refused(
        "instancing",
        _(
            "%(item)s draws copies by an extension that is not taken. Export the model with its"
            " copies as nodes of their own."
        ),
        item=walk.path(),
    )


_NODE: Final = table(
    {},
    {
        "camera": reference("cameras"),
        "children": array(reference("nodes"), distinct=True),
        "skin": reference("skins"),
        "matrix": vector(16),
        "mesh": reference("meshes"),
        "rotation": vector(4),
        "scale": vector(3),
        "translation": vector(3),
        "weights": array(number()),
    },
    {
        "EXT_mesh_gpu_instancing": _instancing,
        "KHR_lights_punctual": table({"light": reference("KHR_lights_punctual.lights")}),
    },
)
_SCENE: Final = table({}, {"nodes": array(reference("nodes"), distinct=True)})
_SKIN: Final = table(
    {"joints": array(reference("nodes"), distinct=True)},
    {"inverseBindMatrices": reference("accessors"), "skeleton": reference("nodes")},
)
_CAMERA: Final = table(
    {"type": one_of("perspective", "orthographic")},
    {
        "perspective": table(
            {"yfov": _POSITIVE, "znear": _POSITIVE},
            {"aspectRatio": _POSITIVE, "zfar": _POSITIVE},
        ),
        "orthographic": table(
            {"xmag": number(), "ymag": number(), "zfar": _POSITIVE, "znear": number(0)}
        ),
    },
)
_ANIMATION: Final = table(
    {
        "channels": array(
            table(
                {
                    "sampler": integer(),
                    "target": table(
                        {"path": one_of("translation", "rotation", "scale", "weights")},
                        {"node": reference("nodes")},
                    ),
                }
            )
        ),
        "samplers": array(
            table(
                {"input": reference("accessors"), "output": reference("accessors")},
                {"interpolation": one_of("LINEAR", "STEP", "CUBICSPLINE")},
            )
        ),
    }
)

_DOCUMENT: Final = table(
    {"asset": _ASSET},
    {
        "extensionsUsed": array(text, distinct=True),
        "extensionsRequired": array(text, distinct=True),
        "buffers": array(_BUFFER),
        "bufferViews": array(_VIEW),
        "accessors": array(_ACCESSOR),
        "images": array(_IMAGE),
        "samplers": array(_SAMPLER),
        "textures": array(_TEXTURE),
        "materials": array(_MATERIAL),
        "meshes": array(_MESH),
        "nodes": array(_NODE),
        "scenes": array(_SCENE),
        "scene": reference("scenes"),
        "skins": array(_SKIN),
        "cameras": array(_CAMERA),
        "animations": array(_ANIMATION),
    },
    {
        "KHR_lights_punctual": table(
            {"lights": array(table({"type": one_of("directional", "point", "spot")}))}
        ),
        "KHR_materials_variants": table({"variants": array(table({"name": text}))}),
    },
)


def check_schema(document: Json) -> dict[str, str]:
    """Every part is of the type, and within the bounds, that glTF gives it; every reference exists.

    :returns: the extensions that parts use, each with the path of the first.
    :raises DomainError: naming the first part that is not, by its path.
    """
    walk = Walk(document)
    _DOCUMENT(walk, document)
    return walk.extensions
