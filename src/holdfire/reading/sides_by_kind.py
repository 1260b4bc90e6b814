"""Whose "the army", "government troops", "the rebels" are in a conflict that no pack prepares: of a state against an armed group.

Where the text tells of one armed group, "the rebels" are its; where it tells of one state, or the group has one state for
an opponent, "the army" is that state's. Two of a kind, and the word is nobody's: nothing is guessed. "The group" is the
group named last. A word whose owner stands beside it ("X's army", "the Northland Army") keeps that owner. Pure.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from .lexicon import Match
from .mediators import stands_aside
from .mention import HEADS
from .pack import Pack
from .pack_parts import PartyWord
from .sentence import Sentence
from .stances import TRIGGER_NOUNS
from .unnamed_rebels import REBELS, states_of_rebels, tells_of_rebels, with_rebels, without_owners


def mark_sides(marked: Sequence[Sentence], pack: Pack, on: date | None = None) -> tuple[list[Sentence], Pack]:
    """The sentences, "the army" and "the rebels" marked as the parties that they are of in this document.

    on  the day of the document, for groups that came to govern a state
    Returned with the pack, which knows rebels of no name for a party where the text tells of such.
    """
    marked = _as_states(marked, pack, on)
    named = Counter(m.payload.party for sentence in marked for m in sentence.of("party"))
    taking = {
        m.payload.party
        for sentence in marked
        for m in sentence.of("party")
        if not stands_aside(sentence, m.first, m.last)
    }
    sides = [p for p in named if pack.takes_sides(p)]
    groups = [p for p in sides if pack.is_group(p) and not pack.has_army(p)]
    owners = states_of_rebels(marked, pack)
    groups = [g for g in groups if _is_of(pack, g, owners)]
    state = _state(marked, pack, groups, [p for p in sides if pack.has_army(p) and p in taking], owners)
    rebels = _rebels(marked, groups)
    if not groups and tells_of_rebels(marked):
        rebels, pack = REBELS, with_rebels(pack, sorted(owners) or ([state] if state else []))
        groups = [REBELS]
    directions = _directions(marked)
    last: str | None = None
    out: list[Sentence] = []
    for sentence in marked:
        found: list[Match[PartyWord]] = []
        sentence = without_owners(sentence, pack)
        parties = sentence.of("party")
        kinds = (("state_side", state), ("state_ministry", state), ("group_side", rebels), ("that_group", None), ("bare_troops", state if groups else None))  # fmt: skip
        for category, party in kinds:
            for match in sentence.of(category):
                if category == "bare_troops" and not _opens_clause(sentence, match.first):
                    continue
                if category == "that_group":
                    before = [
                        m.payload.party
                        for m in parties
                        if m.last < match.first
                        and m.payload.party in groups
                        and not _is_owner(sentence, m.first)
                    ]
                    party = before[-1] if before else last
                if party is not None and (
                    _stands_alone(sentence, match) or _is_of_people(sentence, match, party)
                ):
                    found.append(
                        Match(
                            match.first,
                            match.last,
                            PartyWord(
                                party,
                                _form(sentence, match),
                                of_group=category in ("group_side", "that_group"),
                            ),
                        )
                    )
        last = next(
            (
                m.payload.party
                for m in reversed(parties)
                if m.payload.party in groups and not _is_owner(sentence, m.first)
            ),
            last,
        )
        for category, party in directions.items():
            for match in sentence.of(category):
                if sentence.tokens[match.last].is_capital and _stands_alone(sentence, match):
                    found.append(Match(match.first, match.last, PartyWord(party, "force")))
        if found:
            marks = {
                **sentence.marks,
                "party": sorted([*parties, *_apart(found)], key=lambda m: (m.first, -m.last)),
            }
            sentence = replace(sentence, marks=marks)
        out.append(sentence)
    return out, pack


def _is_of(pack: Pack, group: str, owners: set[str]) -> bool:
    """A group that may be the rebels of these states: none is named, or it is no other state's alone."""
    known = pack.parties[group].opponents
    return not owners or not known or any(pack.are_opposed(group, state) for state in owners)


def _is_of_people(sentence: Sentence, match: Match[PartyWord], party: str) -> bool:
    """ "Said that Highland rebels had": rebels of no name, called by their land or people."""
    if party != REBELS or not sentence.within(match.first, match.last, "rebel_word"):
        return False
    before = sentence.tokens[match.first - 1] if match.first > 0 else None
    near = any(p.first <= match.last + 1 and match.first - 1 <= p.last for p in sentence.of("party"))
    return before is not None and before.kind == "word" and before.is_capital and not near


def _as_states(marked: Sequence[Sentence], pack: Pack, on: date | None) -> Sequence[Sentence]:
    """An army that is a party of its own against one group is its state's in a text that does not name that group.

    A group that came to govern a state is that state in a text of a later day.
    """
    named = {m.payload.party for sentence in marked for m in sentence.of("party")}
    state_of: dict[str, str] = {}
    for p in sorted(named):
        party = pack.parties[p]
        governs = party.since is not None and on is not None and on >= party.since
        alone = party.since is None and not named & set(party.opponents)
        if party.forces_of and (governs or alone):
            state_of[p] = party.forces_of
    if not state_of:
        return marked
    out: list[Sentence] = []
    for sentence in marked:
        parties = [
            replace(m, payload=replace(m.payload, party=state_of[m.payload.party], form="force"))
            if m.payload.party in state_of
            else m
            for m in sentence.of("party")
        ]
        out.append(replace(sentence, marks={**sentence.marks, "party": parties}) if parties else sentence)
    return out


def _opens_clause(sentence: Sentence, at: int) -> bool:
    """ "(It said that) troops attacked": nothing before it that might say whose."""
    return at == 0 or sentence.tokens[at - 1].key == "that"


def _is_owner(sentence: Sentence, at: int) -> bool:
    """ "A faction of the X": X is named for what another is of."""
    return sentence.keys(at - 2, at - 1) == ["of", "the"] or sentence.keys(at - 1, at - 1) == ["of"]


def _directions(marked: Sequence[Sentence]) -> dict[str, str]:
    """ "The South" in a text of South and North Xland: category of the direction -> the one party whose name opens with it."""
    named: dict[str, set[str]] = {}
    for sentence in marked:
        for m in sentence.of("party"):
            if m.last > m.first:
                for category in ("the_north", "the_south"):
                    if sentence.within(m.first, m.first, f"{category}ern"):
                        named.setdefault(category, set()).add(m.payload.party)
    return {
        category: parties.pop()
        for category, parties in named.items()
        if len(parties) == 1 and len(named) == 2
    }


def _state(
    marked: Sequence[Sentence],
    pack: Pack,
    groups: Sequence[str],
    states: Sequence[str],
    owners: set[str],
) -> str | None:
    """The one state that "the army" is of: the groups' opponent, else the only state named. None: cannot be told."""
    rivals = {p for p in pack.parties if pack.has_army(p) and any(pack.are_opposed(p, g) for g in groups)}
    here = [p for p in states if p in rivals] or [p for p in states if p in owners]
    with_troops = {
        m.payload.party
        for sentence in marked
        for m in sentence.of("party")
        if m.payload.party in states and sentence.within(m.last + 1, m.last + 1, "force", "military")
    }
    likely = here or (sorted(rivals) if len(rivals) == 1 else list(states))
    if len(likely) != 1 or (with_troops - set(likely) and not owners):
        return None
    if pack.is_group(likely[0]) and _is_called_army(marked, groups):
        return None  # of two rivals both may be "the army"
    if _says_it_has_army(marked, groups):
        return None
    return likely[0]


def _is_called_army(marked: Sequence[Sentence], groups: Sequence[str]) -> bool:
    """A group's own name in the text holds the word: "the National Army"."""
    return any(
        m.payload.party in groups and sentence.within(m.first, m.last, "state_side")
        for sentence in marked
        for m in sentence.of("party")
    )


def _says_it_has_army(marked: Sequence[Sentence], groups: Sequence[str]) -> bool:
    """ "The Houthi army spokesman": a text that gives the group an army means it by "the army" as well."""
    return any(
        m.payload.party in groups and sentence.within(m.last + 1, m.last + 1, "state_side")
        for sentence in marked
        for m in sentence.of("party")
    )


def _rebels(marked: Sequence[Sentence], groups: Sequence[str]) -> str | None:
    """The one group, or of several the one that the text calls by the word: "X rebels"."""
    if len(groups) < 2:
        return groups[0] if groups else None
    called = {
        m.payload.party
        for sentence in marked
        for m in sentence.of("party")
        if m.payload.party in groups
        and any(m.first < r.first <= m.last + 1 for r in sentence.of("group_side"))
    }
    return called.pop() if len(called) == 1 else None


def _apart(found: Sequence[Match[PartyWord]]) -> list[Match[PartyWord]]:
    """The longest of those that share a token."""
    kept: list[Match[PartyWord]] = []
    for match in sorted(found, key=lambda m: (m.first - m.last, m.first)):
        if not any(match.first <= k.last and k.first <= match.last for k in kept):
            kept.append(match)
    return kept


def _stands_alone(sentence: Sentence, match: Match[PartyWord]) -> bool:
    """No owner beside it, no part of a name, and no other thing that is only called by it ("military operations")."""
    near = sentence.of("party")
    if any(p.first <= match.last and match.first <= p.last for p in near):
        return False
    if any(p.last == match.first - 1 or p.first == match.last + 1 for p in near):
        return False  # "the X army", "the paramilitary X"
    before = sentence.tokens[match.first - 1] if match.first > 0 else None
    dated = sentence.within(match.first - 1, match.first - 1, "months", "weekdays", "an_article")
    if before is not None and before.kind == "word" and before.is_capital and match.first > 1 and not dated:
        return False
    if before is not None and before.key == "pro":  # "the pro-rebel website", "pro-government fighters"
        return bool(sentence.within(match.last + 1, match.last + 2, "media_word", "force", "military"))
    of_noun = sentence.within(match.last + 1, match.last + 1, *HEADS, "statement_word", "media_word")
    if before is not None and before.key in ("a", "an") and of_noun:
        return True  # "an army officer", "a government statement"
    if before is not None and (
        before.text.endswith(("'s", "’s")) or sentence.within(match.first - 1, match.first - 1, "no_owner")
    ):
        return False
    behind = sentence.within(match.last + 1, match.last + 1, "side_noun")
    owner_at = match.last + 2 + (sentence.keys(match.last + 2, match.last + 2) == ["the"])
    owner = sentence.keys(match.last + 1, match.last + 1) == ["of"] and (
        owner_at < len(sentence.tokens) and sentence.tokens[owner_at].is_capital
    )
    return not behind and not owner


def _form(sentence: Sentence, match: Match[PartyWord]) -> str:
    """ "Rebel positions", "army shelling": said of a noun behind it as an adjective is; "the rebels": a group's name."""
    nouns = sentence.within(match.last + 1, match.last + 1, *HEADS, *TRIGGER_NOUNS)
    return "adjective" if any(m.first == match.last + 1 for m in nouns) else "force"
