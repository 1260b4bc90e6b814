"""Phrases of a pack, found in tokens: exact words, stems (`armenian*`) and gaps (`open* _ fire`: up to six words).

A word with = before it is found only in its own letters (`=ölüb`, he died; `olub`, it was): folding would make them one.

A phrase is data, with alternatives (`broke/breached _ truce`); there are no regular expressions in packs. Looked up by its first word, so the cost of a sentence
does not grow with the size of a gazetteer. Arabic words are also tried without the particles written onto them.
Checked against a plain scan in tests/reading/test_lexicon.py.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from operator import itemgetter
from typing import Generic, TypeVar

from .tokens import Token, fold

Payload = TypeVar("Payload")
GAP = 6
"""Words that `_` in a phrase may stand for, at most; never a sign other than a quotation mark, a hyphen or the slash between two names of a month."""

_QUOTES = frozenset('"“”«»„')

_CONJUNCTIONS = ("و", "ف")
_PREPOSITIONS = ("ب", "ل", "ك")
_ARTICLE, _TO_THE = "ال", "لل"
_OF_VERBS = frozenset({"say", "accuse", "deny", "call", "threat", "kept_truce", "accord", "adding"})
"""Categories of words that an article never stands before."""
SHORTEST_STEM = 2
"""Letters that are left of a word at least; three behind two particles, as most Arabic words have three."""


@dataclass(frozen=True, slots=True)
class Match(Generic[Payload]):
    """Tokens first..last (inclusive) carry the payload."""

    first: int
    last: int
    payload: Payload


@dataclass(frozen=True, slots=True)
class _Entry(Generic[Payload]):
    parts: tuple[str, ...]  # folded words; a stem ends in *, a gap is _
    payload: Payload
    category: str
    is_word: bool  # one word, found as soon as its first is
    second: str | None  # the second word, where only that very word will do
    needs: str | None  # a further word, whole, without which the phrase is not in a sentence


class _Candidates(Generic[Payload]):
    """Phrases that may begin at a word, by the further word that each needs: most need one that a sentence does not have."""

    def __init__(self, entries: Sequence[_Entry[Payload]]) -> None:
        self._free = [(at, entry) for at, entry in enumerate(entries) if entry.needs is None]
        self._by_need: dict[str, list[tuple[int, _Entry[Payload]]]] = {}
        for at, entry in enumerate(entries):
            if entry.needs is not None:
                self._by_need.setdefault(entry.needs, []).append((at, entry))

    def among(self, present: Set[str]) -> Iterator[_Entry[Payload]]:
        """Those whose needed word is present, in the order of the pack."""
        fitting = list(self._free)
        for need in self._by_need.keys() & present if self._by_need else ():
            fitting += self._by_need[need]
        fitting.sort(key=itemgetter(0))
        return (entry for _, entry in fitting)


def expand(phrase: str) -> list[tuple[str, ...]]:
    """Every way to say a phrase of a pack: alternatives multiplied out, words folded, hyphens as the tokeniser drops them.

    >>> expand("open*/began fire")
    [('open*', 'fire'), ('began', 'fire')]
    raises  ValueError for a phrase that begins with a gap or holds nothing
    """
    ways: list[tuple[str, ...]] = [()]
    for word in phrase.replace("-", " ").replace('"', " ").split():
        choices = [c for c in word.split("/") if c]
        ways = [(*way, _part(choice)) for way in ways for choice in choices]
    if not ways or not ways[0] or any(way[0] in ("_", "*", "") for way in ways):
        raise ValueError(f"a phrase begins with a word, found {phrase!r}")
    return ways


def _part(word: str) -> str:
    if word == "_":
        return word
    if word[0] == "=":
        return "=" + unicodedata.normalize("NFC", word[1:].casefold())
    if word.endswith("*"):
        return fold(word[:-1]) + "*"
    return fold(word)


class Lexicon(Generic[Payload]):
    """Built once per pack from (category, phrase, payload). `scan` gives, per category, the longest match at each token."""

    def __init__(self, entries: Iterable[tuple[str, str, Payload]]) -> None:
        self._exact: dict[str, list[_Entry[Payload]]] = {}
        self._stems: dict[str, list[_Entry[Payload]]] = {}
        self._by_key: dict[str, _Candidates[Payload]] = {}
        for category, phrase, payload in entries:
            for parts in expand(phrase):
                entry = _entry(parts, payload, category)
                first = fold(parts[0][1:]) if parts[0][0] == "=" else parts[0]
                if first.endswith("*"):
                    self._stems.setdefault(first[:-1], []).append(entry)
                else:
                    self._exact.setdefault(first, []).append(entry)
        self._longest = max((len(stem) for stem in self._stems), default=0)

    def scan(self, tokens: Sequence[Token]) -> dict[str, list[Match[Payload]]]:
        """Category -> matches in order, none inside another of its category."""
        found: dict[str, list[Match[Payload]]] = {}
        present = {form for token in tokens if token.kind != "punct" for form in forms(token.key)}
        for at, token in enumerate(tokens):
            if token.kind == "punct":
                continue
            best: dict[str, Match[Payload]] = {}
            following = _forms_behind(tokens, at)
            for entry in self._candidates(token.key).among(present):
                if entry.second is not None and entry.second not in following:
                    continue
                last = at if entry.is_word else _matches(entry.parts, tokens, at)
                if last >= 0:
                    held = best.get(entry.category)
                    if held is None or last > held.last:
                        best[entry.category] = Match(at, last, entry.payload)
            for category, match in best.items():
                row = found.setdefault(category, [])
                if (
                    not row
                    or (match.last > row[-1].last and match.first > row[-1].last)
                    or (match.last > row[-1].last and match.first > row[-1].first)
                ):
                    row.append(match)
        return found

    def _candidates(self, key: str) -> _Candidates[Payload]:
        known = self._by_key.get(key)
        if known is None:
            found: list[_Entry[Payload]] = []
            its_forms = forms(key)
            for form in its_forms:
                fitting = [*self._exact.get(form, ())]
                for length in range(
                    min(len(form), self._longest), 0, -1
                ):  # the more of a word it tells, the better
                    fitting += self._stems.get(form[:length], ())
                if any(
                    p + form in its_forms for p in (_ARTICLE, "ب", "ك")
                ):  # "the follower" is not "followed"
                    fitting = [entry for entry in fitting if entry.category not in _OF_VERBS]
                found += fitting
            known = _Candidates(found)
            if len(self._by_key) < 200_000:
                self._by_key[key] = known
        return known


def _entry(parts: tuple[str, ...], payload: Payload, category: str) -> _Entry[Payload]:
    is_word = len(parts) == 1 and parts[0][0] != "="
    second = parts[1] if len(parts) > 1 else None
    if second is not None and (second == "_" or second[0] == "=" or second.endswith("*")):
        second = None
    whole = [part for part in parts[1:] if part[0] not in "=_" and not part.endswith("*")]
    return _Entry(parts, payload, category, is_word, second, max(whole, key=len, default=None))


def _forms_behind(tokens: Sequence[Token], at: int) -> tuple[str, ...]:
    """The forms of the word behind, quotation marks left out; empty at the end and before another sign."""
    place = at + 1
    while place < len(tokens) - 1 and tokens[place].text in _QUOTES:
        place += 1
    if place >= len(tokens) or tokens[place].kind == "punct":
        return ()
    return forms(tokens[place].key)


def forms(key: str) -> tuple[str, ...]:
    """The key, and for an Arabic word also what is left without the particles written onto it.

    >>> forms("وبالمدفعيه")
    ('وبالمدفعيه', 'بالمدفعيه', 'المدفعيه', 'مدفعيه')
    >>> forms("للجيش")
    ('للجيش', 'لجيش', 'الجيش', 'جيش')
    """
    if not key or not "\u0600" <= key[0] <= "\u06ff":
        return (key,)
    kept = [key]
    for particles in (_CONJUNCTIONS, _PREPOSITIONS, (_ARTICLE,)):
        for form in tuple(kept):
            if particles is _PREPOSITIONS and form.startswith(_TO_THE):
                kept += _stripped(form, ("ل",), len(form) < len(key))
                kept += [_ARTICLE + rest for rest in _stripped(form, (_TO_THE,), False)]
            else:
                kept += _stripped(form, particles, len(form) < len(key))
    return tuple(dict.fromkeys(kept))


def _stripped(form: str, particles: tuple[str, ...], is_second: bool) -> list[str]:
    least = SHORTEST_STEM + is_second
    return [
        form[len(p) :]
        for p in particles
        if form.startswith(p) and len(form) - len(p) >= (least if p != _ARTICLE else SHORTEST_STEM)
    ]


def without_particles(name: str, known: Iterable[str]) -> str:
    """The known name of which this is one with particles written onto it: "والحديدة" of "الحديدة"; else the name as it is.

    >>> without_particles("بإدلب", ["إدلب"])
    'إدلب'
    """
    if not "\u0600" <= name[:1] <= "\u06ff":
        return name
    first, _, rest = name.partition(" ")
    bare = {f"{form} {fold(rest)}".strip() for form in forms(fold(first))}
    return next((one for one in known if fold(one) in bare), name)


def opens_with_and(key: str) -> bool:
    """A conjunction is written onto the word: "وأربعة", and four.

    >>> opens_with_and("واربعه"), opens_with_and("اربعه")
    (True, False)
    """
    return len(key) > SHORTEST_STEM + 1 and key.startswith(_CONJUNCTIONS)


def word_matches(part: str, key: str) -> bool:
    """Whether a folded token is the phrase's word, or begins with its stem; in Arabic also behind its joined particles."""
    if not "\u0600" <= key[:1] <= "\u06ff":
        return key.startswith(part[:-1]) if part.endswith("*") else part == key
    if part.endswith("*"):
        return any(form.startswith(part[:-1]) for form in forms(key))
    return part == key or part in forms(key)


def _fits(part: str, token: Token) -> bool:
    if part[0] != "=":
        return word_matches(part, token.key)
    word = unicodedata.normalize("NFC", token.text.casefold())
    return word.startswith(part[1:-1]) if part.endswith("*") else word == part[1:]


def _matches(parts: tuple[str, ...], tokens: Sequence[Token], at: int) -> int:
    """Index of the last token of the phrase that begins at `at` (whose first word fits), or -1."""
    if parts[0][0] == "=" and not _fits(parts[0], tokens[at]):
        return -1
    place = at + 1
    for number in range(1, len(parts)):
        part = parts[number]
        if part == "_":
            continue
        reach = GAP + 1 if parts[number - 1] == "_" else 1
        hit = -1
        while place < len(tokens) - 1 and tokens[place].text in _QUOTES:
            place += 1  # "militants of “X”": a name keeps its quotation marks
        for step in range(reach):
            if place + step >= len(tokens):
                break
            token = tokens[place + step]
            if token.kind == "punct" and token.text not in '"“”«»-/':
                break
            if token.kind != "punct" and _fits(part, token):
                hit = place + step
                break
        if hit < 0:
            return -1
        place = hit + 1
    return place - 1
