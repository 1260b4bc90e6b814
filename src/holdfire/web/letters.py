"""The newsletter: who asked for it and confirmed, what is new, and a way out in one click.

Double opt-in: an address is kept only after the link in a letter to it was followed and confirmed. Every digest carries
`List-Unsubscribe` and `List-Unsubscribe-Post` (RFC 8058). Links are signed, not stored. Settings: CASE/mail.toml; without
that file there is no newsletter and no form for it.
"""

import asyncio
import re
import sqlite3
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, make_msgid
from pathlib import Path
from urllib.parse import urlencode

from itsdangerous import BadSignature, URLSafeTimedSerializer
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from holdfire.model.case import Case
from holdfire.model.errors import Problems, Unreadable

ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+")
CONFIRM_LIFE_S = 48 * 3600
TIMEOUT_S = 20.0
MOST_ENTRIES = 40
WHOLE_LINES = SMTP.clone(max_line_length=990)
"""A folded or encoded List-Unsubscribe is no address to some mail programs."""
SCHEMA = """
create table if not exists reader (address text primary key, since text not null);
create table if not exists sent (what text primary key, at text not null);
"""


class MailSettings(BaseModel):
    """CASE/mail.toml. `site` is the public address of this server, without a slash at its end."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    host: str
    port: int = Field(default=25, ge=1, le=65535)
    start_tls: bool = False
    username: str = ""
    password_file: str = ""
    sender: str = Field(pattern=ADDRESS.pattern)
    site: str = Field(pattern=r"^https?://[^\s/]+(/[^\s]*[^\s/])?$")


def mail_settings(case_root: Path) -> MailSettings | None:
    """None where there is no mail.toml. Raises Problems that name every wrong key."""
    path = case_root / "mail.toml"
    if not path.exists():
        return None
    try:
        return MailSettings.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except tomllib.TOMLDecodeError as error:
        raise Problems("mail.toml", [str(error)]) from None
    except ValidationError as error:
        lines = [f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]
        raise Problems("mail.toml", lines) from None


@dataclass(frozen=True)
class NewEntry:
    """One line of a digest."""

    title: str
    text: str
    address: str


class Letters:
    """The newsletter of one case. key: the server's secret, which signs the links."""

    def __init__(self, case_root: Path, settings: MailSettings, key: bytes) -> None:
        self.root, self.settings, self.path = case_root, settings, case_root / "letters.sqlite"
        self._signer = URLSafeTimedSerializer(key, salt="holdfire.letters")
        with self._db() as db:
            db.executescript(SCHEMA)
        self.path.chmod(0o600)

    @contextmanager
    def _db(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self.path, timeout=10)) as db, db:
            yield db

    def ask(self, address: str, title: str) -> None:
        """Send the letter that asks for confirmation. Nothing is kept yet."""
        link = self._link("confirm", address)
        body = (
            f"Somebody, perhaps you, asked for the digest of “{title}” to be sent to this address.\n\n"
            f"If it was you, confirm within two days:\n{link}\n\n"
            "If not, do nothing: the address has not been kept.\n"
        )
        self.send([self._letter(address, f"Confirm: digest of {title}", body)])

    def confirm(self, token: str, at: datetime) -> str | None:
        """The address that is now subscribed; None for a link that is wrong or too old."""
        address = self._address("confirm", token, CONFIRM_LIFE_S)
        if address is not None:
            with self._db() as db:
                db.execute("insert or ignore into reader values (?, ?)", (address, at.isoformat()))
        return address

    def leave(self, token: str) -> str | None:
        """The address that is forgotten now; None for a wrong link. Leaving twice is leaving."""
        address = self._address("leave", token, None)
        if address is not None:
            with self._db() as db:
                db.execute("delete from reader where address = ?", (address,))
        return address

    def readers(self) -> list[str]:
        with self._db() as db:
            return [row[0] for row in db.execute("select address from reader order by address")]

    def last_sent(self) -> datetime | None:
        with self._db() as db:
            row = db.execute("select at from sent where what = 'digest'").fetchone()
        return datetime.fromisoformat(row[0]) if row else None

    def send_digest(self, title: str, entries: Sequence[NewEntry], newest: datetime) -> int:
        """One letter to each reader, each with its own way out. Returns how many; none where nothing is new."""
        readers = self.readers()
        if not entries:
            return 0
        self.send([self.digest(address, title, entries) for address in readers])
        with self._db() as db:
            db.execute("insert or replace into sent values ('digest', ?)", (newest.isoformat(),))
        return len(readers)

    def digest(self, address: str, title: str, entries: Sequence[NewEntry]) -> EmailMessage:
        """RFC 8058: a mail program can unsubscribe with one POST, without opening a page."""
        out = self._link("leave", address)
        lines = [f"{e.title}\n{e.text}\n{self.settings.site}{e.address}\n" for e in entries[:MOST_ENTRIES]]
        if len(entries) > MOST_ENTRIES:
            lines.append(f"and {len(entries) - MOST_ENTRIES} more on the site.\n")
        body = "\n".join([f"New in {title}\n", *lines, f"No more of these letters: {out}\n"])
        letter = self._letter(address, f"{title}: {len(entries)} new", body)
        letter["List-Unsubscribe"] = f"<{out}>"
        letter["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        letter["Precedence"] = "bulk"
        return letter

    def send(self, letters: Sequence[EmailMessage]) -> None:
        """Over one connection. Raises Unreadable with the server's words where it does not take them."""
        if letters:
            asyncio.run(self._send(letters))

    async def _send(self, letters: Sequence[EmailMessage]) -> None:
        import aiosmtplib

        s = self.settings
        password = (
            (self.root / s.password_file).read_text(encoding="utf-8").strip() if s.password_file else None
        )
        server = aiosmtplib.SMTP(
            hostname=s.host, port=s.port, start_tls=s.start_tls, timeout=TIMEOUT_S,
            username=s.username or None, password=password,
        )  # fmt: skip
        try:
            async with server:
                for letter in letters:
                    await server.sendmail(s.sender, letter["To"], letter.as_bytes(policy=WHOLE_LINES))
        except (aiosmtplib.SMTPException, OSError) as error:
            raise Unreadable(f"{s.host}:{s.port}: the letter was not taken: {error}") from None

    def _letter(self, address: str, subject: str, body: str) -> EmailMessage:
        letter = EmailMessage(WHOLE_LINES)
        letter["From"], letter["To"], letter["Subject"] = self.settings.sender, address, subject
        letter["Date"] = formatdate(usegmt=True)
        letter["Message-ID"] = make_msgid(domain=self.settings.sender.split("@")[1])
        letter.set_content(body)
        return letter

    def _link(self, what: str, address: str) -> str:
        token = self._signer.dumps([what, address])
        return f"{self.settings.site}/newsletter/{what}?{urlencode({'token': token})}"

    def _address(self, what: str, token: str, life_s: int | None) -> str | None:
        try:
            found = self._signer.loads(token, max_age=life_s)
        except BadSignature:  # also one that is too old
            return None
        return str(found[1]) if isinstance(found, list) and len(found) == 2 and found[0] == what else None


def new_entries(case: Case, since: datetime | None) -> tuple[list[NewEntry], datetime | None]:
    """What the published register holds that is newer than `since`, newest first, and the newest moment of it."""
    from holdfire.model.register import open_register
    from holdfire.report.feeds import entries_of
    from holdfire.report.publication import public_register
    from holdfire.report.record import Record

    with (
        closing(open_register(case.register_path, read_only=True)) as whole,
        public_register(whole, case) as public,
    ):
        found = [e for e in entries_of(Record(case, public)) if since is None or e.updated > since]
    entries = [NewEntry(e.title, e.text, f"/published/{e.path}") for e in found]
    return entries, max((e.updated for e in found), default=None)
