"""docs/linking.md is run: its files are written, its commands give what it shows."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from holdfire.cli.link_command import app

PAGE = Path(__file__).resolve().parents[2] / "docs/linking.md"
BLOCK = re.compile(r"```(\w+)(?: (\S+))?\n(.*?)```", re.S)


def test_the_tutorial_runs_as_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ran = 0
    for kind, name, body in BLOCK.findall(PAGE.read_text(encoding="utf-8")):
        if name:
            (tmp_path / name).write_text(body, encoding="utf-8")
        if kind != "console":
            continue
        command, *shown = body.strip().splitlines()
        assert command.startswith("$ holdfire link ")
        done = CliRunner().invoke(app, command.removeprefix("$ holdfire link ").split())
        assert done.exit_code == 0, (command, done.output, done.exception)
        for line in shown:
            assert line in done.output, (command, line, done.output)
        ran += 1
    assert ran == 4
    assert {path.name for path in tmp_path.iterdir()} >= {
        "incidents.csv",
        "pairs.csv",
        "told.csv",
        "events.csv",
    }


def test_every_option_of_the_command_is_in_its_help() -> None:
    shown = CliRunner().invoke(app, ["--help"]).output
    for option in ("--pairs", "--engine", "--model", "--previous", "--reviews", "--explain", "--incidents"):
        assert option in shown
