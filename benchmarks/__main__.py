"""``python -m benchmarks``: what ``make bench`` runs."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from . import engine


def main() -> None:
    """Measure and print; with ``--json`` write the figures too."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="instances, one seed each")
    parser.add_argument("--time", type=float, default=30.0, help="seconds a plan may take")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    figures = engine.run(args.runs, args.time)
    if args.json is not None:
        args.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


main()
