"""Clauses whose verb is that of the clause before, and what is said not to have been recorded."""

from datetime import date

import pytest

from .bulletins import lines_of

ON = date(2021, 6, 10)


def told(text: str, source: str, pack: str = "eastern-ukraine") -> list[tuple[str, int | None, list[str]]]:
    lines = lines_of(text, pack, source, ON)
    return [(line["kind"], line["count"], line["places"]) for line in lines]


@pytest.mark.parametrize(
    ("text", "source", "expected"),
    [
        # a dash for the verb: another weapon at another place
        (
            "Противник відкривав вогонь з гранатометів поблизу Водяного, а біля Пісків — із 120-мм мінометів.",
            "штаб ООС",
            [("grenade_launcher", None, ["Водяне"]), ("mortar", None, ["Піски"])],
        ),
        # the weapon first, the place behind the dash
        (
            "З гранатомета ворог стріляв неподалік Шумів, а з міномета – поблизу Травневого.",
            "штаб ООС",
            [("grenade_launcher", None, ["Шуми"]), ("mortar", None, ["Травневе"])],
        ),
        # only counted, with a dash and without
        (
            "Минометы применялись 9 раз, танки 4 раза, БМП – 12 раз.",
            "нм днр",
            [("mortar", 9, []), ("tank", 4, []), ("tank", 12, [])],
        ),
        # a part of what was counted
        (
            "За добу окупанти 14 разів порушили режим тиші, з них один раз – із забороненим озброєнням.",
            "штаб ООС",
            [("violation_unspecified", 14, []), ("violation_unspecified", 1, [])],
        ),
        # a calibre counts nothing
        (
            "Ворог стріляв з мінометів 82-го калібру.",
            "штаб ООС",
            [("mortar", None, [])],
        ),
        # who says so stands behind a dash too, and does nothing
        (
            "Ворог стріляв з мінометів поблизу Пісків, – повідомив штаб ООС.",
            "штаб ООС",
            [("mortar", None, ["Піски"])],
        ),
    ],
)
def test_a_clause_without_its_verb_tells_an_act_of_its_own(
    text: str, source: str, expected: list[tuple[str, int | None, list[str]]]
) -> None:
    assert told(text, source) == expected


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("На всіх ділянках порушень повного та всеосяжного режиму припинення вогню не зафіксовано.", "штаб ООС"),
        ("Нарушений действующего режима прекращения огня за день не отмечено.", "нм днр"),
    ],
)  # fmt: skip
def test_what_was_not_recorded_is_none_at_all(text: str, source: str) -> None:
    (line,) = lines_of(text, "eastern-ukraine", source, ON)
    assert (line["negated"], line["count"], line["accused_party"]) == (True, 0, None)


def test_the_other_side_that_kept_the_truce_denies_nothing() -> None:
    (line,) = lines_of("У неділю найманці РФ не порушували режим тиші.", "eastern-ukraine", "штаб ООС", ON)
    assert (line["kind"], line["accused_party"], line["negated"]) == ("violation_unspecified", "RUS", True)


def test_a_truce_agreed_long_ago_does_not_date_the_past_day() -> None:
    (line,) = lines_of(
        "За минулу добу окупанти двічі порушили домовленості, яких дійшли 22 липня 2020 року.",
        "eastern-ukraine", "штаб ООС", ON,
    )  # fmt: skip
    assert (line["date_start"], line["date_end"]) == ("2021-06-09", "2021-06-10")
