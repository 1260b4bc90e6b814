"""Who was killed or wounded, how many, on whose side; and that nobody was.

"Two soldiers were killed and five more wounded" is one statement with both numbers. "No casualties" is a statement:
0 of the party named, or of UNSPEC where none is. A number that is not stated is None ("several others wounded").
Keys are party ids, CIV for civilians, UNSPEC where the words say neither.
"""

import itertools
from dataclasses import dataclass, field, replace
from typing import Any

from .counts import Quantity
from .lexicon import Match, opens_with_and
from .parties import Mention
from .sentence import Sentence
from .triggers import CONJUNCTIONS
from .unnumbered import people_without_number

CIV, UNSPEC = "CIV", "UNSPEC"


@dataclass
class Toll:
    """killed and wounded by party; first..last the tokens that say so; none: that there were none; cause: token of it."""

    killed: dict[str, int | None] = field(default_factory=dict)
    wounded: dict[str, int | None] = field(default_factory=dict)
    first: int = 0
    last: int = 0
    none: bool = False
    victims: str | None = None
    is_passive: bool = True
    hedge: str | None = None


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
    every = marks
    marks = [
        (m, k)
        for i, (m, k) in enumerate(marks)
        if not any(
            o.first <= m.first and m.last <= o.last and o is not m and (o.last - o.first) > (m.last - m.first)
            for o, _ in marks[:i] + marks[i + 1 :]
        )
    ]
    marks = [(m, k) for m, k in marks if not _attribute(sentence, m.first, m.last, k)]
    silent = {i for m in sentence.of("noise") for i in range(m.first, m.last + 1)}
    marks = [(m, k) for m, k in marks if m.first not in silent]
    if not marks:
        return []
    parted = _another_denied(sentence, marks)
    if parted is not None:  # "lost men, while no servicemen of X were killed"
        shared = (found, numbers, speaker_party, no_number, takes_sides)
        return [*tolls(sentence, low, parted - 1, *shared), *tolls(sentence, parted, high, *shared)]
    none_of, marks = _denied_beside(sentence, low, high, marks, numbers)
    negation = None if none_of else _negated(sentence, low, high, marks[0][0].first, marks[-1][0].last)
    spoken = {kind for m, kind in every if marks[0][0].first <= m.first and m.last <= marks[-1][0].last}
    if negation is None and any(k != "losses" for _, k in marks):
        marks = [(m, k) for m, k in marks if k != "losses"]
    toll = Toll(first=marks[0][0].first, last=marks[-1][0].last)
    if negation is not None:
        nobody = any(low <= m.first <= high for m in sentence.of("civilian")) and not any(
            low <= m.first <= high for m in sentence.of("military")
        )
        caused = any(
            k in ("without", "causing")
            for k in sentence.keys(max(low, marks[0][0].first - 3), marks[0][0].first)
        )
        side = (
            UNSPEC
            if caused
            else _side(sentence, found, low, high, marks[0][0].first, speaker_party, takes_sides)
        )
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
            or _among(sentence, m.first, marks[0][0].first, marks[-1][0].last)
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
        and "and" in sentence.keys(marks[0][0].last + 1, marks[1][0].first - 1)
    ):
        marks = [(marks[1][0], "killed")]  # "sustained injuries and died" is one death
    used: set[int] = set()
    victims = None
    numbers = sorted(
        [*numbers, *people_without_number(sentence, numbers, no_number)], key=lambda q: (q.first, q.last)
    )
    for mark, kind in marks:
        counted = _counts_for(
            sentence, low, high, mark.first, mark.last, numbers, used, no_number, kind, [m for m, _ in marks]
        )
        into = toll.wounded if kind == "wounded" else toll.killed
        for quantity, at_low, at_high in counted:
            party = (
                _victims(
                    sentence,
                    found,
                    at_low,
                    at_high,
                    mark.first,
                    speaker_party,
                    takes_sides,
                    low,
                    high,
                    victims is None,
                    len(counted) > 1,
                )
                or victims
            )
            if kind == "losses" and quantity is None:
                toll.victims = toll.victims or party
                victims = victims or party
                continue
            value = quantity.value if quantity is not None else None
            if party is None and len(counted) > 1 and takes_sides and _is_of_army(sentence, at_low, at_high):
                party = speaker_party
            if party == CIV and victims == CIV and quantity is not None and quantity is not counted[0][0]:
                party = _series_side(sentence, found, counted[0][1], at_low, at_high) or party
                if party == CIV and takes_sides and _is_of_army(sentence, at_low, at_high):
                    party = speaker_party
            victims = party or victims
            toll.victims = toll.victims or party
            key = party or UNSPEC
            into[key] = value if into.get(key) is None or value is None else int(into[key] or 0) + value
            if quantity is not None:
                toll.first, toll.last = min(toll.first, quantity.first), max(toll.last, quantity.last)
                toll.hedge = toll.hedge or quantity.hedge
            toll.first = min(toll.first, at_low)
    for kind in none_of:
        (toll.wounded if kind == "wounded" else toll.killed).setdefault(toll.victims or UNSPEC, 0)
    stated = [v for v in (*toll.killed.values(), *toll.wounded.values()) if v is not None]
    if stated:
        toll.killed = {k: v for k, v in toll.killed.items() if v is not None}
        toll.wounded = {k: v for k, v in toll.wounded.items() if v is not None}
    if UNSPEC in toll.wounded and len(toll.killed) == 1 and UNSPEC not in toll.killed:
        toll.wounded[next(iter(toll.killed))] = toll.wounded.pop(UNSPEC)
    if UNSPEC in toll.killed and len(toll.wounded) == 1 and UNSPEC not in toll.wounded:
        toll.killed[next(iter(toll.wounded))] = toll.killed.pop(UNSPEC)
    return [toll]


def _another_denied(sentence: Sentence, marks: list[tuple[Match[Any], str]]) -> int | None:
    """Where a second clause begins that denies other losses than those told before it; None where none does."""
    for (before, _), (after, _) in itertools.pairwise(marks):
        opened = [
            n.first
            for n in sentence.negations()
            if before.last < n.first < after.first
            and sentence.tokens[n.first - 2].text in (";", ",")
            and sentence.tokens[n.first - 1].key in CONJUNCTIONS
        ]
        if opened:
            return opened[0]
    return None


def _named_within(sentence: Sentence, first: int, last: int) -> set[str]:
    """ "No one was killed or wounded" says both, though "killed or wounded" is one word of losses."""
    return {k for k in ("killed", "wounded") for m in sentence.of(k) if first <= m.first and m.last <= last}


Marks = list[tuple[Match[Any], str]]


def _denied_beside(
    sentence: Sentence, low: int, high: int, marks: Marks, numbers: list[Quantity]
) -> tuple[set[str], Marks]:
    """ "Nobody was killed, four were wounded", in either order: the kinds denied, and the marks that are left.

    Only where a comma parts them and what is left has a number: a denial reaches over a list ("no dead, no wounded").
    """
    for at in range(1, len(marks)):
        end, begin = marks[at - 1][0].last, marks[at][0].first
        cut = next((i for i in range(end + 1, begin) if sentence.tokens[i].text in (",", ";")), None)
        if cut is None:
            continue
        sides = ((low, cut - 1, marks[:at]), (cut + 1, high, marks[at:]))
        denied = [
            _negated(sentence, first, last, part[0][0].first, part[-1][0].last) is not None
            for first, last, part in sides
        ]
        if denied[0] == denied[1]:
            continue
        first, last, left = sides[denied[0]]
        if any(first <= q.first and q.last <= last and not q.is_article for q in numbers):
            return {kind for _, kind in sides[denied[1]][2] if kind != "losses"}, left
    return set(), marks


def _among(sentence: Sentence, at: int, first: int, last: int) -> bool:
    """ "no casualties among the civil population", in either order: the word of belonging stands beside the people."""
    return bool(sentence.within(at - 2, at + 3, "among")) and min(abs(at - first), abs(at - last)) <= 5


def _attribute(sentence: Sentence, first: int, last: int, kind: str) -> bool:
    """ "the severely wounded serviceman", "carrying a wounded serviceman", "war dead": a word beside a noun, no claim."""
    if kind != "wounded" or first != last:
        return False
    key = sentence.tokens[first].key
    if key not in ("wounded", "injured"):
        return False
    if sentence.keys(first - 1, first - 1) == ["the"] and sentence.within(first - 3, first - 2, "tend"):
        return True
    if key != "wounded":
        return False
    if not any(m.first == last + 1 for m in sentence.of("military", "civilian")):
        return False
    before = sentence.keys(first - 3, first - 1)
    return ("the" in before or "a" in before) and not any(
        k in before for k in ("one", "two", "three", "has", "have", "were", "was")
    )


def _negated(sentence: Sentence, low: int, high: int, first: int, last: int) -> int | None:
    """Token of the negation whose scope holds the casualty words."""
    stops = {"and", "but", "which", "that", "а", "но", ",", ";", "while", "until"}
    for match in sentence.negations():
        if not low <= match.first <= high:
            continue
        key = sentence.tokens[match.first].key
        if match.last < first and first - match.last <= 8:
            between = sentence.keys(match.last + 1, first - 1)
            if not any(k in stops for k in between) or (key == "without" and "," not in between):
                if key == "any" and not any(
                    k in ("without", "not", "no", "causing")
                    for k in sentence.keys(match.first - 4, match.first - 1)
                ):
                    continue
                return match.first
        elif (
            match.first > last
            and match.first - last <= 3
            and key not in ("no", "not", "any", "without", "none")
        ):
            return match.first
    for match in sentence.of("no_post"):
        if match.first > high:
            continue
        parted = sentence.signs(last + 1, match.first - 1)
        if match.first > last and _behind_aside(sentence, last, match.first):
            return match.first
        if match.first > last and match.first - last <= (4 if parted else 8):
            return match.first
    return None


def _behind_aside(sentence: Sentence, last: int, at: int) -> bool:
    """ "Dead among the soldiers, as X says, there are none": who says it stands between two commas."""
    commas = [i for i in range(last + 1, at) if sentence.tokens[i].text == ","]
    if len(commas) != 2 or at - commas[1] > 3:
        return False
    return bool(sentence.within(commas[0] + 1, commas[1] - 1, "say", "accord"))


def _counts_for(
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
        if floor < q.first and q.last < first and first - q.last <= 14 and _countable(sentence, q, first)
    ]
    after = [
        q
        for q in usable
        if last < q.first < roof and q.first - last <= 5 and _victim_after(sentence, q, roof)
    ]
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
    deferred = bool(others) and not before and kind != "losses"
    beside = [q for q in after if q.first == last + 1 and not q.is_article]
    inside = [q for q in usable if first <= q.first and q.last <= last and not q.is_article]
    if inside:  # "lost eleven servicemen"
        used.add(inside[0].first)
        return [(inside[0], first, last)]
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
        and sentence.tokens[chosen[0].last + 1].key in ("other", "others", "more", "further")
    ):
        known = _named_people(sentence, floor + 1, chosen[0].first - 1)
        if known:  # "General A, Colonel B and five other servicemen" are seven
            total = known[0] + chosen[0].value
            chosen = [replace(chosen[0], value=total, low=total, high=total), *chosen[1:]]
    if chosen:
        out: list[tuple[Quantity | None, int, int]] = []
        for number, q in enumerate(chosen):
            used.add(q.first)
            until = (
                chosen[number + 1].first - 1
                if number + 1 < len(chosen)
                else (first if q.last < first else roof - 1)
            )
            out.append((q, q.first, max(q.last, min(until, high))))
        return out
    named = _named_people(sentence, floor + 1, first - 1)
    if named:
        people, begin = named
        return [(Quantity(people, begin, begin, people, people, None), begin, first)]
    if kind != "losses" and sentence.within(first, last + 1, "one_hit"):  # "погиб", he was killed
        behind = sentence.within(last + 1, min(last + 4, high), "military", "civilian")
        if behind:  # "ранение получил рядовой ...": who it was stands behind
            return [(Quantity(1, first, first, 1, 1, None), first, behind[-1].last)]
        return [(Quantity(1, first, first, 1, 1, None), max(floor + 1, low), last)]
    return [(None, max(floor + 1, low), first)]


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
        "months",
        "weeks",
    ):
        return False
    if after.startswith("عام"):
        return False  # an age
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
        return _person_near(sentence, q.last + 1, mark - 1) or _is_one_more(sentence, q)
    return not any(m.first == q.last + 1 for m in sentence.of("age")) and not is_year(sentence, q)


def _is_of_captured(sentence: Sentence, q: Quantity, mark: int) -> bool:
    """ "Twelve were taken prisoner, others wounded", "missing are two, killed is one": the number is of other people."""
    behind = sentence.within(q.last + 1, mark - 1, "captured")
    if behind and not sentence.signs(q.last + 1, behind[0].first - 1) & {",", ";"}:
        return True
    before = sentence.within(q.first - 3, q.first - 1, "captured")
    return bool(before) and not sentence.signs(before[-1].last + 1, q.first - 1)


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
    bracketed = q.first > 0 and q.last + 1 < len(tokens)
    return bracketed and tokens[q.first - 1].text == "(" and tokens[q.last + 1].text == ")" and q.value < 100


def _is_one_more(sentence: Sentence, q: Quantity) -> bool:
    """ "One soldier was killed and another wounded": the second has no noun of its own."""
    before = sentence.keys(q.first - 1, q.first - 1)
    return sentence.tokens[q.last].key == "another" or before in (["еще"], ["ще"], ["yet"], ["daha"])


def _person_near(sentence: Sentence, low: int, high: int) -> bool:
    return any(low <= m.first <= min(high, low + 5) for m in sentence.of("military", "civilian"))


def _victim_after(sentence: Sentence, q: Quantity, roof: int) -> bool:
    if not _countable(sentence, q, roof):
        return False
    return q.last + 1 >= len(sentence.tokens) or not q.is_article or _person_near(sentence, q.last + 1, roof)


def _series(sentence: Sentence, before: list[Quantity], kind: str) -> list[Quantity]:
    """ "six Cambodian and four Thai soldiers dead": a series joined by "and"; else the number nearest to the word.

    A part of a number ("three civilians, including a woman") is none of its own.
    """
    while (
        len(before) > 1
        and before[-1].value <= before[-2].value
        and sentence.within(before[-2].last + 1, before[-1].first, "part_of")
    ):
        before = before[:-1]
    chosen = [before[-1]]
    for q in reversed(before[:-1]):
        between = sentence.keys(q.last + 1, chosen[0].first - 1)
        if (
            _joins(sentence, q.last + 1, chosen[0].first)
            and len(between) <= 8
            and not any(
                m.first > q.last and m.last < chosen[0].first
                for m in sentence.of("killed", "wounded", "losses")
            )
        ):
            chosen.insert(0, q)
        else:
            break
    return chosen


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
        person = sentence.within(q.first, q.last + 4, "military", "civilian")
        parted = sentence.within(low, high, "part_of", "killed", "wounded", "losses", "damaged", "say")
        if (
            not (joined and person and _victim_after(sentence, q, roof))
            or parted
            or sentence.signs(low, high) & {";", ":", "("}
        ):
            break
        chosen = [*chosen, q]
    return chosen


def _named_people(sentence: Sentence, low: int, high: int) -> tuple[int, int] | None:
    """How many persons with a rank and a name stand there: "Sergeant A B and corporal C D" are two."""
    ranks = [
        m
        for m in sentence.of("military")
        if low <= m.first
        and m.last <= high
        and m.last + 1 <= high
        and sentence.tokens[m.last + 1].is_capital
        and not any(p.first == m.last + 1 for p in sentence.of("party"))
    ]
    heads = [m for i, m in enumerate(ranks) if i == 0 or m.first > ranks[i - 1].last + 1]
    if heads:
        return len(heads), heads[0].first
    return None


def _victims(
    sentence: Sentence,
    found: list[Mention],
    low: int,
    high: int,
    mark: int,
    speaker: str | None,
    takes_sides: bool,
    seg_low: int,
    seg_high: int,
    may_widen: bool,
    is_listed: bool,
) -> str | None:
    """Whose the victims are: the party named with them, CIV, or the speaker's own for "our soldiers"."""
    if any(m.first == mark for m in sentence.of("own_loss")):  # "X's forces attacked and lost men": X's
        subjects = [
            m for m in found if seg_low <= m.core < mark and m.stance == "plain" and m.what == "party"
        ]
        if subjects:
            return subjects[-1].party
    span_low, span_high = min(low, mark), max(high, mark)
    if low < high < mark - 1 and any(
        low <= m.first <= high for m in sentence.of("civilian", "military")
    ):  # one of a series: "11 civilians and one soldier were killed"
        span_high = high
    if low > mark:
        span_low = low if is_listed else mark  # "killed four soldiers": who stands before the word did it
    told_among = sentence.within(mark + 1, mark + 2, "among")  # "one dead and four wounded among the workers"
    behind = 0 if (low < mark and not told_among) or is_listed else 3
    following = [m.first for m in sentence.of("killed", "wounded") if m.first > max(mark, span_high)]
    reach = min([span_high + behind, *(at - 1 for at in following)])  # who is behind the next word is of that
    civilian = [m for m in sentence.of("civilian") if span_low <= m.first <= reach]
    military = [m for m in sentence.of("military") if span_low <= m.first <= reach]
    if civilian and any(m.first < mark for m in civilian):
        military = [m for m in military if m.first < mark]
    suffered = any(m.first == mark for m in sentence.of("losses"))
    owning = ("plain", "agent") if suffered else ("plain",)  # "the enemy's group fell back with losses"
    inside = [
        m
        for m in found
        if span_low <= m.core <= span_high + 2
        and m.stance in ("plain", "target", "agent", "origin", "side")
        and (m.what in ("party", "own") or (m.what == "enemy" and m.stance in owning and m.core < mark))
        and not (m.stance in ("agent", "origin") and m.core > mark)
        and (m.head in ("military", "civilian") or not _fires(sentence, m, mark))
    ]
    inside = [
        m
        for m in inside
        if not (
            m.stance == "agent"
            and m.head in ("force", "")
            and sentence.tokens[m.first - 1 if m.first else 0].key in ("by", "from")
        )
    ]
    if civilian and not military:
        return (
            CIV
            if not any(sentence.tokens[m.first].key in ("indians", "pakistanis") for m in inside)
            else inside[0].party
        )
    if any(m.stance in ("plain", "target") for m in inside):  # "from fire of X a soldier of Y died": Y's
        inside = [m for m in inside if m.stance not in ("agent", "origin")]
    adjectives = [m for m in inside if m.form == "adjective"]
    if len({m.party for m in adjectives}) > 1 and abs(adjectives[0].core - adjectives[1].core) <= 2:
        return UNSPEC
    if _own_by_pronoun(sentence, found, span_low, span_high + behind):
        return speaker if speaker not in ("MEDIA", "RES") else None
    if inside:
        chosen = inside[0]
        if chosen.what == "enemy":
            return "ENEMY"
        return speaker if chosen.what == "own" else chosen.party
    beside = [m for m in found if m.core > mark] if low > mark else found  # who stands before "killed" did it
    side = _side(sentence, beside, seg_low, seg_high, mark, speaker, takes_sides) if may_widen else UNSPEC
    if side != UNSPEC and not (civilian and not military):
        return side
    if military and takes_sides:
        return None
    return CIV if civilian else None


def _own_by_pronoun(sentence: Sentence, found: list[Mention], low: int, high: int) -> bool:
    """ "One of its soldiers", "three of its members", told by the speaker: the speaker's own."""
    return any(
        low <= m.core <= high
        and sentence.tokens[m.core].key in ("its", "their", "his")
        and (
            any(m.core < h.first <= m.core + 2 for h in sentence.of("military"))
            or "members" in sentence.keys(m.core + 1, m.core + 2)
        )
        for m in found
        if m.what == "pronoun"
    )


def _is_of_army(sentence: Sentence, low: int, high: int) -> bool:
    return bool(sentence.within(low, high, "military")) and not sentence.within(low, high, "civilian")


def _series_side(sentence: Sentence, found: list[Mention], first: int, low: int, high: int) -> str | None:
    """ "11 Thai civilians and one soldier": the soldier is of the side whose civilians were named before."""
    if not _is_of_army(sentence, low, high):
        return None
    sides = [m.party for m in found if first <= m.core < low and m.form == "adjective" and m.party]
    return sides[-1] if sides else None


_FIRES = ("fire", "shell", "violate", "use", "obstrel", "weapon_fire", "fire_n", "attack", "incursion")


def _side(
    sentence: Sentence,
    found: list[Mention],
    low: int,
    high: int,
    mark: int,
    speaker: str | None,
    takes_sides: bool,
) -> str:
    """Whose casualties: "the Armenian side has", "among the personnel of the Azerbaijan Army", "our"."""
    inside = [
        m
        for m in found
        if low <= m.core <= high
        and m.what in ("party", "own", "enemy")
        and m.stance != "body"
        and m.stance != "origin"
    ]
    inside = [m for m in inside if m.stance != "agent" and not _fires(sentence, m, mark)]
    inside = [
        m
        for m in inside
        if m.what != "party" or m.head or m.form not in ("state", "capital") or abs(m.core - mark) <= 4
    ]
    if not inside and not sentence.within(low, high, *_FIRES):  # "on the side of X there are no losses"
        inside = [
            m
            for m in found
            if low <= m.core < mark
            and m.what in ("party", "own")
            and m.stance == "agent"
            and m.head == "force"
        ]
    if inside:
        chosen = min(inside, key=lambda m: abs(m.core - mark))
        if chosen.what == "own":
            return speaker or UNSPEC
        if chosen.what == "enemy":
            return "ENEMY"
        return chosen.party or UNSPEC
    if takes_sides and any(
        m.first > mark and _among(sentence, m.first, mark, mark)
        for m in sentence.within(low, high, "military")
    ):
        return speaker or UNSPEC  # "no losses among personnel": a side speaks of its own
    return UNSPEC


def _fires(sentence: Sentence, m: Mention, mark: int) -> bool:
    """The party is who fired: "Armenian forces shelled X; there were no losses", "wounded when Armenian forces opened fire"."""
    if m.stance == "target":
        return False
    acts = sentence.of("fire", "shell", "violate", "use", "obstrel", "weapon_fire", "fire_n")
    if m.what != "enemy":  # "the enemy tried to cross the line and fell back with losses": its own
        acts = [*acts, *sentence.of("attack", "incursion")]
    if m.core > mark:
        return any(m.last < t.first <= m.last + 3 for t in acts)
    return any(m.last < t.first < mark for t in acts)
