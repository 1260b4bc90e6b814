"""What does a file say of its own capture, and does that hold? Looked at when it is sealed; the result is recorded.

WACZ: the package's digests and its signature (anonymous key, or a domain's certificate). WARC: each record's digests.
C2PA: that a manifest is there. auto-archiver: the `SHA-256:` that its folder states for each file. A result is a fact
about the file, never a verdict on what it shows: a forgery can be signed, and an honest file unsigned.
"""

import base64
import hashlib
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .blobs import read_chunks

HEAD = 1 << 20
"""A C2PA manifest is looked for in the first MiB."""

MAX_MEMBER = 64 << 20
MEMBERS = 10_000
PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"RIFF", b"II*\x00", b"MM\x00*")


def capture_facts(path: Path, name: str = "", head: bytes | None = None) -> dict[str, Any] | None:
    """What to record of the file at `path`; None where it states nothing about its capture.

    name  the file's name as it arrived, by which a compressed WARC is known
    head  the file's first bytes, where the caller has them
    """
    if head is None:
        with path.open("rb") as file:
            head = file.read(HEAD)
    if head.startswith(b"PK\x03\x04") and zipfile.is_zipfile(path):
        return wacz_facts(path)
    if head.startswith(b"WARC/") or (
        head.startswith(b"\x1f\x8b") and name.lower().endswith((".warc.gz", ".warc"))
    ):
        return warc_facts(path)
    if (
        (head.startswith(PICTURES) or head[4:8] == b"ftyp")
        and b"c2pa" in head
        and (b"jumb" in head or b"caBX" in head)
    ):
        return {
            "what": "c2pa",
            "result": "present",
            "note": "a C2PA manifest is in the file; its signature was not judged here",
        }
    return None


def wacz_facts(path: Path) -> dict[str, Any] | None:
    """The facts of a WACZ; None for any other zip. Every member against datapackage.json, that against the signed digest."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            if "datapackage.json" not in names:
                return None
            package = _member(archive, "datapackage.json")
            facts: dict[str, Any] = {"what": "wacz", "altered": _altered(archive, package)}
            if "datapackage-digest.json" not in names:
                return {**facts, "result": "unsigned"}
            signed = json.loads(_member(archive, "datapackage-digest.json"))
    except (zipfile.BadZipFile, ValueError, KeyError, OSError, EOFError) as error:
        return {"what": "wacz", "result": "unreadable", "note": str(error)[:200]}
    stated = f"sha256:{hashlib.sha256(package).hexdigest()}"
    if not isinstance(signed, dict) or signed.get("hash") != stated:
        return {
            **facts,
            "result": "fails",
            "note": "datapackage-digest.json states another digest of datapackage.json",
        }
    data = signed.get("signedData")
    if not isinstance(data, dict):
        return {**facts, "result": "unsigned"}
    result, note = _signature_result(data, stated)
    signer = data.get("domain") or ("anonymous key" if data.get("publicKey") else "unknown")
    if facts["altered"] and result == "holds":
        result, note = "fails", "the signature holds, members do not"
    kept = {key: str(data[key]) for key in ("software", "created") if key in data}
    return {**facts, "result": result, "signer": str(signer), **kept, **({"note": note} if note else {})}


def _member(archive: zipfile.ZipFile, name: str) -> bytes:
    if archive.getinfo(name).file_size > MAX_MEMBER:
        raise ValueError(f"{name} is larger than {MAX_MEMBER} bytes")
    return archive.read(name)


def _altered(archive: zipfile.ZipFile, package: bytes) -> list[str]:
    """Members whose digest is not the one that datapackage.json states, or that are not there."""
    resources = json.loads(package).get("resources", [])
    altered = []
    for resource in resources[:MEMBERS]:
        name, stated = str(resource.get("path", "")), str(resource.get("hash", ""))
        if not stated.startswith("sha256:"):
            continue
        digest = hashlib.sha256()
        try:
            with archive.open(name) as file:
                while chunk := file.read(1 << 20):
                    digest.update(chunk)
        except (KeyError, zipfile.BadZipFile, EOFError):
            altered.append(name)
            continue
        if f"sha256:{digest.hexdigest()}" != stated:
            altered.append(name)
    return altered


def _signature_result(data: dict[str, Any], stated: str) -> tuple[str, str]:
    """(holds | fails | not_checked, why). ECDSA over the text of the hash, SHA-256: raw r||s or DER."""
    from cryptography import x509
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
    from cryptography.hazmat.primitives.serialization import load_der_public_key

    if data.get("hash") != stated:
        return "fails", "the signature is over another digest"
    try:
        signature = base64.b64decode(str(data["signature"]))
        if data.get("publicKey"):
            key: Any = load_der_public_key(base64.b64decode(str(data["publicKey"])))
            note = ""
        elif data.get("domainCert"):
            key = x509.load_pem_x509_certificates(str(data["domainCert"]).encode())[0].public_key()
            note = "under the certificate inside; its chain to a root was not judged"
        else:
            return "not_checked", "neither a public key nor a certificate"
        if not isinstance(key, ec.EllipticCurvePublicKey):
            return "not_checked", "not an elliptic-curve key"
        width = -(-key.curve.key_size // 8)
        if len(signature) == 2 * width:
            signature = encode_dss_signature(
                int.from_bytes(signature[:width], "big"), int.from_bytes(signature[width:], "big")
            )
        key.verify(signature, stated.encode(), ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return "fails", "the signature does not hold"
    except (ValueError, KeyError, IndexError) as error:
        return "not_checked", str(error)[:200]
    return "holds", note


def warc_facts(path: Path) -> dict[str, Any]:
    """How many records state a digest, and which of them do not hold."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    records, stated, failed = 0, 0, []
    try:
        with path.open("rb") as file:
            for record in ArchiveIterator(file, check_digests=True):
                records += 1
                record.content_stream().read()
                checker = record.digest_checker
                if checker is not None and checker.passed is not None:
                    stated += 1
                    if not checker.passed:
                        failed.append(str(record.rec_headers.get_header("WARC-Record-ID")))
    except (ArchiveLoadFailed, OSError, EOFError, ValueError) as error:
        return {"what": "warc", "result": "unreadable", "records": records, "note": str(error)[:200]}
    result = "fails" if failed else "holds" if stated else "unsigned"
    return {"what": "warc", "result": result, "records": records, "digests": stated, "failed": failed[:100]}


STATED = re.compile(r"SHA-?(256|512|3-512|3_512):\s*([0-9a-f]{64,128})", re.IGNORECASE)
LISTS = (".txt", ".csv", ".json", ".html", ".htm", ".md")


def stated_hashes(folder: Path) -> Iterator[tuple[str, str, str]]:
    """(file that says so, algorithm, hex) of each hash that an auto-archiver folder states."""
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in LISTS and path.is_file() and path.stat().st_size <= MAX_MEMBER:
            for found in STATED.finditer(path.read_text(encoding="utf-8", errors="replace")):
                yield (
                    path.relative_to(folder).as_posix(),
                    "sha256" if found[1] == "256" else "sha512" if found[1] == "512" else "sha3_512",
                    found[2].lower(),
                )


def archive_facts(folder: Path) -> dict[str, dict[str, Any]]:
    """path below the folder -> what to record of it, for a folder that auto-archiver (or the like) wrote.

    holds: its digest is among those stated; not_stated: nobody states one. A stated digest without a file is listed under
    the path of the file that states it.
    """
    stated = list(stated_hashes(folder))
    unmatched = {(algorithm, digest): source for source, algorithm, digest in stated}
    known = dict(unmatched)
    facts: dict[str, dict[str, Any]] = {}
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        name = path.relative_to(folder).as_posix()
        digests = {algorithm: hashlib.new(algorithm) for algorithm in {"sha256", *(key[0] for key in known)}}
        for chunk in read_chunks(path):
            for digest in digests.values():
                digest.update(chunk)
        matches = [
            (algorithm, digest.hexdigest())
            for algorithm, digest in digests.items()
            if (algorithm, digest.hexdigest()) in known
        ]
        if matches:
            facts[name] = {
                "what": "auto_archiver",
                "result": "holds",
                "algorithm": matches[0][0],
                "stated_in": known[matches[0]],
            }
            for match in matches:
                unmatched.pop(match, None)
        else:
            facts[name] = {"what": "auto_archiver", "result": "not_stated"}
    for (algorithm, hex_digest), source in sorted(unmatched.items()):
        facts[source].setdefault("without_file", []).append(f"{algorithm}:{hex_digest}")
        facts[source]["result"] = "states_absent_files"
    return facts


__all__ = ["archive_facts", "capture_facts", "stated_hashes", "wacz_facts", "warc_facts"]
