"""A small SQLite file beside the case, mode 600: what the door must remember and no finding rests on."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Book:
    """Safe for several threads: each call has a connection and a transaction of its own."""

    def __init__(self, path: Path, schema: str) -> None:
        self.path = path
        with self._db() as db:
            db.executescript(schema)
        path.chmod(0o600)

    @contextmanager
    def _db(self) -> Iterator[sqlite3.Connection]:
        db = sqlite3.connect(self.path, timeout=10)
        try:
            with db:
                yield db
        finally:
            db.close()
