"""Group commit: many callers, few commits, each answered only when its entry is published."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from holdfire.model.errors import HoldfireError, Misuse
from holdfire.vault.sequencer import Sequencer

from .conftest import NOON


def test_many_callers_share_few_commits_and_each_has_its_own_place(make_vault):
    vault = make_vault()
    sequencer = Sequencer(vault, wait_s=0.05)
    with ThreadPoolExecutor(12) as pool:
        indexes = list(pool.map(lambda n: sequencer.append("review", {"n": n}, by="m", at=NOON), range(36)))
    sequencer.close()
    assert len(set(indexes)) == 36
    assert sequencer.commits < 36
    assert vault.checkpoint().size == 38
    assert all(vault.entry(index).body == {"n": n} for n, index in enumerate(indexes))
    with pytest.raises(RuntimeError, match="closed"):
        sequencer.append("review", {}, by="m", at=NOON)


def test_one_bad_entry_fails_alone(make_vault):
    sequencer = Sequencer(make_vault(), wait_s=0.05)

    def append(kind: str) -> object:
        try:
            return sequencer.append(kind, {"n": 1}, by="m", at=NOON)
        except Misuse as error:
            return error

    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(append, ["review", "gossip", "reply"]))
    sequencer.close()
    assert [isinstance(answer, int) for answer in answers] == [True, False, True]


def test_a_commit_that_fails_is_told_to_every_caller_of_its_group(make_vault):
    vault = make_vault(count=1)
    vault.halt("a witness has seen a larger tree")
    sequencer = Sequencer(vault, wait_s=0.01)
    with pytest.raises(HoldfireError, match="halted"):
        sequencer.append("review", {"n": 1}, by="m", at=NOON)
    sequencer.close()
