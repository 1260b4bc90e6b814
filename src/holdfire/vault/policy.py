"""Whose signatures make a checkpoint official? The C2SP tlog-policy file, and the tiers that readers are shown.

    log <vkey> [url]            witness <name> <vkey> [url]
    group <name> all|any|<k> <members...>                     quorum <name>|none

A party signs with two keys (Ed25519 and ML-DSA-44): its group asks for both, the quorum's group for every party.
"""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from holdfire.model.errors import BadProof, Misuse

from .checkpoint import Checkpoint, read_checkpoint_text
from .note import SignatureLine, Verifier, check_note, read_note, read_vkey, sign_note

Tier = Literal["pending", "official", "contested"]


@dataclass(frozen=True)
class Group:
    """`needed` of `members`, each a witness or a group named before."""

    needed: int
    members: tuple[str, ...]


@dataclass(frozen=True)
class Policy:
    """A policy file, read. `urls` holds the address of a witness where the file gives one."""

    logs: tuple[Verifier, ...]
    witnesses: Mapping[str, Verifier]
    groups: Mapping[str, Group]
    quorum: str | None
    urls: Mapping[str, str] = field(default_factory=dict)

    @property
    def keys(self) -> list[Verifier]:
        return [*self.logs, *self.witnesses.values()]

    def is_met_by(self, signed: Collection[str]) -> bool:
        """Whether the witnesses of these names make the quorum."""
        return self.quorum is None or self._holds(self.quorum, signed)

    def _holds(self, name: str, signed: Collection[str]) -> bool:
        group = self.groups.get(name)
        if group is None:
            return name in signed
        return sum(self._holds(member, signed) for member in group.members) >= group.needed

    def signers_met(self, signed: Collection[str]) -> list[str]:
        """The members of the quorum's group that hold, in its order: the parties, as readers know them."""
        if self.quorum is None:
            return sorted(signed)
        group = self.groups.get(self.quorum)
        members = group.members if group else (self.quorum,)
        return [member for member in members if self._holds(member, signed)]


def read_policy(text: str) -> Policy:
    """Raises Misuse naming the line when the file does not follow tlog-policy."""
    logs: list[Verifier] = []
    witnesses: dict[str, Verifier] = {}
    groups: dict[str, Group] = {}
    urls: dict[str, str] = {}
    grouped: set[str] = set()
    quorum: str | None = None
    has_quorum = False
    for number, raw in enumerate(text.split("\n"), 1):
        words = raw.split("#", 1)[0].split()
        if not words:
            continue
        where = f"policy, line {number}"
        match words:
            case ["log", vkey, *rest] if len(rest) <= 1:
                logs.append(read_vkey(vkey))
            case ["witness", name, vkey, *rest] if len(rest) <= 1:
                if name in witnesses or name in groups or name == "none":
                    raise Misuse(f"{where}: name {name!r} is taken")
                witnesses[name] = read_vkey(vkey)
                if any(
                    key.public == witnesses[name].public for other, key in witnesses.items() if other != name
                ):
                    raise Misuse(f"{where}: {name!r} has another witness's public key, and would count twice")
                if rest:
                    urls[name] = rest[0]
            case ["group", name, how, *members] if members:
                if name in witnesses or name in groups or name == "none":
                    raise Misuse(f"{where}: name {name!r} is taken")
                needed = (
                    len(members)
                    if how == "all"
                    else 1
                    if how == "any"
                    else int(how)
                    if how.isdecimal()
                    else 0
                )
                if not 1 <= needed <= len(members):
                    raise Misuse(
                        f"{where}: found {how!r}, expected all, any, or a number from 1 to {len(members)}"
                    )
                for member in members:
                    if member not in witnesses and member not in groups:
                        raise Misuse(f"{where}: {member!r} is not named before")
                    if member in grouped:
                        raise Misuse(f"{where}: {member!r} is in a group already")
                    grouped.add(member)
                groups[name] = Group(needed, tuple(members))
            case ["quorum", name] if not has_quorum:
                if name != "none" and name not in witnesses and name not in groups:
                    raise Misuse(f"{where}: {name!r} is not named before")
                quorum, has_quorum = (None if name == "none" else name), True
            case _:
                raise Misuse(
                    f"{where}: found {raw.strip()[:80]!r}, expected log, witness, group or one quorum"
                )
    if not logs or not has_quorum:
        raise Misuse(
            f"policy: expected at least one log and one quorum, found {len(logs)} logs"
            + ("" if has_quorum else ", no quorum")
        )
    return Policy(tuple(logs), witnesses, groups, quorum, urls)


def policy_text(
    log: Verifier,
    cosigners: Mapping[str, Sequence[Verifier]],
    awaited: Sequence[str] = (),
    urls: Mapping[str, str] | None = None,
) -> str:
    """The policy under which every cosigner must have signed, each with every key that it has.

    cosigners  name -> its keys
    awaited    names whose keys are not enrolled yet. Each stands in the quorum with a key that nobody holds, since it is
               a digest of the name: until the real key is enrolled nothing is official, to us or to any other client
    urls       name -> where its witness answers
    """
    lines = ["# Who must have signed for a checkpoint of this log to be official (c2sp.org/tlog-policy)."]
    lines.append(f"log {log.vkey}")
    words = {0x04: "ed25519", 0x06: "ml-dsa-44"}
    for name, keys in cosigners.items():
        url = f" {urls[name]}" if urls and name in urls else ""
        lines += [f"witness {name}.{words[key.kind]} {key.vkey}{url}" for key in keys]
        lines.append(f"group {name} all " + " ".join(f"{name}.{words[key.kind]}" for key in keys))
    for name in awaited:
        nobody = Verifier(
            f"{log.name}/{name}",
            0x04,
            hashlib.sha256(f"no key enrolled for {log.name}/{name}".encode()).digest(),
        )
        lines += [f"witness {name}.awaited {nobody.vkey}", f"group {name} all {name}.awaited"]
    if cosigners or awaited:
        lines += ["group official all " + " ".join([*cosigners, *awaited]), "quorum official"]
    else:
        lines.append("quorum none")
    return "\n".join(lines) + "\n"


@dataclass(frozen=True)
class Signed:
    """A checkpoint whose signatures hold. `witnesses`: policy name -> its line; `times_s` their clocks."""

    at: Checkpoint
    note: bytes
    witnesses: Mapping[str, SignatureLine]
    is_official: bool

    @property
    def times_s(self) -> dict[str, int]:
        return {name: line.time_s() for name, line in self.witnesses.items()}


def check_checkpoint(data: bytes, policy: Policy) -> Signed:
    """The checkpoint in a note that one of the policy's logs signed, with the witnesses that cosigned it.

    raises  BadProof when a signature fails, the log did not sign, or the log's name is not the origin
    """
    note = read_note(data)
    at = read_checkpoint_text(note.text)
    signed = check_note(note, policy.keys)
    logs = {key.name for key, _ in signed if key in policy.logs}
    if at.origin not in logs:
        raise BadProof(
            f"the log {at.origin!r} did not sign its checkpoint; logs of the policy: "
            f"{', '.join(log.name for log in policy.logs)}\n{data.decode()}"
        )
    names = {(key.name, key.key_id): name for name, key in policy.witnesses.items()}
    lines = {names[key.name, key.key_id]: line for key, line in signed if (key.name, key.key_id) in names}
    return Signed(at, data, lines, policy.is_met_by(lines))


def require_official(signed: Signed, policy: Policy) -> Signed:
    """The checkpoint, if the quorum signed it. Raises BadProof naming who is missing, with the note."""
    if not signed.is_official:
        group = policy.groups.get(policy.quorum or "")
        members = group.members if group else ()
        met = policy.signers_met(signed.witnesses)
        missing = [member for member in members if member not in met]
        raise BadProof(
            f"checkpoint {signed.at.size} is not official: signed by {', '.join(met) or 'the log alone'}, "
            f"missing {', '.join(missing) or 'the quorum'}\n{signed.note.decode()}"
        )
    return signed


def merged(held: bytes, given: bytes) -> bytes:
    """One note with the signatures of both; of two by one key the given one.

    raises  BadProof, printing both, when they sign different texts
    """
    one, two = read_note(held), read_note(given)
    if one.text != two.text:
        raise BadProof(f"two checkpoints of one size:\n{held.decode()}\n{given.decode()}")
    new = {(line.name, line.key_id) for line in two.lines}
    kept = [line.text for line in one.lines if (line.name, line.key_id) not in new]
    return sign_note(two.text, [*kept, *(line.text for line in two.lines)])
