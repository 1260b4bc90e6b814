"""A sentence cut where another party begins to act, at a verb of saying and at a semicolon."""

import itertools
import re
from collections.abc import Iterable

from .lexicon import opens_with_and
from .mention import Mention
from .no_event import is_doubted
from .sentence import Sentence
from .speech import SpeechEvent
from .trigger_kinds import Trigger


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
    cuts.update(_at_clocks(sentence, hits))
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
        if joined and told and (behind or lost) and not is_doubted(sentence, match.first):
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
            (answered or _fires_first(sentence, found, hits, match.first, fired))
            and fired
            and not sentence.within(match.last + 1, match.last + 1, "under_fire", "under_shelling")
        ):
            cuts.add(match.first)
        losses = [m.first for m in sentence.of("killed", "wounded") if m.first > match.last + 1]
        apart = bool(losses) and not any(match.last < t.first < losses[0] for t in hits)
        if apart and any(t.last < match.first and t.kind.voice != "noun" for t in hits):
            cuts.add(match.first)  # "struck X after a bomb killed nine": nobody's whom it struck
    for match in sentence.of("since_word"):  # "60 violations by X since air strikes by Y": two things
        behind = [t for t in hits if 0 < t.first - match.last <= _SINCE_REACH and t.category in _DEEDS]
        doers = [m for m in found if m.what == "party" and m.stance in ("agent", "plain")]
        named = [m for m in doers if m.first > match.last], [m for m in doers if m.last < match.first]
        if behind and all(named) and any(t.last < match.first for t in hits):
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
            and sentence.tokens[at - 1].kind in ("word", "num")
            and not sentence.is_word(at - 1, "conjunction")
            and m.first - at < 4
        ):
            at -= 1
        if at == 0:
            continue
        before = sentence.tokens[at - 1]
        opens = sentence.is_word(at - 1, "conjunction") or before.text in (",", "—", "–", '"', "“", "”")
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


_SINCE_REACH = 4  # tokens between "since" and a deed: "since India's surgical air strikes"
_DEEDS = ("attack", "weapon_fire", "shell", "fire_n", "incursion")


def _fires_first(
    sentence: Sentence, found: list[Mention], hits: list[Trigger], after: int, fired: list[Trigger]
) -> bool:
    """ "X shelled the hills after two rockets were fired from Y": each with what it fired."""
    acted = [t for t in hits if t.last < after and t.category in ("fire", "shell", "weapon_fire", "attack")]
    doer = any(m.what in ("party", "pronoun") and m.core < after and m.stance == "plain" for m in found)
    thrown = fired and sentence.within(after + 1, fired[0].last, "thrown", "one_projectile")
    return bool(acted) and doer and bool(thrown)


def _at_clocks(sentence: Sentence, hits: list[Trigger]) -> list[int]:
    """ "At 20:20 X fired at A, at 20:40 it launched a strike": behind the comma another time, and another act."""
    tokens = sentence.tokens
    clocks = [i for i, t in enumerate(tokens) if t.kind == "num" and _CLOCK.fullmatch(t.text)]
    cuts: list[int] = []
    for at in clocks[1:]:
        comma = next((i for i in range(at - 1, max(-1, at - 3), -1) if tokens[i].text == ","), None)
        before = clocks[clocks.index(at) - 1]
        if comma is None or not any(before < t.first < comma for t in hits):
            continue
        if any(t.first > at for t in hits):
            cuts.append(comma + 1)
    return cuts


_CLOCK = re.compile(r"[0-2]?\d[:.][0-5]\d")
_HANGING = frozenset({"violate", "use", "fire", "attack"})


def _is_plural_noun(sentence: Sentence, trigger: Trigger) -> bool:
    """ "Attacks", "the attack": no form of a verb that hangs on a subject."""
    return trigger.category == "attack" and not sentence.tokens[trigger.last].key.endswith(("ed", "ing"))


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
