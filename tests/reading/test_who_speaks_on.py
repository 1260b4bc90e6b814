"""Who speaks on without being named again, whose ground the fire came from, and what "including" counts."""

from datetime import date

import pytest

from .bulletins import Row, lines_of, row_of

DAY = date(2020, 7, 24)


def rows(text: str, pack: str) -> list[Row]:
    return [row_of(line) for line in lines_of(text, pack, None, DAY)]


def voices(text: str, pack: str) -> list[tuple[str | None, str | None]]:
    return [(speaker, accused) for _, speaker, accused, *_ in rows(text, pack)]


@pytest.mark.parametrize("accused", ["the group", "the rebels"])
def test_who_confirms_a_clash_but_accuses_is_the_accuser(accused: str) -> None:
    text = (
        "South Sudan's army confirmed clashes with the National Salvation Front (NAS), but accused"
        f" {accused} of attacking its positions."
    )
    assert voices(text, "generic")[-1] == ("SSD", "NAS")


@pytest.mark.parametrize("office", ["the officer", "an officer"])
def test_an_officer_behind_the_words_is_of_who_spoke(office: str) -> None:
    text = (
        "Pakistani troops violated the ceasefire in Pargwal on Sunday, a BSF officer said. Two Pakistan Rangers"
        f' were injured in the firing, {office} said. "BSF men retaliated," the officer said.'
    )
    said = lines_of(text, "india-pakistan", None, DAY)
    assert [line["speaker_party"] for line in said] == ["IND", "IND", "IND"]
    assert said[-1]["quote"] == "BSF men retaliated"


@pytest.mark.parametrize(
    "origin",
    [
        "from the territory of Armenia",
        "from the Berd region of Armenia",
        "from the direction of the Armenian town of Berd",
        "from the village of Paravakar of Armenia's Ijevan region",
        "from positions located in Paravakar village of the Ijevan district of Armenia",
    ],
)
def test_fire_from_a_region_of_a_state_is_from_that_state(origin: str) -> None:
    assert voices(f"Azerbaijan said its positions came under fire {origin}.", "armenia-azerbaijan") == [
        ("AZE", "ARM")
    ]


def test_who_was_the_target_did_not_fire() -> None:
    text = "Stepanakert was the target of strikes overnight, residents said."
    assert [accused for _, accused in voices(text, "armenia-azerbaijan")] == [None]


def test_what_including_opens_is_in_the_number_before() -> None:
    text = "The heavy shelling from Pakistan left 13 persons, including a policeman and a woman, injured."
    assert rows(text, "india-pakistan") == [("casualty", "MEDIA", "PAK", None, {}, {"CIV": 13})]


@pytest.mark.parametrize(
    "text",
    [
        "The defence ministry of Nagorno-Karabakh said Azerbaijan shelled Martakert.",
        "Министерство обороны Нагорного Карабаха сообщило, что Азербайджан обстрелял Мартакерт.",
        "Міністерство оборони Нагірного Карабаху повідомило, що Азербайджан обстріляв Мартакерт.",
    ],
)
def test_a_ministry_of_karabakh_speaks_for_itself(text: str) -> None:
    assert voices(text, "armenia-azerbaijan") == [("NKR", "AZE")]


def test_the_following_24_hours_are_the_day_after() -> None:
    text = (
        "Between the evenings of 3 and 4 February, the SMM recorded 800 explosions."
        " In the following 24 hours, the SMM recorded 1,200 explosions."
    )
    days = [(line["date_start"], line["date_end"]) for line in lines_of(text, "eastern-ukraine", None, DAY)]
    assert days == [("2020-02-03", "2020-02-04"), ("2020-02-04", "2020-02-05")]


@pytest.mark.parametrize(
    ("text", "speaker", "accused"),
    [
        ("Armenian sources tell another story: by their account the Azerbaijani side attacked Armenian posts.", "ARM", "AZE"),
        ("Baku said the enemy had attacked. By Yerevan's account, Azerbaijani troops opened fire first.", "ARM", "AZE"),
        (
            "Karabakh's army said it came under fire. Azerbaijan's Defense Ministry said the Armenians had broken the truce."
            " Five Armenian soldiers were killed in the strike with which Azerbaijani troops answered, the ministry said.", "AZE", "AZE",
        ),
        (
            "Karabakh's army said it came under fire. Azerbaijan's Defense Ministry said the Armenians had broken the truce."
            " Three of its own soldiers were hurt.", "AZE", "ARM",
        ),
        (
            "Azerbaijan's Defense Ministry confirmed that eight soldiers had died. After a firefight the Armenians withdrew with big losses.",
            "AZE", "AZE",
        ),
    ],
)  # fmt: skip
def test_who_goes_on_in_news_of_two_sides(text: str, speaker: str, accused: str) -> None:
    assert voices(text, "armenia-azerbaijan")[-1] == (speaker, accused)


def test_who_puts_the_losses_at_a_number_tells_them() -> None:
    text = (
        "Ukraine's military said a soldier was killed. Yakov Osadchy, head of the separatist militia in Luhansk, put the losses"
        " of his side at four fighters killed."
    )
    assert rows(text, "eastern-ukraine")[-1][:3] == ("casualty", "LPR", "UKR")


def test_a_year_is_no_clock_time() -> None:
    (line,) = lines_of("Baku said three soldiers had died since 2014.", "armenia-azerbaijan", None, DAY)
    assert line["time"] is None


def test_an_outlet_that_learned_it_from_a_side_tells_that_sides_words() -> None:
    text = "Azerbaijani forces fired on a harvester. NEWS.am has learned about this from the press service of the Defense Army of Artsakh."
    assert voices(text, "armenia-azerbaijan") == [("NKR", "AZE")]


def test_the_administrator_of_a_village_speaks_for_its_people() -> None:
    text = (
        "The administrator of Barekamavan village Gagik Abazyan said shots were fired at houses and schools."
    )
    assert rows(text, "armenia-azerbaijan")[0][1] == "RES"


def test_a_statement_that_is_but_a_provocation_is_one_denial() -> None:
    text = "The Artsakh Defense Army said the statement of the Azerbaijani ministry is nothing more than a propaganda provocation."
    assert [row[0] for row in rows(text, "armenia-azerbaijan")] == ["denial"]


@pytest.mark.parametrize(
    ("who", "speaker"),
    [
        ("Gagik Abazyan, head of Barekamavan village,", "RES"),
        ("The head of the Movses community", "RES"),
        ("The mayor of Movses", "RES"),
        ("The head of Armenia's Defense Ministry", "ARM"),
    ],
)
def test_who_heads_a_village_speaks_for_its_people(who: str, speaker: str) -> None:
    told = rows(f"{who} said that the village had been shelled late at night.", "armenia-azerbaijan")
    assert [row[1] for row in told] == [speaker]
