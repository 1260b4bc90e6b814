"""Who may sign in: users with argon2 passwords and passkeys, tokens by role, in a small database beside the case.

State of the door, not evidence: deleting it locks everybody out and changes no finding. Tokens and launch links are
kept as SHA-256 digests; a password is kept as argon2id.
"""

import base64
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
create table if not exists passkey (
    credential_id blob primary key, name text not null, public_key blob not null, sign_count integer not null,
    server text not null, label text not null
);
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


@dataclass(frozen=True)
class Passkey:
    """The public half of one. `server` is the name that the browser bound it to, `label` what its owner calls it."""

    credential_id: bytes
    name: str
    public_key: bytes
    sign_count: int
    server: str
    label: str

    @property
    def text_id(self) -> str:
        return base64.urlsafe_b64encode(self.credential_id).decode().rstrip("=")


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
            db.execute("delete from passkey where name = ?", (name,))  # a new password is a new beginning
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

    def role_of(self, name: str) -> str | None:
        """The role of the user with that name; None for nobody's."""
        with self._db() as db:
            row = db.execute("select role from user where name = ?", (name,)).fetchone()
        return str(row[0]) if row else None

    def passkeys(self, name: str) -> list[Passkey]:
        """A user's, by label."""
        return self._passkeys("name = ?", name)

    def passkey(self, credential_id: bytes) -> Passkey | None:
        return next(iter(self._passkeys("credential_id = ?", credential_id)), None)

    def _passkeys(self, where: str, value: str | bytes) -> list[Passkey]:
        with self._db() as db:
            sql = f"select credential_id, name, public_key, sign_count, server, label from passkey where {where}"
            return [Passkey(*row) for row in db.execute(f"{sql} order by label, credential_id", (value,))]

    def add_passkey(self, passkey: Passkey) -> None:
        """Raises Misuse where that one is somebody's already."""
        with self._db() as db:
            if db.execute(
                "select 1 from passkey where credential_id = ?", (passkey.credential_id,)
            ).fetchone():
                raise Misuse("passkey: it is kept here already")
            p = passkey
            row = (p.credential_id, p.name, p.public_key, p.sign_count, p.server, p.label)
            db.execute("insert into passkey values (?, ?, ?, ?, ?, ?)", row)

    def remove_passkey(self, credential_id: bytes, name: str) -> None:
        with self._db() as db:
            db.execute("delete from passkey where credential_id = ? and name = ?", (credential_id, name))

    def used(self, credential_id: bytes, sign_count: int) -> None:
        """A copy of the device would count lower than this: the next signature must count higher, where one counts."""
        with self._db() as db:
            db.execute(
                "update passkey set sign_count = ? where credential_id = ?", (sign_count, credential_id)
            )

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
