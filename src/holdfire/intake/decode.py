"""Bytes to text, saying how: the declared or marked encoding, a guess by what comes out, or a mixture line by line.

Nothing is dropped in silence: what no encoding explains becomes U+FFFD and is counted in `note`.
Pure; no detection library, so that the same bytes give the same text with every version.
"""

import codecs
import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{3,30})""", re.I)


@dataclass(frozen=True)
class Decoded:
    """`encoding` is what was used; `note` says what a person should know, None when all is plain."""

    text: str
    encoding: str
    note: str | None = None


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Text of bytes of any encoding. Never raises. A byte order mark is not part of the text; NUL becomes U+FFFD."""
    found = _decode(data, declared)
    return Decoded(found.text.replace("\x00", "\ufffd"), found.encoding, found.note)


def declared_encoding(head: bytes) -> str | None:
    """What an HTML or XML head says of its encoding, where Python knows it."""
    found = DECLARED.search(head[:4096])
    return _known(found[1].decode("ascii", "replace")) if found else None


def _decode(data: bytes, declared: str | None) -> Decoded:
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            return Decoded(data[len(mark) :].decode(encoding, "replace"), encoding)
    try:
        return (
            Decoded(data.decode("utf-8"), "utf-8", None if b"\x00" not in data else "holds NUL bytes")
            if not _is_utf16(data)
            else _utf16(data)
        )
    except UnicodeDecodeError as error:
        bad_at = error.start
    known = _known(declared) if declared else None
    if known and known != "utf-8":
        try:
            return Decoded(data.decode(known), known)
        except UnicodeDecodeError:
            pass
    if _mostly_utf8(data):
        return _line_by_line(data)
    encoding = _guess(data)
    text = data.decode(encoding, "replace")
    lost = text.count("\ufffd")
    note = f"not UTF-8 at byte {bad_at}; read as {encoding}, guessed from its letters"
    return Decoded(text, encoding, note + (f"; {lost} bytes could not be read" if lost else ""))


def _known(name: str | None) -> str | None:
    try:
        return codecs.lookup(name).name if name else None
    except LookupError:
        return None


def _is_utf16(data: bytes) -> bool:
    head = data[:4096]
    return len(head) >= 4 and head.count(b"\x00") > len(head) // 4


def _utf16(data: bytes) -> Decoded:
    little = data[1:4096:2].count(0) >= data[0:4096:2].count(0)
    encoding = "utf-16-le" if little else "utf-16-be"
    return Decoded(data.decode(encoding, "replace"), encoding, f"no byte order mark; read as {encoding}")


def _mostly_utf8(data: bytes) -> bool:
    """Some line with letters beyond ASCII is good UTF-8: then the file mixes encodings rather than being of another."""
    good = bad = 0
    for line in data.splitlines():
        if line.isascii():
            continue
        try:
            line.decode("utf-8")
            good += 1
        except UnicodeDecodeError:
            bad += 1
    return good > 0 and good >= bad


def _line_by_line(data: bytes) -> Decoded:
    lines, odd, guessed = [], [], set()
    for number, line in enumerate(data.splitlines(keepends=True), 1):
        try:
            lines.append(line.decode("utf-8"))
        except UnicodeDecodeError:
            encoding = _guess(line)
            guessed.add(encoding)
            odd.append(number)
            lines.append(line.decode(encoding, "replace"))
    shown = ", ".join(map(str, odd[:5])) + (" ..." if len(odd) > 5 else "")
    return Decoded(
        "".join(lines),
        "utf-8",
        f"mixed encodings: line {shown} is not UTF-8, read as {', '.join(sorted(guessed))}",
    )


def _guess(data: bytes) -> str:
    """The single-byte encoding whose reading has the most letters of one script and the fewest odd signs."""
    sample = data[:65536]
    return max(
        ("cp1251", "cp1252", "cp1254", "cp1256"),
        key=lambda encoding: (_plausible(sample.decode(encoding, "replace")), encoding == "cp1252"),
    )


def _plausible(text: str) -> float:
    """How much a text looks like words: letters of one script next to each other count, odd signs count against."""
    beyond = [c for c in text if ord(c) > 127]
    if not beyond:
        return 0.0
    score = 0.0
    for c in beyond:
        if c == "\ufffd" or unicodedata.category(c) in ("Cc", "So", "Sm", "Sc", "Cn", "Co"):
            score -= 2.0
        elif c.isalpha():
            score += 0.5
    for a, b in pairwise(text):
        if ord(a) > 127 and a.isalpha() and b.isalpha():
            if ord(b) > 127 and a.isupper() and b.islower():
                score += 0.1
            if ord(b) > 127 and a.islower() and b.isupper():
                score -= 1.0  # no language writes so
            if _script(a) == _script(b) != "latin":
                score += 1.0
            elif _script(a) == _script(b):
                score -= 1.0  # two accented letters in a row are rare in Latin script, and the rule in misread Cyrillic
            else:
                score -= 1.0
    return score / len(beyond)


def _script(c: str) -> str:
    code = ord(c)
    if code < 0x250:
        return "latin"
    if 0x400 <= code < 0x530:
        return "cyrillic"
    if 0x600 <= code < 0x700:
        return "arabic"
    return "other"
