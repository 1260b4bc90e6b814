"""The `holdfire` command: a table of commands, each imported only when it is called, so that --help stays light."""

import importlib
import sys
from typing import Any

import click

COMMANDS: dict[str, str] = {
    "demo": "The main job on the packaged worked example",
    "init": "An empty case that validates",
    "intake": "Seal files and split them into blocks",
    "investigate": "Every stage to findings; only what changed is redone",
    "read": "Files to statements, as JSON lines",
    "review": "What could not be read or needs a decision; accept, correct, join, split",
    "pack": "Check a language and conflict pack",
    "range": "Arrival times and bearings to located sound events",
    "link": "Reports to incidents",
    "origin": "Posterior for the place and side of origin",
    "terms": "Check an agreement file: validate, run its cases, print what would fire",
    "count": "Counts under a policy; the gap between two, row by row",
    "complaint": "A complaint's path from allegation to closure, with its clocks",
    "report": "The daily or weekly report",
    "export": "Open data and the static site",
    "log": "The log: publish, checkpoint, prove, cosign, policy, roster",
    "witness": "Cosign another log's checkpoints, over HTTP or by file",
    "bundle": "A signed bundle that is checked without a network",
    "verify": "Check a case, a bundle or a log folder in full",
    "serve": "The web app",
}


class LazyGroup(click.Group):
    """Lists commands from the table above; imports holdfire.cli.<name> only to run it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        import typer.main

        module = importlib.import_module(f"holdfire.cli.{cmd_name}_command")
        command: Any = typer.main.get_command(module.app)
        command.name = cmd_name
        return command  # type: ignore[no-any-return]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Start with: holdfire demo   Exit codes: 0 it holds, 1 the answer is no, 2 misuse, 3 unreadable input.",
)
@click.version_option(package_name="holdfire", message="holdfire %(version)s")
def main() -> None:
    """An investigation mechanism for ceasefire violations: from sealed evidence to findings that both parties can check."""


def run() -> None:
    """Entry point. A HoldfireError is printed as it stands and gives its exit code; anything else is our bug."""
    from holdfire.model.errors import HoldfireError

    try:
        main(standalone_mode=False)
    except HoldfireError as error:
        sys.stdout.flush()  # what was done stands before what was not, wherever the two are read together
        print(f"holdfire: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except (click.exceptions.Abort, KeyboardInterrupt):
        print("holdfire: stopped", file=sys.stderr)
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except Exception as error:
        code = _exit_code_of(error)
        if code is None:
            raise
        sys.exit(code)


def _exit_code_of(error: Exception) -> int | None:
    """The exit code of typer's Exit, Abort and usage errors; None for anything else, which is our bug.

    Newer releases of typer carry a copy of click, whose classes are not those of click itself.
    """
    if not type(error).__module__.startswith("typer"):
        return None
    if not hasattr(error, "exit_code"):
        print("holdfire: stopped", file=sys.stderr)
        return 130
    if hasattr(error, "show"):
        error.show()
    return int(error.exit_code)


if __name__ == "__main__":
    run()
