"""The tutorial runs: its files are written, its commands called, its outputs compared; shown fields must be in the line."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from holdfire.cli.main import main

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reading-a-new-ministry.md"
BLOCK = re.compile(r"^```(\w+)(?: (file|append)=(\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks() -> list[tuple[str, str, str, str]]:
    return [(m[1], m[2] or "", m[3] or "", m[4]) for m in BLOCK.finditer(PAGE.read_text(encoding="utf-8"))]


def test_the_tutorial_does_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    commands = 0
    for language, action, name, text in blocks():
        if action == "file":
            (tmp_path / name).write_text(text, encoding="utf-8")
        elif action == "append":
            with (tmp_path / name).open("a", encoding="utf-8") as file:
                file.write(text)
        elif language == "console":
            command, _, shown = text.partition("\n")
            result = CliRunner().invoke(main, command.removeprefix("$ holdfire ").split())
            assert result.exit_code == 0, result.output
            printed = [*result.stdout.splitlines(), *result.stderr.splitlines()]
            compare(printed, shown.splitlines())
            commands += 1
    assert commands >= 3


def compare(printed: list[str], shown: list[str]) -> None:
    assert len(printed) == len(shown), printed
    for got, want in zip(printed, shown, strict=True):
        if want.startswith("{"):
            row = json.loads(got)
            for key, value in json.loads(want).items():
                assert row[key] == value, (key, row)
        elif want.endswith("..."):
            assert got.startswith(want[:-3])
        else:
            assert got == want
