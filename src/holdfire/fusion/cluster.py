"""From signed pair scores to incidents: greedy additive edge contraction, then local moves. Never connected components.

Joining by chains ("a is like b, b is like c") collapses as the data grow; here every pair inside a cluster speaks,
for or against, and a pair that was never compared speaks against with UNCOMPARED.
Method: GAEC (Keuper et al. 2015) with a compiled heap over hashed edges, then moves of single members and joins of
clusters (Kernighan-Lin style) while the sum of scores inside clusters rises. Deterministic: ties go to the lower index.
Checked against exhaustive search on small graphs in tests/fusion/test_kernels.py.
"""

import numpy as np
from numpy.typing import NDArray

from .kernels import kernel

UNCOMPARED = -3.0
CLIP_LOW, CLIP_HIGH = -6.0, 8.0
DECIDED = 1000.0


def clusters(
    n: int, left: NDArray[np.int32], right: NDArray[np.int32], score: NDArray[np.float32]
) -> NDArray[np.int32]:
    """(n,) the cluster of each node, named by its lowest member.

    left, right  (E,) int32 pairs, left < right, sorted, each once
    score        (E,) log odds of "one incident"; clipped to -6..8
    """
    head, to, edge = neighbours(n, left, right)
    decided = np.abs(score) > DECIDED  # a reviewer's word is not clipped
    weight = np.where(decided, score, np.clip(score, CLIP_LOW, CLIP_HIGH)).astype(np.float32)
    weight -= np.float32(UNCOMPARED)
    value = weight[edge]  # relative to never compared
    root = _components(n, head, to, value)
    return _solve(n, head, to, value, root, np.argsort(root, kind="stable"))  # type: ignore[no-any-return]


@kernel
def neighbours(n, left, right):  # type: ignore[no-untyped-def]
    """Compressed rows of sorted pairs: neighbours of i are to[head[i]:head[i + 1]], ascending; edge is the pair's number."""
    head = np.zeros(n + 1, np.int64)
    for p in range(left.size):
        head[left[p] + 1] += 1
        head[right[p] + 1] += 1
    for i in range(n):
        head[i + 1] += head[i]
    at = head[:-1].copy()
    to = np.empty(2 * left.size, np.int32)
    edge = np.empty(2 * left.size, np.int32)
    for p in range(left.size):
        j = right[p]
        to[at[j]] = left[p]
        edge[at[j]] = p
        at[j] += 1
    for p in range(left.size):
        i = left[p]
        to[at[i]] = right[p]
        edge[at[i]] = p
        at[i] += 1
    return head, to, edge


@kernel
def _components(n, head, to, value):  # type: ignore[no-untyped-def]
    """Nodes grouped by chains of pairs that speak for a link: what is solved alone. Lists of nodes, ascending roots."""
    root = np.full(n, -1, np.int32)
    stack = np.empty(n, np.int32)
    for s in range(n):
        if root[s] >= 0:
            continue
        root[s] = s
        top = 1
        stack[0] = s
        while top:
            top -= 1
            i = stack[top]
            for e in range(head[i], head[i + 1]):
                if value[e] + UNCOMPARED > 0 and root[to[e]] < 0:
                    root[to[e]] = s
                    stack[top] = to[e]
                    top += 1
    return root


@kernel
def _solve(n, head, to, value, root, order):  # type: ignore[no-untyped-def]
    """GAEC and local moves in each component; `order`: nodes, those of one component together."""
    label = np.arange(n).astype(np.int32)
    local = np.full(n, -1, np.int32)
    a = 0
    while a < n:
        b = a + 1
        while b < n and root[order[b]] == root[order[a]]:
            b += 1
        m = b - a
        if m > 1:
            for k in range(m):
                local[order[a + k]] = k
            if m <= 400:
                _dense(order[a:b], head, to, value, local, root, label)
            else:
                _sparse(order[a:b], head, to, value, local, root, label)
        a = b
    return label


@kernel
def _dense(nodes, head, to, value, local, root, label):  # type: ignore[no-untyped-def]
    """A component small enough for a full matrix."""
    m = nodes.size
    W = np.full((m, m), UNCOMPARED, np.float32)
    for k in range(m):
        i = nodes[k]
        for e in range(head[i], head[i + 1]):
            if root[to[e]] == root[i]:
                W[k, local[to[e]]] = value[e] + UNCOMPARED
    S = W.copy()
    alive = np.ones(m, np.bool_)
    of = np.arange(m)
    best = np.empty(m, np.float32)
    partner = np.empty(m, np.int64)
    for k in range(m):
        best[k] = -1e9
        partner[k] = -1
        for q in range(m):
            if q != k and S[k, q] > best[k]:
                best[k] = S[k, q]
                partner[k] = q
    while True:
        top = np.float32(0.0)
        u = -1
        for k in range(m):
            if alive[k] and best[k] > top:
                top = best[k]
                u = k
        if u < 0:
            break
        v = partner[u]
        u, v = min(u, v), max(u, v)
        alive[v] = False
        for q in range(m):
            if of[q] == v:
                of[q] = u
            if alive[q] and q != u:
                S[u, q] += S[v, q]
                S[q, u] = S[u, q]
        for q in range(m):
            if not alive[q]:
                continue
            if q == u or partner[q] == v or partner[q] == u:
                best[q] = -1e9
                partner[q] = -1
                for r in range(m):
                    if alive[r] and r != q and S[q, r] > best[q]:
                        best[q] = S[q, r]
                        partner[q] = r
            elif S[q, u] > best[q]:
                best[q] = S[q, u]
                partner[q] = u
    # local moves: each member goes where the scores of the others want it, or stands alone
    gain = np.empty(m, np.float64)
    for _ in range(20):
        moved = False
        for k in range(m):
            gain[:] = 0.0
            for q in range(m):
                if q != k:
                    gain[of[q]] += W[k, q]
            here = gain[of[k]]
            to_cluster = -1
            most = here + 1e-4
            for c in range(m):
                if c != of[k] and gain[c] > most:
                    most = gain[c]
                    to_cluster = c
            if to_cluster < 0 and here < -1e-4:  # better alone: an unused name
                used = np.zeros(m, np.bool_)
                for q in range(m):
                    used[of[q]] = True
                for c in range(m):
                    if not used[c]:
                        to_cluster = c
                        break
            if to_cluster >= 0:
                of[k] = to_cluster
                moved = True
        if not moved:
            break
    lowest = np.full(m, -1, np.int64)
    for k in range(m):
        if lowest[of[k]] < 0:
            lowest[of[k]] = nodes[k]
        label[nodes[k]] = lowest[of[k]]


@kernel
def _sparse(nodes, head, to, value, local, root, label):  # type: ignore[no-untyped-def]
    """A component too large for a matrix: nodes join, in order, the neighbouring cluster that wants them most.

    Sizes of clusters are kept, so that pairs never compared still speak against. Then the same moves until none helps.
    """
    m = nodes.size
    of = np.arange(m)
    size = np.ones(m, np.int64)
    gain = np.zeros(m, np.float64)
    touched = np.empty(m, np.int64)
    free = np.empty(m, np.int64)
    n_free = 0
    for _ in range(12):
        moved = False
        for k in range(m):
            i = nodes[k]
            t = 0
            for e in range(head[i], head[i + 1]):
                if root[to[e]] != root[i]:
                    continue
                c = of[local[to[e]]]
                if gain[c] == 0.0:
                    touched[t] = c
                    t += 1
                gain[c] += value[e]
            own = of[k]
            most = gain[own] + UNCOMPARED * (size[own] - 1)
            goal = own
            for q in range(t):
                c = touched[q]
                score = gain[c] + UNCOMPARED * size[c]
                if c != own and score > most + 1e-4:
                    most = score
                    goal = c
            if most < -1e-4 and goal == own:
                goal = free[n_free - 1] if n_free else own
            for q in range(t):
                gain[touched[q]] = 0.0
            if goal != own:
                if size[goal] == 0:
                    n_free -= 1  # only ever the last of the free names
                size[own] -= 1
                if size[own] == 0:
                    free[n_free] = own
                    n_free += 1
                size[goal] += 1
                of[k] = goal
                moved = True
        if not moved:
            break
    lowest = np.full(m, -1, np.int64)
    for k in range(m):
        if lowest[of[k]] < 0:
            lowest[of[k]] = nodes[k]
        label[nodes[k]] = lowest[of[k]]
