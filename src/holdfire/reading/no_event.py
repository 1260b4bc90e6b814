"""Words of an event that name none here: passed on, of a wound, a reason to go; judged_events.py has those that are judged."""

from .judged_events import TOLD_BEFORE, is_judged
from .sentence import Sentence
from .times import SINCE
from .trigger_kinds import Trigger

_CALLED_WITHIN = 5
"""Tokens between "what it called" and the noun: "a new and treacherous attack"."""


def _is_declared_truce(sentence: Sentence, trigger: Trigger) -> bool:
    """ "A UN-brokered truce", "the declared ceasefire": said of a truce that is told elsewhere."""
    if trigger.category != "truce" or any(
        trigger.first < m.first <= trigger.last for m in sentence.of("truce")
    ):
        return False
    token = sentence.tokens[trigger.first]
    before = sentence.text[token.start - 1 : token.start]
    article = sentence.within(trigger.first - 1, trigger.first - 1, "an_article")
    return token.key.endswith("ed") and (before in ("-", "‐", "‑") or bool(article))


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


def _is_of_a_request(sentence: Sentence, trigger: Trigger) -> bool:
    """ "Dismissed calls for a truce", "rejected the proposal": what was refused is no charge, and nothing is denied."""
    asked = sentence.within(trigger.last + 1, trigger.last + _REQUEST_WITHIN, "asked_for")
    if trigger.category != "deny" or not asked or sentence.signs(trigger.last, asked[0].first) & {",", ";"}:
        return False
    low, high = trigger.last + 1, asked[0].first  # "denied breaking the truce" denies a deed
    return not sentence.within(
        low, high, "claim_noun", "charge_noun", "that", "violation_n", "kept_truce"
    ) and not (any(m.first <= high and low <= m.last for m in sentence.of("violate")))


def _is_passed_on(sentence: Sentence, trigger: Trigger) -> bool:
    """ "The peacekeepers' command was informed of the violation": one that was told before, and is passed on."""
    about = any(0 < trigger.first - m.last <= 2 for m in sentence.of("informs_of")) or any(
        m.first == trigger.last + 1 for m in sentence.of("about")
    )
    return (
        about and sentence.has("informs") and not sentence.within(trigger.first - 2, trigger.first, "numbers")
    )


_NEAR = 4  # tokens between the words that say so and the noun


def _is_only_then(sentence: Sentence, trigger: Trigger) -> bool:
    """ "Open fire only in response to violations": what would be answered, and by what; none of it has happened."""
    if trigger.category not in ("fire", "return_fire", "violation_n", "attack", "provocation"):
        return False
    only = sentence.of("only_then")
    before = trigger.category == "fire" and any(0 < m.first - trigger.last <= _WHICH for m in only)
    behind = any(0 < trigger.first - m.last <= _NEAR for m in only)
    return before or behind


def _is_of_their_dead(sentence: Sentence, trigger: Trigger) -> bool:
    """ "One saboteur was killed": who died, and no raid of one man."""
    if trigger.category != "incursion":
        return False
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
    opened = sentence.within(trigger.first - _NEAR, trigger.first - 1, "while_word")
    return bool(passive and opened) and sentence.has("killed", "wounded", "losses")


_WHICH = 3  # tokens between the truce that was broken and "came into force": "that had"


def _is_what_was_broken(sentence: Sentence, trigger: Trigger) -> bool:
    """ "Violated the ceasefire that came into force on Monday": which truce was broken, and no second claim."""
    if trigger.category != "truce":
        return False
    broken = [
        m
        for m in sentence.of("violate", "violation_n", "violated_passive")
        if m.first < trigger.first and 0 <= trigger.first - m.last <= _WHICH
    ]
    relative = sentence.within(broken[-1].last + 1, trigger.first, "which_that") if broken else []
    relative = relative or sentence.within(trigger.first, trigger.last, "which_that")
    return bool(broken) and bool(relative) and not sentence.signs(broken[-1].last, trigger.last)


_NEEDED = 8
"""Tokens from "how important it is" to the truce that is to be kept."""


def _is_arm_or_round(sentence: Sentence, trigger: Trigger) -> bool:
    """ "Attack drones", "a claymore mine attack", "fired nine mines from mortars": part of the name of an arm or a round."""
    if trigger.category == "attack":
        of_weapon = any(m.first <= trigger.first and trigger.last < m.last for m in sentence.of("weapon"))
        return of_weapon or any(
            0 < trigger.first - m.last <= 2 and not sentence.signs(m.last, trigger.first)
            for m in sentence.of("mine")
        )
    if trigger.category != "mine":
        return False
    if any(m.first <= trigger.last and trigger.first <= m.last for m in sentence.of("mortar_mine")):
        return True
    counted = sentence.within(
        trigger.first, trigger.last, "thrown"
    )  # "fired mortars near X, 19 mines in all"
    return bool(counted) and any(
        "mortar" in m.payload for m in sentence.of("weapon") if m.last < trigger.first
    )


def _is_called_so(sentence: Sentence, trigger: Trigger) -> bool:
    """ "In what it called a treacherous attack": a name for what is told elsewhere."""
    named_so = [m for m in sentence.of("so_called") if 0 < trigger.first - m.last <= _CALLED_WITHIN]
    if not named_so:
        return False
    accused = sentence.within(named_so[-1].first - 2, named_so[-1].first - 1, "accuse")
    return not accused and not sentence.within(named_so[-1].last + 1, trigger.first, "that")


def _is_truce_to_keep(sentence: Sentence, trigger: Trigger) -> bool:
    """ "Called on the sides to abide by the truce", not "continue to abide by the truce"."""
    if not _stands_to_keep(sentence, trigger):
        return False
    if sentence.within(trigger.first - 2, trigger.first - 2, "goes_on_to"):
        return False
    near = sentence.within(trigger.first - _NEEDED, trigger.first, "needed_to")
    return bool(near or sentence.within(0, trigger.first, "call"))


def _stands_to_keep(sentence: Sentence, trigger: Trigger) -> bool:
    return trigger.category == "kept_truce" and sentence.keys(trigger.first - 1, trigger.first - 1) == ["to"]


def _may_name(sentence: Sentence, trigger: Trigger) -> bool:
    """A noun, or a verb that may be one: "prevented an infiltration attempt", but not "to prevent abductions"."""
    if trigger.kind.voice == "noun" or trigger.category in ("attack", "fire", "violate", "return_fire"):
        return True
    if trigger.category == "shell" and sentence.tokens[trigger.last].key.endswith(("ing", "ings")):
        return True
    attempt = sentence.within(trigger.first, trigger.last, "incursion_noun")
    return bool(attempt) and not sentence.within(trigger.first - 4, trigger.first - 1, "repels")


def _is_named_only(sentence: Sentence, trigger: Trigger) -> bool:
    """What a noun stands behind: "these", "to investigate", "after a year of", "informed of"."""
    if trigger.category in TOLD_BEFORE and any(m.last == trigger.first - 1 for m in sentence.of("these")):
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
    if trigger.category == "violation_n":
        return (
            _is_passed_on(sentence, trigger)
            or _is_protested(sentence, trigger)
            or _is_this(sentence, trigger)
        )
    return trigger.category == "clash" and sentence.keys(trigger.first - 2, trigger.first - 1) in (
        ["after", "the"],
        ["following", "the"],
        ["since", "the"],
        ["during", "the"],
    )


def _is_protested(sentence: Sentence, trigger: Trigger) -> bool:
    """ "Lodged a protest over the violation": told before."""
    return any(
        m.last < trigger.first and sentence.tokens[m.first].key.startswith(("protest", "lodg"))
        for m in sentence.of("accuse")
    )


def _is_this(sentence: Sentence, trigger: Trigger) -> bool:
    """ "Condemned this serious violation": told before; not "this year committed violations", "these 12 violations"."""
    return any(
        not sentence.within(m.first, trigger.first - 1, "time", "numbers")
        and not any(t.kind == "num" for t in sentence.tokens[m.first : trigger.first])
        for m in sentence.within(trigger.first - 4, trigger.first - 1, "anaphor")
    )


def _is_this_provocation(sentence: Sentence, trigger: Trigger) -> bool:
    """ "This provocation too was unleashed by X": told before."""
    return trigger.category == "provocation" and bool(
        sentence.within(trigger.first - 2, trigger.first - 1, "anaphor")
    )


def _is_since_when(sentence: Sentence, trigger: Trigger) -> bool:
    """ "Since fighting erupted": from when, and no event of its own."""
    return trigger.category == "clash" and bool(
        SINCE & set(sentence.keys(trigger.first - 2, trigger.first - 1))
    )


_NAMED = (
    is_judged,
    _is_arm_or_round,
    _is_of_a_request,
    _is_of_a_wound,
    _is_reason_to_go,
    _is_declared_truce,
    _is_this_provocation,
    _is_only_then,
    _is_of_their_dead,
    _is_being_repelled,
    _is_what_was_broken,
    _is_since_when,
    _is_called_so,
    _is_truce_to_keep,
)
"""Why words of any form, verbs too, name no event; each says at its own place what of."""


def names_no_event(sentence: Sentence, trigger: Trigger) -> bool:
    """A noun that names no event: "to investigate ceasefire violations", "a mechanism against", "after the clashes"."""
    if any(why(sentence, trigger) for why in _NAMED):
        return True
    return _may_name(sentence, trigger) and _is_named_only(sentence, trigger)


def is_doubted(sentence: Sentence, at: int) -> bool:
    """What stands before is denied or called false, and so is what "and that" adds to it."""
    return bool(sentence.within(0, at, "deny", "false"))
