"""Whose words earlier sentences are, where a later one says it: "This was reported by the Ministry of Defence of X."

Bulletins and agencies often tell first and name the source behind. The sentence that does so tells nothing of its own: a
phrase of the packs at its head (`about_this`, or that an outlet learned it, `learned_this`), a verb of saying and its speaker. Its speaker holds for what stands before it, back to the
last sentence that has a speaker of its own. Pure.
"""

from collections.abc import Callable, Sequence

from .sentence import Sentence
from .speech import CONTENT, SpeechEvent

FURTHEST = 8
"""Sentences before it that such a sentence may speak of."""
OPENING = 2
"""Tokens before "this" at the head of such a sentence: "And this was reported by", "About this"."""
_NOBODY = frozenset({None, "?", "OWN", "MEDIA", "BOTH"})


def names_source_only(sentence: Sentence) -> bool:
    """ "This was reported on 9 March by X": tells whose words those before it are, and nothing else."""
    opens = any(m.first <= OPENING for m in sentence.of("about_this")) or sentence.has("learned_this")
    return opens and sentence.has("say", "accord") and not sentence.has(*CONTENT)


def told_afterwards(
    marked: Sequence[Sentence], speech_of: Callable[[int], Sequence[SpeechEvent]]
) -> dict[int, tuple[str, str]]:
    """Number of a sentence -> party and words of the speaker that a later sentence names for it.

    speech_of  the speech events of the sentence with that number
    """
    found: dict[int, tuple[str, str]] = {}
    for number, sentence in enumerate(marked):
        if number == 0 or not names_source_only(sentence):
            continue
        speaker = next(((e.party, e.words) for e in speech_of(number) if e.party not in _NOBODY), None)
        if speaker is None or speaker[0] is None:
            continue
        for earlier in range(number - 1, max(-1, number - 1 - FURTHEST), -1):
            if earlier in found or names_source_only(marked[earlier]):
                break
            if any(e.party not in _NOBODY and not e.claims for e in speech_of(earlier)):
                break
            found[earlier] = (speaker[0], speaker[1])
    return found
