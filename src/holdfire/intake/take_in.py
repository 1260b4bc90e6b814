"""Files into the vault: each sealed with who brought it, when, from where. Splitting comes later, from the sealed bytes.

Nothing taken in is lost when a later file fails: each file is sealed on its own, and the faults are reported together
at the end. The same bytes twice are one exhibit and two custody events.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from holdfire.model.case import Case
from holdfire.model.errors import Unreadable

from .sniff import sniff

if TYPE_CHECKING:
    from holdfire.vault.vault import Vault

HEAD_BYTES = 1 << 20
"""How much of a file is looked at to tell what it is; a zip's directory lies at the end, so small files are read whole."""


GROUP = 64
"""Files made durable together."""


@dataclass(frozen=True)
class TakenIn:
    """One file as sealed."""

    path: Path
    exhibit_id: str
    sha256: str
    byte_count: int
    media_type: str
    is_new: bool


class NotAllTakenIn(Unreadable):
    """Some files could not be taken in; those that could are sealed.

    taken_in  what was sealed before and after the faulty files
    problems  one line a file
    """

    def __init__(self, taken_in: Sequence[TakenIn], problems: Sequence[str]) -> None:
        self.taken_in = list(taken_in)
        self.problems = list(problems)
        sealed = f"{len(self.taken_in)} sealed, {len(self.problems)} not"
        super().__init__(f"{sealed}\n" + "\n".join(f"  {line}" for line in self.problems))


def take_in(
    case: Case,
    vault: "Vault",
    paths: Sequence[Path],
    *,
    source: str | None = None,
    url: str | None = None,
    published_at: datetime | None = None,
    acquired_at: datetime,
    by: str,
    note: str = "",
) -> list[TakenIn]:
    """Seal every file durably; a folder means every file in it, by name. The caller commits the vault's log.

    source        id of sources.csv; a protected source's file names and addresses are not kept, and its bytes are
                  encrypted under a key of their own, so that they can be erased
    published_at, acquired_at  aware
    raises  NotAllTakenIn, after the last file, when some could not be sealed
    """
    problems = (
        []
        if source is None or source in case.sources
        else [
            f"source {source!r}: not in sources.csv, expected one of {', '.join(sorted(case.sources)) or 'its ids (it is empty)'}"
        ]
    )
    if acquired_at.tzinfo is None or (published_at is not None and published_at.tzinfo is None):
        problems.append("a time without a time zone: expected like 2020-07-12T14:30+04:00")
    if problems:
        raise NotAllTakenIn([], problems)
    is_protected = source is not None and case.sources[source].protected
    wanted: list[_Wanted] = []
    for path in files_of(paths):
        try:
            size = path.stat().st_size
            media_type = sniff_file(path, size)
        except OSError as error:
            problems.append(f"{path}: {error.strerror or error}")
            continue
        if size == 0:
            problems.append(f"{path.name}: the file is empty (0 bytes); there is nothing to seal")
            continue
        record: dict[str, Any] = {"media_type": media_type}
        if source is not None:
            record["source_id"] = source
        if published_at is not None:
            record["published_at"] = published_at.isoformat()
        if note:
            record["note"] = note
        if not is_protected:
            record["file_name"] = path.name
            if url is not None:
                record["url"] = url
        wanted.append(_Wanted(path, record))
    taken = _seal_all(vault, wanted, by, acquired_at, is_protected, problems)
    if problems:
        raise NotAllTakenIn(taken, problems)
    return taken


@dataclass(frozen=True)
class _Wanted:
    path: Path
    record: dict[str, Any]


def _seal_all(
    vault: "Vault", wanted: Sequence[_Wanted], by: str, at: datetime, encrypt: bool, problems: list[str]
) -> list[TakenIn]:
    """Seal in groups that are made durable together. A file that cannot be sealed undoes itself alone; the others go on."""
    taken: list[TakenIn] = []
    group: list[TakenIn] = []
    for item in wanted:
        try:
            sealed = vault.seal(item.path, record=item.record, by=by, at=at, encrypt=encrypt)
        except Unreadable as error:
            problems.append(str(error) if str(item.path) in str(error) else f"{item.path}: {error}")
            continue
        group.append(
            TakenIn(
                item.path,
                sealed.exhibit_id,
                sealed.sha256,
                sealed.byte_count,
                item.record["media_type"],
                sealed.is_new,
            )
        )
        if len(group) >= GROUP:
            vault.flush()
            taken += group
            group = []
    vault.flush()
    return taken + group


def files_of(paths: Sequence[Path]) -> Iterator[Path]:
    """Each path, a folder as its files in the order of their names; hidden files and links out of the folder are left out."""
    for path in paths:
        if path.is_dir():
            yield from (
                p
                for p in sorted(path.rglob("*"))
                if p.is_file() and not p.is_symlink() and not _is_hidden(p, path)
            )
        else:
            yield path


def _is_hidden(path: Path, root: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(root).parts)


def sniff_file(path: Path, size: int) -> str:
    """The media type from a file's head; a zip needs its directory at the end, so it is opened as a file."""
    with path.open("rb") as stream:
        head = stream.read(min(size, HEAD_BYTES))
        if head[:4] == b"PK\x03\x04" and size > HEAD_BYTES and size <= 64 * HEAD_BYTES:
            head += stream.read()
    return sniff(head, path.name)
