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
    decided: Decisions,
    voice_of: Mapping[str, int],
    left: NDArray[np.int32],
    right: NDArray[np.int32],
    score: NDArray[np.float32],
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float32]]:
    """The pairs of voices with decisions as overwhelming scores, sorted, each once.

    A decision about two reports of one coding cannot part them: they are one voice.
    """
    if not decided.pairs and not decided.locked:
        return left, right, score
    verdict: dict[int, float] = {}
    for (a, b), one in decided.pairs.items():
        i, j = sorted((voice_of[a], voice_of[b]))
        if i != j:
            verdict[(i << 32) | j] = MUST if one else NEVER
    score = score.copy()
    for group in decided.locked:
        inside = np.zeros(int(max(*voice_of.values(), 0)) + 1, bool)
        inside[[voice_of[r] for r in group]] = True
        score[inside[left] != inside[right]] = NEVER
    key = (left.astype(np.int64) << 32) | right
    decisions = np.array(sorted(verdict), np.int64)
    rest = ~np.isin(key, decisions)
    key = np.concatenate([key[rest], decisions])
    score = np.concatenate([score[rest], np.array([verdict[int(k)] for k in decisions], np.float32)])
    order = np.argsort(key, kind="stable")
    key, score = key[order], score[order]
    return (key >> 32).astype(np.int32), (key & 0xFFFFFFFF).astype(np.int32), score
