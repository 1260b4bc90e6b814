"""Frames that say nothing new: told to be judged, repelled, threatened, or counted beside another."""

from .counts import Quantity
from .saying_days import is_of_speech
from .sentence import Sentence
from .statement import Statement
from .telling import Scene
from .trigger_kinds import Frame, Trigger


def each_says_of_the_other(scene: Scene, frame: Frame, grouped: list[Frame]) -> bool:
    """ "Reported an exchange of fire, each saying that the other had begun it": one exchange, and no second fire."""
    sentence = scene.sentence
    each = [e for e in scene.speech if e.low <= frame.first and sentence.within(e.at - 1, e.at - 1, "each")]
    return bool(each) and any(f.first < each[-1].at and f.family == "fire" for f in grouped)


def of_people(scene: Scene) -> list[Quantity]:
    """The numbers that may be of people: "three shellings, one dead" has one."""
    of_things = [q for first, (q, _) in scene.counts.items() if q.last == first - 1]
    return [q for q in scene.numbers if q not in of_things]


_OBJECT_REACH = 3  # tokens between a verb of attack and what it was done to: "attacked a convoy of"


def is_only_means(scene: Scene, frame: Frame, grouped: list[Frame]) -> bool:
    """ "Broke the truce 30 times by flying drones", "attacked a convoy", "attacked it with mines": one deed, told once."""
    sentence = scene.sentence
    near = [f for f in grouped if f is not frame and f.low == frame.low]
    if frame.family in ("uav", "movement"):
        for f in near:
            breach = f.has("violate") and f.first < frame.first
            if breach and sentence.within(f.triggers[0].last + 1, frame.first, "by_means"):
                return True
    if frame.family == "movement":
        return any(
            f.family == "fire"
            and f.has("attack", "fire", "shell")
            and 0 < frame.first - f.first <= _OBJECT_REACH
            for f in near
        )
    only_attacks = frame.family == "fire" and all(t.category == "attack" for t in frame.triggers)
    return only_attacks and any(
        f.family == "mine"
        and f.first > frame.last
        and sentence.within(frame.last + 1, f.first - 1, "with_arms")
        for f in near
    )


def goes_on_of_truce(scene: Scene, frame: Frame, grouped: list[Frame]) -> bool:
    """ "The truce began in May, and in July it was extended": one truce, told once in its sentence."""
    if frame.family != "truce" or not any(f.family == "truce" and f.last < frame.first for f in grouped):
        return False
    return any(m.what == "pronoun" and not m.head and 0 <= frame.first - m.first <= 2 for m in scene.found)


def is_left_unanswered(scene: Scene, frame: Frame, kept: Frame) -> bool:
    """ "Did not answer the enemy's provocations with fire": the provocations are what was borne, and told elsewhere.

    And "is not aware of any casualties from its fire": the fire is what is not known of.
    """
    losses = scene.sentence.within(kept.first, kept.last, "losses")
    if losses and frame is not kept and frame.low == kept.low and frame.first > kept.last:
        return all(t.kind.voice == "noun" for t in frame.triggers)
    return frame.low == kept.low and all(t.category == "provocation" for t in frame.triggers)


_HEARD_REACH = 4  # tokens between hearing and the shots: "heard several sniper shots"


def is_heard_of(sentence: Sentence, trigger: Trigger, hits: list[Trigger]) -> bool:
    """ "The monitors heard shots": no number, and no other word of fire tells of them."""
    if trigger.category != "shot_count" or any(t is not trigger and t.kind.family == "fire" for t in hits):
        return False
    near = [m for m in sentence.of("hear") if 0 < trigger.first - m.last <= _HEARD_REACH]
    return bool(near) and not sentence.signs(near[-1].last, trigger.first)


def is_all_of_them(sentence: Sentence, trigger: Trigger, counts: dict[int, tuple[Quantity, bool]]) -> bool:
    """ "Five violations, all explosions": what the five were, and no second number."""
    if trigger.category != "explosion" or trigger.first in counts or not counts:
        return False
    return (
        bool(sentence.within(trigger.first - 2, trigger.first - 1, "all_of")) and min(counts) < trigger.first
    )


_OWNER_REACH = 3  # tokens between a mission and its aircraft: "a long-range UAV of the SMM"


def is_of_mission(scene: Scene, frame: Frame) -> bool:
    """ "While flying a quadcopter of the SMM": the mission's own aircraft, of which nobody complains."""
    if not scene.telling.is_observer:
        return False
    owners = [m for m in scene.found if m.what == "party" and scene.telling.pack.is_neutral(m.party)]
    sentence = scene.sentence
    if any(sentence.within(t.first, t.last, "no") for t in frame.triggers):
        return False  # "UAVs that were not its own"
    return any(
        (
            0 < frame.first - m.last <= _OWNER_REACH
            and not sentence.within(m.last + 1, frame.first - 1, "perceive")
        )
        or 0 < m.first - frame.last <= _OWNER_REACH
        for m in owners
    )


def only_dates(scene: Scene, frame: Frame, grouped: list[Frame]) -> bool:
    """ "Explosions were heard after a warplane flew over": what was before them says when, where the word "after" joins it."""
    behind = any(0 < frame.first - m.last <= 1 for m in scene.sentence.of("after_which"))
    return (
        behind
        and frame.family != "explosion"
        and any(f.family == "explosion" and f.low == frame.low and f.last < frame.first for f in grouped)
    )


_REPELLED_REACH = 4  # tokens between the verb of repelling and what is repelled


def only_repels(scene: Scene, answer: Frame, grouped: list[Frame]) -> bool:
    """ "Foiled an attempt to break in": the attempt is what is told, and the foiling is no fire of its own."""
    repels = all(scene.sentence.within(t.first, t.last, "repels") for t in answer.triggers)
    return repels and any(
        f.low == answer.low
        and 0 < f.first - answer.last <= _REPELLED_REACH
        and (f.family == "incursion" or f.has("attack"))
        for f in grouped
    )


def is_counted_beside(statement: Statement, told: list[Statement]) -> bool:
    """ "Struck the village from mortars, firing 15 rounds": the counted rounds are the strike, and no second one."""
    if any(_is_its_firing(statement, other) for other in told if other is not statement):
        return True
    return (
        statement.count is None
        and not statement.negated
        and any(
            other is not statement
            and other.count is not None
            and (".shot_count." in other.rule or ".fire_n." in other.rule)
            and statement.kind == other.kind
            and (statement.speaker_party, statement.accused_party, statement.modality)
            == (other.speaker_party, other.accused_party, other.modality)
            for other in told
        )
    )


def _is_its_firing(breach: Statement, other: Statement) -> bool:
    """ "Violated the truce, firing 2,300 shots": the shots are the breach, where nobody counts breaches."""
    if breach.kind != "violation_unspecified" or breach.count is not None or breach.negated:
        return False
    counted = other.count is not None and (".shot_count." in other.rule or ".fire." in other.rule)
    inside = breach.start <= other.start and other.end <= breach.end
    return (
        counted
        and inside
        and ".violate." in breach.rule
        and (breach.speaker_party, breach.accused_party, breach.modality)
        == (other.speaker_party, other.accused_party, other.modality)
    )


def only_breaches(grouped: list[Frame]) -> None:
    """ "Over the shooting near X the two accused each other of breaking the truce": of the breach, and not of the shooting."""
    for frame in grouped:
        breaches = [t for t in frame.triggers if t.category in ("violate", "violation_n")]
        if breaches and all(t.kind.voice == "noun" for t in frame.triggers if t not in breaches):
            frame.triggers = breaches


def without_threatened(grouped: list[Frame]) -> list[Frame]:
    """ "Any provocation will be met with an adequate response": one threat, and neither a provocation nor a response yet.

    "Threatened to answer the sources of fire": what stands behind the threat has not happened either.
    """
    threats: dict[tuple[int, int], Frame] = {}
    for frame in grouped:
        if frame.family == "threat":
            threats.setdefault((frame.low, frame.high), frame)

    def has_happened(frame: Frame) -> bool:
        if any(
            t.first < frame.first and frame.low <= t.last < frame.first
            for t in threats.values()
            if t.high < frame.low
        ):
            return False  # "warned that [its forces would] attack": what is warned of
        threat = threats.get((frame.low, frame.high))
        if threat is None or frame is threat:
            return True
        behind = frame.first >= threat.first and frame.family in ("fire", "return")
        return not behind and any(t.category not in ("provocation", "return_fire") for t in frame.triggers)

    return [f for f in grouped if has_happened(f)]


def is_attempt_to_attack(scene: Scene, frame: Frame) -> bool:
    """ "Tried to attack the post with artillery": the fire is what came of it."""
    return all(scene.sentence.within(t.first, t.last, "attack_attempt") for t in frame.triggers)


def is_raid_of_group(scene: Scene, frame: Frame, grouped: list[Frame]) -> bool:
    """ "A sabotage group attacked a post": the raid is the group's, and told once, as theirs."""
    if not all(t.category == "attack" for t in frame.triggers):
        return False
    return any(
        f.family == "incursion" and (f.low, f.high) == (frame.low, frame.high)
        and 0 < frame.first - f.last <= _NEXT and is_group_noun(scene, f)
        and not scene.sentence.tokens[f.last].key.startswith("offensive")
        for f in grouped
    )  # fmt: skip


_NEXT = 2
"""Tokens from a group's name to what it did: "a sabotage group has attacked"."""


def is_offensive(scene: Scene, frame: Frame) -> bool:
    """ "Opened an offensive, using tanks": the offensive is told with its means, once."""
    return frame.family == "incursion" and all(
        scene.sentence.within(t.first, t.last, "offensive_noun") for t in frame.triggers
    )


def only_uses(frame: Frame) -> bool:
    """ "Used a mortar, nine rounds": the rounds are counted; the use says no second thing."""
    return all(t.category == "use" for t in frame.triggers)


def is_landing_of(scene: Scene, frame: Frame, grouped: list[Frame]) -> bool:
    """ "Shelled the villages, and their shells came down on houses": where the rounds fell that are told of already."""
    sentence = scene.sentence
    for t in frame.triggers:
        counted = scene.counts.get(t.first)
        is_round = t.category == "shell" and sentence.within(t.first, t.last, "one_projectile", "thrown")
        if t.category not in ("launched", "fire", "damaged") and not is_round:
            return False
        if counted is not None and not counted[0].is_article:
            return False
    rounds = sentence.within(frame.first - _ROUNDS_REACH, frame.last, "thrown", "one_projectile")
    if not rounds or rounds[0].first > frame.last:
        return False
    subject = any(
        rounds[0].last < m.core < frame.first for m in scene.found if m.what in ("party", "enemy", "own")
    )
    fired = [
        f
        for f in grouped
        if f is not frame and f.family == "fire" and f.last < rounds[0].first
        and f.has("shell", "fire", "use", "under_shelling", "weapon_fire", "obstrel")
    ]  # fmt: skip
    joined = fired and sentence.within(fired[-1].last + 1, frame.first, "and_word", "and_also")
    return (
        bool(fired and joined)
        and not subject
        and not sentence.signs(fired[-1].last, frame.first) & {";", ":"}
    )


_ROUNDS_REACH = 4
"""Tokens from the rounds to what became of them: "their shells then came down"."""


def with_means(scene: Scene, grouped: list[Frame]) -> list[Frame]:
    """ "Came under fire of X, who used machine guns": the use tells the means of the fire, no second fire."""
    out: list[Frame] = []
    for frame in grouped:
        fire = out[-1] if out else None
        near = scene.sentence.keys(frame.first - 3, frame.first - 1)
        told = fire is not None and fire.family == frame.family == "fire"
        as_they = (
            told
            and fire is not None
            and only_uses(fire)
            and any(
                fire.last < m.first < frame.first and frame.first - m.last <= 2
                for m in scene.sentence.of("as_they")
            )
        )  # "used mortars as they fired at X"
        if fire is not None and ((told and only_uses(frame) and {"who", "which"} & set(near)) or as_they):
            fire.triggers += frame.triggers
            fire.high = max(fire.high, frame.high)
        else:
            out.append(frame)
    return out


def only_measures(scene: Scene, frame: Frame) -> bool:
    """ "Countermeasures were taken": says that something was done, and neither what nor against what."""
    if not all(t.category == "return_fire" for t in frame.triggers):
        return False
    if not all(scene.sentence.within(t.first, t.last + 2, "measure") for t in frame.triggers):
        return False
    if any(
        m.what in ("party", "own")
        and frame.low <= m.core <= frame.high
        and (m.stance == "plain" or (m.stance == "agent" and m.what == "own"))
        and m.head == "force"
        for m in scene.found
    ):
        return False  # whose units took them is said
    rest = scene.sentence.keys(frame.last + 1, frame.high)
    return not any(k in ("against", "at", "по", "против", "silenced", "fire") for k in rest)


_DAY_BEHIND = 4  # tokens from "took effect" to its day
_AGREED = 6
"""Tokens between who agreed and "agreed": "X and Y had on Monday agreed"."""


def is_subordinate(scene: Scene, frame: Frame, grouped: list[Frame]) -> bool:
    """ "violated the ceasefire after it came into effect": the coming into effect dates the violation, no more."""
    near = scene.sentence.keys(frame.first - 8, frame.first - 1)
    others = any(f.family in ("fire", "explosion") for f in grouped) or scene.sentence.has(
        "killed", "wounded"
    )
    dated = any(
        m.first > frame.last for m in scene.stated
    )  # "before X brokered a truce in 1994" tells of the truce
    if "before" in near:
        return not dated
    named = [
        m
        for m in scene.found
        if m.what == "party" and m.stance == "plain" and 0 < frame.first - m.core <= _AGREED
    ]
    told_day = any(
        0 < m.first - frame.last <= _DAY_BEHIND and not is_of_speech(scene.sentence, m) for m in scene.stated
    )
    if (told_day and not scene.telling.is_observer) or len({m.party for m in named}) > 1:
        return False  # "hours after X and Y had agreed to a truce": told with who agreed, or when
    return others and bool({"after", "when", "since", "минуты"} & set(near))


_GROUPS = (
    "group",
    "saboteur",
    "subversive",
    "offensive",
    "групп",
    "диверсант",
    "дрг",
    "груп",
    "qrup",
    "խումբ",
    "խմբ",
    "مجموع",
)


def is_group_noun(scene: Scene, frame: Frame) -> bool:
    """Every trigger is the noun of a group or an offensive: "a sabotage group"."""
    return all(scene.sentence.tokens[t.last].key.startswith(_GROUPS) for t in frame.triggers)
