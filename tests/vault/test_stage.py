"""vault/ -> log_entry, custody_event, checkpoint."""

from datetime import timedelta

import pytest

from holdfire.investigate.new_case import make_empty_case
from holdfire.investigate.run import _input_digest
from holdfire.model.register import fetch_dicts, open_register, table_digest
from holdfire.model.stage import Run
from holdfire.vault.cosigning import merge, request_for
from holdfire.vault.policy import check_checkpoint
from holdfire.vault.roster import enrol
from holdfire.vault.stage import STAGE
from holdfire.vault.vault import open_vault
from holdfire.vault.witness import make_witness

from .conftest import NOON


@pytest.fixture
def case(tmp_path):
    made = make_empty_case(tmp_path / "case")
    vault = open_vault(made.vault_dir)
    vault.seal(b"one shot", record={"source_id": "a", "note": "by hand"}, by="mission", at=NOON)
    vault.commit(at=NOON + timedelta(minutes=1))
    sealed = vault.seal(b"one shot", record={"source_id": "b"}, by="A", at=NOON + timedelta(days=2))
    vault.custody(
        sealed.sha256, action="copied", by="mission", at=NOON + timedelta(days=2), note="for the reader"
    )
    vault.seal(
        b"kept apart", record={"source_id": "a"}, by="mission", at=NOON + timedelta(days=3), encrypt=True
    )
    vault.commit(at=NOON + timedelta(days=3))
    vault.close()
    return made


def run(case, known_by=None):
    db = open_register(":memory:")
    STAGE.run(db, case, Run(known_by))
    return db


def test_every_entry_custody_event_and_checkpoint_has_its_row(case):
    db = run(case)
    kinds = [row["kind"] for row in fetch_dicts(db, "select kind from log_entry order by log_index")]
    assert kinds == ["roster", "policy", "exhibit", "custody", "custody", "custody", "exhibit", "custody"]
    custody = fetch_dicts(db, "select action, by_name, note from custody_event order by log_index")
    assert [row["action"] for row in custody] == ["acquired", "acquired_again", "copied", "acquired"]
    assert custody[2]["note"] == "for the reader"
    heads = fetch_dicts(
        db, "select tree_size, tier, cosigners, anchored_by from checkpoint order by tree_size"
    )
    assert [(row["tree_size"], row["tier"], row["cosigners"], row["anchored_by"]) for row in heads] == [
        (4, "pending", "mission", None),
        (8, "pending", "mission", None),
    ]


def test_an_encrypted_exhibits_events_are_joined_to_it_by_what_is_held(case):
    db = run(case)
    row = db.execute("select count(distinct exhibit_id) from custody_event").fetchone()
    assert row == (2,)
    assert db.execute(
        "select count(*) from log_entry where kind = 'exhibit' and subject_id is null"
    ).fetchone() == (0,)


def test_what_was_not_known_yet_does_not_count(case):
    db = run(case, (NOON + timedelta(days=1)).replace(tzinfo=None))
    assert db.execute("select count(*) from log_entry").fetchone() == (4,)
    assert db.execute("select action from custody_event").fetchall() == [("acquired",)]
    assert db.execute("select tree_size from checkpoint").fetchall() == [(4,)]


def test_two_runs_give_the_same_rows(case):
    one, two = run(case), run(case)
    STAGE.run(two, case, Run())
    for table in STAGE.writes:
        assert table_digest(one, table) == table_digest(two, table)


def test_a_cosignature_that_arrives_late_for_a_former_checkpoint_makes_the_stage_run_again(case, tmp_path):
    party = make_witness(tmp_path / "party", "party.example/w", lambda n: b"w" * n)
    vault = open_vault(case.vault_dir)
    enrol(vault, "A", [key.vkey for key in party.verifiers], by="mission", at=NOON)
    party.trust(vault.policy.logs[0].vkey)
    size, asked = vault.checkpoint().size, request_for(vault, 0)
    vault.append("review", {"what": "note"}, by="mission", at=NOON)
    vault.commit()
    db, run_of = open_register(":memory:"), dict.fromkeys(STAGE.writes, STAGE.name)
    before = _input_digest(db, case, STAGE, Run(), run_of)
    assert _input_digest(db, case, STAGE, Run(), run_of) == before
    merge(vault, party.add_checkpoint(asked, 1_600_000_000).body, size)
    assert _input_digest(db, case, STAGE, Run(), run_of) != before
    STAGE.run(db, case, Run())
    signers = db.execute("select cosigners from checkpoint where tree_size = $s", {"s": size}).fetchone()
    assert signers == ("A,mission",)
    vault.close()
    party.close()


def test_two_cosignatures_that_arrive_at_once_are_both_kept(case, tmp_path):
    parties = [
        make_witness(tmp_path / name, f"{name}.example/w", lambda n, b=name: b[-1].encode() * n)
        for name in ("p1", "p2")
    ]
    vault = open_vault(case.vault_dir)
    for name, party in zip("AB", parties, strict=True):
        enrol(vault, name, [key.vkey for key in party.verifiers], by="mission", at=NOON)
        party.trust(vault.policy.logs[0].vkey)
    asked, present = request_for(vault, 0), vault.signed()
    lines = [party.add_checkpoint(asked, 1_600_000_000).body.decode() for party in parties]
    for text in lines:  # each as merged by a process that had read the checkpoint before the other wrote
        note = present.note + text.encode()
        vault.replace_head(check_checkpoint(note, vault.policy))
    assert vault.signed().is_official
    vault.close()
    for party in parties:
        party.close()
