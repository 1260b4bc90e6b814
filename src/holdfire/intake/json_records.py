"""JSON: an observer's form, a Kobo export, GeoJSON, JSON lines. Every record whole, its text at its place in the file.

A nested value becomes one field per leaf, named by its path ("observer.position.lat", "observations.0.kind"), so that
nothing is lost and a reader needs no second parser.
"""

import json
from typing import Any

from .dates import moment_candidate
from .decode import decode
from .document import DateCandidate, Document, Record
from .recognise import recognise

READER = "json_records"


class Number(str):
    """A number as the file writes it: 1.10 stays 1.10."""


LISTS = ("results", "Result", "records", "rows", "data", "features", "statements", "items", "events", "value")
"""What interfaces call the list they wrap: KoboToolbox and Atlos results, UCDP Result, ACLED data, ODK Central value."""
OBSERVER_FORM = frozenset({"form", "statements"})


def read_json(data: bytes, media_type: str = "application/json") -> Document:
    """Records of an array, of the list that a wrapper holds, of JSON lines, or the one object itself."""
    decoded = decode(data)
    text = decoded.text
    try:
        spans = _spans(text)
    except ValueError as error:
        return Document(media_type, text, status="unreadable", reason=f"not JSON: {error}", reader=READER)
    records, format_of_wrapper = [], spans[1]
    dates: list[DateCandidate] = []
    for number, (start, end, value) in enumerate(spans[0]):
        fields = flatten(value)
        records.append(Record(number, format_of_wrapper or recognise(fields), start, end, fields))
    for key, value in spans[2].items():
        if key in ("issued_at", "published_at", "submitted_at", "date") and (
            found := moment_candidate(value[:60], "meta")
        ):
            dates.append(found)
    if not records:
        return Document(media_type, text, status="unreadable", reason="holds no record", reader=READER)
    return Document(
        media_type, text, (), tuple(dates), tuple(records), title=spans[2].get("title") or None,
        status="partly_read" if decoded.note else "structured", reason=decoded.note, reader=READER,
    )  # fmt: skip


def flatten(value: Any, path: str = "") -> dict[str, str]:
    """Leaves by their path, as text; true, false and null as JSON writes them, an empty list or object as [] or {}."""
    if isinstance(value, dict) and value:
        return {
            k: v
            for key, inner in value.items()
            for k, v in flatten(inner, f"{path}.{key}" if path else str(key)).items()
        }
    if isinstance(value, list) and value:
        if all(isinstance(inner, str) for inner in value):
            return {path or "value": f"[{', '.join(map(_leaf_in_list, value))}]"}
        return {
            k: v
            for i, inner in enumerate(value)
            for k, v in flatten(inner, f"{path}.{i}" if path else str(i)).items()
        }
    return {path or "value": value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}


def _leaf_in_list(value: str) -> str:
    return str(value) if isinstance(value, Number) else json.dumps(value, ensure_ascii=False)


def _spans(text: str) -> tuple[list[tuple[int, int, Any]], str | None, dict[str, str]]:
    """((start, end, value) of each record, the wrapper's format or None, the wrapper's own leaves)."""
    decoder = json.JSONDecoder(parse_float=Number, parse_int=Number, parse_constant=Number)
    start = _skip(text, 0)
    value, end = decoder.raw_decode(text, start)
    if _skip(text, end) < len(text):
        return _json_lines(text, decoder), None, {}
    if isinstance(value, list):
        return _elements(text, start, decoder), None, {}
    if isinstance(value, dict):
        for name in LISTS:
            inner = value.get(name)
            if isinstance(inner, list) and inner and all(isinstance(item, dict) for item in inner):
                rest = flatten({k: v for k, v in value.items() if k != name}) if len(value) > 1 else {}
                records = _elements(text, _value_start(text, start, name, decoder), decoder)
                if value.keys() >= OBSERVER_FORM:
                    return (
                        [(s, e, {**_prefixed(rest), **item}) for s, e, item in records],
                        "observer_form",
                        rest,
                    )
                if value.get("type") == "FeatureCollection":
                    records = [
                        (s, e, {**(item.get("properties") or {}), "geometry": item.get("geometry")})
                        for s, e, item in records
                    ]
                return records, None, rest
    return [(start, end, value)], None, {}


def _prefixed(rest: dict[str, str]) -> dict[str, str]:
    return {f"form.{key.removeprefix('form.')}": value for key, value in rest.items()}


def _json_lines(text: str, decoder: json.JSONDecoder) -> list[tuple[int, int, Any]]:
    found, at = [], _skip(text, 0)
    while at < len(text):
        value, end = decoder.raw_decode(text, at)
        found.append((at, end, value))
        at = _skip(text, end)
    return found


def _elements(text: str, at: int, decoder: json.JSONDecoder) -> list[tuple[int, int, Any]]:
    """Each element of the array that opens at `at`."""
    found = []
    at = _skip(text, at + 1)
    while text[at] != "]":
        value, end = decoder.raw_decode(text, at)
        found.append((at, end, value))
        at = _skip(text, end)
        if text[at] == ",":
            at = _skip(text, at + 1)
    return found


def _value_start(text: str, at: int, wanted: str, decoder: json.JSONDecoder) -> int:
    """Where the value of the key `wanted` of the object at `at` opens."""
    at = _skip(text, at + 1)
    while True:
        key, end = decoder.raw_decode(text, at)
        at = _skip(text, _skip(text, end) + 1)  # past the colon
        if key == wanted:
            return at
        _value, end = decoder.raw_decode(text, at)
        at = _skip(text, _skip(text, end) + 1)  # past the comma


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\r\n":
        at += 1
    return at
