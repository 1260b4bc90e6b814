"""What an official says without claiming an act: words in quotation marks, or a call for something.

"The geographic factor served as a trigger", said a minister; a prime minister called for a mechanism. Such a sentence has no
trigger of fire, loss or calm, but it is somebody's say, and a page's checkable claims are often of this sort. Kind `other`.

Only where the speaker is told outright and stands for a state or an institution, and the quoted words name a party of the
conflict; otherwise nothing: an outlet's own quotation marks and a resident's feelings are no position. What a party of the
conflict says around its own claims is rhetoric, not a position; a call counts where it asks who is to look into violations.
"""

from .attribution import attribution_at
from .frame_statements import new_statement
from .quoting import without_edges
from .saying_days import is_of_speech
from .statement import Statement
from .telling import Scene

LEAST_WORDS = 8  # shorter quotations are scare quotes and names
NOBODY = frozenset({None, "MEDIA", "RES", "BOTH", "COMMENT"})
CONFIDENCE = 0.6


def position_statement(scene: Scene) -> Statement | None:
    """The position that the sentence tells, or None."""
    quotation = _quotation(scene)
    called = scene.sentence.of("call") if scene.sentence.has("inquiry") else []
    if quotation is not None and _names_a_side(scene, *quotation):
        low, high, rule = *quotation, "position.quote"
    elif called:
        low, high, rule = called[0].first, len(scene.sentence.tokens) - 1, "position.call"
    else:
        return None
    who = attribution_at(scene, min(low + 1, high))
    if who.party in NOBODY or not who.is_explicit:
        return None
    if rule == "position.quote" and scene.telling.pack.takes_sides(who.party):
        return None
    low, high = without_edges(scene, low, high)
    if high - low < 2:
        return None
    statement = new_statement(scene, None, "other", low, high, who, who.party, who.words)
    statement.modality, statement.rule, statement.confidence = who.modality, rule, CONFIDENCE
    dated = [m for m in scene.stated if m.basis == "stated" and not is_of_speech(scene.sentence, m)]
    if len(dated) == 1:
        statement.date_start, statement.date_end = dated[0].start, dated[0].end
        statement.field_spans["date_start"] = scene.sentence.span(dated[0].first, dated[0].last)
    return statement


def _names_a_side(scene: Scene, low: int, high: int) -> bool:
    """A quotation that names no party of the conflict says nothing that the register could check."""
    pack = scene.telling.pack
    named = (m for m in scene.found if low <= m.first <= high and m.what == "party" and m.party)
    return any(not pack.is_neutral(m.party) for m in named)


def _quotation(scene: Scene) -> tuple[int, int] | None:
    """First and last token of the longest quotation that has enough words."""
    best: tuple[int, int] | None = None
    quoted, start = scene.sentence.quoted, None
    for at in range(len(quoted) + 1):
        inside = at < len(quoted) and quoted[at]
        if inside and start is None:
            start = at
        elif not inside and start is not None:
            if best is None or at - start > best[1] - best[0]:
                best = (start, at - 1)
            start = None
    if best is None:
        return None
    words = [t for t in scene.sentence.tokens[best[0] : best[1] + 1] if t.kind == "word"]
    return best if len(words) >= LEAST_WORDS else None
