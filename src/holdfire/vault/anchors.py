"""When did somebody outside see this checkpoint? RFC 3161 tokens over its text, from several authorities, verified offline.

    vault/anchors/<size>/<authority>.tsr      vault/anchors/roots/<authority>.pem

A token counts only when it verifies against the authority's root that was given beforehand. What fails is logged as a gap
with its reason, and shown as one: there is no warning that passes. Needs the extra `timestamps`; without it no token
counts, and that is said.
"""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from holdfire.model.errors import BadProof, HoldfireError, Misuse, Unreadable

from .checkpoint import Checkpoint
from .disk import place_all

if TYPE_CHECKING:
    from .check import Fault
    from .vault import Vault

Send = Callable[[str, bytes], bytes]
"""(address, DER request) -> DER response; raises Unreadable."""


def _client() -> Any:
    try:
        import rfc3161_client
    except ImportError:
        raise Misuse("time-stamp tokens need the extra: pip install 'holdfire[timestamps]'") from None
    return rfc3161_client


def make_request(at: Checkpoint) -> bytes:
    """The DER request for a token over the checkpoint's text."""
    request: bytes = (
        _client()
        .TimestampRequestBuilder()
        .data(at.text)
        .nonce(nonce=True)
        .cert_request(cert_request=True)
        .build()
        .as_bytes()
    )
    return request


def token_time(token: bytes, at: Checkpoint, roots_pem: bytes) -> datetime:
    """When the authority says that it saw the checkpoint. Raises BadProof when the token does not hold."""
    client = _client()
    from cryptography.x509 import load_pem_x509_certificates

    try:
        response = client.decode_timestamp_response(token)
        builder = client.VerifierBuilder()
        roots = load_pem_x509_certificates(roots_pem)
        for root in roots:
            builder = builder.add_root_certificate(root)
        builder.build().verify_message(response, at.text)
        return response.tst_info.gen_time.astimezone(UTC)  # type: ignore[no-any-return]
    except (ValueError, client.VerificationError) as error:
        raise BadProof(
            f"the time-stamp token over checkpoint {at.size} does not hold: {error}\n{at.text.decode()}"
        ) from error


def send_http(address: str, request: bytes) -> bytes:
    import urllib.request

    if not address.startswith(("http://", "https://")):
        raise Misuse(f"authority address {address!r}: expected http:// or https://")
    asked = urllib.request.Request(
        address, data=request, headers={"Content-Type": "application/timestamp-query"}
    )
    try:
        with urllib.request.urlopen(asked, timeout=20) as reply:
            data: bytes = reply.read(200_000)
            return data
    except OSError as error:
        raise Unreadable(f"{address}: the authority cannot be reached ({error})") from error


def anchor(vault: "Vault", authority: str, *, by: str, at: datetime, roots: Path, url: str = "", token: bytes | None = None,
           send: Send = send_http) -> datetime | None:  # fmt: skip
    """Get (or take) one authority's token over the present checkpoint, verify it, keep it, log it.

    Returns the authority's time; None where that failed: the gap, with its reason, is then in the log.
    """
    if not authority.replace("-", "").replace(".", "").isalnum():
        raise Misuse(f"authority {authority!r}: expected a short name of letters, digits, '-' and '.'")
    signed = vault.signed()
    if signed is None:
        raise Misuse("nothing is published yet; `holdfire log CASE publish` first")
    pem = roots.read_bytes()
    said: dict[str, Any] = {"authority": authority, "size": signed.at.size, "root": signed.at.root_base64}
    try:
        data = token if token is not None else send(url, make_request(signed.at))
        seen = token_time(data, signed.at, pem)
    except (BadProof, Unreadable) as error:
        vault.append("anchor", {**said, "what": "gap", "why": str(error).split("\n", 1)[0]}, by=by, at=at)
        vault.commit()
        return None
    _keep(vault, signed.at, authority, data, pem)
    held = {"what": "anchored", "time": seen.isoformat(), "sha256": hashlib.sha256(data).hexdigest()}
    vault.append("anchor", {**said, **held}, by=by, at=at)
    vault.commit()
    return seen


def _keep(vault: "Vault", at: Checkpoint, authority: str, token: bytes, pem: bytes) -> None:
    for target, data in (
        (vault.path / "anchors" / "roots" / f"{authority}.pem", pem),
        (_token_path(vault, at, authority), token),
    ):
        vault.disk.make_folder(target.parent)
        source = vault.path / "tmp" / f"anchor-{target.name}"
        vault.disk.create(source, (data,))
        place_all(vault.disk, vault.path, [(source, target)])


def _token_path(vault: "Vault", at: Checkpoint, authority: str) -> Path:
    return vault.path / "anchors" / str(at.size) / f"{authority}.tsr"


def anchors_of(vault: "Vault", at: Checkpoint) -> tuple[str, ...]:
    """Names of the authorities whose token over this checkpoint holds; empty is a gap, and is shown as one."""
    folder = vault.path / "anchors" / str(at.size)
    if not folder.is_dir():
        return ()
    names = []
    for path in sorted(folder.glob("*.tsr")):
        try:
            token_time(
                path.read_bytes(), at, (vault.path / "anchors" / "roots" / f"{path.stem}.pem").read_bytes()
            )
        except (HoldfireError, OSError):
            continue  # check_anchors names it as a fault; here it is a gap
        names.append(path.stem)
    return tuple(names)


def check_anchors(
    vault: "Vault", checkpoints: dict[int, Checkpoint], logged: dict[tuple[int, str], str]
) -> "list[Fault]":
    """Faults of the kept tokens. logged: (size, authority) -> SHA-256 of the token, as the log says."""
    from .check import Fault

    faults = []
    for (size, authority), digest in sorted(logged.items()):
        item = f"anchors/{size}/{authority}.tsr"
        path = vault.path / item
        if not path.is_file():
            faults.append(Fault(item, "not there, and the log says that it was kept"))
            continue
        data = path.read_bytes()
        if hashlib.sha256(data).hexdigest() != digest:
            faults.append(Fault(item, f"its bytes are not those that the log names (SHA-256 {digest})"))
        elif size in checkpoints:
            try:
                token_time(
                    data,
                    checkpoints[size],
                    (vault.path / "anchors" / "roots" / f"{authority}.pem").read_bytes(),
                )
            except Misuse:
                continue  # the extra is not installed: no token counts, and `verify` says so
            except (BadProof, OSError) as error:
                faults.append(Fault(item, str(error)))
    return faults
