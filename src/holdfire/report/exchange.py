"""Incidents in other people's formats: GeoJSON, UCDP GED and ACLED columns, timemap, FollowTheMoney.

Pure: the record in, bytes out. Each is lossy where the other format has no place for what Holdfire knows, and says so
nowhere more than it must: an actor's column never says who fired (both parties stand there in the alphabet's order),
and a number of deaths is low, best, high, best being what the victims' own side states.
"""

import csv
import io
import json
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from .record import Record, Row
from .render import as_json, kind_words, plain, short

GED_COLUMNS = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_name", "dyad_name", "side_a", "side_b",
    "number_of_sources", "source_article", "source_office", "source_date", "source_headline", "source_original", "where_prec",
    "where_coordinates", "where_description", "adm_1", "adm_2", "latitude", "longitude", "geom_wkt", "event_clarity", "date_prec",
    "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high", "low",
)  # fmt: skip
ACLED_COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type", "actor1",
    "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting", "admin1", "admin2",
    "location", "latitude", "longitude", "geo_precision", "source", "source_scale", "notes", "fatalities", "tags", "timestamp",
)  # fmt: skip
SHELLING = frozenset(
    {"mortar", "artillery", "mlrs", "tank", "atgm", "grenade_launcher", "explosion_undetermined"}
)
CLASHES = frozenset({"small_arms", "machine_gun", "sniper", "incursion", "violation_unspecified"})


def geojson_of(record: Record) -> bytes:
    """Every placed incident as a flat feature: scalars only, so that any GIS shows a table."""
    features = []
    for row in record.incidents.values():
        if row["lat"] is None:
            continue
        properties = {
            key: value for key, value in row.items() if key not in ("lat", "lon", "parties_speaking")
        }
        origin = record.origin.get(row["incident_id"])
        properties["parties_speaking"] = ", ".join(sorted(row["parties_speaking"]))
        properties["side_of_origin"] = origin["verdict"] if origin else "cannot_say"
        properties["outcomes"] = ", ".join(
            sorted({f["outcome"] for f in record.findings_of.get(row["incident_id"], ())})
        )
        geometry = {"type": "Point", "coordinates": [row["lon"], row["lat"]]}
        features.append(
            {"type": "Feature", "id": row["incident_id"], "geometry": geometry, "properties": properties}
        )
    return as_json({"type": "FeatureCollection", "features": features})


def deaths_of(record: Record, incident_id: str) -> dict[str, tuple[int, int, int]]:
    """Victims -> (low, best, high) over the incident's statements. best: the victims' own side's number, else the lowest."""
    stated: dict[str, list[tuple[int, bool]]] = {}
    for rows in record.sides(incident_id).values():
        for s in rows:
            if s["negated"] or s["modality"] == "denied" or s["aggregate"]:
                continue
            for victim, n in (s["killed"] or {}).items():
                if n is not None:
                    stated.setdefault(str(victim), []).append((int(n), s["speaker_party"] == victim))
    found = {}
    for victim, numbers in stated.items():
        low, high = min(n for n, _ in numbers), max(n for n, _ in numbers)
        own = [n for n, is_own in numbers if is_own]
        found[victim] = (low, max(own) if own else low, high)
    return found


def ged_of(record: Record) -> bytes:
    """Incidents with a stated death in UCDP GED's columns."""
    a, b = ([*record.party_ids, "", ""])[:2]
    rows = []
    for row in record.incidents.values():
        deaths = deaths_of(record, row["incident_id"])
        if not any(high for _low, _best, high in deaths.values()):
            continue
        first, last = _days(record, row)
        statements = [s for found in record.sides(row["incident_id"]).values() for s in found]
        exhibits = [record.exhibits[e] for e in dict.fromkeys(s["exhibit_id"] for s in statements)]
        civilians = deaths.get("CIV", (0, 0, 0))[1]
        unknown = sum(d[1] for victim, d in deaths.items() if victim not in (a, b, "CIV"))
        admin = _admin(record, statements)
        rows.append({
            "id": _number(row["incident_id"]), "relid": row["incident_id"], "year": first.year, "active_year": 1,
            "code_status": "Clear" if row["n_voices"] > 1 else "Check", "type_of_violence": 1,
            "conflict_name": record.case.mandate.title, "dyad_name": f"{record.party_name(a)} - {record.party_name(b)}",
            "side_a": record.party_name(a), "side_b": record.party_name(b), "number_of_sources": row["n_voices"],
            "source_article": "; ".join(short(e["title"] or e["exhibit_id"], 80) for e in exhibits),
            "source_office": "; ".join(sorted({record.source_name(e["source_id"]) for e in exhibits})),
            "source_date": "; ".join(sorted({f"{e['published_at']:%Y-%m-%d}" for e in exhibits if e["published_at"]})),
            "source_headline": short(exhibits[0]["title"] or "", 120) if exhibits else "",
            "source_original": "; ".join(sorted({s["speaker"] or record.party_name(s["speaker_party"]) for s in statements})),
            "where_prec": _where_prec(row["radius_m"]), "where_coordinates": row["place_label"], "where_description": "",
            "adm_1": admin[0], "adm_2": admin[1], "latitude": row["lat"], "longitude": row["lon"],
            "geom_wkt": f"POINT ({row['lon']} {row['lat']})" if row["lat"] is not None else "",
            "event_clarity": 1 if first == last else 2, "date_prec": _date_prec(first, last), "date_start": first, "date_end": last,
            "deaths_a": deaths.get(a, (0, 0, 0))[1], "deaths_b": deaths.get(b, (0, 0, 0))[1], "deaths_civilians": civilians,
            "deaths_unknown": unknown, "best": sum(d[1] for d in deaths.values()), "high": sum(d[2] for d in deaths.values()),
            "low": sum(d[0] for d in deaths.values()),
        })  # fmt: skip
    return csv_bytes(GED_COLUMNS, rows)


def acled_of(record: Record) -> bytes:
    """Every incident in ACLED's columns. actor1 and actor2 are the parties in the alphabet's order: no direction."""
    a, b = ([*record.party_ids, "", ""])[:2]
    stamp = int(record.public.as_of.replace(tzinfo=UTC).timestamp()) if record.public.as_of else 0
    rows = []
    for row in record.incidents.values():
        first, last = _days(record, row)
        statements = [s for found in record.sides(row["incident_id"]).values() for s in found]
        event_type, sub = _acled_type(row["kind"])
        deaths = deaths_of(record, row["incident_id"])
        radius = row["radius_m"]
        rows.append({
            "event_id_cnty": row["incident_id"], "event_date": first + (last - first) / 2, "year": first.year,
            "time_precision": 1 if first == last else 2 if (last - first).days <= 7 else 3, "disorder_type": "Political violence" if sub not in ("Agreement", "Other") else "Strategic developments",
            "event_type": event_type, "sub_event_type": sub, "actor1": record.party_name(a), "actor2": record.party_name(b),
            "inter1": "State forces", "inter2": "State forces", "interaction": "State forces-State forces", "assoc_actor_1": "", "assoc_actor_2": "",
            "civilian_targeting": "", "admin1": _admin(record, statements)[0], "admin2": _admin(record, statements)[1],
            "location": row["place_label"], "latitude": row["lat"], "longitude": row["lon"],
            "geo_precision": 3 if radius is None or radius > 25_000 else 1 if radius <= 2_000 else 2,
            "source": "; ".join(sorted({record.source_name(s["source_id"]) for s in statements})), "source_scale": "",
            "notes": f"{kind_words(row['kind'])}; {row['status'].replace('_', ' ')}; who did it is not said by the order of actors.",
            "fatalities": sum(best for _low, best, _high in deaths.values()), "tags": f"holdfire status={row['status']}", "timestamp": stamp,
        })  # fmt: skip
    return csv_bytes(ACLED_COLUMNS, rows)


def timemap_of(record: Record) -> bytes:
    """events, associations, sources and sites as timemap (Bellingcat, Forensic Architecture) reads them. Times are local."""
    kinds = sorted({row["kind"] for row in record.incidents.values()})
    events = []
    for row in record.incidents.values():
        there = record.local(row["occurred_earliest"])
        if row["lat"] is None or there is None:
            continue
        exhibits = sorted(
            {s["exhibit_id"] for found in record.sides(row["incident_id"]).values() for s in found}
        )
        events.append({
            "id": row["incident_id"], "title": f"{row['place_label']}: {kind_words(row['kind'])}",
            "description": f"{row['status'].replace('_', ' ')}; {row['n_statements']} statements", "date": f"{there:%-m/%-d/%Y}",
            "time": f"{there:%H:%M}", "location": row["place_label"], "latitude": str(row["lat"]), "longitude": str(row["lon"]),
            "associations": [row["kind"]], "sources": exhibits,
        })  # fmt: skip
    associations = [
        {
            "id": k,
            "title": k,
            "desc": kind_words(k),
            "mode": "FILTER",
            "filter_paths": ["Kind", kind_words(k)],
        }
        for k in kinds
    ]
    sources = {
        e["exhibit_id"]: {"id": e["exhibit_id"], "title": e["title"] or e["exhibit_id"], "type": "Document", "paths": [],
                          "description": f"SHA-256 {e['sha256']}", "url": e["url"] or ""}
        for e in record.exhibits.values()
    }  # fmt: skip
    return as_json(
        {
            "events": events,
            "associations": associations,
            "sources": sources,
            "sites": [],
            "regions": [],
            "shapes": [],
        }
    )


def ftm_of(record: Record) -> bytes:
    """FollowTheMoney entities, one a line: documents, the bodies that speak, incidents as events proved by documents. UTC."""
    lines: list[dict[str, Any]] = []
    for source in sorted(record.case.sources.values(), key=lambda s: s.source_id):
        if not source.protected:
            lines.append(_entity(f"hf-src-{source.source_id}", "Organization", name=[source.institution]))
    for e in record.exhibits.values():
        lines.append(_entity(f"hf-{e['exhibit_id']}", "Document", title=[e["title"] or e["exhibit_id"]], mimeType=[e["media_type"]],
                             publishedAt=[_stamp(e["published_at"])], sourceUrl=[e["url"]], notes=[f"sha256:{e['sha256']}"],
                             publisher=[record.source_name(e["source_id"])]))  # fmt: skip
    for row in record.incidents.values():
        exhibits = sorted(
            {s["exhibit_id"] for found in record.sides(row["incident_id"]).values() for s in found}
        )
        summary = (
            f"{kind_words(row['kind'])}; {row['status'].replace('_', ' ')}; {row['n_statements']} statements"
        )
        lines.append(_entity(f"hf-{row['incident_id']}", "Event", name=[f"{row['place_label']}: {kind_words(row['kind'])}"],
                             startDate=[_stamp(row["occurred_earliest"])], endDate=[_stamp(row["occurred_latest"])],
                             location=[row["place_label"]], summary=[summary], proof=[f"hf-{e}" for e in exhibits],
                             recordId=[row["incident_id"]]))  # fmt: skip
    return b"".join(json.dumps(line, ensure_ascii=False, sort_keys=True).encode() + b"\n" for line in lines)


def _entity(entity_id: str, schema: str, **properties: Iterable[str | None]) -> dict[str, Any]:
    kept = {name: [v for v in values if v] for name, values in properties.items()}
    return {
        "id": entity_id,
        "schema": schema,
        "properties": {name: values for name, values in kept.items() if values},
    }


def _stamp(moment: datetime | None) -> str | None:
    """FollowTheMoney dates carry no zone: they are UTC."""
    return None if moment is None else moment.isoformat(timespec="seconds")


def csv_bytes(columns: Iterable[str], rows: Iterable[Row]) -> bytes:
    """RFC 4180, UTF-8. Empty for what is not known; a cell that a spreadsheet would run gets an apostrophe."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(columns), lineterminator="\r\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({key: _cell(value) for key, value in row.items()})
    return out.getvalue().encode()


def _cell(value: Any) -> Any:
    value = plain(value)
    if value is None:
        return ""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def _days(record: Record, row: Row) -> tuple[date, date]:
    """First and last local day; a span that ends at midnight ends the day before."""
    first, last = record.local(row["occurred_earliest"]), record.local(row["occurred_latest"])
    if first is None or last is None:
        return row["local_day"], row["local_day"]
    end = last - timedelta(seconds=1) if last > first and f"{last:%H:%M:%S}" == "00:00:00" else last
    return first.date(), max(first.date(), end.date())


def _number(incident_id: str) -> int:
    digits = "".join(c for c in incident_id if c.isdigit())
    return int(digits) if digits else 0


def _where_prec(radius_m: float | None) -> int:
    """1 exact, 2 within about 25 km, 3 second-order, 4 first-order division, 6 the country."""
    if radius_m is None:
        return 6
    return next(
        (code for code, limit in ((1, 1_000), (2, 25_000), (3, 50_000), (4, 75_000)) if radius_m <= limit), 6
    )


def _date_prec(first: date, last: date) -> int:
    days = (last - first).days
    return next((code for code, limit in ((1, 0), (2, 6), (3, 7), (4, 31)) if days <= limit), 5)


def _acled_type(kind: str) -> tuple[str, str]:
    if kind in SHELLING:
        return "Explosions/Remote violence", "Shelling/artillery/missile attack"
    if kind in ("uav", "air_strike"):
        return "Explosions/Remote violence", "Air/drone strike"
    if kind == "mine":
        return "Explosions/Remote violence", "Remote explosive/landmine/IED"
    if kind in CLASHES:
        return "Battles", "Armed clash"
    return "Strategic developments", "Agreement" if kind == "ceasefire_agreed" else "Other"


def _admin(record: Record, statements: list[Row]) -> tuple[str, str]:
    """The first known place's administrative names, as places.csv has them ("region/district")."""
    for s in statements:
        for place in s["places"] or ():
            known = record.case.places.get(place.get("place_id") or "")
            if known is not None and known.admin:
                first, _slash, second = known.admin.partition("/")
                return first, second
    return "", ""
