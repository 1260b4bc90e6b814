"""What ministries say in so many words: claims that are owned, pacts that are dated, judgements that tell nothing new."""

from datetime import date

import pytest
from tests.reading.bulletins import lines_of

PUBLISHED = date(2021, 6, 20)


def rows(text: str, source: str | None = None) -> list[tuple[str, str | None, str | None]]:
    return [
        (line["kind"], line["speaker_party"], line["accused_party"])
        for line in lines_of(text, "armenia-azerbaijan", source, PUBLISHED)
    ]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (  # the adjective is whose the accusations are, and nobody who accuses
            "The Artsakh Defence Ministry said the Azeri accusations are entirely false, and that the Azeri units violated the ceasefire.",
            [("denial", "NKR", "NKR"), ("violation_unspecified", "NKR", "AZE")],
        ),
        (
            "The Armenian Defence Ministry said Azerbaijani reports of shelling are false.",
            [("denial", "ARM", "ARM")],
        ),
        (
            "The Azerbaijani Defence Ministry said Armenia's claims of an attack were untrue.",
            [("denial", "AZE", "AZE")],
        ),
        (  # the statement is what was broken, and "by" says by whom
            "The Armenian Foreign Ministry condemned the violation of the trilateral statement by Azerbaijan.",
            [("violation_unspecified", "ARM", "AZE")],
        ),
        (  # what a step was, told of no new event
            "Such a step is a gross violation of the ceasefire, the Azerbaijani Foreign Ministry said.",
            [],
        ),
        (
            "With such disinformation the opposing side wants to cover up its own provocations, the Azerbaijani Defence Ministry said.",
            [],
        ),
        (
            "The Azerbaijani Defence Ministry blamed Armenia's army for violating the ceasefire that came into force on Monday.",
            [("violation_unspecified", "AZE", "ARM")],
        ),
        (
            "Units of the Azerbaijani army are in full compliance with the ceasefire, the Defence Ministry said.",
            [("denial", "AZE", "AZE")],
        ),
        (
            "Yerevan said the Azerbaijani army had begun an offensive into Armenian territory.",
            [("incursion", "ARM", "AZE")],
        ),
        (  # missiles beside guns: the fire is the guns'
            "Armenian forces shelled our towns with missiles and artillery, the Azerbaijani Defence Ministry said.",
            [("artillery", "AZE", "ARM")],
        ),
    ],
)
def test_a_statement_has_its_speaker_and_its_kind(
    text: str, read: list[tuple[str, str | None, str | None]]
) -> None:
    assert rows(text) == read


def test_people_taken_to_hospital_with_wounds_are_counted_once() -> None:
    text = "46 civilians were hospitalized with various injuries and 14 have been killed, the Azerbaijani prosecutor's office said."
    (line,) = lines_of(text, "armenia-azerbaijan", "aze_mod", PUBLISHED)
    assert (line["killed"], line["wounded"]) == ({"CIV": 14}, {"CIV": 46})


def test_the_day_of_a_pact_is_not_that_of_what_broke_it() -> None:
    text = "Azerbaijani forces, violating the trilateral statement of November 9, 2020, opened fire at our positions, the Armenian Defence Ministry said."
    (line,) = lines_of(text, "armenia-azerbaijan", "arm_mod", PUBLISHED)
    assert line["date_end"] == "2021-06-20"


def test_rounds_of_a_second_gun_are_a_statement_of_their_own() -> None:
    text = "The adversary fired three shells from 82 mm mortars and twelve shells from 60 mm mortars."
    lines = lines_of(text, "armenia-azerbaijan", "arm_mod", PUBLISHED)
    assert [(line["kind"], line["count"]) for line in lines] == [("mortar", 3), ("mortar", 12)]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (  # the agency cites the ministry, which goes on to speak
            "The Armenian army has shelled Azerbaijani positions, Azernews reports, citing the Defense Ministry.\n"
            "Through the night they fired mortars at our soldiers, the ministry said.",
            [("artillery", "AZE", "ARM"), ("mortar", "AZE", "ARM")],
        ),
        (  # "Armenian" is what the Defence Army is too
            "Nine Azerbaijani soldiers were killed in two separate attacks by Armenian forces, the NKR Defense Army said.",
            [("casualty", "NKR", "NKR")],
        ),
        (
            "YEREVAN, ARMENPRESS. According to him Azerbaijani forces shelled the village of Paravakar.",
            [("artillery", "ARM", "AZE")],
        ),
        (
            "According to the NKR Defense Ministry the Armed Forces of Azerbaijan broke the ceasefire 14 times.",
            [("violation_unspecified", "NKR", "AZE")],
        ),
        (
            "The NKR Defense Ministry rejected the accusation; by its data five Azerbaijani soldiers were killed.",
            [("denial", "NKR", "NKR"), ("casualty", "NKR", "NKR")],
        ),
        (  # losses that nobody counts end what is told of the shelling
            "Armenian troops shelled Tovuz in spite of their losses, the Azerbaijani Defence Ministry said.",
            [("artillery", "AZE", "ARM")],
        ),
        (
            "The Azerbaijani Defence Ministry said Armenian troops shelled Tovuz and were thrown back with losses.",
            [("artillery", "AZE", "ARM")],
        ),
        (  # whose report it is that is denied
            "The Armenian Defence Ministry denied the Azerbaijani report that the Armenian side kept Aghjabadi under fire.",
            [("denial", "ARM", "ARM"), ("small_arms", "AZE", "ARM")],
        ),
        (
            "The Armenian Defence Ministry rejected Baku's reports accusing Armenia of opening fire at Tartar.",
            [("denial", "ARM", "ARM"), ("small_arms", "AZE", "ARM")],
        ),
        (
            "The Azerbaijani Defence Ministry said no Azerbaijani drone was downed.",
            [("denial", "AZE", "AZE")],
        ),
        (  # the raid is told once, as the group's
            "An Armenian sabotage group attacked a post with grenade launchers, the Azerbaijani border service said.",
            [("incursion", "AZE", "ARM")],
        ),
        (  # how he was killed, and no shot beside it
            "An Azerbaijani soldier was killed by a sniper shot, the Azerbaijani Defence Ministry said.",
            [("casualty", "AZE", "ARM")],
        ),
        (
            "The NKR Defense Army said the Armenian side had resorted to punitive operations.",
            [("other", "NKR", "NKR")],
        ),
        (
            "Armenia's spokeswoman stressed how important it is to keep to the ceasefire.",
            [],
        ),
        (  # whose the enemy's claim is, and of whom
            "The information spread by the opposing side that units of the Azerbaijani army allegedly fired at Armenian positions is false, the Azerbaijani Defence Ministry said.",
            [("denial", "AZE", "AZE"), ("small_arms", "ARM", "AZE")],
        ),
        (  # of oneself a claim is only denied
            "The opposing side's claim that our units opened fire is false, the Azerbaijani Defence Ministry said.",
            [("denial", "AZE", "AZE")],
        ),
        (
            "The message of the Armenian ministry about alleged shelling does not correspond to reality, Azerbaijan's Defence Ministry said.",
            [("denial", "AZE", "AZE")],
        ),
        (
            "Armenia's forces tried to set up long-term fortifications near Khojaly, the Azerbaijani Defence Ministry said.",
            [("other", "AZE", "ARM")],
        ),
        (
            "An Azerbaijani guard was killed by sniper fire opened from enemy positions, the Azerbaijani border service said.",
            [("casualty", "AZE", "ARM")],
        ),
        (  # what was destroyed fired nothing; what is only damaged is no event
            "Five T-72 tanks of the Armenian forces were destroyed, the Azerbaijani Defence Ministry said. A tractor was damaged.",
            [("other", "AZE", "AZE")],
        ),
        (  # a list of names does not part the denial from its matter
            "The information about the shelling of Agdere, Khojavend and Girmizi Bazar by the Azerbaijani army is not true, Baku's Defence Ministry said.",
            [("denial", "AZE", "AZE")],
        ),
        (  # who buried the mine
            "A truck of the Azerbaijan Army was blown up by a mine buried by Armenians, the Azerbaijani Defence Ministry said.",
            [("mine", "AZE", "ARM")],
        ),
        (  # what would be answered has not happened
            "The NKR Defense Army said its forces strictly adhere to the ceasefire and open fire only in response to violations.",
            [("denial", "NKR", "NKR")],
        ),
        (
            "As in all such cases, this provocation too was unleashed by Armenia, the Azerbaijani Defence Ministry said.",
            [],
        ),
        (  # who did it goes before both whom others call on
            "A soldier was killed by Armenian forces hours after Moscow urged the parties to avoid violations, Baku's Defence Ministry said.",
            [("casualty", "AZE", "ARM")],
        ),
        (  # where the rounds fell that were told of
            "Armenian forces shelled two villages, and their shells came down on houses, the Azerbaijani Defence Ministry said.",
            [("artillery", "AZE", "ARM")],
        ),
        (  # the whole text is the ministry's, though its owner stands nowhere
            "Armenian forces shelled positions of the Azerbaijani army near Zaylik.\nThey fired mortars too, the Defence Ministry said.",
            [("artillery", "AZE", "ARM"), ("mortar", "AZE", "ARM")],
        ),
        (  # "the ministry" that denies Y's report is not Y's
            "A soldier was wounded, Armenia's Defence Ministry said. Baku called that false. The ministry had denied an Azerbaijani report that the Armenian army fired.",
            [
                ("casualty", "ARM", "AZE"),
                ("denial", "AZE", "AZE"),
                ("denial", "ARM", "ARM"),
                ("small_arms", "AZE", "ARM"),
            ],
        ),
        (  # the shots are the breach, where nobody counts breaches
            "Azerbaijani forces violated the truce at night, firing around 2300 shots, the Armenian Defence Ministry said.",
            [("small_arms", "ARM", "AZE")],
        ),
        (  # a group that was seen and thrown back made no second raid
            "NKR Defense Army units spotted the advance of the special units and threw the saboteurs back, its press service said.",
            [],
        ),
        ("The enemy fled with heavy losses, the Azerbaijani army said.", [("casualty", "AZE", "AZE")]),
    ],
)
def test_who_speaks_and_who_did_it(text: str, read: list[tuple[str, str | None, str | None]]) -> None:
    assert rows(text, "aze_mod" if "Azernews" in text else None) == read


def test_a_page_that_passes_a_text_on_is_not_its_source() -> None:
    text = "In the evening the group tried to cross the line of contact near Aghdam, the Defense Ministry of Azerbaijan said.\nThe enemy fell back."
    (line,) = lines_of(text, "armenia-azerbaijan", "Cihan via armeniandiaspora", PUBLISHED)
    assert line["speaker_party"] == "AZE"


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        (
            "One saboteur was killed and another wounded while the raid was being repelled.",
            [({"ARM": 1}, {"ARM": 1})],
        ),
        (  # he is the border guard
            "An Azerbaijani border guard was wounded near Gazakh. He died of his wounds.",
            [({}, {"AZE": 1}), ({"AZE": 1}, {})],
        ),
        ("Private N. N., who was badly injured on Monday, died in hospital.", [({"AZE": 1}, {})]),
        (  # each with a number of their own
            "Three soldiers were severely wounded and one, Private N. N., died.",
            [({"AZE": 1}, {"AZE": 3})],
        ),
        ("One Azerbaijan Army soldier, 20-year-old Elvin Mammadov, was killed.", [({"AZE": 1}, {})]),
        (
            "Our side has suffered losses, 26 are missing and 72 were wounded.",
            [({}, {"AZE": 72})],
        ),
        ("Private N. Nabiyev (b. 1996) was killed by shelling from Armenia.", [({"AZE": 1}, {})]),
    ],
)
def test_whose_the_dead_are(text: str, lost: list[tuple[dict[str, int], dict[str, int]]]) -> None:
    lines = lines_of(text, "armenia-azerbaijan", "aze_mod", PUBLISHED)
    assert [(line["killed"] or {}, line["wounded"] or {}) for line in lines] == lost


def test_an_outlet_that_passes_on_its_ally_alone_tells_the_ally_s_words() -> None:
    text = "STEPANAKERT. The adversary violated the ceasefire around 90 times.\nIt fired 1,750 shots, the Artsakh Defense Army informed."
    lines = lines_of(text, "armenia-azerbaijan", "News.am", PUBLISHED)
    assert [line["speaker_party"] for line in lines] == ["NKR", "NKR"]
