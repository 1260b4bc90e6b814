"""A web archive (WARC, WACZ): a list of what it holds, and the text of the pages in it.

Each response is one metadata line: address, time of capture, status, type, size, payload digest and whether it holds.
Pages (HTML, status 200) are split as `html_page` does, page by page; `page` is their number in the archive.
A WACZ's own digests (datapackage.json) are recomputed and a mismatch is said.
"""

import hashlib
import io
import json
import zipfile
import zlib
from typing import Any

from holdfire.model.kinds import BlockRole

from .dates import moment_candidate
from .document import DateCandidate, Document, TextBuilder, unreadable
from .html_page import read_html
from .zip_archive import MAX_UNPACKED, ZIP_FAULTS, read_bounded, refusal

READER = "web_archive"
MAX_PAGES = 100
MAX_PAGE_BYTES = 5 * 1024**2
MAX_RECORDS = 20_000


class _Listing:
    """What one or more WARC files gave so far."""

    def __init__(self) -> None:
        self.builder = TextBuilder()
        self.dates: list[DateCandidate] = []
        self.notes: list[str] = []
        self.records = self.pages = 0
        self.left = MAX_UNPACKED
        self.title: str | None = None
        self.language: str | None = None

    def add_warc(self, data: bytes, name: str) -> None:
        from warcio.archiveiterator import ArchiveIterator
        from warcio.exceptions import ArchiveLoadFailed

        try:
            for record in ArchiveIterator(io.BytesIO(data), check_digests=True):
                if record.rec_type not in ("response", "resource"):
                    continue
                if self.records >= MAX_RECORDS:
                    self.notes.append(f"more than {MAX_RECORDS:,} records: the rest was left out")
                    return
                self.records += 1
                self._add_record(record)
        except (
            ArchiveLoadFailed,
            OSError,
            ValueError,
            EOFError,
            zlib.error,
            KeyError,
            AttributeError,
        ) as error:
            self.notes.append(f"{name}: truncated or damaged after record {self.records} ({error})")

    def _add_record(self, record: Any) -> None:
        heads = record.rec_headers
        url, stamp = heads.get_header("WARC-Target-URI") or "", heads.get_header("WARC-Date") or ""
        web = record.http_headers
        status = web.get_statuscode() if web else ""
        kind = (
            ((web.get_header("Content-Type") if web else heads.get_header("Content-Type")) or "")
            .partition(";")[0]
            .strip()
            .lower()
        )
        payload = record.content_stream().read(self.left + 1)
        self.left -= len(payload)
        if self.left < 0:
            raise ValueError(f"unpacks to more than {MAX_UNPACKED / 1e6:,.0f} MB: refused as a bomb")
        held = record.digest_checker.passed
        verdict = "digest holds" if held else "DIGEST DOES NOT HOLD" if held is False else "no digest given"
        line = " ".join(
            f"{url} captured {stamp}, status {status or '-'}, {kind or 'no type'}, {len(payload)} bytes, SHA-256 {hashlib.sha256(payload).hexdigest()}, {verdict}".split()
        )
        self.builder.add(line, BlockRole.METADATA, separator="\n")
        if held is False:
            self.notes.append(f"{url}: its payload's digest does not hold")
        if (
            kind in ("text/html", "application/xhtml+xml")
            and status in ("200", "")
            and self.pages < MAX_PAGES
            and len(payload) <= MAX_PAGE_BYTES
        ):
            self._add_page(payload, stamp)

    def _add_page(self, payload: bytes, stamp: str) -> None:
        page = read_html(payload)
        if page.status == "unreadable":
            return
        self.pages += 1
        self.title, self.language = self.title or page.title, self.language or page.language
        self.dates += page.date_candidates
        if candidate := moment_candidate(stamp, "file"):
            self.dates.append(candidate)
        tables = 1000 * self.pages
        for block in page.blocks:
            table = None if block.table_no is None else tables + block.table_no
            self.builder.add(
                page.block_text(block),
                block.role,
                page=self.pages,
                table_no=table,
                row_no=block.row_no,
                column_name=block.column_name,
            )

    def document(self, media_type: str) -> Document:
        if not self.builder.blocks:
            return unreadable(media_type, READER, "; ".join(self.notes) or "the archive holds no response")
        return Document(
            media_type, self.builder.text, tuple(self.builder.blocks), tuple(dict.fromkeys(self.dates)), title=self.title, language=self.language,
            status="partly_read" if self.notes else "read", reason="; ".join(self.notes[:20]) or None, reader=READER,
        )  # fmt: skip


def read_warc(data: bytes, media_type: str = "application/warc") -> Document:
    """A WARC file, compressed or not."""
    listing = _Listing()
    listing.add_warc(data, "the archive")
    return listing.document(media_type)


def read_wacz(data: bytes, media_type: str = "application/wacz") -> Document:
    """A WACZ: its own digests first, then each WARC in it."""
    if why := refusal(data):
        return unreadable(media_type, READER, why)
    listing = _Listing()
    left = MAX_UNPACKED
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        stated = _stated_digests(archive)
        for member in archive.infolist():
            if member.is_dir() or not (member.filename in stated or member.filename.startswith("archive/")):
                continue
            try:
                content = read_bounded(archive, member, left)
            except ZIP_FAULTS as error:
                listing.notes.append(f"{member.filename}: {error}")
                continue
            if content is None:
                return unreadable(
                    media_type,
                    READER,
                    f"member {member.filename!r} unpacks to more than its directory says: refused as a zip bomb",
                )
            left -= len(content)
            if (wanted := stated.get(member.filename)) and wanted != hashlib.sha256(content).hexdigest():
                listing.notes.append(f"{member.filename}: its digest in datapackage.json does not hold")
            if member.filename.startswith("archive/"):
                listing.add_warc(content, member.filename)
    return listing.document(media_type)


def _stated_digests(archive: zipfile.ZipFile) -> dict[str, str]:
    """Path -> SHA-256 hex, as datapackage.json states them; an unreadable one states none."""
    try:
        package = json.loads(archive.read("datapackage.json"))
        resources = package["resources"]
        return {
            str(r["path"]): str(r["hash"]).removeprefix("sha256:")
            for r in resources
            if str(r["hash"]).startswith("sha256:")
        }
    except (KeyError, TypeError, *ZIP_FAULTS):
        return {}
