"""How large was the log, and what was its root? The text of a C2SP tlog-checkpoint.

    <origin>\\n <size, decimal>\\n <base64 of the root>\\n [extension lines]

We write no extension lines, since ML-DSA cosignatures do not cover them; we read them.
"""

import base64
from dataclasses import dataclass

from holdfire.model.errors import BadProof

from .merkle import EMPTY_ROOT, Hash
from .note import strict_base64


@dataclass(frozen=True)
class Checkpoint:
    """One state of one log."""

    origin: str
    size: int
    root: Hash
    extensions: tuple[str, ...] = ()

    @property
    def text(self) -> bytes:
        lines = [self.origin, str(self.size), base64.b64encode(self.root).decode(), *self.extensions]
        return ("\n".join(lines) + "\n").encode()

    @property
    def root_base64(self) -> str:
        return base64.b64encode(self.root).decode()


def read_checkpoint_text(text: bytes) -> Checkpoint:
    """Raises BadProof, printing the text, when it is not a checkpoint."""

    def bad(why: str) -> BadProof:
        return BadProof(f"malformed checkpoint: {why}\n{text[:2000].decode('utf-8', 'backslashreplace')}")

    try:
        whole = text.decode("utf-8")
    except UnicodeDecodeError as error:
        raise bad(f"not UTF-8 at byte {error.start}") from None
    lines = whole.split("\n")
    if len(lines) < 4 or lines[-1] != "" or "" in lines[:-1]:
        raise bad("expected an origin, a size and a root on three lines, and no empty line")
    origin, size_text, root_text, *extensions = lines[:-1]
    if not (size_text.isascii() and size_text.isdecimal()) or (size_text != "0" and size_text[0] == "0"):
        raise bad(f"size {size_text!r} is not a decimal number without leading zeros")
    size = int(size_text)
    if size >= 2**63:
        raise bad(f"size {size} is beyond 2^63 - 1")
    root = strict_base64(root_text, "malformed checkpoint: root")
    if len(root) != 32:
        raise bad(f"the root has {len(root)} bytes, expected 32")
    if size == 0 and root != EMPTY_ROOT:
        raise bad("a log without entries has the root SHA-256 of nothing, found another")
    return Checkpoint(origin, size, root, tuple(extensions))
