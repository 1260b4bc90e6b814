"""A document's text cut at the statements' edges, so that a page can mark them and link to them.

Pure: text and offsets in, pieces out. Pieces joined give the text again; overlapping statements share pieces.
"""

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

CELL = re.compile(r'"((?:[^"\\]|""|\\.)*)"|[^,"\n]+')


@dataclass(frozen=True)
class Piece:
    """text[start:end] and the ids that cover it; `opens` are those that begin here (a page puts their anchors)."""

    text: str
    covers: tuple[str, ...]
    opens: tuple[str, ...]


def cut(text: str, spans: Iterable[tuple[str, int, int]]) -> list[Piece]:
    """Pieces of `text` at every edge of `spans` (id, start, end). Spans outside the text are clipped.

    >>> [(p.text, p.covers) for p in cut("abcd", [("x", 1, 3), ("y", 2, 4)])]
    [('a', ()), ('b', ('x',)), ('c', ('x', 'y')), ('d', ('y',))]
    """
    clipped = sorted((max(0, start), min(len(text), end), name) for name, start, end in spans)
    clipped = [(start, end, name) for start, end, name in clipped if start < end]
    edges = sorted({0, len(text)} | {edge for start, end, _ in clipped for edge in (start, end)})
    pieces: list[Piece] = []
    active: list[tuple[int, int, str]] = []
    following = 0
    for start, end in itertools.pairwise(edges):
        active = [span for span in active if span[1] > start]
        opens = []
        while following < len(clipped) and clipped[following][0] == start:
            active.append(clipped[following])
            opens.append(clipped[following][2])
            following += 1
        pieces.append(Piece(text[start:end], tuple(span[2] for span in active), tuple(opens)))
    return pieces


def around(text: str, start: int, end: int, width: int = 160) -> tuple[str, str, str]:
    """(before, quoted, after): a quote in its document, cut at words, with an ellipsis where text is left out.

    >>> around("One two three four five", 8, 13, 5)
    ('… two ', 'three', ' …')
    """
    left, right = max(0, start - width), min(len(text), end + width)
    before, after = text[left:start], text[end:right]
    if left > 0:
        before = "… " + before[before.find(" ") + 1 :] if " " in before.rstrip() else "… "
    if right < len(text):
        after = after[: after.rfind(" ")] + " …" if " " in after.lstrip() else " …"
    return before, text[start:end], after


def spoken_part(quote: str) -> tuple[int, int]:
    """Of a table's row, the cell that reads as a sentence: the longest with words in it. (0, len) where none does.

    >>> spoken_part('T1,2020,"Fire was heard, twice, at the mill.",http://x.example/a b')
    (9, 44)
    """
    best = (0, 0)
    for cell in CELL.finditer(quote):
        start, end = (cell.start(1), cell.end(1)) if cell[1] is not None else (cell.start(), cell.end())
        words = quote[start:end]
        if words.count(" ") >= 2 and "://" not in words and end - start > best[1] - best[0]:
            best = (start, end)
    return best if best[1] else (0, len(quote))


def fields_in(
    quote_start: int, quote: str, field_spans: dict[str, Sequence[int]]
) -> list[tuple[str, int, int]]:
    """A statement's field spans (offsets into the document) as offsets into its quote; those outside are left out."""
    found = []
    for name, span in sorted(field_spans.items()):
        if len(span) == 2 and quote_start <= span[0] < span[1] <= quote_start + len(quote):
            found.append((name, span[0] - quote_start, span[1] - quote_start))
    return found
