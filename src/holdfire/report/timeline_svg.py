"""When: the period's days as columns of incidents, and one day's statements on a clock. SVG, drawn here.

In: rows of the published register. Out: SVG strings that site.css styles. A bar is as long as the time that the
source's words leave open; a mark's shape, not its colour alone, says how an incident stands.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from html import escape
from typing import Any

from .record import SAID_OF_NO_PARTY, Record

Row = dict[str, Any]
Link = Callable[[str, str], str]
HIGHEST = 16  # rows of boxes in a column


def draw_period(record: Record, link: Link) -> str:
    """A column for each day of the mandate's period; a box for each incident, linked."""
    days = record.period_days()
    shown = days if len(days) <= 62 else [d for d in days if d in record.days][:62]
    most = max((len(record.days.get(day, ())) for day in shown), default=0)
    step, box = 960 / max(len(shown), 1), 14
    per_column = max(1, int((step - 4) // box))
    rows_high = max(1, -(-most // per_column))
    if rows_high > HIGHEST:
        return _draw_bars(record, shown, most, link)
    height = rows_high * box + 44
    title = f"Incidents by day, {shown[0]:%-d %B} to {shown[-1]:%-d %B %Y}" if shown else "No days"
    parts = [
        f'<svg class="timeline" viewBox="0 0 960 {height}" role="group" aria-label="{escape(title)}" xmlns="http://www.w3.org/2000/svg">',
        f"<title>{escape(title)}</title>",
        f'<path class="axis" d="M0 {height - 30}H960"/>',
    ]
    for number, day in enumerate(shown):
        left = number * step
        found = record.days.get(day, [])
        for at, row in enumerate(found):
            x = left + 2 + (at % per_column) * box
            y = height - 34 - box * (at // per_column + 1) + 2
            words = (
                f"{row['place_label']}: {row['kind'].replace('_', ' ')}, {row['status'].replace('_', ' ')}"
            )
            parts.append(
                f'<a class="box s-{escape(row["status"])}" href="{escape(link("incident", row["incident_id"]))}"><title>{escape(words)}</title>'
                f'<rect x="{x:.1f}" y="{y}" width="11" height="11"/>{_inner(row["status"], x, y)}</a>'
            )
        if step >= 22 or number % 5 == 0:
            words = f"{day:%-d %b}" if step >= 40 else f"{day:%-d}"
            text = f'<text class="tick" x="{left + step / 2:.1f}" y="{height - 12}">{words}</text>'
            parts.append(f'<a href="{escape(link("day", day.isoformat()))}">{text}</a>')
    return "\n".join([*parts, "</svg>"])


def _draw_bars(record: Record, shown: Sequence[date], most: int, link: Link) -> str:
    """Where a day has too many incidents for a box each: a bar a day with its number, linked to the day."""
    step, high = 960 / len(shown), 180
    title = f"Incidents by day, {shown[0]:%-d %B} to {shown[-1]:%-d %B %Y}"
    parts = [
        f'<svg class="timeline" viewBox="0 0 960 {high + 44}" role="group" aria-label="{escape(title)}" xmlns="http://www.w3.org/2000/svg">',
        f"<title>{escape(title)}</title>",
    ]
    for number, day in enumerate(shown):
        n = len(record.days.get(day, ()))
        tall = high * n / most
        x = number * step
        tick = (
            f'<text class="tick" x="{x + step / 2:.1f}" y="{high + 34}">{day:%-d}</text>'
            if step >= 22 or number % 5 == 0
            else ""
        )
        parts.append(
            f'<a class="box" href="{escape(link("day", day.isoformat()))}"><title>{day:%-d %B}: {n} incidents</title>'
            f'<rect class="inner" x="{x + 1:.1f}" y="{high + 16 - tall:.1f}" width="{step - 2:.1f}" height="{tall:.1f}"/>{tick}</a>'
        )
    return "\n".join([*parts, f'<path class="axis" d="M0 {high + 16}H960"/>', "</svg>"])


def _inner(status: str, x: float, y: float) -> str:
    """What tells statuses apart without colour."""
    if status in ("both_sides", "corroborated"):
        return f'<path class="inner" d="M{x:.1f} {y + 11}L{x + 11:.1f} {y}V{y + 11}Z"/>'
    if status == "contradicted":
        return (
            f'<path class="stroke" d="M{x:.1f} {y}L{x + 11:.1f} {y + 11}M{x + 11:.1f} {y}L{x:.1f} {y + 11}"/>'
        )
    if status == "one_sided":
        return f'<circle class="inner" cx="{x + 5.5:.1f}" cy="{y + 5.5}" r="2"/>'
    return ""


def draw_day(
    record: Record, start: datetime, statements: Sequence[Row], link: Link, whole: str = "#violations"
) -> str:
    """One local day from midnight to midnight, a lane for each party and one for everybody else.

    start       the day's first instant, naive UTC
    statements  that have a time; those without are not drawn, and the page says how many
    whole       where the bar of those without an hour leads
    """
    lanes = [*record.party_ids, SAID_OF_NO_PARTY]
    vague = {lane: [s for s in statements if record.side_of(s) == lane and _is_vague(s)] for lane in lanes}
    laid = {
        lane: _stacked([s for s in statements if record.side_of(s) == lane and not _is_vague(s)], start)
        for lane in lanes
    }
    left, wide, bar = 132, 816, 9
    y, parts, heights = 26, [], []
    for lane in lanes:
        rows = max((row for _s, row, _a, _b in laid[lane]), default=0) + 1
        heights.append((rows + (2 if vague[lane] else 0)) * (bar + 4) + 12)
    total = y + sum(heights) + 6
    title = "Statements by the time they speak of, one lane a speaker"
    parts = [
        f'<svg class="timeline day" viewBox="0 0 960 {total}" role="group" aria-label="{escape(title)}" xmlns="http://www.w3.org/2000/svg">',
        f"<title>{escape(title)}</title>",
    ]
    for hour in range(0, 25, 3):
        x = left + wide * hour / 24
        parts.append(
            f'<path class="hour" d="M{x:.1f} 18V{total - 4}"/><text class="tick" x="{x:.1f}" y="13">{hour:02d}</text>'
        )
    for lane, height in zip(lanes, heights, strict=True):
        name = record.party_name(lane) if lane != SAID_OF_NO_PARTY else "Third parties"
        parts.append(
            f'<path class="axis" d="M0 {y}H960"/><text class="lane" x="4" y="{y + 17}">{escape(name)}</text>'
        )
        for statement, row, a, b in laid[lane]:
            x0, x1 = left + wide * a, left + wide * b
            top = y + 7 + row * (bar + 4)
            words = f"{statement['kind'].replace('_', ' ')}: {' '.join(statement['quote'].split())[:120]}"
            parts.append(
                f'<a class="bar p-{escape(lane)}" href="{escape(link("statement", statement["statement_id"]))}"><title>{escape(words)}</title>'
                f'<rect x="{x0:.1f}" y="{top}" width="{max(6.0, x1 - x0):.1f}" height="{bar}" rx="2"/></a>'
            )
        if vague[lane]:
            n, top = len(vague[lane]), y + height - 2 * (bar + 4)
            words = f"{n} of the day without an hour" if n > 1 else "1 of the day without an hour"
            parts.append(
                f'<a class="vague p-{escape(lane)}" href="{escape(whole)}"><title>{escape(words)}</title><rect x="{left}" y="{top}" '
                f'width="{wide}" height="17" rx="2"/><text class="note" x="{left + 8}" y="{top + 12.5}">{escape(words)}</text></a>'
            )
        y += height
    return "\n".join([*parts, "</svg>"])


def _is_vague(statement: Row) -> bool:
    """Its time is half a day or wider: "that day", "overnight"."""
    earliest, latest = statement["occurred_earliest"], statement["occurred_latest"]
    return earliest is not None and latest is not None and latest - earliest > timedelta(hours=12)


def _stacked(statements: Sequence[Row], start: datetime) -> list[tuple[Row, int, float, float]]:
    """(statement, row, begin, end) with begin and end as parts of the day; bars that overlap in time take other rows."""
    ends: list[float] = []
    found = []
    spans = []
    for statement in statements:
        if statement["occurred_earliest"] is None:
            continue
        a = (statement["occurred_earliest"] - start) / timedelta(days=1)
        b = ((statement["occurred_latest"] or statement["occurred_earliest"]) - start) / timedelta(days=1)
        if b >= 0 and a <= 1:
            spans.append((max(0.0, a), min(1.0, b), statement))
    for a, b, statement in sorted(spans, key=lambda s: (s[1] - s[0] > 0.5, s[0], s[1], s[2]["statement_id"])):
        row = next((i for i, end in enumerate(ends) if end <= a - 0.004), len(ends))
        if row == len(ends):
            ends.append(0.0)
        ends[row] = max(b, a + 0.008)
        found.append((statement, row, a, b))
    return found
