"""A web page: every visible piece of text, each with a role, so that an article is told from what stands around it.

The text layer is built here from the page's own tree and holds everything a reader sees; scripts, styles and hidden
parts never enter it. Which pieces are the article and which are readers' comments is trafilatura's finding
(favor_precision, comments apart), checked against the page's own tags (nav, footer, aside, form, comment lists) and
against the words that sites set above such parts (`sections`). Where trafilatura finds no article, the tags decide.
"""

import json
import re
from typing import Any

from holdfire.model.kinds import BlockRole

from .dates import find_dates, moment_candidate, text_candidates
from .decode import declared_encoding, decode
from .document import Block, DateCandidate, Document, TextBuilder
from .html_pieces import Piece, pieces_of
from .language import guess_language
from .sections import opens_after_article, rule_for

READER = "html_page"
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
DATE_META = re.compile(
    r"(?:^|[:._-])(?:published_time|pubdate|publishdate|publish-date|date|datepublished|issued|created)$",
    re.I,
)
STAMP_WORDS = re.compile(
    r"\W*(?:(?:published|updated|posted|last|on|at|time|hrs?|h|am|pm|utc|gmt|msk|amt|azt|[a-z]{3,6}day|mon|tue|wed|thu|fri|sat|sun|by\b.{0,40})\W*)*", re.I
)  # fmt: skip
"""What may stand beside the date in a page's own stamp of time, which is metadata and no sentence."""


def read_html(data: bytes, media_type: str = "text/html") -> Document:
    """Blocks in reading order. Unreadable when the page shows no text."""
    decoded = decode(data, declared_encoding(data[:4096]))
    tree = parse(decoded.text)
    if tree is None:
        return Document(media_type, "", status="unreadable", reason="no element of HTML found", reader=READER)
    article, comments = _article_and_comments(decoded.text)
    title = _title(tree)
    builder = TextBuilder()
    pieces = list(pieces_of(tree))
    cells: dict[tuple[int, int], Block | None] = {}
    for piece, role in zip(pieces, roles_of_pieces(pieces, article, comments, title), strict=True):
        if piece.table is None:
            builder.add(piece.text, role)
            continue
        table_no, row_no, column_name, column = piece.table
        above = cells.get((table_no, column))
        if piece.is_repeat and above is not None:
            builder.again(above, row_no)
        else:
            where = {"table_no": table_no, "row_no": row_no, "column_name": column_name}
            cells[(table_no, column)] = builder.add(piece.text, role, separator="\n", **where)
    text = builder.text
    if not builder.blocks:
        return Document(media_type, "", status="unreadable", reason="the page shows no text", reader=READER)
    headline = next((text[b.start : b.end] for b in builder.blocks if b.role is BlockRole.HEADLINE), None)
    speaking = [
        text[b.start : b.end]
        for b in builder.blocks
        if b.role in (BlockRole.HEADLINE, BlockRole.BODY, BlockRole.QUOTE)
    ]
    stamped = [text[b.start : b.end] for b in builder.blocks if b.role is BlockRole.METADATA]
    dates = [*_attribute_dates(tree), *text_candidates(stamped[:2]), *text_candidates(speaking)]
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


def roles_of_pieces(pieces: list[Piece], article: str, comments: str, title: str | None) -> list[BlockRole]:
    """A role for each piece. Order of evidence: the page's tags, the section words, then trafilatura's finding.

    article, comments  squeezed text that trafilatura took for each; "" where it found none
    """
    squeezed = [_squeeze(piece.text) for piece in pieces]
    headline = _headline_at(pieces, squeezed, article, _squeeze(title or ""))
    matched = [
        i for i, words in enumerate(squeezed) if article and words in article and pieces[i].fence is None
    ]
    first, last = (matched[0], matched[-1]) if matched else (0, -1)
    roles: list[BlockRole] = []
    section: BlockRole | None = None
    in_article = 0
    for i, piece in enumerate(pieces):
        rule = rule_for(piece.text) if piece.table is None and i != headline else None
        own_line = rule is not None and (rule.lasts or piece.tag != "p" or len(piece.text) < 60)
        if rule is not None and own_line and opens_after_article(rule, in_article):
            if rule.lasts and piece.fence is None:
                section = rule.role
            roles.append(BlockRole.BOILERPLATE if rule.role is BlockRole.READER_COMMENT else rule.role)
        elif i == headline:
            section = None
            roles.append(BlockRole.HEADLINE)
        elif piece.fence is not None or section is not None:
            roles.append(piece.fence or section or BlockRole.BOILERPLATE)
        elif _is_stamp(piece.text):
            roles.append(BlockRole.METADATA)
        elif comments and squeezed[i] in comments and squeezed[i] not in article:
            roles.append(BlockRole.READER_COMMENT)
        elif (
            article and squeezed[i] not in article and not _within(piece, first < i < last, bool(in_article))
        ):
            roles.append(BlockRole.BOILERPLATE)
        else:
            roles.append(_article_role(piece))
            in_article += piece.tag not in HEADINGS and roles[-1] is not BlockRole.CAPTION
    if not in_article:  # no article at all (a bare notice): what no tag fenced off is its body after all
        return [
            BlockRole.BODY if role is BlockRole.BOILERPLATE and piece.fence is None else role
            for piece, role in zip(pieces, roles, strict=True)
        ]
    return roles


def _within(piece: Piece, is_between: bool, after_article: bool) -> bool:
    """Whether a piece that trafilatura dropped is of the article all the same: it favours precision and drops short ones.

    Between two pieces of the article, what is not mostly a link belongs to it (a list, a short line); so does a
    caption, and a data table that follows the article's text.
    """
    if piece.table is not None or piece.tag in ("figcaption", "caption"):
        return after_article or is_between
    return is_between and piece.link_share < 0.5


def _is_stamp(words: str) -> bool:
    """ "13 July 2020, 20:00", "Posted on July 13, 2020 by editor": a date and nothing that says anything."""
    if len(words) > 90:
        return False
    dates = find_dates(words)
    rest = words
    for stated, _day in dates:
        rest = rest.replace(stated, " ", 1)
    return bool(dates) and STAMP_WORDS.fullmatch(re.sub(r"\d{1,2}[:.]\d\d", " ", rest)) is not None


def _article_role(piece: Piece) -> BlockRole:
    if piece.table is not None:
        return BlockRole.TABLE_CELL
    if piece.tag in ("figcaption", "caption"):
        return BlockRole.CAPTION
    return BlockRole.QUOTE if piece.is_quote else BlockRole.BODY


def _headline_at(pieces: list[Piece], squeezed: list[str], article: str, title: str) -> int | None:
    """Which heading is the article's: the longest that the page's title repeats, else the first h1 of the article, else the first h1."""
    headings = [
        i for i, piece in enumerate(pieces) if piece.tag in HEADINGS and piece.fence is None and squeezed[i]
    ]
    titled = [i for i in headings if len(squeezed[i]) >= 4 and squeezed[i] in title]
    if titled:
        return max(titled, key=lambda i: (len(squeezed[i]), -i))
    top = [i for i in headings if pieces[i].tag == "h1"]
    return next((i for i in top if squeezed[i] in article), top[0] if top else None)


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
