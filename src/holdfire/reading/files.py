"""A file to statements, without any case: split, choose the pack, read its text or its rows."""

import sys
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from holdfire.intake.document import Document
from holdfire.intake.split import split
from holdfire.model.errors import Misuse, Unreadable
from holdfire.model.kinds import DayOrder

from .pack import Pack, load_pack, pack_ids
from .read import read_document
from .readers.protocol import Reader, suggest
from .records import RowContext, read_rows
from .statement import ReadResult
from .tokens import Token, tokenise


def day_of(text: str) -> date | None:
    """raises  Misuse for what is no day"""
    if not text:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        raise Misuse(f"--published: found {text!r}, expected a day like 2020-07-12") from None


def reader_of(where: str, model: str) -> Reader:
    """The optional reader at an address of this machine, or in a directory of it. Raises Misuse for anything else."""
    if "://" in where:
        from .readers.endpoint import EndpointReader

        return EndpointReader(where, model)
    from .readers.gliner import GlinerReader

    return GlinerReader(Path(where))


def read_file(
    path: Path,
    pack: str,
    *,
    published: date | None = None,
    source: str | None = None,
    reader: Reader | None = None,
    day_order: DayOrder | None = None,
) -> ReadResult:
    """day_order  of days by number in tables that do not tell it themselves

    raises  Unreadable where nothing of the file could be read, Misuse for a pack or a file that is not there"""
    try:
        data = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    except OSError as error:
        raise Misuse(f"{path}: {error.strerror or error}") from error
    document = split(data, None if str(path) == "-" else path.name)
    if document.status == "unreadable":
        raise Unreadable(f"{path}: {document.reason}")
    if not any(c.isalpha() for c in document.text):
        raise Unreadable(f"{path}: holds no words ({document.media_type})")
    chosen = choose_pack(document.text) if pack == "auto" else load_pack(pack)
    doc_id = "-" if str(path) == "-" else path.name
    result = read_split(
        document,
        chosen,
        published=published or published_of(document),
        source=source,
        doc_id=doc_id,
        day_order=day_order,
    )
    if result.unread and not result.statements and _is_rows_only(document):
        reasons = "\n".join(f"  {row.reason}" for row in result.unread)
        raise Unreadable(f"{path}: none of {len(result.unread)} rows could be read\n{reasons}")
    return suggest(document, chosen, reader, result, doc_id) if reader is not None else result


def _is_rows_only(document: Document) -> bool:
    return bool(document.records) and all(record.format != "table" for record in document.records)


def read_split(
    document: Document,
    pack: Pack,
    *,
    published: date | None,
    source: str | None,
    doc_id: str,
    day_order: DayOrder | None = None,
) -> ReadResult:
    """A split document: the rows of a structured source by its format's reader, everything else as text."""
    structured = [r for r in document.records if r.format != "table"]
    if not structured:
        return read_document(document, pack, published=published, source=source, doc_id=doc_id)
    result = read_rows(
        structured, RowContext(doc_id, document.text, 0, len(document.text), pack, day_order=day_order)
    )
    if len(structured) < len(document.records):  # a workbook of a dataset and of other sheets: both are read
        rest = read_document(document, pack, published=published, source=source, doc_id=doc_id)
        result.statements += rest.statements
        result.unread += rest.unread
    return result


def published_of(document: Document) -> date | None:
    """The day that a document states of itself, where it states one: meta before dateline before "issued on"."""
    for basis in ("meta", "dateline", "issued_on", "as_of"):
        for candidate in document.date_candidates:
            if candidate.basis == basis:
                return candidate.earliest.date()
    return None


def choose_pack(text: str) -> Pack:
    """The shipped pack whose conflict the text is of; the generic one where it is of none of them.

    Two of a conflict's parties, opposed to each other, are enough. A bulletin often names one side only ("the enemy fired
    at our positions near X"), an observer neither: then the pack's own front-line places must bear it out, and no
    other conflict's two sides may be named.
    """
    tokens = tokenise(text, 0, min(len(text), 20_000))
    generic = load_pack("generic")
    best, score = generic, 0
    elsewhere = _named(generic, tokens)
    for name in pack_ids():
        if name == "generic":
            continue
        pack = load_pack(name)
        marks = pack.lexicon.scan(tokens)
        named = Counter(
            m.payload.party
            for m in marks.get("party", ())
            if m.payload.party in pack.conflict_parties or pack.is_neutral(m.payload.party)
        )
        belligerents = {party: n for party, n in named.items() if not pack.is_neutral(party)}
        value = sum(belligerents.values())
        if len(belligerents) < 2:
            places = {
                m.payload.place_id
                for m in marks.get("place", ())
                if not m.payload.is_region and tokens[m.first].is_capital
            }
            regions = {m.payload.place_id for m in marks.get("place", ()) if tokens[m.first].is_capital}
            only = next(iter(belligerents), None)
            known = only is not None and only in generic.parties
            rivals = generic.parties[only].opponents if only is not None and known else ()
            told_of = bool(marks.get("enemy")) and bool(rivals) and set(rivals) <= pack.conflict_parties
            borne_out = (len(regions) >= 2 and bool(places)) or bool(regions and belligerents) or told_of
            if not (named and borne_out) or _is_of_another(elsewhere, generic, pack):
                continue
            value = sum(named.values()) + len(regions)
        if value > score:
            best, score = pack, value
    return best


def _named(pack: Pack, tokens: Sequence[Token]) -> frozenset[str]:
    marks = pack.lexicon.scan(tokens).get("party", ())
    return frozenset(m.payload.party for m in marks if not pack.is_neutral(m.payload.party))


def _is_of_another(named: frozenset[str], generic: Pack, pack: Pack) -> bool:
    """Two opponents are named of which at least one is no party of this pack."""
    return any(
        rival in named and not {party, rival} <= pack.conflict_parties
        for party in sorted(named)
        for rival in generic.parties[party].opponents
    )
