from pathlib import Path

import pytest

from holdfire.investigate.new_case import EMPTY_MANDATE
from holdfire.model.errors import Problems
from holdfire.model.mandate import Mandate, read_mandate


def written(folder: Path, text: str) -> Path:
    path = folder / "mandate.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_mandate_of_an_empty_case_validates(tmp_path: Path) -> None:
    mandate = read_mandate(written(tmp_path, EMPTY_MANDATE))
    assert [party.id for party in mandate.parties] == ["A", "B"]
    assert mandate.opponent("A") == "B"
    assert mandate.standard_for("prohibited_fire") is None


def test_every_fault_is_told_at_once_with_file_key_found_and_expected(tmp_path: Path) -> None:
    text = EMPTY_MANDATE.replace('time_zone = "UTC"', 'time_zone = "Mars/Base"')
    text = text.replace("delay_hours = 72", "delay_hours = -3").replace("south = -1.0", "south = -100.0")
    text = text.replace('colour = "#7a5195"', 'colour = "purple"').replace("[log]", "[log]\nkey = 1")
    with pytest.raises(Problems) as caught:
        read_mandate(written(tmp_path, text))
    told = "\n".join(caught.value.problems)
    assert len(caught.value.problems) == 5
    for key, found in (
        ("time_zone", "'Mars/Base'"),
        ("publication.delay_hours", "-3"),
        ("area.south", "-100.0"),
        ("party.1.colour", "'purple'"),
        ("log.key", "unknown key"),
    ):
        line = next(line for line in told.splitlines() if f"mandate.toml, {key}:" in line)
        assert found in line
        assert "expected" in line


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('id = "B"', 'id = "A"', "given twice"),
        ("end = 2026-12-31", "end = 2025-12-31", "before start"),
        ('colour = "#3f7f5f"', 'colour = "#7A5195"', "same colour"),
        ('name = "Party B"', 'name = "Party B"\nrole = "third"', "two parties"),
    ],
)
def test_a_mandate_that_contradicts_itself_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(Problems, match=said):
        read_mandate(written(tmp_path, EMPTY_MANDATE.replace(old, new)))


@pytest.mark.parametrize("text", ["", "id = ", "id = 'x'\n\x00"])
def test_what_is_no_mandate_is_refused_without_a_traceback(tmp_path: Path, text: str) -> None:
    with pytest.raises(Problems, match=r"mandate\.toml"):
        read_mandate(written(tmp_path, text))


def test_a_missing_mandate_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(Problems, match="holdfire init"):
        read_mandate(tmp_path / "mandate.toml")


def test_the_order_of_parties_in_the_file_does_not_matter(tmp_path: Path) -> None:
    first, second = EMPTY_MANDATE.split("[[party]]")[1:]
    second, rest = second.split("[period]")
    swapped = (
        EMPTY_MANDATE.split("[[party]]")[0] + "[[party]]" + second + "[[party]]" + first + "[period]" + rest
    )
    assert (
        read_mandate(written(tmp_path, swapped)).parties
        == read_mandate(written(tmp_path, EMPTY_MANDATE)).parties
    )


def test_a_standard_for_any_breach_stands_in(tmp_path: Path) -> None:
    text = (
        EMPTY_MANDATE
        + '\n[[standard]]\nbreach = "any"\nstandard = "clear_and_convincing"\nthreshold_percent = 80\nset_by = ["A", "B"]\nset_on = 2026-01-01\n'
    )
    mandate: Mandate = read_mandate(written(tmp_path, text))
    found = mandate.standard_for("incursion")
    assert found is not None
    assert found.threshold_percent == 80
