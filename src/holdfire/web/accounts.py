"""Who may sign in: users with argon2 passwords, tokens by role, in a small database beside the case.

State of the door, not evidence: deleting it locks everybody out and changes no finding. Tokens and launch links are
kept as SHA-256 digests; a password is kept as argon2id.
"""

import hashlib
import secrets
import time
from dataclasses import dataclass
from pathlib import Path

from holdfire.model.errors import Misuse

from .book import Book

TOKEN_LIFE_S = 90 * 24 * 3600
SCHEMA = """
create table if not exists user (name text primary key, role text not null, password text not null);
create table if not exists token (digest text primary key, role text not null, label text not null, expires real not null);
create table if not exists secret (name text primary key, value blob not null);
"""


@dataclass(frozen=True)
class Who:
    """Who asks. `name` is "public" for a reader without an account."""

    name: str
    role: str

    @property
    def is_signed_in(self) -> bool:
        return self.role != "public"


PUBLIC = Who("public", "public")


class Accounts(Book):
    """The door's book. One file, `access.sqlite`, mode 600."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, SCHEMA)

    def secret(self) -> bytes:
        """The key that signs sessions; made once."""
        with self._db() as db:
            db.execute("insert or ignore into secret values ('session', ?)", (secrets.token_bytes(32),))
            return bytes(db.execute("select value from secret where name = 'session'").fetchone()[0])

    def add_user(self, name: str, role: str, password: str) -> None:
        from argon2 import PasswordHasher

        if len(password) < 12:
            raise Misuse("password: expected at least 12 characters")
        with self._db() as db:
            db.execute(
                "insert or replace into user values (?, ?, ?)", (name, role, PasswordHasher().hash(password))
            )

    def check_password(self, name: str, password: str) -> Who | None:
        """The user, or None. Takes as long for an unknown name as for a wrong password."""
        from argon2 import PasswordHasher
        from argon2.exceptions import InvalidHashError, VerificationError

        with self._db() as db:
            row = db.execute("select role, password from user where name = ?", (name,)).fetchone()
        hasher = PasswordHasher()
        known = row[1] if row else hasher.hash("nobody has this password")
        try:
            hasher.verify(known, password)
        except (VerificationError, InvalidHashError):
            return None
        return Who(name, row[0]) if row else None

    def new_token(
        self, role: str, label: str, *, now: float | None = None, life_s: float = TOKEN_LIFE_S
    ) -> str:
        token = secrets.token_urlsafe(32)
        moment = time.time() if now is None else now
        with self._db() as db:
            db.execute(
                "insert into token values (?, ?, ?, ?)", (_digest(token), role, label, moment + life_s)
            )
        return token

    def check_token(self, token: str, *, now: float | None = None) -> Who | None:
        moment = time.time() if now is None else now
        with self._db() as db:
            row = db.execute(
                "select role, label, expires from token where digest = ?", (_digest(token),)
            ).fetchone()
        return Who(row[1], row[0]) if row and row[2] > moment else None

    def revoke(self, label: str) -> int:
        with self._db() as db:
            return db.execute("delete from token where label = ?", (label,)).rowcount


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
