"""Words of saying that say nothing here: passives, reports of something, the words of somebody told."""

from .mention import Mention
from .sentence import Sentence
from .speaking_phrases import REACH, speaking_phrase
from .speech import SpeechEvent, Voices, has_content


def is_of_relative(sentence: Sentence, at: int) -> bool:
    """ "The posts which X said had fired": the verb is inside the relative clause; not behind its comma ("which fired, X said")."""
    which = [i for i in range(max(0, at - 8), at) if sentence.tokens[i].key == "which"]
    if not which:
        return False
    commas = [i for i in range(which[-1] + 1, at) if sentence.tokens[i].text in (",", '"', "”")]
    if (
        commas
        and at - commas[-1] <= _OWN_SUBJECT
        and not has_content(sentence, at + 1, len(sentence.tokens) - 1)
    ):
        return False  # "the strike with which X answered, the ministry claimed"
    if (
        commas
        and commas[0] == which[-1] + 1
        and sentence.tokens[at + 1 : at + 2]
        and sentence.tokens[at + 1].text == ","
    ):
        return False  # "a skirmish in which, X claims, Y's forces fired": an aside
    if commas and sentence.within(which[-1] + 1, commas[-1], "say"):
        return False  # "the strike with which X answered, the ministry said"
    return not commas or not has_content(sentence, which[-1] + 1, commas[-1])


_OWN_SUBJECT = 4
"""Tokens from the comma that ends a relative clause to the verb of who says it all: ", the defence ministry claimed"."""


def is_judging(
    sentence: Sentence, found: list[Mention], first: int, last: int, voices: Voices
) -> SpeechEvent | None:
    """ "The president called what happened a violation of the truce": his charge."""
    named = sentence.within(last + 1, last + _NAMED_WITHIN, "violation_n", "violate")
    if not named or any(m.first <= first <= m.last for m in sentence.of("so_called", "deny", "false", "say")):
        return None
    who = speaking_phrase(sentence, found, max(0, first - REACH), first - 1, voices, nearest_right=True)
    if who is None or first == 0:
        return None
    end = len(sentence.tokens) - 1
    return SpeechEvent(first, who[0], who[1], named[0].first, end, "before", who[2], names=who[3])


_NAMED_WITHIN = 6
"""Tokens between "called" and what it is called: "what happened a violation"."""


def is_report_of(sentence: Sentence, found: list[Mention], at: int) -> bool:
    """ "denied the Armenian report about ...": a noun with whose report it is before it and its matter behind it."""
    owned = any(m.form == "adjective" and m.core < at <= max(m.last, m.core + 1) + 1 for m in found)
    noun = sentence.tokens[at].key in ("report", "reports", "claim", "claims")
    behind = sentence.keys(at + 1, at + 1)
    judged = sentence.has("false") and bool(sentence.within(at + 1, at + 1, "passive_aux"))
    if noun and owned and judged:
        return True  # "the Armenian claims were untrue"
    if noun and has_owner_before(sentence, found, at) and behind != ["that"]:
        return True  # "Azerbaijani reports of shelling are false"
    return noun and owned and sentence.has("deny") and behind in (["about"], ["of"], ["on"], ["that"])


_POSSESSIVE = ("'s", "’s", "s'", "s’")


def has_owner_before(sentence: Sentence, found: list[Mention], at: int) -> bool:
    """ "The Armenian claims", "Armenia's accusations": an adjective or a possessive is no subject, and the word no verb."""
    return any(
        m.what == "party"
        and m.core == m.last == at - 1
        and (m.form == "adjective" or sentence.tokens[at - 1].text.endswith(_POSSESSIVE))
        for m in found
    )


_AUXILIARY = frozenset({"was", "were", "been", "being", "is", "are", "be"})


def is_passive(sentence: Sentence, at: int) -> bool:
    """ "were also reported dead", "it was reported": nobody speaks. A noun ("their report", "in a report") neither."""
    keys = sentence.keys(at - 2, at - 1)
    word = sentence.tokens[at].key
    if word == "reported" and sentence.within(at + 1, at + 2, "killed", "wounded", "captured") and keys:
        return sentence.keys(at + 1, at + 1) == ["as"] or bool(
            sentence.within(at + 1, at + 1, "killed", "wounded", "captured")
        )
    if (
        word in ("report", "reports", "claims", "claim", "read")
        and keys
        and keys[-1]
        in (
            "the",
            "a",
            "an",
            "of",
            "on",
            "their",
            "its",
            "his",
            "smm",
            "reports",
            "media",
            "such",
            "these",
            "denied",
            "up",
            "no",
            "any",
            "received",
        )
    ):
        return not any(k in ("news", "agency", "radio") for k in keys)
    if (
        word in ("report", "claim", "claims")
        and keys
        and not keys[-1].endswith("s")
        and sentence.tokens[at - 1].kind == "word"
        and not sentence.tokens[at - 1].is_capital
        and word != "claims"
    ):
        return False
    if any(m.last == at for m in sentence.of("about_alleged")):
        return True  # "the message about alleged shelling"
    if word.endswith("ed") and keys and keys[-1] in ("the", "a", "an"):
        return True  # "the declared truce": said of a thing, and by nobody
    return bool(set(keys) & _AUXILIARY) and word.endswith("ed")
