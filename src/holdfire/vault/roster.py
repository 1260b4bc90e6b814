"""Who may sign from when on? Keys, rotation and refusals are entries of the log itself, public in their leaves."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from holdfire.model.errors import Misuse
from holdfire.model.ids import sha256_hex

from .entry import stated
from .note import ALGORITHMS, Verifier, read_vkey
from .policy import Policy, policy_text, read_policy

if TYPE_CHECKING:
    from .vault import Vault


def key_statement(key: Verifier) -> dict[str, str]:
    """A key in a leaf: its name, id, kind and digest; the short ones whole. The long ones stand in policy.txt."""
    said = {
        "name": key.name,
        "id": key.key_id.hex(),
        "kind": ALGORITHMS[key.kind],
        "sha256": sha256_hex(key.vkey.encode()),
    }
    return {**said, "vkey": key.vkey} if len(key.public) == 32 else said


def opening_roster(policy: Policy, cosigners: Sequence[str], bundle_key: Verifier) -> dict[str, Any]:
    """What a log says of its keys in its first entry."""
    keys: dict[str, list[dict[str, str]]] = {name: [] for name in cosigners}
    for witness, key in policy.witnesses.items():
        if not witness.endswith(".awaited"):
            keys.setdefault(witness.rpartition(".")[0], []).append(key_statement(key))
    return {
        "what": "opened",
        "log": [key_statement(log) for log in policy.logs],
        "bundle": key_statement(bundle_key),
        "cosigners": [{"name": name, "keys": stated} for name, stated in keys.items()],
    }


def policy_statement(text: bytes) -> dict[str, Any]:
    """The policy file's digest: a changed policy.txt is a changed log, or a fault."""
    return {"what": "policy", "file": "policy.txt", "sha256": sha256_hex(text)}


class Policies:
    """The policy file of each time: a policy entry at index i rules checkpoints larger than i."""

    def __init__(self, versions: Sequence[tuple[int, Policy]]) -> None:
        self.versions = versions

    def at(self, size: int) -> Policy:
        found = self.versions[0][1]
        for index, policy in self.versions:
            if index < size:
                found = policy
        return found


def logged_policies(vault: "Vault") -> Policies:
    """The versions that the log names and this holder keeps (former ones in private state), the present one else."""
    present = vault.policy
    versions = [(-1, present)]
    for index, digest in _logged(vault, "policy", "sha256"):
        text = vault.state.meta(f"policy {digest}")
        versions.append((index, read_policy(text.decode()) if text is not None else present))
    return Policies(versions[1:] or versions)


def logged_refusals(vault: "Vault") -> list[tuple[int, str, str]]:
    """(entry, cosigner, since) of each logged refusal to cosign."""
    found = []
    for entry in vault.entries():
        public = entry.entry.get("pub") or {}
        if entry.kind == "roster" and public.get("what") == "refused":
            found.append((entry.index, str(public["cosigner"]), str(public["since"])))
    return found


def _logged(vault: "Vault", kind: str, key: str) -> list[tuple[int, str]]:
    found = []
    for entry in vault.entries():
        public = entry.entry.get("pub") or {}
        if entry.kind == kind and key in public:
            found.append((entry.index, str(public[key])))
    return found


def enrol(
    vault: "Vault",
    name: str,
    vkeys: Sequence[str],
    *,
    by: str,
    at: datetime,
    url: str = "",
    replaces: bool = False,
) -> int:
    """Put a cosigner's keys into the policy, and log it. Returns the roster entry's index.

    vkeys     what the cosigner made on its own machine: its Ed25519 (0x04) and ML-DSA-44 (0x06) keys
    replaces  a rotation: the name's former keys are retired by the same entry
    raises    Misuse for a log key, a key that another name has, or a name enrolled before without `replaces`
    """
    keys = [read_vkey(vkey) for vkey in vkeys]
    policy = vault.policy
    taken = {key.vkey: witness for witness, key in policy.witnesses.items()}
    for key in keys:
        if not key.is_cosigner:
            raise Misuse(f"{key.name}: a log's key cannot cosign; expected type 0x04 or 0x06")
        if key.vkey in taken:
            raise Misuse(f"{key.name} ({key.key_id.hex()}) is enrolled already, as {taken[key.vkey]}")
    if len({key.kind for key in keys}) != len(keys) or not keys:
        raise Misuse(f"{name}: expected one key of a kind, found {len(keys)}")
    present = _cosigners(vault)
    if present.get(name) and not replaces:
        raise Misuse(f"{name} has keys already; rotate them with --replace")
    return _change(
        vault,
        {**present, name: keys},
        {"what": "rotated" if present.get(name) else "enrolled", "cosigner": name, "keys": [key_statement(key) for key in keys],
         "retired": [key_statement(key) for key in present.get(name, [])], **({"url": url} if url else {})},
        {**_urls(vault), **({name: url} if url else {})},
        by=by, at=at,
    )  # fmt: skip


def refuse(vault: "Vault", name: str, *, since: datetime, by: str, at: datetime, reason: str = "") -> int:
    """Log that a cosigner does not cosign, since when and (its own words) why: the refusal is itself on record."""
    if name not in vault.cosigner_names:
        raise Misuse(f"{name} is no cosigner of this log; cosigners: {', '.join(vault.cosigner_names)}")
    said = {
        "what": "refused",
        "cosigner": name,
        "since": stated(since),
        **({"reason": reason} if reason else {}),
    }
    index = vault.append("roster", said, by=by, at=at, subject=vault.origin)
    vault.commit()
    return index


def _change(
    vault: "Vault",
    cosigners: Mapping[str, Sequence[Verifier]],
    public: dict[str, Any],
    urls: Mapping[str, str],
    *,
    by: str,
    at: datetime,
) -> int:
    """Write the new policy in the cosigners' own order."""
    names = [*vault.cosigner_names, *(name for name in cosigners if name not in vault.cosigner_names)]
    held = {name: list(cosigners[name]) for name in names if cosigners.get(name)}
    text = policy_text(vault.policy.logs[0], held, [name for name in names if name not in held], urls)
    return vault.set_policy(text, public, names, by=by, at=at)


def _cosigners(vault: "Vault") -> dict[str, list[Verifier]]:
    found: dict[str, list[Verifier]] = {}
    for witness, key in vault.policy.witnesses.items():
        name, _, kind = witness.rpartition(".")
        if kind != "awaited":
            found.setdefault(name, []).append(key)
    return found


def _urls(vault: "Vault") -> dict[str, str]:
    return {witness.rpartition(".")[0]: url for witness, url in vault.policy.urls.items()}
