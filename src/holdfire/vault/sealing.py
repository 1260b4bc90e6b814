"""An exhibit under a key of its own: AES-256-GCM in chunks, so that a large file streams and erasing 32 bytes erases it.

    file   = "HFSEAL1\\n" nonce prefix[4]  then per chunk: ciphertext of up to 1 MiB, tag[16]
    nonce  = prefix || chunk number u32 BE || 1 for the last chunk, else 0, as u32 BE

The last-chunk flag makes a truncated file fail, the number a reordered one (the STREAM construction of Hoang et al. 2015).
"""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

from holdfire.model.errors import BadProof

from .blobs import BlobStore, read_chunks
from .entry import base64url
from .state import BlobRow

MAGIC = b"HFSEAL1\n"
PLAIN_CHUNK = 1 << 20
TAG = 16


def salted_digest(salt: bytes, sha256: str) -> str:
    """What an encrypted exhibit's leaf says of its plain bytes: base64url(SHA-256(salt || digest))."""
    return base64url(hashlib.sha256(salt + bytes.fromhex(sha256)).digest())


def _chunks(data: bytes | Path, size: int) -> Iterator[bytes]:
    rest = b""
    for chunk in (data,) if isinstance(data, bytes) else read_chunks(data):
        rest += chunk
        while len(rest) > size:
            yield rest[:size]
            rest = rest[size:]
    yield rest


def _encrypted(chunks: Iterator[bytes], key: bytes, prefix: bytes) -> Iterator[bytes]:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    cipher = AESGCM(key)
    yield MAGIC + prefix
    number, chunk = 0, next(chunks)
    for following in chunks:
        yield cipher.encrypt(_nonce(prefix, number, False), chunk, MAGIC)
        number, chunk = number + 1, following
    yield cipher.encrypt(_nonce(prefix, number, True), chunk, MAGIC)


def _nonce(prefix: bytes, number: int, is_last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + int(is_last).to_bytes(4, "big")


def decrypted(path: Path, key: bytes) -> Iterator[bytes]:
    """The plain bytes, chunk by chunk. Raises BadProof naming the file and chunk when one does not hold."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    cipher = AESGCM(key)
    with path.open("rb") as file:
        head = file.read(len(MAGIC) + 4)
        if head[: len(MAGIC)] != MAGIC or len(head) != len(MAGIC) + 4:
            raise BadProof(f"{path.name}: not a sealed file")
        number, chunk = 0, file.read(PLAIN_CHUNK + TAG)
        while True:
            following = file.read(PLAIN_CHUNK + TAG)
            try:
                yield cipher.decrypt(_nonce(head[len(MAGIC) :], number, not following), chunk, MAGIC)
            except InvalidTag:
                raise BadProof(f"{path.name}: chunk {number} does not hold under its key") from None
            if not following:
                return
            number, chunk = number + 1, following


def stage_encrypted(
    blobs: BlobStore, data: bytes | Path, entropy: Callable[[int], bytes]
) -> tuple[str, int, BlobRow]:
    """(SHA-256 of the plain bytes, their count, the row to keep). A fresh key each: a nonce is never used twice."""
    key, salt, prefix = entropy(32), entropy(16), entropy(4)
    plain, size = hashlib.sha256(), 0

    def counted() -> Iterator[bytes]:
        nonlocal size
        for chunk in _chunks(data, PLAIN_CHUNK):
            plain.update(chunk)
            size += len(chunk)
            yield chunk

    stored, stored_size = blobs.stage_stored(_encrypted(counted(), key, prefix))
    sha256 = plain.hexdigest()
    return sha256, size, BlobRow(sha256, stored, stored_size, key, 0, salt, False)
