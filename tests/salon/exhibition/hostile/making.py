"""How a valid model is spoilt, and the list of those that were."""

from collections.abc import Callable
from typing import Any, NamedTuple

from tests.salon.exhibition import glbs
from tests.salon.exhibition.glbs import Json, Model

CASES: dict[str, "Case"] = {}

block, moving, skinned, textured = glbs.block, glbs.moving, glbs.skinned, glbs.textured


class Case(NamedTuple):
    """The code of the refusal, a text that its message holds (the item at fault), the file, and
    whether it breaks glTF itself, so that the Khronos validator calls it erroneous, too. The others
    break only what Salon asks, or what the validator merely warns of."""

    code: str
    names: str
    data: bytes
    invalid: bool


def case(
    name: str,
    code: str,
    names: str,
    data: bytes | Model,
    *,
    invalid: bool = True,
) -> None:
    assert name not in CASES
    made = data.bytes() if isinstance(data, Model) else data
    CASES[name] = Case(f"glb.{code}", names, made, invalid)


def put(model: Model, *path: Any) -> Model:
    """The model with the last of `path` put where the others lead."""
    *way, last, value = path
    here: Any = model.document
    for key in way:
        here = here[key]
    here[last] = value
    return model


def drop(model: Model, *path: Any) -> Model:
    *way, last = path
    here: Any = model.document
    for key in way:
        here = here[key]
    del here[last]
    return model


def overwrite(model: Model, view: int, offset: int, data: bytes) -> Model:
    """With other bytes in a view."""
    at = model.document["bufferViews"][view]["byteOffset"] + offset
    model.binary = model.binary[:at] + data + model.binary[at + len(data) :]
    return model


def changed(make: Callable[[], Model], change: Callable[[Json], object]) -> Model:
    model = make()
    change(model.document)
    return model


def resized(accessor: int, **changes: Any) -> Model:
    """A block one of whose accessors, of bounds unknown, is another view of its data."""
    model = block()
    item = model.document["accessors"][accessor]
    del item["min"], item["max"]
    item.update(changes)
    return model


def extended(model: Model, name: str, value: Any, *path: Any) -> Model:
    """With an extension, declared, at the place that `path` leads to."""
    here: Any = model.document
    for key in path:
        here = here[key]
    here.setdefault("extensions", {})[name] = value
    model.document["extensionsUsed"] = [name]
    return model
