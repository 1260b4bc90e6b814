"""Bundles: complete, signed, checked by us and by the independent verifier; and every way to tamper with one."""

import hashlib
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from holdfire.model.errors import BadProof, Misuse, Unreadable
from holdfire.vault.bundle import write_bundle
from holdfire.vault.proof import check_proof, read_proof, write_proof
from holdfire.vault.proving import proof_of
from holdfire.vault.vault import Vault
from holdfire.vault.verify import verify_anything

from .conftest import NOON

INDEPENDENT = Path(__file__).resolve().parents[2] / "docs" / "verify" / "holdfire_verify.py"


def rewrite(path: Path, change: Callable[[dict[str, bytes]], None], *, mend: bool = False) -> Path:
    """The bundle with files changed; `mend` writes the manifests anew, as a careful forger would."""
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    change(files)
    if mend:
        for manifest, is_payload in (("manifest-sha256.txt", True), ("tagmanifest-sha256.txt", False)):
            lines = [
                f"{hashlib.sha256(data).hexdigest()}  {name}\n"
                for name, data in sorted(files.items())
                if name.startswith("data/") == is_payload and name != "tagmanifest-sha256.txt"
            ]
            files[manifest] = "".join(lines).encode()
    out = path.with_name(f"changed-{path.name}")
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out


def independent(what: Path, policy: Path) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-I", str(INDEPENDENT), str(what), str(policy)],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def bundled(make_vault, tmp_path) -> tuple[Vault, Path, Path]:
    vault = make_vault(count=6)
    vault.seal(b"named resident", record={"media_type": "text/plain"}, by="mission", at=NOON, encrypt=True)
    vault.commit()
    policy = tmp_path / "mine.txt"
    policy.write_bytes(vault.policy_bytes)
    write_bundle(vault, tmp_path / "case.zip", title="Example")
    return vault, tmp_path / "case.zip", policy


def test_a_bundle_holds_under_the_readers_policy_for_us_and_for_the_independent_verifier(bundled):
    _, path, policy = bundled
    assert verify_anything(path, policy).faults == []
    code, said = independent(path, policy)
    assert (code, "holds" in said) == (0, True), said


def test_an_unpacked_bundle_holds_too(bundled, tmp_path):
    _, path, policy = bundled
    with zipfile.ZipFile(path) as archive:
        archive.extractall(tmp_path / "unpacked")
    assert verify_anything(tmp_path / "unpacked", policy).faults == []


def test_it_is_a_bagit_1_0_bag(bundled):
    _, path, _ = bundled
    with zipfile.ZipFile(path) as archive:
        assert archive.read("bagit.txt") == b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
        payload = [item for item in archive.infolist() if item.filename.startswith("data/")]
        oxum = f"Payload-Oxum: {sum(item.file_size for item in payload)}.{len(payload)}"
        assert oxum in archive.read("bag-info.txt").decode()
        listed = {
            line.split("  ", 1)[1] for line in archive.read("manifest-sha256.txt").decode().splitlines()
        }
        assert listed == {item.filename for item in payload}
        assert b"HOW TO VERIFY" in archive.read("data/HOW-TO-VERIFY.txt")


def test_two_bundles_of_the_same_case_are_the_same_bytes(bundled, tmp_path):
    vault, path, _ = bundled
    write_bundle(vault, tmp_path / "again.zip", title="Example")
    assert (tmp_path / "again.zip").read_bytes() == path.read_bytes()


def first(files: dict[str, bytes], prefix: str) -> str:
    return next(name for name in sorted(files) if name.startswith(prefix))


def remove(prefix: str) -> Callable[[dict[str, bytes]], None]:
    def change(files: dict[str, bytes]) -> None:
        files.pop(first(files, prefix))

    return change


def alter(prefix: str) -> Callable[[dict[str, bytes]], None]:
    def change(files: dict[str, bytes]) -> None:
        name = first(files, prefix)
        data = bytearray(files[name])
        data[len(data) // 2] ^= 0x02
        files[name] = bytes(data)

    return change


def swap_proofs(files: dict[str, bytes]) -> None:
    a, b = "data/proofs/2.tlog-proof", "data/proofs/4.tlog-proof"
    files[a], files[b] = files[b], files[a]


def withhold_one(files: dict[str, bytes]) -> None:
    name = first(files, "data/exhibits/")
    files.pop(name)
    files["data/withheld.txt"] = name.split("/")[-1].split(".")[0].encode() + b"\n"


def add_stranger(files: dict[str, bytes]) -> None:
    files["data/exhibits/ex-000000000000.txt"] = b"slipped in"


@pytest.mark.parametrize("mend", [False, True])
@pytest.mark.parametrize(
    ("change", "item"),
    [
        (remove("data/exhibits/"), "data/exhibits/"),
        (alter("data/exhibits/"), "data/exhibits/"),
        (remove("data/proofs/3."), "data/proofs/3.tlog-proof"),
        (alter("data/proofs/3."), "data/proofs/3.tlog-proof"),
        (swap_proofs, "data/proofs/"),
        (alter("data/log/checkpoint"), "data/log/checkpoint"),
        (remove("data/log/tile/entries"), "data/log/tile/entries"),
        (alter("data/log/tile/0"), "data/log/tile/0"),
        (withhold_one, "bundle.note"),
        (add_stranger, "data/exhibits/ex-000000000000"),
        (alter("data/HOW-TO"), "bundle.note"),
    ],
)
def test_a_bundle_that_was_tampered_with_names_the_item_even_with_mended_manifests(
    bundled, change, item, mend
):
    _, path, policy = bundled
    changed = rewrite(path, change, mend=mend)
    faults = verify_anything(changed, policy).faults
    assert faults
    if mend:
        assert any(fault.item.startswith(item) for fault in faults), [fault.item for fault in faults]
    code, said = independent(changed, policy)
    assert code == 1, said


def test_a_bundle_under_another_logs_policy_is_refused(bundled, tmp_path):
    _, path, _ = bundled
    other = tmp_path / "other.txt"
    from holdfire.vault.vault import create_vault

    foreign = create_vault(tmp_path / "foreign", origin="holdfire.example/foreign", cosigners=["A"])
    other.write_bytes(foreign.policy_bytes)
    assert verify_anything(path, other).faults
    assert independent(path, other)[0] == 1
    foreign.close()


def test_a_protected_sources_exhibit_stays_out_and_its_place_is_proven(make_vault, tmp_path):
    vault = make_vault(count=2)
    secret = vault.seal(b"what the resident saw", record={"source_id": "resident-7"}, by="mission", at=NOON)
    vault.commit()
    done = write_bundle(
        vault, tmp_path / "b.zip", withhold=lambda entry: (entry.body or {}).get("source_id") == "resident-7"
    )
    assert done.withheld == (secret.exhibit_id,)
    policy = tmp_path / "mine.txt"
    policy.write_bytes(vault.policy_bytes)
    assert verify_anything(tmp_path / "b.zip", policy).faults == []
    assert independent(tmp_path / "b.zip", policy)[0] == 0
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
    assert b"what the resident saw" not in everything
    assert b"resident-7" not in everything
    proof = read_proof(everything[everything.index(b"c2sp.org/tlog-proof") :])
    assert proof.leaf is not None


def test_what_is_no_bundle_is_unreadable(tmp_path):
    (tmp_path / "x.zip").write_bytes(b"not a zip")
    with pytest.raises(Unreadable, match="not a zip"):
        verify_anything(tmp_path / "x.zip")
    with zipfile.ZipFile(tmp_path / "evil.zip", "w") as archive:
        archive.writestr("../outside", b"x")
    with pytest.raises(Unreadable, match="points outside"):
        verify_anything(tmp_path / "evil.zip")
    with pytest.raises(Unreadable, match="neither a case"):
        verify_anything(tmp_path)


def test_a_proof_of_one_entry_holds_alone_and_shows_only_what_it_discloses(make_vault):
    vault = make_vault(count=3)
    data = proof_of(vault, 2, fields=["url"])
    proven = check_proof(data, vault.policy)
    assert (proven.index, proven.body) == (2, {"url": "https://post.example/1"})
    assert check_proof(proof_of(vault, 2), vault.policy).body is None
    with pytest.raises(Misuse, match="no field wish"):
        proof_of(vault, 2, fields=["wish"])
    with pytest.raises(Misuse, match="from 0"):
        proof_of(vault, 99)


def test_a_proof_for_another_entry_prints_itself_and_the_checkpoint(make_vault):
    vault = make_vault(count=3)
    proof = read_proof(proof_of(vault, 2))
    forged = write_proof(2, proof.path, proof.checkpoint, vault.leaf(4))
    with pytest.raises(BadProof, match="entry 2 is not in this log") as refused:
        check_proof(forged, vault.policy)
    assert vault.signed().note.decode() in str(refused.value)


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.replace(b"@v1", b"@v2"),
        lambda data: data.replace(b"index 2", b"index 02"),
        lambda data: data.replace(b"index 2", b"index two"),
        lambda data: data.replace(b"index 2\n", b"index 2\nAAAA\n"),
        lambda data: data.replace(b"\n\n", b"\n", 1),
        lambda data: data.replace(b"extra ", b"extra !"),
        lambda data: data.replace(b"index 2\n", b"index 2\n" + b"A" * 43 + b"=\n"),
        lambda data: b"\xff" + data,
    ],
)
def test_a_malformed_proof_is_refused(make_vault, change):
    vault = make_vault(count=3)
    with pytest.raises(BadProof):
        check_proof(change(proof_of(vault, 2)), vault.policy)


def test_the_independent_verifier_needs_nothing_of_ours_and_stays_short():
    text = INDEPENDENT.read_text(encoding="utf-8")
    assert len(text.splitlines()) < 300
    modules = {line.split()[1] for line in text.splitlines() if line.startswith(("import ", "from "))}
    assert modules <= sys.stdlib_module_names
    assert "holdfire." not in text.replace("holdfire_verify.py", "")


def test_the_independent_verifier_checks_a_log_folder(make_vault, tmp_path):
    vault = make_vault(count=140)
    policy = tmp_path / "mine.txt"
    policy.write_bytes(vault.policy_bytes)
    assert independent(vault.log.folder, policy)[0] == 0
    path = vault.log.folder / "tile" / "entries" / "000"
    path.write_bytes(path.read_bytes().replace(b"mission", b"missiom", 1))
    code, said = independent(vault.log.folder, policy)
    assert code == 1
    assert "tile/0/000" in said
