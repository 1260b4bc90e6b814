"""Copy the published folder elsewhere so that a reader at any moment sees a log that holds: checkpoint last."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from .tiles import WIDTH, tile_path, tiles_of


def published_files(size: int) -> Iterator[str]:
    """The paths that a checkpoint of this size promises, hash tiles and bundles."""
    for level, number, width in tiles_of(size):
        yield tile_path(level, number, width)
        if level == 0:
            yield tile_path("entries", number, width)


def copy_log(source: Path, target: Path, size: int) -> int:
    """Files copied. What lies there already under a full tile's name is left: such a tile never changes."""
    copied = 0
    for name in [*published_files(size), "policy.txt", "checkpoint"]:
        to = target / name
        if name.startswith("tile/") and ".p/" not in name and to.exists():
            continue
        to.parent.mkdir(parents=True, exist_ok=True)
        part = to.with_name(f".{to.name}.part")
        shutil.copyfile(source / name, part)
        os.replace(part, to)
        copied += 1
    return copied


__all__ = ["WIDTH", "copy_log", "published_files"]
