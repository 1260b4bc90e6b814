"""Numbers that count no event: measures, calibres, numbers of headings; and numbers that stand in brackets behind what they count."""

from .counts import Quantity
from .sentence import Sentence
from .trigger_kinds import Trigger


def behind_in_brackets(
    sentence: Sentence, hits: list[Trigger], numbers: list[Quantity]
) -> dict[int, tuple[Quantity, bool]]:
    """ "More violations in the region (640)", "used a 60 mm mortar (3 shells)", "violations fell to 240": a number told behind."""
    out: dict[int, tuple[Quantity, bool]] = {}
    tokens = sentence.tokens
    for q in numbers:
        if q.is_article or q.first == 0 or q.last + 1 >= len(tokens):
            continue
        opened = tokens[q.first - 1].text == "("
        alone = opened and tokens[q.last + 1].text == ")"
        rounds = opened and any(
            m.first in (q.last + 1, q.last + 2) for m in sentence.of("thrown", "shot_count", "one_projectile")
        )
        reached = any(0 < q.first - m.last <= 2 for m in sentence.of("trend"))
        wanted = ("violation_n", "explosion") if alone or reached else ("use", "fire", "shell", "weapon_fire")
        if not (alone or rounds or reached):
            continue
        told = [t for t in hits if t.last < q.first and t.category in wanted]
        told = [t for t in told if not sentence.signs(t.last, q.first - 2) & {";", "("}]
        if told and told[-1].first not in out:
            out[told[-1].first] = (q, False)
    return out


def is_heading(
    sentence: Sentence, trigger: Trigger, hits: list[Trigger], counts: dict[int, tuple[Quantity, bool]]
) -> bool:
    """ "The violations included 12 flights, 48 violations by artillery, 150 by small arms": a heading of what is counted."""
    if trigger.category != "violation_n" or trigger.first in counts:
        return False
    counted = [t for t in hits if t.first in counts and t.first > trigger.last]
    seen = sentence.within(trigger.first - 4, trigger.first - 1, "perceive")
    if seen and counted and "(" not in sentence.signs(trigger.last + 1, counted[0].first):
        return False  # "recorded more violations, including 200 explosions": told as seen, beside its part
    return len(counted) >= 2


def is_measure(sentence: Sentence, q: Quantity) -> bool:
    """ "10 minutes later", "200 metres from", "of the 82nd calibre": a measure, no count."""
    if any(m.first == q.last + 1 for m in sentence.of("measure_unit", "calibre")):
        return True
    tokens, at = sentence.tokens, q.last + 1
    is_joined = at < len(tokens) and sentence.text[tokens[q.last].end : tokens[at].start] == "-"
    if is_joined and tokens[at].key.endswith("ed"):
        return True  # "a three-pronged attack"
    while at + 1 < len(tokens) and (tokens[at].text == "," or sentence.within(at, at, "and")):
        if tokens[at + 1].kind != "num":
            break
        at += 2  # "60 and 82 mm": each is a calibre
    return bool(sentence.within(at, at, "measure_unit"))


def is_bore(sentence: Sentence, low: int, high: int) -> bool:
    """Only an adjective or a calibre stands between the number and the rounds: "four 120 mm mortar rounds"."""
    between = sentence.tokens[low : high + 1]
    return len(between) <= 1 or all(
        t.kind == "num" or t.key in ("mm", "мм", "caliber", "calibre", "-") for t in between
    )
