"""Rows of structured sources to statements: claims tables, the observer's form, GED, ACLED, Kobo, Ushahidi, Atlos, auto-archiver.

Lossless: the row stays whole in record_row; here its columns become fields. Precision codes become radii and intervals
(tables below, each with its source). Directionality is never invented: in ACLED and GED the order of two actors does
not say who fired, so nobody is accused there. A row that lacks what a statement needs is an `unread` row with its reason.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from holdfire.model.kinds import Kind, Modality

from .pack import Pack
from .statement import PlaceMention, Statement, Unread

GED_WHERE_M = {1: 500.0, 2: 12_500.0, 3: 25_000.0, 4: 50_000.0, 5: 75_000.0, 6: 300_000.0, 7: 500_000.0}
"""UCDP GED where_prec: 1 exact, 2 within 25 km, 3 second-order, 4 first-order division, 5 a line or area, 6 country, 7 sea or air."""
GED_DATE_DAYS = {1: 0, 2: 6, 3: 7, 4: 31, 5: 365}
"""UCDP GED date_prec: 1 the day, 2 two to six days, 3 a week, 4 a month, 5 a year: widths; date_start and date_end hold them."""
ACLED_GEO_M = {1: 2_000.0, 2: 25_000.0, 3: 100_000.0}
"""ACLED geo_precision: 1 the town, 2 a part of a region near it, 3 a provincial capital standing for a region."""
ACLED_TIME_DAYS = {1: 0, 2: 3, 3: 15}
"""ACLED time_precision: 1 the day, 2 the week, 3 the month: half widths."""
ACLED_KINDS = {
    "armed clash": Kind.OTHER, "attack": Kind.OTHER, "shelling/artillery/missile attack": Kind.ARTILLERY, "air/drone strike": Kind.AIR_STRIKE,
    "remote explosive/landmine/ied": Kind.MINE, "grenade": Kind.GRENADE_LAUNCHER, "suicide bomb": Kind.OTHER, "abduction/forced disappearance": Kind.INCURSION,
    "government regains territory": Kind.INCURSION, "non-state actor overtakes territory": Kind.INCURSION, "agreement": Kind.CEASEFIRE_AGREED,
    "disrupted weapons use": Kind.OTHER, "change to group/activity": Kind.OTHER, "non-violent transfer of territory": Kind.OTHER,
}  # fmt: skip


@dataclass(frozen=True)
class RowContext:
    doc: str
    text: str
    start: int
    end: int
    pack: Pack
    source_party: str | None = None


class Lacking(Exception):
    """The row cannot be a statement; the message says what it lacks."""


def read_record(
    format_name: str, fields: Mapping[str, str], context: RowContext
) -> tuple[list[Statement], list[Unread]]:
    """Statements of one row. A format without a reader (a plain table) gives neither: its text is read as text."""
    reader = READERS.get(format_name)
    if reader is None:
        return [], []
    plain = {_column(key): (value or "").strip() for key, value in fields.items()}
    try:
        return reader(plain, context), []
    except Lacking as lacking:
        return [], [
            Unread(
                context.doc,
                context.text[context.start : context.end],
                context.start,
                context.end,
                f"{format_name} row: {lacking}",
            )
        ]


def _column(name: str) -> str:
    return name.strip().lower().rpartition("/")[2]


def _statement(context: RowContext, kind: str, rule: str) -> Statement:
    statement = Statement(
        context.doc, context.text[context.start : context.end], context.start, context.end, kind
    )
    statement.rule, statement.confidence = rule, 0.97
    return statement


def _quote_words(statement: Statement, context: RowContext, words: str) -> None:
    """Quote the row's own sentence where it stands in the row; the whole row stays the quote where it does not."""
    if not words:
        return
    for form in (
        words,
        json.dumps(words, ensure_ascii=False)[1:-1],
        json.dumps(words)[1:-1],
        words.replace('"', '""'),
    ):
        at = context.text.find(form, context.start, context.end)
        if at >= 0:
            statement.field_spans["row"] = (context.start, context.end)
            statement.start, statement.end = at, at + len(form)
            statement.quote = context.text[statement.start : statement.end]
            return


def _int(text: str, name: str) -> int | None:
    if not text:
        return None
    plain = text.replace(",", "")
    if re.fullmatch(r"\d+(?:\.0+)?", plain):
        return int(float(plain))
    raise Lacking(f"{name}: found {text!r}, expected a whole number")


def _count(statement: Statement, text: str, unit: str, name: str = "count") -> None:
    """ "23", "15-20", "at least 8", "~50", "8+"; anything else is refused."""
    if not text:
        return
    hit = re.fullmatch(
        r"(?P<h>at least|more than|over|about|around|up to|~|>=|>|<=)?\s*(?P<a>\d[\d,]*)(?:\s*[-–]\s*(?P<b>\d[\d,]*))?(?P<plus>\+)?",
        text.lower(),
    )
    if hit is None:
        raise Lacking(f"{name}: found {text!r}, expected a number, as in '23', '15-20' or 'at least 8'")
    value = int(hit["a"].replace(",", ""))
    hedge = {
        "at least": "at least",
        ">=": "at least",
        "more than": "more than",
        "over": "more than",
        ">": "more than",
        "about": "about",
        "around": "about",
        "~": "about",
        "up to": "up to",
        "<=": "up to",
    }.get(hit["h"] or "")
    if hit["plus"]:
        hedge = "at least"
    statement.count, statement.hedge, statement.unit = value, hedge, unit or None
    statement.count_low, statement.count_high = {
        None: (value, value), "at least": (value, None), "more than": (value, None), "about": (None, None), "up to": (0, value),
    }[hedge]  # fmt: skip
    if hit["b"]:
        statement.count_low, statement.count_high = value, int(hit["b"].replace(",", ""))


KIND_WORDS = {
    "deployment": Kind.MOVEMENT_OF_EQUIPMENT, "position_change": Kind.OTHER, "legal": Kind.OTHER, "fire": Kind.OTHER, "statement": Kind.OTHER, "shelling": Kind.ARTILLERY,
    "shooting": Kind.SMALL_ARMS, "drone": Kind.UAV, "ceasefire": Kind.CEASEFIRE_AGREED, "truce": Kind.CEASEFIRE_AGREED, "ceasefire_violation": Kind.VIOLATION_UNSPECIFIED,
    "violation": Kind.VIOLATION_UNSPECIFIED, "casualties": Kind.CASUALTY, "access": Kind.MOVEMENT_RESTRICTION, "ceasefire_breach": Kind.VIOLATION_UNSPECIFIED, "threat": Kind.OTHER, "assessment": Kind.OTHER, "proposal": Kind.OTHER,
}  # fmt: skip
"""Words of claims tables for kinds of the closed list; `fire` there is a blaze."""


def _kind(text: str) -> str:
    plain = text.strip().lower().replace(" ", "_").replace("-", "_")
    if plain in set(Kind):
        return plain
    if plain in KIND_WORDS:
        return KIND_WORDS[plain]
    raise Lacking(f"kind: found {text!r}, expected one of {', '.join(Kind)}")


_TIME = re.compile(r"(?:~|about\s+|c\.\s*)?(\d{1,2}):(\d{2})(?:\s*[-–/]\s*(?:~)?(\d{1,2}):(\d{2}))?")
_PARTS = {
    "night": ("20:00", "08:00"),
    "overnight": ("20:00", "08:00"),
    "morning": ("05:00", "12:00"),
    "afternoon": ("12:00", "18:00"),
    "evening": ("17:00", "23:59"),
    "dawn": ("04:00", "07:00"),
    "noon": ("12:00", "12:00"),
    "midnight": ("00:00", "00:00"),
    "day": ("08:00", "20:00"),
}


def _time(statement: Statement, text: str) -> None:
    """ "12:30", "16:20-21:05", "night"; what is none of these is kept as it was said, without bounds."""
    if not text:
        statement.time_precision = "day" if statement.date_start else "not_stated"
        return
    hit = _TIME.search(text)
    if hit:
        low = f"{int(hit[1]):02d}:{hit[2]}"
        high = f"{int(hit[3]):02d}:{hit[4]}" if hit[3] else low
        statement.time = low if low == high else f"{low}-{high}"
        statement.time_low, statement.time_high = low, high
        statement.time_precision = "exact" if low == high else "span"
        return
    statement.time = text
    for word, (low, high) in _PARTS.items():
        if word in text.lower():
            statement.time_low, statement.time_high, statement.time_precision = low, high, "part_of_day"
            return
    statement.time_precision = "day"


def _date(text: str, name: str) -> tuple[date, date] | None:
    """An ISO day, or two joined by a slash, "to" or " - "; empty is not stated."""
    if not text:
        return None
    days: list[date] = []
    short = re.fullmatch(r"(\d{4}-\d{2}-)(\d{2})/(\d{2})", text.strip())
    if short:
        text = f"{short[1]}{short[2]}/{short[1]}{short[3]}"
    for part in re.split(r"\s*/\s*|\s+to\s+|\s+[-–]\s+", text):
        try:
            days.append(date.fromisoformat(part.strip()[:10]))
        except ValueError:
            raise Lacking(f"{name}: found {text!r}, expected a day like 2020-07-12") from None
    return days[0], days[-1]


def _point(
    statement: Statement,
    fields: Mapping[str, str],
    lat: str,
    lon: str,
    radius_m: float,
    name: str,
    place_id: str | None = None,
    role: str = "hit",
) -> None:
    latitude, longitude = _float(fields.get(lat, ""), lat, 90), _float(fields.get(lon, ""), lon, 180)
    if latitude is not None and longitude is not None:
        statement.lat, statement.lon, statement.radius_m = latitude, longitude, radius_m
    if name:
        statement.places = [
            PlaceMention(
                name,
                role,
                (statement.start, statement.end),
                place_id or None,
                None,
                latitude,
                longitude,
                radius_m,
            )
        ]


def _float(text: str, name: str, bound: float) -> float | None:
    if not text:
        return None
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        raise Lacking(f"{name}: found {text!r}, expected degrees") from None
    if not -bound <= value <= bound:
        raise Lacking(f"{name}: found {text}, expected -{bound:g} to {bound:g}")
    return value


def _casualties(statement: Statement, killed: int | None, wounded: int | None, key: str) -> None:
    if killed is not None:
        statement.killed = {key: killed}
    if wounded is not None:
        statement.wounded = {key: wounded}


VAGUE = frozenset(
    {"several", "some", "many", "dozens", "hundreds", "numerous", "few", "a few", "unknown", "yes"}
)


def _tolls(statement: Statement, fields: Mapping[str, str], key: str) -> None:
    """Numbers, or a source's vague word: then the party is named without a number and the word kept as the hedge."""
    for name in ("killed", "wounded"):
        text = fields.get(name, "").lower()
        if not text:
            continue
        if text in VAGUE:
            setattr(statement, name, {key: None})
            statement.hedge = statement.hedge or text
        else:
            setattr(statement, name, {key: _int(text, name)})


def _calibre(weapon: str) -> float | None:
    hit = re.search(r"(\d{2,3}(?:\.\d+)?)\s*-?\s*mm", weapon)
    return float(hit[1]) if hit else None


def claims_csv(fields: Mapping[str, str], context: RowContext) -> list[Statement]:
    """One row of a claims desk: a public claim, re-worded, with its source. Columns as in the worked example's claims."""
    statement = _statement(context, _kind(fields.get("kind", "")), "record.claims_csv")
    statement.speaker = fields.get("claimant") or None
    statement.speaker_party = fields.get("claimant_party") or None
    if statement.speaker_party is None:
        raise Lacking("claimant_party is empty: nobody says it")
    statement.accused_party = fields.get("accused_party") or None
    modality = fields.get("modality") or "asserted"
    if modality not in set(Modality):
        raise Lacking(f"modality: found {modality!r}, expected one of {', '.join(Modality)}")
    statement.modality = modality
    when = _date(fields.get("event_date", ""), "event_date")
    if when is not None:
        statement.date_start, statement.date_end = when
    _time(statement, fields.get("event_time_local", ""))
    radius = _float(fields.get("place_precision_m", ""), "place_precision_m", 2_000_000) or 10_000.0
    _point(statement, fields, "lat", "lon", radius, fields.get("place_name", ""), fields.get("place_id"))
    statement.weapon = fields.get("weapon") or None
    statement.calibre_mm = _calibre(fields.get("weapon", ""))
    _count(statement, fields.get("count", ""), fields.get("count_unit", ""))
    key = fields.get("casualty_party") or (
        "CIV" if fields.get("casualty_class", "").startswith("civ") else "UNSPEC"
    )
    if fields.get("casualty_class", "").startswith("civ"):
        key = "CIV"
    _tolls(statement, fields, key)
    if fields.get("kind", "").strip().lower() == "threat":
        statement.modality = modality = "threatened"
    if (
        statement.kind == "casualty"
        and not any((statement.killed or {}).values())
        and not any((statement.wounded or {}).values())
        and 0 in [*(statement.killed or {}).values(), *(statement.wounded or {}).values()]
    ):
        statement.negated = True
    if modality == "denied" or statement.kind == "denial":
        statement.negated, statement.modality = True, "denied"
    statement.aggregate = (statement.count or 0) > 1 and re.search(
        r"violation|times|case|attack|shelling|incident", fields.get("count_unit", "").lower()
    ) is not None
    statement.via = [fields["source_outlet"]] if fields.get("source_outlet") else []
    _quote_words(statement, context, fields.get("paraphrase", ""))
    return [statement]


OBSERVATION_KINDS = {
    "burst": Kind.SMALL_ARMS,
    "shot": Kind.SMALL_ARMS,
    "explosion": Kind.EXPLOSION_UNDETERMINED,
    "projectile": Kind.OTHER,
    "muzzle_flash": Kind.OTHER,
    "illumination_flare": Kind.OTHER,
    "tracer": Kind.SMALL_ARMS,
}


def observer_form(fields: Mapping[str, str], context: RowContext) -> list[Statement]:
    """The observer's form: position, time, what was heard or seen, bearing and range. Accuses only where it names a party."""
    observation = fields.get("observation", "").lower().replace(" ", "_")
    kind = fields.get("kind") or OBSERVATION_KINDS.get(observation, Kind.OTHER)
    statement = _statement(context, _kind(str(kind)), "record.observer_form")
    statement.speaker = fields.get("speaker") or fields.get("observer") or fields.get("institution") or None
    statement.speaker_party = (
        fields.get("speaker_party") or fields.get("party") or context.source_party or "OSCE"
    )
    statement.accused_party = fields.get("accused_party") or None
    statement.observation = observation or None
    statement.means = fields.get("means") or None
    statement.description = fields.get("description") or None
    statement.modality = fields.get("modality") or "asserted"
    statement.negated = fields.get("negated", "").lower() in ("true", "yes", "1")
    when = _date(
        fields.get("event_date") or fields.get("date", "") or (fields.get("date_start", "")), "event_date"
    )
    if when is not None:
        statement.date_start, statement.date_end = when
    if fields.get("date_end"):
        end = _date(fields["date_end"], "date_end")
        statement.date_end = end[1] if end else statement.date_end
    _time(statement, fields.get("event_time_local") or fields.get("time", ""))
    _count(statement, fields.get("count", ""), fields.get("count_unit") or fields.get("unit", ""))
    radius = (
        _float(fields.get("precision_m") or fields.get("place_precision_m", ""), "precision_m", 2_000_000)
        or 5_000.0
    )
    name = fields.get("place_name") or fields.get("place", "")
    bearing = _float(fields.get("bearing_deg", ""), "bearing_deg", 360)
    if bearing is not None:
        low = _float(fields.get("range_low_km", ""), "range_low_km", 1000) or 0.0
        high = _float(fields.get("range_high_km", ""), "range_high_km", 1000) or max(low, 10.0)
        half = (
            _float(
                fields.get("half_width_deg") or fields.get("bearing_half_width_deg", ""),
                "half_width_deg",
                180,
            )
            or 22.5
        )
        statement.sector = (bearing % 360.0, half, low, high)
        at_lat, at_lon = (
            _float(fields.get("observer_lat") or fields.get("lat", ""), "lat", 90),
            _float(fields.get("observer_lon") or fields.get("lon", ""), "lon", 180),
        )
        if at_lat is not None and at_lon is not None:
            statement.observer = (at_lat, at_lon)
    _point(
        statement,
        fields,
        "lat",
        "lon",
        radius,
        name,
        fields.get("place_id"),
        "observer_at" if bearing is not None else "hit",
    )
    statement.weapon = fields.get("weapon") or None
    statement.calibre_mm = _calibre(fields.get("weapon", ""))
    _quote_words(statement, context, fields.get("words", ""))
    key = fields.get("casualty_party") or "UNSPEC"
    _casualties(
        statement, _int(fields.get("killed", ""), "killed"), _int(fields.get("wounded", ""), "wounded"), key
    )
    return [statement]


def ged(fields: Mapping[str, str], context: RowContext) -> list[Statement]:
    """A UCDP GED event. side_a and side_b are alphabetical or state first, never who fired: nobody is accused."""
    statement = _statement(context, Kind.CASUALTY, "record.ged")
    statement.speaker, statement.speaker_party, statement.modality = "UCDP GED", "MEDIA", "reported"
    start, end = (
        _date(fields.get("date_start", "")[:10], "date_start"),
        _date(fields.get("date_end", "")[:10], "date_end"),
    )
    if start is None:
        raise Lacking("date_start is empty")
    statement.date_start, statement.date_end = start[0], (end or start)[1]
    code = _int(fields.get("date_prec", ""), "date_prec") or 1
    width = GED_DATE_DAYS.get(code, 365)
    if (statement.date_end - statement.date_start).days < width and code >= 3:
        statement.date_end = statement.date_start + timedelta(days=width)
    statement.time_precision = "day" if statement.date_start == statement.date_end else "span"
    place = _int(fields.get("where_prec", ""), "where_prec") or 6
    _point(
        statement,
        fields,
        "latitude",
        "longitude",
        GED_WHERE_M.get(place, 300_000.0),
        fields.get("where_coordinates", "") or fields.get("where_description", ""),
        role="about",
    )
    toll: dict[str, int | None] = {}
    for column, actor in (("deaths_a", "side_a"), ("deaths_b", "side_b")):
        value = _int(fields.get(column, ""), column)
        if value:
            toll[_actor_party(fields.get(actor, ""), context.pack) or fields.get(actor, "") or "UNSPEC"] = (
                value
            )
    for column, label in (("deaths_civilians", "CIV"), ("deaths_unknown", "UNSPEC")):
        value = _int(fields.get(column, ""), column)
        if value:
            toll[label] = value
    best, low, high = (_int(fields.get(c, ""), c) for c in ("best", "low", "high"))
    statement.killed = toll or ({"UNSPEC": best} if best is not None else None)
    statement.count, statement.count_low, statement.count_high, statement.unit = best, low, high, "deaths"
    statement.via = [fields["source_office"]] if fields.get("source_office") else []
    return [statement]


def acled(fields: Mapping[str, str], context: RowContext) -> list[Statement]:
    """An ACLED event. actor1 and actor2 say nothing about who fired (their order is by role in some types only): none accused."""
    sub = fields.get("sub_event_type", "").strip().lower()
    statement = _statement(context, ACLED_KINDS.get(sub, Kind.OTHER), "record.acled")
    statement.speaker, statement.speaker_party, statement.modality = "ACLED", "MEDIA", "reported"
    day = _acled_date(fields.get("event_date", ""))
    half = ACLED_TIME_DAYS.get(_int(fields.get("time_precision", ""), "time_precision") or 1, 15)
    statement.date_start, statement.date_end = day - timedelta(days=half), day + timedelta(days=half)
    statement.time_precision = "day" if half == 0 else "span"
    geo = _int(fields.get("geo_precision", ""), "geo_precision") or 3
    _point(
        statement,
        fields,
        "latitude",
        "longitude",
        ACLED_GEO_M.get(geo, 100_000.0),
        fields.get("location", ""),
        role="about",
    )
    deaths = _int(fields.get("fatalities", ""), "fatalities")
    if deaths is not None:
        statement.killed = {"UNSPEC": deaths}
    statement.via = [part.strip() for part in fields.get("source", "").split(";") if part.strip()]
    statement.description = (
        " | ".join(
            part
            for part in (
                fields.get("event_type", ""),
                fields.get("sub_event_type", ""),
                fields.get("actor1", ""),
                fields.get("actor2", ""),
            )
            if part
        )
        or None
    )
    return [statement]


def _acled_date(text: str) -> date:
    for pattern in ("%Y-%m-%d", "%d %B %Y", "%d-%B-%Y", "%d/%m/%Y"):
        try:
            return datetime.strptime(text.strip(), pattern).date()  # noqa: DTZ007 a day has no zone
        except ValueError:
            continue
    raise Lacking(f"event_date: found {text!r}, expected a day like 2020-07-12 or 12 July 2020")


def _actor_party(name: str, pack: Pack) -> str | None:
    """ "Government of Azerbaijan" -> AZE, where the pack knows the name."""
    from .tokens import tokenise

    hits = pack.lexicon.scan(tokenise(name, 0, len(name))).get("party", [])
    return hits[0].payload.party if hits else None


def kobo(fields: Mapping[str, str], context: RowContext) -> list[Statement]:
    """A submission of the forms that we ship: a patrol's observation, or an impact site with its crater azimuths."""
    if fields.get("azimuth_to_origin_deg") or fields.get("crater_no") or "azimuth_half_width_deg" in fields:
        return _impact_site(fields, context)
    row = dict(fields)
    point = fields.get("position_point") or fields.get("location") or fields.get("_geolocation", "")
    row.update(_geopoint(point))
    row.setdefault(
        "event_date", fields.get("observed_on") or fields.get("today", "") or fields.get("start", "")[:10]
    )
    row["event_date"] = (row["event_date"] or fields.get("observed_on", "") or fields.get("start", ""))[:10]
    row["place_name"] = fields.get("observer_position") or fields.get("place_name", "")
    row["time"] = fields.get("observed_from", "")[:5] + (
        "-" + fields["observed_to"][:5] if fields.get("observed_to") else ""
    )
    statements = observer_form(row, context)
    for statement in statements:
        statement.rule = "record.kobo_patrol"
    return statements


def _geopoint(text: str) -> dict[str, str]:
    """An ODK geopoint is "lat lon altitude accuracy"."""
    parts = text.replace(",", " ").split()
    if len(parts) < 2:
        return {}
    out = {"lat": parts[0], "lon": parts[1]}
    if len(parts) >= 4:
        out["precision_m"] = parts[3]
    return out


def _impact_site(fields: Mapping[str, str], context: RowContext) -> list[Statement]:
    row = {**fields, **_geopoint(fields.get("impact_point") or fields.get("location", ""))}
    weapon = fields.get("weapon", "")
    kind = next(
        (k for k in ("mortar", "artillery", "mlrs", "tank") if k in weapon.lower()),
        str(Kind.EXPLOSION_UNDETERMINED),
    )
    statement = _statement(context, kind, "record.kobo_impact_site")
    statement.speaker, statement.speaker_party = (
        fields.get("observer") or None,
        context.source_party or "OSCE",
    )
    statement.observation, statement.means, statement.description = "explosion", "saw", "impact"
    day = _date((fields.get("observed_on") or fields.get("start", ""))[:10], "observed_on")
    if day is not None:
        statement.date_start, statement.date_end = day
    azimuth = _float(fields.get("azimuth_to_origin_deg", ""), "azimuth_to_origin_deg", 360)
    if azimuth is not None:
        half = _float(fields.get("azimuth_half_width_deg", ""), "azimuth_half_width_deg", 180) or 15.0
        statement.sector = (azimuth % 360.0, half, 0.0, 40.0)
    _point(
        statement,
        row,
        "lat",
        "lon",
        _float(row.get("precision_m", ""), "precision_m", 100_000) or 10.0,
        fields.get("place_name", "") or fields.get("observer_position", ""),
    )
    if statement.lat is None:
        raise Lacking("impact_point: no coordinates")
    statement.observer = (statement.lat, statement.lon or 0.0)
    statement.weapon, statement.calibre_mm = (
        weapon or None,
        _float(fields.get("calibre_mm", ""), "calibre_mm", 1000) or _calibre(weapon),
    )
    statement.count = statement.count_low = statement.count_high = 1
    statement.unit = "crater"
    return [statement]


def _post(
    title: str, body: str, when: str, lat: str, lon: str, speaker: str, rule: str
) -> Callable[[Mapping[str, str], RowContext], list[Statement]]:
    """A reader for posts and archived items: each is one reported statement that names no party."""

    def read(fields: Mapping[str, str], context: RowContext) -> list[Statement]:
        def first(names: str) -> str:
            return next((fields[n] for n in names.split("|") if fields.get(n)), "")

        words = " ".join(part for part in (first(title), first(body)) if part)
        if not words:
            raise Lacking("neither a title nor a description")
        kind = _kind_of_words(words, context.pack)
        if kind == Kind.OTHER:  # the words do not say: the desk's own category may
            kind = _kind_of_words(
                first("type|category|incident category|attr_type|attr_incident_type"), context.pack
            )
        statement = _statement(context, kind, rule)
        statement.speaker, statement.speaker_party, statement.modality = speaker, "MEDIA", "reported"
        stated = first(when)
        if stated:
            hit = re.search(r"\d{4}-\d{2}-\d{2}", stated)
            if hit:
                day = date.fromisoformat(hit[0])
                statement.date_start = statement.date_end = day
                clock = re.search(r"[T ](\d{2}:\d{2})", stated)
                _time(statement, clock[1] if clock else "")
        position = {**fields, "_lat": first(lat), "_lon": first(lon)}
        if not position["_lat"]:
            pair = re.search(
                r"(-?\d+\.\d+)[,\s]+(-?\d+\.\d+)", first("location|attr_geolocation|geolocation|coordinates")
            )
            if pair:
                position["_lat"], position["_lon"] = pair[1], pair[2]
        _point(
            statement,
            position,
            "_lat",
            "_lon",
            2_000.0,
            first("location|place|location name|attr_location"),
            role="about",
        )
        statement.confidence = 0.6
        return [statement]

    return read


def _kind_of_words(words: str, pack: Pack) -> str:
    """The kind that the pack's trigger words give a short description; `other` where they give none."""
    from .sentence import mark
    from .triggers import TRIGGERS, triggers
    from .weapons import weapon_in

    sentence, _ = mark(words, 0, len(words), pack)
    weapon = weapon_in(sentence, 0, len(sentence.tokens))
    if weapon is not None and weapon.kind != "other":
        return weapon.kind
    hits = triggers(sentence)
    ranked = sorted(hits, key=lambda t: -t.kind.rank)
    return TRIGGERS[ranked[0].category].kind if ranked else str(Kind.OTHER)


READERS: dict[str, Callable[[Mapping[str, str], RowContext], list[Statement]]] = {
    "claims_csv": claims_csv,
    "observer_form": observer_form,
    "ged": ged,
    "acled": acled,
    "kobo": kobo,
    "ushahidi": _post(
        "incident title|title",
        "description|incident description|content",
        "incident date|date|created (utc)",
        "latitude|lat",
        "longitude|lon",
        "Ushahidi",
        "record.ushahidi",
    ),
    "atlos": _post(
        "slug",
        "attr_description|description",
        "attr_date|date",
        "latitude|attr_latitude|lat",
        "longitude|attr_longitude|lon",
        "Atlos",
        "record.atlos",
    ),
    "auto_archiver": _post(
        "upload title|title",
        "textual content|content|description",
        "upload timestamp|timestamp",
        "latitude",
        "longitude",
        "auto-archiver",
        "record.auto_archiver",
    ),
}
