"""Witnesses: what they answer, what they never sign, over HTTP and by file."""

import http.client
import threading
from collections.abc import Iterator

import pytest

from holdfire.model.errors import BadProof, Misuse, Unreadable
from holdfire.vault.checkpoint import Checkpoint, read_checkpoint_text
from holdfire.vault.cosigning import ask, merge, read_lines, refuse_if_behind, request_for, seen_by
from holdfire.vault.merkle import Leaves, leaf_hash, prove_consistency, root_of
from holdfire.vault.note import Signer, check_note, read_note, sign_note
from holdfire.vault.roster import enrol
from holdfire.vault.witness import MAX_BODY, SIZE_TYPE, Witness, make_witness, read_request, write_request
from holdfire.vault.witness_server import RateLimit, make_server

from .conftest import NOON

LOG = Signer("log.example/w", 0x01, b"L" * 32)
LEAVES = Leaves([leaf_hash(str(n).encode()) for n in range(40)])
OTHER = Leaves([leaf_hash(f"other {n}".encode()) for n in range(40)])
NOW = 1_600_000_000


def note_of(size: int, leaves: Leaves = LEAVES, log: Signer = LOG) -> bytes:
    text = Checkpoint("log.example/w", size, root_of(leaves, 0, size)).text
    return sign_note(text, [log.line(text)])


def request(old: int, new: int, leaves: Leaves = LEAVES) -> bytes:
    path = prove_consistency(leaves, old, new) if 0 < old <= new else []
    return write_request(old, path, note_of(new, leaves))


@pytest.fixture
def witness(tmp_path) -> Iterator[Witness]:
    made = make_witness(tmp_path / "witness", "party.example/w", lambda n: b"w" * n)
    made.trust(LOG.verifier.vkey)
    yield made
    made.close()


def test_a_log_that_only_grows_is_cosigned_with_both_keys(witness):
    for old, new in [(0, 3), (3, 20), (20, 20), (20, 37)]:
        answer = witness.add_checkpoint(request(old, new), NOW)
        assert answer.status == 200
        note = read_note(
            sign_note(read_note(note_of(new)).text, [line.text for line in read_lines(answer.body)])
        )
        assert [key.kind for key, _ in check_note(note, witness.verifiers)] == [0x04, 0x06]
    assert read_checkpoint_text(read_note(witness.latest("log.example/w")).text).size == 37


@pytest.mark.parametrize(
    ("case", "status"),
    [
        (lambda: request(5, 30), 409),  # the witness is at 20
        (lambda: request(21, 20), 400),
        (lambda: write_request(20, [], note_of(30)), 422),
        (lambda: request(20, 30, OTHER), 422),  # another history
        (lambda: write_request(20, [], note_of(20, OTHER)), 422),  # a split view: same size, other root
        (lambda: write_request(20, [], note_of(30, LEAVES, Signer("log.example/w", 0x01, b"X" * 32))), 403),
        (lambda: write_request(20, [], note_of(30).replace(b"log.example/w", b"log.example/x")), 404),
        (lambda: b"old 20\nnot base64\n\n" + note_of(30), 400),
        (lambda: b"old 020\n\n" + note_of(30), 400),
        (lambda: b"new 20\n\n" + note_of(30), 400),
        (lambda: b"old 20\n\nnot a note\n", 400),
        (lambda: b"", 400),
        (lambda: write_request(20, [bytes(32)] * 64, note_of(30)), 400),
    ],
)
def test_anything_else_is_refused_with_the_specified_status(witness, case, status):
    assert witness.add_checkpoint(request(0, 20), NOW).status == 200
    before = witness.latest("log.example/w")
    answer = witness.add_checkpoint(case(), NOW)
    assert answer.status == status
    assert witness.latest("log.example/w") == before
    if status == 409:
        assert (answer.media_type, answer.body) == (SIZE_TYPE, b"20\n")


def test_a_refused_history_prints_both_signed_checkpoints_and_the_proof(witness):
    witness.add_checkpoint(request(0, 20), NOW)
    answer = witness.add_checkpoint(request(20, 30, OTHER), NOW).body.decode()
    assert note_of(30, OTHER).decode() in answer
    assert read_note(note_of(20)).text.decode() in answer
    for node in prove_consistency(OTHER, 20, 30):
        import base64

        assert base64.b64encode(node).decode() in answer


def test_a_proof_from_size_zero_must_be_empty(witness):
    assert witness.add_checkpoint(write_request(0, [bytes(32)], note_of(5)), NOW).status == 422


def test_what_was_seen_survives_a_restart(witness, tmp_path):
    witness.add_checkpoint(request(0, 20), NOW)
    again = Witness(tmp_path / "witness")
    assert again.add_checkpoint(request(0, 20), NOW).status == 409
    again.close()


def test_a_logs_key_does_not_change_silently(witness):
    with pytest.raises(Misuse, match="another key"):
        witness.trust(Signer("log.example/w", 0x01, b"X" * 32).verifier.vkey)


def test_a_request_reads_back():
    parsed = read_request(request(3, 20))
    assert (parsed.old, list(parsed.path), parsed.note) == (3, prove_consistency(LEAVES, 3, 20), note_of(20))


@pytest.fixture
def address(witness) -> Iterator[tuple[str, int]]:
    server = make_server(witness, "127.0.0.1", 0, clock=lambda: NOW, per_second=1000)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield "127.0.0.1", server.server_address[1]
    server.shutdown()
    server.server_close()
    thread.join()


def post(
    address: tuple[str, int], path: str, body: bytes, headers: dict[str, str] | None = None
) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection(*address, timeout=10)
    connection.request("POST", path, body, headers or {})
    reply = connection.getresponse()
    data = reply.read()
    connection.close()
    return reply.status, data


def test_the_endpoint_answers_as_any_c2sp_log_asks(address):
    assert post(address, "/add-checkpoint", request(0, 20))[0] == 200
    assert post(address, "/add-checkpoint", request(0, 20)) == (409, b"20\n")
    assert post(address, "/elsewhere", b"")[0] == 404


def test_the_endpoint_is_bounded(address):
    connection = http.client.HTTPConnection(*address, timeout=10)
    connection.putrequest("POST", "/add-checkpoint")
    connection.putheader("Content-Length", str(MAX_BODY + 1))
    connection.endheaders()
    assert connection.getresponse().status == 413
    connection.close()


def test_an_address_has_a_steady_rate_and_a_short_burst():
    limit = RateLimit(per_second=2, burst=3, kept=2)
    assert [limit.allows("a", 0.0) for _ in range(4)] == [True, True, True, False]
    assert limit.allows("a", 0.5)
    assert not limit.allows("a", 0.5)
    assert limit.allows("b", 0.5)
    assert limit.allows("c", 0.5)  # "a", the oldest, is forgotten
    assert len(limit.buckets) == 2


def test_a_log_gets_its_cosignatures_over_http(make_vault, witness, address):
    vault = make_vault(count=1, cosigners=("A",))
    enrol(vault, "B", [key.vkey for key in witness.verifiers], by="mission", at=NOON)
    witness.trust(vault.policy.logs[0].vkey)
    url = f"http://{address[0]}:{address[1]}/"
    assert ask(vault, url).is_official
    vault.append("review", {"what": "note"}, by="mission", at=NOON)
    vault.commit()
    assert not vault.signed().is_official
    assert ask(vault, url).is_official  # with a proof from what the witness saw
    assert seen_by(vault, url) == vault_note_as_seen(witness, vault)
    assert vault.check() == []


def vault_note_as_seen(witness: Witness, vault) -> bytes:
    return witness.latest(vault.origin)


def test_a_log_restored_from_an_old_copy_signs_nothing(make_vault, witness):
    import shutil

    vault = make_vault(count=1, cosigners=("A",))
    enrol(vault, "B", [key.vkey for key in witness.verifiers], by="mission", at=NOON)
    witness.trust(vault.policy.logs[0].vkey)
    shutil.copytree(vault.path, vault.path.parent / "old")
    vault.append("review", {"what": "note"}, by="mission", at=NOON)
    vault.commit()
    merge(vault, witness.add_checkpoint(request_for(vault, 0), NOW).body)
    from holdfire.vault.vault import open_vault

    restored = open_vault(vault.path.parent / "old")
    with pytest.raises(BadProof, match="has seen 7 entries, this vault has 6") as refused:
        refuse_if_behind(restored, witness.latest(vault.origin), "B")
    assert vault.signed().at.text.decode() in str(refused.value)
    assert restored.signed().note.decode() in str(refused.value)
    restored.append("review", {"what": "rewritten"}, by="mission", at=NOON)
    with pytest.raises(BadProof, match="halted"):
        restored.commit()
    restored.close()


def test_a_cosignature_by_a_key_outside_the_policy_is_not_merged(make_vault, witness):
    vault = make_vault(count=1)
    witness.trust(vault.policy.logs[0].vkey)
    lines = witness.add_checkpoint(request_for(vault, 0), NOW).body
    with pytest.raises(BadProof, match=r"party\.example/w"):
        merge(vault, lines)
    with pytest.raises(BadProof, match="expected signature lines"):
        merge(vault, b"hello\n")


def test_a_witness_that_cannot_be_reached_is_said(make_vault):
    with pytest.raises(Unreadable, match="cannot be reached"):
        ask(make_vault(count=1), "http://127.0.0.1:9/")
    with pytest.raises(Misuse, match="http"):
        ask(make_vault(count=1, name="second"), "file:///etc/passwd")


def test_before_it_signs_a_log_asks_its_witnesses_what_they_have_seen(make_vault, witness, address):
    import shutil

    from holdfire.vault.vault import open_vault

    url = f"http://{address[0]}:{address[1]}/"
    vault = make_vault(count=1, cosigners=("A",))
    enrol(vault, "B", [key.vkey for key in witness.verifiers], by="mission", at=NOON, url=url)
    witness.trust(vault.policy.logs[0].vkey)
    shutil.copytree(vault.path, vault.path.parent / "old")
    vault.append("review", {"what": "note"}, by="mission", at=NOON)
    vault.commit()
    assert ask(vault, url).is_official
    restored = open_vault(vault.path.parent / "old")
    restored.append("review", {"what": "rewritten"}, by="mission", at=NOON)
    with pytest.raises(BadProof, match="nothing more is signed here"):
        restored.commit()
    assert restored.checkpoint().size == 6
    restored.close()
    again = open_vault(vault.path.parent / "old")
    with pytest.raises(BadProof, match="halted"):
        again.commit()
    again.close()
