"""`holdfire count CASE`: counts under a policy, and why two of them differ."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from holdfire.model.case import Case
    from holdfire.terms.explain import Waterfall

app = typer.Typer(add_completion=False)

EXAMPLE = (
    "Example: holdfire count demo-case --policy smm-item --by day,side    "
    "holdfire count demo-case --explain smm-item jfo-episode --day 2020-07-14"
)


@app.command(epilog=EXAMPLE)
def count(
    case: Annotated[Path, typer.Argument(help="the case folder, investigated")],
    policy: Annotated[
        str, typer.Option(help="a counting policy's id; without it every policy, day by day")
    ] = "",
    by: Annotated[
        str, typer.Option(help="columns of one policy's counts: day, side, voice, place")
    ] = "day,side,voice",
    list_: Annotated[bool, typer.Option("--list", help="one policy id a line")] = False,
    explain: Annotated[
        tuple[str, str],
        typer.Option(help="two policies, two parties or two days: the gap, row by row", metavar="A B"),
    ] = ("", ""),
    day: Annotated[str, typer.Option(help="with --explain: this local day only, like 2020-07-14")] = "",
    json_: Annotated[bool, typer.Option("--json", help="the rows behind the text")] = False,
) -> None:
    """Counts under a policy; the gap between two of them, row by row. A number means nothing without its policy."""
    import json

    from holdfire.model.case import open_case
    from holdfire.model.errors import Unreadable
    from holdfire.model.register import open_register

    opened = open_case(case)
    if list_:
        print("\n".join(opened.mandate.counting_policies))
        return
    if not opened.register_path.exists():
        raise Unreadable(f"{opened.register_path}: not there yet; first: holdfire investigate {case}")
    db = open_register(opened.register_path, read_only=True)
    try:
        if any(explain):
            from holdfire.terms.explain import explain as explained

            waterfall = explained(db, opened.mandate, *explain, policy=policy or None, day=_day(day))
            print(
                json.dumps(waterfall.as_json(), ensure_ascii=False, indent=1)
                if json_
                else _waterfall_text(waterfall)
            )
        elif policy:
            from holdfire.terms.count_view import grouped

            columns = [name.strip() for name in by.split(",") if name.strip()]
            rows = grouped(db, policy, columns)
            print(
                json.dumps(rows, ensure_ascii=False, indent=1, default=str)
                if json_
                else _table_text(policy, columns, rows)
            )
        else:
            from holdfire.terms.count_view import outside, overview

            days = overview(db, opened.mandate)
            print(
                json.dumps(days, ensure_ascii=False, indent=1)
                if json_
                else _overview_text(opened, days, outside(db, opened.mandate))
            )
    finally:
        db.close()


def _day(text: str) -> Any:
    from datetime import date

    from holdfire.model.errors import Misuse

    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Misuse(f"--day: found {text!r}, expected a day like 2020-07-14") from None


def _columns(rows: list[list[str]], right: int) -> str:
    """Aligned columns; those from `right` on are numbers."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            cell.rjust(w) if i >= right else cell.ljust(w)
            for i, (cell, w) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def _overview_text(case: "Case", days: list[dict[str, Any]], n_outside: int) -> str:
    from holdfire.terms.count_view import shown

    policies = case.mandate.counting_policies
    parties = [party.id for party in case.mandate.parties]
    rows = [["day", "told by", *policies]]
    for day in days:
        voices = {voice for policy in policies for voice in day[policy]}
        others = sorted(voices - set(parties))
        if not voices:
            rows.append([day["day"], "nobody", *("." for _ in policies)])
            continue
        for number, voice in enumerate([*parties, *others]):
            cells = [day[policy].get(voice) for policy in policies]
            rows.append(
                [day["day"] if number == 0 else "", voice, *("." if c is None else shown(**c) for c in cells)]
            )
    text = [
        f"{case.mandate.title}: what each voice counts, by six units that cannot be compared"
        if len(policies) == 6
        else f"{case.mandate.title}: what each voice counts, by policy",
        "n (low-high); + nothing bounds it above; . nothing told. Each party counts what it says the other did.",
        "",
        _columns(rows, 2),
        "",
    ]
    if n_outside:
        text.append(
            f"{n_outside} items that count lie on days outside the mandate's period and are left out here."
        )
    text.append(
        f"Why two numbers differ: holdfire count {case.root} --explain {' '.join(parties[:2])} --policy {policies[0]}"
    )
    return "\n".join(text)


def _table_text(policy: str, by: list[str], rows: list[dict[str, Any]]) -> str:
    from holdfire.terms.count_view import shown

    body = [
        [
            *(str(row[name]) for name in by),
            shown(row["n_low"], row["n"], row["n_high"], row["is_open"]),
            str(row["n_items"]),
        ]
        for row in rows
    ]
    total = sum(row["n"] for row in rows)
    return "\n".join([_columns([[*by, policy, "rows"], *body], len(by)), "", f"total {total} ({policy})"])


def _waterfall_text(waterfall: "Waterfall") -> str:
    import textwrap

    lines = [waterfall.about, *waterfall.notes, "", f"{waterfall.start:>8}  {waterfall.left}"]
    for step in waterfall.steps:
        lines.append(f"{step.gap:>+8}  {step.name}")
        for line in step.lines:
            lines += textwrap.wrap(
                f"{line.gap:>+6} {line.row}: {line.says}",
                110,
                initial_indent=" " * 10,
                subsequent_indent=" " * 17,
            )
    lines += [
        f"{waterfall.end:>8}  {waterfall.right}",
        "",
        "closed: the steps add up" if waterfall.closed else "NOT CLOSED",
    ]
    return "\n".join(lines)
