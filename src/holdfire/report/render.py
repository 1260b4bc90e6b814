"""Templates and the few words that every page uses. Autoescape is on; an unknown name in a template is an error.

The web app may load these templates too: they ask for `href(kind, id)` and `record`, and know no address themselves.
"""

import base64
import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from holdfire.model.grades import percent as percent_words

from .spans import spoken_part

KIND_WORDS = {
    "small_arms": "small-arms fire", "machine_gun": "machine-gun fire", "sniper": "sniper fire",
    "grenade_launcher": "grenade-launcher fire", "mortar": "mortar fire", "artillery": "artillery fire",
    "mlrs": "rocket artillery (MLRS)", "tank": "tank fire", "atgm": "anti-tank missile", "uav": "unmanned aircraft",
    "air_strike": "air strike", "explosion_undetermined": "explosion, weapon undetermined", "mine": "mine",
    "incursion": "incursion", "movement_of_equipment": "movement of equipment", "casualty": "casualties",
    "damage": "damage", "movement_restriction": "restriction of movement",
    "violation_unspecified": "violation, kind not stated", "calm": "calm", "denial": "denial",
    "ceasefire_agreed": "ceasefire agreed", "other": "other",
}  # fmt: skip
STATUS_WORDS = {
    "single_voice": "one voice only", "one_sided": "one side only", "both_sides": "told by both sides",
    "corroborated": "corroborated", "contradicted": "contradicted",
}  # fmt: skip


def templates_dir() -> Path:
    return Path(str(resources.files("holdfire.report"))) / "templates"


@cache
def environment() -> Environment:
    """The Jinja environment of the static pages."""
    made = Environment(
        loader=FileSystemLoader(templates_dir()),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= filters()
    made.globals["spoken_part"] = spoken_part
    return made


def filters() -> dict[str, Any]:
    """The filters that the report's templates use; a host of these templates adds them to its environment."""
    return {
        "words": words, "kind": kind_words, "status": status_words, "percent": percent, "local": local, "day": day_words,
        "json": lambda value: json.dumps(plain(value), ensure_ascii=False), "span": time_span, "plural": plural,
        "counted": counted, "flat": flat, "short": short, "km": km, "person": person, "hex": as_hex, "moment": moment_words, "capital": capital, "given": given_words,
    }  # fmt: skip


def words(text: object) -> str:
    return str(text).replace("_", " ")


def as_hex(text: str) -> str:
    """A digest that is written in base64, as most programs print it."""
    return base64.b64decode(text).hex()


def person(by: object) -> str:
    """Who did it, as the log writes it, for people: "reviewer:nina" is "nina (reviewer)"."""
    found = re.fullmatch(r"([A-Za-z][\w-]*):(\S.*)", str(by or ""))
    return f"{found[2]} ({found[1]})" if found else str(by or "not stated")


def given_words(name: str, value: Any) -> str:
    """What a predicate was given, in words: probabilities as percentages, names without underscores.

    >>> given_words("p_side", {"ALF": 0.0, "BET": 0.25}), given_words("kinds", ["small_arms", "tank"])
    ('ALF under 1 %, BET 25 %', 'small arms, tank')
    """
    if isinstance(value, Mapping):
        return (
            ", ".join(f"{words(key)} {given_words(name, part)}" for key, part in sorted(value.items()))
            or "none"
        )
    if isinstance(value, list):
        return ", ".join(given_words(name, part) for part in value) or "none"
    if isinstance(value, bool) or value is None:
        return {True: "yes", False: "no", None: "not stated"}[value]
    if isinstance(value, int | float):
        return percent(value) if name.startswith("p_") else f"{value:g}"
    text = str(value)
    return words(text) if re.fullmatch(r"[a-z]+(_[a-z]+)*", text) else text


def kind_words(kind: str) -> str:
    return KIND_WORDS.get(kind, words(kind))


def status_words(status: str) -> str:
    return STATUS_WORDS.get(status, words(status))


def percent(p: float | None) -> str:
    """A probability as a whole percentage, in the one way in which Holdfire writes one."""
    return "not stated" if p is None else percent_words(float(p))


def km(metres: float | None) -> str:
    return "not stated" if metres is None else f"{metres / 1000:.1f} km"


def local(moment: datetime | date | None, zone: ZoneInfo, form: str = "%-d %B %Y, %H:%M") -> str:
    """A register time (naive UTC) in the mandate's zone."""
    if moment is None:
        return "not stated"
    if not isinstance(moment, datetime):
        return day_words(moment)
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(zone).strftime(form)


def moment_words(text: str | None, zone: ZoneInfo) -> str:
    """A moment written as ISO 8601 (UTC where it says no more), in the mandate's zone."""
    return local(datetime.fromisoformat(text) if text else None, zone)


def capital(text: str) -> str:
    """A sentence with its first letter large, whatever follows."""
    return text[:1].upper() + text[1:]


def day_words(day: date | None) -> str:
    return "not stated" if day is None else f"{day:%-d %B %Y}"


def time_span(row: Mapping[str, Any], zone: ZoneInfo) -> str:
    """When, as exactly as it is known and no more exactly: "12 July, 12:30", "12 July, 10:00 to 14:00", "13 July"."""
    start, end = row.get("occurred_earliest"), row.get("occurred_latest")
    if start is None:
        return "time not stated"
    a = start.replace(tzinfo=UTC).astimezone(zone)
    b = (end or start).replace(tzinfo=UTC).astimezone(zone)
    long_s = (b - a).total_seconds()
    if a.date() == b.date() or (long_s <= 86_400 and f"{b:%H:%M}" == "00:00"):
        if long_s <= 60:
            return f"{a:%-d %B, %H:%M}"
        if f"{a:%H:%M}" == "00:00" and long_s >= 86_000:
            return f"{a:%-d %B}, time of day not stated"
        return f"{a:%-d %B, %H:%M} to {b:%H:%M}"
    if f"{a:%H:%M}" == "00:00" and f"{b:%H:%M}" in ("00:00", "23:59"):
        return f"{a:%-d %B} to {b:%-d %B}"
    return f"{a:%-d %B, %H:%M} to {b:%-d %B, %H:%M}"


def plural(n: int, one: str, many: str | None = None) -> str:
    """ "1 incident", "2 incidents" """
    return f"{n:,} {one if n == 1 else many or one + 's'}".replace(",", "\N{NARROW NO-BREAK SPACE}")


def counted(row: Mapping[str, Any]) -> str:
    """A stated number with its hedge and unit: "about 30 rounds"; "" where none is stated."""
    if row.get("count") is None:
        low, high = row.get("count_low"), row.get("count_high")
        if low is None and high is None:
            return ""
        number = f"{low if low is not None else '?'} to {high if high is not None else '?'}"
    else:
        number = str(row["count"])
    return " ".join(part for part in (row.get("hedge") or "", number, words(row.get("unit") or "")) if part)


def flat(text: str) -> str:
    """One line: runs of white space become one space."""
    return " ".join(str(text).split())


def short(text: str, width: int = 140) -> str:
    plain_text = flat(text)
    return plain_text if len(plain_text) <= width else plain_text[: width - 1].rsplit(" ", 1)[0] + " …"


def plain(value: Any) -> Any:
    """For JSON: register times as ISO 8601 with Z, days as they are, no float noise."""
    if isinstance(value, datetime):
        return value.isoformat() + ("Z" if value.tzinfo is None else "")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(v) for v in value]
    if isinstance(value, float):
        return float(f"{value:.9g}")
    return value


def as_json(value: Any) -> bytes:
    """UTF-8 JSON with sorted keys; of an object one line a key, of a list in it one line an item: quick, and diffs well."""
    if not isinstance(value, Mapping):
        return (_line(value) + "\n").encode()
    parts = []
    for key in sorted(value):
        inner = value[key]
        many = isinstance(inner, list | tuple) and inner
        shown = "[\n" + ",\n".join("  " + _line(item) for item in inner) + "\n ]" if many else _line(inner)
        parts.append(f" {_line(str(key))}: {shown}")
    return ("{\n" + ",\n".join(parts) + "\n}\n").encode()


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=_as_text)


def _as_text(value: Any) -> Any:
    """What JSON has no form for: times as ISO 8601 with Z (the register's are UTC), days as they are, sets sorted."""
    if isinstance(value, datetime):
        return value.isoformat() + ("Z" if value.tzinfo is None else "")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, set | frozenset):
        return sorted(value)
    raise TypeError(f"{value!r} has no form in JSON")


def drawing(svg: str) -> Markup:
    """An SVG that we drew and escaped ourselves."""
    return Markup(svg)


def party_css(parties: list[Any]) -> str:
    """The mandate's neutral colours and line patterns, the only styles that depend on the case."""
    rules = [
        f".p-{party.id} {{ --party: {party.colour}; --pattern: {party.pattern}; --dash: {DASHES[party.pattern]}; }}"
        for party in sorted(parties, key=lambda p: p.id)
    ]
    return "\n/* parties, from mandate.toml */\n" + "\n".join(rules) + "\n"


DASHES = {"solid": "none", "dashed": "6 3", "dotted": "1.5 3"}


def svg_file(svg: str, css: str) -> bytes:
    """A drawing that stands alone: the part of site.css between its svg marks goes into it."""
    styles = css.split("/* svg */")[1].split("/* end svg */")[0]
    styles = re.sub(r"var\(--[a-z]+, ([^)]+)\)", r"\1", styles)
    head, _end, rest = svg.partition(">")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}><style>{styles}</style>{rest}\n'.encode()
