"""A document to statements: which blocks speak, whose voice is the default, what "the day" covers, then sentence by sentence.

Pure: a Document, a pack and what is known of its publication go in; the same input gives the same rows. A reader's
comment, a form, a newsletter box or a related story never speaks: only roles of SPEAKING_ROLES do.
"""

from datetime import date, timedelta
from typing import Protocol

from holdfire.model.kinds import SPEAKING_ROLES, BlockRole

from .clauses import read_sentence
from .dated_afterwards import date_afterwards
from .dated_entries import entry_days
from .either_side import with_sides_by_city
from .headlines import without_repeated_headlines
from .introduced import introduced_groups, mark_groups, with_groups
from .mention import Mention
from .mission_names import OBSERVERS, with_missions_named
from .mission_tells import set_period_as_of, tell_observer
from .monitoring import mission_quoted, monitoring_party
from .observer import read_observer_sentence
from .origin_afterwards import name_origin_afterwards
from .pack import Pack
from .pack_parts import SourceRule
from .parties import mentions
from .reporting_periods import SHORTEST_WEEK, reporting_cut, reporting_period, stated_period
from .said_afterwards import told_afterwards
from .saying_days import said_before_publication
from .sentence import Sentence, mark
from .shared_names import with_shared_names
from .sides import Sides
from .sides_by_kind import mark_sides
from .source_rules import source_rule
from .speakers import events
from .speech import CLOSING_MARKS, Voices
from .statement import ReadResult, Unread
from .tables import Cell, TableContext, below_title, read_table
from .telling import Telling
from .times import moments
from .tokens import fold, sentences
from .voice import ally_that_speaks, document_voice
from .weapons import is_of_planes

LONGEST_SENTENCE = 6000
"""Characters. What is longer is no sentence (a list without stops, junk) and is left to a person."""


class BlockLike(Protocol):
    @property
    def role(self) -> BlockRole: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def table_no(self) -> int | None: ...
    @property
    def row_no(self) -> int | None: ...
    @property
    def column_name(self) -> str | None: ...


class DocumentLike(Protocol):
    """What reading needs of intake's Document."""

    @property
    def text(self) -> str: ...
    @property
    def blocks(self) -> tuple[BlockLike, ...]: ...
    @property
    def title(self) -> str | None: ...


def read_document(
    document: DocumentLike,
    pack: Pack,
    *,
    published: date | None = None,
    source: str | None = None,
    doc_id: str,
) -> ReadResult:
    """Every statement of the document, in order of place, and what could not be read.

    published  the day of publication; dates without a year and "yesterday" are read against it
    source     an id, outlet or address of the source registry; None: told from the text's first lines where it says so
    """
    text = document.text
    result = ReadResult()
    rule = source_rule(pack, source, text[:300])
    open_quote = False
    marked: list[Sentence] = []
    for seq, block in enumerate(document.blocks):
        if block.role not in SPEAKING_ROLES or block.table_no is not None:
            continue
        open_quote = open_quote and _closes_later(document, seq)
        for start, end in sentences(text, block.start, block.end):
            if end - start > LONGEST_SENTENCE:
                reason = f"no end of a sentence within {LONGEST_SENTENCE} characters"
                result.unread.append(
                    Unread(doc_id, text[start : start + 200], start, start + 200, reason, seq)
                )
                continue
            sentence, open_quote = mark(
                text, start, end, pack, role=str(block.role), block_seq=seq, in_quote=open_quote
            )
            marked.append(sentence)
    if not pack.conflict_parties:
        groups = introduced_groups(marked, pack)
        pack = with_groups(pack, groups)
        marked, pack = mark_sides([mark_groups(sentence, groups) for sentence in marked], pack, published)
    marked = with_sides_by_city(with_shared_names(marked), pack)
    telling = _telling(doc_id, pack, rule, published, text)
    telling.voices.is_gathered = rule is None or rule.party == "MEDIA"
    marked = with_missions_named(marked, pack, telling.voices.default)
    named = _first_pass(marked, telling)
    telling.tells_of_planes = any(is_of_planes(sentence) for sentence in marked)
    telling.monitoring = monitoring_party(marked, named, pack)
    if rule is None and not telling.is_observer:
        tell_observer(marked, named, telling)
    if telling.is_observer and telling.period is None:
        set_period_as_of(marked, telling)
    if not telling.is_observer:
        telling.said_before = said_before_publication(
            marked, published, lambda sentence: moments(sentence, published)[0]
        )
        if telling.said_before is not None and telling.default_dates == (published, published):
            telling.default_dates = (telling.said_before, telling.said_before)
    if rule is None and not telling.is_observer:
        voice = document_voice(marked, named, pack)
        telling.voices.ministry = voice.ministry
        telling.voices.is_gathered = not voice.is_own
        if voice.party is not None:
            telling.voices.default = telling.voices.side = voice.party
    if rule is not None and not telling.is_observer and pack.takes_sides(telling.voices.default):
        telling.voices.default = mission_quoted(marked, named, telling) or telling.voices.default
    if rule is not None and not telling.is_observer:
        telling.voices.default = (
            ally_that_speaks(marked, named, pack, telling.voices.default) or telling.voices.default
        )
    telling.sides.one_sided = telling.voices.default is not None and pack.takes_sides(telling.voices.default)
    afterwards = told_afterwards(marked, lambda number: events(marked[number], named[number], telling.voices))
    entries = entry_days(marked, published) if telling.period is None else {}
    entered: int | None = None
    for number, sentence in enumerate(marked):
        if sentence.block_seq in entries and sentence.block_seq != entered:
            entered, day = sentence.block_seq, entries[sentence.block_seq]
            telling.published, telling.default_dates, telling.last_moment = day, (day, day), None
        telling.told_afterwards = afterwards.get(number)
        telling.quote_speaker = _quote_speaker(marked, number, telling)
        if telling.is_observer:
            statements, unread = read_observer_sentence(sentence, telling)
        else:
            statements, unread = read_sentence(sentence, telling)
        result.statements += statements
        result.unread += unread
    _tables(document, telling, result)
    without_repeated_headlines(result, marked, telling)
    date_afterwards(marked, result.statements, published)
    name_origin_afterwards(marked, result.statements, pack)
    result.statements.sort(key=lambda s: (s.start, s.end, s.kind, s.count or 0))
    for statement in result.statements:
        assert text[statement.start : statement.end] == statement.quote
    return result


def _tables(document: DocumentLike, telling: Telling, result: ReadResult) -> None:
    """Tables of violations among the blocks: cells of one table number; its header is row 0, or stands below a title."""
    by_table: dict[int, dict[int, list[BlockLike]]] = {}
    for block in document.blocks:
        if block.table_no is not None and block.row_no is not None and block.role is BlockRole.TABLE_CELL:
            by_table.setdefault(block.table_no, {}).setdefault(block.row_no, []).append(block)
    party = telling.voices.default if telling.voices.default not in (None, "MEDIA") else "OSCE"
    context = TableContext(
        telling.doc, document.text, telling.pack, telling.published, telling.period, party or "OSCE"
    )
    for number in sorted(by_table):
        rows = by_table[number]
        fullest_first = sorted(
            rows, key=lambda row: (-len(rows[row]), row)
        )  # it has the columns in their order
        names = list(
            dict.fromkeys(
                b.column_name for row in fullest_first for b in rows[row] if b.column_name is not None
            )
        )
        top = [document.text[b.start : b.end] for b in rows.get(0, [])]
        header = top if len(top) >= len(names) else names
        body = [
            _cells(document.text, rows[row], header)
            for row in sorted(rows)
            if row > 0 or (names and 0 not in rows)
        ]
        header, body = below_title(header, body)
        statements, unread = read_table(header, body, context)
        result.statements += statements
        result.unread += unread


def _cells(text: str, blocks: list[BlockLike], names: list[str]) -> list[Cell]:
    """The row's cells by the header's columns; a cell that is not there is empty."""
    if not names or all(b.column_name is None for b in blocks):
        return [Cell(text[b.start : b.end], b.start, b.end) for b in blocks]
    row = [Cell("", blocks[0].start, blocks[0].start)] * len(names)
    plain = [" ".join(name.split()) for name in names]
    after = 0
    for block in blocks:  # two columns of one name are told apart by their order
        wanted = " ".join((block.column_name or "").split())
        place = next((i for i in range(after, len(plain)) if plain[i] == wanted), None)
        if place is not None:
            row[place], after = Cell(text[block.start : block.end], block.start, block.end), place + 1
    return row


def _telling(doc_id: str, pack: Pack, rule: SourceRule | None, published: date | None, text: str) -> Telling:
    family = rule.family if rule is not None else "news"
    voices = Voices(rule.party if rule is not None else None, rule.side if rule is not None else None)
    telling = Telling(doc_id, pack, family, published, voices, Sides(pack, outlet_side=voices.side))
    opening = fold(text[:600])
    observing = family in OBSERVERS or (
        "special monitoring mission" in opening and "based on information" in opening
    )
    letterhead = any(words in opening for words in _REPORTS)
    period = reporting_period(text[:900], published) if observing and letterhead else None
    is_short = period is not None and (period[1] - period[0]).days == 1
    one_day_until = rule.one_day_until if rule is not None else None
    if period is not None and is_short and one_day_until is not None and period[1] <= one_day_until:
        period = (period[1], period[1])
    if observing and period is None and "report" in opening:
        period = stated_period(text[:300], published)
    if observing:
        telling.is_observer = telling.sides.observed = voices.observed = True
        voices.default = (rule.party if rule is not None and rule.party else None) or "OSCE"
        if period is not None:
            telling.period, telling.period_cut = period, reporting_cut(text[:900])
            days = (period[1] - period[0]).days
            is_daily = (
                "daily" in opening or days < SHORTEST_WEEK
            )  # a weekend's report is told beside the day before it
            span = 1 if is_daily else days
            telling.previous_period = (period[0] - timedelta(days=span), period[0])
    if published is not None:
        daily = rule is not None and rule.coverage == "previous_24h"
        telling.default_dates = (
            (published - timedelta(days=1), published)
            if daily and _is_daily(opening + fold(text[600:1200]))
            else (published, published)
        )
    return telling


_REPORTS = (
    "based on information", "information received", "information as of", "daily report", "daily update", "daily summary",
    "weekly report", "status report", "monitoring report",
)  # fmt: skip


_DAILY = (
    "24 hours",
    "over the day",
    "during the day",
    "throughout the day",
    "last day",
    "past day",
    "sutka",
    "сутки",
    "доби",
    "добу",
    "օրվա",
    "within a day",
)


def _is_daily(opening: str) -> bool:
    return any(word in opening for word in _DAILY)


def _first_pass(marked: list[Sentence], telling: Telling) -> list[list[Mention]]:
    """Who is mentioned at all: the dyad of a document is known before its first sentence is read."""
    named = [mentions(sentence, telling.published) for sentence in marked]
    for found in named:
        telling.sides.learn(found)
    return named


def _quote_speaker(
    marked: list[Sentence], number: int, telling: Telling
) -> tuple[str | None, str | None] | None:
    """Whose words a quotation without a verb of saying is: who spoke last, else who is named at its end."""
    sentence = marked[number]
    if not any(sentence.quoted):
        return None
    voices = telling.voices
    opens = sentence.tokens and not (
        number > 0 and marked[number - 1].block_seq == sentence.block_seq and _open_at_end(marked[number - 1])
    )
    if opens and sentence.quoted[0]:
        for later in marked[number + 1 : number + 4]:
            if later.block_seq != sentence.block_seq or not any(later.quoted):
                break
            for event in events(later, mentions(later, telling.published), voices):
                if event.form == "after" and event.party not in ("?", "OWN", None, "MEDIA"):
                    return event.party, event.words
    if voices.current is not None:
        return voices.current, voices.current_words
    for later in marked[number + 1 : number + 3]:
        for event in events(later, mentions(later, telling.published), voices):
            if event.party not in ("?", "OWN", None, "MEDIA"):
                return event.party, event.words
    return None


_PARAGRAPHS = 6


def _closes_later(document: DocumentLike, seq: int) -> bool:
    """A quotation left open in the paragraph before goes on in this one: it is closed here or in one of the next ones.

    A mark that opens before one that closes begins a new quotation: the old one had only lost its end.
    """
    for block in document.blocks[seq : seq + _PARAGRAPHS]:
        for character in document.text[block.start : block.end]:
            if character in CLOSING_MARKS:
                return True
            if character in "“«„":
                return False
    return False


def _open_at_end(sentence: Sentence) -> bool:
    """A quotation is still open behind the sentence's last word."""
    return bool(sentence.quoted) and sentence.quoted[-1] and sentence.tokens[-1].text not in ('"', "”", "»")
