"""Which words of a sentence are quoted as a statement: neither the dateline before it nor the verb that says it.

What a statement's quote leaves out is no part of what was said: "KYIV, 3 May 2018 - A; B, the ministry said" gives A and B.
"""

from .datelines import dateline_end
from .speech import CONTENT, TITLE_WORDS, SpeechEvent
from .telling import Scene

LOOSE_WORDS = 4
"""So many words may be left over before a conjunction: "(denied it) on 16 July, and B"."""


def said_stretch(scene: Scene, low: int, high: int) -> tuple[int, int]:
    """Tokens low..high without punctuation, conjunctions, datelines and verbs of saying at either end."""
    low = _behind_dateline(scene, low, high)
    high = _before_saying(scene, low, high)
    low = _behind_leftover(scene, low, high)
    return without_edges(scene, low, high)


def without_edges(scene: Scene, low: int, high: int) -> tuple[int, int]:
    """Without the signs, conjunctions and articles that stand at the ends."""
    tokens = scene.sentence.tokens
    wholes = {m.first for m in scene.sentence.of("consequently")}  # "as a result" is one expression
    while low < high and (
        tokens[low].kind == "punct" or (scene.sentence.is_word(low, "conjunction") and low not in wholes)
    ):
        low += 1
    while high > low and (
        tokens[high].kind == "punct"
        or scene.sentence.is_word(high, "article")
        or scene.sentence.is_word(high, "conjunction")
    ):
        high -= 1
    return low, high


def _holds_content(scene: Scene, low: int, high: int) -> bool:
    return bool(scene.sentence.within(low, high, *CONTENT, "observed_item"))


def _behind_dateline(scene: Scene, low: int, high: int) -> int:
    """ "BAKU, 28 August 2020 - A shelled B": A, where the quote would begin with the dateline."""
    if low != 0:
        return low
    end = dateline_end(scene.sentence)
    return end + 1 if end is not None and end < high else low


def _before_saying(scene: Scene, low: int, high: int) -> int:
    """ "A, the ministry said", "A, according to the ministry", "A, and he said (that B)": A alone."""
    for event in scene.speech:
        begin = _clause_of(scene, event)
        if begin is None or event.form not in ("before", "after", "accord"):
            continue
        is_behind = low < begin and max(begin, event.at) <= high and not _holds_content(scene, begin, high)
        if is_behind and begin - low > LOOSE_WORDS // 2:
            high = begin - 1
    return high


def _clause_of(scene: Scene, event: SpeechEvent) -> int | None:
    """Where the clause of saying opens, behind a sign or a conjunction; None where it opens nowhere near the speaker."""
    tokens = scene.sentence.tokens
    at = event.at
    if event.form != "accord" and event.subject[1] < event.at:
        if scene.sentence.is_word(event.at - 1, "conjunction"):  # "(denied A) and said"
            return event.at - 1
        at = event.subject[0]
    for begin in range(at, max(0, at - TITLE_WORDS), -1):
        if tokens[begin - 1].kind == "punct" or scene.sentence.is_word(begin - 1, "conjunction"):
            return begin if not _holds_content(scene, begin, at - 1) else None
    return None


def _behind_leftover(scene: Scene, low: int, high: int) -> int:
    """ "(A) on 16 July, and B": B, where nothing is said before the conjunction."""
    tokens = scene.sentence.tokens
    for at in range(low + 1, min(low + LOOSE_WORDS, high)):
        if scene.sentence.is_word(at, "conjunction") and tokens[at - 1].text == "," and low > 0:
            return low if _holds_content(scene, low, at) else at
    return low
