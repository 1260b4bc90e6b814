"""A counting policy: what is one violation. Without one a number means nothing (field guide, 4.3)."""

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class CountingPolicy:
    """A record, not a flag: old totals never move when a new policy is added.

    policy_id     stable name, as in `holdfire count --policy`
    unit          what is counted: item, episode, shelling, shot, place_day, event
    gap_s         for episodes: a pause longer than this opens a new one
    excludes      observation kinds and statement kinds that the unit leaves out
    one_per_round flash, flight and impact of one round count once
    source        where the rule is stated
    """

    policy_id: str
    title: str
    unit: Literal["item", "episode", "shelling", "shot", "place_day", "event"]
    gap_s: float | None = None
    excludes: frozenset[str] = field(default_factory=frozenset)
    one_per_round: bool = False
    note: str = ""
    source: str = ""
