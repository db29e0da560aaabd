"""What is wrapped wrongly: other formats, the container, the JSON in it."""

import json
import struct

from tests.salon.exhibition import glbs
from tests.salon.exhibition.hostile.making import (
    block,
    case,
)

GOOD = block().bytes()
BINARY = block().binary
JSON, BIN = GOOD[12 : -8 - len(BINARY)], GOOD[-8 - len(BINARY) :]

# --- not a GLB at all ---------------------------------------------------------------------------

for _code, _start, _name in (
    ("gltf", json.dumps({"asset": {"version": "2.0"}}).encode(), "(.gltf)"),
    ("zip", b"PK\x03\x04" + bytes(40), "USDZ"),
    ("fbx", b"Kaydara FBX Binary  \0\x1a\0", "FBX"),
    ("obj", b"# Blender\nmtllib tank.mtl\no Tank\nv 1.0 2.0 3.0\n", "OBJ"),
    ("stl", b"solid tank\n facet normal 0 0 1\n", "STL"),
    ("ply", b"ply\nformat ascii 1.0\n", "PLY"),
    ("step", b"ISO-10303-21;\nHEADER;\n", "STEP"),
    ("blend", b"BLENDER-v402", "Blender"),
    ("xml", b'<?xml version="1.0"?><COLLADA/>', "COLLADA"),
    ("pdf", b"%PDF-1.7\n", "PDF"),
    ("picture", glbs.picture(), "image"),
    ("empty", b"", "empty"),
    ("magic", b"\0\1\2\3" * 20, "glTF 2.0"),
):
    case(f"other: {_code}", _code, _name, _start)
case("other: FBX as text", "fbx", "FBX", b"; FBX 7.7.0 project file\n")
case("other: text with a mark", "gltf", "(.gltf)", b'\xef\xbb\xbf\n{"asset": {}}')

# --- the container ------------------------------------------------------------------------------

case("version 1", "version", "1", glbs.container(JSON, BIN, version=1))
case("version 3", "version", "3", glbs.container(JSON, BIN, version=3))
_many = glbs.container(JSON, glbs.chunk(b"BIN\0", BINARY + bytes(5_000_000)))
case("too large", "size", "5.1", _many, invalid=False)
case("only a header's half", "truncated", "header", GOOD[:9])
case("cut in the header of a chunk", "truncated", "14", GOOD[:14])
case("cut in the middle", "truncated", "end is missing", GOOD[: len(GOOD) // 2])
case("one byte short", "truncated", "end is missing", GOOD[:-1])
case("bytes after the end", "length", "follows", GOOD + bytes(8), invalid=False)
case("length too small", "length", "says 12", GOOD[:8] + struct.pack("<I", 12) + GOOD[12:])
case("no chunk", "json_missing", "JSON", glbs.container())
case("no JSON chunk", "chunk_order", "JSON", glbs.container(BIN))
case("empty JSON chunk", "json_missing", "JSON", glbs.container(glbs.chunk(b"JSON", b"")))
case("JSON chunk second", "chunk_order", "JSON", glbs.container(BIN, JSON))
case("two JSON chunks", "chunk_order", "or has another", glbs.container(JSON, JSON, BIN))
case("two binary chunks", "chunk_order", "binary", glbs.container(JSON, BIN, BIN))
_late = glbs.container(JSON, glbs.chunk(b"XTRA", b"abcd"), BIN)
case("binary chunk third", "chunk_order", "binary", _late)
_odd = glbs.container(glbs.chunk(b"JSON", JSON[8:] + b" "), BIN)
case("chunk of no multiple of four", "chunk_padding", "byte 12", _odd)
_long = bytearray(GOOD)
struct.pack_into("<I", _long, 12, len(GOOD))
case("chunk longer than the file", "chunk_length", "byte 12", bytes(_long))
_huge = bytearray(GOOD)
struct.pack_into("<I", _huge, 12, 0xFFFF_FFFC)
case("chunk of 4 GB", "chunk_length", "4,294,967,292", bytes(_huge))
case("cut header of a chunk", "chunk_header", "byte", glbs.container(JSON, BIN, b"1234"))

# --- the JSON part ------------------------------------------------------------------------------


def text(document: str | bytes) -> bytes:
    return glbs.pack(document, BINARY)


_written = JSON[8:].decode().strip()
case("not UTF-8", "json_utf8", "byte 2", text(b'{"\xff": 1}'))
case("a byte order mark", "json", "BOM", text(b"\xef\xbb\xbf" + _written.encode()))
case("no JSON", "json", "JSON", text("tank"))
case("JSON cut short", "json", "JSON", text(_written[:-1]))
case("something after it", "json", "Extra data", text(_written + "{}"))
case("padded with zeros", "json", "JSON", glbs.container(glbs.chunk(b"JSON", b'{"a": 1}\0\0\0\0')))
case("a list", "json_object", "object", text("[]"))
case("a name twice", "json_duplicate", "“asset”", text('{"asset": {}, "asset": {}}'))
case("NaN", "json_number", "NaN", text(_written.replace("-2.0", "NaN", 1)))
case("Infinity", "json_number", "-Infinity", text(_written.replace("-2.0", "-Infinity", 1)))
case("1e999", "json_number", "1e999", text(_written.replace("-2.0", "1e999", 1)))
_extra = _written[:-1] + ', "extras": %s}'
case("ten thousand digits", "json", "digits", text(_extra % ("9" * 10_000)), invalid=False)
case("deep lists", "json_deep", "64", text("[" * 400_000))
case("deep objects", "json_deep", "64", text('{"a":' * 150_000))
case("deep, well formed", "json_deep", "64", text(_extra % ("[" * 99 + "]" * 99)), invalid=False)
case("quotes without end", "json", "Unterminated", text('{"a": "' + '\\"' * 400_000))
case("long", "json_long", "1.1", text(_written + " " * 1_000_000), invalid=False)
