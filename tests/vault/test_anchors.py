"""RFC 3161 tokens from local authorities: those that hold count, those that fail are logged as gaps."""

import shutil
import subprocess
from pathlib import Path

import pytest

from holdfire.model.errors import BadProof, Misuse, Unreadable
from holdfire.vault.anchors import anchor, make_request, token_time
from holdfire.vault.bundle import write_bundle
from holdfire.vault.tiers import heads_of
from holdfire.vault.verify import verify_anything

from .conftest import NOON

pytest.importorskip("rfc3161_client")

CONFIG = """
[req]
distinguished_name = dn
prompt = no
[dn]
CN = {name}
[ca]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign
subjectKeyIdentifier = hash
[tsa_cert]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[tsa]
default_tsa = tsa1
[tsa1]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4
digests = sha256, sha512
accuracy = secs:1
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""


class Authority:
    """A time-stamping authority of our own, made with openssl."""

    def __init__(self, folder: Path, name: str) -> None:
        folder.mkdir()
        self.folder = folder
        self.roots = folder / "root.pem"
        (folder / "serial").write_text("01\n")
        (folder / "conf").write_text(CONFIG.format(folder=folder, name=name))
        new_key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
        self._openssl(
            "req",
            "-x509",
            *new_key,
            "-keyout",
            "root.key",
            "-out",
            "root.pem",
            "-extensions",
            "ca",
            "-days",
            "3650",
            "-config",
            "conf",
        )
        self._openssl(
            "req",
            *new_key,
            "-keyout",
            "tsa.key",
            "-out",
            "tsa.csr",
            "-config",
            "conf",
            "-subj",
            f"/CN={name} signer",
        )
        self._openssl("x509", "-req", "-in", "tsa.csr", "-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial", "-out", "tsa.pem",
                      "-days", "3650", "-extfile", "conf", "-extensions", "tsa_cert")  # fmt: skip

    def _openssl(self, *words: str) -> None:
        subprocess.run(["openssl", *words], cwd=self.folder, check=True, capture_output=True)

    def answer(self, address: str, request: bytes) -> bytes:
        (self.folder / "q.tsq").write_bytes(request)
        self._openssl(
            "ts", "-reply", "-queryfile", "q.tsq", "-out", "r.tsr", "-config", "conf", "-section", "tsa1"
        )
        return (self.folder / "r.tsr").read_bytes()


@pytest.fixture(scope="module")
def authorities(tmp_path_factory) -> tuple[Authority, Authority]:
    if shutil.which("openssl") is None:
        pytest.skip("needs the openssl command")
    folder = tmp_path_factory.mktemp("tsa")
    return Authority(folder / "one", "tsa-1"), Authority(folder / "two", "tsa-2")


def test_a_checkpoint_is_anchored_by_several_authorities_and_checked_offline(make_vault, authorities):
    vault = make_vault(count=1)
    size = vault.checkpoint().size
    one, two = authorities
    token = two.answer("", make_request(vault.checkpoint()))  # carried by hand, before the log grows
    assert anchor(vault, "tsa-1", by="mission", at=NOON, roots=one.roots, send=one.answer) is not None
    head = next(head for head in heads_of(vault) if head.at.size == size)
    assert head.anchors == ("tsa-1",)
    assert token_time(token, head.at, two.roots.read_bytes()).tzinfo is not None
    assert vault.check() == []


def test_a_token_over_another_checkpoint_is_a_gap_in_the_log(make_vault, authorities):
    vault = make_vault(count=1)
    one, _ = authorities
    other = make_vault("other", count=2)
    token = one.answer("", make_request(other.checkpoint()))
    assert anchor(vault, "tsa-1", by="mission", at=NOON, roots=one.roots, token=token) is None
    said = list(vault.entries())[-1].body
    assert (said["what"], said["authority"]) == ("gap", "tsa-1")
    assert "does not hold" in said["why"]
    assert [head.anchors for head in heads_of(vault)] == [(), ()]


def test_a_token_under_another_root_and_an_authority_out_of_reach_are_gaps(make_vault, authorities):
    vault = make_vault(count=1)
    one, two = authorities
    assert anchor(vault, "tsa-1", by="mission", at=NOON, roots=two.roots, send=one.answer) is None

    def out_of_reach(address: str, request: bytes) -> bytes:
        raise Unreadable(f"{address}: the authority cannot be reached")

    assert (
        anchor(
            vault,
            "tsa-2",
            by="mission",
            at=NOON,
            roots=two.roots,
            url="https://tsa.example/",
            send=out_of_reach,
        )
        is None
    )
    whats = [entry.body["what"] for entry in vault.entries() if entry.kind == "anchor"]
    assert whats == ["gap", "gap"]


def test_a_kept_token_that_was_altered_or_removed_is_a_fault(make_vault, authorities):
    vault = make_vault(count=1)
    size = vault.checkpoint().size
    one, _ = authorities
    anchor(vault, "tsa-1", by="mission", at=NOON, roots=one.roots, send=one.answer)
    path = vault.path / "anchors" / str(size) / "tsa-1.tsr"
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    assert [fault.item for fault in vault.check()] == [f"anchors/{size}/tsa-1.tsr"]
    path.unlink()
    assert [fault.item for fault in vault.check()] == [f"anchors/{size}/tsa-1.tsr"]
    assert [head.anchors for head in heads_of(vault)] == [(), ()]


def test_a_token_cut_short_does_not_hold(make_vault, authorities):
    vault = make_vault(count=1)
    one, _ = authorities
    token = one.answer("", make_request(vault.checkpoint()))
    with pytest.raises(BadProof, match="does not hold"):
        token_time(token[:-40], vault.checkpoint(), one.roots.read_bytes())


def test_an_authoritys_name_is_a_plain_word(make_vault, authorities):
    with pytest.raises(Misuse, match="short name"):
        anchor(make_vault(count=1), "../up", by="mission", at=NOON, roots=authorities[0].roots)


def test_a_bundle_carries_the_tokens_and_they_are_judged_without_a_network(make_vault, authorities, tmp_path):
    vault = make_vault(count=2)
    size = vault.checkpoint().size
    one, two = authorities
    anchor(vault, "tsa-1", by="mission", at=NOON, roots=one.roots, send=one.answer)
    write_bundle(vault, tmp_path / "b.zip")
    found = verify_anything(tmp_path / "b.zip")
    assert found.faults == []
    assert any(line.startswith(f"tsa-1 saw the first {size} entries at ") for line in found.said)
    assert any("time-stamped up to entry" in line for line in verify_anything(vault.path).said)
    (vault.path / "anchors" / "roots" / "tsa-1.pem").write_bytes(two.roots.read_bytes())
    write_bundle(vault, tmp_path / "other.zip")
    assert [fault.item for fault in verify_anything(tmp_path / "other.zip").faults] == [
        f"data/anchors/{size}/tsa-1.tsr"
    ]
