"""Missions' reports: which day and which place a sentence is of, what is only where another place lies."""

from datetime import date
from typing import Any

import pytest
from tests.reading.bulletins import lines_of

HEAD = "Daily report based on information as of 19:30, 16 May 2018\n"


def observed(
    text: str, pack: str = "eastern-ukraine", source: str | None = "OSCE SMM"
) -> list[dict[str, Any]]:
    return lines_of(text, pack, source, date(2018, 5, 17))


@pytest.mark.parametrize(
    "opening",
    [
        "Daily report based on information as of 19:30, 16 May 2018\n",
        "SMM Daily Report, information received until 19:30 on 16 May 2018\n",
        "Latest from the Mission, based on information received as of 19:30 hrs, May 16, 2018\n",
        "OSCE Special Monitoring Mission to Ukraine, daily update of 17 May 2018\n",
    ],
)
def test_the_period_of_a_daily_report_is_in_its_letterhead(opening: str) -> None:
    (statement,) = observed(opening + "The SMM recorded 12 ceasefire violations in Luhansk region.")
    assert (statement["date_start"], statement["date_end"]) == ("2018-05-15", "2018-05-16")


@pytest.mark.parametrize(
    ("clock", "day"),
    [("At 09:20", "2018-05-16"), ("Between 20:05 and 21:40", "2018-05-15"), ("At 19:30", "2018-05-16")],
)
def test_a_clock_time_says_the_day_of_a_period_that_ends_in_the_evening(clock: str, day: str) -> None:
    (statement,) = observed(
        HEAD + f"{clock}, while in Kadiivka, the SMM heard three undetermined explosions."
    )
    assert (statement["date_start"], statement["date_end"]) == (day, day)


def test_as_in_the_previous_period_compares() -> None:
    (statement,) = observed(
        HEAD
        + "The SMM recorded no ceasefire violations in Luhansk region, as in the previous reporting period."
    )
    assert statement["date_end"] == "2018-05-16"


def test_what_a_mission_heard_is_of_its_visit_and_what_it_was_told_of_its_own_day() -> None:
    told, hurt, heard = observed(
        "Spot report by the SMM on Zaitseve\n"
        "The SMM travelled to Zaitseve on 14 May. Residents said that the shelling had begun on 12 May. "
        "A man was wounded. Before leaving, the monitors heard four shots."
    )
    assert [s["date_start"] for s in (told, hurt, heard)] == ["2018-05-12", "2018-05-12", "2018-05-14"]
    assert [s["places"] for s in (told, hurt, heard)] == [["Zaitseve"]] * 3


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("In Avdiivka, 17km north of Donetsk, the SMM heard four explosions.", ["Avdiivka"]),
        ("The SMM went to Chermalyk, a village 40km north-east of Mariupol. It heard two explosions.", ["Chermalyk"]),
        ("On the edge of Popasna, the SMM heard five explosions 3km north of Zolote.", ["Popasna", "Zolote"]),
        ("In a yard on Sadova Street in Marinka the SMM saw that a shell had exploded.", ["Marinka"]),
        ("On 16 May in Hranitne the SMM registered 11 outgoing mortar rounds.", ["Hranitne"]),
        ("A patrol on the southern edge of Popasna counted 16 mortar rounds.", ["Popasna"]),
        ("The Mission is aware of an incident near the village of Kvemo Chala. Its patrols heard four shots.", ["Kvemo Chala"]),
    ],
)  # fmt: skip
def test_where(text: str, places: list[str]) -> None:
    assert observed(text)[-1]["places"] == places


@pytest.mark.parametrize(
    "text",
    [
        "The SMM was prevented from travelling to Novoazovsk by an armed man.",
        "An officer refused to let the patrol cross the bridge.",
        "Members of the armed formations turned back an SMM patrol at the crossing point.",
        "Two armed men denied the team passage.",
        "The patrol was not allowed to continue.",
        "An SMM long-range UAV lost its GPS signal, assessed as due to probable jamming.",
        "The SMM's freedom of movement was again restricted.",
        "Armed men blocked the road to the convoy.",
        "Access to the storage site was denied.",
        "The monitors were stopped at a checkpoint and told they could not proceed.",
    ],
)
def test_restrictions_as_missions_word_them(text: str) -> None:
    assert [s["kind"] for s in observed(text)] == ["movement_restriction"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ('A "DPR" member of the Joint Centre for Control and Co-ordination (JCCC) said that the Ukrainian Armed Forces had opened fire.', "DPR"),
        ("A Ukrainian officer of the JCCC told the SMM that the DPR had opened fire.", "UKR"),
        ("The LPR representation in the JCCC reports that the Ukrainian Armed Forces opened fire.", "LPR"),
        ("The JCCC said that the DPR had opened fire.", "JCCC"),
    ],
)  # fmt: skip
def test_who_sits_in_a_joint_body_speaks_for_his_side(text: str, speaker: str) -> None:
    assert [s["speaker_party"] for s in observed(text)] == [speaker]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("The SMM recorded fewer ceasefire violations in Donetsk region, including about 90 explosions.", [("violation_unspecified", None), ("explosion_undetermined", 90)]),
        ("The SMM recorded more ceasefire violations in Donetsk region (640).", [("violation_unspecified", 640)]),
        ("The number of ceasefire violations recorded by the SMM fell to 240.", [("violation_unspecified", 240)]),
        ("The number of ceasefire violations rose in the afternoon.", []),  # how many is not told
        ("SMM monitors heard seven shots of small-arms fire.", [("small_arms", 7)]),
        ("A resident said that a mortar round had exploded across the street.", [("mortar", 1)]),
        ("The SMM saw a crater caused by a 152mm artillery shell.", [("artillery", 1)]),
    ],
)  # fmt: skip
def test_what_a_mission_counted(text: str, read: list[tuple[str, int | None]]) -> None:
    assert sorted((s["kind"], s["count"] or 0) for s in observed(HEAD + text)) == sorted(
        (kind, count or 0) for kind, count in read
    )


def test_that_morning_is_of_the_day_told_last() -> None:
    (statement,) = observed("The SMM went to Marinka on 14 May. It heard four explosions that morning.")
    assert (statement["date_start"], statement["time"]) == ("2018-05-14", "morning")


@pytest.mark.parametrize(
    ("source", "party", "text"),
    [
        ("AMISOM", "AU", "The mission heard six explosions near Leego on 14 May."),
        ("UNMISS", "UN", "Peacekeepers heard gunfire near Malakal on 14 May."),
        ("CTSAMVM", "CTSAMVM", "The team saw four craters near Lasu and heard two explosions."),
    ],
)
def test_missions_of_others_watch_and_accuse_nobody(source: str, party: str, text: str) -> None:
    for statement in observed(text, "generic", source):
        assert (statement["speaker_party"], statement["accused_party"]) == (party, None)


def test_what_is_counted_and_landed_is_one_statement():
    told = observed("On 12 March two mortar bombs landed near the base at Popasna.")
    assert [(line["kind"], line["count"]) for line in told] == [("mortar", 2)]


def test_a_weekends_report_begins_on_its_first_evening() -> None:
    text = (
        "OSCE Special Monitoring Mission to Ukraine (SMM) Daily Report 268/2021 issued on 15 November 2021\n"
        "Based on information from the Monitoring Teams as of 19:30, 14 November 2021.\n"
        "- Between the evenings of 12 and 14 November, the SMM recorded 31 ceasefire violations in Donetsk region. "
        "In the previous reporting period, it recorded nine ceasefire violations in the region.\n"
    )
    lines = lines_of(text, "eastern-ukraine", "OSCE SMM", date(2021, 11, 15))
    assert [(s["count"], s["date_start"], s["date_end"]) for s in lines] == [
        (31, "2021-11-12", "2021-11-14"),
        (9, "2021-11-11", "2021-11-12"),
    ]
