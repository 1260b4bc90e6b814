"""Text to sentences and tokens that remember where they stand.

Offsets count characters of the document's text. A token's `key` is its folded form: case, diacritics, possessive 's and
Arabic vowel signs are gone, so that one spelling in a pack finds its inflections. Pure.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

_MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670"
"""Accents and Arabic vowel signs that stand as characters of their own: part of the word that they are written over."""
WORD = re.compile(
    rf"\d{{1,3}}(?:[,٬\u00a0\u202f ]\d{{3}})+(?!\d)|\d+(?:[.,:٫]\d+)*"
    rf"|[^\W\d_]+(?:[{_MARKS}]+[^\W\d_]*)*"
    rf"(?:['’ʼ`][^\W\d_]+|(?<![\u0600-\u06ff])\d{{1,3}}(?![\w:.,]*\d))*|[^\w\s]|_",
    re.UNICODE,
)
"""A number with its thousands, a plain number or clock time, a word, or one sign. A particle that Arabic writes onto a number
("الـ48") is a word of its own."""
_UNSEEN = frozenset("\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069\ufeff\u00ad")
"""Signs of direction and of joining, which a page carries and nobody reads."""
_SIGNS = {"،": ",", "؛": ";", "؟": "?", "٪": "%"}
"""A sign as the grammar knows it."""

OPENING = frozenset("“«„‹([")
CLOSING = frozenset("”»›)]")
_TABLE = str.maketrans(
    {
        "ə": "e",
        "ı": "i",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ى": "ي",
        "ة": "ه",
        "ـ": None,
        "’": "'",
        "ʼ": "'",
        "`": "'",
        "՚": "'",
    }
)
_POSSESSIVE = re.compile(r"'s$")


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """The key under which a word is looked up. `fold("Azerbaijan’s") == "azerbaijan"`."""
    plain = unicodedata.normalize("NFKD", word.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c)).translate(_TABLE)
    return _POSSESSIVE.sub("", plain)


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or sign. kind is word, num or punct; start and end count characters of the text.

    text is as written, but for a sign of another script, which is as the grammar knows it: "،" is ",".
    """

    text: str
    key: str
    start: int
    end: int
    kind: str

    @property
    def is_capital(self) -> bool:
        return self.text[:1].isupper()


_GLUED = re.compile(r"(?<=[A-Z])\([A-Z]{2,4}\)")


def _is_glued(text: str, at: int) -> bool:
    """ "ABC(IO)": brackets within an abbreviation part nothing; "the Front (ABC)" stands apart."""
    opened = at if text[at] == "(" else text.rfind("(", max(0, at - 5), at)
    glued = _GLUED.match(text, opened) if opened > 0 else None
    return glued is not None and at in (opened, glued.end() - 1)


def tokenise(text: str, start: int, end: int) -> list[Token]:
    """Tokens of text[start:end]. Hyphens between words are dropped, so "heavy-machine-gun" is three words."""
    found: list[Token] = []
    for hit in WORD.finditer(text, start, end):
        raw = hit[0]
        first = raw[0]
        if first.isdigit():
            found.append(Token(raw, raw, hit.start(), hit.end(), "num"))
        elif first.isalpha():
            found.append(Token(raw, fold(raw), hit.start(), hit.end(), "word"))
        elif raw in "-‐‑":
            at = hit.start()
            if at > 0 and hit.end() < len(text) and text[at - 1].isalnum() and text[hit.end()].isalnum():
                if text[at - 1].isdigit() and text[hit.end()].isdigit():
                    found.append(Token(raw, "-", at, hit.end(), "punct"))
                continue
            found.append(Token(raw, "-", at, hit.end(), "punct"))
        elif raw in "()" and _is_glued(text, hit.start()):
            continue
        elif raw not in _UNSEEN:
            sign = _SIGNS.get(raw, raw)
            found.append(Token(sign, sign, hit.start(), hit.end(), "punct"))
    return found


def joined_at_hyphen(
    text: str, tokens: list[Token], one_word: Mapping[str, Mapping[str, str]]
) -> list[Token]:
    """Two words that a hyphen joins and a language also writes as one, made that one: "cease-fire" is "ceasefire".

    one_word  first word -> second word -> the key of both; written with a space they stay two ("told to cease fire")
    """
    found: list[Token] = []
    for token in tokens:
        before = found[-1] if found else None
        key = one_word[before.key].get(token.key) if before is not None and before.key in one_word else None
        if before is not None and key is not None and text[before.end : token.start] in ("-", "‐", "‑"):
            found[-1] = Token(text[before.start : token.end], key, before.start, token.end, "word")
        else:
            found.append(token)
    return found


_ABBREVIATIONS = (
    "mr|mrs|ms|dr|st|gen|col|lt|pvt|cpl|sgt\\.maj|cdr|comdr|insp|supt|prof|rev|maj|capt|sgt|brig|adm|gov|sen|rep|pres|no|nos|art|approx|vs|etc|e\\.g|i\\.e|u\\.s|u\\.n|a\\.m|p\\.m|jan|feb|mar|apr|"
    "jun|jul|aug|sept|sep|oct|nov|dec|inc|ltd|km|min|г|гг|ул|пос|обл|тыс|млн|им|р|м|с|т\\.д|т\\.п|см|вул|смт|хв|год"
)
_STOP = re.compile(r"[.!?…։؟۔:]+[\"'”’»)\]]*(?=\s)|\n+")
_ABBREVIATED = re.compile(rf"(?:^|[\s(\"“«])(?:{_ABBREVIATIONS}|[A-ZА-Я])$", re.IGNORECASE)

_HOUR = re.compile(r"\d\s?[ap]\.m$", re.IGNORECASE)
"""A clock time before the stop that may end its sentence: "fired ten rounds at 6 a.m. Two soldiers"."""
_OPENING = 60
"""Characters within which the clock time may only open the sentence: "On 12 July at about 6 a.m. Border guards heard"."""


def sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """(start, end) of each sentence of a block, trimmed. A full stop after an abbreviation or an initial ends none.

    A colon ends a sentence only before a line's end, or where Armenian has it for a full stop; a line's end ends one unless the next line goes on in lower case.
    """
    found: list[tuple[int, int]] = []
    begin = start
    for hit in _STOP.finditer(text, start, end):
        at = hit.start()
        if at < begin:
            continue
        sign = hit[0][0]
        if sign == "\n":
            after = text[hit.end() : hit.end() + 1]
            if len(hit[0]) == 1 and after.islower() and at - begin > 30:
                continue
        elif sign == ":" and not (text.startswith("\n", hit.end()) or _is_armenian_stop(text, begin, hit)):
            continue
        elif sign == ".":
            before = text[max(begin, at - 12) : at]
            if _ABBREVIATED.search(before):
                after = text[hit.end() : hit.end() + 2].strip()
                if after and not (after.isupper() and at - begin > _OPENING and _HOUR.search(before)):
                    continue
            following = text[hit.end() : hit.end() + 3].strip()[:1]
            if following.islower():
                continue
        _add(found, text, begin, hit.end())
        begin = hit.end()
    _add(found, text, begin, end)
    return found


_SHORTEST_CLAUSE = 5  # words before an Armenian colon that ends a sentence; fewer are a speaker or a heading


def _is_armenian_stop(text: str, begin: int, hit: re.Match[str]) -> bool:
    """A colon typed for the Armenian full stop "։": behind an Armenian clause, before a capital that opens the next."""
    before, after = text[hit.start() - 1 : hit.start()], text[hit.end() : hit.end() + 3].strip()[:1]
    is_armenian = "\u0531" <= before <= "\u0587" or before in "»)"
    stops = hit[0] != ":" or _ARMENIAN_COLON.search(text) is not None
    opens = "\u0531" <= after <= "\u0556" or (after == "«" and stops)
    return is_armenian and opens and len(text[begin : hit.start()].split()) >= _SHORTEST_CLAUSE


_ARMENIAN_COLON = re.compile("[\u0561-\u0587]: [\u0531-\u0556]")
"""A colon that stands for the full stop: in such a text it introduces no quotation either."""


def _add(found: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and (text[start].isspace() or text[start] in "•*·–—-"):
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start:
        found.append((start, end))
