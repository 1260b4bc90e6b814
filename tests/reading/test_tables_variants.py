"""Observers' tables as they come: headers in other words and languages, merged and wrapped cells, totals, spreadsheets' dates."""

import io
from datetime import date, time
from typing import Any

import pytest
from openpyxl import Workbook
from tests.reading.exports import csv_file

from holdfire.intake.split import split
from holdfire.reading.bearings import bearing_set
from holdfire.reading.files import read_split
from holdfire.reading.pack import load_pack
from holdfire.reading.statement import ReadResult
from holdfire.reading.table_bearings import cell_bearings
from holdfire.reading.table_columns import columns_of, hedge_of, is_violation_table, plain
from holdfire.reading.table_times import read_cell_time

HEADER = [
    "SMM position",
    "Event location",
    "Means",
    "No.",
    "Observation",
    "Description",
    "Weapon",
    "Date, time",
]
ROW = [
    "SMM camera in Svitlodarsk",
    "3-5km NE",
    "Recorded",
    "36",
    "Explosion",
    "Impact",
    "N/K",
    "7-Jun, 21:05",
]


def read_table(data: str | bytes, name: str = "t.csv") -> ReadResult:
    document = split(data.encode() if isinstance(data, str) else data, name)
    result = read_split(
        document, load_pack("eastern-ukraine"), published=date(2017, 6, 9), source="OSCE SMM", doc_id="t"
    )
    for statement in result.statements:
        assert document.text[statement.start : statement.end] == statement.quote
    return result


def with_cell(column: str, words: str) -> ReadResult:
    row = dict(zip(HEADER, ROW, strict=True)) | {column: words}
    return read_table(csv_file([row], ";"))


def sheet(rows: list[list[Any]], *merged: str) -> bytes:
    book = Workbook()
    page = book.active
    assert page is not None
    for row in rows:
        page.append(row)
    for span in merged:
        page.merge_cells(span)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


HEADERS = [
    (["Position of the SMM", "Location of event", "Means of observation", "Nr.", "Type of observation", "Remarks", "Suspected weapon", "Date and time (local)"], 8),
    (["Observation post", "Event location (from the position)", "Heard/seen", "Number of events", "Event type", "Direction of fire", "Weapon system", "Date/Time"], 8),
    (["Date", "Time of observation", "Monitoring position", "Bearing and distance", "How observed", "Quantity", "Type of violation", "Comments"], 8),
    (["Позиция СММ", "Место события", "Средство наблюдения", "Кол-во", "Наблюдение", "Описание", "Тип оружия", "Дата, время"], 8),
    (["Позиція СММ", "Місце події", "Засіб спостереження", "К-сть", "Спостереження", "Опис", "Вид озброєння", "Дата, час"], 8),
    (["№ п/п", "Позиция", "Расстояние", "Количество", "Вид нарушения", "Время"], 6),
    (["No.", "Patrol", "Where", "No.", "What", "From", "To", "Assessment*"], 7),
    (["MÖVQE", "Yer", "Sayı", "Hadisə", "Silah", "Tarix", "Saat"], 7),
]  # fmt: skip


@pytest.mark.parametrize(("header", "known"), HEADERS)
def test_headers_in_other_words_are_known(header: list[str], known: int) -> None:
    columns = columns_of(header)
    assert is_violation_table(columns), columns
    assert len(columns) == known, columns


@pytest.mark.parametrize("header", [["Name", "Age", "Town"], ["Date", "Place", "Event"], ["Date", "Event", "Source"], ["Weapon", "Number", "Location"]])  # fmt: skip
def test_a_chronicle_or_a_list_is_no_table_of_violations(header: list[str]) -> None:
    assert not is_violation_table(columns_of(header))


@pytest.mark.parametrize(
    ("words", "count", "hedge", "high"),
    [
        ("36", 36, None, 36), ("36.0", 36, None, 36), ("1,250", 1250, None, 1250), ("at least 8", 8, "at least", None), ("8+", 8, "at least", None), ("≥ 8", 8, "at least", None), ("about 20", 20, "about", None), ("~20", 20, "about", None),
        ("20 (approx.)", 20, "about", None), ("more than 10", 10, "more than", None), ("over 10", 10, "more than", None), ("up to 5", 5, "up to", 5), ("10-15", 10, None, 15), ("36 explosions", 36, None, 36), ("не менее 8", 8, "at least", None), ("N/K", None, None, None), ("", None, None, None),
    ],
)  # fmt: skip
def test_numbers(words: str, count: int | None, hedge: str | None, high: int | None) -> None:
    result = with_cell("No.", words)
    (s,) = result.statements
    assert (s.count, s.hedge, s.count_high) == (count, hedge, high)


@pytest.mark.parametrize("words", ["several", "a few", "8 or 9", "many times 8", "yes"])
def test_numbers_that_are_none_are_refused(words: str) -> None:
    result = with_cell("No.", words)
    assert not result.statements
    assert "expected digits" in result.unread[0].reason


@pytest.mark.parametrize(
    ("words", "kind", "observation"),
    [
        ("Explosions", "explosion_undetermined", "explosion"), ("explo-\nsion", "explosion_undetermined", "explosion"), ("Bursts", "small_arms", "burst"), ("Shots", "small_arms", "shot"), ("Outgoing projectile", "other", "projectile"), ("Muzzle flash", "other", "muzzle_flash"),
        ("Illumination flare", "other", "illumination_flare"), ("Tracer rounds", "other", "tracer"), ("Rounds", "small_arms", "shot"), ("Outgoing round", "explosion_undetermined", "explosion"), ("Взрыв", "explosion_undetermined", "explosion"), ("Очередь", "small_arms", "burst"), ("Выстрелы", "small_arms", "shot"),
        ("Вибухи", "explosion_undetermined", "explosion"), ("Черга", "small_arms", "burst"), ("Снаряд", "other", "projectile"), ("Дульная вспышка", "other", "muzzle_flash"),
    ],
)  # fmt: skip
def test_observations(words: str, kind: str, observation: str) -> None:
    (s,) = with_cell("Observation", words).statements
    assert (s.kind, s.observation) == (kind, observation)


@pytest.mark.parametrize(
    ("words", "description"),
    [
        ("Outgoing", "outgoing"), ("W to E", "W_to_E"), ("from west to east", "W_to_E"), ("N-S", "N_to_S"), ("NE to SW", "NE_to_SW"), ("north-east to south-west", "NE_to_SW"), ("с востока на запад", "E_to_W"), ("з півдня на північ", "S_to_N"),
        ("Undetermined", "undetermined"), ("Воздушный", "airburst"), ("", None), ("assessed as live fire exercise", None),
    ],
)  # fmt: skip
def test_descriptions(words: str, description: str | None) -> None:
    (s,) = with_cell("Description", words).statements
    assert s.description == description


WHEN = [
    ("7-Jun, 21:05", "2017-06-07", "2017-06-07", "21:05"), ("7 June 2017 21:05-21:40", "2017-06-07", "2017-06-07", "21:05-21:40"), ("07.06.2017, 21:05", "2017-06-07", "2017-06-07", "21:05"), ("07/06/2017 21.05", "2017-06-07", "2017-06-07", "21:05"),
    ("06/13/2017 21:05", "2017-06-13", "2017-06-13", "21:05"), ("2017-06-07T21:05:00", "2017-06-07", "2017-06-07", "21:05"), ("2017-06-07", "2017-06-07", "2017-06-07", None), ("June 7, 21:05", "2017-06-07", "2017-06-07", "21:05"), ("7-Jun 23:50 - 8-Jun 00:10", "2017-06-07", "2017-06-08", "23:50-00:10"),
    ("7-8 June", "2017-06-07", "2017-06-08", None), ("7 июня, 21:05", "2017-06-07", "2017-06-07", "21:05"), ("7 червня, 21:05-21:06", "2017-06-07", "2017-06-07", "21:05-21:06"), ("07/06 21:05", "2017-06-07", "2017-06-07", "21:05"), ("7-Jun, 2105hrs", "2017-06-07", "2017-06-07", "21:05"),
    ("7-Jun, between 21:05 and 21:40", "2017-06-07", "2017-06-07", "21:05-21:40"), ("7-Jun, 9:05 pm", "2017-06-07", "2017-06-07", "21:05"), ("42893.878472", "2017-06-07", "2017-06-07", "21:05"), ("7-Jun, 20:00-24:00", "2017-06-07", "2017-06-07", "20:00-23:59"), ("07.06.17 21:05", "2017-06-07", "2017-06-07", "21:05"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "first", "last", "clock"), WHEN)
def test_days_and_times(words: str, first: str, last: str, clock: str | None) -> None:
    (s,) = with_cell("Date, time", words).statements
    assert (str(s.date_start), str(s.date_end), s.time) == (first, last, clock)


@pytest.mark.parametrize(
    "words", ["31-Jun, 21:05", "7-Jun, 25:05", "7-Jun, 21:75", "32.06.2017", "8-Jun 10:00 - 7-Jun 11:00"]
)
def test_days_and_times_that_never_were_are_refused(words: str) -> None:
    result = with_cell("Date, time", words)
    assert not result.statements
    assert result.unread


def test_hours_in_two_columns() -> None:
    found = read_cell_time("7 June", "21:05", "21:40", 2017)
    assert (found.first, found.low, found.high) == (date(2017, 6, 7), "21:05", "21:40")
    assert read_cell_time("", "0.878472", "", 2017).low == "21:05"


def test_a_spreadsheet_with_a_title_merged_cells_real_dates_and_a_total() -> None:
    rows: list[list[Any]] = [
        ["Table of ceasefire violations"],
        ["as of 9 June 2017"],
        ["Position", "Event location", "Means", "Number", "Observation", "Description", "Weapon", "Date", "Time"],
        ["SMM camera in Svitlodarsk", "3-5km NE", "Recorded", 36, "Explosion", "Impact", "N/K", date(2017, 6, 7), time(21, 5)],
        [None, None, "Recorded", 106, "Projectile", "W to E", "N/K", None, time(22, 10)],
        ["Donetsk region"],
        ["Horlivka", "1-2km N", "Heard", 9, "Burst", None, "HMG", date(2017, 6, 8), time(7, 55)],
        ["Total", None, None, 151],
    ]  # fmt: skip
    result = read_table(sheet(rows, "A1:I1", "A4:A5", "B4:B5", "H4:H5"), "t.xlsx")
    assert not result.unread, [row.reason for row in result.unread]
    assert [(s.count, s.observation, str(s.date_start), s.time, s.sector, s.places[0].name) for s in result.statements] == [
        (36, "explosion", "2017-06-07", "21:05", (45.0, 22.5, 3.0, 5.0), "Svitlodarsk"),
        (106, "projectile", "2017-06-07", "22:10", (45.0, 22.5, 3.0, 5.0), "Svitlodarsk"),
        (9, "burst", "2017-06-08", "07:55", (0.0, 22.5, 1.0, 2.0), "Horlivka"),
    ]  # fmt: skip


def test_a_header_that_a_new_page_repeats_and_a_line_that_goes_on() -> None:
    rows = [
        HEADER,
        ROW,
        HEADER,
        [
            "SMM camera in Svitlodarsk",
            "3-5km NE",
            "Recorded",
            "2",
            "Explosion",
            "assessed as outgoing,",
            "N/K",
            "7-Jun, 21:06",
        ],
        ["", "", "", "", "", "live-fire exercise", "", ""],
    ]
    result = read_table("\n".join(";".join(row) for row in rows) + "\n")
    assert not result.unread
    assert [s.count for s in result.statements] == [36, 2]
    assert result.statements[1].quote.endswith("live-fire exercise")


def test_every_fault_of_a_row_is_named_at_once() -> None:
    row = dict(zip(HEADER, ROW, strict=True)) | {"No.": "several", "Date, time": "31-Jun"}
    (unread,) = read_table(csv_file([row], ";")).unread
    assert "several" in unread.reason
    assert "never was" in unread.reason


@pytest.mark.parametrize(("words", "whole"), [("explo-\nsion", "explosion"), ("Donetsk-\nHorlivka", "Donetsk-Horlivka"), (" heard \n twice ", "heard twice"), ("3-\n5km", "3- 5km")])  # fmt: skip
def test_wrapped_words(words: str, whole: str) -> None:
    assert plain(words) == whole


@pytest.mark.parametrize(("words", "hedge"), [("At least", "at least"), (">", "more than"), ("приблизно", "about"), ("almost", None), ("", None)])  # fmt: skip
def test_hedges(words: str, hedge: str | None) -> None:
    assert hedge_of(words) == hedge


COLUMNS = "<tr>" + "".join(f"<th>{name}</th>" for name in HEADER) + "</tr>"
CELLS = "<tr>" + "".join(f"<td>{words}</td>" for words in ROW) + "</tr>"
PAGES = {
    "a title over all columns": f"<tr><th colspan='8'>Table of ceasefire violations</th></tr>{COLUMNS}{CELLS}",
    "names of groups over the columns": "<tr><th rowspan='2'>SMM position</th><th rowspan='2'>Event location</th><th colspan='4'>Observed</th><th rowspan='2'>Weapon</th><th rowspan='2'>Date, time</th></tr>"
    f"<tr><th>Means</th><th>No.</th><th>Observation</th><th>Description</th></tr>{CELLS}",
    "no heading cells, a caption, a region and a total": f"<caption>Violations</caption>{COLUMNS.replace('th>', 'td>')}<tr><td colspan='8'>Donetsk region</td></tr>{CELLS}<tr><td>Total</td><td colspan='2'></td><td>36</td><td></td><td></td><td></td><td></td></tr>",
}  # fmt: skip


@pytest.mark.parametrize("table", PAGES.values(), ids=list(PAGES))
def test_pages_with_titles_groups_and_regions_in_the_table(table: str) -> None:
    page = f"<html><body><article><h1>Annex</h1><p>The annex of the day lists what the observers perceived from their positions.</p><table>{table}</table></article></body></html>"
    result = read_table(page, "t.html")
    assert not result.unread, [row.reason for row in result.unread]
    rows = [s for s in result.statements if s.rule == "table.violations"]
    assert [(s.count, s.observation, s.time, s.sector) for s in rows] == [(36, "explosion", "21:05", (45.0, 22.5, 3.0, 5.0))]  # fmt: skip


def test_a_spreadsheet_with_names_of_groups_over_the_columns() -> None:
    rows: list[list[Any]] = [
        ["Position", "Event location", "Observed", None, None, "Weapon", "Date, time"],
        [None, None, "Means", "No.", "Observation", None, None],
        ["Horlivka", "1-2km N", "Heard", 9, "Burst", "HMG", "8-Jun, 07:55"],
    ]
    result = read_table(sheet(rows, "A1:A2", "B1:B2", "C1:E1", "F1:F2", "G1:G2"), "t.xlsx")
    assert [(s.count, s.kind, s.means) for s in result.statements] == [(9, "machine_gun", "heard")]
    assert not result.unread


@pytest.mark.parametrize(
    ("words", "sectors"),
    [
        ("NE, 3-5km", [(45.0, 22.5, 3.0, 5.0)]), ("NE / 3-5 km", [(45.0, 22.5, 3.0, 5.0)]), ("2km (NW)", [(315.0, 22.5, 1.5, 2.5)]), ("1,5-2 км ЮЮВ", [(157.5, 11.25, 1.5, 2.0)]), ("3-5 км СВ", [(45.0, 22.5, 3.0, 5.0)]),
        ("3–5км к северо-востоку", [(45.0, 22.5, 3.0, 5.0)]), ("3-5 км на ПнСх", [(45.0, 22.5, 3.0, 5.0)]), ("3-5 км на північний схід", [(45.0, 22.5, 3.0, 5.0)]), ("1 км на захід", [(270.0, 22.5, 0.5, 1.5)]), ("N, NNE 2-3 km", [(0.0, 22.5, 2.0, 3.0), (22.5, 11.25, 2.0, 3.0)]),
        ("400 м З", [(270.0, 22.5, 0.35, 0.45)]), ("3 км от Горловки", None), ("at the position", None), ("2 km N, 3 km S", None), ("", None), ("unknown", None),
    ],
)  # fmt: skip
def test_distance_and_direction_in_either_order_and_language(
    words: str, sectors: list[tuple[float, ...]] | None
) -> None:
    found = cell_bearings(words)
    assert found == (None if sectors is None else [pytest.approx(sector) for sector in sectors])


@pytest.mark.parametrize(("words", "low", "high"), [("1,5-2km SSE", 1.5, 2.0), ("1,500m N", 1.45, 1.55), ("1.5-2km SSE", 1.5, 2.0)])  # fmt: skip
def test_decimal_commas_of_distances(words: str, low: float, high: float) -> None:
    found = bearing_set(words, 0, len(words))
    assert found is not None
    assert found[0][0][2:] == pytest.approx((low, high))


def test_a_distance_that_ends_before_it_begins_is_none() -> None:
    assert bearing_set("5-2km N", 0, 7) is None
