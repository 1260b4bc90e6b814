"""Days that a neighbouring sentence tells, nights that part at noon, months without a day. Our own sentences."""

from datetime import date

import pytest

from .bulletins import lines_of


def days_of(text: str) -> list[tuple[str, str, str | None]]:
    lines = lines_of(text, "armenia-azerbaijan", None, date(2020, 7, 15))
    return [(line["date_start"], line["date_end"], line["time"]) for line in lines]


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("in the first week of June", "2020-06-01", "2020-06-07"),
        ("in early June", "2020-06-01", "2020-06-10"),
        ("in late June", "2020-06-21", "2020-06-30"),
        ("in June", "2020-06-01", "2020-06-30"),
        ("since mid-May", "2020-05-15", "2020-07-15"),
        ("in November", "2019-11-01", "2019-11-30"),
        ("in the current year", "2020-01-01", "2020-07-15"),
    ],
)
def test_a_month_without_a_day_is_a_span(words, start, end):
    text = f"Azerbaijani forces violated the ceasefire 30 times {words}, the Ministry of Defence of Armenia said."
    assert days_of(text) == [(start, end, None)]


@pytest.mark.parametrize(
    "text",
    [
        "В июне азербайджанская сторона нарушила режим прекращения огня 30 раз.",
        "У червні азербайджанська сторона порушила режим припинення вогню 30 разів.",
        "İyunda Azərbaycan silahlı qüvvələri atəşkəs rejimini 30 dəfə pozub.",
        "Հունիսին ադրբեջանական կողմը հրադադարը խախտել է 30 անգամ։",
    ],
)
def test_also_in_other_languages(text):
    assert days_of(text) == [("2020-06-01", "2020-06-30", None)]


def test_may_is_a_month_only_where_the_words_say_so():
    assert days_of(
        "Azerbaijani forces may have shelled Movses, the Ministry of Defence of Armenia said."
    ) == [("2020-07-15", "2020-07-15", None)]


def test_a_month_dates_its_own_total_and_nothing_after_it():
    text = "Azerbaijani forces violated the ceasefire 30 times in June, Armenia said. They shelled Movses, it said."
    assert days_of(text)[1] == ("2020-07-15", "2020-07-15", None)


@pytest.mark.parametrize(
    "text",
    [
        "Azerbaijani troops fired mortars at posts near Movses, Armenia said. The shelling began at 18:30 on 14 July.",
        "Азербайджанские силы обстреляли село Чинари, сообщило Минобороны Армении. Обстрел начался 14 июля в 18:30.",
        "Azerbaijani troops fired mortars at Movses, Armenia said. The incident took place on 14 July at 18:30 and damaged three houses.",
    ],
)
def test_when_the_incident_happened_may_be_told_afterwards(text):
    assert days_of(text)[0] == ("2020-07-14", "2020-07-14", "18:30")


def test_a_heading_has_the_day_of_the_text_that_tells_the_same():
    text = "Azerbaijani forces fired at positions near Movses\n15.07.2020\nOn 13 July, Azerbaijani forces opened fire with small arms at positions near Movses."
    assert {day[0] for day in days_of(text)} == {"2020-07-13"}


def test_a_clock_time_parts_the_night_that_was_told():
    text = (
        "Azerbaijan said on Wednesday that four servicemen had been killed overnight. Armenian forces shelled Aghdam at 03:20, it said. "
        "Armenian forces fired at Alibeyli at 22:40, it said."
    )
    assert [day[:2] for day in days_of(text)] == [
        ("2020-07-14", "2020-07-15"),
        ("2020-07-15", "2020-07-15"),
        ("2020-07-14", "2020-07-14"),
    ]


def test_a_weekday_before_the_verb_of_saying_is_of_the_saying():
    text = "Armenian forces shelled Aghdam on Monday. Azerbaijan on Tuesday denounced the shelling of Alibeyli village by Armenian forces."
    assert days_of(text)[1][0] == "2020-07-13"


@pytest.mark.parametrize(
    "text",
    [
        "Armenia's Defense Ministry said on Wednesday that Azerbaijani troops had shelled Movses.\n"
        "Late on Tuesday Azerbaijani troops shelled Movses with mortars, it said.",
        "Two Armenian soldiers were killed by Azerbaijani fire, the Ministry of Defense of Armenia said.\n"
        "According to it, two Armenian soldiers were killed by Azerbaijani fire near Movses on 14 July.",
        "Azerbaijani troops fired at Armenian posts 14 times in the past day, Armenia's Defense Ministry said on Wednesday.\n"
        "On July 14 the Azerbaijani troops fired 14 times, its report reads.",
    ],
)
def test_a_lead_has_the_day_that_the_text_below_tells_of_the_same(text):
    assert days_of(text)[0][:2] == ("2020-07-14", "2020-07-14")


def test_a_lead_keeps_its_day_where_the_text_below_tells_of_another_act():
    text = (
        "Azerbaijani troops shelled Movses, Armenia's Defense Ministry said on Wednesday.\n"
        "On July 14 two Armenian soldiers were wounded by a mine."
    )
    assert days_of(text)[0][:2] == ("2020-07-15", "2020-07-15")


def test_the_day_of_accusing_is_not_that_of_the_act():
    text = (
        "On Tuesday Armenia and Azerbaijan traded accusations of ceasefire violations.\n"
        '"This morning Azerbaijani troops shelled Movses," the Ministry of Defense of Armenia said.'
    )
    assert days_of(text)[-1][:2] == ("2020-07-14", "2020-07-14")


def test_a_report_on_a_mission_keeps_the_period_that_the_report_is_of():
    text = (
        "The OSCE Special Monitoring Mission recorded 13 ceasefire violations in Donetsk region, says its daily report of 3 September, "
        "based on information as of 19:30 on 2 September 2020."
    )
    lines = lines_of(text, "eastern-ukraine", "Agency quoting OSCE SMM", date(2020, 9, 3))
    assert [(line["date_start"], line["date_end"]) for line in lines] == [("2020-09-01", "2020-09-02")]


@pytest.mark.parametrize(("year", "first"), [(2015, "2015-05-27"), (2019, "2019-05-26")])
def test_the_missions_early_reports_are_of_one_day(year, first):
    text = (
        f"Latest from OSCE SMM to Ukraine based on information received as of 19:30, 27 May {year}\n"
        "In Luhansk region the SMM heard nine explosions."
    )
    lines = lines_of(text, "eastern-ukraine", "OSCE SMM", date(year, 5, 28))
    assert [(line["date_start"], line["date_end"]) for line in lines] == [(first, f"{year}-05-27")]


def test_what_came_shortly_after_a_truce_was_on_its_day():
    text = "The ceasefire took effect at noon on 10 July. Shortly afterwards Azerbaijani forces shelled Movses, Armenia said."
    assert days_of(text)[-1][:2] == ("2020-07-10", "2020-07-10")


def test_a_truce_agreed_later_is_of_the_day_that_is_told():
    text = "Azerbaijani and Armenian troops clashed near Movses on 12 July. Later both sides agreed to a ceasefire."
    assert days_of(text)[-1][:2] == ("2020-07-12", "2020-07-12")


def test_a_month_that_counts_attacks_dates_none():
    text = "On 12 July Azerbaijani troops shelled Movses, Armenia said. It was the second attack on the village this month, it said."
    assert days_of(text)[-1][:2] == ("2020-07-12", "2020-07-12")


def test_a_place_whose_name_begins_like_a_month():
    text = "Azerbaijani troops shelled the Mai-Lao area, the Ministry of Defence of Armenia said."
    assert days_of(text) == [("2020-07-15", "2020-07-15", None)]


def test_an_impact_found_is_of_the_day_and_hour_that_residents_give():
    text = (
        "SMM Spot Report, 24 August 2018\n"
        "On 23 August the Mission went to Chermalyk. It saw a fresh crater and assessed it as caused by an 82mm mortar round. "
        "Two residents told the SMM that they had heard loud explosions at around 05:30 on 22 August."
    )
    lines = lines_of(text, "eastern-ukraine", "OSCE SMM", date(2018, 8, 24))
    assert next((line["date_start"], line["time"]) for line in lines) == ("2018-08-22", "05:30")


def test_the_hour_at_which_the_shelling_began_is_that_of_the_shelling():
    text = "On 14 July Azerbaijani troops shelled Movses, Armenia said. The shelling began at 18:30 and went on for an hour."
    assert days_of(text)[0] == ("2020-07-14", "2020-07-14", "18:30")


def test_of_two_hours_of_one_act_the_first_is_told():
    text = "At 17:20 and again at 18:10 Azerbaijani troops shelled Movses, Armenia said."
    assert days_of(text)[0][2] == "17:20"


def test_what_followed_at_once_was_at_the_same_hour():
    text = "At 11:55 Azerbaijani troops fired at Movses. A few seconds later they shelled Chinari."
    assert [time for _, _, time in days_of(text)] == ["11:55", "11:55"]


def test_the_period_before_a_weekends_report_is_one_day():
    text = (
        "Daily and spot reports. Based on information from the Monitoring Teams as of 19:30, 14 November 2021.\n"
        "- Between the evenings of 12 and 14 November the SMM recorded 1,240 ceasefire violations in Donetsk region, "
        "after 723 in the previous reporting period."
    )
    lines = lines_of(text, "eastern-ukraine", "OSCE SMM", date(2021, 11, 15))
    assert [(line["count"], line["date_start"], line["date_end"]) for line in lines] == [
        (1240, "2021-11-12", "2021-11-14"),
        (723, "2021-11-11", "2021-11-12"),
    ]


def test_the_night_of_a_part_is_not_the_wholes():
    text = (
        "Latest from OSCE SMM to Ukraine based on information received as of 19:30, 15 July 2016\n"
        "The SMM recorded many ceasefire violations, including 550 explosions in the night of 14 July around Stanytsia Luhanska."
    )
    lines = lines_of(text, "eastern-ukraine", "OSCE SMM", date(2016, 7, 16))
    days = {line["kind"]: (line["date_start"], line["date_end"]) for line in lines}
    assert days["violation_unspecified"] == ("2016-07-14", "2016-07-15")
    assert days["explosion_undetermined"] == ("2016-07-14", "2016-07-14")


def test_the_day_on_which_a_war_began_dates_nothing_that_follows() -> None:
    text = (
        "Armenia and Azerbaijan accused each other of breaking a truce on Monday. It took effect at 08:00; two earlier ones this month"
        " collapsed. Fighting had erupted on 27 September.\n\nAzerbaijan said Armenian forces had shelled the town of Terter."
    )
    told = lines_of(text, "armenia-azerbaijan", None, date(2020, 10, 26))
    assert [line["date_start"] for line in told if line["kind"] == "artillery"] == ["2020-10-26"]
