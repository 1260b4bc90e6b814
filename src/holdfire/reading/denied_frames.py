"""What a denial takes with it: acts that are told only to be denied, asked for or answered."""

from .negations import is_negated
from .sentence import Sentence
from .speech import ENEMY, SpeechEvent
from .telling import Scene
from .trigger_kinds import Frame


def claimed_after(scene: Scene, denial: Frame) -> int | None:
    """The first token of what the denier goes on to claim, behind a second verb of saying; None where nothing is."""
    claims = [
        e.low
        for e in scene.speech
        if e.at > denial.last and e.form in ("before", "accuse") and not _within_denied(scene, denial, e)
    ]
    return min(claims, default=None)


def without_denied(scene: Scene, denial: Frame, grouped: list[Frame]) -> list[Frame]:
    """A verb of denying takes what it denies with it: of what follows only a new claim is left.

    "Denied the attack and said it was the army that had shelled X", "dismissed it, accusing Y of firing first": what stands
    behind a second verb of saying and is no denial itself. "Denied the report of Y that X had fired": that is Y's claim.
    """
    said = claimed_after(scene, denial)
    return [
        f
        for f in grouped
        if f is denial
        or (f.first < denial.first and not _is_denied_before(scene, f, denial))
        or (
            ((said is not None and f.first >= said) or ":" in scene.sentence.signs(denial.last, f.first))
            and f.family in ("fire", "return", "shootdown", "incursion", "uav", "deny")
            and not is_negated(scene, f)
        )
        or _is_claim_of_other(scene, f, denial)
    ]


def _is_claim_of_other(scene: Scene, frame: Frame, denial: Frame) -> bool:
    """ "Denied the report of Y that X had fired": the report has an owner, who says what stands behind its "that", of whom it names."""
    claims = [
        e
        for e in scene.speech
        if e.party is not None
        and e.at > denial.last
        and ((e.claims and e.is_noun) or _is_owned_charge(scene, e))
    ]
    return frame.family in ("fire", "incursion", "mine", "shootdown", "uav") and any(
        e.low <= frame.first <= e.high
        and any(m.what == "party" and e.low <= m.core < frame.first for m in scene.found)
        for e in claims
    )


def _is_owned_charge(scene: Scene, event: SpeechEvent) -> bool:
    """ "Rejected Y's reports accusing X of firing": Y's charge, which its reports make."""
    low, high = event.subject
    named = scene.sentence.within(high + 1, event.at - 1, "report_noun", "claim_noun", "statement_noun")
    return event.form == "accuse" and bool(named) and low < event.at


def _is_denied_before(scene: Scene, frame: Frame, denial: Frame) -> bool:
    """ "X [the shelling of Y about the accusation] denied": where the verb stands last, what it denies stands before it."""
    sentence = scene.sentence
    if not any(m.first == denial.first for m in sentence.of("verb_last")):
        return False
    if any(e.claims and e.low <= frame.first <= e.high for e in scene.speech):
        return False
    if ";" in sentence.signs(frame.last, denial.first) or sentence.within(
        frame.last, denial.first - 1, "say"
    ):
        return False
    matter = sentence.within(frame.last + 1, denial.first - 1, "about", "claim_noun", "report_noun")
    return bool(matter) or frame.last + 1 == denial.first


def is_the_matter(scene: Scene, at: int, denial: Frame) -> bool:
    """ "The reports about a downed drone are false": the downing is what is called false, and claimed by nobody here."""
    told = [e for e in scene.speech if e.claims and e.words and e.low <= at <= e.high]
    told = [e for e in told if not (e.party == ENEMY and _is_of_us(scene, e.low, at))]
    noun = scene.sentence.within(0, at, "claim_noun", "report_noun", "statement_word")
    tokens = scene.sentence.tokens
    parted = any(
        tokens[i].text == ";"
        or (
            tokens[i].text == ","
            and not tokens[i + 1].is_capital
            and not scene.sentence.within(i + 1, i + 1, "allegedly")
        )
        for i in range(at, denial.first - 1)
    )  # but "the shelling of A, B and C"
    return at < denial.first and not told and bool(noun) and not parted


def _is_of_us(scene: Scene, low: int, at: int) -> bool:
    """ "The rival's claim that we bombarded X is false": told of oneself, only to be denied."""
    acting = [m for m in scene.found if low <= m.core < at and m.stance != "target"]
    return bool(acting) and all(m.what == "own" for m in acting)


def _within_denied(scene: Scene, denial: Frame, event: SpeechEvent) -> bool:
    """ "Denied that Y had accused it": the saying is part of what is denied. A new one stands behind "and", "but" or a comma."""
    start = min(event.subject[0], event.at)
    while start > 0 and any(m.first <= start - 1 <= m.last for m in scene.sentence.of("that")):
        start -= 1
    if any(
        m.first == event.at for m in scene.sentence.of("adding", "adding_on")
    ) and "," in scene.sentence.signs(denial.last, event.at):
        return False
    while start > 0 and event.at - start < 6 and scene.sentence.tokens[start - 1].kind == "word":
        if scene.sentence.is_word(start - 1, "opens_clause"):
            break
        start -= 1  # "; its military command said"
    return not any(_opens_clause(scene.sentence, at - 1) for at in (start, event.at) if at > 0)


def _opens_clause(sentence: Sentence, at: int) -> bool:
    return sentence.tokens[at].text in (",", ";", "՝") or sentence.is_word(at, "opens_clause")


def is_answered(scene: Scene, frame: Frame, answer: Frame) -> bool:
    """ "responded to the Indian firing", "to the provocations our units gave an answer": what is answered is told elsewhere."""
    named = scene.sentence.within(frame.first - 3, frame.first, "answered_deed")
    if frame.family == "fire" and frame.last < answer.first and any(m.last >= frame.last for m in named):
        return True
    nouns = all(
        scene.sentence.tokens[t.last].key in ("firing", "fire", "shelling", "attack", "aggression")
        for t in frame.triggers
    )
    between = scene.sentence.keys(answer.last + 1, frame.first - 1)
    return (
        frame.family == "fire"
        and frame.low == answer.low
        and answer.last < frame.first
        and nouns
        and "to" in between[:2]
    )


def goes_on_answering(scene: Scene, frame: Frame, answer: Frame) -> bool:
    """ "Responded effectively, and targeted the posts that had begun": what the answer did, and no second fire.

    Not where a weapon, a number or a subject of its own stands with it.
    """
    if (
        frame.family != "fire"
        or frame.first < answer.last
        or any(t.first in scene.counts for t in frame.triggers)
    ):
        return False
    if not all(t.category in ("fire", "fire_n") for t in frame.triggers):
        return False
    sentence = scene.sentence
    subject = any(
        m.what in ("party", "own", "enemy", "both", "pronoun")
        and m.stance in ("plain", "agent", "body")
        and answer.last < m.core < frame.first
        for m in scene.found
    )
    own = sentence.within(answer.last + 1, frame.high, "weapon") or sentence.within(
        answer.last + 1, frame.first, "say", "contrast", "that"
    )
    apart = sentence.signs(answer.last, frame.first) & {";", '"', "”"}
    return not (subject or own or apart)
