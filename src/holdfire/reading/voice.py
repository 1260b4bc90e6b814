"""Whose words a document is, where no source is named: its letterhead, its "our positions", whom its firing hits.

A bulletin seldom says "we, the ministry of X". It opens with its letterhead ("Press release of the Ministry of Defence of
X"), or says "our positions" and "the enemy" of two sides of which it names one. Only then is a party taken for the
document's own voice; a text that two sides speak in, or that says none of this, keeps the outlet's (MEDIA). Pure.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from .pack import Pack
from .parties import Mention
from .sentence import Sentence
from .speakers import CONTENT

HEAD_SENTENCES = 4
LONGEST_HEAD = 16  # tokens


@dataclass(frozen=True)
class DocumentVoice:
    """party  whose document it is (None: not told); ministry  whose "the ministry" is where no owner is written."""

    party: str | None = None
    ministry: str | None = None


def document_voice(
    marked: Sequence[Sentence], named: Sequence[Sequence[Mention]], pack: Pack
) -> DocumentVoice:
    """named: the mentions of each sentence, as parties.mentions gives them."""
    head = _letterhead(marked, named, pack)
    if head is not None:
        return DocumentVoice(head, head)
    ours = _of_first_person(marked, named, pack)
    if ours is not None:
        return DocumentVoice(ours, ours)
    told = _whose_side(marked, named, pack)
    speaks_as_we = any(_first_person(sentence) for sentence in marked)
    if told is None or _others_speak(marked, named, pack, told):
        return DocumentVoice()
    return DocumentVoice(told if speaks_as_we else None, told)


def _of_first_person(
    marked: Sequence[Sentence], named: Sequence[Sequence[Mention]], pack: Pack
) -> str | None:
    """The party for which "our positions" and "the enemy" are words of its own, outside quotation marks.

    Who fires at "our" is its opponent; who stands in a sentence beside "the enemy" is itself, and so is the one body that
    speaks and is not called a liar. None where these do not agree.
    """
    votes: Counter[str] = Counter()
    ours = theirs = False
    for sentence, found in zip(marked, named, strict=True):
        own = [m for m in found if m.what == "own" and _is_said_by_document(sentence, m)]
        enemy = [m for m in found if m.what == "enemy" and _is_said_by_document(sentence, m)]
        ours, theirs = ours or bool(own), theirs or bool(enemy)
        sides = [m for m in found if m.party is not None and pack.takes_sides(m.party) and m.what == "party"]
        refuted = sentence.has("false", "deny")
        for m in sides:
            if m.stance == "body":
                votes[m.party or ""] += 0 if refuted else sentence.has("say", "accord")
            elif (
                enemy
                and not own
                and not any(abs(e.core - m.core) <= 2 or e.first <= m.core <= e.last for e in enemy)
            ):
                votes[m.party or ""] += 1
            elif own and not enemy and _acts(m) and sentence.has(*_FIRE):
                rival = _rival(pack, m.party or "", named)
                if rival is not None:
                    votes[rival] += 2
    if not (ours or theirs) or not votes:
        return None
    best, second = (*votes.most_common(2), ("", 0))[:2]
    return best[0] if best[1] > second[1] and (ours or not second[1]) else None


def _is_said_by_document(sentence: Sentence, m: Mention) -> bool:
    is_quoted = m.core < len(sentence.quoted) and sentence.quoted[m.core]
    return not is_quoted and not _OF_ANYBODY & set(sentence.keys(m.first, m.last))


def _acts(m: Mention) -> bool:
    return (
        m.stance in ("plain", "agent", "origin")
        and m.head in ("force", "military", "")
        and m.form != "capital"
    )


def _rival(pack: Pack, party: str, named: Sequence[Sequence[Mention]]) -> str | None:
    """Its opponent: the one that the text names by more than an adjective, else the pack's first."""
    known = pack.parties.get(party)
    if known is None:
        return None
    told = {m.party for found in named for m in found if m.what == "party" and m.form != "adjective"}
    here = [rival for rival in known.opponents if rival in told]
    return here[0] if len(here) == 1 else pack.opponent(party)


def _letterhead(marked: Sequence[Sentence], named: Sequence[Sequence[Mention]], pack: Pack) -> str | None:
    """A short opening line without a claim that names a body of one party: "Ministry of Defence of X", "MoD X: statement"."""
    for sentence, found in list(zip(marked, named, strict=True))[:HEAD_SENTENCES]:
        if len(sentence.tokens) > LONGEST_HEAD or sentence.has(*CONTENT) or sentence.has("say", "accuse"):
            continue
        bodies = {
            m.party
            for m in found
            if m.stance == "body" and m.what == "party" and m.form != "person" and pack.takes_sides(m.party)
        }
        if len(bodies) == 1:
            return bodies.pop()
    return None


def _first_person(sentence: Sentence) -> bool:
    """ "Our positions", "the enemy", outside quotation marks."""
    for match in sentence.of("own", "enemy"):
        is_quoted = match.first < len(sentence.quoted) and sentence.quoted[match.first]
        words = sentence.keys(match.first, match.last)
        if not is_quoted and not _OF_ANYBODY & set(words):
            return True
    return False


_FIRE = (
    "fire", "shell", "violate", "violation_n", "violated_passive", "obstrel", "weapon_fire", "fire_n", "under_fire", "under_shelling", "attack", "use",
)  # fmt: skip
_OF_ANYBODY = frozenset({"us", "other", "side", "party", "rival", "opponent", "aggressor"})
"""Words of enemies and of "us" that an outlet uses too: "the other side said"; "us" is the U.S. once folded."""


def _whose_side(marked: Sequence[Sentence], named: Sequence[Sequence[Mention]], pack: Pack) -> str | None:
    """The party that is only ever hit where another only ever fires, or the one belligerent beside an "enemy"."""
    acting: Counter[str] = Counter()
    hit: Counter[str] = Counter()
    speaking: Counter[str] = Counter()
    enemies = False
    for sentence, found in zip(marked, named, strict=True):
        has_fire = sentence.has(*_FIRE) and not sentence.has("return_fire")
        enemies = enemies or sentence.has("enemy")
        for m in found:
            if m.party is None or not pack.takes_sides(m.party):
                continue
            if m.stance == "body":
                speaking[m.party] += 1
            elif m.stance == "target" or m.head == "target":
                hit[m.party] += has_fire
            elif m.head == "military" and m.stance == "plain" and sentence.has("killed", "wounded"):
                hit[m.party] += 1
            elif (
                m.stance in ("plain", "agent", "origin") and m.head in ("force", "military", "") and has_fire
            ):
                acting[m.party] += m.form != "capital"
    if enemies:
        # one side is named beside "the enemy": the speaker, or the enemy by its name where it only fires
        sides = set(acting) | set(hit) | set(speaking)
        if len(sides) == 1:
            named_side = sides.pop()
            return named_side if not acting[named_side] else _rival(pack, named_side, named)
    fires, struck = {p for p, n in acting.items() if n}, {p for p, n in hit.items() if n}
    if len(struck) == 1 and fires and not fires & struck:
        victim = next(iter(struck))
        if all(_opposed(pack, p, victim) for p in fires):
            return victim
    return None


def _opposed(pack: Pack, one: str, other: str) -> bool:
    a, b = pack.parties.get(one), pack.parties.get(other)
    return (a is not None and other in a.opponents) or (b is not None and one in b.opponents)


def _others_speak(
    marked: Sequence[Sentence], named: Sequence[Sequence[Mention]], pack: Pack, own: str
) -> bool:
    """A body or an official of another side speaks in the text: it tells both sides and is nobody's own."""
    for sentence, found in zip(marked, named, strict=True):
        if not sentence.has("say", "accuse", "accord", "deny"):
            continue
        if any(
            m.party not in (None, own)
            and m.stance == "body"
            and m.what == "party"
            and pack.takes_sides(m.party)
            for m in found
        ):
            return True
    return False
