"""`holdfire review CASE`: what could not be read or needs a decision; accept, correct, dismiss, join, split."""

from pathlib import Path
from typing import Annotated, Any

import typer

app = typer.Typer(add_completion=False)


@app.command(
    epilog="Example: holdfire review demo-case    "
    "holdfire review demo-case --correct un-0123456789ab --set kind=small_arms --set accused_party=ARM --by 'J. Doe'"
)
def review(
    case: Annotated[Path, typer.Argument(help="the case folder, investigated before")],
    accept: Annotated[str, typer.Option(help="statement to accept as it is read")] = "",
    correct: Annotated[
        str, typer.Option(help="unread row or statement to correct; give its fields with --set")
    ] = "",
    dismiss: Annotated[str, typer.Option(help="unread row or statement that says nothing")] = "",
    join: Annotated[tuple[str, str] | None, typer.Option(help="two statements of one incident")] = None,
    split: Annotated[
        tuple[str, str] | None, typer.Option(help="two statements of different incidents")
    ] = None,
    fields: Annotated[list[str] | None, typer.Option("--set", help="FIELD=VALUE, several times")] = None,
    teach: Annotated[
        str,
        typer.Option(help="CATEGORY=PHRASE for the case's own pack, so that the sentence is read next time"),
    ] = "",
    reason: Annotated[str, typer.Option(help="why")] = "",
    by: Annotated[str, typer.Option(help="who decides")] = "",
    at: Annotated[str, typer.Option(help="when, YYYY-MM-DDTHH:MM with zone; default: now")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="one JSON object a line")] = False,
) -> None:
    """List what waits for a person, or log a decision. Decisions hold from the next `holdfire investigate` on."""
    from holdfire.model.case import open_case
    from holdfire.model.errors import Misuse
    from holdfire.model.register import open_register
    from holdfire.reading.review import waiting

    opened = open_case(case)
    asked = [
        name
        for name, value in (
            ("accept", accept),
            ("correct", correct),
            ("dismiss", dismiss),
            ("join", join),
            ("split", split),
        )
        if value
    ]
    if len(asked) > 1:
        raise Misuse(f"one decision at a time: found --{' and --'.join(asked)}")
    if not opened.register_path.exists():
        raise Misuse(f"{case} has no register yet; run: holdfire investigate {case}")
    db = open_register(opened.register_path, read_only=True)
    try:
        rows = waiting(db)
        if asked:
            row = (
                _row_of(db, accept or correct or dismiss)
                if asked[0] in ("accept", "correct", "dismiss")
                else None
            )
    finally:
        db.close()
    if not asked:
        _list(rows, as_json, case)
        return
    if not by:
        raise Misuse("--by: a decision has an author; say who decides")
    if join or split:
        left, right = join or split or ("", "")
        body: dict[str, Any] = {
            "what": asked[0],
            "subject": left,
            "other": right,
            "reports": [left, right],
            "reason": reason,
            "reviewer": by,
        }
        subject = left
    else:
        assert row is not None
        body = _decision(asked[0], row, fields or [], reason, by)
        subject = str(body["row"])
        if teach:
            _teach(opened, teach, row, body["fields"], reason)
    print(_log(opened, body, subject, by, at))


def _list(rows: list[dict[str, Any]], as_json: bool, case: Path) -> None:
    import json

    for row in rows:
        if as_json:
            print(json.dumps(row, ensure_ascii=False, default=str))
        else:
            print(
                f"{row['id']}  {row['exhibit_id']}:{row['start_char']}-{row['end_char']}  {row['reason']}\n    {row['quote'][:200]}"
            )
    if not as_json:
        print(
            f"{len(rows)} waiting."
            + (f" Decide: holdfire review {case} --correct ID --set kind=... --by NAME" if rows else "")
        )


def _row_of(db: Any, row_id: str) -> dict[str, Any]:
    from holdfire.model.errors import Misuse
    from holdfire.model.register import fetch_dicts

    for table, key in (("unread", "unread_id"), ("statement", "statement_id")):
        found = fetch_dicts(db, f"select * from {table} where {key} = $id", {"id": row_id})
        if found:
            return {**found[0], "row": row_id, "table": table}
    raise Misuse(f"{row_id}: no such row; `holdfire review CASE` lists what waits")


def _decision(action: str, row: dict[str, Any], fields: list[str], reason: str, by: str) -> dict[str, Any]:
    from holdfire.model.errors import Problems
    from holdfire.reading.review import faults

    body = {
        "what": "statement", "action": action, "row": row["row"], "subject": row["row"], "exhibit": row["exhibit_id"], "start": row["start_char"], "end": row["end_char"],
        "quote": row["quote"], "fields": dict(_field(text) for text in fields), "reason": reason, "reviewer": by,
    }  # fmt: skip
    wrong = faults(body)
    if action == "correct" and row["table"] == "unread" and "kind" not in body["fields"]:
        wrong.append("an unread row needs at least --set kind=...")
    if wrong:
        raise Problems("the decision", wrong)
    return body


def _field(text: str) -> tuple[str, Any]:
    from holdfire.model.errors import Misuse

    key, separator, value = text.partition("=")
    if not separator:
        raise Misuse(f"--set: found {text!r}, expected FIELD=VALUE")
    if key == "count":
        if not value.isdigit():
            raise Misuse(f"--set count: found {value!r}, expected a whole number")
        return key, int(value)
    if key in ("negated", "aggregate"):
        return key, value.lower() in ("true", "yes", "1")
    return key, value or None


def _teach(case: Any, teach: str, row: dict[str, Any], fields: dict[str, Any], reason: str) -> None:
    import sys

    from holdfire.model.errors import Misuse
    from holdfire.reading.corrections import teach as learn

    category, separator, phrase = teach.partition("=")
    if not separator or not phrase:
        raise Misuse(f"--teach: found {teach!r}, expected CATEGORY=PHRASE, as in fire='let fly'")
    expect = {key: value for key, value in fields.items() if value is not None}
    path = learn(
        case.root,
        case.mandate.pack,
        category=category,
        phrase=phrase,
        text=row["quote"],
        expect=expect,
        published=None,
        name=str(row["row"]),
    )
    print(f"{path}: phrase and regression case added ({reason or 'no reason given'})", file=sys.stderr)


def _log(case: Any, body: dict[str, Any], subject: str, by: str, at: str) -> str:
    from datetime import UTC, datetime

    from holdfire.model.errors import Misuse
    from holdfire.vault.vault import open_vault

    try:
        moment = datetime.fromisoformat(at) if at else datetime.now(UTC).replace(microsecond=0)
    except ValueError:
        raise Misuse(f"--at: found {at!r}, expected a time like 2020-07-14T09:00+04:00") from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=case.mandate.zone)
    vault = open_vault(case.vault_dir)
    index = vault.append("review", body, by=by, at=moment, subject=subject)
    vault.commit()
    return f"logged as entry {index}; run `holdfire investigate {case.root}` to have it hold"
