"""In what part a phrase stands: actor, agent, origin of fire, target, or the body that speaks."""

from .mention import QUOTES, Mention, is_link
from .sentence import Sentence


def stance_of(sentence: Sentence, first: int, last: int, head: str, form: str) -> str:
    """How a party stands in its sentence (Mention.stance): plain, agent, target, origin, location, body."""
    if head == "body" or form in ("body", "person"):
        return "body"
    after = last + 1
    if any(m.first == after for m in sentence.of("by_agent_post")):
        return "agent"
    if any(m.first == after for m in sentence.of("to_target_post")):
        return "target"
    if any(m.first == after for m in sentence.of("from_origin_post")):
        return "origin"
    for category, case in (("target_head", "target"), ("origin_head", "origin")):
        if any(first <= m.first and m.last == last for m in sentence.of(category)):
            return case  # a case says it: "bölmələrimizə", at our units
    if form == "adjective" and not head and _before_trigger_noun(sentence, after):
        return "agent"
    if form == "state" and _in_instrumental(sentence, first, last):
        return "agent"  # "порушення Україною", "нарушение Арменией": by it
    if any(first <= m.first <= last for m in sentence.of("agent_head")):
        return "agent"  # an instrumental: "азербайджанской стороной"
    if head != "target" and (_behind_deed(sentence, first) or _owns_deed(sentence, first)):
        return "agent"
    preposition = _preposition(sentence, first)
    key = sentence.tokens[last].key
    if preposition is None and head in ("", "target") and _from_area_named(sentence, first):
        return "origin"
    if head == "target" and preposition is None and sentence.within(first, last, "moving_thing"):
        return "plain"
    if any(m.first < first <= m.last <= last for m in sentence.of("from_origin")):
        return "origin"  # "с позиций X": the preposition and the head are one phrase of the pack
    owns_deed = head in ("", "force", "military") and form != "adjective"
    if owns_deed and any(m.last == first - 1 for m in sentence.of("deed_of")):
        return "agent"  # "под огнем X", "обстрілу бойовиків": whose deed it was stands behind
    if form == "adjective" and _whose_deed(sentence, first, last, head):
        return "agent"
    if head == "target":
        if preposition == "by" and sentence.within(first, last, "force", "military"):
            return "agent"  # "shot down by X's troops in Y"
        ablative = key.endswith(("dan", "den", "ից", "իg")) and len(key) > 6
        return "origin" if preposition == "from" or ablative else "target"
    if preposition == "by":
        return "agent"
    if preposition == "from":
        return "origin"
    if preposition == "to" and any(m.first == last + 1 for m in sentence.of("behalf")):
        return "agent"  # "shelling on the X part"
    if preposition == "to" and key in ("side", "сторона", "стороне", "стороны"):
        return "side"
    if preposition == "to":
        return "target"
    if form == "adjective" and not head and _before_trigger_noun(sentence, after):
        return "agent"
    return "plain"


def owns_place(sentence: Sentence, m: Mention) -> bool:
    """ "Armenia's Tavush and Syunik provinces": a state named for the place behind it, that acts in nothing."""
    return not m.head and m.form == "state" and any(p.first == m.last + 1 for p in sentence.of("place"))


TRIGGER_NOUNS = (
    "obstrel",
    "attack",
    "shell",
    "fire_n",
    "violation_n",
    "weapon_fire",
    "provocation",
    "fire",
    "incursion",
    "return_fire",
)


def _in_instrumental(sentence: Sentence, first: int, last: int) -> bool:
    """A state's name in the case that says "by", with no preposition before it ("with X", "between X and Y")."""
    named = any(first <= m.first and m.last <= last for m in sentence.of("agent_state"))
    joined = sentence.within(first - 1, first - 1, "and", "preposition", "with_word", "between")
    return named and not joined


def _whose_deed(sentence: Sentence, first: int, last: int, head: str) -> bool:
    """ "19 assaults of X's army", "shelling by X's artillery", where a genitive tells whose the deed before it was."""
    own = any(m.last == first - 1 for m in sentence.of("own_deed"))
    if own and head in ("force", "military"):
        return True
    deed = own or any(m.last == first - 1 for m in sentence.of("deed_of"))
    return deed and bool(sentence.within(first, last, "moving_thing", "weapon"))


def _before_trigger_noun(sentence: Sentence, at: int) -> bool:
    """ "Indian firing", "a Cambodian attack", "Houthi violations": the adjective is the agent's; "Russian peacekeepers'" is not."""
    if sentence.within(at, at, "observer_word"):
        return False
    if any(m.first == at for m in sentence.of("bare_fire")):
        return True
    apart = sentence.within(at, at, "preposition")  # "three of X [died] in strikes of Y"
    return any(
        m.first in (at, at if apart else at + 1) and not _finite(sentence, m.first)
        for m in sentence.of(*TRIGGER_NOUNS)
    )


def _behind_deed(sentence: Sentence, first: int) -> bool:
    """ "In a shelling by X" where the language puts whose deed it is right behind the noun: "في قصف للجيش السوداني"."""
    for m in sentence.of(*TRIGGER_NOUNS):
        if not 1 <= first - m.last <= 2 or not any(v.first == m.first for v in sentence.of("verb_first")):
            continue
        between = sentence.within(m.last + 1, first, "to_target", "from_origin", "by_agent", "target")
        if not between and not sentence.within(m.first, m.last, "object_behind", "finite"):
            return not sentence.signs(m.last, first)
    return False


_OWNER_REACH = 3  # tokens from a deed's noun to whose it is: "قصف مدفعي (عنيف) لقوات"


def _owns_deed(sentence: Sentence, first: int) -> bool:
    """ "بقصف مدفعي لقوات ...", "لـ"الدعم السريع"": the particle of possession says whose the shelling before it is."""
    key = sentence.tokens[first].key
    written = key.startswith(_BELONGS_TO_THE) or (
        len(key) > _SHORT
        and key.startswith(_BELONGS_TO)
        and bool(sentence.within(first, first, "force", "military"))
    )
    before = first - 1
    while before > 0 and sentence.tokens[before].text in '"“”«»„':
        before -= 1
    apart = before >= 0 and bool(sentence.within(before, before, "of_whom"))
    if not (written or apart):
        return False
    at = before if apart else first
    return any(
        0 < at - m.last <= _OWNER_REACH and not sentence.signs(m.last, at)
        for m in sentence.of(*TRIGGER_NOUNS)
        if any(v.first == m.first for v in sentence.of("verb_first"))
    )


_BELONGS_TO, _BELONGS_TO_THE, _SHORT = "ل", "لل", 4
"""Arabic "of" written onto a word, with and without the article; a word so short may begin with the letter itself."""


def _finite(sentence: Sentence, at: int) -> bool:
    return sentence.tokens[at].key.endswith(("ed", "ired")) or sentence.tokens[at].key in ("shot", "struck")


def _is_part(sentence: Sentence, at: int) -> bool:
    """ "Two of the fighters of X", "soldiers from the army of X", "اثنين من مقاتلي ...": a part of X, and no place of firing."""
    return any(m.last == at - 1 for m in sentence.of("numbers", "dual", "one_person", "military"))


def _is_behind_agent(sentence: Sentence, at: int) -> bool:
    """ "X units by": the word closes the phrase before it, and opens none ("X bölmələri tərəfindən Y mövqeləri ...")."""
    return any(m.last == at for m in sentence.of("by_agent_post"))


def _behind_loyal(sentence: Sentence, loyal: int) -> str | None:
    """ "An attack by forces loyal to X": by X's; "forces loyal to X attacked": X's own."""
    for at in range(loyal - 1, max(-1, loyal - 4), -1):
        if sentence.tokens[at].kind != "word":
            return None
        for category, name in (("by_agent", "by"), ("from_origin", "from")):
            if any(m.last == at for m in sentence.of(category)):
                return name
    return None


_AREA_REACH = 12  # tokens between "from" and whose area it is: "from the village of Paravakar of Armenia"


def _from_area_named(sentence: Sentence, first: int) -> bool:
    """ "Fired from the Berd region of Armenia", "from the direction of the Armenian town": the area's own name stands between."""
    for at in range(first - 1, max(-1, first - _AREA_REACH), -1):
        token = sentence.tokens[at]
        if any(m.last == at for m in sentence.of("from_origin")):
            return at < first - 1 and not _is_part(sentence, at)
        named = token.is_capital or sentence.is_word(at, "noun_of_place") or sentence.is_word(at, "link")
        stands = sentence.within(at, at, "stationed", "target", "seat_in")  # "from positions located in ..."
        if token.kind != "word" or not (named or stands) or sentence.within(at, at, "months", "weekdays"):
            return False
    return False


_TIME_WORDS = ("time", "months", "weekdays")


def _preposition(sentence: Sentence, first: int) -> str | None:
    """to, from or by, where one stands before the phrase, articles and up to two adjectives between."""
    at = first - 1
    steps = 0
    article = False
    while at >= 0 and steps <= 3:
        token = sentence.tokens[at]
        if token.text in QUOTES and at > 0:
            at -= 1  # by the "DPR"
            continue
        if steps and any(m.first <= at <= m.last for m in sentence.of("accord_same")):
            return None  # "according to him X's forces fired"
        if any(m.first < at == m.last for m in sentence.of("caused_in")):
            return "by"  # "due to X's fire": whose fire it was, and nobody whom it hit
        for category, name in (("to_target", "to"), ("from_origin", "from"), ("by_agent", "by")):
            if any(m.last == at for m in sentence.of(category)) and not _is_behind_agent(sentence, at):
                loyal = at > 0 and sentence.is_word(at - 1, "loyal")
                if loyal:
                    return _behind_loyal(sentence, at - 1)
                return None if name == "from" and _is_part(sentence, at) else name
        if article and not sentence.is_word(at, "link"):
            return None
        if any(m.first <= at <= m.last for m in sentence.of(*_TIME_WORDS)):
            return None  # "on the same day X accused": when, and not at whom
        if steps == 0 and not article and sentence.within(at, at, "event_noun"):
            return None  # "two minutes into the truce rebels fired": nobody fired at the rebels
        article = article or sentence.is_word(at, "article")
        if token.kind != "word" or (not sentence.is_word(at, "skipped") and (token.is_capital or steps >= 2)):
            return None
        if is_link(sentence, at) or any(
            m.first <= at <= m.last
            for m in sentence.of("fire", "shell", "say", "attack", "force", "target", "direction")
        ):
            return None
        at -= 1
        steps += 1
    return None
