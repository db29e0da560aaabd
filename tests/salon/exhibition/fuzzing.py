"""The valid models, and how to spoil them by rule."""

import copy
import json
import struct
from collections.abc import Iterator
from typing import Any

from tests.salon.exhibition import glbs

FILES = {name: make().bytes() for name, make in glbs.ALL.items()}

#: One of each type, and numbers that are no index, no size or no number to calculate with.
JUNK = (
    None,
    True,
    -1,
    0,
    1,
    3,
    255,
    2**31,
    2**70,
    1e-9,
    0.5,
    -0.0,
    1e300,
    "",
    "\ud800",
    [],
    [[]],
    [0, 0],
    {},
    {"extensions": {"EXT_meshopt_compression": {}}},
)


def parts(data: bytes) -> tuple[Any, bytes]:
    (length,) = struct.unpack_from("<I", data, 12)
    return json.loads(data[20 : 20 + length]), data[28 + length :]


def places(value: Any, *way: Any) -> Iterator[tuple[Any, ...]]:
    """The way to everything in a document."""
    keys: Any = value if isinstance(value, dict) else ()
    keys = range(len(value)) if isinstance(value, list) else keys
    for key in keys:
        yield (*way, key)
        yield from places(value[key], *way, key)


def holder(document: Any, way: tuple[Any, ...]) -> Any:
    for key in way[:-1]:
        document = document[key]
    return document


def every_change(name: str) -> Iterator[bytes]:
    """A model with one value of its document replaced by each sort of junk, or left out."""
    document, binary = parts(FILES[name])
    for way in places(document):
        spoilt = copy.deepcopy(document)
        there = holder(spoilt, way)
        for junk in JUNK:
            there[way[-1]] = junk
            yield glbs.pack(spoilt, binary)
        del there[way[-1]]
        yield glbs.pack(spoilt, binary)
