"""Which party acts in a frame: the nearest subject, an agent behind "by", who opens the clause, a pronoun; never who only hears of it."""

from collections.abc import Sequence
from dataclasses import replace

from .lexicon import opens_with_and
from .mention import Mention
from .sentence import Sentence
from .sides import Sides
from .stances import owns_place
from .trigger_kinds import Frame
from .word_order import subject_behind

ACTING_HEADS = frozenset({"", "force", "military"})


def _relative(sentence: Sentence, m: Mention, first: int) -> int | None:
    """ "X shot a man who crossed the line": who crossed it is the man; the token of "who", None where it goes back to m."""
    who = [t.first for t in sentence.within(first - 2, first - 1, "who") if t.first > m.last]
    if not who:
        return None
    people = sentence.within(m.last + 1, who[-1] - 1, "one_person", "civilian", "people")
    return who[-1] if people and people[-1].last == who[-1] - 1 else None


_THINGS = 3  # tokens from X to "that": "X's patrol boats that"
_AUXILIARIES = 3  # tokens between "that" and its verb: "that had again"


def _who_crossed(sentence: Sentence, named: Sequence[Mention], first: int) -> Mention | None:
    """ "Fired at three boats of X that had crossed the line": who crossed it is X, at whom the clause before fired."""
    opened = [m for m in sentence.of("which_that", "who") if 0 < first - m.last <= _AUXILIARIES]
    if not opened:
        return None
    at = opened[-1].first
    hit = [m for m in named if m.what == "party" and 0 < at - m.last <= _THINGS and m.stance == "target"]
    return replace(hit[0], stance="plain") if hit and not sentence.signs(opened[-1].last, first) else None


def actor_of(sentence: Sentence, frame: Frame, inside: Sequence[Mention]) -> Mention | None:
    """The mention that acts in the frame, by its verb's voice and the order of words; None where nobody is named to have acted."""
    first, last = frame.first, frame.last
    passive = any(
        t.kind.voice == "passive" and not _puts_under_fire(sentence, t.first) for t in frame.triggers
    )
    named = [
        m for m in inside if m.what in ("party", "enemy", "own", "unknown", "both") and m.stance != "body"
    ]
    named = [m for m in named if m.what != "both" or m.stance != "origin"]  # "со стороны X": X's side alone
    agents = [m for m in named if m.stance == "agent"]
    origins = [m for m in named if m.stance in ("origin", "side")]
    plain = [
        m
        for m in named
        if m.stance == "plain"
        and (m.head in ACTING_HEADS or m.head in ("civilian", "target"))
        and m.form != "capital"
    ]
    enemies = [m for m in named if m.what == "enemy"]
    capitals = [m for m in named if m.stance == "plain" and m.form == "capital"]
    passive = passive or (bool(agents) and _is_destroyed(sentence, frame))
    if passive:
        return min(agents + origins, key=lambda m: abs(m.core - last), default=None)
    if not agents:
        for trigger in frame.triggers:
            is_noun = trigger.kind.voice == "noun"
            doer = subject_behind(sentence, trigger.first, trigger.last, named, is_noun=is_noun)
            if doer is not None:
                return doer
    crossed = _who_crossed(sentence, named, first)
    if crossed is not None:
        return crossed
    beside = [m for m in agents if 0 <= first - m.last <= 2 or (m.core > last and m.first - last <= 3)]
    if beside and all(
        t.kind.voice == "noun" or t.category in ("attack", "shell", "fire", "incursion")
        for t in frame.triggers
    ):
        return beside[0]
    used_by = [m for m in agents if m.core > last and sentence.within(first - 3, first - 1, "result_of_use")]
    if used_by and all(t.category == "use" for t in frame.triggers):
        return used_by[0]  # "as a result of the use of mortars by X"
    if frame.has("shootdown", "downed") and sentence.tokens[max(0, first - 1)].key in (
        "was",
        "were",
        "been",
        "helicopter",
        "drone",
        "plane",
        "jet",
        "aircraft",
    ):
        return next(iter(agents), None)
    before = [
        m
        for m in plain
        if m.core <= last
        and m.what != "both"
        and sentence.tokens[m.core].key != "us"  # "attacked us and ..."
    ]
    before = [m for m in before if m.core < first] or [
        m for m in before if not _is_object(sentence, frame, m)
    ]
    if len(before) > 1:
        before = [m for m in before if not _is_purpose(sentence, m)] or before
    facing = [
        m
        for m in enemies
        if m.last < first
        and sentence.within(m.first, m.last, "enemy_acts")
        and not sentence.within(m.first + 1, m.last + 1, "target")
    ]
    if facing and before and before[-1].core <= facing[-1].core and not agents:
        return facing[-1]  # "towards a post of X's army the enemy opened fire": a nominative next to the verb
    before = [
        m
        for m in before
        if m.what != "own"
        or not (perceives(sentence, m, first) or sentence.within(m.first, m.first, "own_object"))
    ]
    if before and not agents and (at := _relative(sentence, before[-1], first)) is not None:
        return Mention(None, at, at, "plain", "", "unknown", "unknown", core=at)
    shared = [m for m in named if m.what == "both" and m.stance == "plain" and m.core < first]
    if before and shared and shared[-1].core > before[-1].core:
        return shared[-1]  # "the truce between X and Y held, although both sides broke it"
    if before:
        chosen = _opens_clause(sentence, frame, before)
        nouns_only = all(t.kind.voice == "noun" for t in frame.triggers)
        behind = [m for m in agents + origins if m.core > last]
        if not (nouns_only and behind):
            return chosen
    subject = [
        m
        for m in inside
        if m.what == "pronoun"
        and not perceives(sentence, m, first)
        and 0 < first - m.core <= 4
        and sentence.tokens[m.core].key in ("it", "they", "he", "she")
        and not _is_cleft(sentence, m.core)
    ]
    if agents and not (subject and min(abs(m.core - last) for m in agents) > 6):
        return min(agents, key=lambda m: abs(m.core - first))
    if subject:
        return subject[-1]
    carried = _carried_out_by(sentence, frame, [m for m in inside if m.stance in ("plain", "body")])
    if carried is not None:
        return carried
    following = _follows(sentence, frame, plain + enemies)
    if following is not None:
        return following
    if enemies and enemies[0].stance in ("plain", "agent", "origin"):
        return enemies[0]
    if origins:
        return min(origins, key=lambda m: abs(m.core - last))
    both = [m for m in named if m.what == "both" and m.core <= last]
    if both:
        return both[-1]
    if capitals and capitals[-1].core < first:
        return capitals[-1]
    later = [
        m
        for m in plain
        if m.first > last
        and m.first - last <= 2
        and m.what != "both"
        and frame.has("violation_n")
        and m.head in ("force", "military")
    ]
    if later:
        return None
    pronoun = [
        m
        for m in inside
        if m.what == "pronoun"
        and m.core < first
        and not _is_cleft(sentence, m.core)
        and not perceives(sentence, m, first)
        and (
            (
                sentence.tokens[m.core].key in ("they", "it", "who", "which", "their")
                and sentence.keys(m.core - 1, m.core - 1) not in (["after"], ["during"], ["upon"], ["before"])
            )
            or (sentence.tokens[m.core].key in ("its", "his", "her") and m.head in ("force", "military"))
            or m.form == "its_force"
        )
    ]
    return pronoun[-1] if pronoun else None


def _is_object(sentence: Sentence, frame: Frame, m: Mention) -> bool:
    """ "Gunmen shelled the units of X, using mortars": who stands right behind an active verb was hit by it."""
    hit = [t for t in frame.triggers if t.category in ("shell", "attack") and 0 < m.first - t.last <= 2]
    return any(t.kind.voice == "active" and not sentence.signs(t.last, m.first) for t in hit)


def _is_purpose(sentence: Sentence, m: Mention) -> bool:
    """ "The enemy went on the offensive to oust X's forces, having attacked": whom a purpose speaks of does not act."""
    at = m.first - 1
    while at > 1 and sentence.is_word(at, "article"):
        at -= 1
    opened = any(p.last == at - 1 and p.first == p.last for p in sentence.of("purpose"))
    return opened and sentence.tokens[at].kind == "word" and not sentence.tokens[at].is_capital


def _is_destroyed(sentence: Sentence, frame: Frame) -> bool:
    """ "Two of our tanks were destroyed by the fire of X": what was destroyed did nothing."""
    return any(
        sentence.within(m.first - 3, m.first - 1, "passive_aux")
        for m in sentence.within(frame.low, frame.high, "damaged")
    )


def _puts_under_fire(sentence: Sentence, at: int) -> bool:
    """ "X periodically subjected to fire the posts of Y": without "were" before it, and with what was hit behind, X fired."""
    if not any(m.first == at for m in sentence.of("subjecting")) or sentence.within(
        at - 3, at - 1, "passive_aux"
    ):
        return False
    acts = sentence.within(at - 8, at - 1, "force") and not sentence.within(at - 8, at - 1, "target")
    return bool(acts and sentence.within(at + 2, len(sentence.tokens) - 1, "target"))


def _opens_clause(sentence: Sentence, frame: Frame, before: list[Mention]) -> Mention:
    """Who acts among those before the verb: the nearest; where the verb stands last, who opens the clause: "X Y's posts shelled"."""
    nearest = before[-1]
    if len(before) > 1 and opens_with_and(sentence.tokens[frame.first].key):
        return before[0]  # "X destroyed a tank of Y and shot down": who acted first acts on
    if not any(m.first == t.first for t in frame.triggers for m in sentence.of("deed_last")):
        return nearest
    for m in before:
        if m.party == nearest.party and m.what == nearest.what:
            break
        joined = any(c.last == nearest.first - 1 for c in sentence.of("and_also"))
        parted = sentence.within(m.last, nearest.first, "contrast", "finite", "say")
        watches = sentence.within(m.first, m.last + 1, "observer_word")
        if not (joined or parted or watches or owns_place(sentence, m)):
            return m
    return nearest


def _carried_out_by(sentence: Sentence, frame: Frame, doers: Sequence[Mention]) -> Mention | None:
    """ "The air strikes which X carried out", "the shelling X conducted": the subject of the clause that hangs on the deed."""
    for m in doers:
        if m.what != "party" or not any(0 < m.first - t.last <= _CLAUSE_REACH for t in frame.triggers):
            continue
        if not sentence.within(m.last + 1, m.last + 3, "carry_out"):
            continue
        if not sentence.signs(frame.first, m.last + 1):
            return m
    return None


_CLAUSE_REACH = 4
"""Tokens between a deed and who "carried it out": "which the X"."""


def _follows(sentence: Sentence, frame: Frame, named: Sequence[Mention]) -> Mention | None:
    """ "The first to fire was the X side", "the ceasefire broke X": where a language may put the subject behind its verb."""
    for t in frame.triggers:
        if not any(m.first == t.first for m in sentence.of("subject_follows")):
            continue
        behind = [m for m in named if 0 < m.first - t.last <= 2 and m.what in ("party", "enemy")]
        behind = [m for m in behind if m.stance in ("plain", "agent") and m.head != "target"]
        if behind and not sentence.signs(t.last, behind[0].first):
            return behind[0]
    return None


def is_told_aside(sentence: Sentence, frame: Frame, m: Mention) -> bool:
    """ "X on the territory where Y's peacekeepers are stationed, fired": who stands in a "where" between commas does not act.

    And "the ministry of X (X)": an abbreviation in brackets names no second party.
    """
    around = sentence.tokens[max(0, m.first - 1)].text, sentence.keys(m.last + 1, m.last + 1)
    if m.core < frame.first and around == ("(", [")"]):
        return True
    for opened in sentence.within(frame.low, frame.first - 1, "relative_where"):
        if opened.first == 0 or sentence.tokens[opened.first - 1].text != ",":
            continue
        closed = next(
            (i for i in range(opened.last + 1, frame.first) if sentence.tokens[i].text == ","), None
        )
        if closed is not None and opened.last < m.core < closed:
            return True
    return False


def perceives(sentence: Sentence, m: Mention, first: int) -> bool:
    """ "Our peacekeepers detected three rockets", "they had heard shooting": who perceives a fire has not opened it."""
    return bool(sentence.within(m.core + 1, first - 1, "perceive"))


def is_charged(frame: Frame, actor: Mention, speaker: str | None, sides: Sides) -> bool:
    """ "The army said the peacekeepers had fired at its drone": a side charges a mission itself with an act."""
    acts = frame.has("fire", "shootdown", "attack") and actor.stance == "plain"
    return acts and sides.observed and sides.pack.takes_sides(speaker)


def watches(m: Mention, sides: Sides) -> bool:
    """A mission: "the SMM heard a shot fired from a position of X" leaves the shot to X."""
    return m.what == "party" and m.party is not None and sides.pack.is_neutral(m.party)


def _is_cleft(sentence: Sentence, at: int) -> bool:
    """ "It was the army that had fired", "what it called a breach": this "it" is nobody who acts."""
    if sentence.within(at + 1, at + 1, "calls_it") or sentence.within(at - 1, at - 1, "calls_it"):
        return True  # "called it a breach": neither does the "it" that is called so
    return (
        sentence.tokens[at].key == "it"
        and sentence.keys(at + 1, at + 1) in (["was"], ["is"], ["were"])
        and any(k in ("that", "who", "which") for k in sentence.keys(at + 2, at + 10))
    )
