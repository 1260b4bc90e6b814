"""What the vault keeps for itself: entries not yet in tiles, disclosures, keys of encrypted blobs, intents, former heads.

One SQLite file under private/, WAL with synchronous=FULL: its COMMIT is the durable point of an append. secure_delete is
on, so that what is erased is overwritten. Never published. New rows are gathered and inserted together (`settle`): at the
latest by `commit`, before by whatever reads them.
"""

import json
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from holdfire.model.errors import Unreadable

SCHEMA = """
create table if not exists meta (key text primary key, value blob not null) without rowid;
create table if not exists pending (idx integer primary key, leaf blob not null);
create table if not exists disclosed (idx integer primary key, disclosures text not null);
create table if not exists blob (
    sha256 text primary key, stored text not null, byte_count integer not null, key blob, log_index integer not null,
    pd_salt blob, erased integer not null default 0
) without rowid;
create table if not exists intent (size integer primary key, root blob not null);
create table if not exists held_back (idx integer primary key, disclosures text not null, until text);
create table if not exists head (size integer primary key, note blob not null);
"""


@dataclass(frozen=True)
class BlobRow:
    """Where sealed bytes lie. `stored` is the SHA-256 of the file's bytes, which differs from `sha256` when encrypted."""

    sha256: str
    stored: str
    byte_count: int
    key: bytes | None
    log_index: int
    pd_salt: bytes | None
    is_erased: bool


@dataclass(frozen=True)
class Mark:
    """How many rows were gathered at a moment; `State.back_to` forgets what came after."""

    entries: int
    disclosed: int
    blobs: int


class State:
    """Safe for several threads. `lock` keeps gathered rows from being inserted while a change of several rows is made."""

    def __init__(self, path: Path | str) -> None:
        self.lock = threading.RLock()
        self._entries: list[tuple[int, bytes]] = []
        self._disclosed: list[tuple[int, str]] = []
        self._blobs: dict[str, BlobRow] = {}
        self._is_open = False
        self.has_new_facts = False  # whether `meta` was changed since `begin`
        try:
            self.db = sqlite3.connect(path, isolation_level=None, timeout=30.0, check_same_thread=False)
            self.db.execute("pragma journal_mode = wal")
            self.db.execute("pragma synchronous = full")
            self.db.execute("pragma secure_delete = on")
            self.db.executescript(SCHEMA)
        except sqlite3.DatabaseError as error:
            raise Unreadable(f"{path}: the vault's state cannot be opened ({error})") from error

    def close(self) -> None:
        self.db.close()

    def begin(self) -> None:
        self.db.execute("begin immediate")
        self._is_open = True
        self.has_new_facts = False

    def commit(self) -> None:
        """The durable point. Raises sqlite3.OperationalError when SQLite had given the transaction up by itself."""
        if not self._is_open:
            return
        if not self.is_whole:
            self.rollback()
            raise sqlite3.OperationalError("the transaction was given up after an earlier error")
        self.settle()
        self.db.execute("commit")
        self._is_open = False

    def rollback(self) -> None:
        with self.lock:
            self._entries, self._disclosed, self._blobs = [], [], {}
        self._is_open = False
        if self.db.in_transaction:
            self.db.execute("rollback")

    @property
    def is_whole(self) -> bool:
        """False when a transaction was begun and SQLite has rolled it back (a full disk, a failing one)."""
        return self.db.in_transaction or not self._is_open

    def version(self) -> int:
        """A number that changes when another connection has committed."""
        return int(self.db.execute("pragma data_version").fetchone()[0])

    def settle(self) -> None:
        """Insert the rows gathered so far. Part of the transaction: durable with its commit, gone with its rollback."""
        with self.lock:
            if not self._entries and not self._blobs:
                return
            self.db.executemany("insert into pending values (?, ?)", self._entries)
            self.db.executemany("insert into disclosed values (?, ?)", self._disclosed)
            blobs = [
                (b.sha256, b.stored, b.byte_count, b.key, b.log_index, b.pd_salt, int(b.is_erased))
                for b in self._blobs.values()
            ]
            self.db.executemany("insert into blob values (?, ?, ?, ?, ?, ?, ?)", blobs)
            self._entries, self._disclosed, self._blobs = [], [], {}

    def mark(self) -> Mark:
        """For `back_to`, under `lock`."""
        return Mark(len(self._entries), len(self._disclosed), len(self._blobs))

    def back_to(self, mark: Mark) -> None:
        """Forget what was gathered since, under the same `lock`."""
        del self._entries[mark.entries :]
        del self._disclosed[mark.disclosed :]
        while len(self._blobs) > mark.blobs:
            self._blobs.popitem()

    def meta(self, key: str) -> bytes | None:
        row = self.db.execute("select value from meta where key = ?", (key,)).fetchone()
        return bytes(row[0]) if row else None

    def set_meta(self, key: str, value: bytes) -> None:
        self.has_new_facts = True
        self.db.execute("insert or replace into meta values (?, ?)", (key, value))

    def last_pending(self) -> int | None:
        self.settle()
        row = self.db.execute("select max(idx) from pending").fetchone()
        return int(row[0]) if row[0] is not None else None

    def add_entry(self, index: int, leaf: bytes, disclosures: Sequence[str]) -> None:
        with self.lock:
            self._entries.append((index, leaf))
            if disclosures:  # base64url: nothing in them needs escaping
                self._disclosed.append((index, '["' + '", "'.join(disclosures) + '"]'))

    def pending(self, start: int, end: int | None = None) -> Iterator[tuple[int, bytes]]:
        self.settle()
        rows = self.db.execute(
            "select idx, leaf from pending where idx >= ? and idx < ? order by idx",
            (start, end if end is not None else 2**62),
        )
        for index, leaf in rows:
            yield int(index), bytes(leaf)

    def drop_pending(self, below: int) -> None:
        self.settle()
        self.db.execute("delete from pending where idx < ?", (below,))

    def disclosures(self, index: int) -> list[str] | None:
        self.settle()
        row = self.db.execute("select disclosures from disclosed where idx = ?", (index,)).fetchone()
        return list(json.loads(row[0])) if row else None

    def all_disclosures(self) -> Iterator[tuple[int, list[str]]]:
        self.settle()
        for index, text in self.db.execute("select idx, disclosures from disclosed order by idx"):
            yield int(index), list(json.loads(text))

    def replace_disclosures(self, index: int, kept: Sequence[str]) -> None:
        self.settle()
        if kept:
            self.db.execute("update disclosed set disclosures = ? where idx = ?", (json.dumps(kept), index))
        else:
            self.db.execute("delete from disclosed where idx = ?", (index,))

    def blob(self, sha256: str) -> BlobRow | None:
        gathered = self._blobs.get(sha256)
        if gathered is not None:
            return gathered
        row = self.db.execute("select * from blob where sha256 = ?", (sha256,)).fetchone()
        return BlobRow(row[0], row[1], row[2], row[3], row[4], row[5], bool(row[6])) if row else None

    def is_stored(self, stored: str) -> bool:
        """Whether some exhibit's bytes lie under this name, with its key held here or not."""
        self.settle()
        found = self.db.execute("select 1 from blob where stored = ? and erased = 0", (stored,)).fetchone()
        return found is not None or self.meta(f"kept {stored}") is not None

    def keep(self, stored: str) -> None:
        """An entry seals these bytes, but their key is lost: they stay, in case that it is found."""
        self.set_meta(f"kept {stored}", b"")

    def blobs(self) -> Iterator[BlobRow]:
        self.settle()
        for row in self.db.execute("select * from blob order by sha256"):
            yield BlobRow(row[0], row[1], row[2], row[3], row[4], row[5], bool(row[6]))

    def add_blob(self, row: BlobRow) -> None:
        """With an entry of the same transaction."""
        with self.lock:
            self._blobs[row.sha256] = row

    def intent(self, size: int) -> bytes | None:
        row = self.db.execute("select root from intent where size = ?", (size,)).fetchone()
        return bytes(row[0]) if row else None

    def last_intent(self) -> tuple[int, bytes] | None:
        row = self.db.execute("select size, root from intent order by size desc limit 1").fetchone()
        return (int(row[0]), bytes(row[1])) if row else None

    def intents(self) -> list[tuple[int, bytes]]:
        rows = self.db.execute("select size, root from intent order by size")
        return [(int(size), bytes(root)) for size, root in rows]

    def move_blob(self, sha256: str, index: int) -> None:
        """Its exhibit's entry has another place than before."""
        self.settle()
        self.db.execute("update blob set log_index = ? where sha256 = ?", (index, sha256))

    def add_intent(self, size: int, root: bytes) -> None:
        self.db.execute("insert into intent values (?, ?)", (size, root))

    def set_head(self, size: int, note: bytes) -> None:
        self.db.execute("insert or replace into head values (?, ?)", (size, note))

    def heads(self) -> list[tuple[int, bytes]]:
        return [
            (int(size), bytes(note))
            for size, note in self.db.execute("select size, note from head order by size")
        ]

    def put_disclosures(self, index: int, disclosures: Sequence[str]) -> None:
        self.settle()
        self.db.execute("insert or replace into disclosed values (?, ?)", (index, json.dumps(disclosures)))

    def held_back(self, index: int) -> tuple[list[str], str | None] | None:
        """(disclosures, the day that an embargo ends; None: redacted)."""
        row = self.db.execute("select disclosures, until from held_back where idx = ?", (index,)).fetchone()
        return (list(json.loads(row[0])), row[1]) if row else None

    def all_held_back(self) -> Iterator[tuple[int, list[str]]]:
        for index, text in self.db.execute("select idx, disclosures from held_back order by idx"):
            yield int(index), list(json.loads(text))

    def hold_back(self, index: int, disclosures: Sequence[str], until: str | None) -> None:
        """Add to what is held back of an entry."""
        before = self.held_back(index)
        kept = [*(before[0] if before and before[1] == until else []), *disclosures]
        self.db.execute(
            "insert or replace into held_back values (?, ?, ?)",
            (index, json.dumps(list(dict.fromkeys(kept))), until),
        )

    def drop_held_back(self, index: int) -> None:
        self.db.execute("delete from held_back where idx = ?", (index,))

    def forget_blob(self, sha256: str) -> None:
        """An encrypted exhibit's row goes with its key; a plain one's stays, so that taking it in again is noticed."""
        self.settle()
        self.db.execute("delete from blob where sha256 = ? and key is not null", (sha256,))
        self.db.execute("update blob set erased = 1 where sha256 = ?", (sha256,))

    def drop_meta(self, key: str) -> None:
        self.has_new_facts = True
        self.db.execute("delete from meta where key = ?", (key,))

    def scrub(self) -> None:
        """Leave nothing of deleted rows in the file or beside it."""
        self.db.execute("pragma wal_checkpoint(truncate)")
        self.db.execute("vacuum")
        self.db.execute("pragma wal_checkpoint(truncate)")
