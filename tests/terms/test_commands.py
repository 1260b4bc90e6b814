"""The commands at their edges: exit codes, what is printed, what a person is told to do next."""

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from holdfire.cli import complaint_command, count_command, terms_command
from holdfire.data import example_dir
from holdfire.model.case import Case
from holdfire.model.errors import Misuse, NotCovered, Unreadable

run = CliRunner()


def test_count_lists_one_policy_id_a_line(case: Case) -> None:
    got = run.invoke(count_command.app, [str(case.root), "--list"])
    assert got.stdout.split("\n") == [
        "smm-item",
        "jfo-episode",
        "shelling",
        "shots",
        "place-day",
        "acled-event",
        "",
    ]


def test_count_before_an_investigation_says_what_to_do(case: Case) -> None:
    got = run.invoke(count_command.app, [str(case.root)])
    assert isinstance(got.exception, Unreadable)
    assert "holdfire investigate" in str(got.exception)


def test_check_of_a_case_that_does_not_hold_exits_with_one(tmp_path: Path) -> None:
    text = (example_dir() / "agreement/1995-02-04-incidents.toml").read_text(encoding="utf-8")
    bad = tmp_path / "bad.toml"
    bad.write_text(text.replace("hours = 7", "hours = 9"), encoding="utf-8")
    got = run.invoke(terms_command.app, ["check", str(bad)])
    assert got.exit_code == 1
    assert "FAILS  no reply, media after exactly seven hours" in got.stdout
    assert "expected incident_no_violation" in got.stdout


def test_check_of_a_good_file_exits_with_nought_and_gives_json(tmp_path: Path) -> None:
    import json

    got = run.invoke(terms_command.app, ["check", str(example_dir() / "agreement/ihl-note.toml"), "--json"])
    assert got.exit_code == 0
    assert [row["holds"] for row in json.loads(got.stdout)] == [True, True]


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--at", "yesterday"], "expected a time"),
        (["--at", "2020-07-14T10:00"], "no time zone"),
        (["--role", "chair"], "only a party"),
    ],
)
def test_a_complaint_filed_wrongly_says_what_was_expected(
    case: Case, arguments: list[str], named: str, monkeypatch: Any
) -> None:
    from holdfire.vault.vault import create_vault

    create_vault(case.vault_dir, origin="holdfire.example/terms-test")
    given = {"--role": "party-ARM", "--by": "Ana", "--reason": "shelling", "--at": "2020-07-14T10:00+04:00"}
    given |= dict(zip(arguments[::2], arguments[1::2], strict=True))
    got = run.invoke(
        complaint_command.app, ["file", str(case.root), "inc-1", *(x for pair in given.items() for x in pair)]
    )
    assert isinstance(got.exception, Misuse)
    assert named in str(got.exception)


def test_an_unknown_complaint_is_named_with_those_there_are(case: Case) -> None:
    from holdfire.vault.vault import create_vault

    create_vault(case.vault_dir, origin="holdfire.example/terms-test")
    got = run.invoke(complaint_command.app, ["show", str(case.root), "cmp-000000000000"])
    assert isinstance(got.exception, NotCovered)
    assert "there are: none" in str(got.exception)


def test_the_template_is_printed_and_an_unknown_one_names_the_known() -> None:
    assert 'id = "minsk-2015"' in run.invoke(terms_command.app, ["template", "minsk-2015"]).stdout
    got = run.invoke(terms_command.app, ["template", "geneva"])
    assert "minsk-2015, template" in str(got.exception)
