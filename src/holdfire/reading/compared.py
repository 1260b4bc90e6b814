"""A number told beside another to compare with: "broke the truce 210 times, up from 160 the week before".

The second number is a statement of its own, of the same kind, speaker and side as the first and of its own day. A number
that counts anything else ("fired 20 shells against 3 posts") is none: without a day of its own, or a comparing word that
can mean nothing else, nothing is told. Pure.
"""

from dataclasses import replace

from .counts import Quantity
from .relative_days import Moment
from .statement import Statement
from .statement_counts import set_count
from .telling import Scene

_REACH = 2  # tokens between the comparing word and its number: "compared with about 30"
_THINGS = ("target", "sites", "weapon", "thrown", "military", "civilian", "one_projectile")
_LONGEST = 10  # tokens of such a clause behind its number


def compared_statements(scene: Scene, told: list[Statement]) -> list[Statement]:
    """The numbers that the sentence compares its own with, each as a statement like the one counted before it."""
    sentence = scene.sentence
    out: list[Statement] = []
    for match in sentence.of("compared_to", "compared_against"):
        number = next((q for q in scene.numbers if 0 <= q.first - match.last - 1 <= _REACH), None)
        at = sentence.tokens[match.first].start
        models = [
            s
            for s in told
            if s.count is not None and not s.negated and s.field_spans.get("count", (at, at))[0] < at
        ]
        if number is None or number.is_article or not models or _is_told(scene, told, number):
            continue
        end = _end(scene, number.last)
        moment = next((m for m in scene.stated if number.last < m.first <= end + 1), None)
        sure = not sentence.within(match.first, match.last, "compared_against")
        until = moment.first if moment is not None else end
        timed = moment is not None or bool(sentence.within(number.last + 1, end, "time"))
        if not (timed or sure) or sentence.within(number.last + 1, until, *_THINGS):
            continue
        out.append(
            _twin(scene, models[-1], match.first, max(end, moment.last if moment else end), number, moment)
        )
    return out


def _is_told(scene: Scene, told: list[Statement], number: Quantity) -> bool:
    """The number has a noun of its own, and is a statement already: "compared with 74 violations in ..."."""
    start = scene.sentence.tokens[number.first].start
    spans = [s.field_spans["count"] for s in told if "count" in s.field_spans]
    return any(low <= start < high for low, high in spans)


def _end(scene: Scene, at: int) -> int:
    """The last token of the clause behind the number."""
    tokens = scene.sentence.tokens
    end = at
    while end + 1 < len(tokens) and end - at < _LONGEST and tokens[end + 1].kind != "punct":
        end += 1
    return end


def _twin(
    scene: Scene, model: Statement, first: int, last: int, number: Quantity, moment: Moment | None
) -> Statement:
    start, end = scene.sentence.span(first, last)
    spans = {k: v for k, v in model.field_spans.items() if k in ("kind", "speaker", "accused_party")}
    twin = replace(
        model,
        quote=scene.sentence.text[start:end],
        start=start,
        end=end,
        places=list(model.places),
        via=list(model.via),
        field_spans=spans,
        rule="clause.compared",
    )
    set_count(scene, twin, number)
    twin.time = twin.time_low = twin.time_high = None
    if moment is not None:
        twin.date_start, twin.date_end = moment.start, moment.end
        twin.field_spans["date_start"] = scene.sentence.span(moment.first, moment.last)
    return twin
