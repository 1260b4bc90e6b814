"""Numbers of one toll in a series: which are added up ("six X and four Y soldiers"), and which are parts of another. Pure."""

from .counts import Quantity
from .lexicon import opens_with_and
from .sentence import Sentence
from .toll_countable import person_near, victim_after


def series(sentence: Sentence, before: list[Quantity], kind: str) -> list[Quantity]:
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
        people = all(person_near(sentence, q.last + 1, q.last + 3) for q in parts)
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
    return not sentence.within(low, high, "thing_hit") or person_near(sentence, low, high)


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


def series_after(
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
            not (joined and person and victim_after(sentence, q, roof))
            or parted
            or sentence.signs(low, high) & {";", ":", "("}
        ):
            break
        chosen = [*chosen, q]
    return chosen
