"""A phrase that names a party, and the head words that make it a force, a target or a body."""

from dataclasses import dataclass

from .sentence import Sentence

HEADS = ("body", "target", "force", "military", "civilian")
AFTER_LIMIT = 5
QUOTES = frozenset('"“”«»„')


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


def heads_of(sentence: Sentence) -> dict[int, tuple[int, str]]:
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


def phrase_of(
    sentence: Sentence, heads: dict[int, tuple[int, str]], first: int, last: int, form: str = ""
) -> tuple[int, int, str]:
    """Widen a party's word to its phrase: heads right of it ("Armenian army positions"), heads left ("units of ...")."""
    tokens = sentence.tokens
    head = ""
    over = [(end, kind) for begin, (end, kind) in heads.items() if first < begin <= last < end]
    if over:  # "Indian [Army spokesman]": the head word began inside the party's own words
        last, head = max(over)
    located = (
        form == "capital" and first > 0 and sentence.is_word(first - 1, "within_place")
    )  # "in Juba peacekeepers"
    at = last + 1 if form not in ("body", "person") and not located else len(tokens)
    while at < len(tokens) and at - last <= AFTER_LIMIT:
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
            and not any(m.first <= at <= m.last for m in sentence.of("numbers")) and not tokens[at].is_capital and not is_link(sentence, at) and at - last == 1
            and not any(m.first <= at <= m.last for m in sentence.of("fire", "say", "accuse", "each_other", "obstrel", "under_fire", "under_shelling", "weapon_fire", "incursion", "return_fire", "launched", "shootdown", "damaged", "deny", "truce", "restriction", "movement", "mine", "violate", "shell", "no", "attack", "killed", "wounded", "use", "u_times", "enemy", "own", "both", "party", "past_verb"))
        ):  # fmt: skip
            at = skipped
            continue
        break
    left = first
    for _ in range(3):
        before = left - 1
        linked = False
        while before >= 0 and sentence.is_word(before, "link"):
            linked = linked or not sentence.is_word(before, "article")
            before -= 1
        got = next(((f, h) for f, h in heads.items() if h[0] == before and f < left), None)
        if got is None:
            got = _office_in(sentence, left, form)
            linked = got is not None
        if got is None or (not linked and not _genitive_follows(sentence, left)):
            break
        if got[1][1] == "target" and any(p.first < got[0] <= p.last for p in sentence.of("place")):
            break  # "in the D region the mission heard": the region's own word is no post of the mission
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
    return first > 0 and sentence.tokens[at].text in QUOTES and sentence.tokens[first - 1].text in QUOTES


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


def is_link(sentence: Sentence, at: int) -> bool:
    """A word between a party and what belongs to another: "to", "from", "by", a verb."""
    return any(
        m.first <= at <= m.last for m in sentence.of("to_target", "from_origin", "by_agent")
    ) or sentence.is_word(at, "between_phrases")
