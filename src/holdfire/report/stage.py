"""statement, block, incident, geography -> checked_claim: the press's own statements, held against the register.

Which sentences: those of documents whose source is of the kind media, in blocks where somebody can speak, plus third
parties' statements elsewhere. A party's allegation is not checked here: incidents and findings are made of it.
Readers' comments of the same documents are listed with the verdict `reader_comment`, and never as a claim.
"""

import json
import re
from datetime import UTC
from typing import TYPE_CHECKING, Any

from holdfire.model.case import Case
from holdfire.model.ids import row_id
from holdfire.model.kinds import SPEAKING_ROLES, SourceKind
from holdfire.model.lines import LineVersion, read_lines
from holdfire.model.register import fetch_dicts, insert_rows
from holdfire.model.stage import Run, Stage

from .claims_check import Checked, Sentence, check_ceasefire, check_distance, check_rank, check_said

if TYPE_CHECKING:
    import duckdb

Row = dict[str, Any]
SENTENCE = re.compile(r"[^.!?\n]*(?:\.(?=\d)[^.!?\n]*)*[.!?]?[\"”’]?")
SAID = re.compile(
    r"(?:,\s*|\b)(?P<who>(?:[A-Z][\w’-]+\s+){0,4}?[A-Z][\w’-]+(?:\s+of\s+[A-Z]\w+)?)\s+(?:said|stressed|pointed out|added|called)\b"
)


def run(db: "duckdb.DuckDBPyConnection", case: Case, run: Run) -> None:
    """Empty checked_claim and fill it."""
    db.execute("delete from checked_claim")
    statements = _statements(db, case)
    contradicted = db.execute("select count(*) from contradiction where topic = 'ceasefire_start'").fetchone()
    lines = _lines(case)
    rows: dict[str, Row] = {}
    for sentence in _sentences(db, case, statements):
        verdicts = {
            "distance": check_distance(sentence, case, lines),
            "rank": check_rank(sentence, case),
            "ceasefire": check_ceasefire(
                sentence, case, statements, int(contradicted[0]) if contradicted else 0
            ),
            "said": check_said(sentence, statements),
        }
        for name, checked in verdicts.items():
            if checked is not None:
                row = _row(name, sentence, checked)
                rows.setdefault(row["check_id"], row)
    for row in _comments(db, case):
        rows[row["check_id"]] = row
    insert_rows(db, "checked_claim", [rows[key] for key in sorted(rows)])


def _row(check: str, sentence: Sentence, checked: Checked) -> Row:
    return {
        "check_id": row_id("chk", check, sentence.exhibit_id, sentence.start, sentence.end),
        "statement_id": sentence.statement_id,
        "says": sentence.text,
        "speaker": sentence.speaker,
        "verdict": checked.verdict,
        "computed": json.dumps({"check": check, **checked.computed}, sort_keys=True),
        "reason": checked.reason,
        "exhibit_id": sentence.exhibit_id,
        "start_char": sentence.start,
        "end_char": sentence.end,
    }


def _statements(db: "duckdb.DuckDBPyConnection", case: Case) -> list[Row]:
    rows = fetch_dicts(
        db,
        """select statement_id, exhibit_id, start_char, end_char, quote, source_id, speaker, speaker_party, kind, modality, negated,
                  date_start, occurred_earliest from statement order by exhibit_id, start_char, end_char, statement_id""",
    )
    for row in rows:
        earliest = row["occurred_earliest"]
        local = None if earliest is None else case.mandate.local_day(earliest.replace(tzinfo=UTC))
        row["day"] = row["date_start"] or local
    return rows


def _lines(case: Case) -> list[LineVersion]:
    """Every line of the case's geography, also of files that the case model does not name (corridors)."""
    found: dict[str, LineVersion] = {}
    for path in sorted((case.root / "geography").glob("*.geojson")):
        if path.name not in ("zones.geojson", "territory.geojson"):
            found.update((line.line_id, line) for line in read_lines(path))
    return [found[key] for key in sorted(found)]


def _sentences(db: "duckdb.DuckDBPyConnection", case: Case, statements: list[Row]) -> list[Sentence]:
    """Sentences of press documents, and third parties' statements elsewhere, in the order of documents."""
    media = {s.source_id for s in case.sources.values() if s.kind is SourceKind.MEDIA}
    blocks = fetch_dicts(
        db,
        """select b.exhibit_id, b.role, b.start_char, b.end_char, t.body, e.source_id from block b
           join text_layer t using (exhibit_id) join exhibit e using (exhibit_id)
           where b.role in ('headline', 'body', 'quote', 'caption') order by b.exhibit_id, b.seq""",
    )
    parties = {p.id for p in case.mandate.parties}
    of_document: dict[str, list[Row]] = {}
    for s in statements:
        of_document.setdefault(s["exhibit_id"], []).append(s)
    found: dict[tuple[str, int, int], Sentence] = {}
    for block in blocks:
        if block["source_id"] not in media or block["role"] not in SPEAKING_ROLES:
            continue
        text = block["body"][block["start_char"] : block["end_char"]]
        speaker = ""
        for match in SENTENCE.finditer(text):
            words = match.group().strip()
            if len(words) < 20:
                continue
            start = block["start_char"] + match.start() + match.group().index(words[0])
            near = [
                s
                for s in of_document.get(block["exhibit_id"], ())
                if s["start_char"] < start + len(words) and start < s["end_char"]
            ]
            named = SAID.search(words)
            speaker = (
                next((s["speaker"] for s in near if s["speaker"]), None)
                or (named["who"] if named else "")
                or speaker
            )
            outlet = case.sources[block["source_id"]].institution
            key = (block["exhibit_id"], start, start + len(words))
            found[key] = Sentence(*key, words, speaker or outlet, near[0]["statement_id"] if near else None)
    covered = {s.statement_id for s in found.values()}
    for s in statements:
        if s["speaker_party"] not in parties and s["statement_id"] not in covered:
            key = (s["exhibit_id"], s["start_char"], s["end_char"])
            found.setdefault(
                key,
                Sentence(
                    *key, s["quote"], s["speaker"] or s["speaker_party"] or "not stated", s["statement_id"]
                ),
            )
    return [found[key] for key in sorted(found)]


def _comments(db: "duckdb.DuckDBPyConnection", case: Case) -> list[Row]:
    rows = fetch_dicts(
        db,
        """select b.block_id, b.exhibit_id, b.start_char, b.end_char, substr(t.body, b.start_char + 1, b.end_char - b.start_char) as words from block b
           join text_layer t using (exhibit_id) where b.role = 'reader_comment' order by b.exhibit_id, b.seq""",
    )
    return [
        {
            "check_id": row_id("chk", "comment", row["block_id"]),
            "statement_id": None,
            "says": " ".join(row["words"].split())[:300],
            "speaker": "a reader of the page",
            "verdict": "reader_comment",
            "computed": None,
            "reason": "A reader's comment: it is nobody's statement in this register, and nothing was checked of it.",
            **{key: row[key] for key in ("exhibit_id", "start_char", "end_char")},
        }
        for row in rows
        if row["words"].strip()
    ]


STAGE = Stage(
    name="report",
    version=1,
    reads=("statement", "block", "text_layer", "exhibit", "contradiction"),
    files=("mandate.toml", "sources.csv", "geography/*"),
    writes=("checked_claim",),
    run=run,
)
