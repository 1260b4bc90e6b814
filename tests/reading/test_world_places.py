"""Towns that no pack lists get their point from the world's table, where the name means one of them."""

import csv
from datetime import date

import pytest

from holdfire.reading.statement import PlaceMention
from holdfire.reading.world_places import TABLE, key_of, located

from .bulletins import lines_of


@pytest.mark.parametrize(
    ("name", "countries", "country"),
    [
        ("Tripoli", {"LBN"}, "LBN"),
        ("Tripoli", set(), "LBY"),
        ("Hodeidah", set(), "YEM"),
        ("El-Obeid", {"SDN"}, "SDN"),
        ("Mekelle", {"ETH"}, "ETH"),
        ("Хартум", set(), None),
        ("Nowhere at all", set(), None),
    ],
)
def test_a_name_is_placed_where_it_means_one_town(
    name: str, countries: set[str], country: str | None
) -> None:
    got = located(PlaceMention(name, "hit", (0, len(name))), countries)
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = {f"gn-{row['geoname_id']}": row for row in csv.DictReader(file)}
    assert (rows[got.place_id]["country"] if got.place_id else None) == country
    assert (got.lat is None) == (country is None)


def test_what_a_pack_has_placed_stays_where_it_is() -> None:
    place = PlaceMention("Tripoli", "hit", (0, 7), "own", None, 1.0, 2.0, 500.0)
    assert located(place, {"LBY"}) is place


def test_the_tables_names_are_folded_as_they_are_looked_up() -> None:
    with TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            keys = row["keys"].split()
            assert key_of(row["name"]) in keys
            assert all(key == key_of(key) for key in keys)


def test_a_statement_of_an_unprepared_conflict_is_on_the_map() -> None:
    text = "Houthi forces shelled the port of Hodeidah on Monday, the Saudi-led coalition said."
    (line,) = lines_of(text, "generic", None, date(2019, 3, 5))
    assert line["places"] == ["Hodeidah"]
    assert line["lat"] == pytest.approx(14.8, abs=0.05)
    assert line["radius_m"] >= 2500
