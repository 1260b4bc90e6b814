"""A number without a noun in a sentence of its own: "It had recorded 723 there", behind "recorded 1,240 ceasefire violations".

A mission's report gives the number of the period before in a second sentence, and leaves out what is counted. It is what the
sentence before it counted first, in the same paragraph. Only where a verb of seeing, the number, and nothing that could be
counted stand there. Pure.
"""

from dataclasses import replace

from .counts import quantities
from .sentence import Sentence
from .statement import Statement

COUNTED = frozenset({"violation_unspecified", "explosion_undetermined"})
_SEEN = 3
"""Tokens from the verb to the number: "it had also recorded about 40"."""


def repeated_number(sentence: Sentence, before: Statement | None) -> Statement | None:
    """The statement of this number, of the kind and the place told before; None where there is no such number."""
    if before is None or before.kind not in COUNTED or before.count is None or before.negated:
        return None
    if before.block_seq != sentence.block_seq or sentence.has("killed", "wounded", "losses"):
        return None
    for q in quantities(sentence):
        seen = [m for m in sentence.of("perceive") if 0 < q.first - m.last <= _SEEN]
        behind = [m for m in sentence.of("number_ends") if m.first == q.last + 1]
        if q.is_article or not seen or not behind:
            continue
        last = max(i for i, t in enumerate(sentence.tokens) if t.kind != "punct")
        start, end = sentence.span(0, last)
        twin = replace(
            before,
            quote=sentence.text[start:end],
            start=start,
            end=end,
            places=list(before.places),
            field_spans={"count": sentence.span(q.first, q.last), "kind": sentence.span(q.first, q.last)},
            rule="observer.number_alone",
        )
        twin.count, twin.count_low, twin.count_high, twin.hedge = q.value, q.low, q.high, q.hedge
        return twin
    return None
