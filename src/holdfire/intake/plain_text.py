"""Plain text, such as a page saved by a browser: paragraphs with a role each.

The text layer is the file's own text, so offsets are offsets into what the sender wrote. Lines that a terminal wrapped
are joined into one block; bullets and lines of their own stay apart.
"""

import re

from holdfire.model.kinds import BlockRole

from .dates import text_candidates
from .decode import decode
from .document import Block, Document
from .language import guess_language
from .sections import opens_after_article, rule_for

READER = "plain_text"
BULLET = re.compile(r"\s*(?:[-*•·–—]\s|\d{1,3}[.)]\s|[a-z][.)]\s)")
SENTENCE_END = re.compile(r"[.!?…։؟:;]['\"”’»)\]]*$")


def read_plain_text(data: bytes, media_type: str = "text/plain") -> Document:
    """Every non-blank line belongs to exactly one block."""
    decoded = decode(data)
    return split_text(decoded.text, media_type, READER, decoded.note)


def split_text(text: str, media_type: str, reader: str, note: str | None = None) -> Document:
    paragraphs = paragraphs_of(text)
    blocks = roles_of(text, paragraphs)
    speaking = [text[b.start : b.end] for b in blocks if b.role in (BlockRole.HEADLINE, BlockRole.BODY)]
    title = next((text[b.start : b.end] for b in blocks if b.role is BlockRole.HEADLINE), None)
    if not blocks:
        return Document(media_type, text, status="unreadable", reason="holds no text", reader=reader)
    return Document(
        media_type, text, tuple(blocks), tuple(text_candidates(speaking)), title=title,
        language=guess_language(" ".join(speaking)), status="partly_read" if note else "read", reason=note, reader=reader,
    )  # fmt: skip


def paragraphs_of(text: str) -> list[tuple[int, int]]:
    """(start, end) of each paragraph, trimmed of white space, in order."""
    lines: list[tuple[int, int]] = []
    for hit in re.finditer(r"[^\r\n\f\u2028\u2029]+", text):
        stripped = hit[0].strip()
        if stripped:
            start = hit.start() + hit[0].index(stripped[0])
            lines.append((start, start + len(stripped)))
    found: list[tuple[int, int]] = []
    for start, end in lines:
        if found and _continues(text, found[-1], (start, end)):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _continues(text: str, before: tuple[int, int], line: tuple[int, int]) -> bool:
    """The line is the rest of a sentence that a narrow column broke: adjacent, no bullet, the last line full and open."""
    gap = text[before[1] : line[0]]
    if len(re.findall(r"\r\n|[\n\r\f\u2028\u2029]", gap)) != 1:
        return False
    last = text[before[0] : before[1]].splitlines()[-1]
    if not 45 <= len(last) <= 100 or SENTENCE_END.search(last) or rule_for(last):
        return False
    words = text[line[0] : line[1]]
    return not BULLET.match(words) and len(words) <= 100 and not rule_for(words)


def roles_of(text: str, paragraphs: list[tuple[int, int]]) -> list[Block]:
    """Roles by the section rules. The first line is the headline when it is short, unpunctuated and not alone."""
    blocks: list[Block] = []
    section: BlockRole | None = None
    article = 0
    for number, (start, end) in enumerate(paragraphs):
        words = text[start:end]
        rule = rule_for(words)
        if rule is not None and opens_after_article(rule, article):
            if rule.lasts:
                section = rule.role
            blocks.append(
                Block(
                    rule.role if rule.role is not BlockRole.READER_COMMENT else BlockRole.BOILERPLATE,
                    start,
                    end,
                )
            )
            continue
        if section is not None:
            blocks.append(Block(section, start, end))
            continue
        if number == 0 and len(paragraphs) > 1 and _is_headline(words):
            blocks.append(Block(BlockRole.HEADLINE, start, end))
            continue
        article += 1
        blocks.append(Block(BlockRole.BODY, start, end))
    return blocks


def _is_headline(words: str) -> bool:
    return len(words) <= 200 and "\n" not in words and not re.search(r"[.։…:;]['\"”’»)]*$", words)
