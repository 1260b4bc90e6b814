"""The tutorial's commands run as they stand, and the list of criteria names tests that exist."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from .conftest import NOON, holdfire

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "vault.md").read_text(encoding="utf-8")


def test_the_tutorial_runs(tmp_path, monkeypatch):
    commands = [
        line[2:]
        for block in re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL)
        for line in block.splitlines()
        if line.startswith("$ ")
    ]
    assert len(commands) > 20
    monkeypatch.chdir(tmp_path)
    printed = ""
    for command in commands:
        if not command.startswith("holdfire "):
            subprocess.run(["sh", "-c", command], check=True)
            continue
        words, _, target = command.partition(" > ")
        said = holdfire(*shlex.split(words)[1:])
        printed += said
        if target:
            (tmp_path / target).write_text(said)
    assert '"tier": "official"' in printed
    assert "official, signed by A, B, mission" in printed


def test_each_criterion_names_a_test_that_exists():
    tests = (ROOT / "tests" / "vault" / "test_berkeley.py").read_text(encoding="utf-8")
    named = re.findall(r"`(test_\w+)`", PAGE.split("Berkeley Protocol's criteria")[1])
    assert len(named) == 8
    assert [name for name in named if f"def {name}(" not in tests] == []


def test_every_subcommand_of_log_and_witness_is_documented_or_shows_an_example():
    for group in ("log", "witness"):
        text = (ROOT / "src" / "holdfire" / "cli" / f"{group}_command.py").read_text(encoding="utf-8")
        commands = re.findall(r"@app\.command\((.*?)\)\ndef", text, re.DOTALL)
        assert commands
        assert all("Example: holdfire" in words for words in commands)


@pytest.mark.slow
def test_gos_own_log_code_accepts_a_log_of_seventy_thousand_entries(tmp_path, make_vault):
    if shutil.which("go") is None:
        pytest.skip("needs go, and golang.org/x/mod within its reach")
    vault = make_vault()
    for number in range(69_998):
        vault.append("review", {"n": number}, by="m", at=NOON)
    vault.commit()
    shutil.copy(ROOT / "docs" / "verify" / "audit.go", tmp_path / "audit.go")
    for words in (["mod", "init", "audit"], ["mod", "tidy"]):
        if subprocess.run(["go", *words], cwd=tmp_path, capture_output=True, check=False).returncode != 0:
            pytest.skip("golang.org/x/mod cannot be fetched here")
    key = vault.policy.logs[0].vkey
    done = subprocess.run(
        ["go", "run", "audit.go", str(vault.log.folder), key],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "size 70000, 277 hash tiles byte-identical" in done.stdout
