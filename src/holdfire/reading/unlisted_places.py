"""Places that no gazetteer holds, as the words around a capital name tell them: "the village of X", "X and Y districts"."""

import re

from .lexicon import opens_with_and
from .pack_parts import GazetteerPlace
from .place_names import is_declined, nominative, of_genitive
from .place_roles import is_hit, is_street, role_at
from .sentence import Sentence
from .statement import PlaceMention
from .tokens import OPENING
from .trigger_kinds import TRIGGERS


def has_capital(sentence: Sentence, at: int) -> bool:
    """The token is written large, or in a script that has no capitals."""
    text = sentence.tokens[at].text
    return text[:1].isupper() or not (text[:1].islower())


def only_opens_sentence(sentence: Sentence, at: int, place: GazetteerPlace) -> bool:
    """ "Бойових втрат немає": a word that is written large because a sentence opens with it, and no case of a name."""
    if at > 1 or (at == 1 and sentence.tokens[0].kind != "punct"):
        return False
    word = sentence.tokens[at].text
    return bool(place.names) and not is_declined(word, place.names, sentence.endings)


def is_direction(sentence: Sentence, first: int, last: int) -> bool:
    """ "На талышском направлении": a place's adjective is written small before a word of direction."""
    return any(m.first == last + 1 for m in sentence.of("direction")) and last - first < 2


_NO_NAMES = (
    "party", "months", "weekdays", "body", "military", "weapon", "truce", "outlet", "say", "force", "enemy",
    "statement_word", "civilian", "resident", "own",
)  # fmt: skip


def unlisted(sentence: Sentence, low: int, high: int, taken: set[int]) -> list[PlaceMention]:
    """Capital names that the grammar marks as places. Ranks, months, parties and first words are none."""
    out: list[PlaceMention] = []
    not_names = set(taken)
    for m in sentence.of(*_NO_NAMES):
        not_names.update(range(m.first, m.last + 1))
    tokens = sentence.tokens
    opening = sentence.within(0, 1, "preposition", "fired_at", "from_origin", "place_before")
    not_names.update(i for m in opening for i in range(m.first, m.last + 1))  # "По Голубовскому"
    ends = {m.last for m in sentence.of("place")}
    at = max(low, 0)
    while at <= min(high, len(tokens) - 1):
        token = tokens[at]
        last = _uncased_name(sentence, at, high)
        if last is not None and at not in not_names:
            for first, end_of in [(at, last), *_listed_behind(sentence, last, high, not_names)]:
                start, end = sentence.span(first, end_of)
                start += 0 if first == at else 1  # the "and" that is written together with a name
                out.append(PlaceMention(sentence.text[start:end], role_at(sentence, first), (start, end)))
                not_names.update(range(first, end_of + 1))
                last = end_of
            at = last + 1
            continue
        if at in not_names or token.kind != "word" or not _starts_name(sentence, at):
            at += 1
            continue
        last = at
        while (
            last + 1 <= high
            and last + 1 < len(tokens)
            and last + 1 not in not_names
            and tokens[last + 1].kind == "word"
            and not (
                sentence.is_word(last, "noun_of_place") and tokens[last + 1].text.isupper()
            )  # "Magway Region PDF"
            and (
                tokens[last + 1].is_capital
                or (
                    sentence.is_word(last + 1, "name_particle")
                    and last + 2 < len(tokens)
                    and tokens[last + 2].is_capital
                )
            )
        ):
            last += 1
        if (
            not all(sentence.is_word(i, "noun_of_place") for i in range(at, last + 1))
            and (_is_place(sentence, at, last, not_names) or _is_bracketed(sentence, at, ends))
            and not is_street(sentence, at, last)
        ):
            ends.add(last)
            for first, end_of in _owned(sentence, at, last):
                start, end = sentence.span(first, end_of)
                if end_of > first and sentence.is_word(end_of, "administrative"):  # "Morobo County" is Morobo
                    end = tokens[end_of - 1].end
                plain = re.sub(r"['’]s$", "", sentence.text[start:end])
                name = nominative(plain, (), sentence.endings)
                if any(m.first == end_of + 1 for m in sentence.of("genitive_before")):
                    name = of_genitive(plain, sentence.endings)
                out.append(PlaceMention(name, role_at(sentence, first), (start, end)))
            not_names.update(range(at, last + 1))
        at = last + 1
    return out


def names_of_formations(sentence: Sentence) -> set[int]:
    """ "The operational grouping “East”": what stands in quotation marks behind a formation is its name, and no place."""
    found: set[int] = set()
    for m in sentence.of("formation"):
        behind = sentence.tokens[m.last + 1 : m.last + 3]
        if len(behind) == 2 and (behind[0].text in OPENING or behind[0].text == '"'):
            found.add(m.last + 2)
    return found


def _is_bracketed(sentence: Sentence, first: int, ends: set[int]) -> bool:
    """ "Utilan (Basilan)", "Kikuvo (Lubero, Nord-Kivu)": behind a place, in brackets, stands where it lies."""
    at = first - 1
    while at > 0 and (sentence.tokens[at].text in (",", "-") or sentence.tokens[at].is_capital):
        at -= 1
    opens = at <= 2 and any(t.text in ("-", "–", "—") for t in sentence.tokens[first : first + 5])
    return (
        at > 0 and sentence.tokens[at].text == "(" and at - 1 in ends and not opens
    )  # "YEREVAN (Agencies) -"


def _owned(sentence: Sentence, first: int, last: int) -> list[tuple[int, int]]:
    """ "Surin's Phanom Dong Rak district": two places, the one that owns and the one that lies in it."""
    cut = next(
        (i for i in range(first, last) if sentence.tokens[i].text.endswith(("'s", "’s"))),
        None,
    )
    return [(first, last)] if cut is None else [(first, cut), (cut + 1, last)]


def _uncased_name(sentence: Sentence, at: int, high: int) -> int | None:
    """In a script without capitals a name is what a place's noun stands before: its last token, or None.

    Some nouns belong to the name ("وادي حامول", the airport of X); some names are of two words ("بنت جبيل").
    """
    tokens = sentence.tokens
    if tokens[at].kind != "word" or not "\u0600" <= tokens[at].text[0] <= "\u06ff":
        return None
    last = min(high, len(tokens) - 1)
    if any(m.first == at for m in sentence.of("place_noun_named")):
        return at + 1 if at < last and _may_name(sentence, at + 1) else None
    if at == 0 or not any(m.last == at - 1 for m in sentence.of("place_noun_before")):
        return None
    if not _may_name(sentence, at):
        return None
    return at + 1 if at < last and any(m.first == at for m in sentence.of("name_first")) else at


def _listed_behind(sentence: Sentence, last: int, high: int, taken: set[int]) -> list[tuple[int, int]]:
    """ "بلدات كنصفرة والبارة وسفوهن": the further names of a list, each with its "and", behind a noun of many places."""
    opened = any(last - 2 <= m.last < last for m in sentence.of("place_nouns_many"))
    out: list[tuple[int, int]] = []
    at = last + 1
    while opened and at <= min(high, len(sentence.tokens) - 1):
        key = sentence.tokens[at].key
        if not opens_with_and(key) or len(key) < 4 or at in taken or not _may_name(sentence, at):
            break
        if any(m.first <= at <= m.last for m in sentence.of(*TRIGGERS, "military", "force", "target")):
            break
        out.append((at, at))
        at += 1
    return out


def _may_name(sentence: Sentence, at: int) -> bool:
    """A word, and none of those that only follow a place's noun: "a village in", "another town"."""
    return sentence.tokens[at].kind == "word" and not any(
        m.first <= at <= m.last
        for m in sentence.of(
            "not_a_name", "party", "from_origin", "say", "fire", "shell", "place_noun_before"
        )
    )


def _starts_name(sentence: Sentence, at: int) -> bool:
    token = sentence.tokens[at]
    if sentence.is_word(at, "function_word"):
        return _is_article_of_name(sentence, at)
    if token.is_capital:
        return token.text != token.text.upper() or len(token.text) > 5
    return (
        sentence.is_word(at, "joined_particle")
        and token.text == token.key
        and at + 1 < len(sentence.tokens)
        and sentence.tokens[at + 1].is_capital
        and sentence.text[token.end] in "-‐"
    )


def _is_article_of_name(sentence: Sentence, at: int) -> bool:
    """ "In At Tuhayta", "into An Ses": written large within a sentence before a name, it belongs to the name."""
    tokens = sentence.tokens
    if not sentence.is_word(at, "name_particle") or not 0 < at < len(tokens) - 1 or not tokens[at].is_capital:
        return False
    ahead, behind = tokens[at + 1], tokens[at - 1]
    is_cited = behind.kind == "punct" and behind.text not in ("(", "-", "‐")
    return ahead.is_capital and not ahead.text.isupper() and not is_cited


def _is_place(sentence: Sentence, first: int, last: int, not_names: set[int]) -> bool:
    tokens = sentence.tokens
    if _is_aged(sentence, last):
        return False
    if sentence.is_word(last + 1, "noun_of_place") or any(m.last == first - 1 for m in sentence.of("visit")):
        return True
    if is_place_noun(sentence, last + 1) or _listed_ahead(sentence, last):
        return True
    first = _before_control(sentence, first)
    before = tokens[first - 1].key if first > 0 else ""
    if any(m.last == first - 1 for m in sentence.of("goes_to", "quarter_of")):
        return True
    if before == "the" and first > 1:  # "near the Xian hills"
        return tokens[first - 2].key == "near" and not sentence.is_word(first, "no_place")
    if any(m.last == first - 1 for m in sentence.of("from_origin")) and sentence.within(
        first - _FIRED_FROM, first - 2, "fire", "launched", "obstrel", "shell", "fire_n", "weapon_fire"
    ):
        return True  # "rockets fired from X"
    if sentence.is_word(first - 1, "before_place"):
        return not sentence.is_word(first, "no_place")
    if before == "of" and first > 1:
        of = sentence.keys(first - 3, first - 2)
        near = any(k in sentence.vocabulary["noun_of_place"] for k in of) or any(
            m.last == first - 2 for m in sentence.of("part_of_place")
        )
        lives = any(m.last == first - 2 for m in sentence.of("resident"))
        return near or lives or _listed(sentence, first)
    if before in (",", "/", "well") or sentence.is_word(first - 1, "conjunction"):
        return _listed(sentence, first)
    if is_hit(sentence, first) or _is_one_of_places(sentence, first):
        return True
    return _after_place_word(sentence, first) or sentence.is_word(first - 1, "done_to_place")


def _is_aged(sentence: Sentence, last: int) -> bool:
    """ "Munir Hussain (20)", "Armen Petrosyan (born in 1990)": a person, with an age in brackets."""
    if sentence.within(last + 2, last + 2, "born") and sentence.tokens[last + 1].text == "(":
        return True
    behind = sentence.tokens[last + 1 : last + 4]
    return (
        len(behind) == 3
        and (behind[0].text, behind[2].text) == ("(", ")")
        and behind[1].kind == "num"
        and behind[1].text.isdigit()
        and len(behind[1].text) <= 2
    )


def _is_one_of_places(sentence: Sentence, first: int) -> bool:
    """ "Several villages, among them X": one of the places that were spoken of."""
    opened = [m for m in sentence.of("part_of") if m.last == first - 1]
    return bool(opened) and any(
        k in sentence.vocabulary["nouns_of_places"]
        for k in sentence.keys(max(0, opened[0].first - _PLACES_BEFORE), opened[0].first - 1)
    )


_FIRED_FROM = 4
"""Tokens from "fired" to the name behind "from"."""
_PLACES_BEFORE = 6
"""Tokens from "villages" to the "among them" behind it."""


def _before_control(sentence: Sentence, first: int) -> int:
    """The token at which "government-controlled X" begins: who holds a place says nothing of whether it is one."""
    at = first - 1
    if at < 1 or not any(m.first <= at <= m.last for m in sentence.of("held_by")):
        return first
    while at > 0 and " " not in sentence.text[sentence.tokens[at - 1].end : sentence.tokens[at].start]:
        at -= 1  # "non-government-", ""RPX"-"
    return at


def _after_place_word(sentence: Sentence, first: int) -> bool:
    """ "возле X", "біля X", "at the village of X" in languages where the noun or the preposition stands before."""
    return any(m.last == first - 1 for m in sentence.of("place_before"))


def is_place_noun(sentence: Sentence, at: int) -> bool:
    """A noun that makes the name before it a place begins at this token."""
    return any(m.first == at for m in sentence.of("place_noun"))


def _listed_ahead(sentence: Sentence, last: int) -> bool:
    """ "X and Y villages": the noun that makes X a place stands behind the last of the list."""
    at, names = last + 1, 0
    while at < len(sentence.tokens) - 1 and at - last <= 12:
        token = sentence.tokens[at]
        joins = token.text == "," or any(m.first <= at <= m.last for m in sentence.of("and_also"))
        if joins and sentence.tokens[at + 1].is_capital:
            names += 1
        elif not token.is_capital:
            return names > 0 and (is_place_noun(sentence, at) or sentence.is_word(at, "nouns_of_places"))
        at += 1
    return False


def _listed(sentence: Sentence, first: int) -> bool:
    """The name goes on a list that began with a place: look back over names, commas and "and" for its preposition."""
    at = first - 1
    steps = 0
    while at >= 0 and steps < 30:
        token = sentence.tokens[at]
        if any(m.last == at for m in sentence.of("place_before")):
            return True
        if sentence.is_word(at, "opens_list"):
            return True
        if token.key == "of":
            return any(sentence.is_word(i, "noun_of_place") for i in (at - 2, at - 1))
        if token.kind == "punct" and token.text not in (",", "/", "(", ")", "-"):
            return False
        if (
            token.kind == "word"
            and not token.is_capital
            and not sentence.is_word(at, "conjunction")
            and not sentence.is_word(at, "within_list")
        ):
            return False
        at -= 1
        steps += 1
    return False
