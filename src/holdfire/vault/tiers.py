"""What may a reader make of a checkpoint? pending, official, or contested since T.

official   the quorum of the policy cosigned it
contested  it did not, and a party's refusal to cosign is in the log: the refusal, with its time, is itself an entry
pending    neither yet
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfire.model.errors import BadProof

from .checkpoint import Checkpoint, read_checkpoint_text
from .note import check_note, read_note
from .policy import Policy, Tier

if TYPE_CHECKING:
    from .vault import Vault


@dataclass(frozen=True)
class Head:
    """One published checkpoint as readers see it. `time_s`: the latest clock among its cosigners."""

    at: Checkpoint
    tier: Tier
    signers: tuple[str, ...]
    time_s: int | None
    contested_since: str | None
    anchors: tuple[str, ...]


def tier_of(
    size: int, signed: Mapping[str, object], policy: Policy, refused: list[tuple[int, str, str]]
) -> tuple[Tier, str | None]:
    """(tier, contested since). A refusal stands from its entry on, for every checkpoint that its party has not cosigned."""
    if policy.is_met_by(signed):
        return "official", None
    met = policy.signers_met(signed)
    open_refusals = [since for index, name, since in refused if index < size and name not in met]
    return ("contested", min(open_refusals)) if open_refusals else ("pending", None)


def heads_of(vault: "Vault") -> list[Head]:
    """Every published checkpoint, oldest first. A former policy's signers count by the keys of the present one."""
    from .anchors import anchors_of
    from .roster import logged_policies, logged_refusals

    policies, refused = logged_policies(vault), logged_refusals(vault)
    heads = []
    for size, data in vault.heads():
        note = read_note(data)
        at = read_checkpoint_text(note.text)
        policy = policies.at(size)
        try:
            found = {(key.name, key.key_id): line for key, line in check_note(note, policy.keys)}
        except BadProof as error:
            raise BadProof(f"head {size}: {error}") from None
        signed = {
            name: found[key.name, key.key_id]
            for name, key in policy.witnesses.items()
            if (key.name, key.key_id) in found
        }
        tier, since = tier_of(size, signed, policy, refused)
        times = [line.time_s() for line in signed.values()]
        heads.append(
            Head(
                at,
                tier,
                tuple(policy.signers_met(signed)),
                max(times, default=None),
                since,
                anchors_of(vault, at),
            )
        )
    return heads
