"""Which time-stamping authorities saw a checkpoint? RFC 3161 tokens lie beside the log, under vault/anchors/."""

from typing import TYPE_CHECKING

from .checkpoint import Checkpoint

if TYPE_CHECKING:
    from .vault import Vault


def anchors_of(vault: "Vault", at: Checkpoint) -> tuple[str, ...]:
    """Names of the authorities whose token over this checkpoint is kept; empty is a gap, and is shown as one."""
    folder = vault.path / "anchors" / str(at.size)
    return tuple(sorted(path.stem for path in folder.glob("*.tsr"))) if folder.is_dir() else ()
