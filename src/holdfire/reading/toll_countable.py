"""Can a number count people who were lost, or is it an age, a year, a distance, "N times", a number of shells? Pure."""

from .counts import Quantity
from .sentence import Sentence


def countable(sentence: Sentence, q: Quantity, mark: int) -> bool:
    """A number that can count people: not a distance, a calibre, "N times", an age or a place number."""
    after = sentence.tokens[q.last + 1].key if q.last + 1 < len(sentence.tokens) else ""
    if sentence.within(q.last + 1, q.last + 1, "measure_unit", "not_people"):
        return False  # "for 11 days", "120 shells"
    times = sentence.of("u_times", "u_cases")
    if any(m.first <= q.first <= m.last for m in times) or any(
        m.first == q.last + 1 for m in sentence.of("u_times")
    ):
        return False  # "struck twice, three were wounded"
    if _is_age(sentence, q):
        return False
    if after == "," and q.first > 0 and sentence.tokens[q.first - 1].text == "," and q.value < 100:
        return False  # "a soldier, 26, was wounded": an age
    if _is_of_captured(sentence, q, mark):
        return False
    is_thrown = any(m.first == q.last + 1 for m in sentence.of("shot_count", "weapon"))
    if is_thrown and not person_near(sentence, q.first, min(mark - 1, q.last + 2)):
        return False  # "30 shells": no number of people
    if any(m.first <= q.first and q.last <= m.last for m in sentence.of("both")):
        return False  # "both sides"
    if q.is_article:
        alone = q.last + 1 == mark and sentence.within(mark, mark, "one_hit")  # "one was killed, two hurt"
        return bool(alone) or person_near(sentence, q.last + 1, mark) or _is_one_more(sentence, q)
    return not any(m.first == q.last + 1 for m in sentence.of("age")) and not _is_year(sentence, q)


def _is_of_captured(sentence: Sentence, q: Quantity, mark: int) -> bool:
    """ "Twelve were taken prisoner, others wounded", "missing are two, killed is one": the number is of other people."""
    behind = sentence.within(q.last + 1, mark - 1, "captured")
    if behind and not sentence.signs(q.last + 1, behind[0].first - 1) & {",", ";"}:
        return True
    before = sentence.within(q.first - 3, q.first - 1, "captured")
    joined = before and sentence.within(before[-1].last + 1, q.first - 1, "and_word", "and_also")
    return bool(before) and not joined and not sentence.signs(before[-1].last + 1, q.first - 1)


def _is_year(sentence: Sentence, q: Quantity) -> bool:
    """ "1980-ci il", "1985 թվականին": a year, of birth mostly."""
    return 1900 <= q.value <= 2100 and any(
        0 < m.first - q.last <= 2 for m in sentence.of("year_word", "months")
    )


def _is_age(sentence: Sentence, q: Quantity) -> bool:
    """ "A boy aged 12", "a woman born in 1949", "her husband (58)": how old a person is, no number of persons."""
    tokens = sentence.tokens
    before = q.first - 1
    while before >= 0 and tokens[before].key in ("in", "of", "on", ":"):
        before -= 1
    if any(m.last in (before, q.first - 1) for m in sentence.of("of_age")):
        return True
    if _PERSON_AGES[0] <= q.value <= _PERSON_AGES[1] and _is_persons_age(sentence, q):
        return True
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
    bracketed = q.first > 0 and q.last + 1 < len(tokens)
    return bracketed and tokens[q.first - 1].text == "(" and tokens[q.last + 1].text == ")" and q.value < 100


_PERSON_AGES = (1, 99)


def _is_persons_age(sentence: Sentence, q: Quantity) -> bool:
    """ "A boy of 12", not "a group of 12 soldiers"."""
    if not sentence.within(q.first - 1, q.first - 1, "of_age_n"):
        return False
    person = any(m.last == q.first - 2 for m in sentence.of("one_person", "civilian", "military"))
    return person and not sentence.within(q.last + 1, q.last + 2, "military", "civilian", "party")


def _is_one_more(sentence: Sentence, q: Quantity) -> bool:
    """ "One soldier was killed and another wounded": the second has no noun of its own."""
    before = sentence.keys(q.first - 1, q.first - 1)
    return sentence.tokens[q.last].key == "another" or before in (["еще"], ["ще"], ["yet"], ["daha"])


def person_near(sentence: Sentence, low: int, high: int) -> bool:
    """Whether a soldier or a civilian is named from token low to high, and no further than five tokens behind low."""
    return any(low <= m.first <= min(high, low + 5) for m in sentence.of("military", "civilian"))


def victim_after(sentence: Sentence, q: Quantity, roof: int) -> bool:
    """A number behind its word of loss that counts people, up to the token roof; an article only beside a person."""
    if not countable(sentence, q, roof):
        return False
    person = not q.is_article or person_near(sentence, q.last + 1, roof)
    return q.last + 1 >= len(sentence.tokens) or person or _is_one_more(sentence, q)
