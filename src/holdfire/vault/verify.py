"""What lies there, and does it hold? A case, a vault, a bundle or a published log: one question, one answer."""

import json
from dataclasses import dataclass, field
from pathlib import Path

from holdfire.model.errors import BadProof, Misuse, Unreadable

from .check import Fault, check_log, folder_of
from .policy import read_policy


@dataclass
class Verified:
    """The answer: what was checked, in words with numbers, and every fault."""

    what: str
    said: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def text(self) -> str:
        if self.faults:
            return (
                f"{self.what}: does NOT hold, {len(self.faults)} fault{'s' if len(self.faults) > 1 else ''}\n"
                + "\n".join(f"  {line}" for fault in self.faults for line in str(fault).split("\n"))
            )
        return f"{self.what}: holds\n" + "\n".join(f"  {line}" for line in self.said)

    def json(self) -> str:
        faults = [{"item": fault.item, "why": fault.why} for fault in self.faults]
        return json.dumps(
            {"what": self.what, "holds": not self.faults, "said": self.said, "faults": faults},
            ensure_ascii=False,
        )


def verify_anything(path: Path, policy_path: Path | None = None) -> Verified:
    """Raises Unreadable where there is neither a case, a vault, a bundle nor a log."""
    if (path / "vault" / "private").is_dir():
        return verify_vault(path / "vault", policy_path)
    if (path / "private").is_dir() and (path / "log").is_dir():
        return verify_vault(path, policy_path)
    if (path / "checkpoint").is_file() or (path / "tile").is_dir():
        return verify_log(path, policy_path)
    if path.is_file() or (path / "bagit.txt").is_file():
        from .bundle_check import verify_bundle

        return verify_bundle(path, policy_path)
    raise Unreadable(f"{path}: neither a case, a vault, a bundle nor a published log")


def verify_log(folder: Path, policy_path: Path | None) -> Verified:
    """A published folder: `checkpoint` and `tile/`. The policy is yours; without one the folder's own is used, and said."""
    result = Verified(str(folder))
    text = _read(policy_path or folder / "policy.txt")
    try:
        policy = read_policy(text)
    except Misuse as error:
        if policy_path is not None:
            raise
        result.faults.append(Fault("policy.txt", str(error)))
        return result
    trusted = policy_path is not None
    walked = check_log(folder_of(folder), policy, official=trusted, strangers=trusted)
    result.faults += walked.faults
    if policy_path is None:
        result.said.append("under the policy that lies with it; give --policy to check under your own")
    result.said.append(f"{walked.size} entries, every tile and bundle recomputed from them")
    return result


def verify_vault(path: Path, policy_path: Path | None) -> Verified:
    """Everything that the holder of the case has."""
    from .vault import open_vault

    result = Verified(str(path.parent if path.name == "vault" else path))
    vault = open_vault(path)
    try:
        if policy_path is not None and policy_path.read_bytes() != vault.policy_bytes:
            result.faults.append(
                Fault("log/policy.txt", f"differs from the policy that you trust, {policy_path}")
            )
        result.faults += vault.check()
        if not result.faults:
            result.said += _said(vault)
    except BadProof as error:
        result.faults.append(Fault("vault", str(error)))
    finally:
        vault.close()
    return result


def _said(vault: "object") -> list[str]:
    from .tiers import heads_of
    from .vault import Vault

    assert isinstance(vault, Vault)
    heads = heads_of(vault)
    blobs = list(vault.state.blobs())
    lines = [f"{sum(not row.is_erased for row in blobs)} exhibits, every sealed byte rehashed"]
    waiting = sum(1 for _ in vault.state.pending(heads[-1].at.size if heads else 0))
    if waiting:
        lines.append(f"{waiting} entries wait for the next checkpoint: durable, not yet signed for")
    if not heads:
        return [*lines, "nothing published yet"]
    head = heads[-1]
    lines.append(f"{head.at.size} log entries, every tile and bundle recomputed; root {head.at.root_base64}")
    signers = ", ".join(head.signers) or "nobody yet"
    since = f" since {head.contested_since}" if head.contested_since else ""
    lines.append(
        f"checkpoint {head.tier}{since}: cosigned by {signers}; {len(heads)} checkpoints in all, each an extension of the last"
    )
    anchored = [head for head in heads if head.anchors]
    if not anchored:
        lines.append("no time-stamp token on any checkpoint: a gap")
    else:
        last = anchored[-1]
        after = head.at.size - last.at.size
        lines.append(
            f"time-stamped up to entry {last.at.size - 1} by {', '.join(last.anchors)}; the {after} entries since are a gap"
        )
    if vault.is_example:
        lines.append("keys and salts are the published example's: they protect nothing")
    return lines


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Unreadable(f"{path}: the policy cannot be read ({error}); give one with --policy") from error
