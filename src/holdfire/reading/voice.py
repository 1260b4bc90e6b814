"""Whose words a document is, where no source is named: its letterhead or signature, "this was said by", its "our" and "enemy".

A bulletin seldom says "we, the ministry of X". It opens or closes with a body of X, says at the end of its lead who told it
("this was reported by the press service of X"), or says "our positions" and "the enemy" of two sides: then the side that is hit,
answers fire, keeps the truce, loses soldiers and informs is its own, and the side that only fires is not. Only then is a party
taken for the document's own voice; a text that two sides speak in, or that says none of this, keeps the outlet's (MEDIA). Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from .mention import Mention
from .pack import Pack
from .sentence import Sentence
from .speech import CONTENT
from .voice_signs import Signs, signs_of_sides

HEAD_SENTENCES = 4
SIGNATURE_SENTENCES = 2
LONGEST_HEAD = 16  # tokens
TAG_REACH = 8
"""Tokens between "this" and its verb of saying: "об этом 8 октября сообщили", "այս մասին տեղեկացնում են"."""


@dataclass(frozen=True)
class DocumentVoice:
    """party  whose document it is (None: not told); ministry  whose "the ministry" is where no owner is written.

    is_own  the text is that party's own by its letterhead, its signature, its "our" and "enemy", and no outlet's account
    """

    party: str | None = None
    ministry: str | None = None
    is_own: bool = False


def document_voice(
    marked: Sequence[Sentence], named: Sequence[Sequence[Mention]], pack: Pack
) -> DocumentVoice:
    """named: the mentions of each sentence, as parties.mentions gives them."""
    head = (
        _letterhead(marked, named, pack) or _of_answer(marked, named, pack) or _told_by(marked, named, pack)
    )
    if head is not None:
        return DocumentVoice(head, head, is_own=True)
    signs = signs_of_sides(marked, named, pack)
    if signs.says_our or signs.says_enemy:
        own = _named_outright(_own_side(signs, pack, named), named, pack)
        if own is not None:
            return DocumentVoice(own, own, is_own=True)
        return DocumentVoice()
    teller = _only_teller(signs, pack)
    if teller is not None and not _mission_opens(marked, named, pack):
        return DocumentVoice(teller, teller)
    victim = _only_victim(signs, pack)
    if victim is None or _others_speak(marked, named, pack, victim):
        return DocumentVoice()
    return DocumentVoice(victim if _only_offices_tell(marked, named) else None, victim)


def ally_that_speaks(
    marked: Sequence[Sentence], named: Sequence[Sequence[Mention]], pack: Pack, side: str | None
) -> str | None:
    """An outlet of one side that passes on its ally's words alone, from the text's beginning: the text is the ally's.

    "The adversary broke the truce ..., the Defence Army informed": of Karabakh, in a Yerevan agency. None where the outlet's
    own side speaks too, or nobody does.
    """
    known = pack.parties.get(side or "")
    if known is None or not pack.conflict_parties:
        return None
    heard = {
        m.party
        for sentence, found in zip(marked, named, strict=True)
        if sentence.has("say", "accord", "deny", "accuse")
        for m in found
        if (m.stance == "body" or m.form == "force") and m.what == "party" and pack.takes_sides(m.party)
    }
    allies = {p for p in heard if p is not None and p in pack.parties and p != side}
    allies = {p for p in allies if set(pack.parties[p].opponents) == set(known.opponents)}
    told = {
        m.party for found in named for m in found if m.what == "party" and (m.head or m.form != "adjective")
    }  # "informed Armenian News" names no side
    return allies.pop() if len(allies) == 1 and side not in heard and side not in told else None


def _letterhead(marked: Sequence[Sentence], named: Sequence[Sequence[Mention]], pack: Pack) -> str | None:
    """A short opening or closing line without a claim that names a body of one party: "Ministry of Defence of X", "MoD X: statement"."""
    lines = list(zip(marked, named, strict=True))
    closing = [
        line for line in lines[HEAD_SENTENCES:][-SIGNATURE_SENTENCES:] if not _ends_with_stop(line[0])
    ]  # a signature is no sentence
    for sentence, found in (*lines[:HEAD_SENTENCES], *closing):
        if len(sentence.tokens) > LONGEST_HEAD or sentence.has(*CONTENT):
            continue
        if sentence.has("say", "accuse") and sentence.tokens[-1].text != ":":
            continue
        if sentence.has("concerning"):
            continue  # "Concerning the statement of the MoD of X": somebody else's words about it
        bodies = {
            m.party
            for m in found
            if m.stance == "body"
            and m.what == "party"
            and m.form != "person"
            and m.party
            and pack.takes_sides(m.party)
        }
        sides = {m.party for m in found if m.what == "party" and m.party and pack.takes_sides(m.party)}
        if not bodies and sentence.has("body") and all(m.what == "party" for m in found):
            bodies = sides  # "The Ministry of Defence, Baku, 3 August"
        observers = {m.party for m in found if m.what == "party" and m.party and pack.is_neutral(m.party)}
        if sentence is marked[0] and not sides and sentence.has("statement_word"):
            bodies = sides = observers  # "Statement of the mission in X"
        if len(bodies) == 1 == len(sides):
            return bodies.pop()
    return None


def _of_answer(marked: Sequence[Sentence], named: Sequence[Sequence[Mention]], pack: Pack) -> str | None:
    """ "Concerning the statement of the MoD of X" over a text that calls it false: the words of X's opponent."""
    if not any(sentence.has("false", "deny", "kept_truce") for sentence in marked):
        return None
    for sentence, found in list(zip(marked, named, strict=True))[:HEAD_SENTENCES]:
        if len(sentence.tokens) > LONGEST_HEAD or not sentence.has("concerning"):
            continue
        bodies = [m for m in found if m.stance == "body" and m.what == "party" and pack.takes_sides(m.party)]
        own = {m.party for m in bodies if sentence.signs(m.last + 1, m.last + 1) == {":"}}
        if len(own) == 1:  # "MoD of X: statement concerning a fake"
            return own.pop()
        answered = {m.party for m in bodies}
        if len(answered) == 1 and not sentence.has("say", "accuse"):
            return _rival(pack, answered.pop() or "", named)
    return None


def _named_outright(party: str | None, named: Sequence[Sequence[Mention]], pack: Pack) -> str | None:
    """A party told by an adjective alone ("Armenian posts") beside one ally that the text names ("the Defence Army"): the ally."""
    known = pack.parties.get(party or "")
    told = {m.party for found in named for m in found if m.what == "party" and m.form != "adjective"}
    if known is None or party in told:
        return party
    allies = [
        p
        for p in sorted(p for p in told if p is not None)
        if p in pack.parties
        and not pack.is_neutral(p)
        and set(pack.parties[p].opponents) & set(known.opponents)
    ]
    return allies[0] if len(allies) == 1 else party


def _ends_with_stop(sentence: Sentence) -> bool:
    return bool(sentence.tokens) and sentence.tokens[-1].text in (".", "։", "!", "?")


def _told_by(marked: Sequence[Sentence], named: Sequence[Sequence[Mention]], pack: Pack) -> str | None:
    """ "This was reported by the press service of X": whose account what stands before it is. Two such parties: nobody's."""
    told: set[str] = set()
    for sentence, found in zip(marked, named, strict=True):
        verbs = sentence.of("say", "accord")
        tags = [t for t in sentence.of("about_this") if not any(sentence.quoted[t.first : t.first + 1])]
        if not any(abs(t.first - v.first) <= TAG_REACH for t in tags for v in verbs):
            continue  # "This is shown by the statement of X", in a quotation, is not whose account it is
        bodies = {m.party for m in found if m.stance == "body" and m.what == "party" and m.party}
        told |= {party for party in bodies if pack.takes_sides(party)}
    return told.pop() if len(told) == 1 else None


def _own_side(signs: Signs, pack: Pack, named: Sequence[Sequence[Mention]]) -> str | None:
    """Whose "our" and "enemy" they are: the side that suffers, behaves and informs, else the rival of the one that only fires."""
    score = {party: signs.own(party) - signs.acting[party] for party in signs.parties()}
    likely = sorted((p for p in score if signs.own(p) and score[p] > 0), key=lambda p: -score[p])
    if not likely:
        rivals = {_rival(pack, p, named) for p in score if signs.acting[p] and not signs.own(p)}
        return rivals.pop() if len(rivals) == 1 else None
    best = likely[0]
    for other in likely[1:]:
        if _opposed(pack, best, other):
            if score[best] - score[other] < 2:
                return None
        elif other in signs.by_force and best not in signs.by_force:
            best = other  # two allies of which one is named by its own force
    return best


def _rival(pack: Pack, party: str, named: Sequence[Sequence[Mention]]) -> str | None:
    """Its opponent: the one that the text names by more than an adjective, else the pack's first."""
    known = pack.parties.get(party)
    if known is None:
        return None
    told = {m.party for found in named for m in found if m.what == "party" and m.form != "adjective"}
    here = [rival for rival in known.opponents if rival in told]
    return here[0] if len(here) == 1 else pack.opponent(party)


def _only_teller(signs: Signs, pack: Pack) -> str | None:
    """The one side that informs, of a rival that only fires: an agency's lead tells what that side's ministry told it."""
    tellers = [p for p in signs.parties() if signs.informing[p]]
    fires = [p for p in signs.parties() if signs.acting[p]]
    if len(tellers) != 1 or signs.heard != set(tellers) or not fires or tellers[0] in fires:
        return None
    return tellers[0] if all(_opposed(pack, p, tellers[0]) for p in fires) else None


def _mission_opens(marked: Sequence[Sentence], named: Sequence[Sequence[Mention]], pack: Pack) -> bool:
    """The text begins with what a mission recorded: what a side's staff tells further on is one voice of two."""
    if not marked:
        return False
    missions = [m for m in named[0] if m.what == "party" and m.party and pack.is_neutral(m.party)]
    verbs = marked[0].of("perceive", "say")
    return any(0 < v.first - m.last <= TAG_REACH for m in missions for v in verbs)


def _only_victim(signs: Signs, pack: Pack) -> str | None:
    """The party that is only ever hit where another only ever fires."""
    fires, struck = {p for p, n in signs.acting.items() if n}, {p for p, n in signs.hit.items() if n}
    if len(struck) == 1 and fires and not fires & struck:
        victim = next(iter(struck))
        if all(_opposed(pack, p, victim) for p in fires):
            return victim
    return None


def _opposed(pack: Pack, one: str, other: str) -> bool:
    a, b = pack.parties.get(one), pack.parties.get(other)
    return (a is not None and other in a.opponents) or (b is not None and one in b.opponents)


def _only_offices_tell(marked: Sequence[Sentence], named: Sequence[Sequence[Mention]]) -> bool:
    """ "..., the ministry said", and nobody by any other name: what stands around it is the ministry's account too.

    An office that only shares the grief of the fallen's family speaks so too.
    """
    told = False
    for sentence, found in zip(marked, named, strict=True):
        owned = {i for m in found if m.what == "party" for i in range(m.first, m.last + 1)}
        offices = [m for m in sentence.of("body") if m.first not in owned]
        speaks = sentence.has("say", "accord", "mourns")
        if speaks and not offices:
            return False
        told = told or (speaks and bool(offices))
    return told


def _others_speak(
    marked: Sequence[Sentence], named: Sequence[Sequence[Mention]], pack: Pack, own: str
) -> bool:
    """A body or an official of another side speaks in the text: it tells both sides and is nobody's own."""
    for sentence, found in zip(marked, named, strict=True):
        if not sentence.has("say", "accuse", "accord", "deny") or sentence.has("false"):
            continue  # what the text itself calls a lie is not said in it
        if any(
            m.party not in (None, own)
            and m.stance == "body"
            and m.what == "party"
            and pack.takes_sides(m.party)
            for m in found
        ):
            return True
    return False
