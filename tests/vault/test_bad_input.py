"""Whatever bytes come in, the answer is a refusal of ours: never another error, never a pass."""

import contextlib
import random
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfire.model.errors import BadProof, HoldfireError
from holdfire.vault.bundle import write_bundle
from holdfire.vault.check import Published, check_log
from holdfire.vault.checkpoint import read_checkpoint_text
from holdfire.vault.cosigning import read_lines
from holdfire.vault.entry import read_disclosure, read_leaf
from holdfire.vault.note import read_note, read_skey, read_vkey
from holdfire.vault.policy import read_policy
from holdfire.vault.proof import check_proof, read_proof
from holdfire.vault.proving import proof_of
from holdfire.vault.tiles import split_bundle
from holdfire.vault.verify import verify_anything
from holdfire.vault.witness import make_witness, read_request

from .test_note import SPEC_KEY, SPEC_NOTE

READERS = [
    read_note,
    read_checkpoint_text,
    read_proof,
    read_request,
    read_lines,
    lambda data: read_leaf(data, 0),
    lambda data: split_bundle(data, "tile/entries/000.p/3", 3),
    lambda data: read_policy(data.decode("utf-8", "replace")),
    lambda data: read_vkey(data.decode("utf-8", "replace")),
    lambda data: read_skey(data.decode("utf-8", "replace")),
    lambda data: read_disclosure(data.decode("utf-8", "replace")),
]


def mutated(data: bytes, choice: random.Random) -> bytes:
    """A few bytes changed, dropped, doubled or moved."""
    out = bytearray(data)
    for _ in range(choice.randint(1, 4)):
        at = choice.randrange(len(out) + 1)
        match choice.randrange(4):
            case 0:
                out[at : at + 1] = bytes([choice.randrange(256)])
            case 1:
                del out[at : at + choice.randint(1, 20)]
            case 2:
                out[at:at] = out[at : at + choice.randint(1, 20)]
            case _:
                out[at:at] = choice.choice([b"\n", b"\n\n", b" ", b"+", b"\x00", "— ".encode(), b"0"])
    return bytes(out)


@given(st.binary(max_size=200))
@settings(max_examples=60)
def test_any_bytes_are_read_or_refused(data):
    for read in READERS:
        with contextlib.suppress(HoldfireError):
            read(data)


def test_what_is_nearly_right_is_read_or_refused(make_vault, tmp_path):
    vault = make_vault(count=2)
    party = make_witness(tmp_path / "w", "w.example/w", lambda n: b"w" * n)
    party.trust(vault.policy.logs[0].vkey)
    from holdfire.vault.cosigning import request_for

    samples = [
        SPEC_NOTE,
        vault.signed().note,
        proof_of(vault, 2, disclose=True),
        request_for(vault, 0),
        vault.policy_bytes,
    ]
    samples += [SPEC_KEY.encode(), vault.leaf(2), vault.state.disclosures(2)[0].encode()]
    choice = random.Random(3)
    for _ in range(150):
        data = mutated(choice.choice(samples), choice)
        for read in READERS:
            with contextlib.suppress(HoldfireError):
                read(data)
        assert party.add_checkpoint(data, 1).status in (200, 400, 403, 404, 409, 422)
        with pytest.raises(HoldfireError):
            check_proof(mutated(samples[2].replace(b"index 2", b"index 3"), choice), vault.policy)
    party.close()


def test_a_log_of_mutated_files_is_never_accepted(make_vault):
    vault = make_vault(count=140)
    folder = vault.log.folder
    names = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
    files = {name: (folder / name).read_bytes() for name in sorted(names) if name != "policy.txt"}
    choice = random.Random(4)
    for _ in range(60):
        name = choice.choice(sorted(files))
        changed = {**files, name: mutated(files[name], choice)}
        if changed == files:
            continue

        def fetch(path: str, changed: dict[str, bytes] = changed) -> bytes:
            if path not in changed:
                raise BadProof(f"{path}: not there")
            return changed[path]

        assert check_log(Published(fetch, changed), vault.policy, official=True).faults, name


def test_a_damaged_zip_is_refused_or_has_faults(make_vault, tmp_path):
    vault = make_vault(count=2)
    policy = tmp_path / "mine.txt"
    policy.write_bytes(vault.policy_bytes)
    write_bundle(vault, tmp_path / "b.zip")
    whole, choice = (tmp_path / "b.zip").read_bytes(), random.Random(5)
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        sound = {name: archive.read(name) for name in archive.namelist()}
    for number in range(40):
        path: Path = tmp_path / f"{number}.zip"
        path.write_bytes(mutated(whole, choice))
        try:
            faults = verify_anything(path, policy).faults
        except HoldfireError:
            continue
        if not faults:  # a byte of the zip's own bookkeeping, like a date: what it holds is the same
            with zipfile.ZipFile(path) as archive:
                assert {name: archive.read(name) for name in archive.namelist()} == sound
