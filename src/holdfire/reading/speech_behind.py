"""Who says it where the verb stands first: "said the spokesman of X that ...", "accused X Y of ...", and who goes on to say.

In a verb-first language (word_order.py) the speaker stands between the verb and its "that", or right behind the verb where no
"that" follows; a date may stand between. Where nobody stands there, and nobody right before, it is whoever spoke last. A
participle ("adding that", "accusing Y of", in any language: `adding`) has no speaker of its own. Pure.
"""

from collections.abc import Callable
from dataclasses import dataclass

from .mention import Mention
from .sentence import Sentence
from .speech import Phrase
from .word_order import is_verb_first

Phrase = Phrase
"""party, words, tokens, names, as speakers finds a phrase that can speak"""
Finder = Callable[[int, int], Phrase | None]
"""The phrase that can speak nearest to the first of two tokens."""
REACH = 16
BARE_REACH = 4
"""Tokens between a verb of saying and its speaker where no "that" follows."""
SUBJECT_FIRST = 3
"""Tokens between a subject put first and its verb: "the army of X had already announced"."""


@dataclass(frozen=True)
class Behind:
    """The speaker behind a verb (party "?": whoever spoke last) and the first token of what is said."""

    phrase: Phrase
    said: int
    has_that: bool


def goes_on(sentence: Sentence, first: int) -> bool:
    """ "Adding", "stressing": the speaker of the sentence says on."""
    behind_comma = first > 0 and sentence.tokens[first - 1].text == ","
    if behind_comma and any(m.first == first for m in sentence.of("adding_on")):
        return True  # "denied it, saying that Y had fired"
    return any(m.first == first for m in sentence.of("adding"))


def that_behind(sentence: Sentence, last: int) -> int | None:
    """The "that" which opens what is said, in the same clause."""
    for match in sentence.of("that"):
        if last < match.first <= last + REACH:
            between = sentence.signs(last + 1, match.first - 1)
            quoted = any(sentence.quoted[last + 1 : match.first]) and sentence.quoted[match.first]
            return match.first if not between & {";", ":", "."} and not quoted else None
    return None


def speaker_behind(sentence: Sentence, first: int, last: int, find: Finder) -> Behind | None:
    """None: the verb stands behind its speaker here, or in this language."""
    if not is_verb_first(sentence, first):
        return None
    that = that_behind(sentence, last)
    edge = _edge(sentence, last, that)
    said = that + 1 if that is not None else last + 1
    outlet = next((m for m in sentence.of("outlet") if last < m.first <= min(edge, last + 2)), None)
    phrase = find(last + 1, edge) if edge > last else None
    if outlet is not None and (phrase is None or phrase[2][0] > outlet.first):
        phrase = ("MEDIA", sentence.says(outlet.first, outlet.last), (outlet.first, outlet.last), ())
    if phrase is not None and that is None and phrase[2][0] - last - 1 > BARE_REACH:
        phrase = None
    if phrase is None:
        return None
    return Behind(phrase, said if that is not None else phrase[2][1] + 1, that is not None)


def _edge(sentence: Sentence, last: int, that: int | None) -> int:
    """The last token at which the speaker of a verb may stand."""
    end = min(len(sentence.tokens) - 1, last + REACH, (that or len(sentence.tokens)) - 1)
    for at in range(last + 1, end + 1):
        if that is not None and sentence.tokens[at].text in ('"', "“", "«", "»", "”"):
            continue  # 'said a reporter of "X" that'
        if sentence.tokens[at].text in ('"', "“", "«", ";", ":", ",", "."):
            return at - 1
    return end


def opens(sentence: Sentence, first: int, found: list[Mention]) -> bool:
    """Nobody stands right before the verb who could be its subject."""
    for m in found:
        if 0 < first - m.last <= SUBJECT_FIRST and m.stance in ("plain", "body"):
            parted = sentence.within(m.last + 1, first - 1, "that")
            return bool(parted) or bool(sentence.signs(m.last + 1, first - 1))
    return not any(m.last == first - 1 for m in sentence.of("body", "statement_word", "resident", "outlet"))
