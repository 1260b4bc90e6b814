"""Who was killed or wounded, how many, on whose side; and that nobody was.

"Two soldiers were killed and five more wounded" is one statement with both numbers. "No casualties" is a statement:
0 of the party named, or of UNSPEC where none is. A number that is not stated is None ("several others wounded").
Keys are party ids, CIV for civilians, UNSPEC where the words say neither.
"""

import itertools
from typing import Any

from .counts import Quantity
from .lexicon import Match
from .mention import Mention
from .named_victims import is_name
from .no_toll import befell_a_thing, is_only_listed
from .sentence import Sentence
from .toll import CIV, UNSPEC, Toll
from .toll_denials import among, denied_beside, negated_at
from .toll_numbers import counts_for
from .toll_victims import ToldLosses, is_of_army, series_side, side_of, victims_of
from .unnumbered import people_without_number

_WHO_WAS = 4  # tokens between "who" and the wound: "who had been badly injured"
_RANK_REACH = 4  # tokens between "the fourth" and "killed"


def tolls(
    sentence: Sentence,
    low: int,
    high: int,
    found: list[Mention],
    numbers: list[Quantity],
    speaker_party: str | None,
    no_number: set[int],
    takes_sides: bool,
) -> list[Toll]:
    """Casualty statements of a segment. takes_sides: the speaker is a party of the conflict. no_number: tokens of dates, clock times and ages that are no count."""
    marks = sorted(
        [
            (m, kind)
            for kind in ("killed", "wounded", "losses")
            for m in sentence.of(kind)
            if low <= m.first and m.last <= high
        ],
        key=lambda pair: pair[0].first,
    )
    fatal = [m for m, k in marks if k == "killed" and m.last > m.first]  # "received a [fatal wound]"
    marks = [
        (m, k)
        for m, k in marks
        if k != "wounded" or not any(m.first <= f.first and f.last <= m.last for f in fatal)
    ]
    every = marks
    marks = [
        (m, k)
        for i, (m, k) in enumerate(marks)
        if not any(
            o.first <= m.first and m.last <= o.last and o is not m and (o.last - o.first) > (m.last - m.first)
            for o, _ in marks[:i] + marks[i + 1 :]
        )
    ]
    marks = [
        (m, k) for m, k in marks if not any(k == kind and o.first < m.first <= o.last for o, kind in marks)
    ]  # "a peacekeeper [was hit]" and "[hit by a bullet]" is one wound
    marks = [(m, k) for m, k in marks if not _attribute(sentence, m.first, m.last, k)]
    marks = [(m, k) for m, k in marks if not _is_judged(sentence, m)]
    marks = [(m, k) for m, k in marks if not befell_a_thing(sentence, m)]
    named = {i for m in sentence.of("party") for i in range(m.first, m.last + 1)}  # letters of a group: "KIA"
    marks = [(m, k) for m, k in marks if m.first not in named]
    marks = [(m, k) for m, k in marks if not any(h.first == m.first for h in sentence.of("hits_thing"))]
    silent = {i for m in sentence.of("noise", "downed", "kept_truce") for i in range(m.first, m.last + 1)}
    silent |= {i for m in sentence.of("restriction") for i in range(m.first, m.last + 1)}  # a lost signal
    marks = [(m, k) for m, k in marks if m.first not in silent]
    if not marks:
        return []
    parted = _another_denied(sentence, marks)
    if parted is not None:  # "lost men, while no servicemen of X were killed"
        shared = (found, numbers, speaker_party, no_number, takes_sides)
        return [*tolls(sentence, low, parted - 1, *shared), *tolls(sentence, parted, high, *shared)]
    none_of, marks = denied_beside(sentence, low, high, marks, numbers)
    negation = None if none_of else negated_at(sentence, low, high, marks[0][0].first, marks[-1][0].last)
    spoken = {kind for m, kind in every if marks[0][0].first <= m.first and m.last <= marks[-1][0].last}
    if negation is None and any(k != "losses" for _, k in marks):
        marks = [(m, k) for m, k in marks if k != "losses"]
    told = ToldLosses(sentence, found, low, high, speaker_party, takes_sides)
    toll = Toll(first=marks[0][0].first, last=marks[-1][0].last)
    if negation is not None:
        nobody = any(low <= m.first <= high for m in sentence.of("civilian")) and not any(
            low <= m.first <= high for m in sentence.of("military")
        )
        caused = bool(sentence.within(max(low, marks[0][0].first - 3), marks[0][0].first, "caused_no"))
        side = side_of(told, marks[0][0].first)
        if caused and not _is_among_own(told, marks[-1][0].last, side):
            side = UNSPEC
        kinds = {k for _, k in marks}
        if any(
            k.startswith(("civilian", "мирн", "цивільн", "mulki"))
            for k in sentence.keys(marks[0][0].first - 2, marks[0][0].first - 1)
        ):
            side = CIV
        beside = [
            m
            for m in sentence.within(low, high, "civilian")
            if m.last == marks[0][0].first - 1
            or among(sentence, m.first, marks[0][0].first, marks[-1][0].last)
            or negation < m.first < marks[0][0].first
        ]
        if beside and not sentence.within(low, high, "military"):
            side = CIV
        if nobody and side == UNSPEC and not caused and not takes_sides:
            side = CIV
        if side == UNSPEC and speaker_party == "RES":
            side = CIV  # residents speak of their own
        toll.none, toll.victims = True, side
        toll.first = min(toll.first, negation)
        if kinds != {"wounded"}:
            toll.killed[side] = 0
        if "wounded" in spoken:  # "no killed or wounded" says both
            toll.wounded[side] = 0
        return [toll]
    if (
        len(marks) == 2
        and marks[0][1] == "wounded"
        and marks[1][1] == "killed"
        and sentence.tokens[marks[1][0].first].key in ("died", "succumbed")
        and not any(marks[0][0].last < q.first < marks[1][0].first and not q.is_article for q in numbers)
        and (
            "and" in sentence.keys(marks[0][0].last + 1, marks[1][0].first - 1)
            or sentence.within(marks[0][0].first - _WHO_WAS, marks[0][0].first - 1, "who_word")
        )
    ):
        marks = [(marks[1][0], "killed")]  # "sustained injuries and died" is one death
    marks = [
        (m, k) for i, (m, k) in enumerate(marks) if not (i and _is_cause(sentence, marks[i - 1], (m, k)))
    ]
    marks = [
        (m, k)
        for i, (m, k) in enumerate(marks)
        if not (i and _is_same_wound(sentence, marks[i - 1], (m, k), numbers))
    ]
    marks = [
        (m, k) for i, (m, k) in enumerate(marks) if not (i and _is_counted(marks[i - 1], (m, k), numbers))
    ]
    if all(k == "losses" for _, k in marks) and all(is_only_listed(sentence, m, numbers) for m, _ in marks):
        return []
    used: set[int] = set()
    victims = None
    soldiers_apart = False
    here = [q for q in numbers if low <= q.first and q.last <= high]
    numbers = sorted(
        [*numbers, *people_without_number(sentence, here, no_number)], key=lambda q: (q.first, q.last)
    )
    ranked = [m for m, _ in marks[1:] if sentence.within(m.first - _RANK_REACH, m.first - 1, "ordinal")]
    marks = [
        (m, k) for m, k in marks if m not in ranked
    ]  # "was killed, the fourth serviceman killed": told before
    for mark, kind in marks:
        counted = counts_for(
            sentence, low, high, mark.first, mark.last, numbers, used, no_number, kind, [m for m, _ in marks]
        )
        into = toll.wounded if kind == "wounded" else toll.killed
        for quantity, at_low, at_high in counted:
            party = victims_of(
                told, at_low, at_high, mark.first, may_widen=victims is None, is_listed=len(counted) > 1
            )
            if party == CIV and _only_people(sentence, low, high):
                party = UNSPEC
            beside_civilians = (
                quantity is not None and len(counted) == 1 and sentence.within(low, high, "civilian")
            )
            if party is None and beside_civilians and is_of_army(sentence, at_low, at_high):
                soldiers_apart = True  # "killing three soldiers and wounding two civilians": no civilians
                party = speaker_party if takes_sides else None
            else:
                apart = len(counted) > 1 and victims == CIV and is_of_army(sentence, at_low, at_high)
                if party is None and apart:
                    party = series_side(sentence, found, counted[0][1], at_low, at_high)
                party = party or (victims if not apart else speaker_party if takes_sides else UNSPEC)
            if party is None and quantity is not None and is_name(sentence, quantity.first, quantity.last):
                soldier = sentence.within(low, quantity.first, "military")
                # "one soldier of X, N. N., was killed"; named, and no rank is told
                party = _soldier_of(found, low, quantity.first) if soldier else CIV
            if kind == "losses" and quantity is None:
                toll.victims = toll.victims or party
                victims = victims or party
                if {"killed", "wounded"} <= {
                    k for m, k in every if mark.first <= m.first and m.last <= mark.last
                }:
                    for lost in (toll.killed, toll.wounded):  # "there are killed and wounded"
                        lost.setdefault(party or UNSPEC, None)
                continue
            value = quantity.value if quantity is not None else None
            if value is None and into and "(" in sentence.signs(marks[0][0].last + 1, mark.first - 1):
                continue  # "two were killed (fatalities split over two events)"
            if party is None and len(counted) > 1 and takes_sides and is_of_army(sentence, at_low, at_high):
                party = speaker_party
            if party is None and speaker_party == "RES" and not sentence.within(low, high, "military"):
                party = CIV  # doctors and residents speak of people
            if party == CIV and victims == CIV and quantity is not None and quantity is not counted[0][0]:
                party = series_side(sentence, found, counted[0][1], at_low, at_high) or party
                if party == CIV and takes_sides and is_of_army(sentence, at_low, at_high):
                    party = speaker_party
            victims = party or victims
            toll.victims = toll.victims or party
            key = UNSPEC if party in (None, "MEDIA", "RES") else party
            into[key] = value if into.get(key) is None or value is None else int(into[key] or 0) + value
            if quantity is not None:
                toll.first, toll.last = min(toll.first, quantity.first), max(toll.last, quantity.last)
                toll.hedge = toll.hedge or quantity.hedge
            toll.first = min(toll.first, at_low)
    for kind in none_of:
        (toll.wounded if kind == "wounded" else toll.killed).setdefault(toll.victims or UNSPEC, 0)
    stated = [v for v in (*toll.killed.values(), *toll.wounded.values()) if v is not None]
    if stated:  # beside a number "several others" is no number; the quote keeps it
        toll.killed = {k: v for k, v in toll.killed.items() if v is not None}
        toll.wounded = {k: v for k, v in toll.wounded.items() if v is not None}
    if any(k == "losses" and sentence.within(m.first - 1, m.first - 1, "civilian") for m, k in every):
        for lost in (toll.killed, toll.wounded):  # "150 civilian casualties, 29 of them fatal"
            if UNSPEC in lost and CIV not in lost:
                lost[CIV] = lost.pop(UNSPEC)
    if not soldiers_apart:
        _share_side(toll)
    return [toll]


def _is_among_own(told: ToldLosses, last: int, side: str) -> bool:
    """ "Without losses among the X-ian military": the people behind "among" are the side's."""
    behind = [m for m in told.found if last < m.first <= last + _AMONG and m.party == side]
    return bool(behind) and bool(told.sentence.within(last + 1, behind[0].first, "among"))


_AMONG = 5
"""Tokens from the loss to whose people it would have been: "losses among the personnel of X"."""


def _soldier_of(found: list[Mention], low: int, before: int) -> str | None:
    """Whose soldier a name behind a comma is: the army that stands before it."""
    armies = [
        m
        for m in found
        if low <= m.core < before
        and m.what == "party"
        and m.stance == "plain"
        and (m.head in ("military", "force") or m.form == "force")
    ]
    return armies[-1].party if armies else None


def _share_side(toll: Toll) -> None:
    """ "Two soldiers of X were killed, three wounded": the number without a side is of the side the other has."""
    for lost, other in ((toll.wounded, toll.killed), (toll.killed, toll.wounded)):
        if UNSPEC in lost and len(other) == 1 and not other.keys() & lost.keys():
            lost[next(iter(other))] = lost.pop(UNSPEC)


def _is_cause(sentence: Sentence, before: tuple[Match[Any], str], mark: tuple[Match[Any], str]) -> bool:
    """ "Had died of shrapnel wounds": the wounds of who died, and of nobody else."""
    if before[1] != "killed" or mark[1] != "wounded":
        return False
    between = sentence.keys(before[0].last + 1, mark[0].first - 1)
    return any(k in ("of", "from", "to") for k in between[-2:]) and len(between) <= _CAUSE_REACH


def _only_people(sentence: Sentence, low: int, high: int) -> bool:
    """ "459 people have died in the fighting": whether they bore arms is not said."""
    if not sentence.within(low, high, "in_fighting"):
        return False
    named = {m.first for m in sentence.within(low, high, "neutral_person")}
    return bool(named) and not any(m.first not in named for m in sentence.within(low, high, "civilian"))


def _is_counted(
    before: tuple[Match[Any], str], mark: tuple[Match[Any], str], numbers: list[Quantity]
) -> bool:
    """ "There fell 38 dead", where both the verb and the noun are words of loss: the noun is what the number counts."""
    low, high = before[0].last + 1, mark[0].first - 1
    return before[1] == mark[1] and any(q.first == low and q.last == high for q in numbers)


def _is_same_wound(
    sentence: Sentence,
    before: tuple[Match[Any], str],
    mark: tuple[Match[Any], str],
    numbers: list[Quantity],
) -> bool:
    """ "Were hospitalized with various injuries", "were wounded and hospitalized": the same people, told of twice."""
    if before[1] != "wounded" or mark[1] != "wounded":
        return False
    low, high = before[0].last + 1, mark[0].first
    if any(low <= q.first <= high and not q.is_article for q in numbers):
        return False
    if sentence.within(high, mark[0].last, "hospitalised"):
        return bool(sentence.within(low, high, "and_also", "and_word"))
    joined = sentence.within(low, high, "wounded_with")
    return bool(joined) and not sentence.signs(low, high) and high - joined[-1].last <= _SAME_WOUND


_SAME_WOUND = 4
"""Tokens from "with" to the wounds of who was hospitalised: "with injuries", "with various serious injuries"."""
_CAUSE_REACH = 6
"""Tokens between a death and the wounds it came of: "died just after midnight of wounds"."""


def _another_denied(sentence: Sentence, marks: list[tuple[Match[Any], str]]) -> int | None:
    """Where a second clause begins that denies other losses than those told before it; None where none does."""
    for (before, _), (after, _) in itertools.pairwise(marks):
        opened = [
            n.first
            for n in sentence.negations()
            if before.last < n.first < after.first
            and sentence.tokens[n.first - 2].text in (";", ",")
            and sentence.is_word(n.first - 1, "conjunction")
        ]
        if opened:
            return opened[0]
    return None


def _is_judged(sentence: Sentence, mark: Match[Any]) -> bool:
    """ "The deaths are a serious risk to the truce": deaths told before, and what they are held to be."""
    pointed = sentence.within(mark.first - 1, mark.first - 1, "definite")
    is_noun = not sentence.within(mark.first, mark.last, "kills")
    judged = sentence.within(mark.last + 1, mark.last + 1, "copula") and sentence.within(
        mark.last + 2, mark.last + 2, "an_article"
    )
    return bool(pointed and is_noun and judged)


def _attribute(sentence: Sentence, first: int, last: int, kind: str) -> bool:
    """ "the severely wounded serviceman", "carrying a wounded serviceman", "war dead": a word beside a noun, no claim."""
    if kind != "wounded" or first != last:
        return False
    key = sentence.tokens[first].key
    if key not in ("wounded", "injured"):
        return False
    if sentence.keys(first - 1, first - 1) == ["the"] and (
        sentence.within(first - 3, first - 2, "tend") or sentence.within(last + 1, last + 4, "tend")
    ):
        return True  # "evacuated the wounded", "the injured were taken to hospital": told before
    if key != "wounded":
        return False
    if not any(m.first == last + 1 for m in sentence.of("military", "civilian")):
        return False
    before = sentence.keys(first - 3, first - 1)
    return ("the" in before or "a" in before) and not any(
        k in before for k in ("one", "two", "three", "has", "have", "were", "was")
    )
