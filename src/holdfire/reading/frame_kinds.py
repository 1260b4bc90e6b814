"""What kind of act a frame is, and with which weapon."""

from .sentence import Sentence
from .telling import Scene
from .trigger_kinds import Frame, Trigger
from .weapons import HEAVY, Weapon, weapon_in

HEAVY_KINDS = frozenset({"mortar", "artillery", "mlrs", "tank", "air_strike", "uav", "atgm"})


def _attack_word(sentence: Sentence, frame: Frame) -> bool:
    return any("attack" in k for k in sentence.keys(frame.first, frame.last))


def weapon_of(scene: Scene, frame: Frame, low: int, high: int) -> Weapon | None:
    """The weapon that a frame names; for an observer no aircraft that it only flew, and no weapon that it saw before it heard."""
    aircraft = True
    if scene.telling.is_observer:
        aircraft = is_by_aircraft(scene.sentence, frame)
        heard = [m for m in scene.sentence.of("perceive") if low <= m.first <= frame.first]
        low = heard[-1].first if heard else low
    return _weapon_within(scene, frame, low, high, aircraft)


def is_by_aircraft(sentence: Sentence, frame: Frame) -> bool:
    """Do the words of the act themselves name a drone, as "a drone strike", "dropped from a drone" do?"""
    if frame.has("uav", "incursion") or sentence.within(frame.first, frame.last, "drops"):
        return True
    return any(
        m.first <= t.last and t.first <= m.last and HEAVY.get(m.payload) == "uav"
        for t in frame.triggers
        if t.category == "weapon_fire"
        for m in sentence.of("weapon")
    )


def _weapon_within(scene: Scene, frame: Frame, low: int, high: int, aircraft: bool) -> Weapon | None:
    if frame.family in ("truce", "calm", "deny", "threat"):
        return (
            weapon_in(scene.sentence, frame.low, frame.high, aircraft=aircraft) if frame.has("deny") else None
        )
    if any(scene.counts.get(t.first, (None, False))[1] for t in frame.triggers):
        return weapon_in(scene.sentence, low, high, aircraft=aircraft)
    if frame.has("burst"):
        commas = [i for i in range(frame.low, frame.first) if scene.sentence.tokens[i].text == ","]
        return weapon_in(
            scene.sentence, max(low, commas[-1] if commas else frame.low), high, aircraft=aircraft
        )
    counted = sorted(
        (c[0].first, max(t, c[0].last))
        for t, c in scene.counts.items()
        if c[1] and frame.low <= t <= frame.high and not any(t == x.first for x in frame.triggers)
    )
    if counted and counted[0][0] > frame.first:
        high = min(high, counted[0][0] - 1)
        commas = [i for i in range(frame.last + 1, high) if scene.sentence.tokens[i].text == ","]
        opened = scene.sentence.within(frame.last, high, "during_which")
        if (
            commas and opened
        ):  # "..., during which it fired from small arms N shots": their weapon, told before them
            high = commas[-1]
    if frame.has("violate", "violation_n", "violated_passive"):
        high = _before_part(scene, frame, high)
    lost = scene.sentence.within(frame.last + 1, high, "killed", "wounded")
    parted = (
        [i for i in range(frame.last + 1, lost[0].first) if scene.sentence.tokens[i].text == ","]
        if lost
        else []
    )
    if parted and not frame.has("weapon_fire", "shell"):
        high = parted[0]  # "broke the truce, a soldier died of a sniper's bullet": the sniper is the loss's
    own = [c[0] for t, c in scene.counts.items() if any(t == x.first for x in frame.triggers)]
    told = [last for _, last in counted if own and last < own[0].first]
    if told:  # "fired from mortars 17 rounds and broke the truce 115 times": the mortars are the rounds'
        low = max(low, told[-1] + 1)
    return weapon_in(scene.sentence, low, high, aircraft=aircraft)


def _before_part(scene: Scene, frame: Frame, high: int) -> int:
    """ "Broke the truce 65 times, among them shelling of X": the shelling's weapon is not that of every breach."""
    fire = scene.sentence.of("weapon_fire", "shell", "obstrel", "fire_n")
    parts = [
        m.first
        for m in scene.sentence.within(frame.last + 1, high, "part_of")
        if any(0 < f.first - m.last <= 2 for f in fire)
    ]
    return parts[0] - 1 if parts else high


def kind_of(scene: Scene, frame: Frame, main: Trigger, weapon: Weapon | None) -> str | None:
    """The kind of violation (statement.KINDS) that the frame tells, by its trigger and weapon; None where it tells of none."""
    if frame.family == "damage" and (weapon is None or weapon.first < frame.first):
        passive = scene.sentence.within(frame.first - 3, frame.first - 1, "passive_aux")
        if weapon is None or passive or weapon.kind == "other":
            return "other"  # "seven tanks were destroyed": whose weapon did it is not said
    if frame.family == "threat" and _hinders_mission(scene, frame):
        return "movement_restriction"
    if frame.family in (
        "deny",
        "truce",
        "calm",
        "restriction",
        "mine",
        "uav",
        "threat",
        "movement",
        "weapons",
        "incursion",
    ):
        if (
            frame.family == "incursion"
            and weapon is not None
            and weapon.kind == "uav"
            and 0 < frame.first - weapon.last <= 3
        ):
            return "uav"  # "the drone crossed the line"
        if (
            frame.family == "incursion"
            and weapon is not None
            and weapon.kind in ("tank", "artillery", "mortar")
            and not scene.has_fire
            and not scene.sentence.within(frame.first, frame.last, "enters")
        ):
            return weapon.kind if weapon.kind != "uav" else "incursion"
        if frame.family == "incursion" and all(
            any(m.last == t.last for m in scene.sentence.of("offensive_act"))
            and not scene.sentence.within(t.last + 1, t.last + 1, "into_land")
            for t in frame.triggers
        ):
            return "other"  # an offensive crosses no line that is named
        return main.kind.kind
    if frame.family == "shootdown":  # who shot a drone down used none; whose drone "was launched by" did
        launched = scene.sentence.within(frame.last + 1, frame.high, "launched", "fire")
        return "uav" if launched and weapon is not None and weapon.kind == "uav" else "other"
    if frame.family == "crater":
        return weapon.kind if weapon is not None and weapon.kind in HEAVY_KINDS else None
    if frame.has("observed_item"):
        return "other"
    if telling_of_projectiles(scene, frame, weapon):
        return "other"
    if frame.family == "explosion":
        apart = weapon is not None and scene.sentence.within(
            frame.last + 1, weapon.first, "after_which", "part_of"
        )
        if weapon is not None and weapon.kind in HEAVY_KINDS and weapon.first > frame.last and not apart:
            return weapon.kind
        if weapon is not None and weapon.kind in HEAVY_KINDS and weapon.last == frame.first - 1:
            return weapon.kind  # "240 artillery and mortar explosions"
        return "explosion_undetermined"
    if frame.has("use", "launched") and all(t.category in ("use", "launched") for t in frame.triggers):
        if weapon is not None and weapon.kind != "other":
            return weapon.kind
        often = any(t.first in scene.counts and t.category == "use" for t in frame.triggers)
        arms = often and scene.sentence.within(frame.low, frame.last, "arms_word")
        return "violation_unspecified" if arms else None  # "banned weapons were used 20 times"
    if any(scene.sentence.within(t.first, t.last, "into_air") for t in frame.triggers) and (
        weapon is None or weapon.kind in HEAVY_KINDS
    ):
        return "small_arms"  # "armed men guarding heavy weapons fired into the air"
    if weapon is not None and weapon.kind != "other":
        if (
            weapon.kind in ("small_arms", "machine_gun", "sniper", "grenade_launcher")
            and frame.has("shell", "under_shelling")
            and not frame.has("fire", "fire_n")
            and not scene.sentence.within(frame.first, frame.last, "obstrel")  # fire at, of any weapon
        ):
            return "artillery" if weapon.kind == "small_arms" else weapon.kind
        if weapon.name == "missile" and frame.has("weapon_fire", "attack"):
            return "air_strike" if "air" in scene.sentence.words.lower() else "mlrs"
        return weapon.kind
    if frame.has("shell", "under_shelling", "obstrel"):
        return "air_strike" if _is_bombed_from_air(scene, frame) else "artillery"
    if frame.has("shot_count", "burst", "fire") and _left_a_crater(scene.sentence, frame):
        return "artillery"
    if any(scene.sentence.within(t.first, t.last, "mortar_round") for t in frame.triggers):
        return "mortar"
    if frame.has("shot_count", "burst"):
        return "small_arms"
    if any(m.first == t.first for t in frame.triggers for m in scene.sentence.of("bombs_dropped")):
        return "air_strike"
    if all(
        t.category == "fire" and scene.sentence.within(t.first, t.last, "strikes_a_thing")
        for t in frame.triggers
    ):
        return "other"  # "struck a headquarters": with what is not said
    if frame.has("fire", "fire_n", "under_fire", "return_fire"):
        if frame.has("under_fire") and _attack_word(scene.sentence, frame):
            return "other"
        if all(
            t.category == "fire" and scene.sentence.within(t.first, t.last, "struck_verb")
            for t in frame.triggers
        ):
            return "other"  # "struck a headquarters": with what is not said
        if all(scene.sentence.within(t.first, t.last, "answer_given") for t in frame.triggers):
            return "other"
        if (
            frame.has("return_fire")
            and not frame.has("fire", "fire_n")
            and all(scene.sentence.within(t.first, t.last + 2, "measure") for t in frame.triggers)
        ):
            return "other"
        return "small_arms"
    if frame.has("weapon_fire"):
        return "small_arms"
    if frame.has("attack", "clash", "provocation") and not frame.has(
        "violate", "violation_n", "violated_passive"
    ):
        return "other"
    return "violation_unspecified" if frame.has("violate", "violation_n", "violated_passive") else "other"


def _is_bombed_from_air(scene: Scene, frame: Frame) -> bool:
    """ "Bombed three villages", in a text that tells of planes or air strikes: from the air."""
    return scene.telling.tells_of_planes and all(
        bool(scene.sentence.within(t.first, t.last, "bombing_word"))
        for t in frame.triggers
        if t.kind.kind == "artillery"
    )


def _hinders_mission(scene: Scene, frame: Frame) -> bool:
    """ "Threatened to shoot down a UAV of the mission": what a mission is threatened with hinders it."""
    telling = scene.telling
    if not telling.is_observer:
        return False
    if scene.sentence.within(frame.low, frame.high, "mission_thing"):
        return True
    return any(
        m.what == "party"
        and telling.pack.is_neutral(m.party)
        and m.first >= frame.low
        and m.last <= frame.high
        for m in scene.found
    )


def _left_a_crater(sentence: Sentence, frame: Frame) -> bool:
    """ "A crater that had been caused by a round fired from the south": what leaves a crater was no rifle's."""
    craters = [m for m in sentence.of("crater") if m.last < frame.first]
    caused = craters and sentence.within(craters[-1].last + 1, frame.first, "by_agent", "made_by")
    analysed = bool(sentence.within(0, frame.first, "crater_analysis"))
    return (bool(caused) or analysed) and bool(
        sentence.within(frame.first - 3, frame.last, "one_projectile", "thrown", "shot_count")
    )


def telling_of_projectiles(scene: Scene, frame: Frame, weapon: Weapon | None) -> bool:
    """ "The camera recorded seven projectiles": an observer that saw them fly tells of no gun."""
    only = all(t.category == "shot_count" for t in frame.triggers)
    unsaid = weapon is not None and weapon.name == "shell"
    return (
        scene.telling.is_observer
        and only
        and unsaid
        and bool(scene.sentence.within(0, frame.first, "perceive"))
    )
