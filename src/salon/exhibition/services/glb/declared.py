"""What a model says it needs of its viewer: a version of glTF, and extensions."""

import re
from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from salon.exhibition.services.glb.document import Json
from salon.exhibition.services.glb.schema import MATERIAL_EXTENSIONS
from salon.exhibition.services.glb.words import broken, refused, shown

#: The extensions a model may require: what the viewer (model-viewer, with three.js) can show.
TAKEN: Final = frozenset(
    (
        "KHR_mesh_quantization",
        "KHR_draco_mesh_compression",
        "EXT_meshopt_compression",
        "EXT_texture_webp",
        "KHR_texture_basisu",
        "KHR_texture_transform",
        "KHR_lights_punctual",
        "KHR_materials_variants",
        *MATERIAL_EXTENSIONS,
    )
)
_QUANTIZED: Final = "KHR_mesh_quantization"
_VERSION: Final = re.compile(r"(\d{1,4})\.(\d{1,4})", re.ASCII)


def check_version(asset: Json) -> None:
    """:raises DomainError: unless the model is of glTF 2.0 and content with a viewer of that."""
    if asset["version"] != "2.0":
        raise refused(
            "asset_version",
            _("asset.version is “%(version)s”. Export the model as glTF 2.0."),
            version=shown(asset["version"]),
        )
    if "minVersion" not in asset:
        return
    least = _VERSION.fullmatch(asset["minVersion"])
    if least is None or (int(least[1]), int(least[2])) > (2, 0):
        raise refused(
            "min_version",
            _("asset.minVersion is “%(version)s”. Export the model as glTF 2.0."),
            version=shown(asset["minVersion"]),
        )


def check_extensions(document: Json, used: Mapping[str, str]) -> None:
    """:raises DomainError: when a model requires what cannot be shown, or uses what it does not
    declare."""
    declared = frozenset(document.get("extensionsUsed", ()))
    required = frozenset(document.get("extensionsRequired", ()))
    if unknown := sorted(required - TAKEN):
        raise refused(
            "extension",
            _("The model requires %(names)s, which cannot be shown. Export it without."),
            names=shown(", ".join(unknown)),
        )
    if _QUANTIZED in declared - required:
        raise broken(
            "undeclared",
            _("extensionsRequired does not list %(name)s, which cannot be optional."),
            name=_QUANTIZED,
        )
    if missing := sorted(required - declared):
        raise broken(
            "undeclared",
            _("extensionsUsed does not list %(name)s, which extensionsRequired does."),
            name=shown(missing[0]),
        )
    for name, where in used.items():
        if name not in declared:
            raise broken(
                "undeclared",
                _("extensionsUsed does not list %(name)s, which %(item)s uses."),
                name=shown(name),
                item=where,
            )
