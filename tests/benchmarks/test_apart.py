"""A process of its own: what it costs is measured, and it ends in time."""

import sys
from pathlib import Path

import pytest

from benchmarks import apart

HOLD = """
import subprocess, sys, time
if len(sys.argv) > 1:
    held = bytearray(60 * 1024**2)
    subprocess.run([sys.executable, __file__, *sys.argv[2:]], check=True)
else:
    held = bytearray(60 * 1024**2)
    time.sleep(1)
"""


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "held_for_a_test.py"
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return path


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what other processes hold")
def test_memory_of_children_counts(module: Path):
    module.write_text(HOLD)
    alone = apart.run(module.stem, most=60)
    with_child = apart.run(module.stem, "child", most=60)
    assert alone.code == with_child.code == 0
    assert alone.megabytes > 60
    assert with_child.megabytes - alone.megabytes > 50


def test_what_takes_too_long_is_ended_with_its_children(module: Path, tmp_path: Path):
    """The child holds the standard error that is read to its end: one left alone is waited for."""
    module.write_text(
        "import pathlib, subprocess, sys, time\n"
        "if len(sys.argv) > 1:\n"
        "    subprocess.run([sys.executable, __file__])\n"
        f"pathlib.Path({str(tmp_path / 'begun')!r}).touch()\n"
        "time.sleep(20)\n"
        f"pathlib.Path({str(tmp_path / 'outlived')!r}).touch()\n"
    )
    ended = apart.run(module.stem, "child", most=5)
    assert ended.code is None
    assert (tmp_path / "begun").exists()
    assert not (tmp_path / "outlived").exists()


def test_errors_are_kept(module: Path):
    module.write_text("raise SystemExit('no such thing')")
    ended = apart.run(module.stem, most=60)
    assert (ended.code, ended.errors.strip()) == (1, "no such thing")
