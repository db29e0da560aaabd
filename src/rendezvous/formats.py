"""Problems in every file format the engine knows, chosen by the file's suffix."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from . import codec, dzn, sheet
from .errors import InputError
from .problem import Problem


def _write_json(problem: Problem, path: Path) -> None:
    codec.write(path, codec.problem_to_data(problem))


_READERS: Final[dict[str, Callable[[Path], Problem]]] = {
    ".json": codec.read_problem,
    ".xlsx": sheet.read_workbook,
    ".dzn": dzn.read_dzn,
}
_WRITERS: Final[dict[str, Callable[[Problem, Path], None]]] = {
    ".json": _write_json,
    ".xlsx": sheet.write_workbook,
}


def read_any(path: Path | str) -> Problem:
    """Return the checked problem of a ``.json``, ``.xlsx`` or ``.dzn`` file.

    InputError lists every fault, each with the item or the cell and the remedy.
    """
    path = Path(path)
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise InputError(f"{path}: cannot be read as a problem; give a {_names(_READERS)} file")
    return reader(path)


def write_any(problem: Problem, path: Path | str) -> None:
    """Write a problem as ``.json`` or ``.xlsx``: the file is the old one or wholly the new one.

    InputError when it cannot be written there, or a workbook cannot hold it.
    """
    path = Path(path)
    _writer(path)(problem, path)


def convert(source: Path, target: Path) -> None:
    """Read a problem from one file and write it to another; nothing is written on a fault."""
    write = _writer(target)
    write(read_any(source), target)


def _writer(path: Path) -> Callable[[Problem, Path], None]:
    writer = _WRITERS.get(path.suffix.lower())
    if writer is None:
        raise InputError(f"{path}: cannot be written as a problem; give a {_names(_WRITERS)} name")
    return writer


def _names(known: Iterable[str]) -> str:
    *most, last = known
    return f"{', '.join(most)} or {last}" if most else last
