"""One measured figure and its floor.

Speed is CPU seconds, or a ratio to a plain baseline timed in the same run: an absolute time means nothing on a shared
machine. A room's floors lie in bench/floors/<room>.json: {"figure name": {"floor": 0.68, "better": "higher"}}.
"""

import json
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar

FLOORS = Path(__file__).parent / "floors"
Result = TypeVar("Result")


@dataclass(frozen=True)
class Figure:
    """`target` is what the issue asks for; the floor, below which a run fails, is kept in bench/floors."""

    name: str
    value: float
    unit: str = ""
    target: float | None = None
    better: Literal["higher", "lower"] = "higher"
    note: str = ""

    def meets(self, bar: float | None) -> bool:
        if bar is None:
            return True
        return self.value >= bar if self.better == "higher" else self.value <= bar


def cpu_seconds(work: Callable[[], Result]) -> tuple[float, Result]:
    """CPU seconds of this process and its children, and what the work returned."""
    before = _cpu()
    result = work()
    return _cpu() - before, result


def _cpu() -> float:
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def wall_seconds(work: Callable[[], Result]) -> tuple[float, Result]:
    before = time.perf_counter()
    result = work()
    return time.perf_counter() - before, result


def floors_of(room: str) -> dict[str, Any]:
    path = FLOORS / f"{room}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}  # type: ignore[no-any-return]


def peak_rss_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
