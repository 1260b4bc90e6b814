"""Which arrivals are of one sound? Hypotheses from triples and from known places, then one globally consistent choice.

1. Strong sounds first: every pick as the earliest arrival, triples with two near sensors, the other sensors asked.
2. The rest: the same with fewer picks, on what is left.
3. Places that fired are tried again at every moment that three of their sensors agree on (bursts: same delays).
4. All hypotheses compete for picks; each pick has one owner. The log odds of each weigh timing, amplitude, bearings
   and the silence of sensors that should have heard, against clutter and echoes (kernels.weigh).

Pure and deterministic. Bounded: anchors go in blocks, a crowded neighbourhood is searched in part and counted in `cut`.
"""

from dataclasses import dataclass

import numpy as np

from . import kernels
from .kernels import World
from .numbers import Array, Floats, Ints

GATES = (0.1, 0.15)
SURE = 35.0
BURST_S = 3.0  # rounds of a burst follow within some seconds


@dataclass
class Hypotheses:
    """Rows of possible sounds: theta (N, 3) x, y, t0; cov (N, 3, 3); score (N,) log odds; hits (N, S) picks or -1.

    prior      (N, 3) x, y, 1/sigma2 of the known place it was looked for at, 0 where none
    log_prior  (N,) log rate of such sounds that the score includes
    cut        anchors whose neighbourhood was searched in part
    """

    theta: Floats
    cov: Floats
    score: Floats
    hits: Ints
    prior: Floats
    log_prior: Floats
    cut: int = 0

    def __len__(self) -> int:
        return len(self.score)

    def rows(self, which: Array) -> "Hypotheses":
        return Hypotheses(
            self.theta[which].copy(), self.cov[which].copy(), self.score[which].copy(), self.hits[which].copy(),
            self.prior[which].copy(), self.log_prior[which].copy(), self.cut,
        )  # fmt: skip

    @property
    def n_hits(self) -> Ints:
        return np.asarray(np.sum(self.hits >= 0, axis=1))


def joined(parts: list[Hypotheses]) -> Hypotheses:
    return Hypotheses(
        np.concatenate([p.theta for p in parts]), np.concatenate([p.cov for p in parts]),
        np.concatenate([p.score for p in parts]), np.concatenate([p.hits for p in parts]),
        np.concatenate([p.prior for p in parts]), np.concatenate([p.log_prior for p in parts]), sum(p.cut for p in parts),
    )  # fmt: skip


def nothing(sensors: int) -> Hypotheses:
    return Hypotheses(
        np.zeros((0, 3)), np.zeros((0, 3, 3)), np.zeros(0), np.zeros((0, sensors), np.int64), np.zeros((0, 3)), np.zeros(0)
    )  # fmt: skip


@dataclass(frozen=True)
class Search:
    """How a pass of `seeds` looks: see kernels.seed. `vote` is how many sensors must agree before a fit is made."""

    near: int
    ask: int
    vote: int
    floor: float
    sure: float = 1e9
    enough: float = 1e9
    keep: int = 2
    widest: float = 0.15
    slack: float = 0.05
    most: int = 160
    gates: tuple[float, ...] = GATES


STRONG = Search(near=5, ask=14, vote=6, floor=10.0, sure=SURE, enough=2.0 * SURE, keep=1, most=80)
WEAK = Search(near=8, ask=16, vote=4, floor=0.0)


BLOCK = 8192  # anchors at a time: bounds the room for their hypotheses
TRIPLES = 60_000_000  # a crowded hour is searched in part rather than for ever
THICK = 0.28  # picks a sensor and second from which an anchor is given TRIPLES_IN_THICK triples at most
TRIPLES_IN_THICK = 150


def seeds(world: World, anchors: Ints, how: Search, taken: Array) -> Hypotheses:
    """Hypotheses that start from the given picks, which must be in order of time. Marks picks of sure ones in `taken`."""
    n, room = len(world.sx), how.keep * min(len(anchors), BLOCK) + how.keep
    theta, cov, score = np.empty((room, 3)), np.empty((room, 3, 3)), np.empty(room)
    hits = np.full((room, n), -1, np.int64)
    most = int(min(how.most, max(8.0, np.sqrt(2.0 * TRIPLES / max(len(anchors), 1)))))
    if len(world.t) > THICK * n * float(np.ptp(world.t)):
        most = min(most, int(np.sqrt(2.0 * TRIPLES_IN_THICK)))
    parts = [nothing(n)]
    for first in range(0, len(anchors), BLOCK):
        rows, _, _, cut = kernels.seed(
            world, anchors[first : first + BLOCK], how.near, how.ask, how.slack, how.widest, how.gates, how.keep,
            how.vote, how.floor, how.sure, how.enough, most, taken, theta, cov, score, hits,
        )  # fmt: skip
        log_prior = np.full(rows, world.log_event_rate - world.log_area)
        part = Hypotheses(
            theta[:rows], cov[:rows], score[:rows], hits[:rows], np.zeros((rows, 3)), log_prior, int(cut)
        )
        parts.append(part.rows(np.arange(rows)))
    return joined(parts)


def weighed_again(world: World, found: Hypotheses, fewest: int = 4) -> Hypotheses:
    """The same hypotheses under another world."""
    again = found.rows(np.arange(len(found)))
    again.log_prior = np.where(again.prior[:, 2] > 0, again.log_prior, world.log_event_rate - world.log_area)
    free = np.zeros(len(world.t), np.uint8)
    kernels.weigh_again(
        world, again.theta, again.cov, again.score, again.hits, again.prior, again.log_prior, GATES, fewest, free
    )  # fmt: skip
    return again.rows(np.nonzero(again.score > 0.0)[0])


def pack(
    world: World,
    found: Hypotheses,
    floor: float,
    taken: Array,
    fewest: int = 3,
    gates: tuple[float, ...] = GATES,
) -> Hypotheses:
    """The consistent choice among hypotheses, best first; marks their picks in `taken`. Ordered by time."""
    chosen = np.zeros(len(found), np.uint8)
    kernels.pack(
        world, found.theta, found.cov, found.score, found.hits, found.prior, found.log_prior, gates, fewest, floor, taken, chosen
    )  # fmt: skip
    which = np.nonzero(chosen)[0]
    return found.rows(which[np.argsort(found.theta[which, 2], kind="stable")])


@dataclass(frozen=True)
class Places:
    """Places that fired: at (Q, 4) x, y, sigma m, radius m; times with first (Q+1,); log_base (Q,); n (Q,) sounds each.

    member  (E,) place of each sound, -1: alone
    """

    at: Floats
    times: Floats
    first: Ints
    log_base: Floats
    member: Ints


def known_places(
    world: World, found: Hypotheses, span_s: float, scatter_m: float = 4.0, least_picks: int = 5
) -> Places:
    """Group sounds whose positions agree within their errors; the best-located of a group leads it."""
    spread = np.sqrt(found.cov[:, 0, 0] + found.cov[:, 1, 1])
    order = np.argsort(spread, kind="stable")
    member = np.full(len(found), -1, np.int64)
    centre: list[Floats] = []
    weight: list[float] = []
    n_hits = found.n_hits
    cells: dict[tuple[int, int], list[int]] = {}
    for e in order:
        if spread[e] > 60.0:
            break
        where = found.theta[e, :2]
        cov = found.cov[e, :2, :2]
        best, best_d2 = -1, 9.2
        cx, cy = int(where[0] // 200), int(where[1] // 200)
        for q in {q for i in (-1, 0, 1) for j in (-1, 0, 1) for q in cells.get((cx + i, cy + j), ())}:
            gap = where - centre[q]
            total = cov + np.eye(2) * (scatter_m**2 + 2.0 / weight[q])
            d2 = float(gap @ np.linalg.solve(total, gap))
            if d2 < best_d2:
                best, best_d2 = q, d2
        own = 1.0 / (scatter_m**2 + 0.5 * spread[e] ** 2)
        if best < 0:
            if n_hits[e] < least_picks:
                continue
            best = len(centre)
            centre.append(where.copy())
            weight.append(own)
            cells.setdefault((cx, cy), []).append(best)
        else:
            centre[best] = (centre[best] * weight[best] + where * own) / (weight[best] + own)
            weight[best] += own
        member[e] = best
    count = len(centre)
    at = np.zeros((count, 4))
    times: list[Floats] = []
    base = np.zeros(count)
    for q in range(count):
        of = np.nonzero(member == q)[0]
        at[q, :2] = centre[q]
        at[q, 2] = np.sqrt(scatter_m**2 + 1.0 / weight[q])
        times.append(np.sort(found.theta[of, 2]))
        base[q] = np.log(max(len(of) - 0.8, 0.2) / span_s * 0.5)
        heard = np.any(found.hits[of] >= 0, axis=0)
        at[q, 3] = 1.15 * float(
            np.max(np.hypot(world.sx[heard] - centre[q][0], world.sy[heard] - centre[q][1]))
        )
    first = np.concatenate([[0], np.cumsum([len(t) for t in times])]).astype(np.int64)
    return Places(at, np.concatenate(times) if times else np.zeros(0), first, base, member)


def revisit(world: World, places: Places, taken: Array, fewest: int = 3, floor: float = 0.0) -> Hypotheses:
    """Sounds from known places, wherever `fewest` of their sensors agree on a moment."""
    n, room, step = len(world.sx), 50_000, 16
    out = Hypotheses(
        np.empty((room, 3)), np.empty((room, 3, 3)), np.empty(room), np.full((room, n), -1, np.int64),
        np.zeros((room, 3)), np.zeros(room),
    )  # fmt: skip
    parts = [nothing(n)]
    for q in range(0, len(places.at), step):
        rows = kernels.revisit(
            world, places.at[q : q + step], places.times, places.first[q : q + step + 1], places.log_base[q : q + step],
            BURST_S, 0.035, GATES, fewest, floor, taken, out.theta, out.cov, out.score, out.hits, out.prior, out.log_prior,
        )  # fmt: skip
        parts.append(out.rows(np.arange(rows)))
    return joined(parts)
