"""Fire that is named only as the reason of something else, and so is told by nobody as an event of its own.

"Two were wounded in the attack" goes back to an attack told elsewhere; "she was hurt when a shell landed in her yard"
says how; "having received word of shelling, the mission went there" says why. A fire with an actor, a count or a finite
verb of its own is a statement beside the casualties. Pure.
"""

from collections.abc import Sequence

from .attribution import attribution_at
from .telling import Scene
from .toll import Toll
from .trigger_kinds import Frame, Trigger

CAUSES = (
    "provocation",
    "obstrel",
    "fire_n",
    "violation_n",
    "clash",
    "weapon_fire",
    "shell",
    "attack",
    "launched",
)
_NOUNS = frozenset(
    {
        "obstrel",
        "fire_n",
        "violation_n",
        "provocation",
        "shell",
        "weapon_fire",
        "attack",
        "explosion",
        "clash",
        "return_fire",
    }
)
_NEAR_CAUSE = 3  # tokens between the word of cause and the noun: "as a result (of enemy) shelling"
_LANDING = frozenset(
    {
        "launched",
        "shell",
        "fire",
        "weapon_fire",
        "explosion",
        "fire_n",
        "shot_count",
        "under_fire",
        "under_shelling",
        "uav",
        "mine",
    }
)
_REACH = 6  # tokens between "when" and the shell that lands
_GOES_BACK = 2  # tokens between "the" and the noun: "in the subsequent attack"


def is_only_cause(scene: Scene, frame: Frame, toll_parts: dict[tuple[int, int], bool]) -> bool:
    """ "Unprovoked firing wounded five civilians": the firing is the cause of one casualty statement, no second one.

    toll_parts  segments that tell casualties, and whether there were any
    """
    if causes_none(scene, frame):
        return True
    if scene.sentence.within(frame.last + 1, told_at(scene, frame), "follow_up"):
        return False  # "saw damage from shelling and followed up on reports of casualties": two matters
    if scene.sentence.within(frame.first - 2, frame.last, "trades"):
        return False  # "traded fire, killing two"
    told = [any_lost for (low, high), any_lost in toll_parts.items() if low <= frame.first <= high]
    if told and (_is_result_of(scene, frame) or _led_to(scene, frame)):
        return True
    counted = [scene.counts[t.first][0] for t in frame.triggers if t.first in scene.counts]
    if (
        any(told)
        and counted
        and not frame.has("violation_n")
        and all(_is_where_they_fell(scene, t) for t in frame.triggers)
    ):
        return True
    if not told or any(not q.is_article for q in counted):
        return False
    if any(e.form == "accuse" and not e.mutual and e.low <= frame.first <= e.high for e in scene.speech):
        return False  # "accused X of firing at its soldiers, one of whom was hurt": the firing is what X is accused of
    if all(_goes_back(scene, t) for t in frame.triggers) or _is_how(scene, frame):
        return True
    if not any(told):
        return False
    if all(_is_shot_that_hit(scene, t) for t in frame.triggers):
        return True
    if not all(t.category in CAUSES or t.category == "fire" for t in frame.triggers):
        return False
    if any(_is_finite(scene, t) for t in frame.triggers):
        return False
    if scene.sentence.within(frame.first, told_at(scene, frame), "strikes_a_thing"):
        return False  # "an airstrike on X hit a school and killed four"
    return not any(
        t.category == "fire" and scene.sentence.tokens[t.first].key != "firing" for t in frame.triggers
    )


def _is_shot_that_hit(scene: Scene, trigger: Trigger) -> bool:
    """ "Was killed by a sniper shot": what killed him, and no firing told beside it."""
    by = scene.sentence.within(trigger.first - _NEAR_CAUSE, trigger.first - 1, "by_agent")
    lost = by and scene.sentence.within(
        by[0].first - _REACH - _NEAR_CAUSE, by[0].first - 1, "killed", "wounded"
    )
    return (
        trigger.category in ("fire", "shot_count", "fire_n")
        and bool(lost)
        and trigger.kind.voice != "passive"
    )


def _is_where_they_fell(scene: Scene, trigger: Trigger) -> bool:
    """ "Were killed in two separate attacks": how many attacks they were is part of how they died."""
    counted = scene.counts.get(trigger.first)
    if counted is None or trigger.category not in _NOUNS:
        return False
    at = counted[0].first
    opened = any(m.last == at - 1 for m in scene.sentence.of("caused_in"))
    return opened and bool(scene.sentence.within(at - _NEAR_CAUSE - 1, at - 1, "killed", "wounded", "losses"))


def _is_result_of(scene: Scene, frame: Frame) -> bool:
    """ "As a result of the violation nobody was hurt": a noun that a word of cause opens, or closes where it stands behind."""
    sentence = scene.sentence
    if not all(t.category in _NOUNS and t.first not in scene.counts for t in frame.triggers):
        return False
    return all(
        any(m.last < t.first <= m.last + _NEAR_CAUSE for m in sentence.of("from_cause"))
        or any(t.first < m.first <= t.last + _NEAR_CAUSE for m in sentence.of("cause_post"))
        for t in frame.triggers
    )


def is_bare_cause(scene: Scene, frame: Frame, toll_parts: dict[tuple[int, int], bool]) -> bool:
    """ "Killed by a landmine", "injured in mine accidents": what they were hurt by, of a mine that nobody is said to have laid."""
    told = any(lost for (low, high), lost in toll_parts.items() if low <= frame.first <= high)
    sentence = scene.sentence
    opened = [m for m in sentence.of("caused_in", "by_agent") if 0 < frame.first - m.last <= _NEAR_CAUSE + 1]
    between = range(opened[-1].last + 1, frame.first) if opened else range(0)
    return told and bool(opened) and not any(sentence.within(i, i, "passive_aux", "who") for i in between)


def told_at(scene: Scene, frame: Frame) -> int:
    """The token before the first loss behind the fire, else the end of its segment."""
    lost = [m.first for m in scene.sentence.of("killed", "wounded", "losses") if m.first > frame.last]
    return min([frame.high, *(at - 1 for at in lost)])


_HARM_REACH = 3
"""Tokens between fire and whom it hurt: "shrapnel from shelling had injured a man"."""


def is_told_by_its_harm(scene: Scene, frame: Frame, toll: Toll) -> bool:
    """ "Shelling injured a woman", "civilians hurt by shelling": an observer tells of fire by its harm, in one statement.

    The dead are a statement of their own. Not "the shelling had killed two", which goes back to fire told before; nor fire with an actor or a verb of its own.
    """
    sentence = scene.sentence
    if (
        not scene.telling.is_observer
        or toll.none
        or toll.killed
        or not all(t.category in CAUSES for t in frame.triggers)
    ):
        return False
    if any(t.first in scene.counts or _is_finite(scene, t) for t in frame.triggers):
        return False
    if not scene.telling.pack.is_neutral(attribution_at(scene, toll.first).party):
        return False
    if sentence.within(frame.first - 2, frame.first - 1, "definite"):
        return False
    harm = [m for m in sentence.of("killed", "wounded") if toll.first <= m.first <= toll.last]
    hurts = any(0 < m.first - frame.last <= _HARM_REACH for m in harm)
    hurt_by = any(0 < frame.first - m.last <= _HARM_REACH for m in harm) and bool(
        sentence.within(frame.first - 2, frame.first - 1, "caused_in", "by_agent")
    )
    apart = sentence.signs(min(frame.first, toll.first), max(frame.last, toll.last)) & {";", ":", "("}
    return (hurts or hurt_by) and not apart


_THE = "ال"  # the Arabic article, written onto its noun


def _led_to(scene: Scene, frame: Frame) -> bool:
    """ "The two raids led to the death of one": a noun with its article that a verb of leading to stands behind, told before."""
    sentence = scene.sentence
    return all(
        sentence.tokens[t.first].key.startswith(_THE)
        and any(m.first == t.last + 1 for m in sentence.of("led_to"))
        for t in frame.triggers
    )


def _is_finite(scene: Scene, trigger: Trigger) -> bool:
    """A verb that tells an act: "attacked", "shelled", "open fire"."""
    if scene.sentence.within(trigger.first, trigger.last, "finite"):
        return True
    word = scene.sentence.tokens[trigger.last].key
    is_noun = bool(scene.sentence.within(trigger.first - 5, trigger.first - 1, "an_article")) and not (
        scene.sentence.signs(trigger.first - 5, trigger.first)
    )
    if trigger.category == "attack" and trigger.first == trigger.last and word == "attack" and is_noun:
        return False  # "in an overnight attack"
    if scene.sentence.tokens[trigger.first].key == "carried":
        return True  # "carried out a strike on X, wounding two"
    return word.endswith("ed") or word in ("open", "opened", "attack")


def _goes_back(scene: Scene, trigger: Trigger) -> bool:
    """ "In the attack", "by the shelling", "during that explosion": a noun with an article, behind the casualties."""
    if trigger.category not in (*CAUSES, "explosion", "incursion", "fire"):
        return False
    sentence = scene.sentence
    if trigger.category in ("explosion", "incursion") and any(
        m.last in (trigger.first - 1, trigger.first - 2) for m in sentence.of("from_cause")
    ):
        return sentence.has("killed", "wounded")  # "hurt by an explosion", in a language without articles
    for at in range(trigger.first - 1, max(0, trigger.first - 2 - _GOES_BACK), -1):
        if any(m.first == at for m in sentence.of("definite")):
            opened = any(m.last == at - 1 for m in sentence.of("caused_in", "by_agent"))
            lost = [m for m in sentence.of("killed", "wounded", "losses") if m.last < at]
            return opened and bool(lost)
        if sentence.tokens[at].kind != "word":
            return False
    return False


def _is_how(scene: Scene, frame: Frame) -> bool:
    """ "Hurt when a shell landed in her yard", "when their car was hit by a drone": how it came, and nobody who did it."""
    if not all(t.category in _LANDING for t in frame.triggers):
        return False
    sentence = scene.sentence
    opened = [
        m for m in sentence.of("when_clause") if frame.low <= m.first and 0 < frame.first - m.last <= _REACH
    ]
    if not opened:
        return False
    lost = [m for m in sentence.of("killed", "wounded") if m.last < opened[-1].first]
    acting = any(
        m.what in ("party", "enemy", "own")
        and opened[-1].last < m.core <= frame.high
        and m.stance not in ("target", "body")
        for m in scene.found
    )
    return bool(lost) and not acting


_NAMED = frozenset(
    {"explosion", "attack", "shell", "fire_n", "weapon_fire", "provocation", "obstrel", "clash"}
)
_LED_REACH = 5  # tokens between "led to" and what it led to: "to a heavy and bloody clash"
_FOILED_REACH = 6  # tokens between an attack and what became of it: "the attack of X's troops was repelled"
_NOUN_REACH = 3  # tokens between "in response to" and its noun: "to these latest provocations"


def is_only_named(scene: Scene, frame: Frame, grouped: Sequence[Frame]) -> bool:
    """ "In response to the provocation", "in an attack on Monday, X shelled Y", "the coordinates of the attack": told elsewhere.

    A noun without a number, beside another act of the sentence or behind an article that points back to one.
    """
    sentence, first = scene.sentence, frame.first
    if _is_of_another(scene, frame, grouped):
        return True
    noun = all(
        t.category in _NAMED
        and not sentence.within(t.first, t.last, "finite")
        and not sentence.tokens[t.last].key.endswith("ed")
        for t in frame.triggers
    )
    if not noun or any(t.first in scene.counts for t in frame.triggers):
        return False
    others = [f for f in grouped if f is not frame and f.family in ("fire", "return", "incursion", "uav")]
    if any(0 < first - m.last <= _LED_REACH for m in sentence.of("led_to")):
        return any(f.first < first for f in others)  # "shelled X, which led to a bloody clash"
    if any(0 < first - m.last <= _NOUN_REACH for m in sentence.of("in_answer")):
        return bool(others) or any(f.family == "threat" for f in grouped)
    is_clash = all(t.category == "clash" for t in frame.triggers)
    if is_clash and sentence.within(frame.last + 1, frame.last + 3, "has_ended"):
        return True  # "by 19:30 the firefight had stopped"
    if is_clash and others and any(0 < first - m.last <= _NOUN_REACH for m in sentence.of("caused_in")):
        return True  # "captured the town after heavy fighting"
    if any(f.first > frame.last for f in others) and any(
        m.first == 0 and 0 < first - m.last <= _NOUN_REACH for m in sentence.of("caused_in")
    ):
        return not any(frame.low <= m.core <= frame.high and m.stance == "agent" for m in scene.found)
    back = any(m.last == first - 1 for m in sentence.of("definite"))
    foiled = [m for m in sentence.of("foiled") if 0 < m.first - frame.last <= _FOILED_REACH]
    if back and foiled and not sentence.signs(frame.last, foiled[0].first) & {",", ";", ":"}:
        return True
    return back and any(m.last == first - 2 for m in sentence.of("part_word"))


def _is_of_another(scene: Scene, frame: Frame, grouped: Sequence[Frame]) -> bool:
    """ "A bomb exploded, targeting a convoy of the army": the bomb's aim, and what it hit; "Violation: X shelled Y": a heading."""
    sentence = scene.sentence
    mined = any(f is not frame and f.family == "mine" and f.first < frame.first for f in grouped)
    if mined and frame.family == "movement":
        return True
    if mined and all(sentence.within(t.first, t.last, "aiming") for t in frame.triggers):
        return True
    heads = all(t.category == "violation_n" for t in frame.triggers) and not scene.counts
    behind = frame.last + 1 < len(sentence.tokens) and sentence.tokens[frame.last + 1].text == ":"
    return heads and behind and any(f.first > frame.last for f in grouped)


def is_cause_of_losses(scene: Scene, frame: Frame, toll_parts: dict[tuple[int, int], bool]) -> bool:
    """ "Fell back with losses as a result of X's retaliatory strikes", "the shelling caused explosions there": an effect's cause."""
    told = any(low <= frame.first <= high for low, high in toll_parts)
    opened = any(0 < frame.first - m.last <= _REACH for m in scene.sentence.of("consequently"))
    inside = frame.family == "return" and any(
        0 < frame.first - m.last <= _GOES_BACK for m in scene.sentence.of("caused_in")
    )  # "killed one in retaliatory fire"
    lost = any(m.last < frame.first for m in scene.sentence.of("killed", "wounded"))
    verbs = scene.sentence.within(frame.last + 1, frame.last + _REACH, "kills")
    kills = bool(verbs) and not scene.sentence.within(verbs[0].first - 1, verbs[0].first - 1, "passive_aux")
    return frame.family == "return" and told and (opened or (inside and lost) or kills)


def causes_none(scene: Scene, frame: Frame) -> bool:
    """ "The violation caused no casualties": about the casualties, not a second violation."""
    if (
        not all(t.category == "violation_n" for t in frame.triggers)
        or frame.triggers[0].first in scene.counts
    ):
        return False
    return bool(
        set(scene.sentence.keys(frame.last + 1, frame.last + 3)) & {"caused", "resulted", "inflicted", "led"}
    ) and scene.sentence.has("losses")
