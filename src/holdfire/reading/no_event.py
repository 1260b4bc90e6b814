"""Words of an event that name none here: told before, judged, passed on, of a wound, a reason to go."""

from .sentence import Sentence
from .times import SINCE
from .trigger_kinds import TRIGGERS, Trigger

_CALLED_WITHIN = 5
"""Tokens between "what it called" and the noun: "a new and treacherous attack"."""


def _is_adjective(sentence: Sentence, at: int) -> bool:
    """ "A UN-brokered truce", "the declared ceasefire": said of a truce that is told elsewhere."""
    token = sentence.tokens[at]
    before = sentence.text[token.start - 1 : token.start]
    return token.key.endswith("ed") and (
        before in ("-", "‐", "‑") or bool(sentence.within(at - 1, at - 1, "an_article"))
    )


def _is_reason_to_go(sentence: Sentence, trigger: Trigger) -> bool:
    """ "Having received word of shelling, the team went there": the reason of a visit, with no place or day of its own."""
    opened = [m for m in sentence.of("follow_up") if 0 < trigger.first - m.last <= 3]
    if not opened:
        return False
    until = trigger.last + 1
    while until < len(sentence.tokens) and sentence.tokens[until].kind != "punct":
        until += 1
    return not sentence.within(trigger.last + 1, until, "place", "months", "killed", "wounded", "damaged")


def _is_of_a_wound(sentence: Sentence, trigger: Trigger) -> bool:
    """ "Blast injuries", "shot in the leg", "shot and wounded": the word is part of the casualty's."""
    if any(m.first <= trigger.last <= m.last for m in sentence.of("shot_and_hurt")):
        return True
    return any(
        m.first <= trigger.last <= m.last
        and m.last > m.first
        and (m.first <= trigger.first or trigger.last < m.last)
        for m in sentence.of("killed", "wounded")
    )


_REQUEST_WITHIN = 4
"""Tokens between "rejected" and what was asked for: "the rebels' latest offer of"."""


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


_BY_WHOM = 4
"""Tokens between a deed and what it is held to be: "by the Indian forces"."""


def _is_of_a_request(sentence: Sentence, trigger: Trigger) -> bool:
    """ "Dismissed calls for a truce", "rejected the proposal": what was refused is no charge, and nothing is denied."""
    asked = sentence.within(trigger.last + 1, trigger.last + _REQUEST_WITHIN, "asked_for")
    if not asked or sentence.signs(trigger.last, asked[0].first) & {",", ";"}:
        return False
    low, high = trigger.last + 1, asked[0].first  # "denied breaking the truce" denies a deed
    return not sentence.within(
        low, high, "claim_noun", "charge_noun", "that", "violation_n", "kept_truce"
    ) and not (any(m.first <= high and low <= m.last for m in sentence.of("violate")))


_TOLD_BEFORE = frozenset({"violation_n", "provocation", "attack", "weapon_fire", "fire_n"})


def _is_passed_on(sentence: Sentence, trigger: Trigger) -> bool:
    """ "The peacekeepers' command was informed of the violation": one that was told before, and is passed on."""
    about = any(0 < trigger.first - m.last <= 2 for m in sentence.of("informs_of")) or any(
        m.first == trigger.last + 1 for m in sentence.of("about")
    )
    return (
        about and sentence.has("informs") and not sentence.within(trigger.first - 2, trigger.first, "numbers")
    )


_JUDGED_WITHIN = 4  # tokens from "in" to the noun: "in the latest such violation of"


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


def _is_only_then(sentence: Sentence, trigger: Trigger) -> bool:
    """ "Open fire only in response to violations": what would be answered, and by what; none of it has happened."""
    if trigger.category not in ("fire", "return_fire", "violation_n", "attack", "provocation"):
        return False
    only = sentence.of("only_then")
    before = trigger.category == "fire" and any(0 < m.first - trigger.last <= _WHICH for m in only)
    behind = any(0 < trigger.first - m.last <= _JUDGED_WITHIN for m in only)
    return before or behind


def _is_of_their_dead(sentence: Sentence, trigger: Trigger) -> bool:
    """ "One saboteur was killed": who died, and no raid of one man."""
    dealt = sentence.within(trigger.first - 3, trigger.first - 1, "dealt_with")
    if dealt and sentence.within(dealt[-1].last + 1, trigger.first - 1, "definite"):
        return True  # "threw the saboteurs back", "spotted the advance of the group": seen, and told before
    men = sentence.within(trigger.first, trigger.last, "their_men")
    lost = sentence.within(trigger.last + 1, trigger.last + 3, "killed", "wounded")
    return bool(men and lost)


def _is_being_repelled(sentence: Sentence, trigger: Trigger) -> bool:
    """ "Two were killed while the raid was being repelled": a raid told before, that says when."""
    if trigger.category not in ("attack", "incursion", "provocation"):
        return False
    behind = sentence.within(trigger.last + 1, trigger.last + 4, "repels")
    passive = behind and sentence.within(trigger.last + 1, behind[0].first - 1, "passive_aux")
    opened = sentence.within(trigger.first - _JUDGED_WITHIN, trigger.first - 1, "while_word")
    return bool(passive and opened) and sentence.has("killed", "wounded", "losses")


_WHICH = 3  # tokens between the truce that was broken and "came into force": "that had"


def _is_what_was_broken(sentence: Sentence, trigger: Trigger) -> bool:
    """ "Violated the ceasefire that came into force on Monday": which truce was broken, and no second claim."""
    broken = [
        m
        for m in sentence.of("violate", "violation_n", "violated_passive")
        if m.first < trigger.first and 0 <= trigger.first - m.last <= _WHICH
    ]
    relative = sentence.within(broken[-1].last + 1, trigger.first, "which_that") if broken else []
    relative = relative or sentence.within(trigger.first, trigger.last, "which_that")
    return bool(broken) and bool(relative) and not sentence.signs(broken[-1].last, trigger.last)


def _came_then(sentence: Sentence, trigger: Trigger) -> bool:
    """ "The strikes came after X had fired": strikes that were told before, and are only dated."""
    if trigger.category not in (*_TOLD_BEFORE, "shell", "clash"):
        return False
    back = any(m.last in (trigger.first - 1, trigger.first - 2) for m in sentence.of("definite"))
    return back and any(m.first == trigger.last + 1 for m in sentence.of("comes_after"))


_APPOSED_WITHIN = 4  # tokens between the comma and the noun: ", a clear and grave violation of"


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


_TOLD = tuple(
    c for c in TRIGGERS if c not in ("truce", "calm", "violation_n", "violate", "deny", "threat", "damaged")
)


def _ends_clause(sentence: Sentence, last: int) -> bool:
    return last + 1 >= len(sentence.tokens) or sentence.tokens[last + 1].kind == "punct"


_PRINCIPLE = frozenset(
    {"attack", "violation_n", "violate", "fire_n", "weapon_fire", "incursion", "provocation"}
)
_JUDGED_REACH = 8
"""Tokens between "is" and the violation that every such act is: "a grave and flagrant violation"."""


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


_NEEDED = 8
"""Tokens from "how important it is" to the truce that is to be kept."""


def names_no_event(sentence: Sentence, trigger: Trigger) -> bool:
    """A noun that names no event: "to investigate ceasefire violations", "a mechanism against", "after the clashes"."""
    if trigger.category == "attack" and any(
        m.first <= trigger.first and trigger.last < m.last for m in sentence.of("weapon")
    ):
        return True  # "attack drones"
    if trigger.category == "attack" and any(
        0 < trigger.first - m.last <= 2 and not sentence.signs(m.last, trigger.first)
        for m in sentence.of("mine")
    ):
        return True  # "a claymore mine attack"
    if trigger.category == "deny" and _is_of_a_request(sentence, trigger):
        return True
    if _is_of_a_wound(sentence, trigger) or _is_reason_to_go(sentence, trigger):
        return True
    if _is_principle(sentence, trigger):
        return True
    if trigger.category == "restriction" and sentence.within(0, trigger.first, "deplores"):
        return True  # "condemned the denial of freedom of movement": told before
    if trigger.category == "attack" and any(m.last == trigger.first - 1 for m in sentence.of("deplores")):
        return _ends_clause(sentence, trigger.last)  # "we strongly condemn the attack": told before
    if trigger.category == "mine" and any(
        m.first <= trigger.last and trigger.first <= m.last for m in sentence.of("mortar_mine")
    ):
        return True  # "fired nine mines from mortars": a mortar's rounds
    if (
        trigger.category == "mine"
        and sentence.within(trigger.first, trigger.last, "thrown")
        and any("mortar" in m.payload for m in sentence.of("weapon") if m.last < trigger.first)
    ):
        return True  # "fired mortars near X, 19 mines in all"
    if trigger.category in (*_TOLD_BEFORE, "shell") and any(
        m.last == trigger.first - 1 for m in sentence.of("comes_as")
    ):
        return True  # "the shelling comes as a part of": told before
    is_gerund = trigger.category == "shell" and sentence.tokens[trigger.last].key.endswith(("ing", "ings"))
    within = [m for m in sentence.of("truce") if trigger.first < m.first <= trigger.last]
    if trigger.category == "truce" and not within and _is_adjective(sentence, trigger.first):
        return True
    if trigger.category in ("violation_n", "violate") and sentence.keys(
        trigger.first - 1, trigger.first - 1
    ) == ["in"]:
        rest = [c for c in TRIGGERS if c not in ("violation_n", "violate", "truce", "calm")]
        if sentence.has("killed", "wounded", *rest):
            return True  # "shelled X in breach of the truce": how the shelling is judged
    if _is_held_to_be(sentence, trigger):
        return True
    if _judges(sentence, trigger) or _is_judgement(sentence, trigger) or _is_covered_up(sentence, trigger):
        return True
    if _is_apposed(sentence, trigger) or _came_then(sentence, trigger):
        return True
    if trigger.category == "provocation" and sentence.within(trigger.first - 2, trigger.first - 1, "anaphor"):
        return True  # "this provocation too was unleashed by X": told before
    if _is_only_then(sentence, trigger):
        return True
    if trigger.category == "incursion" and _is_of_their_dead(sentence, trigger):
        return True
    if _is_being_repelled(sentence, trigger):
        return True
    if trigger.category == "truce" and _is_what_was_broken(sentence, trigger):
        return True
    if trigger.category == "clash" and SINCE & set(sentence.keys(trigger.first - 2, trigger.first - 1)):
        return True  # "since fighting erupted": from when, and no event of its own
    named_so = [m for m in sentence.of("so_called") if 0 < trigger.first - m.last <= _CALLED_WITHIN]
    accused = named_so and sentence.within(named_so[-1].first - 2, named_so[-1].first - 1, "accuse")
    if named_so and not accused and not sentence.within(named_so[-1].last + 1, trigger.first, "that"):
        return True  # "in what it called a treacherous attack": a name for what is told elsewhere
    if trigger.category == "kept_truce" and sentence.keys(trigger.first - 1, trigger.first - 1) == ["to"]:
        if sentence.within(trigger.first - 2, trigger.first - 2, "goes_on_to"):
            return False  # "continue to abide by the truce"
        near = sentence.within(trigger.first - _NEEDED, trigger.first, "needed_to")
        return bool(near or sentence.within(0, trigger.first, "call"))  # "called on the sides to abide by it"
    if (
        trigger.kind.voice != "noun"
        and trigger.category not in ("attack", "fire", "violate", "return_fire")
        and not is_gerund
        and (
            not sentence.within(trigger.first, trigger.last, "incursion_noun")
            or sentence.within(trigger.first - 4, trigger.first - 1, "repels")
        )
    ):  # "prevented an infiltration attempt", but "to prevent abductions"
        return False
    if trigger.category in _TOLD_BEFORE and any(m.last == trigger.first - 1 for m in sentence.of("these")):
        return True  # "these violations come in spite of": told before
    reported = any(m.first <= trigger.first <= m.last for m in sentence.of("report_passive"))
    if reported and trigger.category == "fire_n":
        return False  # "looked into the shooting reported on Monday": it was reported
    near = [m for m in sentence.of("not_event") if m.last < trigger.first and trigger.first - m.last <= 3]
    if (
        near
        and not any(t.kind == "punct" for t in sentence.tokens[near[-1].last + 1 : trigger.first])
        and not sentence.within(near[-1].last + 1, trigger.first - 1, "perceive")
    ):  # "the monitoring team heard shots" monitors nothing
        return True
    if any(0 < trigger.first - m.last <= 3 for m in sentence.of("span_of")):
        return True  # "after more than a year of cross-border attacks": a time, and no event of it
    if trigger.category == "violation_n" and _is_passed_on(sentence, trigger):
        return True
    if trigger.category == "violation_n" and any(
        m.last < trigger.first and sentence.tokens[m.first].key.startswith(("protest", "lodg"))
        for m in sentence.of("accuse")
    ):
        return True
    if (
        trigger.category == "violation_n"
        and any(
            not sentence.within(
                m.first, trigger.first - 1, "time", "numbers"
            )  # "this year committed violations"
            and not any(t.kind == "num" for t in sentence.tokens[m.first : trigger.first])
            for m in sentence.within(trigger.first - 4, trigger.first - 1, "anaphor")
        )
    ):
        return True  # "condemned this serious violation": told before
    before = sentence.keys(trigger.first - 2, trigger.first - 1)
    return trigger.category == "clash" and before in (
        ["after", "the"],
        ["following", "the"],
        ["since", "the"],
        ["during", "the"],
    )


def is_doubted(sentence: Sentence, at: int) -> bool:
    """What stands before is denied or called false, and so is what "and that" adds to it."""
    return bool(sentence.within(0, at, "deny", "false"))
