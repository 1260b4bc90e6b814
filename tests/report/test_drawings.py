"""Spans, maps and timelines: what is cut joins again, what is drawn is linked, and no colour stands for a side."""

import re
import xml.etree.ElementTree as ET
from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfire.model.case import Case
from holdfire.report.map_svg import MOST_MARKERS, View, _grouped, draw_map, shape_of, view_of
from holdfire.report.publication import public_register
from holdfire.report.record import Record
from holdfire.report.spans import around, cut, spoken_part
from holdfire.report.timeline_svg import draw_day, draw_period

SPANS = st.lists(st.tuples(st.sampled_from("abcde"), st.integers(-3, 30), st.integers(-3, 30)), max_size=6)


@given(st.text(max_size=25), SPANS)
def test_pieces_joined_give_the_text_again(text: str, spans: list[tuple[str, int, int]]) -> None:
    pieces = cut(text, spans)
    assert "".join(piece.text for piece in pieces) == text


@given(st.text(min_size=1, max_size=25), SPANS)
def test_a_piece_is_covered_by_exactly_the_spans_that_hold_its_letters(
    text: str, spans: list[tuple[str, int, int]]
) -> None:
    at = 0
    for piece in cut(text, spans):
        for offset in range(at, at + len(piece.text)):  # the obvious twin: ask of each letter
            assert sorted(piece.covers) == sorted(
                n for n, start, end in spans if max(0, start) <= offset < min(len(text), end)
            )
        at += len(piece.text)


@given(st.text(min_size=1, max_size=80), st.integers(0, 79), st.integers(1, 80), st.integers(1, 30))
def test_the_quote_in_its_context_is_the_quote(text: str, start: int, length: int, width: int) -> None:
    start = min(start, len(text) - 1)
    end = min(len(text), start + length)
    assert around(text, start, end, width)[1] == text[start:end]


ROWS = [
    ('T1,2020,"Fire was heard at the mill.",x', "Fire was heard at the mill."),
    ("T1,2020,mortar", "T1,2020,mortar"),  # no cell reads as a sentence: the whole row
    ('{"words": "Shots were heard there", "n": "3"}', "Shots were heard there"),
    ("T1,https://a.example/a b c d e f,short words here", "short words here"),  # an address is no sentence
]


@pytest.mark.parametrize(("row", "words"), ROWS)
def test_of_a_tables_row_the_sentence_is_shown(row: str, words: str) -> None:
    start, end = spoken_part(row)
    assert row[start:end] == words


@pytest.fixture
def record(register: duckdb.DuckDBPyConnection, case: Case) -> object:
    with public_register(register, case) as public:
        made = Record(case, public)
        _ = made.texts
        yield made


def _link(kind: str, row_id: str) -> str:
    return f"#{kind}-{row_id}"


def test_a_map_is_well_formed_and_links_every_incident_in_view(record: Record) -> None:
    incidents = list(record.incidents.values())
    svg = draw_map(
        record.case,
        incidents,
        list(record.statements.values()),
        _link,
        view_of(incidents, record.case),
        "All & <sundry>",
    )
    root = ET.fromstring(svg)
    assert root.attrib["aria-label"] == "All & <sundry>"
    links = re.findall(r'href="([^"]+)"', svg)
    assert len(links) == 2  # two places hold the three incidents
    assert any(link.startswith("#incidents_at-") for link in links)
    assert 'class="sector"' in svg
    assert "asserted by: derived ± 0.8 km" in svg


def test_no_mark_on_a_map_has_a_partys_class_or_colour(record: Record) -> None:
    incidents = list(record.incidents.values())
    svg = draw_map(record.case, incidents, [], _link, view_of(incidents, record.case), "All")
    for party in record.case.mandate.parties:
        assert f"p-{party.id}" not in svg
        assert party.colour not in svg


def test_the_view_turns_with_the_ground_and_keeps_north_up() -> None:
    view = View(41.0, 45.0, 100.0)
    x, y = view.at(41.0, 45.0)
    assert (x, y) == (view.width / 2, view.height / 2)
    assert view.at(41.1, 45.0)[1] < y
    assert view.at(41.0, 45.1)[0] > x
    assert (y - view.at(41.01, 45.0)[1]) * 100.0 == pytest.approx(1111.9, abs=1)


def test_a_case_without_places_shows_the_mandates_area(case: Case) -> None:
    view = view_of([], case)
    for lat, lon in ((40.0, 44.0), (41.5, 46.5)):
        assert view.has(*view.at(lat, lon))


def test_too_many_places_are_counted_together() -> None:
    rows = [{"lat": 40 + i / 1000, "lon": 45.0, "incident_id": str(i)} for i in range(MOST_MARKERS + 50)]
    view = View(40.15, 45.0, 100.0)
    groups = _grouped(rows, view)
    assert len(groups) < 40
    assert sum(len(found) for found in groups.values()) == len(rows)


@pytest.mark.parametrize(
    ("kind", "shape"),
    [
        ("mortar", "circle"),
        ("uav", "diamond"),
        ("incursion", "triangle"),
        ("damage", "square"),
        ("calm", "cross"),
    ],
)
def test_a_kinds_shape(kind: str, shape: str) -> None:
    assert shape_of(kind) == shape


def test_a_day_has_a_lane_for_every_party_also_a_silent_one(record: Record) -> None:
    svg = draw_day(record, datetime(2021, 4, 30, 20), [record.statements["st-b1"]], _link)  # noqa: DTZ001
    ET.fromstring(svg)
    assert svg.index(">Alfaland<") < svg.index(">Betaland<") < svg.index(">Third parties<")
    assert svg.count('class="bar p-BET"') == 1


def test_statements_without_an_hour_are_counted_and_not_placed(record: Record) -> None:
    statements = [record.statements["st-b2"], record.statements["st-a1"]]
    svg = draw_day(record, datetime(2021, 4, 30, 20), statements, _link, "#there")  # noqa: DTZ001
    assert "1 of the day without an hour" in svg
    assert 'href="#there"' in svg
    assert svg.count('class="bar ') == 1


def test_the_period_has_a_column_for_every_day(record: Record) -> None:
    svg = draw_period(record, _link)
    ET.fromstring(svg)
    assert [f"#day-2021-05-0{n}" in svg for n in (1, 2, 3)] == [True] * 3
    assert "s-contradicted" in svg


def test_a_day_of_many_incidents_is_a_bar_with_its_number(record: Record) -> None:
    many = [{**next(iter(record.incidents.values())), "incident_id": f"x{i}"} for i in range(900)]
    record.days[date(2021, 5, 1)] = many
    svg = draw_period(record, _link)
    assert "900 incidents" in svg
    assert svg.count("<a ") == 3


def test_the_drawings_that_stand_alone_need_no_stylesheet(out: Path) -> None:
    for name in ("map.svg", "timeline.svg"):
        text = (out / name).read_text(encoding="utf-8")
        ET.fromstring(text)
        assert "<style>" in text
        assert "var(--" not in text.replace("var(--party", "").replace("var(--dash", "")
