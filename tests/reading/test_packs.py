"""Packs are data: each shipped one holds; a bad one says every fault; gaps are named."""

from pathlib import Path

import pytest

from holdfire.model.errors import Misuse, Problems
from holdfire.reading.check import check_pack
from holdfire.reading.files import choose_pack
from holdfire.reading.pack import load_pack, pack_ids


@pytest.mark.parametrize("name", pack_ids())
def test_every_shipped_pack_holds_and_its_cases_read(name: str) -> None:
    report = check_pack(name)
    assert report.holds, (report.faults, report.cases_failed)
    assert report.cases_passed > 0


def test_a_pack_is_found_by_what_people_call_it() -> None:
    assert load_pack("karabakh").id == "armenia-azerbaijan"
    assert load_pack("LoC").id == "india-pakistan"
    assert load_pack("unifil").id == "lebanon-blue-line"


def test_an_unknown_pack_lists_the_known_ones() -> None:
    with pytest.raises(Misuse, match="generic"):
        load_pack("atlantis")


def test_every_fault_of_a_pack_is_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "bad.toml"
    path.write_text(
        'id = "bad"\n[[party]]\nid = "A"\nopponents = ["Z"]\ncolor = 1\n[[party]]\nid = "A"\n[[place]]\nname = "X"\nlat = 99\n[phrases]\nfire = ["_ shot", "shot", "shot"]\n[[case]]\nname = "c"\n',
        encoding="utf-8",
    )
    with pytest.raises(Problems) as caught:
        load_pack(path)
    told = "\n".join(caught.value.problems)
    for part in (
        "version",
        "opponents",
        "color",
        "party A given twice",
        "phrases, fire: 'shot' given twice",
        "lat",
        "begins with a word",
        "needs text and expect",
    ):
        assert part in told


def test_a_file_that_is_no_toml_is_told_so(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_text("= = =", encoding="utf-8")
    with pytest.raises(Problems, match="not TOML"):
        load_pack(path)


def test_the_digest_changes_with_a_word(tmp_path: Path) -> None:
    text = 'id = "p"\nversion = "1"\n[[party]]\nid = "AAA"\nstate = ["Aland"]\n'
    one, two = tmp_path / "one.toml", tmp_path / "two.toml"
    one.write_text(text, encoding="utf-8")
    two.write_text(text.replace("Aland", "Bland"), encoding="utf-8")
    assert load_pack(one).digest != load_pack(two).digest


@pytest.mark.parametrize(
    ("text", "pack"),
    [
        ("Armenian and Azerbaijani forces exchanged fire near Movses.", "armenia-azerbaijan"),
        ("Indian and Pakistani troops traded fire along the LoC.", "india-pakistan"),
        ("Thai and Cambodian troops clashed.", "generic"),
        ("", "generic"),
    ],
)
def test_without_a_pack_the_one_whose_parties_the_text_names_is_taken(text: str, pack: str) -> None:
    assert choose_pack(text).id == pack
