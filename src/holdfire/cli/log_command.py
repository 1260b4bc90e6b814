"""`holdfire log CASE ...`: publish, checkpoint, prove, cosign, policy, roster, and what may be withdrawn or shown."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from holdfire.vault.vault import Vault

app = typer.Typer(add_completion=False, no_args_is_help=True, help="The log of a case.")

CASE: dict[str, Path] = {}


@app.callback()
def case(case: Annotated[Path, typer.Argument(help="the case folder, or its vault")]) -> None:
    """The log: publish, checkpoint, prove, cosign, policy, roster; redact, erase, disclose, anchor."""
    CASE["path"] = case


def _vault() -> "Vault":
    from holdfire.vault.vault import open_vault

    path = CASE["path"]
    return open_vault(path if (path / "private").is_dir() else path / "vault")


def _moment(text: str) -> datetime:
    from datetime import UTC

    from holdfire.model.errors import Misuse

    if not text:
        return datetime.now(UTC).replace(microsecond=0)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Misuse(f"time {text!r}: expected ISO 8601, like 2020-07-12T12:30+04:00") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


By = Annotated[str, typer.Option(help="who does this")]
At = Annotated[str, typer.Option(help="ISO 8601; default: now")]
AsJson = Annotated[bool, typer.Option("--json", help="as JSON")]


@app.command(epilog="Example: holdfire log demo-case publish --to /srv/www/log")
def publish(
    to: Annotated[
        Path | None, typer.Option(help="also copy the published folder there, checkpoint last")
    ] = None,
) -> None:
    """Write waiting entries into tiles and sign a checkpoint. The folder is CASE/vault/log, ready for any web server."""
    from holdfire.vault.export import copy_log

    vault = _vault()
    vault.commit()
    signed = vault.signed()
    assert signed is not None
    if to is not None:
        copy_log(vault.log.folder, to, signed.at.size)
    print(f"{signed.at.size} entries, root {signed.at.root_base64}, in {to or vault.log.folder}")


@app.command(epilog="Example: holdfire log demo-case checkpoint")
def checkpoint(
    size: Annotated[int | None, typer.Option(help="a former size; default: the latest")] = None,
    as_json: AsJson = False,
) -> None:
    """The signed checkpoint, verbatim; with --json its tier, signers and times."""
    import json

    from holdfire.model.errors import Misuse
    from holdfire.vault.tiers import heads_of

    vault = _vault()
    notes = dict(vault.heads())
    if not notes or (size is not None and size not in notes):
        raise Misuse(
            "no such checkpoint" if notes else "nothing is published yet; `holdfire log CASE publish` first"
        )
    wanted = size if size is not None else max(notes)
    if not as_json:
        print(notes[wanted].decode(), end="")
        return
    head = next(head for head in heads_of(vault) if head.at.size == wanted)
    print(json.dumps({
        "origin": head.at.origin, "size": head.at.size, "root": head.at.root_base64, "tier": head.tier, "signers": head.signers,
        "contested_since": head.contested_since, "signed_at": head.time_s, "anchors": head.anchors,
    }))  # fmt: skip


@app.command(epilog="Example: holdfire log demo-case prove 12 -o 12.tlog-proof")
def prove(
    index: Annotated[int, typer.Argument(help="the entry's number")],
    old: Annotated[
        int | None,
        typer.Option(help="instead: prove that the log of this size is a prefix of the present one"),
    ] = None,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="default: standard output")] = None,
    disclose: Annotated[bool, typer.Option(help="show the entry's fields in the proof")] = False,
    field: Annotated[list[str] | None, typer.Option(help="show only these fields")] = None,
) -> None:
    """An entry's .tlog-proof; with --old a consistency proof, one base64 hash a line."""
    from holdfire.vault.proving import consistency_text, proof_of

    vault = _vault()
    data = (
        consistency_text(vault, old)
        if old is not None
        else proof_of(vault, index, disclose=disclose, fields=field)
    )
    if out is None:
        print(data.decode(), end="")
    else:
        out.write_bytes(data)


@app.command(epilog="Example: holdfire log demo-case cosign --witness http://127.0.0.1:8471/")
def cosign(
    witness: Annotated[str, typer.Option(help="ask the witness at this address")] = "",
    request: Annotated[
        Path | None, typer.Option(help="write a request to carry to a witness without a network link")
    ] = None,
    reply: Annotated[Path | None, typer.Option(help="merge the reply that came back")] = None,
    old: Annotated[int, typer.Option(help="the size that the witness last saw")] = 0,
    size: Annotated[
        int | None, typer.Option(help="the checkpoint that the reply belongs to; default: the latest")
    ] = None,
) -> None:
    """Get cosignatures under the checkpoint: over HTTP, or by file in two steps. Without options: asks every witness of the policy."""
    from holdfire.model.errors import Misuse
    from holdfire.vault.cosigning import ask, merge, read_input, request_for

    vault = _vault()
    if request is not None:
        request.write_bytes(request_for(vault, old))
        print(f"carry {request} to the witness: holdfire witness cosign FOLDER {request.name}")
        return
    if reply is not None:
        signed = merge(vault, read_input(reply), size)
    else:
        urls = [witness] if witness else sorted(set(vault.policy.urls.values()))
        if not urls:
            raise Misuse(
                "no witness given, and the policy names no address; use --witness URL, or --request and --reply"
            )
        for url in urls:
            signed = ask(vault, url)
    met = ", ".join(vault.policy.signers_met(signed.witnesses)) or "nobody"
    print(
        f"checkpoint {signed.at.size}: {'official' if signed.is_official else 'pending'}, cosigned by {met}"
    )


@app.command(epilog="Example: holdfire log demo-case policy > policy.txt")
def policy() -> None:
    """The policy file: whose signatures make a checkpoint official. Keep your own copy."""
    print(_vault().policy_bytes.decode(), end="")


@app.command(epilog="Example: holdfire log demo-case roster")
def roster(
    enrol: Annotated[str, typer.Option(help="a cosigner's name; with --keys")] = "",
    keys: Annotated[
        Path | None, typer.Option(help="file with the cosigner's public keys, one a line")
    ] = None,
    url: Annotated[str, typer.Option(help="where its witness answers")] = "",
    replace: Annotated[bool, typer.Option(help="rotate: retire its former keys")] = False,
    refused: Annotated[str, typer.Option(help="log that this cosigner refuses to cosign")] = "",
    since: Annotated[str, typer.Option(help="since when, with --refused")] = "",
    reason: Annotated[str, typer.Option(help="its own words, with --refused")] = "",
    by: By = "mission",
    at: At = "",
) -> None:
    """Who may sign, since which entry; enrol, rotate, or put a refusal on record. Each change is an entry of the log."""
    import json

    from holdfire.model.errors import Misuse
    from holdfire.vault.cosigning import read_input
    from holdfire.vault.roster import enrol as enrol_keys
    from holdfire.vault.roster import refuse

    vault = _vault()
    if enrol:
        if keys is None:
            raise Misuse("--enrol needs --keys FILE, what `holdfire witness keygen` printed")
        vkeys = [line for line in read_input(keys).decode("utf-8", "replace").splitlines() if line.strip()]
        index = enrol_keys(vault, enrol, vkeys, by=by, at=_moment(at), url=url, replaces=replace)
        print(
            f"entry {index}: {enrol} enrolled; the policy changed, hand out {vault.log.folder / 'policy.txt'}"
        )
        return
    if refused:
        index = refuse(vault, refused, since=_moment(since), by=by, at=_moment(at), reason=reason)
        print(f"entry {index}: {refused} refuses to cosign")
        return
    for entry in vault.entries():
        if entry.kind in ("roster", "policy"):
            print(
                f"{entry.index} {entry.entry['at']} {entry.by} {json.dumps(entry.entry['pub'], sort_keys=True)}"
            )


@app.command(epilog="Example: holdfire log demo-case redact 12 --field url --reason 'names a resident'")
def redact(
    index: Annotated[int, typer.Argument(help="the entry's number")],
    field: Annotated[list[str], typer.Option(help="a field to hold back; may be given again")],
    reason: Annotated[str, typer.Option(help="why; public")],
    by: By = "mission",
    at: At = "",
) -> None:
    """Hold fields of an entry back from now on; every proof still holds."""
    from holdfire.vault.withdrawal import redact as hold_back

    print(
        f"entry {hold_back(_vault(), index, field, by=by, at=_moment(at), reason=reason)}: redaction logged"
    )


@app.command(
    epilog="Example: holdfire log my-case erase --exhibit SHA256 --ordered-by 'data protection officer' --reason 'resident withdrew'"
)
def erase(
    reason: Annotated[str, typer.Option(help="why; public")],
    ordered_by: Annotated[str, typer.Option(help="on whose order; public")],
    exhibit: Annotated[str, typer.Option(help="SHA-256 of an exhibit: its bytes, key and fields")] = "",
    entry: Annotated[int, typer.Option(help="or an entry's number")] = -1,
    field: Annotated[list[str] | None, typer.Option(help="with --entry: only these fields")] = None,
    by: By = "mission",
    at: At = "",
) -> None:
    """Destroy value, salt, key and bytes; a tombstone stays. Cannot be undone."""
    from holdfire.vault.withdrawal import erase as destroy

    number = destroy(
        _vault(), by=by, at=_moment(at), reason=reason, ordered_by=ordered_by, exhibit=exhibit or None,
        index=entry if entry >= 0 else None, fields=field,
    )  # fmt: skip
    print(f"entry {number}: tombstone; run `holdfire investigate` to rebuild the register without it")


@app.command(
    epilog="Example: holdfire log my-case embargo finding finding.json --until 2026-03-01T00:00+00:00"
)
def embargo(
    kind: Annotated[str, typer.Argument(help="kind of the entry, like finding or reply")],
    body: Annotated[Path, typer.Argument(help="JSON object: its fields")],
    until: Annotated[str, typer.Option(help="ISO 8601: shown from then on")],
    by: By = "mission",
    at: At = "",
) -> None:
    """Commit to an act now, show it later: nobody can say that it was written afterwards."""
    import json

    from holdfire.model.errors import Unreadable
    from holdfire.vault.cosigning import read_input
    from holdfire.vault.withdrawal import embargo as hold_until

    try:
        fields = json.loads(read_input(body))
    except ValueError as error:
        raise Unreadable(f"{body}: not JSON ({error})") from error
    if not isinstance(fields, dict):
        raise Unreadable(f"{body}: found {type(fields).__name__}, expected a JSON object")
    index = hold_until(_vault(), kind, fields, until=_moment(until), by=by, at=_moment(at))
    print(f"entry {index}: committed to, shown from {until} by: holdfire log CASE release {index}")


@app.command(epilog="Example: holdfire log demo-case release 40")
def release(
    index: Annotated[int, typer.Argument(help="the entry's number")], by: By = "mission", at: At = ""
) -> None:
    """Show what an embargo held back, from its day on."""
    from holdfire.vault.withdrawal import release as show_now

    print(f"entry {show_now(_vault(), index, by=by, at=_moment(at))}: entry {index} released")


@app.command(
    epilog="Example: holdfire log demo-case anchor --authority tsa-1 --roots tsa-root.pem --url https://tsa.example/"
)
def anchor(
    authority: Annotated[str, typer.Option(help="a short name for the authority")],
    roots: Annotated[Path, typer.Option(help="its root certificate, PEM, got from somebody you trust")],
    url: Annotated[str, typer.Option(help="ask it over HTTP")] = "",
    token: Annotated[Path | None, typer.Option(help="or: the .tsr that was got elsewhere")] = None,
    request: Annotated[Path | None, typer.Option(help="or: write the .tsq to carry there")] = None,
    by: By = "mission",
    at: At = "",
) -> None:
    """An RFC 3161 time-stamp over the latest checkpoint, verified before it counts. A failure is logged as a gap, exit 1."""
    from holdfire.model.errors import BadProof
    from holdfire.vault.anchors import anchor as get_token
    from holdfire.vault.anchors import make_request
    from holdfire.vault.cosigning import published, read_input

    vault = _vault()
    if request is not None:
        request.write_bytes(make_request(published(vault).at))
        print(f"carry {request} to the authority (openssl ts, or its page), then give --token")
        return
    data = read_input(token) if token is not None else None
    seen = get_token(vault, authority, by=by, at=_moment(at), roots=roots, url=url, token=data)
    if seen is None:
        raise BadProof(f"{authority}: no token that holds; the gap is in the log")
    print(f"{authority} saw the checkpoint at {seen.isoformat()}")


@app.command(
    epilog="Example: holdfire log demo-case resume --from /media/party-a/log --reason 'the mission put back a backup'"
)
def resume(
    reason: Annotated[str, typer.Option(help="why, in the words of who decides it: logged, public")] = "",
    copy: Annotated[
        Path | None, typer.Option("--from", help="the log's published folder, from whoever has one")
    ] = None,
    by: By = "mission",
    at: At = "",
) -> None:
    """Go on after this log halted itself or its files were damaged. Without --reason: only says why it is halted."""
    from holdfire.vault.resuming import resume as go_on
    from holdfire.vault.resuming import why_halted

    vault = _vault()
    if not reason:
        print(why_halted(vault) or "this log is not halted")
        return
    done = go_on(vault, by=by, at=_moment(at), reason=reason, copy=copy)
    print(
        f"entry {done.index}: resumed at size {done.size}; {done.adopted} entries taken from the copy, {done.appended} own ones "
        f"put after them, {len(done.mended)} files mended"
    )


@app.command("import", epilog="Example: holdfire log my-case import auto-archiver-output/")
def import_folder(
    folder: Annotated[Path, typer.Argument(help="a folder that auto-archiver wrote")],
    source: Annotated[str, typer.Option(help="source id for every file")] = "",
    by: By = "mission",
    at: At = "",
) -> None:
    """Seal every file of an auto-archiver folder and record whether the digests that it states hold."""
    from collections import Counter

    from holdfire.vault.importing import seal_archive

    results = Counter(seal_archive(_vault(), folder, source=source or None, by=by, at=_moment(at)).values())
    print(", ".join(f"{n} {result.replace('_', ' ')}" for result, n in sorted(results.items())))
    if results["states_absent_files"]:
        raise typer.Exit(1)
