"""Who is opposed to whom in a document: the dyads of the pack among those mentioned, else the only two that act."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from .mention import Mention
from .pack import Pack
from .sentence import Sentence
from .tokens import tokenise

FEW_RIVALS = 2
"""Opponents of a side of which the first may be meant though nobody is named."""


@dataclass
class Sides:
    """Who is opposed to whom in this document: the pack's dyads among those mentioned, else the only two that act."""

    pack: Pack
    mentioned: Counter[str] = field(default_factory=Counter)
    missions: set[str] = field(default_factory=set)  # those that take no side, as far as the text names them
    last_accused: str | None = None
    last_accuser: str | None = None  # who told what it is accused of; MEDIA: the outlet in its own words
    accused: set[str] = field(default_factory=set)  # everybody accused so far
    outlet_side: str | None = None  # whose side's outlet it is, whose "enemy" is that side's
    one_sided: bool = False  # a side's own bulletin
    observed: bool = False  # an observer's document: nobody is accused who is not named

    def learn(self, found: Sequence[Mention]) -> None:
        for m in found:
            if m.stance == "location" and not self.pack.conflict_parties:
                continue  # where it was, and no side of it
            if m.party not in (None, "MEDIA", "RES") and self.pack.is_neutral(m.party) and m.party:
                self.missions.add(m.party)
            if m.party is not None and not self.pack.is_neutral(m.party) and m.stance != "body":
                self.mentioned[m.party] += 2 if m.head in ("force", "target", "military") else 1

    def only_opponent(self, party: str | None) -> str | None:
        """The one opponent that a party has in the pack: whom it means by "the army", though nobody is named."""
        known = self.pack.parties.get(party or "")
        return known.opponents[0] if known is not None and len(known.opponents) == 1 else None

    def meant_by(
        self, party: str | None, teller: str | None, sentence: Sentence, named_here: Sequence[Mention]
    ) -> str | None:
        """ "Armenian forces", told by the Defence Army that is Armenian too: its own, where an adjective alone names them."""
        if party is None or party == teller or not self.pack.takes_sides(teller):
            return party
        one, other = self.pack.parties.get(party), self.pack.parties.get(teller or "")
        rivals = set(one.opponents) if one is not None and self.pack.conflict_parties else set()
        allied = bool(rivals) and other is not None and rivals == set(other.opponents)
        named = [m for m in named_here if m.party == party and m.stance != "body"]
        by_adjective = bool(named) and all(self._is_by_adjective(sentence, m) for m in named)
        if allied and bool(named) and all(self._is_a_slight(sentence, m) for m in named):
            return self.opponent(teller)  # "militants", told by one of whom others say so: its rival's
        return teller if allied and by_adjective else party

    def _is_a_slight(self, sentence: Sentence, m: Mention) -> bool:
        """ "Militants", "mercenaries": one word of the pack that holds no name, by which nobody calls its own ally."""
        one_word = m.form == "force" and sentence.is_word(m.core, "slight")
        return one_word and not self._is_by_adjective(sentence, m)

    def _is_by_adjective(self, sentence: Sentence, m: Mention) -> bool:
        """ "Armenian forces", "the Armenian side": an adjective and what it stands before, and no state by its name."""
        if m.form != "force":
            return m.form == "adjective" and bool(m.head)
        for token in sentence.tokens[m.first : m.first + 2]:
            marks = self.pack.lexicon.scan(tokenise(token.text, 0, len(token.text))).get("party", [])
            if any((x.payload.party, x.payload.form) == (m.party, "adjective") for x in marks):
                return True
        return False

    def rival_named(self, rival: str | None, party: str | None) -> str | None:
        """The rival, where the text names it or the party has no more than two; else the one that it accused before."""
        known = self.pack.parties.get(party or "")
        few = known is not None and len(known.opponents) <= FEW_RIVALS
        if self.mentioned.get(rival or "") or few:
            return rival
        return self.last_accused if self.pack.are_opposed(self.last_accused, party) else None

    def opponent(self, party: str | None) -> str | None:
        if party is None or not self.pack.takes_sides(party):
            return None
        rivals = self._rivals(party)
        if rivals:
            most = max(rivals, key=lambda p: self.mentioned.get(p, 0))
            last = self.last_accused if self.last_accused in rivals else None
            if last is not None and 2 * self.mentioned.get(last, 0) >= max(1, self.mentioned.get(most, 0)):
                return last
            for rival in rivals:
                if self.mentioned.get(rival) and 2 * self.mentioned[rival] >= self.mentioned[most]:
                    return rival
            if self.pack.conflict_parties:  # alone, the generic pack's dyads hold only where both are named
                return rivals[0]
        main = [p for p, n in sorted(self.mentioned.items(), key=lambda pair: (-pair[1], pair[0])) if n >= 2]
        if len(main) == 2 and party in main:
            other = main[0] if main[1] == party else main[1]
            known = [r for r in self._rivals(other) if self.mentioned.get(r)]
            return other if not known else None  # it is opposed to somebody else who is named here
        return None

    def _rivals(self, party: str) -> tuple[str, ...]:
        """Its opponents; without a pack of the conflict those too that name it for theirs and are mentioned."""
        known = self.pack.parties.get(party)
        own = known.opponents if known is not None else ()
        if self.pack.conflict_parties:
            return own
        named = [p for p in self.mentioned if p not in own and p in self.pack.parties]
        return (*own, *sorted(p for p in named if party in self.pack.parties[p].opponents))
