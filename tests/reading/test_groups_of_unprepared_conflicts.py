"""Armed groups and bodies of conflicts that nobody prepared for: whose words they are, and whose they are not."""

from datetime import date

import pytest

from .bulletins import lines_of

DAY = date(2024, 5, 20)

SPEAKERS = [
    # a name within a longer name is another group's
    ("The Ta'ang National Liberation Army said troops had shelled the town of Kyaukme.", ["TNLA"]),
    ("The Coalition of Patriots for Change said soldiers had shelled its camp.", ["CPC"]),
    ("The Polisario Front said Moroccan troops fired at a convoy near the berm.", ["POLISARIO"]),
    ("Renamo accused government forces of attacking its base.", ["RENAMO"]),
    ("Islamic Jihad said Israeli tanks shelled the camp.", ["PIJ"]),
    # what stands between commas describes who speaks
    ("CTSAMVM, the ceasefire monitoring body, said soldiers had shelled a village.", ["CTSAMVM"]),
    # the elders and aid workers of a place are its people
    ("A local civil society leader said shells had hit the market.", ["RES"]),
    (
        "UNMISS said soldiers fired mortars near Nasir. Tribal elders said soldiers shelled a village.",
        ["UN", "RES"],
    ),
    # letters that nobody knows are not whoever spoke last
    (
        "Mali's army said its base was shelled. The XJQR said Malian planes had bombed a market.",
        ["MLI", None],
    ),
    # the accuser that nobody knows is not whoever spoke last, and not the outlet
    (
        "Mozambique's police said gunmen fired on a bus. Zorpa accused soldiers of shelling its base.",
        ["MOZ", None],
    ),
]


@pytest.mark.parametrize(("text", "speakers"), SPEAKERS, ids=[t[:40] for t, _ in SPEAKERS])
def test_who_speaks(text: str, speakers: list[str | None]) -> None:
    assert [line["speaker_party"] for line in lines_of(text, "generic", None, DAY)] == speakers


ACCUSED = [
    ("Myanmar's army said the Ta'ang National Liberation Army shelled a police post.", "TNLA"),
    ("The Rwandan army said FDLR fighters fired mortar rounds across the border.", "FDLR"),
    ("The SPLM-IO said government troops shelled its base, and SSPDF soldiers fired mortars.", "SSD"),
    ("Mali's army said CMA fighters shelled its camp at Ber.", "CMA"),
]


@pytest.mark.parametrize(("text", "accused"), ACCUSED, ids=[t[:40] for t, _ in ACCUSED])
def test_who_is_accused(text: str, accused: str) -> None:
    assert lines_of(text, "generic", None, DAY)[-1]["accused_party"] == accused


@pytest.mark.parametrize(
    "text",
    [
        "UNMISS reported that two of its peacekeepers were wounded by small-arms fire near Nasir.",
        "The UN mission said it was concerned by reports of exchanges of fire in Hays.",
        "MINUSCA said its patrol was hit by mortar fire near Bria.",
    ],
)
def test_observers_accuse_not_themselves(text: str) -> None:
    assert [line["accused_party"] for line in lines_of(text, "generic", None, DAY)] == [None] * len(
        lines_of(text, "generic", None, DAY)
    )


@pytest.mark.parametrize(
    ("text", "speaker", "accused"),
    [
        ("The Arab coalition supporting the Yemeni government said the Houthi militia had broken the truce.", "COAL", "HOU"),
        ("The Saudi-led coalition backing the Yemeni government said Houthi rebels fired a missile.", "COAL", "HOU"),
        ("Libya's UN-backed Government of National Accord (GNA) on Sunday recorded violations of the truce.", "GNA", None),
    ],
)  # fmt: skip
def test_whom_a_side_helps_does_not_speak(text: str, speaker: str, accused: str | None) -> None:
    told = [(line["speaker_party"], line["accused_party"]) for line in lines_of(text, "generic", None, DAY)]
    assert told == [(speaker, accused)]


def test_any_breach_that_will_be_answered_is_none_that_was() -> None:
    text = "The Sudanese army warned that any breach of the ceasefire would be answered."
    assert [
        line["kind"] for line in lines_of(text, "generic", None, DAY) if line["modality"] != "threatened"
    ] == []
