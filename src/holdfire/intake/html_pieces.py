"""A page's visible text, piece by piece, with what the page's own tags say of each piece.

Scripts, styles and hidden parts have no piece. A table that holds data gives its cells with row and header, merged cells
counted in; a table that only lays out the page is walked like any other element.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from holdfire.model.kinds import BlockRole

UNSEEN = frozenset(("script", "style", "noscript", "template", "svg", "math", "head", "iframe", "object", "embed", "canvas", "audio", "video", "select", "option", "datalist"))  # fmt: skip
BREAKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details", "dialog", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "legend", "li", "main", "nav", "ol",
    "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
))  # fmt: skip
COMMENT_NAMES = re.compile(r"(?:^|[\s_-])(?:comments?|commentlist|comment-list|disqus|responses|discussion)(?:$|[\s_-])", re.I)  # fmt: skip
RELATED_NAMES = re.compile(r"(?:^|[\s_-])(?:related|recommended|more-stories|also-like|most-read|trending|popular)(?:$|[\s_-])", re.I)  # fmt: skip
BOILER_NAMES = re.compile(
    r"(?:^|[\s_-])(?:newsletter|subscribe|social|share|sharing|breadcrumbs?|cookie|menu|navbar|sidebar|advert|promo|footer|site-header|site-title"
    r"|site-branding|masthead|respond)(?:$|[\s_-])", re.I,
)  # fmt: skip


@dataclass(frozen=True)
class Piece:
    """One run of visible text.

    tag         the element that it stands in
    fence       what the page's own tags say it is; None: nothing
    table       (table, row, header of its column, column) of a data table's cell
    is_repeat   the cell is merged with the one above it and holds for this row as well
    link_share  part of its letters that are links
    """

    text: str
    tag: str
    fence: BlockRole | None
    is_quote: bool
    table: tuple[int, int, str | None, int] | None
    link_share: float
    is_repeat: bool = False


def pieces_of(tree: Any) -> Iterator[Piece]:
    """Visible text, cut at every element that starts a line."""
    body = tree.find("body")
    counter = {"table": -1}
    buffer: list[tuple[str, bool]] = []

    def flush(tag: str, fence: BlockRole | None, is_quote: bool, table: None) -> Iterator[Piece]:
        plain = " ".join("".join(text for text, _linked in buffer).replace("\xad", "").split())
        linked = sum(len(text.strip()) for text, is_linked in buffer if is_linked)
        buffer.clear()
        if plain:
            yield Piece(plain, tag, fence, is_quote, table, linked / len(plain))

    def walk(
        element: Any, tag: str, fence: BlockRole | None, is_quote: bool, depth: int, in_link: bool = False
    ) -> Iterator[Piece]:
        name = element.tag if isinstance(element.tag, str) else ""
        if name in UNSEEN or depth > 200 or _is_hidden(element):
            return
        breaks = name in BREAKS
        inner_tag, inner_fence = (name if breaks and name != "br" else tag), fence or _fence(element, name)
        inner_quote = is_quote or name == "blockquote"
        in_link = in_link or name == "a"
        if breaks:
            yield from flush(tag, fence, is_quote, None)
        if name == "table":
            counter["table"] += 1
            yield from rows(element, counter["table"], inner_fence, depth)
            return
        if element.text:
            buffer.append((element.text, in_link))
        for child in element:
            yield from walk(child, inner_tag, inner_fence, inner_quote, depth + 1, in_link)
            if child.tail:
                buffer.append((child.tail, in_link))
        if breaks:
            yield from flush(inner_tag, inner_fence, inner_quote, None)

    def rows(element: Any, number: int, fence: BlockRole | None, depth: int) -> Iterator[Piece]:
        cells_of: list[list[Any]] = [[c for c in row if c.tag in ("td", "th")] for row in element.iter("tr")]
        is_data = sum(len(cells) > 1 for cells in cells_of) >= 2 and not element.xpath(
            ".//table|.//p[2]|.//div[3]"
        )
        if not is_data:  # a table that only lays out the page
            for cells in cells_of:
                for cell in cells:
                    yield from walk(cell, "td", fence, False, depth + 1)
            return
        for caption in element.iter("caption"):
            yield from walk(caption, "caption", fence, False, depth + 1)
        grid = grid_of(cells_of)
        top = header_row(grid)
        for row in grid[:top]:
            for words in (words for words, covers in row if words and covers == ""):
                if all(words != below for below, covers in grid[top] if covers == "above"):
                    yield Piece(words, "caption", fence, False, None, 0.0)
        headers = [words for words, _covers in grid[top]]
        for row_no, merged in enumerate(grid[top:]):
            for column, (words, covers) in enumerate(merged):
                if words and covers != "left":
                    header = headers[column] if row_no and column < len(headers) else words
                    place = (number, row_no, header, column)
                    yield Piece(words, "td", fence, False, place, 0.0, covers == "above")

    yield from walk(body if body is not None else tree, "body", None, False, 0)
    yield from flush("body", None, False, None)


def header_row(grid: list[list[tuple[str, str]]]) -> int:
    """Which row names each column by itself: not one whose cells lie over several columns, as a title or a group's name does."""
    top = 0
    while top < min(2, len(grid) - 2) and any(covers == "left" for _words, covers in grid[top]):
        top += 1
    return 0 if any(covers == "left" for _words, covers in grid[top]) else top


def grid_of(cells_of: list[list[Any]]) -> list[list[tuple[str, str]]]:
    """Rows of (text, "" where the cell stands, "above" or "left" where a merged one from there covers this place).

    cells_of  rows of td/th elements; a rowspan or colspan is bounded at 100, whatever the page claims
    """
    carried: dict[tuple[int, int], tuple[str, str]] = {}
    grid: list[list[tuple[str, str]]] = []
    for row_no, cells in enumerate(cells_of):
        row: list[tuple[str, str]] = []
        waiting = list(cells)
        while waiting or (row_no, len(row)) in carried:
            here = (row_no, len(row))
            if here in carried:
                row.append(carried[here])
                continue
            cell = waiting.pop(0)
            words = " ".join("".join(cell.itertext()).split())
            for down in range(_span(cell, "rowspan")):
                for right in range(_span(cell, "colspan")):
                    carried[(row_no + down, here[1] + right)] = (
                        words,
                        "left" if right else "above" if down else "",
                    )
            row.append((words, ""))
        grid.append(row)
    return grid


def _span(cell: Any, key: str) -> int:
    value = str(cell.get(key) or "1").strip()
    return min(max(int(value), 1), 100) if value.isdigit() else 1


def _is_hidden(element: Any) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return element.get("hidden") is not None or "display:none" in style or "visibility:hidden" in style


def _fence(element: Any, name: str) -> BlockRole | None:
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    if name in ("nav", "form", "button", "footer"):
        return BlockRole.BOILERPLATE
    if name == "body" or name == "html":
        return None
    if COMMENT_NAMES.search(names):
        return BlockRole.READER_COMMENT
    if RELATED_NAMES.search(names):
        return BlockRole.RELATED
    if BOILER_NAMES.search(names) or name == "aside":
        return BlockRole.BOILERPLATE
    return None
