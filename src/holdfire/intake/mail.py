"""An e-mail as saved (.eml): its head as metadata, its text, what it quotes, and a list of what hangs on it.

The plain part is read; where there is none, the HTML part is, as a page. Attachments are listed with their digests and
not opened: save them and take them in as exhibits of their own. A head is written by its sender and proves nothing.
"""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from itertools import groupby

from holdfire.model.ids import sha256_hex
from holdfire.model.kinds import BlockRole

from .dates import moment_candidate, text_candidates
from .decode import decode
from .document import DateCandidate, Document, TextBuilder, unreadable
from .html_page import read_html
from .language import guess_language
from .plain_text import paragraphs_of, roles_of

READER = "mail"
HEAD = ("From", "To", "Cc", "Date", "Message-ID")


def read_mail(data: bytes, media_type: str = "message/rfc822") -> Document:
    """Subject as headline, head as metadata, body paragraphs, "> " lines as quotes, the signature as boilerplate."""
    message = message_from_bytes(data, policy=policy.default)
    if not message.keys():
        return unreadable(media_type, READER, "no head of an e-mail found")
    builder = TextBuilder()
    subject = _head(message, "Subject")
    builder.add(subject, BlockRole.HEADLINE)
    for name in HEAD:
        if value := _head(message, name):
            builder.add(f"{name}: {value}", BlockRole.METADATA, separator="\n")
    dates: list[DateCandidate] = []
    if candidate := moment_candidate(_head(message, "Date"), "meta"):
        dates.append(candidate)
    notes: list[str] = []
    _body(builder, message, notes)
    attached = list(message.iter_attachments())
    for part in attached:
        content = part.get_payload(decode=True)
        payload = content if isinstance(content, bytes) else b""
        name = " ".join((part.get_filename() or "without a name").split())
        builder.add(
            f"Attachment: {name}, {part.get_content_type()}, {len(payload)} bytes, SHA-256 {sha256_hex(payload)}",
            BlockRole.METADATA,
            separator="\n",
        )
    if attached:
        notes.append(
            f"{len(attached)} attachment{'s' if len(attached) > 1 else ''} listed and not read: save and take in"
        )
    text = builder.text
    speaking = [
        text[b.start : b.end] for b in builder.blocks if b.role in (BlockRole.HEADLINE, BlockRole.BODY)
    ]
    return Document(
        media_type, text, tuple(builder.blocks), (*dates, *text_candidates(speaking)), title=subject or None, language=guess_language(" ".join(speaking)),
        status="partly_read" if notes else "read", reason="; ".join(notes) or None, reader=READER,
    )  # fmt: skip


def _head(message: EmailMessage, name: str) -> str:
    try:
        return " ".join(str(message.get(name) or "").split())
    except (ValueError, IndexError, AttributeError, TypeError):  # the library trips over some malformed heads
        return ""


def _body(builder: TextBuilder, message: EmailMessage, notes: list[str]) -> None:
    part = message.get_body(preferencelist=("plain", "html"))
    if part is None:
        notes.append("no text part")
        return
    content = part.get_payload(decode=True)
    payload = content if isinstance(content, bytes) else b""
    if part.get_content_type() == "text/html":
        page = read_html(payload)
        for block in page.blocks:
            role = BlockRole.BODY if block.role is BlockRole.HEADLINE else block.role
            builder.add(
                page.block_text(block),
                role,
                table_no=block.table_no,
                row_no=block.row_no,
                column_name=block.column_name,
            )
        return
    decoded = decode(payload, part.get_content_charset())
    if decoded.note:
        notes.append(decoded.note)
    for words, own_role in _paragraphs(decoded.text):
        builder.add(words, own_role)


def _paragraphs(text: str) -> list[tuple[str, BlockRole]]:
    """Runs of own lines, of quoted lines, and the signature, each split into paragraphs."""
    found: list[tuple[str, BlockRole]] = []
    for role, lines in groupby(_lines_with_roles(text), key=lambda pair: pair[0]):
        words = "\n".join(line for _role, line in lines)
        if role is BlockRole.BODY:
            for block in roles_of(words, paragraphs_of(words)):
                inner = BlockRole.BODY if block.role is BlockRole.HEADLINE else block.role
                found.append((words[block.start : block.end], inner))
        else:
            found += [(words[start:end], role) for start, end in paragraphs_of(words)]
    return found


def _lines_with_roles(text: str) -> Iterator[tuple[BlockRole, str]]:
    in_signature = False
    for line in text.splitlines():
        in_signature = in_signature or line.rstrip(" ") == "--"
        if in_signature:
            yield BlockRole.BOILERPLATE, line
        elif line.startswith(">"):
            yield BlockRole.QUOTE, re.sub(r"^(?:>\s?)+", "", line)
        else:
            yield BlockRole.BODY, line
