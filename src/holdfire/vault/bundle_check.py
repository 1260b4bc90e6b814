"""Does a bundle hold, with nothing but itself and a policy that the reader trusts?

Reads the zip (or the unpacked folder) in place and streams; nothing is unpacked. Every fault names its file.
"""

import hashlib
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from holdfire.model.errors import BadProof, Misuse, Unreadable

from .anchors import token_time
from .bundle import bundle_statement
from .check import Fault, Published, check_log
from .checkpoint import Checkpoint, read_checkpoint_text
from .disk import CHUNK
from .note import Verifier, check_note, read_note, read_vkey
from .policy import Policy, Signed, read_policy
from .proof import Proven, check_proof
from .sealing import salted_digest
from .verify import Verified

MAX_SMALL = 16 << 20
"""A proof, a tile or a manifest of a bundle is never larger; exhibits are streamed."""


@dataclass(frozen=True)
class Bag:
    """Names and bytes of a bag, wherever it lies."""

    names: list[str]
    chunks: Callable[[str], Iterator[bytes]]

    def small(self, name: str) -> bytes:
        """Raises BadProof when it is not there or too large to be what its name says."""
        if name not in self.names:
            raise BadProof(f"{name}: not there")
        data = b""
        for chunk in self.chunks(name):
            data += chunk
            if len(data) > MAX_SMALL:
                raise BadProof(f"{name}: larger than {MAX_SMALL} bytes")
        return data

    def sha256(self, name: str) -> str:
        digest = hashlib.sha256()
        for chunk in self.chunks(name):
            digest.update(chunk)
        return digest.hexdigest()


def open_bag(path: Path) -> Bag:
    """Raises Unreadable for what is neither a zip nor a folder, or holds names that point outside of it."""
    if path.is_dir():
        names = sorted(file.relative_to(path).as_posix() for file in path.rglob("*") if file.is_file())

        def from_folder(name: str) -> Iterator[bytes]:
            with (path / name).open("rb") as file:
                while chunk := file.read(CHUNK):
                    yield chunk

        return Bag(names, from_folder)
    try:
        archive = zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile) as error:
        raise Unreadable(f"{path}: not a zip file ({error})") from error
    names = [item.filename for item in archive.infolist() if not item.is_dir()]
    bad = [name for name in names if name.startswith("/") or ".." in name.split("/") or "\\" in name]
    if bad or len(set(names)) != len(names):
        raise Unreadable(
            f"{path}: holds a name twice, or one that points outside: {', '.join(bad) or 'twice'}"
        )

    def from_zip(name: str) -> Iterator[bytes]:
        try:
            with archive.open(name) as file:
                while chunk := file.read(CHUNK):
                    yield chunk
        except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError) as error:
            raise BadProof(f"{name}: cannot be read from the zip ({error})") from error

    return Bag(names, from_zip)


def verify_bundle(path: Path, policy_path: Path | None) -> Verified:
    """The answer for a bundle. Without a policy of the reader's own, its own is used, and the answer says so."""
    result = Verified(str(path))
    bag = open_bag(path)
    result.faults += _manifest_faults(bag)
    try:
        text = (
            policy_path.read_text(encoding="utf-8")
            if policy_path
            else bag.small("data/policy.txt").decode("utf-8", "replace")
        )
        policy = read_policy(text)
    except (BadProof, Misuse) as error:
        if policy_path is not None:
            raise
        result.faults.append(Fault("data/policy.txt", str(error)))
        return result
    proven = _proofs(bag, policy, policy_path is not None, result)
    signed = proven[0].signed if proven else None
    if signed is None:
        result.faults.append(Fault("data/proofs", "no proof holds"))
        return result
    result.faults += [
        *_one_checkpoint(bag, proven, signed),
        *_note_faults(bag, proven, signed),
        *_exhibit_faults(bag, proven),
    ]
    if any(name.startswith("data/log/tile/") for name in bag.names):
        result.faults += _log_faults(bag, policy, proven, result.said)
    if not result.faults:
        result.said += _said(bag, policy, proven, signed, policy_path)
    return result


def _manifest_faults(bag: Bag) -> list[Fault]:
    """Every file is in one manifest, with the digest that it has."""
    faults: list[Fault] = []
    listed: dict[str, str] = {}
    for manifest in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        try:
            lines = bag.small(manifest).decode("utf-8").splitlines()
        except (BadProof, UnicodeDecodeError) as error:
            faults.append(Fault(manifest, str(error)))
            continue
        for line in lines:
            digest, _, name = line.partition("  ")
            if len(digest) != 64 or not name:
                faults.append(Fault(manifest, f"line {line[:100]!r} is not '<sha256>  <path>'"))
            listed[name] = digest
    for name in sorted(set(bag.names) - set(listed) - {"tagmanifest-sha256.txt"}):
        faults.append(Fault(name, "is in no manifest"))
    for name, digest in sorted(listed.items()):
        try:
            found = bag.sha256(name) if name in bag.names else ""
        except BadProof as error:
            faults.append(Fault(name, str(error)))
            continue
        if found != digest:
            faults.append(
                Fault(name, f"has the SHA-256 {found}, the manifest says {digest}" if found else "not there")
            )
    try:
        if not bag.small("bagit.txt").startswith(b"BagIt-Version: 1.0\n"):
            faults.append(Fault("bagit.txt", "expected BagIt-Version: 1.0"))
    except BadProof as error:
        faults.append(Fault("bagit.txt", str(error)))
    return faults


def _proofs(bag: Bag, policy: Policy, is_trusted: bool, result: Verified) -> list[Proven]:
    """Every proof that holds, by its place; the quorum is asked for when the reader brought the policy."""
    proven: list[Proven] = []
    names = [name for name in bag.names if name.startswith("data/proofs/") and name.endswith(".tlog-proof")]
    for name in sorted(names, key=lambda name: (len(name), name)):
        try:
            last = proven[-1].signed if proven else None
            found = check_proof(bag.small(name), policy, official=is_trusted, checked=last)
            if name != f"data/proofs/{found.index}.tlog-proof":
                raise BadProof(f"proves entry {found.index}")
        except BadProof as error:
            result.faults.append(Fault(name, str(error)))
        else:
            proven.append(found)
    return proven


def _one_checkpoint(bag: Bag, proven: list[Proven], signed: Signed) -> list[Fault]:
    faults = [
        Fault(
            f"data/proofs/{item.index}.tlog-proof",
            f"is under another checkpoint, of {item.signed.at.size} entries",
        )
        for item in proven
        if item.signed.note != signed.note
    ]
    try:
        if bag.small("data/log/checkpoint") != signed.note:
            faults.append(Fault("data/log/checkpoint", "is not the one that the proofs are under"))
    except BadProof as error:
        faults.append(Fault("data/log/checkpoint", str(error)))
    return faults


def _bundle_key(proven: list[Proven]) -> Verifier | None:
    for item in proven:
        public = item.entry.get("pub") or {}
        if item.entry["kind"] == "roster" and "bundle" in public:
            return read_vkey(str(public["bundle"]["vkey"]))
    return None


def _note_faults(bag: Bag, proven: list[Proven], signed: Signed) -> list[Fault]:
    """The manifest is the one that was signed, by the key that the log names."""
    key = _bundle_key(proven)
    if key is None:
        return [
            Fault(
                "bundle.note", "the log's opening entry, which names the bundle key, is not among the proofs"
            )
        ]
    try:
        note = read_note(bag.small("bundle.note"))
        check_note(note, [key])
        wanted = bundle_statement(signed, bag.sha256("manifest-sha256.txt"))
        if note.text != wanted:
            raise BadProof(
                f"signs another manifest or checkpoint\nsigned:\n{note.text.decode()}here:\n{wanted.decode()}"
            )
    except BadProof as error:
        return [Fault("bundle.note", str(error))]
    return []


def _exhibit_faults(bag: Bag, proven: list[Proven]) -> list[Fault]:
    """Every exhibit entry has its bytes here, unless they were erased or are named as withheld."""
    withheld = (
        set(bag.small("data/withheld.txt").decode().split()) if "data/withheld.txt" in bag.names else set()
    )
    erased: set[str] = set()
    for item in proven:
        if item.entry["kind"] == "erasure":
            erased.update((item.entry.get("pub") or {}).get("blobs", ()))
    files = {
        name.rsplit("/", 1)[1].split(".")[0]: name for name in bag.names if name.startswith("data/exhibits/")
    }
    faults = []
    wanted: set[str] = set()
    for item in proven:
        if item.entry["kind"] != "exhibit":
            continue
        stated: dict[str, Any] = item.entry["obj"][0]
        digest = str(stated["d"]).removeprefix("sha256:")
        body = item.body or {}
        exhibit = str(item.entry.get("subject") or body.get("exhibit_id") or digest)
        if digest in erased or exhibit in withheld:
            continue
        name = files.get(exhibit)
        wanted.add(exhibit)
        if name is None:
            faults.append(Fault(f"data/exhibits/{exhibit}", f"not there, and entry {item.index} seals it"))
        elif stated.get("enc"):
            faults += _check_encrypted(bag.sha256(name), name, stated, body)
        elif bag.sha256(name) != digest:
            faults.append(Fault(name, f"is not what entry {item.index} seals: {digest}"))
    strange = sorted(set(files) - wanted)
    return faults + [Fault(files[name], "no entry seals it") for name in strange]


def _check_encrypted(found: str, name: str, stated: dict[str, Any], body: dict[str, Any]) -> list[Fault]:
    """The plain bytes of an encrypted exhibit: their digest is a disclosed field, and under its salt the leaf's `pd`."""
    salt = body.get("pd_salt")
    if found != body.get("sha256"):
        return [Fault(name, f"has the SHA-256 {found}, the disclosed record says {body.get('sha256')}")]
    if salt is not None and salted_digest(bytes.fromhex(str(salt)), found) != stated.get("pd"):
        return [Fault(name, "is not what the salted digest in its entry commits to")]
    return []


def _log_faults(bag: Bag, policy: Policy, proven: list[Proven], said: list[str]) -> list[Fault]:
    """The whole log, a proof for each of its entries, and the former checkpoints that were time-stamped."""
    prefix = "data/log/"
    names = [name.removeprefix(prefix) for name in bag.names if name.startswith(prefix)]
    heads = {
        int(stem): name for name in bag.names if (stem := _stem(name, "data/heads/", ".note")).isdecimal()
    }
    walked = check_log(Published(lambda name: bag.small(prefix + name), names), policy, sizes=heads)
    faults = [Fault(prefix + fault.item.removeprefix(prefix), fault.why) for fault in walked.faults]
    missing = sorted(set(range(walked.size)) - {item.index for item in proven})
    faults += [
        Fault(f"data/proofs/{index}.tlog-proof", "not there, or does not hold") for index in missing[:50]
    ]
    for size, name in sorted(heads.items()):
        try:
            note = read_note(bag.small(name))
            head = read_checkpoint_text(note.text)
            check_note(note, policy.logs)
            if (head.size, head.root) != (size, walked.roots.get(size)):
                raise BadProof(
                    f"the log of {size} entries has another root than this signed one\n{note.data.decode()}"
                )
        except BadProof as error:
            faults.append(Fault(name, str(error)))
            continue
        faults += _token_faults(bag, head, said)
    return faults


def _token_faults(bag: Bag, head: Checkpoint, said: list[str]) -> list[Fault]:
    """Tokens over one former checkpoint, under the roots that the bundle brings; what holds is said with its time."""
    faults = []
    prefix = f"data/anchors/{head.size}/"
    for name in sorted(name for name in bag.names if name.startswith(prefix)):
        authority = _stem(name, prefix, ".tsr")
        try:
            seen = token_time(bag.small(name), head, bag.small(f"data/anchors/roots/{authority}.pem"))
        except BadProof as error:
            faults.append(Fault(name, str(error)))
        except Misuse as error:
            said.append(f"{name}: not judged ({error})")
        else:
            said.append(
                f"{authority} saw the first {head.size} entries at {seen.isoformat()}, under the root that the bundle brings"
            )
    return faults


def _stem(name: str, prefix: str, suffix: str) -> str:
    return (
        name.removeprefix(prefix).removesuffix(suffix)
        if name.startswith(prefix) and name.endswith(suffix)
        else ""
    )


def _said(
    bag: Bag, policy: Policy, proven: list[Proven], signed: Signed, policy_path: Path | None
) -> list[str]:
    exhibits = sum(name.startswith("data/exhibits/") for name in bag.names)
    withheld = len(bag.small("data/withheld.txt").split()) if "data/withheld.txt" in bag.names else 0
    met = ", ".join(policy.signers_met(signed.witnesses)) or "the log alone"
    lines = [
        f"{exhibits} exhibits, {len(proven)} proofs, {len(bag.names)} files, all as bundled"
        + (f"; {withheld} withheld" if withheld else ""),
        f"checkpoint {signed.at.size} of {signed.at.origin}: {'official' if signed.is_official else 'pending'}, signed by {met}",
    ]
    if policy_path is None:
        lines.append("under the policy inside the bundle; give --policy with one that you trust")
    return lines
