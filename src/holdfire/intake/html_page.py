"""A web page: every visible piece of text, each with a role, so that an article is told from what stands around it.

The text layer is built here from the page's own tree and holds everything a reader sees; scripts, styles and hidden
parts never enter it. Which pieces are the article and which are readers' comments is trafilatura's finding
(favor_precision, comments apart), checked against the page's own tags (nav, footer, aside, form, comment lists) and
against the words that sites set above such parts (`sections`). Where trafilatura finds no article, the tags decide.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from holdfire.model.kinds import BlockRole

from .dates import moment_candidate, text_candidates
from .decode import declared_encoding, decode
from .document import Block, DateCandidate, Document, TextBuilder
from .language import guess_language
from .sections import opens_after_article, rule_for

READER = "html_page"
UNSEEN = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "math",
        "head",
        "iframe",
        "object",
        "embed",
        "canvas",
        "audio",
        "video",
        "select",
        "option",
        "datalist",
    ]
)
BREAKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
COMMENT_NAMES = re.compile(
    r"(?:^|[\s_-])(?:comments?|commentlist|comment-list|disqus|responses|discussion)(?:$|[\s_-])", re.I
)
RELATED_NAMES = re.compile(
    r"(?:^|[\s_-])(?:related|recommended|more-stories|also-like|most-read|trending|popular)(?:$|[\s_-])", re.I
)
BOILER_NAMES = re.compile(
    r"(?:^|[\s_-])(?:newsletter|subscribe|social|share|sharing|breadcrumbs?|cookie|menu|navbar|sidebar|advert|promo|footer|site-header|respond|reply)(?:$|[\s_-])",
    re.I,
)
DATE_META = re.compile(
    r"(?:^|[:._-])(?:published_time|pubdate|publishdate|publish-date|date|datepublished|issued|created)$",
    re.I,
)


@dataclass
class _Piece:
    """One run of visible text with what its ancestors say of it."""

    text: str
    tag: str
    fence: BlockRole | None  # what the page's own tags say it is
    is_quote: bool
    table: tuple[int, int, str | None] | None  # table, row, column header


def read_html(data: bytes, media_type: str = "text/html") -> Document:
    """Blocks in reading order. Unreadable when the page shows no text."""
    decoded = decode(data, declared_encoding(data[:4096]))
    tree = parse(decoded.text)
    if tree is None:
        return Document(media_type, "", status="unreadable", reason="no element of HTML found", reader=READER)
    article, comments = _article_and_comments(decoded.text)
    title = _title(tree)
    builder = TextBuilder()
    _assign(builder, list(_pieces(tree)), article, comments, title)
    text = builder.text
    if not builder.blocks:
        return Document(media_type, "", status="unreadable", reason="the page shows no text", reader=READER)
    headline = next((text[b.start : b.end] for b in builder.blocks if b.role is BlockRole.HEADLINE), None)
    speaking = [
        text[b.start : b.end]
        for b in builder.blocks
        if b.role in (BlockRole.HEADLINE, BlockRole.BODY, BlockRole.QUOTE)
    ]
    dates = [*_attribute_dates(tree), *text_candidates(speaking)]
    language = _declared_language(tree) or guess_language(" ".join(speaking) or text)
    return Document(
        media_type, text, tuple(builder.blocks), tuple(dict.fromkeys(dates)), title=headline or title, language=language,
        status="partly_read" if decoded.note else "read", reason=decoded.note, reader=READER,
    )  # fmt: skip


def parse(markup: str) -> Any:
    """The page's tree, or None. External entities and network are off; a very deep or huge tree is refused by libxml2."""
    from lxml import etree, html

    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        return html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def _article_and_comments(markup: str) -> tuple[str, str]:
    """The squeezed text of the article and of readers' comments, as trafilatura finds them; "" for none."""
    import trafilatura

    try:
        found: Any = trafilatura.bare_extraction(
            markup, favor_precision=True, include_comments=True, include_tables=True, with_metadata=False
        )
    except (ValueError, TypeError, AttributeError, IndexError):  # odd trees: then the tags decide
        return "", ""
    if found is None:
        return "", ""
    article = _squeeze(" ".join(found.body.itertext())) if found.body is not None else ""
    comments = _squeeze(" ".join(found.commentsbody.itertext())) if found.commentsbody is not None else ""
    return article, comments


def _squeeze(text: str) -> str:
    """Letters and digits only: what survives every extractor's cleaning."""
    return "".join(c for c in text.lower() if c.isalnum())


def _title(tree: Any) -> str | None:
    for path in (".//meta[@property='og:title']/@content", ".//title/text()"):
        for value in tree.xpath(path):
            if plain := " ".join(str(value).split()):
                return plain
    return None


def _pieces(tree: Any) -> Iterator[_Piece]:
    """Visible text, cut at every element that starts a line."""
    body = tree.find("body")
    counter = {"table": -1}
    buffer: list[str] = []

    def flush(
        tag: str, fence: BlockRole | None, is_quote: bool, table: tuple[int, int, str | None] | None
    ) -> Iterator[_Piece]:
        plain = " ".join("".join(buffer).replace("\xad", "").split())
        buffer.clear()
        if plain:
            yield _Piece(plain, tag, fence, is_quote, table)

    def walk(
        element: Any, tag: str, fence: BlockRole | None, is_quote: bool, table: Any, depth: int
    ) -> Iterator[_Piece]:
        name = element.tag if isinstance(element.tag, str) else ""
        if name in UNSEEN or depth > 200 or _is_hidden(element):
            return
        breaks = name in BREAKS
        inner_tag, inner_fence = (name if breaks and name != "br" else tag), fence or _fence(element, name)
        inner_quote = is_quote or name == "blockquote"
        if breaks:
            yield from flush(tag, fence, is_quote, table)
        if name == "table":
            counter["table"] += 1
            yield from rows(element, counter["table"], inner_fence, depth)
            return
        if element.text:
            buffer.append(element.text)
        for child in element:
            yield from walk(child, inner_tag, inner_fence, inner_quote, table, depth + 1)
            if child.tail:
                buffer.append(child.tail)
        if breaks:
            yield from flush(inner_tag, inner_fence, inner_quote, table)

    def rows(element: Any, number: int, fence: BlockRole | None, depth: int) -> Iterator[_Piece]:
        cells_of: list[list[Any]] = [[c for c in row if c.tag in ("td", "th")] for row in element.iter("tr")]
        is_data = sum(len(cells) > 1 for cells in cells_of) >= 2 and not element.xpath(
            ".//table|.//p[2]|.//div[3]"
        )
        if not is_data:  # a table that only lays out the page
            for cells in cells_of:
                for cell in cells:
                    yield from walk(cell, "td", fence, False, None, depth + 1)
            return
        for caption in element.iter("caption"):
            yield from walk(caption, "caption", fence, False, None, depth + 1)
        headers: list[str] = []
        for row_no, merged in enumerate(grid_of(cells_of)):
            for column, (words, is_first) in enumerate(merged):
                if is_first and words:
                    header = headers[column] if row_no and column < len(headers) else words
                    yield _Piece(words, "td", fence, False, (number, row_no, header))
            if row_no == 0:
                headers = [words for words, _first in merged]

    yield from walk(body if body is not None else tree, "body", None, False, None, 0)
    yield from flush("body", None, False, None)


def grid_of(cells_of: list[list[Any]]) -> list[list[tuple[str, bool]]]:
    """Rows of (text, stands here first) with merged cells carried to every place that they cover.

    cells_of  rows of td/th elements; a rowspan or colspan is bounded at 100, whatever the page claims
    """
    carried: dict[tuple[int, int], str] = {}
    grid: list[list[tuple[str, bool]]] = []
    for row_no, cells in enumerate(cells_of):
        row: list[tuple[str, bool]] = []
        waiting = list(cells)
        while waiting or (row_no, len(row)) in carried:
            here = (row_no, len(row))
            if here in carried:
                row.append((carried[here], False))
                continue
            cell = waiting.pop(0)
            words = " ".join("".join(cell.itertext()).split())
            wide, tall = _span(cell, "colspan"), _span(cell, "rowspan")
            for down in range(tall):
                for right in range(wide):
                    if down or right:
                        carried[(row_no + down, here[1] + right)] = words
            row.append((words, True))
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


def _assign(
    builder: TextBuilder, pieces: list[_Piece], article: str, comments: str, title: str | None
) -> None:
    """Give each piece its role. Order of evidence: the page's tags, the section words, then trafilatura's finding."""
    section: BlockRole | None = None
    in_article = 0
    titled = False
    squeezed_title = _squeeze(title or "")
    role: BlockRole
    for piece in pieces:
        squeezed = _squeeze(piece.text)
        rule = rule_for(piece.text) if piece.table is None else None
        if (
            rule is not None
            and opens_after_article(rule, in_article)
            and (rule.lasts or piece.tag not in ("p",) or len(piece.text) < 60)
        ):
            if rule.lasts and piece.fence is None:
                section = rule.role
            role = BlockRole.BOILERPLATE if rule.role is BlockRole.READER_COMMENT else rule.role
        elif piece.fence is not None:
            role = piece.fence
        elif (
            not titled
            and piece.tag in HEADINGS
            and squeezed
            and (piece.tag == "h1" or squeezed in squeezed_title)
        ):
            role, titled, section = BlockRole.HEADLINE, True, None
        elif section is not None:
            role = section
        elif comments and squeezed in comments and squeezed not in article:
            role = BlockRole.READER_COMMENT
        elif article and squeezed not in article and not (piece.table and in_article):
            role = BlockRole.BOILERPLATE
        elif piece.table is not None:
            role = BlockRole.TABLE_CELL
        elif piece.tag in ("figcaption", "caption"):
            role = BlockRole.CAPTION
        else:
            role = BlockRole.QUOTE if piece.is_quote else BlockRole.BODY
        if role in (BlockRole.BODY, BlockRole.QUOTE, BlockRole.TABLE_CELL) and piece.tag not in HEADINGS:
            in_article += 1
        place: dict[str, Any] = {}
        if piece.table is not None:
            place = {"table_no": piece.table[0], "row_no": piece.table[1], "column_name": piece.table[2]}
        builder.add(piece.text, role, separator="\n" if piece.table else "\n\n", **place)
    if builder.blocks and not any(
        b.role in (BlockRole.BODY, BlockRole.QUOTE, BlockRole.TABLE_CELL) for b in builder.blocks
    ):
        builder.blocks[:] = [_reopened(block) for block in builder.blocks]


def _reopened(block: Block) -> Block:
    """A page with no article at all (a bare notice): what no tag fenced off is its body after all."""
    return replace(block, role=BlockRole.BODY) if block.role is BlockRole.BOILERPLATE else block


def _attribute_dates(tree: Any) -> list[DateCandidate]:
    found: list[DateCandidate | None] = []
    for meta in tree.iter("meta"):
        key = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        if DATE_META.search(key) and meta.get("content"):
            found.append(moment_candidate(str(meta.get("content"))[:60], "meta"))
    for script in tree.xpath(".//script[@type='application/ld+json']"):
        found += [moment_candidate(value[:60], "meta") for value in _published(script.text or "")]
    for stamp in tree.xpath(".//time[@datetime]"):
        found.append(moment_candidate(str(stamp.get("datetime"))[:60], "meta"))
    return [candidate for candidate in found if candidate is not None]


def _published(text: str) -> list[str]:
    try:
        value = json.loads(text[:200_000])
    except (ValueError, RecursionError):
        return []
    waiting, found = [value], []
    for _step in range(1000):
        if not waiting:
            break
        item = waiting.pop()
        if isinstance(item, list):
            waiting += item
        elif isinstance(item, dict):
            if isinstance(item.get("datePublished"), str):
                found.append(item["datePublished"])
            waiting += [v for v in item.values() if isinstance(v, dict | list)]
    return found


def _declared_language(tree: Any) -> str | None:
    code = str(tree.get("lang") or "").lower().partition("-")[0]
    return code if re.fullmatch(r"[a-z]{2}", code) else None
