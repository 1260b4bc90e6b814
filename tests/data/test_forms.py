"""The XLSForms: what they ask for is what intake recognises and what the model's words are."""

import csv
import hashlib
import io
import json

import pytest
from openpyxl import load_workbook

from holdfire.data import forms_dir
from holdfire.intake.recognise import recognise
from holdfire.intake.split import split
from holdfire.model.kinds import Kind, Means, ObservationKind

FORMS = ("patrol_report.xlsx", "impact_site.xlsx")


def sheet(name: str, which: str) -> list[dict[str, object]]:
    rows = list(load_workbook(forms_dir() / name, read_only=True)[which].iter_rows(values_only=True))
    header = [str(cell) for cell in rows[0]]
    return [dict(zip(header, row, strict=True)) for row in rows[1:]]


def choices(name: str, which: str) -> set[str]:
    return {str(row["name"]) for row in sheet(name, "choices") if row["list_name"] == which}


@pytest.mark.parametrize("name", FORMS)
def test_every_question_and_choice_is_labelled_in_three_languages(name: str) -> None:
    for row in [*sheet(name, "survey"), *sheet(name, "choices")]:
        if str(row.get("type")) in ("start", "end", "end_repeat"):
            continue
        assert all(
            row[f"label::{language}"] for language in ("English (en)", "Russian (ru)", "Ukrainian (uk)")
        ), row


@pytest.mark.parametrize("name", FORMS)
def test_lists_exist_names_are_single_and_references_point_to_questions(name: str) -> None:
    survey = sheet(name, "survey")
    names = [str(row["name"]) for row in survey if row["name"]]
    assert len(names) == len(set(names))
    lists = {str(row["list_name"]) for row in sheet(name, "choices")}
    assert {
        str(row["type"]).split()[1] for row in survey if str(row["type"]).startswith("select_one")
    } == lists
    for row in survey:
        for formula in (row["constraint"], row["relevant"]):
            for part in str(formula or "").split("${")[1:]:
                assert part.split("}")[0] in names
    assert [row["type"] for row in survey].count("begin_repeat") == [row["type"] for row in survey].count(
        "end_repeat"
    )


def test_choices_are_the_models_words() -> None:
    assert choices("patrol_report.xlsx", "means") == set(Means)
    assert set(ObservationKind) <= choices("patrol_report.xlsx", "observation")
    for name in FORMS:
        assert choices(name, "weapon") - {"unknown"} <= set(Kind)


def test_no_form_asks_for_a_persons_name() -> None:
    for name in FORMS:
        asked = {str(row["name"]) for row in sheet(name, "survey")}
        assert not asked & {"name", "witness_name", "observer_name", "phone", "deviceid", "username", "email"}


@pytest.mark.parametrize("name", FORMS)
def test_an_export_of_the_form_is_recognised_as_csv_and_as_json_and_kept_whole(name: str) -> None:
    names = [
        str(row["name"])
        for row in sheet(name, "survey")
        if row["name"] and not str(row["type"]).endswith("repeat")
    ]
    assert recognise(names) == "kobo"
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, names)
    writer.writeheader()
    writer.writerow({key: f"value of {key}" for key in names})
    assert [r.fields for r in split(buffer.getvalue().encode(), "export.csv").records] == [
        {key: f"value of {key}" for key in names}
    ]
    nested = {
        "_uuid": "u",
        "_submission_time": "2020-07-13T10:00:00",
        "azimuths": [{"azimuths/azimuth_to_origin_deg": "87.50", "azimuths/azimuth_half_width_deg": "5"}],
    }
    record = split(json.dumps({"results": [nested]}).encode(), "export.json").records[0]
    assert record.format == "kobo"
    assert record.fields["azimuths.0.azimuths/azimuth_to_origin_deg"] == "87.50"


def test_digests_are_those_of_the_forms() -> None:
    listed = dict(line.split("  ", 1)[::-1] for line in (forms_dir() / "SHA256SUMS").read_text().splitlines())
    assert set(listed) == set(FORMS)
    for name, digest in listed.items():
        assert hashlib.sha256((forms_dir() / name).read_bytes()).hexdigest() == digest


@pytest.mark.parametrize("name", FORMS)
def test_hints_and_messages_are_in_all_three_languages_or_in_none(name: str) -> None:
    for row in sheet(name, "survey"):
        for kind in ("hint", "constraint_message"):
            said = [
                bool(row[f"{kind}::{language}"])
                for language in ("English (en)", "Russian (ru)", "Ukrainian (uk)")
            ]
            assert len(set(said)) == 1, row["name"]
