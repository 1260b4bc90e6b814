"""Ushahidi and SAGE, Atlos, auto-archiver: what was sent in or archived, in the columns of each version; rows are our own."""

from datetime import date

import pytest
from tests.reading.exports import csv_file, only, read, workbook

CLASSIC = {
    "#": "1", "INCIDENT TITLE": "Mortar shelling of a village", "INCIDENT DATE": "2020-07-14 11:40:00", "LOCATION": "Movses", "DESCRIPTION": "Shells fell at noon, \"again\"", "CATEGORY": "SECURITY, SHELLING, ", "LATITUDE": "40.905",
    "LONGITUDE": "45.488", "FIRST NAME": "", "LAST NAME": "", "EMAIL": "", "APPROVED": "YES", "VERIFIED": "NO",
}  # fmt: skip
LATER = {
    "Post ID": "12", "Survey": "Incident report", "Post Status": "published", "Created (UTC)": "2020-07-15 05:00:00", "Updated (UTC)": "2020-07-15 06:00:00", "Post Date (UTC)": "2020-07-15 05:00:00", "Contact ID": "", "Contact": "", "Sets": "",
    "Title": "Mortar shelling of a village", "Description": "Shells fell", "Date of the incident": "2020-07-14", "Where it happened.lat": "40.905", "Where it happened.lon": "45.488", "Categories": "Shelling",
}  # fmt: skip


def test_ushahidis_classic_export() -> None:
    s = only(read(csv_file([CLASSIC])))
    assert (s.kind, s.date_start, s.time, s.lat, s.lon) == (
        "mortar",
        date(2020, 7, 14),
        "11:40",
        40.905,
        45.488,
    )
    assert (s.modality, s.accused_party, s.places[0].name, s.places[0].role) == (
        "reported",
        None,
        "Movses",
        "about",
    )


def test_ushahidis_classic_export_has_only_the_columns_that_were_ticked() -> None:
    row = {k: CLASSIC[k] for k in ("#", "INCIDENT TITLE", "INCIDENT DATE", "APPROVED", "VERIFIED")}
    assert only(read(csv_file([row]))).kind == "mortar"


def test_ushahidis_later_export_has_the_fields_of_its_survey() -> None:
    tags = dict.fromkeys(LATER, "") | {"Title": "#description +title"}
    s = only(read(csv_file([tags, LATER])))
    assert (s.kind, s.date_start, s.time, s.lat, s.lon) == ("mortar", date(2020, 7, 14), None, 40.905, 45.488)


def test_a_post_without_a_day_of_the_event_has_the_day_of_the_post_and_no_hour() -> None:
    s = only(read(csv_file([{k: v for k, v in LATER.items() if not k.startswith("Date of")}])))
    assert (s.date_start, s.time, s.time_low, s.time_precision) == (date(2020, 7, 15), None, None, "day")


def test_sage_is_ushahidi_with_a_missions_own_fields() -> None:
    row = LATER | {"Number of killed": "2", "Number of injured": "5", "Weapons used": "82 mm mortar", "Actor 1": "Armenia", "Actor 2": "Azerbaijan"}  # fmt: skip
    s = only(read(csv_file([row], ";")))
    assert (s.killed, s.wounded, s.weapon, s.calibre_mm) == (
        {"UNSPEC": 2},
        {"UNSPEC": 5},
        "82 mm mortar",
        82.0,
    )
    assert s.accused_party is None  # an actor has not fired


def test_a_log_of_incidents_is_read_and_is_nobodys_until_its_source_is_known() -> None:
    row = {"Incident ID": "7", "Incident Date": "14/07/2020", "Incident Type": "Mortar shelling", "Location": "Movses", "Latitude": "40.905", "Longitude": "45.488", "Description": "", "Killed": "0", "Injured": "2", "Actors": "Armenia; Azerbaijan"}  # fmt: skip
    s = only(read(csv_file([row], ";")))
    assert (s.kind, s.date_start, s.lat, s.killed, s.wounded) == ("mortar", date(2020, 7, 14), 40.905, {"UNSPEC": 0}, {"UNSPEC": 2})  # fmt: skip
    assert (s.speaker, s.speaker_party, s.accused_party, s.modality) == (None, "MEDIA", None, "reported")


@pytest.mark.parametrize(("named", "party"), [("Armed forces of Azerbaijan", "AZE"), ("Armed forces of Armenia", "ARM"), ("unknown gunmen", None)])  # fmt: skip
def test_a_field_for_the_alleged_perpetrator_accuses_whom_it_names(named: str, party: str | None) -> None:
    assert only(read(csv_file([LATER | {"Alleged perpetrator": named}]))).accused_party == party


ATLOS = {
    "slug": "ABC123", "project": "P", "inserted_at": "2020-07-16T10:00:00Z", "updated_at": "2020-07-16T10:00:00Z", "latitude": "40.905", "longitude": "45.488", "status": "Completed", "description": "Mortar strike on houses", "date": "2020-07-14",
    "tags": "", "geolocation_resolution": "Vicinity", "more_info": "", "restrictions": "", "sensitive": "Not Sensitive", "source_1": "https://a.example/1", "source_2": "https://a.example/2",
}  # fmt: skip


@pytest.mark.parametrize(
    ("word", "radius"), [("Exact", 10.0), ("Vicinity", 100.0), ("Locality", 1000.0), ("", 2000.0)]
)
def test_atlos_precision_is_a_radius(word: str, radius: float) -> None:
    s = only(read(csv_file([ATLOS | {"geolocation_resolution": word}])))
    assert (s.kind, s.date_start, s.radius_m, s.accused_party) == ("mortar", date(2020, 7, 14), radius, None)
    assert s.via == ["https://a.example/1", "https://a.example/2"]


def test_atlos_by_its_interface_names_attributes() -> None:
    row = {"id": "1", "slug": "ABC123", "attr_status": "Completed", "attr_description": "Mortar strike on houses", "attr_date": "2020-07-14", "attr_geolocation": "40.905, 45.488", "attr_sensitive": "['Not Sensitive']"}  # fmt: skip
    s = only(read(csv_file([row])))
    assert (s.lat, s.lon, s.date_start) == (40.905, 45.488, date(2020, 7, 14))


def test_atlos_keeps_spreadsheets_from_computing_with_an_apostrophe() -> None:
    s = only(read(csv_file([ATLOS | {"latitude": "'-4.05", "longitude": "'-71.2"}])))
    assert (s.lat, s.lon) == (-4.05, -71.2)


def test_what_atlos_marks_as_deceptive_is_no_report() -> None:
    result = read(csv_file([ATLOS | {"sensitive": "Deceptive or Misleading"}]))
    assert not result.statements
    assert "deceptive" in result.unread[0].reason


SHEETS = {
    "2021": {"Link": "https://a.example/v", "Archive status": "twitter: success", "Destination folder": "", "Archive location": "s3://x", "Archive date": "2020-07-15T09:00:00", "Thumbnail": "", "Thumbnail index": "", "Timestamp": "2020-07-14T23:50:00+00:00", "Title": "Mortar fire at night", "Duration": "12"},
    "2022": {"Link": "https://a.example/v", "Archive status": "success", "Destination folder": "", "Archive location": "s3://x", "Archive date": "2020-07-15", "Upload timestamp": "2020-07-14T23:50:00+00:00", "Upload title": "Mortar fire at night", "Textual content": "", "Screenshot": "", "Hash": "sha", "WACZ": "", "ReplayWebpage": ""},
    "2024": {"link": "https://a.example/v", "archive status": "success", "destination folder": "", "archive location": "s3://x", "archive date": "2020-07-15", "thumbnail": "", "upload timestamp": "2020-07-14 23:50:00", "upload title": "", "text content": "Mortar fire at night", "screenshot": "", "hash": "sha", "perceptual hashes": "", "wacz": "", "replaywebpage": ""},
    "csv_db": {"status": "twitter: success", "metadata": "{'_processed_at': datetime.datetime(2020, 7, 15, 9, 0), 'url': 'https://a.example/v', 'title': 'Mortar fire at night', 'timestamp': datetime.datetime(2020, 7, 14, 23, 50)}", "media": "[]"},
}  # fmt: skip


@pytest.mark.parametrize("version", SHEETS)
def test_auto_archiver_sheets_of_several_versions(version: str) -> None:
    s = only(read(csv_file([SHEETS[version]])))
    assert (s.kind, s.date_start, s.time, s.via, s.accused_party) == ("mortar", date(2020, 7, 14), None, ["https://a.example/v"], None)  # fmt: skip


def test_auto_archiver_as_a_workbook_beside_a_sheet_of_notes() -> None:
    rows = list(SHEETS["2022"].items())
    data = workbook(links=[[k for k, _ in rows], [v for _, v in rows]], notes=[["What", "Who"], ["links of July", "desk"]])  # fmt: skip
    assert only(read(data, "archive.xlsx")).kind == "mortar"


@pytest.mark.parametrize("status", ["nothing archived", "Archive in progress", ""])
def test_a_link_without_words_says_its_status(status: str) -> None:
    row = SHEETS["2022"] | {"Archive status": status, "Upload title": "", "Upload timestamp": ""}
    result = read(csv_file([row]))
    assert not result.statements
    assert f"archive status: {status or 'not archived yet'}" in result.unread[0].reason
