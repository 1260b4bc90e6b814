"""Whose words a document is, where no source is named. Sentences are our own."""

from datetime import date

import pytest

from holdfire.intake.split import split
from holdfire.reading.files import choose_pack
from holdfire.reading.parties import mentions
from holdfire.reading.read import read_document
from holdfire.reading.sentence import mark
from holdfire.reading.statement import Statement
from holdfire.reading.tokens import sentences
from holdfire.reading.voice import document_voice


def read_unnamed(text: str) -> list[Statement]:
    document = split(text.encode(), "t.txt")
    return read_document(
        document, choose_pack(document.text), published=date(2020, 8, 14), source=None, doc_id="t"
    ).statements


@pytest.mark.parametrize(
    ("text", "speaker", "accused"),
    [
        # a letterhead
        (
            "Press release of the Ministry of Defence of the Republic of Armenia\nThe adversary fired 300 shots in the Tavush direction.",
            "ARM",
            "AZE",
        ),
        ("Azerbaijan Ministry of Defence\nThe enemy fired at our positions near Aghdam.", "AZE", "ARM"),
        # "our" and "the enemy" beside the one side that is named
        (
            "The enemy shelled our posts near Shumy. A Ukrainian serviceman was wounded by the enemy's fire.",
            "UKR",
            "RUS",
        ),
        # the one side that is named only fires: it is the enemy by its name
        ("Azerbaijani units opened fire near Movses. Our posts came under the enemy's fire.", "ARM", "AZE"),
        # who acts beside "the enemy", answers fire or keeps the truce is not the enemy
        (
            "Противник обстрелял Шумы из миномета. Украинские защитники открыли огонь в ответ.",
            "UKR",
            "RUS",
        ),
        (
            "Учора противник відкривав вогонь поблизу Шумів. Українська сторона дотримується режиму тиші.",
            "UKR",
            "RUS",
        ),
        (
            "Erməni silahlı birləşmələri mövqelərimizi atəşə tutub. Azərbaycan Ordusunun bölmələri atəşkəsə əməl edir.",
            "AZE",
            "ARM",
        ),
        # "this was reported by"
        (
            "Վարդենիսի ուղղությամբ ադրբեջանական զինված ուժերը կրակ են բացել։ Այս մասին հայտնում է ՀՀ ՊՆ-ն։",
            "ARM",
            "AZE",
        ),
        (
            "Армянские подразделения обстреляли позиции в Товузском районе. Об этом сообщило Минобороны Азербайджана.",
            "AZE",
            "ARM",
        ),
        # what the text calls a lie is not said in it, and a last sentence about the other side signs nothing
        (
            "С позиций вооруженных сил Армении были обстреляны наши позиции у Зайлика. Утверждения Минобороны Армении о стрельбе с нашей "
            "стороны являются ложью. Вечером огонь прекратился. Ночь была спокойной. Ответственность лежит на руководстве Армении.",
            "AZE",
            "ARM",
        ),
        # a patrol that comes under fire is hit by who fires
        (
            "A patrol of the Ukrainian border guards came under fire near Shumy. The enemy used a machine gun.",
            "UKR",
            "RUS",
        ),
        # a signature; a body and a capital over a bulletin
        (
            "Armenian units fired mortars near Zaylik on Friday.\nPress service of the Ministry of Defence of Azerbaijan",
            "AZE",
            "ARM",
        ),
        ("The Ministry of Defence, Baku, 3 August\nArmenian units fired near Zaylik.", "AZE", "ARM"),
        # an agency's lead tells what the one ministry that informs told it
        (
            "Armenian forces again fired at Zaylik. According to Azerbaijan's Defence Ministry, mortars were used.",
            "AZE",
            "ARM",
        ),
        # "the ministry" of the side that is only ever hit
        (
            "Armenian troops fired at Azerbaijani positions near Zaylik, the Defence Ministry has reported.",
            "AZE",
            "ARM",
        ),
    ],
)
def test_a_bulletin_speaks_for_the_side_that_it_calls_its_own(text: str, speaker: str, accused: str) -> None:
    first = read_unnamed(text)[0]
    assert (first.speaker_party, first.accused_party) == (speaker, accused)


def test_a_text_in_which_both_sides_speak_is_nobodys_own() -> None:
    text = (
        "Armenian forces fired at Azerbaijani posts near Zaylik. "
        "The Azerbaijani Defence Ministry said a soldier was wounded. "
        "The Armenian Defence Ministry denied that its units had fired."
    )
    assert read_unnamed(text)[0].speaker_party == "MEDIA"


@pytest.mark.parametrize(
    ("text", "pack"),
    [
        (
            "Azerbaijan's Ministry of Defence: the enemy fired at our positions near Aghdam.",
            "armenia-azerbaijan",
        ),
        ("In Avdiivka and in Donetsk the SMM heard 14 explosions.", "eastern-ukraine"),
        # one word of a conflict is not enough
        ("An official in Armenia praised the harvest.", "generic"),
        # Tripoli is a city of Lebanon's gazetteer, but two sides of another war are named
        ("Libya's army and Haftar's LNA fought near Tripoli.", "generic"),
    ],
)
def test_a_text_is_of_the_conflict_whose_sides_and_places_it_names(text: str, pack: str) -> None:
    assert choose_pack(text).id == pack


def test_peacekeepers_of_a_state_accuse_nobody_whom_they_do_not_name() -> None:
    text = "The Russian peacekeepers recorded two ceasefire violations near Shusha. An Armenian soldier was wounded."
    assert [s.accused_party for s in read_unnamed(text)] == [None, None]


@pytest.mark.parametrize(
    "text",
    [
        # a side speaks without a body of its own
        "Armenian forces fired at Zaylik, the Azerbaijani Defence Ministry said. Armenia denied the report.",
        # "the enemy" is only told as what somebody said
        'Fighting was reported near Zaylik. "The enemy fired at our posts", one side said and the other too.',
    ],
)
def test_what_two_sides_say_is_nobodys_own(text: str) -> None:
    pack = choose_pack(text)
    marked = [mark(text, low, high, pack)[0] for low, high in sentences(text, 0, len(text))]
    assert document_voice(marked, [mentions(s) for s in marked], pack).party is None


def test_a_mission_that_tells_all_through_a_text_is_its_voice() -> None:
    text = "SMM monitors heard seven explosions near Avdiivka. A patrol of the Mission saw two craters in Donetsk."
    assert {s.speaker_party for s in read_unnamed(text)} == {"OSCE"}


@pytest.mark.parametrize(
    "text",
    [
        "OSCE SMM Daily, 6 November 2019\nIn Avdiivka a patrol counted 16 explosions. A resident told the Mission that nobody was hurt.",
        "UNIFIL statement, 29 May 2022\nOur peacekeepers saw three rockets near Zibqin in Lebanon. No injuries were reported.",
    ],
)
def test_a_heading_of_a_mission_tells_whose_report_it_is(text: str) -> None:
    first, *_ = read_unnamed(text)
    assert first.speaker_party in ("OSCE", "UN")
