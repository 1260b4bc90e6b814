"""Which weapon, of what calibre, and what kind of fire that makes.

Order of kinds where several weapons are named: a heavy weapon before a light one, the first named among the heavy,
except that planes go before artillery, artillery before mortars (a mixed barrage is artillery), and both before rockets or missiles of no named launcher. Calibres are millimetres.
"""

import re
from dataclasses import dataclass
from typing import Any

from .lexicon import Match
from .sentence import Sentence

HEAVY = {
    "mortar": "mortar", "60mm mortar": "mortar", "82mm mortar": "mortar", "120mm mortar": "mortar", "artillery": "artillery", "howitzer": "artillery",
    "D-30 howitzer": "artillery", "D-20 howitzer": "artillery", "mlrs": "mlrs", "rocket": "mlrs", "missile": "mlrs", "tank": "tank", "armoured vehicle": "tank", "atgm": "atgm",
    "air strike": "air_strike", "aviation": "air_strike", "helicopter": "air_strike", "drone": "uav", "UAV": "uav", "heavy weapons": "artillery",
    "phosphorus": "artillery", "shell": "artillery", "cluster munition": "artillery",
}  # fmt: skip
LIGHT = {
    "small arms": "small_arms", "machine gun": "machine_gun", "large-caliber machine gun": "machine_gun", "heavy machine gun": "machine_gun", "sniper rifle": "sniper",
    "grenade launcher": "grenade_launcher", "hand grenades": "small_arms", "anti-aircraft": "machine_gun",
}  # fmt: skip
_CALIBRE = re.compile(
    r"(\d{2,3}(?:[.,]\d+)?)(?:\s*(?:,|and|or|и|или|та)\s*(\d{2,3}))?[\s-]*(?:mm\b|мм\b|mm-lik|мил+им|մմ|ملم|millimet|міліметр)",
    re.IGNORECASE,
)
_BARE_HEAVY = frozenset({"heavy weapons", "shell"})


@dataclass(frozen=True)
class Weapon:
    """name as shown in format 6.1 (several joined by a comma), kind of fire, calibre where one is stated."""

    name: str
    kind: str
    calibre_mm: float | None
    first: int
    last: int


def is_of_planes(sentence: Sentence) -> bool:
    """The sentence names planes, or fire from the air by crews; not drones."""
    return any(HEAVY.get(m.payload) == "air_strike" for m in sentence.of("weapon"))


def weapon_in(sentence: Sentence, low: int, high: int, *, aircraft: bool = True) -> Weapon | None:
    """The weapons named in tokens low..high, read as one. aircraft: False leaves out unmanned ones, a mission's own."""
    silent = {i for m in sentence.of("no_weapon") for i in range(m.first, m.last + 1)}  # "the armoured corps"
    hits = [
        m
        for m in sentence.of("weapon")
        if low <= m.first
        and m.last <= high
        and m.first not in silent
        and not _is_hit(sentence, m)
        and not _is_stored(sentence, m)
        and not any(0 < m.first - b.last <= 2 for b in sentence.of("aside_from"))
        and not _sees(sentence, m)
        and (aircraft or HEAVY.get(m.payload) != "uav")
        and not is_destroyed_thing(sentence, m.first)
    ]
    if not hits:
        return None
    names: list[str] = []
    for match in hits:
        if match.payload not in names:
            names.append(match.payload)
    if "shell" in names and len(names) > 1:
        names.remove("shell")
    if "hand grenades" in names and "grenade launcher" in names:
        names.remove("hand grenades")  # "seven grenades from grenade launchers"
    kinds_heavy = [HEAVY[n] for n in names if n in HEAVY and n not in _BARE_HEAVY]
    kinds_light = [LIGHT[n] for n in names if n in LIGHT]
    if kinds_heavy:
        kind = kinds_heavy[0]
        if kind == "mlrs" and _only_thrown(names):
            kind = next((k for k in ("artillery", "mortar") if k in kinds_heavy), kind)
        if kind == "mortar" and "artillery" in kinds_heavy:
            kind = "artillery"
        if kind == "artillery" and _beside_guns(hits):
            kind = "air_strike"  # "with artillery and from the air"
    elif any(n in _BARE_HEAVY for n in names):
        kind = "artillery"
    elif kinds_light:
        named = [k for k in kinds_light if k not in ("small_arms", "grenade_launcher")]
        # "grenade launchers and heavy machine guns", "small arms and grenade launchers": the fire is the guns', as monitors class it
        kind = named[0] if named else "small_arms" if "small_arms" in kinds_light else "grenade_launcher"
    else:
        kind = "mine" if names[0] in ("mine", "unexploded ordnance") else "other"
    start, end = sentence.tokens[hits[0].first].start, sentence.tokens[hits[-1].last].end
    window_start = sentence.tokens[max(0, hits[0].first - 5)].start
    window_end = sentence.tokens[min(len(sentence.tokens) - 1, hits[-1].last + 5)].end
    calibres = [
        float(g.replace(",", "."))
        for hit in _CALIBRE.finditer(sentence.text, window_start, window_end)
        for g in hit.groups()
        if g
    ]
    calibres = list(dict.fromkeys(calibres))
    shown = _with_calibres(names, calibres)
    first, last = hits[0].first, hits[-1].last
    del start, end
    return Weapon(shown, kind, calibres[0] if calibres else _calibre_of(names), first, last)


def _beside_guns(hits: list[Match[Any]]) -> bool:
    """Guns and planes named in one breath: nothing but "and" between the two."""
    planes = [m for m in hits if HEAVY.get(m.payload) == "air_strike"]
    return any(0 < p.first - g.last <= 2 for p in planes for g in hits if HEAVY.get(g.payload) == "artillery")


def _only_thrown(names: list[str]) -> bool:
    """Rockets or missiles, and no launcher of them: "missiles and artillery" is told as the guns' fire."""
    return "mlrs" not in names


def _is_stored(sentence: Sentence, weapon: Match[Any]) -> bool:
    """ "A facility where rockets were stored", "used to store rockets": what lies there was not fired."""
    behind = sentence.within(weapon.last + 1, weapon.last + _STORED, "stored")
    before = sentence.within(weapon.first - _STORED, weapon.first - 1, "stored")
    return bool(behind or before)


_STORED = 3  # tokens between a weapon and the word of storing: "to store mid-range rockets", "rockets were being stored"
_CRAFT = frozenset({"tank", "armoured vehicle", "helicopter", "aviation", "drone", "UAV"})
_TARGET_REACH = 5  # tokens between "at" and what was fired at: "at enemy vehicles and two tanks"


def _is_hit(sentence: Sentence, weapon: Match[Any]) -> bool:
    """ "Fired on enemy tanks", "shot at a drone": a vehicle behind "at" is what was hit, and nothing was fired from it."""
    if weapon.payload not in _CRAFT:
        return False
    if sentence.within(weapon.last + 1, weapon.last + 1, "passive_aux") and sentence.within(
        weapon.last + 2, weapon.last + 4, "damaged"
    ):
        return True  # "two tanks were destroyed"
    before = [m for m in sentence.of("to_target") if 0 < weapon.first - m.last <= _TARGET_REACH]
    if not before or sentence.signs(before[-1].last, weapon.first):
        return False
    fired = sentence.within(before[-1].first - 2, before[-1].last, "fire", "fire_n", "under_fire")
    return bool(fired)


def _sees(sentence: Sentence, weapon: Match[Any]) -> bool:
    """ "A UAV spotted craters": an aircraft that saw something fired nothing."""
    if weapon.payload not in _CRAFT:
        return False
    seen = sentence.within(weapon.last + 1, weapon.last + _SEES_REACH, "perceive")
    return bool(seen) and not sentence.within(weapon.last + 1, seen[0].first, "passive_aux")


_SEES_REACH = 2
"""Tokens from an aircraft to what it does: "UAV again spotted"."""


_DESTROYED_REACH = 8
"""Tokens from "destroying" to the last of what was destroyed: "two of the enemy's tanks and a mortar"."""


def is_destroyed_thing(sentence: Sentence, at: int) -> bool:
    """ "Destroying a rocket launcher and two tanks": the object of destroying, which fired nothing; "destroyed by a mortar" is none."""
    before = [m for m in sentence.of("destroying") if 0 < at - m.last <= _DESTROYED_REACH]
    if not before or sentence.within(before[-1].first - 2, before[-1].first - 1, "passive_aux"):
        return False
    low = before[-1].last + 1
    if sentence.signs(low, at - 1) - {","}:
        return False
    return not sentence.within(low, at - 1, "by_agent", "means_before", "fire", "say", "relative_where")


def _with_calibres(names: list[str], calibres: list[float]) -> str:
    """ "82-mm and 120-mm mortars" is "82mm,120mm mortar"."""
    bore = ("mortar", "artillery", "howitzer", "tank")
    plain = [n for n in names if not n[:2].isdigit()]
    fitting = [c for c in calibres if c >= 20]
    if fitting and any(n in bore for n in names):
        target = next(n for n in names if n in bore)
        sizes = ",".join(f"{c:g}mm" for c in fitting)
        return ",".join(f"{sizes} {n}" if n == target else n for n in plain)
    return ",".join(names)


def _calibre_of(names: list[str]) -> float | None:
    for name in names:
        if name.endswith("mm mortar"):
            return float(name.split("mm")[0])
        if name == "D-30 howitzer":
            return 122.0  # 2A18, in service with both armies
        if name == "D-20 howitzer":
            return 152.0
    return None
