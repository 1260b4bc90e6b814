"""A mission's table of violations, cell by cell, from a page; rows that cannot be read say why."""

from datetime import date

from holdfire.intake.split import split
from holdfire.reading.files import read_split
from holdfire.reading.pack import load_pack
from holdfire.reading.table_columns import columns_of, is_violation_table

PAGE = """<html><body><article><h1>Table of ceasefire violations</h1><p>The annex of the day lists what the observers perceived from their positions.</p>
<table><tr><th>No.</th><th>SMM position</th><th>Event location</th><th>Means</th><th>No.</th><th>Observation</th><th>Description</th><th>Weapon</th><th>Date, time</th></tr>
<tr><td>1</td><td>SMM camera in Svitlodarsk</td><td>3-5km NE</td><td>Recorded</td><td>36</td><td>Explosion</td><td>Impact</td><td>N/K</td><td>7-Jun, 21:05</td></tr>
<tr><td>2</td><td></td><td>4-9km SE</td><td>Recorded</td><td>106</td><td>Projectile</td><td>W to E</td><td>N/K</td><td>7-Jun, 22:10-22:40</td></tr>
<tr><td>3</td><td>Horlivka</td><td>1-2km N</td><td>Heard</td><td>9</td><td>Burst</td><td></td><td>HMG</td><td>8-Jun, 07:55</td></tr>
<tr><td>4</td><td>Horlivka</td><td>1-2km N</td><td>Heard</td><td>several</td><td>Shot</td><td></td><td>Small arms</td><td>8-Jun, 08:00</td></tr>
<tr><td>5</td><td>Horlivka</td><td>1-2km N</td><td>Heard</td><td>2</td><td>Explosion</td><td></td><td>82mm mortar</td><td>31-Jun, 08:00</td></tr></table></article></body></html>"""


def test_every_cell_of_a_table_is_read() -> None:
    result = read_split(
        split(PAGE.encode(), "t.html"),
        load_pack("eastern-ukraine"),
        published=date(2017, 6, 9),
        source="OSCE SMM",
        doc_id="t",
    )
    rows = [s for s in result.statements if s.rule == "table.violations"]
    assert [
        (s.kind, s.count, s.observation, s.description, s.means, s.time, str(s.date_start)) for s in rows
    ] == [
        ("explosion_undetermined", 36, "explosion", "impact", "recorded", "21:05", "2017-06-07"),
        ("other", 106, "projectile", "W_to_E", "recorded", "22:10-22:40", "2017-06-07"),
        ("machine_gun", 9, "burst", None, "heard", "07:55", "2017-06-08"),
    ]
    assert [s.sector for s in rows] == [
        (45.0, 22.5, 3.0, 5.0),
        (135.0, 22.5, 4.0, 9.0),
        (0.0, 22.5, 1.0, 2.0),
    ]
    assert rows[1].places[0].name == "Svitlodarsk"  # the merged cell above holds for the row
    assert all(s.accused_party is None for s in rows)


def test_a_row_with_a_number_word_or_a_date_that_never_was_is_unread() -> None:
    result = read_split(
        split(PAGE.encode(), "t.html"),
        load_pack("eastern-ukraine"),
        published=date(2017, 6, 9),
        source="OSCE SMM",
        doc_id="t",
    )
    reasons = sorted(row.reason for row in result.unread)
    assert any("several" in r for r in reasons)
    assert any("never was" in r for r in reasons)


def test_of_two_number_columns_the_one_by_the_observation_is_the_count() -> None:
    columns = columns_of(["No.", "Position", "Means", "No.", "Observation", "Time"])
    assert columns["count"] == 3


def test_another_table_is_left_alone() -> None:
    assert not is_violation_table(columns_of(["Name", "Age", "Town"]))
