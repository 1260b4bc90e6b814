"""News of conflicts that no pack prepares: who did it and who says so, in the words in which agencies tell it."""

from datetime import date

import pytest

from .bulletins import Row, lines_of, row_of

DAY = date(2024, 5, 14)


def rows(text: str) -> list[Row]:
    return [row_of(line) for line in lines_of(text, "generic", None, DAY)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (  # who stands before an active verb of killing killed
            "Colombian soldiers killed three ELN fighters near Tame on Monday.",
            [("casualty", "MEDIA", "COL", None, {"ELN": 3}, {})],
        ),
        (
            "Israeli fire killed two men near Khan Younis, medics said.",
            [("casualty", "RES", "ISR", None, {"CIV": 2}, {})],
        ),
        (  # the dead of a clash are nobody's deed
            "Clashes between M23 rebels and Congolese troops left 15 people dead on Monday.",
            [("casualty", "MEDIA", None, None, {"CIV": 15}, {})],
        ),
        (  # who attacks and then accuses is the actor of the attack
            "Israel launched air strikes on Rafah on Monday and accused Hamas of violating the ceasefire.",
            [
                ("air_strike", "MEDIA", "ISR", None, {}, {}),
                ("violation_unspecified", "ISR", "HAM", None, {}, {}),
            ],
        ),
        (  # a government acts too
            "South Sudan's government violated the ceasefire on Monday, IGAD said.",
            [("violation_unspecified", "IGAD", "SSD", None, {}, {})],
        ),
        (  # "what it called a breach" is a name for what is told elsewhere
            "Israel's military said it had struck a post in Rafah in response to what it called a violation of the ceasefire.",
            [("other", "ISR", "ISR", None, {}, {})],
        ),
        (  # fire that two exchange is of neither
            "Syrian government forces and the SDF exchanged fire near Deir Hafer on Monday.",
            [("small_arms", "MEDIA", None, None, {}, {})],
        ),
        (  # the weight of a bomb counts nothing
            "Junta jets dropped 500-pound bombs on a village held by the TNLA on Monday, the group said.",
            [("air_strike", "TNLA", "MMR", None, {}, {})],
        ),
        (  # who says that a side kept the truce speaks for it
            "The M23 denied the charge. General Paul Moke claimed that Congolese forces had scrupulously observed the truce.",
            [("denial", "M23", "M23", None, {}, {}), ("denial", "COD", "COD", None, {}, {})],
        ),
        (  # "declared" said of a thing is no verb of saying
            "The RSF said that the Sudanese army violated the declared truce on Monday.",
            [("violation_unspecified", "RSF", "SAF", None, {}, {})],
        ),
    ],
)
def test_news_lines(text: str, expected: list[Row]) -> None:
    assert rows(text) == expected


def test_a_number_between_two_is_a_range_and_no_sum() -> None:
    (line,) = lines_of(
        "Between 15 and 20 ELN fighters were killed near Tame on Monday, Colombia's army said.",
        "generic",
        None,
        DAY,
    )
    assert line["killed"] == {"ELN": 15}


def test_people_displaced_are_not_dead() -> None:
    (line,) = lines_of(
        "Five days of fighting killed at least 43 people and displaced over 300,000 civilians.",
        "generic",
        None,
        DAY,
    )
    assert line["killed"] == {"CIV": 43}


def test_a_day_in_the_name_of_a_movement_is_no_date() -> None:
    (line,) = lines_of(
        "Rebels of the March 23 Movement shelled Sake on Monday, the Congolese army said.",
        "generic",
        None,
        DAY,
    )
    assert str(line["date_start"]) == "2024-05-13"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (  # the owner of a claim that an office without a name rejects
            "The SDF said that Syrian government forces shelled its post near Maskana, a claim the defence ministry rejected.",
            [("artillery", "SDF", "SYR", None, {}, {}), ("denial", "SYR", "SYR", None, {}, {})],
        ),
        (  # a state that a side is at home in
            "Yemen's Houthi rebels shelled Hays on Monday.",
            [("artillery", "MEDIA", "HOU", None, {}, {})],
        ),
        (  # letters that nobody introduces, and that attack
            "The QRFM attacked an outpost of the Myanmar army on Monday.",
            [("other", "MEDIA", "QRFM", None, {}, {})],
        ),
        (  # a group introduced by what stands behind its letters
            "Colombia suspended its truce with the Central Staff (CSX), the main dissident group, on Sunday. CSX men attacked a village on Monday.",
            [("other", "MEDIA", "CSX", None, {}, {})],
        ),
        (  # what a truce is tells the outlet
            "The Congolese army accused the M23 of violating the ceasefire, which took effect on 4 May.",
            [
                ("violation_unspecified", "COD", "M23", None, {}, {}),
                ("ceasefire_agreed", "MEDIA", None, None, {}, {}),
            ],
        ),
        (  # "States" in a name says nothing
            "The truce, brokered by Qatar and the United States, took effect on 4 May.",
            [("ceasefire_agreed", "MEDIA", None, None, {}, {})],
        ),
        (  # how many places were struck
            "Pakistani jets bombed three villages in Paktika, a Taliban official said.",
            [("air_strike", "AFG", "PAK", 3, {}, {})],
        ),
        (  # the office of whoever spoke before
            "South Sudan's armed opposition SPLM-IO spoke on Monday. Paul Deng, its spokesman in Yei River State, said government forces attacked Kirinya.",
            [("other", "SPLMIO", "SSD", None, {}, {})],
        ),
        (  # who denies the deed of a side speaks for it
            "Sri Lanka's truce with the LTTE is over. Brigadier N. Perera denied any shelling by the army.",
            [("denial", "LKA", "LKA", None, {}, {})],
        ),
        (  # the media of an armed group
            "Houthi media said coalition warplanes bombed Hays on Monday.",
            [("air_strike", "HOU", "COAL", None, {}, {})],
        ),
        (  # "armed groups" are not the one rival
            "Myanmar's military accused armed groups of breaking the ceasefire. The KIA shelled Bhamo, it said.",
            [("violation_unspecified", "MMR", None, None, {}, {}), ("artillery", "MMR", "KIA", None, {}, {})],
        ),
    ],
)
def test_sides_of_news(text: str, expected: list[Row]) -> None:
    assert sorted(rows(text), key=str) == sorted(expected, key=str)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (  # who beats an attack back has not made it
            "The SDF said its fighters had repelled an attack by forces loyal to Damascus near Maskana.",
            [("other", "SDF", "SYR", None, {}, {})],
        ),
        (
            "Pakistan's army said it had repulsed three attacks near Chaman. The Afghan Taliban deny it.",
            [("other", "PAK", "AFG", 3, {}, {}), ("denial", "AFG", "AFG", None, {}, {})],
        ),
        (  # "they", in the mouth of the side that was named last, are the others
            'TPLF forces attacked Kobo, Ethiopia said. A TPLF spokesman denied it. "They have started bombing our positions," he said.',
            [
                ("other", "ETH", "TPLF", None, {}, {}),
                ("denial", "TPLF", "TPLF", None, {}, {}),
                ("artillery", "TPLF", "ETH", None, {}, {}),
            ],
        ),
        (  # a threat is told once
            "The NPA broke the truce, the Philippine army said. Rebel spokesman Elmo Ruiz warned that rebel forces would attack army posts.",
            [("violation_unspecified", "PHL", "NPA", None, {}, {}), ("other", "NPA", "NPA", None, {}, {})],
        ),
        (  # who was hit before it answered was hit by the others
            "Syria's Defense Ministry accused the SDF of shelling Maskana. It said it struck the sources of fire after two civilians were killed.",
            [
                ("artillery", "SYR", "SDF", None, {}, {}),
                ("casualty", "SYR", "SDF", None, {"CIV": 2}, {}),
                ("other", "SYR", "SYR", None, {}, {}),
            ],
        ),
        (  # how long a fight lasted is no second one
            "ELN fighters attacked a post near Tame, Colombia's army said. The firefight lasted two hours.",
            [("other", "COL", "ELN", None, {}, {})],
        ),
    ],
)
def test_attacks_that_are_answered(text: str, expected: list[Row]) -> None:
    assert sorted(rows(text), key=str) == sorted(expected, key=str)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (  # who answers is who speaks
            "Hamas fired at a patrol in Rafah, Israel's military said. In response it carried out air strikes in the south of the strip.",
            [("small_arms", "ISR", "HAM", None, {}, {}), ("air_strike", "ISR", "ISR", None, {}, {})],
        ),
        (  # a truce that somebody brokered is told elsewhere
            "The Houthis and the Saudi-led coalition blamed each other on Monday for violations of a UN-brokered truce.",
            [("violation_unspecified", "MEDIA", None, None, {}, {})],
        ),
        (  # who stands beside the attacker
            "The TNLA, together with the MNDAA, attacked an outpost of the Myanmar army at Hsipaw on Monday.",
            [("other", "MEDIA", "TNLA", None, {}, {})],
        ),
        (  # "it called": whoever spoke last
            "Tajikistan's border troops said Kyrgyz soldiers had fired first. It called the Kyrgyz account untrue.",
            [("small_arms", "TJK", "KGZ", None, {}, {}), ("denial", "TJK", "TJK", None, {}, {})],
        ),
        (  # a name for the act is the charge of who gives it
            "Villagers said that ELN fighters attacked a village near Tame on Monday. Colombia's president called what happened a violation of the ceasefire.",
            [
                ("other", "RES", "ELN", None, {}, {}),
                ("violation_unspecified", "COL", "ELN", None, {}, {}),
            ],
        ),
        (  # the South of South and North
            "North Korean soldiers opened fire on a South Korean post on Monday and the South fired back.",
            [("small_arms", "MEDIA", "PRK", None, {}, {}), ("small_arms", "MEDIA", "KOR", None, {}, {})],
        ),
        (  # in breach of a truce is how a deed is judged
            "Two men were killed by Israeli army fire in Rafah on Monday, in breach of the ceasefire.",
            [("casualty", "MEDIA", "ISR", None, {"CIV": 2}, {})],
        ),
    ],
)
def test_how_deeds_are_told(text: str, expected: list[Row]) -> None:
    assert sorted(rows(text), key=str) == sorted(expected, key=str)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (  # a government that nobody names more closely, in a conflict of one state
            "Tigray rebels attacked Ethiopian forces near Kobo on Monday, a government statement said.",
            [("other", "ETH", "TPLF", None, {}, {})],
        ),
        (  # how many attacked is no number of attacks
            "Some 30 KIA members attacked an outpost near Bhamo on Monday, Myanmar's military said.",
            [("other", "MMR", "KIA", None, {}, {})],
        ),
        (  # a second deed with its own time
            "Kyrgyzstan said Tajik soldiers opened fire on a post at 6 a.m. and later shelled a village with mortars.",
            [("small_arms", "KGZ", "TJK", None, {}, {}), ("mortar", "KGZ", "TJK", None, {}, {})],
        ),
        (  # on the same day: when, and not at whom
            "On the same day FARDC accused Rwandan troops of attacking Sake.",
            [("other", "COD", "RWA", None, {}, {})],
        ),
        (  # a state that speaks of "the military" means its own
            "North Korean soldiers fired at a post, South Korea's Joint Chiefs of Staff said. The military then fired warning shots, they added.",
            [("small_arms", "KOR", "PRK", None, {}, {}), ("small_arms", "KOR", "KOR", None, {}, {})],
        ),
    ],
)
def test_whose_words_and_whose_army(text: str, expected: list[Row]) -> None:
    assert sorted(rows(text), key=str) == sorted(expected, key=str)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (  # rebels of no name are not the one rival: they are rebels
            "Syria's army denied attacking a Turkish post and said that rebels had shelled it.",
            [("denial", "SYR", "SYR", None, {}, {}), ("artillery", "SYR", "REBELS", None, {}, {})],
        ),
        (  # "it a violation": what is called so is told by whoever calls it so, of the other
            "Israel accused Iran of launching missiles at Haifa. Israel's defence minister called it a violation of the ceasefire.",
            [("mlrs", "ISR", "IRN", None, {}, {}), ("violation_unspecified", "ISR", "IRN", None, {}, {})],
        ),
        (  # fire that two sides trade
            "Tamil Tiger rebels and Sri Lankan forces traded artillery fire on Monday.",
            [("artillery", "MEDIA", None, None, {}, {})],
        ),
        (  # the other Sudan's army
            "South Sudan's army shelled a village on Monday, the SPLM-IO said.",
            [("artillery", "SPLMIO", "SSD", None, {}, {})],
        ),
        (  # a truce that somebody brokered, only named
            "Houthi forces shelled Marib on Monday despite a truce brokered by the UN.",
            [("artillery", "MEDIA", "HOU", None, {}, {})],
        ),
    ],
)
def test_what_is_not_laid_at_a_rival(text: str, expected: list[Row]) -> None:
    assert sorted(rows(text), key=str) == sorted(expected, key=str)


def test_the_rebels_that_a_side_speaks_of_are_not_its_own() -> None:
    lines = lines_of(
        "Ukraine's military said two soldiers were wounded. Its statement said the rebels had fired mortars near Avdiivka.",
        "eastern-ukraine",
        None,
        DAY,
    )
    assert [(line["kind"], line["accused_party"]) for line in lines] == [
        ("casualty", "DPR"),
        ("mortar", "DPR"),
    ]


def test_what_was_quoted_is_whose_who_goes_on_to_judge_it() -> None:
    text = (
        'The RSF "launched a new attack on the city", the Sudanese army said in a statement, '
        "calling it a clear violation of the truce."
    )
    assert {(speaker, accused) for _, speaker, accused, *_ in rows(text)} == {("SAF", "RSF")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (  # by the one or the other, and which is not said
            "Warplanes, either Syrian or Russian, bombed a village near Idlib on Monday.",
            [("air_strike", "MEDIA", None, None, {}, {})],
        ),
        (  # a truce that was broken is nobody's deed who only tells of it
            "The Russian military said that the ceasefire in Syria had been broken four times.",
            [("violation_unspecified", "RUS", None, 4, {}, {})],
        ),
        (  # two acts that one is accused of
            "Niger accused Malian troops of shooting at its border guards and of shelling a bridge with mortars.",
            [("small_arms", "NER", "MLI", None, {}, {}), ("mortar", "NER", "MLI", None, {}, {})],
        ),
        (  # each of the other: nobody's claim but the outlet's
            "Fighting broke out near Kidal; each side accused the other of firing first.",
            [("other", "MEDIA", None, None, {}, {}), ("small_arms", "MEDIA", None, None, {}, {})],
        ),
        (  # what came before has a deed of its own
            "The army of Mali shelled a camp near Kidal on Monday, a day after a car bomb in Gao killed nine people.",
            [("artillery", "MEDIA", "MLI", None, {}, {}), ("casualty", "MEDIA", None, None, {"CIV": 9}, {})],
        ),
        (  # strikes that are only dated
            "Chad's army said that its strikes came after Libyan troops had fired at a patrol.",
            [("small_arms", "TCD", "LBY", None, {}, {})],
        ),
        (  # the dead of both
            "Four Malian soldiers, two Chadian soldiers and one Chadian civilian were killed.",
            [("casualty", "MEDIA", None, None, {"MLI": 4, "TCD": 2, "CIV": 1}, {})],
        ),
        (  # a truce told again by its pronoun
            "The truce began on 3 March, and in April it was extended until June.",
            [("ceasefire_agreed", "MEDIA", None, None, {}, {})],
        ),
        (
            "The ceasefire between the Philippine government and the NPA was extended until June.",
            [("ceasefire_agreed", "MEDIA", None, None, {}, {})],
        ),
        (
            "The Syrian army resumed its offensive on Idlib. Turkey said it would continue its operation.",
            [("other", "MEDIA", "SYR", None, {}, {}), ("other", "TUR", "TUR", None, {}, {})],
        ),
        (
            "The Myanmar air force dropped two bombs on a school.",
            [("air_strike", "MEDIA", "MMR", 2, {}, {})],
        ),
    ],
)
def test_who_did_it_is_told_or_left_open(text: str, expected: list[Row]) -> None:
    assert sorted(rows(text), key=str) == sorted(expected, key=str)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (  # that nothing happened, said by who was accused of it
            "Chad accused Libya of firing missiles at Bardai. Libya said that no missiles had been launched on Monday.",
            [("mlrs", "TCD", "LBY", None, {}, {}), ("denial", "LBY", "LBY", None, {}, {})],
        ),
        (  # nobody tells of its own deed by its own name
            '"Hamas has fired 47 rockets," the Israeli military said. Israeli fire killed two Palestinians near Rafah.',
            [("mlrs", "ISR", "HAM", 47, {}, {}), ("casualty", "MEDIA", "ISR", None, {"CIV": 2}, {})],
        ),
        (  # a people that has no army
            "Three Palestinian fighters and a woman were killed by Israeli soldiers.",
            [("casualty", "MEDIA", "ISR", None, {"PSE": 3, "CIV": 1}, {})],
        ),
        (
            "Clashes on the border of Mali and Niger killed a dozen soldiers on Monday.",
            [("casualty", "MEDIA", None, None, {"UNSPEC": 12}, {})],
        ),
        (  # from the air, as the text tells elsewhere
            "Chadian planes attacked the town of Sarh on Monday. On Tuesday they bombed two villages.",
            [("air_strike", "MEDIA", "TCD", None, {}, {}), ("air_strike", "MEDIA", "TCD", 2, {}, {})],
        ),
    ],
)
def test_what_a_text_tells_of_elsewhere(text: str, expected: list[Row]) -> None:
    assert sorted(rows(text), key=str) == sorted(expected, key=str)


def test_a_group_that_came_to_govern_is_its_state_from_that_day() -> None:
    text = "The Taliban shelled a border post near Chaman on Monday."
    before = lines_of(text, "generic", None, date(2019, 5, 14))
    assert [row_of(line)[2] for line in before] == ["TAL"]
    assert [row[2] for row in rows(text)] == ["AFG"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (  # who crossed is who was fired at
            "Chadian guards fired warning shots at three Libyan patrol boats that had crossed the line.",
            [("incursion", "MEDIA", "LBY", None, {}, {}), ("small_arms", "MEDIA", "TCD", None, {}, {})],
        ),
        (  # a convoy that was attacked, and with what
            "The KIA attacked a convoy of the Myanmar military with mines near Muse, the army said.",
            [("mine", "MMR", "KIA", None, {}, {})],
        ),
        (  # of both, where shooting only was
            "The TNLA said that its men had met soldiers of the Myanmar army near Muse and there was shooting.",
            [("small_arms", "TNLA", None, None, {}, {})],
        ),
        (  # by whose side the offensive is
            "Yemen's army said that its forces were resisting a large-scale offensive by the Iranian Houthi militia near Marib.",
            [("other", "YEM", "HOU", None, {}, {})],
        ),
        (
            "Hamas accused Israel of shooting two men. The Israeli army said it was not aware of any casualties from its fire.",
            [("small_arms", "HAM", "ISR", None, {}, {}), ("denial", "ISR", "ISR", None, {}, {})],
        ),
    ],
)
def test_one_deed_of_one_side(text: str, expected: list[Row]) -> None:
    assert sorted(rows(text), key=str) == sorted(expected, key=str)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (  # whom the words between commas describe
            "The GNA accused the LNA of shelling Tripoli. Turkey, which has sent troops to help the GNA, said that the LNA had shelled the port.",
            ["GNA", "TUR"],
        ),
        (  # a minister without an owner goes on for who spoke
            'Chad denied it. "These claims are entirely false," Information Minister N. Name told reporters.',
            ["TCD", "TCD"],
        ),
        (  # nobody accuses itself
            "The LNA said that GNA forces had shelled its base. The foreign ministry in the east accused GNA units of attacking a port.",
            ["LNA", "LNA"],
        ),
        (  # brackets within an abbreviation
            "The SPLM/A(IO) said that the army had shelled its base near Nasir in South Sudan.",
            ["SPLMIO"],
        ),
    ],
)
def test_who_says_so_in_news_of_several(text: str, speaker: list[str]) -> None:
    assert [row[1] for row in rows(text)] == speaker


def test_who_denies_breaking_the_truce_denies_a_deed() -> None:
    told = rows("Niger's army said that MNJ rebels had shelled Agadez. The MNJ denied breaking the truce.")
    assert [row[:3] for row in told] == [("artillery", "NER", "MNJ"), ("denial", "MNJ", "MNJ")]


def test_who_stands_behind_the_comma_of_according_to_acts() -> None:
    told = rows(
        "According to the army of Congo, M23 rebels attacked its positions. The militia then shelled Sake."
    )
    assert [row[:3] for row in told] == [("other", "COD", "M23"), ("artillery", "COD", "M23")]
