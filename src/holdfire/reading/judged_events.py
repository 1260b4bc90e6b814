"""Deeds that are judged, deplored, held to be something or only dated: told before, and no event where they are named so."""

from .sentence import Sentence
from .trigger_kinds import TRIGGERS, Trigger

TOLD_BEFORE = frozenset({"violation_n", "provocation", "attack", "weapon_fire", "fire_n"})
"""Nouns of a deed that a text names again after it has told it."""

_TOLD = tuple(
    c for c in TRIGGERS if c not in ("truce", "calm", "violation_n", "violate", "deny", "threat", "damaged")
)

_BY_WHOM = 4
"""Tokens between a deed and what it is held to be: "by the Indian forces"."""
_JUDGED_WITHIN = 4
"""Tokens from "in", "is a" or "cover up" to the noun: "in the latest such violation of"."""
_APPOSED_WITHIN = 4
"""Tokens between the comma and the noun: ", a clear and grave violation of"."""
_JUDGED_REACH = 8
"""Tokens between "is" and the violation that every such act is: "a grave and flagrant violation"."""
_PRINCIPLE = frozenset(
    {"attack", "violation_n", "violate", "fire_n", "weapon_fire", "incursion", "provocation"}
)


def _is_held_to_be(sentence: Sentence, trigger: Trigger) -> bool:
    """ "The violations by X are a threat", "the shelling was in response to": told before, and here what it is held to be."""
    if trigger.category not in ("violation_n", "shell", "attack", "weapon_fire", "fire_n"):
        return False
    if not sentence.within(trigger.first - 2, trigger.first - 1, "definite"):
        return False
    for verb in sentence.within(trigger.last + 1, trigger.last + _BY_WHOM, "copula"):
        held = (
            sentence.within(verb.last + 1, verb.last + 1, "an_article") and trigger.category == "violation_n"
        )
        answers = sentence.within(verb.last + 1, verb.last + 3, "in_answer")
        return bool(held or answers) and not sentence.signs(trigger.last, verb.first)
    return False


def _judges(sentence: Sentence, trigger: Trigger) -> bool:
    """ "Killed two in the latest violation of the truce": how what was told before is judged."""
    if trigger.category not in ("violate", "violation_n") or sentence.within(
        trigger.first, trigger.last, "finite"
    ):
        return False
    if not sentence.tokens[trigger.first].key.startswith(("breach", "violation", "ceasefire", "truce")):
        return False
    for at in range(trigger.first - 1, max(0, trigger.first - 1 - _JUDGED_WITHIN), -1):
        token = sentence.tokens[at]
        if any(m.last == at for m in sentence.of("judged_in")):
            told = sentence.of(
                "killed", "wounded", *(c for c in TRIGGERS if c not in ("truce", "calm", "violation_n"))
            )
            return any(m.last < at for m in told)
        if token.kind != "word" or token.is_capital or sentence.within(at, at, "numbers", "preposition"):
            return False
    return False


def _is_judgement(sentence: Sentence, trigger: Trigger) -> bool:
    """ "Such a step is a gross violation of the truce", "was a deliberate provocation": says what it was, not that it was."""
    if trigger.category not in ("violation_n", "provocation"):
        return False
    judged = ("judged_to_be", "called_a") if trigger.category == "provocation" else ("judged_to_be",)
    near = [m for m in sentence.of(*judged) if 0 < trigger.first - m.last <= _JUDGED_WITHIN]
    between = sentence.tokens[near[-1].last + 1 : trigger.first] if near else ()
    plain = all(t.kind == "word" and not t.is_capital for t in between)
    opened = sentence.tokens[near[-1].first - 1].key if near and near[-1].first > 0 else ""
    return bool(near) and plain and opened != "there"


def _is_covered_up(sentence: Sentence, trigger: Trigger) -> bool:
    """ "Wants to cover up its own provocations", "with such attacks", "a pretext for": named, and told nowhere here."""
    if trigger.category not in ("provocation", "attack", "violation_n"):
        return False
    near = [m for m in sentence.of("covered_up") if 0 < trigger.first - m.last <= _JUDGED_WITHIN]
    return bool(near) and not sentence.signs(near[-1].last, trigger.first)


def _is_apposed(sentence: Sentence, trigger: Trigger) -> bool:
    """ "X's advance on the town, a clear violation of the truce": what stands before the comma is told, and judged so."""
    if trigger.category != "violation_n":
        return False
    for at in range(trigger.first - 1, max(0, trigger.first - 1 - _APPOSED_WITHIN), -1):
        if sentence.within(at, at, "an_article") and sentence.tokens[at - 1].text == ",":
            return any(m.last < at for m in sentence.of("killed", "wounded", *_TOLD))
        if sentence.tokens[at].kind != "word" or sentence.tokens[at].is_capital:
            return False
    return False


def _came_then(sentence: Sentence, trigger: Trigger) -> bool:
    """ "The strikes came after X had fired": strikes that were told before, and are only dated."""
    if trigger.category not in (*TOLD_BEFORE, "shell", "clash"):
        return False
    back = any(m.last in (trigger.first - 1, trigger.first - 2) for m in sentence.of("definite"))
    return back and any(m.first == trigger.last + 1 for m in sentence.of("comes_after"))


def _is_how_judged(sentence: Sentence, trigger: Trigger) -> bool:
    """ "Shelled X in breach of the truce": how the shelling is judged, and no second event."""
    if trigger.category not in ("violation_n", "violate"):
        return False
    if sentence.keys(trigger.first - 1, trigger.first - 1) != ["in"]:
        return False
    rest = [c for c in TRIGGERS if c not in ("violation_n", "violate", "truce", "calm")]
    return sentence.has("killed", "wounded", *rest)


def _is_deplored(sentence: Sentence, trigger: Trigger) -> bool:
    """ "We strongly condemn the attack", "condemned the denial of freedom of movement": told before."""
    if trigger.category == "restriction":
        return bool(sentence.within(0, trigger.first, "deplores"))
    if trigger.category != "attack" or not _ends_clause(sentence, trigger.last):
        return False
    return any(m.last == trigger.first - 1 for m in sentence.of("deplores"))


def _comes_as(sentence: Sentence, trigger: Trigger) -> bool:
    """ "The shelling comes as a part of": told before."""
    return trigger.category in (*TOLD_BEFORE, "shell") and any(
        m.last == trigger.first - 1 for m in sentence.of("comes_as")
    )


def _is_principle(sentence: Sentence, trigger: Trigger) -> bool:
    """ "Any attack on peacekeepers is a grave violation": said of every such act, and no event."""
    if trigger.category not in _PRINCIPLE or not sentence.has("present_is"):
        return False
    for subject in sentence.of("every_such"):
        if subject.first > 0 and not (
            sentence.tokens[subject.first - 1].kind == "punct"
            or sentence.within(subject.first - 2, subject.first - 1, "that", "and_word")
        ):
            continue
        copula = next((m for m in sentence.of("present_is") if m.first > subject.last), None)
        if copula is None or sentence.within(subject.first, copula.first, "months", "weekdays"):
            continue
        if any(
            not sentence.within(m.first, m.last, "an_article")
            for m in sentence.within(subject.first, copula.first, "numbers")
        ):
            continue
        if sentence.signs(subject.last + 1, copula.first) & {",", ";", "."}:
            continue
        if subject.first <= trigger.first < copula.first or 0 < trigger.first - copula.last <= _JUDGED_REACH:
            return True
    return False


def _ends_clause(sentence: Sentence, last: int) -> bool:
    return last + 1 >= len(sentence.tokens) or sentence.tokens[last + 1].kind == "punct"


_JUDGED = (
    _is_principle,
    _is_deplored,
    _comes_as,
    _is_how_judged,
    _is_held_to_be,
    _judges,
    _is_judgement,
    _is_covered_up,
    _is_apposed,
    _came_then,
)


def is_judged(sentence: Sentence, trigger: Trigger) -> bool:
    """The words of a deed that say what it was or is held to be, and not that it was."""
    return any(judged(sentence, trigger) for judged in _JUDGED)
