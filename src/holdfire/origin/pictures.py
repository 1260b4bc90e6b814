"""Pictures of an answer, as SVG: words and colours that all of them share, the bar of contributions, the first moves.

The map is in map_picture.py. Both parties get the same strokes; colours are those given, or a neutral pair, and never the
only sign (direction, hatching and words tell the same). Deterministic text; no fonts or files from elsewhere.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

from .document import Investigated
from .verdict import CANNOT_SAY, percent

COLOURS = ("#7a5195", "#1b7f79", "#8a6d1f", "#5f6b7a")
"""Neutral, by the alphabetical place of a party's id: no red for one, no blue for "us"."""
INK, QUIET, PAPER = "#222222", "#6b6b6b", "#ffffff"


def style_of(style: Mapping[str, object]) -> str:
    return " ".join(f'{key.replace("_", "-")}="{escape(str(value))}"' for key, value in style.items())


def text_at(x: float, y: float, text: str, **style: object) -> str:
    merged = {"font_size": 12, "fill": INK, **style}
    return f'<text x="{x:.1f}" y="{y:.1f}" {style_of(merged)}>{escape(text)}</text>'


def document_of(
    width: int, height: int, title: str, description: str, parts: Sequence[str], defs: str = ""
) -> str:
    """A whole SVG with its words for people who do not see it."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
        f'font-family="sans-serif"><title>{escape(title)}</title><desc>{escape(description)}</desc>'
        f'<defs>{defs}</defs><rect width="{width}" height="{height}" fill="{PAPER}"/>\n'
        + "\n".join(parts)
        + "\n</svg>\n"
    )


def colour_of(parties: Sequence[str], party: str, colours: Mapping[str, str] | None = None) -> str:
    """The mandate's colour, or the neutral one of the party's place in the alphabet; grey for "undetermined"."""
    if colours and party in colours:
        return colours[party]
    ordered = sorted(parties)
    return COLOURS[ordered.index(party) % len(COLOURS)] if party in ordered else QUIET


def title_of(done: Investigated) -> str:
    case = done.investigation.case
    return f"Where the fire may have come from: {case.get('title') or case.get('id') or 'an investigation'}"


def contributions_svg(done: Investigated, colours: Mapping[str, str] | None = None) -> str:
    """A bar for each piece of evidence, in decibans, to the side of the party that it speaks for."""
    rows = []
    for answer in done.document["joint_groups"] or done.document["impacts"]:
        title = answer.get("id") or " + ".join(answer["impacts"])
        rows.append((title, answer["contributions"], answer["verdict"], answer["p_side"]))
    return bars_svg(title_of(done), rows, done.ground.parties, colours)


def bars_svg(
    title: str,
    groups: Sequence[tuple[str, Sequence[Mapping[str, Any]], str, Mapping[str, float]]],
    parties: Sequence[str],
    colours: Mapping[str, str] | None = None,
) -> str:
    """groups: (heading, contributions as {about, decibans, says}, verdict, p_side). The first party's bars go left."""
    ordered = sorted(parties)
    parts, y, middle, unit = [text_at(14, 22, title, font_size=15, font_weight="bold")], 46, 380, 8.0
    if len(ordered) == 2:
        parts.append(
            text_at(
                middle - 8,
                y,
                f"← {ordered[0]}",
                text_anchor="end",
                fill=colour_of(ordered, ordered[0], colours),
            )
        )
        parts.append(text_at(middle + 8, y, f"{ordered[1]} →", fill=colour_of(ordered, ordered[1], colours)))
    y += 10
    for heading, rows, verdict, p_side in groups:
        said = "cannot say" if verdict == CANNOT_SAY else verdict
        shares = ", ".join(f"{side} {percent(p)}" for side, p in p_side.items())
        y += 18
        parts.append(text_at(14, y, f"{heading}: {said} ({shares})", font_weight="bold"))
        for row in rows:
            y += 16
            parts.append(text_at(14, y, f"{row['says']}"[:110], font_size=11, fill=QUIET))
            y += 6
            about, size = str(row["about"]), min(abs(float(row["decibans"])) * unit, 320.0)
            left = len(ordered) == 2 and about == ordered[0]
            x = middle - size if left else float(middle)
            if about in ordered and size > 0:
                parts.append(
                    f'<rect x="{x:.1f}" y="{y}" width="{size:.1f}" height="9" fill="{colour_of(ordered, about, colours)}"/>'
                )
            words = (
                f"{float(row['decibans']):+.1f} dB for {about}" if about in ordered else "speaks for no side"
            )
            parts.append(
                text_at(
                    x - 6 if left else x + size + 6,
                    y + 9,
                    words,
                    font_size=11,
                    text_anchor="end" if left else "start",
                )
            )
            y += 12
        if not rows:
            y += 16
            parts.append(text_at(14, y, "no evidence speaks for a side", font_size=11, fill=QUIET))
    parts.append(f'<path d="M{middle} 60V{y}" stroke="{QUIET}" stroke-width="0.8"/>')
    return document_of(760, y + 20, title, "Ten decibans are odds of ten to one.", parts)


def first_moves_svg(
    title: str,
    accounts: Sequence[Mapping[str, Any]],
    run_up: Sequence[Mapping[str, Any]],
    window: tuple[datetime, datetime],
    zone: ZoneInfo,
    verdict: str,
    parties: Sequence[str],
    colours: Mapping[str, str] | None = None,
) -> str:
    """The recorded acts and statements of a window in time, one row each, and the accounts of who began.

    accounts  as in first_mover.accounts; run_up  rows of the run_up table; window  naive UTC
    """
    low = min([window[0], *(r["earliest"] for r in run_up if r["earliest"])])
    high = max([window[1], *(r["latest"] for r in run_up if r["latest"])])
    span = max((high - low).total_seconds(), 1.0)

    def x_of(moment: datetime) -> float:
        return float(330 + 415 * (moment - low).total_seconds() / span)

    of_statement = {s: a for a in accounts for s in a["statements"]}
    parts = [text_at(14, 22, title, font_size=15, font_weight="bold")]
    said = "cannot say" if verdict == CANNOT_SAY else verdict
    parts.append(text_at(14, 40, f"First mover: {said}; relative to what was recorded", fill=QUIET))
    y = 66
    for hours in range(0, int(span // 3600) + 1, 6):
        x = 330 + 415 * hours * 3600 / span
        clock = datetime.fromtimestamp(low.replace(tzinfo=UTC).timestamp() + hours * 3600, zone)
        parts.append(
            f'<path d="M{x:.1f} 70V{y + 16 * len(run_up) + 8}" stroke="{QUIET}" stroke-width="0.4"/>'
        )
        parts.append(text_at(x, 62, f"{clock:%d %b %H:%M}", font_size=9, fill=QUIET))
    for row in run_up:
        y += 16
        account = of_statement.get(row["statement_id"])
        colour = colour_of(parties, str(account["party"]), colours) if account else INK
        start, end = row["earliest"] or low, row["latest"] or high
        width = max(4.0, x_of(end) - x_of(start))
        hollow = (end - start).total_seconds() > 12 * 3600
        fill = f'fill="{PAPER}" stroke="{colour}"' if hollow else f'fill="{colour}"'
        parts.append(f'<rect x="{x_of(start):.1f}" y="{y - 9}" width="{width:.1f}" height="9" {fill}/>')
        parts.append(text_at(14, y, str(row["says"])[:54], font_size=11))
    y += 26
    for account in accounts:
        told = len(account["statements"])
        parts.append(
            text_at(14, y, f"{account['title']} ({told} statement{'' if told == 1 else 's'})", font_size=12)
        )
        y += 16
    return document_of(760, y + 8, title, "Hollow bars are known to the day only.", parts)
