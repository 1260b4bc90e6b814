"""Policy files, tiers and the roster: who must have signed, who has, who refuses."""

from datetime import timedelta

import pytest

from holdfire.model.errors import BadProof, Misuse
from holdfire.vault.note import COSIGNED_ED25519, Signer, sign_note
from holdfire.vault.policy import check_checkpoint, policy_text, read_policy, require_official
from holdfire.vault.roster import enrol, refuse
from holdfire.vault.tiers import heads_of
from holdfire.vault.witness import make_witness

from .conftest import NOON

LOG = Signer("log.example/a", 0x01, b"1" * 32).verifier.vkey
A, B, C = (Signer(f"{name}.example/w", COSIGNED_ED25519, name.encode() * 32).verifier.vkey for name in "abc")
NAMES = f"log {LOG}\nwitness a {A}\nwitness b {B} https://b.example/\nwitness c {C}\n"


@pytest.mark.parametrize(
    ("rest", "met", "unmet"),
    [
        ("quorum a\n", ["a"], ["b", "c"]),
        ("group g all a b\nquorum g\n", ["a", "b"], ["a", "c"]),
        ("group g any a b\nquorum g\n", ["b"], ["c"]),
        ("group g 2 a b c\nquorum g\n", ["a", "c"], ["c"]),
        ("group ab all a b\ngroup g any ab c\nquorum g\n", ["c"], ["a"]),
        ("quorum none\n", [], None),
    ],
)
def test_a_quorum_is_met_by_those_and_only_those(rest, met, unmet):
    policy = read_policy(NAMES + rest)
    assert policy.is_met_by(met)
    if unmet is not None:
        assert not policy.is_met_by(unmet)


def test_comments_and_addresses_are_read():
    policy = read_policy(f"# ours\n{NAMES}  quorum a # one is enough\n")
    assert policy.urls == {"b": "https://b.example/"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (NAMES, "no quorum"),
        ("quorum none\n", "0 logs"),
        (NAMES + "group g all a a\nquorum g\n", "in a group already"),
        (NAMES + "group g all a d\nquorum g\n", "'d' is not named"),
        (NAMES + "group a all b\nquorum a\n", "'a' is taken"),
        (NAMES + "group g 3 a b\nquorum g\n", "expected all, any"),
        (NAMES + "group g 0 a b\nquorum g\n", "expected all, any"),
        (NAMES + "quorum x\n", "'x' is not named"),
        (NAMES + "quorum a\nquorum b\n", "one quorum"),
        (NAMES + f"witness a {C}\nquorum a\n", "'a' is taken"),
        (
            NAMES
            + f"witness d {Signer('other.example/w', COSIGNED_ED25519, b'a' * 32).verifier.vkey}\nquorum a\n",
            "count twice",
        ),
        (NAMES + "witnes d x\nquorum a\n", "line 5"),
        (NAMES + "witness none " + C + "\nquorum a\n", "'none' is taken"),
    ],
)
def test_a_malformed_policy_is_refused_with_its_line(text, said):
    with pytest.raises(Misuse, match=said):
        read_policy(text)


def test_a_checkpoint_by_another_log_is_refused(make_vault):
    vault = make_vault(count=1)
    policy = read_policy(NAMES + "quorum none\n")
    with pytest.raises(BadProof, match="no signature of a known key"):
        check_checkpoint(vault.signed().note, policy)


def test_a_checkpoint_whose_origin_is_not_the_signers_name_is_refused():
    signer = Signer("log.example/a", 0x01, b"1" * 32)
    text = b"log.example/other\n1\n" + b"A" * 43 + b"=\n"
    with pytest.raises(BadProof, match="did not sign"):
        check_checkpoint(sign_note(text, [signer.line(text)]), read_policy(NAMES + "quorum none\n"))


def test_what_the_quorum_has_not_signed_names_who_is_missing(make_vault):
    vault = make_vault(count=1)
    lines = [line for line in vault.signed().note.decode().splitlines(keepends=True) if "/B " not in line]
    signed = check_checkpoint("".join(lines).encode(), vault.policy)
    assert not signed.is_official
    with pytest.raises(BadProof, match="missing B"):
        require_official(signed, vault.policy)


def test_a_party_has_signed_only_with_both_its_keys(make_vault):
    vault = make_vault(count=1)
    lines = vault.signed().note.decode().splitlines(keepends=True)
    second = [line for line in lines if "/A " in line][1]
    signed = check_checkpoint("".join(line for line in lines if line != second).encode(), vault.policy)
    assert vault.policy.signers_met(signed.witnesses) == ["B", "mission"]


def test_until_a_partys_key_is_enrolled_nothing_is_official(tmp_path):
    from holdfire.vault.vault import create_vault

    vault = create_vault(tmp_path / "v", origin="holdfire.example/real", cosigners=["A", "mission"])
    vault.append("review", {"what": "note"}, by="mission", at=NOON)
    vault.commit(at=NOON)
    assert [(head.tier, head.signers) for head in heads_of(vault)] == [("pending", ("mission",))]
    assert "A.awaited" in vault.policy_bytes.decode()
    vault.close()


def test_a_logged_refusal_makes_what_follows_contested_and_a_signature_ends_it(make_vault, tmp_path):
    vault = make_vault(count=1, cosigners=("A",))
    party = make_witness(tmp_path / "b", "b.example/w", lambda n: b"b" * n)
    enrol(vault, "B", [key.vkey for key in party.verifiers], by="mission", at=NOON)
    refuse(vault, "B", since=NOON, by="mission", at=NOON + timedelta(days=1), reason="awaits its ministry")
    heads = heads_of(vault)
    assert [head.tier for head in heads] == ["official", "pending", "contested"]
    assert heads[-1].contested_since == "2020-07-12T12:00:00Z"
    from holdfire.vault.cosigning import merge, request_for

    party.trust(vault.policy.logs[0].vkey)
    merge(vault, party.add_checkpoint(request_for(vault, 0), 1_600_000_000).body)
    assert heads_of(vault)[-1].tier == "official"
    assert vault.check() == []
    party.close()


def test_rotation_retires_the_former_keys_and_keeps_former_checkpoints_official(make_vault, tmp_path):
    vault = make_vault(count=1, cosigners=("A",))
    fresh = make_witness(tmp_path / "a2", "a.example/second", lambda n: b"2" * n)
    with pytest.raises(Misuse, match="--replace"):
        enrol(vault, "A", [key.vkey for key in fresh.verifiers], by="mission", at=NOON)
    index = enrol(vault, "A", [key.vkey for key in fresh.verifiers], by="mission", at=NOON, replaces=True)
    said = vault.entry(index).body
    assert said["what"] == "rotated"
    assert len(said["retired"]) == 2
    assert [head.tier for head in heads_of(vault)] == ["official", "pending"]
    assert vault.check() == []
    fresh.close()


@pytest.mark.parametrize("problem", ["a log's key", "twice", "enrolled already"])
def test_a_key_that_cannot_cosign_is_not_enrolled(make_vault, problem):
    vault = make_vault(count=1, cosigners=("A",))
    keys = {
        "a log's key": ([LOG], "cannot cosign"),
        "twice": ([A, B], "one key of a kind"),
        "enrolled already": ([vault.policy.witnesses["A.ed25519"].vkey], "enrolled already"),
    }
    vkeys, said = keys[problem]
    with pytest.raises(Misuse, match=said):
        enrol(vault, "B", vkeys, by="mission", at=NOON)


def test_an_altered_policy_file_is_a_fault(make_vault):
    vault = make_vault(count=1)
    path = vault.log.folder / "policy.txt"
    path.write_text(path.read_text().replace("# Who must", "# Who may "))
    assert [fault.item for fault in vault.check()] == ["log/policy.txt"]


def test_the_policy_text_of_no_cosigner_asks_for_none():
    text = policy_text(read_policy(NAMES + "quorum none\n").logs[0], {})
    assert read_policy(text).is_met_by([])
