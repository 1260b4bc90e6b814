"""Exports of the forms that we ship, as KoboToolbox and ODK write them: CSV, workbook with repeats, nested JSON; names or labels.

The submissions are invented; the columns around them are those of the two platforms' exports.
"""

import json
from datetime import date
from typing import Any

import pytest
from tests.reading.exports import csv_file, only, read, workbook

from holdfire.data import forms_dir

WATCH = {
    "start": "2020-07-15T12:00:00.000+04:00", "end": "2020-07-15T12:10:00.000+04:00", "team_code": "T4", "observer_position": "40.9 45.5 800 5", "observer_place": "Post 4",
    "watch_from": "2020-07-15T06:00:00.000+04:00", "watch_to": "2020-07-15T12:00:00.000+04:00", "watch_status": "operational", "restriction_category": "none", "restriction_by": "", "restriction_place": "", "restriction_remark": "",
}  # fmt: skip
HEARD = {
    "means": "heard", "observation": "explosion", "count": "12", "hedge": "at_least", "description": "incoming", "weapon": "mortar", "calibre_mm": "82", "direction": "nw", "bearing_deg": "", "range_low_km": "4", "range_high_km": "8",
    "observed_from": "2020-07-15T07:55:00.000+04:00", "observed_to": "2020-07-15T10:27:00.000+04:00", "photo": "p.jpg", "photo_URL": "https://kobo.example/p.jpg", "remark": "",
}  # fmt: skip
SEEN = HEARD | {
    "means": "saw",
    "observation": "illumination_flare",
    "count": "1",
    "hedge": "exact",
    "weapon": "unknown",
    "calibre_mm": "",
    "direction": "",
    "bearing_deg": "10.5",
    "observed_to": "",
}
META = {
    "_id": "71",
    "_uuid": "u-71",
    "_submission_time": "2020-07-15T08:20:00",
    "_validation_status": "",
    "_notes": "",
    "_status": "submitted_via_web",
    "_submitted_by": "",
    "__version__": "v1",
    "_tags": "",
    "_index": "1",
}
CHILD = {
    "_index": "1",
    "_parent_table_name": "Patrol report",
    "_parent_index": "1",
    "_submission__id": "71",
    "_submission__uuid": "u-71",
    "_submission__submission_time": "2020-07-15T08:20:00",
}


def sheet(*rows: dict[str, Any]) -> list[list[Any]]:
    return [list(rows[0]), *(list(row.values()) for row in rows)]


def labels(form: str, language: str = "English (en)") -> dict[str, str]:
    """Name of a question or choice -> its label."""
    from openpyxl import load_workbook

    book = load_workbook(forms_dir() / f"{form}.xlsx")
    found: dict[str, str] = {}
    for name in ("choices", "survey"):
        rows = list(book[name].iter_rows(values_only=True))
        column = rows[0].index(f"label::{language}")
        found |= {str(row[rows[0].index("name")]): str(row[column]) for row in rows[1:] if row[column]}
    return found


def check(statements: list[Any]) -> None:
    heard, seen = statements
    assert (heard.kind, heard.observation, heard.means, heard.weapon, heard.calibre_mm) == ("mortar", "explosion", "heard", "mortar", 82.0)  # fmt: skip
    assert (heard.count, heard.hedge, heard.count_low, heard.count_high) == (12, "at least", 12, None)
    assert (heard.date_start, heard.time, heard.sector, heard.observer) == (date(2020, 7, 15), "07:55-10:27", (315.0, 22.5, 4.0, 8.0), (40.9, 45.5))  # fmt: skip
    assert (heard.accused_party, heard.speaker, heard.places[0].name, heard.places[0].role) == (None, "T4", "Post 4", "observer_at")  # fmt: skip
    assert (seen.kind, seen.means, seen.count, seen.hedge, seen.weapon, seen.sector, seen.time) == ("other", "saw", 1, None, None, (10.5, 22.5, 4.0, 8.0), "07:55")  # fmt: skip


def test_kobos_workbook_with_a_sheet_for_the_repeat() -> None:
    data = workbook(
        **{"Patrol report": sheet(WATCH | META), "observations": sheet(HEARD | CHILD, SEEN | CHILD)}
    )
    result = read(data, "kobo.xlsx")
    assert not result.unread
    check(result.statements)


def test_kobos_workbook_with_groups_before_the_names() -> None:
    main = {f"watch/{k}": v for k, v in WATCH.items()} | META
    rows = [{f"watch/observations/{k}": v for k, v in row.items()} | CHILD for row in (HEARD, SEEN)]
    result = read(workbook(main=sheet(main), observations=sheet(*rows)), "kobo.xlsx")
    assert not result.unread
    check(result.statements)


@pytest.mark.parametrize("language", ["English (en)", "Russian (ru)", "Ukrainian (uk)"])
def test_kobos_workbook_with_labels_in_any_language_of_the_form(language: str) -> None:
    said = labels("patrol_report", language)

    def labelled(row: dict[str, str]) -> dict[str, str]:
        return {said.get(k, k): said.get(v, v) if k in ("means", "observation", "hedge", "description", "weapon", "direction") else v for k, v in row.items()}  # fmt: skip

    status = {said["watch_status"]: said["operational"], said["restriction_category"]: said["none"]}
    data = workbook(
        main=sheet(labelled(WATCH) | status | META),
        observations=sheet(labelled(HEARD) | CHILD, labelled(SEEN) | CHILD),
    )
    result = read(data, "kobo.xlsx")
    assert not result.unread
    check(result.statements)


def test_kobos_json_holds_its_repeats() -> None:
    record = WATCH | {
        "_id": 71, "_uuid": "u-71", "_submission_time": "2020-07-15T08:20:00", "formhub/uuid": "f", "_geolocation": [40.9, 45.5],
        "observations": [{f"observations/{k}": v for k, v in row.items() if v} for row in (HEARD, SEEN)],
    }  # fmt: skip
    result = read(json.dumps({"count": 1, "next": None, "results": [record]}), "kobo.json")
    assert not result.unread
    check(result.statements)


def test_odk_central_joins_by_parent_key() -> None:
    main = {"SubmissionDate": "2020-07-15T08:20:00.000Z", **{k: v for k, v in WATCH.items() if k != "observer_position"}, "observer_position-Latitude": "40.9", "observer_position-Longitude": "45.5",
            "observer_position-Altitude": "800", "observer_position-Accuracy": "5", "meta-instanceID": "uuid:1", "KEY": "uuid:1", "SET-OF-observations": "x"}  # fmt: skip
    rows = [
        row | {"PARENT_KEY": "uuid:1", "KEY": f"uuid:1/observations[{i}]"}
        for i, row in enumerate((HEARD, SEEN))
    ]
    result = read(workbook(main=sheet(main), observations=sheet(*rows)), "central.xlsx")
    assert not result.unread
    check(result.statements)


def test_odk_centrals_interface_gives_points_as_geojson() -> None:
    record = SITE | AZIMUTH | {"impact_position": {"type": "Point", "coordinates": [45.39, 40.88, 900.1], "properties": {"accuracy": 4.5}}, "impact_precision_m": ""}  # fmt: skip
    record |= {
        "__id": "uuid:1",
        "__system": {"submissionDate": "2020-07-15T08:20:00.000Z"},
        "meta": {"instanceID": "uuid:1"},
    }
    s = only(read(json.dumps({"value": [record]}), "central.json"))
    assert (s.lat, s.lon, s.radius_m) == (40.88, 45.39, 4.5)


def test_several_choices_as_columns_are_put_together() -> None:
    row = {k: v for k, v in HEARD.items() if k != "means"} | {"means/heard": "1", "means/saw": "0"}
    result = read(workbook(main=sheet(WATCH | META), observations=sheet(row | CHILD)), "kobo.xlsx")
    assert only(result).means == "heard"


def test_a_watch_that_perceived_nothing_is_a_statement_only_where_the_file_holds_the_repeats() -> None:
    quiet = WATCH | META | {"_uuid": "u-72", "_id": "72", "_index": "2"}
    whole = read(workbook(main=sheet(WATCH | META, quiet), observations=sheet(HEARD | CHILD)), "kobo.xlsx")
    assert [s.kind for s in whole.statements] == ["mortar", "calm"] or [s.kind for s in whole.statements] == ["calm", "mortar"]  # fmt: skip
    calm = next(s for s in whole.statements if s.kind == "calm")
    assert (calm.date_start, calm.time, calm.lat, calm.accused_party) == (
        date(2020, 7, 15),
        "06:00-12:00",
        40.9,
        None,
    )
    alone = read(csv_file([quiet]))
    assert not alone.statements
    assert "whose sheet this file has not" in alone.unread[0].reason


def test_a_watch_that_was_not_kept_says_nothing() -> None:
    denied = WATCH | META | {"watch_status": "denied", "formhub/uuid": "f"}
    result = read(json.dumps([denied]), "kobo.json")
    assert (result.statements, result.unread) == ([], [])


def test_a_restriction_is_a_statement_and_accuses_only_a_party_that_the_pack_knows() -> None:
    stopped = WATCH | META | {"restriction_category": "denial", "restriction_by": "soldiers at the checkpoint", "restriction_place": "40.95 45.55 0 0", "formhub/uuid": "f"}  # fmt: skip
    first = read(json.dumps([stopped]), "kobo.json").statements[0]
    assert (first.kind, first.accused_party, first.lat) == ("movement_restriction", None, 40.95)
    assert first.description == "denial | soldiers at the checkpoint"


SITE = {
    "team_code": "T4", "impact_id": "3", "impact_position": "40.88 45.39 900 4", "impact_precision_m": "12", "inspected_at": "2020-07-15T09:00:00.000+04:00", "impact_from": "2020-07-14T16:20:00.000+04:00", "impact_to": "2020-07-14T21:05:00.000+04:00",
    "time_basis": "witness", "weapon": "artillery", "calibre_mm": "122", "fuze": "impact", "damage": "a roof", "killed_civilian": "0", "wounded_civilian": "2", "remark": "",
}  # fmt: skip
AZIMUTH = {
    "azimuth_to_origin_deg": "35",
    "azimuth_half_width_deg": "10",
    "azimuth_method": "crater_axis",
    "azimuth_north": "corrected",
    "descent_angle_deg": "",
    "azimuth_photo": "",
}


def test_an_impact_is_one_statement_with_the_sector_of_each_azimuth() -> None:
    data = workbook(main=sheet(SITE | META), azimuths=sheet(AZIMUTH | CHILD, AZIMUTH | CHILD | {"azimuth_to_origin_deg": "45"}))  # fmt: skip
    s = only(read(data, "kobo.xlsx"))
    assert (s.kind, s.calibre_mm, s.radius_m, s.accused_party) == ("artillery", 122.0, 12.0, None)
    assert s.sectors == [(35.0, 10.0, 0.0, 40.0), (45.0, 10.0, 0.0, 40.0)]
    assert s.sector == (40.0, 15.0, 0.0, 40.0)
    assert (s.date_start, s.time, s.killed, s.wounded) == (
        date(2020, 7, 14),
        "16:20-21:05",
        {"CIV": 0},
        {"CIV": 2},
    )


def test_an_azimuth_of_an_uncorrected_compass_is_as_wide_as_the_declination_may_be() -> None:
    data = workbook(main=sheet(SITE | META), azimuths=sheet(AZIMUTH | CHILD | {"azimuth_north": "magnetic"}))
    s = only(read(data, "kobo.xlsx"))
    assert s.sector == (35.0, 30.0, 0.0, 40.0)


def test_an_azimuth_without_its_impact_says_what_is_missing() -> None:
    result = read(csv_file([AZIMUTH | CHILD]))
    assert not result.statements
    assert "without its impact" in result.unread[0].reason


def test_a_point_may_come_as_four_columns() -> None:
    apart = {k: v for k, v in SITE.items() if k != "impact_position"} | {"impact_position": "", "_impact_position_latitude": "40,88", "_impact_position_longitude": "45,39", "_impact_position_altitude": "", "_impact_position_precision": "4"}  # fmt: skip
    s = only(read(csv_file([apart | AZIMUTH], ";")))
    assert (s.lat, s.lon, s.sector) == (40.88, 45.39, (35.0, 10.0, 0.0, 40.0))


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"count": "a few"}, "count: found 'a few'"), ({"bearing_deg": "400"}, "bearing_deg: found 400, expected 0 to 360"), ({"direction": "up"}, "direction: found 'up'"),
        ({"observed_from": "yesterday"}, "observed_from: found 'yesterday'"), ({"observation": ""}, "observation is empty"),
    ],
)  # fmt: skip
def test_observations_that_are_refused_name_their_row(changed: dict[str, str], says: str) -> None:
    rows = [HEARD | CHILD, HEARD | CHILD | changed]
    result = read(workbook(main=sheet(WATCH | META), observations=sheet(*rows)), "kobo.xlsx")
    assert len(result.statements) == 1
    assert "kobo row 3" in result.unread[0].reason
    assert says in result.unread[0].reason


def test_a_submission_of_somebody_elses_form_says_what_was_expected() -> None:
    result = read(csv_file([{"water_source": "well", **META}]))
    assert "expected the columns of a form that Holdfire ships" in result.unread[0].reason
