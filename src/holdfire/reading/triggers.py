"""The words that make a sentence a claim, and the frames that they open.

A frame is one thing that is said to have happened. Triggers of fire in one segment of a sentence ("violated the
ceasefire ..., firing mortars") are one frame; a segment ends where another party begins to act.
"""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field

from .lexicon import opens_with_and
from .parties import Mention
from .sentence import Sentence
from .speech import SpeechEvent
from .times import SINCE


@dataclass(frozen=True)
class TriggerKind:
    """kind: default kind; voice: active (subject acts), passive (subject is hit), noun, none; family: what merges."""

    kind: str
    voice: str
    family: str
    rank: int = 0


TRIGGERS: dict[str, TriggerKind] = {
    "deny": TriggerKind("denial", "active", "deny", 9),
    "false": TriggerKind("denial", "none", "deny", 9),
    "kept_truce": TriggerKind("denial", "active", "deny", 9),
    "under_fire": TriggerKind("small_arms", "passive", "fire", 5),
    "under_shelling": TriggerKind("artillery", "passive", "fire", 5),
    "violate": TriggerKind("violation_unspecified", "active", "fire", 4),
    "violated_passive": TriggerKind("violation_unspecified", "passive", "fire", 6),
    "violation_n": TriggerKind("violation_unspecified", "noun", "fire", 3),
    "provocation": TriggerKind("other", "noun", "fire", 1),
    "fire": TriggerKind("small_arms", "active", "fire", 4),
    "weapon_fire": TriggerKind("small_arms", "noun", "fire", 4),
    "shell": TriggerKind("artillery", "active", "fire", 4),
    "obstrel": TriggerKind("artillery", "active", "fire", 4),  # обстрел: fire at, of any weapon
    "burst": TriggerKind("small_arms", "noun", "fire", 3),
    "observed_item": TriggerKind("other", "noun", "explosion", 2),
    "fire_n": TriggerKind("small_arms", "noun", "fire", 3),
    "attack": TriggerKind("other", "active", "fire", 2),
    "clash": TriggerKind("other", "noun", "fire", 2),
    "use": TriggerKind("other", "active", "fire", 1),
    "launched": TriggerKind("other", "active", "fire", 1),
    "return_fire": TriggerKind("small_arms", "active", "return", 5),
    "shot_count": TriggerKind("small_arms", "noun", "fire", 0),
    "explosion": TriggerKind("explosion_undetermined", "noun", "explosion", 3),
    "crater": TriggerKind("artillery", "noun", "crater", 1),
    "incursion": TriggerKind("incursion", "active", "incursion", 3),
    "mine": TriggerKind("mine", "active", "mine", 4),
    "restriction": TriggerKind("movement_restriction", "active", "restriction", 5),
    "downed": TriggerKind("other", "passive", "shootdown", 6),
    "shootdown": TriggerKind("other", "active", "shootdown", 6),
    "uav": TriggerKind("uav", "active", "uav", 5),
    "movement": TriggerKind("movement_of_equipment", "active", "movement", 2),
    "calm": TriggerKind("calm", "none", "calm", 3),
    "truce": TriggerKind("ceasefire_agreed", "none", "truce", 4),
    "threat": TriggerKind("other", "active", "threat", 4),
    "damaged": TriggerKind("damage", "active", "damage", -1),
}


@dataclass(frozen=True)
class Trigger:
    category: str
    first: int
    last: int

    @property
    def kind(self) -> TriggerKind:
        return TRIGGERS[self.category]


@dataclass
class Frame:
    """Triggers of one thing said to have happened, with the tokens low..high that may speak of it."""

    triggers: list[Trigger]
    low: int
    high: int
    fields: dict[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def first(self) -> int:
        return min(t.first for t in self.triggers)

    @property
    def last(self) -> int:
        return max(t.last for t in self.triggers)

    @property
    def family(self) -> str:
        return self.triggers[0].kind.family

    def has(self, *categories: str) -> bool:
        return any(t.category in categories for t in self.triggers)


_HEARD_IN_NOISE = frozenset(
    {"violate", "violated_passive", "violation_n", "truce", "kept_truce", "return_fire"}
)


def _is_part_of_noise(sentence: Sentence, trigger: Trigger) -> bool:
    """ "Met by a counterstrike", "while the truce held": a part of a longer phrase that is no event."""
    around = (m for m in sentence.of("noise") if m.first <= trigger.first and trigger.last <= m.last)
    return trigger.category in ("return_fire", "truce") and any(
        m.last - m.first > trigger.last - trigger.first for m in around
    )


def triggers(sentence: Sentence) -> list[Trigger]:
    """Triggers in order, none overlapping: the longer wins, then the higher rank."""
    pool = [Trigger(category, m.first, m.last) for category in TRIGGERS for m in sentence.of(category)]
    kept = sentence.of("kept_truce")  # "has not broken the truce", where the negation opens the phrase
    pool = [t for t in pool if t.category != "violate" or not any(k.first < t.first <= k.last for k in kept)]
    pool = [
        t
        for t in pool
        if t.category != "truce" or not sentence.within(t.first + 1, t.last - 1, "no", "clause_opener")
    ]  # "on the agreed route, and no ceasefire violation", "violations of the ceasefire since it took effect"
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
    return [t for t in chosen if not _no_event(sentence, t)]


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
    """ "Blast injuries", "a shrapnel wound", "shot in the leg": the word is part of the casualty's."""
    return any(
        m.first <= trigger.last <= m.last
        and m.last > m.first
        and (m.first <= trigger.first or trigger.last < m.last)
        for m in sentence.of("killed", "wounded")
    )


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


def _no_event(sentence: Sentence, trigger: Trigger) -> bool:
    """A noun that names no event: "to investigate ceasefire violations", "a mechanism against", "after the clashes"."""
    if trigger.category == "attack" and any(
        m.first <= trigger.first and trigger.last < m.last for m in sentence.of("weapon")
    ):
        return True  # "attack drones"
    if _is_of_a_wound(sentence, trigger) or _is_reason_to_go(sentence, trigger):
        return True
    if trigger.category == "mine" and any(
        m.first <= trigger.last and trigger.first <= m.last for m in sentence.of("mortar_mine")
    ):
        return True  # "fired nine mines from mortars": a mortar's rounds
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
    if _judges(sentence, trigger):
        return True
    if trigger.category == "clash" and SINCE & set(sentence.keys(trigger.first - 2, trigger.first - 1)):
        return True  # "since fighting erupted": from when, and no event of its own
    named_so = [m for m in sentence.of("so_called") if 0 < trigger.first - m.last <= _CALLED_WITHIN]
    accused = named_so and sentence.within(named_so[-1].first - 2, named_so[-1].first - 1, "accuse")
    if named_so and not accused and not sentence.within(named_so[-1].last + 1, trigger.first, "that"):
        return True  # "in what it called a treacherous attack": a name for what is told elsewhere
    if trigger.category == "kept_truce" and sentence.keys(trigger.first - 1, trigger.first - 1) == ["to"]:
        return bool(sentence.within(0, trigger.first, "call"))  # "called on the sides to abide by the truce"
    if (
        trigger.kind.voice != "noun"
        and trigger.category not in ("attack", "fire", "violate", "return_fire")
        and not is_gerund
    ):
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
    if trigger.category == "violation_n" and sentence.within(trigger.first - 4, trigger.first - 1, "anaphor"):
        return True  # "condemned this serious violation": told before
    before = sentence.keys(trigger.first - 2, trigger.first - 1)
    return trigger.category == "clash" and before in (
        ["after", "the"],
        ["following", "the"],
        ["since", "the"],
        ["during", "the"],
    )


CONJUNCTIONS = frozenset(
    {
        "and", "but", "while", "whereas", "when", "after", "where", "which", "then", "before", "although", "though", "as", "that", "because", "so", "und", "et", "en",
        "и", "а", "но", "что", "когда", "после", "та", "але", "що", "коли", "və", "amma", "lakin", "ki", "և", "եւ", "իւ", "իսկ", "բայց", "որ", "حيث", "بينما", "كما", "أن",
    }
)  # fmt: skip


def segments(
    sentence: Sentence,
    found: list[Mention],
    speech: list[SpeechEvent],
    hits: list[Trigger],
    understood: Iterable[int] = (),
) -> list[tuple[int, int]]:
    """The sentence cut where another party begins to act, at a verb of saying, and at a semicolon.

    understood  first tokens of clauses whose verb is that of the clause before (gapped.py)
    """
    cuts: set[int] = set(understood)
    for at, token in enumerate(sentence.tokens):
        if token.text in (";", "•"):
            cuts.add(at + 1)
    cuts.update(m.first for m in sentence.of("in_answer") if m.first > 0)
    cuts.update(_contrasts(sentence, hits))
    cuts.update(
        m.first for m in sentence.of("followed") if m.first > 0 and sentence.tokens[m.first - 1].text == ","
    )
    for event in speech:
        if event.form in ("before", "accuse", "colon"):
            cuts.add(event.low)
        if event.form in ("after",):
            cuts.add(event.subject[0])
    for t in hits:  # "broke the truce وقصفت": what is joined to the breach is a deed of its own
        joined = t.category in ("fire", "shell") and opens_with_and(sentence.tokens[t.first].key)
        if joined and any(b.category == "violate" and b.last < t.first for b in hits):
            cuts.add(t.first)
    for match in sentence.of("that"):  # ", وأن ...": and that, of somebody else
        written = opens_with_and(sentence.tokens[match.first].key)
        if written and any(t.last < match.first for t in hits) and any(t.first > match.last for t in hits):
            cuts.add(match.first + 1)
    for match in sentence.of("that"):  # "told the mission that A and that B": two things
        joined = any(m.last == match.first - 1 for m in sentence.of("and_also", "and_word"))
        behind = [t for t in hits if t.first > match.last and t.category != "clash"]  # "that clashes went on"
        lost = sentence.has("killed", "wounded")
        told = any(t.last < match.first for t in hits)
        if joined and told and (behind or lost) and not _is_doubted(sentence, match.first):
            cuts.add(match.last + 1)
    for match in sentence.of("anew"):  # ", كما استهدفوا": a second deed
        opens = any(t.first == match.last + 1 for t in hits) and any(t.last < match.first for t in hits)
        if opens and sentence.tokens[match.first - 1].text == ",":
            cuts.add(match.first)
    for match in sentence.of(
        "cause_after"
    ):  # "responded with artillery after a missile was fired": two things
        answered = any(t.last < match.first and t.category == "return_fire" for t in hits)
        fired = [t for t in hits if t.first > match.last and t.kind.family == "fire"]
        if (
            answered
            and fired
            and not sentence.within(match.last + 1, match.last + 1, "under_fire", "under_shelling")
        ):
            cuts.add(match.first)
    for match in sentence.of("contrast"):  # "shelled X, while Y came under rocket fire": two things
        if any(t.last < match.first for t in hits) and any(t.first > match.last for t in hits):
            cuts.add(match.first)
    for m in found:
        if m.stance not in ("plain",) and not (m.stance == "target" and m.head == "target"):
            continue
        at = m.first
        while (
            at > 0
            and sentence.tokens[at - 1].kind == "word"
            and sentence.tokens[at - 1].key not in CONJUNCTIONS
            and m.first - at < 4
        ):
            at -= 1
        if at == 0:
            continue
        before = sentence.tokens[at - 1]
        opens = before.key in CONJUNCTIONS or before.text in (",", "—", "–", '"', "“", "”")
        if not opens:
            continue
        earlier = [t for t in hits if t.last < at]
        later = [t for t in hits if t.first > m.last]
        opened = max((c for c in cuts if c < at), default=0)
        if (
            earlier
            and later
            and not _list_of_parties(sentence, found, m)
            and not _hangs_on_subject(sentence, found, [t for t in earlier if t.first >= opened], opened, at)
        ):
            cuts.add(at)
    edges = sorted({0, *cuts, len(sentence.tokens)})
    return [(a, b - 1) for a, b in itertools.pairwise(edges) if b > a]


def _hangs_on_subject(
    sentence: Sentence, found: list[Mention], earlier: list[Trigger], low: int, at: int
) -> bool:
    """ "While violating the truce, units of X fired": the clause before the comma has no subject but the one behind it."""
    if not earlier or sentence.tokens[at - 1].text != ",":
        return False
    subject = any(
        low <= m.core < at
        and m.what in ("party", "enemy", "own", "both", "unknown", "pronoun")
        and m.stance in ("plain", "body", "agent", "origin")
        for m in found
    )
    hanging = all(t.category in _HANGING and not _is_plural_noun(sentence, t) for t in earlier)
    return hanging and not subject


_HANGING = frozenset({"violate", "use", "fire", "attack"})


def _is_plural_noun(sentence: Sentence, trigger: Trigger) -> bool:
    """ "Attacks", "the attack": no form of a verb that hangs on a subject."""
    return trigger.category == "attack" and not sentence.tokens[trigger.last].key.endswith(("ed", "ing"))


def _is_doubted(sentence: Sentence, at: int) -> bool:
    """What stands before is denied or called false, and so is what "and that" adds to it."""
    return bool(sentence.within(0, at, "deny", "false"))


_ACTS = ("fire", "obstrel", "shell", "violate", "use", "weapon_fire")


def _contrasts(sentence: Sentence, hits: list[Trigger]) -> list[int]:
    """ "Near X it fired mortars, and near Y small arms it used": a contrast between two acts, each with a place of its own."""
    cuts: list[int] = []
    for m in sentence.of("contrast"):
        if m.first == 0 or sentence.tokens[m.first - 1].text != ",":
            continue
        nexts = [t.first for t in hits if t.category in _ACTS and t.first > m.last]
        acts_before = any(t.category in _ACTS and t.last < m.first for t in hits)
        placed_before = sentence.within(0, m.first - 1, "place_before", "place", "direction")
        if (
            acts_before
            and nexts
            and placed_before
            and sentence.within(m.last + 1, nexts[0], "place_before", "place", "direction")
        ):
            cuts.append(m.first)
    return cuts


def _list_of_parties(sentence: Sentence, found: list[Mention], m: Mention) -> bool:
    """ "Armenian and Azerbaijani troops": the second is no new actor."""
    before = [
        o
        for o in found
        if o.last == m.first - 2 and sentence.tokens[m.first - 1].key in ("and", "und", "и", "və", "և")
    ]
    return bool(before) and not before[0].head


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
