"""What officers, members and offices of both sides tell a mission, and what the mission itself hears: who speaks, who is accused."""

from datetime import date

import pytest

from .bulletins import lines_of

PUBLISHED = date(2020, 7, 24)


def told(text: str, pack: str = "eastern-ukraine", source: str = "OSCE SMM") -> list[tuple[object, ...]]:
    lines = lines_of(text, pack, source, PUBLISHED)
    return [(s["kind"], s["speaker_party"], s["accused_party"], s.get("count")) for s in lines]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            'A Ukrainian officer of the JCCC said that the firing had been started by the "DPR".',
            ("small_arms", "UKR", "DPR", None),
        ),
        (
            'A "DPR" member of the JCCC denied that any mortars had been used.',
            ("denial", "DPR", "DPR", None),
        ),
        ('A "DPR" commander said that his men had not fired.', ("denial", "DPR", "DPR", None)),
        (
            'The SMM heard a shot fired from an "LPR" position near Zolote.',
            ("small_arms", "OSCE", "LPR", None),
        ),
        # where the patrol stands says nothing of who fired
        (
            'A patrol, positioned west of an "LPR" position near Zolote, heard a shot of small-arms fire.',
            ("small_arms", "OSCE", None, 1),
        ),
        # a dateline acts in nothing
        (
            "KYIV, 12 June 2018 - On 11 June an SMM patrol in Zolote heard five explosions.",
            ("explosion_undetermined", "OSCE", None, 5),
        ),
    ],
)
def test_who_says_it_and_of_whom(text: str, expected: tuple[object, ...]) -> None:
    assert told(text) == [expected]


def test_two_things_that_were_told_are_two_statements() -> None:
    text = 'A resident told the SMM that fighters of the "DPR" had ambushed a lorry and that five soldiers had died.'
    assert [line[:3] for line in told(text)] == [("other", "RES", "DPR"), ("casualty", "RES", "DPR")]


def test_authorities_in_a_capital_are_that_capitals() -> None:
    text = "The de facto authorities in Tskhinvali stated that armed men had fired on a border guard post."
    assert told(text, "generic", "EUMM") == [("small_arms", "SOS", None, None)]


def test_both_sides_broke_it_accuses_neither() -> None:
    text = "The ceasefire between Israel and Syria was kept, although both sides violated the 1974 agreement."
    assert [line[2] for line in told(text, "generic", "UNDOF")] == [None]


def test_a_number_behind_a_post_is_its_name() -> None:
    text = "Personnel at United Nations position 68 observed an explosion."
    assert told(text, "generic", "UNDOF") == [("explosion_undetermined", "UN", None, 1)]


@pytest.mark.parametrize("source", ["UNIFIL", "AMISOM", "SLMM", None])
def test_the_mission_is_the_one_that_the_text_names(source: str | None) -> None:
    name = source or "UNMISS"
    text = f"{name} patrols went to the village. The mission heard two explosions there. The Mission saw a crater."
    assert told(text, "generic", source or "")[0][1] == {"AMISOM": "AU", "SLMM": "SLMM"}.get(name, "UN")


def test_a_report_of_months_dates_what_has_no_day() -> None:
    text = "Report of the Secretary-General for the period from 21 August to 20 November 2019\n\nBoth sides violated the ceasefire."
    (line,) = lines_of(text, "generic", "UNDOF", date(2019, 12, 2))
    assert (line["date_start"], line["date_end"]) == ("2019-08-21", "2019-11-20")


@pytest.mark.parametrize(
    "text",
    [
        "The mission was barred from entering the old city.",
        "Government forces have not allowed observers to visit the line since 2014.",
        "Militia members barred the monitors from the harbour.",
        "The team has not been allowed to travel to the site.",
        "A patrol near the bridge was blocked by local people.",
        "The army kept the gate closed to the mission.",
    ],
)
def test_a_mission_kept_out_is_restricted(text: str) -> None:
    assert [line[0] for line in told(text, "generic", "UNMISS")] == ["movement_restriction"]


def test_who_was_shot_dead_is_a_casualty_and_has_not_fired() -> None:
    text = "A local man was shot dead at a crossing point."
    assert [line[:3] for line in told(text, "generic", "EUMM")] == [("casualty", "OSCE", None)]


def test_whom_it_told_is_no_part_of_what_a_side_says() -> None:
    text = "The Israel Defense Forces told our liaison officers that the rockets came down near Shlomi."
    (line,) = lines_of(text, "lebanon-blue-line", "UNIFIL", PUBLISHED)
    assert (line["kind"], line["speaker_party"], line["accused_party"]) == ("mlrs", "ISR", "LBN")
    assert line["quote"].startswith("the rockets")


@pytest.mark.parametrize(
    ("text", "accused"),
    [
        ("A patrol was stopped at a Houthi checkpoint near the port.", "HOU"),
        ("The mission was denied access to the site by the Sudanese police.", "SDN"),
        # nobody is named
        ("A patrol was stopped at a checkpoint near the port.", None),
    ],
)
def test_who_holds_the_checkpoint_hindered_the_mission(text: str, accused: str | None) -> None:
    assert told(text, "generic", "UNMHA") == [("movement_restriction", "UN", accused, None)]


def test_no_evidence_of_shots_is_a_negation() -> None:
    lines = lines_of("The EUMM has no evidence that shots were fired there.", "generic", "EUMM", PUBLISHED)
    assert [s["negated"] for s in lines] == [True]


def test_in_retaliation_is_how_the_shelling_was_meant() -> None:
    text = "The Philippine army shelled MILF camps in retaliation."
    assert told(text, "generic", "UNMISS") == [("artillery", "UN", "PHL", None)]


def test_an_observer_names_who_wounded_the_others_people() -> None:
    text = "Israeli soldiers fired tank shells at the neighbourhood, wounding three Palestinians."
    assert {line[2] for line in told(text, "generic", "TIPH")} == {"ISR"}
