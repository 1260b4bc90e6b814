"""`python -m bench [room ...] [--size small|full]`: prints every figure beside its target and floor; exit 1 below a floor.

`--write-floors` raises floors, `--lower-floor FIGURE` lowers one (bench/floors.py).
"""

import argparse
import importlib
import sys
from pathlib import Path

from bench.figures import Figure, floors_of
from bench.floors import moved, write_floors

ROOMS = ("foundation", "vault", "intake", "reading", "linking", "ranging", "origin", "terms", "report", "web")
ASKED_FOR_BY_NAME = ("reading_blind",)


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument(
        "room",
        nargs="*",
        choices=[*ROOMS, *ASKED_FOR_BY_NAME, []],
        help=f"default: all but {', '.join(ASKED_FOR_BY_NAME)}",
    )
    parser.add_argument("--size", choices=("small", "full"), default="full")
    parser.add_argument("--write-floors", action="store_true", help="raise the floors that were beaten")
    parser.add_argument(
        "--lower-floor",
        action="append",
        default=[],
        metavar="FIGURE",
        help="lower this one; CHANGELOG owes a line",
    )
    chosen = parser.parse_args()
    missed = 0
    for room in chosen.room or ROOMS:
        if not (Path(__file__).parent / f"{room}.py").exists():
            continue
        module = importlib.import_module(f"bench.{room}")
        floors = floors_of(room)
        print(f"\n{room}\n{'figure':64} {'value':>12} {'target':>10} {'floor':>10}")
        measured: list[Figure] = []
        for figure in module.run(chosen.size):
            measured.append(figure)
            kept = floors.get(figure.name, {})
            floor = kept.get("floor") if chosen.size == "full" or kept.get("also_small") else None
            held = figure.meets(floor)
            missed += not held
            target = "" if figure.target is None else f"{figure.target:g}"
            mark = "" if figure.meets(figure.target) else "  short of target"
            mark += "" if held else "  BELOW ITS FLOOR"
            shown_floor = "" if floor is None else f"{floor:g}"
            print(
                f"{figure.name:64} {figure.value:12.4g} {target:>10} {shown_floor:>10} {figure.unit}{mark}",
                flush=True,
            )
            if figure.note:
                print(f"    {figure.note}")
        if chosen.size == "full" and (chosen.write_floors or chosen.lower_floor):
            kept_floors, lines = moved(floors, measured, frozenset(chosen.lower_floor))
            write_floors(room, kept_floors)
            print(*lines, sep="\n")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
