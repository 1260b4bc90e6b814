"""Everything that a stranger needs, in one file: a BagIt 1.0 bag as a zip, with a proof for every item.

    bagit.txt bag-info.txt manifest-sha256.txt tagmanifest-sha256.txt bundle.note     data/HOW-TO-VERIFY.txt data/policy.txt
    data/exhibits/<id><suffix>     data/proofs/<index>.tlog-proof     data/log/checkpoint, tile/...     data/withheld.txt
    data/heads/<size>.note         data/anchors/<size>/<authority>.tsr, roots/<authority>.pem     former, time-stamped checkpoints

`bundle.note` signs the manifest's digest under the bundle key, which the log's first entry names: who removes an item and
writes the manifest anew is found out. Files are stored, not packed, in one order and with one date, so that two bundles of
the same case under the same signatures are the same bytes.
"""

import hashlib
import mimetypes
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from .blobs import read_chunks
from .cosigning import published
from .entry import LogEntry
from .export import published_files
from .keys import read_keys
from .merkle import prove_inclusion
from .note import sign_note
from .policy import Signed
from .proof import write_proof
from .sealing import decrypted

if TYPE_CHECKING:
    from .vault import Vault

EPOCH = (1980, 1, 1, 0, 0, 0)

BAGIT = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"

HOW_TO_VERIFY = """HOW TO VERIFY THIS BUNDLE, without trusting who gave it to you

It holds {exhibits} exhibits and {entries} log entries of the log
  {origin}
under the checkpoint of size {size} with the root
  {root}
{withheld}
1. Get the log's policy from somebody you trust, not from this bundle: it names the keys of the log, of both parties
   and of the mission. Compare it with data/policy.txt.
2. With Holdfire:               holdfire verify THIS.zip --policy policy.txt
   With Python alone:           python3 holdfire_verify.py THIS.zip policy.txt
   (docs/verify in Holdfire's source: under 300 lines of the standard library, written to be read)
3. By hand, with sha256sum and any C2SP client:
   a. sha256sum -c manifest-sha256.txt      every file is as it was bundled
   b. data/log/checkpoint is a signed note (c2sp.org/signed-note): check the log's signature and the cosignatures
   c. data/proofs/N.tlog-proof (c2sp.org/tlog-proof): SHA-256 of 0x00 and the entry, hashed with the proof's hashes
      along the path of RFC 9162, section 2.1.3.2, gives the checkpoint's root
   d. the entry's "obj" names the SHA-256 of the exhibit in data/exhibits; each digest in "_sd" is the SHA-256 of a
      disclosure (RFC 9901), which shows one field of the record
   e. data/anchors/N/*.tsr are RFC 3161 tokens over the first three lines of data/heads/N.note:
      openssl ts -verify -data TEXT -in TOKEN -CAfile ROOT, with a root that you got yourself
   f. data/log/tile/entries holds every entry: count them, and see that none is missing

What this proves: these bytes were in the mission's hands at the latest when the cosigners signed, and neither they nor
the order of the entries changed since. What it does not prove: that what an exhibit says is true.
"""


@dataclass(frozen=True)
class Bundled:
    """What went in. `withheld` names exhibits whose bytes and fields stayed out."""

    path: Path
    exhibits: int
    entries: int
    withheld: tuple[str, ...]


@dataclass
class _Bag:
    archive: zipfile.ZipFile
    manifest: dict[str, str] = field(default_factory=dict)
    payload_bytes: int = 0

    def add(self, name: str, chunks: Iterator[bytes]) -> None:
        digest = hashlib.sha256()
        facts = zipfile.ZipInfo(name, EPOCH)
        facts.external_attr = 0o644 << 16
        with self.archive.open(facts, "w", force_zip64=True) as file:
            for chunk in chunks:
                digest.update(chunk)
                file.write(chunk)
                if name.startswith("data/"):
                    self.payload_bytes += len(chunk)
        self.manifest[name] = digest.hexdigest()

    def add_bytes(self, name: str, data: bytes) -> None:
        self.add(name, iter((data,)))


def name_of(entry: LogEntry) -> str:
    """The exhibit that an entry is about, also where only its disclosures tell; "" for none."""
    return entry.subject or str((entry.body or {}).get("exhibit_id", ""))


def _public_name(entry: LogEntry) -> str:
    """How a reader without the disclosures can name an exhibit: its id, or the digest of an encrypted one's file."""
    return entry.subject or str(entry.entry["obj"][0]["d"]).removeprefix("sha256:")


def suffix_of(body: dict[str, object] | None) -> str:
    """A file suffix by which a reader's programs know what it is; from the media type, never from the source's name."""
    kind = str((body or {}).get("media_type", ""))
    return mimetypes.guess_extension(kind.split(";")[0].strip()) or ".bin"


def write_bundle(
    vault: "Vault",
    out: Path,
    *,
    withhold: Callable[[LogEntry], bool] = lambda entry: False,
    title: str = "",
    with_log: bool = True,
    disclose: Callable[[LogEntry], bool] = lambda entry: True,
) -> Bundled:
    """Write the bag. Everything under the latest checkpoint goes in.

    withhold  exhibit entries whose bytes and fields stay out (protected sources); that they exist stays provable
    disclose  entries whose bodies go in with their proofs; of the rest the leaf alone (a reviewer's word, an access entry)
    """
    signed = published(vault)
    read = vault.log.reader(signed.at.size)
    entries = [entry for entry in vault.entries() if entry.index < signed.at.size]
    hidden = {name_of(entry) for entry in entries if entry.kind == "exhibit" and withhold(entry)}
    part = out.with_name(f"{out.name}.part")
    count = 0
    with zipfile.ZipFile(part, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
        bag = _Bag(archive)
        for entry in entries:
            if entry.kind == "exhibit" and name_of(entry) not in hidden:
                count += _add_exhibit(bag, vault, entry)
        for entry in entries:
            is_open = name_of(entry) not in hidden and disclose(entry)
            held = (vault.state.disclosures(entry.index) or []) if is_open else []
            path = prove_inclusion(read, entry.index, signed.at.size)
            proof = write_proof(entry.index, path, signed.note, read.entry(entry.index), held)
            bag.add_bytes(f"data/proofs/{entry.index}.tlog-proof", proof)
        bag.add_bytes("data/policy.txt", vault.policy_bytes)
        if with_log:
            for name in published_files(signed.at.size):
                bag.add_bytes(f"data/log/{name}", vault.log.reader(signed.at.size).fetch(name))
        bag.add_bytes("data/log/checkpoint", signed.note)
        _add_anchors(bag, vault)
        withheld = tuple(
            sorted(
                _public_name(entry)
                for entry in entries
                if entry.kind == "exhibit" and name_of(entry) in hidden
            )
        )
        bag.add_bytes("data/withheld.txt", "".join(f"{name}\n" for name in withheld).encode())
        bag.add_bytes("data/HOW-TO-VERIFY.txt", _how_to(signed, count, len(entries), withheld).encode())
        _add_tags(bag, vault, signed, title)
    part.replace(out)
    return Bundled(out, count, len(entries), withheld)


def _add_exhibit(bag: _Bag, vault: "Vault", entry: LogEntry) -> int:
    """One exhibit's bytes as acquired; an encrypted one is decrypted for the bag. 0 when it was erased."""
    stored = str(entry.entry["obj"][0]["d"]).removeprefix("sha256:")
    path = vault.blobs.path(stored)
    body = entry.body or {}
    if not path.is_file():
        return 0
    name = f"data/exhibits/{body.get('exhibit_id', stored)}{suffix_of(entry.body)}"
    row = vault.state.blob(str(body.get("sha256", stored)))
    bag.add(name, decrypted(path, row.key) if row and row.key else read_chunks(path))
    return 1


def _add_anchors(bag: _Bag, vault: "Vault") -> None:
    """Each former checkpoint that an authority stamped, with its tokens and the authorities' roots as they were given."""
    folder = vault.path / "anchors"
    for size, note in vault.heads():
        tokens = sorted((folder / str(size)).glob("*.tsr"))
        if tokens:
            bag.add_bytes(f"data/heads/{size}.note", note)
        for token in tokens:
            bag.add_bytes(f"data/anchors/{size}/{token.name}", token.read_bytes())
    for root in sorted((folder / "roots").glob("*.pem")):
        bag.add_bytes(f"data/anchors/roots/{root.name}", root.read_bytes())


def _how_to(signed: Signed, exhibits: int, entries: int, withheld: tuple[str, ...]) -> str:
    said = (
        f"{len(withheld)} exhibits are withheld (data/withheld.txt); their entries and proofs are here.\n"
        if withheld
        else ""
    )
    return HOW_TO_VERIFY.format(
        exhibits=exhibits,
        entries=entries,
        origin=signed.at.origin,
        size=signed.at.size,
        root=signed.at.root_base64,
        withheld=said,
    )


def _add_tags(bag: _Bag, vault: "Vault", signed: Signed, title: str) -> None:
    manifest = "".join(f"{digest}  {name}\n" for name, digest in sorted(bag.manifest.items()))
    payload_files = len(bag.manifest)
    day = datetime.fromtimestamp(max(signed.times_s.values(), default=0), UTC).date().isoformat()
    bag.manifest = {}
    bag.add_bytes("bagit.txt", BAGIT.encode())
    about = f"Source-Organization: {signed.at.origin}\n" + (
        f"External-Description: {title}\n" if title else ""
    )
    bag.add_bytes(
        "bag-info.txt",
        f"{about}Bagging-Date: {day}\nPayload-Oxum: {bag.payload_bytes}.{payload_files}\n".encode(),
    )
    bag.add_bytes("manifest-sha256.txt", manifest.encode())
    text = bundle_statement(signed, bag.manifest["manifest-sha256.txt"])
    signer = read_keys(vault.path / "private" / "keys" / "bundle.skey")[0]
    bag.add_bytes("bundle.note", sign_note(text, [signer.line(text)]))
    tags = "".join(f"{digest}  {name}\n" for name, digest in sorted(bag.manifest.items()))
    bag.add_bytes("tagmanifest-sha256.txt", tags.encode())


def bundle_statement(signed: Signed, manifest_sha256: str) -> bytes:
    """What the bundle key signs. Its first line is no log's origin, so it can never pass for a checkpoint."""
    return f"{signed.at.origin}/bundle v1\nmanifest-sha256 {manifest_sha256}\ncheckpoint {signed.at.size} {signed.at.root_base64}\n".encode()
