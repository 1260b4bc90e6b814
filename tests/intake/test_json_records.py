"""JSON records: lossless, each at its place in the file."""

import json

from hypothesis import given
from hypothesis import strategies as st

from holdfire.intake.json_records import flatten
from holdfire.intake.split import split

LEAF = st.one_of(st.none(), st.booleans(), st.integers(-99, 99), st.text(max_size=6))
OBJECT = st.dictionaries(st.text(alphabet="abcd", min_size=1, max_size=3), LEAF, min_size=1, max_size=4)


@given(st.lists(OBJECT, min_size=1, max_size=5), st.sampled_from([None, 2]), st.booleans())
def test_records_are_the_elements_and_their_text_parses_to_them(
    items: list[dict[str, object]], indent: int | None, is_wrapped: bool
) -> None:
    value = {"title": "t", "records": items} if is_wrapped else items
    document = split(json.dumps(value, indent=indent).encode(), "x.json")
    assert [json.loads(document.text[r.start : r.end]) for r in document.records] == items
    assert [r.row_no for r in document.records] == list(range(len(items)))


def test_numbers_stay_as_they_are_written() -> None:
    document = split(b'[{"lat": 40.9080, "n": 007.10e0}]'.replace(b"007", b"7"), "x.json")
    assert document.records[0].fields == {"lat": "40.9080", "n": "7.10e0"}


def test_a_nested_record_has_a_field_for_each_leaf() -> None:
    assert flatten({"a": {"b": ["x", "y"]}, "c": [{"d": None}, {"d": True}], "e": {}, "f": []}) == {
        "a.b": '["x", "y"]',
        "c.0.d": "null",
        "c.1.d": "true",
        "e": "{}",
        "f": "[]",
    }


def test_an_observers_form_gives_a_row_a_statement_with_the_forms_own_fields() -> None:
    form = {
        "form": "third-party statement",
        "issued_at": "2020-07-13T23:00:00+04:00",
        "statements": [{"speaker": "the co-chairs", "kind": "calm"}],
    }
    document = split(json.dumps(form).encode(), "form.json")
    assert document.status == "structured"
    assert document.records[0].format == "observer_form"
    assert document.records[0].fields["speaker"] == "the co-chairs"
    assert document.records[0].fields["form.issued_at"] == "2020-07-13T23:00:00+04:00"
    assert [(d.stated, d.basis) for d in document.date_candidates] == [("2020-07-13T23:00:00+04:00", "meta")]


def test_a_kobo_export_a_feature_collection_and_json_lines_are_records() -> None:
    kobo = {
        "count": 1,
        "results": [
            {"_uuid": "u", "_submission_time": "2020-07-13T10:00:00", "group/observation": "explosion"}
        ],
    }
    assert split(json.dumps(kobo).encode(), "k.json").records[0].format == "kobo"
    geo = {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"name": "x"},
                "geometry": {"type": "Point", "coordinates": [45.5, 40.9]},
            }
        ],
    }
    assert split(json.dumps(geo).encode(), "g.geojson").records[0].fields == {
        "name": "x",
        "geometry.type": "Point",
        "geometry.coordinates": "[45.5, 40.9]",
    }
    assert len(split(b'{"a": 1}\n{"a": 2}\n', "l.jsonl").records) == 2


def test_broken_json_says_where() -> None:
    document = split(b'{"a": 1, "b": ', "x.json")
    assert document.status == "unreadable"
    assert document.reason is not None
    assert "line 1 column" in document.reason


def test_json_nested_beyond_reason_is_refused_and_not_a_crash() -> None:
    document = split(b"[" * 200_000 + b"]" * 200_000, "x.json")
    assert document.status == "unreadable"
