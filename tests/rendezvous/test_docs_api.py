"""The package's own example runs, and docs/engine-api.md is whole and true."""

from __future__ import annotations

import doctest
import importlib.util
import inspect
import re
import sys
import zipfile
from pathlib import Path
from types import ModuleType

import pytest
from hatchling.builders.wheel import WheelBuilder

import rendezvous
from rendezvous.sheet import write_template

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "engine-api.md").read_text(encoding="utf-8")
FUNCTIONS = [n for n in rendezvous.__all__ if inspect.isfunction(getattr(rendezvous, n))]


def tool() -> ModuleType:
    """Return the module that writes the page."""
    spec = importlib.util.spec_from_file_location("engine_api", ROOT / "tools" / "engine_api.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def at_the_workbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with the workbook that `rendezvous template event.xlsx` writes."""
    write_template(tmp_path / "event.xlsx")
    monkeypatch.chdir(tmp_path)


def run(text: str, name: str) -> tuple[int, str]:
    """Return how many examples a text holds, and what was wrong with them."""
    example = doctest.DocTestParser().get_doctest(text, {}, name, None, 0)
    told: list[str] = []
    results = doctest.DocTestRunner(verbose=False).run(example, out=told.append)
    return results.attempted, "".join(told)


@pytest.mark.usefixtures("at_the_workbook")
def test_the_packages_example_in_five_lines() -> None:
    assert run(inspect.getdoc(rendezvous) or "", "rendezvous") == (5, "")


def test_the_readmes_example_is_the_same() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"^```python\n(.*?)^```$", readme, re.M | re.S)
    assert shown.strip() in (inspect.getdoc(rendezvous) or "")


@pytest.mark.usefixtures("at_the_workbook")
def test_the_pages_examples() -> None:
    examples = re.findall(r"^```python\n(>>> .*?)^```$", PAGE, re.M | re.S)
    assert [run(text, "engine-api.md") for text in examples] == [(5, ""), (8, "")]


def test_the_page_is_what_the_code_says() -> None:
    """After a change: `.venv/bin/python tools/engine_api.py`."""
    assert tool().page(PAGE) == PAGE


def test_every_public_name_has_an_entry() -> None:
    entries = re.findall(r"^### (\w+)$", PAGE, re.M)
    assert sorted(entries) == sorted(rendezvous.__all__)
    for name in rendezvous.__all__:
        assert inspect.getdoc(getattr(rendezvous, name))


def test_every_function_says_what_it_raises() -> None:
    section = PAGE.split("\n## What can go wrong\n")[1].split("\n<!-- ")[0]
    raising = {n for n in re.findall(r"`(\w+)`", section) if n in FUNCTIONS}
    assert raising == {n for n in FUNCTIONS if not n.endswith("_to_data")}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_is_annotated(name: str) -> None:
    signature = inspect.signature(getattr(rendezvous, name))
    kinds = [p.annotation for p in signature.parameters.values()] + [signature.return_annotation]
    assert inspect.Parameter.empty not in kinds


def test_the_wheel_ships_the_types(tmp_path: Path) -> None:
    (wheel,) = WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    assert "rendezvous/py.typed" in zipfile.ZipFile(wheel).namelist()
