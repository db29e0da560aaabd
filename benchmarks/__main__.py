"""``python -m benchmarks``: what ``make bench`` runs."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from . import compare, repair, scale
from .instances import INSTANCES
from .page import write_chart, write_page
from .peers import METHODS

PARTS: Final = (*scale.PARTS, "repair", "compare")


def main() -> None:
    """Measure the parts asked for, or make what is read of the figures."""
    if sys.argv[1:2] in (["chart"], ["page"]):
        _show(sys.argv[1], sys.argv[2:])
    else:
        _measure(sys.argv[1:])


def _measure(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", help=f"of {', '.join(PARTS)}; all of them by default")
    parser.add_argument("--runs", type=int, default=5, help="instances, one seed each")
    parser.add_argument("--time", type=float, default=30.0, help="seconds a plan may take")
    parser.add_argument("--repair-time", type=float, default=10.0, help="seconds a repair may take")
    parser.add_argument(
        "--instance", action="append", choices=tuple(INSTANCES), help="instead of a part's own"
    )
    parser.add_argument("--method", action="append", choices=tuple(METHODS), help="of compare")
    parser.add_argument("--json", type=Path, help="where to write the figures")
    args = parser.parse_args(arguments)
    unknown = [part for part in args.parts if part not in PARTS]
    if unknown:
        parser.error(f"no part {unknown[0]!r}; there are {', '.join(PARTS)}, chart and page")
    said = [word for word in arguments if word not in ("--json", str(args.json))]
    figures: list[dict[str, Any]] = []
    for part in args.parts or PARTS:
        if part == "repair":
            figures += repair.run(
                args.instance or repair.INSTANCES, args.runs, args.time, args.repair_time
            )
        elif part == "compare":
            methods = args.method or list(METHODS)
            measured = compare.run(args.instance or ["bamex"], args.runs, args.time, methods)
            figures += map(asdict, measured)
        else:
            instances = args.instance or scale.PARTS[part]
            figures += map(asdict, scale.run(part, instances, args.runs, args.time))
        if args.json is not None:
            _write(args.json, figures, said)


def _write(path: Path, figures: list[dict[str, Any]], measured: list[str]) -> None:
    about = {
        "date": datetime.now(UTC).date().isoformat(),
        "command": " ".join(["python -m benchmarks", *measured]),
        "salon": version("salon"),
        "python": platform.python_version(),
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
    }
    data = {"about": about, "figures": figures}
    path.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


def _show(what: str, arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog=f"benchmarks {what}")
    parser.add_argument("figures", type=Path, nargs="+", help="written with --json")
    parser.add_argument("-o", "--output", type=Path, required=True)
    args = parser.parse_args(arguments)
    (write_chart if what == "chart" else write_page)(args.figures, args.output)


if __name__ == "__main__":
    main()
