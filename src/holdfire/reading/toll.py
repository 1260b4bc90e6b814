"""A toll: the losses that a stretch of a sentence tells, by party."""

from collections.abc import Container
from dataclasses import dataclass, field, replace
from typing import Any

from .lexicon import Match

CIV, UNSPEC = "CIV", "UNSPEC"


@dataclass
class Toll:
    """killed and wounded by party; first..last the tokens that say so; none: that there were none; cause: token of it."""

    killed: dict[str, int | None] = field(default_factory=dict)
    wounded: dict[str, int | None] = field(default_factory=dict)
    first: int = 0
    last: int = 0
    none: bool = False
    victims: str | None = None
    is_passive: bool = True
    hedge: str | None = None


@dataclass(frozen=True)
class Losses:
    """The killed and wounded by party (None: how many is not told), and whose they are; None: nobody says it."""

    victims: str | None
    killed: dict[str, int | None]
    wounded: dict[str, int | None]

    def renamed(self, was: Container[str], party: str) -> "Losses":
        """The same numbers, where they were told of one of `was` now of the party."""
        killed, wounded = (
            {party if k in was else k: v for k, v in lost.items()} for lost in (self.killed, self.wounded)
        )
        return replace(self, killed=killed, wounded=wounded)

    def of(self, party: str, *was: str) -> "Losses":
        """They are the party's, with the numbers that were told of one of `was`."""
        return replace(self.renamed(was, party), victims=party)

    def none_of(self, party: str) -> "Losses":
        """Nobody of the party was killed, wounded, or either: what was denied, of the party alone."""
        killed, wounded = (
            dict[str, int | None]({party: 0} if lost else {}) for lost in (self.killed, self.wounded)
        )
        return Losses(party, killed, wounded)

    def tells_of(self, party: str) -> bool:
        return party in self.killed or party in self.wounded


Marks = list[tuple[Match[Any], str]]
