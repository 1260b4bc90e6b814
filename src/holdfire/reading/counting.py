"""Which number belongs to which trigger: "N times" to the violation, "N shots" to a frame of its own.

Measures ("200 metres from"), dates and clock times are no counts. Pure.
"""

from typing import Any

from .counts import Quantity
from .lexicon import Match
from .sentence import Sentence
from .thrown import is_of_people, is_one_round, struck_by, thrown_by
from .trigger_kinds import Trigger
from .weapons import is_destroyed_thing

COUNTED_NOUNS = (
    "explosion",
    "shot_count",
    "violation_n",
    "attack",
    "shell",
    "incursion",
    "fire_n",
    "weapon_fire",
    "observed_item",
    "mine",
    "fire",
    "obstrel",
    "burst",
    "violate",
    "crater",
    "weapons_seen",
    "clash",
    "restriction",
    "uav",
)


_TIMES = frozenset({"twice", "thrice", "дважды", "трижды", "двічі", "тричі", "مرتين"})


def counts_of(
    sentence: Sentence, hits: list[Trigger], numbers: list[Quantity]
) -> dict[int, tuple[Quantity, bool]]:
    """Trigger's first token -> (its number, whether it stands alone as "N explosions" does).

    "N times" belongs to the violation; "N shots", "N attacks", "N explosions" are frames of their own.
    """
    out: dict[int, tuple[Quantity, bool]] = {}
    units = sentence.of("u_times", "u_cases")
    for q in numbers:
        if is_destroyed_thing(sentence, q.first):
            continue
        unit = next(
            (
                u
                for u in units
                if u.first == q.last + 1
                or (u.first == q.last + 2 and sentence.tokens[q.last + 1].kind == "word")
            ),
            None,
        )
        once = sentence.tokens[q.last].key in _TIMES or (
            sentence.tokens[q.last].key == "once"
            and sentence.keys(q.last + 1, q.last + 1) not in (["again"], ["more"])
            and sentence.keys(q.first - 1, q.first - 1) != ["at"]
        )
        if sentence.tokens[q.last].key == "once" and not once:
            continue
        if once and any(m.first == q.last + 1 for m in sentence.of("as_many")):
            continue  # "twice as many explosions"
        if unit is not None and unit.first == q.last + 1:
            named = next(
                (
                    t
                    for t in hits
                    if (0 < t.first - unit.last <= 1 or t.first == unit.first) and t.category in COUNTED_NOUNS
                ),
                None,
            )
            if named is not None and named.first not in out:
                is_noun = named.kind.voice == "noun" or named.first == unit.first
                out[named.first] = (q, is_noun and named.category != "violation_n")
                continue
        if (unit is not None or once) and not q.is_article:
            able = [
                t
                for t in hits
                if t.kind.family in ("fire", "incursion", "restriction", "truce", "explosion")
                and t.category != "launched"
            ]
            near = [t for t in able if t.category != "use"] or able  # "used mortars nine times"
            if near:
                chosen = min(
                    near,
                    key=lambda t: (
                        t.category not in ("violate", "violation_n", "violated_passive"),
                        abs(t.first - q.first),
                    ),
                )
                end = unit.last if unit is not None else q.last
                beside = [t for t in able if 0 < t.first - end <= 3 and not sentence.signs(end, t.first)]
                if chosen.first in out and beside:
                    chosen = beside[0]  # "387 shellings, 290 times X used drones"
                parted = any(chosen.first < k < q.first for k in out)  # "violations: 21 raids, 100 acts of Y"
                if chosen.first not in out and not parted:
                    out[chosen.first] = (q, False)
            continue
        told = _amount(sentence, q, hits)
        if told is not None and told.first not in out:
            out[told.first] = (q, False)
            continue
        noun = next(
            (
                t
                for t in hits
                if not is_of_people(sentence, q, t)
                and q.last < t.first <= q.last + 4 + _weapon_words(sentence, q, t.first - 1)
                and t.category in COUNTED_NOUNS
                and (
                    _adjacent(sentence, q.last + 1, t.first - 1, _weapon_words(sentence, q, t.first - 1))
                    or _is_part_told(sentence, q, t.first)
                )
            ),
            None,
        )
        if any(m.first == q.first == q.last for m in sentence.of("number_post")):
            single = next((t for t in hits if t.last == q.first - 1 and t.category in _COUNTED_BEHIND), None)
            if single is not None:
                out.setdefault(single.first, (q, False))
                continue
        dual = next(
            (t for t in hits if t.first <= q.first and q.last <= t.last and _is_dual(sentence, q)), None
        )
        if dual is not None:
            if dual.first not in out:
                out[dual.first] = (q, dual.category in ("explosion", "shot_count", "fire_n"))
            continue
        held = next(
            (
                t
                for t in hits
                if t.first < q.first
                and q.last < t.last
                and (
                    t.category
                    in (*_COUNTED_BEHIND, "attack", "incursion", "shell", "obstrel", "violated_passive")
                    or (
                        t.category == "violation_n"
                        and any(m.first == t.first for m in sentence.of("deed_last"))
                    )
                )
            ),
            None,
        )
        if (
            held is not None
            and held.first not in out
            and (not q.is_article or _is_one_weapon(sentence, q, held))
        ):
            out[held.first] = (q, False)
            continue
        if noun is None:
            struck = struck_by(sentence, q, hits)
            if struck is not None and struck.first not in out:
                out[struck.first] = (q, False)
                continue
            thrown = thrown_by(sentence, q, hits)
            if thrown is not None and thrown.first not in out:
                out[thrown.first] = (q, False)
            continue
        if noun.first in out:
            continue
        if noun.category == "violate" and sentence.tokens[noun.first].key not in (
            "breaches",
            "breach",
            "violations",
        ):
            continue
        if q.is_article and noun.category == "fire" and _is_a_shot(sentence, noun):
            out[noun.first] = (q, False)
            continue
        if (
            q.is_article
            and noun.category not in ("explosion", "observed_item", "crater")
            and not (
                noun.category in ("weapon_fire", "shell")
                and (is_one_round(sentence, noun.last) or is_one_round(sentence, noun.first))
            )
            and not (noun.category in ("shot_count", "burst") and _is_one_of(sentence, noun))
            and sentence.tokens[q.last].key not in ("one", "одна", "один")
        ):
            continue
        if (
            noun.category in ("fire", "shell")
            and not sentence.tokens[noun.first].key.endswith(("s", "ings", "ing"))
            and sentence.tokens[noun.first].key not in ("shelling", "shell")
        ):
            thrown = thrown_by(sentence, q, hits)
            if thrown is not None and thrown.first not in out:
                out[thrown.first] = (q, False)
            continue
        alone = noun.category in (
            "explosion",
            "attack",
            "shell",
            "incursion",
            "fire_n",
            "shot_count",
            "burst",
            "observed_item",
            "crater",
        ) or _many_counted(sentence, numbers, hits)
        out[noun.first] = (q, alone and noun.category != "violation_n")
    violations = [t for t in hits if t.first in out and t.category == "violation_n"]
    if len(violations) > 1:
        for t in violations:
            out[t.first] = (out[t.first][0], True)
    return out


_AMOUNT_REACH = 14  # tokens from "the number of" to the number


def _amount(sentence: Sentence, q: Quantity, hits: list[Trigger]) -> Trigger | None:
    """ "The number of violations reached 35": the verb of amounting stands before the number, or behind it."""
    heads = [m for m in sentence.of("number_of") if 0 < q.first - m.last <= _AMOUNT_REACH]
    if not heads or q.is_article:
        return None
    head = heads[-1]
    verb = sentence.within(head.last + 1, q.first - 1, "amounts_to") or sentence.within(
        q.last + 1, q.last + 3, "amounts_to"
    )
    low = head.first - _AMOUNT_REACH // 2
    if not verb or sentence.within(low, q.first, "killed", "wounded", "losses", "military", "civilian"):
        return None
    things = [t for t in hits if low <= t.first < q.first and t.category in COUNTED_NOUNS]
    return min(things, key=lambda t: abs(t.first - head.first), default=None)


_COUNTED_BEHIND = (
    "fire", "launched", "weapon_fire", "uav", "shootdown", "shot_count", "explosion", "weapons_seen",
)  # fmt: skip
"""Categories whose number may stand behind its noun or inside the phrase: "صاروخ واحد", "flights of 12 drones"."""


def _is_one_weapon(sentence: Sentence, q: Quantity, held: Trigger) -> bool:
    """ "Saw a 122 mm howitzer" saw one; "saw a convoy of tanks" does not say how many."""
    return held.category == "weapons_seen" and "of" not in sentence.keys(q.last + 1, held.last)


def _is_dual(sentence: Sentence, q: Quantity) -> bool:
    """One word is the number and the thing: "غارتين", two strikes."""
    return any(m.first == q.first == q.last for m in sentence.of("dual"))


def _many_counted(sentence: Sentence, numbers: list[Quantity], hits: list[Trigger]) -> bool:
    return len([q for q in numbers if not q.is_article]) > 2


def _weapon_words(sentence: Sentence, q: Quantity, high: int) -> int:
    """How many tokens between a number and its noun only name the weapon: "two [82 mm mortar] bombs"; none behind "a"."""
    between = [] if q.is_article else _weapons(sentence, q.last + 1, high)
    return sum(min(m.last, high) - m.first + 1 for m in between)


def _weapons(sentence: Sentence, low: int, high: int) -> list[Match[Any]]:
    return [m for m in sentence.of("weapon") if low <= m.first <= high]


def _adjacent(sentence: Sentence, low: int, high: int, weapon_words: int) -> bool:
    """Only adjectives and the weapon's name between a number and its noun."""
    if sentence.within(low, high, "preposition"):
        return False
    weapons = _weapons(sentence, low, high) if weapon_words else []
    named = {i for m in weapons for i in range(m.first, m.last + 1)}
    for at in range(low, high + 1):
        token = sentence.tokens[at]
        if at in named or (at - 1 in named and at + 1 in named and sentence.within(at, at, "and")):
            continue  # "240 artillery and mortar explosions"
        if sentence.within(at, at, "military", "civilian", "from_cause", "others") and not sentence.within(
            at, at, "martial"
        ):
            return False  # "two servicemen in the shelling": people are counted
        if (
            token.kind != "word"
            or sentence.is_word(at, "conjunction")
            or token.key in ("in", "of", "on", "at", "the", "by", "was", "were", "from", "to", "with")
        ):
            return token.key == "of" and low == at
    return True


def _is_part_told(sentence: Sentence, q: Quantity, noun: int) -> bool:
    """ "134 violations, of which 41 were explosions": the part is what it is said to be."""
    part = any(m.last == q.first - 1 for m in sentence.of("part_of"))
    return part and noun == q.last + 2 and bool(sentence.within(q.last + 1, noun - 1, "copula"))


def _is_a_shot(sentence: Sentence, noun: Trigger) -> bool:
    """ "A shot of small-arms fire", where the word could be a verb too."""
    return bool(sentence.within(noun.first, noun.first, "shot_count")) and _is_one_of(sentence, noun)


def _is_one_of(sentence: Sentence, noun: Trigger) -> bool:
    """ "A shot of small-arms fire", "a burst of machine-gun fire": one, of a fire that is named."""
    singular = not sentence.tokens[noun.first].key.endswith("s")
    return singular and "of" in sentence.keys(noun.last, noun.last + 1)
