"""Reports -> incidents: block, score, cluster. What `holdfire link`, the fusion stage and Spark's workers all call.

`score_pairs` gives every plausible pair of voices its log odds of being one incident; it looks no further than a
fortnight to either side, so it can be run on stretches of time (`shards`) with the same result. `join` turns scores into
incidents. Reports of one coding are one voice and always of one incident.

Three models. "learned" (default of the command): named terms plus the learned residual, for reports of format 6.3.
"plain": named terms, weighed, and the company a pair keeps (`company`). "case": the bare named terms, for a case's
statements, where every line of a proof must be disputable.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from . import features, terms, trees
from .blocking import GAP_H, KEEP, REACH_KM, block, keep_for
from .calibrate import em_tables
from .cluster import clusters, neighbours
from .columns import T_HI, T_LO, Reports, Voices, voices_of
from .company import WEIGHTS, plain_scores
from .season import SEASON_H, season_of

Floats = NDArray[np.float64]
__all__ = [
    "KEEP",
    "Linked",
    "Pairs",
    "Settings",
    "Span",
    "em_settings",
    "join",
    "keep_for",
    "link",
    "score_pairs",
    "shards",
]
PARTS = (*terms.TERMS, "prior", "rest")
"""Columns of Pairs.terms; the rest is "company" in the plain model, "learned" in the learned one, nothing in a case."""
FLOORS = {"learned": -4.0, "plain": -6.0, "case": -4.5}
"""Pairs whose named terms add up to less are dropped before anything dearer looks at them."""
LEAST_SCORE = -4.7
"""Pairs below this (p < .009) are dropped in the end: for clustering they are as good as never compared."""
LEAN = 0.5
PAIR_FLOOR = -4.8
"""Pairs below this after the pair trees are dropped before the context trees."""


@dataclass(frozen=True)
class Settings:
    """model, constants of the terms, prior; shard_rows bounds memory and changes no result."""

    model: Literal["learned", "plain", "case"] = "learned"
    tables: Floats = field(default_factory=lambda: terms.START_TABLES.copy())
    prior: float = 0.0
    lean: float = LEAN
    across_km: float = 0.0
    spread_h: float = terms.SPREAD_H
    shard_rows: int = 150_000
    keep: int = KEEP


@dataclass(frozen=True)
class Pairs:
    """left, right (P,) voices; score (P,) log odds; terms (P, 10) PARTS, which add up to the
    score, or (0, 10) where they were not asked for."""

    left: NDArray[np.int32]
    right: NDArray[np.int32]
    score: NDArray[np.float32]
    terms: NDArray[np.float32]
    capped: int = 0

    @property
    def p(self) -> Floats:
        return 1.0 / (1.0 + np.exp(-self.score.astype(np.float64)))


@dataclass(frozen=True)
class Linked:
    """reports' voices, the scored pairs, and `label` (M,): the lowest voice of each voice's incident."""

    voices: Voices
    pairs: Pairs
    label: NDArray[np.int32]


def link(reports: Reports, settings: Settings | None = None, *, keep_terms: bool = False) -> Linked:
    """Blocks, scores and joins. Deterministic; the order of the rows does not matter."""
    settings = settings or Settings()
    voices = voices_of(reports)
    settings = replace(settings, keep=min(settings.keep, keep_for(voices)))
    found = [score_pairs(voices, span, settings, keep_terms=keep_terms) for span in shards(voices, settings)]
    pairs = concatenated(found)
    return Linked(voices, pairs, join(len(voices), pairs, settings.lean))


def join(n: int, pairs: Pairs, lean: float = 0.0) -> NDArray[np.int32]:
    """Incidents from scored pairs; see `cluster`. `lean` is added to every score: above 0 a doubtful pair is joined."""
    return clusters(n, pairs.left, pairs.right, pairs.score + np.float32(lean))


def concatenated(found: list[Pairs]) -> Pairs:
    if len(found) == 1:
        return found[0]
    return Pairs(
        np.concatenate([f.left for f in found]), np.concatenate([f.right for f in found]),
        np.concatenate([f.score for f in found]), np.concatenate([f.terms for f in found]),
        sum(f.capped for f in found),
    )  # fmt: skip


@dataclass(frozen=True)
class Span:
    """Voices [start, end) own their pairs (by the left one); [low, high) is what must be seen to score them."""

    start: int
    end: int
    low: int
    high: int


def shards(voices: Voices, settings: Settings) -> Iterator[Span]:
    """Stretches of time that can be scored alone, with the overlap that makes the result the same as in one piece."""
    n = len(voices)
    if n <= settings.shard_rows * 1.3:
        yield Span(0, n, 0, n)
        return
    middle = np.nan_to_num(
        (voices.place[:, T_LO] + voices.place[:, T_HI]) / 2, nan=-9e9
    )  # the undated come first
    reach = 2 * reach_h(voices)
    margin = max(terms.REGION_H, SEASON_H)
    end = 0
    while end < n:
        start = end
        # never a cut within one moment: either side would have to see all of it
        end = int(np.searchsorted(middle, middle[min(n, start + settings.shard_rows) - 1], side="right"))
        low = int(np.searchsorted(middle, middle[start] - reach - margin))
        # a pair's right partner lies one reach later, and its context another two
        high = int(np.searchsorted(middle, middle[end - 1] + 1.5 * reach + margin, side="right"))
        yield Span(start, end, low, high)


def reach_h(voices: Voices) -> float:
    """How far apart in time the middles of two candidates can be."""
    half = (voices.place[:, T_HI] - voices.place[:, T_LO])[voices.linkable] / 2
    widest = float(half.max()) if half.size else 0.0
    return 2 * widest + 24.0 + GAP_H


def part_of(voices: Voices, low: int, high: int) -> Voices:
    return Voices(
        voices.place[low:high], voices.code[low:high], np.zeros(0, np.int32), voices.first[low:high],
        voices.linkable[low:high],
    )  # fmt: skip


def score_pairs(
    voices: Voices,
    span: Span,
    settings: Settings,
    *,
    keep_terms: bool = False,
    weights: NDArray[np.float32] | None = None,
) -> Pairs:
    """Scored pairs that the span owns, numbered as in `voices`.

    weights  (M,) share of an incident that each voice stands for, where a first linking has told ("case" model only)
    """
    part = part_of(voices, span.low, span.high)
    blocked = block(part, REACH_KM + 2 * settings.across_km, settings.keep)
    left, right = blocked.left, blocked.right
    near = terms.surroundings(part, None if weights is None else weights[span.low : span.high])
    background = near / np.float32(terms.REPORTS_PER_INCIDENT) if weights is None else near
    named, levels = terms.pair_terms(
        left, right, part.place, part.code, background, settings.tables, terms.COARSE_OF,
        settings.across_km, settings.spread_h,
    )  # fmt: skip
    total = named.sum(axis=1) + np.float32(settings.prior)
    keep = total > (FLOORS[settings.model])
    left, right, named, levels, score = left[keep], right[keep], named[keep], levels[keep], total[keep]
    none = np.zeros((left.size, 2), np.float32)
    if settings.model == "learned":
        left, right, score, parts = _learned(part, left, right, near, named, levels, keep_terms)
    elif settings.model == "plain":
        score, parts = plain_scores(part, left, right, near, named)
    else:
        none[:, 0] = settings.prior
        parts = np.concatenate([named, none], axis=1)
    owned = (left >= span.start - span.low) & (left < span.end - span.low) & (score > LEAST_SCORE)
    return Pairs(
        left[owned] + np.int32(span.low), right[owned] + np.int32(span.low), score[owned],
        parts[owned] if keep_terms else parts[:0], blocked.capped,
    )  # fmt: skip


def _learned(
    part: Voices, left: Any, right: Any, near: Any, named: Any, levels: Any, keep_terms: bool
) -> tuple[Any, Any, Any, Any]:
    """Log odds by the pair trees, then by the context trees and the last line for the pairs still in play."""
    pair, context, line = trees.shipped()
    none, no_context = np.zeros(0, np.float32), np.zeros((0, features.N_AROUND), np.float32)
    season = season_of(part, near)
    t = pair
    first = trees.scores(
        left, right, part.place, part.code, near, named, levels, none, no_context, season,
        t.feature, t.threshold, t.child, t.value, t.roots, t.base,
    )  # fmt: skip
    keep = first > PAIR_FLOOR
    left, right, named, levels, first = left[keep], right[keep], named[keep], levels[keep], first[keep]
    head, to, edge = neighbours(len(part), left, right)
    around = np.empty((left.size, features.N_AROUND), np.float32)
    features.context_of(left, right, first, head, to, edge, part.code, around)
    t = context
    score = trees.scores(
        left, right, part.place, part.code, near, named, levels, first, around, season,
        t.feature, t.threshold, t.child, t.value, t.roots, t.base,
    )  # fmt: skip
    score = trees.evened(line, score, near, left, right)
    parts = np.zeros((left.size if keep_terms else 0, len(PARTS)), np.float32)
    if keep_terms:
        parts[:, :8] = named
        parts[:, 9] = score - named.sum(axis=1)
    return left, right, score, parts


EM_REPORTS = 60_000
"""Of a larger case, so many consecutive reports from its middle teach the tables."""


def em_settings(reports: Reports, settings: Settings) -> Floats:
    """Agreement tables of the plain model re-estimated on the case's own pairs, without labels; see `calibrate`."""
    voices = voices_of(reports)
    n = len(voices)
    low = max(0, (n - EM_REPORTS) // 2)
    part = part_of(voices, low, min(n, low + EM_REPORTS))
    blocked = block(part, REACH_KM + 2 * settings.across_km)
    near = terms.surroundings(part)
    named, levels = terms.pair_terms(
        blocked.left, blocked.right, part.place, part.code, near / np.float32(terms.REPORTS_PER_INCIDENT),
        settings.tables, terms.COARSE_OF, settings.across_km, settings.spread_h,
    )  # fmt: skip
    keep = named.sum(axis=1) > FLOORS["plain"]
    left, right, named, levels = blocked.left[keep], blocked.right[keep], named[keep], levels[keep]
    score, parts = plain_scores(part, left, right, near, named)
    fixed = score - parts[:, 3:8].sum(axis=1)
    return em_tables(settings.tables, levels, fixed.astype(np.float64), WEIGHTS[3:8].astype(np.float64))
