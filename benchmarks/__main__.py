"""``python -m benchmarks``: what ``make bench`` runs."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from . import engine, repair


def main() -> None:
    """Measure and print; with ``--json`` write the figures too."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="instances, one seed each")
    parser.add_argument("--time", type=float, default=30.0, help="seconds a plan may take")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    figures = engine.run(args.runs, args.time)
    figures += repair.run(args.runs, planning=args.time, seconds=10.0)
    if args.json is not None:
        args.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


main()
