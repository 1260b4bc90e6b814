"""Which column of an observers' table is which, and what the words of its cells mean: read from `table_words.toml`. Pure.

Headers are compared in small letters, without accents, without what stands in brackets and without marks at the end. Of two
"No." columns the one beside the observation is the count, the first a row number.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from .tokens import fold

WORDS = Path(__file__).with_name("table_words.toml")
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_HYPHENATED = re.compile(r"(\w)[-\u00ad]\s*\n\s*(?=[^\W\d_])(?!\s)")
_AT_END = " :;.*†‡¹²³"


def plain(words: str) -> str:
    """Words of a cell on one line: a word that was hyphenated at the end of a line is whole again."""
    return " ".join(_HYPHENATED.sub(_joined, words).split())


def _joined(hit: re.Match[str]) -> str:
    """A break before a small letter is the printer's; before a capital ("Donetsk-\\nHorlivka") the hyphen is the word's."""
    after = hit.string[hit.end() : hit.end() + 1]
    return hit[1] if after.islower() else f"{hit[1]}-"


def key_of(words: str) -> str:
    """A heading's words as they are compared: plain, folded, small."""
    return fold(plain(words)).lower()


@cache
def _matchers(section: str) -> Mapping[str, re.Pattern[str]]:
    """Of each meaning in the section: one pattern of all its words, as whole words."""
    listed = tomllib.loads(WORDS.read_text(encoding="utf-8"))[section]
    return {
        name: re.compile("|".join(re.escape(fold(word).lower()).replace(r"\*", ".*") for word in words))
        for name, words in listed.items()
    }


def columns_of(header: Sequence[str]) -> dict[str, int]:
    """Column name -> its place; a column of no known name is left out."""
    found: dict[str, list[int]] = {}
    for place, words in enumerate(header):
        key = key_of(_BRACKETS.sub(" ", words)).strip(_AT_END) or key_of(words).strip(_AT_END)
        for name, pattern in _matchers("header").items():
            if key and pattern.fullmatch(key):
                found.setdefault(name, []).append(place)
                break
    out = {name: places[0] for name, places in found.items()}
    if len(found.get("count", ())) > 1:
        beside = found.get("observation", [len(header)])[0]
        out["count"] = min(found["count"], key=lambda p: (abs(p - beside), p))
    elif found.get("count") == [0] and "observation" in found and found["observation"][0] > 2:
        out.pop("count")
    return out


def is_violation_table(columns: Mapping[str, int]) -> bool:
    """A chronicle (day, place, event) is none: it neither counts nor says from where or how it was perceived."""
    return (
        len(columns) >= 3
        and "observation" in columns
        and any(name in columns for name in ("count", "means", "position"))
        and any(name in columns for name in ("count", "when", "time"))
    )


def meaning(section: str, words: str) -> str | None:
    """The first meaning of the section that the cell has a word of; None where it has none."""
    said = re.findall(r"[\w']+", key_of(words))
    return next(
        (
            name
            for name, pattern in _matchers(section).items()
            if any(pattern.fullmatch(word) for word in said)
        ),
        None,
    )


def is_cell(meaning_of_all: str, words: str) -> bool:
    """Whether the whole cell is a word of [cell]: nothing known, or a total."""
    return _matchers("cell")[meaning_of_all].fullmatch(key_of(words).strip()) is not None


def hedge_of(words: str) -> str | None:
    """The hedge that stands alone in `words` ("at least"); None for any other words."""
    said = key_of(words).strip()
    return next((name for name, pattern in _matchers("hedge").items() if pattern.fullmatch(said)), None)
