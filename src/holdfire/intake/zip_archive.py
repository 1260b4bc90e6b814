"""A zip: listed, member by member, with digests. It is not unpacked here; a bomb is refused by what its directory claims
and again by what really comes out.

Members are untrusted names and bytes: nothing is written to disk, and a name that climbs out of a folder is said.
"""

import hashlib
import io
import zipfile
import zlib

from holdfire.model.kinds import BlockRole

from .document import Document, TextBuilder, unreadable

READER = "zip_archive"
ZIP_FAULTS = (
    OSError,
    zipfile.BadZipFile,
    zlib.error,
    RuntimeError,
    NotImplementedError,
    EOFError,
    ValueError,
)
"""What zipfile raises for a damaged, locked or unusual archive."""
MAX_UNPACKED = 512 * 1024**2
MAX_MEMBERS = 10_000
MAX_RATIO = 200
RATIO_MATTERS = 8 * 1024**2
"""A small member may compress any amount; above this size a ratio over MAX_RATIO is a bomb."""


def refusal(data: bytes) -> str | None:
    """Why a zip is not opened, or None. Looks at the directory only, which a bomb may have forged; see read_bounded."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except ZIP_FAULTS as error:
        return f"the archive is truncated or damaged ({error}); ask its bringer for it again"
    if len(members) > MAX_MEMBERS:
        return f"holds {len(members):,} members, more than {MAX_MEMBERS:,}: refused as a zip bomb"
    total = sum(member.file_size for member in members)
    if total > MAX_UNPACKED:
        return f"would unpack to {total / 1e6:,.0f} MB, more than {MAX_UNPACKED / 1e6:,.0f} MB: refused as a zip bomb"
    for member in members:
        if member.file_size > RATIO_MATTERS and member.file_size > MAX_RATIO * max(member.compress_size, 1):
            return f"member {member.filename[:80]!r} would unpack {member.file_size // max(member.compress_size, 1):,}-fold: refused as a zip bomb"
    return None


def read_bounded(archive: zipfile.ZipFile, member: zipfile.ZipInfo, limit: int) -> bytes | None:
    """A member's bytes, or None when more come out than `limit` or than the directory claims.

    raises  one of ZIP_FAULTS
    """
    bound = min(limit, member.file_size)
    with archive.open(member) as stream:
        data = stream.read(bound + 1)
    return None if len(data) > bound else data


def read_zip(data: bytes, media_type: str = "application/zip") -> Document:
    """One metadata block a member: name, size, SHA-256. What is inside must be taken in file by file to be read."""
    why = refusal(data)
    if why:
        return unreadable(media_type, READER, why)
    builder = TextBuilder()
    faults: list[str] = []
    left = MAX_UNPACKED
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for member in archive.infolist():
            if member.is_dir():
                continue
            name = " ".join(member.filename.split())[:300]
            try:
                content = read_bounded(archive, member, left)
            except ZIP_FAULTS as error:
                faults.append(f"{name}: {error}")
                content = b""
            if content is None:
                return unreadable(
                    media_type,
                    READER,
                    f"member {name!r} unpacks to more than its directory says: refused as a zip bomb",
                )
            left -= len(content)
            climbs = (
                " (its name climbs out of its folder)"
                if ".." in name.split("/") or name.startswith(("/", "\\"))
                else ""
            )
            builder.add(
                f"{name}{climbs}, {len(content)} bytes, SHA-256 {hashlib.sha256(content).hexdigest()}",
                BlockRole.METADATA,
                separator="\n",
            )
    if not builder.blocks:
        return unreadable(media_type, READER, "the archive holds no file")
    reason = "listed, not read: unpack it and take in its files" + "".join(
        f"; {fault}" for fault in faults[:20]
    )
    return Document(
        media_type, builder.text, tuple(builder.blocks), status="partly_read", reason=reason, reader=READER
    )
