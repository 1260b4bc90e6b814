"""Where a dateline ends: "KYIV, 3 May 2018 -", "DONETSK, Ukraine (AP) —" at a sentence's head say where it was written. Pure."""

from .sentence import Sentence

DATELINE_WORDS = 8


def dateline_end(sentence: Sentence) -> int | None:
    """The dash that ends a dateline; None where the sentence opens with none.

    Before it stand capitals, numbers, a month and signs alone; a day, an agency in brackets, or a place in capitals.
    """
    tokens = sentence.tokens
    months = {m.first for m in sentence.of("months")}
    for at in range(min(len(tokens) - 1, DATELINE_WORDS + 1)):
        token = tokens[at]
        if token.text in ("—", "–", "-"):
            dated = any(tokens[i].kind == "num" for i in range(at)) and bool(months & set(range(at)))
            signed = at > 1 and tokens[at - 1].text == ")"
            shouted = at > 0 and tokens[0].text.isupper() and len(tokens[0].text) > _SHORTEST
            return at if dated or signed or shouted else None
        if not (token.is_capital or token.kind in ("num", "punct") or at in months):
            return None
    return None


_SHORTEST = 3
"""Letters of an abbreviation, which may open a sentence in capitals and is no place: "UN", "IDF"."""
