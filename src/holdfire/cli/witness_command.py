"""`holdfire witness ...`: a cosigner's own side: its keys, the logs it watches, cosigning over HTTP or by file."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    add_completion=False, no_args_is_help=True, help="Cosign another log's checkpoints, over HTTP or by file."
)

Folder = Annotated[Path, typer.Argument(help="the witness's folder: its keys and what it has seen")]


@app.command(epilog="Example: holdfire witness keygen my-witness --name ministry.example/holdfire")
def keygen(
    folder: Folder,
    name: Annotated[str, typer.Option(help="the key's name: a schema-less URL of yours")],
) -> None:
    """Make a witness: an Ed25519 and an ML-DSA-44 key. Prints the public keys, which the log's operator enrols."""
    import os

    from holdfire.vault.witness import make_witness

    for key in make_witness(folder, name, os.urandom).verifiers:
        print(key.vkey)


@app.command(epilog="Example: holdfire witness trust my-witness demo-case/vault/log/policy.txt")
def trust(
    folder: Folder, log: Annotated[str, typer.Argument(help="the log's key, or a policy file that names it")]
) -> None:
    """Watch a log from now on, under this key."""
    from holdfire.vault.policy import read_policy
    from holdfire.vault.witness import Witness

    witness = Witness(folder)
    vkeys = (
        [key.vkey for key in read_policy(Path(log).read_text("utf-8")).logs] if Path(log).is_file() else [log]
    )
    for vkey in vkeys:
        witness.trust(vkey)
        print(f"watching {vkey.split('+')[0]}")
    witness.close()


@app.command(epilog="Example: holdfire witness cosign my-witness request.txt -o reply.txt")
def cosign(
    folder: Folder,
    request: Annotated[Path, typer.Argument(help="what `holdfire log CASE cosign --request` wrote")],
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="where the reply goes; default: standard output")
    ] = None,
) -> None:
    """Cosign by file, for a party without a network link. Exit 1 with both checkpoints when the log contradicts itself."""
    import time

    from holdfire.model.errors import BadProof
    from holdfire.vault.cosigning import read_input
    from holdfire.vault.witness import SIZE_TYPE, Witness

    witness = Witness(folder)
    answer = witness.add_checkpoint(read_input(request), int(time.time()))
    witness.close()
    text = answer.body.decode("utf-8", "replace")
    if answer.media_type == SIZE_TYPE:
        raise BadProof(
            f"this witness has seen {text.strip()} entries; ask for a request with --old {text.strip()}"
        )
    if answer.status != 200:
        raise BadProof(f"not cosigned (status {answer.status}): {text}")
    if out is None:
        print(text, end="")
    else:
        out.write_text(text, encoding="utf-8")
        print(f"cosigned; carry {out} back")


@app.command(epilog="Example: holdfire witness serve my-witness --port 8471")
def serve(
    folder: Folder,
    host: Annotated[str, typer.Option(help="address to listen on")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="0: any free one")] = 8471,
    per_second: Annotated[float, typer.Option(help="requests a second from one address")] = 20.0,
) -> None:
    """Answer add-checkpoint over HTTP, as any C2SP log asks it."""
    import sys

    from holdfire.vault.witness import Witness
    from holdfire.vault.witness_server import make_server

    witness = Witness(folder)
    server = make_server(witness, host, port, per_second=per_second)
    print(
        f"witness {witness.signers[0].name} at http://{host}:{server.server_address[1]}/",
        file=sys.stderr,
        flush=True,
    )
    try:
        server.serve_forever()
    finally:
        server.server_close()
        witness.close()


@app.command(epilog="Example: holdfire witness show my-witness")
def show(folder: Folder) -> None:
    """The witness's public keys, and the latest checkpoint that it saw of each log."""
    from holdfire.vault.witness import Witness

    witness = Witness(folder)
    for key in witness.verifiers:
        print(key.vkey)
    for origin, size in witness.db.execute("select origin, size from log order by origin"):
        print(f"{origin} {size}")
    witness.close()
