"""Who may sign from when on? Keys, rotation and refusals are entries of the log itself, public in their leaves."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from holdfire.model.ids import sha256_hex

from .note import ALGORITHMS, Verifier
from .policy import Policy, read_policy

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


def opening_roster(policy: Policy, cosigners: Sequence[str]) -> dict[str, Any]:
    """What a log says of its keys in its first entry."""
    keys: dict[str, list[dict[str, str]]] = {name: [] for name in cosigners}
    for witness, key in policy.witnesses.items():
        if not witness.endswith(".awaited"):
            keys.setdefault(witness.rpartition(".")[0], []).append(key_statement(key))
    return {
        "what": "opened",
        "log": [key_statement(log) for log in policy.logs],
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
