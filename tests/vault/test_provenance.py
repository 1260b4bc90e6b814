"""What files say of their own capture: WACZ signatures, WARC digests, C2PA manifests, auto-archiver's hashes."""

import base64
import hashlib
import io
import json
import zipfile
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from holdfire.model.errors import Unreadable
from holdfire.vault.importing import seal_archive
from holdfire.vault.provenance import capture_facts

from .conftest import NOON

KEY = ec.derive_private_key(20200712, ec.SECP384R1())


def wacz(
    *,
    signed: bool = True,
    raw: bool = True,
    member: bytes = b"page\n",
    stated: bytes = b"page\n",
    over: str = "",
) -> bytes:
    package = json.dumps(
        {"resources": [{"path": "pages/pages.jsonl", "hash": f"sha256:{hashlib.sha256(stated).hexdigest()}"}]}
    ).encode()
    digest = f"sha256:{hashlib.sha256(package).hexdigest()}"
    said: dict = {"path": "datapackage.json", "hash": digest}
    if signed:
        signature = KEY.sign((over or digest).encode(), ec.ECDSA(hashes.SHA256()))
        if raw:
            signature = b"".join(number.to_bytes(48, "big") for number in decode_dss_signature(signature))
        public = KEY.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        said["signedData"] = {
            "hash": digest,
            "signature": base64.b64encode(signature).decode(),
            "publicKey": base64.b64encode(public).decode(),
            "created": "2020-07-14T10:00:00Z",
            "software": "an archiver 1",
        }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("datapackage.json", package)
        archive.writestr("datapackage-digest.json", json.dumps(said))
        archive.writestr("pages/pages.jsonl", member)
    return out.getvalue()


def warc(payload: bytes, stated: bytes) -> bytes:
    digest = "sha1:" + base64.b32encode(hashlib.sha1(stated).digest()).decode()
    head = f"WARC/1.0\r\nWARC-Type: resource\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Target-URI: https://a.example/\r\nWARC-Date: 2020-07-14T10:00:00Z\r\nWARC-Block-Digest: {digest}\r\nContent-Type: text/plain\r\nContent-Length: {len(payload)}\r\n\r\n"
    return head.encode() + payload + b"\r\n\r\n"


JPEG_C2PA = b"\xff\xd8\xff\xeb\x00\x20JP\x00\x01jumb....c2pa...." + bytes(64)


@pytest.mark.parametrize(
    ("data", "what", "result"),
    [
        (wacz(), "wacz", "holds"),
        (wacz(raw=False), "wacz", "holds"),  # the same signature as DER
        (wacz(signed=False), "wacz", "unsigned"),
        (wacz(member=b"other\n"), "wacz", "fails"),  # a member was altered under a good signature
        (wacz(over="sha256:00"), "wacz", "fails"),
        (warc(b"body", b"body"), "warc", "holds"),
        (warc(b"body", b"another"), "warc", "fails"),
        (JPEG_C2PA, "c2pa", "present"),
    ],
)
def test_the_result_of_looking_is_recorded_when_a_file_is_sealed(make_vault, tmp_path, data, what, result):
    vault = make_vault()
    path = tmp_path / "capture"
    path.write_bytes(data)
    sealed = vault.seal(path, record={"file_name": "capture"}, by="mission", at=NOON)
    vault.commit()
    (entry,) = [entry for entry in vault.entries() if entry.kind == "provenance"]
    assert (entry.subject, entry.body["what"], entry.body["result"]) == (sealed.exhibit_id, what, result)
    assert vault.blob(sealed.sha256) == data  # looked at, never rewritten
    assert vault.check() == []


@pytest.mark.parametrize(
    "data", [b"plain text", b"\xff\xd8\xff\xe0 a photograph without a manifest", b"PK\x03\x04 no zip"]
)
def test_a_file_that_says_nothing_of_its_capture_gets_no_record(tmp_path, data):
    (tmp_path / "f").write_bytes(data)
    assert capture_facts(tmp_path / "f") is None


def test_any_other_zip_is_no_wacz(tmp_path):
    with zipfile.ZipFile(tmp_path / "z.zip", "w") as archive:
        archive.writestr("a.txt", "a")
    assert capture_facts(tmp_path / "z.zip") is None


def test_a_broken_wacz_is_recorded_as_unreadable(tmp_path):
    with zipfile.ZipFile(tmp_path / "z.wacz", "w") as archive:
        archive.writestr("datapackage.json", "not json")
    facts = capture_facts(tmp_path / "z.wacz")
    assert facts is not None
    assert facts["result"] == "unreadable"


def archive_folder(folder: Path) -> Path:
    """A re-worded example of what auto-archiver leaves: media, and a text that states their digests."""
    folder.mkdir()
    (folder / "film.mp4").write_bytes(b"film" * 100)
    (folder / "photo.jpg").write_bytes(b"photo" * 100)
    lines = [f"film.mp4 SHA-256:{hashlib.sha256(b'film' * 100).hexdigest()}", f"gone.png SHA-256:{'0' * 64}"]
    (folder / "item.txt").write_text("\n".join(lines) + "\n")
    return folder


def test_an_auto_archiver_folder_is_sealed_with_the_result_for_each_file(make_vault, tmp_path):
    vault = make_vault()
    results = seal_archive(vault, archive_folder(tmp_path / "aa"), source="osint-1", by="mission", at=NOON)
    assert results == {"film.mp4": "holds", "item.txt": "states_absent_files", "photo.jpg": "not_stated"}
    said = {entry.body["result"]: entry.body for entry in vault.entries() if entry.kind == "provenance"}
    assert said["states_absent_files"]["without_file"] == [f"sha256:{'0' * 64}"]
    assert said["holds"]["stated_in"] == "item.txt"
    assert vault.check() == []


def test_an_altered_file_of_the_folder_no_longer_matches(make_vault, tmp_path):
    folder = archive_folder(tmp_path / "aa")
    (folder / "film.mp4").write_bytes(b"film" * 99 + b"cut!")
    results = seal_archive(make_vault(), folder, source=None, by="mission", at=NOON)
    assert results["film.mp4"] == "not_stated"


def test_a_folder_that_is_not_there_is_unreadable(make_vault, tmp_path):
    with pytest.raises(Unreadable, match="no such folder"):
        seal_archive(make_vault(), tmp_path / "none", source=None, by="m", at=NOON)
