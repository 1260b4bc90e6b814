"""The words that make a sentence a claim, and the frames that they open.

A frame is one thing that is said to have happened. Triggers of fire in one segment of a sentence ("violated the
ceasefire ..., firing mortars") are one frame; a segment ends where another party begins to act.
"""

from .no_event import names_no_event
from .rounds_fired import is_second_fire
from .sentence import Sentence
from .trigger_kinds import TRIGGERS, Frame, Trigger

_HEARD_IN_NOISE = frozenset(
    {"violate", "violated_passive", "violation_n", "truce", "kept_truce", "return_fire"}
)


def _is_part_of_noise(sentence: Sentence, trigger: Trigger) -> bool:
    """ "Met by a counterstrike", "while the truce held": a part of a longer phrase that is no event."""
    around = (m for m in sentence.of("noise") if m.first <= trigger.first and trigger.last <= m.last)
    return trigger.category in ("return_fire", "truce") and any(
        m.last - m.first > trigger.last - trigger.first for m in around
    )


def _is_of_one_clause(sentence: Sentence, trigger: Trigger) -> bool:
    """ "Saw two impacts and assessed that tank rounds had caused them" saw no tank."""
    fire = sentence.within(trigger.last + 1, trigger.last + 1, "bare_fire", "shot_count", "one_projectile")
    told = ("that", "assessed", "crater", "perceive", "shot_count", "explosion", "burst")
    return not fire and not sentence.within(trigger.first + 1, trigger.last, *told)


def triggers(sentence: Sentence) -> list[Trigger]:
    """Triggers in order, none overlapping: the longer wins, then the higher rank."""
    pool = [
        Trigger(category, m.first, m.last) for category in TRIGGERS for m in sentence.marks.get(category, ())
    ]
    kept = sentence.of("kept_truce")  # "has not broken the truce", where the negation opens the phrase
    pool = [t for t in pool if t.category != "violate" or not any(k.first < t.first <= k.last for k in kept)]
    pool = [
        t
        for t in pool
        if t.category != "truce" or not sentence.within(t.first + 1, t.last - 1, "no", "clause_opener")
    ]  # "on the agreed route, and no ceasefire violation", "violations of the ceasefire since it took effect"
    firing = [t.first for t in pool if t.category in ("fire", "shell")]
    pool = [
        t for t in pool if t.category != "weapons_seen" or not any(0 < f - t.last <= 2 for f in firing)
    ]  # "observed a tank of X firing at its post": the fire, and no weapon that is only seen
    agreed = [t for t in pool if t.category == "truce"]
    pool = [
        t
        for t in pool
        if t.category != "kept_truce" or not any(a.first < t.first and t.last <= a.last for a in agreed)
    ]  # "agreed to fully implement the ceasefire": they will keep it, and nobody denies a thing
    pool = [t for t in pool if t.category != "weapons_seen" or _is_of_one_clause(sentence, t)]
    shots = [t.first for t in pool if t.category in ("fire_n", "weapon_fire", "shot_count")]
    pool = [
        t for t in pool if t.category != "weapons_seen" or not any(t.first < s <= t.last + 1 for s in shots)
    ]  # "recorded four rounds of tank fire": heard, and no tank seen
    pool.sort(
        key=lambda t: (
            t.category not in ("violate", "kept_truce"),
            -(t.last - t.first),
            -t.kind.rank,
            t.first,
        )
    )
    noise = {i for m in sentence.of("noise") for i in range(m.first, m.last + 1)}
    taken: set[int] = set()
    chosen: list[Trigger] = []
    for trigger in pool:
        span = set(range(trigger.first, trigger.last + 1))
        silenced = (
            trigger.first in noise or trigger.last in noise
        )  # noise in the gap of a phrase is none of it
        if span & taken or (
            silenced and (trigger.category not in _HEARD_IN_NOISE or _is_part_of_noise(sentence, trigger))
        ):
            continue
        chosen.append(trigger)
        taken.update(range(trigger.first, trigger.last + 1))
    chosen.sort(key=lambda t: t.first)
    return [t for t in chosen if not names_no_event(sentence, t)]


def _tells_the_same(out: list[Frame], trigger: Trigger, low: int, counted: set[int]) -> bool:
    """ "Two mortar bombs landed": what is counted is what landed."""
    if not out or out[-1].low != low:
        return False
    before = out[-1].triggers[-1]
    reach = 2 if trigger.category == "launched" else 3
    return (
        before.kind.voice != "passive"
        and before.first in counted
        and before.kind.family == "fire"
        and 0 < trigger.first - before.last <= reach
    )


def frames(
    sentence: Sentence, hits: list[Trigger], parts: list[tuple[int, int]], counted: set[int]
) -> list[Frame]:
    """Triggers grouped. counted: triggers (by first token) that carry a count of their own and stand alone."""
    out: list[Frame] = []
    for low, high in parts:
        inside = [t for t in hits if low <= t.first <= high]
        held: Frame | None = None
        for trigger in inside:
            if trigger.first in counted:
                out.append(Frame([trigger], low, high))
                continue
            if trigger.category in ("launched", "fire") and _tells_the_same(out, trigger, low, counted):
                out[-1].triggers.append(trigger)
                continue
            family = trigger.kind.family
            if family == "return" and sentence.within(trigger.first - 1, trigger.last, "in_return"):
                family = "fire"  # "in retaliation the army fired": how the firing is meant
            if family == "return" and (
                held is None
                or held.has("under_fire", "under_shelling")
                or not held.has("weapon_fire", "return_fire")
            ):
                follows = [
                    t
                    for t in inside
                    if t.category in ("weapon_fire", "fire", "shell") and 0 < t.first - trigger.last <= 4
                ]
                family = "fire" if follows and held is None else family
            elif family == "return":
                family = "fire"
            if family == "fire":
                then = (
                    sentence.within(held.last + 1, trigger.first - 1, "and_then") if held is not None else []
                )
                second = (
                    trigger.category in ("weapon_fire", "fire_n") and held is not None and held.has("burst")
                )
                if held is not None and second and is_second_fire(sentence, held.last, trigger.first):
                    at = sentence.within(held.last + 1, trigger.first - 1, "and_also")[-1].first
                    held.high = at - 1
                    held = Frame([trigger], at + 1, high)
                    out.append(held)
                    continue
                if held is not None and then:  # "opened fire and later shelled X": each with its own means
                    held.high = then[-1].first - 1
                    held = Frame([trigger], then[-1].last + 1, high)
                    out.append(held)
                    continue
                if held is None or sentence.within(held.last + 1, trigger.first - 1, "part_of"):
                    held = Frame([trigger], low, high)  # "65 violations, among them shelling of X"
                    out.append(held)
                else:
                    held.triggers.append(trigger)
                continue
            same = next(
                (
                    f
                    for f in out
                    if f.family == trigger.kind.family and f.low == low and f.triggers[0].first not in counted
                ),
                None,
            )
            if same is not None:
                same.triggers.append(trigger)
            else:
                out.append(Frame([trigger], low, high))
    out.sort(key=lambda f: f.first)
    return out
