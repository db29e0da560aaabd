"""What surfaces are made of: factors, vertex colours and textures of glTF, put on triangles."""

from collections.abc import Mapping
from typing import Final

import numpy as np
from django.utils.translation import gettext_lazy as _

from salon.core.errors import DomainError
from salon.exhibition.services.glb.document import Json
from salon.exhibition.services.glb.views import Views
from salon.exhibition.services.posters.arrays import Floats
from salon.exhibition.services.posters.textures import Picture, decoded
from salon.exhibition.services.posters.triangles import Triangles

#: A surface that lets more light pass than this is left out.
_FAINTEST: Final = 0.2
_REPEAT: Final = 10497
_KTX2: Final = "image/ktx2"


def compressed(item: str) -> DomainError:
    """A refusal of what only a browser unpacks."""
    return DomainError(
        "poster.compressed",
        _(
            "%(item)s is compressed, so that no poster can be drawn here. Make the poster in the"
            " browser, on the page “Prepare a 3D model” (…/showroom/prepare/), and give it with"
            " the model: beside the file, or with --poster."
        ),
        item=item,
    )


class Materials:
    """The materials of a model; `pictures` are those that they have needed as colours so far."""

    def __init__(self, document: Json, views: Views) -> None:
        self._document = document
        self._views = views
        self._colours: dict[int, Picture] = {}
        self._data: dict[tuple[int, bool], Picture] = {}

    @property
    def pictures(self) -> tuple[Picture, ...]:
        return tuple(self._colours.values())

    def made_of(
        self,
        index: int | None,
        corners: Floats,
        normals: Floats,
        colour: Floats,
        places: Mapping[int, Floats],
    ) -> Triangles:
        """Triangles of a material (None: that of glTF itself), less those that are not seen.

        `colour` (n, 3, 4) is that of the vertices, with alpha; `places` the texture coordinates
        (n, 3, 2) by their number.
        """
        material: Json = {} if index is None else self._document["materials"][index]
        surface = material.get("pbrMetallicRoughness", {})
        colour = colour * np.array(surface.get("baseColorFactor", (1, 1, 1, 1)), dtype=float)
        number, place = self._base(surface.get("baseColorTexture"), places, len(corners))
        alpha = colour[..., 3].mean(axis=1)
        if number >= 0:
            alpha = alpha * self.pictures[number].middle(place)[:, 3]
        count = len(corners)
        values = self._middles(surface.get("metallicRoughnessTexture"), places, count, linear=True)
        glow = self._middles(material.get("emissiveTexture"), places, count, linear=False)
        triangles = Triangles(
            corners=corners,
            normals=normals,
            colour=np.clip(colour[..., :3], 0, 1),
            picture=np.full(count, number),
            place=place,
            glow=glow[:, :3] * _glow(material),
            metallic=values[:, 2] * surface.get("metallicFactor", 1),
            roughness=values[:, 1] * surface.get("roughnessFactor", 1),
            both=np.full(count, material.get("doubleSided", False)),
        )
        seen = alpha >= _least(material)
        return Triangles(*(each[seen] for each in triangles))

    def _base(
        self, info: Json | None, places: Mapping[int, Floats], count: int
    ) -> tuple[int, Floats]:
        """The number of the colours' picture, and where in it the triangles are."""
        place = _place(info, places)
        if info is None or place is None:
            return -1, np.zeros((count, 3, 2))
        texture = info["index"]
        picture = self._picture(texture, linear=False)
        if picture is None:
            return -1, np.zeros((count, 3, 2))
        self._colours.setdefault(texture, picture)
        return list(self._colours).index(texture), place

    def _middles(
        self, info: Json | None, places: Mapping[int, Floats], count: int, *, linear: bool
    ) -> Floats:
        """(count, 4): a texture at the middle of each triangle; 1 where there is none."""
        place = _place(info, places)
        picture = None if info is None else self._picture(info["index"], linear=linear)
        if place is None or picture is None:
            return np.ones((count, 4))
        return picture.middle(place)

    def _picture(self, texture: int, *, linear: bool) -> Picture | None:
        if (texture, linear) in self._data:
            return self._data[texture, linear]
        described = self._document["textures"][texture]
        source = self._source(texture, described)
        if source is None:
            return None
        image = self._document["images"][source]
        data = self._views.all[image["bufferView"]].bytes
        path = f"images[{source}]"
        if data is None or image["mimeType"] == _KTX2:
            raise compressed(path)
        sampler = {}
        if "sampler" in described:
            sampler = self._document["samplers"][described["sampler"]]
        wraps = sampler.get("wrapS", _REPEAT), sampler.get("wrapT", _REPEAT)
        picture = Picture(decoded(path, data, image["mimeType"]), wraps, linear=linear)
        return self._data.setdefault((texture, linear), picture)

    def _source(self, texture: int, described: Json) -> int | None:
        """The number of an image that can be read here, if the texture has any image."""
        extensions = described.get("extensions", {})
        for one in (described, extensions.get("EXT_texture_webp", {})):
            if "source" in one:
                source: int = one["source"]
                return source
        if "KHR_texture_basisu" in extensions:
            raise compressed(f"textures[{texture}]")
        return None


def _least(material: Json) -> float:
    """The alpha below which nothing is drawn."""
    mode = material.get("alphaMode", "OPAQUE")
    if mode == "MASK":
        return float(material.get("alphaCutoff", 0.5))
    return _FAINTEST if mode == "BLEND" else 0.0


def _glow(material: Json) -> Floats:
    strength = material.get("extensions", {}).get("KHR_materials_emissive_strength", {})
    factor = np.array(material.get("emissiveFactor", (0, 0, 0)), dtype=float)
    glow: Floats = np.clip(factor * strength.get("emissiveStrength", 1), 0, 1)
    return glow


def _place(info: Json | None, places: Mapping[int, Floats]) -> Floats | None:
    """The coordinates that a texture is looked up at, moved as KHR_texture_transform says; None
    where there are none."""
    if info is None:
        return None
    transform = info.get("extensions", {}).get("KHR_texture_transform", {})
    number = transform.get("texCoord", info.get("texCoord", 0))
    if number not in places:
        return None
    turn = transform.get("rotation", 0)
    sine, cosine = np.sin(turn), np.cos(turn)
    scaled = places[number] * np.array(transform.get("scale", (1, 1)), dtype=float)
    turned = scaled @ np.array(((cosine, -sine), (sine, cosine)))
    moved: Floats = turned + np.array(transform.get("offset", (0, 0)), dtype=float)
    return moved
