"""How many were lost: which number belongs to which word of loss, and which is a date, an age or a series."""

from dataclasses import replace
from typing import Any

from .counts import Quantity
from .lexicon import Match, opens_with_and
from .named_victims import people_by_name
from .sentence import Sentence


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
        and _countable(sentence, q, first)
    ]
    after = [
        q
        for q in usable
        if last < q.first < roof
        and q.first - last <= _reach_behind(sentence, first)
        and _victim_after(sentence, q, roof)
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
        before = [q for q in before if first - q.last <= 3 or _person_near(sentence, q.last + 1, first - 1)]
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
        if by_name and not _named_people(sentence, floor + 1, first - 1):
            people, begin = by_name
            return [(Quantity(people, begin, begin, people, people, None), begin, first)]
    if beside and not any(first - q.last <= 2 for q in before):
        chosen = _series_after(sentence, beside, usable, roof)
    elif active and after and not any(q.last == first - 1 for q in before):
        chosen = _series_after(sentence, after, usable, roof)
    elif before:
        chosen = _series(sentence, before, kind)
    elif (
        after
        and (
            active
            or not deferred
            or sentence.tokens[first].key in ("dead", "wounded", "casualties", "losses")
        )
    ) or after:
        chosen = _series_after(sentence, after, usable, roof)
    else:
        chosen = []
    if (
        chosen
        and chosen[0].last + 1 < len(sentence.tokens)
        and sentence.within(chosen[0].last + 1, chosen[0].last + 1, "more_people")
    ):
        known = _named_people(sentence, floor + 1, chosen[0].first - 1)
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
    named = _named_people(sentence, floor + 1, first - 1) or _people_by_birth(sentence, floor + 1, first - 1)
    if named:
        people, begin = named
        return [(Quantity(people, begin, begin, people, people, None), begin, first)]
    if kind != "losses" and sentence.within(last + 1, last + 2, "people_plural"):
        named = _named_people(sentence, last + 1, roof - 1)
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


def _countable(sentence: Sentence, q: Quantity, mark: int) -> bool:
    """A number that can count people: not a distance, a calibre, "N times", an age or a place number."""
    after = sentence.tokens[q.last + 1].key if q.last + 1 < len(sentence.tokens) else ""
    if after in (
        "times",
        "time",
        "km",
        "m",
        "mm",
        "year",
        "years",
        "hours",
        "days",
        "day",
        "minutes",
        "shells",
        "shots",
        "rounds",
        "explosions",
        "houses",
        "раз",
        "defe",
        "ceasefire",
        "violations",
        "attacks",
        "rockets",
        "mortar",
        "kilometers",
        "kilometres",
        "metres",
        "meters",
        "craters",
        "vehicles",
        "kamaz",
        "percent",
        "residential",
        "buildings",
        "events",
        "incidents",
        "months",
        "weeks",
    ):
        return False
    if after.startswith("عام") or sentence.within(q.last + 1, q.last + 1, "measure_unit"):
        return False  # an age; "for 11 days"
    times = sentence.of("u_times", "u_cases")
    if any(m.first <= q.first <= m.last for m in times) or any(
        m.first == q.last + 1 for m in sentence.of("u_times")
    ):
        return False  # "struck twice, three were wounded"
    if is_age(sentence, q):
        return False
    if after == "," and q.first > 0 and sentence.tokens[q.first - 1].text == "," and q.value < 100:
        return False  # "a soldier, 26, was wounded": an age
    if _is_of_captured(sentence, q, mark):
        return False
    is_thrown = any(m.first == q.last + 1 for m in sentence.of("shot_count", "weapon"))
    if is_thrown and not _person_near(sentence, q.first, min(mark - 1, q.last + 2)):
        return False  # "30 shells": no number of people
    if any(m.first <= q.first and q.last <= m.last for m in sentence.of("both")):
        return False  # "both sides"
    if q.is_article:
        alone = q.last + 1 == mark and sentence.within(mark, mark, "one_hit")  # "one was killed, two hurt"
        return bool(alone) or _person_near(sentence, q.last + 1, mark) or _is_one_more(sentence, q)
    return not any(m.first == q.last + 1 for m in sentence.of("age")) and not is_year(sentence, q)


def _is_of_captured(sentence: Sentence, q: Quantity, mark: int) -> bool:
    """ "Twelve were taken prisoner, others wounded", "missing are two, killed is one": the number is of other people."""
    behind = sentence.within(q.last + 1, mark - 1, "captured")
    if behind and not sentence.signs(q.last + 1, behind[0].first - 1) & {",", ";"}:
        return True
    before = sentence.within(q.first - 3, q.first - 1, "captured")
    joined = before and sentence.within(before[-1].last + 1, q.first - 1, "and_word", "and_also")
    return bool(before) and not joined and not sentence.signs(before[-1].last + 1, q.first - 1)


def is_year(sentence: Sentence, q: Quantity) -> bool:
    """ "1980-ci il", "1985 թվականին": a year, of birth mostly."""
    return 1900 <= q.value <= 2100 and any(
        0 < m.first - q.last <= 2 for m in sentence.of("year_word", "months")
    )


def is_age(sentence: Sentence, q: Quantity) -> bool:
    """ "A boy aged 12", "a woman born in 1949", "her husband (58)": how old a person is, no number of persons."""
    tokens = sentence.tokens
    before = q.first - 1
    while before >= 0 and tokens[before].key in ("in", "of", "on", ":"):
        before -= 1
    if any(m.last in (before, q.first - 1) for m in sentence.of("of_age")):
        return True
    of_twelve = q.first > 1 and before == q.first - 2 and tokens[q.first - 1].key == "of"
    if (
        of_twelve
        and sentence.within(before, before, "one_person")
        and _PERSON_AGES[0] <= q.value <= _PERSON_AGES[1]
    ):
        following = sentence.within(q.last + 1, q.last + 2, "military", "civilian", "party")
        return not following  # "a boy of 12"
    if (
        1900 <= q.value <= 2100
        and before > 0
        and tokens[before].text in (".", "(")
        and tokens[q.last + 1 : q.last + 2]
    ):
        return tokens[q.last + 1].text in (")", ",", ";")  # "(b. 1996)", "(1996)": a year of birth
    listed = before - 1  # "two women aged 41 and 94"
    if sentence.within(before, before, "and") and tokens[listed].kind == "num":
        return any(m.last == listed - 1 for m in sentence.of("of_age"))
    of_years = q.value < 100 and sentence.within(q.first - 1, q.first - 1, "of_age_n")
    if of_years and any(m.last == q.first - 2 for m in sentence.of("civilian", "military")):
        return True  # "a boy of 12"
    bracketed = q.first > 0 and q.last + 1 < len(tokens)
    return bracketed and tokens[q.first - 1].text == "(" and tokens[q.last + 1].text == ")" and q.value < 100


_PERSON_AGES = (1, 99)


def _is_one_more(sentence: Sentence, q: Quantity) -> bool:
    """ "One soldier was killed and another wounded": the second has no noun of its own."""
    before = sentence.keys(q.first - 1, q.first - 1)
    return sentence.tokens[q.last].key == "another" or before in (["еще"], ["ще"], ["yet"], ["daha"])


def _person_near(sentence: Sentence, low: int, high: int) -> bool:
    return any(low <= m.first <= min(high, low + 5) for m in sentence.of("military", "civilian"))


def _victim_after(sentence: Sentence, q: Quantity, roof: int) -> bool:
    if not _countable(sentence, q, roof):
        return False
    person = not q.is_article or _person_near(sentence, q.last + 1, roof)
    return q.last + 1 >= len(sentence.tokens) or person or _is_one_more(sentence, q)


def _series(sentence: Sentence, before: list[Quantity], kind: str) -> list[Quantity]:
    """ "six Cambodian and four Thai soldiers dead": a series joined by "and"; else the number nearest to the word.

    A part of a number ("three civilians, including a woman") is none of its own.
    """
    before = _spelt_out(sentence, before)
    made_up = _made_up(sentence, before)
    if made_up:
        return made_up
    while len(before) > 1 and any(
        m.first == before[-2].last + 1 and m.last == before[-1].first - 1 for m in sentence.of("of_total")
    ):
        before = before[:-1]  # "nine of the 19 sailors"
    if len(before) > 2 and _is_part(sentence, before[:-1], before[-1].last):
        before = before[:-2]  # "ten civilians, two women and two children among them"
    while len(before) > 1 and before[-1].value <= before[-2].value and _is_part(sentence, before):
        before = before[:-1]
    before = _without_parts(sentence, before)
    chosen = [before[-1]]
    for q in reversed(before[:-1]):
        between = sentence.keys(q.last + 1, chosen[0].first - 1)
        listed = len(chosen) > 1 and sentence.tokens[chosen[0].first - 1].text == ","  # "A, B and C"
        if (
            (listed or _joins(sentence, q.last + 1, chosen[0].first))
            and len(between) <= 8
            and _counts_people(sentence, q, chosen[0])
            and not _are_others(sentence, q, chosen[0])
            and not any(
                m.first > q.last and m.last < chosen[0].first
                for m in sentence.of("killed", "wounded", "losses")
            )
        ):
            chosen.insert(0, q)
        else:
            break
    return chosen


def _spelt_out(sentence: Sentence, before: list[Quantity]) -> list[Quantity]:
    """ "Two civilians, a man and a woman, were killed": who they were stands between commas, and counts nobody twice."""
    for at, whole in enumerate(before[:-1]):
        parts = before[at + 1 :]
        opened = parts[0].first > 0 and sentence.tokens[parts[0].first - 1].text in (",", "-", "–", "—")
        closed = sentence.signs(parts[-1].last + 1, parts[-1].last + _SPELT) & {",", "-", "–", "—"}
        told = sentence.within(whole.last + 1, parts[-1].last, "killed", "wounded", "losses")
        if opened and closed and not told and sum(q.value for q in parts) == whole.value > 1:
            return before[: at + 1]
    return before


_SPELT = 4  # tokens from the last of them to the comma that closes: "a woman of 40,"


def _made_up(sentence: Sentence, before: list[Quantity]) -> list[Quantity]:
    """ "Eleven people, including three civilians and eight soldiers": the parts, where they make up the whole."""
    for at, whole in enumerate(before[:-2]):
        parts = before[at + 1 :]
        opened = sentence.within(whole.last + 1, parts[0].first, "part_of")
        told = sentence.within(whole.last + 1, parts[-1].first, "killed", "wounded", "losses")
        people = all(_person_near(sentence, q.last + 1, q.last + 3) for q in parts)
        if opened and people and not told and sum(q.value for q in parts) == whole.value:
            return parts
    return []


def _without_parts(sentence: Sentence, before: list[Quantity]) -> list[Quantity]:
    """ "13 people, including a policeman and a woman, hurt": what "including" opens is in the number before it."""
    for at, whole in enumerate(before[:-1]):
        parts = before[at + 1 :]
        opened = sentence.within(whole.last + 1, parts[0].first, "part_of")
        told = sentence.within(whole.last + 1, parts[-1].first, "killed", "wounded", "losses")
        if opened and not told and sum(q.value for q in parts) <= whole.value:
            return before[: at + 1]
    return before


def _are_others(sentence: Sentence, q: Quantity, behind: Quantity) -> bool:
    """ "Two were killed, a girl and a man, and three others hurt": the girl and the man are not among the others."""
    others = sentence.within(behind.last + 1, behind.last + 1, "more_people")
    return bool(others) and "," in sentence.signs(q.last + 1, behind.first - 1)


def _counts_people(sentence: Sentence, q: Quantity, behind: Quantity) -> bool:
    """Not "two boats and at least ten fighters": a thing of the world stands behind the number, and no person."""
    low, high = q.last + 1, behind.first - 1
    return not sentence.within(low, high, "thing_hit") or _person_near(sentence, low, high)


def _is_part(sentence: Sentence, before: list[Quantity], end: int | None = None) -> bool:
    """ "Three, including a woman", "85 civilians, a monitor among them,": the last number is of a part of the one before."""
    whole, part = before[-2], before[-1]
    if end is None and sentence.within(whole.last + 1, part.first, "part_of"):
        return True
    aside = part.first > 0 and sentence.tokens[part.first - 1].text in (",", "(", "–", "-")
    last = part.last if end is None else end
    return aside and bool(sentence.within(last + 1, last + _ASIDE, "part_of"))


_ASIDE = 5
"""Tokens from a number to the "of them" that makes it a part: "one SMM monitor among them"."""


def _last_before(usable: list[Quantity], roof: int) -> Quantity | None:
    return max((q for q in usable if q.last < roof), key=lambda q: q.first, default=None)


def _joins(sentence: Sentence, low: int, number: int) -> bool:
    """ "And" stands before the number, or is written onto it: "وثلاثة مدنيين"."""
    written = number >= low and opens_with_and(sentence.tokens[number].key)
    return written or bool(sentence.within(low, number - 1, "and_also"))


def _series_after(
    sentence: Sentence, after: list[Quantity], usable: list[Quantity], roof: int
) -> list[Quantity]:
    """ "wounding two soldiers and a civilian": the first number behind the word, and what "and" joins to it."""
    chosen = after[:1]
    is_next_mark = any(m.first == roof for m in sentence.of("killed", "wounded", "losses"))
    has_own = any(roof < q.first <= roof + 5 for q in usable)
    theirs = None if has_own or not is_next_mark else _last_before(usable, roof)
    for q in usable:
        if q is theirs and q is not chosen[0]:
            break  # "two were killed and five wounded": the last number is the next word's
        if q.first <= chosen[-1].last or q.last >= roof:
            continue
        low, high = chosen[-1].last + 1, q.first - 1
        joined = _joins(sentence, low, q.first) and high - low < 8
        person = sentence.within(q.first, q.last + 4, "military", "civilian", "more_people")
        parted = sentence.within(
            low, high, "part_of", "killed", "wounded", "losses", "damaged", "say", "displaces"
        )
        parted = parted or sentence.within(low, high, "violate", "attack", "fire", "shell")
        if (
            not (joined and person and _victim_after(sentence, q, roof))
            or parted
            or sentence.signs(low, high) & {";", ":", "("}
        ):
            break
        chosen = [*chosen, q]
    return chosen


def _people_by_birth(sentence: Sentence, low: int, high: int) -> tuple[int, int] | None:
    """ "Resident A, born in 1967, and B, born in 2015": as many as have a birth told."""
    births = sentence.within(low, high, "born")
    return (len(births), low) if len(births) > 1 else None


def _named_people(sentence: Sentence, low: int, high: int) -> tuple[int, int] | None:
    """How many persons with a rank and a name stand there: "Sergeant A B and corporal C D", "soldiers A B and C D" are two."""
    ranks = [
        m
        for m in sentence.of("military", "people_plural")
        if low <= m.first
        and m.last <= high
        and m.last + 1 <= high
        and sentence.tokens[m.last + 1].is_capital
        and not any(p.first == m.last + 1 for p in sentence.of("party"))
    ]
    heads = [m for i, m in enumerate(ranks) if i == 0 or m.first > ranks[i - 1].last + 1]
    if heads:
        return sum(_names_behind(sentence, m) for m in heads), heads[0].first
    return None


def _names_behind(sentence: Sentence, head: Match[Any]) -> int:
    """How many names a plural has behind it; a singular has one."""
    tokens, at, names, in_name = sentence.tokens, head.last + 1, 0, False
    if not sentence.within(head.first, head.last, "people_plural"):
        return 1
    while at < len(tokens):
        if tokens[at].kind == "word" and tokens[at].is_capital:
            names += not in_name
            in_name = True
        elif in_name and (tokens[at].text in (",", ".") or sentence.within(at, at, "and")):
            in_name = tokens[at].text == "."
        elif in_name and tokens[at].text == "(":
            at = _bracket_end(sentence, at)  # "A B (born in 1992) and C D": what is told of the person
        else:
            break
        at += 1
    return max(1, names)


def _bracket_end(sentence: Sentence, at: int) -> int:
    """The token that closes the bracket opened at this one; the last of the sentence where none does."""
    closed = (i for i in range(at, len(sentence.tokens)) if sentence.tokens[i].text == ")")
    return next(closed, len(sentence.tokens) - 1)
