"""What agencies tell of both sides: fire after fire, who claims it, officials without an owner, others hurt. Our own sentences."""

from datetime import date
from typing import Any

import pytest

from .bulletins import lines_of

LEBANON, KASHMIR, DONBAS = "lebanon-blue-line", "india-pakistan", "eastern-ukraine"


def told(text: str, pack: str) -> list[dict[str, Any]]:
    return lines_of(text, pack, None, date(2021, 8, 7))


def test_fire_after_fire_is_two_things() -> None:
    lines = told(
        "Israeli artillery shelled the hills on Friday after two rockets were fired from Lebanon.", LEBANON
    )
    assert sorted((x["kind"], x["accused_party"]) for x in lines if x["accused_party"] == "ISR") == [
        ("artillery", "ISR")
    ]
    assert [x["kind"] for x in lines] == ["artillery", "mlrs"]


def test_who_claims_responsibility_did_it() -> None:
    (line,) = told("Hezbollah claimed responsibility for launching rockets into northern Israel.", LEBANON)
    assert (line["kind"], line["speaker_party"], line["accused_party"]) == ("mlrs", "HEZ", "HEZ")


def test_a_groups_rockets_at_its_rival_are_its_own() -> None:
    (line,) = told('"Land near the Israeli post was targeted with rockets," Hezbollah said.', LEBANON)
    assert line["accused_party"] == "HEZ"


def test_a_commander_who_was_killed_is_of_his_group() -> None:
    (line,) = told("A Hezbollah commander was killed in an Israeli airstrike on Saturday.", LEBANON)
    assert (line["killed"], line["accused_party"]) == ({"HEZ": 1}, "ISR")


def test_he_is_who_spoke_last_though_nobody_knows_whose() -> None:
    text = (
        "The Israeli army said it had fired artillery. Nabil Haddad, a reporter for a local channel, said rockets were fired. "
        "He added that Israel fired two tank shells."
    )
    assert told(text, LEBANON)[-1]["speaker_party"] is None


def test_who_summons_an_envoy_over_violations_has_not_violated() -> None:
    text = "Pakistan's foreign ministry said it summoned an envoy over ceasefire violations that killed three civilians."
    assert {x["accused_party"] for x in told(text, KASHMIR)} == {"IND"}


@pytest.mark.parametrize(
    ("text", "killed", "wounded"),
    [
        ("Two civilians were killed, a girl and a man, and three others were hurt, ISPR said.", {"CIV": 2}, {"CIV": 3}),
        (
            "Indian fire resulted in the death of four civilians, including a woman and a boy, besides injuries to six others, ISPR said.",
            {"CIV": 4}, {"CIV": 6},
        ),
        ("India's army said its soldiers killed two rebel fighters near Uri.", {"UNSPEC": 2}, {}),
    ],
)  # fmt: skip
def test_who_was_hurt(text: str, killed: dict[str, int], wounded: dict[str, int]) -> None:
    (line,) = told(text, KASHMIR)
    assert (line["killed"] or {}, line["wounded"] or {}) == (killed, wounded)


def test_violations_that_are_a_threat_were_told_before() -> None:
    assert (
        told("The ceasefire violations by India are a threat to peace, the Foreign Office said.", KASHMIR)
        == []
    )


def test_officials_of_nobody_are_the_outlets() -> None:
    text = "Indian and Pakistani troops traded fire on Saturday, killing two civilians, officials said."
    assert {x["speaker_party"] for x in told(text, KASHMIR)} == {"MEDIA"}


def test_another_hour_is_another_act() -> None:
    text = "At 20:20 militants fired small arms at Opytne, at 20:40 they launched a strike with mortars, the ATO headquarters said."
    assert [(x["kind"], x["time"]) for x in told(text, DONBAS)] == [
        ("small_arms", "20:20"),
        ("mortar", "20:40"),
    ]


def test_the_force_is_the_mission_that_was_named() -> None:
    text = (
        "A peacekeeper of UNIFIL was injured on Saturday by a grenade from an Israeli drone, the force announced.\n"
        "Israel goes on bombing the south almost every day."
    )
    lines = lines_of(text, LEBANON, "L'Orient Today", date(2025, 10, 12))
    assert [x["speaker_party"] for x in lines] == ["UN", "MEDIA"]


def test_somebody_of_a_village_is_a_resident() -> None:
    text = "Mohan Lal of Jerda village said the firing from across the border began at noon."
    assert told(text, KASHMIR)[0]["speaker_party"] == "RES"


def test_mines_in_all_are_counted_with_the_mortars() -> None:
    text = "The enemy fired 82mm mortars near Pisky, 19 mines in all, the JFO headquarters said."
    assert [(x["kind"], x["count"]) for x in told(text, DONBAS)] == [("mortar", 19)]


def test_what_a_charge_answers_is_another_act() -> None:
    text = (
        "Hezbollah said it had fired rockets at an Israeli post in response to repeated violations by Israel."
    )
    assert ("mlrs", "HEZ") in [(x["kind"], x["accused_party"]) for x in told(text, LEBANON)]


def test_violations_that_are_counted_stand_beside_their_dead() -> None:
    text = "There were 52 deaths in 1,435 ceasefire violations by Pakistan, the Indian Army said."
    assert [(x["kind"], x["count"]) for x in told(text, KASHMIR)] == [
        ("casualty", None),
        ("violation_unspecified", 1435),
    ]


def test_a_befitting_response_is_one_answer() -> None:
    text = "Pakistani troops gave a befitting response to the unprovoked fire and silenced the enemy guns, ISPR said."
    assert [(x["kind"], x["accused_party"]) for x in told(text, KASHMIR)] == [("small_arms", "PAK")]


def test_what_is_observed_in_a_quotation() -> None:
    text = 'UNIFIL said its peacekeepers "observed an IDF tank firing at their watchtower".'
    (line,) = told(text, LEBANON)
    assert (line["kind"], line["speaker_party"], line["accused_party"]) == ("tank", "UN", "ISR")


def test_who_announced_it_early_on_a_day_told_both() -> None:
    text = (
        "An Azerbaijani soldier was killed near Tovuz, the Azerbaijani Defense Ministry announced early Monday, "
        "adding that Armenia had broken the truce."
    )
    lines = lines_of(text, "armenia-azerbaijan", None, date(2020, 9, 22))
    assert {x["speaker_party"] for x in lines} == {"AZE"}


def test_they_who_opened_fire_are_who_broke_the_truce() -> None:
    text = "Russia's Defense Ministry confirmed that Azerbaijani forces broke the truce when they opened fire on a village."
    lines = lines_of(text, "armenia-azerbaijan", None, date(2022, 11, 7))
    assert [x["accused_party"] for x in lines] == ["AZE", "AZE"]


def test_what_is_stored_was_not_fired() -> None:
    text = "Israel's military said its air force had struck a Hezbollah facility where rockets were stored."
    assert "mlrs" not in [x["kind"] for x in told(text, LEBANON)]
