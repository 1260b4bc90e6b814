"""UCDP GED and ACLED as they come: every version of the columns, separators, encodings, days in either order; nobody accused.

All rows are our own, in the columns that the publishers document.
"""

import json
from datetime import date

import pytest
from tests.reading.exports import csv_file, only, read, workbook

from holdfire.reading.records.acled import ACLED_GEO_M, ACLED_TIME_DAYS
from holdfire.reading.records.ged import GED_DATE_DAYS, GED_WHERE_M

ACLED = {
    "event_id_cnty": "AZE1", "event_date": "14 July 2020", "year": "2020", "time_precision": "1", "disorder_type": "Political violence",
    "event_type": "Explosions/Remote violence", "sub_event_type": "Shelling/artillery/missile attack", "actor1": "Military Forces of Armenia", "assoc_actor_1": "", "inter1": "State forces",
    "actor2": "Military Forces of Azerbaijan", "assoc_actor_2": "", "inter2": "State forces", "interaction": "State forces-State forces", "civilian_targeting": "", "iso": "31", "region": "Caucasus and Central Asia",
    "country": "Azerbaijan", "admin1": "Tovuz", "admin2": "", "admin3": "", "location": "Agdam", "latitude": "40.97", "longitude": "45.51", "geo_precision": "2", "source": "Outlet One; Outlet Two",
    "source_scale": "National", "notes": "On 14 July, shells fell near the village; no one was hurt.", "fatalities": "0", "tags": "", "timestamp": "1595000000", "population_1km": "120", "population_2km": "400", "population_5km": "", "population_best": "120",
}  # fmt: skip
OLD = {
    "GWNO": "373", "EVENT_ID_CNTY": "1AZE", "EVENT_ID_NO_CNTY": "1", "EVENT_DATE": "14/07/2020", "YEAR": "2020", "TIME_PRECISION": "1", "EVENT_TYPE": "Remote violence", "ACTOR1": "Military Forces of Armenia", "ALLY_ACTOR_1": "",
    "INTER1": "1", "ACTOR2": "Civilians (Azerbaijan)", "ALLY_ACTOR_2": "", "INTER2": "7", "INTERACTION": "17", "COUNTRY": "Azerbaijan", "ADMIN1": "Tovuz", "ADMIN2": "", "ADMIN3": "", "LOCATION": "Agdam",
    "LATITUDE": "40.97", "LONGITUDE": "45.51", "GEO_PRECISION": "1", "SOURCE": "Outlet One", "NOTES": "n", "FATALITIES": "2",
}  # fmt: skip


def test_acled_as_it_is_published_now() -> None:
    s = only(read(csv_file([ACLED])))
    assert (s.kind, s.speaker, s.accused_party, s.modality) == ("artillery", "ACLED", None, "reported")
    assert (s.date_start, s.date_end, s.lat, s.lon, s.radius_m) == (
        date(2020, 7, 14),
        date(2020, 7, 14),
        40.97,
        45.51,
        ACLED_GEO_M[2],
    )
    assert (s.killed, s.via, s.places[0].name) == ({"UNSPEC": 0}, ["Outlet One", "Outlet Two"], "Agdam")


def test_acled_as_it_was_published_before_2019() -> None:
    s = only(read(csv_file([OLD])))
    assert (s.kind, s.accused_party, s.date_start, s.killed) == (
        "explosion_undetermined",
        None,
        date(2020, 7, 14),
        {"UNSPEC": 2},
    )


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_separators_and_encodings_change_nothing(separator: str, encoding: str) -> None:
    s = only(read(csv_file([ACLED], separator).encode(encoding)))
    assert (s.kind, s.date_start, s.lat) == ("artillery", date(2020, 7, 14), 40.97)


def shuffled() -> dict[str, str]:
    return {name: ACLED[name] for name in sorted(ACLED, reverse=True)}


@pytest.mark.parametrize(
    "row",
    [
        {k.upper(): v for k, v in ACLED.items()},
        {k.replace("_", " ").title(): v for k, v in ACLED.items()},
        shuffled(),
        {k: v for k, v in ACLED.items() if k not in ("actor2", "assoc_actor_2", "inter2", "interaction")},
        {k: v for k, v in ACLED.items() if k not in ("time_precision", "geo_precision", "tags", "timestamp")},
        {k: v for k, v in ACLED.items() if not k.startswith("population_")},
        ACLED | {"latitude": "40,97", "longitude": "45,51"},  # a spreadsheet in German or Russian
        ACLED | {"event_date": "2020-07-14"},
        ACLED | {"event_date": "14-July-2020"},
        ACLED | {"event_date": "July 14, 2020"},
        ACLED | {"event_date": "44026"},  # Excel's count of days
        ACLED | {"event_date": "44026.0"},
        ACLED | {"event_date": "2020-07-14 00:00:00"},
        ACLED | {"event_date": "14.07.2020"},
        ACLED | {"event_date": "7/14/2020"},
    ],
)
def test_acled_headers_and_days_as_people_save_them(row: dict[str, str]) -> None:
    s = only(read(csv_file([row], ";")))
    assert (s.kind, s.date_start, s.lat, s.lon, s.accused_party) == (
        "artillery",
        date(2020, 7, 14),
        40.97,
        45.51,
        None,
    )


@pytest.mark.parametrize(
    ("days", "read_as"),
    [
        (["04/07/2020", "18/07/2020"], [date(2020, 7, 4), date(2020, 7, 18)]),  # the second settles the first
        (["4/7/2020", "18/7/2020"], [date(2020, 7, 4), date(2020, 7, 18)]),
        (["7/4/2020", "7/18/2020"], [date(2020, 7, 4), date(2020, 7, 18)]),  # re-saved month first
        (["04/07/2020"], [date(2020, 7, 4)]),  # ACLED's own dd/mm/yyyy, nothing against it
        (["4/7/2020"], None),  # the noughts are gone: some spreadsheet wrote it, and which order is not known
        (["4/4/2020"], [date(2020, 4, 4)]),
    ],
)
def test_the_order_of_day_and_month_is_settled_by_the_file(
    days: list[str], read_as: list[date] | None
) -> None:
    result = read(csv_file([ACLED | {"event_date": day, "event_id_cnty": day} for day in days]))
    if read_as is None:
        assert "day or month first?" in result.unread[0].reason
    else:
        assert [s.date_start for s in result.statements] == read_as


def test_a_header_may_state_the_order() -> None:
    row = {"event_date (mm/dd/yyyy)" if k == "event_date" else k: v for k, v in ACLED.items()}
    row["event_date (mm/dd/yyyy)"] = "07/04/2020"
    assert only(read(csv_file([row]))).date_start == date(2020, 7, 4)


@pytest.mark.parametrize(("code", "half"), ACLED_TIME_DAYS.items())
def test_acled_time_precision_is_an_interval(code: int, half: int) -> None:
    s = only(read(csv_file([ACLED | {"time_precision": code}])))
    assert s.date_start is not None
    assert s.date_end is not None
    assert (date(2020, 7, 14) - s.date_start).days == (s.date_end - date(2020, 7, 14)).days == half


@pytest.mark.parametrize(("code", "radius"), ACLED_GEO_M.items())
def test_acled_geo_precision_is_a_radius(code: int, radius: float) -> None:
    assert only(read(csv_file([ACLED | {"geo_precision": code}]))).radius_m == radius


@pytest.mark.parametrize(
    ("event", "sub", "kind"),
    [
        ("Battles", "Armed clash", "other"), ("Explosions/Remote violence", "Air/drone strike", "air_strike"), ("Explosions/Remote violence", "Remote explosive/landmine/IED", "mine"),
        ("Explosions/Remote violence", "Grenade", "grenade_launcher"), ("Battles", "Non-state actor overtakes territory", "incursion"), ("Strategic developments", "Agreement", "ceasefire_agreed"),
        ("Protests", "Peaceful protest", "other"), ("Battle-No change of territory", "", "other"), ("Battle-Government regains territory", "", "incursion"),
    ],
)  # fmt: skip
def test_acled_types_are_kinds(event: str, sub: str, kind: str) -> None:
    assert only(read(csv_file([ACLED | {"event_type": event, "sub_event_type": sub}]))).kind == kind


def test_acled_by_its_interface_as_json() -> None:
    assert only(read(json.dumps({"status": 200, "success": True, "count": 1, "data": [ACLED]}), "a.json")).kind == "artillery"  # fmt: skip


def test_acled_sums_of_a_week_are_aggregates() -> None:
    row = {"WEEK": "2025-07-12", "REGION": "Caucasus and Central Asia", "COUNTRY": "Azerbaijan", "ADMIN1": "Tovuz", "EVENT_TYPE": "Explosions/Remote violence", "SUB_EVENT_TYPE": "Shelling/artillery/missile attack",
           "EVENTS": "7", "FATALITIES": "1", "POPULATION_EXPOSURE": "", "DISORDER_TYPE": "Political violence", "ID": "5", "CENTROID_LATITUDE": "40.9", "CENTROID_LONGITUDE": "45.6"}  # fmt: skip
    s = only(read(csv_file([row])))
    assert (s.count, s.unit, s.aggregate, s.date_start, s.date_end) == (
        7,
        "events",
        True,
        date(2025, 7, 12),
        date(2025, 7, 18),
    )


def test_a_title_a_note_and_excels_first_line_stand_above_a_header() -> None:
    data = "sep=;\r\nEvents of July, exported by the desk\r\n;;\r\n" + csv_file([ACLED], ";")
    assert only(read(data)).date_start == date(2020, 7, 14)
    sheet = workbook(data=[["Events of July"], [], list(ACLED), list(ACLED.values())])
    assert only(read(sheet, "acled.xlsx")).date_start == date(2020, 7, 14)


def test_the_row_of_hxl_tags_is_no_event() -> None:
    tags = {name: f"#meta+{name}" for name in ACLED}
    assert only(read(csv_file([tags, ACLED]))).kind == "artillery"


def test_every_fault_of_a_row_is_named_at_once_and_the_rows_around_it_stand() -> None:
    bad = ACLED | {"latitude": "140", "fatalities": "some", "event_date": "31 June 2020"}
    result = read(csv_file([ACLED, bad, ACLED | {"event_id_cnty": "AZE3"}]))
    assert len(result.statements) == 2
    (row,) = result.unread
    assert row.reason.startswith("acled row 2 (line 3): ")
    for part in (
        "latitude: found 140, expected -90 to 90",
        "fatalities: found 'some', expected a whole number",
        "event_date: found '31 June 2020', expected a day",
    ):
        assert part in row.reason


GED = {
    "id": "500001", "relid": "AZE-2020-1-1", "year": "2020", "active_year": "1", "code_status": "Clear", "type_of_violence": "1", "conflict_dset_id": "388", "conflict_new_id": "388", "conflict_name": "A - B", "dyad_dset_id": "1", "dyad_new_id": "1",
    "dyad_name": "A - B", "side_a_dset_id": "1", "side_a_new_id": "1", "side_a": "Government of Armenia", "side_b_dset_id": "2", "side_b_new_id": "2", "side_b": "Government of Azerbaijan", "number_of_sources": "2", "source_article": "An article",
    "source_office": "An agency", "source_date": "2020-07-13", "source_headline": "A headline", "source_original": "Ministry", "where_prec": "1", "where_coordinates": "Movses village", "where_description": "Movses", "adm_1": "Tavush province",
    "adm_2": "", "latitude": "40.905", "longitude": "45.488", "geom_wkt": "POINT (45.488 40.905)", "priogrid_gid": "1", "country": "Armenia", "country_id": "371", "region": "Asia", "event_clarity": "1", "date_prec": "1", "date_start": "2020-07-12 00:00:00.000",
    "date_end": "2020-07-12 00:00:00.000", "deaths_a": "1", "deaths_b": "3", "deaths_civilians": "0", "deaths_unknown": "2", "best": "6", "high": "8", "low": "4", "gwnoa": "371", "gwnob": "373",
}  # fmt: skip


def renamed(row: dict[str, str], **names: str) -> dict[str, str]:
    return {names.get(name, name): value for name, value in row.items()}


@pytest.mark.parametrize(
    "row",
    [
        GED,
        {k.upper(): v for k, v in GED.items()},
        renamed(GED, best="best_est", low="low_est", high="high_est"),  # versions 1 to 5
        renamed(
            GED, type_of_violence="type_of_vi", where_coordinates="where_coor", where_description="where_desc", event_clarity="event_clar",
            deaths_civilians="deaths_civ", deaths_unknown="deaths_unk",
        ),  # a shapefile's table keeps ten letters
        GED | {"code_status": "", "active_year": "False", "source_original": ""},  # the candidate dataset
        GED | {"date_start": "2020-07-12", "date_end": "2020-07-12"},
        GED | {"date_start": "7/12/2020 0:00", "date_end": "7/12/2020 0:00", "source_date": "7/13/2020"},  # re-saved
    ],
)  # fmt: skip
def test_ged_of_every_version(row: dict[str, str]) -> None:
    s = only(read(csv_file([row])))
    assert (s.kind, s.accused_party, s.modality, s.aggregate) == ("casualty", None, "reported", False)
    assert (s.count_low, s.count, s.count_high) == (4, 6, 8)
    assert s.killed == {"ARM": 1, "AZE": 3, "UNSPEC": 2}
    assert (s.date_start, s.date_end, s.radius_m, s.lat) == (
        date(2020, 7, 12),
        date(2020, 7, 12),
        GED_WHERE_M[1],
        40.905,
    )
    assert s.description == "state-based conflict | Government of Armenia | Government of Azerbaijan"


def test_ged_by_its_interface_as_json() -> None:
    numbers = {k: int(v) if v.isdigit() else v for k, v in GED.items()} | {
        "latitude": 40.905,
        "active_year": True,
    }
    data = json.dumps({"TotalCount": 1, "TotalPages": 1, "Result": [numbers]})
    assert only(read(data, "ged.json")).killed == {"ARM": 1, "AZE": 3, "UNSPEC": 2}


@pytest.mark.parametrize(("code", "radius"), GED_WHERE_M.items())
def test_ged_where_prec_is_a_radius(code: int, radius: float) -> None:
    assert only(read(csv_file([GED | {"where_prec": code}]))).radius_m == radius


@pytest.mark.parametrize("code", GED_DATE_DAYS)
def test_ged_keeps_the_interval_that_it_states(code: int) -> None:
    s = only(
        read(csv_file([GED | {"date_prec": code, "date_start": "2020-07-01", "date_end": "2020-07-31"}]))
    )
    assert s.date_start == date(2020, 7, 1)
    assert s.date_end is not None
    assert s.date_end >= date(2020, 7, 31)


def test_ged_that_was_coded_from_a_sum_is_an_aggregate() -> None:
    assert only(read(csv_file([GED | {"event_clarity": "2"}]))).aggregate


@pytest.mark.parametrize("violence", ["1", "2", "3"])
def test_the_order_of_ged_sides_accuses_nobody(violence: str) -> None:
    row = GED | {"type_of_violence": violence}
    swapped = row | {"side_a": row["side_b"], "side_b": row["side_a"]}
    assert [s.accused_party for s in read(csv_file([row, swapped])).statements] == [None, None]


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"where_prec": "9"}, "where_prec: found 9, expected 1 to 7"), ({"date_prec": "0"}, "date_prec: found 0, expected 1 to 5"), ({"type_of_violence": "4"}, "type_of_violence: found 4, expected 1 to 3"),
        ({"date_start": ""}, "date_start is empty"), ({"date_start": "soon"}, "date_start: found 'soon', expected a day"), ({"best": "6.5"}, "best: found '6.5', expected a whole number"), ({"longitude": ""}, "one is empty"),
        ({"date_end": "2020-07-01"}, "date_end: before date_start"),
    ],
)  # fmt: skip
def test_ged_rows_that_are_refused(changed: dict[str, str], says: str) -> None:
    result = read(csv_file([GED | changed]))
    assert not result.statements
    assert says in result.unread[0].reason


def test_a_geojson_feature_has_its_point_in_its_geometry() -> None:
    properties = {k: v for k, v in ACLED.items() if k not in ("latitude", "longitude")}
    feature = {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "Point", "coordinates": [45.51, 40.97]},
    }
    s = only(read(json.dumps({"type": "FeatureCollection", "features": [feature]}), "acled.geojson"))
    assert (s.lat, s.lon, s.kind) == (40.97, 45.51, "artillery")


def test_a_spreadsheets_unicode_text_is_a_table_whatever_its_name() -> None:
    assert only(read(csv_file([ACLED], "\t").encode("utf-16"), "export.txt")).kind == "artillery"
