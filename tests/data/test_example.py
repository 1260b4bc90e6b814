"""The worked example: valid, complete, the same for both parties, and nowhere pretending to be what it is not."""

import csv
import hashlib
import re
from pathlib import Path

import pytest

from holdfire.data import example_dir
from holdfire.intake.split import split
from holdfire.model.case import open_case, read_rows
from holdfire.model.kinds import SPEAKING_ROLES

MATERIAL = example_dir() / "material"
TRUTH = Path(__file__).with_name("tavush_truth.csv")


def truth() -> list[dict[str, str]]:
    with TRUTH.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def material() -> list[dict[str, str]]:
    return [row for _line, row in read_rows(example_dir() / "material.csv")]


def test_the_case_folder_validates_and_names_its_parties_in_neutral_order() -> None:
    case = open_case(example_dir())
    assert [party.id for party in case.mandate.parties] == ["ARM", "AZE"]
    assert len({party.pattern for party in case.mandate.parties}) == 2
    assert len(case.places) == 61
    assert case.lines[0].asserted_by == "derived"
    assert case.lines[0].uncertainty_m == 6641
    assert {area.party for area in case.territory} == {"ARM", "AZE"}
    assert {interval.status for interval in case.coverage} == {"non_operational"}


def test_every_setting_of_a_standard_says_that_the_parties_did_not_set_it() -> None:
    case = open_case(example_dir())
    assert case.mandate.standard
    assert all("not the parties" in " ".join(standard.set_by) for standard in case.mandate.standard)


def test_all_131_claims_are_carried_once_each_where_a_reader_can_find_them() -> None:
    rows = truth()
    assert [row["id"] for row in rows] == [f"T{i:03d}" for i in range(1, 132)]
    documents = {path.name: split(path.read_bytes(), path.name) for path in MATERIAL.iterdir()}
    for row in rows:
        document = documents[row["file"]]
        if document.records:
            assert any(row["quote"] in record.fields.values() for record in document.records), row["id"]
        else:
            speaking = [
                document.block_text(block) for block in document.blocks if block.role in SPEAKING_ROLES
            ]
            assert sum(text.count(row["quote"]) for text in speaking) == 1, row["id"]


def test_material_and_its_list_agree_and_nothing_is_acquired_before_it_is_published() -> None:
    case = open_case(example_dir())
    rows = material()
    assert sorted(row["file"] for row in rows) == sorted(path.name for path in MATERIAL.iterdir())
    assert all(
        row["published_at"] < row["acquired_at"] and row["acquired_at"].endswith("+04:00") for row in rows
    )
    assert {row["source_id"] for row in rows} <= set(case.sources)


def test_every_piece_says_that_it_is_an_example_and_its_custody_says_so_too() -> None:
    for row in material():
        text = (MATERIAL / row["file"]).read_text(encoding="utf-8")
        assert "example" in row["note"]
        assert "http" in text, f"{row['file']} names no source"
        if row["file"].endswith((".html", ".txt")):
            assert "worked example" in text
            assert re.search(r"not (?:a page )?of ", text)
        if row["file"].endswith(".json"):
            assert "worked example" in text


def test_a_page_names_the_address_of_each_claim_that_it_carries() -> None:
    for row in truth():
        if row["source_url"].startswith("http") and row["file"].endswith((".html", ".txt")):
            page = (MATERIAL / row["file"]).read_text(encoding="utf-8").replace("&amp;", "&")
            assert row["source_url"] in page, row["id"]


def test_the_truth_of_which_claims_belong_together_is_not_in_the_material() -> None:
    groups = {row["group"] for row in truth()} - {"", "start", "general", "scale", "mechanism"}
    for path in MATERIAL.iterdir():
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".csv":
            assert "group" not in text.splitlines()[0].split(",")
        found = {group for group in groups if re.search(rf"(?<![\w-]){re.escape(group)}(?![\w-])", text)}
        assert not found, f"{path.name}: {found}"


@pytest.mark.parametrize(
    "day", ["2020-07-12", "2020-07-13", "2020-07-14", "2020-07-16", "2020-07-17", "2020-07-22", "2020-07-24"]
)
def test_both_ministries_pages_of_a_day_have_one_template_and_one_moment(day: str) -> None:
    pages = [(MATERIAL / f"{party}-mod-{day}.html").read_text(encoding="utf-8") for party in ("arm", "aze")]
    bones = []
    for page in pages:
        page = re.sub(r"<article>.*</article>", "<article/>", page, flags=re.S)
        page = re.sub(r"<li>.*?</li>\s*", "", page, flags=re.S)
        bones.append(page.replace("Armenia", "X").replace("Azerbaijan", "X"))
    assert bones[0] == bones[1]


def test_both_parties_sentences_are_of_like_length() -> None:
    lengths = {
        party: [len(row["quote"]) for row in truth() if row["file"].startswith(f"{party.lower()}-mod")]
        for party in ("ARM", "AZE")
    }
    means = [sum(values) / len(values) for values in lengths.values()]
    assert max(means) / min(means) < 1.15


def test_digests_are_those_of_the_files() -> None:
    listed = dict(
        line.split("  ", 1)[::-1] for line in (example_dir() / "SHA256SUMS").read_text().splitlines()
    )
    for name, digest in listed.items():
        assert hashlib.sha256((example_dir() / name).read_bytes()).hexdigest() == digest, name
    assert {f"material/{path.name}" for path in MATERIAL.iterdir()} <= set(listed)


def test_places_that_need_it_credit_geonames_and_none_is_finer_than_its_source() -> None:
    rows = [row for _line, row in read_rows(example_dir() / "geography" / "places.csv")]
    assert sum("GeoNames" in row["coord_source"] for row in rows) >= 30
    assert all("CC BY 4.0" in row["coord_source"] for row in rows if "GeoNames" in row["coord_source"])
    assert sum("estimate" in row["coord_source"] for row in rows) == 16
    assert "CC BY 4.0" in (example_dir() / "NOTE.md").read_text()
    post = next(row for row in rows if row["place_id"] == "karadash")
    assert float(post["precision_m"]) >= 1500
