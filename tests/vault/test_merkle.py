"""The tree of RFC 6962: foreign roots and proofs, the recursive definition as the slow twin, and every refusal."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfire.model.errors import BadProof
from holdfire.vault.merkle import (
    EMPTY_ROOT,
    Frontier,
    Leaves,
    check_consistency,
    implied_root,
    join,
    leaf_hash,
    prove_consistency,
    prove_inclusion,
    root_of,
)

# The reference leaves of RFC 6962's own test programs, and the roots that Certificate Transparency publishes for them.
KNOWN_LEAVES = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
]
KNOWN_ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
KNOWN_INCLUSION = {  # (leaf, size): path
    (0, 1): [],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
}
KNOWN_CONSISTENCY = {  # (old, new): path
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
}

known = [leaf_hash(bytes.fromhex(leaf)) for leaf in KNOWN_LEAVES]


def mth(leaves: list[bytes]) -> bytes:
    """RFC 6962, section 2.1, word for word: the slow twin."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return join(mth(leaves[:k]), mth(leaves[k:]))


def some_leaves(count: int) -> list[bytes]:
    return [leaf_hash(str(number).encode()) for number in range(count)]


@pytest.mark.parametrize("size", range(1, 9))
def test_the_known_roots_come_out(size):
    assert root_of(Leaves(known), 0, size).hex() == KNOWN_ROOTS[size - 1]


def test_a_log_without_entries_has_the_digest_of_nothing():
    assert root_of(Leaves([]), 0, 0) == EMPTY_ROOT
    assert Frontier().root() == EMPTY_ROOT


@pytest.mark.parametrize("place", KNOWN_INCLUSION)
def test_known_inclusion_proofs_come_out_and_hold(place):
    index, size = place
    path = prove_inclusion(Leaves(known), index, size)
    assert [node.hex() for node in path] == KNOWN_INCLUSION[place]
    assert implied_root(known[index], index, size, path).hex() == KNOWN_ROOTS[size - 1]


@pytest.mark.parametrize("place", KNOWN_CONSISTENCY)
def test_known_consistency_proofs_come_out_and_hold(place):
    old, new = place
    path = prove_consistency(Leaves(known), old, new)
    assert [node.hex() for node in path] == KNOWN_CONSISTENCY[place]
    check_consistency(
        old, new, bytes.fromhex(KNOWN_ROOTS[old - 1]), bytes.fromhex(KNOWN_ROOTS[new - 1]), path
    )


@given(st.integers(1, 150), st.data())
def test_every_inclusion_proof_gives_the_root_of_the_definition(size, data):
    index = data.draw(st.integers(0, size - 1))
    leaves = some_leaves(size)
    path = prove_inclusion(Leaves(leaves), index, size)
    assert implied_root(leaves[index], index, size, path) == mth(leaves)


@given(st.integers(1, 150), st.data())
def test_every_consistency_proof_holds_and_no_other_old_root_does(new, data):
    old = data.draw(st.integers(1, new))
    leaves = some_leaves(new)
    path = prove_consistency(Leaves(leaves), old, new)
    check_consistency(old, new, mth(leaves[:old]), mth(leaves), path)
    with pytest.raises(BadProof):
        check_consistency(old, new, leaf_hash(b"another"), mth(leaves), path)
    with pytest.raises(BadProof):
        check_consistency(old, new, mth(leaves[:old]), leaf_hash(b"another"), path)


@given(st.integers(2, 100), st.data())
def test_one_flipped_bit_of_a_proof_never_holds(size, data):
    index = data.draw(st.integers(0, size - 1))
    leaves = some_leaves(size)
    path = prove_inclusion(Leaves(leaves), index, size)
    place = data.draw(st.integers(0, len(path) - 1))
    bit = data.draw(st.integers(0, 255))
    changed = bytearray(path[place])
    changed[bit // 8] ^= 1 << bit % 8
    path[place] = bytes(changed)
    assert implied_root(leaves[index], index, size, path) != mth(leaves)


@pytest.mark.parametrize("index", range(7))
@pytest.mark.parametrize("size", [1, 5, 7])
def test_a_path_of_another_length_is_refused(index, size):
    if index >= size:
        pytest.skip("not in that log")
    leaves = some_leaves(size)
    path = prove_inclusion(Leaves(leaves), index, size)
    with pytest.raises(BadProof, match="too many"):
        implied_root(leaves[index], index, size, [*path, leaves[0]])
    if path:
        with pytest.raises(BadProof, match="too few"):
            implied_root(leaves[index], index, size, path[:-1])


def test_a_consistency_proof_from_nothing_is_refused():
    with pytest.raises(BadProof, match="0 < old"):
        check_consistency(0, 8, EMPTY_ROOT, bytes.fromhex(KNOWN_ROOTS[7]), [])
    with pytest.raises(BadProof, match="0 < old"):
        prove_consistency(Leaves(known), 0, 8)


@pytest.mark.parametrize(("old", "new"), [(1, 8), (3, 7), (6, 8), (4, 8)])
def test_a_consistency_proof_of_another_length_is_refused(old, new):
    path = prove_consistency(Leaves(known), old, new)
    roots = [bytes.fromhex(KNOWN_ROOTS[old - 1]), bytes.fromhex(KNOWN_ROOTS[new - 1])]
    with pytest.raises(BadProof):
        check_consistency(old, new, *roots, [*path, path[-1]])
    with pytest.raises(BadProof):
        check_consistency(old, new, *roots, path[:-1])


def test_two_roots_of_one_size_contradict_each_other():
    with pytest.raises(BadProof, match="two roots for one log of 8 records"):
        check_consistency(8, 8, known[0], known[1], [])


@given(st.integers(0, 300))
def test_the_growing_edge_has_the_root_of_the_definition(size):
    frontier = Frontier()
    leaves = some_leaves(size)
    for leaf in leaves:
        frontier.append(leaf)
    assert frontier.root() == mth(leaves)
