"""What the record says of each incident, in columns: the only thing that a clause's predicates look at.

A column is float64; nan is "the record does not say". Times are seconds since 1970 UTC. Quantities that are known
within bounds have two columns, `<name>_low` and `<name>_high`. What differs by party has the party in its name:
`p_side.ARM`, `notice_low.ARM`. Facts come from the register (`from_register`) or from a [[case]] beside a clause
(`given`), and a clause cannot tell which.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from holdfire.model.kinds import Kind

from .geometry import Geometry
from .truth import Bools, Floats

KINDS: tuple[str, ...] = tuple(Kind)
KIND_BIT = {kind: 1 << number for number, kind in enumerate(KINDS)}

TIMED = ("notice", "reply", "media", "exercise")
"""Acts of a party with a time: notice to the other side, reply to its notice, official word to the media, an exercise
announced. Each has `<act>_low.<party>` and `<act>_high.<party>`."""


def no_evidence(row: int, what: str, party: str | None) -> list[str]:
    return []


@dataclass(frozen=True)
class Facts:
    """size rows. `kinds` is a bit mask over KINDS of what all its reports say happened; `kind` the incident's own.

    evidence(row, what, party) gives the ids of the rows behind a fact: statements, detections, log entries.
    """

    size: int
    parties: tuple[str, ...]
    ids: Sequence[str]
    kind: np.ndarray
    kinds: np.ndarray
    columns: Mapping[str, Floats]
    speaks: Mapping[str, Bools]
    geometry: Geometry
    evidence: Callable[[int, str, str | None], list[str]] = field(default=no_evidence, compare=False)

    def column(self, name: str) -> Floats:
        """The column, or one that says nothing."""
        found = self.columns.get(name)
        return found if found is not None else np.full(self.size, np.nan)

    def bounds(self, name: str, party: str | None = None) -> tuple[Floats, Floats]:
        suffix = f".{party}" if party else ""
        return self.column(f"{name}_low{suffix}"), self.column(f"{name}_high{suffix}")

    def one(self, row: int) -> "Facts":
        """The facts of one incident alone: its row 0. Evidence is still asked of the whole, by the incident's own row."""
        at = slice(row, row + 1)
        return Facts(
            1, self.parties, [self.ids[row]], self.kind[at], self.kinds[at], {name: c[at] for name, c in self.columns.items()},
            {party: said[at] for party, said in self.speaks.items()}, self.geometry.one(row, self.size),
        )  # fmt: skip

    def opponents(self, party: str | None) -> list[str]:
        return [p for p in self.parties if p != party]


def kind_code(kind: str) -> int:
    return KINDS.index(kind)


def mask_of(kinds: Sequence[str]) -> int:
    mask = 0
    for kind in kinds:
        mask |= KIND_BIT[kind]
    return mask


def empty_facts(size: int, parties: Sequence[str], **more: Any) -> Facts:
    """Facts that say nothing but their number."""
    return Facts(
        size=size,
        parties=tuple(sorted(parties)),
        ids=more.get("ids", [str(i) for i in range(size)]),
        kind=more.get("kind", np.full(size, -1, np.int8)),
        kinds=more.get("kinds", np.zeros(size, np.uint32)),
        columns=more.get("columns", {}),
        speaks=more.get("speaks", {p: np.zeros(size, bool) for p in parties}),
        geometry=more.get("geometry", Geometry()),
        evidence=more.get("evidence", no_evidence),
    )
