"""One sentence with everything that the pack's words mark in it: what the grammar files work on.

`marks` maps a category of the packs to its matches in tokens. Built once, read by every grammar file, changed by none;
`joined` and `found` only keep what was asked before (categories together, the parties mentioned).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from .lexicon import Match
from .pack import Pack
from .place_names import NO_ENDINGS, CaseEndings, endings_of
from .tokens import CLOSING, OPENING, Token, joined_at_hyphen, tokenise
from .vocabulary import NO_WORDS, Vocabulary

_NO_MATCHES: list[
    Match[Any]
] = []  # what a sentence has of most categories; read only, as every list of `of` is
HEDGES = ("h_about", "h_at_least", "h_more", "h_up_to", "h_less")


@dataclass(frozen=True)
class Sentence:
    """text is the whole document's; start and end are the sentence's; tokens carry document offsets."""

    text: str
    start: int
    end: int
    tokens: tuple[Token, ...]
    marks: dict[str, list[Match[Any]]]
    role: str = "body"
    block_seq: int = 0
    quoted: tuple[bool, ...] = ()
    endings: CaseEndings = NO_ENDINGS
    vocabulary: Vocabulary = field(default_factory=lambda: NO_WORDS, compare=False)
    joined: dict[tuple[str, ...], list[Match[Any]]] = field(default_factory=dict, init=False, compare=False)
    found: dict[date | None, Any] = field(default_factory=dict, init=False, compare=False)

    @property
    def words(self) -> str:
        return self.text[self.start : self.end]

    def of(self, *categories: str) -> list[Match[Any]]:
        """Matches of these categories, in order of place."""
        if len(categories) == 1:
            return self.marks.get(categories[0], _NO_MATCHES)
        found = self.joined.get(categories)
        if found is None:
            found = [match for category in categories for match in self.marks.get(category, ())]
            found.sort(key=lambda m: (m.first, -m.last))
            self.joined[categories] = found
        return found

    def has(self, *categories: str) -> bool:
        return any(self.marks.get(category) for category in categories)

    def negations(self) -> list[Match[Any]]:
        """Words of negation; "no fewer than", "не менее" are hedges of a number and none."""
        hedged = {i for m in self.of(*HEDGES) for i in range(m.first, m.last + 1)}
        return [m for m in self.of("no") if m.first not in hedged and not self._is_of_compound(m.last)]

    def _is_of_compound(self, at: int) -> bool:
        """ "The no-fire zone": a word with a hyphen behind it denies nothing."""
        if at + 1 >= len(self.tokens):
            return False
        return self.text[self.tokens[at].end : self.tokens[at + 1].start] in ("-", "‐", "‑")

    def within(self, first: int, last: int, *categories: str) -> list[Match[Any]]:
        if len(categories) == 1:
            matches = self.marks.get(categories[0])
            if matches is None:
                return []
        else:
            matches = self.of(*categories)
        return [m for m in matches if first <= m.first and m.last <= last]

    def is_word(self, at: int, name: str) -> bool:
        """The token is a word of that list of the packs (vocabulary.py); none before the first nor behind the last."""
        return 0 <= at < len(self.tokens) and self.tokens[at].key in self.vocabulary[name]

    def keys(self, first: int, last: int) -> list[str]:
        return [token.key for token in self.tokens[max(0, first) : last + 1]]

    def span(self, first: int, last: int) -> tuple[int, int]:
        return self.tokens[first].start, self.tokens[last].end

    def says(self, first: int, last: int) -> str:
        start, end = self.span(first, last)
        return self.text[start:end]

    def signs(self, first: int, last: int) -> set[str]:
        """Punctuation between two tokens."""
        return {token.text for token in self.tokens[max(0, first) : last + 1] if token.kind == "punct"}


def mark(
    text: str,
    start: int,
    end: int,
    pack: Pack,
    *,
    role: str = "body",
    block_seq: int = 0,
    in_quote: bool = False,
) -> tuple[Sentence, bool]:
    """The marked sentence, and whether a quotation is still open at its end. in_quote: one was open before it."""
    tokens = joined_at_hyphen(text, tokenise(text, start, end), pack.one_word)
    quoted, still = _quoted(tokens, in_quote)
    marks = pack.lexicon.scan(tokens)
    endings = endings_of(text, pack.case_endings)
    sentence = Sentence(
        text, start, end, tuple(tokens), marks, role, block_seq, quoted, endings, pack.vocabulary
    )
    return sentence, still


def _quoted(tokens: Iterable[Token], is_open: bool) -> tuple[tuple[bool, ...], bool]:
    flags: list[bool] = []
    for token in tokens:
        if token.text in "“«„" or (token.text in OPENING and token.text not in "(["):
            is_open = True
            flags.append(True)
        elif token.text in "”»" or (token.text in CLOSING and token.text not in ")]"):
            flags.append(True)
            is_open = False
        elif token.text == '"':
            flags.append(True)
            is_open = not is_open
        else:
            flags.append(is_open)
    return tuple(flags), is_open
