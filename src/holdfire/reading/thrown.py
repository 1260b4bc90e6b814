"""Numbers of rounds behind the verb that throws them: "fired at the village 14 mortar rounds", "hit five houses"."""

from .counts import Quantity
from .measures import is_bore
from .sentence import Sentence
from .trigger_kinds import Trigger

_PROJECTILES = frozenset(
    {
        "rocket",
        "shell",
        "missile",
        "mortar",
        "artillery",
        "60mm mortar",
        "82mm mortar",
        "120mm mortar",
        "mlrs",
        "drone",
        "UAV",
    }
)


def is_of_people(sentence: Sentence, q: Quantity, trigger: Trigger) -> bool:
    """ "Some 30 X members attacked": how many attacked, and not how many attacks."""
    word = sentence.tokens[trigger.first].key
    finite = trigger.category in ("attack", "fire", "shell", "violate", "incursion") and word.endswith("ed")
    return finite and q.last < trigger.first


def struck_by(sentence: Sentence, q: Quantity, hits: list[Trigger]) -> Trigger | None:
    """ "Shelled six villages", "fired on three posts": an active verb, and how many places it struck."""
    if q.is_article or q.hedge or sentence.within(q.last + 1, q.last + 1, "away_from"):
        return None  # "one of its camps"
    places = sentence.within(q.last + 1, q.last + 4, "target", "sites")
    words = sentence.tokens[q.last + 1 : places[0].last + 1] if places else ()
    plural = bool(words) and words[-1].key.endswith("s") and all(t.kind == "word" for t in words)
    if not plural or sentence.within(q.last + 1, q.last + 4, "military", "civilian", "u_times", "shot_count"):
        return None
    return next(
        (
            t
            for t in hits
            if t.category in ("fire", "shell", "attack")
            and t.kind.voice == "active"
            and 0 < q.first - t.last <= 2
            and all(
                sentence.tokens[i].key in ("at", "on", "upon", "against") for i in range(t.last + 1, q.first)
            )
        ),
        None,
    )


def thrown_by(sentence: Sentence, q: Quantity, hits: list[Trigger]) -> Trigger | None:
    """ "six rockets launched", "fired 12 shells": the number of what was fired belongs to the firing."""
    weapon = next(
        (
            m
            for m in sentence.of("weapon", "thrown")
            if q.last < m.first <= q.last + 4
            and (m.payload in _PROJECTILES or sentence.within(m.first, m.last, "thrown", "one_projectile"))
            and is_bore(sentence, q.last + 1, m.first - 1)
        ),
        None,
    )
    if q.is_article and sentence.tokens[q.last].key not in ("one", "another", "один", "одна"):
        return (
            None
            if weapon is None or not is_one_round(sentence, weapon.last)
            else _fired_at(weapon.last, hits)
        )
    if weapon is None or not (
        sentence.tokens[weapon.last].key.endswith(
            ("s", "shell", "rocket", "missile", "ы", "ов", "lar", "ler", "drone")
        )
        or any(m.first == weapon.last + 1 for m in sentence.of("shot_count"))
        or sentence.within(weapon.first, weapon.last, "thrown")
        or sentence.keys(weapon.last + 1, weapon.last + 1) in (["shells"], ["bombs"], ["mines"])
    ):
        return None
    return _fired_at(weapon.last, hits)


def _fired_at(at: int, hits: list[Trigger]) -> Trigger | None:
    near = [
        t
        for t in hits
        if t.kind.family == "fire"
        and -8 <= t.first - at <= 6
        and t.category in ("fire", "launched", "under_fire", "shell", "weapon_fire")
    ]
    return min(near, key=lambda t: abs(t.first - at), default=None)


def is_one_round(sentence: Sentence, last: int) -> bool:
    """ "A mortar round", "a 152mm artillery shell": one was fired, where a weapon's name alone ("a mortar") counts nothing."""
    return any(m.last in (last, last + 1) for m in sentence.of("one_projectile"))
