"""Whose losses they are: the side of those who were killed or wounded."""

from dataclasses import dataclass, replace
from typing import Any

from .lexicon import Match
from .mention import Mention
from .sentence import Sentence
from .toll import CIV, UNSPEC
from .toll_denials import among


@dataclass(frozen=True)
class ToldLosses:
    """A segment low..high of a sentence that tells of losses, who is named in the sentence, and who tells it.

    takes_sides  the speaker is a party of the conflict
    """

    sentence: Sentence
    found: list[Mention]
    low: int
    high: int
    speaker: str | None
    takes_sides: bool


def victims_of(
    told: ToldLosses, low: int, high: int, mark: int, *, may_widen: bool, is_listed: bool
) -> str | None:
    """Whose the victims at tokens low..high are, lost at token `mark`: the party named with them, CIV, or the speaker's own.

    may_widen  the whole segment may say it; is_listed: they are one of several counted groups
    """
    sentence, found, speaker, takes_sides = told.sentence, told.found, told.speaker, told.takes_sides
    seg_low, seg_high = told.low, told.high
    if any(m.first <= mark <= m.last for m in sentence.of("own_loss")):  # "X attacked and lost men": X's
        subjects = [
            m
            for m in found
            if seg_low <= m.core < mark and m.stance == "plain" and m.what in ("party", "enemy")
        ]
        if subjects:
            return "ENEMY" if subjects[-1].what == "enemy" else subjects[-1].party
        if takes_sides and not any(m.what == "enemy" and m.core < mark for m in found):
            return speaker  # "X told that it had lost four": its own
    lost = _side_that_lost(sentence, found, mark, seg_high)
    if lost is not None:
        return "ENEMY" if lost.what == "enemy" else lost.party
    if any(m.first == low for m in sentence.of("number_post")):
        low -= 1  # "مدنيين اثنين": the people stand before their number
    span_low, span_high = min(low, mark), max(high, mark)
    if takes_sides and sentence.within(span_low, span_high, "their_men"):
        return "ENEMY"  # "one saboteur was killed"
    if low < high < mark - 1 and any(
        low <= m.first <= high for m in sentence.of("civilian", "military")
    ):  # one of a series: "11 civilians and one soldier were killed"
        span_high = high
    if takes_sides and any(
        0 < low - m.last <= 2 and any(m.first < lost.first <= m.last for lost in sentence.of("losses"))
        for m in sentence.of("say")
    ):
        return speaker  # "put its losses at four dead"
    if low > mark:
        span_low = low if is_listed else mark  # "killed four soldiers": who stands before the word did it
    told_among = sentence.within(mark + 1, mark + 2, "among")  # "one dead and four wounded among the workers"
    behind = 0 if (low < mark and not told_among) or is_listed else 3
    following = [m.first for m in sentence.of("killed", "wounded") if m.first > max(mark, span_high)]
    reach = min([span_high + behind, *(at - 1 for at in following)])  # who is behind the next word is of that
    civilian = [m for m in sentence.of("civilian") if span_low <= m.first <= reach]
    civilian = [m for m in civilian if not _is_age_of_soldier(sentence, m)]
    military = [m for m in sentence.of("military") if span_low <= m.first <= reach]
    forces = [m for m in found if m.what == "party" and m.form in ("force", "group")]
    armed = [
        m
        for m in civilian
        if any(f.first < m.first <= f.last + 1 for f in forces) and sentence.within(m.first, m.last, "people")
    ]
    if armed:  # "some Tatmadaw men", "two BSF men"
        civilian, military = [m for m in civilian if m not in armed], [*military, *armed]
    if civilian and military and not is_listed and _are_one_number(sentence, civilian[-1], military[0]):
        return UNSPEC
    if civilian and any(m.first < mark for m in civilian):
        military = [m for m in military if m.first < mark]
    suffered = any(m.first == mark for m in sentence.of("losses"))
    owning = ("plain", "agent") if suffered else ("plain",)  # "the enemy's group fell back with losses"
    inside = [
        m
        for m in found
        if span_low <= m.core <= span_high + 2
        and not (m.core > span_high and sentence.signs(span_high + 1, m.core))
        and (m.stance in ("plain", "target", "agent", "origin", "side") or _is_officer(sentence, m, mark))
        and (m.what in ("party", "own") or (m.what == "enemy" and m.stance in owning and m.core < mark))
        and not (m.stance in ("agent", "origin") and m.core > mark)
        and (m.head in ("military", "civilian") or not _fires(sentence, m, mark))
        and not (m.stance == "agent" and m.form == "adjective")  # "of X-ian fire a soldier died": not X's
    ]
    inside = [
        m for m in inside if m.core < mark or not sentence.within(mark + 1, m.core, "when_clause", "between")
    ]
    inside = [m for m in inside if m.core > mark or not _is_whose_fire(sentence, m)]
    inside = [
        m
        for m in inside
        if not (
            m.stance == "agent"
            and m.head in ("force", "")
            and sentence.tokens[m.first - 1 if m.first else 0].key in ("by", "from")
        )
    ]
    if _of_mission(told, span_low, reach, mark):
        return speaker
    if not civilian and not military:
        before = _antecedent(sentence, seg_low, span_low, span_high + behind)
        civilian = [before] if before is not None else []
    if civilian and not military:
        return UNSPEC if _are_of_either(told, civilian) else CIV
    if any(m.stance in ("plain", "target") for m in inside):  # "from fire of X a soldier of Y died": Y's
        inside = [m for m in inside if m.stance not in ("agent", "origin")]
    adjectives = [m for m in inside if m.form == "adjective"]
    if len({m.party for m in adjectives}) > 1 and abs(adjectives[0].core - adjectives[1].core) <= 2:
        return UNSPEC
    theirs = sentence.within(span_low, span_high + behind, "its_force")  # "one of its soldiers" in one word
    if takes_sides and theirs:
        return speaker
    if _own_by_pronoun(sentence, found, span_low, span_high + behind):
        return speaker if speaker not in ("MEDIA", "RES") else None
    targets = {m.party for m in found if m.stance == "target" and m.what == "party" and m.core < mark}
    if not inside and military and speaker == "RES" and len(targets) == 1:
        return targets.pop()  # "X ambushed a vehicle of Y, five soldiers died": Y's
    if inside:
        chosen = inside[0]
        near = [m for m in inside if m.form == "adjective" and m.head and m.core < mark]
        if near and not chosen.head and chosen.form in ("state", "capital") and chosen.first > seg_low:
            chosen = near[0]  # "at the border with X soldiers of Y died": Y's
        if chosen.what == "enemy":
            return "ENEMY"
        return speaker if chosen.what == "own" else chosen.party
    beside = [m for m in found if m.core > mark] if low > mark else found  # who stands before "killed" did it
    side = side_of(replace(told, found=beside), mark) if may_widen else UNSPEC
    if side != UNSPEC and not (civilian and not military):
        return side
    if military and takes_sides:
        return None
    return CIV if civilian else None


def _are_of_either(told: ToldLosses, people: list[Match[Any]]) -> bool:
    """ "People", where civilians or soldiers are counted beside them: soldiers may be among them."""
    sentence = told.sentence
    anybody = {m.first for m in sentence.of("neutral_person")}
    if not all(m.first in anybody for m in people):
        return False
    return any(
        any(
            not sentence.within(n.first, n.last, "an_article")
            for n in sentence.within(m.first - _COUNTED_BY, m.first - 1, "numbers")
        )
        or any(t.kind == "num" for t in sentence.tokens[max(0, m.first - _COUNTED_BY) : m.first])
        for m in sentence.within(told.low, told.high, "civilian_as_such", "military")
    )


_COUNTED_BY = 3
"""Tokens from a number to the people that it counts: "14 of them civilians"."""


def _are_one_number(sentence: Sentence, civilian: Match[Any], military: Match[Any]) -> bool:
    """ "Dozens of troops and civilians": one number, or none, of both."""
    first, last = sorted((civilian, military), key=lambda m: m.first)
    between = sentence.keys(first.last + 1, last.first - 1)
    joined = sentence.within(first.last + 1, last.first - 1, "and_also")
    return bool(joined) and len(between) == 1


def _is_whose_fire(sentence: Sentence, m: Mention) -> bool:
    """ "Из-за огня азербайджанских военных погиб солдат": who stands behind the word of fire fired it."""
    fires = [f for f in sentence.of("fire_n", "fire", "shell") if 0 < m.first - f.last <= 1]
    return bool(fires) and bool(sentence.within(fires[-1].first - 2, fires[-1].first, "cause_of"))


def _is_officer(sentence: Sentence, m: Mention, mark: int) -> bool:
    """ "Killed a commander of X": who would speak for X, but was killed."""
    if m.stance != "body" or m.form not in ("group", "adjective", "state"):
        return False
    passive = sentence.within(mark - 3, mark - 1, "passive_aux") and 0 < mark - m.last <= _NAME_WITHIN
    told = sentence.within(m.last + 1, mark, "say", "accuse", "deny")
    hit = 0 < m.first - mark <= 3 or (passive and not told)
    return bool(hit) and bool(sentence.within(m.first, m.last, "military"))


_NAME_WITHIN = 8  # tokens between an officer and what befell him: ", N. N., was"


def _is_age_of_soldier(sentence: Sentence, m: Match[Any]) -> bool:
    """ "One soldier, 20-year-old N. N., was killed": how old the soldier was, and no civilian."""
    if m.last == m.first or sentence.tokens[m.first - 1].kind != "num":
        return False
    before = sentence.within(m.first - 4, m.first - 2, "military")
    return bool(before) and "," in sentence.signs(before[-1].last, m.first)


_LOST_REACH = 6  # tokens between the side and the word of its loss


def _side_that_lost(sentence: Sentence, found: list[Mention], mark: int, seg_high: int) -> Mention | None:
    """ "Հայկական կողմից կա երկու զոհ": with a verb of being or dying, the side beside it lost them and killed nobody."""
    beside = [
        m for m in found if m.what in ("party", "enemy") and m.stance in ("agent", "origin") and m.last < mark
    ]
    if not beside or mark - beside[-1].last > _LOST_REACH:
        return None
    side = beside[-1]
    behind = sentence.within(side.last + 1, side.last + 1, "by_agent_post", "from_origin_post")
    if side.what == "enemy" and not sentence.within(side.last + 1, side.last + 1, "by_agent_post"):
        return None  # "of the enemy's fire a soldier died"
    if side.form == "adjective" and not side.head and not behind:
        return None
    if sentence.within(side.last + 1, mark - 1, *_FIRES) or sentence.signs(side.last, mark):
        return None
    return side if sentence.within(side.last + 1, seg_high, "dies") else None


def _antecedent(sentence: Sentence, low: int, first: int, last: int) -> Match[Any] | None:
    """ "Shot at farmers and wounded one of them": the civilians that "them" speaks of; None for anybody else."""
    if not sentence.within(first, last, "of_them"):
        return None
    people = sentence.within(low, first - 1, "civilian", "military", "force")
    return people[-1] if people and people[-1] in sentence.of("civilian") else None


def _own_by_pronoun(sentence: Sentence, found: list[Mention], low: int, high: int) -> bool:
    """ "One of its soldiers", "none of its members", told by the speaker: the speaker's own."""
    return any(
        low <= m.first <= high
        and sentence.tokens[m.first].key in ("its", "their", "his")
        and (
            any(m.first < h.first <= m.first + 2 for h in sentence.of("military", "mission_people"))
            or "members" in sentence.keys(m.first + 1, m.first + 2)
        )
        for m in sentence.of("pronoun")
    )


def is_of_army(sentence: Sentence, low: int, high: int) -> bool:
    """Soldiers are named in tokens low..high, and no civilians."""
    return bool(sentence.within(low, high, "military")) and not sentence.within(low, high, "civilian")


def series_side(sentence: Sentence, found: list[Mention], first: int, low: int, high: int) -> str | None:
    """ "11 Thai civilians and one soldier": the soldier is of the side whose civilians were named before."""
    if not is_of_army(sentence, low, high):
        return None
    sides = [m.party for m in found if first <= m.core < low and m.form == "adjective" and m.party]
    return sides[-1] if sides else None


_FIRES = ("fire", "shell", "violate", "use", "obstrel", "weapon_fire", "fire_n", "attack", "incursion")


def side_of(told: ToldLosses, mark: int) -> str:
    """Whose casualties: "the Armenian side has", "among the personnel of the Azerbaijan Army", "our"."""
    sentence, found, low, high = told.sentence, told.found, told.low, told.high
    speaker, takes_sides = told.speaker, told.takes_sides
    if _of_mission(told, low, high, mark):
        return speaker or UNSPEC
    subject = _among_whom(told, mark)
    if subject is not None:
        return (speaker if subject.what == "own" else subject.party) or UNSPEC
    inside = [
        m
        for m in found
        if low <= m.core <= high
        and m.what in ("party", "own", "enemy")
        and m.stance not in ("body", "origin", "location")
        and not (m.core > mark and m.first and sentence.within(m.first - _BY_REACH, m.first - 1, "by_agent"))
        and not (m.first > 1 and sentence.tokens[m.first - 2].key == "to" and sentence.has("report_passive"))
    ]
    inside = [m for m in inside if m.stance != "agent" and not _fires(sentence, m, mark)]
    inside = [
        m for m in inside if m.core < mark or not sentence.within(mark + 1, m.core, "when_clause", "between")
    ]
    inside = [
        m
        for m in inside
        if m.what != "party" or m.head or m.form not in ("state", "capital") or abs(m.core - mark) <= 4
    ]
    if not inside and not sentence.within(low, high, *_FIRES):  # "on the side of X there are no losses"
        inside = [
            m
            for m in found
            if low <= m.core < mark
            and m.what in ("party", "own")
            and m.stance == "agent"
            and m.head == "force"
        ]
    if inside:
        dying = [
            m for m in inside if m.core < mark and m.head == "military"
        ]  # "soldiers of X died repelling Y"
        chosen = min(dying or inside, key=lambda m: abs(m.core - mark))
        if chosen.what == "own":
            return speaker or UNSPEC
        if chosen.what == "enemy":
            return "ENEMY"
        return chosen.party or UNSPEC
    if takes_sides and any(
        m.first > mark and among(sentence, m.first, mark, mark)
        for m in sentence.within(low, high, "military")
    ):
        return speaker or UNSPEC  # "no losses among personnel": a side speaks of its own
    return UNSPEC


def _among_whom(told: ToldLosses, mark: int) -> Mention | None:
    """ "X's units silenced the enemy, among them there are no losses": among X's, who act in the sentence."""
    near = [m for m in told.sentence.of("among_them") if abs(m.first - mark) <= _AMONG_REACH]
    acting = [
        m
        for m in told.found
        if near
        and m.core < near[0].first
        and m.head in ("force", "military")
        and m.what in ("party", "own")
        and m.stance == "plain"
    ]
    return acting[-1] if acting else None


_AMONG_REACH = 4
"""Tokens between "among them" and the word of loss."""
_BY_REACH = 4
"""Tokens from "by" to who did it: "by a faction of X"."""
_MISSION_REACH = 8


_SENT = 5
"""Tokens between a word of loss and the nation of a mission's people: "injuring four Italian peacekeepers"."""


def _of_mission(told: ToldLosses, low: int, high: int, mark: int) -> bool:
    """ "No peacekeeper was hurt", "none of its members was injured", told by a mission: its own people."""
    sentence, found, speaker = told.sentence, told.found, told.speaker
    if told.takes_sides or speaker in (None, "MEDIA", "RES"):
        return False
    sent = [m for m in found if m.what == "party" and m.form == "adjective" and abs(m.core - mark) <= _SENT]
    if any(sentence.within(m.core, m.last + 1, "mission_people") for m in sent):
        return True  # "wounded a Nepalese peacekeeper"
    people = [
        m
        for m in sentence.within(
            max(low, mark - _MISSION_REACH), min(high, mark + _MISSION_REACH), "mission_people"
        )
        if not sentence.within(
            m.last + 1, mark - 1, "perceive", "say", "no"
        )  # "monitors found no casualties"
    ]
    others = [m for m in found if low <= m.core <= high and m.what == "party" and m.party != speaker]
    others = [
        m
        for m in others
        if not (m.form == "adjective" and sentence.within(m.core, m.last + 1, "mission_people"))
    ]  # "four Italian peacekeepers"
    named = any(m.party == speaker for m in found if low <= m.core <= high)
    if people and (named or not others):
        return True
    seen = sentence.within(max(low, mark - _MISSION_REACH), mark - 1, "perceive")
    return not others and not seen and _own_by_pronoun(sentence, found, max(low, mark - _MISSION_REACH), mark)


def _fires(sentence: Sentence, m: Mention, mark: int) -> bool:
    """The party is who fired: "Armenian forces shelled X; there were no losses", "wounded when Armenian forces opened fire"."""
    if m.stance == "target":
        return False
    acts = sentence.of("fire", "shell", "violate", "use", "obstrel", "weapon_fire", "fire_n", "violation_n")
    if m.what != "enemy":  # "the enemy tried to cross the line and fell back with losses": its own
        acts = [*acts, *sentence.of("attack", "incursion")]
    if m.core > mark:
        return any(
            m.last < t.first <= m.last + 3 and not sentence.within(m.last + 1, t.first - 1, "preposition")
            for t in acts
        )  # "three of X died in strikes": X strikes nobody
    return any(m.last < t.first < mark for t in acts)
