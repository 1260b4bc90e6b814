"""Bytes to a Document: sniff, then the one reader of that format.

Pure: no case, no clock, no network, no files. In this process: for bytes of unknown origin use `worker.Splitter`,
which runs this same function in a process with bounded memory and time.
"""

from collections.abc import Callable
from importlib import import_module

from holdfire.model.errors import HoldfireError

from .document import Document, unreadable
from .sniff import sniff

MAX_BYTES = 64 * 1024 * 1024
"""What is split at most; larger files are sealed all the same, and say that they were not read."""

READERS: dict[str, tuple[str, str]] = {
    "text/html": ("html_page", "read_html"),
    "text/plain": ("plain_text", "read_plain_text"),
    "text/markdown": ("plain_text", "read_plain_text"),
    "text/csv": ("csv_table", "read_csv"),
    "text/tab-separated-values": ("csv_table", "read_csv"),
    "application/json": ("json_records", "read_json"),
    "application/geo+json": ("json_records", "read_json"),
    "application/jsonl": ("json_records", "read_json"),
    "application/pdf": ("pdf_pages", "read_pdf"),
    "message/rfc822": ("mail", "read_mail"),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ("workbook", "read_workbook"),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ("word_document", "read_word"),
    "application/warc": ("web_archive", "read_warc"),
    "application/wacz": ("web_archive", "read_wacz"),
    "application/zip": ("zip_archive", "read_zip"),
    "image/png": ("picture", "read_picture"),
    "image/jpeg": ("picture", "read_picture"),
    "image/gif": ("picture", "read_picture"),
    "image/tiff": ("picture", "read_picture"),
    "image/webp": ("picture", "read_picture"),
    "image/bmp": ("picture", "read_picture"),
}
"""Media type -> (module, function). A reader imports its library inside the function."""


def split(data: bytes, file_name: str | None = None) -> Document:
    """What the file holds. Never raises for bad input: an unreadable file is a Document that says why."""
    if not data:
        return unreadable("application/x-empty", "none", "the file is empty (0 bytes)")
    media_type = sniff(data, file_name)
    if len(data) > MAX_BYTES:
        size = f"{len(data) / 1_000_000:.0f} MB"
        return unreadable(
            media_type,
            "none",
            f"{size} is more than the {MAX_BYTES // 1_000_000} MB that are split; split the file and take in its parts",
        )
    if media_type not in READERS:
        return unreadable(media_type, "none", f"no reader for {media_type}; sealed as it is")
    module, function = READERS[media_type]
    read: Callable[[bytes, str], Document] = getattr(import_module(f"{__package__}.{module}"), function)
    try:
        return read(data, media_type)
    except HoldfireError as error:
        return unreadable(media_type, module, str(error))
    except RecursionError:
        return unreadable(media_type, module, "nested too deeply to be read")
    except MemoryError:
        return unreadable(media_type, module, "needs more memory than a parser may have")
