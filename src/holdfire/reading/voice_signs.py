"""What a text tells of each side, as signs of whose it is: who fires, is hit, answers, keeps the truce, counts its losses, informs.

Also whether the text itself says "our" or "the enemy", outside quotations. `voice` weighs these signs against each other. Pure.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from .mention import Mention
from .pack import Pack
from .sentence import Sentence
from .stances import owns_place
from .word_order import is_verb_first


def _unquoted(sentence: Sentence, category: str) -> Iterator[int]:
    """Tokens of "our" or "the enemy" outside quotation marks and behind no verb of saying: in the mouth of the text itself."""
    if sentence.has("say", "accord", "accuse"):
        return
    for match in sentence.of(category):
        is_quoted = match.first < len(sentence.quoted) and sentence.quoted[match.first]
        if not is_quoted and not _OF_ANYBODY & set(sentence.keys(match.first, match.last)):
            yield match.first


def _speaks_for_itself(sentence: Sentence) -> bool:
    """ "We declare once again that ...", outside quotation marks: the text is somebody's own."""
    return any(m.first <= 1 and not any(sentence.quoted[: m.first + 1]) for m in sentence.of("we_declare"))


_FIRE = (
    "fire", "shell", "violate", "violation_n", "violated_passive", "obstrel", "weapon_fire", "fire_n", "under_fire", "under_shelling", "attack", "use",
)  # fmt: skip
_OF_ANYBODY = frozenset({"us", "other", "side", "party", "rival", "opponent", "aggressor"})
"""Words of enemies and of "us" that an outlet uses too: "the other side said"; "us" is the U.S. once folded."""


@dataclass
class Signs:
    """What a text tells of each side: how often it fires, is hit, answers or keeps the truce, informs; by what it is named."""

    acting: Counter[str] = field(default_factory=Counter)
    hit: Counter[str] = field(default_factory=Counter)
    behaving: Counter[str] = field(default_factory=Counter)
    informing: Counter[str] = field(default_factory=Counter)
    by_force: set[str] = field(default_factory=set)
    heard: set[str] = field(default_factory=set)
    says_our: bool = False
    says_enemy: bool = False

    def own(self, party: str) -> int:
        return self.hit[party] + 2 * self.behaving[party] + 2 * self.informing[party]

    def parties(self) -> list[str]:
        return sorted({*self.acting, *self.hit, *self.behaving, *self.informing})


def signs_of_sides(marked: Sequence[Sentence], named: Sequence[Sequence[Mention]], pack: Pack) -> Signs:
    """What the whole text tells of each side; `named` are the mentions of each sentence of `marked`."""
    signs = Signs()
    for sentence, found in zip(marked, named, strict=True):
        signs.says_enemy = signs.says_enemy or any(True for _ in _unquoted(sentence, "enemy"))
        enemies = [m for m in found if m.what == "enemy"]
        signs.says_our = (
            signs.says_our or any(True for _ in _unquoted(sentence, "own")) or _speaks_for_itself(sentence)
        )
        ours = list(_unquoted(sentence, "own"))
        sides = [m for m in found if m.party is not None and pack.takes_sides(m.party)]
        for m in sides:
            _weigh(signs, sentence, m, sides, enemies, is_ours=bool(ours))
    return signs


def _weigh(
    signs: Signs,
    sentence: Sentence,
    m: Mention,
    sides: Sequence[Mention],
    enemies: Sequence[Mention],
    *,
    is_ours: bool,
) -> None:
    party = str(m.party)
    answers = sentence.has("return_fire", "kept_truce")
    has_fire = sentence.has(*_FIRE) and not sentence.has("return_fire")
    does = m.stance in ("plain", "agent", "origin") and m.head in ("force", "military", "")
    does = (does and not owns_place(sentence, m)) or m.stance == "origin"  # "from positions of X"
    beside = any(  # "the enemy's X units", but not "X struck the enemy's positions"
        m.first - 2 <= e.core <= m.last + 2 and e.stance != "target" for e in enemies
    )
    is_soldier = m.head == "military" or bool(sentence.within(m.first, m.last, "military"))
    suffers = is_soldier and _distance(sentence, m, "killed", "wounded") < _distance(sentence, m, *_FIRE)
    # "the report of the ministry of X is false", "that Y fired is invented", "X spread that Y had allegedly fired"
    is_refuted = sentence.has("false", "deny", "allegedly")
    lost_none = sentence.has("losses") and (bool(sentence.negations()) or sentence.has("no_post"))
    if m.form in ("force", "group", "body"):
        signs.by_force.add(party)
    if (m.stance == "body" and sentence.has(*_SAYING)) or _says(sentence, m):
        signs.heard.add(party)
    if m.stance == "body":
        speaks = sentence.has("say", "accord", "threat", "call") or sentence.signs(
            m.last + 1, m.last + 1
        ) == {":"}
        signs.informing[party] += speaks and not is_refuted
    elif lost_none and m.stance in ("plain", "target") and not has_fire:
        signs.behaving[party] += 1  # a bulletin counts its own losses
    elif m.stance == "target" or (m.head == "target" and m.stance != "origin"):
        signs.hit[party] += (has_fire or answers) and not is_refuted
    elif (m.stance == "plain" and _is_struck(sentence, m, sides)) or (suffers and m.stance == "plain"):
        signs.hit[party] += 1
    elif beside:
        return  # the enemy by its name, or "to hold the enemy X used artillery": not told
    elif does and answers and is_ours and not sentence.within(m.first, m.last, "own"):
        signs.acting[party] += m.form != "capital"  # "our units answered X's": we are not X
    elif does and (answers or (enemies and has_fire)):
        signs.behaving[party] += m.form != "capital"  # who acts beside "the enemy" is not the enemy
    elif does and has_fire and not is_refuted:
        is_named_besides = m.stance == "plain" and any(o.stance in ("agent", "origin") for o in sides)
        fires = m.form != "capital" and not is_named_besides
        signs.acting[party] += fires * (2 if is_ours else 1)  # "X fired at our positions"


_SAYING = ("say", "accord", "accuse", "deny", "false")


def _says(sentence: Sentence, m: Mention) -> bool:
    """A side itself says or denies, without a body of its own: "Armenia's army claimed", "a charge Yerevan dismissed"."""
    verbs = sentence.of("say", "accuse", "deny", "false")
    return m.stance == "plain" and any(
        0 < v.first - m.last <= 3 or (0 < m.first - v.last <= 2 and is_verb_first(sentence, v.first))
        for v in verbs
    )


def _is_struck(sentence: Sentence, m: Mention, sides: Sequence[Mention]) -> bool:
    """ "A patrol of X came under fire"; "Y shelled a patrol of X": the second of two behind the verb is hit."""
    passive = sentence.of("under_fire", "under_shelling")
    if any(m.last < t.first for t in passive):
        return True
    fires = sentence.of("fire", "shell", "obstrel", "attack")
    by = [t for t in fires if t.first > m.last and sentence.within(t.first - 3, t.first - 1, "passive_aux")]
    if by and any(o.stance == "agent" and o.first > by[0].last and o.party != m.party for o in sides):
        return True  # "a position of X was fired on by Y"
    fired = [t for t in fires if t.last < m.first]
    return any(
        o.stance == "plain" and o.last < t.first and o.party != m.party and m.first - t.last <= 6
        for t in fired
        for o in sides
    )


def _distance(sentence: Sentence, m: Mention, *categories: str) -> int:
    """Tokens between the mention and the nearest word of these categories; very far where there is none."""
    apart = [t for t in sentence.of(*categories) if t.last < m.first or t.first > m.last]
    return min((max(t.first - m.last, m.first - t.last) for t in apart), default=10**6)
