"""How the speaker is called: the whole phrase, "Minister of Defence D. Name", not the two words that the grammar needed.

Shown to both parties beside the statement, so half a title or a bare "it" will not do. Decides nothing: the party stands.
"""

from .sentence import Sentence
from .speech import SpeechEvent, Voices
from .telling import Scene

LONGEST_REST = 6
"""Words of a phrase behind an adjective of a country: "Armenian (director of Tavush Textile)"."""


def speaker_words(
    scene: Scene, event: SpeechEvent | None, party: str | None, words: str | None
) -> str | None:
    """words  as the event has them, or those of who spoke before; None stays None"""
    if event is None or not words or party is None:
        return words
    sentence = scene.sentence
    place = _tokens_of(sentence, event, words)
    if place is None:
        return words
    first, last = place
    if first == last and not sentence.tokens[first].is_capital:
        return _named_before(scene.telling.voices, party, words, sentence, first)
    first = _with_title(sentence, _with_name_before(sentence, event, first))
    return sentence.says(first, _with_rest(scene, event, first, last))


def _tokens_of(sentence: Sentence, event: SpeechEvent, words: str) -> tuple[int, int] | None:
    """The tokens of the event's subject that make up these words."""
    begin, end = event.subject
    inside = range(begin, min(end, len(sentence.tokens) - 1) + 1)
    for first in inside:
        for last in inside:
            if last >= first and sentence.says(first, last) == words:
                return first, last
    return None


def _named_before(voices: Voices, party: str, words: str, sentence: Sentence, at: int) -> str:
    """ "It", "the ministry": as that party's body was last called in full, else as it is."""
    is_pronoun = any(m.first == at for m in sentence.of("pronoun"))
    for name in reversed(voices.called.get(party, [])):
        if is_pronoun or words.lower() in name.lower():
            return name
    return words


def _with_name_before(sentence: Sentence, event: SpeechEvent, first: int) -> int:
    """ "Said N. Name, the Armenian director": from the name on."""
    tokens, at = sentence.tokens, event.at + 1
    if event.form != "after" or not at < first or not tokens[at].is_capital:
        return first
    between = tokens[at:first]
    signs = [t for t in between if t.kind == "punct" and t.text != "."]
    loose = [t for t in between if t.kind == "word" and not t.is_capital]
    return at if [t.text for t in signs] == [","] and len(loose) <= 1 else first


def _with_title(sentence: Sentence, first: int) -> int:
    """ "(Deputy Minister of) Defence N. Name": one small word back stands an office."""
    tokens = sentence.tokens
    if first < 2 or tokens[first - 1].kind != "word" or tokens[first - 1].is_capital:
        return first
    if not any(m.last == first - 2 for m in sentence.of("statement_word", "body")):
        return first
    first -= 2
    while first > 0 and tokens[first - 1].kind == "word" and tokens[first - 1].is_capital:
        first -= 1
    return first


def _with_rest(scene: Scene, event: SpeechEvent, first: int, last: int) -> int:
    """An adjective of a country alone is nobody: its noun belongs to it."""
    tokens = scene.sentence.tokens
    if not any(first <= m.first and m.last == last and m.form == "adjective" for m in scene.found):
        return last
    stop = event.at if event.at > last else len(tokens)
    end = last
    while end + 1 < stop and tokens[end + 1].kind == "word" and end - last < LONGEST_REST:
        end += 1
    return end if end + 1 == stop or tokens[end + 1].kind == "punct" else last
