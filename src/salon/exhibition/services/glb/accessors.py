"""Accessors: numbers in the binary part, found, bounded and read."""

import math
import struct
import sys
from array import array
from collections.abc import Mapping, MutableSequence
from typing import Any, Final, Literal, NamedTuple

from django.utils.translation import gettext_lazy as _

from salon.core.errors import DomainError
from salon.exhibition.services.glb.document import Json
from salon.exhibition.services.glb.grammar import LARGEST_FLOAT
from salon.exhibition.services.glb.limits import MOST_NUMBERS
from salon.exhibition.services.glb.views import View, Views
from salon.exhibition.services.glb.words import broken, number, refused

Column = MutableSequence[Any]
Code = Literal["b", "B", "h", "H", "I", "f"]

#: Component type → its code for `array`, its bytes, and what 1 is when normalized (0: cannot be).
_COMPONENTS: Final[Mapping[int, tuple[Code, int, int]]] = {
    5120: ("b", 1, 127),
    5121: ("B", 1, 255),
    5122: ("h", 2, 32767),
    5123: ("H", 2, 65535),
    5125: ("I", 4, 0),
    5126: ("f", 4, 0),
}
FLOAT: Final = 5126
_RANGES: Final = {
    5120: (-128, 127),
    5121: (0, 255),
    5122: (-32768, 32767),
    5123: (0, 65535),
    5125: (0, 2**32 - 1),
}
_COUNTS: Final = {"SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4, "MAT2": 4, "MAT3": 9, "MAT4": 16}
#: Columns of small matrices begin at multiples of four bytes.
_PADDED: Final = {("MAT2", 1): 8, ("MAT3", 1): 12, ("MAT3", 2): 24}

#: What an element of a sparse accessor counts as: it takes time rather than room.
_SPARSE: Final = 8
_UNCOUNTED: Final = 10**15  # longer counts say no more

#: How far a declared bound may be from the data, of the largest value: exporters round.
_ROUNDING: Final = 1e-5


class Accessor(NamedTuple):
    """`length` is its `count` of elements of `element` bytes. `columns` has one array for each
    component, or is None where they cannot be read here: compressed by meshopt or Draco. `scale` is
    what a normalized number is divided by, or 1. `low` and `high` are as declared."""

    path: str
    kind: str
    component: int
    length: int
    offset: int
    element: int
    view: int | None
    normalized: bool
    scale: int
    columns: tuple[Column, ...] | None
    low: tuple[float, ...] | None
    high: tuple[float, ...] | None


class Accessors:
    """The accessors of a model, each read once."""

    def __init__(self, document: Json, views: Views) -> None:
        """:raises DomainError: when one lies outside its view, is badly aligned, holds what is no
        number, or says bounds that its data do not have."""
        self._views = views
        described: list[Json] = document.get("accessors", [])
        self._check_total(described)
        self._packed = _packed_by_draco(document)
        self.all = [self._accessor(index, one) for index, one in enumerate(described)]

    def use(self, index: int, purpose: str) -> Accessor:
        """An accessor whose view then has this purpose."""
        accessor = self.all[index]
        if accessor.view is not None:
            self._views.use(accessor.view, purpose)
        return accessor

    def view(self, accessor: Accessor) -> View | None:
        return None if accessor.view is None else self._views.all[accessor.view]

    def _check_total(self, described: list[Json]) -> None:
        total = sum(one["count"] * _COUNTS[one["type"]] for one in described)
        total += sum(one["sparse"]["count"] * _SPARSE for one in described if "sparse" in one)
        total = max(total, self._views.unpacked // 4)
        if total > MOST_NUMBERS:
            raise refused(
                "data",
                _(
                    "The model holds %(count)s numbers once unpacked; at most %(most)s are taken."
                    " Simplify the meshes."
                ),
                count=number(min(total, _UNCOUNTED)),
                most=number(MOST_NUMBERS),
            )

    def _accessor(self, index: int, one: Json) -> Accessor:
        path, (_code, width, unit) = f"accessors[{index}]", _COMPONENTS[one["componentType"]]
        normalized = one.get("normalized", False)
        if normalized and not unit:
            raise broken("normalized", _("%(item)s cannot be normalized."), item=path)
        self._check_place(path, one, width)
        accessor = Accessor(
            path=path,
            kind=one["type"],
            component=one["componentType"],
            length=one["count"],
            offset=one.get("byteOffset", 0),
            element=_size(one),
            view=one.get("bufferView"),
            normalized=normalized,
            scale=unit if normalized else 1,
            columns=self._columns(path, one, packed=index in self._packed),
            low=_bound(path, one, "min"),
            high=_bound(path, one, "max"),
        )
        _check_numbers(accessor)
        return accessor

    def _check_place(self, path: str, one: Json, width: int) -> None:
        """Its elements lie inside its view, at multiples of their component's size."""
        offset, size = one.get("byteOffset", 0), _size(one)
        if "bufferView" not in one:
            if "byteOffset" in one:
                raise broken(
                    "missing", _("%(item)s has no “%(name)s”."), item=path, name="bufferView"
                )
            return
        view = self._views.all[one["bufferView"]]
        if view.stride and view.stride < size:
            raise broken(
                "stride",
                _("%(item)s has elements of %(size)s bytes; byteStride of %(view)s is %(stride)s."),
                item=path,
                size=size,
                view=view.path,
                stride=view.stride,
            )
        unit = 4 if one["type"].startswith("MAT") else width
        if offset % unit or (offset + view.offset) % unit or view.stride % width:
            raise broken(
                "alignment",
                _("%(item)s does not lie at a multiple of %(width)s bytes."),
                item=path,
                width=unit,
            )
        end = offset + (view.stride or size) * (one["count"] - 1) + size
        if end > view.length:
            raise _outside(path, end, view)

    def _columns(self, path: str, one: Json, *, packed: bool) -> tuple[Column, ...] | None:
        code, width, _unit = _COMPONENTS[one["componentType"]]
        parts = _COUNTS[one["type"]]
        if "bufferView" in one:
            view = self._views.all[one["bufferView"]]
            if view.bytes is None:
                return None
            size = _size(one)
            step, offset = view.stride or size, one.get("byteOffset", 0)
            end = offset + step * (one["count"] - 1) + size
            raw = view.bytes[offset:end].cast(code)
            places = _places(one["type"], width, parts)
            columns = tuple(
                _numbers(code, raw[place :: step // width].tobytes()) for place in places
            )
        elif packed:
            return None
        else:
            columns = tuple(array(code, bytes(width * one["count"])) for _part in range(parts))
        if "sparse" in one:
            return self._overridden(f"{path}.sparse", one, columns)
        return columns

    def _overridden(
        self, path: str, one: Json, columns: tuple[Column, ...]
    ) -> tuple[Column, ...] | None:
        """With the elements that a sparse accessor gives another value."""
        sparse, parts = one["sparse"], len(columns)
        if sparse["count"] > one["count"]:
            raise broken(
                "sparse",
                _("%(item)s changes %(count)s elements of %(all)s."),
                item=path,
                count=number(sparse["count"]),
                all=number(one["count"]),
            )
        places = self._sparse_part(
            f"{path}.indices",
            sparse["indices"],
            sparse["count"],
            sparse["indices"]["componentType"],
        )
        values = self._sparse_part(
            f"{path}.values", sparse["values"], sparse["count"] * parts, one["componentType"]
        )
        if places is None or values is None:
            return None
        last = -1
        for at, place in enumerate(places):
            if not last < place < one["count"]:
                raise broken(
                    "sparse",
                    _("%(item)s has %(place)s at %(at)s: out of order, or beyond the elements."),
                    item=f"{path}.indices",
                    place=place,
                    at=at,
                )
            last = place
            for part, column in enumerate(columns):
                column[place] = values[at * parts + part]
        return columns

    def _sparse_part(self, path: str, part: Json, count: int, component: int) -> Column | None:
        code, width, _unit = _COMPONENTS[component]
        view = self._views.use(part["bufferView"], "other")
        start = part.get("byteOffset", 0)
        end = start + count * width
        if start % width or (view.offset + start) % width or view.stride:
            raise broken(
                "alignment",
                _("%(item)s does not lie at a multiple of %(width)s bytes."),
                item=path,
                width=width,
            )
        if end > view.length:
            raise _outside(path, end, view)
        return None if view.bytes is None else _numbers(code, view.bytes[start:end].tobytes())


def _size(one: Json) -> int:
    """Bytes of an element."""
    width = _COMPONENTS[one["componentType"]][1]
    return _PADDED.get((one["type"], width), width * _COUNTS[one["type"]])


def _places(kind: str, width: int, parts: int) -> list[int]:
    """Where the components of an element are, in components from its beginning."""
    if (kind, width) not in _PADDED:
        return list(range(parts))
    rows = {"MAT2": 2, "MAT3": 3}[kind]
    return [column * (4 // width) + row for column in range(rows) for row in range(rows)]


def _numbers(code: Code, data: bytes) -> Column:
    """glTF is little-endian."""
    numbers = array(code, data)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def _outside(path: str, end: int, view: View) -> DomainError:
    return broken(
        "accessor",
        _("%(item)s ends at byte %(end)s of %(view)s, which has %(length)s."),
        item=path,
        end=number(end),
        view=view.path,
        length=number(view.length),
    )


def _packed_by_draco(document: Json) -> set[int]:
    """Accessors whose numbers are in a primitive's Draco data and nowhere else."""
    packed: set[int] = set()
    for mesh in document.get("meshes", []):
        for primitive in mesh["primitives"]:
            draco = primitive.get("extensions", {}).get("KHR_draco_mesh_compression")
            if draco is not None:
                names = draco["attributes"].keys() & primitive["attributes"].keys()
                packed.update(primitive["attributes"][name] for name in names)
                packed.update([primitive["indices"]] if "indices" in primitive else [])
    return packed


def _bound(path: str, one: Json, name: str) -> tuple[float, ...] | None:
    if name not in one:
        return None
    values = one[name]
    if len(values) != _COUNTS[one["type"]]:
        raise broken(
            "count",
            _("%(item)s has a length of %(length)s, which glTF does not allow there."),
            item=f"{path}.{name}",
            length=len(values),
        )
    lowest, highest = _RANGES.get(one["componentType"], (-LARGEST_FLOAT, LARGEST_FLOAT))
    for part, value in enumerate(values):
        whole = one["componentType"] == FLOAT or value == int(value)
        if not whole or not lowest <= value <= highest:
            raise broken(
                "bounds",
                _("%(item)s is %(declared)s, which its component type cannot hold."),
                item=f"{path}.{name}[{part}]",
                declared=f"{float(value):.6g}",
            )
    return tuple(map(float, values))


def _check_numbers(accessor: Accessor) -> None:
    """What was read is finite, and within the bounds it gives, which it reaches."""
    if accessor.columns is None:
        if accessor.low and accessor.high and any(map(float.__gt__, accessor.low, accessor.high)):
            raise broken("bounds", _("%(item)s has a min above its max."), item=accessor.path)
        return
    for part, column in enumerate(accessor.columns):
        if accessor.component == FLOAT and not math.isfinite(sum(column)):
            raise broken(
                "float",
                _("%(item)s holds something that is no finite number."),
                item=accessor.path,
            )
        low, high = min(column), max(column)
        slack = _ROUNDING * max(abs(low), abs(high)) if accessor.component == FLOAT else 0
        for name, declared, actual in (("min", accessor.low, low), ("max", accessor.high, high)):
            if declared is not None:
                exact = _single(declared[part]) if accessor.component == FLOAT else declared[part]
                _check_bound(f"{accessor.path}.{name}[{part}]", exact, actual, slack)


def _check_bound(path: str, declared: float, actual: float, slack: float) -> None:
    if abs(declared - actual) > slack:
        raise broken(
            "bounds",
            _("%(item)s is %(declared)s; the data say %(actual)s."),
            item=path,
            declared=f"{declared:.6g}",
            actual=f"{actual:.6g}",
        )


def _single(value: float) -> float:
    """Rounded to 32 bits, as the data are."""
    rounded: float = struct.unpack("<f", struct.pack("<f", value))[0]
    return rounded
