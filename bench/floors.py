"""Floors move up by themselves; down only by name.

`python -m bench ROOM --write-floors` raises every floor that was beaten and gives one to every figure that has none.
`--lower-floor "figure name"` (again for each) lowers that one, and prints the line that CHANGELOG.md then owes.
A floor lies a hundredth below what was measured, so that rounding and a new Python do not fail a run.
"""

import json
import math
from collections.abc import Iterable
from typing import Any

from bench.figures import FLOORS, Figure

MARGIN = 0.01


def floor_for(figure: Figure) -> float:
    """A hundredth below a share; a tenth below (above) any other quantity."""
    if 0.0 <= figure.value <= 1.0 and figure.better == "higher":
        return round(max(0.0, math.floor(figure.value * 100) / 100 - MARGIN), 2)
    return round(figure.value * (0.9 if figure.better == "higher" else 1.1), 3)


def moved(
    floors: dict[str, Any], figures: Iterable[Figure], lowered: frozenset[str]
) -> tuple[dict[str, Any], list[str]]:
    """The floors as they stand after these figures, and a line for each that was lowered. Pure.

    raises  KeyError naming a figure to be lowered that was not measured
    """
    out, lines = dict(floors), []
    measured = {figure.name: figure for figure in figures}
    for name in sorted(lowered - measured.keys()):
        raise KeyError(f"--lower-floor: no figure is called {name!r}")
    for name, figure in measured.items():
        new, held = floor_for(figure), floors.get(name)
        if held is None:
            out[name] = {"floor": new, "better": figure.better}
            continue
        is_up = new > held["floor"] if figure.better == "higher" else new < held["floor"]
        if is_up:
            out[name] = {**held, "floor": new}
        elif name in lowered and new != held["floor"]:
            out[name] = {**held, "floor": new}
            lines.append(
                f"Floor lowered: {name}, {held['floor']:g} to {new:g} (measured {figure.value:.4g}): say why"
            )
    return out, lines


def write_floors(room: str, floors: dict[str, Any]) -> None:
    path = FLOORS / f"{room}.json"
    path.write_text(json.dumps(floors, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
