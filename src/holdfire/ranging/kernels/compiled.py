"""The one decorator of the loops: compiled by numba, the compiled code kept on disk.

numba compiles anew what stands in a changed file, but not what calls it from another one. The loops call each other across
the files of this folder, so compiled code that is older than any of them is thrown away.
"""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from numba import njit

_CHANGED = max(path.stat().st_mtime for path in Path(__file__).parent.glob("*.py"))


def loop(function: Callable[..., Any]) -> Any:
    """Compiles at the first call, for the types it meets."""
    compiled = njit(cache=True)(function)
    module = function.__module__.rpartition(".")[2]
    folder = Path(compiled.stats.cache_path or Path(__file__).parent)
    for index in folder.glob(f"{module}.{function.__name__}-*.nbi"):
        with suppress(OSError):  # another process may throw it away at the same moment
            if index.stat().st_mtime < _CHANGED:
                index.unlink()
    return compiled
