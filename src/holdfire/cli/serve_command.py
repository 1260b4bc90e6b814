"""`holdfire serve CASE`: the web app, on this machine only unless told otherwise."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(add_completion=False)


def _send_digest(root: Path, key: bytes) -> str:
    from holdfire.model.case import open_case
    from holdfire.model.errors import Misuse
    from holdfire.web.letters import Letters, mail_settings, new_entries

    settings = mail_settings(root)
    if settings is None:
        raise Misuse(f"{root / 'mail.toml'}: not there, expected the mail server's settings (docs/web.md)")
    case, letters = open_case(root), Letters(root, settings, key)
    entries, newest = new_entries(case, letters.last_sent())
    if newest is None:
        return "Nothing is new: no letter was sent."
    n = letters.send_digest(case.mandate.title, entries, newest)
    return f"{n} letter{'s' if n != 1 else ''} with {len(entries)} new entries"


@app.command(epilog="Example: holdfire serve demo-case --port 8000")
def serve(
    case: Annotated[Path, typer.Argument(help="the case folder, investigated at least once")],
    host: Annotated[str, typer.Option(help="address to listen on")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one")] = 8000,
    role: Annotated[
        str, typer.Option(help="role of the sign-in link printed for the person at this machine")
    ] = "analyst",
    add_user: Annotated[
        str, typer.Option(help="add a user with --role and a password asked for, then stop")
    ] = "",
    new_token: Annotated[
        str, typer.Option(help="make an API token of --role with this label, print it, then stop")
    ] = "",
    send_digest: Annotated[
        bool, typer.Option(help="send what is new to the newsletter's readers (CASE/mail.toml), then stop")
    ] = False,
    behind_tls: Annotated[bool, typer.Option(help="a proxy in front speaks TLS")] = False,
) -> None:
    """Read, question and answer the register in a browser, without a network."""
    import sys

    from holdfire.model.errors import Misuse

    if not (case / "mandate.toml").exists():
        raise Misuse(f"{case}: no case here, expected a folder made by `holdfire init` or `holdfire demo`")
    from holdfire.web.accounts import Accounts

    accounts = Accounts(case / "access.sqlite")
    if add_user:
        accounts.add_user(add_user, role, typer.prompt("Password", hide_input=True, confirmation_prompt=True))
        print(f"{add_user} may sign in as {role}.")
        return
    if new_token:
        print(accounts.new_token(role, new_token))
        return
    if send_digest:
        print(_send_digest(case, accounts.secret()))
        return
    import uvicorn

    from holdfire.web.app import create_app

    site = create_app(case, is_behind_tls=behind_tls)
    config = uvicorn.Config(
        site, host=host, port=port, log_level="warning", access_log=False, server_header=False
    )
    server = uvicorn.Server(config)
    socket = config.bind_socket()
    socket.listen(2048)  # from here on a reader waits instead of being refused
    bound = socket.getsockname()[1]
    site.state.site.registers.warm()
    link = accounts.new_token(role, "launch link", life_s=3600)
    shown = f"[{host}]" if ":" in host else host
    print(f"http://{shown}:{bound}/   the public's view; Ctrl-C stops", flush=True)
    print(f"sign in as {role}: http://{shown}:{bound}/enter?token={link}", file=sys.stderr, flush=True)
    server.run(sockets=[socket])
