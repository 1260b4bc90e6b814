"""What any other reader may hand in, and what is let through.

A suggestion names a kind and quotes, for every field, words that stand in the document. A quotation that is not found,
a kind or party outside the closed lists, a number that its own quotation does not hold: the whole suggestion is refused,
with the reason as an unread row. What is let through is marked machine_suggested, gives way to the rules wherever the
rules read the same stretch, and enters no finding before a person has reviewed it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from holdfire.model.kinds import SPEAKING_ROLES, Kind, Modality

from ..counts import digits
from ..pack import Pack
from ..read import DocumentLike
from ..statement import ReadResult, Statement, Unread
from ..tokens import tokenise


@dataclass(frozen=True)
class Suggestion:
    """kind and modality from the closed lists; quote: the sentence's words; fields: name -> the words that say it."""

    kind: str
    quote: str
    fields: Mapping[str, str] = field(default_factory=dict)
    modality: str = "asserted"
    negated: bool = False


class Reader(Protocol):
    name: str

    def read(self, text: str, pack: Pack) -> Sequence[Suggestion]:
        """Suggestions for a text. Raises HoldfireError where the reader itself fails."""
        ...


QUOTED_FIELDS = ("speaker", "accused", "count", "weapon", "place", "date", "time")


def suggest(document: DocumentLike, pack: Pack, reader: Reader, read: ReadResult, doc_id: str) -> ReadResult:
    """The rules' reading with the reader's admissible suggestions added. Nothing of the rules' reading is changed."""
    out = ReadResult(list(read.statements), list(read.unread))
    speaking = [(b.start, b.end) for b in document.blocks if b.role in SPEAKING_ROLES]
    for suggestion in reader.read(document.text, pack):
        statement = admit(suggestion, document.text, speaking, pack, reader.name, doc_id)
        if isinstance(statement, Unread):
            out.unread.append(statement)
        elif not any(
            s.start < statement.end and statement.start < s.end and s.kind == statement.kind
            for s in read.statements
        ):
            out.statements.append(statement)
    out.statements.sort(key=lambda s: (s.start, s.end, s.kind, s.count or 0))
    return out


def admit(
    suggestion: Suggestion,
    text: str,
    speaking: Sequence[tuple[int, int]],
    pack: Pack,
    reader: str,
    doc_id: str,
) -> Statement | Unread:
    """The suggestion as a statement, or why it is none."""

    def refuse(reason: str, start: int = 0, end: int = 0) -> Unread:
        return Unread(doc_id, text[start:end], start, end, f"suggested by {reader}, refused: {reason}")

    if not suggestion.quote or not any(c.isalnum() for c in suggestion.quote):
        return refuse("no quotation")
    start = text.find(suggestion.quote)
    if start < 0:
        return refuse(f"the document does not say {suggestion.quote[:80]!r}")
    end = start + len(suggestion.quote)
    if not any(low <= start and end <= high for low, high in speaking):
        return refuse(
            "quotes a part of the page that does not speak (a comment, a form, a related story)", start, end
        )
    if suggestion.kind not in set(Kind):
        return refuse(f"unknown kind {suggestion.kind!r}", start, end)
    if suggestion.modality not in set(Modality):
        return refuse(f"unknown modality {suggestion.modality!r}", start, end)
    statement = Statement(
        doc_id,
        suggestion.quote,
        start,
        end,
        suggestion.kind,
        modality=suggestion.modality,
        negated=suggestion.negated,
    )
    statement.rule, statement.machine_suggested, statement.confidence = f"model.{reader}", True, 0.3
    for name, words in suggestion.fields.items():
        if name not in QUOTED_FIELDS:
            return refuse(f"unknown field {name!r}", start, end)
        at = text.find(words, start, end) if words else -1
        at = at if at >= 0 else (text.find(words) if words else -1)
        if at < 0:
            return refuse(f"{name}: the document does not say {words[:80]!r}", start, end)
        statement.field_spans[name] = (at, at + len(words))
        reason = _take(statement, name, words, pack)
        if reason:
            return refuse(f"{name}: {reason}", start, end)
    return statement


def _take(statement: Statement, name: str, words: str, pack: Pack) -> str | None:
    """Set the field from its own quotation; the reason where the words do not bear it."""
    if name in ("speaker", "accused"):
        hits = pack.lexicon.scan(tokenise(words, 0, len(words))).get("party", [])
        parties = {hit.payload.party for hit in hits}
        if len(parties) != 1:
            return f"{words[:60]!r} names {'no party' if not parties else 'several parties'} of the pack"
        party = parties.pop()
        if name == "speaker":
            statement.speaker, statement.speaker_party = words, party
        else:
            statement.accused_party = party
    elif name == "count":
        number = re.search(r"\d[\d,.]*", words)
        value = digits(number[0].rstrip(".,")) if number else _number_word(words, pack)
        if value is None:
            return f"no number in {words[:60]!r}"
        statement.count = value
    elif name == "weapon":
        statement.weapon = words
    elif name == "time":
        statement.time = words
    return None


def _number_word(words: str, pack: Pack) -> int | None:
    hits: list[Any] = pack.lexicon.scan(tokenise(words, 0, len(words))).get("numbers", [])
    return int(hits[0].payload) if len(hits) == 1 else None
