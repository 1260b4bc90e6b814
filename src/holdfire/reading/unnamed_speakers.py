"""Whose "the army", "officials", "a defence spokesperson" are, where the phrase names no owner.

A side accuses the other and not itself: a body without an owner that says that X's troops fired is of the side that the
document names against X, where it names one; a body whose owner is written but unknown to the pack is nobody's. Whoever
denies a charge is the one charged. Nothing else is guessed: an unresolved body stays unknown, and so do the sentences
behind it that say nothing of whose words they are. Pure.
"""

from .acting import ACTING_HEADS
from .mention import Mention
from .sentence import Sentence
from .speech import CONTENT, SpeechEvent
from .telling import Scene

_OFFICES = ("body", "statement_word", "force", "military", "resident", "civilian", "outlet", "party", "say", "months", "weekdays")  # fmt: skip


def rival_of(scene: Scene, accused: str) -> str | None:
    """The one other side of the document, whose office it is that accuses. None: cannot be told."""
    rival = scene.telling.sides.opponent(accused)
    return rival if rival is not None and scene.telling.sides.mentioned.get(rival) else None


def is_office(scene: Scene, event: SpeechEvent) -> bool:
    """The speaker is an office or a body ("officials", "an army spokesman"), and no pronoun or bare name."""
    low, high = event.subject
    offices = scene.sentence.within(low, high, "body", "statement_word")
    owned = any(m.what == "pronoun" and m.head and low <= m.first and m.last <= high for m in scene.found)
    return bool(offices) or owned


def is_abbreviation(scene: Scene, event: SpeechEvent) -> bool:
    """ "JPSR said": letters that the pack does not know stand for some body."""
    first, last = event.subject
    text = scene.sentence.tokens[last].text
    return len(text) > 2 and text.isupper() and text.isalpha() and last - first <= 2


def is_bare_name(scene: Scene, event: SpeechEvent) -> bool:
    """ "Tamilnet reported": one capital word, and neither a pronoun nor an office."""
    first, last = event.subject
    token = scene.sentence.tokens[last]
    return first == last and token.is_capital and not scene.sentence.within(first, last, "pronoun")


def named_by_letters(scene: Scene, event: SpeechEvent) -> str | None:
    """ "JPSR said": not whoever spoke last. The rival of the side that it accuses, else nobody that can be told."""
    accused = accused_within(scene, event)
    return rival_of(scene, accused) if accused is not None else None


def has_unknown_owner(sentence: Sentence, event: SpeechEvent) -> bool:
    """ "The Utopian army": a capital word before the office that is no title, no office and no first word of a sentence."""
    low, high = event.subject
    offices = [m for m in sentence.of("body", "statement_word") if low <= m.first and m.last <= high]
    if not offices:
        return False
    known = {i for m in sentence.of(*_OFFICES) for i in range(m.first, m.last + 1)}
    at = offices[0].first - 1
    if at > 0 and sentence.tokens[at].is_capital and at not in known:
        return True
    behind = offices[-1].last + 1
    return (
        behind + 1 < len(sentence.tokens)
        and sentence.tokens[behind].key in _OF
        and sentence.tokens[behind + 1].is_capital
        and behind + 1 not in known
    )


def keeper_within(scene: Scene, event: SpeechEvent) -> str | None:
    """ "General N. N. claimed that X's forces had kept the truce": a name or an office that says so of X speaks for X."""
    sentence = scene.sentence
    low, high = event.subject
    if event.party != "?" or not event.words or sentence.within(low, high, "pronoun"):
        return None
    kept = [m for m in sentence.of("kept_truce") if event.low <= m.first <= event.high]
    named = {
        m.party
        for m in scene.found
        if kept
        and event.low <= m.core < kept[0].first
        and m.what == "party"
        and m.stance == "plain"
        and scene.telling.pack.takes_sides(m.party)
    }
    return named.pop() if len(named) == 1 else None


def sits_in(scene: Scene, event: SpeechEvent) -> str | None:
    """ "In Islamabad, two security officials said": an office without an owner is of the capital that opens the sentence."""
    return next(
        (
            m.party
            for m in scene.found
            if m.what == "party"
            and m.form == "capital"
            and m.core <= _OPENS
            and m.last < event.subject[0]
            and scene.sentence.within(0, m.first - 1, "seat_in")
            and not scene.sentence.within(m.last + 1, event.subject[0] - 1, "say", *CONTENT)
        ),
        None,
    )


_OPENS = 2  # tokens: "in New Delhi"


def group_meant(scene: Scene, event: SpeechEvent, party: str | None) -> str | None:
    """ "The group said", behind a state's words: the one armed group of a pack's conflict that has spoken, and no state."""
    pack = scene.telling.pack
    if not scene.sentence.within(*event.subject, "said_of_group") or pack.is_group(party):
        return None
    groups = {p for p in scene.telling.voices.heard if pack.is_group(p)}
    return groups.pop() if len(groups) == 1 else None


def mourner_within(scene: Scene, event: SpeechEvent) -> str | None:
    """ "Three X-ian soldiers were killed, the military said": an army tells its own dead.

    None where the words tell of fire of a side's own, or of "the enemy": a side tells the other's losses too.
    """
    sentence, sides = scene.sentence, scene.telling.sides
    lost = [m for m in sentence.of("killed", "wounded") if event.low <= m.first <= event.high]
    if not lost or sentence.within(event.low, event.high, "enemy", "return_fire", "own"):
        return None
    inside = [m for m in scene.found if event.low <= m.core <= event.high]
    if any(m.what in ("own", "enemy", "pronoun") or m.stance in ("agent", "origin") for m in inside):
        return None
    mourned = {
        m.party
        for m in inside
        if m.what == "party" and m.stance == "plain" and sides.pack.takes_sides(m.party)
        and (m.head in ("force", "military") or sentence.within(m.first - 2, m.first - 1, "military"))
    }  # fmt: skip
    others = {m.party for m in inside if m.what == "party" and m.party and m.stance != "location"} - mourned
    return mourned.pop() if len(mourned) == 1 and not others else None


def is_of_who_spoke(scene: Scene, event: SpeechEvent) -> bool:
    """ "N. N., its spokesperson in the north, said": the office of whoever spoke before."""
    low, high = event.subject
    offices = scene.sentence.within(low, high, "body", "statement_word")
    if any(m.what == "pronoun" and m.head and low <= m.first and m.last <= high for m in scene.found):
        return True
    return bool(offices) and scene.sentence.keys(offices[0].first - 1, offices[0].first - 1) in (
        ["its"],
        ["their"],
        ["his"],
    )


def mission_within(scene: Scene, event: SpeechEvent) -> str | None:
    """ "Observers of the mission came under fire, the organization said": the mission that what is said opens with."""
    if not scene.sentence.within(*event.subject, "organisation"):
        return None
    told = [
        m for m in scene.found if m.what == "party" and m.stance != "location" and m.core < event.subject[0]
    ]
    if not told or not scene.telling.pack.is_neutral(told[0].party):
        return None
    return told[0].party


def subject_within(scene: Scene, event: SpeechEvent) -> str | None:
    """The side that opens what is said, before its first verb: the "it" of "its spokesman said"."""
    acts = [m.first for m in scene.sentence.of(*_ACTS) if event.low <= m.first <= event.high]
    inside = [
        m
        for m in scene.found
        if event.low <= m.core <= event.high and m.what == "party" and m.stance != "location"
    ]
    first = inside[0] if inside and acts else None
    if first is not None and first.stance in ("origin", "agent") and first.party is not None:
        return rival_of(scene, first.party)  # "shots from X hit a post, its military said": the other's
    if first is None or first.stance != "plain" or first.core > acts[0]:
        return None
    return first.party if scene.telling.pack.takes_sides(first.party) else None


_OF_ONESELF = ("deny", "false", "kept_truce", "return_fire", "enemy", "in_answer", "calm")
_ACTS = tuple(c for c in CONTENT if c not in (*_OF_ONESELF, "killed", "wounded", "losses", "truce"))
_OF = frozenset({"of", "in", "for"})


def accused_within(scene: Scene, event: SpeechEvent) -> str | None:
    """The party that acts in the governed words: it alone, before a word of fire or as its agent.

    None where the words deny, tell of an answer or of "the enemy": a side tells these of itself.
    """
    sentence, sides = scene.sentence, scene.telling.sides
    if sentence.within(event.low, event.high, *_OF_ONESELF):
        return None
    acts = [m for m in sentence.of(*_ACTS) if event.low <= m.first <= event.high]
    inside = [
        m
        for m in scene.found
        if event.low <= m.core <= event.high
        and m.what == "party"
        and not event.subject[0] <= m.core <= event.subject[1]
        and m.stance in ("plain", "agent", "origin")
        and (m.head in ACTING_HEADS or m.stance != "plain")
        and sides.pack.takes_sides(m.party)
    ]
    suffered = {m.first for m in sentence.of(*_SUFFERED)}
    acting = {m.party for m in inside if _acts(sentence, m, [a.first for a in acts], suffered)}
    if len(acting) != 1 or any(
        event.low <= n.first <= event.high and any(n.last < a.first <= n.last + 5 for a in acts)
        for n in sentence.negations()
    ):
        return None
    return acting.pop()


_SUFFERED = ("under_fire", "under_shelling")


def _acts(sentence: Sentence, m: Mention, acts: list[int], suffered: set[int]) -> bool:
    """The party stands before a word of fire of its own: who "came under attack" has not fired."""
    if m.stance in ("agent", "origin"):
        return bool(acts)
    behind = [at for at in acts if m.last < at]
    if (
        behind
        and sentence.within(m.last + 1, behind[0], "passive_aux")
        and sentence.within(m.last + 1, behind[0], "killed", "wounded")
    ):
        return False  # "a soldier of X was killed in a shootout"
    if behind and behind[0] in suffered:
        return False
    return any(not sentence.signs(m.last, at) & {";", "."} for at in behind)
