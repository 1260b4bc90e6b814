"""Victims told without a number: "a serviceman was wounded" where the language has no article, "76-year-old N. N. died".

A noun in the singular is one person ("hərbçi yaralanıb", "զոհվել է զինծառայող"); so is an age with a name behind it. A noun
that a number stands before is counted by that number, and a noun of a list ("including an officer") by what lists it. Pure.
"""

from collections.abc import Sequence

from .counts import Quantity
from .lexicon import opens_with_and
from .sentence import Sentence

ORDINAL_REACH = 3
REACH = 8  # tokens between a number and the noun that it counts: "3 nəfər Ağdam rayonunun Qapanlı kəndinin sakini"


def people_without_number(
    sentence: Sentence, numbers: Sequence[Quantity], no_number: set[int]
) -> list[Quantity]:
    """One for each person that the sentence names in the singular and no number counts, in order."""
    counted = [q for q in numbers if q.last not in no_number and not _is_age(sentence, q)]
    ages = {m.first: m for m in sentence.of("age") if m.first and sentence.tokens[m.first - 1].kind == "num"}
    found: list[Quantity] = []
    for match in sentence.of("one_person"):
        if any(m.first <= match.first <= m.last for m in sentence.of("weapon_fire", "fire_n", "weapon")):
            continue  # "by sniper fire"
        if any(m.first == match.last + 1 for m in sentence.of("losses")):
            continue  # "civilian casualties"
        joined = opens_with_and(sentence.tokens[match.first].key)
        if found and match.first <= found[-1].last + 1 and not joined:
            continue  # "a serviceman, a sergeant": the same
        if found and sentence.within(match.first - ORDINAL_REACH, match.first - 1, "ordinal"):
            continue  # "a lieutenant was killed, the fourth serviceman since May": the same
        if any(m.first == match.last + 1 for m in sentence.of("number_post")):
            continue  # "قتيل واحد": the one behind it counts it
        if _is_summed_up(sentence, counted, match.last):
            continue
        if any(m.last in (match.first - 1, match.first - 2) for m in sentence.of("a_few")):
            continue  # "մի քանի զինծառայող": a singular behind "several"
        if not _is_counted(sentence, counted, match.first):
            found.append(_one(match.first, match.last))
    for at, age in sorted(ages.items()):
        beside = any(at - 4 <= q.first <= age.last + 3 for q in found)
        named = age.last + 1 < len(sentence.tokens) and (
            sentence.tokens[age.last + 1].is_capital
            or any(m.first == age.last + 1 for m in sentence.of("civilian", "military"))
        )
        if named and not beside and not _is_counted(sentence, counted, at - 1):
            found.append(_one(at, age.last))
    return sorted(found, key=lambda q: q.first)


def _is_summed_up(sentence: Sentence, counted: Sequence[Quantity], last: int) -> bool:
    """ "Major A, Captain B and Sergeant C, three soldiers, were killed": the number between commas counts those named."""
    tokens = sentence.tokens
    if last + 1 >= len(tokens) or not tokens[last + 1].is_capital:
        return False
    for q in counted:
        if q.first <= last or tokens[q.first - 1].text != ",":
            continue
        people = [m for m in sentence.of("military", "civilian") if 0 < m.first - q.last <= 3]
        if people and people[0].last + 1 < len(tokens) and tokens[people[0].last + 1].text == ",":
            return True
    return False


def _one(first: int, last: int) -> Quantity:
    return Quantity(1, first, last, 1, 1, None)


def _is_age(sentence: Sentence, q: Quantity) -> bool:
    return any(m.first == q.last + 1 for m in sentence.of("age"))


def _is_counted(sentence: Sentence, counted: Sequence[Quantity], at: int) -> bool:
    """A number stands before the noun in the same phrase, or an open list ("3 people, among them a woman") holds it."""
    for q in counted:
        if q.first <= at <= q.last:
            return True
        near = 0 < at - q.last <= REACH and not sentence.signs(q.last + 1, at - 1) & {",", ";", ":", "(", "՝"}
        if near and not any(q.last < m.first < at for m in sentence.of("killed", "wounded", "and_also")):
            return True
        if q.last < at and sentence.within(q.last + 1, at + 3, "part_of"):
            return True
    return False
