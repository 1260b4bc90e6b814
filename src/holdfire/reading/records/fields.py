"""Cells to the fields of a statement: counts with their hedges, clock times, points with radii, tolls, the row's own words."""

import json
import re

from ..statement import PlaceMention, Statement
from . import numbers
from .row import Row

HEDGES = {
    "at least": "at least", ">=": "at least", "≥": "at least", "at_least": "at least", "more than": "more than", "over": "more than", ">": "more than",
    "about": "about", "around": "about", "approximately": "about", "~": "about", "up to": "up to", "up_to": "up to", "<=": "up to", "≤": "up to",
}  # fmt: skip
_COUNT = re.compile(
    rf"(?P<h>{'|'.join(map(re.escape, HEDGES))})?\s*(?P<a>\d+(?:[,\u00a0\u202f ]\d{{3}})*)(?:[.,]0+)?(?:\s*(?:[-–]|to)\s*(?P<b>\d+(?:[,\u00a0\u202f ]\d{{3}})*))?(?P<plus>\+)?"
)
_CLOCK = r"(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?\s*([ap])?(?:\.?m\.?)?"
_TIME = re.compile(rf"(?:~|about\s+|c\.\s*)?{_CLOCK}(?:\s*(?:[-–/]|to)\s*~?{_CLOCK})?", re.I)
_PARTS = {
    "night": ("20:00", "08:00"), "overnight": ("20:00", "08:00"), "morning": ("05:00", "12:00"), "afternoon": ("12:00", "18:00"), "evening": ("17:00", "23:59"),
    "dawn": ("04:00", "07:00"), "noon": ("12:00", "12:00"), "midnight": ("00:00", "00:00"), "day": ("08:00", "20:00"),
}  # fmt: skip
VAGUE = frozenset(
    {"several", "some", "many", "dozens", "hundreds", "numerous", "few", "a few", "unknown", "yes"}
)


def new_statement(row: Row, kind: str, rule: str) -> Statement:
    """A statement whose quote is the whole row."""
    at = row.context
    statement = Statement(at.doc, at.text[at.start : at.end], at.start, at.end, kind)
    statement.rule, statement.confidence = rule, 0.97
    return statement


def quote_words(statement: Statement, row: Row, words: str) -> None:
    """Quote the row's own sentence where it stands in the row; the whole row stays the quote where it does not."""
    at = row.context
    forms = (
        words,
        json.dumps(words, ensure_ascii=False)[1:-1],
        json.dumps(words)[1:-1],
        words.replace('"', '""'),
    )
    for form in forms if words else ():
        place = at.text.find(form, at.start, at.end)
        if place >= 0:
            statement.field_spans["row"] = (at.start, at.end)
            statement.start, statement.end = place, place + len(form)
            statement.quote = at.text[statement.start : statement.end]
            return


def set_count(statement: Statement, row: Row, unit: str, *columns: str, hedge: str = "") -> None:
    """ "23", "15-20", "at least 8", "~50", "8+"; anything else is refused. `hedge` is a column of its own for the word."""
    text = row.text(*columns)
    if not text:
        return
    hit = _COUNT.fullmatch(numbers.bare(text).lower())
    if hit is None:
        row.refuse(f"{columns[0]}: found {text!r}, expected a number, as in '23', '15-20' or 'at least 8'")
        return
    value = int(re.sub(r"\D", "", hit["a"]))
    word = "at least" if hit["plus"] else HEDGES.get(hit["h"] or "") or HEDGES.get(hedge.strip().lower())
    statement.count, statement.hedge, statement.unit = value, word, unit or None
    statement.count_low, statement.count_high = {
        None: (value, value), "at least": (value, None), "more than": (value, None), "about": (None, None), "up to": (0, value),
    }[word]  # fmt: skip
    if hit["b"]:
        statement.count_low, statement.count_high = value, int(re.sub(r"\D", "", hit["b"]))


def set_days(statement: Statement, row: Row, *columns: str) -> bool:
    """First and last day from one cell; whether it states any."""
    days = row.days(*columns)
    if days is not None:
        statement.date_start, statement.date_end = days
    return days is not None


def set_time(statement: Statement, row: Row, text: str, column: str = "time") -> None:
    """ "12:30", "4:20 pm", "16:20-21:05", "night"; what is none of these is kept as it was said, without bounds."""
    if not text:
        statement.time_precision = "day" if statement.date_start else "not_stated"
        return
    if re.fullmatch(r"0?[.,]\d+", text):  # a spreadsheet's part of a day
        minutes = round(float(text.replace(",", ".")) * 1440)
        text = f"{minutes // 60:02d}:{minutes % 60:02d}"
    hit = _TIME.search(text)
    if hit:
        shared = hit[6] if hit[4] and int(hit[1]) <= int(hit[4]) else None  # "4:20-5:10 pm"
        low = _clock(hit[1], hit[2], hit[3] or shared)
        high = _clock(hit[4], hit[5], hit[6]) if hit[4] else low
        if low is None or high is None:
            row.refuse(f"{column}: found {text!r}, expected a clock time like 16:20")
            return
        set_clock(statement, low, high)
        return
    statement.time = text
    for word, (low, high) in _PARTS.items():
        if word in text.lower():
            statement.time_low, statement.time_high, statement.time_precision = low, high, "part_of_day"
            return
    statement.time_precision = "day"


def set_clock(statement: Statement, low: str, high: str) -> None:
    """low, high  "HH:MM", local"""
    statement.time = low if low == high else f"{low}-{high}"
    statement.time_low, statement.time_high = low, high
    statement.time_precision = "exact" if low == high else "span"


def _clock(hour: str, minute: str, half: str | None) -> str | None:
    h, m = int(hour), int(minute)
    if half and 1 <= h <= 12:
        h = h % 12 + (12 if half.lower() == "p" else 0)
    if (h, m) == (24, 0):
        return "23:59"
    return f"{h:02d}:{m:02d}" if h <= 23 and m <= 59 else None


def set_point(
    statement: Statement,
    row: Row,
    at: tuple[float, float] | None,
    radius_m: float,
    name: str,
    place_id: str | None = None,
    role: str = "hit",
) -> None:
    """at  latitude and longitude, or None where the row gives no point"""
    latitude, longitude = at if at is not None else (None, None)
    if at is not None:
        statement.lat, statement.lon, statement.radius_m = at[0], at[1], radius_m
    if name:
        statement.places = [
            PlaceMention(
                name, role, (statement.start, statement.end), place_id or None, None, latitude, longitude, radius_m
            )
        ]  # fmt: skip


def point_of(
    row: Row, lat: tuple[str, ...] = ("lat", "latitude"), lon: tuple[str, ...] = ("lon", "longitude")
) -> tuple[float, float] | None:
    """Latitude and longitude where both are given; one alone is a fault. A GeoJSON feature has them, longitude first, in its geometry."""
    if not row.text(*lat, *lon) and row.text("geometry_coordinates"):
        return geojson_point(row, "geometry_coordinates")
    latitude, longitude = row.degrees(90, *lat), row.degrees(180, *lon)
    if latitude is not None and longitude is not None:
        return latitude, longitude
    if bool(row.text(*lat)) != bool(row.text(*lon)):
        row.refuse(f"{lat[0]}, {lon[0]}: one is empty, expected both or none")
    return None


def geojson_point(row: Row, column: str) -> tuple[float, float] | None:
    """ "[45.51, 40.97]", longitude first; None for an empty cell, and for a line or an area, which is a fault."""
    words = row.text(column)
    parts = words.strip("[]").split(",")
    try:
        return (numbers.degrees(parts[1], 90), numbers.degrees(parts[0], 180)) if words else None
    except (numbers.NoNumber, IndexError):
        row.refuse(f"{column}: found {words!r}, expected a point like [45.51, 40.97], longitude first")
        return None


def set_casualties(statement: Statement, killed: int | None, wounded: int | None, key: str) -> None:
    """Numbers of one party; None is not stated, which is neither none nor zero."""
    if killed is not None:
        statement.killed = {key: killed}
    if wounded is not None:
        statement.wounded = {key: wounded}


def set_tolls(statement: Statement, row: Row, key: str) -> None:
    """Numbers, or a source's vague word: then the party is named without a number and the word kept as the hedge."""
    for name in ("killed", "wounded"):
        text = row.text(name).lower()
        if text in VAGUE:
            setattr(statement, name, {key: None})
            statement.hedge = statement.hedge or text
        elif text and (value := row.whole(name)) is not None:
            setattr(statement, name, {key: value})


def calibre_of(weapon: str) -> float | None:
    hit = re.search(r"(\d{2,3}(?:\.\d+)?)\s*-?\s*mm", weapon)
    return float(hit[1]) if hit else None
