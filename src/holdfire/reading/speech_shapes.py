"""Verbs of saying that stand last, behind a comma or behind "and", and who denies and then goes on to say."""

from .mention import Mention
from .sentence import Sentence
from .speaking_phrases import REACH, speaking_options, speaking_phrase
from .speech import CLOSING_MARKS, CONTENT, Phrase, SpeechEvent, Voices, has_content
from .speech_behind import opens, speaker_behind, that_behind
from .verb_final import clause_start, ends_clause, subject_before_content
from .word_order import is_verb_first


def speaker_behind_comma(
    sentence: Sentence, found: list[Mention], first: int, last: int, right_edge: int, voices: Voices
) -> Phrase | None:
    """ "..., сообщила служба по связям с общественностью X": behind a comma and such a verb its subject stands, never before."""
    if not has_content(sentence, 0, first - 1) or has_content(sentence, last + 1, right_edge):
        return None
    if sentence.tokens[last + 1].kind == "punct" or sentence.within(last + 1, last + 1, "that"):
        return None
    who = speaking_phrase(sentence, found, last + 1, right_edge, voices, nearest_right=False, verb=first)
    if who is not None:
        return who
    named = [m for m in found if last < m.first <= right_edge and m.what == "party"]
    if named:
        return named[0].party, sentence.says(last + 1, named[0].last), (last + 1, named[0].last), ()
    return None


def denier_before(
    sentence: Sentence, found: list[Mention], before: int, voices: Voices
) -> tuple[str | None, str] | None:
    """Whose denial stands before this token: who denied goes on to say, accusing and stressing."""
    denied = [m for m in sentence.of("deny") if m.last < before]
    if not denied:
        return None
    at = denied[-1]

    def find(low: int, high: int) -> Phrase | None:
        return speaking_phrase(sentence, found, low, high, voices, nearest_right=False)

    behind = speaker_behind(sentence, at.first, at.last, find)
    who = behind.phrase if behind is not None else None
    if who is None:
        who = speaking_phrase(
            sentence, found, max(0, at.first - REACH), at.first - 1, voices, nearest_right=True
        )
    return (who[0], who[1]) if who is not None and who[0] not in (None, "?", "OWN") else None


def said_behind(
    sentence: Sentence, found: list[Mention], first: int, last: int, voices: Voices
) -> SpeechEvent | None:
    """The event of a verb that stands before its speaker; None where it does not."""

    def find(low: int, high: int) -> Phrase | None:
        who = speaking_phrase(sentence, found, low, high, voices, nearest_right=False)
        return who if who is None or not has_content(sentence, low, who[2][0] - 1) else None

    end = len(sentence.tokens) - 1
    if last > first and sentence.within(last, last, "that"):
        last -= 1  # "قالت إن" as one phrase
    behind = speaker_behind(sentence, first, last, find)
    if behind is not None:
        party, words, subject, names = behind.phrase
        person = next((m for m in found if subject[1] < m.first < behind.said and m.form == "person"), None)
        if person is not None and person.party is not None and behind.has_that:
            party = person.party  # "the spokesman of the Libyan army, N. N.": whose man he is, the pack knows
        if party == "?":  # "quoted the channel of X from a military source": a source on the side of X
            within = [m.party for m in found if first < m.first <= last and m.what == "party" and m.party]
            party = within[0] if within else party
        was_said = first > 0 and (has_content(sentence, 0, first - 1) or any(sentence.quoted[:first]))
        if was_said and not behind.has_that and not has_content(sentence, subject[1] + 1, end):
            return SpeechEvent(first, party, words, 0, first - 1, "after", subject, names=names)
        return SpeechEvent(first, party, words, behind.said, end, "before", subject, names=names)
    if is_verb_first(sentence, first) and opens(sentence, first, found) and last < end:
        said = that_behind(sentence, last) or last
        denier = denier_before(sentence, found, first, voices)
        if denier is not None:  # "denied X that ..., and said that ...": X goes on
            return SpeechEvent(first, denier[0], denier[1], said + 1, end, "before", (first, last))
        return SpeechEvent(first, "?", "", said + 1, end, "before", (first, last))
    return None


def same_subject(sentence: Sentence, found: list[Mention], first: int, voices: Voices) -> SpeechEvent | None:
    """ "X [that Y had fired] reported, added that ...": the second verb has the first one's subject."""
    before = [m for m in sentence.of("say") if m.last < first and ends_clause(sentence, m.first, m.last)]
    if not before or has_content(sentence, before[-1].last + 1, first - 1):
        return None
    if speaking_options(sentence, found, before[-1].last + 1, first - 1, voices, nearest_right=True):
        return None
    return verb_final_event(sentence, found, before[-1].first, before[-1].last, voices)


def verb_final_event(
    sentence: Sentence, found: list[Mention], first: int, last: int, voices: Voices
) -> SpeechEvent | None:
    """ "X [that Y had fired] reported": a verb of saying that ends its clause, behind what is said."""
    if first == 0 or not ends_clause(sentence, first, last):
        return None
    options = speaking_options(sentence, found, 0, first - 1, voices, nearest_right=True, verb=first)
    subject = subject_before_content(sentence, options, first, CONTENT)
    if subject is None:
        return None
    end = len(sentence.tokens) - 1
    high = end if sentence.keys(last + 1, last + 1) == [";"] else first - 1
    low, until, party = subject
    return SpeechEvent(first, party, sentence.says(low, until), until + 1, high, "before", (low, until))


def told_by_agent(sentence: Sentence, found: list[Mention], first: int, last: int) -> SpeechEvent | None:
    """ "Was informed by X that it had fired": X says it, to whoever was informed."""
    if not sentence.within(first, last, "told_verb"):
        return None
    that = next((m for m in sentence.of("that") if last < m.first <= last + REACH), None)
    agent = next((m for m in found if last < m.first <= last + TOLD_BY_REACH and m.what == "party"), None)
    if that is None or agent is None or agent.last >= that.first:
        return None
    if not sentence.within(last + 1, agent.first - 1, "by_agent"):
        return None
    words = sentence.says(agent.first, agent.last)
    end = len(sentence.tokens) - 1
    return SpeechEvent(first, agent.party, words, that.last + 1, end, "before", (agent.first, agent.last))


TOLD_BY_REACH = 4
"""Tokens between "informed" and who did it: "by officers of the X"."""


def before_and(sentence: Sentence, low: int, at: int) -> int:
    """Where to look for the subject of a verb of saying: "X denied the report of a Y UAV and said" has X's, not Y's."""
    if not sentence.within(at - 1, at - 1, "and"):
        return at - 1
    earlier = [m.first for m in sentence.of("deny", "say", "accuse", "false") if low < m.first < at - 1]
    return earlier[-1] - 1 if earlier else at - 1


def goes_on_to_say(sentence: Sentence, stop: int, verb: int) -> bool:
    """ "X called it “revenge” and said": nothing but "and" parts the verb from the words in quotation marks before it."""
    return sentence.tokens[stop].text in CLOSING_MARKS and any(
        stop < m.first and m.last < verb and verb - stop <= 3 for m in sentence.of("and_word")
    )


def denier_goes_on(
    sentence: Sentence, found: list[Mention], first: int, last: int, voices: Voices
) -> SpeechEvent | None:
    """ "X called it a lie: "Our units only returned fire."": what stands behind the colon is the denier's."""
    end = len(sentence.tokens) - 1
    if sentence.signs(last + 1, last + 1) != {":"} or last + 2 > end or first == 0:
        return None
    low = clause_start(sentence, first) if any(m.first == first for m in sentence.of("verb_last")) else 0
    who = speaking_phrase(sentence, found, low, first - 1, voices, nearest_right=low == 0)
    if who is None:
        return None
    return SpeechEvent(last + 1, who[0], who[1], last + 2, end, "before", who[2], names=who[3])
