"""Which phrases name a party, and in what part: actor, agent, origin of fire, target, or the body that speaks.

"Units of Armenia's armed forces" can act; "positions of the Azerbaijan Army" are fired at, or fired from when "from"
stands before; "the Armenian Ministry of Defence" speaks. The head of the phrase and the preposition before it decide.
Enemy words, "our" and pronouns are mentions too; whom they mean is the speaker's affair (clauses.py).
"""

import itertools
from dataclasses import dataclass, replace
from datetime import date

from .sentence import Sentence

HEADS = ("body", "target", "force", "military", "civilian")
_SKIP = frozenset(
    {
        "the",
        "a",
        "an",
        "of",
        "der",
        "die",
        "das",
        "des",
        "de",
        "la",
        "les",
        "het",
        "le",
        "du",
        "l",
        "del",
        "s",
    }
)
_LINK = frozenset({"of", "the", "de", "des", "du", "la", "l", "der", "van", "het", "von", "d"})
_OF = _LINK - {"the", "la", "het"}
_AFTER_LIMIT = 5
_QUOTES = frozenset('"“”«»„')


@dataclass(frozen=True)
class Mention:
    """A phrase at tokens first..last. stance: plain, agent, origin, target, body. head: class of its head word.

    party is None for enemy, own, pronoun, both and unknown mentions: `what` says which.
    """

    party: str | None
    first: int
    last: int
    stance: str
    head: str
    form: str
    what: str = "party"
    core: int = 0

    def before(self, at: int) -> bool:
        return self.last < at


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
        links = any(_is_link(sentence, i) for i in range(a.last + 1, b.first))
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
            and not any(_is_link(sentence, i) for i in range(last + 2, match.first))
        ):
            return Mention(party, first, match.last, "body", "body", "body", core=first)
    return None


def mentions(sentence: Sentence, on: date | None = None) -> list[Mention]:
    """Every mention in order of place. on: the day of the document, for spokespersons with dates."""
    heads = _heads(sentence)
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
        first, last, head = _phrase(sentence, heads, match.first, match.last, word.form)
        stance = _stance(sentence, first, last, head, word.form)
        if (
            stance == "plain"
            and not head
            and word.form in ("state", "capital")
            and first > 0
            and sentence.tokens[first - 1].key in _LOCATED
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
            found[-1] = replace(mention, first=owner.first)  # "the Afghan Taliban", "the Colombian ELN"
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
    taken = {i for m in found for i in range(m.first, m.last + 1)}
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
            first, last, head = _phrase(sentence, heads, match.first, match.last)
            if what == "own" and heads.get(match.first, (0, ""))[1] == "target":
                last, head = match.last, "target"  # one word: "mövqelərimizə"
            if category == "its_force":  # "its forces" in one word
                last, head = match.last, "force"
            if what == "own" and not head and heads.get(match.first, (0, ""))[1] == "target":
                head = "target"
            if what == "enemy" and any(i in taken for i in range(match.last + 1, last + 1)):
                continue
            stance = _stance(
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
        if not 0 < at - opening.last <= _AFTER_LIMIT:
            continue
        posted = [m for m in sentence.of("stationed") if 0 < m.first - at <= _AFTER_LIMIT]
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
    return any(
        t.key in ("controlled", "held", "run", "administered", "brokered", "mediated")
        for t in sentence.tokens[last + 1 : last + 4]
    )


_LOCATED = frozenset(
    {
        "in",
        "near",
        "inside",
        "across",
        "around",
        "within",
        "outside",
        "eastern",
        "northern",
        "southern",
        "western",
        "north",
        "south",
        "east",
        "west",
        "into",
        "throughout",
        "в",
        "во",
        "у",
    }
)


def _is_dateline(sentence: Sentence, first: int, last: int) -> bool:
    """ "KYIV, 12 June 2018 - At about": where it was written."""
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


def _heads(sentence: Sentence) -> dict[int, tuple[int, str]]:
    """Token -> (last token, class) of the head word that begins there: the longest, then the first class of HEADS."""
    found: dict[int, tuple[int, str]] = {}
    for category in HEADS:
        for match in sentence.of(category):
            if category == "force" and any(o.first < match.first <= o.last for o in sentence.of("to_target")):
                continue  # "in the direction of" is one word with a language's "side"
            held = found.get(match.first)
            if (
                held is None
                or match.last > held[0]
                or (match.last == held[0] and held[1] == "body" and category == "force")
            ):
                found[match.first] = (match.last, category)
    return found


def _phrase(
    sentence: Sentence, heads: dict[int, tuple[int, str]], first: int, last: int, form: str = ""
) -> tuple[int, int, str]:
    """Widen a party's word to its phrase: heads right of it ("Armenian army positions"), heads left ("units of ...")."""
    tokens = sentence.tokens
    head = ""
    over = [(end, kind) for begin, (end, kind) in heads.items() if first < begin <= last < end]
    if over:  # "Indian [Army spokesman]": the head word began inside the party's own words
        last, head = max(over)
    located = form == "capital" and first > 0 and tokens[first - 1].key in _LOCATED  # "in Juba peacekeepers"
    at = last + 1 if form not in ("body", "person") and not located else len(tokens)
    while at < len(tokens) and at - last <= _AFTER_LIMIT:
        if head and any(m.last == last for m in sentence.of("closing_head")):
            break  # the subject's own ending: what follows is what it acts on
        if _is_head_first(sentence, at) or any(m.first == at for m in sentence.of("finite")):
            break
        if _closes_name(sentence, first, at) and at + 1 in heads:
            at += 1
            continue
        if any(m.first == at for m in sentence.of("own", "enemy")):
            break  # "erməni birləşmələri mövqelərimizi ...": our positions are another phrase
        if at in heads and tokens[at].kind != "punct":
            last, head = heads[at]
            at = last + 1
            continue
        skipped = at + 1
        if (
            tokens[at].kind == "word"
            and head != "body"
            and skipped in heads
            and not _is_head_first(sentence, skipped)
            and not any(m.first <= at <= m.last for m in sentence.of("numbers")) and not tokens[at].is_capital and not _is_link(sentence, at) and at - last == 1
            and not any(m.first <= at <= m.last for m in sentence.of("fire", "say", "accuse", "each_other", "obstrel", "under_fire", "under_shelling", "weapon_fire", "incursion", "return_fire", "launched", "shootdown", "damaged", "deny", "truce", "restriction", "movement", "mine", "violate", "shell", "no", "attack", "killed", "wounded", "use", "u_times", "enemy", "own", "both", "party", "past_verb"))
        ):  # fmt: skip
            at = skipped
            continue
        break
    left = first
    for _ in range(3):
        before = left - 1
        linked = False
        while before >= 0 and tokens[before].key in _LINK:
            linked = linked or tokens[before].key in _OF
            before -= 1
        got = next(((f, h) for f, h in heads.items() if h[0] == before and f < left), None)
        if got is None:
            got = _office_in(sentence, left, form)
            linked = got is not None
        if got is None or (not linked and not _genitive_follows(sentence, left)):
            break
        if head == "target" and got[1][1] != "target" and _is_head_first(sentence, got[0]):
            break  # "shelled the artillery the positions of X": whose positions, and nobody's artillery
        left, head = got[0], got[1][1]
    return left, last, head


_SEATS = ("state", "capital")


def _office_in(sentence: Sentence, first: int, form: str) -> tuple[int, tuple[int, str]] | None:
    """ "The authorities in Tskhinvali": an office that no other party owns, and where it sits."""
    if form not in _SEATS or not sentence.within(first - 1, first - 1, "seat_in"):
        return None
    office = next((m for m in sentence.of("body") if m.last == first - 2), None)
    if office is None or sentence.within(office.first - OWNER_BEFORE, first - 2, "party"):
        return None
    return office.first, (office.last, "body")


OWNER_BEFORE = 4
"""Tokens before an office within which its owner stands: "the Russian embassy in X"."""


def _closes_name(sentence: Sentence, first: int, at: int) -> bool:
    """ "The “DPR” commander": the sign behind a name that stands in quotation marks."""
    return first > 0 and sentence.tokens[at].text in _QUOTES and sentence.tokens[first - 1].text in _QUOTES


def _is_head_first(sentence: Sentence, at: int) -> bool:
    """In this word's language a head stands before what belongs to it, never behind it."""
    return any(m.first == at for m in sentence.of("head_first"))


def _genitive_follows(sentence: Sentence, at: int) -> bool:
    """A head word left of the party's name, without "of" between: a genitive in Russian, Ukrainian and Arabic.

    In English it is another phrase; in Azerbaijani and Armenian the owner stands before its head.
    """
    return all(
        not (
            "\u0000" <= sentence.tokens[i].text[0] < "\u0250"
            or "\u0530" <= sentence.tokens[i].text[0] < "\u0590"
        )
        for i in (at - 1, at)
    )


def _is_link(sentence: Sentence, at: int) -> bool:
    return any(m.first <= at <= m.last for m in sentence.of("to_target", "from_origin", "by_agent")) or sentence.tokens[at].key in (
        "and", "or", "but", "in", "near", "was", "were", "is", "are", "had", "has", "have", "been", "will", "would", "who", "that", "which", "with", "и", "а", "что", "və", "և", "ان", "ما",
    )  # fmt: skip


def _stance(sentence: Sentence, first: int, last: int, head: str, form: str) -> str:
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
    if any(first <= m.first <= last for m in sentence.of("agent_head")):
        return "agent"  # an instrumental: "азербайджанской стороной"
    if head != "target" and (_behind_deed(sentence, first) or _owns_deed(sentence, first)):
        return "agent"
    preposition = _preposition(sentence, first)
    key = sentence.tokens[last].key
    if head == "target" and preposition is None and sentence.within(first, last, "moving_thing"):
        return "plain"
    if any(m.first == first - 1 and first <= m.last <= last for m in sentence.of("from_origin")):
        return "origin"  # "с позиций X": the preposition and the head are one phrase of the pack
    owns_deed = head in ("", "force", "military") and form != "adjective"
    if owns_deed and any(m.last == first - 1 for m in sentence.of("deed_of")):
        return "agent"  # "под огнем X", "обстрілу бойовиків": whose deed it was stands behind
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


def _before_trigger_noun(sentence: Sentence, at: int) -> bool:
    """ "Indian firing", "a Cambodian attack", "Houthi violations": the adjective is the agent's; "Russian peacekeepers'" is not."""
    if sentence.within(at, at, "observer_word"):
        return False
    if any(m.first == at for m in sentence.of("bare_fire")):
        return True
    return any(
        m.first in (at, at + 1) and not _finite(sentence, m.first) for m in sentence.of(*TRIGGER_NOUNS)
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


_TIME_WORDS = ("time", "months", "weekdays")


def _preposition(sentence: Sentence, first: int) -> str | None:
    """to, from or by, where one stands before the phrase, articles and up to two adjectives between."""
    at = first - 1
    steps = 0
    article = False
    while at >= 0 and steps <= 3:
        token = sentence.tokens[at]
        if token.text in _QUOTES and at > 0:
            at -= 1  # by the "DPR"
            continue
        if any(m.first < at == m.last for m in sentence.of("caused_in")):
            return "by"  # "due to X's fire": whose fire it was, and nobody whom it hit
        for category, name in (("to_target", "to"), ("from_origin", "from"), ("by_agent", "by")):
            if any(m.last == at for m in sentence.of(category)) and not _is_behind_agent(sentence, at):
                loyal = at > 0 and sentence.tokens[at - 1].key in (
                    "loyal",
                    "allied",
                    "linked",
                    "belonging",
                    "aligned",
                )
                if loyal:
                    return _behind_loyal(sentence, at - 1)
                return None if name == "from" and _is_part(sentence, at) else name
        if article and token.key not in _LINK:
            return None
        if any(m.first <= at <= m.last for m in sentence.of(*_TIME_WORDS)):
            return None  # "on the same day X accused": when, and not at whom
        if steps == 0 and not article and sentence.within(at, at, "event_noun"):
            return None  # "two minutes into the truce rebels fired": nobody fired at the rebels
        article = article or token.key in ("the", "a", "an")
        if token.kind != "word" or (token.key not in _SKIP and (token.is_capital or steps >= 2)):
            return None
        if _is_link(sentence, at) or any(
            m.first <= at <= m.last
            for m in sentence.of("fire", "shell", "say", "attack", "force", "target", "direction")
        ):
            return None
        at -= 1
        steps += 1
    return None
