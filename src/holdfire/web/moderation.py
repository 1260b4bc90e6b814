"""What readers without an account send in: kept apart from the evidence, shown only after a reviewer accepts it.

A public response is never a statement, never sealed and never counted. It lives in a small database beside the case;
deleting that changes no finding. Who moderates, how and why is an entry of the log; the text itself is not.
"""

import hashlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from holdfire.model.errors import Misuse

from .book import Book

MAX_BODY = 4000
MAX_NAME = 100
MAX_WAITING = 500
SCHEMA = """
create table if not exists response (
    response_id text primary key,
    about_id    text not null,
    name        text not null,
    body        text not null,
    received_at text not null,
    state       text not null,
    decided_by  text,
    reason      text
);
"""


@dataclass(frozen=True)
class PublicResponse:
    """state: waiting, accepted, declined. name: what the sender calls himself; empty: nothing."""

    response_id: str
    about_id: str
    name: str
    body: str
    received_at: str
    state: str = "waiting"
    decided_by: str | None = None
    reason: str | None = None


class Moderation(Book):
    """The queue of one case. Safe for several threads: each call has a connection of its own."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, SCHEMA)

    def receive(self, about_id: str, name: str, body: str, at: str) -> PublicResponse:
        """Queue it. The same words about the same thing again are one response. Raises Misuse where the queue is full."""
        text = "\n".join(line.strip() for line in body.strip().splitlines())[:MAX_BODY]
        if not text:
            raise Misuse("response: found nothing, expected words")
        key = hashlib.sha256(f"{about_id}\n{name}\n{text}".encode()).hexdigest()[:12]
        response = PublicResponse(f"pub-{key}", about_id, name.strip()[:MAX_NAME], text, at)
        with self._db() as db:
            waiting = db.execute("select count(*) from response where state = 'waiting'").fetchone()[0]
            if waiting >= MAX_WAITING:
                raise Misuse(f"{waiting} responses wait for a reviewer; try again when some have been read")
            db.execute(
                "insert or ignore into response values (?, ?, ?, ?, ?, 'waiting', null, null)",
                (response.response_id, about_id, response.name, text, at),
            )
        return response

    def decide(self, response_id: str, *, accept: bool, by: str, reason: str) -> PublicResponse:
        """Raises Misuse for one that is not there. A later decision replaces an earlier one."""
        with self._db() as db:
            found = db.execute(
                "update response set state = ?, decided_by = ?, reason = ? where response_id = ?",
                ("accepted" if accept else "declined", by, reason, response_id),
            )
            if not found.rowcount:
                raise Misuse(f"{response_id}: no such response")
        return next(r for r in self._select("response_id = ?", response_id))

    def waiting(self) -> list[dict[str, Any]]:
        """Oldest first."""
        return [asdict(r) for r in self._select("state = ?", "waiting")]

    def accepted(self, *about: str) -> list[dict[str, Any]]:
        """What may be shown on a page, oldest first, without who decided."""
        found = [
            r for of in dict.fromkeys(about) for r in self._select("state = 'accepted' and about_id = ?", of)
        ]
        keys = ("response_id", "about_id", "name", "body", "received_at")
        return [{key: getattr(r, key) for key in keys} for r in found]

    def stamp(self) -> str:
        """Changes whenever what is shown may have changed: part of every page's cache key."""
        with self._db() as db:
            row = db.execute(
                "select count(*), sum(state = 'accepted'), sum(state = 'declined'), max(response_id) from response"
            ).fetchone()
        return "-".join(map(str, row))

    def _select(self, where: str, value: str) -> list[PublicResponse]:
        with self._db() as db:
            rows = db.execute(
                f"select * from response where {where} order by received_at, response_id", (value,)
            )
            return [PublicResponse(*row) for row in rows.fetchall()]
