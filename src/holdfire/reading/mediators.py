"""States that only broker, propose or host a truce, or lie across a border: no side of what a text tells, and nobody's agent.

"Violated the truce brokered by X" is not X's violation, and "the army" of a text that names X only so is not X's. Pure.
"""

from .sentence import Sentence

_BESIDE = ("party", "and", "an_article", "both_word", "passive_aux", "has_aux")
_REACH = 12
"""Tokens between "brokered by" and the last of who brokered it."""
_DONE_WITHIN = 6  # tokens between a state and what it brokered with others: "X and Y mediated"


def stands_aside(sentence: Sentence, first: int, last: int) -> bool:
    """The party's words at first..last name a mediator, a host of talks or the neighbour across a border."""
    at = first - 1
    if at >= 0 and sentence.within(at, at, "an_article"):
        at -= 1
    if any(m.last in (first - 1, at) for m in sentence.of("border_with", "talks_in", "agreed_in")):
        return True
    if _owns_what_is_shared(sentence, last):
        return True
    if _is_hyphened(sentence, last) and sentence.within(last + 1, last + 1, "backed_by"):
        return True
    if any(m.first == last + 1 for m in sentence.of("mediated_by_post")):
        return True
    for m in sentence.of("mediates"):
        if 0 < m.first - last <= _DONE_WITHIN and _names_only(sentence, last + 1, m.first - 1):
            return True
    brokered = [m for m in sentence.of("mediated_by") if 0 < first - m.last <= _REACH]
    if not brokered:
        return False
    return _names_only(sentence, brokered[-1].last + 1, first - 1)


def _names_only(sentence: Sentence, low: int, high: int) -> bool:
    """Nothing in tokens low..high but other mediators, and words that link them."""
    tokens = sentence.tokens
    return all(
        tokens[i].text == "," or tokens[i].is_capital or bool(sentence.within(i, i, *_BESIDE))
        for i in range(low, high + 1)
    )


def _owns_what_is_shared(sentence: Sentence, last: int) -> bool:
    """ "Monitors X's ceasefire", "X's civil war": the truce and the war of a country are not what its state does."""
    possessive = sentence.tokens[last].text.endswith(("'s", "’s"))
    shared = [m for m in sentence.of("shared_matter") if 0 < m.first - last <= 2]
    broken = shared and any(v.first <= shared[0].first <= v.last for v in sentence.of("violation_n"))
    return possessive and bool(shared) and not broken


def _is_hyphened(sentence: Sentence, at: int) -> bool:
    """ "X-brokered", "the X-backed": the word behind is said of what follows."""
    tokens = sentence.tokens
    return at + 1 < len(tokens) and sentence.text[tokens[at].end : tokens[at + 1].start] in ("-", "‐", "‑")
