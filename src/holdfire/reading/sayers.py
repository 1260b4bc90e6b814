"""Where the phrase of a speaker begins and ends around a verb of saying: titles, appositions, names behind a date."""

from .mention import Mention
from .metonyms import QUOTES
from .sentence import Sentence
from .speaking_phrases import REACH, is_known_name
from .speech import CONTENT, TITLE_WORDS, Phrase, has_content


def is_named_with_another(sentence: Sentence, found: list[Mention], at: tuple[int, int]) -> bool:
    """ "X and Y have reported another exchange of fire": both say it, and neither alone."""
    here = [m for m in found if m.what == "party" and at[0] <= m.first and m.last <= at[1]]
    before = [m for m in found if m.what == "party" and m.last == at[0] - 2 and m.party]
    if not here or not before or not sentence.within(at[0] - 1, at[0] - 1, "and_also"):
        return False
    one, other = before[-1], here[0]
    bare = one.form == other.form and one.form in ("state", "capital")
    return bare and one.party != other.party and not has_content(sentence, 0, one.first - 1)


def says_ahead(sentence: Sentence, first: int, last: int) -> bool:
    """What is said stands behind the verb: a "that" or an act there, and nothing said before it; two commas set an aside off."""
    commas = [i for i in range(first) if sentence.tokens[i].text == ","]
    if len(commas) < 2 or commas[-1] != first - 1 or any(sentence.quoted[:first]):
        return False
    that = any(last < m.first <= last + TOLD_REACH for m in sentence.of("that"))
    told = bool(sentence.within(first, last, "told_verb"))
    opened = has_content(sentence, 0, commas[-2])
    return (that and told) or (not opened and not has_content(sentence, commas[-2], first - 1))


def is_around_outlet(sentence: Sentence, at: int, verb: int) -> bool:
    """ "In the ministry of X “Interfax” was told that": one name in quotation marks, right before the verb, is who was told."""
    marks = (verb - 3, verb - 1)
    if at not in marks or marks[0] < 1:
        return False
    name, before = sentence.tokens[verb - 2], sentence.tokens[marks[0] - 1]
    quoted = all(sentence.tokens[i].text in QUOTES for i in marks)
    return quoted and name.kind == "word" and name.is_capital and before.kind == "word"


_DATE_WORDS = frozenset({"on", "in", "late", "early", "a", "the", ","})
TOLD_REACH = 6
"""Tokens between a verb of telling and its "that": "told the mission's liaison officers that"."""


def behind_told(sentence: Sentence, first: int, last: int) -> int:
    """ "Told the mission that Y had fired": what is said begins behind "that"; who is told it is no part of it."""
    that = [m for m in sentence.of("that") if last < m.first <= last + TOLD_REACH]
    until = that[0].first - 1 if that else last
    dated = bool(sentence.within(last + 1, until, "weekdays", "months")) and all(
        t.kind == "num" or t.key in _DATE_WORDS or sentence.within(i, i, "weekdays", "months", "time")
        for i, t in enumerate(sentence.tokens[last + 1 : until + 1], last + 1)
    )  # "said on Monday that it had fired"
    told = dated or sentence.within(first, last, "told_verb")
    if not told or not that or has_content(sentence, last + 1, that[0].first - 1):
        return last + 1
    return that[0].last + 1


_OUTLET_REACH = 6  # tokens, quotation marks and a case ending among them, that an outlet's name takes


def is_told_to_outlet(sentence: Sentence, verb: int) -> bool:
    """ "..., to the agency told the ministry": between the comma and the verb stands only whom it was told."""
    for m in sentence.of("outlet"):
        if not 0 < verb - m.last <= _OUTLET_REACH:
            continue
        before = m.first - 1
        while before > 0 and sentence.tokens[before].text in QUOTES:
            before -= 1
        behind = [t for t in sentence.tokens[m.last + 1 : verb] if t.text not in QUOTES and t.text != "-"]
        ending = all(t.kind == "word" and len(t.key) <= _LONGEST_ENDING for t in behind) and len(behind) <= 1
        if before >= 0 and sentence.tokens[before].text == "," and ending:
            return True
    return False


_LONGEST_ENDING = 3  # letters of a case ending written apart from a quoted name: "»-ին"


def apposed(sentence: Sentence, found: list[Mention], verb: int) -> Phrase | None:
    """ "N. Name, a member of the local council, said": the name, of the side that the words between commas name, if any."""
    if verb < 4 or sentence.tokens[verb - 1].text != ",":
        return None
    comma = next(
        (i for i in range(verb - 2, max(0, verb - REACH), -1) if sentence.tokens[i].text == ","), None
    )
    if comma is None or not sentence.tokens[comma - 1].is_capital or has_content(sentence, comma, verb - 1):
        return None
    begin = comma - 1
    while begin > 0 and sentence.tokens[begin - 1].is_capital and sentence.tokens[begin - 1].kind == "word":
        begin -= 1
    if is_known_name(sentence, sentence.tokens[begin].start) or sentence.within(
        begin - 1, begin - 1, "at_place"
    ):
        return None
    sides = [m.party for m in found if comma < m.core < verb and m.what == "party" and m.party]
    return sides[0] if sides else None, sentence.says(begin, verb - 2), (begin, verb - 2), ()


def ends_at_sign(sentence: Sentence, at: int) -> bool:
    """ "..., the army said, ...", "..., it said in a statement, calling it ...": behind the verb comes a sign, or where or when it was said."""
    until = min(len(sentence.tokens) - 1, at + _SAID_WITHIN)
    sign = next((i for i in range(at, until + 1) if sentence.tokens[i].text in (",", ".")), None)
    if sign is None:
        return False
    opens = sentence.within(at, at, "at_place") or sign == at or sentence.within(at, sign, "weekdays", "time")
    return bool(opens) and not has_content(sentence, at, sign) and not sentence.within(at, sign, "that")


_SAID_WITHIN = 7
"""Tokens of where something was said: "in a statement on its official page"."""


def is_subject_of_more(sentence: Sentence, last: int, said: int) -> bool:
    """The phrase behind the verb of saying goes on to act, and nothing was said before the verb."""
    acts = any(last < m.first <= last + 3 for m in sentence.of(*CONTENT))
    return said > 0 and acts and not has_content(sentence, 0, said - 1) and not any(sentence.quoted[:said])


def stands_alone(sentence: Sentence, last: int, at: int) -> bool:
    """ "X's troops shelled Y, JPSR said": a name between a comma and the verb is who says it, not the Xs before the comma."""
    begin = at
    while begin > 0 and sentence.tokens[begin].is_capital and sentence.tokens[begin].kind == "word":
        begin -= 1
    return (
        sentence.tokens[begin].text == ","
        and last < begin
        and not is_known_name(sentence, sentence.tokens[begin + 1].start)
        and has_content(sentence, last + 1, begin - 1)
    )


def title_of(sentence: Sentence, found: list[Mention], begin: int) -> int:
    """Where a speaker's title begins: ", Northland Defence Ministry spokesperson N. Name said". No title: `begin`."""
    tokens, at = sentence.tokens, begin
    while at > 0 and begin - at <= TITLE_WORDS and tokens[at - 1].kind == "word":
        at -= 1
    if at in (0, begin) or tokens[at - 1].text not in (",", '"', "”", "»", "“"):
        return begin
    is_title = any(at <= m.first < begin for m in found) or bool(
        sentence.within(at, begin - 1, "body", "force", "military")
    )
    is_phrase = tokens[at].key in ("the", "a", "an") and not sentence.within(
        at, begin - 1, "and_word", "say"
    )  # ", a local defence official said": one phrase from its article on
    return at if (is_title or is_phrase) and not has_content(sentence, at, begin - 1) else begin


def name_follows(sentence: Sentence, at: int) -> bool:
    """A speaker stands right behind the verb, or behind a date: "сообщило 29 января Министерство обороны"."""
    while at < len(sentence.tokens) - 1 and (
        sentence.tokens[at].kind == "num"
        or any(m.first <= at <= m.last for m in sentence.of("months", "weekdays"))
        or any(m.first <= at <= m.last for m in sentence.of("rank"))
        or sentence.tokens[at].key == "on"
        or sentence.within(at, at, "speaks_in")
        or sentence.tokens[at].text in QUOTES
    ):
        at += 1
    token = sentence.tokens[at]
    return (
        token.is_capital
        or token.key in ("the", "a", "an", "its", "his")
        or any(m.first == at for m in sentence.of("body", "party", "resident", "statement_word"))
    )
