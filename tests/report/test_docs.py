"""The commands in docs/report.md and docs/open-data.md run as pasted, on the invented case."""

import re
import shlex
import shutil
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from holdfire.cli.main import main
from holdfire.model.case import Case

DOCS = Path(__file__).resolve().parents[2] / "docs"
DAYS = {"2020-07-14": "2021-05-01", "2020-07-12": "2021-05-01", "2020-07-18": "2021-05-03"}


def _commands(name: str) -> list[str]:
    text = (DOCS / name).read_text(encoding="utf-8")
    blocks = re.findall(r"```console\n(.*?)```", text, re.S)
    return [
        line.removeprefix("$ holdfire ")
        for block in blocks
        for line in block.splitlines()
        if line.startswith("$ holdfire ")
    ]


@pytest.mark.parametrize("name", ["report.md", "open-data.md"])
def test_the_commands_of_a_page_run(
    name: str,
    register: duckdb.DuckDBPyConnection,
    case: Case,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shutil.copytree(case.root, tmp_path / "demo-case")
    register.execute(f"attach '{tmp_path / 'demo-case' / 'register.duckdb'}' as saved")
    try:
        register.execute("copy from database memory to saved")
    finally:
        register.execute("detach saved")
    monkeypatch.chdir(tmp_path)
    commands = [
        command for command in _commands(name) if not command.startswith("verify")
    ]  # needs a vault: see below
    assert len(commands) >= 2
    for command in commands:
        for theirs, ours in DAYS.items():
            command = command.replace(theirs, ours)
        result = CliRunner().invoke(main, shlex.split(command))
        assert result.exit_code == 0, (command, result.output, result.exception)
        assert result.output.strip()
    if name == "report.md":
        assert (tmp_path / "weekly" / "report-2021-05-01-to-2021-05-03.en.json").exists()
    else:
        assert (tmp_path / "public" / "index.html").exists()
