"""Who says it: the subject before or after a verb of saying, "according to", a headline's colon, a quotation that goes on.

Each verb of saying is an event with a speaker and the stretch of the sentence that it governs. A stretch governed twice
("X wrote that Y had fired, the ministry said") keeps the inner speaker; the outer is who quotes. An event whose
speaker cannot be found has party None: nothing is guessed from the nearest name.
"""

from dataclasses import replace

from .accusations import accusation_event, claim_event, claiming_event
from .metonyms import QUOTES, is_around_name
from .named_sources import accord_behind, accord_event, colon_event
from .parties import Mention
from .sentence import Sentence
from .speaking_phrases import REACH, is_known_name, is_place_name, speaking_phrase, spelt_out, with_name
from .speech import CONTENT, TITLE_WORDS, Phrase, SpeechEvent, Voices, has_content
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
            or _is_passive(sentence, match.first)
            or _is_report_of(sentence, found, match.first)
            or sentence.keys(match.last + 1, match.last + 1)
            == ["with"]  # "answered with artillery" says nothing
            or any(m.first <= match.first <= m.last for m in accusing)
            or any(
                m.first <= match.first <= m.last for m in sentence.of("kept_truce", "party", "return_fire")
            )
        ):
            continue
        if _is_of_relative(sentence, match.first):
            continue
        event = _say(sentence, found, match.first, match.last, voices)
        if event is not None:
            out.append(event)
    out += [
        e for e in (_judging(sentence, found, m.first, m.last, voices) for m in sentence.of("calls_it")) if e
    ]
    stated = sentence.of("statement_noun") if sentence.has("false") else []
    for match in [*sentence.of("claim_noun"), *stated]:
        event = claim_event(sentence, found, match.first, match.last, voices)
        if event is not None:
            out.append(event)
    for match in sentence.of("by_count"):  # "by X's count Y broke the truce 20 times"
        owner = next((m for m in found if m.what == "party" and match.first < m.core <= match.last), None)
        if owner is not None:
            span, end = (match.first, match.last), len(sentence.tokens) - 1
            words = sentence.says(owner.first, owner.last)
            out.append(SpeechEvent(match.first, owner.party, words, 0, end, "accord", span))
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


def _is_of_relative(sentence: Sentence, at: int) -> bool:
    """ "The posts which X said had fired": the verb is inside the relative clause; not behind its comma ("which fired, X said")."""
    which = [i for i in range(max(0, at - 8), at) if sentence.tokens[i].key == "which"]
    if not which:
        return False
    commas = [i for i in range(which[-1] + 1, at) if sentence.tokens[i].text in (",", '"', "”")]
    return not commas or not has_content(sentence, which[-1] + 1, commas[-1])


def _judging(
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
_TURNS = frozenset(
    {
        "while",
        "but",
        "whereas",
        "and",
        "though",
        "although",
        "however",
        "а",
        "но",
        "тогда",
        "але",
        "isə",
        "amma",
        "իսկ",
        "بينما",
        "فيما",
    }
)


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
        while at > event.low and sentence.tokens[at].key in ("the", "a", "an", "its"):
            at -= 1
        sign = sentence.tokens[at]
        parts = at > 0 and (
            sentence.tokens[at - 1].text == "," or any(m.last == at for m in sentence.of("contrast"))
        )
        turns = sign.text == ";" or (sign.key in _TURNS and parts and not sentence.quoted[at])
        if turns and later.party != event.party:
            return replace(event, high=at)
    return event


def _is_report_of(sentence: Sentence, found: list[Mention], at: int) -> bool:
    """ "denied the Armenian report about ...": a noun with whose report it is before it and its matter behind it."""
    owned = any(m.form == "adjective" and m.core < at <= max(m.last, m.core + 1) + 1 for m in found)
    noun = sentence.tokens[at].key in ("report", "reports", "claim", "claims")
    behind = sentence.keys(at + 1, at + 1)
    judged = sentence.has("false") and bool(sentence.within(at + 1, at + 1, "passive_aux"))
    if noun and owned and judged:
        return True  # "the Armenian claims were untrue"
    return noun and owned and sentence.has("deny") and behind in (["about"], ["of"], ["on"], ["that"])


_AUXILIARY = frozenset({"was", "were", "been", "being", "is", "are", "be"})


def _is_passive(sentence: Sentence, at: int) -> bool:
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
    if word.endswith("ed") and keys and keys[-1] in ("the", "a", "an"):
        return True  # "the declared truce": said of a thing, and by nobody
    return bool(set(keys) & _AUXILIARY) and word.endswith("ed")


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
                and not _is_around_outlet(sentence, i, first)
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
        or (tokens[first - 1].text in ('"', "”", "»", "“") and not is_around_name(found, first - 1))
    )
    inverted = inverted or _is_told_to_outlet(sentence, first)
    if not inverted and first > 1 and tokens[first - 1].text in ("—", "–", "-"):
        inverted = tokens[first - 2].text in (",", '"', "”", "»", "“")  # «...», — said the ministry
    right_edge = min(end, last + REACH)
    for i in range(last + 1, right_edge + 1):
        if tokens[i].text in ('"', "“", "«", ";", ":") or tokens[i].key in (
            "that",
            "что",
            "ki",
            "ان",
            "що",
            "իբր",
            "որ",
        ):
            right_edge = i - 1
            break
    who = (
        speaking_phrase(sentence, found, last + 1, right_edge, voices, nearest_right=False, verb=first)
        if inverted and last < end and _name_follows(sentence, last + 1)
        else None
    )
    if who is None and inverted and first > 0 and last < end and is_last(sentence, first):
        who = speaker_behind_comma(sentence, found, first, last, right_edge, voices)
    if who is not None and _is_subject_of_more(sentence, who[2][1], first):
        who = None  # "A spokesman, N. Name, said the Xs violated ...": the Xs are who is spoken of
    if who is not None and first > 0 and _says_ahead(sentence, first, last):
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
    if who is not None and named_before and _stands_alone(sentence, who[2][1], first - 1):
        who = None
    if who is None and named_before and not is_place_name(sentence, first - 1):
        begin, _ = with_name(sentence, first - 1, first - 1, low, first - 1)
        media = sentence.within(begin, first - 1, "outlet")
        who = ("MEDIA" if media else "?", sentence.says(begin, first - 1), (begin, first - 1), ())
    if who is None:
        who = _apposed(sentence, found, first)
    if who is None:
        return None
    if _is_named_with_another(sentence, found, who[2]):
        who = ("BOTH", who[1], who[2], ())
    begin = _title_of(sentence, found, spelt_out(sentence, found, who[2][0]))
    if who[0] == "RES" and begin > 0 and is_place_name(sentence, begin - 1):
        begin -= 1  # "Kut resident N. N. told the agency"
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
    if content_before and tokens[first + 1 : first + 2] and _ends_at_sign(sentence, last + 1):
        return SpeechEvent(first, who[0], who[1], 0, end, "after", phrase, claims=claims, names=who[3])
    if not content_after and is_last(sentence, first) and has_content(sentence, 0, begin - 1):
        # "about the shelling of X by Y the ministry told": what is said opens the clause
        return SpeechEvent(first, who[0], who[1], 0, begin - 1, "after", phrase, claims=claims, names=who[3])
    said = _behind_told(sentence, first, last)
    return SpeechEvent(first, who[0], who[1], said, end, "before", who[2], claims=claims, names=who[3])


def _is_named_with_another(sentence: Sentence, found: list[Mention], at: tuple[int, int]) -> bool:
    """ "X and Y have reported another exchange of fire": both say it, and neither alone."""
    here = [m for m in found if m.what == "party" and at[0] <= m.first and m.last <= at[1]]
    before = [m for m in found if m.what == "party" and m.last == at[0] - 2 and m.party]
    if not here or not before or not sentence.within(at[0] - 1, at[0] - 1, "and_also"):
        return False
    one, other = before[-1], here[0]
    bare = one.form == other.form and one.form in ("state", "capital")
    return bare and one.party != other.party and not has_content(sentence, 0, one.first - 1)


def _says_ahead(sentence: Sentence, first: int, last: int) -> bool:
    """What is said stands behind the verb: a "that" or an act there, and nothing said before it; two commas set an aside off."""
    commas = [i for i in range(first) if sentence.tokens[i].text == ","]
    if len(commas) < 2 or commas[-1] != first - 1 or any(sentence.quoted[:first]):
        return False
    that = any(last < m.first <= last + TOLD_REACH for m in sentence.of("that"))
    told = bool(sentence.within(first, last, "told_verb"))
    opened = has_content(sentence, 0, commas[-2])
    return (that and told) or (not opened and not has_content(sentence, commas[-2], first - 1))


def _is_around_outlet(sentence: Sentence, at: int, verb: int) -> bool:
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


def _behind_told(sentence: Sentence, first: int, last: int) -> int:
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


def _is_told_to_outlet(sentence: Sentence, verb: int) -> bool:
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


def _apposed(sentence: Sentence, found: list[Mention], verb: int) -> Phrase | None:
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


def _ends_at_sign(sentence: Sentence, at: int) -> bool:
    """ "..., the army said, ...", "..., it said in a statement, calling it ...": behind the verb comes a sign, or where it was said."""
    until = min(len(sentence.tokens) - 1, at + _SAID_WITHIN)
    sign = next((i for i in range(at, until + 1) if sentence.tokens[i].text in (",", ".")), None)
    if sign is None:
        return False
    opens = sentence.within(at, at, "at_place") or sign == at
    return bool(opens) and not has_content(sentence, at, sign) and not sentence.within(at, sign, "that")


_SAID_WITHIN = 7
"""Tokens of where something was said: "in a statement on its official page"."""


def _is_subject_of_more(sentence: Sentence, last: int, said: int) -> bool:
    """The phrase behind the verb of saying goes on to act, and nothing was said before the verb."""
    acts = any(last < m.first <= last + 3 for m in sentence.of(*CONTENT))
    return said > 0 and acts and not has_content(sentence, 0, said - 1) and not any(sentence.quoted[:said])


def _stands_alone(sentence: Sentence, last: int, at: int) -> bool:
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


def _title_of(sentence: Sentence, found: list[Mention], begin: int) -> int:
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


def _name_follows(sentence: Sentence, at: int) -> bool:
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
