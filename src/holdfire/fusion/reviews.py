"""Reviewers' decisions: join, split, lock. An entry of the log each, applied anew whenever incidents are linked.

A body reads {"what": "join" | "split" | "lock", "reports": [id, ...], "reason": "..."}. `join`: these are of one
incident. `split`: no two of these are. `lock`: these, and nothing that is not among them, are one incident. Later
decisions win over earlier ones about the same two reports. Bodies of other kinds are not ours and are left alone.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

MUST, NEVER = 1e4, -1e4


@dataclass
class Decisions:
    """pair -> True (one incident) or False (two); locked: groups that take nobody else; faults: what could not be applied."""

    pairs: dict[tuple[str, str], bool] = field(default_factory=dict)
    locked: list[frozenset[str]] = field(default_factory=list)
    reasons: dict[tuple[str, str], str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def decisions_of(bodies: Sequence[Mapping[str, Any] | str | None], known: frozenset[str]) -> Decisions:
    """Decisions in the order of the log. Reports that are not (yet) known are named in `faults` and passed over."""
    decided = Decisions()
    for number, raw in enumerate(bodies):
        body = json.loads(raw) if isinstance(raw, str) else raw
        if not isinstance(body, Mapping) or body.get("what") not in ("join", "split", "lock"):
            continue
        named = [str(r) for r in body.get("reports") or []]
        missing = [r for r in named if r not in known]
        decided.faults += [f"review {number}: no report {r!r} to {body['what']}" for r in missing]
        reports = sorted({r for r in named if r in known})
        for pair in combinations(reports, 2):
            decided.pairs[pair] = body["what"] != "split"
            decided.reasons[pair] = str(body.get("reason") or "")
        if body["what"] == "lock":
            decided.locked = [group for group in decided.locked if not group & set(reports)]
            decided.locked.append(frozenset(reports))
        elif body["what"] == "split":
            decided.locked = [group for group in decided.locked if len(group & set(reports)) < 2]
    return decided


def applied(
    decided: Decisions, voice_of: Mapping[str, int], left: NDArray, right: NDArray, score: NDArray
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float32]]:
    """The pairs of voices with decisions as overwhelming scores, sorted, each once."""
    table = {(int(a), int(b)): float(s) for a, b, s in zip(left, right, score, strict=True)}
    for (a, b), one in decided.pairs.items():
        i, j = sorted((voice_of[a], voice_of[b]))
        if i != j:
            table[(i, j)] = MUST if one else NEVER
    for group in decided.locked:
        inside = {voice_of[r] for r in group}
        for i, j in list(table):
            if (i in inside) != (j in inside):
                table[(i, j)] = NEVER
    keys = sorted(table)
    return (
        np.array([k[0] for k in keys], np.int32), np.array([k[1] for k in keys], np.int32),
        np.array([table[k] for k in keys], np.float32),
    )  # fmt: skip
