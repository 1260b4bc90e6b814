"""Single words that the grammar asks of one token at a time: is it an article, a conjunction, a noun of place?

What a phrase of several words or a stem can tell is a category of [phrases]; what is only ever "is this token one of these
words" is a list of [words], looked up in a set and never marked. Both stand in packs/lang/*.toml: no word of any language
stands in the grammar for the reader of another to miss.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from .tokens import fold

LISTS = {
    "function_word": "a word that no name of a place begins with",
    "article": "the, a",
    "one": "an article or word that counts one where a noun stands behind it",
    "pronoun": "a pronoun that may speak or act: it, they",
    "we": "the speaker itself",
    "possessive": "its, their",
    "conjunction": "what joins clauses",
    "turn": "behind a comma, where another begins to speak: while, but",
    "opens_clause": "where a clause begins that is not denied with the one before",
    "link": "between a head word and whose it is: of the",
    "skipped": "between a preposition and the phrase that it governs",
    "between_phrases": "what ends a phrase that names a party",
    "slight": "what a side calls its rival's fighters, and never its own",
    "loyal": "whose followers they are: loyal to",
    "noun_of_place": "beside a name, what makes it a place",
    "nouns_of_places": "the same, of several places",
    "village": "a noun of a small place, whose head speaks for its people",
    "administrative": "a noun that is left off behind a name: X County is X",
    "name_particle": "a small word within a name",
    "joined_particle": "a small word at the head of a name: al-",
    "before_place": "a preposition before a place",
    "within_place": "a preposition or side before a place that names no state's deed: in, eastern",
    "part_of_state": "a side of the sky before a state whose part it names: southern",
    "before_part": "a preposition before such a part",
    "stationed": "before the place that fire came from",
    "aimed_at": "before the place that was hit",
    "observing": "before the place of an observer",
    "done_to_place": "a verb or noun whose bare name behind it is a place",
    "no_place": "what is written like a place and is none",
    "opens_list": "a preposition before a list of places",
    "within_list": "what may stand between the places of a list",
}
"""Every list that the grammar asks for, and what its words do. `holdfire pack check` refuses any other."""

Vocabulary = Mapping[str, frozenset[str]]

NO_WORDS: Vocabulary = {name: frozenset() for name in LISTS}


def vocabulary_of(files: Iterable[Mapping[str, Any]]) -> Vocabulary:
    """The lists of every language together, folded as tokens are: which language a text is in need not be known."""
    gathered: dict[str, set[str]] = {name: set() for name in LISTS}
    for raw in files:
        for name, words in raw.get("words", {}).items():
            gathered[name] |= {fold(word) for word in words}
    return {name: frozenset(words) for name, words in gathered.items()}


def faults_of_words(raw: Mapping[str, Any], file_name: str) -> list[str]:
    """What is wrong with a file's [words]: an unknown list, a phrase where one word is expected."""
    found: list[str] = []
    for name, words in raw.get("words", {}).items():
        if name not in LISTS:
            found.append(f"{file_name}, words, {name}: unknown, expected one of {', '.join(LISTS)}")
        found += [
            f"{file_name}, words, {name}: found {word!r}, expected a single word without stem or gap"
            for word in words
            if not str(word).strip() or any(sign in str(word) for sign in " *_/")
        ]
    return found
