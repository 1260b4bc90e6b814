"""Who says it: the subject before or after a verb of saying, "according to", a headline's colon, a quotation that goes on.

Each verb of saying is an event with a speaker and the stretch of the sentence that it governs. A stretch governed twice
("X wrote that Y had fired, the ministry said") keeps the inner speaker; the outer is who quotes. An event whose
speaker cannot be found has party None: nothing is guessed from the nearest name.
"""

from dataclasses import replace

from .accusations import accusation_event, claim_event, claiming_event
from .mention import Mention
from .metonyms import is_around_name
from .named_sources import accord_behind, accord_event, colon_event
from .no_saying import has_owner_before, is_judging, is_of_relative, is_passive, is_report_of
from .sayers import (
    apposed,
    behind_told,
    ends_at_sign,
    is_around_outlet,
    is_named_with_another,
    is_subject_of_more,
    is_told_to_outlet,
    name_follows,
    says_ahead,
    stands_alone,
    title_of,
)
from .sentence import Sentence
from .speaking_phrases import REACH, is_place_name, speaking_phrase, spelt_out, with_name
from .speech import SpeechEvent, Voices, has_content
from .speech_behind import goes_on, that_behind
from .speech_shapes import (
    before_and,
    denier_before,
    denier_goes_on,
    goes_on_to_say,
    said_behind,
    same_subject,
    speaker_behind_comma,
    told_by_agent,
    verb_final_event,
)
from .verb_final import is_last


def events(sentence: Sentence, found: list[Mention], voices: Voices) -> list[SpeechEvent]:
    """Speech events in order. Names that earlier sentences tied to a party are known through `voices`."""
    out: list[SpeechEvent] = []
    accusing = sentence.of("accuse")
    for match in accusing:
        if has_owner_before(sentence, found, match.first):
            continue  # "the Azerbaijani accusations are false": they are what is judged
        event = accusation_event(sentence, found, match.first, match.last, voices)
        if event is not None:
            out.append(event)
    for noun in sentence.of("accusation_n"):  # "X and Y traded, on Wednesday, accusations of ..."
        each = [m for m in sentence.of("each_other") if 0 < noun.first - m.first <= REACH]
        if each and not has_content(sentence, each[-1].last + 1, noun.first - 1):
            span = (noun.first, noun.first)
            end = len(sentence.tokens) - 1
            out.append(SpeechEvent(noun.first, "MEDIA", "", 0, end, "accuse", span, mutual=True))
    accord_at = {i for m in sentence.of("accord") for i in range(m.first, m.last + 1)}
    for match in sentence.of("accord"):
        event = accord_event(sentence, found, match.first, match.last, voices)
        if event is not None:
            out.append(event)
    for match in sentence.of("say"):
        told = told_by_agent(sentence, found, match.first, match.last)
        if told is not None:
            out.append(told)
            continue
        if (
            match.first in accord_at
            or is_passive(sentence, match.first)
            or is_report_of(sentence, found, match.first)
            or sentence.keys(match.last + 1, match.last + 1)
            == ["with"]  # "answered with artillery" says nothing
            or any(m.first <= match.first <= m.last for m in accusing)
            or any(
                m.first <= match.first <= m.last for m in sentence.of("kept_truce", "party", "return_fire")
            )
        ):
            continue
        if is_of_relative(sentence, match.first):
            continue
        event = _say(sentence, found, match.first, match.last, voices)
        if event is not None:
            out.append(event)
    out += [
        e
        for e in (is_judging(sentence, found, m.first, m.last, voices) for m in sentence.of("calls_it"))
        if e
    ]
    stated = sentence.of("statement_noun") if sentence.has("false") else []
    if not stated and sentence.has("deny"):  # "denied the X-ian report that Y had fired"
        stated = [
            m
            for m in sentence.of("statement_noun")
            if has_owner_before(sentence, found, m.first)
            or sentence.within(m.last + 1, m.last + _SPREAD_BY, "by_agent")
        ]
    for match in [*sentence.of("claim_noun"), *stated]:
        event = claim_event(sentence, found, match.first, match.last, voices)
        if event is not None:
            out.append(event)
    for match in sentence.of("by_count"):  # "by X's count Y broke the truce 20 times"
        out += _counting(sentence, found, match.first, match.last)
    said_at = {m.first for m in sentence.of("say")}
    for match in sentence.of("claiming"):  # "a statement of X, according to which Y fired"
        if match.first not in said_at:
            event = claiming_event(sentence, found, match.first, match.last, voices)
            if event is not None:
                out.append(event)
    out += [
        e for e in (accord_behind(sentence, found, m.first, m.last) for m in sentence.of("accord_post")) if e
    ]
    out += [
        e
        for e in (denier_goes_on(sentence, found, m.first, m.last, voices) for m in sentence.of("deny"))
        if e
    ]
    colon = colon_event(sentence, found, voices)
    if colon is not None:
        out.append(colon)
    out.sort(key=lambda e: e.at)
    return [_until_next(sentence, event, out) for event in out]


def _counting(sentence: Sentence, found: list[Mention], first: int, last: int) -> list[SpeechEvent]:
    """ "By X's count", "X tells another story: by its account": X, the last named before it, or who spoke last."""
    within = [m for m in found if m.what == "party" and first < m.core <= last]
    before = [m for m in found if m.what == "party" and m.core < first]
    owner = within[0] if within else before[-1] if before else None
    span, end = (first, last), len(sentence.tokens) - 1
    if owner is not None:
        words = sentence.says(owner.first, owner.last)
        return [SpeechEvent(first, owner.party, words, 0 if within else last + 1, end, "accord", span)]
    spoken = sentence.within(first, last, "pronoun") or any(
        sentence.is_word(at, "possessive") for at in range(first, last + 1)
    )
    return [SpeechEvent(first, "?", sentence.says(first, last), 0, end, "accord", span)] if spoken else []


_SPREAD_BY = 3
"""Tokens from a report to "by": "the information spread by X that"."""


def _until_next(sentence: Sentence, event: SpeechEvent, every: list[SpeechEvent]) -> SpeechEvent:
    """ "X said A; Y said B", "X said A, while Y denied B": X's words end where Y begins to speak.

    Inside X's own words ("X said that Y had reported B") nothing turns: Y's phrase stands behind no sign and no "while".
    """
    if event.form == "accord" or event.form == "colon":
        return event
    for later in every:
        start = later.subject[0]
        if event.form == "after" and start < event.at:
            continue
        if (
            later.form not in ("before", "accuse")
            or not event.low < start <= event.high
            or later.party in ("?", "OWN")
        ):
            continue
        at = start - 1
        while at > event.low and (sentence.is_word(at, "article") or sentence.is_word(at, "possessive")):
            at -= 1
        sign = sentence.tokens[at]
        parts = at > 0 and (
            sentence.tokens[at - 1].text == "," or any(m.last == at for m in sentence.of("contrast"))
        )
        turns = sign.text == ";" or (sentence.is_word(at, "turn") and parts and not sentence.quoted[at])
        if turns and later.party != event.party:
            return replace(event, high=at)
    return event


def _end_of_quote(sentence: Sentence, first: int) -> int | None:
    """The last closing quotation mark behind a comma before this token: where a quotation ends and its speaker follows."""
    tokens = sentence.tokens
    for at in range(first - 1, max(0, first - REACH), -1):
        if tokens[at].text in ('"', "”", "»"):
            return at if tokens[at - 1].text in (",", "!", "?") else None
    return None


def _say(
    sentence: Sentence, found: list[Mention], first: int, last: int, voices: Voices
) -> SpeechEvent | None:
    tokens = sentence.tokens
    claims = tokens[first].key.startswith(("claim", "alleg"))
    if goes_on(sentence, first):
        low = that_behind(sentence, last) or last
        party, words = denier_before(sentence, found, first, voices) or ("?", "")
        return SpeechEvent(
            first, party, words, low + 1, len(tokens) - 1, "before", (first, last), claims=claims
        )
    claiming = claiming_event(sentence, found, first, last, voices)
    if claiming is not None:
        return claiming
    behind = said_behind(sentence, found, first, last, voices)
    if behind is not None:
        return behind
    stop = max(
        (
            i
            for i, t in enumerate(tokens[:first])
            if (
                t.text in (";", ":", '"', "”", "“", "»", "«")
                and not is_around_name(found, i)
                and not is_around_outlet(sentence, i, first)
            )
            or (t.kind == "punct" and t.text == ".")
        ),
        default=-1,
    )
    low = max(stop + 1, first - REACH)
    if stop >= 0 and goes_on_to_say(sentence, stop, first):
        low = max(first - REACH, *(i + 1 for i, t in enumerate(tokens[:first]) if t.text in (";", ":")), 0)
    end = len(tokens) - 1
    inverted = (
        first == 0
        or tokens[first - 1].text == ","
        or (
            tokens[first - 1].text in ('"', "”", "»", "“")
            and not sentence.quoted[first]  # 'its peacekeepers "observed a tank of X"': X does not say it
            and not is_around_name(found, first - 1)
        )
    )
    inverted = inverted or is_told_to_outlet(sentence, first)
    if not inverted and first > 1 and tokens[first - 1].text in ("—", "–", "-"):
        inverted = tokens[first - 2].text in (",", '"', "”", "»", "“")  # «...», — said the ministry
    right_edge = min(end, last + REACH)
    for i in range(last + 1, right_edge + 1):
        if tokens[i].text in ('"', "“", "«", ";", ":") or sentence.within(i, i, "that"):
            right_edge = i - 1
            break
    who = (
        speaking_phrase(sentence, found, last + 1, right_edge, voices, nearest_right=False, verb=first)
        if inverted and last < end and name_follows(sentence, last + 1)
        else None
    )
    if who is None and inverted and first > 0 and last < end and is_last(sentence, first):
        who = speaker_behind_comma(sentence, found, first, last, right_edge, voices)
    if who is not None and is_subject_of_more(sentence, who[2][1], first):
        who = None  # "A spokesman, N. Name, said the Xs violated ...": the Xs are who is spoken of
    if who is not None and first > 0 and says_ahead(sentence, first, last):
        who = None  # "Residents, one of them hurt, told the mission that": an aside stands before the verb
    if who is not None and first > 0:
        return SpeechEvent(first, who[0], who[1], 0, first - 1, "after", who[2], claims=claims, names=who[3])
    if first == 0 or (first == 1 and tokens[0].key in ("و", "كما")):
        if who is not None:
            return SpeechEvent(
                first, who[0], who[1], who[2][1] + 1, end, "before", who[2], claims=claims, names=who[3]
            )
        return (
            SpeechEvent(first, "?", "", last + 1, end, "before", (first, last), claims=claims)
            if last < end
            else None
        )
    named = next((m for m in sentence.of("outlet") if m.last == first - 1), None)
    if named is not None and not any(
        m.last >= named.first and m.first < first for m in found if m.what == "party"
    ):
        return SpeechEvent(
            first,
            "MEDIA",
            sentence.says(named.first, named.last),
            0,
            named.first - 1,
            "after",
            (named.first, named.last),
        )
    same = same_subject(sentence, found, first, voices)
    if same is not None and last < end:
        return replace(same, at=first, low=last + 1, high=end)
    final = verb_final_event(sentence, found, first, last, voices)
    if final is not None:
        return final
    edge = before_and(sentence, low, first)
    who = speaking_phrase(sentence, found, low, edge, voices, nearest_right=True, verb=first)
    named_before = first > 0 and tokens[first - 1].is_capital and tokens[first - 1].kind == "word"
    if who is not None and named_before and stands_alone(sentence, who[2][1], first - 1):
        who = None
    if who is None and named_before and not is_place_name(sentence, first - 1):
        begin, _ = with_name(sentence, first - 1, first - 1, low, first - 1)
        media = sentence.within(begin, first - 1, "outlet")
        who = ("MEDIA" if media else "?", sentence.says(begin, first - 1), (begin, first - 1), ())
    if who is None:
        who = apposed(sentence, found, first)
    of_village = first > 3 and sentence.is_word(first - 1, "noun_of_place") and tokens[first - 2].is_capital
    if who is None and of_village and tokens[0].is_capital and not has_content(sentence, low, first - 1):
        who = ("RES", sentence.says(low, first - 1), (low, first - 1), ())  # "N. N. of X village said"
    if who is None:
        return None
    if is_named_with_another(sentence, found, who[2]):
        who = ("BOTH", who[1], who[2], ())
    begin = title_of(sentence, found, spelt_out(sentence, found, who[2][0]))
    if who[0] == "RES" and begin > 0 and is_place_name(sentence, begin - 1):
        begin -= 1  # "Kut resident N. N. told the agency"
    quoted_till = _end_of_quote(sentence, first)
    if quoted_till is not None and not has_content(sentence, quoted_till + 1, begin - 1):
        begin = (
            quoted_till + 1
        )  # "...", N. N., representative of X, told: the name and the office are who speaks
    phrase = (begin, who[2][1])  # the title is the speaker's, not the end of what was said
    clause_comma = begin > 0 and (
        tokens[begin - 1].text in (",", '"', "”", "»", "“")
        or (
            tokens[begin - 1].key in ("the", "a", "an", "its", "his")
            and begin > 1
            and tokens[begin - 2].text in (",", '"', "”", "»")
        )
    )
    content_before = clause_comma and (
        has_content(sentence, 0, begin - 1) or any(sentence.quoted[: begin - 1])
    )  # what stands in quotation marks before the speaker is what was said
    content_after = has_content(sentence, last + 1, end)
    if content_before and not content_after:
        return SpeechEvent(first, who[0], who[1], 0, begin - 1, "after", phrase, claims=claims, names=who[3])
    if content_before and tokens[first + 1 : first + 2] and ends_at_sign(sentence, last + 1):
        return SpeechEvent(first, who[0], who[1], 0, end, "after", phrase, claims=claims, names=who[3])
    if not content_after and is_last(sentence, first) and has_content(sentence, 0, begin - 1):
        # "about the shelling of X by Y the ministry told": what is said opens the clause
        return SpeechEvent(first, who[0], who[1], 0, begin - 1, "after", phrase, claims=claims, names=who[3])
    said = behind_told(sentence, first, last)
    return SpeechEvent(first, who[0], who[1], said, end, "before", who[2], claims=claims, names=who[3])
