"""Meshes: what their primitives draw, how many triangles that is, and where their points are."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext_lazy as _

from salon.exhibition.services.glb.accessors import FLOAT, Accessor, Accessors
from salon.exhibition.services.glb.document import Json
from salon.exhibition.services.glb.draco import check_draco
from salon.exhibition.services.glb.views import Views
from salon.exhibition.services.glb.words import broken, number, shown

_TRIANGLES: Final = 4
_STRIP_OR_FAN: Final = (5, 6)
_UNSIGNED: Final = {5121: 0xFF, 5123: 0xFFFF, 5125: 0xFFFF_FFFF}  # and the largest of each

Formats = Mapping[str, tuple[tuple[str, ...], tuple[int, ...], tuple[int, ...]]]
_INTEGERS: Final = (5120, 5121, 5122, 5123)
#: Attribute, without its number → kinds, component types, and those with KHR_mesh_quantization.
_FORMATS: Final[Formats] = {
    "POSITION": (("VEC3",), (FLOAT,), (FLOAT, *_INTEGERS)),
    "NORMAL": (("VEC3",), (FLOAT,), (FLOAT, 5120, 5122)),
    "TANGENT": (("VEC4",), (FLOAT,), (FLOAT, 5120, 5122)),
    "TEXCOORD": (("VEC2",), (FLOAT, 5121, 5123), (FLOAT, *_INTEGERS)),
    "COLOR": (("VEC3", "VEC4"), (FLOAT, 5121, 5123), (FLOAT, 5121, 5123)),
    "JOINTS": (("VEC4",), (5121, 5123), (5121, 5123)),
    "WEIGHTS": (("VEC4",), (FLOAT, 5121, 5123), (FLOAT, 5121, 5123)),
}
#: The same of morph targets, which are differences.
_TARGETS: Final[Formats] = {
    **_FORMATS,
    "POSITION": (("VEC3",), (FLOAT,), (FLOAT, 5120, 5122)),
    "TANGENT": (("VEC3",), (FLOAT,), (FLOAT, 5120, 5122)),
}
#: Integers of these stand for parts of 1; of texture coordinates they need not, when quantized.
_NORMALIZED: Final = ("NORMAL", "TANGENT", "COLOR", "WEIGHTS")
_NUMBERED: Final = ("TEXCOORD", "COLOR", "JOINTS", "WEIGHTS")


class Primitive(NamedTuple):
    """One draw call: its triangles, and the accessor of its points."""

    triangles: int
    position: Accessor


class Mesh(NamedTuple):
    """`joints` is one more than the highest joint that a vertex names, or 0; `targets` is how many
    morph targets it has."""

    path: str
    primitives: tuple[Primitive, ...]
    joints: int
    targets: int


def read_meshes(document: Json, views: Views, accessors: Accessors) -> list[Mesh]:
    """:raises DomainError: when a primitive cannot be drawn as it says."""
    quantized = "KHR_mesh_quantization" in document.get("extensionsUsed", ())
    reader = _Reader(views, accessors, quantized)
    return [
        reader.mesh(f"meshes[{index}]", mesh)
        for index, mesh in enumerate(document.get("meshes", []))
    ]


class _Reader:
    def __init__(self, views: Views, accessors: Accessors, quantized: bool) -> None:
        self._views = views
        self._accessors = accessors
        self._quantized = quantized
        self._highest: dict[int, int] = {}  # by accessor: many primitives may share one

    def mesh(self, path: str, mesh: Json) -> Mesh:
        primitives: list[Json] = mesh["primitives"]
        drawn = tuple(
            self._primitive(f"{path}.primitives[{index}]", one)
            for index, one in enumerate(primitives)
        )
        counts = {len(one.get("targets", ())) for one in primitives}
        if len(counts) > 1 or len(mesh.get("weights", ())) not in (0, *counts):
            raise broken(
                "targets",
                _("%(item)s has primitives or weights of other morph targets."),
                item=path,
            )
        joints = max(self._joints(one["attributes"]) for one in primitives)
        return Mesh(path, drawn, joints, counts.pop())

    def _primitive(self, path: str, primitive: Json) -> Primitive:
        attributes = primitive["attributes"]
        if "POSITION" not in attributes:
            raise broken("missing", _("%(item)s has no “%(name)s”."), item=path, name="POSITION")
        position = self._attributes(f"{path}.attributes", attributes)
        for index, target in enumerate(primitive.get("targets", ())):
            self._attributes(f"{path}.targets[{index}]", target, position.length)
        self._check_shared(path, attributes)
        self._check_numbering(f"{path}.attributes", attributes)
        points = position.length
        if "indices" in primitive:
            points = self._indices(f"{path}.indices", primitive["indices"], position.length)
        triangles = _triangles(primitive.get("mode", _TRIANGLES), points)
        check_draco(path, primitive, self._views, triangles)
        return Primitive(triangles, position)

    def _attributes(
        self, path: str, names: Mapping[str, int], count: int | None = None
    ) -> Accessor:
        """Each of the right format and as long as the others (and as `count`); the first of them.

        Of morph targets `count` is given, and formats are a little different.
        """
        used = {name: self._accessors.use(index, "vertices") for name, index in names.items()}
        first = used.get("POSITION") or next(iter(used.values()))
        for name, accessor in used.items():
            item = f"{path}.{shown(name)}"
            if accessor.length != (first.length if count is None else count):
                raise broken(
                    "vertices",
                    _("%(item)s has %(count)s elements where the positions have %(wanted)s."),
                    item=item,
                    count=number(accessor.length),
                    wanted=number(first.length if count is None else count),
                )
            self._check_format(item, name, accessor, _FORMATS if count is None else _TARGETS)
            self._check_vertex_alignment(item, accessor)
        return first

    def _check_format(self, item: str, name: str, accessor: Accessor, formats: Formats) -> None:
        if name.startswith("_"):  # an application's own
            return
        meaning, _separator, rank = name.partition("_")
        if meaning not in formats or (meaning in _NUMBERED) != (rank.isdecimal()):
            raise broken("attribute", _("%(item)s is no attribute of glTF."), item=item)
        kinds, components, quantized = formats[meaning]
        allowed = quantized if self._quantized else components
        must = meaning in _NORMALIZED or (meaning == "TEXCOORD" and not self._quantized)
        plain = accessor.component != FLOAT and must and not accessor.normalized
        if accessor.kind not in kinds or accessor.component not in allowed or plain:
            raise broken(
                "format",
                _("%(item)s cannot be %(kind)s of component type %(component)s."),
                item=item,
                kind=accessor.kind,
                component=accessor.component,
            )
        if meaning == "POSITION" and (accessor.low is None or accessor.high is None):
            raise broken(
                "position_bounds",
                _("%(item)s holds positions without min and max."),
                item=accessor.path,
            )

    def _check_vertex_alignment(self, item: str, accessor: Accessor) -> None:
        view = self._accessors.view(accessor)
        if view and (accessor.offset % 4 or (view.stride or accessor.element) % 4):
            raise broken(
                "alignment",
                _("%(item)s does not lie at a multiple of %(width)s bytes."),
                item=f"{item} ({accessor.path})",
                width=4,
            )

    def _check_numbering(self, path: str, attributes: Mapping[str, int]) -> None:
        """Coordinates, colours and joints are numbered from 0, none left out."""
        for meaning in _NUMBERED:
            ranks = sum(name.startswith(f"{meaning}_") for name in attributes)
            for rank in range(ranks):
                if f"{meaning}_{rank}" not in attributes:
                    raise broken(
                        "missing",
                        _("%(item)s has no “%(name)s”."),
                        item=path,
                        name=f"{meaning}_{rank}",
                    )

    def _check_shared(self, path: str, attributes: Mapping[str, int]) -> None:
        """Two attributes in one view are interleaved or one after the other; either way the view
        says how far apart vertices are."""
        seen: set[int] = set()
        for index in set(attributes.values()):
            accessor = self._accessors.all[index]
            view = self._accessors.view(accessor)
            if view is None or accessor.view is None:
                continue
            if accessor.view in seen and not view.stride:
                raise broken(
                    "stride",
                    _("%(item)s holds several attributes of %(primitive)s without a byteStride."),
                    item=view.path,
                    primitive=path,
                )
            seen.add(accessor.view)

    def _indices(self, path: str, index: int, vertices: int) -> int:
        """How many there are, none of them beyond the vertices."""
        accessor = self._accessors.use(index, "indices")
        view = self._accessors.view(accessor)
        if accessor.kind != "SCALAR" or accessor.component not in _UNSIGNED or accessor.normalized:
            raise broken(
                "format",
                _("%(item)s cannot be %(kind)s of component type %(component)s."),
                item=path,
                kind=accessor.kind,
                component=accessor.component,
            )
        if view is not None and view.stride:
            raise broken(
                "stride",
                _("%(item)s must not have a byteStride: it holds indices."),
                item=view.path,
            )
        highest = self._highest_of(index, accessor)
        if highest >= min(vertices, _UNSIGNED[accessor.component]):
            raise broken(
                "index",
                _("%(item)s (%(accessor)s) names vertex %(index)s, counted from 0, of %(count)s."),
                item=path,
                accessor=accessor.path,
                index=number(highest),
                count=number(vertices),
            )
        return accessor.length

    def _highest_of(self, index: int, accessor: Accessor) -> int:
        """The highest number in it; -1 when it cannot be read here."""
        if index not in self._highest:
            columns: Any = accessor.columns
            self._highest[index] = max(map(max, columns)) if columns is not None else -1
        return self._highest[index]

    def _joints(self, attributes: Mapping[str, int]) -> int:
        named = [index for name, index in attributes.items() if name.startswith("JOINTS_")]
        weighed = [name for name in attributes if name.startswith("WEIGHTS_")]
        if not named or not weighed:
            return 0
        highest = (self._highest_of(index, self._accessors.all[index]) for index in named)
        return 1 + max(0, *highest)


def _triangles(mode: int, points: int) -> int:
    if mode == _TRIANGLES:
        return points // 3
    return max(points - 2, 0) if mode in _STRIP_OR_FAN else 0
