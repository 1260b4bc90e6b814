"""record_row, exhibit -> detection, sound_event and its sides, sensor_health: what sealed picks and recordings say.

Picks arrive as CSV exhibits (a header with t or heard_at, and sensor) or as recordings (WAV, miniSEED, SAC) whose
onsets are picked here. Exhibits that overlap in time are one record, whoever sealed them: both sides' and the mission's
sensors locate together. Never incidents by themselves: fusion decides what a sound event is part of.

A case without such exhibits gives empty tables. What could not be used is a ranging_note, not a guess.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from holdfire.model.case import Case
from holdfire.model.errors import HoldfireError, Problems
from holdfire.model.ids import row_id
from holdfire.model.lines import Area
from holdfire.model.register import fetch_dicts, insert_rows
from holdfire.model.stage import Run, Stage

if TYPE_CHECKING:
    import duckdb

    from .recordings import CrackRange
    from .records import Picks, Sensors, Weather
    from .solve import Located

WRITES = (
    "detection", "sound_event", "sound_event_order", "sound_event_side", "sound_event_agreement",
    "sound_event_alternative", "sound_range",
    "sensor_health", "ranging_note",
)  # fmt: skip
APART_S = 120.0  # exhibits further apart than this share no sound
ORDER_WITHIN_S = 120.0  # origin-time covariances are kept for sounds this close
ORDER_NEIGHBOURS = 40
EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - naive UTC, as the register's columns
UNIX_SECONDS = 1e8  # a plain number above this is Unix time (1973 on); below, seconds of an unnamed clock


@dataclass(frozen=True)
class Heard:
    """Picks of one exhibit, in Unix seconds."""

    exhibit_id: str
    known_at: datetime
    picks: "Picks"
    ranges: "tuple[CrackRange, ...]" = ()

    @property
    def unix(self) -> Any:
        return self.picks.t + self.picks.epoch


def run(db: "duckdb.DuckDBPyConnection", case: Case, run: Run) -> None:
    """Empty the room's tables, then fill them."""
    for table in WRITES:
        db.execute(f"delete from {table}")  # names are ours
    notes: list[tuple[str, str]] = []
    heard = list(_heard(db, case, notes))
    if heard:
        sensors, weather = case_sensors(case), case_weather(case)
        _insert_ranges(db, heard, sensors)
        for group in overlapping(heard):
            _range_group(db, case, run, group, sensors, weather, notes)
    numbered: dict[str, int] = {}
    rows = []
    for exhibit_id, note in notes:
        number = numbered.get(exhibit_id, 0)
        numbered[exhibit_id] = number + 1
        rows.append({"exhibit_id": exhibit_id, "note_no": number, "note": note})
    insert_rows(db, "ranging_note", rows)


STAGE = Stage(
    name="ranging",
    version=2,
    reads=("exhibit", "record_row"),
    files=("sensors.csv", "weather.toml", "geography/territory.geojson"),
    writes=WRITES,
    run=run,
)


def case_sensors(case: Case) -> "Sensors":
    """The case's sensors.csv as ranging takes it, in the order of their ids."""
    from .arrays import with_arrays
    from .records import Plane, Sensors

    found = [case.sensors[key] for key in sorted(case.sensors)]
    lat, lon = np.array([s.lat for s in found]), np.array([s.lon for s in found])
    plane = Plane((float(np.median(lat)), float(np.median(lon))) if found else (0.0, 0.0))
    x, y = plane.to_metres(lat, lon)
    placed = Sensors(
        tuple(s.sensor_id for s in found), x, y, np.array([s.clock_sigma_s for s in found]),
        tuple(s.party or "" for s in found), np.zeros(len(found), bool), plane,
    )  # fmt: skip
    joined, problems = with_arrays(placed, [s.array or "" for s in found])
    if problems:
        raise Problems("sensors.csv", [f"sensors.csv: {problem}" for problem in problems])
    return joined


def case_weather(case: Case) -> "Weather":
    from .tables import read_weather

    path = case.root / "weather.toml"
    return read_weather(path if path.exists() else None)


def _heard(db: "duckdb.DuckDBPyConnection", case: Case, notes: list[tuple[str, str]]) -> Iterator[Heard]:
    """Picks of every exhibit that holds some, by exhibit id."""
    from .arrays import join_microphones
    from .clocks import synchronised
    from .recordings import recorded_picks

    tables = fetch_dicts(
        db,
        """
        select r.exhibit_id, min(e.acquired_at) as known_at
        from record_row r join exhibit e using (exhibit_id)
        where r.row_no = 0 and json_exists(r.fields, '$.sensor')
          and (json_exists(r.fields, '$.t') or json_exists(r.fields, '$.heard_at'))
        group by r.exhibit_id order by r.exhibit_id
        """,
    )
    sensors = case_sensors(case) if tables or case.sensors else None
    for table in tables:
        exhibit_id = str(table["exhibit_id"])
        if sensors is None or not len(sensors):
            notes.append((exhibit_id, "picks, but the case has no sensors.csv: nothing is located"))
            continue
        rows = db.execute(
            "select row_no, fields::varchar from record_row where exhibit_id = $e order by row_no",
            {"e": exhibit_id},
        ).fetchall()
        try:
            picks = _picks(rows, exhibit_id, sensors)
        except Problems as error:
            notes += [(exhibit_id, problem) for problem in error.problems]
            continue
        if len(picks) and not picks.is_utc and picks.t.min() < UNIX_SECONDS:
            notes.append(
                (exhibit_id, "times are plain seconds of an unnamed clock: no moment can be given to a sound")
            )
            continue
        picks, _ = join_microphones(sensors, picks, case_weather(case))
        picks = synchronised(sensors, picks)
        notes += [(exhibit_id, note) for note in picks.notes]
        if len(picks):
            yield Heard(exhibit_id, table["known_at"], picks)
    if sensors is not None and len(sensors):
        for exhibit_id, known_at, picked in recorded_picks(db, case, sensors, notes, case_weather(case)):
            picks = synchronised(sensors, picked.picks)
            notes += [(exhibit_id, note) for note in picks.notes]
            if len(picks):
                yield Heard(exhibit_id, known_at, picks, picked.ranges)


def _picks(rows: Sequence[tuple[int, str]], name: str, sensors: "Sensors") -> "Picks":
    from .tables import picks_from

    def fields() -> Iterator[tuple[int, dict[str, str]]]:
        for number, text in rows:
            row = {str(k): str(v) if v is not None else "" for k, v in json.loads(text).items()}
            row.setdefault("t", row.get("heard_at", ""))
            yield number + 2, row

    return picks_from(fields(), name, sensors)


def overlapping(heard: Sequence[Heard]) -> list[list[Heard]]:
    """Group exhibits whose times overlap or lie within APART_S: they may hold the same sounds."""
    groups: list[list[Heard]] = []
    until = -np.inf
    for one in sorted(heard, key=lambda h: (float(h.unix.min()), h.exhibit_id)):
        if not groups or float(one.unix.min()) > until + APART_S:
            groups.append([])
        groups[-1].append(one)
        until = max(until, float(one.unix.max()))
    return groups


def _range_group(
    db: "duckdb.DuckDBPyConnection", case: Case, run: Run, group: list[Heard], sensors: "Sensors", weather: "Weather",
    notes: list[tuple[str, str]],
) -> None:  # fmt: skip
    from .check import require_geometry
    from .clocks import usable
    from .records import Picks
    from .solve import range_record
    from .words import unresolved_words

    epoch = float(np.floor(min(float(h.unix.min()) for h in group)))
    t = np.concatenate([h.unix for h in group]) - epoch
    sensor = np.concatenate([h.picks.sensor for h in group])
    bearing, amp = (np.concatenate([getattr(h.picks, key) for h in group]) for key in ("bearing", "amp"))
    wave = np.concatenate(
        [np.full((len(h.picks), 4), np.nan) if h.picks.wave is None else h.picks.wave for h in group]
    )
    bearing_sigma = np.concatenate(
        [
            np.full(len(h.picks), np.nan) if h.picks.bearing_sigma is None else h.picks.bearing_sigma
            for h in group
        ]
    )
    owner = np.repeat(np.arange(len(group)), [len(h.picks) for h in group])
    # the same arrival sealed twice (a party and the mission keep copies) counts once
    order = np.lexsort((owner, t, sensor))
    twin = np.zeros(len(t), bool)
    twin[order[1:]] = (np.diff(sensor[order]) == 0) & (np.diff(t[order]) < 1e-4)
    keep = np.nonzero(~twin)[0]
    picks = Picks(
        t[keep], sensor[keep], bearing[keep], amp[keep], np.arange(len(keep)), len(keep), epoch, True,
        bearing_sigma=bearing_sigma[keep], wave=wave[keep] if np.isfinite(wave).any() else None,
    )  # fmt: skip
    owner = owner[keep]
    if twin.any():
        notes.append(
            (
                group[0].exhibit_id,
                f"{int(twin.sum())} picks are in more than one exhibit of this record; each counts once",
            )
        )
    try:
        require_geometry(usable(sensors))
        found = range_record(sensors, picks, weather, run.progress)
    except HoldfireError as error:
        notes.append((group[0].exhibit_id, str(error)))
        found = None
    if found is not None:
        said = (*found.notes, *unresolved_words(len(found.unresolved)))
        notes += [(group[0].exhibit_id, note) for note in said]
        _insert_events(db, case, group, owner, found, sensors, picks, weather)
        _insert_health(db, group, owner, found, sensors, picks)
    _insert_detections(db, group, owner, found, sensors, picks)


def _insert_ranges(db: "duckdb.DuckDBPyConnection", heard: list[Heard], sensors: "Sensors") -> None:
    from .side_tables import CRACK_TO_THUMP

    rows = [
        {
            "range_id": row_id("sr", one.exhibit_id, sensors.names[of.sensor], repr(of.cracked_at)), "exhibit_id": one.exhibit_id,
            "sensor_id": sensors.names[of.sensor], "basis": CRACK_TO_THUMP, "heard_at": _moment(of.cracked_at),
            "interval_s": of.interval_s, "range_m": of.metres.metres, "range_sigma_m": of.metres.sigma_m,
            "range_low_m": of.metres.low_m, "range_high_m": of.metres.high_m, "known_at": one.known_at,
        }
        for one in heard
        for of in one.ranges
    ]  # fmt: skip
    insert_rows(db, "sound_range", rows)


def _moment(unix: float) -> datetime:
    return EPOCH + timedelta(seconds=unix)


def _event_ids(group: list[Heard], owner: Any, found: "Located") -> tuple[list[str], list[str]]:
    """(event id, exhibit id) of each sound: the exhibit that gave most of its picks, the first of equals."""
    ids, exhibits = [], []
    for e in range(len(found)):
        picks = found.hits[e][found.hits[e] >= 0]
        of = int(np.argmax(np.bincount(owner[picks], minlength=len(group))))
        exhibits.append(group[of].exhibit_id)
        ids.append(row_id("se", group[of].exhibit_id, *(int(p) for p in np.sort(picks))))
    return ids, exhibits


def _insert_events(
    db: "duckdb.DuckDBPyConnection", case: Case, group: list[Heard], owner: Any, found: "Located", sensors: "Sensors",
    picks: "Picks", weather: "Weather",
) -> None:  # fmt: skip
    from .answer import sides_of
    from .kind import kinds_of
    from .region import region_90
    from .register_sides import insert_alternatives, insert_sides
    from .two_sides import each_side_alone
    from .words import one_side_words, side_reason

    ids, exhibits = _event_ids(group, owner, found)
    kinds = kinds_of(found, picks)
    day = _moment(picks.epoch).date()
    territory: list[Area] = [area for area in case.territory if area.holds_on(day)]
    sides = sides_of(found, sensors, territory)
    lat, lon = sensors.plane.to_degrees(found.x, found.y)
    alone = each_side_alone(found, sensors, picks, weather)
    insert_sides(db, ids, alone, sensors, picks)
    insert_alternatives(db, ids, found, sensors, picks)
    said: dict[int, dict[str, str]] = {}
    for side in alone:
        said.setdefault(side.event, {})[side.party] = one_side_words(side)
    rows = []
    for e in range(len(found)):
        contributors = {int(owner[p]) for p in found.hits[e] if p >= 0}
        p_side = None
        if sides is not None:
            p_side = {party: round(float(sides.p[e, k]), 4) for k, party in enumerate(sides.parties)}
            p_side["undetermined"] = round(float(sides.p[e, -1]), 4)
        rows.append(
            {
                "event_id": ids[e], "exhibit_id": exhibits[e], "fired_at": _moment(picks.epoch + float(found.t0[e])),
                "fired_sigma_s": float(np.sqrt(found.cov[e, 2, 2])), "lat": round(float(lat[e]), 7), "lon": round(float(lon[e]), 7),
                "cov_xx_m2": float(found.cov[e, 0, 0]), "cov_xy_m2": float(found.cov[e, 0, 1]),
                "cov_yy_m2": float(found.cov[e, 1, 1]), "n_picks": int(found.n_picks[e]), "p_real": float(found.p_real[e]),
                "kind": kinds[e], "p_side": None if p_side is None else json.dumps(p_side),
                "region_90": json.dumps(region_90(found.x[e], found.y[e], found.cov[e, :2, :2], sensors.plane)),
                "known_at": max(group[k].known_at for k in contributors),
                "side": None if sides is None else sides.verdict[e],
                "side_reason": None if sides is None else side_reason(sides, e),
                "sides_alone": json.dumps(said[e], ensure_ascii=False) if e in said else None,
            }
        )  # fmt: skip
    insert_rows(db, "sound_event", rows)
    order = np.argsort(found.t0, kind="stable")
    pairs = []
    for place, a in enumerate(order):
        for b in order[place + 1 : place + 1 + ORDER_NEIGHBOURS]:
            if found.t0[b] - found.t0[a] > ORDER_WITHIN_S:
                break
            pairs.append(
                {"event_a": ids[a], "event_b": ids[b], "covariance_s2": found.time_covariance(int(a), int(b))}
            )
    insert_rows(db, "sound_event_order", pairs)


def _insert_health(
    db: "duckdb.DuckDBPyConnection",
    group: list[Heard],
    owner: Any,
    found: "Located",
    sensors: "Sensors",
    picks: "Picks",
) -> None:
    from .words import health_words

    rows = []
    for number, heard in enumerate(group):
        present = set(np.unique(picks.sensor[owner == number]).tolist())
        for k, health in enumerate(found.health):
            if k in present or (health.verdict == "silent" and number == 0):
                rows.append(
                    {
                        "exhibit_id": heard.exhibit_id, "sensor_id": health.sensor, "offset_s": health.offset_s,
                        "offset_sigma_s": health.offset_sigma_s, "p_faulty": health.p_faulty, "verdict": health.verdict,
                        "words": health_words(health, sensors.party[k]),
                    }
                )  # fmt: skip
    insert_rows(db, "sensor_health", rows)


def _insert_detections(
    db: "duckdb.DuckDBPyConnection",
    group: list[Heard],
    owner: Any,
    found: "Located | None",
    sensors: "Sensors",
    picks: "Picks",
) -> None:
    from .kind import Wave, kind_of_wave

    ids = _event_ids(group, owner, found)[0] if found is not None else []
    sigma = found.belief.sigma_t if found is not None else 0.01
    bearing_sigma = found.belief.bearing_sigma_deg if found is not None else 5.0
    rows = []
    for k in range(len(picks)):
        event = int(found.event[k]) if found is not None else -1
        exhibit = group[int(owner[k])]
        sensor = int(picks.sensor[k])
        bearing, amp = float(picks.bearing[k]), float(picks.amp[k])
        own_sigma = np.nan if picks.bearing_sigma is None else float(picks.bearing_sigma[k])
        wave = None if picks.wave is None or np.isnan(picks.wave[k, 0]) else Wave(*map(float, picks.wave[k]))
        rows.append(
            {
                "detection_id": row_id("de", exhibit.exhibit_id, sensors.names[sensor], repr(float(picks.t[k]) + picks.epoch)),
                "exhibit_id": exhibit.exhibit_id, "sensor_id": sensors.names[sensor],
                "heard_at": _moment(picks.epoch + float(picks.t[k])),
                "heard_sigma_s": float(np.hypot(sigma, sensors.clock_sigma[sensor])),
                "bearing_deg": None if np.isnan(bearing) else bearing % 360.0,
                "bearing_sigma_deg": None if np.isnan(bearing) else bearing_sigma if np.isnan(own_sigma) else own_sigma,
                "amplitude_db": None if np.isnan(amp) else amp, "event_id": ids[event] if event >= 0 else None,
                "p_assigned": float(found.p[k]) if found is not None and event >= 0 else None, "known_at": exhibit.known_at,
                "kind": None if wave is None else kind_of_wave(wave), "low_share": None if wave is None else wave.low_share,
                "rise_s": None if wave is None else wave.rise_s,
                "snr_db": None if wave is None or not np.isfinite(wave.snr_db) else wave.snr_db,
            }
        )  # fmt: skip
    insert_rows(db, "detection", rows)
