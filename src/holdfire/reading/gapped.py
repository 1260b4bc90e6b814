"""A clause that leaves out the verb of the clause before it: "fired from grenade launchers near X, and near Y – from mortars".

Bulletins and agencies write a dash where the verb would stand, or only count: "tanks 11 times, mortars 154 times", "of them 26
times – towards Z", "the day before – 87", "soldiers of X refused passage to A, those of Y – to B". Such a clause tells an
act of its own, of the kind that the verb before it tells. Words come from the packs; only signs and order are known here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from .counts import Quantity
from .sentence import Sentence
from .tokens import CLOSING
from .trigger_kinds import Trigger

DASHES = frozenset("–—-")
LONGEST = 12
"""Tokens between the comma that opens such a clause and its dash."""
_ACTS = frozenset(
    {"fire", "obstrel", "shell", "violate", "use", "weapon_fire", "fire_n", "under_fire", "under_shelling", "launched"}
)  # fmt: skip
_COUNTED = frozenset({*_ACTS, "violation_n", "violated_passive", "explosion"})
_DAYS = frozenset({"yesterday", "day_before_yesterday", "previous_day", "previous_period", "days_earlier"})
_SAYING = ("say", "accord", "perceive", "accuse", "deny", "call")


@dataclass(frozen=True)
class Gap:
    """trigger  the verb that is understood, at the dash or at the number; start, end  the clause's tokens."""

    trigger: Trigger
    start: int
    end: int


def gaps(sentence: Sentence, hits: Sequence[Trigger]) -> list[Gap]:
    """The clauses of a sentence whose verb is understood, in order; none where no verb stands before them."""
    if not hits:
        return []
    tokens = sentence.tokens
    edges = [i for i, t in enumerate(tokens) if t.text in (",", ";") or _opens_count(sentence, i)]
    found: list[Gap] = []
    for number, edge in enumerate(edges):
        start = edge + 1
        end = (edges[number + 1] if number + 1 < len(edges) else len(tokens)) - 1
        while end > start and tokens[end].kind == "punct":
            end -= 1
        before = [t for t in hits if t.last < edge and t.category in (*_COUNTED, "restriction")]
        if end - start < 1 or not before or _has_verb(sentence, hits, start, end):
            continue
        at = _dash(sentence, start, end)
        kind = None
        if at is None:
            kind = _counted_weapon(sentence, before, start, end) or _part_by_means(
                sentence, before, start, end
            )
        else:
            kind = _told_by_dash(sentence, before, start, at, end)
        if kind is not None:
            place = at if at is not None else start
            found.append(Gap(Trigger(kind, place, place), start, end))
    return found or _rounds_beside(sentence, hits)


def _rounds_beside(sentence: Sentence, hits: Sequence[Trigger]) -> list[Gap]:
    """ "Fired three shells from 82 mm mortars and twelve shells from 60 mm mortars": a second number of rounds, its own gun."""
    acts = [t for t in hits if t.category in ("fire", "launched", "use", "shell")]
    rounds = sentence.of("thrown", "shot_count") if acts else []
    found: list[Gap] = []
    for joined in sentence.of("and"):
        start = joined.last + 1
        theirs = [m for m in rounds if 0 < m.first - start <= _OF_ROUNDS]
        before = [m for m in rounds if m.last < joined.first and joined.first - m.last <= LONGEST]
        act = next((t for t in reversed(acts) if before and t.last < before[-1].first), None)
        if not theirs or act is None or not _is_number(sentence, start):
            continue
        end = _clause_end(sentence, theirs[0].last)
        told = any(start <= t.first <= end and t.category not in ("shot_count", "launched") for t in hits)
        if told or sentence.signs(before[-1].first, start) - DASHES:
            continue
        if _names_gun(sentence, before[-1].last + 1, joined.first - 1) and _names_gun(
            sentence, theirs[0].last + 1, end
        ):
            found.append(Gap(Trigger(act.category, start, start), start, end))
    return found


def _is_number(sentence: Sentence, at: int) -> bool:
    return sentence.tokens[at].kind == "num" or bool(sentence.within(at, at, "numbers"))


def _names_gun(sentence: Sentence, low: int, high: int) -> bool:
    return bool(sentence.within(low, high, "weapon"))


def _clause_end(sentence: Sentence, at: int) -> int:
    """The last token before the next comma or stop."""
    tokens = sentence.tokens
    return next((i for i in range(at, len(tokens)) if tokens[i].text in (",", ";", ".")), len(tokens)) - 1


_OF_ROUNDS = 3
"""Tokens from a number to its rounds: "twelve shells", "12 mortar shells"."""


def _opens_count(sentence: Sentence, at: int) -> bool:
    """ "(138 in the one region) and 27 – in the other": a conjunction, a number, a dash."""
    if at + 2 >= len(sentence.tokens) or sentence.tokens[at + 2].text not in DASHES:
        return False
    return sentence.tokens[at + 1].kind == "num" and any(m.first <= at <= m.last for m in sentence.of("and"))


def _has_verb(sentence: Sentence, hits: Sequence[Trigger], start: int, end: int) -> bool:
    own = any(start <= t.first <= end and t.category != "shot_count" for t in hits)
    return own or bool(sentence.within(start, end, *_SAYING, "killed", "wounded", "losses", "damaged"))


def is_understood(sentence: Sentence, trigger: Trigger) -> bool:
    """The trigger stands at a dash: its verb is that of the clause before."""
    return sentence.tokens[trigger.first].text in DASHES


def _dash(sentence: Sentence, start: int, end: int) -> int | None:
    tokens = sentence.tokens
    for at in range(start + 1, min(end, start + LONGEST)):
        if tokens[at].text in DASHES and (tokens[at - 1].kind != "punct" or tokens[at - 1].text in CLOSING):
            apart = tokens[at].start > tokens[at - 1].end and tokens[at + 1].start > tokens[at].end
            return at if apart else None
    return None


def _told_by_dash(sentence: Sentence, before: Sequence[Trigger], start: int, at: int, end: int) -> str | None:
    """The category of the verb that the dash stands for."""
    acts = [t.category for t in before if t.category in _ACTS]
    counted = [t.category for t in before if t.category in _COUNTED]
    placed = bool(sentence.within(start, at - 1, "place", "place_before", "direction"))
    weapon = bool(sentence.within(at + 1, end, "weapon"))
    times = _is_times(sentence, start, at - 1)
    if before[-1].category == "restriction":
        whose = sentence.within(start, at - 1, "party", "force")
        return "restriction" if whose and sentence.tokens[at + 1].kind == "word" else None
    if acts and weapon and (placed or times):
        return acts[-1]
    if acts and _is_means(sentence, start, at - 1) and sentence.within(at + 1, end, "place", "place_before"):
        return acts[-1]  # "and from an automatic one – near Y"
    part = sentence.within(start, at - 1, "part_of")
    if counted and times and (part or sentence.within(at + 1, end, "place", "place_before", "direction")):
        return counted[-1]
    if counted and _is_times(sentence, at + 1, end) and sentence.within(start, at - 1, "weapon"):
        return counted[-1]
    number = at == start + 1 or (part and at == part[-1].last + 2)
    if counted and number and sentence.tokens[at - 1].kind == "num":
        return counted[-1]  # "18 shellings, 6 – from heavy weapons"
    days = any(m.payload in _DAYS for m in sentence.of("time") if start <= m.first < at)
    bare = sentence.tokens[at + 1].kind == "num" and end == at + 1
    return counted[-1] if counted and bare and days else None


def _is_means(sentence: Sentence, low: int, high: int) -> bool:
    """A weapon, with nothing but a contrast or a preposition before it."""
    named = sentence.within(low, high, "weapon")
    return bool(named) and named[0].first - low <= 3


def _is_times(sentence: Sentence, low: int, high: int) -> bool:
    return bool(sentence.within(low, high, "u_times"))


def _counted_weapon(sentence: Sentence, before: Sequence[Trigger], start: int, end: int) -> str | None:
    """ "(mortars were used 9 times), tanks 11 times": a weapon and how often, and nothing else."""
    named = sentence.within(start, end, "weapon")
    often = sentence.within(start, end, "u_times")
    ends = bool(often) and often[-1].last == end
    acts = [t.category for t in before if t.category in _ACTS]
    return acts[-1] if acts and named and ends and end - start <= LONGEST else None


def _part_by_means(sentence: Sentence, before: Sequence[Trigger], start: int, end: int) -> str | None:
    """ "(opened fire 16 times,) among them in the morning from a mortar near X": of the total, one with its means and place."""
    opened = [m for m in sentence.of("part_of") if m.first == start]
    acts = [t for t in before if t.category in _ACTS]
    if not opened or not acts or not sentence.within(0, acts[-1].last + 2, "u_times"):
        return None
    means = sentence.within(opened[0].last + 1, end, "weapon")
    placed = sentence.within(opened[0].last + 1, end, "place", "place_before", "direction")
    return acts[-1].category if means and placed and end - start <= LONGEST else None


def gap_counts(
    sentence: Sentence, found: Sequence[Gap], numbers: Sequence[Quantity]
) -> dict[int, tuple[Quantity, bool]]:
    """The number of each such clause that has one: "the day before – 87", "tanks – 11 times"."""
    out: dict[int, tuple[Quantity, bool]] = {}
    for gap in found:
        inside = [q for q in numbers if gap.start <= q.first and q.last <= gap.end]
        inside = [q for q in inside if not q.is_article or _is_times(sentence, q.last + 1, q.last + 1)]
        if len(inside) == 1:
            out[gap.trigger.first] = (inside[0], False)
    return out
