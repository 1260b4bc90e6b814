"""A toll: the losses that a stretch of a sentence tells, by party."""

from dataclasses import dataclass, field
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


Marks = list[tuple[Match[Any], str]]
