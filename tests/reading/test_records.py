"""Rows of structured sources: fields, radii, intervals, refusals; nobody is accused whom the columns do not accuse."""

import json
from datetime import date

import pytest

from holdfire.intake.split import split
from holdfire.reading.files import read_split
from holdfire.reading.pack import load_pack
from holdfire.reading.records import RowContext, read_record
from holdfire.reading.records.acled import ACLED_GEO_M
from holdfire.reading.records.ged import GED_WHERE_M
from holdfire.reading.statement import Statement

PACK = load_pack("armenia-azerbaijan")
CLAIM = {
    "id": "X1", "claim_date": "2020-07-12", "claimant": "MoD A", "claimant_party": "ARM", "accused_party": "AZE", "actor_party": "AZE", "event_date": "2020-07-12",
    "event_time_local": "16:20-21:05", "place_id": "movses", "place_name": "Movses", "lat": "40.905", "lon": "45.488", "place_precision_m": "500", "place_basis": "stated", "kind": "mortar",
    "weapon": "82mm mortar", "count": "15-20", "count_unit": "rounds", "killed": "", "wounded": "2", "casualty_party": "ARM", "casualty_class": "military", "modality": "asserted", "paraphrase": "p",
    "source_url": "https://example.org", "source_outlet": "Outlet",
}  # fmt: skip


def one(format_name: str, **changed: str) -> Statement:
    text = json.dumps(changed)
    statements, unread = read_record(format_name, changed, RowContext("d", text, 0, len(text), PACK))
    assert not unread, unread[0].reason
    assert len(statements) == 1
    return statements[0]


def refusal(format_name: str, **changed: str) -> str:
    text = json.dumps(changed)
    statements, unread = read_record(format_name, changed, RowContext("d", text, 0, len(text), PACK))
    assert not statements
    return unread[0].reason


def test_a_claim_row_becomes_one_statement_with_its_range_and_interval() -> None:
    s = one("claims_csv", **CLAIM)
    assert (s.speaker_party, s.accused_party, s.kind, s.count, s.count_low, s.count_high) == (
        "ARM",
        "AZE",
        "mortar",
        15,
        15,
        20,
    )
    assert (s.time_low, s.time_high, s.radius_m, s.calibre_mm, s.wounded) == (
        "16:20",
        "21:05",
        500.0,
        82.0,
        {"ARM": 2},
    )


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"kind": "lasers"}, "kind"), ({"claimant_party": ""}, "nobody says it"), ({"count": "a lot of"}, "count"), ({"event_date": "2020-06-31"}, "event_date"),
        ({"lat": "140"}, "lat"), ({"modality": "sung"}, "modality"), ({"wounded": "two or so"}, "wounded"),
    ],
)  # fmt: skip
def test_a_row_that_lacks_what_a_statement_needs_says_so(changed: dict[str, str], says: str) -> None:
    assert says in refusal("claims_csv", **{**CLAIM, **changed})


def test_a_vague_toll_names_the_party_without_a_number() -> None:
    s = one("claims_csv", **{**CLAIM, "kind": "casualty", "killed": "dozens", "wounded": ""})
    assert (s.killed, s.hedge, s.negated) == ({"ARM": None}, "dozens", False)


ACLED = {"event_id_cnty": "AZE1", "event_date": "14 July 2020", "time_precision": "2", "event_type": "Battles", "sub_event_type": "Armed clash", "actor1": "Military Forces of Armenia", "actor2": "Military Forces of Azerbaijan",
         "location": "Movses", "latitude": "40.9", "longitude": "45.5", "geo_precision": "2", "fatalities": "4", "source": "A; B", "notes": "n"}  # fmt: skip


def test_acled_never_says_who_fired() -> None:
    s = one("acled", **ACLED)
    swapped = one("acled", **{**ACLED, "actor1": ACLED["actor2"], "actor2": ACLED["actor1"]})
    assert s.accused_party is None
    assert swapped.accused_party is None


def test_acled_precision_codes_become_a_radius_and_an_interval() -> None:
    s = one("acled", **ACLED)
    assert (s.radius_m, s.date_start, s.date_end) == (ACLED_GEO_M[2], date(2020, 7, 11), date(2020, 7, 17))


GED = {"id": "1", "type_of_violence": "1", "side_a": "Government of Armenia", "side_b": "Government of Azerbaijan", "date_start": "2020-07-12 00:00:00", "date_end": "2020-07-12", "date_prec": "4", "where_prec": "3",
       "where_coordinates": "Tovuz", "latitude": "40.99", "longitude": "45.6", "deaths_a": "4", "deaths_b": "12", "deaths_civilians": "1", "deaths_unknown": "0", "best": "17", "low": "16", "high": "20"}  # fmt: skip


def test_ged_keeps_low_best_high_and_accuses_nobody() -> None:
    s = one("ged", **GED)
    assert (s.count_low, s.count, s.count_high, s.accused_party) == (16, 17, 20, None)
    assert s.killed == {"ARM": 4, "AZE": 12, "CIV": 1}
    assert s.radius_m == GED_WHERE_M[3]
    assert s.date_start is not None
    assert s.date_end is not None
    assert (s.date_end - s.date_start).days == 31


def test_a_crater_of_the_impact_form_gives_a_sector_towards_the_origin() -> None:
    s = one(
        "kobo",
        observer="p",
        observed_on="2020-07-15",
        place_name="Berd",
        impact_point="40.88 45.39 900 4",
        crater_no="1",
        azimuth_to_origin_deg="35",
        azimuth_half_width_deg="10",
        weapon="120mm mortar",
        calibre_mm="120",
    )
    assert s.sector is not None
    assert s.sector[:2] == (35.0, 10.0)
    assert (s.kind, s.calibre_mm, s.radius_m, s.accused_party) == ("mortar", 120.0, 4.0, None)


def test_a_crater_without_coordinates_is_refused() -> None:
    assert "no coordinates" in refusal(
        "kobo", observed_on="2020-07-15", crater_no="1", azimuth_to_origin_deg="35"
    )


def test_a_patrol_report_gives_the_observers_sector() -> None:
    s = one(
        "kobo",
        observer="p",
        observer_position="Post 4",
        position_point="40.9 45.5 800 5",
        observed_on="2020-07-15",
        observed_from="07:55:00",
        observed_to="10:27:00",
        means="heard",
        observation="explosion",
        count="12",
        bearing_deg="315",
        range_low_km="4",
        range_high_km="8",
    )
    assert (s.means, s.observation, s.count, s.time) == ("heard", "explosion", 12, "07:55-10:27")
    assert s.sector == (315.0, 22.5, 4.0, 8.0)


@pytest.mark.parametrize(
    ("format_name", "fields"),
    [
        (
            "ushahidi",
            {
                "incident title": "Mortar shelling of a village",
                "description": "Shells fell at noon",
                "incident date": "2020-07-14 11:00",
                "latitude": "40.9",
                "longitude": "45.5",
            },
        ),
        (
            "atlos",
            {
                "slug": "CIV-1",
                "attr_description": "Mortar strike on houses",
                "attr_date": "2020-07-14",
                "attr_geolocation": "40.9000, 45.5000",
            },
        ),
        (
            "auto_archiver",
            {
                "link": "https://example.org/v",
                "archive status": "ok",
                "upload title": "Mortar fire at night",
                "upload timestamp": "2020-07-14T11:00:00",
            },
        ),
    ],
)
def test_a_post_is_reported_and_names_no_party(format_name: str, fields: dict[str, str]) -> None:
    s = one(format_name, **fields)
    assert (s.kind, s.modality, s.accused_party, s.date_start) == (
        "mortar",
        "reported",
        None,
        date(2020, 7, 14),
    )


def test_a_claims_file_is_read_through_intake_row_by_row() -> None:
    head = ",".join(CLAIM)
    text = head + "\n" + ",".join(CLAIM.values()) + "\n"
    result = read_split(split(text.encode(), "claims.csv"), PACK, published=None, source=None, doc_id="c")
    assert [s.kind for s in result.statements] == ["mortar"]
    assert text[result.statements[0].start : result.statements[0].end] == result.statements[0].quote
