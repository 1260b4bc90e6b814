"""Which phrases name a party, and in what part: actor, agent, origin of fire, target, or the body that speaks.

"Units of Armenia's armed forces" can act; "positions of the Azerbaijan Army" are fired at, or fired from when "from"
stands before; "the Armenian Ministry of Defence" speaks. The head of the phrase and the preposition before it decide.
Enemy words, "our" and pronouns are mentions too; whom they mean is the speaker's affair (clauses.py).
"""

import itertools
from dataclasses import replace
from datetime import date

from .datelines import DATELINE_WORDS, dateline_end
from .mediators import stands_aside
from .mention import AFTER_LIMIT, Mention, heads_of, is_link, phrase_of
from .sentence import Sentence
from .stances import TRIGGER_NOUNS, stance_of


def _is_owned(sentence: Sentence, owner: Mention, first: int, party: str) -> bool:
    """ "The Ministry of Defence" means one side's where no owner is written; behind "X's" it is X's."""
    return (
        owner.party != party
        and owner.head == "body"
        and owner.form in ("state", "adjective")
        and owner.core < first <= owner.last
    )


def _is_between(sentence: Sentence, m: Mention) -> bool:
    """ "Clashes between X and opposition forces": X is one of two, and neither began."""
    opened = sentence.within(m.first - 2, m.first - 1, "between")
    joined = sentence.within(m.last + 1, m.last + 1, "and")
    return bool(opened) and bool(joined) and m.stance == "plain"


def _mark_shared(sentence: Sentence, found: list[Mention]) -> None:
    """ "The X-Yan border", "the contact line of the X-Yan forces": a name of what both share, and neither acts in it."""
    for number, (a, b) in enumerate(itertools.pairwise(found)):
        one, other = sentence.tokens[a.core], sentence.tokens[b.core]
        parted = sentence.within(a.first - 2, a.first - 1, "between") and any(
            m.first > a.last and m.last < b.first for m in sentence.of("and")
        )
        if parted and not a.head and not b.head and a.party != b.party:  # "the ceasefire between X and Y"
            found[number], found[number + 1] = replace(a, stance="location"), replace(b, stance="location")
        hyphened = b.core == a.core + 1 and sentence.text[one.end : other.start] in ("-", "‐", "‑")
        if hyphened and a.party != b.party:
            found[number], found[number + 1] = replace(a, stance="location"), replace(b, stance="location")


def _mark_homes(sentence: Sentence, found: list[Mention]) -> None:
    """ "Libya's UN-backed Government of National Accord": the state is where the side is at home, and does not act."""
    for number, (a, b) in enumerate(itertools.pairwise(found)):
        between = sentence.tokens[a.last + 1 : b.first]
        near = 0 < len(between) <= _HOME_REACH and all(t.kind == "word" for t in between)
        links = any(is_link(sentence, i) for i in range(a.last + 1, b.first))
        if (
            near
            and not links
            and a.form == "state"
            and a.stance == "plain"
            and not a.head
            and b.party != a.party
            and _possessive(sentence, a.last)
            and b.form in ("group", "force")
        ):
            found[number] = replace(a, stance="location")


_HOME_REACH = 4
"""Words between a state and a side at home there: "Libya's internationally recognised Government of ..."."""


def _mark_areas(sentence: Sentence, found: list[Mention]) -> None:
    """ "X's units in the Berd and Ijevan regions of Y fired": whose region they are in does not act."""
    for number, m in enumerate(found):
        if m.stance != "plain" or m.head or m.form not in ("state", "capital") or m.first < 3:
            continue
        owned = sentence.is_word(m.first - 1, "link") and sentence.is_word(m.first - 2, "noun_of_place")
        within = range(max(0, m.first - _AREA_NAMES), m.first - 2)
        if owned and number and any(sentence.is_word(at, "before_place") for at in within):
            found[number] = replace(m, stance="location")


_AREA_NAMES = 14
"""Tokens from "in" to whose regions they are: "in the occupied territories of the A, B and C regions of"."""


def _mark_allies(sentence: Sentence, found: list[Mention]) -> None:
    """ "The coalition backing the government of X said", "rebels fighting X": whom a side helps or fights neither speaks nor acts."""
    for number, (a, b) in enumerate(itertools.pairwise(found)):
        helps = any(m.first == a.last + 1 and m.last < b.first for m in sentence.of("sides_with"))
        if helps and b.first - a.last <= _ALLY_REACH and not sentence.signs(a.last + 1, b.first):
            found[number + 1] = replace(b, stance="location")


_ALLY_REACH = 5
"""Tokens from a side to whom it helps: "supporting the internationally recognised"."""


def _accompanies(sentence: Sentence, first: int) -> bool:
    at = first - 1
    while at > 0 and sentence.tokens[at].key in ("the", "its", "allied"):
        at -= 1
    return any(m.last == at for m in sentence.of("together_with"))


def _is_small_word(sentence: Sentence, first: int, last: int, form: str) -> bool:
    """ "for all of us", "a grenade": abbreviations, states and capitals are written with a capital; a small word is none."""
    token = sentence.tokens[first]
    is_name = (form in ("state", "capital") and token.text.isascii()) or token.end - token.start <= 3
    return first == last and is_name and sentence.text[token.start : token.end].islower()


_MOUTHPIECE_REACH = 4


def _mouthpiece(sentence: Sentence, party: str, first: int, last: int) -> Mention | None:
    """ "the X-run agency", "X-controlled Y television": an outlet or a body that a party runs speaks for it."""
    if sentence.tokens[last + 1].key not in ("run", "controlled", "administered"):
        return None
    for match in sentence.of("outlet", "body"):
        between = sentence.tokens[last + 2 : match.first]
        if (
            last + 1 < match.first <= last + _MOUTHPIECE_REACH
            and all(t.kind == "word" for t in between)
            and not any(is_link(sentence, i) for i in range(last + 2, match.first))
        ):
            return Mention(party, first, match.last, "body", "body", "body", core=first)
    return None


def mentions(sentence: Sentence, on: date | None = None) -> list[Mention]:
    """Every mention in order of place. on: the day of the document, for spokespersons with dates. Found once a sentence and day."""
    if on not in sentence.found:
        sentence.found[on] = _mentions(sentence, on)
    return list(sentence.found[on])


def _mentions(sentence: Sentence, on: date | None) -> list[Mention]:
    heads = heads_of(sentence)
    found: list[Mention] = []
    for match in sentence.of("party"):
        word = match.payload
        if on is not None and ((word.since and on < word.since) or (word.until and on > word.until)):
            continue
        if found and found[-1].party == word.party and match.first <= found[-1].last:
            continue
        if word.form == "body" and found and _is_owned(sentence, found[-1], match.first, word.party):
            continue
        if _is_small_word(sentence, match.first, match.last, word.form):
            continue
        if _controlled(sentence, match.last):
            mouthpiece = _mouthpiece(sentence, word.party, match.first, match.last)
            if mouthpiece is not None:
                found.append(mouthpiece)
            continue
        media = sentence.within(match.last + 1, match.last + 2, "media_word") if word.of_group else []
        if media and media[0].first == match.last + 1:  # "Houthi media": what a group runs speaks for it
            found.append(
                Mention(word.party, match.first, media[0].last, "body", "body", "body", core=match.first)
            )
            continue
        first, last, head = phrase_of(sentence, heads, match.first, match.last, word.form)
        stance = stance_of(sentence, first, last, head, word.form)
        if (
            stance == "plain"
            and not head
            and word.form in ("state", "capital")
            and first > 0
            and sentence.is_word(first - 1, "within_place")
        ):
            stance = "location"
        if stance == "plain" and not head and any(m.first == match.first for m in sentence.of("located")):
            stance = "location"
        if word.form == "capital" and _is_of_place_noun(sentence, first):
            continue
        if (
            stance == "plain"
            and word.form == "state"
            and any(m.first == last + 1 for m in sentence.of("in_the_media"))
        ):
            stance = "location"  # "a report that was spread in X's media": X says and does nothing
        if head in ("", "target") and stands_aside(sentence, match.first, match.last):
            stance = "location"  # "the truce brokered by X", "the border with X"
        if stance == "plain" and _accompanies(sentence, first):
            stance = "location"  # "X, together with Y, attacked": X's attack
        if stance == "plain" and _is_stationed_there(sentence, match.first):
            stance = "location"
        if stance == "plain" and _is_between(
            sentence, Mention(word.party, first, last, stance, head, word.form)
        ):
            stance = "location"
        if stance == "plain" and not head and _is_dateline(sentence, match.first, match.last):
            stance = "location"
        mention = Mention(word.party, first, last, stance, head, word.form, core=match.first)
        if found and found[-1].first <= first <= found[-1].last and found[-1].party != word.party:
            mention = _against(found, mention, match.first, match.last)
        owner = found[-1] if found else None
        if (
            owner is not None
            and owner.form == "adjective"
            and word.of_group
            and owner.last == match.first - 1
        ):
            stance = stance_of(sentence, owner.first, last, head, word.form)
            found[-1] = replace(mention, first=owner.first, stance=stance)  # "by the Colombian ELN"
            continue
        if (
            owner is not None
            and owner.last == match.first - 1
            and owner.form != "adjective"
            and word.form == "adjective"
            and _possessive(sentence, owner.last)
        ):
            whose = word.party if word.of_group else owner.party  # "Yemen's Houthi rebels" are no Yemen's
            core = match.first if word.of_group else owner.core
            form = word.form if word.of_group else owner.form
            found[-1] = Mention(whose, owner.first, last, stance, head, form, core=core)
            continue
        if (
            owner is not None
            and owner.last == match.first - 1
            and word.form in ("group", "force", "body")
            and _possessive(sentence, owner.last)
        ):
            found[-1] = Mention(word.party, owner.first, last, stance, head, word.form, core=match.first)
            continue
        found.append(mention)
    _mark_shared(sentence, found)
    _mark_homes(sentence, found)
    _mark_allies(sentence, found)
    _mark_areas(sentence, found)
    taken = {i for m in found for i in range(m.first, m.last + 1)}
    for match in sentence.of("the_latter"):
        named = [m for m in found if m.last < match.first and m.what == "party" and m.stance != "body"]
        if named and match.first not in taken:  # "X shelled Y, and the latter answered": Y
            last_named = max(named, key=lambda m: m.last)
            found.append(
                replace(
                    last_named, first=match.first, last=match.last, stance="plain", head="", core=match.first
                )
            )
            taken.update(range(match.first, match.last + 1))
    for category, what in (
        ("enemy", "enemy"),
        ("own", "own"),
        ("both", "both"),
        ("unknown_actor", "unknown"),
        ("its_force", "pronoun"),
        ("pronoun", "pronoun"),
    ):
        for match in sentence.of(category):
            if match.first in taken:
                continue
            first, last, head = phrase_of(sentence, heads, match.first, match.last)
            if what == "own" and heads.get(match.first, (0, ""))[1] == "target":
                last, head = match.last, "target"  # one word: "mövqelərimizə"
            if category == "its_force":  # "its forces" in one word
                last, head = match.last, "force"
            if what == "own" and not head and heads.get(match.first, (0, ""))[1] == "target":
                head = "target"
            if what == "enemy" and any(i in taken for i in range(match.last + 1, last + 1)):
                continue
            stance = stance_of(
                sentence, first, last, head, "adjective" if what in ("own", "enemy") else "force"
            )
            form = category if category == "its_force" else what
            found.append(Mention(None, first, last, stance, head, form, what, core=match.first))
            taken.update(range(match.first, match.last + 1))
    found.sort(key=lambda m: (m.first, m.last))
    return found


def _is_stationed_there(sentence: Sentence, at: int) -> bool:
    """ "In the district where peacekeepers of X are stationed, Y's units fired": who is only said to be there does not act."""
    for opening in sentence.of("where"):
        if not 0 < at - opening.last <= AFTER_LIMIT:
            continue
        posted = [m for m in sentence.of("stationed") if 0 < m.first - at <= AFTER_LIMIT]
        if posted and not sentence.signs(opening.last + 1, posted[0].first):
            return not sentence.within(opening.last + 1, posted[0].first - 1, *TRIGGER_NOUNS)
    return False


def _is_of_place_noun(sentence: Sentence, first: int) -> bool:
    """ "قرية "القاهرة"", the village of Cairo: a place of that name, and no government's seat."""
    before = first - 1
    while before > 0 and sentence.tokens[before].text in '"“”«»„':
        before -= 1
    return sentence.tokens[first - 1].text in '"“”«»„' and any(
        m.last == before for m in sentence.of("place_noun_before")
    )


def _controlled(sentence: Sentence, last: int) -> bool:
    """ "“DPR”-controlled Horlivka" says where a place lies, not who acts."""
    if sentence.within(last + 1, last + 1, "backed_by_it"):
        return True  # "the Armenian-backed army of Karabakh": no Armenian army
    return any(
        t.key in ("controlled", "held", "run", "administered", "brokered", "mediated")
        for t in sentence.tokens[last + 1 : last + 4]
    )


def _is_dateline(sentence: Sentence, first: int, last: int) -> bool:
    """ "KYIV, 12 June 2018 - At about", "DONETSK, Ukraine — ": where it was written."""
    end = dateline_end(sentence) if last < DATELINE_WORDS else None
    if end is not None and last < end:
        return True
    behind = sentence.tokens[last + 2 : last + 3]
    is_date = bool(behind) and (
        behind[0].kind == "num" or bool(sentence.within(last + 2, last + 2, "months"))
    )
    return first == 0 and is_date and sentence.signs(last + 1, last + 1) == {","}


def _possessive(sentence: Sentence, at: int) -> bool:
    """ "the GNA's Libyan Army" is the GNA's."""
    return sentence.tokens[at].text.endswith(("'s", "’s"))


def _against(found: list[Mention], mention: Mention, first: int, last: int) -> Mention:
    """Two parties in one phrase: "the Russian-Ukrainian", "Armenia's statement on Azerbaijan": each keeps its own words."""
    return Mention(
        mention.party, first, max(last, mention.last), mention.stance, mention.head, mention.form, core=first
    )
