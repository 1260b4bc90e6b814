"""Armed groups that no pack knows, as the document itself introduces them: "the Highland Liberation Front (HLF)", "HLF fighters".

For a conflict that nobody prepared for. A name counts only where the text says that it is armed: by a word of such groups in
the name ("front", "movement", "brigades"), or by fighters, forces or rebels called by it. Its abbreviation is the party's id, and
nothing is known of it but its names: no opponent, no side. Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from .lexicon import Match
from .pack import Pack
from .pack_parts import Party, PartyWord
from .sentence import Sentence
from .tokens import Token

SHORTEST, LONGEST = 3, 7
MOST_WORDS = 8
"""Words of a name before its abbreviation."""
_KNOWN = ("party", "outlet", "weapon", "observer_word", "place", "body")


@dataclass(frozen=True)
class Group:
    """id  the abbreviation as written; names  folded words of each name, the abbreviation among them"""

    id: str
    names: tuple[tuple[str, ...], ...]


def introduced_groups(marked: Sequence[Sentence], pack: Pack) -> tuple[Group, ...]:
    """In order of their ids; those that a pack knows, observers and outlets are none."""
    named: dict[str, set[tuple[str, ...]]] = {}
    for sentence in marked:
        known = {i for m in sentence.of(*_KNOWN) for i in range(m.first, m.last + 1)}
        for at, token in enumerate(sentence.tokens):
            if not _is_abbreviation(token) or at in known or token.text in pack.parties:
                continue
            name = _name_before(sentence, at)
            is_armed = bool(name) and bool(sentence.within(at - 1 - len(name), at - 2, "group_word"))
            if is_armed and name and not sentence.within(at - 1 - len(name), at - 2, "observer_word"):
                named.setdefault(token.text, set()).add(name)
            elif _fights(sentence, at) or _is_described(sentence, at) or _acts(sentence, at):
                named.setdefault(token.text, set())
    return tuple(Group(id, ((id.lower(),), *sorted(named[id]))) for id in sorted(named))


def with_groups(pack: Pack, groups: Sequence[Group]) -> Pack:
    """The pack that knows these groups as parties; for this document only."""
    if not groups:
        return pack
    return replace(pack, parties={**pack.parties, **{g.id: Party(g.id, g.id, is_group=True) for g in groups}})


def mark_groups(sentence: Sentence, groups: Sequence[Group]) -> Sentence:
    """The sentence with the groups' names marked as parties, where no party is marked already."""
    taken = {i for m in sentence.of("party") for i in range(m.first, m.last + 1)}
    found: list[Match[PartyWord]] = []
    for group in groups:
        for name in sorted(group.names, key=len, reverse=True):
            for at in range(len(sentence.tokens) - len(name) + 1):
                span = range(at, at + len(name))
                if tuple(sentence.keys(at, at + len(name) - 1)) != name or taken & set(span):
                    continue
                if len(name) == 1 and not sentence.tokens[at].text.isupper():
                    continue
                found.append(Match(at, at + len(name) - 1, PartyWord(group.id, "group")))
                taken |= set(span)
    if not found:
        return sentence
    parties = sorted([*sentence.of("party"), *found], key=lambda m: (m.first, -m.last))
    return replace(sentence, marks={**sentence.marks, "party": parties})


def _is_abbreviation(token: Token) -> bool:
    letters = sum(c.isalpha() for c in token.text)
    return SHORTEST <= len(token.text) <= LONGEST and letters >= 2 and token.text.isupper()


def _name_before(sentence: Sentence, at: int) -> tuple[str, ...]:
    """The capital words before "(ABC)", small words between them included; empty where it is not in brackets."""
    tokens = sentence.tokens
    if at < 3 or tokens[at - 1].text != "(" or sentence.keys(at + 1, at + 1) != [")"]:
        return ()
    first = end = at - 1
    for i in range(at - 2, max(-1, at - 2 - MOST_WORDS), -1):
        if tokens[i].kind != "word":
            break
        if tokens[i].is_capital:
            first = i
        elif i < at - 4 and first < end and first - i > 2:
            break
    words = [t.key for t in tokens[first:end]]
    return tuple(words) if len(words) >= 2 else ()


def _is_described(sentence: Sentence, at: int) -> bool:
    """ "(ABC), the main rebel group": what stands behind its letters says that it is armed."""
    if (
        sentence.keys(at + 1, at + 1) != [")"]
        or sentence.tokens[min(at + 2, len(sentence.tokens) - 1)].text != ","
    ):
        return False
    return bool(sentence.within(at + 3, at + 8, "armed_group"))


def _acts(sentence: Sentence, at: int) -> bool:
    """ "The ABC fired seven shells": letters that shoot or attack are of an armed group."""
    if sentence.keys(at - 1, at - 1) != ["the"]:
        return False
    verbs = [m for m in sentence.of("fire", "attack", "shell") if 0 < m.first - at <= 2]
    return any(
        sentence.tokens[m.first].key.endswith("ed") or sentence.tokens[m.first].key == "struck" for m in verbs
    )


def _fights(sentence: Sentence, at: int) -> bool:
    """ "ABC fighters", "ABC rebels": armed people of that name stand right behind it."""
    people = sentence.within(at + 1, at + 2, "fighters")
    return bool(people) and people[0].first == at + 1 and not sentence.within(at + 1, at + 3, "observer_word")
