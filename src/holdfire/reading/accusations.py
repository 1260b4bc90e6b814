"""Verbs of accusing and nouns of claims: who accuses whom, before, behind and last."""

from .mention import Mention
from .sentence import Sentence
from .speaking_phrases import REACH, is_known_name, speaking_options, speaking_phrase, with_name
from .speech import CONTENT, ENEMY, Phrase, SpeechEvent, Voices, has_content
from .speech_behind import BARE_REACH, goes_on, opens
from .speech_shapes import denier_before
from .verb_final import Option, clause_start, ends_clause, subject_before_content
from .word_order import is_verb_first


def accusation_event(
    sentence: Sentence, found: list[Mention], first: int, last: int, voices: Voices
) -> SpeechEvent | None:
    """ "X accused Y of ...": X says, Y is accused. "X and Y accused each other": nobody's statement but the outlet's."""
    end = len(sentence.tokens) - 1
    earliest = clause_start(sentence, first) if ends_clause(sentence, first, last) else first - 1
    if any(m.last >= earliest for m in sentence.of("each_other")):
        return SpeechEvent(first, "MEDIA", "", 0, end, "accuse", (first, first), mutual=True)
    who = speaking_phrase(
        sentence, found, max(0, first - REACH), first - 1, voices, nearest_right=True, verb=first
    )
    begin = last
    if goes_on(sentence, first):
        party, words = denier_before(sentence, found, first, voices) or ("?", "")
        who = (party, words, (first, last), ())
    elif is_verb_first(sentence, first) and opens(sentence, first, found):
        who, begin = _accuser_behind(sentence, found, first, first, voices)
    elif _has_subject_before(sentence, first):
        who = _who_spoke(sentence, found, first, voices) or who
    target = next(
        (m for m in found if m.first > begin and m.first - begin <= 7 and m.what in ("party", "enemy")), None
    )
    if target is not None and target.stance == "target" and has_content(sentence, last + 1, target.first - 1):
        target = None  # "condemned the attack on X"
    if target is None and has_content(sentence, last + 1, end):
        accuser = _first_of_two(sentence, found, first)
        if accuser is not None:  # "Baku Armenia accused of breaking"
            one, other = accuser
            subject, at_other = (one.first, one.last), (other.first, other.last)
            words = sentence.says(*subject)
            return SpeechEvent(
                first, one.party, words, last + 1, end, "accuse", subject, other.party, at_other
            )
    if target is None and not has_content(sentence, last + 1, end):
        return _accused_before(sentence, found, first, last, voices)
    who = who or _accuser_unknown(sentence, first)
    if who is None:
        return None
    accused = target.party if target is not None else None
    at = (target.first, target.last) if target is not None else None
    force = next((m for m in sentence.of("force") if 0 < m.first - begin <= 3), None)
    if force is not None and (target is None or target.first > force.last):
        accused, at = (
            None,
            (force.first, force.last),
        )  # "accused the army of": whoever is opposed to the speaker
    return SpeechEvent(first, who[0], who[1], last + 1, end, "accuse", who[2], accused, at, names=who[3])


def _has_subject_before(sentence: Sentence, first: int) -> bool:
    """ "X confirmed the clash with Y, but accused Y of": no subject stands between "but" and the verb."""
    return bool(sentence.within(first - 1, first - 1, "and_word"))


def _who_spoke(sentence: Sentence, found: list[Mention], first: int, voices: Voices) -> Phrase | None:
    """Whose saying or denying stands before this verb, in words that are not quoted."""
    spoken = [m for m in sentence.of("say", "deny") if m.last < first - 1 and not sentence.quoted[m.first]]
    if not spoken:
        return None
    at = spoken[-1].first
    who = speaking_phrase(sentence, found, max(0, at - REACH), at - 1, voices, nearest_right=True, verb=at)
    return who if who is not None and who[0] not in (None, "?", "OWN") else None


def _accuser_unknown(sentence: Sentence, first: int) -> Phrase | None:
    """ "JPSR accused X of ...": a name that the pack does not know accuses, and not the outlet nor whoever spoke last."""
    at = first - 1
    if at < 0 or not sentence.tokens[at].is_capital or is_known_name(sentence, sentence.tokens[at].start):
        return None
    begin, end = with_name(sentence, at, at, 0, at)
    return None, sentence.says(begin, end), (begin, end), ()


def _accuser_behind(
    sentence: Sentence, found: list[Mention], first: int, last: int, voices: Voices
) -> tuple[Phrase, int]:
    """ "Accused X Y of ...": X, and the token behind which Y stands. "Accused Y of ...", of one who spoke before: Y alone."""
    nobody: Phrase = ("?", "", (first, last), ())
    who = speaking_phrase(
        sentence, found, last + 1, min(len(sentence.tokens) - 1, last + REACH), voices, nearest_right=False
    )
    if who is None or who[2][0] - last > BARE_REACH or has_content(sentence, last + 1, who[2][0] - 1):
        return nobody, last
    others = [m for m in found if who[2][1] < m.first <= who[2][1] + 7 and m.what in ("party", "enemy")]
    others = [m for m in others if not has_content(sentence, who[2][1] + 1, m.first - 1)]
    accused = next((m for m in found if m.first == who[2][0]), None)
    may_be_accused = (
        accused is not None and accused.stance != "body" and accused.party not in (None, voices.current)
    )
    if not others and may_be_accused and (voices.current or voices.default) not in (None, "MEDIA"):
        return nobody, last
    return who, who[2][1]


def _first_of_two(sentence: Sentence, found: list[Mention], first: int) -> tuple[Mention, Mention] | None:
    """Accuser and accused right before a verb that may stand last: two parties of its clause, in this order."""
    if not any(m.first == first for m in sentence.of("verb_last")):
        return None
    start = clause_start(sentence, first)
    named = [m for m in found if start <= m.first and m.last < first and m.what == "party" and m.party]
    if len(named) < 2 or named[-1].last != first - 1 or named[-2].party == named[-1].party:
        return None
    return named[-2], named[-1]


def _accused_before(
    sentence: Sentence, found: list[Mention], first: int, last: int, voices: Voices
) -> SpeechEvent | None:
    """ "X Y of firing accused": the verb ends the clause, who accuses opens it, the other party there is accused."""
    if first == 0 or not ends_clause(sentence, first, last):
        return None
    options = speaking_options(sentence, found, 0, first - 1, voices, nearest_right=True)
    subject = subject_before_content(sentence, options, first, CONTENT)
    if subject is None:
        return None
    low, until, party = subject
    target = next(
        (m for m in found if until < m.first < first and m.what in ("party", "enemy") and m.party != party),
        None,
    )
    return SpeechEvent(
        first, party, sentence.says(low, until), until + 1, first - 1, "accuse", (low, until),
        target.party if target is not None else None, (target.first, target.last) if target is not None else None,
    )  # fmt: skip


_OWNER_REACH = 14  # tokens from "the statement" over whose it is to "that": "issued by the Ministry of Defence (MoD) of X"


def claim_event(
    sentence: Sentence, found: list[Mention], first: int, last: int, voices: Voices
) -> SpeechEvent | None:
    """ "The claim of the X side that Y had fired (is false)": X says it, up to the words that judge it.

    Whose the claim is may stand before it ("X's claim that ..."), and so may what it claims where the noun comes last
    ("X's [that Y had fired] about claim is false").
    """
    end = len(sentence.tokens) - 1
    judged = [m.first for m in sentence.of("false", "deny") if m.first > last]
    if any(m.last in (first - 1, first - 2) for m in sentence.of("about")):
        judged = [
            m.first for m in sentence.of("false") if m.first > last
        ]  # who denies a claim does not own it
        owner = _owner_of_claim(sentence, found, first, voices)
        if owner is None or not judged or not has_content(sentence, owner[1] + 1, first - 1):
            return None
        low, until, party = owner
        if not any(m.what in ("party", "own", "enemy", "both") and until < m.core < first for m in found):
            return None  # "the report that X's army shelled Y": X is who did it, and the report is nobody's
        words = sentence.says(low, until)
        return SpeechEvent(first, party, words, until + 1, first - 1, "before", (low, until), claims=True)
    behind = _owner_behind_matter(sentence, found, first, voices)
    if behind is not None:
        (low, until, party), matter = behind
        start = clause_start(sentence, first)
        words = sentence.says(low, until)
        return SpeechEvent(first, party, words, start, matter, "before", (low, until), claims=True)
    that = min(
        (i for i in (m.last for m in sentence.of("that")) if last < i <= min(end, last + _OWNER_REACH)),
        default=None,
    )
    if that is None or that + 1 > end or any(at < that for at in judged):
        return None  # "said X's accusations are false, and that": what is claimed stands before the judgement
    who = speaking_phrase(sentence, found, max(0, first - 1), that - 1, voices, nearest_right=False)
    if who is None or who[0] in (None, "?", "OWN"):
        owner = _enemy_who_claims(found, first, that) if judged else None
        owner = owner or (_owner_of_claim(sentence, found, first, voices) if judged else None)
        if owner is None:
            return None
        who = (owner[2], sentence.says(owner[0], owner[1]), (owner[0], owner[1]), ())
    judged = [at for at in judged if at > that]
    high = (judged[0] if judged else end + 1) - 1
    return SpeechEvent(
        first, who[0], who[1], that + 1, high, "before", who[2], claims=True, names=who[3], is_noun=True
    )


def _enemy_who_claims(found: list[Mention], first: int, that: int) -> Option | None:
    """ "The information spread by the opposing side that ...", "the enemy's claim that": the teller's rival says it."""
    named = [m for m in found if m.what == "enemy" and (first < m.first < that or m.last == first - 1)]
    return (named[0].first, named[0].last, ENEMY) if named else None


def claiming_event(
    sentence: Sentence, found: list[Mention], first: int, last: int, voices: Voices
) -> SpeechEvent | None:
    """ "The statement of X claiming that Y had fired (is false)": X says it, up to the words that judge it.

    "X, claiming that Y had fired, distorts the truth": X says what stands between the commas, and the rest is said of X.
    """
    if not any(m.first == first for m in sentence.of("claiming")):
        return None
    end, before = len(sentence.tokens) - 1, max(0, first - REACH)
    noun = sentence.within(before, first - 1, "statement_word", "report_noun", "claim_noun")
    aside = first > 0 and sentence.tokens[first - 1].text == ","
    who = speaking_phrase(sentence, found, before, first - 1, voices, nearest_right=True)
    if who is None or who[0] in (None, "?", "OWN") or not (noun or aside):
        return None
    ends = [m.first for m in sentence.of("false", "deny") if m.first > last]
    if aside and not noun:
        ends += [i for i in range(last + 1, end) if sentence.tokens[i].text == ","]
    low = next((m.last for m in sentence.of("that") if m.first == last + 1), last) + 1
    high = min(ends, default=end + 1) - 1
    return SpeechEvent(
        first, who[0], who[1], low, high, "before", who[2], claims=True, names=who[3], is_noun=True
    )


def _owner_behind_matter(
    sentence: Sentence, found: list[Mention], first: int, voices: Voices
) -> tuple[Option, int] | None:
    """ "[That Y had fired] about X's spread claim is false": whose the claim is, and the last token of what it claims."""
    about = [m for m in sentence.of("about") if 2 < first - m.last <= _REACH_OF_OWNER]
    if not about or not any(m.first > first for m in sentence.of("false")):
        return None
    matter = about[-1].first - 1
    start = clause_start(sentence, first)
    acted = any(m.what in ("party", "own") and start <= m.core <= matter for m in found)
    if not acted or sentence.signs(about[-1].last, first) or not has_content(sentence, start, matter):
        return None
    options = speaking_options(sentence, found, about[-1].last + 1, first - 1, voices, nearest_right=True)
    owner = min((o for o in options if o[2] not in _NOBODY), key=lambda o: o[0], default=None)
    return (owner, matter) if owner is not None else None


_REACH_OF_OWNER = 8  # tokens between "about" and the claim's noun
_NOBODY = (None, "?", "OWN", "BOTH", "RES", "MEDIA")


def _owner_of_claim(sentence: Sentence, found: list[Mention], first: int, voices: Voices) -> Option | None:
    """The body that opens the clause in which its claim is named: "the Ministry of X's ... claim"."""
    options = speaking_options(
        sentence, found, clause_start(sentence, first), first - 1, voices, nearest_right=True
    )
    bodies = [o for o in options if o[2] not in (None, "?", "OWN", "BOTH", "RES")]
    able = [o for o in bodies if sentence.within(o[0], o[1], "body", "force")] or bodies
    return min(able, key=lambda o: o[0], default=None)
