"""What a file is, by its bytes. The name is believed only where bytes cannot tell (CSV, JSON lines, plain text).

Pure: bytes in, a media type out.
"""

import io
import re
import zipfile
import zlib

from .decode import decode
from .recognise import HEADER_WITHIN, recognise

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"BM", "image/bmp"),
    (OLE, "application/x-ole-storage"),
    (b"\x1f\x8b", "application/gzip"),
    (b"fLaC", "audio/flac"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"PAR1", "application/vnd.apache.parquet"),
    (b"SQLite format 3\x00", "application/vnd.sqlite3"),
    (b"WARC/", "application/warc"),
)
BY_NAME = {
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "json": "application/json",
    "geojson": "application/geo+json",
    "jsonl": "application/jsonl",
    "ndjson": "application/jsonl",
    "eml": "message/rfc822",
    "htm": "text/html",
    "html": "text/html",
    "md": "text/markdown",
    "xml": "application/xml",
}
HTML_OPENS = re.compile(
    rb"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
MAIL_OPENS = re.compile(rb"^(?:[A-Za-z][A-Za-z0-9-]{1,40}:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*){3,}", re.S)
MAIL_FIELDS = re.compile(
    rb"^(?:from|received|message-id|mime-version|subject|date|return-path|to):", re.I | re.M
)


def sniff(data: bytes, file_name: str | None = None) -> str:
    """The media type. Never raises; what cannot be told is application/octet-stream."""
    head = data[:8192]
    if head[:4] == b"RIFF" and head[8:12] in (b"WAVE", b"WEBP", b"AVI "):
        return {b"WAVE": "audio/wav", b"WEBP": "image/webp", b"AVI ": "video/x-msvideo"}[head[8:12]]
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        return "image/heic" if brand in (b"heic", b"heix", b"mif1") else "video/mp4"
    if head[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return _zip_kind(data)
    for magic, media_type in MAGIC:
        if head.startswith(magic):
            if media_type == "application/gzip" and _gzip_holds_warc(data):
                return "application/warc"
            if media_type != "image/bmp" or not _looks_like_text(head):
                return media_type
    if b"%PDF-" in head[:1024] and not HTML_OPENS.match(head):
        return "application/pdf"
    if not _looks_like_text(head):
        return "application/octet-stream"
    return _text_kind(data, head, (file_name or "").rpartition(".")[2].lower())


def _text_kind(data: bytes, head: bytes, suffix: str) -> str:
    plain = head.replace(b"\x00", b"").lstrip(
        b"\xef\xbb\xbf\xff\xfe \t\r\n"
    )  # UTF-16 of ASCII shows through its nulls
    if HTML_OPENS.match(plain):
        return "text/html"
    if suffix in ("csv", "tsv", "eml", "jsonl", "ndjson", "geojson", "md"):
        return BY_NAME[suffix]
    is_whole = plain.rstrip()[-1:] in (b"}", b"]") or len(data) > len(head)
    if plain[:1] in (b"{", b"[") and (suffix == "json" or is_whole):
        return "application/json"
    if MAIL_OPENS.match(plain) and len({f.lower() for f in MAIL_FIELDS.findall(plain)}) >= 2:
        return "message/rfc822"
    if suffix in ("htm", "html") or re.search(rb"<(?:p|div|article|table|h1)\b[^>]*>", plain, re.I):
        return "text/html"
    media_type = BY_NAME.get(suffix, "text/plain")
    if media_type == "text/plain" and _heads_a_dataset(data):
        return "text/csv"
    return media_type


def _heads_a_dataset(data: bytes) -> bool:
    """A table whose file name does not say so ("acled.txt"): one of its first lines is the header of a known dataset."""
    lines = decode(data[:16_384]).text.splitlines()[:HEADER_WITHIN]
    return any(
        recognise(cell.strip(' "') for cell in line.split(separator)) != "table"
        for line in lines
        for separator in ",;\t|"
        if line.count(separator) > 1
    )


def _looks_like_text(head: bytes) -> bool:
    if not head:
        return True
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") or head[:3] == b"\xef\xbb\xbf":
        return True
    if head.count(b"\x00") > len(head) // 4:  # UTF-16 without a mark: every other byte is null
        return len(set(head[0::2]) | set(head[1::2])) > 1 and b"\x00\x00\x00" not in head[:64]
    control = sum(head.count(bytes([c])) for c in (*range(1, 9), *range(14, 27), *range(28, 32)))
    return head.count(b"\x00") == 0 and control <= len(head) // 50


def _zip_kind(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()[:2000]
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return "application/zip"
    if "xl/workbook.xml" in names:
        return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    if "word/document.xml" in names:
        return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    if "datapackage.json" in names and any(name.startswith("archive/") for name in names):
        return "application/wacz"
    return "application/zip"


def _gzip_holds_warc(data: bytes) -> bool:
    try:
        return zlib.decompressobj(31).decompress(data[:4096], 16).startswith(b"WARC/")
    except zlib.error:
        return False
