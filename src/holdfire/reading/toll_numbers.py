"""How many were lost: which number, or how many names, belong to which word of loss.

Which numbers can count people: toll_countable.py. Which of them are added up, and which are parts: toll_series.py.
"""

from dataclasses import replace

from .counts import Quantity
from .named_victims import people_by_name
from .ranked_victims import named_people, people_by_birth
from .sentence import Sentence
from .toll_countable import countable, person_near, victim_after
from .toll_series import series, series_after


def counts_for(
    sentence: Sentence,
    low: int,
    high: int,
    first: int,
    last: int,
    numbers: list[Quantity],
    used: set[int],
    no_number: set[int],
    kind: str,
    marks: list[object],
) -> list[tuple[Quantity | None, int, int]]:
    """(quantity, tokens of its victims) for one casualty word: numbers before it up to the word before, else after it."""
    others = [m for m in marks if getattr(m, "first", -1) != first]
    floor = max([getattr(m, "last", -1) for m in others if getattr(m, "last", -1) < first], default=low - 1)
    roof = min(
        [getattr(m, "first", 10**6) for m in others if getattr(m, "first", -1) > last], default=high + 1
    )
    usable = [
        q
        for q in numbers
        if q.last not in no_number and q.first not in used and low <= q.first and q.last <= high
    ]
    before = [
        q
        for q in usable
        if floor < q.first
        and q.last < first
        and _is_near(sentence, q.last, first)
        and countable(sentence, q, first)
    ]
    after = [
        q
        for q in usable
        if last < q.first < roof
        and q.first - last <= _reach_behind(sentence, first)
        and victim_after(sentence, q, roof)
    ]
    weapons = {i for m in sentence.of("weapon_fire") for i in range(m.first, m.last + 1)}
    before = [
        q for q in before if not (q.first == q.last and q.first in weapons)
    ]  # "two strikes", in one word
    if kind == "killed":  # "150 casualties, 29 of them fatal": the dead are the 29
        before = [q for q in before if not sentence.within(q.last + 1, q.last + 2, "losses")] or before
    if before and after and after[0].last + 1 == roof:
        after = []  # "two civilians killed and three wounded": three is the next word's
    if before and after and roof <= high and _opens_next(sentence, after[0], last, roof):
        after = []  # "four soldiers killed and six others wounded": six are the next word's
    if kind == "losses":  # "attacks on four bases, causing losses": four is no number of the dead
        before = [q for q in before if first - q.last <= 3 or person_near(sentence, q.last + 1, first - 1)]
    active = sentence.tokens[first].key in (
        "killing",
        "killed",
        "kills",
        "wounding",
        "injuring",
        "wounded",
        "injured",
        "injures",
        "left",
        "martyring",
        "kill",
    ) and not _passive(sentence, first)
    if not active and not before and after and roof <= high and _is_of_next(sentence, after[0], last, roof):
        after = []  # "several soldiers were killed and 16 were injured": sixteen are the next word's
    deferred = bool(others) and not before and kind != "losses"
    beside = [q for q in after if q.first == last + 1 and not q.is_article]
    inside = [q for q in usable if first <= q.first and q.last <= last and not q.is_article]
    if not inside and kind == "killed":  # "had lost a soldier"
        inside = [
            q
            for q in usable
            if first < q.first and q.last < last and sentence.within(q.last + 1, last, "one_person")
        ]
    if inside:  # "lost eleven servicemen"
        used.add(inside[0].first)
        return [(inside[0], first, last)]
    if not before and not beside and kind != "losses" and not active:
        by_name = people_by_name(sentence, max(floor + 1, low), first - 1)
        if by_name and not named_people(sentence, floor + 1, first - 1):
            people, begin = by_name
            return [(Quantity(people, begin, begin, people, people, None), begin, first)]
    if beside and not any(first - q.last <= 2 for q in before):
        chosen = series_after(sentence, beside, usable, roof)
    elif active and after and not any(q.last == first - 1 for q in before):
        chosen = series_after(sentence, after, usable, roof)
    elif before:
        chosen = series(sentence, before, kind)
    elif (
        after
        and (
            active
            or not deferred
            or sentence.tokens[first].key in ("dead", "wounded", "casualties", "losses")
        )
    ) or after:
        chosen = series_after(sentence, after, usable, roof)
    else:
        chosen = []
    if (
        chosen
        and chosen[0].last + 1 < len(sentence.tokens)
        and sentence.within(chosen[0].last + 1, chosen[0].last + 1, "more_people")
    ):
        known = named_people(sentence, floor + 1, chosen[0].first - 1)
        if known:  # "General A, Colonel B and five other servicemen" are seven
            total = known[0] + chosen[0].value
            chosen = [replace(chosen[0], value=total, low=total, high=total), *chosen[1:]]
    if chosen and chosen[0].first > last:
        parts = [q for q in usable if chosen[-1].last < q.first < roof]
        used |= {q.first for q in parts if sentence.within(chosen[-1].last + 1, q.first, "part_of")}
    if chosen:
        out: list[tuple[Quantity | None, int, int]] = []
        for number, q in enumerate(chosen):
            used.add(q.first)
            until = (
                chosen[number + 1].first - 1
                if number + 1 < len(chosen)
                else (first if q.last < first else roof - 1)
            )
            part = next((b for b in before if q.last < b.first < until), None)
            if part is not None and not any(b is part for b in chosen):
                until = part.first - 1  # "85 civilians, a monitor among them, died"
            out.append((q, q.first, max(q.last, min(until, high))))
        return out
    named = named_people(sentence, floor + 1, first - 1) or people_by_birth(sentence, floor + 1, first - 1)
    if named:
        people, begin = named
        return [(Quantity(people, begin, begin, people, people, None), begin, first)]
    if kind != "losses" and sentence.within(last + 1, last + 2, "people_plural"):
        named = named_people(sentence, last + 1, roof - 1)
        if named:  # "погибли рядовые А и Б": the names stand behind
            return [(Quantity(named[0], first, first, named[0], named[0], None), first, named[1] + 1)]
    if kind != "losses" and sentence.within(first, last + 1, "one_hit"):  # "погиб", he was killed
        behind = sentence.within(last + 1, min(last + 4, high), "military", "civilian")
        if behind:  # "ранение получил рядовой ...": who it was stands behind
            return [(Quantity(1, first, first, 1, 1, None), first, behind[-1].last)]
        return [(Quantity(1, first, first, 1, 1, None), max(floor + 1, low), last)]
    behind = sentence.within(last + 1, min(last + _PEOPLE_WORDS, roof - 1), "military", "civilian")
    acted = active or (
        sentence.within(first, last, "kills") and not sentence.within(first - 3, first - 1, "passive_aux")
    )
    if acted and kind != "losses" and behind and not sentence.signs(last, behind[0].first):
        return [(None, first, behind[0].last)]  # "wounded several civilians"
    return [(None, max(floor + 1, low), first)]


def _reach_behind(sentence: Sentence, first: int) -> int:
    """Tokens from a word of loss to its number: more where the verb opens the clause ("قتل في المعارك منذ أسبوع 40 شخصا")."""
    return _FAR_BEHIND if any(m.first == first for m in sentence.of("loss_first")) else _BEHIND


_BEHIND, _FAR_BEHIND = 5, 9


def _opens_next(sentence: Sentence, q: Quantity, last: int, roof: int) -> bool:
    """Behind the word of loss stands "and", the number and its people, and the next word of loss."""
    joined = q.first == last + 2 and sentence.within(last + 1, last + 1, "and_also", "and_word")
    people = sentence.within(q.last + 1, roof - 1, "more_people", "military", "civilian")
    return bool(joined and people) and roof - q.last <= _PEOPLE_WORDS


def _is_of_next(sentence: Sentence, q: Quantity, last: int, roof: int) -> bool:
    """ "And 16 (others) were injured", "and two wounded": right behind "and", with nothing but its verb to the next word of loss."""
    if _opens_next(sentence, q, last, roof):
        return True
    joined = q.first == last + 2 and sentence.within(last + 1, last + 1, "and_also", "and_word")
    between = range(q.last + 1, roof)
    return bool(joined) and all(sentence.within(at, at, "passive_aux", "more_people") for at in between)


_PEOPLE_WORDS = 4
"""Tokens from a number of people to what became of them: "six other soldiers wounded"."""


def _is_near(sentence: Sentence, number: int, mark: int) -> bool:
    """Names and ages between count for nothing: "three civilians, A B (60), C D (24) and E F (17), were injured"."""
    if mark - number <= _NEAR:
        return True
    between = sentence.tokens[number + 1 : mark]
    return sum(t.kind == "word" and not t.is_capital for t in between) <= _NEAR // 2


_NEAR = 14
"""Tokens between a number of people and what became of them, at most."""


def _passive(sentence: Sentence, at: int) -> bool:
    return bool(
        set(sentence.keys(at - 3, at - 1))
        & {"was", "were", "been", "be", "being", "are", "is", "also", "confirmed", "and", "got"}
    )
