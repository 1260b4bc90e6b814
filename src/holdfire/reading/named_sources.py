"""Sources named beside what they tell: "according to", "X: A" in a headline."""

from .mention import Mention
from .metonyms import named_by
from .sentence import Sentence
from .speaking_phrases import REACH, speaking_phrase, unknown_name
from .speech import SpeechEvent, Voices, has_content


def accord_event(
    sentence: Sentence, found: list[Mention], first: int, last: int, voices: Voices
) -> SpeechEvent | None:
    """ "According to X", tokens first..last: the speech event of X, of who spoke last, or None where no source is named."""
    tokens = sentence.tokens
    if sentence.within(first, last, "accord_same"):  # "in its words": whoever spoke last
        return SpeechEvent(
            first, "?", sentence.says(first, last), 0, len(tokens) - 1, "accord", (first, last)
        )
    named_as_text = tokens[first].key in ("statement", "report", "information")
    denied = any(m.last < first for m in sentence.of("deny"))
    judged = any(m.first > last for m in sentence.of("false"))
    if named_as_text and (denied or judged):
        return None  # "called the statement from Baku a lie", "the statement of Baku is false": told to be denied
    if named_as_text and sentence.within(first - _BROKEN_REACH, first - 1, "violation_n", "violate"):
        return None  # "a violation of the trilateral statement by X": the statement is what was broken
    if last + 1 < len(tokens) and (
        tokens[last + 1].text == "," or sentence.within(last + 1, last + 1, "that")
    ):
        return None  # "X said in a statement, that Y ...": who stands behind the comma is spoken of
    edge = min(len(tokens) - 1, last + REACH)
    for i in range(last + 2, edge + 1):
        if tokens[i].text in (",", ";", '"', "“", "«", ":"):
            edge = i - 1
            break
    office = [m for m in sentence.of("body") if last < m.first <= last + 2]
    if office and office[0].last + 1 < edge and sentence.is_word(office[0].last + 1, "article"):
        edge = office[0].last  # "according to the ministry the armed forces of X fired": X's are spoken of
    said = [m.first for m in sentence.of("say") if last + 1 < m.first <= edge]
    edge = min(
        [edge, *(at - 1 for at in said)]
    )  # "in another statement the ministry said that X's army fired"
    counted = [m.first for m in sentence.of("numbers") if last + 1 < m.first <= edge]
    edge = min([edge, *(at - 1 for at in counted)])  # "by the data of scouts two militants were killed"
    said_in = first + 1 if last > first else first  # "как заявили в": the verb of the phrase
    who = speaking_phrase(sentence, found, last + 1, edge, voices, nearest_right=False, verb=said_in)
    named = named_by(sentence, found, last)
    if named is not None and (who is None or who[0] in (None, "?") or who[2][0] > named.last):
        who = (named.party, sentence.says(named.first, named.last), (named.first, named.last), ())
    who = who or unknown_name(sentence, last + 1, edge)
    if who is None:
        return None
    return SpeechEvent(first, who[0], who[1], 0, len(tokens) - 1, "accord", (first, who[2][1]), names=who[3])


_BROKEN_REACH = 9
"""Tokens from "a violation of" to the end of the name of what was broken: "the 9 November 2020 trilateral statement"."""


def accord_behind(sentence: Sentence, found: list[Mention], first: int, last: int) -> SpeechEvent | None:
    """ "[The ministry of X] according to": the word stands behind the body that says it, or behind what that body gave.

    "X Müdafiə Nazirliyindən verilən məlumata görə": by the word given by the ministry of X.
    """
    given = sentence.within(first - 1, first - 1, "statement_word", "claim_noun", "report_noun")
    body = next(
        (
            m
            for m in reversed(found)
            if (m.stance == "body" or m.form == "capital")
            and (m.last == first - 1 or (given and 0 < first - m.last <= _GIVEN_REACH))
            and not sentence.signs(m.last + 1, first - 1)
        ),
        None,
    )
    if body is None or last + 1 >= len(sentence.tokens):
        return None
    subject, end = (body.first, body.last), len(sentence.tokens) - 1
    return SpeechEvent(first, body.party, sentence.says(*subject), last + 1, end, "before", subject)


_GIVEN_REACH = 4  # tokens from the body to "according to": "given word" stands between


def colon_event(sentence: Sentence, found: list[Mention], voices: Voices) -> SpeechEvent | None:
    """ "Armenia MOD: Azerbaijan used mortar": a speaker and a colon within the first eight tokens."""
    for at, token in enumerate(sentence.tokens[:9]):
        if token.text == ":" and at > 0:
            speaking = [m for m in found if m.last < at and (m.stance == "body" or m.what == "party")]
            if not speaking or has_content(sentence, 0, at - 1):
                return None
            who = next((m for m in speaking if m.stance == "body"), None)
            if who is None:
                return None
            return SpeechEvent(
                at,
                who.party,
                sentence.says(who.first, who.last),
                at + 1,
                len(sentence.tokens) - 1,
                "colon",
                (who.first, who.last),
            )
    return None
