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


def read_any(path: Path) -> Problem:
    """Return the checked problem of a file; InputError when the suffix or the content is wrong."""
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise InputError(f"{path}: cannot be read as a problem; give a {_names(_READERS)} file")
    return reader(path)


def write_any(problem: Problem, path: Path) -> None:
    """Write a problem so that the file is either the old one or wholly the new one."""
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
