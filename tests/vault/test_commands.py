"""The vault's commands as a person types them: results, refusals, exit codes."""

import json
from pathlib import Path

import pytest

from holdfire.investigate.new_case import make_empty_case
from holdfire.vault.vault import open_vault

from .conftest import NOON, holdfire


@pytest.fixture
def case(tmp_path) -> Path:
    made = make_empty_case(tmp_path / "case")
    vault = open_vault(made.vault_dir)
    vault.seal(b"one shot", record={"source_id": "a", "url": "https://a.example"}, by="mission", at=NOON)
    vault.close()
    return made.root


def test_from_publishing_to_an_official_checkpoint_without_a_network(case, tmp_path):
    vault = open_vault(case / "vault")
    vault.seal(b"one shot", record={"url": "https://a.example"}, by="mission", at=NOON)
    vault.flush()
    vault.close()
    assert "4 entries" in holdfire("log", case, "publish", "--to", tmp_path / "www")
    for name in "AB":
        keys = holdfire("witness", "keygen", tmp_path / name, "--name", f"{name.lower()}.example/holdfire")
        (tmp_path / f"{name}.keys").write_text(keys)
        holdfire("log", case, "roster", "--enrol", name, "--keys", tmp_path / f"{name}.keys")
    for name in "AB":
        holdfire("witness", "trust", tmp_path / name, case / "vault" / "log" / "policy.txt")
        holdfire("log", case, "cosign", "--request", tmp_path / "request.txt")
        holdfire("witness", "cosign", tmp_path / name, tmp_path / "request.txt", "-o", tmp_path / "reply.txt")
        said = holdfire("log", case, "cosign", "--reply", tmp_path / "reply.txt")
    assert "official" in said
    assert json.loads(holdfire("log", case, "checkpoint", "--json"))["tier"] == "official"
    (tmp_path / "mine.txt").write_text(holdfire("log", case, "policy"))
    assert "holds" in holdfire("verify", case, "--policy", tmp_path / "mine.txt")
    holdfire("log", case, "prove", 2, "--field", "url", "-o", tmp_path / "2.tlog-proof")
    assert (tmp_path / "2.tlog-proof").read_text().startswith("c2sp.org/tlog-proof@v1\n")
    holdfire("bundle", case, tmp_path / "case.zip")
    assert "official" in holdfire("verify", tmp_path / "case.zip", "--policy", tmp_path / "mine.txt")
    assert "holds" in holdfire("verify", tmp_path / "www")


def test_a_case_that_was_altered_exits_1_and_names_the_item(case):
    vault = open_vault(case / "vault")
    sealed = vault.seal(b"two shots", record={}, by="mission", at=NOON)
    vault.commit()
    path = vault.blob_path(sealed.sha256)
    vault.close()
    path.write_bytes(b"ten shots")
    assert f"blobs/{sealed.sha256[:2]}/{sealed.sha256}" in holdfire("verify", case, code=1)
    said = json.loads(holdfire("verify", case, "--json", code=1))
    assert said["faults"][0]["item"] == f"blobs/{sealed.sha256[:2]}/{sealed.sha256}"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("verify", "{empty}"), 3, "neither a case"),
        (("log", "{empty}", "checkpoint"), 3, "no vault there"),
        (("log", "{case}", "checkpoint"), 2, "nothing is published yet"),
        (("log", "{case}", "prove", "0"), 2, "nothing is published yet"),
        (("log", "{case}", "roster", "--enrol", "A"), 2, "--keys"),
        (("log", "{case}", "roster", "--refused", "X"), 2, "no cosigner"),
        (("witness", "show", "{empty}"), 3, "no witness there"),
        (("witness", "keygen", "{empty}/w", "--name", "word"), 2, "schema-less URL"),
        (("log", "{case}", "import", "{empty}"), 3, "holds no file"),
    ],
)
def test_misuse_is_answered_with_what_to_do(case, tmp_path, words, code, said):
    empty = tmp_path / "empty"
    empty.mkdir()
    filled = [word.format(case=case, empty=empty) for word in words]
    assert said in holdfire(*filled, code=code)


def test_withdrawal_by_command(case):
    holdfire("log", case, "publish")
    vault = open_vault(case / "vault")
    sealed = vault.seal(b"named", record={"speaker": "x"}, by="mission", at=NOON)
    vault.commit()
    vault.close()
    index = str(sealed.log_index)
    holdfire("log", case, "redact", index, "--field", "speaker", "--reason", "asked")
    holdfire("log", case, "erase", "--exhibit", sealed.sha256, "--ordered-by", "officer", "--reason", "asked")
    assert "holds" in holdfire("verify", case)
    assert holdfire("log", case, "checkpoint").startswith("holdfire.example/my-case\n")


def test_an_embargo_by_command(case, tmp_path):
    (tmp_path / "f.json").write_text('{"side": "cannot say"}')
    (tmp_path / "list.json").write_text("[1]")
    said = holdfire("log", case, "embargo", "finding", tmp_path / "f.json", "--until", "2099-01-01")
    index = said.split()[1].rstrip(":")
    assert "under embargo until 2099" in holdfire("log", case, "release", index, code=2)
    assert "released" in holdfire("log", case, "release", index, "--at", "2099-01-01T00:00+00:00")
    assert "expected a JSON object" in holdfire(
        "log", case, "embargo", "finding", tmp_path / "list.json", "--until", "2099-01-01", code=3
    )


def test_a_case_whose_entries_wait_for_a_checkpoint_holds_and_says_so(case):
    vault = open_vault(case / "vault")
    vault.seal(b"waits", record={}, by="mission", at=NOON)
    vault.flush()
    vault.close()
    assert "4 entries wait" in holdfire("verify", case)
    holdfire("log", case, "publish")
    assert "wait for the next" not in holdfire("verify", case)
    (case / "vault" / "log" / "checkpoint").unlink()
    assert "log/checkpoint" in holdfire("verify", case, code=1)
